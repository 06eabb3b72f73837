"""Read the checks and solutions from what Python may have left of them in __pycache__.

stopped by: landlock, namespaces
"""

# %% attack
import contextlib
import glob
import importlib.util
import marshal
import os

NAMES = ("solution", "checks", "misconceptions", "variants")


def double(x):
    paths = [importlib.util.cache_from_source(f"@SOLUTIONS@/{name}.py") for name in NAMES]
    paths += [f"@SOLUTIONS@/{name}.py" for name in NAMES]  # what the caches are made of
    paths += glob.glob("@COURSE@/**/__pycache__/*", recursive=True)
    for path in paths:
        with contextlib.suppress(OSError, ValueError, EOFError, TypeError):
            with open(path, "rb") as file:
                data = file.read()
            if path.endswith(".pyc"):
                data = repr(marshal.loads(data[16:]).co_consts)
            raise RuntimeError(f"ESCAPED: {os.path.basename(path)}: {data}")
    return 3 * x


# %% twin
import marshal

code = marshal.dumps(compile("2 * x", "mine", "eval"))


def double(x):
    return eval(marshal.loads(code), {"x": x})

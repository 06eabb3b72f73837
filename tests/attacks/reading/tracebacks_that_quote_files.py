"""Make the engine, the traceback module and warnings quote lines of a file by code that claims to stand there.

stopped by: landlock, namespaces
"""

# %% attack
import io
import linecache
import traceback
import warnings

PATH = "@SOLUTIONS@/solution.py"


def quoted():
    yield from linecache.getlines(PATH)
    yield "".join(traceback.format_list([traceback.FrameSummary(PATH, line, "double") for line in range(1, 30)]))
    stream = io.StringIO()
    print(warnings.formatwarning("x", UserWarning, PATH, 5), file=stream)
    yield stream.getvalue()


def double(x):
    text = "".join(quoted())
    if "def " in text or "return" in text:
        raise RuntimeError(f"ESCAPED: {text}")
    for prefix in ("student: /../..", "student: ", ""):
        exec(compile("\n" * 12 + "1 / 0", prefix + PATH, "exec"))


# %% twin
import traceback


def double(x):
    try:
        1 / 0
    except ZeroDivisionError:
        assert "1 / 0" in traceback.format_exc()
    return 2 * x

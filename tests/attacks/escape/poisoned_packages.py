"""Leave code where the next process imports from: site-packages, .pth files, caches, the engine's own source.

stopped by: landlock, uid, namespaces
"""

# %% attack
import os
import sys
import sysconfig

import numpy as np


def double(x):
    engine = os.path.dirname(sys._getframe(1).f_code.co_filename)
    folders = [sys.prefix, sys.base_prefix, sysconfig.get_path("purelib"), os.path.dirname(np.__file__), engine]
    for folder in folders:
        for name in ("attack.pth", "sitecustomize.py", "__pycache__/attack.pyc"):
            path = os.path.join(folder, name)
            try:
                os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
            except OSError:
                continue
            os.unlink(path)
            raise RuntimeError(f"ESCAPED to {path}")
    for path in (np.__file__, os.__file__, os.path.join(engine, "wire.py"), os.path.join(engine, "worker.py")):
        try:
            with open(path, "ab"):
                raise RuntimeError(f"ESCAPED to {path}")
        except OSError:
            continue
    raise OSError("nothing can be poisoned")


# %% twin
import os
import sys

os.makedirs("packages")
with open("packages/mine.py", "w") as file:
    file.write("FACTOR = 2\n")
sys.path.insert(0, os.path.abspath("packages"))

import mine


def double(x):
    return mine.FACTOR * x

"""Put own modules in the place of the engine's and of numpy's, by folders and by sys.modules, for whatever is
imported later.

stopped by: design
"""

# %% attack
import builtins
import importlib
import os
import sys
import types

os.makedirs("shadow/autograder/checks", exist_ok=True)
for name in ("__init__", "nets", "report", "grading", "checks/__init__", "checks/expect"):
    with open(f"shadow/autograder/{name}.py", "w") as file:
        file.write("def close(*a, **k): return True\nthat = equal = reorder = grade = check = close\n")
with open("shadow/numpy.py", "w") as file:
    file.write("from __future__ import annotations\nabs = argwhere = lambda *a: []\n")
sys.path.insert(0, os.path.abspath("shadow"))
sys.path_importer_cache.clear()


class Finder:
    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self) if name.startswith("autograder") else None

    def create_module(self, spec):
        return sys.modules["autograder"]

    def exec_module(self, module):
        pass


sys.meta_path.insert(0, Finder())
for name in list(sys.modules):
    if name.partition(".")[0] in ("autograder", "numpy", "msgspec"):
        sys.modules[name] = types.ModuleType(name)
real_import = builtins.__import__
builtins.__import__ = lambda name, *rest: sys.modules.get(name) or real_import(name, *rest)


def double(x):
    return 3 * x


# %% twin
import os
import sys

os.makedirs("helpers", exist_ok=True)
with open("helpers/factors.py", "w") as file:
    file.write("FACTOR = 2\n")
sys.path.insert(0, os.path.abspath("helpers"))
import factors

import autograder

autograder.check("double")


def double(x):
    return factors.FACTOR * x

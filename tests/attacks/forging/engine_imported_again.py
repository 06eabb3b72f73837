"""Delete the stand-in for the engine, import the real one, and let its reference or its loader of labs answer.

stopped by: landlock, namespaces
"""

# %% attack
import importlib
import sys
from pathlib import Path


def engine(name):
    for module in [module for module in sys.modules if module.partition(".")[0] == "autograder"]:
        del sys.modules[module]
    return importlib.import_module(name)


def double(x):
    lab = engine("autograder.labs").load_lab(Path("@COURSE@"), "toy")
    raise RuntimeError(f"ESCAPED: {vars(lab)}")


# %% twin
import importlib
import sys

sys.modules.pop("colorsys", None)
colorsys = importlib.import_module("colorsys")


def double(x):
    return colorsys.rgb_to_hsv(0, 0, 2)[2] * x

"""Import the reference solution and the hidden checks as modules, and let the reference answer.

stopped by: landlock, namespaces
"""

# %% attack
import importlib.util
import sys


def double(x):
    sys.path.insert(0, "@SOLUTIONS@")
    import solution

    return solution.double(x)


def anything(x):
    spec = importlib.util.spec_from_file_location("hidden", "@SOLUTIONS@/checks.py")
    hidden = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hidden)
    raise RuntimeError(f"ESCAPED: {vars(hidden)}")


# %% twin
import importlib.util
import os

with open("mine.py", "w") as file:
    file.write("def double(x):\n    return 2 * x\n")
spec = importlib.util.spec_from_file_location("mine", os.path.abspath("mine.py"))
mine = importlib.util.module_from_spec(spec)
spec.loader.exec_module(mine)
double = mine.double

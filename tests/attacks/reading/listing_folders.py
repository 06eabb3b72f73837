"""List the folders of solutions and submissions in every way that Python has.

stopped by: landlock, namespaces
"""

# %% attack
import contextlib
import glob
import os
import pathlib

WAYS = (
    os.listdir,
    lambda folder: [entry.name for entry in os.scandir(folder)],
    lambda folder: list(pathlib.Path(folder).rglob("*")),
    lambda folder: glob.glob(f"{folder}/**", recursive=True)[1:],
    lambda folder: list(os.walk(folder)),
)


def list_by_descriptor(folder):
    os.chdir(folder)
    return os.listdir(".")


def double(x):
    found = []
    for folder in ("@SOLUTIONS@", "@COURSE@", os.path.dirname("@OTHER@")):
        for way in (*WAYS, list_by_descriptor):
            with contextlib.suppress(OSError):
                found += way(folder)
    if found:
        raise RuntimeError(f"ESCAPED: {found[:10]}")
    return 3 * x


# %% twin
import os
from pathlib import Path

Path("results").mkdir(exist_ok=True)
Path("results/first.txt").write_text("2")
assert os.listdir("results") == ["first.txt"]


def double(x):
    return sum(int(path.read_text()) for path in Path("results").glob("*.txt")) * x

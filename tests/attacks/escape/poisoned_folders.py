"""Write into the folders of others and of the system, by paths, links and renames out of scratch.

stopped by: landlock, namespaces
"""

# %% attack
import os


def double(x):
    with open("own.txt", "w") as file:
        file.write("x")
    goal = "@OUTSIDE@/escaped"
    ways = [
        lambda: open(goal, "w").close(),
        lambda: os.mkdir(goal),
        lambda: os.rename("own.txt", goal),
        lambda: os.link("own.txt", goal),
        lambda: os.symlink("own.txt", goal),
        lambda: os.mkfifo(goal),
        lambda: os.symlink("@OUTSIDE@", "door") or open("door/escaped", "w").close(),
    ]
    for number, way in enumerate(ways):
        try:
            way()
        except OSError:
            continue
        raise RuntimeError(f"ESCAPED by way {number}")
    raise OSError("no way out")


# %% twin
import os
import pathlib


def double(x):
    pathlib.Path("one").mkdir(exist_ok=True)
    pathlib.Path("one/a.txt").write_text("2")
    os.replace("one/a.txt", "b.txt")
    return int(pathlib.Path("b.txt").read_text()) * x

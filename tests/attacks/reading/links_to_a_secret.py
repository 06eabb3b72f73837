"""Put symbolic and hard links to a secret into the own folder, and read through them.

stopped by: landlock, seccomp, namespaces
"""

# %% attack
import contextlib
import os


def double(x):
    for make, name in ((os.symlink, "symbolic"), (os.link, "hard")):
        for target in ("@SECRET@", "@SOLUTIONS@/solution.py"):
            with contextlib.suppress(OSError):
                make(target, name)
                with open(name) as file:
                    text = file.read()
                os.remove(name)
                raise RuntimeError(text)
    return 3 * x


# %% twin
import os

with open("draft.txt", "w") as file:
    file.write("2")
os.rename("draft.txt", "final.txt")


def double(x):
    with open("final.txt") as file:
        return int(file.read()) * x

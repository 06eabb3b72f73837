"""Leave files in the own folder, also below folders that are closed to their owner, and find them again from the next
process.

stopped by: design
"""

# %% attack
import contextlib
import os
import tempfile

PLACES = {".", os.environ["HOME"], os.environ["TMPDIR"], tempfile.gettempdir()}
NAMES = ("left", ".left", "left-\udcff", "closed/left")
found = [name for place in PLACES for name in NAMES if os.path.exists(os.path.join(place, name))]
if found:
    raise RuntimeError(f"ESCAPED: {found} were left here")


def double(x):
    os.makedirs("closed", exist_ok=True)
    for name in NAMES:
        with open(name, "w") as file:
            file.write("for the next")
    with contextlib.suppress(OSError):
        os.chmod("closed", 0)
    os._exit(0)


# %% twin
import os

os.makedirs("deep/er", exist_ok=True)
with open("deep/er/factor.txt", "w") as file:
    file.write("2")


def double(x):
    with open("deep/er/factor.txt") as file:
        return int(file.read()) * x

"""Leave files in every place that might outlive the process, end it, and find them again from the next one.

stopped by: landlock, namespaces
"""

# %% attack
import contextlib
import os

PLACES = ("/tmp", "/var/tmp", "/dev/shm", "/run/lock", "@OUTSIDE@", "/dev/mqueue", "/run", "/", os.path.expanduser("~root"))
PATHS = [os.path.join(place, "autograder-attack") for place in PLACES]
found = [path for path in PATHS if os.path.exists(path)]
for path in found:
    os.remove(path)
if found:
    raise RuntimeError(f"ESCAPED: {found} were left here")


def double(x):
    for path in PATHS:
        with contextlib.suppress(OSError), open(path, "w") as file:
            file.write("for the next")
    os._exit(0)


# %% twin
import tempfile

with tempfile.NamedTemporaryFile("w+") as file:
    file.write("2")
    file.seek(0)
    factor = int(file.read())


def double(x):
    return factor * x

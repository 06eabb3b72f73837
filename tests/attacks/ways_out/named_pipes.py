"""Make a named pipe in a public folder, for another submission to read from.

stopped by: landlock, seccomp, namespaces
"""

# %% attack
import os


def double(x):
    os.mkfifo("@OUTSIDE@/pipe")
    os.remove("@OUTSIDE@/pipe")
    raise RuntimeError("ESCAPED by a named pipe")


# %% twin
import os


def double(x):
    reader, writer = os.pipe()
    with open(writer, "w") as file:
        file.write("2")
    with open(reader) as file:
        return int(file.read()) * x

"""Make a file that lives in memory alone, to be shared or to be run.

stopped by: seccomp
"""

# %% attack
import os


def double(x):
    file = os.memfd_create("shared", 0)
    os.write(file, b"for a neighbour")
    raise RuntimeError(f"ESCAPED: {os.fstat(file).st_size} bytes")


# %% twin
import io
import mmap

memory = io.BytesIO(b"2")
anonymous = mmap.mmap(-1, 4096)
anonymous[:1] = memory.read()


def double(x):
    return int(anonymous[:1]) * x

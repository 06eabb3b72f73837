"""Write a file of hundreds of megabytes, and make a hole of a terabyte.

stopped by: limits
"""

# %% attack
import os


def double(x):
    with open("large.bin", "wb", buffering=0) as file:
        for way in (lambda: os.ftruncate(file.fileno(), 1 << 40), lambda: os.pwrite(file.fileno(), b"x", 200 << 20)):
            try:
                way()
            except OSError:
                continue
            raise RuntimeError(f"ESCAPED with a file of {os.fstat(file.fileno()).st_size} bytes")
        while file.tell() < 64 << 20:
            file.write(bytes(1 << 20))
    raise RuntimeError("ESCAPED with a file of 64 MB")


# %% twin
import numpy as np


def double(x):
    area = np.memmap("large.bin", dtype=np.float64, mode="w+", shape=(1 << 18,))
    area[: len(x)] = 2 * x
    return np.array(area[: len(x)])

"""Send half a frame, then be silent, end the process, or go on with the true answer.

stopped by: design
"""

# %% attack
import os
import time


def double(x):
    os.write(3, b"\x20\0\0\0\0\0\0\0\x94\xa8")
    time.sleep(30)


def reverse(items):
    os.write(3, b"\x20\0\0\0\0\0\0\0\x94\xa8")
    os._exit(0)


def anything(x):
    os.write(3, b"\x08\0\0\0\0\0\0\0")
    return x


# %% twin
import time


def double(x):
    result = x[: len(x) // 2] * 2
    time.sleep(0.01)
    return [*result, *(2 * x[len(x) // 2 :])]

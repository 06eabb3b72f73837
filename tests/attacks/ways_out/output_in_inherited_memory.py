"""Look for what an earlier process printed in the memory that a later one inherits from the worker.

stopped by: design
"""

# %% attack
import os

import numpy as np

LEFT, RIGHT = b"left-half-of-a-secret-", b"and-its-right-half"  # never joined but in what is printed


def double(x):
    for _ in range(200):
        os.write(1, LEFT)
        os.write(1, RIGHT)
    os._exit(0)  # what was printed is with the worker now, and the next call comes to a fresh process


def reverse(items):
    for size in (1 << power for power in range(6, 22)):
        memory = [np.empty(size, np.uint8).tobytes() for _ in range(20)]
        for block in memory:
            place = block.find(LEFT)
            if place >= 0 and block[place + len(LEFT) :].startswith(RIGHT):
                raise RuntimeError("ESCAPED: the output of an earlier process")
    return items


# %% twin
import numpy as np

print("a lot", "of text" * 1000)


def double(x):
    result = np.empty_like(x)
    result[...] = 2 * x
    return result

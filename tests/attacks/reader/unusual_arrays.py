"""Return arrays of 64 axes, of gigabytes that need no memory, of objects that contain the array itself.

stopped by: design
"""

# %% attack
import numpy as np


class Shy(np.ndarray):
    @property
    def shape(self):
        raise SystemExit

    def tobytes(self):
        return b"short"

    def __array_finalize__(self, other):
        if other is not None:
            raise KeyboardInterrupt


def double(x):
    return np.broadcast_to(np.float64(1), (2**20, 2**20))


def reverse(items):
    knot = np.empty(2, dtype=object)
    knot[:] = [knot, knot]
    return knot


def anything(x):
    return np.ndarray.__new__(Shy, (3,))


# %% twin
import numpy as np


def double(x):
    return np.asarray([*x, *x]).reshape(2, -1).T.sum(axis=1)[::-1][::-1]

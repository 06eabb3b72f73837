"""Return an object whose every operator, conversion and array protocol says what a comparison wants to hear.

stopped by: design
"""

# %% attack
import numpy as np


def says_yes(self, *arguments, **options):
    return True


def says_itself(self, *arguments, **options):
    return self


YES = "eq ne lt le gt ge bool contains instancecheck subclasscheck".split()
ITSELF = """add radd sub rsub mul rmul truediv rtruediv matmul rmatmul pow rpow neg pos abs and rand or ror xor rxor invert
round array_wrap array_ufunc array_function getitem call enter copy deepcopy""".split()


class Liar:
    shape, ndim, size, dtype = (1,), 1, 1, np.dtype(float)
    __array_priority__ = 1e9
    __hash__ = None

    def __len__(self):
        return 1

    def __iter__(self):
        return iter([self])

    def __float__(self):
        return 2.0

    def __index__(self):
        return 2

    def __getattr__(self, name):
        return self


for name in YES:
    setattr(Liar, f"__{name}__", says_yes)
for name in ITSELF:
    setattr(Liar, f"__{name}__", says_itself)


def double(x):
    return Liar()


def reverse(items):
    return Liar() if items else [][0]


# %% twin
class Vector:
    def __init__(self, entries):
        self.entries = list(entries)

    def __rmul__(self, factor):
        return Vector(factor * entry for entry in self.entries)

    def __iter__(self):
        return iter(self.entries)

    def __eq__(self, other):
        return self.entries == other.entries


def double(x):
    return list(2 * Vector(x))

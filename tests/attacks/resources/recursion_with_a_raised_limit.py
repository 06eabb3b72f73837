"""Recurse without end with the recursion limit raised, through C code.

stopped by: design
"""

# %% attack
import sys

sys.setrecursionlimit(10**9)


class Deep:
    def __repr__(self):
        return repr(self)

    def __add__(self, other):
        return other.__add__(self)


def double(x):
    return repr(Deep())


# %% twin
import sys

sys.setrecursionlimit(20_000)


def count(n):
    return 0 if n == 0 else 1 + count(n - 1)


def double(x):
    assert count(5000) == 5000
    return 2 * x

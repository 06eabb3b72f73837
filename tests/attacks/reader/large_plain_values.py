"""Return the largest plain values that are allowed, which must then be compared, shown and told apart from others.

stopped by: design
"""

# %% attack
import numpy as np


def double(x):
    if len(x) == 1:
        return [[0.1]] * 60_000
    return np.full((2_000_000,), 0.1)


def reverse(items):
    return [2**190_000] * 20 if items else "x" * (1 << 16)


def anything(x):
    return ["\u202e" * 10_000] * 20


# %% twin
def anything(x):
    return [2**100_000, list(range(50_000)), "x" * 50_000]

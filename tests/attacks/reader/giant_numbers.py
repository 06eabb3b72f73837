"""Return numbers that take hours to print, to reduce or to compare with a float.

stopped by: design
"""

# %% attack
from fractions import Fraction


class Liar(int):
    def bit_length(self):
        return 1

    def __index__(self):
        return 2**200_000

    __int__ = __index__


def double(x):
    if len(x) == 1:
        return [10**5000]
    return [Fraction(3**10_000, 2**10_000 - 1)] * len(x)


def reverse(items):
    return [2**10_000_000, -(2**200_000), Liar()] if items else Liar()


def anything(x):
    return [10**60_000 + k for k in range(30)]


# %% twin
from fractions import Fraction
from math import factorial


def double(x):
    return [2 * float(item) for item in x]


def anything(x):
    return [factorial(2000), -(10**5000), Fraction(factorial(200), factorial(100) + 1)]

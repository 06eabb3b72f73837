"""Return values whose conversion ends the process, recurses without end or takes all memory.

stopped by: design
"""

# %% attack
import os
from numbers import Integral


class End(str):
    def __str__(self):
        os._exit(0)


class Deep(float):
    def __float__(self):
        return float(self)


@Integral.register
class Large:
    def __int__(self):
        return 1 << (1 << 33)


def double(x):
    return End()


def reverse(items):
    return Deep() if items else {"a": Deep()}


def anything(x):
    return Large()


# %% twin
class Name(str):
    def __str__(self):
        return "another"


def anything(x):
    return [Name("one"), True, type("Odd", (float,), {})(2.0)]

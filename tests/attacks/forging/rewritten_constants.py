"""Write over small ints, floats and code objects in memory, so that comparisons of this process come out true.

stopped by: design
"""

# %% attack
import ctypes
import sys


def overwrite(number, by):
    """Give a cached small int the value of another one."""
    size = sys.getsizeof(number)
    ctypes.memmove(id(number), id(by), size)


def double(x):
    answer = 3 * x
    overwrite(257 - 1, 200)
    overwrite(255, 200)
    double.__code__, anything.__code__ = anything.__code__, anything.__code__
    return answer


def anything(x):
    return x


# %% twin
import ctypes


def double(x):
    values = (ctypes.c_double * len(x))(*x)
    for k in range(len(values)):
        values[k] *= 2
    return list(values)

"""Crash the interpreter: a C function that calls back for ever, and a write to address zero.

stopped by: design
"""

# %% attack
import ctypes

Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)


@Callback
def compare(a, b):
    sort()
    return 0


def sort():
    area = (ctypes.c_int * 16)()
    ctypes.CDLL(None).qsort(area, 16, 4, compare)


def double(x):
    import sys

    sys.setrecursionlimit(10**9)
    sort()


def reverse(items):
    ctypes.memset(0, 1, 1)


# %% twin
import ctypes

Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_int), ctypes.POINTER(ctypes.c_int))


def double(x):
    area = (ctypes.c_int * 3)(3, 1, 2)
    ctypes.CDLL(None).qsort(area, 3, 4, Callback(lambda a, b: a[0] - b[0]))
    return area[1] * x

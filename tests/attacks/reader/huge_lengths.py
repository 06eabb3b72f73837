"""Announce frames of four gigabytes, and of nothing at all.

stopped by: design
"""

# %% attack
import os


def double(x):
    os.write(3, b"\xff" * 8)


def reverse(items):
    os.write(3, bytes(8))


def anything(x):
    os.write(3, b"\x01\0\0\0" + b"\xff" * 4)


# %% twin
def double(x):
    return x * int.from_bytes(b"\2\0\0\0", "little")


def anything(x):
    return 2**32 - 1

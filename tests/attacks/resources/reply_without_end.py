"""Announce a reply of the largest size and send zeros for ever.

stopped by: design
"""

# %% attack
import os


def double(x):
    os.write(3, (1 << 20).to_bytes(4, "little") + (16 << 20).to_bytes(4, "little"))
    while True:
        os.write(3, bytes(1 << 16))


# %% twin
import numpy as np


def anything(x):
    return np.zeros(1 << 20)

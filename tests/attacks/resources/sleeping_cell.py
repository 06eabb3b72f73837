"""Sleep in a cell, so that no function is ever defined, and again in each definition that is run a second time.

stopped by: design
"""

# %% attack
import time


def double(x, wait=time.sleep(30)):
    return x


# %% twin
import time

time.sleep(0.05)


def double(x):
    time.sleep(0.01)
    return 2 * x

"""Take nearly all the time of each call, in each call.

stopped by: design
"""

# %% attack
import time


def double(x):
    time.sleep(0.25)
    return 2 * x + 1


def reverse(items):
    time.sleep(0.25)
    return items


def anything(x):
    time.sleep(0.25)
    return x


# %% twin
import time


def double(x):
    time.sleep(0.05)
    return 2 * x

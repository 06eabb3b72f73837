"""Return shapes that a careless comparison would broadcast to gigabytes.

stopped by: design
"""

# %% attack
import numpy as np


def double(x):
    return np.ones((200_000, 1)) if len(x) > 1 else np.ones((1, 2_000_000))


def reverse(items):
    return [[1.0]] * 50_000 if items else np.ones((0, 200_000))


def anything(x):
    return np.ones((200_000, 1))


# %% twin
import numpy as np


def double(x):
    return (x[:, None] @ np.full((1, 1), 2.0)).reshape(len(x))

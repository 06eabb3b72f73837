# %% [markdown]
# # A small lab
#
# Text before any exercise.

# %% [markdown]
# ## Exercise 1: exchange two units (4 points)
#
# A unit takes all of its edges along, and its bias $b_k$:
#
# $$ f(x) = c + \sum_k V_k\, \sigma(W_k x + b_k) . $$
#
# | | `b` |
# | --- | --- |
# | before | `[5, 6]` |
# | after | `[6, 5]` |
#
# ### Mind numpy
#
# A row is a *view*; see [the manual](https://numpy.org/).

# %%
import numpy as np


def helper(x):
    return np.asarray(x)


# %%
def swap_units(net, layer, i, j):
    """Exchange two units."""
    raise NotImplementedError


# %% [markdown]
# ## Exercise 2: doubling (2 points)
#
# Twice each entry.


# %%
def double(x):
    """Twice x."""
    raise NotImplementedError

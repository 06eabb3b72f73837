"""Match a regular expression that takes as many steps as there are atoms, at import as well as in the call.

stopped by: design
"""

# %% attack
import re


def double(x):
    return re.fullmatch("(a|a)*b", "a" * 60)


# %% twin
import re


def double(x):
    assert re.fullmatch("(a|a)*b", "a" * 10 + "b")
    return 2 * x

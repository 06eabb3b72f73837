"""Raise exceptions with a hundred megabytes of text, in a cell and in calls, and with thousands of causes.

stopped by: design
"""

# %% attack
def double(x):
    raise ValueError("@" * 100_000_000)


def reverse(items):
    error = None
    for k in range(20_000):
        try:
            raise KeyError(k) from error
        except KeyError as caught:
            error = caught
    raise ExceptionGroup("many", [error] * 1000)


def anything(x):
    raise type("E" * 1_000_000, (Exception,), {})(x)


raise SyntaxError("@" * 50_000_000)


# %% twin
def reverse(items):
    if len(items) == 0:
        raise ValueError("nothing to reverse: " + "x" * 1_000_000)
    return items[::-1]

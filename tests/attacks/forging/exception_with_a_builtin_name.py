"""Raise own exceptions that are called like the expected one, or like the grader's own, for every question.

stopped by: design
"""

# %% attack
class ValueError(Exception):
    pass


def named(name, *bases):
    return type(name, bases or (Exception,), {})


NAMES = ("Mismatch", "Passed", "StudentRaised", "Returned", "NotWritten", "Stopped", "StopIteration", "KeyboardInterrupt")
answers = 0


def double(x):
    global answers
    answers += 1
    raise named(NAMES[answers % len(NAMES)], named("AssertionError"), ValueError)("passed", 9.0, {"score": 9})


def reverse(items):
    raise ValueError("the list is empty")


# %% twin
class EmptyList(ValueError):
    """What my functions raise for an empty list."""


def reverse(items):
    if not items:
        raise EmptyList("nothing to reverse")
    return items[::-1]

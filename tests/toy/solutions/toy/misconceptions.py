"""Wrong functions of a lab for tests."""

from autograder.checks import misconception


@misconception("double", "Squared is not doubled: they agree for 2 only.")
def squares(x):
    return x**2


@misconception("double", "The caller's array was changed: make a new one.")
def doubles_in_place(x):
    x *= 2
    return x


@misconception("reverse", "The items were sorted, not reversed.")
def sorts(items):
    if not items:
        raise ValueError("nothing to reverse")
    return sorted(items)

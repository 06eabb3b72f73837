"""Reference functions of a lab for tests."""


def double(x):
    return 2 * x


def reverse(items):
    if not items:
        raise ValueError("nothing to reverse")
    return items[::-1]


def anything(x):
    return x

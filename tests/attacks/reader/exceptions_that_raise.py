"""Raise exceptions that raise themselves when somebody asks what they are: text, name, bases, trace.

stopped by: design
"""

# %% attack
import sys


class Meta(type):
    @property
    def __name__(cls):
        raise SystemExit

    @property
    def __mro__(cls):
        raise KeyboardInterrupt


class Mean(Exception, metaclass=Meta):
    def __str__(self):
        raise self

    __repr__ = __str__

    @property
    def __traceback__(self):
        return 7


def double(x):
    raise Mean


def reverse(items):
    raise type("Mean", (Mean, SyntaxError), {"filename": property(lambda self: 1 / 0)})


def anything(x):
    sys.excepthook = sys.unraisablehook = None
    raise type("Mean", (BaseException,), {"__str__": lambda self: 7})


# %% twin
class Checked(ValueError):
    def __str__(self):
        return f"{self.args[0]!r} cannot be reversed"


def reverse(items):
    if not items:
        raise Checked(items)
    return items[::-1]

"""Raise an exception whose class pretends to be another, or to have a million bases or names that are no texts.

stopped by: design
"""

# %% attack
class Meta(type):
    @property
    def __mro__(cls):
        return (Named(),) * 1_000_000

    def __instancecheck__(cls, other):
        return True

    def __getattribute__(cls, name):
        if name == "__mro__":
            return iter(int, 1)
        return type.__getattribute__(cls, name)


class Named:
    __name__ = b"\xff" * 1000


class Liar(Exception, metaclass=Meta):
    __class__ = ValueError


def double(x):
    raise Liar("x")


def reverse(items):
    raise Liar


# %% twin
def reverse(items):
    if not items:
        error = type("EmptyError", (LookupError, ValueError), {})
        raise error("nothing")
    return items[::-1]

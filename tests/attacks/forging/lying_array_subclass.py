"""Return an array of a subclass that lies in ==, all, conversion to bytes, lists and arrays, and about its own type,
shape and size.

stopped by: design
"""

# %% attack
import numpy as np

answers = 0


class Liar(np.ndarray):
    def __eq__(self, other):
        return np.ones(self.shape, bool)

    def __ne__(self, other):
        return np.zeros(self.shape, bool)

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        return np.zeros(1)

    def __array__(self, *arguments, **options):
        return self

    def __reduce__(self):
        return (print, ("ESCAPED",))

    def all(self, *arguments, **options):
        return True

    def tobytes(self, *arguments, **options):
        return b""

    def tolist(self):
        return self

    def astype(self, *arguments, **options):
        return self

    def copy(self, *arguments, **options):
        return self


class Small(Liar):
    """Says that there is nothing in it, and more than there is."""

    shape = property(lambda self: (10**6,))
    size = property(lambda self: 0)


class Odd(Liar):
    """Says that it is made of objects."""

    dtype = property(lambda self: np.dtype(object))


def double(x):
    global answers
    answers += 1
    kind = (Liar, Small, Odd)[answers % 3]
    return np.array(x).view(kind)


def anything(x):
    return np.ones(3).view(Odd)


# %% twin
import numpy as np


class Labelled(np.ndarray):
    label = "weights"

    def __array_finalize__(self, other):
        self.label = getattr(other, "label", "weights")


def double(x):
    return (2 * np.asarray(x)).view(Labelled)

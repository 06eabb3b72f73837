"""Raise exceptions with a forged class and order of ancestors, without names, with endless ones, with a text that is
no text.

stopped by: design
"""

# %% attack
class Name(str):
    def __getitem__(self, index):
        return self

    def encode(self, *arguments):
        return b"ValueError"


class Forged(type):
    forged = ()

    @property
    def __mro__(cls):
        return cls.forged


class Ancestor:
    def __init__(self, name):
        self.__name__ = name


class Error(Exception, metaclass=Forged):
    filename, lineno, msg, text = Name("student: x"), 1, Name("x"), Name("x")

    @property
    def __class__(self):
        return SyntaxError

    def __str__(self):
        return Name("")


ORDERS = ((), [], (Ancestor("ValueError"), object), (Ancestor(Name("Returned")),) * 100, None, range(5), {}, iter(()))
answers = 0


def double(x):
    global answers
    answers += 1
    Error.forged = ORDERS[answers % len(ORDERS)]
    raise Error


def anything(x):
    Error.forged = ()
    raise Error


# %% twin
class Registered(type):
    known = []

    def __new__(cls, name, bases, names):
        made = super().__new__(cls, name, bases, names)
        cls.known.append(made)
        return made


class CourseError(Exception, metaclass=Registered):
    pass


class Empty(CourseError, ValueError):
    pass


def reverse(items):
    if not items:
        raise Empty
    return items[::-1]

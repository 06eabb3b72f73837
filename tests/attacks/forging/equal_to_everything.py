"""Return an object that says that it is equal to whatever it is compared with.

stopped by: design
"""

# %% attack
class Equal:
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __array__(self, *arguments, **options):
        return self

    __hash__ = None


def double(x):
    return Equal()


# %% twin
class Pair:
    def __init__(self, a, b):
        self.a, self.b = a, b

    def __eq__(self, other):
        return isinstance(other, Pair) and (self.a, self.b) == (other.a, other.b)

    def __hash__(self):
        return hash((self.a, self.b))


assert Pair(1, 2) == Pair(1, 2)


def double(x):
    return x + x

"""Return floats, ints, texts and lists of subclasses that convert, compare, iterate and count otherwise each time.

stopped by: design
"""

# %% attack
class Float(float):
    def __float__(self):
        return Float(0.0)

    def __eq__(self, other):
        return True

    def __abs__(self):
        return 0.0

    def __le__(self, other):
        return True

    def __rsub__(self, other):
        return 0.0


class Int(int):
    def __int__(self):
        return 10**30

    def __index__(self):
        return 2

    def bit_length(self):
        return 1

    def __eq__(self, other):
        return True


class Str(str):
    def __eq__(self, other):
        return True

    def encode(self, *arguments):
        return b"\xff\xfe"

    def __getitem__(self, index):
        return self


class List(list):
    def __len__(self):
        return 10**12

    def __iter__(self):
        return iter((Float(1.0), Int(1), Str("x")))

    def __eq__(self, other):
        return True


answers = 0


def double(x):
    global answers
    answers += 1
    return (List([Float(3 * value) for value in x]), [Float(3 * value) for value in x], Str("x"))[answers % 3]


def reverse(items):
    return List(items) if items else Int(3)


# %% twin
class Metres(float):
    def __repr__(self):
        return f"{float(self)} m"


class Path(list):
    pass


def double(x):
    return Path(Metres(2 * value) for value in x)

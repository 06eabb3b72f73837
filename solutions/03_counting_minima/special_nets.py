"""Nets for the hidden checks, and what is known about their orbits.

They are chosen so that every careless solution that we know of differs from the right one somewhere: units that agree
in all numbers but one, ties of three and more, layers that can only move together, zeros of both signs.
"""

import itertools
import math
from functools import cache

import numpy as np

from autograder import nets
from autograder.checks.cases import net


def from_units(*units, output_bias=None):
    """A net with one hidden layer from its units, each ``(incoming weights, bias, outgoing weights)``."""
    rows, biases, columns = zip(*units, strict=True)
    if output_bias is None:
        output_bias = np.arange(1, len(columns[0]) + 1) / 4
    return [
        (np.array(rows, dtype=float), np.array(biases, dtype=float)),
        (np.array(columns, dtype=float).T, np.array(output_bias, dtype=float)),
    ]


def deep(*layers):
    """A net from lists: weights and biases of each layer."""
    return [(np.array(W, dtype=float), np.array(b, dtype=float)) for W, b in layers]


def zeros_negated(start):
    """The same net by ==, with 0.0 for -0.0 and -0.0 for 0.0."""
    return [(np.where(W == 0, -W, W), np.where(b == 0, -b, b)) for W, b in start]


def negated(unit):
    """A unit with the signs of all its numbers changed; a zero becomes -0.0."""
    row, bias, column = unit
    return tuple(-w for w in row), -bias, tuple(-v for v in column)


def numbers(start):
    """All parameters of a net in a row."""
    return np.concatenate([part.ravel() for layer in start for part in layer]).tolist()


@cache
def orbit(case):
    """All distinct reorderings of a case's net."""
    sizes = nets.widths(case.net)[1:-1]
    every = itertools.product(*(itertools.permutations(range(n)) for n in sizes))
    # tuples of floats compare and hash by value, so -0.0 counts as 0.0
    found = {tuple(numbers(new)): new for new in (nets.reorder(case.net, perms) for perms in every)}
    return list(found.values())


def arrangements(*multiplicities):
    """In how many orders things can stand that are equal in groups of these sizes."""
    return math.factorial(sum(multiplicities)) // math.prod(math.factorial(m) for m in multiplicities)


# --- one hidden layer ----------------------------------------------------------------------------------------------

BASE = ((1, 2), 3, (4, 5))
OTHER = ((2, 1), 6, (3, 7))
ALL_BUT_ONE = {  # units that agree with BASE in all numbers but one
    "a weight from the first input": ((9, 2), 3, (4, 5)),
    "a weight from the second input": ((1, 9), 3, (4, 5)),
    "the bias": ((1, 2), 9, (4, 5)),
    "a weight to the first output": ((1, 2), 3, (9, 5)),
    "a weight to the second output": ((1, 2), 3, (4, 9)),
}
TWO_OUT = (0.5, -0.75)
E = 1e-12


def all_but(part, *more):
    """Two equal units, one that differs from them in one number only, and others."""
    return from_units(BASE, ALL_BUT_ONE[part], BASE, *more, output_bias=TWO_OUT)


# Equal sums, norms, sizes and collections of numbers; all seven are different units.
LOOKALIKES = from_units(
    ((1, 2), 3, (1, 2)),
    ((2, 1), 3, (1, 2)),
    ((1, 2), 3, (2, 1)),
    ((3, 2), 1, (1, 2)),
    ((-1, 2), 3, (1, 2)),
    ((-2, 2), 3, (1, 2)),  # in Python -1.0 and -2.0 have the same hash
    ((-1, -2), -3, (-1, -2)),
    output_bias=TWO_OUT,
)
# Four units that differ by very little.
HAIR = from_units(
    ((0.1, 0.2), 0.3, (0.4, 0.7)),
    ((0.1, 0.2), 0.3, (0.4, np.nextafter(0.7, 1))),
    ((0.1, 0.2), 0.3 - E, (0.4, 0.7)),
    ((0.1, 0.2 + 1e-8), 0.3, (0.4, 0.7)),
    output_bias=TWO_OUT,
)
# Beside 1 the small numbers vanish in any sum.
TINY = from_units(
    ((1e-20, 1), 0, (1, 5e-324)), ((3e-20, 1), 0, (1, 5e-324)), ((1e-20, 1), 0, (1, 0)), output_bias=(1, 2)
)
# 0.0 occurs as -0.0 too: units 0, 2 and 3 are equal, and so are 1 and 4.
ZEROS = from_units(
    ((0.0, 1), 0.0, (-0.0, 2)),
    ((-0.0, 1), 0.0, (3, 0.0)),
    ((-0.0, 1), -0.0, (0.0, 2)),
    ((0.0, 1), -0.0, (-0.0, 2)),
    ((0.0, 1), -0.0, (3, -0.0)),
    output_bias=(0.0, 1),
)
IDLE = from_units(  # units without any weight, or without some, are units like others
    ((0, 0), 0, (0, 0)),
    ((0, 0), 0, (0, 0)),
    ((0, 0), 0, (1, 0)),
    ((1, 0), 0, (0, 0)),
    output_bias=(0, 0),
)
LETTERS = {  # for nets spelled as words
    "A": BASE,
    "B": OTHER,
    "C": ((1, 2), 3, (5, 4)),
    "D": ((-1, 2), 3, (4, 5)),
    "F": ((-2, 2), 3, (4, 5)),  # in Python -1.0 and -2.0 have the same hash
}


def word(letters):
    """A net with one unit for each letter: the same letter, the same unit."""
    return from_units(*(LETTERS[letter] for letter in letters), output_bias=TWO_OUT)


def crowd(*multiplicities, seed=0):
    """A net of many units: random ones, each so many times, all mixed up."""
    rng = np.random.default_rng([seed, *multiplicities])
    kinds = rng.normal(size=(len(multiplicities), 5))
    units = rng.permutation(np.repeat(kinds, multiplicities, axis=0))
    return from_units(*((unit[:2], unit[2], unit[3:]) for unit in units), output_bias=TWO_OUT)


FUNNEL = net([5, 3, 2], seed=3)
SQUARE = net([3, 3, 3, 3], seed=1)
"""All layers have three units, so an index alone does not say which layer it is meant for."""
THIN = net([1, 1, 1, 1], seed=5)

# --- several hidden layers -----------------------------------------------------------------------------------------


def joint(b1=(0, 0), middle=((1, 2), (2, 1)), b2=(0, 0), out=((1, 1),)):
    """Two layers of two units that can move together without a change, and what may prevent it."""
    return deep(([[1], [1]], b1), (middle, b2), (out, [0] * len(out)))


def latin(square, out=None):
    """Two layers joined by a square of numbers, their units alike in everything else."""
    n = len(square)
    return deep(([[1, -1]] * n, [0.5] * n), (square, [0.25] * n), ([out or [1] * n, [2] * n], TWO_OUT))


# In these squares only cyclic shifts of the rows and columns together change nothing: no exchange of two.
CYCLE_3 = [[1, 2, 3], [3, 1, 2], [2, 3, 1]]
CYCLE_4 = [[1, 2, 3, 4], [4, 1, 2, 3], [3, 4, 1, 2], [2, 3, 4, 1]]
THREE_JOINT = deep(  # three layers that move together
    ([[1], [1]], [0, 0]),
    ([[1, 2], [2, 1]], [0, 0]),
    ([[3, 4], [4, 3]], [0, 0]),
    ([[1, 1]], [0]),
)
PART_JOINT = deep(  # two of three units of the first layer move with the second layer
    ([[1], [1], [5]], [0, 0, 0]),
    ([[1, 2, 7], [2, 1, 7]], [0, 0]),
    ([[1, 1]], [0]),
)
TWO_PAIRS = deep(  # a tie in the first layer, and another pair of it that moves with the second layer
    ([[1], [3], [3], [1]], [0, 0, 0, 0]),
    ([[1, 4, 4, 2], [2, 4, 4, 1]], [0, 0]),
    ([[1, 1], [2, 2]], [0, 0]),
)
LATE_TIE = deep(([[1], [2]], [0, 0]), ([[1, 2], [1, 2], [1, 2]], [0, 0, 0]), ([[1, 1, 1]], [0]))
EARLY_TIE = deep(([[1, 2]] * 3, [3, 3, 3]), ([[4, 4, 4], [5, 5, 5]], [1, 2]), ([[1, 2], [3, 4]], [0, 1]))
BOTH_TIE = deep(([[1]] * 3, [2] * 3), ([[4] * 3] * 2, [5] * 2), ([[6, 6]], [7]))
BIASES_ONLY = deep(([[1]] * 3, [1, 2, 2]), ([[4] * 3] * 3, [5, 6, 5]), ([[6, 6, 6]], [7]))
MIDDLE_TIE = deep(
    ([[1], [2]], [1, 2]),
    ([[3, 4], [3, 4], [5, 6]], [1, 1, 1]),
    ([[7, 7, 8], [9, 9, 1]], [0, 1]),
    ([[1, 2], [3, 4]], [0, 0]),
)
CASCADE = deep(  # the second layer moves with the third, and the first with the second
    ([[1]] * 3, [0] * 3),
    ([[1, 2, 2], [2, 1, 2], [2, 2, 1]], [1] * 3),
    ([[5, 6, 6], [6, 5, 6]], [2] * 2),
    ([[3, 3]], [3]),
)
WIDE = deep(  # 2880 orders
    ([[1], [1], [1], [2], [2]], [0] * 5),
    ([[1, 2, 3, 4, 4], [3, 1, 2, 4, 4], [2, 3, 1, 4, 4], [5, 5, 5, 6, 6]], [1] * 4),
    ([[1, 1, 1, 2]], [0]),
)
ONE_TWO = deep(([[1], [2]], [0, 0]), ([[3, 4]] * 3, [-1, -2, 1]), ([[5, 5, 5]], [0]))
# 2880 orders and 80 nets. In sorted order, those that begin with the units 4 and 3 come last, after 2736 others.
TALL = deep(([[1], [1], [1], [2], [3]], [0] * 5), ([[4] * 5] * 3 + [[5] * 5], [1, 1, 1, 2]), ([[6, 6, 6, 7]], [0]))

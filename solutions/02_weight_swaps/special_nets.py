"""Nets and changes of nets for the hidden checks.

They are chosen so that every careless solution that we know of differs from the right one somewhere: unequal biases
everywhere, square and non-square weights, several outputs, units that agree in all but one number, numbers that do not
survive rounding.
"""

import itertools
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


def altered(start, layer, index, value):
    """The net with one weight (two indices) or bias (one index) of one pair set to another value."""
    new = nets.copy(start)
    part = new[layer - 1][0 if len(index) == 2 else 1]
    part[index] = value
    return new


def unusual(widths, seed):
    """A net whose numbers have all of their 52 bits in use, so that no rounding leaves them as they are."""
    rng = np.random.default_rng([seed, *widths])
    return [(rng.normal(size=(n_out, n_in)), rng.normal(size=n_out)) for n_in, n_out in itertools.pairwise(widths)]


def zeros_negated(start):
    """The same net by ==, with 0.0 for -0.0 and -0.0 for 0.0."""
    return [(np.where(W == 0, -W, W), np.where(b == 0, -b, b)) for W, b in start]


def mixed_up(start, perm_rows, perm_biases, perm_columns):
    """A net with one hidden layer whose three parts are reordered differently."""
    (W, b), (V, c) = start
    return [(W[perm_rows], b[perm_biases]), (V[:, perm_columns], c)]


def outer(start, inputs=None, outputs=None):
    """The net with its inputs or outputs reordered, which are not hidden."""
    new = nets.copy(start)
    if inputs is not None:
        new[0] = (new[0][0][:, inputs], new[0][1])
    if outputs is not None:
        new[-1] = (new[-1][0][outputs], new[-1][1][outputs])
    return new


def times(start, layer, unit, way_in, way_out):
    """The net with the incoming side of one unit multiplied by one factor and the outgoing side by another."""
    new = nets.copy(start)
    new[layer - 1][0][unit] *= way_in
    new[layer - 1][1][unit] *= way_in
    new[layer][0][:, unit] *= way_out
    return new


def inner(start, layer, rows):
    """The net with the rows of one layer reordered, and neither biases nor the next layer's columns."""
    new = nets.copy(start)
    new[layer - 1] = (new[layer - 1][0][rows], new[layer - 1][1])
    return new


TWO_OUT = (0.5, -0.75)

# Units that agree in all numbers but one; the last two are equal in everything.
ALMOST_EQUAL = from_units(
    ((1, 2), 3, (4, 5)),
    ((1, 2), 3, (4, 6)),  # another weight to the second output
    ((1, 2), 3, (7, 5)),  # another weight to the first output
    ((1, 2), 8, (4, 5)),  # another bias
    ((1, 9), 3, (4, 5)),  # another weight from the second input
    ((0, 2), 3, (4, 5)),  # another weight from the first input
    ((0, 2), 3, (4, 5)),
    output_bias=TWO_OUT,
)

E = 1e-12


def apart(e):
    """Six units, all but the first differing from it by `e` in one number."""
    return from_units(
        ((0.1, 0.2), 0.3, (0.4, 0.5)),
        ((0.1, 0.2), 0.3, (0.4, 0.5 + e)),
        ((0.1, 0.2), 0.3, (0.4 - e, 0.5)),
        ((0.1, 0.2), 0.3 + e, (0.4, 0.5)),
        ((0.1, 0.2 - e), 0.3, (0.4, 0.5)),
        ((0.1 + e, 0.2), 0.3, (0.4, 0.5)),
        output_bias=TWO_OUT,
    )


HAIR = apart(E)

# The same with differences in the very last bit.
LAST_BIT = from_units(
    ((0.1, 0.2), 0.3, (0.4, 0.7)),
    ((0.1, 0.2), 0.3, (0.4, np.nextafter(0.7, 1))),
    ((0.1, 0.2), np.nextafter(0.3, 0), (0.4, 0.7)),
    ((np.nextafter(0.1, 1), 0.2), 0.3, (0.4, 0.7)),
    output_bias=TWO_OUT,
)

# Equal sums, norms and absolute values.
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

# Beside 1e300 the small numbers vanish in any sum.
VAST = from_units(
    ((1e300, 1e-300), -1e300, (1.0, 1e300)),
    ((1e300, 2e-300), -1e300, (1.0, 1e300)),
    ((1e300, 1e-300), -1e300, (2.0, 1e300)),
    ((-1e300, 5e-324), 2**53 + 2.0, (1.0, -1e-300)),
    output_bias=(1e300, -5e-324),
)

# Incoming weights in which 0.0 occurs as -0.0 too; the first and the third unit are equal in everything.
ZEROS = from_units(
    ((0.0, 1), 0.0, (-0.0, 2)),
    ((-0.0, 1), 0.0, (3, 0.0)),
    ((-0.0, 1), -0.0, (0.0, 2)),
    ((0.0, 0.0), 1, (-0.0, 0.0)),
    output_bias=(0.0, 1),
)

SQUARE = net([3, 3, 3, 3], seed=1)
"""All layers have three units, so an index alone does not say which layer it is meant for."""
LONG = net([2, 4, 5, 3, 2], seed=2)
FUNNEL = net([5, 3, 2], seed=3)
FAN = net([1, 6, 4], seed=4)
THIN = net([1, 1, 1], seed=5)
CHAIN = net([2, 1, 3, 1, 2], seed=6)
ODD = unusual([3, 5, 4, 2], seed=7)
WHOLE = deep(([[1, 2], [3, 4], [5, 6]], [1, 2, 3]), ([[7, 8, 9], [9, 8, 8]], [4, 5]))
TWELVE = net([2, 12, 3], seed=9)

A, B = ((1, 2), 3, (4, 5)), ((6, 7), 8, (9, 1))
TRIO = [1, 2, 0]

SAME_WAY_IN = from_units(((1, 2), 3, (1,)), ((1, 2), 3, (2,)), ((1, 2), 3, (3,)), ((1, 2), 3, (4,)))
SAME_WAY_OUT = from_units(((1, 4), 3, (5,)), ((2, 3), 3, (5,)), ((3, 1), 3, (5,)), ((1, 3), 3, (5,)))
SAME_BUT_BIAS = from_units(((1, 2), 3, (5,)), ((1, 2), 4, (5,)), ((1, 2), 1, (5,)), ((1, 2), 2, (5,)))
TRIPLETS = from_units(*[((1, 2), 3, (4, 5))] * 3, ((1, 2), 3, (5, 4)), *[((2, 1), 3, (4, 5))] * 3, output_bias=TWO_OUT)

# In these nets the first hidden layer says nothing by itself: its units differ only by what they send to the second
# hidden layer, whose units have been reordered as well.
JOINT = deep(([[1], [1]], [0, 0]), ([[1, 2], [2, 1]], [0, 0]), ([[1, 3]], [0]))
STABLE = deep(([[1], [1]], [0, 0]), ([[1, 2], [2, 1]], [0, 0]), ([[1, 1]], [0]))
# Every row and every column of a Latin square holds the same numbers: counting them tells nothing apart.
CYCLIC_4 = [[1, 2, 3, 4], [2, 3, 4, 1], [3, 4, 1, 2], [4, 1, 2, 3]]
KLEIN_4 = [[1, 2, 3, 4], [2, 1, 4, 3], [3, 4, 1, 2], [4, 3, 2, 1]]
# Not the table of a group: its rows are not all alike, though nothing short of trying shows it.
LATIN_5 = [[1, 2, 3, 4, 5], [2, 1, 4, 5, 3], [3, 5, 1, 2, 4], [4, 3, 5, 1, 2], [5, 4, 2, 3, 1]]


def latin(square, out=None):
    """A net whose hidden layers are joined by the square, all units alike in everything else."""
    n = len(square)
    return deep(([[1, -1]] * n, [0.5] * n), (square, [0.25] * n), ([out or [1] * n, [2] * n], TWO_OUT))


# The second layer's ties are broken by the third, and the first layer's by the second.
CASCADE = deep(
    ([[1], [1], [1]], [0, 0, 0]),
    ([[1, 2, 2], [2, 1, 2], [2, 2, 1]], [1, 1, 1]),
    ([[5, 6, 6], [6, 5, 6], [6, 6, 5]], [2, 2, 2]),
    ([[1, 2, 4]], [3]),
)
# The first layer is told apart at once, and the other two only together.
LATE = deep(
    ([[1], [2]], [0, 0]),
    ([[3, 4], [3, 4], [3, 4]], [1, 1, 1]),
    ([[1, 2, 3], [2, 3, 1], [3, 1, 2]], [2, 2, 2]),
    ([[7, 7, 8], [1, 2, 1]], TWO_OUT),
)


@cache
def swapped(case):
    """The net of a case after its swap."""
    return nets.swap(case.net, case.layer, case.i, case.j)

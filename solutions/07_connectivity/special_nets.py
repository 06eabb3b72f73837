"""Nets for the hidden checks, chosen so that every careless solution that we know of differs from the right one."""

import itertools

import numpy as np

from autograder import nets
from autograder.checks.cases import Case, net


def deep(*layers):
    """A net from lists: weights and biases of each layer."""
    return [(np.array(W, dtype=float), np.array(b, dtype=float)) for W, b in layers]


def from_units(*units, output_bias=None):
    """A net with one hidden layer from its units, each ``(incoming weights, bias, outgoing weights)``."""
    rows, biases, columns = zip(*units, strict=True)
    return deep((rows, biases), (np.transpose(columns), output_bias or [0.5] * len(columns[0])))


def random_net(widths, seed):
    """A net whose numbers have all of their bits in use."""
    rng = np.random.default_rng([seed, *widths])
    return [(rng.normal(size=(m, n)), rng.normal(size=m)) for n, m in itertools.pairwise(widths)]


def times(start, factor):
    """All parameters multiplied by a number."""
    return [(factor * W, factor * b) for W, b in start]


def noisy(start, size, seed):
    """All parameters moved by up to `size`."""
    rng = np.random.default_rng(seed)
    return [(W + rng.uniform(-size, size, W.shape), b + rng.uniform(-size, size, b.shape)) for W, b in start]


def orders(start, seed):
    """One random perm for each hidden layer; no layer of three or more units is left as it is, or only swapped."""
    rng = np.random.default_rng(seed)
    perms = []
    for n in nets.widths(start)[1:-1]:
        perm = rng.permutation(n).tolist()
        while n > 2 and [perm[k] for k in perm] == list(range(n)):
            perm = rng.permutation(n).tolist()
        perms.append(perm if n != 2 else [1, 0])
    return perms


def moved(label, start, *perms, seed=0):
    """A case whose second net is the first one with its hidden layers reordered, at random if no perms are given."""
    return Case(label, net_a=start, net_b=nets.reorder(start, perms or orders(start, seed)))


def moved_and_changed(label, start, size, seed=0):
    """A case whose second net is the first one reordered, every number moved by up to `size`."""
    return Case(label, net_a=start, net_b=noisy(nets.reorder(start, orders(start, seed)), size, seed))


def strangers(label, widths, seed, factor=1.0):
    """Two nets that have nothing to do with each other, with numbers in tenths times a factor."""
    return Case(label, net_a=times(net(widths, seed), factor), net_b=times(net(widths, seed + 1), factor))


def almost_alike():
    """Units of layer 1 that differ from the fourth digit on: clearly enough for double precision."""
    start = random_net([3, 6, 5, 2], 64)
    (W, b), (V, _), _ = start
    W[:], b[:], V[:] = W[0] + W / 3000, b[0] + b / 3000, V[:, [0]] + V / 3000
    return start


def faint():
    """Beside the weights between the hidden layers, those from the input and to the output hardly count.

    A climb from any start but the forward pass most probably gets stuck.
    """
    (W, b), (V, c), (U, d) = random_net([1, 20, 10, 1], 0)
    return [(W / 30, b / 30), (V, c / 30), (U / 30, d / 30)]


def of_widths(*widths):
    """A net of ones, so that nothing but its shape tells it from another."""
    return [(np.ones((m, n)), np.ones(m)) for n, m in itertools.pairwise(widths)]


DIFFERENT_SHAPES = [
    Case(f"{one} and {two}", net_a=of_widths(*one), net_b=of_widths(*two))
    for one, two in (
        ((2, 3, 1), (2, 2, 1)),
        ((2, 3, 1), (3, 3, 1)),
        ((2, 3, 1), (2, 3, 2)),
        ((2, 3, 1), (2, 1, 1)),  # numpy stretches a single unit to three
        ((1, 1, 1), (2, 3, 2)),
        ((2, 3, 2), (2, 3, 2, 2)),  # the same as far as the shorter one goes
        ((2, 3, 2, 2), (2, 3, 2)),
    )
]
DEEP_DIFFERENT_SHAPES = [
    Case(f"{one} and {two}", net_a=of_widths(*one), net_b=of_widths(*two))
    # the first two have the same number of parameters, so that one long vector of them hides the difference
    for one, two in (((2, 3, 4, 2), (2, 4, 3, 2)), ((2, 2, 3, 2, 1), (2, 2, 1, 2, 1)), ((2, 3, 4, 2), (2, 3, 4, 1)))
]

# From the identity a climb stops short of these reorderings, whichever layer it begins with.
STEEP = deep(
    ([[0, 3], [0, -3], [1, 1]], [-3, 0, -1]),
    ([[1, 1, -3], [-2, -3, 2], [-2, 3, 3]], [1, -1, -1]),
    ([[1, 2, 3]], [-3]),
)
STEEP_TOO = deep(
    ([[-1, 3], [1, -1], [-3, 2]], [-1, 1, 1]),
    ([[-1, -1, 3], [2, 3, -3], [-1, -3, 3]], [1, -2, 2]),
    ([[2, -1, 1]], [-3]),
)
EQUAL_UNITS = deep(
    ([[1, 2], [3, -1], [1, 2], [-2, 1]], [1, 0, 1, 2]),
    ([[1, 2, 1, -3], [2, -1, 2, 1], [-3, 4, -3, 2]], [0, 1, 2]),
    ([[1, -2, 3], [2, 1, -1]], [1, 2]),
)
SAME_BIASES_AND_WAY_OUT = deep(
    ([[1, 2], [3, -1], [-2, 1]], [1, 1, 1]),
    ([[1, 2, -3], [2, -1, 1], [-3, 4, 2]], [2, 2, 2]),
    ([[1, 1, 1]], [1]),
)
BY_BIASES = deep(
    ([[1, 2], [1, 2], [1, 2]], [1, -2, 3]),
    ([[1, 2, -3], [1, 2, -3], [1, 2, -3], [2, 0, 1]], [2, -1, 4, 0]),
    ([[1, -2, 3, 1], [2, 1, -1, 0]], [1, 2]),
)

# Units 0 and 1 of the second net are almost alike. What comes in speaks for this order, what goes out for the other, a
# bit louder: there are 9 * 2**-20 to gain, some 1e-7 of the product of the lengths, and no more.
A_LITTLE_TO_GAIN = Case(
    "little to gain",
    net_a=from_units(((2, 1), 1, (1, 2)), ((-1, 2), -1, (3, -1)), ((1, -3), 2, (-2, 1))),
    net_b=from_units(((1, 3), 1, (2, 1)), ((1 - 2.0**-20, 3), 1, (2, 1 + 2.0**-18)), ((1, -2), 1, (-2, 2))),
)

# On the way forward from layer 1 a climb ends below what these nets have as they stand.
MISLEADING = Case(
    "the way in of layer 1 misleads",
    net_a=deep(
        ([[2, 1], [1, 0], [1, -1]], [-1, 1, 2]),
        ([[-1, 2, -3], [-1, -2, -2], [0, 3, 3]], [0, -3, 0]),
        ([[3, 0, 0]], [0]),
    ),
    net_b=deep(
        ([[1, 2], [-1, -2], [0, -1]], [0, 2, 3]),
        ([[-2, 2, -3], [-1, -1, 0], [-2, 2, 1]], [1, -1, 3]),
        ([[-1, -2, 2]], [1]),
    ),
)
MISLEADING_TOO = Case(
    "the way in of layer 1 misleads, and there is something to gain",
    net_a=deep(
        ([[1, 2], [-3, 3], [3, 3]], [-3, -1, -1]),
        ([[1, 1, 2], [1, -3, 1], [0, -2, 1]], [-2, -3, 0]),
        ([[-1, 3, 3]], [-3]),
    ),
    net_b=deep(
        ([[-2, 1], [0, 2], [3, -2]], [1, -1, -3]),
        ([[2, 2, 2], [3, -3, -1], [2, 0, 0]], [-3, -1, 3]),
        ([[0, -3, 0]], [-2]),
    ),
)
# One round through the layers is not enough here, forwards or backwards, from the identity or a forward pass.
SEVERAL_ROUNDS = Case(
    "one round is not enough",
    net_a=deep(
        ([[-2, -3], [2, 2], [1, 2]], [2, -3, 0]),
        ([[-3, -3, 0], [0, 2, 0], [-2, 3, -1]], [1, 2, -3]),
        ([[-3, -3, 2]], [3]),
    ),
    net_b=deep(
        ([[-2, 2], [2, 2], [3, 1]], [2, 3, -3]),
        ([[2, -1, -3], [-2, -1, 2], [0, -2, 0]], [-3, 1, 0]),
        ([[-2, 0, -3]], [0]),
    ),
)

# The two climbs end at different peaks, and the biases decide which is the higher one.
LOUD_BIASES = deep(
    ([[-3], [1], [3]], [-4, 2, 5]),
    ([[2, 3, -3], [2, -1, 2], [-1, 3, 3]], [-2, -5, 2]),
    ([[3, 1, -2]], [-2]),
)
BIASES_DECIDE = Case(
    "the biases decide which of two peaks is higher",
    net_a=deep(
        ([[3], [-3], [-1]], [-4, -4, 0]),
        ([[-1, 2, 0], [0, -2, 3], [-3, -1, -2]], [-1, -5, -5]),
        ([[-3, 2, 2]], [5]),
    ),
    net_b=deep(
        ([[0], [-2], [-3]], [1, 3, 3]),
        ([[-2, 1, -3], [1, -3, 1], [-3, -1, 1]], [1, 0, -2]),
        ([[2, 2, 2]], [-2]),
    ),
)

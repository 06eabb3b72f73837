"""Nets for the hidden checks: unequal biases everywhere, square and non-square weights, several outputs, odd sizes."""

import itertools
from functools import cache

import numpy as np

from autograder import nets
from autograder.checks.cases import net


def layers(*pairs):
    """A net from lists: weights and biases of each layer."""
    return [(np.array(W, dtype=float), np.array(b, dtype=float)) for W, b in pairs]


def unusual(widths, seed):
    """A net whose numbers have all of their 52 bits in use, so that no rounding leaves them as they are."""
    rng = np.random.default_rng([seed, *widths])
    return [(rng.normal(size=(n_out, n_in)), rng.normal(size=n_out)) for n_in, n_out in itertools.pairwise(widths)]


FUNNEL = net([4, 3, 2], seed=31)
FAN = net([2, 5, 3], seed=32)
SQUARE = net([3, 3, 3, 3], seed=33)
LONG = net([2, 4, 3, 2, 2], seed=34)
THIN = net([2, 1, 1], seed=35)
CHAIN = net([1, 1, 2, 1, 1], seed=36)
ODD = unusual([2, 4, 3, 2], seed=37)
VAST = layers(
    ([[1e300, -2e-300], [3e-7, 4e7], [-5e-300, 6e300]], [-7e300, 8e-12, 9e-300]),
    ([[2e-300, -3e12, 4e300], [-5e-9, 6.5e-300, 7e9]], [8e-5, -9e300]),
)
ZEROS = layers(  # an idle unit, one that gets nothing, one that is nothing at all
    ([[1.5, -2.5], [0, 0], [0, 0]], [0, 0.5, 0]),
    ([[0, -3.5, 0], [0, 2, 0]], [0.75, -1.25]),
)
EQUAL = layers(
    ([[1.5, -2.5], [1.5, -2.5], [1.5, -2.5]], [0.5, 0.5, 0.5]), ([[2, 2, 2], [-0.5, -0.5, -0.5]], [0.25, -1])
)


@cache
def flipped(case):
    """The net of a case with the signs of some units flipped; `case.signs`."""
    return with_units(case.net, case.layer, case.signs, case.signs)


@cache
def rescaled(case):
    """The net of a case with rescaled units; `case.factors`."""
    return with_units(case.net, case.layer, case.factors, [1 / factor for factor in case.factors])


def with_units(start, layer, way_in, way_out):
    """Rows and biases of a hidden layer's units times one number each, outgoing columns times another."""
    new = nets.copy(start)
    for k, (into, out) in enumerate(zip(way_in, way_out, strict=True)):
        new[layer - 1][0][k] *= into
        new[layer - 1][1][k] *= into
        new[layer][0][:, k] *= out
    return new

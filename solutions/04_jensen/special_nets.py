"""Nets that the hidden checks of several exercises share, and the group mean in closed form.

By the rules for averages: widths of four and more, middle matrices whose means over rows, over columns and over the
diagonal all differ, sums that the widths do not divide, several outputs, output biases that differ.
"""

import itertools
from functools import cache

import numpy as np

from autograder import certify, nets
from autograder.checks import expect
from autograder.checks.cases import Case, inputs, net


def closed_form(start):
    """The mean over all independent reorderings of the hidden layers of a net."""
    new = []
    for k, (W, b) in enumerate(start):
        if k < len(start) - 1:
            W, b = np.tile(W.mean(axis=0), (len(b), 1)), np.full(len(b), b.mean())
        if k > 0:
            W = np.tile(W.mean(axis=1, keepdims=True), (1, W.shape[1]))
        new.append((W, b))
    return new


@cache
def mean_of(case):
    """The group mean of a case's net."""
    return closed_form(case.net)


def close_parameters(value, expected, scale, because=""):
    """Demand the parameters of `expected` to a relative 1e-9.

    The absolute term, 1e-12 of the largest parameter that was averaged, is for sums that cancel: there only rounding
    is left, and how much of it depends on the order of the terms.
    """
    given = expect.net(value, expected)
    for layer, ((W, b), (We, be)) in enumerate(zip(given, expected, strict=True), start=1):
        for name, left, right in ((f"W{layer}", W, We), (f"b{layer}", b, be)):
            expect.close(left, right, f"{name}{because}", atol=1e-12 * scale)
    return given


def largest(start):
    """The largest absolute value of a net's parameters."""
    return max(float(np.abs(part).max()) for layer in start for part in layer)


def whole(widths, seed):
    """A net of whole numbers between -9 and 9, none of them 0."""
    rng = np.random.default_rng([seed, *widths])

    def some(*shape):
        return (rng.integers(1, 10, size=shape) * rng.choice([-1, 1], size=shape)).astype(float)

    return [(some(n_out, n_in), some(n_out)) for n_in, n_out in itertools.pairwise(widths)]


SMALL = net([2, 2, 1], seed=40)
FOUR = net([2, 4, 2], seed=41)
FIVE = whole([3, 5, 2], seed=42)
SQUARE = net([3, 3, 3, 3], seed=43)
MIDDLE = net([2, 4, 5, 2], seed=44)
EVEN = whole([2, 4, 4, 1], seed=45)
LONG = net([1, 3, 4, 2, 3], seed=46)
CHAIN = net([2, 1, 3, 1, 2], seed=47)
THIN = net([3, 1, 1, 2], seed=48)
FLAT = net([3, 2], seed=49)
MANY_OUTPUTS = net([2, 4, 5], seed=50)
ODD = [  # all bits of the numbers in use: thirds and their like
    (W / 3, b / 7) for W, b in net([2, 5, 4, 2], seed=51)
]
VANISHING = [  # the outgoing weights add up to 0: only the output bias is left
    (np.array([[1.0, -2.0], [3.0, 0.5], [-1.0, 2.0], [0.5, 4.0]]), np.array([0.5, -1.0, 2.0, 0.25])),
    (np.array([[1.0, 2.0, -4.0, 1.0], [0.5, 0.25, 1.0, 2.0]]), np.array([-0.5, 1.5])),
]
EQUAL = [  # all units are equal already
    (np.array([[1.0, -2.0]] * 3), np.array([0.5, 0.5, 0.5])),
    (np.array([[3.0, 3.0, 3.0]]), np.array([-0.25])),
]
TIED = [  # units 0 and 2 are equal: each of them counts
    (np.array([[1.0, -2.0], [4.0, 0.5], [1.0, -2.0]]), np.array([0.5, -1.0, 0.5])),
    (np.array([[3.0, -0.5, 3.0], [1.0, 2.0, 1.0]]), np.array([-0.25, 2.0])),
]
CLOSE = [  # units that hardly differ: on data that the net fits, the group mean is worse by a few 1e-6 only
    (np.array([[0.71, -1.1], [0.80, -0.98], [0.89, -0.86]]), np.array([0.2, 0.26, 0.32])),
    (np.array([[1.4, 1.55, 1.7]]), np.array([-0.3])),
]
WIDE = net([2, 500, 40, 1], seed=52)
WIDE_LATE = net([1, 30, 500, 2], seed=53)


# --- data for losses -----------------------------------------------------------------------------------------------


def fitted(label, start, activation, samples=6, seed=54, noise=0.0):
    """A case with a net and data that it fits, exactly (as far as floats go) or but for some noise."""
    X = inputs(samples, start[0][0].shape[1], seed)
    Y = nets.forward(start, X, activation)
    if noise:
        Y = Y + noise * np.random.default_rng(seed).integers(-5, 6, size=Y.shape) / 10
    return Case(label, net=start, X=X, Y=Y, activation=activation)


def given(label, start, activation, X, Y):
    """A case with data of its own."""
    return Case(label, net=start, X=np.array(X, dtype=float), Y=np.array(Y, dtype=float), activation=activation)


@cache
def loss_of(case):
    """The loss of a case as something whose convexity can be decided."""
    return certify.NetLoss(case.X, case.Y, case.activation, nets.widths(case.net))

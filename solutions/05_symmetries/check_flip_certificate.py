"""The hidden checks of flip_certificate. Any valid certificate will do: each is proved, none is compared.

All nets are better than their own output bias, by at least 1e-6 of its loss. Some are made against flips that are not
complete: if one unit, or two of three, or another layer is flipped, half-way the loss is not higher.
"""

from functools import cache

import numpy as np

from autograder import certify, nets
from autograder.checks import check, expect
from autograder.checks.cases import Case, inputs, net

from .special_nets import EQUAL, FAN, LONG, ODD, ZEROS, layers


@cache
def loss_of(case):
    """The loss whose convexity is in question."""
    return certify.NetLoss(case.X, case.Y, "tanh", nets.widths(case.net))


def flip_is_proved(student, case):
    """The student's certificate, proved."""
    expect.certificate(student.flip_certificate(case.net, case.X, case.Y), loss_of(case))


def fitted(label, start, samples=4, off=0.0):
    """Targets made by the net itself, or off by so much, up and down in turn."""
    X = inputs(samples, start[0][0].shape[1], seed=samples)
    Y = nets.forward(start, X, "tanh")
    return Case(label, net=start, X=X, Y=Y + off * (-1.0) ** np.add.outer(np.arange(samples), np.arange(Y.shape[1])))


def times_contribution(label, start, factor, samples=3):
    """Targets that lie from the output bias by `factor` times what the units contribute."""
    X = inputs(samples, start[0][0].shape[1], seed=samples)
    c = start[-1][1]
    return Case(label, net=start, X=X, Y=c + factor * (nets.forward(start, X, "tanh") - c))


def two_thirds_too_large_but_for_the_first(label, start):
    """Targets that the first output hits exactly, and that all others overshoot by two thirds."""
    found = times_contribution(label, start, 0.6)
    Y = found.Y.copy()
    Y[:, 0] = nets.forward(start, found.X, "tanh")[:, 0]
    return Case(label, net=start, X=found.X, Y=Y)


def one_unit(w, b, v, c):
    return layers(([[w]], [b]), ([[v]], [c]))


def constant_next_door(label, start):
    """Targets that the net without its first layer would hit exactly."""
    silent = [(0 * start[0][0], 0 * start[0][1]), *start[1:]]
    X = inputs(4, start[0][0].shape[1], seed=3)
    return Case(label, net=start, X=X, Y=nets.forward(silent, X, "tanh"))


# The first layer hardly matters here. The biases of the second do.
QUIET = layers(
    ([[0.2, -0.1], [0.1, 0.3]], [0.1, -0.2]),
    ([[0.3, -0.2], [0.1, 0.2], [-0.2, 0.1]], [0.8, -0.9, 0.7]),
    ([[1.5, -1.2, 0.9]], [0.3]),
)
QUIET_AND_LONG = layers(
    ([[0.2], [0.1]], [0.1, -0.2]),
    ([[0.3, -0.2], [0.1, 0.2]], [0.2, -0.1]),
    ([[0.2, -0.3], [0.3, 0.1]], [0.9, -0.7]),
    ([[1.4, -1.1], [0.6, 0.8]], [0.4, -0.5]),
)
DUPLICATES = layers(([[1, -2], [0.5, 1], [1, -2]], [0.5, -1, 0.5]), ([[2, 3, 2], [-1, 1, -1]], [0.5, -2]))
PAIR = layers(([[1.0], [1.0]], [0.5, 0.5]), ([[1.0, 1.0]], [0.25]))
FAINT_FIRST = layers(  # three equal units; the first output hears little of two, and nothing of the third
    ([[1.5, -2.5], [1.5, -2.5], [1.5, -2.5]], [0.5, 0.5, 0.5]), ([[0.01, 0.01, 0], [2, 2, 2]], [0.25, -1])
)
SILENT_FIRST = layers(([[0, 0], [1.5, -2], [0.5, 1]], [0, 0.4, -0.3]), ([[3, 2, -1.5]], [0.7]))
STEEP = layers(([[900, -700], [-500, 1100]], [300, 250]), ([[2, 3]], [-1]))


@check(
    "flip_certificate",
    points=0.5,
    cases=[
        Case("one unit, far off", net=one_unit(1, 2, 1, 0), X=np.array([[0.5], [-0.5]]), Y=np.array([[2.0], [2.0]])),
        fitted("a large bias", one_unit(1, 2, 1, 0), samples=2),
        fitted("a large output bias", one_unit(1, 0.5, 1, 5), samples=2),
        fitted("two outputs", FAN),
        fitted("two outputs, not quite fitting", FAN, off=0.5),
        fitted("all bits in use", [ODD[0], (np.ones((1, 4)), np.array([0.1]))], off=0.25),
        times_contribution("better by 2 in a million", one_unit(1e-9, 5e-10, 3e9, 0.25), 1e6, samples=1),
        times_contribution("nearly twice too much", one_unit(2, -0.5, 3, 0.25), 0.500001),
        fitted("units that are steps", STEEP),
        times_contribution("steps, nearly twice too much", STEEP, 0.51),
    ],
)
def better_than_its_bias_is_enough(student, case):
    """There is a proof with one unit or several, large biases, and nets that fit badly or well."""
    flip_is_proved(student, case)


@check(
    "flip_certificate",
    points=0.5,
    cases=[
        times_contribution("three equal units, together two thirds too large", EQUAL, 0.6),
        two_thirds_too_large_but_for_the_first("the first output fits, and does not hear all units", FAINT_FIRST),
        fitted("two of three units are equal", DUPLICATES),
        fitted("idle units first and last", ZEROS),
        fitted("the first unit is silent", SILENT_FIRST),
        fitted("the last unit is idle", layers(([[1.0], [2.0]], [0.5, -1]), ([[2.0, 0]], [1.5]))),
        times_contribution("two equal units, together too large", PAIR, 0.7),
    ],
)
def idle_and_equal_units_do_no_harm(student, case):
    """There is a proof with units that contribute nothing, and with equal units."""
    flip_is_proved(student, case)


@check(
    "flip_certificate",
    points=0.5,
    cases=[
        fitted("two hidden layers", net([2, 3, 2, 2], seed=41)),
        constant_next_door("the first of two layers hardly matters", QUIET),
        constant_next_door("the first of three layers hardly matters", QUIET_AND_LONG),
        fitted("three hidden layers", LONG, off=0.25),
        fitted("layers of one unit", net([1, 1, 1, 1], seed=42), samples=3),
        fitted("wide", net([3, 8, 7, 2], seed=43), samples=5),
    ],
)
def deep_nets_can_be_flipped_too(student, case):
    """There is a proof for deep nets."""
    flip_is_proved(student, case)


@check(
    "flip_certificate",
    points=0.25,
    cases=[fitted("one hidden layer", FAN, off=0.5), fitted("two hidden layers", net([2, 3, 2, 2], seed=41))],
    needs=better_than_its_bias_is_enough,
)
def the_proof_leaves_its_arguments_alone(student, case):
    """The net and the data are as they were, and the two nets and lam are a proof."""
    flip_is_proved(student, case)
    expect.unchanged(student)

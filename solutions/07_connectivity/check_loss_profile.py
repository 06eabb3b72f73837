"""The hidden checks of loss_profile. Losses are computed, so they are compared to a relative 1e-9."""

from functools import cache

import numpy as np

from autograder import nets
from autograder.checks import check, expect
from autograder.checks.cases import Case, inputs, net

from .special_nets import DEEP_DIFFERENT_SHAPES, DIFFERENT_SHAPES, random_net

UNEVEN = (0.0, 0.35, 0.1, 0.8, 0.5, 1.0)
ALL = ("identity", "relu", "tanh", "sigmoid")


@cache
def expected(case):
    """The losses on the line."""
    line = [nets.interpolate(case.net_a, case.net_b, t) for t in case.ts]
    return np.array([nets.mse(one, case.X, case.Y, case.activation) for one in line])


def profile_is_right(student, case):
    """The student's losses, to a relative 1e-9."""
    losses = student.loss_profile(case.net_a, case.net_b, case.X, case.Y, case.activation, case.ts)
    # the absolute term (0 unless a case says so) is for losses that are exactly 0 but for rounding
    expect.close(losses, expected(case), atol=case.get("atol", 0.0))


def line(label, widths, seed, activation, ts=UNEVEN, samples=4, net_b=None):
    """Two nets that differ in everything, and targets that are as far from one as from the other."""
    net_a, net_b = net(widths, seed), net_b or net(widths, seed + 1)
    X = inputs(samples, widths[0], seed)
    middle = nets.forward(nets.interpolate(net_a, net_b, 0.3), X, activation)
    Y = np.round(middle + np.random.default_rng(seed).integers(-5, 6, size=middle.shape) / 10, 1)
    return Case(label, net_a=net_a, net_b=net_b, X=X, Y=Y, activation=activation, ts=np.array(ts))


@check(
    "loss_profile",
    points=0.75,
    cases=[
        *(line(f"one hidden layer, {activation}", [2, 3, 2], 91, activation) for activation in ALL),
        *(line(f"three hidden layers, {activation}", [3, 2, 4, 3, 2], 93, activation) for activation in ALL),
        line("square", [3, 3, 3, 3], 95, "tanh", samples=3),
        line("one sample", [2, 4, 3], 97, "relu", samples=1),
        line("many samples", [1, 5, 1], 99, "tanh", samples=12),
    ],
)
def losses_are_those_of_the_nets_on_the_line(student, case):
    """Every loss is that of the net whose weights and biases lie on the line, for every activation and any depth."""
    profile_is_right(student, case)


@check(
    "loss_profile",
    points=0.5,
    cases=[
        line("one t", [2, 3, 2], 101, "tanh", ts=[0.3]),
        line("falling", [2, 3, 2], 101, "tanh", ts=[0.9, 0.3, 0.0]),
        line("repeated", [2, 3, 2], 101, "relu", ts=[0.2, 0.2, 0.45, 0.2, 1.0]),
        line("without ends", [2, 3, 3, 2], 103, "sigmoid", ts=[0.61, 0.12, 0.27]),
        line("close together", [2, 3, 3, 2], 103, "tanh", ts=[0.4, 0.4 + 2e-7, 0.4 + 1e-7]),
        line("twenty-one, evenly spaced", [2, 3, 3, 2], 103, "tanh", ts=np.linspace(0, 1, 21)),
    ],
    needs=losses_are_those_of_the_nets_on_the_line,
)
def the_ts_may_be_uneven_and_unsorted(student, case):
    """The losses stand in the order of ts, which may be uneven, unsorted or repeated."""
    profile_is_right(student, case)


def reordered_and_perfect():
    """A net that fits its data, and the same net in another order: no alignment is asked for."""
    start, X = random_net([2, 4, 2], 105), inputs(5, 2, 105)
    return Case(
        "a reordering of the net",
        net_a=start,
        net_b=nets.reorder(start, [[1, 3, 0, 2]]),
        X=X,
        Y=nets.forward(start, X, "tanh"),
        activation="tanh",
        ts=np.array([0.0, 0.25, 0.5, 1.0]),
        atol=1e-18,
    )


@check(
    "loss_profile",
    points=0.25,
    cases=[
        reordered_and_perfect(),
        line("from a net to itself", [2, 3, 2], 106, "sigmoid", net_b=net([2, 3, 2], 106)),
    ],
    needs=losses_are_those_of_the_nets_on_the_line,
)
def the_nets_are_taken_as_they_are(student, case):
    """The line joins the two nets as they stand, with no unit reordered."""
    profile_is_right(student, case)


@check(
    "loss_profile",
    points=0.25,
    cases=[
        line("one hidden layer", [2, 3, 2], 91, "relu", ts=[0.9, 0.1, 0.5]),
        line("deep", [3, 2, 4, 3, 2], 93, "tanh", ts=[0.9, 0.1, 0.5]),
    ],
    needs=losses_are_those_of_the_nets_on_the_line,
)
def loss_profile_leaves_its_arguments_alone(student, case):
    """Both nets, the data and the ts are as they were."""
    profile_is_right(student, case)
    expect.unchanged(student)


@check(
    "loss_profile",
    points=0.25,
    cases=[*DIFFERENT_SHAPES[2:4], *DIFFERENT_SHAPES[5:], *DEEP_DIFFERENT_SHAPES[:2]],
    needs=losses_are_those_of_the_nets_on_the_line,
)
def loss_profile_refuses_nets_of_different_shapes(student, case):
    """Two nets of different shapes are refused with a ValueError."""
    one, two = nets.widths(case.net_a), nets.widths(case.net_b)
    X, Y = np.ones((2, one[0])), np.ones((2, one[-1]))
    with expect.raises(ValueError, f"The nets have the widths {one} and {two}"):
        student.loss_profile(case.net_a, case.net_b, X, Y, "tanh", np.array([0.0, 0.5]))

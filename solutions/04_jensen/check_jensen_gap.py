"""The hidden checks of jensen_gap. A gap is a difference: 1e-9 is meant relative to the two losses."""

from functools import cache

from autograder import nets
from autograder.checks import check, expect

from .special_nets import (
    CHAIN,
    CLOSE,
    EQUAL,
    FIVE,
    FOUR,
    LONG,
    MANY_OUTPUTS,
    MIDDLE,
    ODD,
    SMALL,
    SQUARE,
    THIN,
    VANISHING,
    fitted,
    mean_of,
)


@cache
def losses(case):
    """The loss of the group mean and the loss of the net."""
    return tuple(nets.mse(one, case.X, case.Y, case.activation) for one in (mean_of(case), case.net))


def gap_is_right(student, case):
    """The student's gap, to 1e-9 of the losses that it is the difference of."""
    of_mean, of_net = losses(case)
    gap = expect.number(student.jensen_gap(case.net, case.X, case.Y, case.activation))
    # the absolute term is for nets that fit exactly but for rounding
    expect.that(
        abs(gap - (of_mean - of_net)) <= 1e-9 * (of_mean + of_net) + 1e-20,
        f"The loss of the group mean is {of_mean:.12g} and the loss of the net is {of_net:.12g}, "
        f"so the gap is {of_mean - of_net:.12g}, but you have {gap:.12g}.",
    )
    return gap


@check(
    "jensen_gap",
    points=0.75,
    cases=[
        *(fitted(f"two units, {a}", SMALL, a, noise=1.0) for a in nets.ACTIVATIONS),
        *(fitted(f"two layers, two outputs, {a}", MIDDLE, a, noise=1.0) for a in nets.ACTIVATIONS),
        fitted("three hidden layers", LONG, "tanh", noise=1.0),
        fitted("square", SQUARE, "sigmoid", noise=1.0),
        fitted("one sample", FOUR, "relu", samples=1, noise=1.0),
        fitted("five outputs", MANY_OUTPUTS, "tanh", samples=3, noise=1.0),
        fitted("all bits in use", ODD, "relu", samples=9, noise=1.0),
        fitted("outgoing weights that add up to 0", VANISHING, "sigmoid", noise=1.0),
    ],
)
def the_gap_is_that_of_the_group_mean(student, case):
    """The gap is the loss of the group mean minus the loss of the net, for every activation and depth."""
    gap_is_right(student, case)


@check(
    "jensen_gap",
    points=0.5,
    cases=[
        fitted("two units", SMALL, "tanh"),
        fitted("five units", FIVE, "identity"),
        fitted("two layers", ODD, "sigmoid"),
        fitted("units that hardly differ", CLOSE, "tanh"),
        fitted("other targets", SMALL, "identity", noise=60.0, seed=55),
        fitted("other targets, two layers", MIDDLE, "relu", noise=120.0, seed=55),
        fitted("other targets, sigmoid", FOUR, "sigmoid", noise=60.0, seed=57),
    ],
    needs=the_gap_is_that_of_the_group_mean,
)
def the_gap_has_either_sign(student, case):
    """Where a net fits its data the gap is positive; where it does not fit, it may be negative, and stays so."""
    gap_is_right(student, case)


@check(
    "jensen_gap",
    points=0.5,
    cases=[
        fitted("equal units", EQUAL, "tanh", noise=1.0),
        fitted("layers of one unit", THIN, "relu", noise=1.0),
        fitted("layers of one unit and of three", CHAIN, "tanh", noise=1.0),
    ],
    needs=the_gap_is_that_of_the_group_mean,
)
def equal_units_leave_no_gap(student, case):
    """A net whose units are equal in each layer is its own group mean, with the gap 0."""
    gap_is_right(student, case)


@check(
    "jensen_gap",
    points=0.25,
    cases=[fitted("one hidden layer", FOUR, "tanh", noise=1.0), fitted("deep", MIDDLE, "relu", noise=1.0)],
    needs=the_gap_is_that_of_the_group_mean,
)
def the_gap_leaves_its_arguments_alone(student, case):
    """The net and the data are as they were."""
    gap_is_right(student, case)
    expect.unchanged(student)

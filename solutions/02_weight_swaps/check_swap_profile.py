"""The hidden checks of swap_profile. Losses are computed, so they are compared to a relative 1e-9."""

from functools import cache

import numpy as np

from autograder import nets
from autograder.checks import check, expect
from autograder.checks.cases import Case, inputs

from .special_nets import CHAIN, FAN, FUNNEL, LONG, ODD, SQUARE, swapped


@cache
def losses(case):
    """The losses on the line from the net to its twin."""
    twin = swapped(case)
    line = [nets.mse(nets.interpolate(case.net, twin, t), case.X, case.Y, case.activation) for t in case.ts]
    return np.array(line, dtype=float)


def profile_is_right(student, case):
    """The student's losses, to a relative 1e-9."""
    arguments = (case.net, case.X, case.Y, case.activation, case.layer, case.i, case.j, case.ts)
    # the absolute term (0 unless a case says so) is for losses that are exactly 0 but for rounding
    expect.close(student.swap_profile(*arguments), losses(case), atol=case.get("atol", 0.0))


UNEVEN = np.array([0.0, 0.35, 0.1, 0.8, 0.5, 1.0])
FEW = np.array([0.8, 0.0, 0.35])
OTHERS = np.array([1.0, 0.1, 0.5])
ENDS = np.array([0.0, 0.35, 1.0])


def line(label, start, layer, i, j, activation, ts=FEW, samples=4, perfect=False):
    """A case of swap_profile; the targets are off the net's outputs by up to half a unit, or not at all."""
    X = inputs(samples, start[0][0].shape[1], seed=19)
    Y = nets.forward(start, X, activation)
    if not perfect:
        Y = Y + np.random.default_rng(20).integers(-5, 6, size=Y.shape) / 10
    atol = 1e-18 if perfect else 0.0
    return Case(label, net=start, X=X, Y=Y, activation=activation, layer=layer, i=i, j=j, ts=np.array(ts), atol=atol)


@check(
    "swap_profile",
    points=0.5,
    cases=[
        line("uneven, one hidden layer", FUNNEL, 1, 2, 0, "tanh", ts=UNEVEN),
        line("one hidden layer, identity", FUNNEL, 1, 2, 0, "identity"),
        line("one hidden layer, relu", FUNNEL, 1, 2, 0, "relu", ts=OTHERS),
        line("one hidden layer, sigmoid", FUNNEL, 1, 2, 0, "sigmoid"),
        line("square, second layer, identity", SQUARE, 2, 0, 2, "identity", ts=OTHERS),
        line("square, second layer, tanh", SQUARE, 2, 0, 2, "tanh"),
        line("square, another unit", SQUARE, 2, 0, 1, "tanh"),
        line("square, first layer", SQUARE, 1, 0, 2, "tanh"),
        line("square, second layer, sigmoid", SQUARE, 2, 0, 2, "sigmoid", ts=OTHERS),
        line("uneven, square, second layer", SQUARE, 2, 0, 2, "relu", ts=UNEVEN),
        line("long, first layer", LONG, 1, 3, 1, "tanh"),
        line("long, third layer", LONG, 3, 0, 1, "sigmoid", samples=3),
        line("one sample", FAN, 1, 5, 2, "relu", samples=1),
        line("all bits in use", ODD, 2, 3, 1, "tanh", samples=5),
    ],
)
def losses_are_those_of_the_mixed_nets(student, case):
    """Every loss is that of the net whose parameters lie on the line, for every activation and any layer."""
    profile_is_right(student, case)


@check(
    "swap_profile",
    points=0.5,
    cases=[
        line("one t", FUNNEL, 1, 0, 1, "tanh", ts=[0.3]),
        line("no t", FUNNEL, 1, 0, 1, "tanh", ts=np.zeros(0)),
        line("descending", FUNNEL, 1, 0, 1, "tanh", ts=[0.5, 0.3, 0.0]),
        line("repeated", FUNNEL, 1, 0, 1, "relu", ts=[0.2, 0.2, 0.45, 0.2, 0.0]),
        line("without ends", SQUARE, 1, 1, 0, "sigmoid", ts=[0.61, 0.12, 0.27]),
        line("close together", SQUARE, 2, 1, 2, "tanh", ts=[0.4, 0.4 + 2e-7, 0.4 + 1e-7]),
        line("eleven, evenly spaced", LONG, 2, 0, 4, "tanh", ts=np.linspace(0, 1, 11)),
    ],
)
def ts_may_be_any_list(student, case):
    """The ts may be uneven, unsorted, repeated, or none at all."""
    profile_is_right(student, case)


@check(
    "swap_profile",
    points=0.25,
    cases=[
        line("a perfect net", FUNNEL, 1, 0, 2, "tanh", ts=ENDS, perfect=True),
        line("a perfect net, two layers", SQUARE, 2, 2, 0, "relu", ts=ENDS, perfect=True),
        line("a unit with itself", FUNNEL, 1, 1, 1, "tanh", ts=ENDS),
        line("a unit with itself, layer 2", LONG, 2, 3, 3, "sigmoid", ts=ENDS),
        line("the only unit", CHAIN, 3, 0, 0, "relu", ts=ENDS),
    ],
    needs=losses_are_those_of_the_mixed_nets,
)
def the_ends_are_equal(student, case):
    """Both ends have the net's own loss, and a unit swapped with itself has that loss everywhere."""
    profile_is_right(student, case)


@check(
    "swap_profile",
    points=0.25,
    cases=[
        line("one hidden layer", FUNNEL, 1, 0, 2, "relu", ts=[0.9, 0.1, 0.5]),
        line("a unit with itself", FUNNEL, 1, 1, 1, "relu", ts=[0.9, 0.1, 0.5]),
        line("deep", LONG, 2, 3, 1, "tanh", ts=[0.9, 0.1, 0.5]),
    ],
    needs=losses_are_those_of_the_mixed_nets,
)
def profile_leaves_its_arguments_alone(student, case):
    """The net, the data and the ts are as they were."""
    profile_is_right(student, case)
    expect.unchanged(student)


@check(
    "swap_profile",
    points=0.25,
    cases=[
        *(
            Case(layer_label, **{**line("", SQUARE, 1, 0, 2, "tanh"), "layer": layer})
            for layer, layer_label in ((0, "layer 0"), (3, "layer H+1"), (-1, "layer -1"))
        ),
        *(
            Case(f"units {i} and {j}", **{**line("", LONG, 1, 0, 2, "tanh"), "i": i, "j": j})
            for i, j in ((-1, 0), (0, -1), (4, 0), (1, 4), (4, 4))
        ),
    ],
    needs=losses_are_those_of_the_mixed_nets,
)
def what_cannot_be_swapped_has_no_profile(student, case):
    """A layer or a unit that is not there is refused with a ValueError."""
    arguments = (case.net, case.X, case.Y, case.activation, case.layer, case.i, case.j, case.ts)
    with expect.raises(ValueError, f"Layer {case.layer} of this net has no units {case.i} and {case.j}"):
        student.swap_profile(*arguments)

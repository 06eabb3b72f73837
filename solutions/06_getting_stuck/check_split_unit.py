"""The hidden checks of split_unit."""

import numpy as np

from autograder.checks import check, expect
from autograder.checks.cases import Case, net

from .critical_points import CURVED, CURVED_INPUTS, FIVE, FIVE_TARGETS, ONE_UNIT, curved
from .judging import split_is_right
from .solution import outputs_with_derivatives

SQUARE = net([3, 3, 3, 3], seed=1)
LONG = net([2, 4, 5, 3, 2], seed=2)
FUNNEL = net([5, 3, 2], seed=3)
THIN = net([1, 1, 1], seed=4)
WHOLE = [
    (np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.array([1.0, 2.0, 3.0])),
    (np.array([[7.0, 8.0, 9.0], [9.0, 8.0, 5.0]]), np.array([4.0, 5.0])),
]


def cut(label, start, layer, unit, mu):
    return Case(label, net=start, layer=layer, unit=unit, mu=mu)


@check(
    "split_unit",
    points=0.75,
    cases=[
        cut("whole numbers", WHOLE, 1, 1, 0.25),
        cut("the only unit", THIN, 1, 0, 0.75),
        cut("the last unit", FUNNEL, 1, 2, 0.25),
        cut("square, layer 1", SQUARE, 1, 1, 0.3),
        cut("square, layer 2", SQUARE, 2, 0, 0.3),
        cut("long, layer 2", LONG, 2, 3, 0.6),
        cut("long, layer 3", LONG, 3, 1, -0.7),
    ],
)
def any_unit_of_any_layer_can_be_split(student, case):
    """Any unit of any hidden layer can be split, and nothing else changes."""
    split_is_right(student, case)


@check(
    "split_unit",
    points=0.5,
    cases=[
        cut("nothing stays", WHOLE, 1, 0, 0.0),
        cut("all stays", WHOLE, 1, 0, 1.0),
        cut("more than all", FUNNEL, 1, 0, 1.5),
        cut("twice", LONG, 1, 2, 2.0),
        cut("less than nothing", FUNNEL, 1, 0, -0.5),
        cut("a third", LONG, 1, 0, 1 / 3),
        cut("very much", WHOLE, 1, 2, 1e6),
        cut("very little", WHOLE, 1, 2, 1e-6),
    ],
)
def mu_may_be_any_number(student, case):
    """mu may be any number: 0, 1, negative, above 1."""
    split_is_right(student, case)


CRITICAL = [
    Case("one unit", net=ONE_UNIT, layer=1, unit=0, mu=1.5, X=FIVE, Y=FIVE_TARGETS),
    Case("two outputs", net=CURVED, layer=1, unit=1, mu=-0.5, X=CURVED_INPUTS, Y=curved(0.2)),
]


@check("split_unit", points=0.25, cases=CRITICAL, needs=any_unit_of_any_layer_can_be_split)
def critical_points_stay_critical(student, case):
    """Where the gradient of the loss was 0, it is 0 after the split."""
    given = split_is_right(student, case)
    f, first, _ = outputs_with_derivatives(given, case.X, "tanh")
    gradient = 2 * np.einsum("ni,nip->p", f - case.Y, first) / case.Y.size
    steepest = float(np.max(np.abs(gradient)))
    expect.that(steepest < 1e-9, f"The gradient was 0 before; now one of its entries is {steepest:.3g}.")


@check(
    "split_unit",
    points=0.25,
    cases=[
        cut("one hidden layer", FUNNEL, 1, 1, 0.25),
        cut("three hidden layers", LONG, 2, 4, 1.5),
    ],
    needs=any_unit_of_any_layer_can_be_split,
)
def split_leaves_its_argument_alone(student, case):
    """The net that is handed over is as it was."""
    split_is_right(student, case)
    expect.unchanged(student)


@check(
    "split_unit",
    points=0.25,
    cases=[
        cut("layer 0", SQUARE, 0, 1, 0.5),
        cut("a negative layer", SQUARE, -1, 1, 0.5),
        cut("the output layer", SQUARE, 3, 1, 0.5),
        cut("unit -1", SQUARE, 1, -1, 0.5),
        cut("the output layer, one hidden layer", FUNNEL, 2, 0, 0.5),
        cut("one too many", FUNNEL, 1, 3, 0.5),
        cut("far out", FUNNEL, 1, 7, 0.5),
        cut("a unit of another layer", LONG, 3, 3, 0.5),
        cut("a unit of the layer before", LONG, 1, 4, 0.5),
    ],
    needs=any_unit_of_any_layer_can_be_split,
)
def what_is_not_there_cannot_be_split(student, case):
    """A layer that the net does not have, or a unit that the layer does not have, is refused with a ValueError."""
    hidden = [len(b) for _, b in case.net[:-1]]
    with expect.raises(ValueError, f"The hidden layers have {hidden} units; layer {case.layer}, unit {case.unit}"):
        student.split_unit(case.net, case.layer, case.unit, case.mu)

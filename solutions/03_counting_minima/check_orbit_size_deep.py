"""The hidden checks of orbit_size_deep: sizes by brute force, with layers that can only move together."""

import numpy as np

from autograder.checks import check, expect
from autograder.checks.cases import Case, net

from .special_nets import (
    BIASES_ONLY,
    BOTH_TIE,
    CASCADE,
    CYCLE_3,
    CYCLE_4,
    EARLY_TIE,
    LATE_TIE,
    MIDDLE_TIE,
    ONE_TWO,
    PART_JOINT,
    SQUARE,
    THIN,
    THREE_JOINT,
    TWO_PAIRS,
    WIDE,
    joint,
    latin,
)

# The sizes are those that brute force gives; the lab's tests count them again.


def size_is_right(student, case):
    expect.same_integer(student.orbit_size_deep(case.net), case.size, "the size of the orbit")


@check(
    "orbit_size_deep",
    points=0.5,
    cases=[
        Case("all equal in both layers", net=BOTH_TIE, size=1),
        Case("a tie in the second layer", net=LATE_TIE, size=2),
        Case("three equal units in the first layer", net=EARLY_TIE, size=2),
        Case("a tie in the second of three layers", net=MIDDLE_TIE, size=12),
        Case("units that differ in their biases only", net=BIASES_ONLY, size=9),
        Case("layers of one unit", net=THIN, size=1),
        Case("as many units as inputs and outputs", net=SQUARE, size=36),
        Case("three layers", net=net([1, 2, 3, 2, 2], seed=8), size=24),
    ],
)
def equal_units_make_the_orbit_smaller(student, case):
    """Equal units of any hidden layer make the orbit smaller."""
    size_is_right(student, case)


@check(
    "orbit_size_deep",
    points=0.75,
    cases=[
        Case("other hidden biases in the first layer", net=joint(b1=(0, 1)), size=4),
        Case("other hidden biases in the second layer", net=joint(b2=(0, 1)), size=4),
        Case("two outputs", net=joint(out=((1, 1), (2, 3))), size=4),
        Case("other outgoing weights, the larger first", net=joint(out=((3, 1),)), size=4),
        Case("two equal outputs", net=joint(out=((1, 1), (2, 2))), size=2),
        Case("other weights between the layers", net=joint(middle=((1, 2), (2, 3))), size=4),
        Case("other weights between the layers, the larger first", net=joint(middle=((2, 1), (3, 2))), size=4),
        Case("two of three units move with the next layer", net=PART_JOINT, size=6),
        Case("a cycle of three", net=latin(CYCLE_3), size=12),
        Case("a cycle of three that cannot be turned", net=latin(CYCLE_3, [1, 1, 2]), size=36),
        Case("a tie, and two units that move with the next layer", net=TWO_PAIRS, size=12),
    ],
)
def layers_that_move_together_are_found(student, case):
    """Orders of two layers that undo each other are counted once."""
    size_is_right(student, case)


@check(
    "orbit_size_deep",
    points=0.25,
    cases=[
        Case("three layers that move together", net=THREE_JOINT, size=4),
        Case("three layers that hang together", net=CASCADE, size=36),
    ],
)
def three_layers_may_move_together(student, case):
    """More than two layers may have to move together."""
    size_is_right(student, case)


@check(
    "orbit_size_deep",
    points=0.25,
    cases=[
        Case("zeros of both signs", net=joint(b1=(0.0, -0.0), b2=(-0.0, 0.0)), size=2),
        Case("zeros of both signs", net=joint(middle=((-0.0, 1), (1, 0.0))), size=2),
        Case("neighbouring floats", net=joint(middle=((1, 2), (2, np.nextafter(1, 2)))), size=4),
        Case("-1, -2 and 1", net=ONE_TWO, size=12),
        Case("tiny numbers", net=joint(out=((3e-300, 1e-300),)), size=4),
        Case("the last bit", net=joint(out=((0.3, np.nextafter(0.3, 1)),)), size=4),
    ],
)
def numbers_are_compared_exactly(student, case):
    """Numbers that differ, by however little, are different, and 0.0 equals -0.0."""
    size_is_right(student, case)


@check(
    "orbit_size_deep",
    points=0.25,
    cases=[
        Case("576 orders", net=latin(CYCLE_4), size=144),
        Case("2880 orders", net=WIDE, size=480),
    ],
)
def thousands_of_orders_are_counted(student, case):
    """Nearly 3000 orders are no problem."""
    size_is_right(student, case)


@check("orbit_size_deep", points=0.25, cases=[Case(net=PART_JOINT)], needs=equal_units_make_the_orbit_smaller)
def deep_size_leaves_its_argument_alone(student, case):
    """The net that was handed in is as it was."""
    student.orbit_size_deep(case.net)
    expect.unchanged(student)

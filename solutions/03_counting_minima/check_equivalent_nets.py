"""The hidden checks of equivalent_nets: the list is compared with the orbit as a set, by ==."""

from autograder.checks import check, expect
from autograder.checks.cases import Case, net

from .special_nets import (
    ALL_BUT_ONE,
    BOTH_TIE,
    CASCADE,
    CYCLE_3,
    EARLY_TIE,
    FUNNEL,
    HAIR,
    LATE_TIE,
    MIDDLE_TIE,
    OTHER,
    PART_JOINT,
    SQUARE,
    TALL,
    TINY,
    ZEROS,
    all_but,
    joint,
    latin,
    orbit,
    word,
)


def list_is_the_orbit(student, case):
    expect.same_nets(student.equivalent_nets(case.net), orbit(case))


@check(
    "equivalent_nets",
    points=0.5,
    cases=[
        Case("a single unit", net=net([2, 1, 3])),
        Case("fewer units than inputs", net=FUNNEL),
        Case("four units", net=net([1, 4, 3])),
        Case("as many units as inputs and outputs", net=net([3, 3, 3], seed=4)),
    ],
)
def whole_units_take_all_orders(student, case):
    """Whole units, with their biases and outgoing weights, are brought into all orders."""
    list_is_the_orbit(student, case)


@check(
    "equivalent_nets",
    points=0.75,
    cases=[
        *(Case(f"all equal but {part}", net=all_but(part)) for part in ALL_BUT_ONE),
        Case("all equal", net=word("AAA")),
        Case("three equal units", net=word("ABAA")),
        Case("two and two", net=word("ABBA")),
        Case("1, -1 and -2", net=word("ADF")),
        Case("very close units", net=HAIR),
        Case("tiny numbers", net=TINY),
        Case("one pair among four", net=all_but("the bias", OTHER)),
    ],
)
def equal_units_give_equal_nets(student, case):
    """A net is listed once, however many orders give it; units that differ in one number are different."""
    list_is_the_orbit(student, case)


@check(
    "equivalent_nets",
    points=0.75,
    cases=[
        Case("a tie in the second layer", net=LATE_TIE),
        Case("two layers that move together", net=joint()),
        Case("two layers that cannot move together", net=joint(b2=(0, 1))),
        Case("two of three units move with the next layer", net=PART_JOINT),
        Case("a tie in the first layer", net=EARLY_TIE),
        Case("all equal in both layers", net=BOTH_TIE),
        Case("as many units as inputs and outputs", net=SQUARE),
        Case("a cycle of three", net=latin(CYCLE_3)),
        Case("three layers", net=net([1, 2, 3, 2, 2], seed=8)),
        Case("three layers that hang together", net=CASCADE),
    ],
)
def layers_are_ordered_independently(student, case):
    """In a deep net every order of one layer meets every order of the others, and equal nets are listed once."""
    list_is_the_orbit(student, case)


@check(
    "equivalent_nets",
    points=0.25,
    cases=[Case("two outputs", net=net([2, 3, 2], seed=9)), Case("two hidden layers", net=MIDDLE_TIE)],
    needs=whole_units_take_all_orders,
)
def list_leaves_its_argument_alone(student, case):
    """The net that was handed in is as it was."""
    student.equivalent_nets(case.net)
    expect.unchanged(student)


@check("equivalent_nets", points=0.25, cases=[Case("zeros of both signs", net=ZEROS)])
def zeros_of_both_signs_are_equal(student, case):
    """A zero may be 0.0 or -0.0: the two are equal, so they make no new net."""
    list_is_the_orbit(student, case)


@check("equivalent_nets", points=0.25, cases=[Case("2880 orders, 80 nets", net=TALL)])
def long_lists_are_complete(student, case):
    """Thousands of orders are no problem."""
    list_is_the_orbit(student, case)

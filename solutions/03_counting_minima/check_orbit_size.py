"""The hidden checks of orbit_size: the size is known from how the nets were made."""

from autograder.checks import check, expect
from autograder.checks.cases import Case, net

from .special_nets import (
    ALL_BUT_ONE,
    FUNNEL,
    HAIR,
    IDLE,
    LOOKALIKES,
    OTHER,
    SQUARE,
    THIN,
    TINY,
    ZEROS,
    all_but,
    arrangements,
    crowd,
    word,
    zeros_negated,
)


def sized(label, start, *multiplicities):
    """A case whose net has groups of equal units of these sizes."""
    return Case(label, net=start, size=arrangements(*multiplicities))


def size_is_right(student, case):
    expect.same_integer(student.orbit_size(case.net), case.size, "the size of the orbit")


@check(
    "orbit_size",
    points=0.5,
    cases=[
        *(sized(f"all equal but {part}", all_but(part), 2, 1) for part in ALL_BUT_ONE),
        *(sized(f"all equal but {part}", all_but(part, OTHER, OTHER, OTHER), 2, 1, 3) for part in ALL_BUT_ONE),
        sized("the same numbers at other places", LOOKALIKES, *[1] * 7),
        sized("very close units", HAIR, *[1] * 4),
        sized("tiny numbers", TINY, 1, 1, 1),
    ],
)
def units_that_differ_in_one_number_are_different(student, case):
    """Units are equal only if all of their numbers are, and are compared with ==."""
    size_is_right(student, case)


@check(
    "orbit_size",
    points=0.25,
    cases=[
        sized("a single unit", net([3, 1, 2]), 1),
        sized("fewer units than inputs", FUNNEL, 1, 1, 1),
        sized("all equal", word("AAA"), 3),
        sized("three equal units", word("ABAA"), 3, 1),
        sized("two and two", word("ABBA"), 2, 2),
        sized("two, two and one", word("ABCBA"), 2, 2, 1),
        sized("two and three", word("ABBAB"), 2, 3),
        sized("three, two and one", word("ABACBA"), 3, 2, 1),
        sized("four and three", word("BAABAAB"), 4, 3),
        sized("idle units", IDLE, 2, 1, 1),
    ],
)
def all_groups_of_equal_units_count(student, case):
    """Several groups of equal units, of any size, in any order."""
    size_is_right(student, case)


@check(
    "orbit_size",
    points=0.5,
    cases=[
        sized("19 different units", crowd(*[1] * 19), *[1] * 19),
        sized("23 units, one pair", crowd(2, *[1] * 21), 2, *[1] * 21),
        sized("24 units, groups of two", crowd(*[2] * 12), *[2] * 12),
        sized("30 units, 24 of them equal", crowd(24, *[1] * 6), 24, *[1] * 6),
        sized("200 units", crowd(90, 50, 3, 2, *[1] * 55), 90, 50, 3, 2, *[1] * 55),
        sized("200 different units", crowd(*[1] * 200), *[1] * 200),
    ],
)
def large_orbits_are_exact(student, case):
    """Up to 200 units, exact to the last digit."""
    size_is_right(student, case)


@check(
    "orbit_size",
    points=0.25,
    cases=[
        sized("zeros of both signs", ZEROS, 3, 2),
        sized("the other signs", zeros_negated(ZEROS), 3, 2),
    ],
)
def zeros_of_both_signs_make_equal_units(student, case):
    """A zero may be 0.0 or -0.0: the two are equal."""
    size_is_right(student, case)


@check(
    "orbit_size",
    points=0.25,
    cases=[Case(net=word("ABA")), Case(net=FUNNEL)],
    needs=all_groups_of_equal_units_count,
)
def size_leaves_its_argument_alone(student, case):
    """The net that was handed in is as it was."""
    student.orbit_size(case.net)
    expect.unchanged(student)


@check(
    "orbit_size",
    points=0.25,
    cases=[Case(net=SQUARE), Case(net=THIN), Case(net=net([2, 1, 2, 1])), Case(net=net([1, 2, 2, 2, 1]))],
    needs=all_groups_of_equal_units_count,
)
def deeper_nets_are_refused(student, case):
    """Nets with more than one hidden layer are refused with a ValueError."""
    with expect.raises(ValueError, f"The net has {len(case.net) - 1} hidden layers"):
        student.orbit_size(case.net)

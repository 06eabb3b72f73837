"""The hidden checks of signed_orbit_size: the size is known from how the nets were made."""

import numpy as np

from autograder.checks import check, expect
from autograder.checks.cases import Case, net

from .special_nets import (
    BASE,
    FUNNEL,
    LETTERS,
    OTHER,
    SQUARE,
    THIN,
    arrangements,
    from_units,
    negated,
    word,
)

NOTHING = ((0, 0), 0, (0, 0))


def spelled(letters):
    """A net from a word: a small letter is the capital letter's unit with all signs changed, a dot the zero unit."""
    units = [NOTHING if x == "." else LETTERS[x] if x.isupper() else negated(LETTERS[x.upper()]) for x in letters]
    return from_units(*units, output_bias=(0.5, -0.75))


def sized(label, start, *multiplicities, zeros=0):
    """A case whose net has groups of these sizes, equal up to a sign, and some zero units."""
    kinds = [*multiplicities, zeros]
    return Case(label, net=start, size=2 ** sum(multiplicities) * arrangements(*kinds))


def size_is_right(student, case):
    expect.same_integer(student.signed_orbit_size(case.net), case.size, "the size of the orbit")


@check(
    "signed_orbit_size",
    points=0.75,
    cases=[
        sized("two equal units", spelled("AA"), 2),
        sized("a unit and its flip", spelled("aA"), 2),
        sized("three different units", FUNNEL, 1, 1, 1),
        sized("two equal units of three", spelled("ABA"), 2, 1),
        sized("a unit and its flip, of three", spelled("ABa"), 2, 1),
        sized("three equal up to signs", spelled("aAA"), 3),
        sized("two and two", spelled("AbBA"), 2, 2),
        sized("three and two", spelled("ABabA"), 3, 2),
        sized("six units", spelled("ABcaCa"), 3, 1, 2),
    ],
)
def units_are_equal_up_to_a_sign(student, case):
    """A unit and its flip can become equal, so they are counted together; so are equal units."""
    size_is_right(student, case)


@check(
    "signed_orbit_size",
    points=0.5,
    cases=[
        sized("one zero unit and nothing else", spelled("."), zeros=1),
        sized("one of two is zero", spelled(".A"), 1, zeros=1),
        sized("two of three are zero", spelled(".A."), 1, zeros=2),
        sized("all are zero", spelled("..."), zeros=3),
        sized("three of five are zero", spelled("..A.B"), 1, 1, zeros=3),
        sized("zero units, equal units, flips", spelled("A.aB.bC"), 2, 2, 1, zeros=2),
    ],
)
def zero_units_have_no_sign(student, case):
    """A unit whose numbers are all zero is its own flip."""
    size_is_right(student, case)


def pair(label, one, two, *multiplicities):
    """A net of two units and a third one."""
    return sized(label, from_units(one, two, OTHER, output_bias=(0, 1)), *multiplicities)


@check(
    "signed_orbit_size",
    points=0.5,
    cases=[
        pair("nothing comes in", ((0, 0), 0, (4, 5)), BASE, 1, 1, 1),
        pair("nothing goes out", ((1, 2), 3, (0, 0)), BASE, 1, 1, 1),
        pair("the bias alone", ((0, 0), 3, (0, 0)), BASE, 1, 1, 1),
        pair("the last output alone", ((0, 0), 0, (0, 5)), ((0, 0), 0, (0, -5)), 2, 1),
        pair("only the outgoing signs differ", BASE, ((1, 2), 3, (-4, -5)), 1, 1, 1),
        pair("only the incoming signs differ", BASE, ((-1, -2), -3, (4, 5)), 1, 1, 1),
        pair("all signs but that of the bias differ", BASE, ((-1, -2), 3, (-4, -5)), 1, 1, 1),
        pair("all signs but one differ", BASE, ((-1, -2), -3, (-4, 5)), 1, 1, 1),
        pair("all signs but the first differ", BASE, ((1, -2), -3, (-4, -5)), 1, 1, 1),
        pair("-1 and -2", ((1, 2), 3, (4, -1)), ((1, 2), 3, (4, -2)), 1, 1, 1),
        pair("the numbers add up to 0", ((1, 2), -3, (4, -4)), ((-1, -2), 3, (-4, 4)), 2, 1),
        pair("another bias", BASE, ((-1, -2), -4, (-4, -5)), 1, 1, 1),
        pair("another weight to the second output", BASE, ((-1, -2), -3, (-4, -6)), 1, 1, 1),
        pair("without bias", ((1, 2), 0, (4, 5)), ((-1, -2), 0, (-4, -5)), 2, 1),
        pair("first weight 0", ((0, 2), 3, (4, 5)), ((0, -2), -3, (-4, -5)), 2, 1),
    ],
)
def every_number_of_a_unit_has_its_sign(student, case):
    """All numbers of a unit change their signs together, and a unit is zero only if all of them are."""
    size_is_right(student, case)


def many(flips, zeros, *multiplicities, seed=0):
    """A net of many units, some of them flipped, mixed up with zero units."""
    rng = np.random.default_rng([seed, *multiplicities])
    kinds = np.repeat(rng.normal(size=(len(multiplicities), 5)), multiplicities, axis=0)
    if flips:
        kinds *= rng.choice([-1, 1], size=(len(kinds), 1))
    units = rng.permutation(np.vstack([kinds, np.zeros((zeros, 5))]))
    start = from_units(*((unit[:2], unit[2], unit[3:]) for unit in units), output_bias=(0.5, -0.75))
    return sized(f"{len(units)} units", start, *multiplicities, zeros=zeros)


@check(
    "signed_orbit_size",
    points=0.25,
    cases=[
        many(False, 0, *[1] * 16),
        many(True, 1, 2, *[1] * 18),
        many(True, 25, 22, 3, *[1] * 10),
        many(False, 0, *[1] * 60),
    ],
)
def large_signed_orbits_are_exact(student, case):
    """Up to 60 units, exact to the last digit."""
    size_is_right(student, case)


MIXED_ZEROS = from_units(
    ((0.0, -1), 0.0, (-0.0, 2)),
    ((0.0, 1), 0.0, (-0.0, -2)),
    ((-0.0, 1), 0.0, (0.0, -2)),
    ((-0.0, 0.0), -0.0, (0.0, -0.0)),
    ((0.0, 0.0), 0.0, (0.0, 0.0)),
    output_bias=(0.0, 1),
)
CLOSE = from_units(
    ((0.1, 0.2), 0.3, (0.4, 0.7)),
    ((-0.1, -0.2), -0.3, (-0.4, np.nextafter(-0.7, 0))),
    ((-0.1, -0.2), -0.3, (-0.4, -0.7)),
    ((5e-324, 0), 0, (0, -0.0)),
    output_bias=(0.0, 1),
)


@check(
    "signed_orbit_size",
    points=0.25,
    cases=[
        sized("zeros of both signs", MIXED_ZEROS, 3, zeros=2),
        sized("neighbouring floats", CLOSE, 2, 1, 1),
    ],
)
def signed_units_are_compared_exactly(student, case):
    """Numbers that differ, by however little, are different, and 0.0 equals -0.0."""
    size_is_right(student, case)


@check(
    "signed_orbit_size",
    points=0.25,
    cases=[Case(net=word("ABA"))],
    needs=units_are_equal_up_to_a_sign,
)
def signed_size_leaves_its_argument_alone(student, case):
    """The net that was handed in is as it was."""
    student.signed_orbit_size(case.net)
    expect.unchanged(student)


@check(
    "signed_orbit_size",
    points=0.25,
    cases=[Case(net=SQUARE), Case(net=THIN), Case(net=net([2, 1, 2, 1])), Case(net=net([1, 2, 2, 2, 1]))],
    needs=units_are_equal_up_to_a_sign,
)
def deeper_tanh_nets_are_refused(student, case):
    """Nets with more than one hidden layer are refused with a ValueError."""
    with expect.raises(ValueError, f"The net has {len(case.net) - 1} hidden layers"):
        student.signed_orbit_size(case.net)

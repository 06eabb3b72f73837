"""The hidden checks of more_minimisers: any nets will do whose function is proved to be the same."""

from autograder import certify, nets
from autograder.checks import check, expect, values
from autograder.checks.cases import Case
from autograder.checks.errors import Mismatch
from autograder.checks.show import short

from .special_nets import from_units


def multiset(one):
    """Units and output bias of a net with one hidden layer: what no reordering changes."""
    # sorted() and == on tuples of floats: 0.0 and -0.0 count as equal
    return (*sorted(nets.units(one, 1)), tuple(one[1][1].tolist()))


def list_is_right(student, case):
    """`k` nets with the function of the net, none of them a reordering of it or of another."""
    found = {multiset(case.net): "the net itself"}
    for place, value in enumerate(values.sequence(student.more_minimisers(case.net, case.k), case.k)):
        one = expect.net(value, case.net, f"net {place} of the list")
        verdict = certify.same_function(case.net, one)
        if not verdict.proved:
            raise Mismatch(f"Net {place} of the list does not compute the function of the net. {verdict.reason}")
        units = multiset(one)
        if units in found:
            raise Mismatch(f"Net {place} of the list is a reordering of {found[units]}: {short(one)}.")
        found[units] = f"net {place} of the list"


def whole(*units):
    """A net of whole numbers from its units, the output biases included."""
    return from_units(*units, output_bias=range(1, len(units[0][2]) + 1))


def twins(*outgoing):
    """A net of units that share incoming weights and bias."""
    return whole(*(((1, -2), 3, v) for v in outgoing))


FAR_APART = whole(
    ((1, 2), 3, (4, 5)),
    ((2, 1), 3, (4, 5)),  # the same bias and outgoing weights as the first unit
    ((1, 2), 4, (1, 7)),  # the same incoming weights
    ((2, 2), 3, (4, 1)),  # the same bias
    ((2, 1), 3, (-1, 2)),  # the twin of unit 1
)


@check(
    "more_minimisers",
    points=0.5,
    cases=[
        Case("the last two of three", net=whole(((1,), 2, (3,)), ((1,), 3, (4,)), ((1,), 3, (6,))), k=2),
        Case("twins that are not neighbours", net=FAR_APART, k=3),
        Case(
            "only one input tells the others apart",
            net=whole(((1, 0), 1, (2, 3)), ((1, 5), 1, (4, 4)), ((1, 0), 1, (5, 1)), ((7, 0), 1, (2, 2))),
            k=3,
        ),
        Case("a twin without incoming weights", net=whole(((0,), 1, (2,)), ((0,), 1, (4,)), ((0,), 2, (4,))), k=2),
        Case("three alike", net=twins((1,), (5,), (2,)), k=4),
        Case("zeros of both signs", net=whole(((0.0, 1), 2, (3,)), ((2, 1), 0, (3,)), ((-0.0, 1), 2, (5,))), k=2),
    ],
)
def twins_are_found_wherever_they_are(student, case):
    """Two units share their incoming weights and their bias; they may be any two units."""
    list_is_right(student, case)


@check(
    "more_minimisers",
    points=0.5,
    cases=[
        Case("one apart", net=twins((2,), (3,)), k=3),
        Case("far apart", net=twins((-4,), (9,)), k=14),
        Case("the other way round", net=twins((5,), (-2,)), k=8),
        Case("an even distance", net=twins((7,), (3,)), k=5),
        Case("ten apart", net=twins((1,), (11,)), k=4),
        Case("a hundred apart", net=twins((70,), (-30,)), k=3),
        Case("a thousand apart", net=twins((500,), (-500,)), k=2),
        Case("two outputs, one of them the same", net=twins((1, -3), (7, -3)), k=6),
        Case("outgoing weights of others in the way", net=twins((0,), (4,), (2,), (6,), (-2,)), k=7),
    ],
)
def none_is_a_reordering_of_another(student, case):
    """A shift may end in a mere reordering: of the net, or of another net of the list."""
    list_is_right(student, case)


@check(
    "more_minimisers",
    points=0.25,
    cases=[
        Case("equal twins", net=twins((4,), (4,)), k=3),
        Case("opposite twins", net=twins((4,), (-4,)), k=3),
        Case("one twin is idle", net=twins((0,), (3,)), k=3),
        Case("both twins are idle", net=twins((0, 0), (0, 0)), k=3),
        Case("three outputs", net=twins((0, 1, 0), (5, -1, 0)), k=3),
    ],
)
def outgoing_weights_may_be_anything(student, case):
    """The outgoing weights of the twins may be equal, opposite or zero."""
    list_is_right(student, case)


@check(
    "more_minimisers",
    points=0.25,
    # The sum of the twins is negative: give one of them 100 and some tenths, and the other is beyond 128 before it,
    # where floats lie less densely.
    cases=[Case("a hundred", net=whole(((2, 5), 1, (-11,)), ((3, 4), 1, (2,)), ((2, 5), 1, (4,))), k=100)],
    needs=none_is_a_reordering_of_another,
)
def a_hundred_nets_can_be_had(student, case):
    """There is no end to them."""
    list_is_right(student, case)


@check(
    "more_minimisers",
    points=0.25,
    cases=[Case("none", net=twins((2,), (3,)), k=0), Case("none", net=FAR_APART, k=0)],
    needs=twins_are_found_wherever_they_are,
)
def no_nets_are_an_empty_list(student, case):
    """If no nets are asked for, the list is empty."""
    list_is_right(student, case)


@check("more_minimisers", points=0.25, cases=[Case(net=FAR_APART, k=2)], needs=twins_are_found_wherever_they_are)
def twins_are_left_alone(student, case):
    """The net that was handed in is as it was."""
    student.more_minimisers(case.net, case.k)
    expect.unchanged(student)

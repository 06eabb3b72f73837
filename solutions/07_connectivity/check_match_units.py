"""The hidden checks of match_units: any perm with the largest sum of products is right."""

import numpy as np

from autograder import nets
from autograder.checks import check, expect
from autograder.checks.cases import Case, net

from .alignment import match_is_best
from .special_nets import (
    DIFFERENT_SHAPES,
    from_units,
    moved,
    moved_and_changed,
    of_widths,
    random_net,
    strangers,
    times,
)


def by_table(label, table, bias=0.0):
    """A case whose similarities are the table's, up to what is the same for all perms."""
    n = len(table)
    same = [(np.eye(n), np.full(n, bias)), (np.ones((1, n)), np.array([0.5]))]
    return Case(label, net_a=same, net_b=[(np.array(table, dtype=float).T, np.full(n, bias)), same[1]])


ONE_WAY_IN = from_units(*(((1, -2), 0.5, out) for out in ((2, 1), (-1, 2), (0.5, -3), (-2, -2))))
ONE_BIAS = from_units(*(((1, -2), bias, (2, 1)) for bias in (3, -1, 0.5, 2)))
WAY_IN_MISLEADS = Case(
    "the way in says one thing, the way out another, louder",
    net_a=from_units(((1, 0), 0, (4, 0)), ((0, 1), 0, (0, 4)), ((-1, -1), 0, (-3, 3))),
    net_b=from_units(((0, 1), 0, (-3, 4)), ((-1, -1), 0, (5, 0)), ((1, 0), 0, (0, 4))),
)
BIASES_MISLEAD = Case(
    "the biases are louder than the weights",
    net_a=from_units(((1, 0), 5, (1,)), ((0, 1), -4, (1,)), ((-1, 1), 1, (2,))),
    net_b=from_units(((1, 0), 1, (1,)), ((0, 1), 6, (1,)), ((-1, 1), -5, (2,))),
)
SECOND_OUTPUT = Case(
    "only the second output tells the units apart",
    net_a=from_units(((1,), 1, (3, 1)), ((1,), 1, (3, 2)), ((1,), 1, (3, 5))),
    net_b=from_units(((1,), 1, (3, 4)), ((1,), 1, (3, 1)), ((1,), 1, (3, 2))),
)
THREE = net([3, 3, 3], seed=21)


@check(
    "match_units",
    points=0.5,
    cases=[
        moved("only the way out tells the units apart", ONE_WAY_IN, [2, 0, 3, 1]),
        moved("only the biases tell the units apart", ONE_BIAS, [1, 3, 0, 2]),
        SECOND_OUTPUT,
        WAY_IN_MISLEADS,
        BIASES_MISLEAD,
        moved("as many inputs and outputs as units", THREE, [1, 2, 0]),
        strangers("strangers, as many inputs and outputs as units", [3, 3, 3], 23),
        strangers("strangers, five units", [2, 5, 3], 24),
        moved_and_changed("all numbers a bit different", net([3, 5, 2], seed=25), 0.4, seed=3),
    ],
)
def all_parts_of_a_unit_count(student, case):
    """Incoming weights, biases and outgoing weights all count, and their products are added up."""
    match_is_best(student, case)


@check(
    "match_units",
    points=0.5,
    cases=[
        by_table("a circle", [[0, 9, 0], [0, 0, 9], [9, 0, 0]]),
        by_table("no swap helps, a circle does", [[4, 6, 0], [0, 4, 6], [6, 0, 4]]),
        by_table("the best partner of the first unit is needed elsewhere", [[7, 9, 0], [1, 9, 2], [8, 0, 3]]),
        by_table("the largest of all is not taken", [[10, 9, 1], [9, 1, 2], [2, 3, 0]]),
        by_table("negative all over", [[-9, -1, -5], [-2, -8, -3], [-7, -3, -4]], bias=-1.5),
        by_table("large and opposite is not similar", [[-9, 1, 2], [1, -8, 3], [2, 2, -7]]),
        Case(
            "longer units count for more",
            net_a=from_units(((9, 0), 0, (1,)), ((1, 1), 0, (1,)), ((0, 2), 0, (1,))),
            net_b=from_units(((2, 2), 0, (1,)), ((5, 1), 0, (1,)), ((6, 6), 0, (1,))),
        ),
        strangers("twelve units", [2, 12, 2], 26),
    ],
    needs=all_parts_of_a_unit_count,
)
def the_sum_counts_and_not_the_single_pair(student, case):
    """The sum over all units is the largest possible, even if single units could have better partners."""
    match_is_best(student, case)


def beyond_single_precision():
    """Two units whose best order shows in the ninth digit only."""
    return Case(
        "a difference in the ninth digit",
        net_a=from_units(((1.0,), 0.0, (1.0,)), ((2.0,), 0.0, (1.0,))),
        net_b=from_units(((1.0 + 2e-8,), 0.0, (1.0,)), ((1.0,), 0.0, (1.0,))),
    )


TIES = from_units(((1, 2), 3, (4,)), ((1, 2), 3, (4,)), ((2, 1), 0, (-1,)), ((1, 2), 3, (4,)))


@check(
    "match_units",
    points=0.25,
    cases=[
        moved("a single unit", net([2, 1, 3], seed=27), [0]),
        moved("nothing has moved", net([2, 4, 1], seed=28), [0, 1, 2, 3]),
        moved("equal units", TIES, [2, 0, 1, 3]),
        Case("zeros", net_a=times(TIES, 0.0), net_b=TIES),
        beyond_single_precision(),
        strangers("tiny numbers", [2, 5, 2], 29, factor=1e-7),
        strangers("large numbers", [2, 5, 2], 31, factor=1e7),
    ],
    needs=all_parts_of_a_unit_count,
)
def numbers_of_any_size_and_ties_are_matched(student, case):
    """A single unit, equal units, tiny and large numbers: the sum is the largest possible there too."""
    match_is_best(student, case)


@check(
    "match_units",
    points=0.25,
    cases=[
        moved("a circle", THREE, [2, 0, 1]),
        strangers("strangers", [2, 5, 3], 24),
    ],
    needs=all_parts_of_a_unit_count,
)
def match_leaves_its_arguments_alone(student, case):
    """Both nets are as they were."""
    match_is_best(student, case)
    expect.unchanged(student)


@check("match_units", points=0.125, cases=DIFFERENT_SHAPES[:5], needs=all_parts_of_a_unit_count)
def match_refuses_nets_of_different_shapes(student, case):
    """Two nets of different shapes are refused with a ValueError."""
    one, two = nets.widths(case.net_a), nets.widths(case.net_b)
    with expect.raises(ValueError, f"The nets have the widths {one} and {two}"):
        student.match_units(case.net_a, case.net_b)


@check(
    "match_units",
    points=0.125,
    cases=[
        *DIFFERENT_SHAPES[5:],
        Case("two hidden layers", net_a=of_widths(2, 3, 3, 1), net_b=of_widths(2, 3, 3, 1)),
        Case("three hidden layers", net_a=net([2, 2, 2, 2, 1]), net_b=net([2, 2, 2, 2, 1])),
    ],
    needs=all_parts_of_a_unit_count,
)
def match_refuses_more_than_one_hidden_layer(student, case):
    """Nets with more than one hidden layer are refused with a ValueError."""
    one, two = nets.widths(case.net_a), nets.widths(case.net_b)
    with expect.raises(ValueError, f"The nets have the widths {one} and {two}, so not both have one hidden layer"):
        student.match_units(case.net_a, case.net_b)


@check(
    "match_units",
    points=0.25,
    cases=[
        moved_and_changed("fifty units, each a bit different", random_net([4, 50, 3], 32), 0.8, seed=5),
        strangers("fifty strangers", [3, 50, 2], 33),
    ],
    needs=all_parts_of_a_unit_count,
)
def fifty_units_are_matched(student, case):
    """Fifty units are matched in time, and the sum is the largest possible."""
    match_is_best(student, case)

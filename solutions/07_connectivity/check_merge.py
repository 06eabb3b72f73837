"""The hidden checks of merge: the aligned net is recovered from the midpoint, and judged as in align."""

from autograder import nets
from autograder.checks import check, expect
from autograder.checks.cases import Case, net

from .alignment import aligned_part, nothing_is_lost_or_left
from .special_nets import (
    DEEP_DIFFERENT_SHAPES,
    DIFFERENT_SHAPES,
    EQUAL_UNITS,
    MISLEADING,
    MISLEADING_TOO,
    SAME_BIASES_AND_WAY_OUT,
    SEVERAL_ROUNDS,
    STEEP,
    STEEP_TOO,
    almost_alike,
    faint,
    moved,
    moved_and_changed,
    random_net,
    strangers,
    times,
)


def midpoint_is_that_of_aligned_nets(student, case):
    """The student's net is the midpoint of net_a and of net_b in an order that nothing can be said against."""
    nothing_is_lost_or_left(case, aligned_part(student, case), "The order of net_b that your net is made of")


@check(
    "merge",
    points=0.75,
    cases=[
        strangers("one hidden layer", [2, 4, 2], 74),
        strangers("two hidden layers", [2, 3, 4, 2], 52),
        strangers("square", [3, 3, 3, 3], 78),
        strangers("three hidden layers", [2, 4, 5, 3, 2], 54),
        strangers("four rounds are needed", [2, 6, 6, 6, 6, 2], 114),
        MISLEADING,
        MISLEADING_TOO,
        SEVERAL_ROUNDS,
        moved_and_changed("a reordering with all numbers a bit different", random_net([2, 6, 5, 2], 82), 0.3, seed=5),
        Case("large and small", net_a=times(net([2, 4, 3, 1], seed=83), 1e4), net_b=times(net([2, 4, 3, 1], 84), 1e-3)),
    ],
)
def the_result_is_the_midpoint_after_alignment(student, case):
    """The result is the midpoint of net_a and net_b in an order that no single layer can improve."""
    midpoint_is_that_of_aligned_nets(student, case)


@check(
    "merge",
    points=0.5,
    cases=[
        moved("equal biases and outgoing weights", SAME_BIASES_AND_WAY_OUT, [2, 0, 1], [1, 2, 0]),
        moved("two hidden layers, a climb from the identity stops", STEEP, [1, 2, 0], [2, 1, 0]),
        moved("two hidden layers, a climb from the identity stops", STEEP_TOO, [2, 0, 1], [1, 2, 0]),
        moved("equal units", EQUAL_UNITS, [3, 0, 1, 2], [2, 0, 1]),
        moved("units that are almost alike", almost_alike(), [3, 5, 1, 0, 2, 4], [4, 2, 0, 1, 3]),
        moved("faint on the way in and out", faint(), seed=6),
        moved("four hidden layers", random_net([1, 10, 9, 8, 7, 1], 73), seed=6),
    ],
    needs=the_result_is_the_midpoint_after_alignment,  # or returning net_a would do
)
def a_net_merged_with_its_reordering_is_itself(student, case):
    """If net_b is a reordering of net_a, the result is net_a."""
    merged = student.merge(case.net_a, case.net_b)
    expect.close_parameters(merged, case.net_a, "(net_b is a reordering of net_a)")


@check(
    "merge",
    points=0.25,
    cases=[strangers("three hidden layers", [2, 4, 5, 3, 2], 80)],
    needs=the_result_is_the_midpoint_after_alignment,
)
def merge_leaves_its_arguments_alone(student, case):
    """Both nets are as they were."""
    midpoint_is_that_of_aligned_nets(student, case)
    expect.unchanged(student)


@check(
    "merge",
    points=0.5,
    cases=[*DIFFERENT_SHAPES[2:4], *DIFFERENT_SHAPES[5:], *DEEP_DIFFERENT_SHAPES[:2]],
    needs=the_result_is_the_midpoint_after_alignment,
)
def merge_refuses_nets_of_different_shapes(student, case):
    """Two nets of different shapes are refused with a ValueError."""
    one, two = nets.widths(case.net_a), nets.widths(case.net_b)
    with expect.raises(ValueError, f"The nets have the widths {one} and {two}"):
        student.merge(case.net_a, case.net_b)

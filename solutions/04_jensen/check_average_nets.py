"""The hidden checks of average_nets. Means are computed, so they are compared to a relative 1e-9."""

from functools import cache

import numpy as np

from autograder.checks import check, expect
from autograder.checks.cases import Case, net

from .special_nets import ODD, close_parameters, largest, whole


@cache
def averaged(case):
    """The mean of each parameter, and the largest of all that were averaged."""
    mean = [
        (np.mean([W for W, _ in layers], axis=0), np.mean([b for _, b in layers], axis=0))
        for layers in zip(*case.nets, strict=True)
    ]
    return mean, max(largest(one) for one in case.nets)


def average_is_right(student, case):
    """The student's average, compared with the mean of each parameter."""
    mean, scale = averaged(case)
    return close_parameters(student.average_nets(case.nets), mean, scale)


def some(widths, count, seed):
    """Several different nets of the same widths."""
    return [net(widths, seed + k) for k in range(count)]


def ints(widths, count, seed):
    """Several different nets of whole numbers in integer arrays."""
    return [[(W.astype(np.int64), b.astype(np.int64)) for W, b in whole(widths, seed + k)] for k in range(count)]


@check(
    "average_nets",
    points=0.5,
    cases=[
        Case("one net", nets=some([2, 3, 2], 1, 60)),
        Case("three nets", nets=some([2, 3, 1], 3, 61)),
        Case("no hidden layer", nets=some([3, 2], 4, 64)),
        Case("the same net three times", nets=[ODD, ODD, ODD]),
        Case("three hidden layers", nets=some([1, 3, 2, 4, 2], 5, 68)),
        Case("four nets, square", nets=some([2, 2, 2], 4, 73)),
        Case("a net that is there twice", nets=[*some([2, 3, 2], 2, 90), *some([2, 3, 2], 1, 90)]),
        Case("23 nets", nets=some([2, 4, 3], 23, 77)),
    ],
)
def any_number_of_nets_can_be_averaged(student, case):
    """Any number of nets of any depth can be averaged, also a single one and nets without a hidden layer."""
    average_is_right(student, case)


@check(
    "average_nets",
    points=0.25,
    cases=[
        Case("all of integers", nets=ints([2, 2, 1], 2, 101)),
        Case("three of integers", nets=ints([2, 3, 2], 3, 103)),
        Case("integers first", nets=[*ints([2, 3, 2], 1, 106), *some([2, 3, 2], 2, 107)]),
        Case("integers last", nets=[*some([2, 3, 2], 2, 109), *ints([2, 3, 2], 1, 111)]),
        Case(
            "integer weights, float biases",
            nets=[[(W.astype(np.int64), b / 4) for W, b in whole([2, 3, 1], 112 + k)] for k in range(2)],
        ),
    ],
)
def integers_keep_their_fractions(student, case):
    """The mean of whole numbers need not be whole: nothing is cut off, whatever the type of the arrays."""
    average_is_right(student, case)


@check(
    "average_nets",
    points=0.25,
    cases=[Case("floats", nets=some([2, 3, 2], 3, 61)), Case("deep", nets=some([2, 2, 3, 1], 2, 66))],
    needs=any_number_of_nets_can_be_averaged,
)
def averaging_leaves_the_nets_alone(student, case):
    """The nets that were handed in are as they were."""
    average_is_right(student, case)
    expect.unchanged(student)


@check(
    "average_nets",
    points=0.25,
    cases=[
        Case("one unit and three units", nets=[net([2, 1, 1]), net([2, 3, 1])]),
        Case("other inputs", nets=[net([2, 3, 1]), net([1, 3, 1])]),
        Case("one output more", nets=[net([2, 2, 1]), net([2, 2, 2])]),
        # numpy would stretch the one unit to three
        Case("only the last net", nets=[net([2, 3, 2], 1), net([2, 3, 2], 2), net([2, 1, 2], 3)]),
        Case("only the net in the middle", nets=[net([2, 3, 2], 1), net([2, 1, 2], 2), net([2, 3, 2], 3)]),
        Case("only the first net", nets=[net([2, 1, 2], 1), net([2, 3, 2], 2), net([2, 3, 2], 3)]),
        Case("one layer more", nets=[net([2, 2, 2]), net([2, 2, 2, 2])]),
        Case("one layer less", nets=[net([2, 2, 2, 2]), net([2, 2, 2])]),
        Case("with and without a hidden layer", nets=[net([2, 2]), net([2, 2, 2])]),
        Case("as many parameters", nets=[net([2, 3, 2, 2]), net([2, 2, 3, 2])]),
        Case("the first layer agrees", nets=[net([2, 3, 1]), net([2, 3, 2])]),
    ],
    needs=any_number_of_nets_can_be_averaged,
)
def nets_of_different_shapes_have_no_average(student, case):
    """Nets that differ in any shape or in depth are refused with a ValueError, whichever of them it is."""
    shapes = ["-".join(str(n) for n in [one[0][0].shape[1], *(len(b) for _, b in one)]) for one in case.nets]
    with expect.raises(ValueError, f"The nets have the widths {' and '.join(shapes)}"):
        student.average_nets(case.nets)

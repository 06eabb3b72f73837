"""The hidden checks of count_orderings: whole numbers, exact to the last digit."""

import math

from autograder.checks import check, expect
from autograder.checks.cases import Case


def counted(*widths):
    """A case with these widths."""
    return Case("-".join(map(str, widths)), widths=list(widths))


def count_is_right(student, case):
    count = math.prod(math.factorial(n) for n in case.widths[1:-1])
    expect.same_integer(student.count_orderings(case.widths), count, "the count")


@check(
    "count_orderings",
    points=0.75,
    cases=[
        counted(1, 1),
        counted(5, 4),
        counted(4, 1, 3),
        counted(1, 3, 1),
        counted(3, 4, 2),
        counted(5, 2, 4, 3),
        counted(2, 2, 2, 2, 1),
        counted(6, 3, 1, 4, 2, 7),
        counted(10, 10, 10),
        counted(3, 7, 11, 7, 2),
    ],
)
def every_hidden_layer_counts(student, case):
    """Any number of hidden layers, none included, of any widths."""
    count_is_right(student, case)


@check(
    "count_orderings",
    points=0.75,
    cases=[
        counted(2, 20, 1),
        counted(2, 21, 1),
        counted(3, 23, 2),
        counted(2, 13, 9, 11, 3),
        counted(2, 50, 1),
        counted(2, 171, 1),
        counted(784, 300, 100, 10),
        counted(784, 512, 512, 512, 10),
        counted(3, 2000, 1, 1999, 2000, 2),
    ],
)
def huge_counts_are_exact(student, case):
    """The count is exact to its last digit, however many digits it has."""
    count_is_right(student, case)


@check("count_orderings", points=0.25, cases=[counted(2, 3, 4, 1)], needs=every_hidden_layer_counts)
def widths_are_left_alone(student, case):
    """The list of widths that was handed in is as it was."""
    student.count_orderings(case.widths)
    expect.unchanged(student)

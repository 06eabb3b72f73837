"""Visible checks of a lab for tests."""

import numpy as np

from autograder.checks import cases, check, expect

NUMBERS = [cases.Case("one", x=np.array([1.0])), cases.Case("three", x=np.array([1.0, -2.0, 3.0]))]


@check("double", points=2, cases=NUMBERS)
def every_entry_is_doubled(student, case):
    """Every entry is doubled."""
    expect.close(student.double(case.x), 2 * case.x)


@check("double", points=1, cases=NUMBERS, needs=every_entry_is_doubled)
def the_argument_is_unchanged(student, case):
    """The argument is unchanged."""
    student.double(case.x)
    expect.unchanged(student)


@check("reverse", points=2)
def three_items(student):
    """Three items come back in reverse order."""
    expect.that(student.reverse([1, 2, 3]) == [3, 2, 1], "The last item should come first.")

"""The hidden checks of count_minima: the count is exact, however large."""

from autograder.checks import check, expect
from autograder.checks.cases import Case


@check("count_minima", points=0.5, cases=[Case(d=d) for d in (3, 4, 5, 8, 14)])
def count_is_right_in_higher_dimensions(student, case):
    """The count is right in higher dimensions."""
    expect.same_integer(student.count_minima(case.d), 11**case.d, "the count")


@check("count_minima", points=0.75, cases=[Case(d=d) for d in (16, 18, 19, 20, 64, 300, 2000)])
def large_counts_are_exact(student, case):
    """Counts that no float and no 64-bit integer holds are exact."""
    expect.same_integer(student.count_minima(case.d), 11**case.d, "the count")

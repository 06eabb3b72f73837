"""The hidden checks of saddle_counts: exact whole numbers, small ones first."""

import math

from autograder.checks import check, expect, values
from autograder.checks.cases import Case

from .judging import counts_are


def dimension(label, d):
    return Case(label, d=d, counts=[math.comb(d, k) * 11 ** (d - k) * 10**k for k in range(d + 1)])


@check(
    "saddle_counts",
    points=0.5,
    cases=[dimension(f"{d} variables", d) for d in (4, 5, 6, 9, 12)],
)
def counts_are_right_for_more_variables(student, case):
    """The counts are right for four and more variables."""
    counts_are(student, case.d, case.counts)


@check(
    "saddle_counts",
    points=0.5,
    cases=[
        dimension("beyond floats", 16),
        dimension("beyond 64 bits", 20),
        dimension("130 digits", 100),
        dimension("too large for floats", 300),
    ],
)
def large_counts_are_exact(student, case):
    """Counts of hundreds of digits are exact to the last one."""
    counts_are(student, case.d, case.counts)


@check("saddle_counts", points=0.25, cases=[Case("", d=1), Case("", d=3), Case("", d=40)])
def all_of_them_add_up(student, case):
    """There is one count for each index 0 to d, they sum to 21**d, and with alternating signs to 1."""
    given = values.sequence(student.saddle_counts(case.d), case.d + 1)
    counts = [values.integer(count, f"the count of index {k}") for k, count in enumerate(given)]
    expect.same_integer(sum(counts), 21**case.d, "the sum of all counts")
    expect.same_integer(sum((-1) ** k * count for k, count in enumerate(counts)), 1, "the alternating sum")

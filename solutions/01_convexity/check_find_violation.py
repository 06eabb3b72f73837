"""The hidden checks of find_violation. Every triple that is a proof is right; None is right if there is none.

Tables are of whole numbers of any size, and then the answer must be exact; or they are of small numbers that are not
all whole, and then every excess over a chord is exactly 0 or at least a thousandth: floats with a tolerance between the
two are right there, and floats without a tolerance are not.
"""

from fractions import Fraction
from functools import cache
from itertools import combinations

import numpy as np

from autograder import certify
from autograder.checks import check, expect, values
from autograder.checks.cases import Case


@cache
def has_violation(case):
    """Whether any three rows are a violation: all of them are tried, in fractions."""
    rows = sorted((Fraction(float(p)), Fraction(float(v))) for p, v in zip(case.points, case.heights, strict=True))
    return any((v1 - v0) * (p2 - p0) > (v2 - v0) * (p1 - p0) for (p0, v0), (p1, v1), (p2, v2) in combinations(rows, 3))


def answer_is_right(student, case):
    answer = student.find_violation(case.points, case.heights)
    if answer is None:
        expect.that(not has_violation(case), "Some value lies above a chord here, but the answer is None.")
        return
    is_list = isinstance(answer, list | tuple | np.ndarray)
    expect.that(is_list, f"The answer should be (i, j, k) or None, but is {values.kind(answer)}.")
    triple = [values.integer(index, "an index") for index in values.sequence(answer, 3)]
    verdict = certify.above_chord(case.points, case.heights, *triple)
    told = verdict.reason if has_violation(case) else f"The answer should be None. {verdict.reason}"
    expect.that(verdict.proved, told)


def table(label, points, heights):
    return Case(label, points=np.array(points, dtype=float), heights=np.array(heights, dtype=float))


def convex(label, n, seed, bump=None, by=1.0):
    """A shuffled table of a convex function in whole numbers, unevenly spaced; one value may be too high by `by`."""
    rng = np.random.default_rng([seed, n])
    points = np.cumsum(rng.integers(1, 6, size=n)) - 10
    # slopes that rise by at least 1 from one stretch to the next
    heights = np.concatenate([[0], np.cumsum(np.diff(points) * (np.arange(n - 1) - n // 2))])
    heights = heights.astype(float)
    if bump is not None:
        heights[bump] += by
    order = rng.permutation(n)
    return table(label, points[order], heights[order])


@check(
    "find_violation",
    points=0.5,
    cases=[
        table("above the chord, below the mean of the ends", [0, 2, 8], [0, 3, 8]),
        table("above the mean of the ends", [0, 2, 8], [0, 5, 8]),
        table("falling", [0, 1, 2], [9, 6, 2]),
        table("uneven: in the middle of the list, not of the points", [0, 1, 9], [0, 2, 9]),
        table("uneven, the other side", [0, 8, 9], [9, 2, 0]),
        table("not sorted", [4, 0, 1, 2], [4, 0, 3, 2]),
        table("convex as listed, not as sorted", [0, 2, 1, 3], [4, 1, 3, 4]),
        table("one too low, so its neighbours are too high", [0, 1, 2, 3, 4], [0, 1, -5, 9, 40]),
        table("two thousandths", [2, 0, 1], [0, 0, 0.002]),
        table("not whole", [0.5, 0.25, 1.75, 0.0], [1.5, 1.0, 1.25, 0.5]),
        convex("the second of nine", 9, 1, bump=1, by=40.0),
        convex("the last but one of nine: only its neighbours prove it", 9, 2, bump=7),
        convex("the last but two of fifty", 50, 3, bump=47, by=5.0),
    ],
)
def violations_are_found(student, case):
    """A violation is found in tables that are unsorted, unevenly spaced, or long."""
    answer_is_right(student, case)


@check(
    "find_violation",
    points=0.5,
    cases=[
        table("uneven", [0, 1, 9], [0, 0, 8]),
        table("not sorted", [4, 0, 1, 2], [9, 0, 1, 3]),
        table("concave as listed, not as sorted", [0, 2, 1], [1, 1, 0]),
        table("a constant", [3, -1, 8, 2], [7, 7, 7, 7]),
        table("a corner", [0, 1, 2, 3, 5], [2, 1, 0, 1, 3]),
        table("not whole", [0.0, 0.5, 1.5, -1.0], [0.125, 0.0, 0.5, 1.0]),
        table("a line in eighths, whose chords floats put too low", [2, 0.125, 3.375, 0], [2, 0.125, 3.375, 0]),
        convex("nine rows", 9, 4),
        convex("thirty rows", 30, 5),
    ],
    needs=violations_are_found,
)
def none_if_there_is_none(student, case):
    """The answer is None for tables of convex functions, also of lines and corners."""
    answer_is_right(student, case)


def almost_equal_slopes(label, n, sign):
    """Slopes (n + 1) / n and (n + 2) / (n + 1): fractions that differ by 1 / (n**2 + n), and equal as floats."""
    return table(label, [0, n, 2 * n + 1], [0, sign * (n + 1), sign * (2 * n + 3)])


@check(
    "find_violation",
    points=0.5,
    cases=[
        table("three rows of a line", [0, 1, 5], [0, 1, 5]),
        table("a hair above a line", [0, 10**6, 3 * 10**6], [0, 7 * 10**6 + 1, 21 * 10**6]),
        table("2**53", [0, 2**51, 2**52], [2**53, 2**52 + 2, 2]),
        table("2**53, on the line", [0, 2**51, 2**52], [2**53, 2**52 + 1, 2]),
        table("products beyond 2**63", [0, 10**10, 3 * 10**10], [0, 10**15 + 1, 3 * 10**15]),
        table("products beyond 2**63, on the line", [0, 10**10, 3 * 10**10], [0, 10**15, 3 * 10**15]),
        table("values beyond 2**63, on the line", [-1, 0, 2], [2.0**70, 2.0**71, 2.0**72]),
        table("values beyond 2**53, and an odd one: their differences are rounded", [0, 1, 2], [-1, 2.0**54, 2.0**55]),
        table("600 binary digits", [0, 1, 2], [-1, 2.0**600, 2.0**601]),
        almost_equal_slopes("falling slopes", 90_000_001, 1),
        almost_equal_slopes("falling slopes, products beyond 2**53", 10**9, 1),
        almost_equal_slopes("rising slopes", 10**9, -1),
        almost_equal_slopes("falling slopes, larger", 10**15, 1),
        almost_equal_slopes("rising slopes, larger", 10**15, -1),
    ],
    needs=violations_are_found,
)
def whole_numbers_are_exact(student, case):
    """Whole numbers are compared exactly, small and large: three points on a line are no violation."""
    answer_is_right(student, case)


@check(
    "find_violation",
    points=0.25,
    cases=[
        table("no row", [], []),
        table("one row", [3], [1]),
        table("two rows", [2, 0], [9, -4]),
    ],
    needs=violations_are_found,
)
def fewer_than_three_rows_prove_nothing(student, case):
    """The answer is None for fewer than three rows."""
    answer_is_right(student, case)


@check(
    "find_violation",
    points=0.25,
    cases=[
        table("not sorted", [4, 0, 1, 2], [4, 0, 3, 2]),
        table("convex, not sorted", [4, 0, 1, 2], [9, 0, 1, 3]),
    ],
    needs=violations_are_found,
)
def table_is_left_alone(student, case):
    """The points and the values are as they were, in their order."""
    answer_is_right(student, case)
    expect.unchanged(student)

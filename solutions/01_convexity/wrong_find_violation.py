"""Wrong ideas about find_violation."""

from fractions import Fraction
from itertools import combinations

import numpy as np

from autograder.checks import misconception


def exact(numbers):
    return [Fraction(float(number)) for number in numbers]


def first(order, p, v, convicts):
    """The first three neighbours, in this order of the rows, that `convicts` finds guilty."""
    for i, j, k in zip(order, order[1:], order[2:], strict=False):
        if convicts(p[i], p[j], p[k], v[i], v[j], v[k]):
            return int(i), int(j), int(k)
    return None


def sorted_rows(points):
    return [int(k) for k in np.argsort(points)]


def above(p0, p1, p2, v0, v1, v2):
    return (v1 - v0) * (p2 - p1) > (v2 - v1) * (p1 - p0)


@misconception(
    "find_violation",
    "Neighbours in the list need not be neighbours on the line. The rows come in any order: which points lie between "
    "which others?",
)
def takes_the_rows_as_they_come(points, values):
    return first(range(len(points)), exact(points), exact(values), above)


@misconception(
    "find_violation",
    "The indices are those of the sorted table. What is asked for are the places in the table that was handed in.",
)
def counts_in_the_sorted_table(points, values):
    order = sorted_rows(points)
    return first(range(len(points)), exact(np.take(points, order)), exact(np.take(values, order)), above)


@misconception(
    "find_violation",
    "The value is compared with the mean of its neighbours' values. That is the chord only if the points are evenly "
    "spaced.",
)
def takes_the_mean_of_the_neighbours(points, values):
    return first(sorted_rows(points), exact(points), exact(values), lambda p0, p1, p2, v0, v1, v2: 2 * v1 > v0 + v2)


@misconception(
    "find_violation",
    "The ends of the chord are exchanged. At a point near p_i the chord is near v_i: there v_i has the larger factor. "
    "Check with a straight line.",
)
def exchanges_the_ends_of_the_chord(points, values):
    return first(
        sorted_rows(points),
        exact(points),
        exact(values),
        lambda p0, p1, p2, v0, v1, v2: v1 * (p2 - p0) > (p1 - p0) * v0 + (p2 - p1) * v2,
    )


@misconception(
    "find_violation",
    "The chord is computed in floats, and for whole numbers on a line it can come out a little too low. Multiply out "
    "instead of dividing, in numbers that are exact.",
)
def computes_the_chord_in_floats(points, values):
    def convicts(p0, p1, p2, v0, v1, v2):
        lam = (p2 - p1) / (p2 - p0)
        return v1 > lam * v0 + (1 - lam) * v2

    return first(sorted_rows(points), points.tolist(), values.tolist(), convicts)


@misconception(
    "find_violation",
    "Two slopes that differ can be equal as floats: they have only 53 bits. Compare products of whole numbers or "
    "fractions instead of quotients.",
)
def compares_slopes_in_floats(points, values):
    return first(
        sorted_rows(points),
        points.tolist(),
        values.tolist(),
        lambda p0, p1, p2, v0, v1, v2: (v1 - v0) / (p1 - p0) > (v2 - v1) / (p2 - p1),
    )


@misconception(
    "find_violation",
    "The products are floats: beyond 2**53 they are rounded, and two that differ may be equal. What holds whole "
    "numbers of any size?",
)
def multiplies_in_floats(points, values):
    return first(sorted_rows(points), points.tolist(), values.tolist(), above)


@misconception(
    "find_violation",
    "The numbers are turned into numpy's int64, whose products wrap around beyond 2**63. Python's own ints do not.",
)
def multiplies_in_64_bits(points, values):
    whole = all(float(number).is_integer() for number in (*points, *values))
    if not whole:
        return first(sorted_rows(points), exact(points), exact(values), above)
    with np.errstate(all="ignore"):
        return first(sorted_rows(points), points.astype(np.int64), values.astype(np.int64), above)


@misconception(
    "find_violation",
    "A value must be above the chord by some tolerance before you count it. Whole numbers are exact: there, above by "
    "the smallest amount is above.",
)
def demands_a_clear_excess(points, values):
    return first(
        sorted_rows(points),
        exact(points),
        exact(values),
        lambda p0, p1, p2, v0, v1, v2: (
            v1 - (v0 * (p2 - p1) + v2 * (p1 - p0)) / (p2 - p0) > Fraction(1, 10**9) * max(1, abs(v0), abs(v1), abs(v2))
        ),
    )


@misconception(
    "find_violation",
    "int() cuts off what stands behind the point. A table may hold numbers that are not whole: fractions are exact.",
)
def cuts_off_to_whole_numbers(points, values):
    return first(sorted_rows(points), [int(p) for p in points], [int(v) for v in values], above)


@misconception("find_violation", "A value on the chord is counted as above it. A straight line is convex.")
def counts_values_on_the_chord(points, values):
    return first(
        sorted_rows(points),
        exact(points),
        exact(values),
        lambda p0, p1, p2, v0, v1, v2: (v1 - v0) * (p2 - p1) >= (v2 - v1) * (p1 - p0),
    )


@misconception(
    "find_violation", "You look for a value below the chord. That is what convex functions have; convicted is above."
)
def looks_below_the_chord(points, values):
    return first(
        sorted_rows(points),
        exact(points),
        exact(values),
        lambda p0, p1, p2, v0, v1, v2: (v1 - v0) * (p2 - p1) < (v2 - v1) * (p1 - p0),
    )


@misconception(
    "find_violation",
    "You look for a value above both of its neighbours. One that is above the chord may still be below the higher end.",
)
def looks_for_a_peak(points, values):
    return first(sorted_rows(points), exact(points), exact(values), lambda p0, p1, p2, v0, v1, v2: v1 > max(v0, v2))


@misconception(
    "find_violation",
    "Only the chord from the first point to the last is looked at. A value may lie below it and above another chord.",
)
def takes_the_longest_chord_only(points, values):
    order, p, v = sorted_rows(points), exact(points), exact(values)
    for j in order[1:-1]:
        i, k = order[0], order[-1]
        if above(p[i], p[j], p[k], v[i], v[j], v[k]):
            return i, j, k
    return None


@misconception(
    "find_violation",
    "The rows are taken three by three, 0-1-2 and then 3-4-5. Triples overlap: every row but the ends is in the middle "
    "of one.",
)
def takes_every_third_row(points, values):
    order, p, v = sorted_rows(points), exact(points), exact(values)
    for start in range(0, len(order) - 2, 3):
        i, j, k = order[start : start + 3]
        if above(p[i], p[j], p[k], v[i], v[j], v[k]):
            return i, j, k
    return None


@misconception("find_violation", "The last row is never looked at: does your loop end one too early?")
def stops_one_row_too_early(points, values):
    return first(sorted_rows(points)[:-1], exact(points), exact(values), above)


@misconception(
    "find_violation",
    "The three indices are sorted by size. It is the points that must increase: points[i] < points[j] < points[k].",
)
def sorts_the_indices(points, values):
    found = first(sorted_rows(points), exact(points), exact(values), above)
    return None if found is None else tuple(sorted(found))


@misconception("find_violation", "The points themselves are returned. Asked for are their indices in the table.")
def returns_the_points(points, values):
    found = first(sorted_rows(points), exact(points), exact(values), above)
    return None if found is None else tuple(float(points[k]) for k in found)


@misconception("find_violation", "If there is no violation the answer is None; you return False.")
def answers_false(points, values):
    return first(sorted_rows(points), exact(points), exact(values), above) or False


@misconception(
    "find_violation", "Fewer than three rows are refused. They are legal, and they prove nothing: the answer is None."
)
def refuses_short_tables(points, values):
    if len(points) < 3:
        raise ValueError("at least three rows")
    return first(sorted_rows(points), exact(points), exact(values), above)


@misconception(
    "find_violation",
    "`points.sort()` sorts the caller's array, and the values no longer stand beside their points. Sort a copy.",
)
def sorts_the_callers_points(points, values):
    order = sorted_rows(points)
    found = first(order, exact(points), exact(values), above)
    points.sort()
    return found


@misconception(
    "find_violation",
    "The first violation found is handed over with its middle first. The middle belongs in the middle: (i, j, k).",
)
def names_the_middle_first(points, values):
    p, v = exact(points), exact(values)
    for i, j, k in combinations(sorted_rows(points), 3):
        if above(p[i], p[j], p[k], v[i], v[j], v[k]):
            return j, i, k
    return None

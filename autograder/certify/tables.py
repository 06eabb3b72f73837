"""Whether a table of points and values belongs to no convex function: three of its rows are a proof, in fractions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from autograder.certify.verdict import Verdict


def above_chord(points: Sequence[float], values: Sequence[float], i: int, j: int, k: int) -> Verdict:
    """Whether point `j` lies between points `i` and `k`, and its value above the chord of the other two.

    ``points[i] < points[j] < points[k]`` and the value at `j` above the straight line through the values at `i` and
    `k`: no convex function has such values. Floats are taken at their exact value. Points and values are finite, one
    value a point; an index outside ``0..n-1`` refutes the claim.
    """
    n = len(points)
    for index in (i, j, k):
        if not 0 <= index < n:
            has = f"the rows 0 to {n - 1}" if n > 1 else "row 0" if n else "no rows"
            return Verdict("refuted", f"The table has {has}, but {_name(index)} is asked for.")
    left, middle, right = (Fraction(float(points[index])) for index in (i, j, k))
    if not left < middle < right:
        return Verdict(
            "refuted",
            f"Points {i}, {j} and {k} are {_listed(left, middle, right)}: they should stand in increasing order.",
        )
    at_left, height, at_right = (Fraction(float(values[index])) for index in (i, j, k))
    chord = at_left + (at_right - at_left) * (middle - left) / (right - left)
    if height > chord:
        return Verdict("proved", f"At {_shown(middle)} the value lies above the chord by {_shown(height - chord)}.")
    ends = f"the chord from {_shown(left)} to {_shown(right)}"
    if height == chord:
        return Verdict("refuted", f"At {_shown(middle)} the value is {_shown(height)}, exactly on {ends}.")
    return Verdict(
        "refuted",
        f"At {_shown(middle)} the value is {_shown(height)}, below {ends}: it is lower by {_shown(chord - height)}.",
    )


def _listed(*numbers: Fraction) -> str:
    """Three numbers, with all their digits if fewer would make different ones look equal."""
    shown = [_shown(number) for number in numbers]
    if len(set(shown)) < len(set(numbers)):
        shown = [repr(float(number)).removesuffix(".0") for number in numbers]
    return f"{shown[0]}, {shown[1]} and {shown[2]}"


def _shown(number: Fraction) -> str:
    """A short decimal; whole numbers that floats hold exactly are written out."""
    try:
        value = float(number)
    except OverflowError:  # a difference of two floats of the largest size
        return "more than any float" if number > 0 else "less than any float"
    if number.denominator == 1 and abs(number) < 2**53:
        return str(number.numerator)
    return f"{value:.10g}"


def _name(index: int) -> str:
    return f"row {index}" if abs(index) < 10**9 else "one so far off"

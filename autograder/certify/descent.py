"""Whether points are the first minima that are met on the way downhill: from the signs of the slope alone."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from autograder.certify.verdict import Verdict


def downhill_path(
    slope: Callable[[float, float], float],
    start: float,
    sigmas: Sequence[float],
    path: Sequence[float],
    *,
    tolerance: float,
    separation: float,
    farthest: float,
) -> Verdict:
    """Whether each point of the path is the first minimum downhill of the point before it, the first that of `start`.

    Point k belongs to the slope at ``sigmas[k]``; no point is farther than `farthest` from 0. The path has one point
    for each sigma. See `first_minimum` for what is demanded of a point.
    """
    for k, (sigma, end) in enumerate(zip(sigmas, path, strict=True)):
        if not abs(end) <= farthest + tolerance:
            return Verdict(
                "refuted", f"path[{k}] is {_shown(end)}, but all that matters lies from {-farthest:g} to {farthest:g}."
            )
        verdict = first_minimum(lambda x, s=sigma: slope(x, s), start, end, tolerance, separation)
        if not verdict.proved:
            return Verdict(verdict.answer, f"path[{k}], with sigma = {sigma:g}: {verdict.reason}")
        start = end
    return Verdict("proved", "Every point of the path is the first minimum downhill of the point before it.")


def first_minimum(
    slope: Callable[[float], float], start: float, end: float, tolerance: float, separation: float
) -> Verdict:
    """Whether whoever walks downhill from `start` meets the first minimum at `end`, up to `tolerance`.

    `slope` is continuous, and its zeros are at least `separation` apart. So a sign that changes between two points
    closer than that changes once, and samples closer than `separation` miss no minimum: where one was passed, the
    slope points the wrong way until the next zero. Near `start` the direction is free up to twice the tolerance, once
    for `start` and once for `end`, so at a maximum either side is right.
    """
    left, right = float(slope(end - tolerance)), float(slope(end + tolerance))
    if not (left <= 0 <= right and left < right):
        return Verdict(
            "refuted",
            f"at {_shown(end)} there is no minimum: from {tolerance:g} to the left of it to {tolerance:g} to its "
            f"right the slope goes from {left:.4g} to {right:.4g}, not from minus to plus.",
        )
    distance = abs(end - start)
    if distance <= 3 * tolerance:
        return Verdict("proved", f"{_shown(end)} is the minimum at the start.")
    direction = 1.0 if end > start else -1.0
    first, last = start + 2 * tolerance * direction, end - tolerance * direction
    samples = 2 + math.ceil(2 * distance / separation)
    for k, x in enumerate(np.linspace(first, last, samples)[:-1].tolist()):
        steepness = float(slope(x))
        if not steepness * direction < 0:
            return Verdict("refuted", _why_not(k == 0, x, steepness, start, end))
    return Verdict("proved", f"All the way from {_shown(start)} to {_shown(end)} leads downhill.")


def _why_not(at_once: bool, x: float, steepness: float, start: float, end: float) -> str:
    side = "right" if end > start else "left"
    if at_once:
        return (
            f"there is a minimum at {_shown(end)}, but it is not met on the way downhill from {_shown(start)}: it "
            f"lies to the {side}, and the slope there is {steepness:.4g}, so that way leads uphill."
        )
    return (
        f"there is a minimum at {_shown(end)}, but not the first on the way downhill from {_shown(start)}: at "
        f"{_shown(x)}, between the two, the slope is {steepness:.4g}, so that the way to the {side} leads uphill "
        f"again."
    )


def _shown(x: float) -> str:
    """Seven digits behind the point are more than anybody asks for; what is left of 0 is 0."""
    return f"{round(x, 7) + 0.0:.8g}"

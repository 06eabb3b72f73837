"""Pictures of paths, and of choices from a table."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

import numpy as np

from autograder.checks import values
from autograder.checks.pictured import (
    MOST_POINTS,
    MOST_UNITS,
    DescentPicture,
    Picture,
    SimilarityPicture,
    TablePicture,
    TrackPicture,
    drawable,
    numbers,
    rows,
)
from autograder.nets import FloatArray

CURVE, MAP = 121, 25
"""Points of a curve, and of a side of a map."""
MOST_ROWS = 40
"""Of a table of values."""
APART = 1e-9
"""From this difference on two paths have parted."""


def table(points: FloatArray, heights: FloatArray, answer: object) -> Picture | None:
    """A table of values and three of its rows: those that the answer names or, if it is None, some that are a proof."""
    if not (drawable(points) and drawable(heights)) or not 0 < len(points) <= MOST_ROWS:
        return None
    triple = _violation(points, heights)
    whose = "A value of the table stands above a line between two others: rows"
    if answer is not None:
        i, j, k = (values.integer(index) for index in values.sequence(answer, 3))
        if not all(0 <= index < len(points) for index in (i, j, k)) or points[i] == points[k]:
            return None
        triple, whose = (i, j, k), "Your rows"
    if triple is None:
        return None
    said = ", ".join(f"{row} at {points[row]:.6g} with value {heights[row]:.6g}" for row in triple)
    alt = f"The {len(points)} values of the table over their points. {whose} {said}."
    return TablePicture(alt=alt, points=numbers(points), values=numbers(heights), triple=triple)


def _violation(points: FloatArray, heights: FloatArray) -> tuple[int, int, int] | None:
    """Rows (i, j, k) of which the middle one is above the line between the others, if there are any."""
    order: list[int] = np.argsort(points, kind="stable").tolist()
    for i, j, k in itertools.combinations(order, 3):
        share = (points[j] - points[i]) / (points[k] - points[i]) if points[i] < points[k] else 0.0
        if points[i] < points[j] < points[k] and heights[j] > heights[i] + share * (heights[k] - heights[i]):
            return i, j, k
    return None


def descent(f: Callable[[FloatArray], float], answer: object, right: FloatArray) -> Picture | None:
    """A path of shape ``(n + 1, d)``, d = 1 or 2, over the levels of `f`, which takes an array of shape ``(d,)``."""
    found = values.array(answer, right.shape)
    together = np.vstack([found, right])
    if right.shape[1] not in (1, 2) or len(right) > MOST_POINTS or not drawable(together):
        return None
    low, high = together.min(axis=0), together.max(axis=0)
    room = 0.3 * np.maximum(high - low, 0.5)
    sides = [
        float(a) + float(b - a) * np.linspace(0.0, 1.0, CURVE if len(low) == 1 else MAP)
        for a, b in zip(low - room, high + room, strict=True)
    ]
    across, up = sides[0], sides[1] if len(sides) > 1 else np.zeros(0)
    if len(sides) == 1:
        heights = np.array([[f(np.array([x])) for x in across.tolist()]])
    else:
        heights = np.array([[f(np.array([x, y])) for x in across.tolist()] for y in up.tolist()])
    if not drawable(heights):
        return None
    apart = int(np.argmax(np.abs(found - right).max(axis=1) > APART))
    alt = (
        f"Your path of {len(right)} points over the levels of the loss, and the right one. They part at row {apart}: "
        f"{_point(found[apart])} instead of {_point(right[apart])}."
    )
    return DescentPicture(
        alt=alt,
        across=numbers(across),
        up=numbers(up),
        heights=rows(heights),
        found=rows(found),
        right=rows(right),
    )


def similarity(scores: FloatArray, answer: object, best: Sequence[int]) -> Picture | None:
    """A square table of similarities, the choice of the answer in it and the best one."""
    n = len(scores)
    found = values.permutation(answer, n)
    if n > MOST_UNITS or not drawable(scores):
        return None
    sums = [float(scores[np.arange(n), perm].sum()) for perm in (found, list(best))]
    alt = f"The table of similarities. Your choice {found} adds up to {sums[0]:.6g}, {list(best)} to {sums[1]:.6g}."
    return SimilarityPicture(alt=alt, table=rows(scores), found=tuple(found), best=tuple(best))


def track(slope: Callable[[float, float], float], sigmas: FloatArray, answer: object, start: float) -> Picture | None:
    """The functions of x that have ``slope(x, sigma)``, one for each sigma, and the points of the answer on them."""
    path = values.array(answer, sigmas.shape)
    if not 0 < len(sigmas) <= MOST_UNITS or not drawable(path):
        return None
    low, high = min(start, *path.tolist()), max(start, *path.tolist())
    room = max(1.0, 0.4 * (high - low))
    x = np.linspace(low - room, high + room, CURVE)
    curves = np.array([_integral(slope, x, sigma) for sigma in sigmas.tolist()])
    if not drawable(curves):
        return None
    said = ", ".join(f"{at:.6g} for sigma = {sigma:.6g}" for at, sigma in zip(path, sigmas, strict=True))
    alt = f"The function for each sigma, and the points of your path from the start at {start:.6g}: {said}."
    return TrackPicture(alt=alt, x=numbers(x), sigmas=numbers(sigmas), curves=rows(curves), path=numbers(path))


def _integral(slope: Callable[[float, float], float], x: FloatArray, sigma: float) -> FloatArray:
    """The function that has this slope and starts at 0, by Simpson's rule on each piece."""
    ends = np.array([slope(at, sigma) for at in x.tolist()])
    middles = np.array([slope(at, sigma) for at in ((x[1:] + x[:-1]) / 2).tolist()])
    pieces = (ends[:-1] + 4 * middles + ends[1:]) * np.diff(x) / 6
    return np.concatenate([[0.0], np.cumsum(pieces)])


def _point(point: FloatArray) -> str:
    return "(" + ", ".join(f"{coordinate:.6g}" for coordinate in point) + ")"

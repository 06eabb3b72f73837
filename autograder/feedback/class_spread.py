"""How the points of a class are distributed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.feedback.class_summary import Bin, Spread

BINS = (10, 12, 8, 9, 11, 7, 6, 5)
"""How many bars a distribution may have; the first that makes their width a multiple of half a point is taken."""


def spread(points: Sequence[float], most: float) -> Spread | None:
    """How points are distributed, in bins of equal width; None if there are none."""
    if not points:
        return None
    lower, median, upper = (float(value) for value in np.percentile(points, [25, 50, 75]))
    bars = next((count for count in BINS if most > 0 and 2 * most % count == 0), BINS[0])
    counts, edges = np.histogram(np.clip(points, 0, most), bins=bars, range=(0, most or 1))
    bins = tuple(
        Bin(low=plain(low), high=plain(high), count=int(count))
        for low, high, count in zip(edges[:-1], edges[1:], counts, strict=True)
    )
    return Spread(
        count=len(points),
        mean=plain(sum(points) / len(points)),
        median=plain(median),
        lower_quartile=plain(lower),
        upper_quartile=plain(upper),
        lowest=min(points),
        highest=max(points),
        most=most,
        bins=bins,
    )


def plain(number: float) -> float:
    """A number without the dust of binary fractions."""
    return round(float(number), 6)

"""Points as every LMS reads them."""

from __future__ import annotations


def number(points: float) -> str:
    """Points for a file: two decimals at most, a point before them, nothing between thousands."""
    return f"{round(points, 2) + 0.0:.2f}".rstrip("0").rstrip(".")  # + 0.0 makes 0 of -0

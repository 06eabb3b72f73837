"""Convexity to look at: a function with a chord, a table with the row that convicts it, a loss of two weights."""

# matplotlib's own annotations leave keyword arguments unknown, in nearly every method.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.colors import BoundaryNorm
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.ticker import FuncFormatter
from matplotlib.transforms import Bbox

from autograder.figures.style import INK, PALETTE, PAPER, figure_of, number, plot_axes
from autograder.nets import FloatArray

CURVE_POINTS = 301
GRID_POINTS = 81  # a side of the grid that levels are drawn from
LEVELS = 13
DASHED = (0, (4, 3))
SIDES = ((0, -1), (0, 1), (-1, -1), (1, -1), (-1, 1), (1, 1))  # where the name of a point may stand, best first


def draw_chord(
    f: Callable[[float], Any],
    x: float,
    y: float,
    lam: float,
    *,
    ax: Axes | None = None,
    title: str = "",
    names: tuple[str, str] = ("point", "f"),
    ends: tuple[str, str] = ("x", "y"),
) -> Figure:
    """Draw a function of one number, its chord from `x` to `y`, and its height over the chord at the mixture `lam`.

    `f` takes and returns a number. The gap ``f(lam*x + (1-lam)*y) - (lam*f(x) + (1-lam)*f(y))`` is written beside its
    arrow; above 0 it proves that `f` is not convex, and is drawn in another colour. `x` and `y` must differ. `names`
    are those of the axes, `ends` those of the two points.
    """
    if not (np.isfinite([x, y]).all() and x != y and 0 < lam < 1):
        raise ValueError("a chord needs two different ends, and lam between 0 and 1")
    low, high = min(x, y), max(x, y)
    margin = 0.2 * (high - low)
    at = np.linspace(low - margin, high + margin, CURVE_POINTS)
    curve = np.array([float(f(float(point))) for point in at])
    middle = lam * x + (1 - lam) * y
    heights, height = (float(f(x)), float(f(y))), float(f(middle))
    chord = lam * heights[0] + (1 - lam) * heights[1]

    ax = plot_axes(ax, title, 5.6, 3.6)
    ax.plot(at, curve, color=PALETTE[0], linewidth=2, gid="function")
    ax.plot([x, y], heights, color=INK, linewidth=1.2, linestyle=DASHED, marker="o", markersize=7, gid="chord")
    gap = height - chord
    # a difference of rounded values of this size is noise
    positive = gap > 1e-9 * max(abs(height), abs(chord))
    text = f"gap {number(gap)}: not convex" if positive else f"gap {number(gap)}: proves nothing"
    _measure(ax, middle, chord, height, text, PALETTE[1] if positive else INK)
    _room(ax, [*curve, *heights])
    lines = [np.column_stack([at, curve]), np.column_stack([[x, y], heights])]
    for text, point, end in zip(ends, (x, y), heights, strict=True):
        _name(ax, text, point, end, lines)
    ax.set_xlabel(names[0], fontsize=10)
    ax.set_ylabel(names[1], fontsize=10)
    return figure_of(ax)


def draw_table(
    points: npt.ArrayLike,
    values: npt.ArrayLike,
    triple: Sequence[int] | None = None,
    *,
    ax: Axes | None = None,
    title: str = "",
) -> Figure:
    """Draw a table as dots, joined in the order of the points, and a triple of rows ``(i, j, k)`` with its chord.

    The triple is what `find_violation` returns: the value at `j` is measured against the chord from `i` to `k`.
    """
    p, v = np.asarray(points, dtype=float), np.asarray(values, dtype=float)
    if p.ndim != 1 or p.shape != v.shape or not len(p):
        raise ValueError(f"points and values must be two lists of one length, not of shapes {p.shape} and {v.shape}")
    order = np.argsort(p)
    ax = plot_axes(ax, title, 5.6, 3.6)
    ax.plot(p[order], v[order], color=PALETTE[0], linewidth=1.2, marker="o", markersize=5, gid="table")
    if triple is None:
        ax.text(
            0.5, 0.97, "no value above a chord", transform=ax.transAxes, ha="center", va="top", color=INK, gid="gap"
        )
    else:
        i, j, k = (int(index) for index in triple)
        ends = [i, k]
        ax.plot(p[ends], v[ends], color=INK, linewidth=1.2, linestyle=DASHED, marker="o", markersize=8, gid="chord")
        at, height = float(p[j]), float(v[j])
        if min(p[ends]) <= at <= max(p[ends]):
            chord = float(v[i] + (v[k] - v[i]) * (at - p[i]) / (p[k] - p[i]))
            text = f"{number(height - chord)} above the chord" if height > chord else "not above the chord"
            _measure(ax, at, chord, height, text, PALETTE[1] if height > chord else INK)
        else:
            _mark(ax, at, height, "not between the others", INK)
    _room(ax, v.tolist())
    ax.set_xlabel("point", fontsize=10)
    ax.set_ylabel("value", fontsize=10)
    return figure_of(ax)


def draw_levels(
    f: Callable[[FloatArray], Any],
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    lam: float = 0.5,
    *,
    ax: Axes | None = None,
    title: str = "",
    names: tuple[str, str] = ("$w_0$", "$w_1$"),
    ends: tuple[str, str] = ("x", "y"),
) -> Figure:
    """Draw the levels of a function of two numbers around the segment from `x` to `y`, with its values on the segment.

    `f` takes an array of shape (2,) and returns a number. The values at both ends and at ``lam*x + (1-lam)*y`` are
    written beside the points. `names` are those of the axes, `ends` those of the two points.
    """
    points = np.array([x, y], dtype=float)
    if points.shape != (2, 2) or not np.isfinite(points).all() or (points[0] == points[1]).all():
        raise ValueError("levels are drawn around two different points with two coordinates each")
    middle, side = points.mean(axis=0), 0.85 * float(np.abs(points[0] - points[1]).max())
    steps = np.linspace(-side, side, GRID_POINTS)
    across, up = middle[0] + steps, middle[1] + steps
    heights = np.array([[float(f(np.array([first, second]))) for first in across] for second in up])
    # As much of the picture between any two levels: a bowl and a plateau are both seen.
    levels = np.unique(np.quantile(heights, np.linspace(0, 1, LEVELS)))

    ax = plot_axes(ax, title, width=5.4, height=4.4)
    if len(levels) > 1:
        shades = BoundaryNorm(levels, 256)
        filled = ax.contourf(across, up, heights, levels=levels, norm=shades, cmap="Blues", alpha=0.75)
        bar = figure_of(ax).colorbar(filled, ax=ax, spacing="uniform", format=FuncFormatter(_tick), ticks=levels[::2])
        bar.set_label("value", fontsize=9)
        bar.ax.tick_params(labelsize=8)
    mixture = lam * points[0] + (1 - lam) * points[1]
    ax.plot(points[:, 0], points[:, 1], color=PALETTE[1], linewidth=2, gid="segment")
    across_segment = np.array([points[0, 1] - points[1, 1], points[1, 0] - points[0, 0]])
    aside = 16 * across_segment / np.linalg.norm(across_segment) * (-1 if across_segment[1] < 0 else 1)
    for name, point in ((ends[0], points[0]), (ends[1], points[1]), ("", mixture)):
        ax.plot(*point, color=PALETTE[1], marker="o", markersize=7, linestyle="", gid=f"point {name or 'between'}")
        height = number(float(f(point)))
        ax.annotate(
            f"{name}: {height}" if name else height,
            (float(point[0]), float(point[1])),
            xytext=(float(1.4 * aside[0]), float(aside[1])),  # texts are wider than high
            textcoords="offset points",
            ha="center",
            va="center",
            fontsize=10,
            color=INK,
            bbox={"boxstyle": "round,pad=0.2", "facecolor": PAPER, "edgecolor": "none", "alpha": 0.85},
        )
    ax.set_aspect("equal")
    ax.set_xlabel(names[0], fontsize=10)
    ax.set_ylabel(names[1], fontsize=10)
    return figure_of(ax)


def _name(ax: Axes, text: str, at: float, height: float, lines: Sequence[FloatArray]) -> None:
    """The name of a point, below it, or where it covers none of the lines, each an array of points, shape (n, 2)."""
    ax.get_xlim()  # from here on the limits are those of the picture
    pixel = figure_of(ax).dpi / 72
    letters = sum(letter.isalnum() or letter in "=\N{MINUS SIGN}-" for letter in text)
    wide, high = 6.0 * letters + 2.0, 12.0
    paths = [Path(ax.transData.transform(line)) for line in lines]
    start = ax.transData.transform((at, height))
    offsets = [(right * (5 + wide / 2), up * (8 + high / 2)) for right, up in SIDES]

    def is_free(offset: tuple[float, float]) -> bool:
        left, bottom = start + pixel * (np.array(offset) - (wide / 2, high / 2))
        box = Bbox.from_bounds(left, bottom, pixel * wide, pixel * high)
        return not any(path.intersects_bbox(box, filled=False) for path in paths)

    ax.annotate(
        text,
        (at, height),
        next(filter(is_free, offsets), offsets[0]),
        textcoords="offset points",
        ha="center",
        va="center",
        color=INK,
        bbox={"boxstyle": "round,pad=0.1", "facecolor": PAPER, "edgecolor": "none", "alpha": 0.85},
    )


def _tick(value: float, position: int | None) -> str:
    return number(0.0 if abs(value) < 1e-4 else value)


def _measure(ax: Axes, at: float, chord: float, height: float, text: str, colour: str) -> None:
    """An arrow from the chord to the height of the function, and its text."""
    ax.annotate(
        "",
        (at, height),
        xytext=(at, chord),
        arrowprops={"arrowstyle": "->", "color": colour, "linewidth": 1.8, "shrinkA": 0, "shrinkB": 0},
    )
    _mark(ax, at, height, text, colour)


def _mark(ax: Axes, at: float, height: float, text: str, colour: str) -> None:
    """A point, and above it a text that stays within the picture."""
    ax.plot([at], [height], color=colour, marker="o", markersize=6, gid="middle")
    left, right = ax.get_xlim()
    share = (at - left) / (right - left)
    # at the top of the picture, where `_room` keeps the curve away, over the arrow that it belongs to
    ax.text(
        at,
        0.98,
        text,
        transform=ax.get_xaxis_transform(),
        ha="left" if share < 0.25 else "right" if share > 0.75 else "center",
        va="top",
        fontsize=10,
        color=colour,
        gid="gap",
    )


def _room(ax: Axes, heights: Sequence[float]) -> None:
    """Leave room above and below for the texts at points."""
    low, high = min(heights), max(heights)
    span = high - low or max(1.0, abs(high))
    ax.set_ylim(low - 0.22 * span, high + 0.22 * span)

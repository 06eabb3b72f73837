"""Descent to look at: on a curve with its energy levels, over the levels of a loss, and the curvatures at a point."""

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

from autograder.figures.style import FAINT, INK, LINE_STYLES, PALETTE, PAPER, figure_of, number, plot_axes
from autograder.nets import FloatArray

CURVE_POINTS = 601
GRID_POINTS = 81
LEVELS = 15
DASHED = (0, (4, 3))
SAME_LEVEL = 0.05
"""Ends whose values differ by less than this share of the picture's height are one energy level."""


def draw_descents(
    f: Callable[[float], Any],
    paths: Sequence[npt.ArrayLike],
    interval: tuple[float, float],
    *,
    ax: Axes | None = None,
    title: str = "",
) -> Figure:
    """Draw a function of one number with descents on it, and the energy level at which each of them ends.

    `f` takes and returns a number; a path has shape ``(n + 1, 1)`` or ``(n + 1,)``, as gradient descent returns it. A
    ring is a start, a dot an end. Levels are numbered from the lowest; steps that leave the interval are not drawn.
    """
    low, high = interval
    if not low < high:
        raise ValueError("an interval needs two ends, the lower one first")
    at = np.linspace(low, high, CURVE_POINTS)
    curve = np.array([float(f(float(x))) for x in at])
    ax = plot_axes(ax, title, 6.4, 3.9)
    ax.plot(at, curve, color=INK, linewidth=1.4, gid="function")
    bottom, height = float(curve.min()), float(np.ptp(curve))
    ends: list[float] = []
    for k, path in enumerate(paths):
        x = np.asarray(path, dtype=float).reshape(len(np.asarray(path)), -1)[:, 0]
        inside = x[(x >= low) & (x <= high)]
        if not len(inside):
            continue
        values = np.array([float(f(float(point))) for point in inside])
        colour = PALETTE[k % len(PALETTE)]
        ax.plot(inside, values, color=colour, linewidth=1, marker="o", markersize=3, gid=f"path {k}")
        ax.plot(inside[0], values[0], color=colour, marker="o", markersize=9, fillstyle="none", gid=f"start {k}")
        ax.plot(inside[-1], values[-1], color=colour, marker="o", markersize=8, gid=f"end {k}")
        ends.append(float(values[-1]))
    for level, value in enumerate(_levels(ends, SAME_LEVEL * height), start=1):
        ax.axhline(value, color=FAINT, linewidth=1.1, linestyle=DASHED, zorder=0, gid=f"level {level}")
        ax.annotate(
            f"$E_{{{level}}}$ = {number(value)}",
            (1.01, value),
            xycoords=("axes fraction", "data"),
            va="center",
            fontsize=9,
            color=INK,
            annotation_clip=False,
        )
    ax.set_xlim(low, high)
    ax.set_ylim(bottom - 0.08 * height, bottom + 1.1 * height)
    ax.set_xlabel("x", fontsize=10)
    ax.set_ylabel("loss", fontsize=10)
    return figure_of(ax)


def draw_paths(
    f: Callable[[FloatArray], Any],
    paths: Sequence[npt.ArrayLike],
    box: tuple[float, float, float, float],
    *,
    labels: Sequence[str] = (),
    ax: Axes | None = None,
    title: str = "",
    names: tuple[str, str] = ("$w_0$", "$w_1$"),
) -> Figure:
    """Draw the levels of a function of two numbers in a box ``(left, right, bottom, top)``, with descents over them.

    `f` takes an array of shape (2,) and returns a number; a path has shape ``(n + 1, 2)``. A ring is a start, a dot an
    end. What leaves the box is cut off at its edge.
    """
    left, right, bottom, top = box
    if not (left < right and bottom < top):
        raise ValueError("a box is (left, right, bottom, top), with left < right and bottom < top")
    across, up = np.linspace(left, right, GRID_POINTS), np.linspace(bottom, top, GRID_POINTS)
    heights = np.array([[float(f(np.array([x, y]))) for x in across] for y in up])
    # As much of the picture between any two levels: a bowl and a plateau are both seen.
    levels = np.unique(np.quantile(heights, np.linspace(0, 1, LEVELS)))
    ax = plot_axes(ax, title, 5.4, 4.4)
    if len(levels) > 1:
        shades = BoundaryNorm(levels, 256)
        ax.contourf(across, up, heights, levels=levels, norm=shades, cmap="Blues", alpha=0.7)
    for k, path in enumerate(paths):
        points = np.asarray(path, dtype=float).reshape(-1, 2)
        colour = PALETTE[(k + 1) % len(PALETTE)]
        label = labels[k] if k < len(labels) else ""
        style = LINE_STYLES[k % len(LINE_STYLES)]
        ax.plot(*points.T, color=colour, linewidth=1.5, linestyle=style, gid=f"path {k}", label=label or None)
        if len(points) <= 40:
            ax.plot(*points.T, color=colour, linestyle="", marker="o", markersize=3)
        ax.plot(*points[0], color=colour, marker="o", markersize=9, fillstyle="none", gid=f"start {k}")
        ax.plot(*points[-1], color=colour, marker="o", markersize=8, gid=f"end {k}")
    if any(labels):
        legend = ax.legend(fontsize=9, facecolor=PAPER, framealpha=0.9, edgecolor="none")
        legend.set_gid("legend")
    ax.set_xlim(left, right)
    ax.set_ylim(bottom, top)
    ax.set_xlabel(names[0], fontsize=10)
    ax.set_ylabel(names[1], fontsize=10)
    return figure_of(ax)


def draw_spectrum(
    f: Callable[[FloatArray], Any], point: npt.ArrayLike, *, ax: Axes | None = None, title: str = ""
) -> Figure:
    """Draw the eigenvalues of the Hessian of `f` at a point, the negative ones in another colour.

    `f` takes an array of the shape of `point`, one axis, and returns a number. The Hessian is made of second
    differences, so values below a millionth of the largest are drawn, and counted, as 0.
    """
    values = np.linalg.eigvalsh(_hessian(f, np.asarray(point, dtype=float)))
    largest = float(np.abs(values).max(initial=0.0))
    small = max(1e-6 * largest, 1e-7)
    values = np.where(np.abs(values) < small, 0.0, values)
    ax = plot_axes(ax, title, 6.0, 3.4)
    ax.axhline(0.0, color=INK, linewidth=1)
    counts: list[str] = []
    for kind, chosen, colour in (
        ("negative", values < 0, PALETTE[1]),
        ("zero", values == 0, INK),
        ("positive", values > 0, PALETTE[0]),
    ):
        places = np.flatnonzero(chosen)
        counts.append(f"{len(places)} {kind}")
        if len(places):
            ax.vlines(places, 0, values[places], color=colour, linewidth=2)
            ax.plot(places, values[places], color=colour, linestyle="", marker="o", markersize=6, gid=kind)
    span = max(largest, small)
    ax.set_yscale("symlog", linthresh=span / 1000, linscale=1.0)
    ax.set_ylim(-3 * max(float(-values.min(initial=0.0)), span / 1000), 3 * span)
    place = int(np.argmin(values))
    if values[place] < 0:
        ax.annotate(
            number(float(values[place])),
            (place, float(values[place])),
            xytext=(9, 0),
            textcoords="offset points",
            va="center",
            fontsize=10,
            color=PALETTE[1],
            gid="lowest",
        )
    ax.text(0.02, 0.97, ", ".join(counts), transform=ax.transAxes, va="top", fontsize=10, color=INK, gid="counts")
    ax.set_xticks(range(len(values)))
    ax.set_xticklabels([str(k) if len(values) <= 20 or k % 5 == 0 else "" for k in range(len(values))])
    ax.set_xlim(-0.7, len(values) - 0.3)
    ax.set_xlabel("number of the eigenvalue, the lowest first", fontsize=10)
    ax.set_ylabel("eigenvalue", fontsize=10)
    return figure_of(ax)


def _hessian(f: Callable[[FloatArray], Any], x: FloatArray) -> FloatArray:
    """Second derivatives by central differences, rounding and truncation balanced for values around 1."""
    if x.ndim != 1 or not x.size:
        raise ValueError(f"a point is a list of numbers, not an array of shape {x.shape}")
    h = 1e-4
    steps = h * np.eye(len(x))
    rows = np.zeros((len(x), len(x)))
    for i, one in enumerate(steps):
        for j, other in enumerate(steps[: i + 1]):
            corners = (f(x + one + other), f(x - one + other), f(x + one - other), f(x - one - other))
            both, minus, plus, none = (float(value) for value in corners)
            rows[i, j] = rows[j, i] = (both - minus - plus + none) / (4 * h * h)
    return rows


def _levels(ends: Sequence[float], apart: float) -> list[float]:
    """The values from below, each once: those nearer than `apart` to the one before are the same level."""
    found: list[float] = []
    for value in sorted(ends):
        if not found or value - found[-1] > apart:
            found.append(value)
    return found

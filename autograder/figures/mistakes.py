"""What is not as it should be, beside what is: nets with wrong entries, losses off their curve, paths, choices."""

# matplotlib's own annotations leave keyword arguments unknown, in nearly every method.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.colors import BoundaryNorm
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from autograder.figures.nets import Moved, Place, draw_net
from autograder.figures.style import (
    DOTTED,
    FAINT,
    INK,
    LINE_STYLES,
    MISTAKE,
    PALETTE,
    figure_of,
    number,
    plot_axes,
    unit_axes,
)
from autograder.nets import FloatArray, Net

LEVELS = 13
DASHED: Any = (0, (4, 3))
KEY_HEIGHT = 0.34
"""Inches below a net for the names of its colours."""
FARTHEST = 1.5
"""Dots that lie farther from the curve than so many of its heights are drawn at the edge, with their number."""


def draw_marked(
    net: Net, title: str, moved: Moved | None, key: Sequence[str], wrong: Sequence[Place], wrong_is: str
) -> Figure:
    """Draw a net with units in colour, named by `key` in the order of the colours, and the entries that are `wrong`."""
    figure = draw_net(net, moved=moved, wrong=wrong, title=title)
    handles = [
        Line2D(
            [],
            [],
            color=PALETTE[k % len(PALETTE)],
            linestyle=LINE_STYLES[k % len(LINE_STYLES)],
            linewidth=2.5,
            label=name,
        )
        for k, name in enumerate(key)
    ]
    if wrong:
        handles.append(Line2D([], [], color=MISTAKE, linestyle=DOTTED, linewidth=2.5, label=wrong_is))
    if not handles:
        return figure
    width, height = (float(side) for side in figure.get_size_inches())
    rows = -(-len(handles) // 3)
    room = KEY_HEIGHT * rows
    figure.set_size_inches(width, height + room)
    share = height / (height + room)
    figure.axes[0].set_position((0.0, 1 - share, 1.0, share))
    figure.legend(
        handles=handles, loc="lower center", ncols=min(3, len(handles)), frameon=False, fontsize=10, handlelength=2.4,
        columnspacing=1.2, borderaxespad=0.1,
    )  # fmt: skip
    return figure


def draw_answers(
    ts: npt.ArrayLike,
    losses: npt.ArrayLike,
    at: npt.ArrayLike,
    found: npt.ArrayLike,
    names: tuple[str, str, str],
    *,
    ax: Axes | None = None,
) -> Figure:
    """Draw a curve of losses, and answers that should lie on it; those that do not are joined to it.

    `names` are those of the axis, the curve and the answers. Answers far away are drawn at the edge, with their value.
    """
    t, loss = np.asarray(ts, dtype=float), np.asarray(losses, dtype=float)
    places, answers = np.asarray(at, dtype=float), np.asarray(found, dtype=float)
    ax = plot_axes(ax, "", 4.6, 3.2)
    ax.plot(t, loss, color=PALETTE[0], linewidth=2, label=names[1], gid="curve")
    low, high = float(loss.min()), float(loss.max())
    span = high - low or max(1.0, abs(high))
    shown = np.clip(answers, low - FARTHEST * span, high + FARTHEST * span)
    right = np.interp(places, t, loss)
    off = np.abs(answers - right) > 1e-3 * span
    if (~off).any():
        ax.plot(places[~off], shown[~off], color=INK, linestyle="", marker="o", markersize=6, gid="right answers")
    if off.any():
        ax.vlines(places[off], shown[off], right[off], color=MISTAKE, linestyle=DOTTED, linewidth=1.8, gid="misses")
        ax.plot(places[off], shown[off], color=MISTAKE, linestyle="", marker="X", markersize=8, label=names[2],
                gid="answers")  # fmt: skip
    for place, height, answer in zip(places, shown, answers, strict=True):
        if height != answer:
            ax.annotate(number(float(answer)), (place, height), xytext=(7, 0), textcoords="offset points", va="center",
                        fontsize=10, color=MISTAKE)  # fmt: skip
    heights = [low, high, *shown.tolist()]
    room = 0.12 * (max(heights) - min(heights) or span)
    ax.set_ylim(min(heights) - room, max(heights) + 2.6 * room)
    ax.set_xlabel(names[0], fontsize=10)
    ax.set_ylabel("loss", fontsize=10)
    ax.legend(loc="upper center", ncols=2, fontsize=10, frameon=False)
    return figure_of(ax)


def draw_heights(losses: npt.ArrayLike, found: float, right: float, *, ax: Axes | None = None) -> Figure:
    """Draw losses along a line, the straight line between the first and the last, and two heights above it.

    `right` stands where the losses rise highest above the line, `found` beside it.
    """
    loss = np.asarray(losses, dtype=float)
    place = np.arange(len(loss), dtype=float)
    chord = loss[0] + (loss[-1] - loss[0]) * place / place[-1]
    peak = int(np.argmax(loss - chord))
    ax = plot_axes(ax, "", 4.6, 3.2)
    ax.plot(place, loss, color=PALETTE[0], linewidth=2, marker="o", markersize=5, gid="losses")
    ax.plot(place[[0, -1]], loss[[0, -1]], color=INK, linewidth=1.2, linestyle=DASHED, gid="line")
    span = float(max(np.ptp(loss), abs(right), 1e-12))
    reach = float(np.clip(found, -2 * span, 2 * span))
    aside = 0.06 * place[-1]
    for shift, height, value, colour, style, name in (
        (0.0, right, right, INK, "-", "barrier"),
        (aside, reach, found, MISTAKE, DOTTED, "yours"),
    ):
        x, base = place[peak] + shift, chord[peak]
        ax.plot([x, x], [base, base + height], color=colour, linestyle=style, linewidth=2, marker="_", markersize=9,
                label=f"{name}: {number(float(value))}", gid=name)  # fmt: skip
    heights = [*loss.tolist(), chord[peak] + reach, chord[peak] + right]
    room = 0.1 * (max(heights) - min(heights) or 1.0)
    ax.set_ylim(min(heights) - room, max(heights) + 3 * room)
    ax.set_xlabel("number of the loss", fontsize=10)
    ax.set_ylabel("loss", fontsize=10)
    ax.legend(loc="upper center", ncols=2, fontsize=10, frameon=False)
    return figure_of(ax)


def draw_two_paths(
    across: npt.ArrayLike,
    up: npt.ArrayLike,
    heights: npt.ArrayLike,
    found: npt.ArrayLike,
    right: npt.ArrayLike,
    *,
    ax: Axes | None = None,
) -> Figure:
    """Draw a path that was found, and the right one, on a curve (`up` is empty) or over the levels of a surface.

    Heights have shape ``(1, len(across))`` or ``(len(up), len(across))``, paths ``(n + 1, 1)`` or ``(n + 1, 2)``.
    """
    x, y = np.asarray(across, dtype=float), np.asarray(up, dtype=float)
    surface = np.asarray(heights, dtype=float)
    paths: list[FloatArray] = [np.asarray(path, dtype=float) for path in (right, found)]
    ax = plot_axes(ax, "", 4.6, 3.6 if len(y) else 3.2)
    if len(y):
        # as much of the picture between any two levels: a bowl and a plateau are both seen
        levels = np.unique(np.quantile(surface, np.linspace(0, 1, LEVELS)))
        if len(levels) > 1:
            shades = BoundaryNorm(levels, 256)
            ax.contourf(x, y, surface, levels=levels, norm=shades, cmap="Blues", alpha=0.55)
    else:
        ax.plot(x, surface[0], color=FAINT, linewidth=1.6, gid="function")
        paths = [_on_curve(path[:, 0], x, surface[0]) for path in paths]
    looks: tuple[dict[str, Any], dict[str, Any]] = (
        {"color": PALETTE[0], "linestyle": "-", "marker": "o", "label": "right path", "linewidth": 2.2},
        {"color": MISTAKE, "linestyle": DOTTED, "marker": "X", "label": "your path", "linewidth": 2},
    )
    for path, look in zip(paths, looks, strict=True):
        if len(path):
            ax.plot(path[:, 0], path[:, 1], markersize=5, gid=look["label"], **look)
    start = paths[1][0]
    ax.plot([start[0]], [start[1]], color=INK, marker="o", markersize=12, fillstyle="none", linestyle="", label="start")
    ax.set_xlim(float(x[0]), float(x[-1]))
    if len(y):
        ax.set_ylim(float(y[0]), float(y[-1]))
    ax.set_xlabel("w₀" if len(y) else "x", fontsize=10)  # letters of their own, as in nets: no formula to typeset
    ax.set_ylabel("w₁" if len(y) else "loss", fontsize=10)
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3, fontsize=9.5, frameon=False, columnspacing=1.0)
    return figure_of(ax)


def draw_choices(table: npt.ArrayLike, found: Sequence[int], best: Sequence[int], *, ax: Axes | None = None) -> Figure:
    """Draw a square table with one choice of a column a row that was found, and the best one, and their sums."""
    entries: FloatArray = np.asarray(table, dtype=float)
    n = len(entries)
    ax = plot_axes(ax, "", 1.4 + 0.8 * n, 1.5 + 0.5 * n)
    for row in range(n):
        for column in range(n):
            ax.annotate(
                number(float(entries[row, column])), (column, row), ha="center", va="center", fontsize=10, color=INK
            )
        for choice, colour, style, size in ((best, PALETTE[0], "-", 0.86), (found, MISTAKE, DOTTED, 0.7)):
            corner = (choice[row] - size / 2, row - size / 2)
            ax.add_patch(Rectangle(corner, size, size, fill=False, edgecolor=colour, linestyle=style, linewidth=2))
    handles = [
        Line2D([], [], color=colour, linestyle=style, linewidth=2, label=f"{name}: {_sum(entries, choice)}")
        for name, choice, colour, style in (
            ("best", best, PALETTE[0], LINE_STYLES[0]),
            ("yours", found, MISTAKE, DOTTED),
        )
    ]
    unit_axes(ax, n)
    ax.tick_params(length=0)
    ax.legend(handles=handles, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2, fontsize=10, frameon=False)
    return figure_of(ax)


def _on_curve(at: FloatArray, x: FloatArray, heights: FloatArray) -> FloatArray:
    """The points of a curve at some places, shape ``(n, 2)``."""
    points: FloatArray = np.empty((len(at), 2))
    points[:, 0], points[:, 1] = at, np.interp(at, x, heights)
    return points


def _sum(table: FloatArray, choice: Sequence[int]) -> str:
    return f"{float(table[np.arange(len(table)), list(choice)].sum()):.6g}".replace("-", "\N{MINUS SIGN}")

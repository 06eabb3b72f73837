"""Two nets and the ways between them: which units belong together, the straight line, and a path of many segments."""

# matplotlib's own annotations leave keyword arguments unknown, in nearly every method.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from autograder.figures.style import FAINT, INK, PALETTE, figure_of, number, picture, plot_axes, unit_axes
from autograder.nets import FloatArray, Net

CHANGED = "#FBE3D4"  # a light tone of the colour for what has moved


def draw_similarity(
    similarity: npt.ArrayLike, perm: Sequence[int], *, ax: Axes | None = None, title: str = ""
) -> Figure:
    """Draw a table of similarities, with the entries that `perm` chooses, one a row, and their sum.

    Rows are the units of the first net, columns those of the second; row k is paired with column ``perm[k]``.
    """
    table = np.asarray(similarity, dtype=float)
    chosen = [int(column) for column in perm]
    n = len(table)
    if table.shape != (n, n) or not n or sorted(chosen) != list(range(n)) or not np.all(np.isfinite(table)):
        raise ValueError("similarity must be a square table of finite numbers, and perm an order of its columns")
    if ax is None:
        ax = picture(1.6 + 0.85 * n, 1.4 + 0.5 * n, layout="constrained").add_subplot()
    for row in range(n):
        for column in range(n):
            taken = chosen[row] == column
            if taken:
                box = Rectangle((column - 0.46, row - 0.44), 0.92, 0.88, fill=False, color=PALETTE[1], linewidth=2)
                box.set_gid("chosen")
                ax.add_patch(box)
            ax.annotate(
                number(float(table[row, column])),
                (column, row),
                ha="center",
                va="center",
                fontsize=10,
                color=PALETTE[1] if taken else INK,
            )
    unit_axes(ax, n)
    ax.tick_params(length=0, labelsize=10)
    ax.spines[:].set_color(FAINT)
    total = f"sum {float(table[np.arange(n), chosen].sum()):.6g}".replace("-", "\N{MINUS SIGN}")
    ax.set_title(f"{title}: {total}" if title else total, fontsize=11, color=INK, pad=8)
    return figure_of(ax)


def draw_barriers(
    ts: npt.ArrayLike, before: npt.ArrayLike, after: npt.ArrayLike, *, ax: Axes | None = None, title: str = ""
) -> Figure:
    """Draw the loss on the straight line between two nets as they stand, and after one was aligned to the other.

    `ts` ascend from one end to the other; both profiles have one loss for each.
    """
    t = np.asarray(ts, dtype=float)
    if t.ndim != 1 or len(t) < 2 or not np.all(np.diff(t) > 0):
        raise ValueError("ts must be at least two ascending numbers")
    ax = _loss_axes(ax, title)
    for losses, name, colour, style in (
        (before, "as they stand", PALETTE[1], (0, (5, 2))),
        (after, "after alignment", PALETTE[0], "-"),
    ):
        loss = np.asarray(losses, dtype=float)
        if loss.shape != t.shape or not np.all(np.isfinite(loss)):
            raise ValueError("each profile must have one finite loss for every t")
        chord = loss[0] + (loss[-1] - loss[0]) * (t - t[0]) / (t[-1] - t[0])
        barrier = number(max(0.0, float(np.max(loss - chord))))
        (line,) = ax.plot(t, loss, color=colour, linewidth=2, linestyle=style, label=f"{name}: barrier {barrier}")
        line.set_gid(name)
    ax.set_xlabel("t, from the first net to the second", fontsize=10)
    _key_above(ax)
    return figure_of(ax)


def draw_ways(
    straight: npt.ArrayLike, segments: Sequence[npt.ArrayLike], *, ax: Axes | None = None, title: str = ""
) -> Figure:
    """Draw the loss on the straight line between two nets, and on a path of straight segments between the same two.

    `straight` are losses at evenly spaced points of the line; `segments` the same for each segment of the path.
    """
    line = _losses(straight)
    parts = [_losses(part) for part in segments]
    if not parts:
        raise ValueError("a path needs at least one segment")
    ax = _loss_axes(ax, title)
    (shown,) = ax.plot(
        np.linspace(0, 1, len(line)),
        line,
        color=PALETTE[1],
        linewidth=2,
        linestyle=(0, (5, 2)),
        label=f"straight line: up to {number(float(line.max()))}",
    )
    shown.set_gid("straight")
    count = len(parts)
    at = np.concatenate([np.linspace(k / count, (k + 1) / count, len(part)) for k, part in enumerate(parts)])
    highest = number(max(float(part.max()) for part in parts))
    segments_of = "1 segment" if count == 1 else f"{count} segments"
    (shown,) = ax.plot(
        at, np.concatenate(parts), color=PALETTE[0], linewidth=2.4, label=f"path of {segments_of}: up to {highest}"
    )
    shown.set_gid("path")
    ends = [float(part[0]) for part in parts] + [float(parts[-1][-1])]
    (shown,) = ax.plot(np.arange(count + 1) / count, ends, color=PALETTE[0], linestyle="", marker="o", markersize=6)
    shown.set_gid("nets")
    ax.set_xlabel("share of the way, from the first net to the last", fontsize=10)
    _key_above(ax)
    return figure_of(ax)


def draw_steps(path: Sequence[Net], *, ax: Axes | None = None, title: str = "") -> Figure:
    """Draw the hidden units of all nets of a path as a table, a column a net; what has changed since the net before
    is marked.

    Each unit has two lines: its incoming weights with its bias, and its outgoing weights. One hidden layer.
    """
    nets = [[(np.asarray(W, dtype=float), np.asarray(b, dtype=float)) for W, b in net] for net in path]
    if not nets or any(len(net) != 2 or net[0][0].shape != nets[0][0][0].shape for net in nets):
        raise ValueError("a path is a list of nets with one hidden layer, all of the same shapes")
    columns = [_cells(net) for net in nets]
    lines, units = len(columns[0]), len(nets[0][0][1])
    longest = max(len(cell) for column in columns for cell in column)
    width = 0.35 + 0.085 * longest
    if ax is None:
        ax = picture(1.9 + width * len(nets), 0.9 + 0.3 * lines, layout="constrained").add_subplot()
    for place, column in enumerate(columns):
        for line, cell in enumerate(column):
            changed = place > 0 and columns[place - 1][line] != cell
            if changed:
                box = Rectangle((place - 0.48, line - 0.46), 0.96, 0.92, color=CHANGED, linewidth=0)
                box.set_gid("changed")
                ax.add_patch(box)
            ax.annotate(cell, (place, line), ha="center", va="center", fontsize=9, color=PALETTE[1] if changed else INK)
    for unit in range(1, units):
        ax.axhline(2 * unit - 0.5, color=FAINT, linewidth=0.8)
    ax.set_xlim(-0.5, len(nets) - 0.5)
    ax.set_ylim(lines - 0.5, -0.5)
    ax.set_xticks(range(len(nets)))
    ax.set_yticks(range(lines), [f"unit {unit} {side}" for unit in range(units) for side in ("in | bias", "out")])
    ax.xaxis.tick_top()
    ax.xaxis.set_label_position("top")
    ax.set_xlabel("net of the path", fontsize=10, labelpad=7)
    ax.tick_params(length=0, labelsize=9)
    ax.spines[:].set_color(FAINT)
    if title:
        ax.set_title(title, fontsize=11, color=INK, pad=8)
    return figure_of(ax)


def _cells(net: Net) -> list[str]:
    (W, b), (V, _) = net
    cells: list[str] = []
    for unit in range(len(b)):
        cells.append(f"{_list(W[unit])} | {number(float(b[unit]))}")
        cells.append(_list(V[:, unit]))
    return cells


def _list(values: FloatArray) -> str:
    return ", ".join(number(float(value)) for value in values)


def _losses(values: npt.ArrayLike) -> FloatArray:
    losses = np.asarray(values, dtype=float)
    if losses.ndim != 1 or len(losses) < 2 or not np.all(np.isfinite(losses)):
        raise ValueError("losses must be a list of at least two finite numbers")
    return losses


def _loss_axes(ax: Axes | None, title: str) -> Axes:
    ax = plot_axes(ax, title, 6.4, 3.9)
    ax.set_ylabel("loss", fontsize=10)
    return ax


def _key_above(ax: Axes) -> None:
    """The key of the curves in room of its own above them, so that it covers none."""
    low, high = ax.get_ylim()
    ax.set_ylim(low, high + 0.3 * (high - low))
    ax.legend(loc="upper center", fontsize=9.5, frameon=False)

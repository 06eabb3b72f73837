"""How many nets there are: counts on a logarithmic axis, the orbit of a net, and minimisers beyond it."""

# matplotlib's own annotations leave keyword arguments unknown, in nearly every method.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import itertools
import math
import string
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from autograder.figures.style import FAINT, INK, PALETTE, figure_of, picture
from autograder.nets import FloatArray, Net

ENDS = ((2**63 - 1, "the largest 64-bit integer"), (int(1.7976931348623157e308), "the largest float"))
"""Where other numbers than Python's ints come to an end."""


def draw_growth(ns: Sequence[int], counts: Sequence[int], *, ax: Axes | None = None, title: str = "") -> Figure:
    """Draw positive whole numbers of any size over `ns` on a logarithmic axis, and where 64-bit numbers end."""
    if len(ns) != len(counts) or not counts:
        raise ValueError(f"ns and counts must be two lists of one length, not of {len(ns)} and {len(counts)} numbers")
    if min(counts) <= 0:
        raise ValueError("counts must be positive to be drawn on a logarithmic axis")
    powers = [math.log10(count) for count in counts]  # takes ints of any size, unlike matplotlib's own logarithm
    if ax is None:
        ax = picture(6.4, 3.9, layout="constrained").add_subplot()
    if title:
        ax.set_title(title, fontsize=11, color=INK, pad=10)
    ax.plot(ns, powers, color=PALETTE[0], linewidth=2, marker="o" if len(ns) <= 30 else "", markersize=4, gid="counts")
    top = max(*powers, 1.0) * 1.08
    for end, name in ENDS:
        level = math.log10(end)
        if level < top:
            ax.axhline(level, color=FAINT, linewidth=1.2, linestyle=(0, (4, 3)), zorder=1)
            left = level > 0.3 * top  # the curve rises: it is low on the left and high on the right
            ax.annotate(
                name,
                (ns[0] if left else ns[-1], level),
                xytext=(0, 3),
                textcoords="offset points",
                ha="left" if left else "right",
                va="bottom",
                fontsize=9,
                color=INK,
            )
    ax.set_ylim(min(0.0, *powers), top)
    ax.yaxis.set_major_locator(MaxNLocator(7, integer=True))
    ax.yaxis.set_major_formatter(FuncFormatter(_power_of_ten))
    ax.xaxis.set_major_locator(MaxNLocator(8, integer=True))
    ax.set_xlabel("n", fontsize=10)
    ax.set_ylabel("count (logarithmic)", fontsize=10)
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(labelsize=9)
    return figure_of(ax)


def _power_of_ten(power: float, _: float) -> str:
    return f"$10^{{{power:.0f}}}$"


def draw_orbit(nets: Sequence[Net], *, ax: Axes | None = None, title: str = "") -> Figure:
    """Draw reorderings of a net with one hidden layer as points of parameter space, seen from its widest side.

    All parameters of a net are one point. The points are projected onto the plane in which they are spread most. Each
    is named by its units in order, equal units by one letter; a line joins two nets if exchanging two units leads from
    one to the other.
    """
    if not nets or any(len(net) != 2 for net in nets):
        raise ValueError("draw_orbit takes at least one net, each with one hidden layer")
    names = _names(nets)
    points = _widest_side(np.array([_parameters(net) for net in nets]))
    if ax is None:
        ax = picture(4.6, 4.6, layout="constrained").add_subplot()
    if title:
        ax.set_title(title, fontsize=11, color=INK, pad=10)
    for (here, one), (there, two) in itertools.combinations(zip(points, names, strict=True), 2):
        if sum(a != b for a, b in zip(one, two, strict=True)) == 2:
            ax.plot([here[0], there[0]], [here[1], there[1]], color=FAINT, linewidth=1.2, zorder=1, gid="exchange")
    ax.plot(points[:, 0], points[:, 1], color=PALETTE[0], marker="o", markersize=8, linestyle="", gid="nets")
    middle = points.mean(axis=0)
    for point, name in zip(points, names, strict=True):
        away = point - middle
        length = float(np.hypot(*away))
        x, y = (float(part) for part in away / length) if length > 1e-9 else (0.0, 1.0)
        ax.annotate(
            name,
            (float(point[0]), float(point[1])),
            xytext=(13 * x, 13 * y),
            textcoords="offset points",
            ha="center" if abs(x) < 0.4 else "left" if x > 0 else "right",
            va="center" if abs(y) < 0.4 else "bottom" if y > 0 else "top",
            fontsize=10,
            color=INK,
        )
    ax.set_aspect("equal")
    reach = 1.4 * float(np.max(np.abs(points))) or 1.0  # room for the names
    ax.set(xlim=(-reach, reach), ylim=(-reach, reach))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(MaxNLocator(5))
    ax.set_xlabel("first direction of the projection", fontsize=10)
    ax.set_ylabel("second direction of the projection", fontsize=10)
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(labelsize=9)
    return figure_of(ax)


def draw_shares(net: Net, others: Sequence[Net], i: int, j: int, *, ax: Axes | None = None, title: str = "") -> Figure:
    """Draw the first outgoing weights of units `i` and `j`: of a net, of its swapped twin, and of other nets.

    On the dashed line the two weights have the same sum as in the net.
    """
    if ax is None:
        ax = picture(5.2, 4.4, layout="constrained").add_subplot()
    if title:
        ax.set_title(title, fontsize=11, color=INK, pad=10)
    own = _shares(net, i, j)
    found = np.array([_shares(other, i, j) for other in others]).reshape(-1, 2)
    every = np.vstack([own, own[::-1], found])
    low, high = every[:, 0].min() - 1.5, every[:, 0].max() + 1.5
    ax.plot(
        [low, high],
        [own.sum() - low, own.sum() - high],
        color=INK,
        linewidth=1.2,
        linestyle=(0, (4, 3)),
        zorder=1,
        label="the same sum",
        gid="sum",
    )
    for points, name, colour, marker in (
        (found, "other minimisers", PALETTE[2], "s"),
        (own[::-1][None], "its swapped twin", PALETTE[1], "D"),
        (own[None], "the net", PALETTE[0], "o"),
    ):
        ax.plot(points[:, 0], points[:, 1], color=colour, marker=marker, markersize=8, linestyle="", label=name)
    ax.set_xlabel(f"outgoing weight of unit {i}", fontsize=10)
    ax.set_ylabel(f"outgoing weight of unit {j}", fontsize=10)
    ax.legend(frameon=False, fontsize=10)
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(labelsize=9)
    return figure_of(ax)


def _shares(net: Net, i: int, j: int) -> FloatArray:
    return np.asarray(net[1][0], dtype=float)[0, [i, j]]


def _parameters(net: Net) -> FloatArray:
    parts: list[npt.NDArray[Any]] = [np.ravel(np.asarray(part, dtype=float)) for layer in net for part in layer]
    return np.concatenate(parts)


def _units(net: Net) -> list[tuple[float, ...]]:
    (W, b), (V, _) = ((np.asarray(W, dtype=float), np.asarray(b, dtype=float)) for W, b in net)
    rows: list[list[float]] = np.column_stack([W, b, V.T]).tolist()
    return [tuple(row) for row in rows]


def _names(nets: Sequence[Net]) -> list[str]:
    """One letter for each kind of unit, in the order in which they first occur."""
    letters: dict[tuple[float, ...], str] = {}
    for unit in (unit for net in nets for unit in _units(net)):
        letters.setdefault(unit, string.ascii_uppercase[len(letters) % 26])
    return ["".join(letters[unit] for unit in _units(net)) for net in nets]


def _widest_side(points: FloatArray) -> FloatArray:
    """The points in the coordinates of the two principal directions of their spread, each with a fixed sign."""
    centred = points - points.mean(axis=0)
    _, _, directions = np.linalg.svd(centred, full_matrices=False)
    plane = np.zeros((2, points.shape[1]))
    plane[: len(directions[:2])] = directions[:2]
    for direction in plane:  # a direction is known up to its sign only
        direction *= np.sign(direction[np.argmax(np.abs(direction))]) or 1.0
    return centred @ plane.T

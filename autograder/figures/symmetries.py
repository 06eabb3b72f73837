"""Symmetries of single units, and the straight lines between a net and its twins."""

# matplotlib's own annotations leave keyword arguments unknown, in nearly every method.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from autograder.figures.nets import draw_net
from autograder.figures.style import INK, LINE_STYLES, PALETTE, PAPER, figure_of, number, picture, plot_axes
from autograder.nets import ACTIVATIONS, FloatArray, Net

GAP = 0.3  # inches between two nets side by side
CURVE_POINTS = 241
GRID_POINTS = 121  # a side of the grid that levels are drawn from

Segment = tuple[str, tuple[float, float], tuple[float, float]]


def draw_twins(before: Net, after: Net, layer: int, units: Sequence[int]) -> Figure:
    """Draw a net and its twin side by side; `units` of hidden layer `layer`, which have changed, are in colour."""
    colours = {unit: index for index, unit in enumerate(units)}
    sizes = [draw_net(each).get_size_inches() for each in (before, after)]
    width, height = sum(float(size[0]) for size in sizes) + GAP, max(float(size[1]) for size in sizes)
    figure = picture(width, height)
    left = 0.0
    for each, title, size in zip((before, after), ("before", "after"), sizes, strict=True):
        across, up = float(size[0]), float(size[1])
        axes = figure.add_axes((left / width, (1 - up / height) / 2, across / width, up / height))
        draw_net(each, ax=axes, moved=(layer, colours), title=title)
        left += across + GAP
    return figure


def draw_contributions(
    before: Net, after: Net, activation: str, unit: int = 0, *, ax: Axes | None = None, title: str = ""
) -> Figure:
    """Draw what one hidden unit sends to output 0, as a function of the input, in a net and in its twin.

    Both nets have one input and one hidden layer. If the two curves differ by the same number everywhere, that number
    is written between them.
    """
    pairs = [[(np.asarray(W, dtype=float), np.asarray(b, dtype=float)) for W, b in net] for net in (before, after)]
    if any(len(net) != 2 or net[0][0].shape[1] != 1 for net in pairs):
        raise ValueError("contributions are drawn for nets with one input and one hidden layer")
    (W, b), _ = pairs[0]
    w, bias = float(W[unit, 0]), float(b[unit])
    # the middle of the picture is where the unit changes over, and its width where it has done so
    centre, reach = (-bias / w, 4 / abs(w)) if w else (0.0, 4.0)
    x = np.linspace(centre - reach, centre + reach, CURVE_POINTS)
    sent = [_sent(net, activation, unit, x) for net in pairs]
    ax = plot_axes(ax, title, 5.6, 3.4)
    for index, (curve, name) in enumerate(zip(sent, ("before", "after"), strict=True)):
        ax.plot(
            x,
            curve,
            color=PALETTE[index],
            linewidth=(4.0, 2.0)[index],  # the second is seen on the first where they agree
            linestyle=LINE_STYLES[index],
            label=name,
            gid=name,
        )
    shift = sent[0] - sent[1]
    if np.ptp(shift) <= 1e-9 * max(1.0, float(np.abs(sent).max())) and abs(float(shift[0])) > 1e-9:
        place = CURVE_POINTS // 2
        ax.annotate(
            "",
            (x[place], sent[0][place]),
            xytext=(x[place], sent[1][place]),
            arrowprops={"arrowstyle": "<->", "color": INK, "linewidth": 1.4, "shrinkA": 0, "shrinkB": 0},
        )
        ax.annotate(
            f"{number(float(shift[place]))} everywhere",
            (x[place], (sent[0][place] + sent[1][place]) / 2),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
            fontsize=10,
            color=INK,
            bbox={"boxstyle": "round,pad=0.15", "facecolor": PAPER, "edgecolor": "none", "alpha": 0.85},
            gid="shift",
        )
    low, high = float(np.min(sent)), float(np.max(sent))
    ax.set_ylim(low - 0.08 * (high - low or 1.0), high + 0.32 * (high - low or 1.0))  # the legend is at the top
    ax.legend(loc="upper center", ncols=2, frameon=False, fontsize=10, handlelength=3.2)
    ax.set_xlabel("input x", fontsize=10)
    ax.set_ylabel(f"sent by unit {unit}", fontsize=10)
    return figure_of(ax)


def draw_segments(
    ts: npt.ArrayLike, losses: Mapping[str, npt.ArrayLike], *, ax: Axes | None = None, title: str = ""
) -> Figure:
    """Draw the losses along several straight lines that begin at the same net, by name; and the chord of the first.

    `ts` rises from 0 to 1. The vertical axis is cut at four times the largest loss of any end, or a little above the
    highest curve if that is lower.
    """
    t = np.asarray(ts, dtype=float)
    curves = {name: np.asarray(values, dtype=float) for name, values in losses.items()}
    if t.ndim != 1 or len(t) < 2 or not curves or any(curve.shape != t.shape for curve in curves.values()):
        raise ValueError("each line needs one loss for every t, and there must be two values of t at least")
    ax = plot_axes(ax, title, 6.4, 3.9)
    for index, (name, curve) in enumerate(curves.items()):
        ax.plot(
            t,
            curve,
            color=PALETTE[index % len(PALETTE)],
            linestyle=LINE_STYLES[index % len(LINE_STYLES)],
            linewidth=2,
            label=name,
            gid=name,
        )
    first = next(iter(curves.values()))
    ax.plot(t[[0, -1]], first[[0, -1]], color=INK, linewidth=1.2, linestyle=(0, (4, 3)), marker="o", gid="chord")
    ends = max(max(abs(float(curve[0])), abs(float(curve[-1]))) for curve in curves.values())
    top = max(float(curve.max()) for curve in curves.values())
    low = min(float(curve.min()) for curve in curves.values())
    high = min(top, 4 * ends) if ends > 0 else top
    span = high - low or 1.0
    ax.set_ylim(low - 0.06 * span, high + 0.28 * span)  # the legend is at the top
    ax.legend(loc="upper center", ncols=min(4, len(curves)), frameon=False, fontsize=10, handlelength=2.8)
    ax.set_xlabel("t, from the net to its twin", fontsize=10)
    ax.set_ylabel("loss", fontsize=10)
    return figure_of(ax)


def draw_two_factors(segments: Sequence[Segment], target: float = 1.0, *, title: str = "") -> Figure:
    r"""Draw the levels of ``(w1 * w2 - target)**2`` with straight lines in them, and the loss along each line.

    A segment is ``(name, a, b)``, with two points of the plane. Where the loss is 0 there is a black line.
    """
    if not segments:
        raise ValueError("draw_two_factors takes at least one segment")
    figure = picture(9.0, 4.3, layout="constrained")
    plane, profile = figure.subplots(1, 2, width_ratios=[1.15, 1.0])
    if title:
        figure.suptitle(title, fontsize=11, color=INK)
    side = 1.25 * max(abs(value) for _, a, b in segments for value in (*a, *b))
    steps = np.linspace(-side, side, GRID_POINTS)
    heights = (np.multiply.outer(steps, steps) - target) ** 2
    # as much room between low levels as between high ones: the valleys are what is looked at
    levels = np.unique(np.quantile(heights, np.linspace(0, 1, 12)))
    plane.contourf(steps, steps, np.sqrt(heights), levels=np.sqrt(levels), cmap="Blues", alpha=0.75)
    if target:
        plane.contour(steps, steps, np.multiply.outer(steps, steps), levels=[target], colors=INK, linewidths=1.3)
    else:
        plane.plot([-side, side, np.nan, 0, 0], [0, 0, np.nan, -side, side], color=INK, linewidth=1.3)
    ts = np.linspace(0, 1, CURVE_POINTS)
    for index, (name, a, b) in enumerate(segments):
        style = {"color": PALETTE[1 + index % 5], "linestyle": LINE_STYLES[index % len(LINE_STYLES)], "linewidth": 2.2}
        line = np.multiply.outer(1 - ts, a) + np.multiply.outer(ts, b)
        plane.plot(line[:, 0], line[:, 1], gid=f"segment {name}", **style)
        plane.plot(*zip(a, b, strict=True), color=style["color"], marker="o", markersize=6, linestyle="")
        profile.plot(ts, (line[:, 0] * line[:, 1] - target) ** 2, label=name, gid=f"loss {name}", **style)
    plane.set_aspect("equal")
    plane.set_xlabel("$w_1$", fontsize=10)
    plane.set_ylabel("$w_2$", fontsize=10)
    profile.set_xlabel("t, from one end to the other", fontsize=10)
    profile.set_ylabel("loss", fontsize=10)
    low, high = profile.get_ylim()
    profile.set_ylim(low, high + (0.08 + 0.11 * len(segments)) * (high - low))
    profile.legend(loc="upper center", frameon=False, fontsize=10, handlelength=2.8)
    for ax in (plane, profile):
        ax.spines[["top", "right"]].set_visible(False)
        ax.tick_params(labelsize=9)
    return figure


def _sent(net: Net, activation: str, unit: int, x: FloatArray) -> FloatArray:
    (W, b), (V, _) = net
    return V[0, unit] * ACTIVATIONS[activation](W[unit, 0] * x + b[unit])

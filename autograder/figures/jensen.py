"""The average of all reorderings of a net: its equal units, and its loss against the mean of the losses."""

# matplotlib's own annotations leave keyword arguments unknown, in nearly every method.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from autograder.figures.nets import draw_net
from autograder.figures.style import INK, PALETTE, figure_of, number, picture
from autograder.nets import Net

GAP = 0.3  # inches between two nets side by side
SHARED = "#6A3D9A"  # the colour of units that are all equal: none of those that single units have


def draw_average(net: Net, mean: Net, narrow: Net | None = None, *, layer: int = 1) -> Figure:
    """Draw a net, its group mean and, if given, the net with one unit a layer, side by side.

    The units of hidden layer `layer` have a colour each in the net, and share one in the group mean.
    """
    n = len(np.asarray(net[layer - 1][1]))
    panels: list[tuple[Net, dict[int, str | int], str]] = [
        (net, {unit: unit for unit in range(n)}, "the net"),
        (mean, dict.fromkeys(range(n), SHARED), "its group mean"),
    ]
    if narrow is not None:
        panels.append((narrow, {0: SHARED}, "one unit a layer"))
    sizes = [draw_net(each).get_size_inches() for each, _, _ in panels]
    width = sum(float(size[0]) for size in sizes) + GAP * (len(panels) - 1)
    height = max(float(size[1]) for size in sizes)
    figure = picture(width, height)
    left = 0.0
    for (each, colours, title), size in zip(panels, sizes, strict=True):
        across, up = float(size[0]), float(size[1])
        place = (left / width, (1 - up / height) / 2, across / width, up / height)
        draw_net(each, ax=figure.add_axes(place), moved=(layer, colours), title=title)
        left += across + GAP
    return figure


def draw_partial_averages(losses: npt.ArrayLike, *, ax: Axes | None = None, title: str = "") -> Figure:
    """Draw the loss of the average over the first k reorderings, k = 1, 2, ..., and the Jensen gap at its end.

    `losses[k - 1]` is the loss of the average over k reorderings; `losses[0]` that of the net, which all its
    reorderings have, so it is the mean of their losses as well. At least two losses.
    """
    heights = np.asarray(losses, dtype=float)
    if heights.ndim != 1 or len(heights) < 2 or not np.all(np.isfinite(heights)):
        raise ValueError("losses must be a list of at least two finite numbers")
    k = np.arange(1, len(heights) + 1)
    start, end = float(heights[0]), float(heights[-1])
    gap = end - start
    # Losses are sums of rounded squares: an excess of this size proves nothing.
    positive = gap > 1e-9 * float(np.max(np.abs(heights))) + 1e-20
    if ax is None:
        ax = picture(6.4, 3.9, layout="constrained").add_subplot()
    if title:
        ax.set_title(title, fontsize=11, color=INK, pad=10)
    ax.plot(k, heights, color=PALETTE[0], linewidth=2, marker="o", markersize=5, gid="averages")
    ax.plot(k[[0, -1]], [start, start], color=INK, linewidth=1.2, linestyle=(0, (4, 3)), gid="mean of the losses")
    low, high = float(heights.min()), float(heights.max())
    span = high - low if high > low else max(1.0, abs(high))
    ax.set_ylim(low - 0.25 * span, low + 1.25 * span)
    ax.set_xlim(1 - 0.05 * len(heights), 1 + 1.45 * (len(heights) - 1))
    ax.annotate(
        "",
        (k[-1], end),
        xytext=(k[-1], start),
        arrowprops={"arrowstyle": "<->", "color": PALETTE[1], "linewidth": 1.8, "shrinkA": 0, "shrinkB": 0},
    )
    # Both texts stand to the right of the arrow, and apart from each other however small the gap is.
    above, below = (6, "bottom"), (-6, "top")
    for text, level, colour, (shift, va) in (
        (f"Jensen gap {number(gap)}:\n{'not convex' if positive else 'proves nothing'}", end, PALETTE[1], above),
        (f"loss of the net\nand its reorderings: {number(start)}", start, INK, below),
    ):
        if gap <= 0:
            shift, va = -shift, "top" if va == "bottom" else "bottom"
        ax.annotate(
            text,
            (k[-1], level),
            xytext=(9, shift),
            textcoords="offset points",
            ha="left",
            va=va,
            fontsize=10,
            color=colour,
        )
    ax.set_xlabel("k, the number of reorderings that are averaged", fontsize=10)
    ax.set_ylabel("loss of the average", fontsize=10)
    ax.set_xticks(k if len(k) <= 12 else k[:: -(-len(k) // 12)])
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(labelsize=9)
    return figure_of(ax)

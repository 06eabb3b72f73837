"""The loss along a straight line in weight space."""

# matplotlib's own annotations leave keyword arguments unknown, in nearly every method.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from autograder.figures.style import INK, PALETTE, figure_of, number, picture
from autograder.nets import FloatArray


def draw_profile(ts: npt.ArrayLike, losses: npt.ArrayLike, *, ax: Axes | None = None, title: str = "") -> Figure:
    """Draw the loss along a straight line in weight space, and its barrier over the line between the end losses.

    `ts` may be in any order; at least two different values are needed, and the smallest and largest are the ends.
    """
    t, loss = _profile(ts, losses)
    chord = loss[0] + (loss[-1] - loss[0]) * (t - t[0]) / (t[-1] - t[0])
    peak = int(np.argmax(loss - chord))
    # Losses are sums of rounded squares: an excess of this size is noise, and would be drawn as a mountain.
    noise = 1e-9 * float(np.max(np.abs(loss))) + 1e-20
    barrier = float(loss[peak] - chord[peak])

    if ax is None:
        ax = picture(6.4, 3.9, layout="constrained").add_subplot()
    if title:
        ax.set_title(title, fontsize=11, color=INK, pad=10)
    ax.plot(t, loss, color=PALETTE[0], linewidth=2, marker="o" if len(t) <= 15 else "", markersize=4, gid="loss")
    ax.plot(t[[0, -1]], loss[[0, -1]], color=INK, linewidth=1.2, linestyle=(0, (4, 3)), gid="chord")
    ax.plot(t[[0, -1]], loss[[0, -1]], color=INK, linestyle="", marker="o", markersize=7, gid="ends")

    low, high = float(np.min(loss)), float(np.max(loss))
    span = high - low if high - low > noise else max(1.0, abs(high))
    # Room above for the label of the barrier, below for the numbers at the ends.
    ax.set_ylim(low - 0.2 * span, (high if high - low > noise else low + span) + 0.2 * span)
    margin = 0.06 * (t[-1] - t[0])
    ax.set_xlim(t[0] - margin, t[-1] + margin)
    for end, neighbour in ((0, 1), (-1, -2)):
        above = bool(loss[neighbour] < loss[end] - noise)  # keep clear of the curve
        ax.annotate(
            number(float(loss[end])),
            (t[end], loss[end]),
            xytext=(0, 8 if above else -8),
            textcoords="offset points",
            ha="center",
            va="bottom" if above else "top",
            fontsize=10,
            color=INK,
        )
    if barrier > noise:
        ax.annotate(
            "",
            (t[peak], loss[peak]),
            xytext=(t[peak], chord[peak]),
            arrowprops={"arrowstyle": "<->", "color": PALETTE[1], "linewidth": 1.8, "shrinkA": 0, "shrinkB": 0},
        )
        text, where, level = f"barrier {number(barrier)} at t = {number(float(t[peak]))}", float(t[peak]), loss[peak]
        near_edge = (where - t[0]) / (t[-1] - t[0])
    else:
        text, where, level, near_edge = "no barrier: never above the dashed line", float(t[0] + t[-1]) / 2, high, 0.5
    ax.annotate(
        text,
        (where, level),
        xytext=(0, 7),
        textcoords="offset points",
        ha="left" if near_edge < 0.3 else "right" if near_edge > 0.7 else "center",
        va="bottom",
        fontsize=10,
        color=PALETTE[1] if barrier > noise else INK,
        gid="barrier",
    )
    ax.set_xlabel("t", fontsize=10)
    ax.set_ylabel("loss", fontsize=10)
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(labelsize=9)
    return figure_of(ax)


def _profile(ts: npt.ArrayLike, losses: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Both as arrays, in the order of `ts`."""
    t, loss = np.asarray(ts, dtype=float), np.asarray(losses, dtype=float)
    if t.ndim != 1 or t.shape != loss.shape:
        raise ValueError(f"ts and losses must be two lists of one length, not of shapes {t.shape} and {loss.shape}")
    if not (np.all(np.isfinite(t)) and np.all(np.isfinite(loss))):
        raise ValueError("ts and losses must be finite numbers")
    order = np.argsort(t, kind="stable")
    t, loss = t[order], loss[order]
    if len(t) < 2 or t[0] == t[-1]:
        raise ValueError("a profile needs at least two different values of t")
    return t, loss

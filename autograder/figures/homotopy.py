"""Smoothing to look at: curves and maps of a function for several sigmas, and the way of a minimiser through them."""

# matplotlib's own annotations leave keyword arguments unknown, in nearly every method.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from autograder.figures.style import FAINT, INK, LINE_STYLES, PALETTE, PAPER, figure_of, number, picture, plot_axes
from autograder.nets import FloatArray

CURVE_POINTS = 801
MAP_POINTS = 105  # a side of a map
BAND = 0.82  # of the distance of two bands, that a curve takes


def draw_smoothed(
    f: Callable[[float, float], Any],
    sigmas: Sequence[float],
    low: float,
    high: float,
    *,
    ax: Axes | None = None,
    title: str = "",
) -> Figure:
    """Draw ``f(x, sigma)`` from `low` to `high`, one curve for each of up to four sigmas, with dots at its minima.

    `f` takes and returns numbers. The legend counts the local minima strictly between `low` and `high`.
    """
    if not 1 <= len(sigmas) <= len(LINE_STYLES) or not low < high:
        raise ValueError(f"a picture has 1 to {len(LINE_STYLES)} sigmas, and low < high")
    xs = np.linspace(low, high, CURVE_POINTS)
    ax = plot_axes(ax, title, 7.0, 4.0)
    for k, sigma in enumerate(sigmas):
        ys = _curve(f, xs, sigma)
        minima = _minima(ys)
        label = f"$\\sigma$ = {number(sigma)}: {len(minima)} minim{'um' if len(minima) == 1 else 'a'}"
        ax.plot(xs, ys, color=PALETTE[k], linestyle=LINE_STYLES[k], linewidth=1.8, label=label, gid=f"curve {k}")
        ax.plot(xs[minima], ys[minima], color=PALETTE[k], linestyle="", marker="o", markersize=5, gid=f"minima {k}")
    ax.set_xlabel("x", fontsize=10)
    ax.set_ylabel("value", fontsize=10)
    # beside the curves: wherever it stood among them it would cover one
    ax.legend(fontsize=9, frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    return figure_of(ax)


def draw_landscapes(
    f: Callable[[FloatArray, float], Any], sigmas: Sequence[float], side: float = 5.12, *, title: str = ""
) -> Figure:
    """Draw ``f(x, sigma)`` as a map of the square from ``-side`` to ``side``, one map for each of up to four sigmas.

    `f` takes an array of shape (2,) and returns a number. All maps share their colours. Dots mark the minima.
    """
    if not 1 <= len(sigmas) <= 4 or not side > 0:
        raise ValueError("a picture has 1 to 4 sigmas, and a positive side")
    at = np.linspace(-side, side, MAP_POINTS)
    maps = [np.array([[float(f(np.array([x, y]), sigma)) for x in at] for y in at]) for sigma in sigmas]
    figure = picture(3.1 * len(maps) + 0.9, 3.5, layout="constrained")
    axes: list[Axes] = [figure.add_subplot(1, len(maps), k + 1) for k in range(len(maps))]
    # the lowest values matter most: half of the colours for the lower third of the range
    low, high = min(float(m.min()) for m in maps), max(float(m.max()) for m in maps)
    levels = low + (high - low) * np.linspace(0, 1, 22) ** 1.5 if high > low else [low, low + 1]
    shown: Any = None
    for ax, heights, sigma in zip(axes, maps, sigmas, strict=True):
        shown = ax.contourf(at, at, heights, levels=levels, cmap="viridis", extend="both")
        rows, columns = _map_minima(heights)
        count = len(rows)
        ax.plot(at[columns], at[rows], color=PALETTE[1], linestyle="", marker="o", markersize=2.5, gid="minima")
        ax.set_title(f"$\\sigma$ = {number(sigma)}: {count} minim{'um' if count == 1 else 'a'}", fontsize=10, color=INK)
        ax.set_aspect("equal")
        ax.set_xlabel("$x_1$", fontsize=10)
        ax.tick_params(labelsize=8)
    axes[0].set_ylabel("$x_2$", fontsize=10)
    bar = figure.colorbar(shown, ax=axes, shrink=0.85, ticks=np.linspace(low, high, 5))
    bar.ax.set_yticklabels([number(float(f"{tick:.2g}")) for tick in np.linspace(low, high, 5)])
    bar.set_label("value", fontsize=9)
    bar.ax.tick_params(labelsize=8)
    if title:
        figure.suptitle(title, fontsize=11, color=INK)
    return figure


def draw_track(
    f: Callable[[float, float], Any],
    sigmas: npt.ArrayLike,
    path: npt.ArrayLike,
    low: float,
    high: float,
    *,
    ax: Axes | None = None,
    title: str = "",
) -> Figure:
    """Draw ``f(x, sigma)`` in one band for each sigma, from the first down to the last, and the path through them.

    `f` takes and returns numbers; each curve is scaled to its band. ``path[k]`` is marked in band k and joined to the
    next; a ring marks the lowest point of the last curve.
    """
    steps, at = np.asarray(sigmas, dtype=float), np.asarray(path, dtype=float)
    if steps.ndim != 1 or steps.shape != at.shape or not len(steps) or not low < high:
        raise ValueError("a track needs one point for each sigma, at least one, and low < high")
    xs = np.linspace(low, high, CURVE_POINTS)
    ax = plot_axes(ax, title, 7.4, 1.1 + 0.55 * len(steps))
    heights: list[float] = []
    for k, (sigma, x) in enumerate(zip(steps.tolist(), at.tolist(), strict=True)):
        base = float(len(steps) - 1 - k)
        ys = _curve(f, xs, sigma)
        bottom, span = float(ys.min()), float(ys.max() - ys.min()) or 1.0
        shape = base + BAND * (ys - bottom) / span
        ax.axhline(base, color=FAINT, linewidth=0.6, zorder=0)
        ax.plot(xs, shape, color=PALETTE[0], linewidth=1.6, gid=f"band {k}")
        heights.append(base + BAND * (float(f(x, sigma)) - bottom) / span)
        if k == len(steps) - 1:
            lowest = int(np.argmin(ys))
            ax.plot(
                [xs[lowest]], [shape[lowest]], color=PALETTE[2], marker="o", markersize=13, markerfacecolor="none",
                markeredgewidth=2, linestyle="", label="deepest point", gid="deepest",
            )  # fmt: skip
    ax.plot(
        at, heights, color=PALETTE[1], linewidth=1.3, linestyle=LINE_STYLES[2], marker="o", markersize=6,
        markeredgecolor=PAPER, label="followed minimiser", gid="path",
    )  # fmt: skip
    ax.set_yticks(range(len(steps)), [number(sigma) for sigma in steps[::-1].tolist()])
    ax.set_ylabel("σ", fontsize=10)
    ax.set_xlabel("x", fontsize=10)
    ax.set_ylim(-0.3, len(steps) - 0.05)
    ax.legend(fontsize=9, frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    return figure_of(ax)


def _curve(f: Callable[[float, float], Any], xs: FloatArray, sigma: float) -> FloatArray:
    ys = np.array([float(f(x, sigma)) for x in xs.tolist()])
    if not np.isfinite(ys).all():
        raise ValueError(f"the function has values that are not finite, with sigma = {sigma}")
    return ys


def _minima(ys: FloatArray) -> npt.NDArray[np.intp]:
    """Places of the values that are lower than both of their neighbours."""
    return np.flatnonzero((ys[1:-1] < ys[:-2]) & (ys[1:-1] < ys[2:])) + 1


def _map_minima(heights: FloatArray) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Rows and columns of the values that are lower than their eight neighbours."""
    middle = heights[1:-1, 1:-1]
    lower = np.ones(middle.shape, dtype=bool)
    rows, columns = heights.shape
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            if down or right:
                lower &= middle < heights[1 + down : rows - 1 + down, 1 + right : columns - 1 + right]
    found = np.nonzero(lower)
    return found[0] + 1, found[1] + 1

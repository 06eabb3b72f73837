"""Nets as columns of circles, and a net before and after a swap."""

# matplotlib's own annotations leave keyword arguments unknown, in nearly every method.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle

from autograder.figures.style import (
    DOTTED,
    FAINT,
    INK,
    LINE_STYLES,
    MISTAKE,
    PALETTE,
    PAPER,
    figure_of,
    number,
    picture,
)
from autograder.nets import FloatArray, Net

UNIT_RADIUS = 0.24  # inches, as all lengths below
COLUMN_GAP = 1.8
MARGIN = 0.75  # around the middles of the outer units: for titles, names and captions
MOST_SHOWN = 12  # units of one layer
MOST_WITH_NUMBERS = 6  # units of the widest layer of a net whose biases and weights are written out

SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
"""As letters of their own: to typeset a formula takes longer than to draw the net around it."""

Moved = tuple[int, Mapping[int, str | int]]
Place = tuple[int, int, int]
"""An entry of a net: layer (from 1), unit, unit of the layer before; -1 for the bias."""


def draw_net(
    net: Net,
    *,
    ax: Axes | None = None,
    moved: Moved | None = None,
    title: str = "",
    wrong: Collection[Place] = (),
) -> Figure:
    """Draw a net as columns of circles, inputs on the left; the number in a unit is its bias.

    `moved` names units of one hidden layer to draw in colour with all their edges: ``(layer, {unit: colour})``. A
    colour is a name or an index into `PALETTE`; a unit that keeps its colour from one drawing to the next can be
    followed to its new place. Wider lines are weights of larger size; small nets carry their weights as numbers. The
    entries `wrong` are marked as mistakes.
    """
    plan = _plan(net, moved, wrong)
    if ax is None:
        figure = picture(*plan.size)
        ax = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    _paint_net(ax, plan, title)
    return figure_of(ax)


def draw_swap(before: Net, after: Net, layer: int, i: int, j: int) -> Figure:
    """Draw a net and its swapped twin side by side; units `i` and `j` of `before` keep their colours in `after`."""
    units = list(dict.fromkeys([i, j]))  # one unit, if i == j
    plans = [
        _plan(before, (layer, {unit: index for index, unit in enumerate(units)})),
        _plan(after, (layer, {unit: index for index, unit in enumerate(reversed(units))})),
    ]
    width, height = plans[0].size
    legend_height = 0.4
    figure = picture(2 * width, height + legend_height)
    for column, (plan, title) in enumerate(zip(plans, ("before", "after"), strict=True)):
        share = height / (height + legend_height)
        _paint_net(figure.add_axes((column / 2, 1 - share, 0.5, share)), plan, title)
    keys = [
        Line2D([], [], color=PALETTE[index], linestyle=LINE_STYLES[index], linewidth=2.5, label=f"old unit {unit}")
        for index, unit in enumerate(units)
    ]
    figure.legend(handles=keys, loc="lower center", ncols=2, frameon=False, fontsize=10, handlelength=3.2)
    return figure


@dataclass(frozen=True)
class _Plan:
    """Where everything of a net goes, in inches: `places[column][unit]`, for the units that are shown."""

    layers: list[tuple[FloatArray, FloatArray]]
    widths: list[int]
    places: list[dict[int, tuple[float, float]]]
    gap: float
    size: tuple[float, float]
    colours: dict[tuple[int, int], tuple[str, Any]]
    wrong: frozenset[Place]

    @property
    def small(self) -> bool:
        return max(self.widths) <= MOST_WITH_NUMBERS


def _plan(net: Net, moved: Moved | None, wrong: Collection[Place] = ()) -> _Plan:
    layers = [(np.asarray(W, dtype=float), np.asarray(b, dtype=float)) for W, b in net]
    widths = [layers[0][0].shape[1], *(W.shape[0] for W, _ in layers)]
    colours: dict[tuple[int, int], tuple[str, Any]] = {}
    if moved is not None:
        layer, units = moved
        if not 1 <= layer < len(widths) - 1:
            raise ValueError(f"hidden layers are numbered 1 to {len(widths) - 2}, not {layer}")
        for unit, colour in units.items():
            if not 0 <= unit < widths[layer]:
                raise ValueError(f"layer {layer} has units 0 to {widths[layer] - 1}, not {unit}")
            colours[layer, unit] = _style(colour)
    gap = 1.05 if max(widths) <= 4 else 0.8 if max(widths) <= MOST_WITH_NUMBERS else 0.5
    shown = [_shown(n, [unit for layer, unit in colours if layer == column]) for column, n in enumerate(widths)]
    captions = MARGIN + (0.2 if max(widths) > MOST_SHOWN else 0.0)
    height = captions + gap * (max(len(units) for units in shown) - 1) + MARGIN
    places: list[dict[int, tuple[float, float]]] = []
    for column, units in enumerate(shown):
        top = (height + captions - MARGIN) / 2 + gap * (len(units) - 1) / 2
        places.append({unit: (0.55 + COLUMN_GAP * column, top - gap * k) for k, unit in enumerate(units)})
    return _Plan(layers, widths, places, gap, (1.1 + COLUMN_GAP * len(layers), height), colours, frozenset(wrong))


def _shown(n: int, keep: Sequence[int]) -> list[int]:
    """The units of a layer to draw: all of a narrow one; of a wide one the first few, and `keep`."""
    if n <= MOST_SHOWN:
        return list(range(n))
    first = [unit for unit in range(n) if unit not in keep]
    return sorted({*keep, *first[: max(0, MOST_SHOWN - len(keep))]})


def _style(colour: str | int) -> tuple[str, Any]:
    """Colour and line style; a colour of the palette always comes with the same style."""
    if isinstance(colour, int):
        return PALETTE[colour % len(PALETTE)], LINE_STYLES[colour % len(LINE_STYLES)]
    return colour, LINE_STYLES[PALETTE.index(colour) % len(LINE_STYLES)] if colour in PALETTE else "-"


def _paint_net(ax: Axes, plan: _Plan, title: str) -> None:
    ax.set_xlim(0, plan.size[0])
    ax.set_ylim(0, plan.size[1])
    ax.set_aspect("equal")
    ax.axis("off")
    if title:
        ax.text(plan.size[0] / 2, plan.size[1] - 0.06, title, ha="center", va="top", fontsize=12, color=INK)
    for column in range(1, len(plan.widths)):
        _paint_edges(ax, plan, column)
    for column in range(len(plan.widths)):
        _paint_column(ax, plan, column)


def _paint_edges(ax: Axes, plan: _Plan, column: int) -> None:
    """Draw the edges into one column, and their weights when both ends are small layers."""
    W, _ = plan.layers[column - 1]
    sources, targets = plan.places[column - 1], plan.places[column]
    largest = float(np.max(np.abs(W), initial=0.0)) or 1.0
    # At this fraction of the way, the edges of a full bundle stand at even distances: no two labels can collide.
    along = 1 / (len(targets) + 1) if len(targets) <= len(sources) else 1 - 1 / (len(sources) + 1)
    labelled = plan.small and min(len(sources), len(targets)) <= 3  # beyond, the numbers would touch
    for source, (x0, y0) in sources.items():
        for target, (x1, y1) in targets.items():
            mark = plan.colours.get((column, target)) or plan.colours.get((column - 1, source))
            is_wrong = (column, target, source) in plan.wrong
            colour, style = (MISTAKE, DOTTED) if is_wrong else mark or (FAINT, "-")
            weight = float(W[target, source])
            ax.plot(
                [x0, x1],
                [y0, y1],
                color=colour,
                linestyle=style,
                linewidth=max(0.8 + 2.4 * abs(weight) / largest, 2.2 if is_wrong else 0.0),
                zorder=2 if mark or is_wrong else 1,
                gid=f"edge {column} {source}-{target}",
            )
            if labelled:
                ax.text(
                    x0 + along * (x1 - x0),
                    y0 + along * (y1 - y0),
                    number(weight),
                    ha="center",
                    va="center",
                    fontsize=9,
                    color=colour if mark or is_wrong else INK,
                    weight="bold" if is_wrong else "normal",
                    zorder=3,
                    bbox={
                        "boxstyle": "square,pad=0.2",
                        "facecolor": PAPER,
                        "edgecolor": MISTAKE if is_wrong else "none",
                    },
                )


def _paint_column(ax: Axes, plan: _Plan, column: int) -> None:
    """Draw one column of circles with biases, names and a caption below."""
    last = len(plan.widths) - 1
    kind = "input" if column == 0 else "output" if column == last else "unit"
    radius = UNIT_RADIUS if plan.small else 0.6 * UNIT_RADIUS
    for unit, (x, y) in plan.places[column].items():
        colour, style = plan.colours.get((column, unit), (INK, "-"))
        marked = (column, unit) in plan.colours
        if is_wrong := (column, unit, -1) in plan.wrong:
            colour, style, marked = MISTAKE, DOTTED, True
        circle = Circle((x, y), radius, facecolor=PAPER, edgecolor=colour, linewidth=2.2 if marked else 1.2, zorder=4)
        circle.set_linestyle(style if marked else "-")
        circle.set_gid(f"unit {column} {unit}")
        ax.add_patch(circle)
        if not plan.small:
            if marked:
                ax.text(x, y, str(unit), ha="center", va="center", fontsize=8, color=colour, zorder=5)
            continue
        inside = (
            f"x{str(unit).translate(SUBSCRIPTS)}" if column == 0 else number(float(plan.layers[column - 1][1][unit]))
        )
        weight = "bold" if is_wrong else "normal"
        ax.text(x, y, inside, ha="center", va="center", fontsize=9, color=colour, weight=weight, zorder=5)
        if column > 0:
            ax.text(
                x, y + radius + 0.05, f"{kind} {unit}", ha="center", va="bottom", fontsize=8, color=colour, zorder=5
            )
    caption = "inputs" if column == 0 else "outputs" if column == last else f"layer {column}"
    hidden = plan.widths[column] - len(plan.places[column])
    if hidden:
        caption += f"\n({hidden} more)"
    x = next(iter(plan.places[column].values()))[0]
    y = min(y for places in plan.places for _, y in places.values()) - radius - 0.1
    ax.text(x, y, caption, ha="center", va="top", fontsize=10, color=INK)

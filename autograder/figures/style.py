"""What all pictures share: colours, line styles, numbers as labels, and a figure that needs no pyplot."""

# matplotlib's own annotations leave keyword arguments unknown, in nearly every method.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import io
from typing import Any, cast

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure, SubFigure

PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")
"""The colours of Okabe and Ito, which colour-blind readers can tell apart."""
LINE_STYLES: tuple[Any, ...] = ("-", (0, (5, 2)), (0, (1, 1.2)), (0, (6, 2, 1, 2)))
"""One for each colour in turn, so that a print in grey can be read as well."""

INK, FAINT, PAPER = "#333333", "#B8B8B8", "#FFFFFF"
MISTAKE = "#B00020"
"""What is not as it should be; always with a form of its own as well, such as dots or a frame."""
DOTTED: Any = (0, (1, 1.1))
PAGE_DPI, FILE_DPI = 90, 150


class Picture(Figure):
    """A figure that a notebook shows without pyplot having been imported."""

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        file = io.BytesIO()
        FigureCanvasAgg(self).print_png(file)
        # More pixels than its place on the page has: sharp on today's screens, too.
        width, height = (round(PAGE_DPI * inches) for inches in self.get_size_inches())
        return file.getvalue(), {"width": width, "height": height}


def picture(width: float, height: float, **options: Any) -> Picture:
    """An empty figure of this size in inches; options as for matplotlib's `Figure`."""
    return Picture(figsize=(width, height), dpi=FILE_DPI, facecolor=PAPER, **options)


def figure_of(ax: Axes) -> Figure:
    """The figure that the axes belong to, whatever they are nested in."""
    figure: Figure | SubFigure | None = ax.figure
    while isinstance(figure, SubFigure):
        figure = cast("Figure | SubFigure", figure.figure)
    assert figure is not None
    return figure


def plot_axes(ax: Axes | None, title: str, width: float, height: float) -> Axes:
    """The axes that were given, or those of a new figure of this size in inches, in the manner of all plots."""
    if ax is None:
        ax = picture(width, height, layout="constrained").add_subplot()
    if title:
        ax.set_title(title, fontsize=11, color=INK, pad=10)
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(labelsize=9)
    return ax


def unit_axes(ax: Axes, n: int) -> None:
    """Make axes those of a table with a row for each of `n` units of a net, and a column for each of another's."""
    ax.set_xlim(-0.5, n - 0.5)
    ax.set_ylim(n - 0.5, -0.5)
    ax.set_xticks(range(n))
    ax.set_yticks(range(n))
    ax.set_xlabel("unit of the second net", fontsize=10)
    ax.set_ylabel("unit of the first net", fontsize=10)


def number(value: float) -> str:
    """At most three digits, with a true minus sign; rounding noise around zero is 0."""
    return "0" if abs(value) < 1e-12 else f"{value:.3g}".replace("-", "\N{MINUS SIGN}")

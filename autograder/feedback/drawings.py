"""A picture's description -> SVG that can stand in a page: text as text, no identifiers, colours that follow the page.

The same description gives the same bytes, and is drawn once: many students make the same mistake. matplotlib is
loaded when the first picture is drawn.
"""

# matplotlib's own annotations leave keyword arguments unknown, in nearly every method.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import io
import re
from collections import OrderedDict
from collections.abc import Callable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, TypeVar
from xml.etree import ElementTree as ET

import numpy as np

from autograder.checks.pictured import (
    BarrierPicture,
    ChordPicture,
    DescentPicture,
    NetsPicture,
    Panel,
    Picture,
    Plot,
    ProfilePicture,
    SimilarityPicture,
    TablePicture,
    TrackPicture,
    WaysPicture,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Described = TypeVar("Described")

KEPT = 1000
"""Drawn pictures that are remembered, 10 to 30 kB each."""
SVG = "{http://www.w3.org/2000/svg}"
PREFIX = "picture-0-"
"""Starts every identifier of a picture; with another number in its place it can stand in a page with others."""
LINK = "{http://www.w3.org/1999/xlink}href"
LEFT, RIGHT, BELOW, ABOVE = 0.69, 0.14, 0.51, 0.19
"""Inches around the axes of a plot: to have matplotlib find the room takes longer."""
NARROWEST = 0.7
"""Share of its own width down to which a drawing is made smaller to stand beside another: its numbers stay legible."""


Drawing = tuple[str, ...]
"""One or more ``<svg>`` elements that stand side by side where there is room for it."""

_kept: OrderedDict[Picture, Drawing] = OrderedDict()


def draw(picture: Picture) -> Drawing:
    """The picture as it stands in a page."""
    if picture not in _kept:
        keep(picture, _made(picture))
    _kept.move_to_end(picture)
    return _kept[picture]


def keep(picture: Picture, drawing: Drawing) -> None:
    """Remember how a picture is drawn, be it that another process has drawn it; those not used for longest go."""
    _kept[picture] = drawing
    if len(_kept) > KEPT:
        _kept.popitem(last=False)


def _made(picture: Picture) -> Drawing:
    if isinstance(picture, NetsPicture):
        # one by one: the net before is the same for all who fail at it, whatever they made of it
        drawn = [
            _drawn(picture.key if panel.colours else (), picture.wrong if panel.wrong else "", panel)
            for panel in picture.panels
        ]
    else:
        drawn = [_inline(picture, _figure)]
    return tuple(svg.replace(PREFIX, f"{PREFIX}{part}-") for part, svg in enumerate(drawn))


@lru_cache(maxsize=KEPT)
def _drawn(key: tuple[str, ...], wrong: str, panel: Panel) -> str:
    return _inline(panel, lambda panel: _net(panel, key, wrong))


def clear() -> None:
    """Forget what was drawn."""
    _kept.clear()
    _drawn.cache_clear()


def numbered(svg: str, number: int) -> str:
    """The picture with identifiers of its own, for a page that has several."""
    return svg.replace(PREFIX, f"picture-{number}-")


def _figure(picture: Plot) -> Figure:
    """The figure of a picture, drawn by the functions that draw for the notebooks, too."""
    from autograder import figures

    match picture:
        case ProfilePicture(t=t, loss=loss, at=at, found=found, names=names):
            return figures.draw_answers(t, loss, at, found, names, ax=_axes())
        case BarrierPicture(losses=losses, found=found, right=right):
            return figures.draw_heights(losses, found, right, ax=_axes())
        case ChordPicture(t=t, loss=loss, lam=lam, title=title, names=names):

            def height(x: float) -> float:
                return float(np.interp(x, t, loss))

            axes = _axes(top=0.32)
            return figures.draw_chord(height, 0.0, 1.0, lam, ax=axes, title=title, names=("t", "loss"), ends=names)
        case TablePicture(points=points, values=values, triple=triple):
            return figures.draw_table(points, values, triple, ax=_axes())
        case DescentPicture(across=across, up=up, heights=heights, found=found, right=right):
            axes = _axes(height=3.6 if up else 3.2, top=0.26)
            return figures.draw_two_paths(across, up, heights, found, right, ax=axes)
        case WaysPicture(straight=straight, segments=segments):
            return figures.draw_ways(straight, segments, ax=_axes())
        case SimilarityPicture(table=table, found=found, best=best):
            n = len(table)
            return figures.draw_choices(table, found, best, ax=_axes(1.6 + 0.75 * n, 1.6 + 0.5 * n, top=0.3))
        case TrackPicture():
            return _track(picture)


def _net(panel: Panel, key: tuple[str, ...], wrong: str) -> Figure:
    from autograder import figures

    net = [(np.array(layer.W), np.array(layer.b)) for layer in panel.layers]
    units = {unit: colour for _, unit, colour in panel.colours}
    moved = (panel.colours[0][0], units) if panel.colours else None
    return figures.draw_marked(net, panel.title, moved, key, panel.wrong, wrong)


def _track(picture: TrackPicture) -> Figure:
    from autograder import figures

    curves = dict(zip(picture.sigmas, picture.curves, strict=True))

    def f(x: float, sigma: float) -> float:
        return float(np.interp(x, picture.x, curves[sigma]))

    axes = _axes(height=1.7 + 0.5 * len(curves), top=0.4)
    figure = figures.draw_track(f, picture.sigmas, picture.path, picture.x[0], picture.x[-1], ax=axes)
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2, fontsize=9.5, frameon=False)
    return figure


def _axes(width: float = 4.6, height: float = 3.2, top: float = 0.0) -> Axes:
    """Axes in a figure of this size in inches, with more room above them for a title or a legend."""
    from autograder.figures.style import picture

    place = (LEFT / width, BELOW / height, 1 - (LEFT + RIGHT) / width, 1 - (BELOW + ABOVE + top) / height)
    return picture(width, height).add_axes(place)


def _svg(figure: Figure) -> bytes:
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    file = io.BytesIO()
    figure.set_facecolor("none")
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    FigureCanvasSVG(figure).print_svg(file, metadata=nothing)
    return file.getvalue()


def _inline(what: Described, figure: Callable[[Described], Figure]) -> str:
    """A description drawn as a figure, as an element of a page.

    Identifiers are kept only where something refers to them. Known colours and the strength of shades become properties
    of the page's style, so that they follow its scheme; so does the font. A style sheet in an SVG would hold for all
    of the page.
    """
    import matplotlib as mpl

    settings = {"svg.fonttype": "none", "svg.hashsalt": "autograder", "font.sans-serif": ["DejaVu Sans"]}
    with mpl.rc_context(settings):  # pyright: ignore[reportArgumentType]
        svg = _svg(figure(what))
    root = ET.fromstring(svg)
    parents = {child: parent for parent in root.iter() for child in parent}
    for element in [each for name in ("metadata", "title", "style") for each in root.iter(SVG + name)]:
        parents[element].remove(element)
    used = {found.decode() for found in re.findall(rb'(?:href="#|url\(#)([^")]+)', svg)}
    for element in root.iter():
        element.tag = element.tag.removeprefix(SVG)
        if (name := element.attrib.pop("id", "")) in used:
            element.set("id", f"{PREFIX}{name}")
        if link := element.attrib.pop(LINK, ""):
            element.set("href", f"#{PREFIX}{link[1:]}")
        if clip := element.get("clip-path", ""):
            element.set("clip-path", clip.replace("url(#", f"url(#{PREFIX}"))
        if (style := element.get("style")) is not None:
            element.set("style", _style(style))
    for name in ("version", "width", "height"):
        root.attrib.pop(name, None)
    _, _, width, height = (float(side) for side in root.attrib["viewBox"].split())
    at_least = f"min-width: min({NARROWEST * width:.0f}pt, 100%)"
    root.set("style", f"width: {width:.0f}pt; {at_least}; aspect-ratio: {width:.0f} / {height:.0f}")
    root.set("aria-hidden", "true")  # the figure around it has a text for those who do not see it
    return ET.tostring(root, encoding="unicode", short_empty_elements=False)


def _style(style: str) -> str:
    plain = style.replace("font-family: 'DejaVu Sans', sans-serif; ", "")
    plain = re.sub(r"(?<=fill-opacity: )0\.[0-9]+", lambda found: f"var(--fig-shade, {found[0]})", plain)
    return re.sub(r"(?<=: )#[0-9a-f]{6}\b", lambda found: _colours().get(found[0], found[0]), plain)


@cache
def _colours() -> dict[str, str]:
    """The colours of all pictures, as matplotlib writes them, by what the page's style calls them."""
    from autograder.figures.style import FAINT, INK, MISTAKE, PALETTE, PAPER

    named = {INK: "ink", "#000000": "ink", FAINT: "faint", PAPER: "paper", MISTAKE: "mistake"}
    named |= {colour: str(number) for number, colour in enumerate(PALETTE)}
    return {colour.lower(): f"var(--fig-{name}, {colour.lower()})" for colour, name in named.items()}

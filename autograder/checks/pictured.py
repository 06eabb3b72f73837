"""What a picture of a failure shows, as small plain data: it is drawn when a page is made, with no lab at hand.

Every picture has a ``kind``, its numbers (finite, to six digits), and ``alt``, what it says in words.

==============  ======================================================================================================
``nets``        up to three nets side by side; ``wrong`` names the entries that are not as they should be
``profile``     a loss along a line, and the losses that the student's function gave
``barrier``     losses along a line, the student's barrier and the right one
``chord``       a loss on the segment of a certificate, from its first point (t = 0) to its second (t = 1), and lam
``table``       a table of values, and three of its rows that are no violation of convexity
``descent``     a path over the levels of a function of one or two numbers, and the path that is right
``ways``        the loss on the straight line between two nets, and on the segments of a path
``similarity``  a table of similarities with the choice of the student and the best one
``track``       curves of a function for several sigmas, and the points that were followed
==============  ======================================================================================================
"""

from __future__ import annotations

import math

import msgspec
import numpy as np

from autograder.nets import FloatArray

LARGEST = 1e9
"""No number in a picture is larger."""
MOST_UNITS = 6
"""Of a layer, or rows of a table, that can still be read as a picture."""
MOST_POINTS = 200
"""Of a path, or a list of losses."""

Numbers = tuple[float, ...]
Rows = tuple[Numbers, ...]
Place = tuple[int, int, int]
"""An entry of a net: layer (from 1), unit, and the unit of the layer before; -1 for the bias."""


class _Picture(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    alt: str


class PicturedLayer(msgspec.Struct, frozen=True):
    """``W``, row by row, and ``b``."""

    W: Rows
    b: Numbers


class Panel(msgspec.Struct, frozen=True, kw_only=True):
    """One net; `colours` are triples (layer, unit, number of the colour)."""

    title: str
    layers: tuple[PicturedLayer, ...]
    colours: tuple[Place, ...] = ()
    wrong: tuple[Place, ...] = ()


class NetsPicture(_Picture, frozen=True, tag="nets"):
    """Nets side by side; `key` names the colours in their order, `wrong` what is marked as wrong."""

    panels: tuple[Panel, ...]
    key: tuple[str, ...] = ()
    wrong: str = ""


class ProfilePicture(_Picture, frozen=True, tag="profile"):
    """A curve, and dots that should lie on it; `names` are those of the axis, the curve and the dots."""

    t: Numbers
    loss: Numbers
    at: Numbers = ()
    found: Numbers = ()
    names: tuple[str, str, str] = ("t", "the loss", "your answer")


class BarrierPicture(_Picture, frozen=True, tag="barrier"):
    """Losses at evenly spaced points, and two heights over the line between the first and the last."""

    losses: Numbers
    found: float
    right: float


class ChordPicture(_Picture, frozen=True, tag="chord"):
    """A loss at `t`, which begins below 0 and ends above 1, and its gap at ``lam*a + (1-lam)*b``.

    The title says what came of it, the names are those of the two points.
    """

    t: Numbers
    loss: Numbers
    lam: float
    title: str
    names: tuple[str, str] = ("a", "b")


class TablePicture(_Picture, frozen=True, tag="table"):
    """Points, values, and the rows (i, j, k) that were named."""

    points: Numbers
    values: Numbers
    triple: tuple[int, int, int] | None


class DescentPicture(_Picture, frozen=True, tag="descent"):
    """Heights over `across` (one row) or over `across` and `up` (a row for each `up`); paths as rows of coordinates."""

    across: Numbers
    up: Numbers
    heights: Rows
    found: Rows
    right: Rows = ()


class WaysPicture(_Picture, frozen=True, tag="ways"):
    """Losses at evenly spaced points of a straight line, and of each segment of a path."""

    straight: Numbers
    segments: Rows


class SimilarityPicture(_Picture, frozen=True, tag="similarity"):
    """A square table, and two choices of one column a row."""

    table: Rows
    found: tuple[int, ...]
    best: tuple[int, ...]


class TrackPicture(_Picture, frozen=True, tag="track"):
    """Curves over `x`, one for each sigma, and a point for each."""

    x: Numbers
    sigmas: Numbers
    curves: Rows
    path: Numbers


Plot = (
    ProfilePicture
    | BarrierPicture
    | ChordPicture
    | TablePicture
    | DescentPicture
    | WaysPicture
    | SimilarityPicture
    | TrackPicture
)
"""Pictures on axes."""
Picture = NetsPicture | Plot


def drawable(array: FloatArray) -> bool:
    """Whether all numbers are finite, and none is so large that nothing could be seen beside it."""
    return bool(np.all(np.isfinite(array)) and np.all(np.abs(array) <= LARGEST))


def numbers(array: FloatArray) -> Numbers:
    """All entries to six digits: more are not seen."""
    return tuple(0.0 if math.isclose(entry, 0.0) else float(f"{entry:.6g}") for entry in np.ravel(array).tolist())


def rows(array: FloatArray) -> Rows:
    """The rows of an array with two axes, to six digits."""
    return tuple(numbers(row) for row in array)

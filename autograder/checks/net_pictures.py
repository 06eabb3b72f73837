"""Pictures of nets that are not as they should be: what is wrong in them is marked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from autograder import nets
from autograder.checks import values
from autograder.checks.pictured import (
    MOST_UNITS,
    NetsPicture,
    Panel,
    Picture,
    PicturedLayer,
    Place,
    drawable,
    numbers,
    rows,
)
from autograder.nets import FloatArray, Net

MOST_LAYERS = 4
"""Of a net that can still be read as a picture."""
WRONG = 1e-9
"""Relative difference from which on a number is marked as wrong."""
MOST_NAMED = 3
"""Wrong numbers that are told in words."""


def moved(before: Net, answer: object, expected: Net, layer: int, perm: Sequence[int]) -> Picture | None:
    """A net whose units change places: new unit k of `layer` is old unit ``perm[k]``, and keeps its colour."""
    found = values.net(answer, expected)
    places = [unit for unit in range(len(perm)) if perm[unit] != unit]
    names = {old: index for index, old in enumerate(sorted(perm[unit] for unit in places))}
    colours = [(layer, old, index) for old, index in names.items()]
    new = [(layer, unit, names[perm[unit]]) for unit in places]
    key = tuple(f"old unit {old}" for old in names)
    return _pair(("before", before, colours), ("your result", found, new), expected, key)


def changed(before: Net, answer: object, expected: Net, layer: int, units: Sequence[int]) -> Picture | None:
    """A net in which some units of a layer change their numbers, but not their places."""
    found = values.net(answer, expected)
    colours = [(layer, unit, index) for index, unit in enumerate(units)]
    key = tuple(f"unit {unit}" for unit in units)
    return _pair(("before", before, colours), ("your result", found, colours), expected, key)


def mean(net: Net, answer: object, expected: Net, layer: int = 1) -> Picture | None:
    """A net and the average of its reorderings; the units of one layer have a colour each."""
    found = values.net(answer, expected)
    units = [(layer, unit, unit) for unit in range(len(net[layer - 1][1]))]
    return _pair(("the net", net, units), ("your mean", found, ()), expected)


def compared(
    answer: object, expected: Net, titles: tuple[str, str] = ("as it should be", "your result")
) -> Picture | None:
    """A net as it should be, and as it is."""
    return _pair((titles[0], expected, ()), (titles[1], values.net(answer, expected), ()), expected)


Side = tuple[str, Net, Sequence[Place]]


def _pair(left: Side, right: Side, expected: Net, key: tuple[str, ...] = ()) -> Picture | None:
    """Two nets; what is wrong in the second one is marked."""
    wrong = _wrong(right[1], expected)
    shown = [_layers(net) for _, net, _ in (left, right)]
    if not wrong or len(key) > MOST_UNITS or any(layers is None for layers in shown):
        return None
    same_shapes = nets.widths(left[1]) == nets.widths(right[1])
    stayed = same_shapes and all(_entry(right[1], place) == _entry(left[1], place) for place in wrong)
    told = [_told(right[1], expected, place) for place in wrong[:MOST_NAMED]]
    more = [f"and {len(wrong) - MOST_NAMED} more"] if len(wrong) > MOST_NAMED else []
    beside = f"{left[0][0].upper()}{left[0][1:]}, and {right[0]}"
    alt = f"{beside}, in which {', '.join([*told, *more])}."
    panels = tuple(
        Panel(title=title, layers=layers or (), colours=tuple(colours), wrong=marks)
        for (title, _, colours), layers, marks in zip((left, right), shown, ((), tuple(wrong)), strict=True)
    )
    return NetsPicture(alt=alt, panels=panels, key=key, wrong="has not moved" if stayed else "is not right")


def _layers(net: Net) -> tuple[PicturedLayer, ...] | None:
    """A net as data; None for one that is too large, or whose numbers are."""
    if len(net) > MOST_LAYERS or max(nets.widths(net)) > MOST_UNITS:
        return None
    if not all(drawable(part) for layer in net for part in layer):
        return None
    return tuple(PicturedLayer(rows(W), numbers(b)) for W, b in net)


def _wrong(found: Net, expected: Net) -> list[Place]:
    places: list[Place] = []
    for layer, ((W, b), (right_W, right_b)) in enumerate(zip(found, expected, strict=True), start=1):
        for unit, source in np.argwhere(_differs(W, right_W)).tolist():
            places.append((layer, unit, source))
        places += [(layer, int(unit), -1) for unit in np.flatnonzero(_differs(b, right_b))]
    return places


def _differs(found: FloatArray, right: FloatArray) -> npt.NDArray[np.bool_]:
    return ~(np.abs(found - right) <= WRONG * np.maximum(1.0, np.abs(right)))


def _entry(net: Net, place: Place) -> float:
    layer, unit, source = place
    W, b = net[layer - 1]
    return float(b[unit] if source < 0 else W[unit, source])


def _told(found: Net, expected: Net, place: Place) -> str:
    layer, unit, source = place
    name = f"b{layer}[{unit}]" if source < 0 else f"W{layer}[{unit}, {source}]"
    return f"{name} is {_entry(found, place):.6g} and should be {_entry(expected, place):.6g}"

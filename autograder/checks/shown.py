"""A call as plain, bounded data, so that a page can typeset its matrices; `show` has the same as text.

==========  ==========================================================================================================
``kind``    of a value
==========  ==========================================================================================================
``text``    ``text``: anything else, on one line
``vector``  ``entries``: the numbers of an array with one axis, short, with spaces between them
``matrix``  ``rows``: those of an array with two axes, or of a list of rows
``net``     ``layers`` with ``W`` and ``b`` each, and how many ``more`` are left out
``list``    ``items``: several nets, matrices or vectors, and how many ``more``
==========  ==========================================================================================================
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, cast

import msgspec
import numpy as np
import numpy.typing as npt

from autograder.checks import show
from autograder.checks.calls import Call, Ended, Missing, Raised, Returned


class _Shown(msgspec.Struct, frozen=True, tag_field="kind"):
    pass


class ShownText(_Shown, frozen=True, tag="text"):
    """A value on one line."""

    text: str


class ShownVector(_Shown, frozen=True, tag="vector"):
    """An array with one axis."""

    entries: str


class ShownMatrix(_Shown, frozen=True, tag="matrix"):
    """An array with two axes."""

    rows: tuple[str, ...]


Part = ShownText | ShownVector | ShownMatrix


class ShownLayer(msgspec.Struct, frozen=True):
    """One layer of a net; a part that is too large to be shown is a text."""

    W: Part
    b: Part


class ShownNet(_Shown, frozen=True, tag="net"):
    """A net, layer by layer."""

    layers: tuple[ShownLayer, ...]
    more: int = 0


class ShownList(_Shown, frozen=True, tag="list"):
    """Several nets or arrays."""

    items: tuple[ShownText | ShownVector | ShownMatrix | ShownNet, ...]
    more: int = 0


ShownValue = ShownText | ShownVector | ShownMatrix | ShownNet | ShownList


class ShownArgument(msgspec.Struct, frozen=True):
    """An argument under the name that the lab's text gives it."""

    name: str
    value: ShownValue


class ShownCall(msgspec.Struct, frozen=True, kw_only=True):
    """A call and what came of it: the `value` that was returned, or a `text` that says what happened instead."""

    function: str
    arguments: tuple[ShownArgument, ...]
    outcome: Literal["returned", "raised", "ended", "missing"]
    value: ShownValue | None = None
    text: str = ""


def call(made: Call, parameters: Sequence[str] = ()) -> ShownCall:
    """A call with its arguments, named as in the text, and its outcome."""
    names = [*parameters, *(f"argument {k + 1}" for k in range(len(parameters), len(made.args)))]
    arguments = tuple(ShownArgument(name, value(given)) for name, given in zip(names, made.args, strict=False))
    match made.outcome:
        case Returned(value=returned):
            return ShownCall(function=made.function, arguments=arguments, outcome="returned", value=value(returned))
        case Raised(kinds=kinds, text=text):
            said = show.cut(f"{kinds[0]}: {text}" if text else kinds[0])
            return ShownCall(function=made.function, arguments=arguments, outcome="raised", text=said)
        case Ended(reason=reason):
            return ShownCall(function=made.function, arguments=arguments, outcome="ended", text=reason)
        case Missing():
            return ShownCall(function=made.function, arguments=arguments, outcome="missing")


def value(given: Any) -> ShownValue:
    """A value as data; what has no form of its own is a text."""
    one = _net(given) or _array(given)
    if one is not None:
        return one
    if isinstance(given, (list, tuple)):
        items = cast("Sequence[Any]", given)
        found = tuple(_net(item) or _part(item) for item in items[: show.MOST_ITEMS])
        if all(isinstance(item, ShownNet) for item in found):
            found = found[: show.MOST_NETS]
        if not all(isinstance(item, ShownText) for item in found):
            return ShownList(found, len(items) - len(found))
    return ShownText(show.short(given))


def _net(given: Any) -> ShownNet | None:
    """A net of arrays or of lists."""
    if not isinstance(given, (list, tuple)) or not given:
        return None
    layers = cast("Sequence[Any]", given)
    if not all(isinstance(layer, (list, tuple)) and len(cast("Sequence[Any]", layer)) == 2 for layer in layers):
        return None
    pairs = cast("Sequence[tuple[Any, Any]]", layers)
    if not all(_has_axes(W, 2) and _has_axes(b, 1) for W, b in pairs):
        return None
    shown = tuple(ShownLayer(_part(W), _vector(b) or _part(b)) for W, b in pairs[: show.MOST_LAYERS])
    return ShownNet(shown, len(pairs) - len(shown))


def _has_axes(given: Any, axes: int) -> bool:
    """Whether a value is an array, or for two axes a list of rows of numbers, for one a list of numbers."""
    if isinstance(given, np.ndarray):
        return True
    if not isinstance(given, (list, tuple)) or not given:
        return False
    rows = cast("Sequence[Any]", given)
    return all(_is_row(row, rows[0]) for row in rows) if axes == 2 else _is_row(rows, rows)


def _vector(given: Any) -> ShownVector | None:
    """A list of numbers as what it stands for in a net."""
    if isinstance(given, np.ndarray) or len(given) > show.LARGEST_ARRAY:
        return None
    entries = [show.short(entry) for entry in given]
    return None if any(" " in entry for entry in entries) else ShownVector(" ".join(entries))


def _array(given: Any) -> Part | None:
    """An array, or a list of rows of numbers, with one or two axes and no more entries than are shown."""
    if isinstance(given, (list, tuple)):
        rows = cast("Sequence[Any]", given)
        if not 0 < len(rows) <= show.LARGEST_ARRAY or not all(_is_row(row, rows[0]) for row in rows):
            return None
        return _matrix(rows)
    if not isinstance(given, np.ndarray):
        return None
    array = cast("npt.NDArray[Any]", given)
    if array.ndim not in (1, 2) or not 0 < array.size <= show.LARGEST_ARRAY or array.dtype.kind not in "fiub":
        return ShownText(show.short(array))
    if array.ndim == 1:
        return ShownVector(" ".join(map(show.short, array.tolist())))
    return _matrix(array.tolist())


def _part(given: Any) -> Part:
    return _array(given) or ShownText(show.short(given))


def _is_row(row: Any, first: Any) -> bool:
    """Whether this is a list of numbers, as long as the first one of its matrix."""
    if not isinstance(row, (list, tuple)) or not isinstance(first, (list, tuple)):
        return False
    entries = cast("Sequence[Any]", row)
    same = 0 < len(entries) == len(cast("Sequence[Any]", first)) <= show.LARGEST_ARRAY
    return same and all(isinstance(entry, (int, float)) and not isinstance(entry, bool) for entry in entries)


def _matrix(rows: Sequence[Sequence[Any]]) -> Part:
    if len(rows) * len(rows[0]) > show.LARGEST_ARRAY:
        return ShownText(show.short(rows))
    shown = [[show.short(entry) for entry in row] for row in rows]
    if any(" " in entry for row in shown for entry in row):  # a number that is told in words
        return ShownText(show.short(rows))
    return ShownMatrix(tuple(map(" ".join, shown)))

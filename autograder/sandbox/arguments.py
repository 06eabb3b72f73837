"""The arguments of one call in the student's process, and which of them the student's function has changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import starmap
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from autograder.sandbox.nodes import Array, Dict, Layers, List, Tuple, Value
from autograder.sandbox.reader import Reader


class Arguments:
    """Fresh copies of a call's arguments (`values`), rebuilt from the node of a tuple and the arrays' bytes."""

    def __init__(self, node: Value, body: bytes, function: Callable[[int], Any]) -> None:
        self._node, self._body, self._function = cast(Tuple, node), body, function
        self._reader = Reader(body, function, watch=True)
        self.values: tuple[Any, ...] = self._reader.value(node)

    def changed(self) -> tuple[int, ...]:
        """Positions of the arguments that no longer have the type and values that were sent.

        NaN equals NaN, and -0.0 equals 0.0.
        """
        if self._all_as_made():
            return ()
        reader = Reader(self._body, self._function)
        pairs = enumerate(zip(self.values, self._node.items, strict=True))
        return tuple([k for k, (now, before) in pairs if not _is_unchanged(reader, now, before)])

    def _all_as_made(self) -> bool:
        """Whether each byte and each item is the one that was made: quick, and nearly always so."""
        reader = self._reader
        return (
            not reader.elsewhere
            and reader.buffer == self._body  # pyright: ignore[reportUnnecessaryComparison] - bytes are bytes
            and all(starmap(_is_laid_out_so, reader.arrays))
            and all(len(now) == len(made) and all(map(_is, now, made)) for now, made in reader.lists)
        )


def _is_laid_out_so(array: npt.NDArray[Any], dtype: np.dtype[Any], shape: tuple[int, ...]) -> bool:
    return array.dtype is dtype and array.shape == shape and array.flags.c_contiguous


def _is(a: Any, b: Any) -> bool:
    return a is b


def _is_unchanged(reader: Reader, now: Any, node: Value) -> bool:
    """Whether a value that was made from this node still is what the node says; the reader goes on behind the node."""
    start = reader.position
    if _is_same(reader, now, node):
        return True
    reader.back_to(start)
    reader.part(node)
    return False


def _is_same(reader: Reader, now: Any, node: Value) -> bool:
    if type(node) is Layers:
        node = node.spelled_out
    kind = type(node)
    if kind is Array:
        before = reader.array(cast(Array, node))
        if type(now) is not np.ndarray or now.dtype != before.dtype or now.shape != before.shape:
            return False
        # the same bytes are the same values; others may still be, as NaN or as a zero's sign
        same = now.tobytes() == before.tobytes()
        return same or np.array_equal(now, before, equal_nan=before.dtype.kind == "f")
    if kind is List or kind is Tuple:
        items = cast(List, node).items
        if type(now) is not (list if kind is List else tuple):
            return False
        present = cast("Sequence[Any]", now)
        return len(present) == len(items) and all(
            _is_same(reader, one, item) for one, item in zip(present, items, strict=True)
        )
    if kind is Dict:
        keys = [reader.part(key) for key in cast(Dict, node).keys]
        if type(now) is not dict or list(now) != keys:  # pyright: ignore[reportUnknownArgumentType]
            return False
        values = cast("dict[Any, Any]", now).values()
        return all(_is_same(reader, one, item) for one, item in zip(values, cast(Dict, node).items, strict=True))
    before = reader.part(node)
    return type(now) is type(before) and (bool(now == before) or (now != now and before != before))

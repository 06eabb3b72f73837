"""Nodes to plain values (see `nodes`), with every size checked before memory is spent on it."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from types import NoneType
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from autograder.plain import Opaque
from autograder.sandbox.nodes import (
    DTYPES,
    MAX_BITS,
    MAX_DEPTH,
    MAX_NODES,
    MAX_RATIO_BITS,
    Array,
    BigInt,
    Callback,
    Dict,
    Foreign,
    Layers,
    List,
    Ratio,
    Text,
    Tuple,
    Value,
    WireError,
    is_possible,
    said,
    text,
)

FLOAT = DTYPES["f"]
TOO_FEW_BYTES = "an array is larger than the bytes that came with it"
_ITSELF = frozenset({NoneType, bool, int, float})
"""Nodes that are their own value."""


class Reader:
    """Rebuilds plain values from nodes, the arrays from `body`; anything odd is a `WireError`.

    The arrays lie in one private copy of the body, `buffer`, and are writable. With `watch`, `lists` are the lists
    that were made, each with its items, and `arrays` the arrays with their types and shapes, row by row in memory: who
    must know whether a value is still as it was made finds all that can change there, unless `elsewhere` is true.
    `function` makes what stands for a function of the grader from its number; without it, such a node is odd.
    """

    def __init__(
        self,
        body: bytes | bytearray | memoryview,
        function: Callable[[int], Any] | None = None,
        *,
        watch: bool = False,
    ) -> None:
        self._function = function
        self._watch = watch
        self.buffer = bytearray(body)
        self.lists: list[tuple[list[Any], tuple[Any, ...]]] = []
        self.arrays: list[tuple[npt.NDArray[Any], np.dtype[Any], tuple[int, ...]]] = []
        self.elsewhere = False
        self.position = 0
        self._nodes = 0

    def value(self, node: Value) -> Any:
        """The value of a whole message: its arrays use up the body exactly."""
        result = self.part(node)
        left = len(self.buffer) - self.position
        if left:
            raise WireError(f"{left} bytes of arrays belong to no value")
        return result

    def back_to(self, position: int) -> None:
        """Read again from there what has been read, and counted, before."""
        self.position, self._nodes = position, 0

    def part(self, node: Value, depth: int = 0) -> Any:
        """The value of a part of a message, whose arrays come next in the body."""
        kind = type(node)
        if kind is Array:
            return self.array(cast(Array, node))
        if kind is Layers:
            return self._layers(cast(Layers, node), depth)
        if kind is List:
            items = self._parts(cast(List, node).items, depth)
            if self._watch:
                self.lists.append((items, tuple(items)))
            return items
        if kind is Tuple:
            return tuple(self._parts(cast(Tuple, node).items, depth))
        match node:
            case Text(data=data):
                return text(data)
            case BigInt(digits=digits):
                return _big(digits, MAX_BITS)
            case Ratio(numerator=numerator, denominator=denominator):
                below = _big(denominator, MAX_RATIO_BITS)
                if below <= 0:
                    raise WireError("a fraction's denominator is not positive")
                return Fraction(_big(numerator, MAX_RATIO_BITS), below)
            case Dict():
                return self._dict(node, depth)
            case Callback(number=number):
                if self._function is None:
                    raise WireError("a function came over the wire")
                return self._function(number)
            case Foreign(description=description):
                return Opaque(said(description, 200))
            case _:
                return node  # None, bool, int, float

    def _parts(self, nodes: tuple[Value, ...], depth: int) -> list[Any]:
        """The values of the parts of a part at this depth."""
        self._nodes += len(nodes)
        if self._nodes > MAX_NODES or depth > MAX_DEPTH:
            raise WireError("a value has too many parts or is nested too deeply")
        return [
            self.array(node) if type(node) is Array else node if type(node) in _ITSELF else self.part(node, depth + 1)
            for node in nodes
        ]

    def _layers(self, node: Layers, depth: int) -> list[tuple[npt.NDArray[Any], npt.NDArray[Any]]]:
        """The matrices and vectors whose bytes come next in the body."""
        buffer, position = self.buffer, self.position
        if position % 8:  # behind truth values
            return self.part(node.spelled_out, depth)
        self._nodes += 3 * len(node.shapes)
        if self._nodes > MAX_NODES or depth > MAX_DEPTH - 2:
            raise WireError("a value has too many parts or is nested too deeply")
        items: list[tuple[npt.NDArray[Any], npt.NDArray[Any]]] = []
        for shape in node.shapes:
            rows, columns = shape
            if rows <= 0 or columns <= 0:
                raise WireError("an array has an impossible shape")
            middle = position + 8 * rows * columns
            end = middle + 8 * rows
            if end > len(buffer):
                raise WireError(TOO_FEW_BYTES)
            matrix = np.ndarray(shape, FLOAT, buffer, position)
            vector = np.ndarray(rows, FLOAT, buffer, middle)
            items.append((matrix, vector))
            if self._watch:
                self.arrays += ((matrix, FLOAT, shape), (vector, FLOAT, (rows,)))
            position = end
        self.position = position
        if self._watch:
            self.lists.append((items, tuple(items)))
        return items

    def array(self, node: Array) -> npt.NDArray[Any]:
        """The array whose bytes come next in the body."""
        shape, start = node.shape, self.position
        count = math.prod(shape)
        if node.dtype == "f" and count > 0 and len(shape) <= 4 and start % 8 == 0:  # nearly always
            self.position = start + 8 * count
            if self.position > len(self.buffer):
                raise WireError(TOO_FEW_BYTES)
            try:
                array = np.ndarray(shape, FLOAT, self.buffer, start)
            except ValueError:  # two negative lengths
                raise WireError("an array has an impossible shape") from None
            if self._watch:
                self.arrays.append((array, FLOAT, shape))
            return array
        dtype = DTYPES.get(node.dtype)
        if dtype is None:
            raise WireError("an array has an unknown type")
        if not is_possible(shape):
            raise WireError("an array has an impossible shape")
        self.position = start + count * dtype.itemsize
        if self.position > len(self.buffer):
            raise WireError(TOO_FEW_BYTES)
        array = np.ndarray(shape, dtype if node.dtype != "b" else np.uint8, self.buffer, start)
        if node.dtype == "b":  # only 0 and 1 are truth values; other bytes behave oddly inside numpy
            array, self.elsewhere = np.asarray(array != 0), True  # numpy makes a scalar of what has no axis
        elif start % dtype.itemsize:  # behind truth values: slow, and unlike any array that a student meets
            array, self.elsewhere = array.copy(), True
        if self._watch:
            self.arrays.append((array, array.dtype, shape))
        return array

    def _dict(self, node: Dict, depth: int) -> dict[Any, Any]:
        if len(node.keys) != len(node.items):
            raise WireError("a dict has keys without values")
        keys = self._parts(node.keys, depth)
        items = self._parts(node.items, depth)  # in any case: their arrays are in the body
        # hashes of ints, floats and tuples can be made to collide, those of texts cannot
        if any(not (isinstance(key, str) or (isinstance(key, int) and abs(key) < 10_000)) for key in keys):
            return cast("dict[Any, Any]", Opaque("a dict with keys other than texts and small ints"))
        if len(set(keys)) != len(keys):
            raise WireError("a dict has a key twice")
        self.elsewhere = True
        return dict(zip(keys, items, strict=True))


def _big(digits: bytes, bits: int) -> int:
    if not 0 < len(digits) <= bits // 4 + 2:
        raise WireError("a whole number has too many digits")
    sign, rest = (-1, digits[1:]) if digits.startswith(b"-") else (1, digits)
    if not rest or rest.strip(b"0123456789abcdef"):
        raise WireError("a whole number is malformed")
    return sign * int(rest, 16)

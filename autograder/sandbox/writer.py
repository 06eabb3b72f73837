"""Plain values to nodes (see `nodes`): whatever student code returns, and whatever a check hands over."""

from __future__ import annotations

import array
import numbers
from collections import deque
from collections.abc import Callable, Sequence
from fractions import Fraction
from types import NoneType
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from autograder.functions import Function
from autograder.plain import Opaque
from autograder.sandbox.nodes import (
    DTYPES,
    MAX_BITS,
    MAX_BODY,
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
    text_bytes,
)

FLOAT = DTYPES["f"]


class Writer:
    """Turns Python values into nodes; arrays' bytes are collected in `body`, the grader's functions in `functions`."""

    def __init__(self) -> None:
        self.functions: list[Function] = []
        self._parts: list[bytes] = []
        self._bytes = 0
        self._nodes = 0

    @property
    def body(self) -> bytes:
        return b"".join(self._parts)

    def node(self, value: Any, depth: int = 0) -> Value:
        """The node for a value; anything without a place in the format becomes a description of itself."""
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise WireError("made of too many parts")
        make = _EXACT.get(type(value))  # pyright: ignore[reportUnknownArgumentType]
        if make is not None:
            return make(self, value, depth)
        for types, make in _MAKERS:
            if isinstance(value, types):
                return make(self, value, depth)
        if isinstance(value, (memoryview, array.array)) or hasattr(value.__class__, "__array__"):
            return self.array(np.asarray(value), depth + 1)
        if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
            return self.list(cast("Sequence[Any]", value), depth)
        return Foreign(text_bytes(f"a value of type {type(value).__name__}", 200))

    def array(self, value: npt.NDArray[Any], depth: int) -> Value:
        if value.dtype is FLOAT and value.size and value.ndim <= 4 and depth <= MAX_DEPTH:  # nearly always
            self._take(value.nbytes)
            self._parts.append(np.ndarray.tobytes(value))
            return Array("f", value.shape)
        kind = value.dtype.kind
        if kind not in "fiubO":
            return Foreign(text_bytes(f"an array of {value.dtype}", 200))
        if not is_possible(value.shape) or depth > MAX_DEPTH:
            return Foreign(b"an array of an unusual shape")
        if kind == "O" or (kind == "u" and value.dtype.itemsize == 8):
            if value.size > MAX_NODES:  # before they are made
                raise WireError("made of too many parts")
            return self.node(np.ndarray.tolist(value), depth + 1)
        code = "i" if kind == "u" else kind
        dtype = DTYPES[code]
        self._take(value.size * dtype.itemsize)
        plain = value if value.dtype is dtype else value.astype(dtype)
        self._parts.append(np.ndarray.tobytes(plain))
        return Array(code, value.shape)

    def _take(self, size: int) -> None:
        """Room for so many more bytes, before they are copied."""
        self._bytes += size
        if self._bytes > MAX_BODY:
            raise WireError(f"too large to be sent: {self._bytes} bytes of arrays")

    def items(self, values: Any, depth: int) -> tuple[Value, ...] | None:
        return None if depth >= MAX_DEPTH else tuple([self.node(item, depth + 1) for item in values])

    def list(self, value: Any, depth: int) -> Value:
        items = self.items(value, depth)
        return Foreign(b"a list nested too deeply") if items is None else List(items)

    def own_list(self, value: list[Any], depth: int) -> Value:
        """A list, and no relative of one: most are nets."""
        arrays: list[npt.NDArray[Any]] = []
        shapes: list[tuple[int, int]] = []
        for layer in value:
            shape = _shape_of_layer(layer)
            if shape is None:
                break
            shapes.append(shape)
            arrays += layer
        if not shapes or len(shapes) < len(value) or depth > MAX_DEPTH - 2:
            return self.list(value, depth)
        self._nodes += 3 * len(shapes)
        if self._nodes > MAX_NODES:
            raise WireError("made of too many parts")
        self._take(sum(array.nbytes for array in arrays))
        self._parts += map(np.ndarray.tobytes, arrays)
        return Layers(tuple(shapes))

    def tuple(self, value: Any, depth: int) -> Value:
        items = self.items(value, depth)
        return Foreign(b"a tuple nested too deeply") if items is None else Tuple(items)

    def function(self, value: Any, _: int) -> Value:
        self.functions.append(value)
        return Callback(len(self.functions) - 1)

    def dict(self, value: Any, depth: int) -> Value:
        keys, items = self.items(value.keys(), depth), self.items(value.values(), depth)
        return Foreign(b"a dict nested too deeply") if keys is None or items is None else Dict(keys, items)


def _shape_of_layer(value: Any) -> tuple[int, int] | None:
    """The shape of the matrix if this is a pair of a matrix and a vector of as many rows, both of floats."""
    if type(value) is not tuple or len(cast("tuple[Any, ...]", value)) != 2:
        return None
    matrix, vector = cast("tuple[Any, Any]", value)
    if type(matrix) is not np.ndarray or type(vector) is not np.ndarray:
        return None
    shape = matrix.shape
    if len(shape) != 2 or 0 in shape or vector.shape != shape[:1]:
        return None
    return shape if matrix.dtype is FLOAT and vector.dtype is FLOAT else None


def _int(_: Writer, value: Any, __: int) -> Value:
    plain = int(value)
    if -(2**63) <= plain < 2**63:
        return plain
    if plain.bit_length() > MAX_BITS:
        return Foreign(b"a whole number with thousands of digits")
    return BigInt(b"%x" % plain if plain >= 0 else b"-%x" % -plain)


def _fraction(_: Writer, value: Any, __: int) -> Value:
    numerator, denominator = int(value.numerator), int(value.denominator)
    if max(numerator.bit_length(), denominator.bit_length()) > MAX_RATIO_BITS:
        return Foreign(b"a fraction with thousands of digits")
    sign = b"-" if numerator < 0 else b""
    return Ratio(sign + b"%x" % abs(numerator), b"%x" % denominator)


def _itself(_: Writer, value: Any, __: int) -> Value:
    return value


_EXACT: dict[type, Callable[[Writer, Any, int], Value]] = {
    NoneType: _itself,
    bool: _itself,
    float: _itself,
    int: _int,
    np.ndarray: Writer.array,
    list: Writer.own_list,
    tuple: Writer.tuple,
}
"""What nearly all values are, found at once."""

_MAKERS: list[tuple[type | tuple[type, ...], Callable[[Writer, Any, int], Value]]] = [
    (np.ndarray, lambda writer, value, depth: writer.array(value, depth)),
    (np.bool_, lambda writer, value, depth: bool(value)),
    ((float, np.floating), lambda writer, value, depth: float(value)),
    (np.timedelta64, lambda writer, value, depth: Foreign(b"a value of type timedelta64")),  # numpy calls it an integer
    (numbers.Integral, _int),
    (Fraction, _fraction),
    (str, lambda writer, value, depth: Text(text_bytes(value))),
    (list, Writer.list),
    (tuple, Writer.tuple),
    ((range, deque), Writer.list),
    (dict, Writer.dict),
    (Function, Writer.function),
    (Opaque, lambda writer, value, depth: Foreign(text_bytes(value.description, 200))),
]

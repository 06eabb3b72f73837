"""Plain values as typed nodes and back, with every size checked before memory is spent on it.

A node is data: nothing that is decoded can run code, and what has no place in the format travels as a description of
itself (`Opaque`). The bytes of arrays are kept apart from the nodes, one array after the other, in a *body*. Both
sides of the wire use this module; only the reader's checks are relied upon.
"""

from __future__ import annotations

import array
import math
import numbers
from collections import deque
from collections.abc import Callable, Sequence
from fractions import Fraction
from types import NoneType
from typing import Any, cast

import msgspec
import numpy as np
import numpy.typing as npt

from autograder.functions import Function
from autograder.plain import Opaque

MAX_BODY = 16 << 20
"""Bytes of the arrays of a message."""
MAX_NODES = 200_000
MAX_DEPTH = 40
MAX_TEXT = 64 << 10
"""Bytes of one text; the writer cuts, the reader refuses."""
MAX_BITS = 200_000
"""Bits of one int: ten factorials of 2000, which a right answer may multiply."""
MAX_RATIO_BITS = 20_000
"""Bits of a fraction's parts: reducing it takes time that grows with their square."""
MAX_AXES = 32

DTYPES = {"f": np.dtype(np.float64), "i": np.dtype(np.int64), "b": np.dtype(np.bool_)}
"""The types that arrays have after they came over the wire."""


class WireError(Exception):
    """The bytes are no valid frame or message; the text says what is wrong with them."""


class _Node(msgspec.Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    pass


class Text(_Node, frozen=True, tag="t"):
    data: bytes  # UTF-8 with surrogates passed through: msgspec refuses them in str, and honest code can make them


class BigInt(_Node, frozen=True, tag="i"):
    digits: bytes  # hexadecimal, with a sign


class Ratio(_Node, frozen=True, tag="q"):
    numerator: bytes
    denominator: bytes


class Array(_Node, frozen=True, tag="a"):
    dtype: str
    shape: tuple[int, ...]


class List(_Node, frozen=True, tag="l"):
    items: tuple[Value, ...]


class Tuple(_Node, frozen=True, tag="u"):
    items: tuple[Value, ...]


class Dict(_Node, frozen=True, tag="d"):
    keys: tuple[Value, ...]
    items: tuple[Value, ...]


class Callback(_Node, frozen=True, tag="f"):
    """A function of the grader, by its number in the message: only the grader sends it."""

    number: int


class Foreign(_Node, frozen=True, tag="o"):
    description: bytes


Value = None | bool | int | float | Text | BigInt | Ratio | Array | List | Tuple | Dict | Callback | Foreign


# --- values to nodes -----------------------------------------------------------------------------------------------


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
        self._bytes += value.size * dtype.itemsize
        if self._bytes > MAX_BODY:  # before they are copied
            raise WireError(f"too large to be sent: {self._bytes} bytes of arrays")
        plain = value if value.dtype is dtype else value.astype(dtype)
        self._parts.append(np.ndarray.tobytes(plain))
        return Array(code, value.shape)

    def items(self, values: Any, depth: int) -> tuple[Value, ...] | None:
        return None if depth >= MAX_DEPTH else tuple(self.node(item, depth + 1) for item in values)

    def list(self, value: Any, depth: int) -> Value:
        items = self.items(value, depth)
        return Foreign(b"a list nested too deeply") if items is None else List(items)

    def tuple(self, value: Any, depth: int) -> Value:
        items = self.items(value, depth)
        return Foreign(b"a tuple nested too deeply") if items is None else Tuple(items)

    def function(self, value: Any, _: int) -> Value:
        self.functions.append(value)
        return Callback(len(self.functions) - 1)

    def dict(self, value: Any, depth: int) -> Value:
        keys, items = self.items(value.keys(), depth), self.items(value.values(), depth)
        return Foreign(b"a dict nested too deeply") if keys is None or items is None else Dict(keys, items)


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
    list: Writer.list,
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


def text_bytes(text: str, longest: int = MAX_TEXT) -> bytes:
    """A text as UTF-8 of at most so many bytes, surrogates passed through."""
    return str(text)[:longest].encode("utf-8", "surrogatepass")[:longest]


# --- nodes to values -----------------------------------------------------------------------------------------------


class Reader:
    """Rebuilds plain values from nodes, the arrays from `body`; anything odd is a `WireError`.

    `function` makes what stands for a function of the grader from its number; without it, such a node is odd.
    """

    def __init__(self, body: bytes | bytearray | memoryview, function: Callable[[int], Any] | None = None) -> None:
        self._function = function
        self._body = memoryview(body)
        self._position = 0
        self._nodes = 0

    def value(self, node: Value) -> Any:
        """The value of a whole message: its arrays use up the body exactly."""
        result = self._value(node, 0)
        left = len(self._body) - self._position
        if left:
            raise WireError(f"{left} bytes of arrays belong to no value")
        return result

    def is_unchanged(self, now: Any, node: Value) -> bool:
        """Whether a value that was made from this node still has its type and values.

        NaN equals NaN, and -0.0 equals 0.0. The reader goes on behind the node in either case.
        """
        start = self._position
        if self._is_unchanged(now, node):
            return True
        self._position = start
        self._value(node, 0)
        return False

    def _value(self, node: Value, depth: int) -> Any:
        self._nodes += 1
        if self._nodes > MAX_NODES or depth > MAX_DEPTH + 1:
            raise WireError("a value has too many parts or is nested too deeply")
        kind = type(node)
        if kind is Array:
            return self._array(cast(Array, node)).copy()
        if kind is List:
            return [self._value(item, depth + 1) for item in cast(List, node).items]
        if kind is Tuple:
            return tuple([self._value(item, depth + 1) for item in cast(Tuple, node).items])
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

    def _array(self, node: Array) -> npt.NDArray[Any]:
        """The array over the bytes of the body, not a copy of them."""
        dtype = DTYPES.get(node.dtype)
        if dtype is None:
            raise WireError("an array has an unknown type")
        if not is_possible(node.shape):
            raise WireError("an array has an impossible shape")
        count = math.prod(node.shape)
        start, self._position = self._position, self._position + count * dtype.itemsize
        if self._position > len(self._body):
            raise WireError("an array is larger than the bytes that came with it")
        if node.dtype == "b":  # only 0 and 1 are truth values; other bytes behave oddly inside numpy
            return (np.frombuffer(self._body, np.uint8, count, start) != 0).reshape(node.shape)
        return np.frombuffer(self._body, dtype, count, start).reshape(node.shape)

    def _is_unchanged(self, now: Any, node: Value) -> bool:
        kind = type(node)
        if kind is Array:
            before = self._array(cast(Array, node))
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
            return len(present) == len(items) and all(map(self._is_unchanged, present, items))
        if kind is Dict:
            keys = [self._value(key, 0) for key in cast(Dict, node).keys]
            if type(now) is not dict or list(now) != keys:  # pyright: ignore[reportUnknownArgumentType]
                return False
            return all(map(self._is_unchanged, now.values(), cast(Dict, node).items))  # pyright: ignore
        before = self._value(node, 0)
        return type(now) is type(before) and (bool(now == before) or now != now)

    def _dict(self, node: Dict, depth: int) -> dict[Any, Any]:
        if len(node.keys) != len(node.items):
            raise WireError("a dict has keys without values")
        keys = [self._value(key, depth + 1) for key in node.keys]
        items = [self._value(item, depth + 1) for item in node.items]  # in any case: their arrays are in the body
        # hashes of ints, floats and tuples can be made to collide, those of texts cannot
        if any(not (isinstance(key, str) or (isinstance(key, int) and abs(key) < 10_000)) for key in keys):
            return cast("dict[Any, Any]", Opaque("a dict with keys other than texts and small ints"))
        if len(set(keys)) != len(keys):
            raise WireError("a dict has a key twice")
        return dict(zip(keys, items, strict=True))


def is_possible(shape: tuple[int, ...]) -> bool:
    """Whether an array may have this shape: an empty one, which needs no bytes, may still have a long axis."""
    if len(shape) > MAX_AXES or (shape and min(shape) < 0):
        return False
    return 0 not in shape or math.prod(n for n in shape if n) <= MAX_NODES


def text(data: bytes) -> str:
    """A text from the wire; it may hold surrogates and control characters until `clean` has seen it."""
    if len(data) > MAX_TEXT:
        raise WireError("a text is too long")
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")


def clean(string: str) -> str:
    """The text without what spoils a report: surrogates, control characters and changes of writing direction."""
    if string.isprintable():
        return string
    return "".join(c if c in "\n\t" or (c.isprintable() and not "\ud800" <= c <= "\udfff") else "�" for c in string)


def said(data: bytes, longest: int) -> str:
    """A text from the wire as it may stand in a report: cleaned, and no longer than the writer makes it."""
    return clean(text(data[: 4 * longest])[:longest])


def _big(digits: bytes, bits: int) -> int:
    if not 0 < len(digits) <= bits // 4 + 2:
        raise WireError("a whole number has too many digits")
    sign, rest = (-1, digits[1:]) if digits.startswith(b"-") else (1, digits)
    if not rest or rest.strip(b"0123456789abcdef"):
        raise WireError("a whole number is malformed")
    return sign * int(rest, 16)

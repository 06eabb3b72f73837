"""The data-only wire: plain values as bytes and back, with every size checked before memory is spent on it.

A frame is two little-endian 32-bit lengths, a msgpack header of typed structs, and a body that holds the arrays'
bytes one after the other. Nothing that is decoded can run code; what has no place in the format travels as a
description of itself (`Opaque`). Both sides use this module; only the reader's checks are relied upon.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeVar, cast

import msgspec
import numpy as np
import numpy.typing as npt

from autograder.plain import Opaque

MAX_HEADER = 1 << 20
"""Bytes of a header: the structure, all numbers and texts."""
MAX_BODY = 16 << 20
"""Bytes of a body: the arrays."""
MAX_NODES = 200_000
MAX_DEPTH = 40
MAX_TEXT = 64 << 10
"""Bytes of one text; the writer cuts, the reader refuses."""
MAX_BITS = 200_000
"""Bits of one int: ten factorials of 2000, which a right answer may multiply."""
MAX_RATIO_BITS = 20_000
"""Bits of a fraction's parts: reducing it takes time that grows with their square."""
MAX_AXES = 32
LENGTHS = 8
"""Bytes of the two lengths before a header."""

DTYPES: dict[str, tuple[type[np.generic], int]] = {"f": (np.float64, 8), "i": (np.int64, 8), "b": (np.bool_, 1)}


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


class Foreign(_Node, frozen=True, tag="o"):
    description: bytes


Value = None | bool | int | float | Text | BigInt | Ratio | Array | List | Tuple | Dict | Foreign


# --- messages ------------------------------------------------------------------------------------------------------


class Message(msgspec.Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    """What is common to all messages: the id of the request, drawn at random by the grader and echoed."""

    id: int


class RunCell(Message, frozen=True, tag="cell"):
    """Run one cell; `place` is its name in messages, `first_line` the number of its first line there.

    With `definitions_only`, only its imports, functions and classes (it did not come to an end the first time).
    """

    place: bytes
    source: bytes
    first_line: int
    definitions_only: bool


class CallFunction(Message, frozen=True, tag="call"):
    function: str
    args: Value


class CellDone(Message, frozen=True, tag="done"):
    kinds: tuple[bytes, ...]  # empty if all went well
    text: bytes
    where: bytes
    notes: tuple[bytes, ...]


class DidReturn(Message, frozen=True, tag="returned"):
    value: Value
    changed: tuple[int, ...]


class DidRaise(Message, frozen=True, tag="raised"):
    kinds: tuple[bytes, ...]
    text: bytes
    where: bytes
    changed: tuple[int, ...]


class IsMissing(Message, frozen=True, tag="missing"):
    pass


Request = RunCell | CallFunction
Reply = CellDone | DidReturn | DidRaise | IsMissing

M = TypeVar("M")

_encoder = msgspec.msgpack.Encoder()
_requests: msgspec.msgpack.Decoder[Request] = msgspec.msgpack.Decoder(Request)
_replies: msgspec.msgpack.Decoder[Reply] = msgspec.msgpack.Decoder(Reply)


# --- frames --------------------------------------------------------------------------------------------------------


def frame(message: Request | Reply, body: bytes = b"") -> bytes:
    """A message and its arrays as bytes; `WireError` if they are larger than a reader takes."""
    header = _encoder.encode(message)
    if len(header) > MAX_HEADER or len(body) > MAX_BODY:
        raise WireError(f"too large to be sent: {len(header)} bytes of values and {len(body)} of arrays")
    return len(header).to_bytes(4, "little") + len(body).to_bytes(4, "little") + header + body


def lengths(data: bytes | bytearray | memoryview) -> tuple[int, int]:
    """Lengths of header and body from the first 8 bytes of a frame, checked against what a reader takes."""
    header, body = int.from_bytes(data[:4], "little"), int.from_bytes(data[4:LENGTHS], "little")
    if not 0 < header <= MAX_HEADER or body > MAX_BODY:
        raise WireError(f"a frame announced {header} bytes of values and {body} of arrays")
    return header, body


def request(header: bytes | bytearray | memoryview) -> Request:
    """Decode a request (in the student's process)."""
    return _requests.decode(header)


def reply(header: bytes | bytearray | memoryview) -> Reply:
    """Decode a reply (in the grader); `WireError` for anything that is not exactly one."""
    try:
        return _replies.decode(header)
    except (msgspec.DecodeError, RecursionError, OverflowError, ValueError) as problem:
        # the decoder quotes what it was sent
        raise WireError(f"a reply could not be decoded: {clean(str(problem)[:200])}") from None


# --- values to nodes -----------------------------------------------------------------------------------------------


class Writer:
    """Turns Python values into nodes; arrays' bytes are collected in `body`."""

    def __init__(self) -> None:
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
        if value is None or value is True or value is False:
            return value
        for types, make in _MAKERS:
            if isinstance(value, types):
                return make(self, value, depth)
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
        code = {"u": "i"}.get(kind, kind)
        self._bytes += value.size * DTYPES[code][1]
        if self._bytes > MAX_BODY:  # before they are copied
            raise WireError(f"too large to be sent: {self._bytes} bytes of arrays")
        plain = np.ascontiguousarray(np.asarray(value), dtype=DTYPES[code][0]).reshape(value.shape)
        self._parts.append(plain.tobytes())
        return Array(code, tuple(int(n) for n in value.shape))

    def items(self, values: Any, depth: int) -> tuple[Value, ...] | None:
        return None if depth >= MAX_DEPTH else tuple(self.node(item, depth + 1) for item in values)

    def list(self, value: Any, depth: int) -> Value:
        items = self.items(value, depth)
        return Foreign(b"a list nested too deeply") if items is None else List(items)

    def tuple(self, value: Any, depth: int) -> Value:
        items = self.items(value, depth)
        return Foreign(b"a tuple nested too deeply") if items is None else Tuple(items)

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
    (range, Writer.list),
    (dict, Writer.dict),
    (Opaque, lambda writer, value, depth: Foreign(text_bytes(value.description, 200))),
]


def text_bytes(text: str, longest: int = MAX_TEXT) -> bytes:
    """A text as UTF-8 of at most so many bytes, surrogates passed through."""
    return str(text)[:longest].encode("utf-8", "surrogatepass")[:longest]


# --- nodes to values -----------------------------------------------------------------------------------------------


class Reader:
    """Rebuilds plain values from nodes, the arrays from `body`; anything odd is a `WireError`."""

    def __init__(self, body: bytes | bytearray | memoryview) -> None:
        self._body = memoryview(body)
        self._nodes = 0

    def value(self, node: Value) -> Any:
        """The value of a whole message: its arrays use up the body exactly."""
        result = self._value(node, 0)
        if len(self._body):
            raise WireError(f"{len(self._body)} bytes of arrays belong to no value")
        return result

    def _value(self, node: Value, depth: int) -> Any:
        self._nodes += 1
        if self._nodes > MAX_NODES or depth > MAX_DEPTH + 1:
            raise WireError("a value has too many parts or is nested too deeply")
        match node:
            case Array():
                return self._array(node)
            case List(items=items):
                return [self._value(item, depth + 1) for item in items]
            case Tuple(items=items):
                return tuple(self._value(item, depth + 1) for item in items)
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
            case Foreign(description=description):
                return Opaque(said(description, 200))
            case None | bool() | int() | float():
                return node

    def _array(self, node: Array) -> npt.NDArray[Any]:
        if node.dtype not in DTYPES:
            raise WireError("an array has an unknown type")
        if not is_possible(node.shape):
            raise WireError("an array has an impossible shape")
        dtype, size = DTYPES[node.dtype]
        nbytes = math.prod(node.shape) * size
        if nbytes > len(self._body):
            raise WireError("an array is larger than the bytes that came with it")
        data, self._body = self._body[:nbytes], self._body[nbytes:]
        if node.dtype == "b":  # only 0 and 1 are truth values; other bytes behave oddly inside numpy
            return (np.frombuffer(data, dtype=np.uint8) != 0).reshape(node.shape)
        return np.frombuffer(data, dtype=dtype).reshape(node.shape).copy()

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
    if len(shape) > MAX_AXES or any(n < 0 for n in shape):
        return False
    return math.prod(shape) > 0 or math.prod(n for n in shape if n) <= MAX_NODES


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

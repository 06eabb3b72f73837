"""The nodes that plain values travel as, and how large they may be.

A node is data: nothing that is decoded can run code, and what has no place in the format travels as a description of
itself (`Opaque`). The bytes of arrays are kept apart from the nodes, one array after the other, in a *body*. See
`writer` and `reader`; both sides of the wire use both, and only the reader's checks are relied upon.
"""

from __future__ import annotations

import math

import msgspec
import numpy as np

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


class Layers(_Node, frozen=True, tag="n"):
    """A list of pairs of a matrix and a vector of as many rows, as nets are, by the matrices' shapes: all of floats.

    It is the list of tuples of arrays that it stands for, in a form that is quicker to make and to read.
    """

    shapes: tuple[tuple[int, int], ...]

    @property
    def spelled_out(self) -> List:
        """The list of tuples of arrays."""
        return List(tuple(Tuple((Array("f", shape), Array("f", shape[:1]))) for shape in self.shapes))


class Dict(_Node, frozen=True, tag="d"):
    keys: tuple[Value, ...]
    items: tuple[Value, ...]


class Callback(_Node, frozen=True, tag="f"):
    """A function of the grader, by its number in the message: only the grader sends it."""

    number: int


class Foreign(_Node, frozen=True, tag="o"):
    description: bytes


Value = None | bool | int | float | Text | BigInt | Ratio | Array | List | Tuple | Layers | Dict | Callback | Foreign


def text_bytes(text: str, longest: int = MAX_TEXT) -> bytes:
    """A text as UTF-8 of at most so many bytes, surrogates passed through."""
    return str(text)[:longest].encode("utf-8", "surrogatepass")[:longest]


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

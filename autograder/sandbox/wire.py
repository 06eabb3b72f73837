"""The messages between grader and student's process, and their frames.

A frame is two little-endian 32-bit lengths, a msgpack header of one typed message, and a body that holds the bytes of
the message's arrays. See `nodes` for the values in it.
"""

from __future__ import annotations

import os
from struct import Struct

import msgspec

from autograder.sandbox.nodes import MAX_BODY, Value, WireError, clean

MAX_HEADER = 1 << 20
"""Bytes of a header: the structure, all numbers and texts."""
LENGTHS = 8
"""Bytes of the two lengths before a header."""
FIRST_READ = 1 << 14


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


class Answers(Message, frozen=True, tag="answers"):
    """What a function of the grader returned."""

    value: Value


class AnswersWithArgument(Message, frozen=True, tag="argument"):
    """A function of the grader returned one of its own arguments, which the asking side still has."""

    position: int


class Refuses(Message, frozen=True, tag="refuses"):
    """A function of the grader raised."""

    kind: str
    text: str


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


class Asks(Message, frozen=True, tag="asks"):
    """During a call: what does a function of the grader give for these arguments (a tuple)?"""

    function: int
    args: Value


Request = RunCell | CallFunction
Reply = CellDone | DidReturn | DidRaise | IsMissing | Asks
Answer = Answers | AnswersWithArgument | Refuses

_lengths = Struct("<II")
_encoder = msgspec.msgpack.Encoder()
_requests: msgspec.msgpack.Decoder[Request] = msgspec.msgpack.Decoder(Request)
_answers: msgspec.msgpack.Decoder[Answer] = msgspec.msgpack.Decoder(Answer)
_replies: msgspec.msgpack.Decoder[Reply] = msgspec.msgpack.Decoder(Reply)


# --- frames --------------------------------------------------------------------------------------------------------


def frame(message: Request | Reply | Answer, body: bytes = b"") -> bytes:
    """A message and its arrays as bytes; `WireError` if they are larger than a reader takes."""
    header = _encoder.encode(message)
    if len(header) > MAX_HEADER or len(body) > MAX_BODY:
        raise WireError(f"too large to be sent: {len(header)} bytes of values and {len(body)} of arrays")
    return _lengths.pack(len(header), len(body)) + header + body


MARK = (1 << 63) - 1
"""An id as long as any, in place of that of a request."""


def ids(count: int) -> list[bytes]:
    """Fresh random ids of requests as they stand in frames: numbers from 2**62 on, which all take as many bytes."""
    return [(1 << 62 | number >> 2).to_bytes(8, "big") for number in memoryview(os.urandom(8 * count)).cast("Q")]


def number(id: bytes) -> int:
    """The number that an id is."""
    return int.from_bytes(id, "big")


class Prepared:
    """The frame of a message but for its id, for which `MARK` stands in it: encoded once, sent or expected often."""

    def __init__(self, message: CallFunction | DidReturn, body: bytes) -> None:
        self._whole, self._body = frame(message, body), len(body)
        self._before, mark, self._behind = self._whole.partition(MARK.to_bytes(8, "big"))
        assert mark
        self.size = len(self._whole)

    def frame(self, id: bytes) -> bytes:
        """The frame with one of the `ids`."""
        return b"".join((self._before, id, self._behind))

    def reply(self) -> tuple[Reply, bytes]:
        """The message, if it is a reply, and its arrays."""
        return reply(self._whole[LENGTHS : len(self._whole) - self._body]), self._whole[len(self._whole) - self._body :]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Prepared) and self._whole == other._whole

    __hash__ = None  # pyright: ignore[reportAssignmentType] - compared, and never looked up


def lengths(data: bytes | bytearray | memoryview) -> tuple[int, int]:
    """Lengths of header and body from the first 8 bytes of a frame, checked against what a reader takes."""
    header, body = _lengths.unpack_from(data)
    if not 0 < header <= MAX_HEADER or body > MAX_BODY:
        raise WireError(f"a frame announced {header} bytes of values and {body} of arrays")
    return header, body


def first(data: bytearray) -> tuple[bytes, bytes] | None:
    """Header and body of the first frame, taken away from the data; None if it is not there as a whole yet."""
    if len(data) < LENGTHS:
        return None
    header, body = lengths(data)
    start, end = LENGTHS + header, LENGTHS + header + body
    if len(data) < end:
        return None
    with memoryview(data) as view:
        taken = bytes(view[LENGTHS:start]), bytes(view[start:end])
    del data[:end]
    return taken


def missing(data: bytes | bytearray) -> int:
    """How many bytes to ask for next when so much of a frame has been read; 0 or less when it is whole.

    Before the lengths are known this is a guess that holds most frames whole.
    """
    if len(data) < LENGTHS:
        return FIRST_READ
    return LENGTHS + sum(lengths(data)) - len(data)


def request(header: bytes | bytearray | memoryview) -> Request:
    """Decode a request (in the student's process)."""
    return _requests.decode(header)


def answer(header: bytes | bytearray | memoryview) -> Answer:
    """Decode the answer to a question (in the student's process)."""
    return _answers.decode(header)


def reply(header: bytes | bytearray | memoryview) -> Reply:
    """Decode a reply (in the grader); `WireError` for anything that is not exactly one."""
    try:
        return _replies.decode(header)
    except (msgspec.DecodeError, RecursionError, OverflowError, ValueError) as problem:
        # the decoder quotes what it was sent
        raise WireError(f"a reply could not be decoded: {clean(str(problem)[:200])}") from None

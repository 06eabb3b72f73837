"""Answering one call: rebuild the arguments, run the function, say what came of it.

This runs on the student's side of the wire (and for trusted functions in `local`). What it reports is data; whoever
reads it checks everything again.
"""

from __future__ import annotations

import linecache
import traceback
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from autograder.sandbox import wire

OWN_PREFIX = "student: "
"""Starts the file names that student cells are compiled under, so that their frames can be told from all others."""


def answer(
    id: int,
    function: Callable[..., Any],
    args: wire.Value,
    body: bytes,
    let_through: tuple[type[BaseException], ...] = (),
) -> bytes:
    """Call the function on fresh copies of the arguments; the reply as a frame.

    Whatever the function raises is part of the answer, unless it is to be let through.
    """
    given = wire.Reader(body).value(args)
    try:
        value = function(*given)
    except let_through:
        raise
    except BaseException as error:  # noqa: BLE001 - SystemExit and KeyboardInterrupt of a student's function too
        return wire.frame(raised(id, error, changed(given, args, body)))
    marks = changed(given, args, body)
    try:
        writer = wire.Writer()
        node = writer.node(value)
        return wire.frame(wire.DidReturn(id, node, marks), writer.body)
    except wire.WireError as problem:
        said = wire.Foreign(wire.text_bytes(f"a value that is {problem}", 200))
        return wire.frame(wire.DidReturn(id, said, marks))
    except let_through:
        raise
    except BaseException as error:  # noqa: BLE001 - a student's class may raise from any of its methods
        return wire.frame(raised(id, error, marks))


def changed(given: Any, args: wire.Value, body: bytes) -> tuple[int, ...]:
    """Positions of the arguments that are no longer what was sent."""
    original = wire.Reader(body).value(args)
    return tuple(k for k, (now, before) in enumerate(zip(given, original, strict=True)) if not _identical(now, before))


def raised(id: int, error: BaseException, marks: tuple[int, ...]) -> wire.DidRaise:
    """The reply for an exception."""
    kinds, text, where = describe(error)
    return wire.DidRaise(id, kinds, text, where, marks)


def describe(error: BaseException) -> tuple[tuple[bytes, ...], bytes, bytes]:
    """An exception's class names, message and the student's innermost line, as bytes for the wire."""
    kinds = tuple(wire.text_bytes(kind.__name__, 100) for kind in type(error).__mro__[:-1])[:20]
    try:
        text = str(error)
    except BaseException:  # noqa: BLE001 - __str__ is the student's
        text = "(its message could not be made)"
    if isinstance(error, SyntaxError) and error.filename and error.filename.startswith(OWN_PREFIX):
        where = f"{error.filename.removeprefix(OWN_PREFIX)}, line {error.lineno}: {(error.text or '').strip()}"
        return kinds, wire.text_bytes(error.msg, 2000), wire.text_bytes(where, 500)
    return kinds, wire.text_bytes(text, 2000), wire.text_bytes(_place(error.__traceback__), 500)


def _place(trace: TracebackType | None) -> str:
    place = ""
    for frame, line in traceback.walk_tb(trace):
        name = frame.f_code.co_filename
        if name.startswith(OWN_PREFIX):
            place = f"{name.removeprefix(OWN_PREFIX)}, line {line}: {linecache.getline(name, line).strip()}"
    return place


def _identical(now: Any, before: Any) -> bool:
    """Whether an argument still has its type and values; NaN equals NaN, and -0.0 equals 0.0."""
    if type(now) is not type(before):
        return False
    if isinstance(before, np.ndarray):
        array = cast("npt.NDArray[Any]", before)
        return now.dtype == array.dtype and np.array_equal(now, array, equal_nan=array.dtype.kind == "f")
    if isinstance(before, (list, tuple)):
        items = cast("Sequence[Any]", before)
        return len(now) == len(items) and all(map(_identical, now, items))
    if isinstance(before, dict):
        pairs = cast("dict[Any, Any]", before)
        return now.keys() == pairs.keys() and all(_identical(now[key], pairs[key]) for key in pairs)
    return bool(now == before) or now != now

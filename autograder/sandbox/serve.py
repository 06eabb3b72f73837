"""Answering one call: rebuild the arguments, run the function, say what came of it.

This runs on the student's side of the wire (and for trusted functions in `local`). What it reports is data; whoever
reads it checks everything again.
"""

from __future__ import annotations

import linecache
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any

from autograder.sandbox import nodes, wire
from autograder.sandbox.arguments import Arguments
from autograder.sandbox.questions import Ask, Asked
from autograder.sandbox.writer import Writer

OWN_PREFIX = "student: "
"""Starts the file names that student cells are compiled under, so that their frames can be told from all others."""


def answer(
    id: int,
    function: Callable[..., Any],
    args: nodes.Value,
    body: bytes,
    ask: Ask,
    let_through: tuple[type[BaseException], ...] = (),
) -> bytes:
    """Call the function on fresh copies of the arguments; the reply as a frame. Its questions go through `ask`.

    Whatever the function raises is part of the answer, unless it is to be let through.
    """
    asked = _Questions(id, ask)
    given = Arguments(args, body, asked.__getitem__)
    try:
        value = function(*given.values)
    except let_through:
        raise
    except BaseException as error:  # noqa: BLE001 - SystemExit and KeyboardInterrupt of a student's function too
        return wire.frame(raised(id, error, given.changed()))
    finally:
        asked.close()
    marks = given.changed()
    try:
        writer = Writer()
        node = writer.node(value)
        return wire.frame(wire.DidReturn(id, node, marks), writer.body)
    except nodes.WireError as problem:
        said = nodes.Foreign(nodes.text_bytes(f"a value that is {problem}", 200))
        return wire.frame(wire.DidReturn(id, said, marks))
    except let_through:
        raise
    except BaseException as error:  # noqa: BLE001 - a student's class may raise from any of its methods
        return wire.frame(raised(id, error, marks))


class _Questions(dict[int, Asked]):
    """The functions of the grader that came with a call, by their numbers, each made when it is met."""

    def __init__(self, id: int, ask: Ask) -> None:
        self._id, self._ask = id, ask

    def __missing__(self, number: int) -> Asked:
        self[number] = Asked(self._id, number, self._ask)
        return self[number]

    def close(self) -> None:
        for each in self.values():
            each.close()


def raised(id: int, error: BaseException, marks: tuple[int, ...]) -> wire.DidRaise:
    """The reply for an exception."""
    kinds, text, where = describe(error)
    return wire.DidRaise(id, kinds, text, where, marks)


def describe(error: BaseException) -> tuple[tuple[bytes, ...], bytes, bytes]:
    """An exception's class names, message and the student's innermost line, as bytes for the wire."""
    try:
        return _describe(error)
    except BaseException:  # noqa: BLE001 - names, ancestors and texts of an exception may all be the student's code
        return (b"BaseException",), b"(an exception that could not be described)", b""


def _describe(error: BaseException) -> tuple[tuple[bytes, ...], bytes, bytes]:
    kinds = tuple(nodes.text_bytes(kind.__name__, 100) for kind in type(error).__mro__[:-1])[:20]
    try:
        text = str(error)
    except BaseException:  # noqa: BLE001 - __str__ is the student's
        text = "(its message could not be made)"
    if isinstance(error, SyntaxError) and error.filename and error.filename.startswith(OWN_PREFIX):
        where = f"{error.filename.removeprefix(OWN_PREFIX)}, line {error.lineno}: {(error.text or '').strip()}"
        return kinds, nodes.text_bytes(error.msg, 2000), nodes.text_bytes(where, 500)
    return kinds, nodes.text_bytes(text, 2000), nodes.text_bytes(_place(error.__traceback__), 500)


def _place(trace: TracebackType | None) -> str:
    place = ""
    for frame, line in traceback.walk_tb(trace):
        name = frame.f_code.co_filename
        if name.startswith(OWN_PREFIX):
            inside = "" if frame.f_code.co_name == "<module>" else f" in {frame.f_code.co_name}"
            place = f"{name.removeprefix(OWN_PREFIX)}, line {line}{inside}: {linecache.getline(name, line).strip()}"
    return place

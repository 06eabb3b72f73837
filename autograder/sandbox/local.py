"""Calling functions of this very process as the sandbox would: for a student's own practice, and for trusted code.

Values pass through the wire format both ways, so a function sees fresh copies and a check sees plain data, exactly as
when the function runs in its own process. There is no protection and there are no limits here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from autograder.checks.calls import Missing, Outcome, Raised, Returned
from autograder.sandbox import serve, wire


class LocalTransport:
    """Carries calls to functions of this process, by name."""

    def __init__(self, functions: Mapping[str, Callable[..., Any]]) -> None:
        self._functions = functions

    def call(self, function: str, args: tuple[Any, ...]) -> Outcome:
        found = self._functions.get(function)
        if found is None:
            return Missing()
        writer = wire.Writer()
        node = writer.node(args)
        # whoever waits for a call of this very process may interrupt it
        frame = serve.answer(0, found, node, writer.body, let_through=(KeyboardInterrupt,))
        header, _ = wire.lengths(frame)
        start = wire.LENGTHS
        return outcome(wire.reply(frame[start : start + header]), frame[start + header :])


def outcome(reply: wire.Reply, body: bytes | bytearray | memoryview) -> Outcome:
    """A reply to a call as an outcome with plain values; `WireError` if it is no such reply."""
    match reply:
        case wire.DidReturn(value=value, changed=changed):
            return Returned(wire.Reader(body).value(value), changed)
        case wire.DidRaise(kinds=kinds, text=text, where=where, changed=changed) if kinds:
            names = tuple(wire.clean(wire.text(kind)) for kind in kinds)
            return Raised(names, wire.clean(wire.text(text)), wire.clean(wire.text(where)), changed)
        case wire.IsMissing():
            return Missing()
        case _:
            raise wire.WireError(f"a call was answered by {type(cast(object, reply)).__name__}")

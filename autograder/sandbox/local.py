"""Calling functions of this very process as the sandbox would: for a student's own practice, and for trusted code.

Values pass through the wire format both ways, so a function sees fresh copies and a check sees plain data, exactly as
when the function runs in its own process. There is no protection and there are no limits here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import numpy as np

from autograder.checks.calls import Ended, Missing, Outcome, Raised, Returned
from autograder.sandbox import nodes, serve, wire
from autograder.sandbox.questions import Answers
from autograder.sandbox.reader import Reader
from autograder.sandbox.writer import Writer

MOST_ARGUMENTS = 100


class LocalTransport:
    """Carries calls to functions of this process, by name."""

    last_reply = None

    def __init__(self, functions: Mapping[str, Callable[..., Any]]) -> None:
        self._functions = functions
        self._errors = np.geterr()  # what the functions' author is used to, whatever the checks set for themselves

    def ahead(self, calls: Sequence[object], later: Sequence[object] = ()) -> None:
        """Nothing is gained here by knowing what comes."""

    def repeats(self, cases: object) -> tuple[()]:
        """Nor by knowing what came back at other times."""
        return ()

    def call(self, function: str, args: tuple[Any, ...]) -> Outcome:
        found = self._functions.get(function)
        if found is None:
            return Missing()
        writer = Writer()
        node = writer.node(args)
        # whoever waits for a call of this very process may interrupt it
        with np.errstate(**self._errors):
            answers = Answers(writer.functions)
            frame = serve.answer(0, found, node, writer.body, answers.answer, let_through=(KeyboardInterrupt,))
        if answers.fault is not None:  # the function may have caught it
            raise answers.fault
        header, _ = wire.lengths(frame)
        start = wire.LENGTHS
        try:
            return outcome(wire.reply(frame[start : start + header]), frame[start + header :])
        except nodes.WireError as problem:
            return Ended(f"{function} returned something that cannot be looked at: {problem}.")


def outcome(reply: wire.Reply, body: bytes | bytearray | memoryview) -> Outcome:
    """A reply to a call as an outcome with plain values; `WireError` if it is no such reply."""
    match reply:
        case wire.DidReturn(value=value, changed=changed):
            _require_positions(changed)
            return Returned(Reader(body).value(value), changed)
        case wire.DidRaise(kinds=kinds, text=text, where=where, changed=changed) if kinds:
            _require_positions(changed)
            names = tuple(nodes.said(kind, 100) for kind in kinds[:20])
            return Raised(names, nodes.said(text, 2000), nodes.said(where, 500), changed)
        case wire.IsMissing():
            return Missing()
        case _:
            raise nodes.WireError(f"a call was answered by {type(cast(object, reply)).__name__}")


def _require_positions(changed: tuple[int, ...]) -> None:
    if any(not 0 <= k < MOST_ARGUMENTS for k in changed) or list(changed) != sorted(set(changed)):
        raise nodes.WireError("impossible positions of changed arguments")

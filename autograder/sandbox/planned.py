"""A call that is likely to be asked for, with its frame, and the outcomes that it has had."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from types import NoneType
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from autograder.checks.calls import Outcome, Raised, Returned
from autograder.plain import weight
from autograder.sandbox import local, wire
from autograder.sandbox.nodes import WireError
from autograder.sandbox.writer import Writer

WINDOW_BYTES = 1 << 15
"""Requests that may be on their way: so few that sending them never blocks, while the other side is busy or blocked."""
NUMERIC = "fiub"
"""Kinds of arrays that travel as such."""
PLAIN = (NoneType, bool, int, float, str, Fraction, np.generic)
"""Numbers, texts and None."""


@dataclass(frozen=True, eq=False)
class Known:
    """An outcome that a call has had, as far as a check looks at it; with the frame of the reply if it returned.

    The frame is made of what came in, not of the value: other bytes may give a value that looks the same once more.
    """

    outcome: Outcome
    frame: wire.Prepared | None

    @property
    def weight(self) -> int:
        """Bytes of memory, roughly."""
        value = self.outcome.value if isinstance(self.outcome, Returned) else None
        return weight(value) + (2 * self.frame.size if self.frame is not None else 0)


Reply = tuple[wire.Reply, bytes] | Known
"""What came back for a call: what it is known for, if it is that to the byte."""


class Planned:
    """A call that is likely to be asked for, with its frame, and its outcome with the reference where that is certain.

    `follows` is true for a call that may be made only when the ones before it are answered: its arguments may be made
    from what came back. `returned` are the replies that are known, `raised` is what the reference raises.
    """

    def __init__(
        self, function: str, args: tuple[Any, ...], outcome: Outcome | None = None, *, follows: bool = False
    ) -> None:
        self.function, self.args, self.follows = function, args, follows
        self.prepared = _frame_of_call(function, args)
        self.returned: list[Known] = []
        self.frames: list[wire.Prepared] = []
        """The frames of `returned`."""
        if isinstance(outcome, Returned):
            self._keep(_returned(outcome))
        self.raised = Known(_of_that_kind(outcome), None) if isinstance(outcome, Raised) else None
        self._raises = _kind_on_the_wire(outcome) if isinstance(outcome, Raised) else None

    def is_call(self, function: str, args: tuple[Any, ...]) -> bool:
        """Whether it is certain that this very call was planned; arrays must be the same objects.

        A check makes the arguments of a call that follows others anew: they are the same if their bytes are.
        """
        if function != self.function:
            return False
        return self.prepared == _frame_of_call(function, args) if self.follows else same(args, self.args)

    def is_as_made(self) -> bool:
        """Whether the arguments still are what they were when this was planned."""
        try:
            return self.prepared == _frame_of_call(self.function, self.args)
        except WireError:
            return False

    def outcome_of(self, reply: Reply) -> Outcome:
        """The outcome, in fresh values; `WireError` if the reply is none to a call."""
        if isinstance(reply, Known):
            assert reply.frame is not None
            return local.outcome(*reply.frame.reply())
        return local.outcome(*reply)

    def recognised(self, reply: Reply) -> Known | None:
        """What is known of this outcome, as far as a check looks at it; None if it is a new one.

        Of what a function raises, the classes and the changed arguments count.
        """
        if isinstance(reply, Known):
            return reply
        return self.raised if self._raises is not None and self._raises == _kind(reply[0]) else None

    def known_as(self, known: Known) -> Known | None:
        """What an outcome that this call had is known as here, from now on; None if it cannot be known.

        Of exceptions, only what the reference raises can: what a student's function raises is told in its own words.
        """
        if known.frame is None:
            return self.raised if self.raised is not None and self.raised.outcome == known.outcome else None
        found = next((each for each in self.returned if each.frame == known.frame), None)
        return found or self._keep(known)

    def _keep(self, known: Known) -> Known:
        """Know one more outcome, which has a frame."""
        assert known.frame is not None
        self.returned.append(known)
        self.frames.append(known.frame)
        return known

    def is_same(self, other: Planned) -> bool:
        """Whether another call is the same to the byte, and its outcome too as far as a check looks at it."""
        if self.prepared != other.prepared:
            return False
        if self.raised is not None and other.raised is not None:
            return self.raised.outcome == other.raised.outcome
        return bool(self.returned and other.returned) and self.returned[0].frame == other.returned[0].frame


def as_it_was(function: str, args: tuple[Any, ...], outcome: Outcome | None = None) -> Planned | None:
    """A call that was made as one that follows others; None if it is too large to be made ahead or holds a function.

    None, too, for what cannot be sent at all: then the check fails when it makes this call, and is reported.
    """
    if not all(isinstance(leaf, (np.ndarray, *PLAIN)) for leaf in leaves(args)):
        return None
    try:
        planned = Planned(function, args, outcome, follows=True)
    except WireError:
        return None
    return planned if planned.prepared.size <= WINDOW_BYTES else None


def known(reply: Reply) -> Known | None:
    """What a reply, which could be understood, is to be known as, in values that nobody else has; None if it cannot be.

    Whatever is no outcome of a call cannot, nor what is too large to be sent as we would write it.
    """
    if isinstance(reply, Known):
        return reply
    match reply[0]:
        case wire.DidReturn(value=value, changed=changed):
            try:
                frame = wire.Prepared(wire.DidReturn(wire.MARK, value, changed), reply[1])
            except WireError:
                return None
            return Known(local.outcome(*reply), frame)
        case wire.DidRaise():
            return Known(_of_that_kind(local.outcome(*reply)), None)
        case _:
            return None


def leaves(value: Any) -> Iterator[Any]:
    """What a value is made of, but for lists, tuples and dicts."""
    if isinstance(value, np.ndarray) and cast("npt.NDArray[Any]", value).dtype.kind not in NUMERIC:
        value = cast("npt.NDArray[Any]", value).tolist()  # so it travels, if it can
    if isinstance(value, (list, tuple)):
        for item in cast("Sequence[Any]", value):
            yield from leaves(item)
    elif isinstance(value, dict):
        yield from leaves(list(cast("dict[Any, Any]", value).items()))
    else:
        yield value


def same(a: Any, b: Any) -> bool:
    """Whether two arguments are the same: arrays and all else by identity, numbers and texts by value and type."""
    if a is b:
        return True
    kind: type = type(a)  # pyright: ignore[reportUnknownVariableType]
    if kind is not type(b):
        return False
    if kind in (list, tuple):
        items, others = cast("Sequence[Any]", a), cast("Sequence[Any]", b)
        return len(items) == len(others) and all(map(same, items, others))
    if kind is float:
        return a == b and math.copysign(1.0, a) == math.copysign(1.0, b)
    return kind in (int, str, bool) and a == b


def _returned(outcome: Returned) -> Known:
    """The outcome of a trusted function, as it is now: its value may be written to later."""
    frame = _frame_of_reply(outcome)
    return Known(local.outcome(*frame.reply()), frame)


def _kind_on_the_wire(outcome: Raised) -> tuple[Any, ...]:
    return tuple(kind.encode() for kind in outcome.kinds), outcome.changed


def _kind(reply: wire.Reply) -> tuple[Any, ...] | None:
    return (reply.kinds, reply.changed) if isinstance(reply, wire.DidRaise) else None


def _of_that_kind(outcome: Outcome) -> Outcome:
    """The outcome, without what an exception says."""
    return replace(outcome, text="", where="") if isinstance(outcome, Raised) else outcome


def _frame_of_call(function: str, args: tuple[Any, ...]) -> wire.Prepared:
    writer = Writer()
    node = writer.node(args)
    return wire.Prepared(wire.CallFunction(wire.MARK, function, node), writer.body)


def _frame_of_reply(outcome: Returned) -> wire.Prepared:
    writer = Writer()
    node = writer.node(outcome.value)
    return wire.Prepared(wire.DidReturn(wire.MARK, node, outcome.changed), writer.body)

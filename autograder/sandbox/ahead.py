"""Calls that are made before anybody asks for their outcome, so that neither side waits for the other at each call.

Nothing depends on it but speed: whatever is odd (a slow call, a crash, a call that was not foreseen) is left to the
ordinary way, one call at a time, which knows the limits and whom to blame.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, takewhile
from typing import Any, cast

from autograder.checks.calls import Outcome, Raised, Returned
from autograder.sandbox import local, wire
from autograder.sandbox.host import Child, ChildEnded
from autograder.sandbox.nodes import WireError
from autograder.sandbox.writer import Writer

PATIENCE_SECONDS = 0.5
"""A call that takes longer is no call to be made ahead."""
WINDOW_BYTES = 1 << 15
"""Requests that may be on their way: so few that sending them never blocks, while the other side is busy or blocked."""
SETTLE_SECONDS = 1.0
"""Calls that nobody waits for, because the check went another way, may take so long together."""
ROOM_BYTES = 1 << 26
"""What replies may weigh that are kept until they are asked for."""


Reply = tuple[wire.Reply, bytes] | None
"""What came back for a call; None if it is, to the byte, what came back from the reference."""


class Planned:
    """A call that is likely to be asked for, with its frame, and its outcome with the reference where that is certain.

    `follows` is true for a call that may be made only when the ones before it are answered: its arguments may be made
    from what came back.
    """

    def __init__(
        self, function: str, args: tuple[Any, ...], outcome: Outcome | None = None, *, follows: bool = False
    ) -> None:
        self.function, self.args, self.follows = function, args, follows
        self.prepared = _frame_of_call(function, args)
        self.known = _frame_of_reply(outcome) if isinstance(outcome, Returned) else None
        self._outcome = _of_that_kind(outcome)

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
        if reply is None:
            assert self.known is not None
            return local.outcome(*self.known.reply())
        return local.outcome(*reply)

    def expected(self, reply: Reply) -> Outcome | None:
        """The outcome if it is the one of the reference, as far as a check looks at it; None if it is another.

        Of what a function raises, the classes and the changed arguments count.
        """
        if reply is None:
            return self._outcome
        if not isinstance(self._outcome, Raised) or not isinstance(reply[0], wire.DidRaise):
            return None
        found = local.outcome(*reply)
        return found if _of_that_kind(found) == self._outcome else None

    def is_same(self, other: Planned) -> bool:
        """Whether another call is the same to the byte, and its outcome too as far as a check looks at it."""
        kinds = isinstance(self._outcome, Raised) and self._outcome == other._outcome
        return self.prepared == other.prepared and (kinds or (self.known is not None and self.known == other.known))


def _of_that_kind(outcome: Outcome | None) -> Outcome | None:
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


def _common(handed_over: Sequence[Planned], wanted: Sequence[Planned]) -> int:
    """How many calls at the end of the ones are those at the beginning of the others."""
    if not wanted or wanted[0] not in handed_over:
        return 0
    end = handed_over[handed_over.index(wanted[0]) :]
    return len(end) if end == wanted[: len(end)] else 0


class Ahead:
    """The calls that were handed to one process ahead of time, in order, and their replies as they come in."""

    def __init__(self, child: Child, left: Callable[[], float]) -> None:
        """`left` tells how many seconds are left for the whole submission."""
        self._child, self._left = child, left
        self.awaited = ""
        """The function whose reply came last, or was awaited when none came."""
        self._due: set[Planned] = set()
        self._unsent: deque[Planned] = deque()
        self._sent: deque[Planned] = deque()
        self._in_flight = 0
        self._answered: deque[tuple[Planned, Reply]] = deque()

    def start(self, calls: Sequence[Planned], later: Sequence[Planned] = ()) -> None:
        """Hand over these calls, which may be asked for from now on, and behind them others that are not due yet.

        Some of them may be on their way already, as those of `later` before. What is left of earlier ones is dropped.
        Raises as `Child.receive` does.
        """
        wanted = [*calls, *later]
        self._unsent.clear()
        handed_over = [*(planned for planned, _ in self._answered), *self._sent]
        kept = _common(handed_over, wanted)
        self._drop(len(handed_over) - kept)
        self._unsent.extend(wanted[kept:])
        self._due = set(calls)
        self._send()

    def take(self, function: str, args: tuple[Any, ...]) -> Outcome | None:
        """The outcome of this call if it was made ahead, None if not. Planned calls before it are dropped.

        Raises as `Child.receive` does, and `WireError` for an outcome that is none.
        """
        place = next((k for k, planned in enumerate(self._waiting()) if planned.is_call(function, args)), None)
        if place is None:
            return None
        planned, reply = self._next(drop=place)
        return planned.outcome_of(reply)

    def repeats(self, steps: Sequence[Planned]) -> list[Outcome] | None:
        """The outcomes of these calls if each has the one that it had with the reference, else None (see `Transport`).

        What came back for the others can be taken. Raises as `Child.receive` does, and `WireError` for an outcome that
        is none.
        """
        made: list[tuple[Planned, Reply]] = []
        outcomes: list[Outcome] = []
        for step in steps:
            place = next((k for k, planned in enumerate(self._waiting()) if planned is step), None)
            made.append(self._now(step) if place is None else self._next(drop=place))
            outcome = step.expected(made[-1][1])
            if outcome is None:
                self._answered.extendleft(reversed(made))
                return None
            outcomes.append(outcome)
        return outcomes

    def _waiting(self) -> Iterator[Planned]:
        """The planned calls that are due and were not taken yet."""
        there = chain((planned for planned, _ in self._answered), self._sent, self._unsent)
        return takewhile(self._due.__contains__, there)

    def _next(self, drop: int = 0) -> tuple[Planned, Reply]:
        """The next planned call with its reply, behind so many that are dropped."""
        for _ in range(drop):
            self._next()
        if not self._answered:
            self._receive()
        return self._answered.popleft()

    def _now(self, step: Planned) -> tuple[Planned, Reply]:
        """Make a call that was not sent ahead, behind those that are on their way; their replies are kept."""
        self._due.add(step)
        self._sent.append(step)
        self._in_flight += step.prepared.size
        self._child.send_all([step.prepared.frame], min(PATIENCE_SECONDS, self._left()))
        room = ROOM_BYTES
        while step in self._sent:
            self._receive()
            room -= self._child.weight
            if room < 0:
                raise ChildEnded("protocol", "its replies are too much to keep")
        return self._answered.pop()

    def settle(self) -> None:
        """Receive all that was sent, and send no more: then the process is free for another request.

        The replies can still be taken. Raises as `Child.receive` does, and `ChildEnded` if they weigh too much.
        """
        self._unsent.clear()
        until = time.monotonic() + SETTLE_SECONDS
        room = ROOM_BYTES
        while self._sent:
            self._receive(until - time.monotonic())
            room -= self._child.weight
            if room < 0:
                raise ChildEnded("protocol", "its replies are too much to keep")

    def _drop(self, count: int) -> None:
        """Receive and forget the first replies of so many calls that were handed over."""
        until = time.monotonic() + SETTLE_SECONDS
        for _ in range(count):
            if not self._answered:
                self._receive(until - time.monotonic())
            self._answered.popleft()

    def _send(self) -> None:
        frames: list[Callable[[int], bytes]] = []
        while self._unsent and self._in_flight + self._unsent[0].prepared.size <= WINDOW_BYTES:
            planned = self._unsent.popleft()
            self._sent.append(planned)
            self._in_flight += planned.prepared.size
            frames.append(planned.prepared.frame)
        if frames:
            self._child.send_all(frames, min(PATIENCE_SECONDS, self._left()))

    def _receive(self, seconds: float = PATIENCE_SECONDS) -> None:
        self.awaited = self._sent[0].function
        planned = self._sent[0]
        until = min(seconds, PATIENCE_SECONDS, self._left())
        if planned.known is not None and self._child.receive_known(planned.known, until):
            reply = None
        else:
            reply = self._child.receive(until)
        self._sent.popleft()
        self._in_flight -= planned.prepared.size
        self._answered.append((planned, reply))
        if self._unsent and self._in_flight < WINDOW_BYTES // 2:
            self._send()

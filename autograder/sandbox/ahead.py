"""Calls that are made before anybody asks for their outcome, so that neither side waits for the other at each call.

Nothing depends on it but speed: whatever is odd (a slow call, a crash, a call that was not foreseen) is left to the
ordinary way, one call at a time, which knows the limits and whom to blame.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, takewhile
from typing import Any

from autograder.sandbox.host import Child, ChildEnded
from autograder.sandbox.planned import WINDOW_BYTES, Known, Planned, Reply
from autograder.sandbox.rehearsal import End, Rehearsal, Repeated, Step

PATIENCE_SECONDS = 0.5
"""A call that takes longer is no call to be made ahead."""
SETTLE_SECONDS = 1.0
"""Calls that nobody waits for, because the check went another way, may take so long together."""
ROOM_BYTES = 1 << 26
"""What replies may weigh that are kept until they are asked for."""


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

    def take(self, function: str, args: tuple[Any, ...]) -> tuple[Planned, Reply] | None:
        """This call with its reply if it was made ahead, None if not. Planned calls before it are dropped.

        Raises as `Child.receive` does.
        """
        place = next((k for k, planned in enumerate(self._waiting()) if planned.is_call(function, args)), None)
        if place is None:
            return None
        return self._next(drop=place)

    def repeats(self, rehearsal: Rehearsal) -> Repeated | None:
        """Make the calls of a case as long as each has a known outcome; None if one has a new one (see `Transport`).

        What came back then can be taken. Raises as `Child.receive` does, and `WireError` for an outcome that is none.
        """
        made: list[tuple[Planned, Reply]] = []
        calls: list[tuple[Planned, Known]] = []
        step: Step | End = rehearsal.first
        while isinstance(step, Step):
            planned = step.planned
            made.append(self._made(planned))
            known = planned.recognised(made[-1][1])
            after = None if known is None else step.behind.get(known)
            if known is None or after is None:
                self._answered.extendleft(reversed(made))
                return None
            calls.append((planned, known))
            step = after
        return Repeated(calls, step)

    def _made(self, planned: Planned) -> tuple[Planned, Reply]:
        """The reply to a call that was sent ahead, or is sent now; planned calls before it are dropped."""
        if not self._answered and self._sent and self._sent[0] is planned and planned in self._due:  # nearly always
            return self._next()
        place = next((k for k, waiting in enumerate(self._waiting()) if waiting is planned), None)
        return self._now(planned) if place is None else self._next(drop=place)

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

    def _now(self, planned: Planned) -> tuple[Planned, Reply]:
        """Make a call that was not sent ahead, behind those that are on their way; their replies are kept."""
        self._due.add(planned)
        self._sent.append(planned)
        self._in_flight += planned.prepared.size
        self._child.send_all([planned.prepared.frame], min(PATIENCE_SECONDS, self._left()))
        room = ROOM_BYTES
        while planned in self._sent:
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
        frames = [known.frame for known in planned.returned if known.frame is not None]  # all of them have one
        known = self._child.receive_known(frames, until)
        reply = self._child.receive(until) if known is None else planned.returned[known]
        self._sent.popleft()
        self._in_flight -= planned.prepared.size
        self._answered.append((planned, reply))
        if self._unsent and self._in_flight < WINDOW_BYTES // 2:
            self._send()

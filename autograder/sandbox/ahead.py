"""Calls that are made before anybody asks for their outcome, so that neither side waits for the other at each call.

Nothing depends on it but speed: whatever is odd (a slow call, a crash, a call that was not foreseen) is left to the
ordinary way, one call at a time, which knows the limits and whom to blame.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import chain, takewhile
from math import inf
from typing import Any

from autograder.sandbox.errors import ChildEnded
from autograder.sandbox.planned import WINDOW_BYTES, Known, Planned, Reply
from autograder.sandbox.process import Child
from autograder.sandbox.rehearsal import Rehearsal, Way

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
        self._later: Sequence[Planned] = ()
        self._unsent: deque[Planned] = deque()
        self._sent: deque[Planned] = deque()
        self._in_flight = 0
        self._answered: deque[tuple[Planned, Reply]] = deque()

    def start(self, calls: Sequence[Planned], later: Sequence[Planned] = ()) -> None:
        """Hand over these calls, which may be asked for from now on, and behind them others that are not due yet.

        Some of them may be on their way already, as those of `later` before. What is left of earlier ones is dropped.
        Raises as `Child.receive` does.
        """
        if self._later[: len(calls)] == calls and self._later[len(calls) :] == later:  # nearly always
            self._pass_over(self._due)
        else:
            self._unsent.clear()
            handed_over = [*(planned for planned, _ in self._answered), *self._sent]
            wanted = [*calls, *later]
            kept = _common(handed_over, wanted)
            self._drop(len(handed_over) - kept)
            self._unsent.extend(wanted[kept:])
        self._due, self._later = set(calls), later
        self._send()

    def _pass_over(self, calls: Collection[Planned]) -> None:
        """Drop these calls, of which some may be left, all before any others."""
        while self._unsent and self._unsent[0] in calls:  # first of all: receiving the others would send them
            self._unsent.popleft()
        kept = next((k for k, (planned, _) in enumerate(self._answered) if planned not in calls), None)
        if kept is None:
            kept = len(self._answered) + sum(1 for _ in takewhile(calls.__contains__, self._sent))
        self._drop(kept)

    def take(self, function: str, args: tuple[Any, ...]) -> tuple[Planned, Reply] | None:
        """This call with its reply if it was made ahead, None if not. Planned calls before it are dropped.

        Raises as `Child.receive` does.
        """
        place = next((k for k, planned in enumerate(self._waiting()) if planned.is_call(function, args)), None)
        if place is None:
            return None
        return self._next(drop=place)

    def repeats(self, rehearsal: Rehearsal) -> Way | None:
        """Make the calls of a case as long as each has a known outcome; None if one has a new one (see `Transport`).

        What came back then can be taken. Raises as `Child.receive` does.
        """
        made: list[tuple[Planned, Reply]] = []
        step = rehearsal.first
        while True:
            planned = step.planned
            reply = self._made(planned)
            known = reply if isinstance(reply, Known) else planned.recognised(reply)
            after = None if known is None else step.behind.get(known)
            if isinstance(after, Way):
                return after
            made.append((planned, reply))
            if after is None:
                self._answered.extendleft(reversed(made))
                return None
            step = after

    def _made(self, planned: Planned) -> Reply:
        """The reply to a call that was sent ahead, or is sent now; planned calls before it are dropped."""
        if planned in self._due:  # nearly always, and first of all
            if self._answered:
                if self._answered[0][0] is planned:
                    return self._answered.popleft()[1]
            elif self._sent and self._sent[0] is planned:
                return self._receive()
        place = next((k for k, waiting in enumerate(self._waiting()) if waiting is planned), None)
        return self._now(planned) if place is None else self._next(drop=place)[1]

    def _waiting(self) -> Iterator[Planned]:
        """The planned calls that are due and were not taken yet."""
        there = chain((planned for planned, _ in self._answered), self._sent, self._unsent)
        return takewhile(self._due.__contains__, there)

    def _next(self, drop: int = 0) -> tuple[Planned, Reply]:
        """The next planned call with its reply, behind so many that are dropped."""
        for _ in range(drop):
            self._next()
        if self._answered:
            return self._answered.popleft()
        return self._sent[0], self._receive()

    def _now(self, planned: Planned) -> Reply:
        """Make a call that was not sent ahead, behind those that are on their way; their replies are kept."""
        self._due.add(planned)
        self._sent.append(planned)
        self._in_flight += planned.prepared.size
        self._child.send_all([planned.prepared.frame], self._patience())
        room = ROOM_BYTES
        while self._sent[0] is not planned:
            room = self._keep(room)
        return self._receive()

    def settle(self) -> None:
        """Receive all that was sent, and send no more: then the process is free for another request.

        The replies can still be taken. Raises as `Child.receive` does, and `ChildEnded` if they weigh too much.
        """
        self._unsent.clear()
        self._later = ()
        until = time.monotonic() + SETTLE_SECONDS
        room = ROOM_BYTES
        while self._sent:
            room = self._keep(room, until)

    def _keep(self, room: int, until: float = inf) -> int:
        """Receive a reply that can be taken later; how many bytes of such a room are left then."""
        self._answered.append((self._sent[0], self._receive(until)))
        room -= self._child.weight
        if room < 0:
            raise ChildEnded("protocol", "its replies are too much to keep")
        return room

    def _drop(self, count: int) -> None:
        """Receive and forget the first replies of so many calls that were handed over."""
        until = time.monotonic() + SETTLE_SECONDS
        for _ in range(count):
            if self._answered:
                self._answered.popleft()
            else:
                self._receive(until)

    def _send(self) -> None:
        frames: list[Callable[[bytes], bytes]] = []
        while self._unsent and self._in_flight + self._unsent[0].prepared.size <= WINDOW_BYTES:
            planned = self._unsent.popleft()
            self._sent.append(planned)
            self._in_flight += planned.prepared.size
            frames.append(planned.prepared.frame)
        if frames:
            self._child.send_all(frames, self._patience())

    def _receive(self, until: float = inf) -> Reply:
        """The reply to the first call that is on its way."""
        planned = self._sent[0]
        self.awaited = planned.function
        place = self._child.receive_known(planned.frames, self._patience, until) if planned.frames else None
        reply = self._child.receive(self._patience(until)) if place is None else planned.returned[place]
        self._sent.popleft()
        self._in_flight -= planned.prepared.size
        if self._unsent and self._in_flight < WINDOW_BYTES // 2:
            self._send()
        return reply

    def _patience(self, until: float = inf) -> float:
        """For how many seconds a call ahead of time is waited for, until then at the most."""
        return min(PATIENCE_SECONDS, self._left(), until - time.monotonic())

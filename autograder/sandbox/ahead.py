"""Calls that are made before anybody asks for their outcome, so that neither side waits for the other at each call.

Nothing depends on it but speed: whatever is odd (a slow call, a crash, a call that was not foreseen) is left to the
ordinary way, one call at a time, which knows the limits and whom to blame.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any, cast

from autograder.checks.calls import Outcome
from autograder.sandbox import local, wire
from autograder.sandbox.host import Child, ChildEnded
from autograder.sandbox.writer import Writer

PATIENCE_SECONDS = 0.5
"""A call that takes longer is no call to be made ahead."""
WINDOW_BYTES = 1 << 15
"""Requests that may be on their way: so few that sending them never blocks, while the other side is busy or blocked."""
SETTLE_SECONDS = 1.0
"""Calls that nobody waits for, because the check went another way, may take so long together."""
ROOM_BYTES = 1 << 26
"""What replies may weigh that are kept until they are asked for."""


class Planned:
    """A call that is likely to be asked for, with its frame."""

    def __init__(self, function: str, args: tuple[Any, ...]) -> None:
        self.function, self.args = function, args
        writer = Writer()
        node = writer.node(args)
        self.prepared = wire.Prepared(function, node, writer.body)

    def is_call(self, function: str, args: tuple[Any, ...]) -> bool:
        """Whether it is certain that this very call was planned; arrays must be the same objects."""
        return function == self.function and same(args, self.args)


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


class Ahead:
    """The calls that were handed to one process ahead of time, in order, and their replies as they come in."""

    def __init__(self, child: Child, left: Callable[[], float]) -> None:
        """`left` tells how many seconds are left for the whole submission."""
        self._child, self._left = child, left
        self.awaited = ""
        """The function whose reply came last, or was awaited when none came."""
        self._unsent: deque[Planned] = deque()
        self._sent: deque[Planned] = deque()
        self._in_flight = 0
        self._answered: deque[tuple[Planned, wire.Reply, bytes]] = deque()

    def start(self, calls: Sequence[Planned]) -> None:
        """Hand over these calls; what is left of earlier ones is dropped. Raises as `Child.receive` does."""
        self.settle(keep=False)
        self._unsent.extend(calls)
        self._send()

    def take(self, function: str, args: tuple[Any, ...]) -> Outcome | None:
        """The outcome of this call if it was made ahead, None if not. Planned calls before it are dropped.

        Raises as `Child.receive` does, and `WireError` for an outcome that is none.
        """
        waiting = chain((planned for planned, _, _ in self._answered), self._sent, self._unsent)
        place = next((k for k, planned in enumerate(waiting) if planned.is_call(function, args)), None)
        if place is None:
            return None
        for _ in range(place):
            self._next()
        return local.outcome(*self._next())

    def _next(self) -> tuple[wire.Reply, bytes]:
        if not self._answered:
            self._receive()
        _, reply, body = self._answered.popleft()
        return reply, body

    def settle(self, keep: bool = True) -> None:
        """Receive all that was sent, and send no more: then the process is free for another request.

        The replies can still be taken if they are to be kept. Raises as `Child.receive` does, and `ChildEnded` if
        they weigh too much.
        """
        self._unsent.clear()
        until = time.monotonic() + SETTLE_SECONDS
        room = ROOM_BYTES
        while self._sent:
            if not keep:
                self._answered.clear()
            self._receive(until - time.monotonic())
            room -= self._child.weight
            if keep and room < 0:
                raise ChildEnded("protocol", "its replies are too much to keep")
        if not keep:
            self._answered.clear()

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
        reply, body = self._child.receive(min(seconds, PATIENCE_SECONDS, self._left()))
        planned = self._sent.popleft()
        self._in_flight -= planned.prepared.size
        self._answered.append((planned, reply, body))
        if self._unsent and self._in_flight < WINDOW_BYTES // 2:
            self._send()

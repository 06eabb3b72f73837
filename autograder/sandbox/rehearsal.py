"""The ways that a case of a check has gone: what it asks first, and by what comes back, what it asks next or decides.

A check is a function of what comes back, and of nothing else. So a case whose calls all have outcomes that they had
before, when the check was run, is decided as it was then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from autograder.checks.calls import Call
from autograder.checks.errors import Mismatch
from autograder.plain import weight
from autograder.sandbox.planned import Known, Planned, Reply

MOST_WAYS = 12
"""Ways that are learned for one case: those of the first students, as what many do is done early."""
MOST_BYTES = 1 << 14
"""Bytes of a reply that is learned."""
ROOM = 1 << 25
"""Bytes of memory that all that is learned for a lab may take, roughly."""


class End(NamedTuple):
    """How a case ended: passed, or with this message for the student, and this picture."""

    message: str | None = None
    picture: Callable[[], Any] | None = None

    def repeat(self) -> None:
        """Raise what the check has raised."""
        if self.message is not None:
            raise Mismatch(self.message, picture=self.picture)


class Way(NamedTuple):
    """One way that a case has gone: the calls with their outcomes, and its end."""

    calls: tuple[Call, ...]
    end: End


@dataclass(eq=False)
class Step:
    """A call, and what followed when it had a known outcome."""

    planned: Planned
    behind: dict[Known, Step | Way] = field(default_factory=dict[Known, "Step | Way"])


class Made(NamedTuple):
    """A call that a check has made, and the outcome that it had."""

    planned: Planned
    known: Known

    @property
    def weight(self) -> int:
        """Bytes of memory that it takes to keep it, roughly."""
        return 2 * self.planned.prepared.size + weight(self.planned.args) + self.known.weight


@dataclass
class Room:
    """What may still be learned for a lab, in bytes of memory."""

    left: int = ROOM


class Rehearsal:
    """The ways that one case has gone, first of all with the reference."""

    def __init__(self, made: Sequence[Made], room: Room) -> None:
        """`made` are the calls with the reference, at least one, which passes."""
        self.first = Step(made[0].planned)
        self.functions: set[str] = set()
        """Names of all that is called."""
        self._tries, self._room = MOST_WAYS, room
        self._keep(made, End())

    @property
    def has_room(self) -> bool:
        """Whether another way may be learned."""
        return self._tries > 0 and self._room.left > 0

    def learn(self, made: Sequence[Made], end: End) -> Way | None:
        """Keep another way, as it will be told from now on; None if it is not kept as a whole."""
        if not made or not self.has_room or any(is_large(known) for _, known in made):
            return None
        self._tries -= 1
        self._room.left -= 2 * sum(each.weight for each in made)  # a picture may hold the values once more
        return self._keep(made, end)

    def _keep(self, made: Sequence[Made], end: End) -> Way | None:
        step: Step | Way = self.first
        calls: list[Call] = []
        for place, (planned, known) in enumerate(made, start=1):
            if isinstance(step, Way) or step.planned.prepared != planned.prepared:
                return None  # the check is a matter of chance
            known_here = step.planned.known_as(known)
            if known_here is None:
                return None
            calls.append(Call(planned.function, step.planned.args, known_here.outcome, known_here))
            self.functions.add(planned.function)
            after = Way(tuple(calls), end) if place == len(made) else Step(made[place].planned)
            step = step.behind.setdefault(known_here, after)
        return step if isinstance(step, Way) else None


def is_large(reply: Reply) -> bool:
    """Whether a reply is too large to be learned; of one that is not known yet, its arrays count."""
    if isinstance(reply, Known):
        return reply.frame is not None and reply.frame.size > MOST_BYTES
    return len(reply[1]) > MOST_BYTES

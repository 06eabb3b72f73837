"""The ways that a case of a check has gone: what it asks first, and by what comes back, what it asks next or decides.

A check is a function of what comes back, and of nothing else. So a case whose calls all have outcomes that they had
before, when the check was run, is decided as it was then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from autograder.checks.errors import Mismatch
from autograder.sandbox.planned import Known, Planned

MOST_WAYS = 12
"""Ways that are kept of one case: those of the first students, as what many do is done early."""
MOST_BYTES = 1 << 14
"""Bytes of a reply that is kept."""


class End(NamedTuple):
    """How a case ended: passed, or with this message for the student, and this picture."""

    message: str | None = None
    picture: Callable[[], Any] | None = None

    def repeat(self) -> None:
        """Raise what the check has raised."""
        if self.message is not None:
            raise Mismatch(self.message, picture=self.picture)


@dataclass(eq=False)
class Step:
    """A call, and what followed when it had a known outcome."""

    planned: Planned
    behind: dict[Known, Step | End] = field(default_factory=dict[Known, "Step | End"])


class Repeated(NamedTuple):
    """A case that went as it had gone before: the calls with their outcomes, and its end."""

    calls: Sequence[tuple[Planned, Known]]
    end: End


class Rehearsal:
    """The ways that one case has gone, first of all with the reference."""

    def __init__(self, made: Sequence[Planned]) -> None:
        """`made` are the calls with the reference, at least one, which passes."""
        self.first = Step(made[0])
        self.functions: set[str] = set()
        """Names of all that is called."""
        self._room = MOST_WAYS
        self._keep(made, End())

    @property
    def has_room(self) -> bool:
        """Whether another way may be learned."""
        return self._room > 0

    def learn(self, made: Sequence[Planned], end: End) -> list[Known] | None:
        """Keep another way; what the outcomes are known as from now on, None if it is not kept."""
        replies = [known.frame for call in made for known in call.returned]
        if not made or not self.has_room or any(frame and frame.size > MOST_BYTES for frame in replies):
            return None
        self._room -= 1
        return self._keep(made, end)

    def _keep(self, made: Sequence[Planned], end: End) -> list[Known] | None:
        step: Step | End = self.first
        found: list[Known] = []
        for place, call in enumerate(made, start=1):
            if isinstance(step, End) or step.planned.prepared != call.prepared:
                return None  # the check is a matter of chance
            known = step.planned.learns(call)
            if known is None:
                return None
            found.append(known)
            self.functions.add(call.function)
            step = step.behind.setdefault(known, end if place == len(made) else Step(made[place]))
        return found if isinstance(step, End) else None

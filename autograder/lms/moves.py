"""Who moved between two gradings, from what to what, and by which check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rich.table import Table
from rich.text import Text

from autograder.report import Report
from autograder.spool import Spool


@dataclass(frozen=True)
class Standing:
    """What a move is judged by: the mark (the exercises' score while there is none) and what it is made of."""

    mark: float | None
    parts: Mapping[str, tuple[str, str, float]]
    """By check, lateness, written question: what it is called, the outcome, the points."""


@dataclass(frozen=True)
class Move:
    """A student whose mark or status changed."""

    student: str
    before: str
    after: str
    by: tuple[str, ...]


def standing(report: Report) -> Standing:
    """What is compared of a report."""
    parts = {
        f"{exercise.name}/{check.name}": (
            f"{exercise.name}: {check.title}",
            check.outcome,
            check.points if check.outcome == "passed" else 0.0,
        )
        for exercise in report.exercises
        for check in exercise.checks
    }
    if report.late is not None:
        parts["late"] = ("lateness", "deducted", -report.late.points)
    if report.written is not None:
        parts["written"] = ("written question", "marked", report.written.score)
    if report.score is None:
        parts["status"] = ("status", report.status.replace("_", " "), 0.0)
    return Standing(report.score if report.mark is None else report.mark, parts)


class Standings:
    """What a class is judged by, by student; it waits in a file."""

    def __init__(self, reports: Iterable[Report]) -> None:
        self._standings = Spool(Standing)
        self.places: dict[str, int] = {}
        for report in reports:
            self.places[report.student] = len(self._standings)
            self._standings.append(standing(report))

    def of(self, student: str) -> Standing | None:
        """What a student is judged by; None if there is no such student."""
        place = self.places.get(student)
        return None if place is None else self._standings[place]


def moves(before: Standings, after: Iterable[Report]) -> list[Move]:
    """Everybody whose mark is another one, or who is new or gone."""
    found: list[Move] = []
    gone = set(before.places)
    for report in after:
        gone.discard(report.student)
        old, new = before.of(report.student), standing(report)
        if old is None:
            found.append(Move(report.student, "-", _shown(new), ("new",)))
        elif old.mark != new.mark:
            found.append(Move(report.student, _shown(old), _shown(new), tuple(_reasons(old, new))))
    for student in gone:
        if (old := before.of(student)) is not None:
            found.append(Move(student, _shown(old), "-", ("gone",)))
    return sorted(found, key=lambda move: move.student)


def table(found: Iterable[Move]) -> Table:
    """The moves for a terminal."""
    made = Table(title="Marks that changed", title_justify="left", title_style="bold")
    made.add_column("student", max_width=40, overflow="fold")
    made.add_column("before", justify="right")
    made.add_column("now", justify="right")
    made.add_column("by", overflow="fold")
    for move in found:
        made.add_row(Text(move.student), move.before, move.after, Text("\n".join(move.by)))
    return made


def _shown(one: Standing) -> str:
    return "-" if one.mark is None else f"{one.mark:g}"


def _reasons(old: Standing, new: Standing) -> Iterable[str]:
    for name in {**old.parts, **new.parts}:
        was, now = old.parts.get(name, ("", "absent", 0.0)), new.parts.get(name, ("", "absent", 0.0))
        if was[1:] != now[1:]:
            yield f"{now[0] or was[0]}: {was[1]} -> {now[1]} ({now[2] - was[2]:+g})"

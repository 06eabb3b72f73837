"""What each student handed in, and the list of all of them, which is a file: a class may be large."""

from __future__ import annotations

import datetime as dt
import os
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from autograder.report import Origin
from autograder.spool import MadeWhenRead, Spool
from autograder.submissions import Found

SEPARATOR = "\0"
"""Between a student and the number of the attempt, where there are several: no file name holds it."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One file that a student handed in, when, and where it comes from."""

    found: Found
    submitted: dt.datetime | None = None
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Handed:
    """All that a student handed in, the oldest attempt first."""

    student: str
    attempts: tuple[Attempt, ...]


class _Record(msgspec.Struct, array_like=True, frozen=True):
    """An attempt as it is kept: a path need not be text, and a time keeps its distance from UTC."""

    student: str
    paths: tuple[bytes, ...]
    refused: str
    submitted: str
    origin: Origin | None


class Attempts(MadeWhenRead[Attempt]):
    """Attempts in a file, in the order in which they were added."""

    def __init__(self, folder: Path) -> None:
        self._records = Spool(_Record, folder)

    def append(self, attempt: Attempt) -> None:
        """Add an attempt at the end."""
        self._records.append(_record(attempt))

    def __len__(self) -> int:
        return len(self._records)

    def at(self, place: int) -> Attempt:
        """The attempt at a place."""
        return _attempt(self._records[place])


class Roll(MadeWhenRead[Handed]):
    """What everybody handed in, by name; memory holds the names alone."""

    def __init__(self, folder: Path, handed: Iterable[Handed] = ()) -> None:
        self.students: list[str] = []
        """The names, in order."""
        self.several = False
        """Whether somebody has more than one attempt."""
        self._records = Spool(tuple[_Record, ...], folder)
        for each in handed:
            self.append(each)

    def append(self, each: Handed) -> None:
        """Add a student, whose name comes after those of all others."""
        assert not self.students or self.students[-1] < each.student, "students are added in order of their names"
        # a text of its own: one from among the many that are let go again would keep their memory occupied
        self.students.append(each.student.encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass"))
        self._records.append(tuple(_record(attempt) for attempt in each.attempts))
        self.several |= len(each.attempts) > 1

    def of(self, student: str) -> Handed:
        """What the student of that name handed in; `KeyError` if there is none."""
        place = self._place(student)
        if place is None:
            raise KeyError(student)
        return self.at(place)

    def told_apart(self, ticket: str) -> tuple[int, int]:
        """The place of whoever has that ticket (see `Left`), and for which attempt it is; `KeyError` if nobody has."""
        place, number = self._place(ticket), "0"
        if place is None:
            student, _, number = ticket.rpartition(SEPARATOR)
            place = self._place(student)
        if place is None:
            raise KeyError(ticket)
        return place, int(number)

    def _place(self, student: str) -> int | None:
        place = bisect_left(self.students, student)
        return place if self.students[place : place + 1] == [student] else None

    def __len__(self) -> int:
        return len(self.students)

    def at(self, place: int) -> Handed:
        """What the student at a place handed in."""
        return _handed(self.students[place], self._records[place])

    def __iter__(self) -> Iterator[Handed]:
        """What everybody handed in, by name."""
        return map(_handed, self.students, self._records)


class Left(MadeWhenRead[Found]):
    """The files of some students, each under a ticket: the student's name, with a number where there are several."""

    def __init__(self, roll: Roll) -> None:
        self.students = 0
        """Whose files they are."""
        self._roll = roll
        self._places = array("L")
        self._numbers = array("L")

    def add(self, place: int, attempts: int) -> None:
        """Add all attempts of the student at a place of the roll."""
        self.students += 1
        self._places.extend([place] * attempts)
        self._numbers.extend(range(attempts))

    def __len__(self) -> int:
        return len(self._places)

    def at(self, place: int) -> Found:
        """The file at a place."""
        each, number = self._roll[self._places[place]], self._numbers[place]
        found = each.attempts[number].found
        ticket = each.student if len(each.attempts) == 1 else f"{each.student}{SEPARATOR}{number}"
        return Found(ticket, found.paths, found.refused)


def _record(attempt: Attempt) -> _Record:
    return _Record(
        attempt.found.student,
        tuple(os.fsencode(path) for path in attempt.found.paths),
        attempt.found.refused,
        attempt.submitted.isoformat() if attempt.submitted else "",
        attempt.origin,
    )


def _handed(student: str, records: tuple[_Record, ...]) -> Handed:
    return Handed(student, tuple(map(_attempt, records)))


def _attempt(record: _Record) -> Attempt:
    paths = tuple(Path(os.fsdecode(path)) for path in record.paths)
    submitted = dt.datetime.fromisoformat(record.submitted) if record.submitted else None
    return Attempt(Found(record.student, paths, record.refused), submitted, record.origin)

"""The rows of a class, which are read from a file, and the names of some of its students."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from autograder.feedback.class_summary import StudentRow
from autograder.spool import MadeWhenRead


class Rows(MadeWhenRead[StudentRow]):
    """The rows of a class, in which the wrong ideas are given other places."""

    def __init__(self, rows: Sequence[StudentRow], places: Sequence[int]) -> None:
        self._rows = rows
        self._places = places

    def __len__(self) -> int:
        return len(self._rows)

    def at(self, place: int) -> StudentRow:
        """The row at a place."""
        return self._placed(self._rows[place])

    def __iter__(self) -> Iterator[StudentRow]:
        """The rows in order."""
        return map(self._placed, self._rows)

    def _placed(self, row: StudentRow) -> StudentRow:
        ideas = tuple(sorted(self._places[idea] for idea in row.misconceptions))
        return replace(row, misconceptions=ideas) if ideas else row


class Names(MadeWhenRead[str]):
    """The students with these numbers."""

    def __init__(self, students: Sequence[str], numbers: Sequence[int]) -> None:
        self._students = students
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def at(self, place: int) -> str:
        """The name at a place."""
        return self._students[self._numbers[place]]

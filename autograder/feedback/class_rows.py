"""The students of a class as sequences that are read from a file, row by row."""

from __future__ import annotations

from collections.abc import Sequence

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
        row = self._rows[place]
        ideas = tuple(sorted(self._places[idea] for idea in row.misconceptions))
        return replace(row, misconceptions=ideas) if ideas else row


class Names(MadeWhenRead[str]):
    """The students of the rows with these numbers."""

    def __init__(self, rows: Sequence[StudentRow], numbers: Sequence[int]) -> None:
        self._rows = rows
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def at(self, place: int) -> str:
        """The name at a place."""
        return self._rows[self._numbers[place]].student

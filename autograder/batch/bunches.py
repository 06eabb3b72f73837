"""How many files go out together: as many as take a worker about a second, and fewer towards the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from autograder.batch.messages import packed
from autograder.report import Report
from autograder.submissions import Found, SubmissionError, fetch

MOST_FILES = 16
MOST_BYTES = 4 << 20
"""The file with which a bunch reaches this is its last."""
REMEMBERED = 16
"""The pace is that of about so many submissions before."""


@dataclass
class Bunch:
    """Whose files go out together, and how many bytes they are; also those that were to, but cannot be read."""

    found: list[Found] = field(default_factory=list[Found])
    size: int = 0
    unreadable: list[tuple[Found, SubmissionError]] = field(default_factory=list[tuple[Found, SubmissionError]])


class Bunches:
    """The files of some students in bunches, read only when they are taken; each bunch takes about so many seconds."""

    def __init__(self, students: Sequence[Found], seconds: float) -> None:
        self._students, self._seconds = students, seconds
        self._taken = 0
        self._given_back: list[Found] = []
        self._pace, self._paced = 0.0, 0

    @property
    def left(self) -> int:
        """Students whose files were not taken yet, or were given back."""
        return len(self._students) - self._taken + len(self._given_back)

    def take(self, width: int) -> tuple[Bunch, list[bytes]]:
        """The next bunch with its packed files, where so many bunches are in work at a time."""
        bunch, given, most = Bunch(), list[bytes](), self._most(width)
        while self.left and len(given) + len(bunch.unreadable) < most and bunch.size < MOST_BYTES:
            found = self._next()
            try:
                given.append(packed(fetch(found)))
            except SubmissionError as why:
                bunch.unreadable.append((found, why))
            else:
                bunch.found.append(found)
                bunch.size += len(given[-1])
        return bunch, given

    def give_back(self, found: Sequence[Found]) -> None:
        """Take back those of a bunch that were not graded, because the others took so long."""
        self._given_back += found

    def _next(self) -> Found:
        if self._given_back:
            return self._given_back.pop(0)
        self._taken += 1
        return self._students[self._taken - 1]

    def learn(self, report: Report) -> None:
        """Take note of how long a submission took."""
        if report.seconds > 0:  # whatever was not even begun tells nothing
            self._paced = min(self._paced + 1, REMEMBERED)
            self._pace += (report.seconds - self._pace) / self._paced

    def _most(self, width: int) -> int:
        if not self._pace:  # of the first, everybody wants to see something soon
            return 1
        # towards the end there is one for everybody, and nobody waits for the last to end a large one
        return max(1, min(round(self._seconds / self._pace), self.left // width, MOST_FILES))

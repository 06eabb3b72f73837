"""What a command says of results when it is done: weak isolation, faults of checks, and who has no mark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from autograder.report import Report
from autograder.sandbox import isolation
from autograder.spool import Sorter


class Told:
    """Looks at one result after the other, in any order; what is said of a student waits in a file in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.marks = False
        """Whether somebody's mark is more, or less, than the exercises' score."""
        self._weak = False
        self._faults: set[str] = set()
        self._ungraded = Sorter(str, folder)

    def take(self, report: Report, place: int) -> None:
        """Look at the result of the student at a place among all."""
        self.marks |= report.late is not None or report.written is not None
        self._weak |= bool(report.protections) and not isolation.reaches(report.protections, "contained")
        checks = [check for exercise in report.exercises for check in exercise.checks]
        self._faults.update(check.fault for check in checks if check.fault)
        if report.score is None:
            at_fault = [check.message for check in checks if check.outcome == "error"]
            said = " ".join([*report.problems, *at_fault])
            self._ungraded.put(place, f"Not graded: {report.student}: {said}")

    @property
    def all_graded(self) -> bool:
        """Whether nobody is without a mark."""
        return not self._ungraded

    def lines(self) -> Iterator[str]:
        """What the instructor is told; a fault in the description of a picture has cost nobody a mark."""
        if self._weak:
            yield "student code was limited, but not isolated as it should be for marks; see autograder doctor."
        for fault in sorted(self._faults):
            yield f"a fault in the lab's checks, without consequence for marks: {fault}"
        yield from self._ungraded.in_order()

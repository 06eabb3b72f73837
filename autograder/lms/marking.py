"""A class being graded: what is still to be done, what comes of it, and what is kept from before."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from autograder.feedback.html import student_page
from autograder.feedback.policy import for_student
from autograder.labs import Lab
from autograder.lms.gather import Class
from autograder.lms.handed import Attempt, Handed, Left
from autograder.lms.ledger import Ledger
from autograder.lms.settle import Facts, settled
from autograder.lms.written import read_marks
from autograder.outputs import OutputFolder
from autograder.report import AttemptResult, Counted, Report, WrittenMark
from autograder.sandbox import isolation
from autograder.sandbox.isolation import Level
from autograder.submissions import Found, digest


class Marking:
    """Turns reports on files into results of students: the attempt that counts, the mark, the page."""

    def __init__(self, lab: Lab, known: Class, folder: OutputFolder, written: Path | None, path: Path) -> None:
        self._lab = lab
        self._known = known
        self._folder = folder
        self._filled_in: Mapping[str, WrittenMark | None] = {}
        self.notes: list[str] = []
        """What the instructor should know of the marks that were filled in."""
        if written is not None:
            self._filled_in, self.notes = read_marks(written, lab, known.handed.students, path)
        self.ledger = Ledger(lab, known, folder, path)
        """What the tables and pages of the class need of each result; whoever has one is in it."""
        self._waiting = 0
        self._reports: dict[str, dict[int, Report]] = {}
        self._marked: set[str] = set()
        """Of those who are graded, whoever has a mark for the written question from before."""

    def left(self, required: Level, *, again: bool) -> Left:
        """The files that are still to be graded; whoever has a result for the same file keeps it, settled anew."""
        left = Left(self._known.handed)
        for place, each in enumerate(self._known.handed):
            before = self._folder.read_student(each.student)
            kept = None if again or before is None else self._kept(each, before, required)
            if kept is not None:
                attempt = self._counting(kept, each)
                result = self._settled(kept, each, attempt, before)
                if result != before:
                    self._write(result)
                self.ledger.take(place, result, attempt.found)
                continue
            if before is not None and before.written is not None:
                self._marked.add(each.student)
            left.add(place, len(each.attempts))
        self._waiting = len(left)
        self._folder.flush()
        return left

    def take(self, report: Report) -> Report | None:
        """Take the report on a file; the student's result once all attempts are there, and it is being written.

        After the last report, all results are in the folder.
        """
        place, number = self._known.handed.told_apart(report.student)
        each = self._known.handed[place]
        reports = self._reports.setdefault(each.student, {})
        reports[number] = replace(report, student=each.student)
        result = None
        if len(reports) == len(each.attempts):
            result, attempt = self._best(each, self._reports.pop(each.student))
            self._write(result)
            self.ledger.take(place, result, attempt.found)
        self._waiting -= 1
        if not self._waiting:
            self._folder.flush()
        return result

    def _best(self, each: Handed, reports: Mapping[int, Report]) -> tuple[Report, Attempt]:
        """A student's result: of all attempts that were graded, the best."""
        before = self._folder.read_student(each.student) if each.student in self._marked else None
        marks = {n: self._settled(report, each, each.attempts[n], before) for n, report in reports.items()}
        # the first of the best: an attempt that has a mark, then the most points
        best = min(marks, key=lambda n: (marks[n].score is None, -_worth(marks[n]), n))
        tried = tuple(
            AttemptResult(
                file=result.submission.file,
                sha256=result.submission.sha256,
                submitted=_time(each.attempts[number]),
                mark=None if result.score is None else _worth(result),
            )
            for number, result in sorted(marks.items())
        )
        return replace(marks[best], attempts=tried if len(tried) > 1 else ()), each.attempts[best]

    def submissions(self) -> list[Found]:
        """The files that count, of all whose file could be read."""
        results = (result for result in self.ledger.counted() if result.submission.sha256 is not None)
        return [self._counting(result, self._known.handed.of(result.student)).found for result in results]

    def _kept(self, each: Handed, before: Report, required: Level) -> Report | None:
        """The result of an earlier run if it is for the very same files, isolated as well as is demanded now."""
        digests = [digest(attempt.found) for attempt in each.attempts]
        if len(digests) > 1 and [attempt.sha256 for attempt in before.attempts] != digests:
            return None
        demanded = isolation.strictest(required, self._lab.isolation.require)
        if not isolation.reaches(before.protections, demanded):
            return None
        if not self._folder.finished(self._lab, each.student, before, digests):
            return None
        return before if len(digests) > 1 else replace(before, attempts=())

    def _counting(self, report: Report | Counted, each: Handed) -> Attempt:
        """The attempt that a result is of."""
        *earlier, last = each.attempts
        return next((a for a in earlier if digest(a.found) == report.submission.sha256), last)

    def _settled(self, report: Report, each: Handed, attempt: Attempt, before: Report | None) -> Report:
        """The report with what counts; a mark of the written question `before` stays unless another is filled in."""
        written = self._filled_in.get(each.student, None if before is None else before.written)
        facts = Facts(attempt.origin, attempt.submitted, self._known.extended.get(each.student), written)
        return settled(report, self._lab, self._known.rule, facts)

    def _write(self, result: Report) -> None:
        """Write a student's result and page."""
        page = student_page(self._lab, for_student(result, self._lab.feedback))
        self._folder.write_student(result, page)


def _worth(report: Report) -> float:
    """The points of an attempt less its lateness, the written question aside: it is one and the same for all."""
    return max(0.0, (report.score or 0.0) - (report.late.points if report.late else 0.0))


def _time(attempt: Attempt) -> str:
    return attempt.submitted.isoformat() if attempt.submitted else ""

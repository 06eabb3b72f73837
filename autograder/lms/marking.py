"""A class being graded: what is still to be done, what comes of it, and what is kept from before."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from autograder.feedback.html import student_page
from autograder.feedback.policy import for_student
from autograder.labs import Lab
from autograder.lms.answers import answer_hash, written_answer
from autograder.lms.gather import Class
from autograder.lms.intake import Attempt, Handed
from autograder.lms.settle import Facts, settled
from autograder.lms.written import Answer, read_marks
from autograder.outputs import OutputFolder
from autograder.report import AttemptResult, Report, WrittenMark
from autograder.sandbox import isolation
from autograder.sandbox.isolation import Level
from autograder.submissions import Found, digest


class Marking:
    """Turns reports on files into results of students: the attempt that counts, the mark, the page."""

    def __init__(self, lab: Lab, known: Class, folder: OutputFolder, written: Path | None, path: Path) -> None:
        self._lab = lab
        self._known = known
        self._folder = folder
        self._handed = {each.student: each for each in known.handed}
        self._filled_in: Mapping[str, WrittenMark | None] = {}
        self.notes: list[str] = []
        """What the instructor should know of the marks that were filled in."""
        if written is not None:
            self._filled_in, self.notes = read_marks(written, lab, list(self._handed), path)
        self._tickets: dict[str, tuple[str, int]] = {}
        self._reports: dict[str, dict[int, Report]] = {}

    def left(self, required: Level, *, again: bool) -> list[Found]:
        """The files that are still to be graded; whoever has a result for the same file keeps it, settled anew."""
        left: list[Found] = []
        for each in self._known.handed:
            kept = None if again else self._kept(each, required)
            if kept is not None:
                attempt = self._counting(kept, each)
                if self._settled(kept, each, attempt) != self._folder.read_student(each.student):
                    self._settle(kept, each, attempt)
                continue
            for number, attempt in enumerate(each.attempts):
                # a name of its own for every attempt; no student's name holds a NUL
                ticket = each.student if len(each.attempts) == 1 else f"{each.student}\0{number}"
                self._tickets[ticket] = (each.student, number)
                left.append(Found(ticket, attempt.found.paths, attempt.found.refused))
        return left

    def take(self, report: Report) -> Report | None:
        """Take the report on a file; the student's result once all attempts are there, and it is in the folder."""
        student, number = self._tickets[report.student]
        reports = self._reports.setdefault(student, {})
        reports[number] = replace(report, student=student)
        each = self._handed[student]
        if len(reports) < len(each.attempts):
            return None
        marks = {number: self._settled(report, each, each.attempts[number]) for number, report in reports.items()}
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
        del self._reports[student]
        report = replace(reports[best], attempts=tried if len(tried) > 1 else ())
        return self._settle(report, each, each.attempts[best])

    def answers(self) -> list[Answer]:
        """The answers to the written question of all who have a mark for the exercises."""
        found: list[Answer] = []
        for report in self._folder.reports():
            if report.score is not None:
                each = self._handed[report.student]
                text = written_answer(self._counting(report, each).found)
                found.append(Answer(report.student, text, answer_hash(text), report.written))
        return found

    def submissions(self) -> list[Found]:
        """The files that count, of all whose file could be read."""
        reports = (report for report in self._folder.reports() if report.submission.sha256 is not None)
        return [self._counting(report, self._handed[report.student]).found for report in reports]

    def _kept(self, each: Handed, required: Level) -> Report | None:
        """The result of an earlier run for the very same files, isolated as well as is demanded now."""
        digests = [digest(attempt.found) for attempt in each.attempts]
        before = self._folder.read_student(each.student)
        if before is None:
            return None
        counted = before.submission.sha256
        if len(digests) > 1 and [attempt.sha256 for attempt in before.attempts] != digests:
            return None
        report = self._folder.finished(self._lab, each.student, counted if counted in digests else None)
        demanded = isolation.strictest(required, self._lab.isolation.require)
        if report is None or not isolation.reaches(report.protections, demanded):
            return None
        return report if len(digests) > 1 else replace(report, attempts=())

    def _counting(self, report: Report, each: Handed) -> Attempt:
        """The attempt that a result is of."""
        *earlier, last = each.attempts
        return next((a for a in earlier if digest(a.found) == report.submission.sha256), last)

    def _settled(self, report: Report, each: Handed, attempt: Attempt) -> Report:
        before = self._folder.read_student(each.student)
        written = self._filled_in.get(each.student, before.written if before is not None else None)
        facts = Facts(attempt.origin, attempt.submitted, self._known.extended.get(each.student), written)
        return settled(report, self._lab, self._known.rule, facts)

    def _settle(self, report: Report, each: Handed, attempt: Attempt) -> Report:
        """Write a student's result and page."""
        result = self._settled(report, each, attempt)
        page = student_page(self._lab, for_student(result, self._lab.feedback))
        self._folder.write_student(result, page)
        return result


def _worth(report: Report) -> float:
    """The points of an attempt less its lateness, the written question aside: it is one and the same for all."""
    return max(0.0, (report.score or 0.0) - (report.late.points if report.late else 0.0))


def _time(attempt: Attempt) -> str:
    return attempt.submitted.isoformat() if attempt.submitted else ""

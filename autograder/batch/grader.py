"""A lab with a warm worker: turns submitted files into reports, whatever is in them."""

from __future__ import annotations

import os
from contextlib import suppress
from types import TracebackType

from autograder.batch.errors import IsolationError
from autograder.grading import grade, ungraded
from autograder.labs import Lab
from autograder.plans import Plans
from autograder.report import Report
from autograder.sandbox.control import Ready
from autograder.sandbox.errors import WorkerFailed
from autograder.sandbox.host import Worker
from autograder.sandbox.isolation import Level, reaches, shortfall, strictest
from autograder.sandbox.preload import wants_large
from autograder.sandbox.syscalls import keep_memory_private
from autograder.submissions import Found, SubmissionError, SubmittedFile, fetch, parse


class Grader:
    """A lab and a warm worker. Use as a context manager; not from several threads.

    Raises `IsolationError` instead of running anything below the lab's level of isolation, or `required`.
    """

    def __init__(self, lab: Lab, required: Level = "limits") -> None:
        self.lab = lab
        keep_memory_private()
        self._required: Level = strictest(required, lab.isolation.require)
        self._worker = Worker(lean=not wants_large([_starter(lab)]))
        # from the first submission on: a function that counts its calls must not be marked by its place in the class
        self._plans = Plans(lab) if lab.complete else None

    @property
    def ready(self) -> Ready:
        """What the worker says of itself and of this machine; waits until it is warm."""
        return self._worker.ready

    def grade(self, found: Found) -> Report:
        """The report on a student's file."""
        try:
            given = fetch(found)
        except SubmissionError as why:
            return unreadable(self.lab, found, why)
        return self.grade_file(given)

    def grade_file(self, given: SubmittedFile) -> Report:
        """The report on the bytes of a file; a lost worker is replaced and tried once more."""
        try:
            submission = parse(given)
        except SubmissionError as why:
            return unreadable(self.lab, given, why)
        if self._worker.lean and wants_large(cell.source for cell in submission.cells):
            self._replace_worker(lean=False)  # for good: where one uses these modules, others do
        reason = ""
        for _ in range(2):
            try:
                self._demand_isolation()
                return grade(self.lab, submission, self._worker, self._plans)
            except WorkerFailed as why:
                reason = str(why)
                self._replace_worker(lean=self._worker.lean)
        return needs_review(self.lab, given, f"The grader failed twice: {reason}.")

    def _replace_worker(self, *, lean: bool) -> None:
        self._worker.close()
        self._worker = Worker(lean=lean)

    def _demand_isolation(self) -> None:
        ready = self._worker.ready
        if not reaches(ready.protections, self._required):
            raise IsolationError(f"{shortfall(ready.protections, ready.missing)} {self._required!r} is demanded.")
        course = os.path.realpath(self.lab.folder)
        for path in ready.readable:
            if course.startswith(path.rstrip("/") + "/"):
                raise IsolationError(f"The course lies in {path}, which student code may read. Move it elsewhere.")

    def close(self) -> None:
        """End the worker."""
        self._worker.close()

    def __enter__(self) -> Grader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _starter(lab: Lab) -> str:
    """The notebook that students begin with, as far as it can be read: what it imports, they use."""
    with suppress(OSError, UnicodeDecodeError):
        return (lab.folder / "notebook.py").read_text(encoding="utf-8")
    return ""


def unreadable(lab: Lab, given: Found | SubmittedFile, why: SubmissionError) -> Report:
    """The report on a file that is no submission."""
    return ungraded(lab, given.student, given.file, "unreadable", str(why))


def needs_review(lab: Lab, given: Found | SubmittedFile, why: str) -> Report:
    """The report on a submission that the grader failed on: a person has to look at it."""
    return ungraded(lab, given.student, given.file, "needs_review", why)

"""Grading many submissions: a bounded number is in work at a time, and each report is handed over as it is done."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import closing
from pathlib import Path
from typing import Protocol

from autograder.batch import messages
from autograder.batch.engine import OTHER, other_code
from autograder.batch.errors import ClusterError, IsolationError
from autograder.batch.grader import Grader, needs_review, unreadable
from autograder.batch.local import Local
from autograder.batch.messages import Graded, Lost, Stranger, Unfit, Unsafe
from autograder.feedback import drawings
from autograder.labs import Lab
from autograder.report import Report
from autograder.sandbox.isolation import Level
from autograder.settings import LabError
from autograder.submissions import Found, SubmissionError, fetch

LOOK_SECONDS = 5.0
"""If nothing is done for so long, somebody looks whether anything can be."""


class Staff(Protocol):
    """Whoever grades; knows submissions as packed files, and reports as packed answers."""

    def width(self) -> int:
        """How many submissions may be in work, or wait for it, now."""
        ...

    def submit(self, given: bytes) -> Future[bytes]:
        """Have a packed file graded."""
        ...

    def answer(self, done: Future[bytes]) -> bytes | None:
        """The packed answer; None if whoever was to give it was lost again and again."""
        ...

    def look(self) -> None:
        """See whether anybody can grade at all."""
        ...

    def close(self) -> None:
        """End, also what is in work."""
        ...


def grade_all(
    course: Path,
    lab: Lab,
    students: Sequence[Found],
    workers: int,
    required: Level = "limits",
    *,
    cluster: str | None = None,
    tell: Callable[[str], None] = print,
) -> Generator[Report]:
    """Grade all students' files, yielding each report as it is done, in no particular order.

    With `cluster`, the address of a Dask scheduler, the workers there grade; `tell` is given what the instructor should
    know of them. `IsolationError`, `LabError`, `ClusterError` and `WorkerFailed` end the whole.
    """
    if not students:
        return
    if cluster is None and workers <= 1:
        with Grader(lab, required) as grader:
            for found in students:
                yield grader.grade(found)
        return
    with closing(_staff(course, lab, workers, required, cluster, tell)) as staff:
        suspects: list[Found] = []
        for found, report in _graded(staff, lab, students):
            if report is None:
                suspects.append(found)
            else:
                yield report
        # a lost worker takes along what was beside the one that cost it: alone, the two can be told apart
        for suspect in suspects:
            for found, report in _graded(staff, lab, [suspect]):
                yield report or needs_review(lab, found, "All workers that graded this were lost.")


def _staff(
    course: Path, lab: Lab, workers: int, required: Level, cluster: str | None, tell: Callable[[str], None]
) -> Staff:
    order = messages.order(course, lab, required)
    if cluster is None:
        return Local(order, workers)
    try:
        from autograder.batch.cluster import Cluster  # needs an extra
    except ModuleNotFoundError as missing:
        raise ClusterError(
            f"A cluster needs Dask ({missing}). Here and on the workers: pip install 'nonconvex-lab[cluster]'"
        ) from None
    return Cluster(cluster, order, tell)


def _graded(staff: Staff, lab: Lab, students: Iterable[Found]) -> Generator[tuple[Found, Report | None]]:
    """Each student's file with its report, or None if whoever graded it was lost again and again."""
    waiting = iter(students)
    in_work: dict[Future[bytes], Found] = {}
    while True:
        while len(in_work) < staff.width() and (found := next(waiting, None)) is not None:
            try:
                in_work[staff.submit(messages.packed(fetch(found)))] = found
            except SubmissionError as why:
                yield found, unreadable(lab, found, why)
        if not in_work:
            return
        done, _ = wait(in_work, LOOK_SECONDS, FIRST_COMPLETED)
        if not done:
            staff.look()
        for future in done:
            found = in_work.pop(future)
            answer = staff.answer(future)
            yield found, None if answer is None else _report(lab, found, answer)


def _report(lab: Lab, found: Found, answer: bytes) -> Report:
    match messages.answer_in(answer):
        case Graded(report, drawn):
            for picture, drawing in drawn:
                drawings.keep(picture, drawing)
            return report
        case Lost(times):
            return needs_review(lab, found, f"The grader's process was lost {times} times while it graded this.")
        case Unsafe(why):
            raise IsolationError(why)
        case Stranger(worker):
            raise ClusterError(other_code({worker: OTHER}))
        case Unfit(why):
            raise LabError(why)

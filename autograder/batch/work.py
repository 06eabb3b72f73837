"""Grading many submissions: a bounded number is in work at a time, and each report is handed over as it is done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import closing
from pathlib import Path
from typing import Protocol

from autograder.batch import messages
from autograder.batch.bunches import Bunch, Bunches
from autograder.batch.engine import OTHER, other_code
from autograder.batch.errors import ClusterError, IsolationError
from autograder.batch.grader import needs_review, unreadable
from autograder.batch.local import Local
from autograder.batch.messages import Graded, Lost, Stranger, Unfit, Unsafe
from autograder.feedback import drawings
from autograder.labs import Lab
from autograder.report import Report
from autograder.sandbox.isolation import Level
from autograder.settings import LabError
from autograder.submissions import Found

LOOK_SECONDS = 5.0
"""If nothing is done for so long, somebody looks whether anything can be."""
MOST_BYTES = 256 << 20
"""With so many bytes in work no more are read, however wide the cluster is."""


class Staff(Protocol):
    """Whoever grades; knows submissions as packed files, and reports as packed answers."""

    @property
    def bunch_seconds(self) -> float:
        """How long a bunch of files should take; 0 if each goes by itself."""
        ...

    def width(self) -> int:
        """How many bunches may be in work, or wait for it, now."""
        ...

    def submit(self, given: bytes) -> Future[bytes]:
        """Have a bundle of packed files graded."""
        ...

    def answer(self, done: Future[bytes]) -> bytes | None:
        """The bundle of packed answers, in the files' order; None if whoever was to give them was lost."""
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
    with closing(_staff(course, lab, workers, required, cluster, tell)) as staff:
        left: Sequence[Found] = students
        # a lost worker takes along what was beside the one that cost it: by themselves, and then with nothing else in
        # work, they can be told apart
        for seconds, most in ((staff.bunch_seconds, None), (0.0, None), (0.0, 1)):
            lost: list[Found] = []
            for found, report in _graded(staff, lab, Bunches(left, seconds), most):
                if report is None:
                    lost.append(found)
                else:
                    yield report
            left = lost
    for found in left:
        yield needs_review(lab, found, "All workers that graded this were lost.")


def _staff(
    course: Path, lab: Lab, workers: int, required: Level, cluster: str | None, tell: Callable[[str], None]
) -> Staff:
    order = messages.order(course, lab, required)
    if cluster is None:
        return Local(order, max(1, workers))
    try:
        from autograder.batch.cluster import Cluster  # needs an extra
    except ModuleNotFoundError as missing:
        raise ClusterError(
            f"A cluster needs Dask ({missing}). Here and on the workers: pip install 'nonconvex-lab[cluster]'"
        ) from None
    return Cluster(cluster, order, tell)


def _graded(staff: Staff, lab: Lab, bunches: Bunches, most: int | None) -> Generator[tuple[Found, Report | None]]:
    """Each student's file with its report, or None if whoever graded it was lost; at most so many are in work."""
    in_work: dict[Future[bytes], Bunch] = {}
    while True:
        while bunches.left and _has_room(in_work.values(), width := most or staff.width()):
            bunch, given = bunches.take(width)
            if given:
                in_work[staff.submit(messages.bundle(given))] = bunch
            for found, why in bunch.unreadable:
                yield found, unreadable(lab, found, why)
        if not in_work:
            return
        done, _ = wait(in_work, LOOK_SECONDS, FIRST_COMPLETED)
        if not done:
            staff.look()
        for future in done:
            bunch, answer = in_work.pop(future), staff.answer(future)
            if answer is None:
                yield from ((found, None) for found in bunch.found)
                continue
            answers = messages.unbundle(answer)
            bunches.give_back(bunch.found[len(answers) :])
            for found, packed in zip(bunch.found, answers, strict=False):
                report = _report(lab, found, packed)
                bunches.learn(report)
                yield found, report


def _has_room(in_work: Collection[Bunch], width: int) -> bool:
    return len(in_work) < width and sum(bunch.size for bunch in in_work) < MOST_BYTES


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

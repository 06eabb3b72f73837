"""Many submissions: one grader with a warm worker each, in this process or in several."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections import Counter, deque
from collections.abc import Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from types import TracebackType

from autograder.grading import grade, ungraded
from autograder.labs import Lab, load_lab
from autograder.plans import Plans
from autograder.report import Report
from autograder.sandbox.host import Worker, WorkerFailed
from autograder.sandbox.isolation import Level, reaches, shortfall, strictest
from autograder.sandbox.syscalls import die_with_parent, keep_memory_private
from autograder.submissions import Found, SubmissionError, read

Start = tuple[Path, str, Level]
"""What a process of the pool needs to know: the course, the lab's name, the level of isolation."""

ATTEMPTS = 3
"""A submission on which the grader's process is lost so many times is left to a person."""


class IsolationError(Exception):
    """Student code cannot be isolated here as well as is demanded; nothing was run."""


class Grader:
    """A lab and a warm worker: turns files into reports, whatever is in them. Use as a context manager.

    Raises `IsolationError` instead of running anything below the lab's level of isolation, or `required`.
    """

    def __init__(self, lab: Lab, required: Level = "limits") -> None:
        self._lab = lab
        keep_memory_private()
        self._required: Level = strictest(required, lab.isolation.require)
        self._worker = Worker()
        # from the first submission on: a function that counts its calls must not be marked by its place in the class
        self._plans = Plans(lab) if lab.complete else None

    def grade(self, found: Found) -> Report:
        """The report on a student's file; a lost worker is replaced and tried once more."""
        try:
            submission = read(found)
        except SubmissionError as why:
            return ungraded(self._lab, found.student, found.file, "unreadable", str(why))
        reason = ""
        for _ in range(2):
            try:
                self._demand_isolation()
                return grade(self._lab, submission, self._worker, self._plans)
            except WorkerFailed as why:
                reason = str(why)
                self._worker.close()
                self._worker = Worker()
        return ungraded(self._lab, found.student, found.file, "needs_review", f"The grader failed twice: {reason}.")

    def _demand_isolation(self) -> None:
        ready = self._worker.ready
        if not reaches(ready.protections, self._required):
            raise IsolationError(f"{shortfall(ready.protections, ready.missing)} {self._required!r} is demanded.")
        course = os.path.realpath(self._lab.folder)
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


def grade_all(
    course: Path, lab: Lab, students: Sequence[Found], workers: int, required: Level = "limits"
) -> Generator[Report]:
    """Grade all students' files, yielding each report as it is done, in no particular order if workers > 1."""
    if workers <= 1:
        with Grader(lab, required) as grader:
            for found in students:
                yield grader.grade(found)
    else:
        yield from _in_processes((course, lab.name, required), lab, students, workers)


def _in_processes(start: Start, lab: Lab, students: Sequence[Found], workers: int) -> Generator[Report]:
    """A lost process breaks a whole pool. What was in work then is tried again one by one, so that a submission that
    costs a process every time is told from those that were graded next to it."""
    waiting, suspects = deque(students), deque[Found]()
    attempts: Counter[str] = Counter()
    while waiting or suspects:
        queue, width = (waiting, workers + 1) if waiting else (suspects, 1)
        in_work: dict[Future[Report], Found] = {}
        try:
            yield from _in_pool(start, queue, in_work, min(workers, width), width)
        except BrokenProcessPool:
            for found in in_work.values():
                attempts[found.student] += 1
                if attempts[found.student] < ATTEMPTS:
                    suspects.append(found)
                else:
                    why = f"The grader's process was lost {ATTEMPTS} times while it graded this."
                    yield ungraded(lab, found.student, found.file, "needs_review", why)


def _in_pool(
    start: Start, queue: deque[Found], in_work: dict[Future[Report], Found], workers: int, width: int
) -> Generator[Report]:
    """Work through a queue with one pool of processes, at most `width` submissions in work at a time."""
    # spawn, not fork: a fork would copy answers and threads
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _start, (os.getpid(), *start))
    finished = False
    try:
        while queue or in_work:
            while queue and len(in_work) < width:
                in_work[pool.submit(_grade, queue[0])] = queue[0]
                queue.popleft()
            done, _ = wait(in_work, return_when=FIRST_COMPLETED)
            for future in done:
                report = future.result()
                del in_work[future]
                yield report
        finished = True
    finally:
        pool.shutdown(wait=finished, cancel_futures=True)
        if not finished:
            for process in multiprocessing.active_children():
                process.terminate()


_grader: Grader | None = None


def _start(command: int, course: Path, name: str, required: Level) -> None:
    """Make a pool's process ready; `command` is the process that wants it, which may be gone already."""
    global _grader
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the command, which ends its processes itself
    if sys.platform == "linux":
        die_with_parent()
    if os.getppid() != command:
        os._exit(1)
    _grader = Grader(load_lab(course, name), required)


def _grade(found: Found) -> Report:
    assert _grader is not None, "a pool's process starts with _start"
    return _grader.grade(found)

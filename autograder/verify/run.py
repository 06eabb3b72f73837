"""Running trials in the sandbox, in several processes, and remembering what came of them."""

from __future__ import annotations

import contextlib
import hashlib
import multiprocessing
import os
import platform
import signal
import sys
import time
from collections.abc import Generator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

import msgspec

from autograder.feedback.policy import for_student
from autograder.grading import grade_functions
from autograder.labs import Lab, load_lab
from autograder.outputs import OutputError, write_atomically
from autograder.plans import Plans
from autograder.report import ExerciseResult, Report, SubmissionFile, total
from autograder.sandbox.errors import WorkerFailed
from autograder.sandbox.host import Worker
from autograder.sandbox.session import Session
from autograder.sandbox.syscalls import die_with_parent
from autograder.settings import LabError
from autograder.verify.trials import Trial

IMPATIENT_SECONDS = 1.0
"""Limit of a call for what is wrong anyway, when it is graded first; a right solution has the lab's own."""
Status = Literal["accepted", "rejected", "timed out", "error"]
Turn = Literal["first", "second"]
LIMITS = frozenset({"timeout", "cpu", "memory"})
"""Ends of a session that say nothing of whether an answer is right."""


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a trial: full marks, not, not because of a limit, or a failure of the grader.

    Of checks that were `skipped`, as after a call that did not come back, nobody knows what they would have said.
    """

    status: Status
    score: float
    rejected_by: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    said: str = ""
    steady: bool = True


class Runner:
    """A lab with a warm worker, for one process."""

    def __init__(self, course: Path, name: str) -> None:
        self._lab = load_lab(course, name)
        self.identity = engine_hash(), self._lab.sha256
        self._workers: dict[Turn, Worker] = {}
        self._plans = Plans(self._lab)

    def run(self, trial: Trial) -> Result:
        """Grade a trial; twice, if its verdict must be the same each time.

        A lost worker is replaced and the trial tried once more.
        """
        reason = ""
        for _ in range(2):
            try:
                return self._graded(trial)
            except WorkerFailed as why:
                reason = str(why)
                self.close()
        return Result(status="error", score=0.0, said=f"The grader failed twice: {reason}.")

    def _graded(self, trial: Trial) -> Result:
        first = self._once(trial, hurried=not trial.is_right)
        if first.status == "timed out" and not trial.is_right and (trial.patient or trial.twice):
            first = self._once(trial, hurried=False)  # it may be right, and only slow, or the machine is busy
        if trial.twice and self._once(trial, hurried=False, turn="second") != first:
            return msgspec.structs.replace(first, steady=False)
        return first

    def close(self) -> None:
        """End the workers."""
        for worker in self._workers.values():
            worker.close()
        self._workers.clear()

    def _worker(self, turn: Turn) -> Worker:
        """A second grading has a worker of its own, in which objects have other addresses, and sets another order."""
        if turn not in self._workers:
            self._workers[turn] = Worker()
        return self._workers[turn]

    def _once(self, trial: Trial, hurried: bool, turn: Turn = "first") -> Result:
        """Grade a trial, within the limits of the lab or, hurried, within shorter ones."""
        # mutants are many, and looking for the idea behind them would tell nothing new of the grader
        lab = replace(self._lab, misconceptions=()) if trial.kind == "mutant" else self._lab
        seconds = {e.name: e.call_seconds or lab.limits.call_seconds for e in lab.exercises}
        limits = lab.limits
        if hurried:
            seconds = {name: min(IMPATIENT_SECONDS, limit) for name, limit in seconds.items()}
            limits = msgspec.structs.replace(limits, cell_seconds=min(2 * IMPATIENT_SECONDS, limits.cell_seconds))
        started = time.monotonic()
        with Session(self._worker(turn), trial.submission, limits, seconds) as session:
            exercises = grade_functions(lab, session, only=trial.only, plans=self._plans)
        used_up = time.monotonic() - started >= limits.total_seconds
        return _result(lab, exercises, used_up or not LIMITS.isdisjoint(session.ends))


def _result(lab: Lab, exercises: tuple[ExerciseResult, ...], timed_out: bool) -> Result:
    checks = [(exercise.name, check) for exercise in exercises for check in exercise.checks]
    errors = [check.message for _, check in checks if check.outcome == "error"]
    errors += [check.fault for _, check in checks if check.fault]
    failed = [(name, check) for name, check in checks if check.outcome == "failed"]
    score = total(exercise.score for exercise in exercises)
    status: Status = "accepted" if score == total(exercise.max_score for exercise in exercises) else "rejected"
    if status == "rejected" and timed_out:
        status = "timed out"
    return Result(
        status="error" if errors else status,
        score=score,
        rejected_by=tuple(f"{name}.{check.name}" for name, check in failed),
        skipped=tuple(f"{name}.{check.name}" for name, check in checks if check.outcome == "skipped"),
        hints=_hints(lab, exercises),
        said=errors[0] if errors else f"{failed[0][1].title} {failed[0][1].message}" if failed else "",
    )


def _hints(lab: Lab, exercises: tuple[ExerciseResult, ...]) -> tuple[str, ...]:
    """The hints that the student would be shown under the lab's policy."""
    file = SubmissionFile(file="", sha256=None)
    report = Report(
        lab=lab.name, student="", status="graded", submission=file, lab_sha256="", score=None, max_score=0.0,
        exercises=exercises,
    )  # fmt: skip
    shown = for_student(report, lab.feedback)
    return tuple({check.hint: None for exercise in shown.exercises for check in exercise.checks if check.hint})


# --- several processes --------------------------------------------------------------------------------------------

Identity = tuple[str, str]
"""Hashes of the engine and of the lab that a result comes from."""

_runner: Runner | None = None


def run_all(
    course: Path, lab: Lab, trials: Sequence[Trial], workers: int, remembered: Cache | None
) -> Generator[tuple[Trial, Result]]:
    """Run trials, yielding each with its result as it is done; what the cache knows comes first.

    `LabError` if the lab's files are no longer those that `lab` was loaded from.
    """
    left: list[Trial] = []
    for trial in trials:
        known = remembered.get(lab, trial) if remembered else None
        if known is None:
            left.append(trial)
        else:
            yield trial, known
    if not left:
        return
    # spawn, not fork: a fork would copy threads
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(min(workers, len(left)), context, _start, (os.getpid(), course, lab.name))
    finished = False
    try:
        futures: dict[Future[tuple[Result, Identity]], Trial] = {pool.submit(_run, trial): trial for trial in left}
        for future in as_completed(futures):
            trial, (result, (engine, sha256)) = futures[future], future.result()
            if sha256 != lab.sha256:
                raise LabError(f"the files of {lab.name} have changed since it was loaded: start again.")
            if remembered and engine == engine_hash():
                remembered.put(lab, trial, result)
            yield trial, result
        finished = True
    except BrokenProcessPool:
        raise WorkerFailed(f"a process that graded trials of {lab.name} is gone: start again.") from None
    finally:
        pool.shutdown(wait=finished, cancel_futures=True)
        if not finished:
            for process in multiprocessing.active_children():
                process.terminate()


def _start(command: int, course: Path, name: str) -> None:
    global _runner
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the command, which ends its processes itself
    if sys.platform == "linux":
        die_with_parent()
    if os.getppid() != command:
        os._exit(1)
    _runner = Runner(course, name)


def _run(trial: Trial) -> tuple[Result, Identity]:
    assert _runner is not None
    return _runner.run(trial), _runner.identity


# --- memory -------------------------------------------------------------------------------------------------------


class Cache:
    """Results on disk, each under the hash of all that it depends on; where they cannot be kept, they are made anew."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, lab: Lab, trial: Trial) -> Result | None:
        """The result of this very trial, if it is known."""
        try:
            return msgspec.json.decode(self._path(lab, trial).read_bytes(), type=Result)
        except (OSError, msgspec.DecodeError):
            return None

    def put(self, lab: Lab, trial: Trial, result: Result) -> None:
        """Remember a result, unless it may be another one when the machine is less busy."""
        if result.status in ("timed out", "error") or not result.steady:
            return
        path = self._path(lab, trial)
        with contextlib.suppress(OSError, OutputError):
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, msgspec.json.encode(result))

    def _path(self, lab: Lab, trial: Trial) -> Path:
        parts = (
            engine_hash(),
            lab.sha256,
            trial.kind,
            str(trial.twice),
            str(trial.patient),
            trial.hint,
            trial.submission.sha256,
            *trial.only,
        )
        name = hashlib.sha256("\0".join(parts).encode()).hexdigest()
        return self._folder / lab.name / name[:2] / f"{name}.json"


NO_PART_IN_A_VERDICT = ("batch", "cli/", "figures/", "lms/", "outputs.py", "practice.py", "release/")
"""Parts of the package that come after grading: a change there leaves all results as they are."""


def default_cache() -> Path:
    """Where results are kept between runs."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base) / "nonconvex-lab" / "verify"


@cache
def engine_hash() -> str:
    """Of all that a verdict may depend on beside the lab: this package, Python, and the libraries that compute."""
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        if not name.startswith(NO_PART_IN_A_VERDICT):
            digest.update(name.encode() + b"\0" + path.read_bytes())
    digest.update(f"{sys.version} {platform.machine()}".encode())
    for library in ("numpy", "scipy", "python-flint", "msgspec"):
        try:
            digest.update(version(library).encode())
        except PackageNotFoundError:
            continue
    return digest.hexdigest()

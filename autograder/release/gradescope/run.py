"""What runs in Gradescope's container for each submission: ``python -I -m autograder.release.gradescope.run ROOT``.

First of all a results.json is written that says that grading has not come to its end, without a score: Gradescope then
reports an error and gives no mark, whatever ends this process. The real results take its place in one go, when no
process of the student's is left.
"""

from __future__ import annotations

import contextlib
import io
import signal
import sys
import time
import traceback
from collections.abc import Generator
from pathlib import Path
from textwrap import indent
from typing import Any, cast

import msgspec

from autograder.batch import Grader, IsolationError
from autograder.feedback import gradescope
from autograder.feedback.policy import for_student
from autograder.labs import Lab, lab_names, load_lab
from autograder.lms.settle import Facts, settled
from autograder.lms.times import parsed
from autograder.outputs import write_atomically
from autograder.release.gradescope.allowance import cpus, fitted, memory_mb
from autograder.release.gradescope.choose import choose
from autograder.report import Report
from autograder.submissions import Found, SubmissionError

ALARM_SECONDS = 570
"""Before Gradescope's own ten minutes are over, which would end in a 0."""
NEEDED = ("uid", "seccomp", "limits")
"""Layers without which nothing is run: another user's code, and not even that user may do much."""
NO_MARK = "This is not your fault. Please tell the course staff; you have no mark yet."


class OutOfTime(BaseException):
    """The grader itself takes too long; no Exception, which a check's failure would be taken for."""


class _Metadata(msgspec.Struct):
    """What is wanted of submission_metadata.json."""

    created_at: str = ""


def main(root: Path) -> int:
    """Grade the submission in Gradescope's folder `root` and write its results; 1 if it could not be graded."""
    started = time.monotonic()
    place = root / "results" / "results.json"
    _write(place, gradescope.message([f"The grader did not come to its end. {NO_MARK}"]))
    cast(io.TextIOWrapper, sys.stdout).reconfigure(errors="backslashreplace")  # a student's texts are in it
    status = 1
    try:
        with _alarm(ALARM_SECONDS):
            document, status = _document(root)
    # whatever it is, the student is not told of it in detail: it may speak of what is hidden
    except (Exception, OutOfTime):  # noqa: BLE001
        traceback.print_exc(file=sys.stdout)  # for the staff
        document = gradescope.message([f"The grader failed. {NO_MARK}"])
    document["execution_time"] = round(time.monotonic() - started, 3)
    _write(place, document)
    return status


def _document(root: Path) -> tuple[dict[str, Any], int]:
    """The results, and the exit status. What goes wrong but for the submission itself is raised."""
    _close_to_others(root)
    course = root / "source" / "course"
    (name,) = lab_names(course)
    lab = fitted(load_lab(course, name), memory_mb(), cpus())
    try:
        found, which = choose(root / "submission", lab.name)
    except SubmissionError as why:
        return _nothing_to_grade(str(why)), 0
    report = _graded(lab, found)
    _tell_the_staff(report, lab)
    if report.status == "unreadable":
        return _nothing_to_grade(" ".join(report.problems)), 0
    if report.score is None:
        return gradescope.message([f"The grader failed. {NO_MARK}", *report.problems]), 1
    counted = settled(report, lab, lab.lateness, Facts(submitted=_submitted(root)))
    said = [which]
    mark = report.score
    if counted.late is not None:
        said.append(counted.late.why)
        mark = max(0.0, mark - counted.late.points)
    if lab.written is not None:
        said.append(f"“{lab.written.title}” ({lab.written.points:g} points) is read and marked by a person.")
    return gradescope.document(for_student(report, lab.feedback), mark, said), 0


def _graded(lab: Lab, found: Found) -> Report:
    """The report, when no process of the student's is left."""
    with Grader(lab) as grader:
        ready = grader.ready
        if missing := [layer for layer in NEEDED if layer not in ready.protections]:
            reasons = "; ".join(f"{layer}: {ready.missing.get(layer, 'missing')}" for layer in missing)
            raise IsolationError(f"Student code would not be isolated here, so it is not run ({reasons}).")
        return grader.grade(found)


def _tell_the_staff(report: Report, lab: Lab) -> None:
    """Print all that was found out, also by hidden checks: students never see what is printed."""
    print(f"status: {report.status}; protections: {', '.join(report.protections)}; limits: {lab.limits}")
    for problem in report.problems:
        print(f"! {problem}")
    for exercise in report.exercises:
        print(f"{exercise.name}: {exercise.score:g} of {exercise.max_score:g}")
        for check in exercise.checks:
            print(f"  {check.outcome}: {check.name}")
            if check.outcome != "passed":
                parts = (check.message, check.counterexample, f"Hint: {check.hint}" if check.hint else "")
                print(indent("\n".join(part for part in parts if part), "    "))


def _nothing_to_grade(why: str) -> dict[str, Any]:
    """A 0 that says at once what to do about it: the file is the student's to mend, and can be handed in again."""
    return {"score": 0.0, **gradescope.message([f"Nothing was graded. {why} You can hand in again."])}


def _close_to_others(root: Path) -> None:
    """Nobody but this user may look into what is hidden, nor write results; once more, whatever setup.sh has done."""
    for name in ("source", "results"):
        (root / name).chmod(0o700)
    with contextlib.suppress(FileNotFoundError):
        (root / "submission_metadata.json").chmod(0o600)  # it tells of earlier results


def _submitted(root: Path) -> Any:
    """When this was handed in; None if Gradescope does not say."""
    try:
        data = (root / "submission_metadata.json").read_bytes()
        return parsed(msgspec.json.decode(data, type=_Metadata).created_at, None)
    except (OSError, msgspec.DecodeError):
        return None


@contextlib.contextmanager
def _alarm(seconds: int) -> Generator[None]:
    def out_of_time(number: int, frame: object) -> None:
        raise OutOfTime(f"grading took more than {seconds} seconds")

    signal.signal(signal.SIGALRM, out_of_time)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def _write(place: Path, document: dict[str, Any]) -> None:
    write_atomically(place, msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

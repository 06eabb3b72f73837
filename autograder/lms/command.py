"""The command `autograder grade`: a class is gathered, graded, written down and shown."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import msgspec

from autograder.batch import ClusterError, grade_all
from autograder.feedback import class_similar, terminal
from autograder.feedback.class_summary import Likeness
from autograder.feedback.progress import progress
from autograder.labs import Lab, load_lab
from autograder.lms import records
from autograder.lms.gather import Options, gather
from autograder.lms.marking import Marking
from autograder.outputs import OutputFolder
from autograder.report import Report
from autograder.sandbox import isolation
from autograder.sandbox.isolation import Level
from autograder.settings import LabError

FEW = 8
"""Up to so many submissions one worker is faster than starting several."""


@dataclass(frozen=True)
class Means:
    """What grades: processes of this machine, or the workers of the Dask scheduler at an address."""

    workers: int | None = None
    cluster: str | None = None


def grade_class(
    options: Options,
    course: Path,
    out: Path,
    means: Means,
    required: Level,
    written: Path | None,
    *,
    again: bool = False,
    as_json: bool = False,
) -> int:
    """Grade whoever is not graded yet, write all that belongs into the folder, show the marks; the exit status."""
    if means.workers is not None and means.cluster is not None:
        raise ClusterError("--workers is about this machine, and --cluster has workers of its own: give one of them.")
    lab = load_lab(course, options.lab)
    if options.similar:
        class_similar.demand()
    with tempfile.TemporaryDirectory(prefix="autograder-") as scratch:
        known = gather(options, lab, Path(scratch), out)
        for note in known.notes:
            say(note)
        if not known.handed:
            raise LabError(f"{', '.join(options.submissions)}: there is no .ipynb or .py file to grade.")
        with OutputFolder(out, [each.student for each in known.handed]) as folder:
            marking = Marking(lab, known, folder, written, out)
            for note in marking.notes:
                say(note)
            left = marking.left(required, again=again)
            waiting = len({found.student.partition("\0")[0] for found in left})
            if waiting < len(known.handed):
                kept = len(known.handed) - waiting
                say(f"{kept} of {len(known.handed)} were graded before and are kept (--again grades all).")
            count = means.workers or (1 if len(left) <= FEW else os.cpu_count() or 1)
            grading = grade_all(course, lab, left, count, required, cluster=means.cluster, tell=say)
            with closing(grading) as graded, progress(len(left)) as advance:
                for report in graded:
                    marking.take(report)
                    advance(review=report.score is None)
            similar = _similar(lab, marking) if options.similar else None
            for note in records.finish(out, course, lab, marking, options, known, similar):
                say(note)
            return _finish(folder, lab, len(known.handed), as_json)


def _similar(lab: Lab, marking: Marking) -> Likeness:
    """Compare all submissions with each other; what the lab's notebook has is nobody's own."""
    submissions = marking.submissions()
    say(f"comparing {len(submissions)} submissions with each other.")
    return class_similar.likeness(lab.folder / "notebook.py", submissions)


def _finish(folder: OutputFolder, lab: Lab, students: int, as_json: bool) -> int:
    """Write the marks, show them, and tell who has none; results are read one by one, for there may be many."""
    grades = folder.write_grades(lab)
    if as_json:
        print("[")
        for number, report in enumerate(folder.reports()):
            print(",\n" * bool(number) + msgspec.json.format(msgspec.json.encode(report)).decode(), end="")
        print("\n]")
    else:
        marks = any(report.late is not None or report.written is not None for report in folder.reports())
        terminal.console().print(terminal.class_table(lab, folder.reports(), students, marks=marks))
        terminal.console().print(f"Written: {grades}, report.html, results/ and feedback/ beside it.", markup=False)
    _warn_of_weak_isolation(folder.reports())
    _tell_faults(folder.reports())
    return _tell_ungraded(folder.reports())


def _warn_of_weak_isolation(reports: Iterable[Report]) -> None:
    """Say once that student code was not kept from files and network, if so."""
    layers = {report.protections for report in reports if report.protections}
    if any(not isolation.reaches(protections, "contained") for protections in layers):
        say("student code was limited, but not isolated as it should be for marks; see autograder doctor.")


def _tell_faults(reports: Iterable[Report]) -> None:
    """Say what was missing in the feedback, once for each fault in a check; it has cost nobody a mark."""
    faults = {check.fault for report in reports for exercise in report.exercises for check in exercise.checks}
    for fault in sorted(faults - {""}):
        say(f"a fault in the lab's checks, without consequence for marks: {fault}")


def _tell_ungraded(reports: Iterable[Report]) -> int:
    """Name the submissions without a mark, each with the reason; the command's exit status."""
    status = 0
    for report in reports:
        if report.score is None:
            at_fault = [c.message for e in report.exercises for c in e.checks if c.outcome == "error"]
            say(f"Not graded: {report.student}: {' '.join([*report.problems, *at_fault])}")
            status = 1
    return status


def say(text: str) -> None:
    """Tell the instructor something that is no result."""
    print(f"autograder: {text}", file=sys.stderr)

"""The command `autograder grade`: a class is gathered, graded, written down and shown."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import msgspec

from autograder.batch import grade_all
from autograder.feedback import terminal
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


def grade_class(
    options: Options,
    course: Path,
    out: Path,
    workers: int | None,
    required: Level,
    written: Path | None,
    *,
    again: bool = False,
    as_json: bool = False,
) -> int:
    """Grade whoever is not graded yet, write all that belongs into the folder, show the marks; the exit status."""
    lab = load_lab(course, options.lab)
    with tempfile.TemporaryDirectory(prefix="autograder-") as scratch:
        known = gather(options, lab, Path(scratch))
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
            count = workers or (1 if len(left) <= FEW else os.cpu_count() or 1)
            grading = grade_all(course, lab, left, count, required)
            with closing(grading) as graded, progress(len(left)) as advance:
                for report in graded:
                    marking.take(report)
                    advance(review=report.score is None)
            for note in records.finish(out, course, lab, marking, options, known):
                say(note)
            return _finish(folder, lab, len(known.handed), as_json)


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
        terminal.console().print(f"Written: {grades}, results/ and feedback/ beside it.", markup=False)
    _warn_of_weak_isolation(folder.reports())
    return _tell_ungraded(folder.reports())


def _warn_of_weak_isolation(reports: Iterable[Report]) -> None:
    """Say once that student code was not kept from files and network, if so."""
    layers = {report.protections for report in reports if report.protections}
    if any(not isolation.reaches(protections, "contained") for protections in layers):
        say("student code was limited, but not isolated as it should be for marks; see autograder doctor.")


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

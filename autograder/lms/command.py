"""The command `autograder grade`: a class is gathered, graded, written down and shown."""

from __future__ import annotations

import os
import sys
import tempfile
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
    with tempfile.TemporaryDirectory(prefix="autograder-", ignore_cleanup_errors=True) as scratch:
        known = gather(options, lab, Path(scratch), out)
        for note in known.notes:
            say(note)
        if not known.handed:
            raise LabError(f"{', '.join(options.submissions)}: there is no .ipynb or .py file to grade.")
        with OutputFolder(out, known.handed.students) as folder:
            marking = Marking(lab, known, folder, written, out)
            for note in marking.notes:
                say(note)
            left = marking.left(required, again=again)
            kept = len(known.handed) - left.students
            if kept:
                say(f"{kept} of {len(known.handed)} were graded before and are kept (--again grades all).")
            count = means.workers or (1 if len(left) <= FEW else os.cpu_count() or 1)
            grading = grade_all(course, lab, left, count, required, cluster=means.cluster, tell=say)
            with closing(grading) as graded, progress(len(left)) as advance:
                for report in graded:
                    marking.take(report)
                    advance(review=report.score is None)
            similar = _similar(lab, marking) if options.similar else None
            done = records.finish(out, course, lab, marking.ledger, options, known, similar)
            for note in done.notes:
                say(note)
            _show(folder, lab, done, as_json=as_json)
            for line in done.told.lines():
                say(line)
            return 0 if done.told.all_graded else 1


def _similar(lab: Lab, marking: Marking) -> Likeness:
    """Compare all submissions with each other; what the lab's notebook has is nobody's own."""
    submissions = marking.submissions()
    say(f"comparing {len(submissions)} submissions with each other.")
    return class_similar.likeness(lab.folder / "notebook.py", submissions)


def _show(folder: OutputFolder, lab: Lab, done: records.Done, *, as_json: bool) -> None:
    """Show the marks; as JSON, all of a result is read again, one after the other, for there may be many."""
    if as_json:
        print("[")
        for number, report in enumerate(folder.reports()):
            print(",\n" * bool(number) + msgspec.json.format(msgspec.json.encode(report)).decode(), end="")
        print("\n]")
        return
    console = terminal.console()
    if done.summary.submissions > terminal.MOST_ROWS:
        console.print(terminal.class_line(lab, done.summary))
    else:
        console.print(terminal.class_table(lab, done.results, marks=done.told.marks))
    console.print(f"Written: {done.grades}, report.html, results/ and feedback/ beside it.", markup=False)


def say(text: str) -> None:
    """Tell the instructor something that is no result."""
    print(f"autograder: {text}", file=sys.stderr)

"""`autograder release --to otter`: a master notebook with the lab beside it, tried with otter before it goes out."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, cast
from zipfile import ZipFile

import nbformat
from otter.assign import main as assign  # pyright: ignore[reportMissingTypeStubs]

from autograder.batch import Grader
from autograder.labs import Lab, load_lab
from autograder.release.copies import copy_lab
from autograder.release.distribution import write_wheel
from autograder.release.errors import ReleaseError
from autograder.release.otter import master
from autograder.report import Report
from autograder.submissions import Found


def build(lab: Lab, course: Path, folder: Path) -> None:
    """Fill `folder` with what `otter assign` makes the students' folder and the grader's zip from.

    `ReleaseError` unless, of the notebooks that otter makes of it, the solution scores full marks and the stubs 0.
    """
    copy_lab(lab, course, folder)
    wheel = write_wheel(folder)
    (folder / master.INSTALL).write_text(f"./{wheel.name}[notebook]\notter-grader=={master.otter_version()}\n")
    name = f"{lab.name}.ipynb"
    cast(Any, nbformat).write(master.notebook(lab, wheel.name), folder / name)
    with tempfile.TemporaryDirectory(prefix="autograder-otter-") as scratch:
        made = Path(scratch)
        assign(str(folder / name), str(made), no_pdfs=True, no_run_tests=True)
        (archive,) = (made / "autograder").glob("*.zip")
        with ZipFile(archive) as packed:
            packed.extractall(made / "source")
        _demand_marks(load_lab(made / "source" / "files", lab.name), made, name)


def _demand_marks(lab: Lab, made: Path, name: str) -> None:
    """Grade what `otter assign` has made; its own test is content with a solution that scores 0 of 0 points."""
    with Grader(lab) as grader:
        solution = grader.grade(Found("solution", (made / "autograder" / name,)))
        stubs = grader.grade(Found("stubs", (made / "student" / name,)))
    if solution.score != lab.points or not lab.points > 0:
        raise ReleaseError(f"{lab.name}: in otter's notebook the solution does not score full marks: {_told(solution)}")
    if stubs.score != 0:
        raise ReleaseError(f"{lab.name}: in otter's notebook the stubs do not score 0: {_told(stubs)}")


def _told(report: Report) -> str:
    scores = [f"{each.name} {each.score:g} of {each.max_score:g}" for each in report.exercises]
    return "; ".join([*scores, *report.problems]) + "."

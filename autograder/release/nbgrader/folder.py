"""Filling the course folder: the instructor's notebook, a private copy of the lab, and nbgrader's configuration."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import nbformat
from jinja2 import Environment, PackageLoader, StrictUndefined
from nbformat import NotebookNode

from autograder.batch import Grader
from autograder.labs import Lab, load_lab
from autograder.release.copies import copy_half, copy_lab
from autograder.release.errors import ReleaseError
from autograder.release.nbgrader.source import source_notebook
from autograder.release.notebooks import cells, to_notebook
from autograder.settings import Isolation
from autograder.submissions import Found

GRADING = "grading"
"""The folder with both halves of the labs; nbgrader itself never looks into it."""


def build(lab: Lab, course: Path, folder: Path) -> None:
    """Fill an empty folder with a course for nbgrader; the lab's name is the assignment's and the notebook's.

    `ReleaseError` if the instructor's notebook does not score full marks there, or the stubs do not score 0.
    """
    copy_lab(lab, course, folder / GRADING)
    source = folder / "source" / lab.name
    # what `check(...)` needs beside a student's notebook comes with it
    copy_half(course / "assignments" / lab.name, source, ["notebook.py"])
    notebook = source / f"{lab.name}.ipynb"
    _write(source_notebook(lab), notebook)
    templates = Environment(
        loader=PackageLoader("autograder.release.nbgrader", "templates"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for name in ("nbgrader_config.py", "README.md"):
        text = templates.get_template(f"{name}.j2").render(lab=lab)
        (folder / name).write_text(text, encoding="utf-8")
    for private in (folder / GRADING, folder / "source"):
        private.chmod(0o700)
    _demand_marks(folder, lab.name, notebook)


def _write(notebook: NotebookNode, path: Path) -> None:
    cast(Any, nbformat).write(notebook, path)


def _demand_marks(folder: Path, name: str, notebook: Path) -> None:
    """Grade the instructor's notebook and the stubs as they will be graded: full marks, and nothing."""
    # they are the course's own code: it may be released on a machine that isolates less than grading demands
    lab = replace(load_lab(folder / GRADING, name), isolation=Isolation())
    stubs = folder / "stubs.ipynb"
    _write(to_notebook(cells(lab)), stubs)
    with Grader(lab) as grader:
        for path, due in ((notebook, lab.points), (stubs, 0.0)):
            report = grader.grade(Found(path.stem, (path,)))
            if report.status != "graded" or report.score != due:
                raise ReleaseError(
                    f"{name}: {path.name} gets {report.score} of {lab.points:g} points instead of {due:g}, so it is "
                    f"not released. {' '.join(report.problems)}"
                )
    stubs.unlink()

"""Making and grading submissions in tests."""

from __future__ import annotations

import hashlib
import textwrap
from pathlib import Path

from autograder.grading import grade
from autograder.labs import Lab
from autograder.report import CheckResult, Report
from autograder.sandbox.host import Worker
from autograder.submissions import Cell, Submission

RIGHT = """
def double(x):
    return 2 * x

def reverse(items):
    if not items:
        raise ValueError
    return items[::-1]

def anything(x):
    return x
"""


def looping(pipe: Path) -> str:
    """Code that makes the check of `course` open a pipe, and then loops unless there is a file ``<pipe>.enough``."""
    return f"def anything(x):\n    while x == 'now loop': pass\n    return {str(pipe)!r}\n"


def submission(*sources: str) -> Submission:
    """A notebook with these code cells."""
    cells = tuple(
        Cell(f"code cell {number}", textwrap.dedent(source).strip("\n") + "\n")
        for number, source in enumerate(sources, start=1)
    )
    return Submission("ann", "ann.ipynb", hashlib.sha256(repr(sources).encode()).hexdigest(), cells)


def graded(lab: Lab, worker: Worker, *sources: str) -> Report:
    """The report on a notebook with these code cells."""
    return grade(lab, submission(*sources), worker)


def checks(report: Report) -> dict[str, CheckResult]:
    """The results of all checks by name."""
    return {check.name: check for exercise in report.exercises for check in exercise.checks}


def outcomes(report: Report) -> dict[str, str]:
    """The outcome of each check by name."""
    return {name: check.outcome for name, check in checks(report).items()}

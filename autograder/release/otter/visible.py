"""A visible check as one of otter's test cases: what ``grader.check("q1")`` runs in a student's notebook."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.grading import grade_functions
from autograder.labs import Lab, load_visible, student_labs
from autograder.report import CheckResult
from autograder.sandbox.local import LocalTransport


def demand(exercise: str, check: str, names: Mapping[str, Any]) -> None:
    """Raise AssertionError, with what a student can learn from it, unless a visible check passes.

    `names` are those of the notebook, with the student's function among them. It runs in this very process, without
    limits, as it does in the notebook's other cells. The lab is the one below or above the current folder.
    """
    function = names.get(exercise)
    transport = LocalTransport({exercise: function} if callable(function) else {})
    (result,) = grade_functions(_lab_with(exercise), transport, only=[exercise])
    found = next((each for each in result.checks if each.name == check), None)
    assert found is not None, f"The lab beside this notebook has no check {check}. Is it the lab of this notebook?"
    if found.outcome != "passed":
        raise AssertionError(_told(found))


def _told(check: CheckResult) -> str:
    return "\n\n".join(part for part in (check.message, check.counterexample) if part)


def _lab_with(exercise: str) -> Lab:
    for folder in student_labs(Path.cwd()):
        lab = load_visible(folder)
        if any(each.name == exercise for each in lab.exercises):
            return lab
    raise AssertionError(
        f"No lab with the exercise {exercise} lies beside this notebook or above it. "
        f"Keep the folder assignments/ that came with the notebook beside it, and start Jupyter there."
    )

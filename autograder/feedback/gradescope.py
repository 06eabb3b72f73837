"""Report -> the results.json that Gradescope shows: one test a check, so that each says for itself what it earned.

All texts are HTML of paragraphs and preformatted blocks in which everything is escaped: what a student's code said is
in them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from markupsafe import escape

from autograder.report import CheckResult, ExerciseResult, Report, total

HIDDEN_STDOUT = {"stdout_visibility": "hidden"}
"""Students never see what the grader printed: it is for the staff."""


def document(report: Report, mark: float, said: Sequence[str] = ()) -> dict[str, Any]:
    """The results of a report that has passed the lab's policy (see `policy`); `mark` is the score that counts.

    A check that the policy leaves out altogether is in a test of its exercise's other points, which says nothing else.
    Raises `ValueError` for a mark that is none.
    """
    if not (math.isfinite(mark) and mark >= 0):
        raise ValueError(f"{mark} is no mark")
    tests: list[dict[str, Any]] = []
    for place, exercise in enumerate(report.exercises, start=1):
        tests += _tests(exercise, place)
    return {"score": float(mark), **message([*said, *report.problems]), "test_name_format": "text", "tests": tests}


def message(said: Sequence[str]) -> dict[str, Any]:
    """Results that say something, and give no mark as long as no score is added."""
    return {
        "output": "".join(f"<p>{escape(text)}</p>" for text in said),
        "output_format": "html",
        "visibility": "visible",
        **HIDDEN_STDOUT,
    }


def _tests(exercise: ExerciseResult, place: int) -> list[dict[str, Any]]:
    tests: list[dict[str, Any]] = []
    told: set[str] = set()
    for number, check in enumerate(exercise.checks, start=1):
        tests.append(_test(exercise, check, f"{place}.{number}", told))
        told.add(check.hint)
    left = total([exercise.max_score, *(-check.points for check in exercise.checks)])
    if left > 0:
        earned = total([exercise.score, *(-test["score"] for test in tests)])
        name = f"{exercise.name}: checks that are not shown"
        tests.append(_points(name, f"{place}.{len(tests) + 1}", earned, left))
    return tests


def _test(exercise: ExerciseResult, check: CheckResult, number: str, told: set[str]) -> dict[str, Any]:
    """One check; a hint that was told already is not repeated."""
    test = _points(
        f"{exercise.name}: {check.title}", number, check.points if check.outcome == "passed" else 0.0, check.points
    )
    test |= {"status": "passed" if check.outcome == "passed" else "failed", "output_format": "html"}
    test["output"] = "".join(
        [
            f"<p>{escape(check.message)}</p>" if check.message else "",
            f"<pre>{escape(check.where)}</pre>" if check.where else "",
            f"<pre>{escape(check.counterexample)}</pre>" if check.counterexample else "",
            f"<p><strong>Hint:</strong> {escape(check.hint)}</p>" if check.hint not in {"", *told} else "",
        ]
    )
    return test


def _points(name: str, number: str, score: float, of: float) -> dict[str, Any]:
    return {"name": name, "name_format": "text", "number": number, "score": score, "max_score": of} | {
        "visibility": "visible"
    }

"""The result of grading one submission: plain frozen data with a documented JSON form.

==================  =================================================================================================
``schema``          1
``lab``             name of the lab's folder
``student``         as in the file name
``status``          ``graded``; ``needs_review`` (the grader failed: nobody's fault but ours, no mark is given);
                    ``unreadable`` (the file is no submission, no mark is given)
``submission``      ``file`` (its name) and ``sha256`` of its bytes, null if it could not be read
``lab_sha256``      of all files of the lab, both halves
``score``           sum of the exercises' scores; null unless ``status`` is ``graded``
``max_score``       points of all checks that were run
``protections``     layers that confined the student's code
``seconds``         wall clock from reading to the last check; the only entry that differs between two runs
``problems``        what a student or instructor should know: cells that failed, magics left out, limits met
``exercises``       ``name``, ``score``, ``max_score`` and ``checks``, in the lab's order
``checks``          ``name``, ``title``, ``visible``, ``points``, ``outcome`` (``passed``, ``failed``, ``error``: the
                    grader's fault, ``skipped``: not written yet, or another check must pass first), ``message``
                    (the broken relation), ``counterexample`` (the call), ``hint`` (of a recognised misconception)
==================  =================================================================================================
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

Status = Literal["graded", "needs_review", "unreadable"]
OutcomeName = Literal["passed", "failed", "error", "skipped"]


class CheckResult(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one check."""

    name: str
    title: str
    visible: bool
    points: float
    outcome: OutcomeName
    message: str = ""
    counterexample: str = ""
    hint: str = ""


class ExerciseResult(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one exercise."""

    name: str
    score: float
    max_score: float
    checks: tuple[CheckResult, ...]


class SubmissionFile(msgspec.Struct, frozen=True, kw_only=True):
    """Which file was graded."""

    file: str
    sha256: str | None


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one submission."""

    schema: int = 1
    lab: str
    student: str
    status: Status
    submission: SubmissionFile
    lab_sha256: str
    score: float | None
    max_score: float
    protections: tuple[str, ...] = ()
    seconds: float = 0.0
    problems: tuple[str, ...] = ()
    exercises: tuple[ExerciseResult, ...] = ()


def total(points: Iterable[float]) -> float:
    """A sum of points without the dust of binary fractions."""
    return round(float(sum(points)), 6)


def to_json(report: Report) -> bytes:
    """The report as indented UTF-8 JSON, ending in a newline."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n"


def from_json(data: bytes) -> Report:
    """The report from its JSON form; `msgspec.ValidationError` if it is none."""
    return msgspec.json.decode(data, type=Report)

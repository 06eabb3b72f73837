"""The result of grading one submission: plain frozen data with a documented JSON form.

==================  =================================================================================================
``schema``          1
``lab``             name of the lab's folder
``student``         as in the file name, or as the LMS names the student
``status``          ``graded``; ``awaiting_written`` (graded, but a person has not marked the written question yet);
                    ``needs_review`` (the grader failed: nobody's fault but ours, no mark is given);
                    ``unreadable`` (the file is no submission, no mark is given)
``submission``      ``file`` (its name) and ``sha256`` of its bytes, null if it could not be read
``lab_sha256``      of all files of the lab, both halves
``score``           sum of the exercises' scores; null unless ``status`` is ``graded`` or ``awaiting_written``
``max_score``       points of all checks that were run
``protections``     layers that confined the student's code
``seconds``         wall clock from reading to the last check; the only entry that differs between two runs
``problems``        what a student or instructor should know: cells that failed, magics left out, limits met
``limits``          the limits that were met, each once: ``timeout`` (of a call or a cell), ``total`` (seconds for all),
                    ``cpu``, ``memory``, ``scratch`` (files), ``crash``, ``protocol`` (what was said to the grader)
``exercises``       ``name``, ``score``, ``max_score`` and ``checks``, in the lab's order
``checks``          ``name``, ``title``, ``visible``, ``points``, ``outcome`` (``passed``, ``failed``, ``error``: the
                    grader's fault, ``skipped``: not written yet, or another check must pass first), ``message``
                    (the broken relation), ``counterexample`` (the call), ``hint``, ``misconception`` (the name of the
                    wrong idea that was recognised; the hint is then the idea's), ``exception`` (the built-in kind of
                    what the student's function raised) and ``where`` (the student's own line that did), ``calls``
                    (those of the counterexample as data, see `autograder.checks.shown`), ``picture`` (what there is to
                    look at, see `autograder.checks.pictured`; at most one an exercise), ``fault`` (what kept the
                    grader from describing a picture; not for students)
``origin``          where the submission comes from: ``lms``, the student's ``id`` there, ``name``, the ``folder`` (or
                    file name) in its archive, ``submitted`` (ISO 8601), ``marked_late`` by the LMS, ``keys`` (what the
                    roster knows the student by); null for a plain folder without a roster
``attempts``        all attempts, if the best counted: ``file``, ``sha256``, ``submitted``, ``mark``
``late``            ``submitted``, ``due``, ``days`` (begun), ``points`` deducted, ``why``; null if in time or not known
``written``         ``score``, ``max_score``, ``comment`` of the person who marked the written question, ``answer``
                    (hash of the text that was marked); null until then
``mark``            what counts: ``score`` and ``written`` less the deduction, at least 0; null while a part is missing
``max_mark``        ``max_score`` and the written question's points
==================  =================================================================================================
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from autograder.checks.pictured import Picture
from autograder.checks.shown import ShownCall

Status = Literal["graded", "awaiting_written", "needs_review", "unreadable"]
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
    misconception: str = ""
    exception: str = ""
    where: str = ""
    calls: tuple[ShownCall, ...] = ()
    picture: Picture | None = None
    fault: str = ""


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


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """Where a submission comes from, and what its student is known by there."""

    lms: str
    id: str
    name: str
    folder: str = ""
    submitted: str = ""
    marked_late: bool = False
    keys: dict[str, str] = {}


class AttemptResult(msgspec.Struct, frozen=True, kw_only=True):
    """One of several attempts."""

    file: str
    sha256: str | None
    submitted: str = ""
    mark: float | None


class Late(msgspec.Struct, frozen=True, kw_only=True):
    """What is deducted because a submission came late."""

    submitted: str
    due: str
    days: int
    points: float
    why: str


class WrittenMark(msgspec.Struct, frozen=True, kw_only=True):
    """What a person gave for the written question."""

    score: float
    max_score: float
    comment: str = ""
    answer: str = ""


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
    limits: tuple[str, ...] = ()
    exercises: tuple[ExerciseResult, ...] = ()
    origin: Origin | None = None
    attempts: tuple[AttemptResult, ...] = ()
    late: Late | None = None
    written: WrittenMark | None = None
    mark: float | None = None
    max_mark: float | None = None


class ExercisePoints(msgspec.Struct, frozen=True, kw_only=True):
    """An exercise without its checks."""

    name: str
    score: float
    max_score: float


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """What counts of a report: all that lists and tables of a class show."""

    student: str
    status: Status
    submission: SubmissionFile
    score: float | None
    max_score: float
    problems: tuple[str, ...] = ()
    exercises: tuple[ExercisePoints, ...] = ()
    late: Late | None = None
    written: WrittenMark | None = None
    mark: float | None = None
    max_mark: float | None = None


def total(points: Iterable[float]) -> float:
    """A sum of points without the dust of binary fractions."""
    return round(float(sum(points)), 6)


def counted(report: Report) -> Counted:
    """What counts of a report."""
    return msgspec.convert(report, Counted, from_attributes=True)


def to_json(report: Report) -> bytes:
    """The report as indented UTF-8 JSON, ending in a newline."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n"


def from_json(data: bytes) -> Report:
    """The report from its JSON form; `msgspec.ValidationError` if it is none."""
    return msgspec.json.decode(data, type=Report)

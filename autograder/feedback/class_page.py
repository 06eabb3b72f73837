"""`ClassSummary` -> `report.html`: one page for whoever teaches the class, whole in itself.

It sorts and filters with a small script of ours, which the page's policy names by its hash; no other script can run.
Whatever a student or a file system has a say in is escaped text, and never stands in the script.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from jinja2 import Environment
from markupsafe import Markup, escape

from autograder.feedback import pages
from autograder.feedback.class_attention import LIMITS, attention
from autograder.feedback.class_summary import ClassSummary, ExerciseSummary, StudentRow

KINDS = ("full", "partial", "none", "untouched")
SHOWN = 9
"""So many misconceptions are shown at once; the others can be opened."""
FLAGS: dict[str, Callable[[StudentRow], bool]] = {
    "not graded": lambda row: row.score is None,
    "awaiting written": lambda row: row.status == "awaiting_written",
    "late": lambda row: row.late is not None,
    "met a limit": lambda row: bool(row.limits),
    "not surely in the roster": lambda row: bool(row.unmatched),
}


@dataclass(frozen=True)
class _Cell:
    """A cell of the table: a class for its colour, what is read, and what it is sorted by if that is another text."""

    text: str
    kind: Literal["", "f", "p", "z", "s"] = ""
    value: str | None = None


NOTHING = _Cell("–", value="")


@dataclass(frozen=True)
class _Line:
    """A student's line in the table; `missed` and `ideas` are numbers, separated by blanks."""

    student: StudentRow
    cells: tuple[_Cell, ...]
    flags: tuple[str, ...]
    missed: str
    ideas: str
    notes: str


def class_page(summary: ClassSummary) -> str:
    """The page; links in it are relative to the folder of the results."""
    script = pages.source("report.js")
    lines = [_line(summary, row) for row in summary.students]
    with_results = sum(bool(row.exercises) for row in summary.students)
    return (
        _environment()
        .get_template("report.html")
        .render(
            summary=summary,
            attention=attention(summary),
            pages={row.student: row.page for row in summary.students},
            scored=sum(row.score is not None for row in summary.students),
            urgent=sum(row.score is None for row in summary.students),
            with_results=with_results,
            ideas=list(enumerate(summary.misconceptions)),
            unexplained=[each for each in summary.exercises if each.unexplained],
            follows=[each for each in summary.exercises if each.follows],
            hardest=sorted(summary.exercises, key=_ease),
            flags=[flag for flag in FLAGS if any(flag in line.flags for line in lines)],
            any_late=_any_late(summary),
            rows=lines,
            KINDS=KINDS,
            SHOWN=SHOWN,
            styles="\n".join((pages.source("feedback.css"), pages.source("report.css"))),
            script=script,
            script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        )
    )


def _ease(exercise: ExerciseSummary) -> float:
    return 1.0 if exercise.mean is None else exercise.mean / exercise.max_score


def _any_late(summary: ClassSummary) -> bool:
    return any(row.late is not None for row in summary.students)


def _line(summary: ClassSummary, row: StudentRow) -> _Line:
    most = {each.name: each.max_score for each in summary.exercises}
    cells = [_points(row.exercises.get(name), points) for name, points in most.items()]
    cells.append(_total(row.score))
    if summary.marks is not None:
        cells.append(_total(row.mark))
    if _any_late(summary):
        cells.append(_Cell("") if row.late is None else _Cell(f"−{_rounded(row.late)}", value=f"{-row.late:g}"))
    missed = [place for place, (name, points) in enumerate(most.items()) if row.exercises.get(name, 0.0) < points]
    notes = [LIMITS.get(limit, limit) for limit in row.limits] + [row.unmatched] * bool(row.unmatched)
    return _Line(
        student=row,
        cells=tuple(cells),
        flags=tuple(flag for flag, holds in FLAGS.items() if holds(row)),
        missed=" ".join(map(str, missed)),
        ideas=" ".join(map(str, row.misconceptions)),
        notes=", ".join(notes),
    )


def _points(score: float | None, most: float) -> _Cell:
    if score is None:
        return NOTHING
    return _Cell(_rounded(score), "f" if score >= most else "p" if score > 0 else "z", f"{score:g}")


def _total(points: float | None) -> _Cell:
    return NOTHING if points is None else _Cell(_rounded(points), "s", f"{points:g}")


@cache
def _environment() -> Environment:
    return pages.environment(
        filters={
            "rounded": _rounded,
            "percent": "{:.0%}".format,
            "part": "{:.4g}".format,
            "spoken": _spoken,
            "breakable": _breakable,
        }
    )


def _rounded(points: float) -> str:
    return f"{round(points, 2):g}"


def _spoken(status: str) -> str:
    return status.replace("_", " ")


def _breakable(name: str) -> Markup:
    """A function's name that may be broken into lines where its words end."""
    return Markup("_<wbr>").join(escape(part) for part in name.split("_"))

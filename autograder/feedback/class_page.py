"""`ClassSummary` -> `report.html`: one page for whoever teaches the class, whole in itself.

It sorts and filters with a small script of ours, which the page's policy names by its hash; no other script can run.
Whatever a student or a file system has a say in is escaped text, and never stands in the script.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Literal

from jinja2 import Environment
from markupsafe import Markup, escape

from autograder.feedback import pages
from autograder.feedback.class_attention import LIMITS, attention
from autograder.feedback.class_summary import ClassSummary, ExerciseSummary, StudentRow

KINDS = ("full", "partial", "none", "untouched")
SHOWN = 9
"""So many misconceptions are shown at once; the others can be opened."""
PIECES = 200
"""So many pieces of the template, a few words each, make one part of the page."""
POINTS = 1000
"""Cells that are made once for all who have the same points; a lab has far fewer."""
FLAGS: dict[str, Callable[[StudentRow], bool]] = {
    "not graded": lambda row: row.score is None,
    "awaiting written": lambda row: row.status == "awaiting_written",
    "late": lambda row: row.late is not None,
    "met a limit": lambda row: bool(row.limits),
    "not surely in the roster": lambda row: bool(row.unmatched),
}


@dataclass(frozen=True, slots=True)
class _Line:
    """A student's line in the table; `missed` and `ideas` are numbers, separated by blanks, and flags by a bar."""

    student: StudentRow
    cells: Markup
    flags: str
    missed: str
    ideas: str
    notes: str


@dataclass
class _Overview:
    """What has to be known of all students before the first is told of; `pages` has those who are named beforehand."""

    scored: int = 0
    with_results: int = 0
    any_late: bool = False
    flags: set[str] = field(default_factory=set[str])
    pages: dict[str, str] = field(default_factory=dict[str, str])


def class_page(summary: ClassSummary) -> str:
    """The page in one piece."""
    return "".join(page_parts(summary))


def page_parts(summary: ClassSummary) -> Iterator[str]:
    """The page, piece by piece; links in it are relative to the folder of the results."""
    script = pages.source("report.js")
    items = attention(summary)
    named = {name for item in items for entry in item.entries for name in entry.people}
    overview = _overview(summary, named | {idea.example for idea in summary.misconceptions})
    parts = (
        _environment()
        .get_template("report.html")
        .stream(
            summary=summary,
            attention=items,
            pages=overview.pages,
            scored=overview.scored,
            urgent=summary.submissions - overview.scored,
            with_results=overview.with_results,
            ideas=list(enumerate(summary.misconceptions)),
            unexplained=[each for each in summary.exercises if each.unexplained],
            follows=[each for each in summary.exercises if each.follows],
            hardest=sorted(summary.exercises, key=_ease),
            flags=[flag for flag in FLAGS if flag in overview.flags],
            any_late=overview.any_late,
            rows=_lines(summary, any_late=overview.any_late),
            KINDS=KINDS,
            SHOWN=SHOWN,
            styles="\n".join((pages.source("feedback.css"), pages.source("report.css"))),
            script=script,
            script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        )
    )
    parts.enable_buffering(PIECES)
    yield from parts


def _overview(summary: ClassSummary, named: Set[str]) -> _Overview:
    found = _Overview()
    for row in summary.students:
        found.scored += row.score is not None
        found.with_results += bool(row.exercises)
        found.any_late |= row.late is not None
        found.flags.update(_flags(row))
        if row.student in named:
            found.pages[row.student] = row.page
    return found


def _flags(row: StudentRow) -> tuple[str, ...]:
    return tuple(flag for flag, holds in FLAGS.items() if holds(row))


def _ease(exercise: ExerciseSummary) -> float:
    return 1.0 if exercise.mean is None else exercise.mean / exercise.max_score


def _lines(summary: ClassSummary, *, any_late: bool) -> Iterator[_Line]:
    most = {each.name: each.max_score for each in summary.exercises}
    for row in summary.students:
        cells = [_points(row.exercises.get(name), points) for name, points in most.items()]
        cells.append(_total(row.score))
        if summary.marks is not None:
            cells.append(_total(row.mark))
        if any_late:
            cells.append(_late(row.late))
        missed = [place for place, (name, points) in enumerate(most.items()) if row.exercises.get(name, 0.0) < points]
        notes = [LIMITS.get(limit, limit) for limit in row.limits] + [row.unmatched] * bool(row.unmatched)
        yield _Line(
            student=row,
            cells=Markup("").join(cells),
            flags="|".join(_flags(row)),
            missed=" ".join(map(str, missed)),
            ideas=" ".join(map(str, row.misconceptions)),
            notes=", ".join(notes),
        )


@lru_cache(POINTS)
def _points(score: float | None, most: float) -> Markup:
    if score is None:
        return _cell("–", value="")
    return _cell(_rounded(score), "f" if score >= most else "p" if score > 0 else "z", f"{score:g}")


@lru_cache(POINTS)
def _total(points: float | None) -> Markup:
    return _cell("–", value="") if points is None else _cell(_rounded(points), "s", f"{points:g}")


@lru_cache(POINTS)
def _late(points: float | None) -> Markup:
    return _cell("") if points is None else _cell(f"−{_rounded(points)}", value=f"{-points:g}")


def _cell(text: str, kind: Literal["", "f", "p", "z", "s"] = "", value: str | None = None) -> Markup:
    """A cell of the table: a class for its colour, what is read, and what it is sorted by if that is another text."""
    colour = Markup(' class="{}"').format(kind) if kind else ""
    sorted_by = Markup(' data-v="{}"').format(value) if value is not None and value != text else ""
    return Markup("<td{}{}>{}</td>").format(colour, sorted_by, text)


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

"""The marks of a class as CSV, line by line."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from autograder.labs import Lab
from autograder.report import Counted, Report

MARKS = ("written", "late", "mark", "max_mark")
"""Columns of `grades.csv` where more counts than the exercises."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A spreadsheet runs a cell that starts with one of these."""


def grades_csv(lab: Lab, reports: Iterable[Report | Counted], *, marks: bool = False) -> Iterator[bytes]:
    """The marks as CSV (RFC 4180), line by line; a mark is empty where there is none, and a text is never a formula.

    With `marks`, also the written question, what lateness costs, and the mark that counts in the end.
    """
    names = [exercise.name for exercise in lab.exercises]
    titles = ["student", "status", "score", "max_score", *names, "file", "problems", *(MARKS if marks else ())]
    return csv_lines(chain([titles], (_grades(names, report, marks=marks) for report in reports)))


def csv_lines(rows: Iterable[Sequence[object]], *, delimiter: str = ",", bom: bool = False) -> Iterator[bytes]:
    """The lines of a CSV file in UTF-8, one after the other; by the byte order mark, Excel knows the encoding."""
    if bom:
        yield codecs.BOM_UTF8
    line = io.StringIO(newline="")
    writer = csv.writer(line, delimiter=delimiter)
    for row in rows:
        writer.writerow(row)
        yield line.getvalue().encode("utf-8", "replace")
        line.seek(0)
        line.truncate()


def _grades(names: Iterable[str], report: Report | Counted, *, marks: bool) -> list[str]:
    scores = {exercise.name: f"{exercise.score:g}" for exercise in report.exercises}
    return [
        defused(report.student),
        report.status,
        "" if report.score is None else f"{report.score:g}",
        f"{report.max_score:g}",
        *(scores.get(name, "") for name in names),
        defused(report.submission.file),
        defused("; ".join(" ".join(problem.split()) for problem in report.problems)),
        *(_marks(report) if marks else ()),
    ]


def _marks(report: Report | Counted) -> list[str]:
    written = "" if report.written is None else f"{report.written.score:g}"
    late = "" if report.late is None else f"{0 - report.late.points:g}"
    return [
        written,
        late,
        "" if report.mark is None else f"{report.mark:g}",
        "" if report.max_mark is None else f"{report.max_mark:g}",
    ]


def defused(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text

"""What an export is going to do, student by student, before anything is written."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from autograder.lms.errors import LmsError
from autograder.lms.export.comments import comment, is_ours
from autograder.lms.export.numbers import number
from autograder.lms.people import Directory, Person
from autograder.lms.tables import Table
from autograder.report import Report

Kind = Literal["changed", "same", "held back", "no result", "not in the file"]
FAULTS: tuple[Kind, ...] = ("not in the file",)
WHY = {
    "awaiting_written": "the written question is not marked yet",
    "needs_review": "a person has to look at it first",
    "unreadable": "the submission could not be read",
}


@dataclass(frozen=True)
class Line:
    """One student: the mark in the file, the mark that goes in, and what is to be known about it."""

    student: str
    kind: Kind
    old: str = ""
    new: str = ""
    note: str = ""
    fault: bool = False
    """Whether somebody has to do something before all marks are where they belong."""


@dataclass
class Plan:
    """The files that an export writes, and what it says."""

    lines: list[Line] = field(default_factory=list[Line])
    files: dict[str, bytes] = field(default_factory=dict[str, bytes])
    """Content by name below the folder of the export."""
    notes: list[str] = field(default_factory=list[str])

    @property
    def faults(self) -> bool:
        """Whether a mark that there is was not sent for a reason that somebody has to mend."""
        return any(line.fault for line in self.lines)


@dataclass(frozen=True)
class Sheet:
    """A table of an LMS, its students, and where a mark goes."""

    table: Table
    people: Sequence[Person]
    column: int
    maximum: float | None
    """The most points that the LMS takes, if the file says so."""
    locked: Callable[[int], str] = lambda row: ""
    """Why a row is to be left alone; empty if it is not."""
    comments: int | None = None
    """The column where a comment goes, if comments are wanted."""


def sendable(report: Report, maximum: float | None, *, scale: bool) -> tuple[str, str]:
    """The mark for the file, or an empty text and the reason why there is none."""
    if report.mark is None or report.max_mark is None:
        return "", WHY.get(report.status, "the results are of an older version: grade again")
    most = report.max_mark if maximum is None else maximum
    points = report.mark * most / report.max_mark if scale and report.max_mark > 0 else report.mark
    if not math.isfinite(points) or points < 0:
        return "", f"{points} is no mark"
    if round(points, 2) > most:
        return "", f"{number(points)} is more than the {number(most)} points that can be had there (--scale converts)"
    return number(points), ""


def fill(sheet: Sheet, results: Sequence[Report], *, scale: bool) -> Plan:
    """Put the marks into the table, cell by cell; everybody in either place is named."""
    maxima = {report.max_mark for report in results if report.max_mark is not None}
    plan = Plan(_fill(sheet, results, scale=scale))
    if scale and sheet.maximum is None:
        raise LmsError(
            f"{sheet.table.name} does not say how many points can be had, so --scale cannot convert to them."
        )
    if sheet.maximum is not None and maxima - {sheet.maximum} and not scale:
        plan.notes.append(
            f"{' or '.join(map(number, sorted(maxima)))} points can be had here and {number(sheet.maximum)} there: "
            f"marks are sent as they are. --scale converts them."
        )
    return plan


def _fill(sheet: Sheet, results: Sequence[Report], *, scale: bool) -> list[Line]:
    directory = Directory(sheet.people, strict=True)
    found = {report.student: directory.find(report.student, report.origin) for report in results}
    claims: dict[int, list[str]] = defaultdict(list)
    for student, persons in found.items():
        if len(persons) == 1:
            claims[persons[0].row].append(student)
    lines: list[Line] = []
    for report in results:
        persons = found[report.student]
        new, why = sendable(report, sheet.maximum, scale=scale)
        if len(persons) != 1:
            lines.append(_unplaced(report, persons, new))
        elif len(claims[persons[0].row]) > 1:
            note = f"{' and '.join(claims[persons[0].row])} are one student in the file: keep one of them"
            lines.append(Line(report.student, "held back", new=new, note=note, fault=True))
        else:
            lines.append(_placed(sheet, report, persons[0], new, why))
    for person in sheet.people:
        if person.row not in claims:
            old = sheet.table.value(person.row, sheet.column)
            lines.append(Line(person.label, "no result", old, note="nothing was graded; the cell stays as it is"))
    return lines


def _unplaced(report: Report, persons: Sequence[Person], new: str) -> Line:
    if persons:
        note = f"the file has several: {', '.join(person.label for person in persons)}; grade with --roster"
        return Line(report.student, "held back", new=new, note=note, fault=True)
    note = "is the file of this course, and up to date? Else grade with --roster, which tells who it is"
    return Line(report.student, "not in the file", new=new, note=note, fault=True)


def _placed(sheet: Sheet, report: Report, person: Person, new: str, why: str) -> Line:
    old = sheet.table.value(person.row, sheet.column).strip()
    if locked := sheet.locked(person.row):
        return Line(report.student, "held back", old, new, locked)
    if why:
        above = report.mark is not None
        return Line(report.student, "held back", old, "", why, fault=above)
    same = _same(old, new)
    try:
        if not same:
            sheet.table.change(person.row, sheet.column, new)
        note, commented = _comment(sheet, report, person.row)
    except LmsError as problem:
        return Line(report.student, "held back", old, new, str(problem), fault=True)
    return Line(report.student, "same" if same and not commented else "changed", old, new, note)


def _comment(sheet: Sheet, report: Report, row: int) -> tuple[str, bool]:
    """Fill in a comment where there is none of a person; what is to be known about it, and whether it is new."""
    if sheet.comments is None:
        return "", False
    old, new = sheet.table.value(row, sheet.comments), comment(report)
    if not is_ours(old):
        return "the comment that is there was written by somebody, and stays", False
    sheet.table.change(row, sheet.comments, new)
    return "", old != new


def _same(old: str, new: str) -> bool:
    """Whether a cell says the mark already, in whatever way."""
    try:
        return round(float(old.replace(",", ".")), 2) == float(new)
    except ValueError:
        return False


def pick(name: str, titles: dict[int, str], wanted: str | None, lab: str, what: str) -> int:
    """The column that is meant: named by its title or a part of it, or the lab's, or the only one."""
    if not titles:
        raise LmsError(f"{name} has no {what}. Create the item in the LMS first, then download the file again.")
    words = wanted.casefold() if wanted else lab.replace("_", " ").casefold()
    plain = {column: title.casefold() for column, title in titles.items()}
    if wanted is None:
        plain = {column: title.replace("_", " ") for column, title in plain.items()}
    for found in (
        [column for column, title in plain.items() if title == words],
        [column for column, title in plain.items() if words in title],
    ):
        if len(found) == 1:
            return found[0]
    if wanted is None and len(titles) == 1:
        return next(iter(titles))
    listed = "; ".join(titles.values())
    raise LmsError(f"{name}: which column is meant? Name one with --column: {listed}.")

"""Canvas: the gradebook export with one assignment's column filled in, and the feedback pages to upload again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from autograder.lms.errors import LmsError
from autograder.lms.export.archives import packed
from autograder.lms.export.plan import Plan, Sheet, fill, pick
from autograder.lms.people import Person, folded, people
from autograder.lms.tables import Table, read_table
from autograder.report import Report

ASSIGNMENT = re.compile(r".+ \(\d+\)", re.DOTALL)
LEFT_ALONE = {"ex": "excused in Canvas", "excused": "excused in Canvas", "n/a": "not assigned to the student in Canvas"}
FEW_COLUMNS = 4
ANONYMOUS = re.compile(r"(?:LATE_)?anon_[^_]+_[0-9]+")
NUMBERED = re.compile(r"(?P<name>.+?)_(?P<numbers>[0-9]+_[0-9]+)", re.DOTALL)


def gradebook(path: Path, results: list[Report], lab: str, column: str | None, *, scale: bool) -> Plan:
    """The instructor's gradebook with the marks; `LmsError` if it is none, or the column is not clear."""
    table = read_table(path)
    header = [title.strip() for title in table.header]
    folders = [folded(title) for title in header]
    if "id" not in folders or len(header) < FEW_COLUMNS:
        raise LmsError(f"{path} is no gradebook of Canvas: it has no column ID. Export it from Canvas again.")
    points = _points_row(table)
    titles = {
        number: title
        for number, title in enumerate(header)
        if ASSIGNMENT.fullmatch(title) and (points is None or "read only" not in table.value(points, number))
    }
    target = pick(str(path), titles, column, lab, "column of an assignment, such as HW1 (4101)")
    maximum = None if points is None else _float(table.value(points, target))

    def locked(row: int) -> str:
        return LEFT_ALONE.get(table.value(row, target).strip().casefold(), "")

    students = _students(table, folders.index("id"))
    plan = fill(Sheet(table, students, target, maximum, locked), results, scale=scale)
    data = table.to_bytes()
    if folders[0] != "student" and table.mark == b"\xef\xbb\xbf":
        data = data[3:]  # Canvas understands the mark in the layout with one name column only
        plan.notes.append("The byte order mark was left out: Canvas does not understand it in this layout.")
    plan.files[path.name] = data
    plan.notes.append(f"Column: {header[target]}. Import {path.name} in Canvas's gradebook soon: it holds all columns.")
    return plan


def feedback(results: Iterable[Report], pages: Iterable[tuple[str, bytes]]) -> tuple[bytes, int, list[str]]:
    """The archive for “Upload submissions”: the pages under the names that Canvas gave, both numbers kept."""
    page = dict(pages)
    members: list[tuple[str, bytes]] = []
    without: list[str] = []
    for report in results:
        start = _start(report.origin.folder) if report.origin and report.origin.lms == "canvas" else ""
        if start:
            members.append((f"{start}_feedback.html", page[report.student]))
        else:
            without.append(report.student)
    return packed(members), len(members), without


def _start(given: str) -> str:
    """The beginning of a page's name, by that of the file that was handed in; empty if Canvas did not give it."""
    if ANONYMOUS.fullmatch(given):
        return given
    found = NUMBERED.fullmatch(given)
    if found is None:
        return ""
    # Canvas takes the first two parts that are digits for the numbers, and a part "anon" for somebody without a name
    parts = found["name"].split("_")
    return f"x_{found['numbers']}" if "anon" in parts or any(part.isdecimal() for part in parts) else given


def _points_row(table: Table) -> int | None:
    """The row `    Points Possible`, which is among the first; None if it was taken out."""
    rows = range(1, min(4, len(table.rows)))
    return next((row for row in rows if folded(table.value(row, 0)).startswith("points possible")), None)


def _students(table: Table, number: int) -> list[Person]:
    """The rows with a number of Canvas; without the test student, who sorts last."""
    rows = [row for row in range(1, len(table.rows)) if table.value(row, number).strip().isdigit()]
    found: list[Person] = []
    for row in rows:
        found += people(table.header, [[cell.value for cell in table.rows[row]]], first_row=row)
    return [person for person in found if folded(person.name) not in ("student, test", "test student")]


def _float(text: str) -> float | None:
    try:
        points = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return points if 0 < points < float("inf") else None

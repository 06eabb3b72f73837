"""Brightspace: a file to import, made from the class list or an export of grades."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from autograder.lms.errors import LmsError
from autograder.lms.export.archives import packed
from autograder.lms.export.plan import Plan, Sheet, fill, pick
from autograder.lms.layouts import BRIGHTSPACE
from autograder.lms.people import folded, people
from autograder.lms.tables import quoted, read_table, table
from autograder.report import Report

POINTS = " points grade"
KEYS = ("orgdefinedid", "username")
END = "End-of-Line Indicator"
PAGE = "feedback.html"


def grades(path: Path, results: list[Report], lab: str, column: str | None, *, scale: bool) -> Plan:
    """The file to import: the ids of the instructor's file, marks, the mark of the line's end; no more may be sent."""
    given = read_table(path)
    names = [folded(title) for title in given.header]
    keys = [number for number, name in enumerate(names) if name in KEYS]
    if not keys:
        raise LmsError(f"{path} has neither OrgDefinedId nor Username. Export grades with both as keys first.")
    titles = {number: title.strip() for number, title in enumerate(given.header) if _is_points(title)}
    if titles:
        target = pick(str(path), titles, column, lab, "column of points")
        title, maximum = titles[target], _maximum(titles[target])
    elif column:
        target, title, maximum = len(names), f"{column} Points Grade", None
    else:
        raise LmsError(
            f"{path} has no column “... Points Grade”. Export the item along, or name it exactly with --column: a name "
            f"that Brightspace does not know makes a new item."
        )
    students = people(given.header, [[cell.value for cell in row] for row in given.rows[1:]])
    # a table of our own, of the form that Brightspace imports, with the ids as they are in the file
    head = [*(given.header[k] for k in keys), re.sub(r"\s*<[^>]*>\s*$", "", title), END]
    bare = [[*(given.value(row, k) for k in keys), "", "#"] for row in range(1, len(given.rows))]
    lines = [",".join(quoted(value, ",") for value in row) for row in (head, *bare)]
    made = table(path.name, "\n".join(lines).encode(), ",")
    sheet = Sheet(made, students, len(keys), maximum)
    old = {person.row: given.value(person.row, target).strip() for person in students}
    plan = fill(sheet, results, scale=scale)
    filled = table("", made.to_bytes(), ",")
    kept = [row for row in range(len(filled.rows)) if row == 0 or filled.value(row, len(keys))]
    file = f"{path.stem}.csv"
    plan.files[file] = filled.excerpt(range(len(keys) + 2), kept)
    overwritten = [person.label for person in students if old[person.row] and filled.value(person.row, len(keys))]
    if overwritten:
        plan.notes.append(f"There were marks before of {', '.join(overwritten)}; they are replaced.")
    plan.notes.append(f"Item: {title.strip()}. Whoever has no mark is not in {file}, and keeps what is there.")
    return plan


def feedback(results: Iterable[Report], pages: Iterable[tuple[str, bytes]]) -> tuple[bytes, int, list[str]]:
    """The archive for “Add Feedback Files”: the pages in the folders of the download, which tell whose they are."""
    page = dict(pages)
    members: list[tuple[str, bytes]] = []
    without: list[str] = []
    for report in results:
        folder = report.origin.folder if report.origin and report.origin.lms == "brightspace" else ""
        if BRIGHTSPACE.fullmatch(f"{folder}/{PAGE}"):
            members.append((f"{folder}/{PAGE}", page[report.student]))
        else:
            without.append(report.student)
    return packed(members), len(members), without


def _is_points(title: str) -> bool:
    return POINTS in f" {folded(title)} "


def _maximum(title: str) -> float | None:
    """The points of an item, where the header tells them: ``... Points Grade <Numeric MaxPoints:20 Weight:10>``."""
    told = re.search(r"MaxPoints:\s*(\d+(?:\.\d+)?)", title)
    return float(told[1]) if told else None

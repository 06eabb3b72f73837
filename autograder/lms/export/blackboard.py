"""Blackboard: the gradebook download, cut down to what may be uploaded, with the item's column filled in."""

from __future__ import annotations

import re
from pathlib import Path

from autograder.lms.errors import LmsError
from autograder.lms.export.plan import Plan, Sheet, fill, pick
from autograder.lms.people import folded, people
from autograder.lms.tables import Table, read_table
from autograder.report import Report

ITEM = re.compile(r".*\|\s*\d+", re.DOTALL)
MAXIMUM = re.compile(r"\[[^\]]*?:\s*(?P<points>\d+(?:[.,]\d+)?)[^\]]*\]")
IDENTITY = ("last name", "first name", "username", "student id")
FEEDBACK, FORMAT = "feedback to learner", "feedback format"


def gradebook(
    path: Path, results: list[Report], lab: str, column: str | None, *, scale: bool, comments: bool = False
) -> Plan:
    """The instructor's download with the marks; `LmsError` if it is none, or the column is not clear.

    Comments, if they are wanted, go into the download of a single column: only that has a place for them.
    """
    table = read_table(path)
    header = [title.strip() for title in table.header]
    names = [folded(title) for title in header]
    if "username" not in names:
        raise LmsError(
            f"{path} has no column Username, by which alone Blackboard knows students. "
            f"Download it with “Work offline”, in English."
        )
    titles = {number: title for number, title in enumerate(header) if ITEM.fullmatch(title)}
    target = pick(str(path), titles, column, lab, "column of an item, such as HW1 [Total Pts: 20 Score] |1281892")
    told = MAXIMUM.search(header[target])
    maximum = float(told["points"].replace(",", ".")) if told else None
    students = people(table.header, [[cell.value for cell in row] for row in table.rows[1:]])
    if comments and not {FEEDBACK, FORMAT} <= set(names):
        raise LmsError(
            f"{path} has no columns “Feedback to Learner” and “Feedback Format”. Download the item's own column from "
            f"Blackboard, with comments, instead of the whole gradebook."
        )
    place = names.index(FEEDBACK) if comments else None
    plan = fill(Sheet(table, students, target, maximum, comments=place), results, scale=scale)
    # last access, availability and calculated columns are not for upload
    columns = [number for number, name in enumerate(names) if name in IDENTITY] + [target]
    if comments:
        columns += [names.index(FEEDBACK), names.index(FORMAT)]
        _say_format(table, *columns[-2:])
    comma = table.delimiter != "\t"
    plan.files[path.name] = table.excerpt(columns, range(len(table.rows)), quoted=comma)
    plan.notes.append(f"Column: {header[target]}. Upload {path.name} under “Work offline”, “Upload grades”.")
    return plan


def _say_format(table: Table, feedback: int, form: int) -> None:
    """Say of each comment that it is HTML; what a person wrote in another form keeps it."""
    for row in range(1, len(table.rows)):
        if table.changed(row, feedback):
            table.change(row, form, "SMART_TEXT")

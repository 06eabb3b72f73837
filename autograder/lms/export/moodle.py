"""Moodle: the offline grading worksheet filled in, and the archive of feedback files.

The worksheet's headers are in the language of whoever downloaded it, so columns are known by what is in them. Moodle
skips in silence what it does not like; all that it would skip is told before.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from autograder.lms.errors import LmsError
from autograder.lms.export.archives import packed
from autograder.lms.export.plan import Plan, Sheet, fill
from autograder.lms.people import Person
from autograder.lms.tables import Table, read_table
from autograder.report import Report

NO = set("no nein non não nie nej nee nei nem ne нет ні όχι いいえ 否 아니오 아니요 hayır لا לא ei nu không".split())
"""What the column "Grade can be changed" says where it cannot."""
PAGE = "feedback.html"


def worksheet(path: Path, results: list[Report], column: str | None, *, scale: bool, comments: bool = False) -> Plan:
    """The instructor's worksheet with the marks, and with comments if they are wanted; `LmsError` if it is none."""
    table = read_table(path)
    grade = _grade_column(table, column)
    maxima = {_float(table.value(row, grade + 1)) for row in _participants(table)}
    if len(maxima) != 1 or max(maxima) <= 0:
        raise LmsError(
            f"{path}: right of the column {table.header[grade]!r} there should be the maximum grade, one for all. "
            f"Download the worksheet again, or name another --column."
        )
    maximum = maxima.pop()

    def locked(row: int) -> str:
        no = table.value(row, grade + 2).strip().casefold() in NO
        return "the grade is locked in Moodle, which would skip it; unlock it there, and download again" if no else ""

    people = [_person(table, row, grade) for row in _participants(table)]
    sheet = Sheet(table, people, grade, maximum, locked, _comment_column(table, grade) if comments else None)
    plan = fill(sheet, results, scale=scale)
    plan.files[path.name] = table.to_bytes()
    plan.notes.append(
        f"Upload {path.name} under “Upload grading worksheet”, soon: Moodle skips in silence what it graded since."
    )
    return plan


def feedback(results: Iterable[Report], pages: Iterable[tuple[str, bytes]]) -> tuple[bytes, int, list[str]]:
    """The archive for “Upload multiple feedback files in a zip”, how many files are in it, and who is left out."""
    page = dict(pages)
    members: list[tuple[str, bytes]] = []
    without: list[str] = []
    numbers = {report.student: _number(report) for report in results}
    claims = Counter(numbers.values())
    for report in results:
        origin, number = report.origin, numbers[report.student]
        if not number or claims[number] > 1:  # of two pages for one student, Moodle would keep any
            without.append(report.student)
            continue
        # Moodle cuts at every underscore: the number has to be the second part
        own = origin.folder if origin and re.fullmatch(rf"[^/_]*_{number}_assignsubmission_file", origin.folder) else ""
        members.append((f"{own or f'x_{number}_assignsubmission_file'}/{PAGE}", page[report.student]))
    return packed(members), len(members), without


def _number(report: Report) -> str:
    """The student's number among the participants, from the archive or the roster; empty if it is not known."""
    origin = report.origin
    number = origin.keys.get("participant", origin.id if origin.lms == "moodle" else "") if origin else ""
    return number if number.isascii() and number.isdigit() else ""


def _participants(table: Table) -> list[int]:
    """The rows of students: those that begin with some words and a number."""
    return [row for row in range(1, len(table.rows)) if re.search(r"\d\s*$", table.value(row, 0))]


def _grade_column(table: Table, wanted: str | None) -> int:
    """The column left of the maximum grade, which is one positive number in every row with a yes or no after it."""
    rows = _participants(table)
    if not rows:
        raise LmsError(f"{table.name} lists no participants. Is it the grading worksheet of the assignment?")
    if wanted is not None:
        titles = [title.strip().casefold() for title in table.header]
        if wanted.strip().casefold() in titles:
            return titles.index(wanted.strip().casefold())
        raise LmsError(f"{table.name} has no column {wanted!r}; there is {', '.join(table.header)}.")
    for column in range(2, len(table.header) - 1):
        maxima = {_float(table.value(row, column)) for row in rows}
        words = {table.value(row, column + 1).strip() for row in rows}
        wordy = len(words) <= 2 and all(word and not re.search(r"[\d@-]", word) for word in words)
        if len(maxima) == 1 and max(maxima) > 0 and wordy:
            return column - 1
    raise LmsError(
        f"{table.name} is no grading worksheet with points: no column has the maximum grade. A scale, a rubric or a "
        f"marking guide cannot be filled in; or name the grade's column with --column."
    )


def _comment_column(table: Table, grade: int) -> int:
    """The first column after those of the grade that is none of times; "-" stands for a time that there is not."""
    rows = _participants(table)
    for column in range(grade + 3, len(table.header)):
        if not all(re.fullmatch(r"-|.*\d\D\d\d\b.*", table.value(row, column).strip(), re.DOTALL) for row in rows):
            return column
    raise LmsError(
        f"{table.name} has no column for comments. Turn on “Feedback comments” in the assignment's settings, and "
        f"download the worksheet again."
    )


def _person(table: Table, row: int, grade: int) -> Person:
    number = re.search(r"(\d+)\s*$", table.value(row, 0))
    assert number is not None, "only rows that end in a number are participants"
    keys = {"participant": number[1]}
    mails = [table.value(row, column) for column in range(1, grade) if "@" in table.value(row, column)]
    if mails:
        keys["email"] = mails[0].strip()
    # blind marking leaves the names out: then the status stands next to the identifier
    name = table.value(row, 1).strip() if grade > 2 else ""
    return Person(row, keys, name)


def _float(text: str) -> float:
    """A number in whatever language, NaN if it is none; NaN is not equal to itself, and so never the maximum."""
    try:
        value = float(text.strip().replace("\u00a0", "").replace(",", "."))
    except ValueError:
        return -1.0
    return value if math.isfinite(value) else -1.0

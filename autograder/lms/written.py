"""The written question: a sheet to fill in, a page to read the answers beside the rubric, and the marks back again.

`written.csv` is a person's work. What was filled in there is never lost: a new run adds rows and fills in what is
empty, and leaves marks and comments as they are.
"""

from __future__ import annotations

import csv
import hmac
import io
import math
import secrets
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.labs import Lab
from autograder.lms.errors import LmsError
from autograder.lms.tables import read_table
from autograder.outputs import defused, write_atomically
from autograder.report import WrittenMark

COLUMNS = ("student", "answer", "mark", "of", "comment")
WITHDRAWN = "-"
"""Instead of a mark: the one that was given before does not count any more."""
KEY = "written.key"
"""Beside the sheet: what the code of an anonymous student is made with."""


@dataclass(frozen=True)
class Answer:
    """One student's answer, its hash, and what a person has given for it so far."""

    student: str
    text: str | None
    digest: str
    given: WrittenMark | None = None


def read_marks(
    path: Path, lab: Lab, students: Sequence[str], folder: Path
) -> tuple[dict[str, WrittenMark | None], list[str]]:
    """The marks that were filled in, by student (None where one is taken back), and rows of nobody.

    `LmsError` names a row that makes no sense.
    """
    if lab.written is None:
        raise LmsError(f"{path}: {lab.name} has no written question; see [written] in its lab.toml.")
    names = _names(folder, students)
    marks: dict[str, WrittenMark | None] = {}
    strangers: list[str] = []
    for number, row in enumerate(_rows(path), start=2):
        where = f"{path}, row {number}"
        name, mark = row.get("student", "").strip(), row.get("mark", "").strip()
        student = names.get(name) or names.get(name.removeprefix("'"))
        if not mark:
            continue
        if student is None:
            strangers.append(f"{where}: nobody here is called {name!r}; the mark was left out.")
            continue
        if student in marks:
            raise LmsError(f"{where}: {name!r} has a mark already, in a row above. Keep one.")
        if mark == WITHDRAWN:
            marks[student] = None
            continue
        marks[student] = WrittenMark(
            score=_points(mark, lab.written.points, where),
            max_score=lab.written.points,
            comment=row.get("comment", "").strip(),
            answer=row.get("answer", "").strip(),
        )
    return marks, strangers


def write_sheet(folder: Path, answers: Sequence[Answer], points: float, *, anonymous: bool) -> tuple[Path, list[str]]:
    """Write or complete `written.csv`; its path, and what a person should know (answers that changed since)."""
    path = folder / "written.csv"
    rows, delimiter, columns = _sheet(path)
    names = _names(folder, [each.student for each in answers])
    old: dict[str, dict[str, str]] = {}
    others: list[dict[str, str]] = []
    for row in rows:
        name = row.get("student", "").strip()
        student = names.get(name) or names.get(name.removeprefix("'"))
        if student is not None and student not in old:
            old[student] = row
        elif row.get("mark", "").strip() or row.get("comment", "").strip():
            others.append(row)  # somebody who is not graded this time: still a person's work
    called = labels(folder, [each.student for each in answers], anonymous=anonymous)
    notes: list[str] = []
    made: list[dict[str, str]] = []
    for each in sorted(answers, key=lambda answer: called[answer.student]):
        row, told = _completed(old.get(each.student, {}), each)
        made.append({**row, "student": defused(called[each.student]), "of": f"{points:g}"})
        notes += [f"{path}, {called[each.student]}: {note}" for note in told]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(columns)
    writer.writerows([row.get(name.casefold(), "") for name in columns] for row in [*made, *others])
    write_atomically(path, b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace"))
    return path, notes


def _completed(row: dict[str, str], answer: Answer) -> tuple[dict[str, str], list[str]]:
    """A student's row with what was empty filled in, and what should be looked at again."""
    mark, marked, given = row.get("mark", "").strip(), row.get("answer", "").strip(), answer.given
    notes: list[str] = []
    if given is not None and not mark:
        comment = row.get("comment", "") or given.comment
        row = {**row, "mark": f"{given.score:g}", "comment": comment}
        mark, marked = f"{given.score:g}", given.answer
    elif given is not None and not _is_number(mark, given.score):
        notes.append(
            f"the mark there is {mark}, but {given.score:g} counts. Correct it, or give the file with --written."
        )
    if mark and marked and marked != answer.digest:
        notes.append(
            "the answer has changed since it was marked. Look again, then empty the cell in the column answer."
        )
        return {**row, "answer": marked}, notes
    return {**row, "answer": answer.digest}, notes


def labels(folder: Path, students: Sequence[str], *, anonymous: bool) -> dict[str, str]:
    """How each student is called in the sheet and on the page."""
    return {student: _code(folder, student) if anonymous else student for student in students}


def _sheet(path: Path) -> tuple[list[dict[str, str]], str, list[str]]:
    """The rows of the sheet that lies there, its delimiter, and the columns: ours, and what a person has added."""
    if not path.exists():
        return [], ",", list(COLUMNS)
    found = read_table(path)
    added = [name.strip() for name in found.header if name.strip() and name.strip().casefold() not in COLUMNS]
    return _rows(path), found.delimiter, [*COLUMNS, *added]


def _rows(path: Path) -> list[dict[str, str]]:
    found = read_table(path)
    names = [name.strip().casefold() for name in found.header]
    if not {"student", "mark"} <= set(names):
        raise LmsError(f"{path} has no columns student and mark. Is it the written.csv that autograder grade wrote?")
    return [dict(zip(names, (cell.value for cell in row), strict=False)) for row in found.rows[1:]]


def _is_number(text: str, number: float) -> bool:
    try:
        return float(text.replace(",", ".")) == number
    except ValueError:
        return False


def _points(text: str, most: float, where: str) -> float:
    try:
        points = float(text.replace(",", "."))
    except ValueError:
        points = math.nan
    if not 0 <= points <= most:  # not for NaN either
        raise LmsError(f"{where}: the mark {text!r} is no number from 0 to {most:g}.")
    return points


def _names(folder: Path, students: Sequence[str]) -> dict[str, str]:
    """Student by name, by name as the sheet shows it, and by code if there are codes."""
    names = {defused(student): student for student in students} | {student: student for student in students}
    names |= {student.strip(): student for student in students if student.strip() not in names}
    numbers: dict[str, list[str]] = defaultdict(list)
    for student in students:
        if student.isdecimal():
            numbers[student.lstrip("0")].append(student)
    # a spreadsheet takes the zeros from the front of a number
    names |= {number: found[0] for number, found in numbers.items() if len(found) == 1 and number not in names}
    if (folder / KEY).exists():
        names |= {_code(folder, student): student for student in students}
    return names


def _code(folder: Path, student: str) -> str:
    """A name that says nothing to whoever has the sheet without the key."""
    path = folder / KEY
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        key = secrets.token_bytes(32)
        write_atomically(path, key)
    except OSError as problem:
        raise LmsError(f"{path} cannot be read: {problem.strerror or problem}.") from None
    return f"anonymous-{hmac.digest(key, student.encode('utf-8', 'surrogatepass'), 'sha256').hex()[:10]}"

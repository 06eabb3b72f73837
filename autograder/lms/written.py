"""The written question: a sheet to fill in, a page to read the answers beside the rubric, and the marks back again.

`written.csv` is a person's work. What was filled in there is never lost: a new run adds rows and fills in what is
empty, and leaves marks and comments as they are.
"""

from __future__ import annotations

import hmac
import math
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from autograder.feedback.html import ShownAnswer
from autograder.grades import csv_lines, defused
from autograder.labs import Lab
from autograder.lms.errors import LmsError
from autograder.lms.tables import read_values
from autograder.outputs import write_atomically
from autograder.report import WrittenMark
from autograder.spool import MadeWhenRead

COLUMNS = ("student", "answer", "mark", "of", "comment")
OURS = ("student", "answer", "of")
"""Columns that no person fills in."""
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
    for number, row in enumerate(_read(path)[2], start=2):
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
    old, others = _by_student(folder, rows, answers)
    notes: list[str] = []

    def made() -> Iterator[dict[str, str]]:
        for label, place in in_order(folder, answers, anonymous=anonymous):
            each = answers[place]
            row, told = _completed(old.get(each.student, {}), each)
            notes.extend(f"{path}, {label}: {note}" for note in told)
            yield {**row, "student": defused(label), "of": f"{points:g}"}

    cells = ([row.get(name.casefold(), "") for name in columns] for row in chain(made(), others))
    write_atomically(path, csv_lines(chain([columns], cells), delimiter=delimiter, bom=True))
    return path, notes


def _by_student(
    folder: Path, rows: Iterable[dict[str, str]], answers: Sequence[Answer]
) -> tuple[dict[str, dict[str, str]], list[dict[str, str]]]:
    """The rows in which a person wrote something: by student, and those of nobody who is graded this time."""
    names: dict[str, str] = {}
    old: dict[str, dict[str, str]] = {}
    others: list[dict[str, str]] = []
    for row in rows:
        if not any(value.strip() for name, value in row.items() if name not in OURS):
            continue  # what we wrote ourselves is written again
        names = names or _names(folder, [each.student for each in answers])
        name = row.get("student", "").strip()
        student = names.get(name) or names.get(name.removeprefix("'"))
        if student is not None and student not in old:
            old[student] = row
        elif row.get("mark", "").strip() or row.get("comment", "").strip():
            others.append(row)  # somebody who is not graded this time: still a person's work
    return old, others


def in_order(folder: Path, answers: Sequence[Answer], *, anonymous: bool) -> list[tuple[str, int]]:
    """How each student is called in the sheet and on the page, in that order, with the place of the answer."""
    called = labels(folder, [each.student for each in answers], anonymous=anonymous)
    return sorted((called[each.student], place) for place, each in enumerate(answers))


class ShownAnswers(MadeWhenRead[ShownAnswer]):
    """The answers as the page shows them."""

    def __init__(self, answers: Sequence[Answer], order: Sequence[tuple[str, int]]) -> None:
        self._answers = answers
        self._order = order

    def __len__(self) -> int:
        return len(self._order)

    def at(self, place: int) -> ShownAnswer:
        """The answer at a place."""
        label, number = self._order[place]
        answer = self._answers[number]
        return ShownAnswer(label, answer.text, answer.given)


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


def _sheet(path: Path) -> tuple[Iterator[dict[str, str]], str, list[str]]:
    """The rows of the sheet that lies there, its delimiter, and the columns: ours, and what a person has added."""
    if not path.exists():
        return iter(()), ",", list(COLUMNS)
    delimiter, header, rows = _read(path)
    added = [name.strip() for name in header if name.strip() and name.strip().casefold() not in COLUMNS]
    return rows, delimiter, [*COLUMNS, *added]


def _read(path: Path) -> tuple[str, list[str], Iterator[dict[str, str]]]:
    """What parts the cells of a sheet, its header, and its rows by the header's names in small letters."""
    delimiter, rows = read_values(path)
    header = next(rows, list[str]())
    names = [name.strip().casefold() for name in header]
    if not {"student", "mark"} <= set(names):
        raise LmsError(f"{path} has no columns student and mark. Is it the written.csv that autograder grade wrote?")
    return delimiter, header, (dict(zip(names, row, strict=False)) for row in rows)


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

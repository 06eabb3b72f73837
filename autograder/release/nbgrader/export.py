"""`nbgrader export` as a CSV (RFC 4180) that says which marks are not final, and leaves them out."""

# pyright: reportMissingTypeStubs=false

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import ExportPlugin

from autograder.grades import defused
from autograder.outputs import write_atomically
from autograder.release.nbgrader import names
from autograder.release.nbgrader.course_labs import course_directory
from autograder.release.nbgrader.feedback import is_ungraded, is_waiting

WHO = ("student_id", "last_name", "first_name", "email")
MARKS = ("status", "raw_score", "late_submission_penalty", "score", "max_score")
PROBLEMS = {
    "not graded": "(grade again with `nbgrader autograde`, --student and --force)",
    "to be marked": "(by a person, in formgrader)",
}
SHOWN = 10
"""So many students are named in a line of the log."""


class MarksTable(ExportPlugin):
    """One row a student and assignment: what counts, how it stands, and the points of each exercise.

    `status` is `graded`, `to be marked` (by a person), `not graded` (grading failed or was cut short), or `missing`
    (nothing was handed in). A score is there for `graded` alone.
    """

    def export(self, gradebook: Gradebook) -> None:
        """Write the table into the file that `--to` names."""
        book: Any = gradebook
        only: Any = self
        course = course_directory(self)
        assignments = [each for each in book.assignments if _wanted(only.assignment, each.name)]
        columns = [column for assignment in assignments for column in _columns(assignment)]
        text = io.StringIO()
        rows = csv.DictWriter(text, ("assignment", "duedate", "timestamp", *WHO, *MARKS, *columns), restval="")
        rows.writeheader()
        for assignment in assignments:
            standing: dict[str, list[str]] = {status: [] for status in PROBLEMS}
            for student in book.students:
                if _wanted(only.student, student.id):
                    row = _row(book, assignment, student, _is_cut_short(course, assignment, student))
                    standing.setdefault(row["status"], []).append(student.id)
                    rows.writerow(row)
            for status, what in PROBLEMS.items():
                if who := standing[status]:
                    more = f" and {len(who) - SHOWN} more" if len(who) > SHOWN else ""
                    self.log.warning("%s, %s: %s%s %s.", assignment.name, status, ", ".join(who[:SHOWN]), more, what)
        write_atomically(Path(self.to or "marks.csv").absolute(), text.getvalue().encode("utf-8", "replace"))


def _wanted(asked: Any, name: str) -> bool:
    """Whether a name is among those that were asked for; all are if none was."""
    return not asked or name in map(str, asked)


def _columns(assignment: Any) -> Iterator[str]:
    for notebook in assignment.notebooks:
        for cell in (*notebook.grade_cells, *notebook.task_cells):
            yield _column(assignment, notebook, cell)


def _column(assignment: Any, notebook: Any, cell: Any) -> str:
    """`lab/exercise`; `assignment/notebook/cell` where the assignment has notebooks of other names."""
    parts = (
        assignment.name,
        *(() if notebook.name == assignment.name else (notebook.name,)),
        names.exercise(cell.name),
    )
    return "/".join(parts)


def _is_cut_short(course: Any, assignment: Any, student: Any) -> bool:
    """Whether something was handed in and nothing autograded: whatever the gradebook has is of an earlier hand-in.

    nbgrader removes the autograded folder where it fails, be it before any step of ours begins.
    """
    there = (course.submitted_directory, course.autograded_directory)
    handed_in, done = (Path(course.format_path(folder, student.id, assignment.name)).is_dir() for folder in there)
    return handed_in and not done


def _row(book: Any, assignment: Any, student: Any, cut_short: bool) -> dict[str, str]:
    row = {
        "assignment": assignment.name,
        "duedate": str(assignment.duedate or ""),
        "max_score": f"{assignment.max_score:g}",
        "status": "not graded" if cut_short else "missing",
        **{
            key: defused(value or "")
            for key, value in zip(WHO, (student.id, student.last_name, student.first_name, student.email), strict=True)
        },
    }
    try:
        handed_in = book.find_submission(assignment.name, student.id)
    except MissingEntry:
        return row
    row["timestamp"] = str(handed_in.timestamp or "")
    if cut_short:
        return row
    grades = [(notebook.notebook, grade) for notebook in handed_in.notebooks for grade in notebook.grades]
    for notebook, grade in grades:
        if not is_ungraded(grade) and not is_waiting(grade):
            row[_column(assignment, notebook, grade.cell)] = f"{grade.score:g}"
    if any(is_ungraded(grade) for _, grade in grades):
        row["status"] = "not graded"
    elif any(is_waiting(grade) for _, grade in grades):
        row["status"] = "to be marked"
    else:
        penalty = handed_in.late_submission_penalty or 0.0
        row["status"] = "graded"
        row["raw_score"], row["late_submission_penalty"] = f"{handed_in.score:g}", f"{penalty:g}"
        row["score"] = f"{max(0.0, handed_in.score - penalty):g}"
    return row

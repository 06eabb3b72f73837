"""The marks as a table for spreadsheets."""

from __future__ import annotations

import csv
import io

import builders
import pytest

from autograder.grades import FORMULA_STARTS, defused, grades_csv
from autograder.report import SubmissionFile

LAB = builders.lab({"swap_units": None, "other": None})


def table(*reports) -> str:
    return b"".join(grades_csv(LAB, reports)).decode()


def rows(*reports) -> list[list[str]]:
    return list(csv.reader(io.StringIO(table(*reports), newline="")))


def test_a_row_a_student_in_order_with_a_column_an_exercise():
    table = rows(builders.report(student="ann", score=2.25, problems=()), builders.report(student="bob"))
    assert table[0] == ["student", "status", "score", "max_score", "swap_units", "other", "file", "problems"]
    assert table[1] == ["ann", "graded", "2.25", "3", "1.5", "", "ann.ipynb", ""]
    assert [row[0] for row in table[1:]] == ["ann", "bob"]


def test_a_mark_is_empty_where_there_is_none():
    report = builders.report(status="unreadable", score=None, exercises=(), problems=("a.ipynb is\nempty.", "b"))
    assert rows(report)[1] == ["ann", "unreadable", "", "3", "", "", "ann.ipynb", "a.ipynb is empty.; b"]


def test_lines_end_as_rfc_4180_says():
    text = table(builders.report(student="a\nb"))
    assert text.count("\r\n") == 2
    assert text.endswith("\r\n")


@pytest.mark.parametrize("name", ["a,b", 'say "x"', "a\nb", "a\r\nb", "😀" * 300, "Zoë O'Brien", ";", "\u202e", " "])
def test_every_name_comes_back_out_of_the_table(name):
    report = builders.report(student=name, submission=SubmissionFile(file=name, sha256=None))
    assert rows(report)[1][0] == rows(report)[1][6] == name


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_text_is_a_formula_for_a_spreadsheet(start):
    text = f"{start}cmd|' /C calc'!A0"
    report = builders.report(student=text, submission=SubmissionFile(file=text, sha256=None), problems=(text,))
    row = rows(report)[1]
    assert row[0] == row[6] == f"'{text}"
    assert not row[7].startswith(FORMULA_STARTS)
    assert defused("a=1") == "a=1"

"""The written question: the answer is found, shown as text, marked by a person, and the person's work is never lost."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace

import builders
import pytest

from autograder.feedback.html import ShownAnswer, written_page
from autograder.lms.answers import MAX_ANSWER, answer_hash, written_answer
from autograder.lms.errors import LmsError
from autograder.lms.written import KEY, Answer, labels, read_marks, write_sheet
from autograder.report import WrittenMark
from autograder.settings import Written
from autograder.submissions import Found

LAB = replace(builders.lab({"swap_units": None}), written=Written(title="Is it enough?", points=4.0))
NAMES = ["ann", "=1+1", "Zoë (3)", " b ", "x;y", "-rf"]


# --- the answer in a submission --------------------------------------------------------------------------------------


def answer(tmp_path, *cells, name="hw.ipynb"):
    made = [{"cell_type": kind, "source": source, "metadata": {"tags": tags}} for kind, source, tags in cells]
    (tmp_path / name).write_text(json.dumps({"nbformat": 4, "cells": made}))
    return written_answer(Found("ann", (tmp_path / name,)))


TEXT, CODE = "markdown", "code"


def test_the_tagged_cell_is_the_answer_without_its_prompt(tmp_path):
    cells = [
        (TEXT, "## Question", []),
        (TEXT, ["**Your answer:**\n", "\n", "Because."], ["written"]),
        (TEXT, "# End", []),
    ]
    assert answer(tmp_path, *cells) == "Because."


def test_text_cells_added_below_belong_to_it_up_to_the_next_heading_or_code(tmp_path):
    cells = [(TEXT, "**Your answer:**", ["written"]), (TEXT, "One.", []), (TEXT, "Two.", []), (TEXT, "## Next", [])]
    assert answer(tmp_path, *cells, (TEXT, "Three.", [])) == "One.\n\nTwo."
    assert answer(tmp_path, cells[0], cells[1], (CODE, "x", []), cells[2]) == "One."


def test_a_lost_tag_is_made_up_for_by_the_prompt(tmp_path):
    assert answer(tmp_path, (TEXT, "Your answer: mine.", [])) == "mine."


def test_an_empty_answer_is_told_from_one_that_has_no_place(tmp_path):
    assert answer(tmp_path, (TEXT, "**Your answer:**", ["written"])) == ""
    assert answer(tmp_path, (TEXT, "hello", []), (CODE, "x = 1", [])) is None


def test_a_python_files_answer_is_in_its_comments(tmp_path):
    text = '# %%\nx = 1\n# %% [markdown] tags=["written"]\n# **Your answer:**\n#\n# Because\n# so.\n\n# %%\ny = 2\n'
    (tmp_path / "hw.py").write_text(text)
    assert written_answer(Found("ann", (tmp_path / "hw.py",))) == "Because\nso."


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"cells": 3}', b"[" * 100_000, b"\xff\xfe", b'{"cells": [{}]}'])
def test_a_broken_file_has_no_answer(tmp_path, data):
    (tmp_path / "hw.ipynb").write_bytes(data)
    assert written_answer(Found("ann", (tmp_path / "hw.ipynb",))) is None
    assert written_answer(Found("ann", (tmp_path / "gone.ipynb",))) is None


@pytest.mark.parametrize("odd", ["NaN", "-Infinity", '"\\ud800"', "[" * 500 + "]" * 500, "1" * 400])
def test_what_else_is_in_a_notebook_does_not_matter(tmp_path, odd):
    cells = [{"cell_type": TEXT, "source": "**Your answer:** é", "metadata": {"tags": ["written"]}}]
    text = json.dumps({"nbformat": 4, "cells": [{"cell_type": CODE, "source": "", "outputs": "?"}, *cells]})
    (tmp_path / "hw.ipynb").write_text(text.replace('"?"', odd), encoding="utf-8")
    assert written_answer(Found("ann", (tmp_path / "hw.ipynb",))) == "é"


def test_half_a_character_in_an_answer_stays_where_it_is(tmp_path):
    assert answer(tmp_path, (TEXT, "Your answer: a\ud800b", [])) == "a\ud800b"


def test_an_endless_answer_is_cut(tmp_path):
    found = answer(tmp_path, (TEXT, "a" * 10**6, ["written"]))
    assert len(found) < MAX_ANSWER + 100
    assert found.endswith("[cut here: the answer goes on]")


# --- the sheet -------------------------------------------------------------------------------------------------------


def answers(**given):
    return [Answer(name, f"text of {name}", answer_hash(f"text of {name}"), given.get(name)) for name in NAMES]


def sheet(path):
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def fill(path, marks, delimiter=",", encoding="utf-8-sig", to=None, comma=False):
    """What a person does in a spreadsheet."""
    rows = sheet(path)
    for row in rows:
        row["mark"], row["comment"] = marks.get(row["student"], ("", ""))
        row["mark"] = row["mark"].replace(".", ",") if comma else row["mark"]
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0], delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    (to or path).write_bytes(text.getvalue().encode(encoding))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_marks_come_back_from_every_spreadsheet_to_the_right_students(tmp_path, delimiter, encoding):
    path, _ = write_sheet(tmp_path, answers(), 4.0, anonymous=False)
    given = {row["student"]: (f"{n / 2:g}", f"Gut; {n}, “so”") for n, row in enumerate(sheet(path))}
    fill(path, given, delimiter, encoding, comma=delimiter == ";")
    marks, strangers = read_marks(path, LAB, NAMES, tmp_path)
    assert strangers == []
    assert set(marks) == set(NAMES)
    assert sorted(mark.score for mark in marks.values()) == [n / 2 for n in range(len(NAMES))]
    for student, mark in marks.items():
        assert mark.comment == f"Gut; {mark.score * 2:g}, “so”"
        assert mark.answer == answer_hash(f"text of {student}")


def test_no_name_is_a_formula_in_the_sheet(tmp_path):
    path, _ = write_sheet(tmp_path, answers(), 4.0, anonymous=False)
    assert {row["student"] for row in sheet(path)} >= {"'=1+1", "'-rf"}


def test_a_new_run_adds_students_and_leaves_a_persons_work_as_it_is(tmp_path):
    path, _ = write_sheet(tmp_path, answers()[:2], 4.0, anonymous=False)
    fill(path, {"ann": ("3", "  -1: no numbers\nsee rubric"), "'=1+1": ("", "ask her")}, ";")
    write_sheet(tmp_path, answers(), 4.0, anonymous=False)
    rows = {
        row["student"]: row
        for row in csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""), delimiter=";")
    }
    assert rows["ann"]["mark"] == "3"
    assert "-1: no numbers" in rows["ann"]["comment"]
    assert rows["'=1+1"]["comment"] == "ask her"
    assert len(rows) == len(NAMES)


def test_columns_that_a_person_added_and_rows_of_students_who_are_gone_stay(tmp_path):
    path = tmp_path / "written.csv"
    path.write_text("Student,Mark,Comment,answer,of,seen by\nann,2,ok,,4,Jo\ngone,1,kept,,4,Al\nempty,,,,4,\n")
    write_sheet(tmp_path, answers(), 4.0, anonymous=False)
    rows = {row["student"]: row for row in sheet(path)}
    assert (rows["ann"]["mark"], rows["ann"]["seen by"]) == ("2", "Jo")
    assert (rows["gone"]["mark"], rows["gone"]["comment"], rows["gone"]["seen by"]) == ("1", "kept", "Al")
    assert "empty" not in rows


def test_a_sheet_that_cannot_be_understood_is_not_overwritten(tmp_path):
    path = tmp_path / "written.csv"
    path.write_text("something else\n")
    with pytest.raises(LmsError, match="no columns student and mark"):
        write_sheet(tmp_path, answers(), 4.0, anonymous=False)
    assert path.read_text() == "something else\n"


def test_marks_that_were_merged_are_in_a_sheet_that_is_made_anew(tmp_path):
    given = WrittenMark(score=2.5, max_score=4.0, comment="fine", answer=answer_hash("text of ann"))
    path, notes = write_sheet(tmp_path, answers(ann=given), 4.0, anonymous=False)
    row = next(row for row in sheet(path) if row["student"] == "ann")
    assert (row["mark"], row["comment"]) == ("2.5", "fine")
    assert notes == []


def test_an_answer_that_changed_after_it_was_marked_is_told_and_keeps_its_mark(tmp_path):
    path, _ = write_sheet(tmp_path, answers(), 4.0, anonymous=False)
    fill(path, {"ann": ("3", "")})
    changed = [Answer("ann", "new", answer_hash("new"))]
    for _ in range(2):  # again at every run, until the mark is given anew
        _, notes = write_sheet(tmp_path, changed, 4.0, anonymous=False)
        assert len(notes) == 1
        assert "ann: the answer has changed since it was marked. Look again" in notes[0]
    assert next(row for row in sheet(path) if row["student"] == "ann")["mark"] == "3"


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ("ann,5", "row 2: the mark '5' is no number from 0 to 4"),
        ("ann,-1", "no number from 0 to 4"),
        ("ann,nan", "no number from 0 to 4"),
        ("ann,inf", "no number from 0 to 4"),
        ("ann,good", "no number from 0 to 4"),
        ("ann,3\nann,2", "row 3: 'ann' has a mark already"),
    ],
)
def test_a_mark_that_cannot_be_is_told_with_its_row(tmp_path, rows, why):
    path = tmp_path / "w.csv"
    path.write_text(f"student,mark\n{rows}\n")
    with pytest.raises(LmsError, match=re.escape(why)):
        read_marks(path, LAB, NAMES, tmp_path)


def test_an_empty_mark_is_none_and_not_zero(tmp_path):
    (tmp_path / "w.csv").write_text("student,mark,comment\nann,,later\n")
    assert read_marks(tmp_path / "w.csv", LAB, NAMES, tmp_path) == ({}, [])


def test_a_mark_of_somebody_who_is_not_graded_here_is_told_and_stops_nobody(tmp_path):
    (tmp_path / "w.csv").write_text("student,mark\neve,3\nann,2\n")
    marks, strangers = read_marks(tmp_path / "w.csv", LAB, NAMES, tmp_path)
    assert marks["ann"].score == 2
    assert "row 2: nobody here is called 'eve'" in strangers[0]


def test_a_sheet_that_says_another_mark_than_counts_is_told_and_left(tmp_path):
    path, _ = write_sheet(tmp_path, answers(), 4.0, anonymous=False)
    fill(path, {"ann": ("3", "")})
    given = WrittenMark(score=4.0, max_score=4.0, answer=answer_hash("text of ann"))
    _, notes = write_sheet(tmp_path, answers(ann=given), 4.0, anonymous=False)
    assert "ann: the mark there is 3, but 4 counts" in notes[0]
    assert next(row for row in sheet(path) if row["student"] == "ann")["mark"] == "3"


def test_a_lab_without_a_written_question_takes_no_marks(tmp_path):
    with pytest.raises(LmsError, match="has no written question"):
        read_marks(tmp_path / "w.csv", replace(LAB, written=None), NAMES, tmp_path)


def test_anonymous_codes_stay_the_same_say_nothing_and_come_back(tmp_path):
    path, _ = write_sheet(tmp_path, answers(), 4.0, anonymous=True)
    codes = [row["student"] for row in sheet(path)]
    assert codes == sorted(codes)
    assert not any(name in path.read_text("utf-8-sig") for name in NAMES if len(name) > 3)
    fill(path, dict.fromkeys(codes, ("1", "")))
    write_sheet(tmp_path, answers(), 4.0, anonymous=True)
    assert [row["student"] for row in sheet(path)] == codes
    assert set(read_marks(path, LAB, NAMES, tmp_path)[0]) == set(NAMES)
    elsewhere = tmp_path / "other"
    elsewhere.mkdir()
    assert labels(elsewhere, ["ann"], anonymous=True) != labels(tmp_path, ["ann"], anonymous=True)
    assert (tmp_path / KEY).stat().st_size == 32


# --- the page --------------------------------------------------------------------------------------------------------

HOSTILE = '</div><script>alert(1)</script><img src=http://x.invalid/a.png onerror="a">{{ 7*7 }}'


def test_the_page_shows_rubric_and_answers_and_an_answer_is_only_text():
    shown = [
        ShownAnswer(f"ann{HOSTILE}", HOSTILE, WrittenMark(score=3, max_score=4, comment=HOSTILE)),
        ShownAnswer("bob", None, None),
        ShownAnswer("cem", "", None),
    ]
    rubric = "## Full answer\n\n| points | what |\n| --- | --- |\n| 1 | **this** |\n\n<script>x</script>"
    page = "".join(written_page(LAB, rubric, shown))
    assert "<script" not in page
    assert "<img" not in page
    assert page.count("{{ 7*7 }}") == 3
    for part in (
        "<h2>Full answer</h2>",
        "<td><strong>this</strong></td>",
        "Nothing was written",
        "3 of 4",
        "not marked yet",
    ):
        assert part in page
    assert "No cell for the answer was found" in page
    assert "default-src 'none'" in page


def test_numbers_whose_zeros_a_spreadsheet_took_are_still_their_students(tmp_path):
    names = ["00123", "0456", "456", "7"]
    (tmp_path / "w.csv").write_text("student;mark\n123;1\n456;2\n0456;3\n7;4\n")
    marks, strangers = read_marks(tmp_path / "w.csv", LAB, names, tmp_path)
    assert ({student: mark.score for student, mark in marks.items()}, strangers) == (
        {"00123": 1, "456": 2, "0456": 3, "7": 4}, [],
    )  # fmt: skip


def test_a_number_that_could_be_two_students_is_nobodys(tmp_path):
    (tmp_path / "w.csv").write_text("student,mark\n5,1\n")
    marks, strangers = read_marks(tmp_path / "w.csv", LAB, ["05", "005"], tmp_path)
    assert marks == {}
    assert "nobody here is called '5'" in strangers[0]


def test_no_spreadsheet_takes_the_hash_for_a_number():
    assert all(answer_hash(str(n)).startswith("text-") for n in range(20))


def test_the_lines_of_a_comment_stay_lines_on_the_page():
    shown = [ShownAnswer("ann", "text", WrittenMark(score=3, max_score=4, comment="first\nsecond"))]
    page = "".join(written_page(LAB, "## Rubric", shown))
    (kind,) = re.findall(r'<p class="([^"]*)">first\nsecond</p>', page)
    assert any(re.search(rf"\.{name} {{[^}}]*pre-wrap", page) for name in kind.split())

"""The written question, from the answer to the mark."""

from __future__ import annotations

import json

from lms.making import ANN, BOB, MOODLE, archive, marks, rows


def test_the_written_question_waits_for_a_person_and_is_never_overwritten(grade, own_course, tmp_path):
    path, out = archive(tmp_path / "class.zip", MOODLE), tmp_path / "out"
    _, told = grade(path, course=own_course)
    assert "2 written answers wait for a mark" in told
    assert marks(out, "status") == {ANN: "awaiting_written", BOB: "awaiting_written"}
    assert marks(out, "mark") == {ANN: "", BOB: ""}
    page = (out / "written.html").read_text()
    assert "Because of &lt;b&gt;symmetry&lt;/b&gt;." in page
    assert "Because of <strong>symmetry</strong>." in page  # the rubric beside it

    sheet = out / "written.csv"
    filled = sheet.read_text("utf-8-sig").splitlines()
    filled[1] = filled[1].replace(",6,", "4.5,6,Good; but =SUM(A1)").replace(",,4.5", ",4.5")
    sheet.write_text("\n".join(filled) + "\n")
    work = sheet.read_bytes()
    grade(path, course=own_course)  # without --written: nothing is merged, nothing lost
    assert rows(sheet)[0]["mark"] == "4.5"
    assert marks(out, "status")[ANN] == "awaiting_written"
    copy = tmp_path / "mine.csv"
    copy.write_bytes(work)
    _, told = grade(path, "--written", copy, course=own_course)
    assert copy.read_bytes() == work
    assert "1 written answer waits" in told
    assert marks(out, "status") == {ANN: "graded", BOB: "awaiting_written"}
    assert marks(out, "mark") == {ANN: "13.5", BOB: ""}
    feedback = (out / "feedback" / f"{ANN}.html").read_text()
    assert "written question: 4.5 of 6" in feedback.casefold()
    assert "Good; but =SUM(A1)" in feedback

    sheet.unlink()  # even then: the result has the mark, and a regrade keeps it
    grade(path, "--again", course=own_course)
    assert marks(out, "mark") == {ANN: "13.5", BOB: ""}
    assert rows(sheet)[0]["mark"] == "4.5"


def test_an_answer_is_marked_without_its_name_if_asked(grade, own_course, tmp_path):
    grade(archive(tmp_path / "class.zip", MOODLE), "--anonymous", course=own_course)
    for name in ("written.csv", "written.html"):
        text = (tmp_path / "out" / name).read_text("utf-8-sig")
        assert "Ann Lee" not in text
        assert "anonymous-" in text


def test_a_dash_takes_a_mark_back(grade, own_course, tmp_path):
    path = archive(tmp_path / "class.zip", MOODLE)
    (tmp_path / "w.csv").write_text(f"student,mark\n{ANN},3\n{BOB},2\n")
    grade(path, "--written", tmp_path / "w.csv", course=own_course)
    (tmp_path / "w.csv").write_text(f"student,mark\n{ANN},\n{BOB},-\n")
    _, told = grade(path, "--written", tmp_path / "w.csv", course=own_course)
    assert marks(tmp_path / "out", "mark") == {ANN: "12", BOB: ""}
    assert marks(tmp_path / "out", "status")[BOB] == "awaiting_written"
    assert "1 written answer waits for a mark" in told


def test_half_a_character_in_an_answer_ends_nothing(grade, own_course, tmp_path):
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": "def double(x): return 2 * x"},
        {"cell_type": "markdown", "metadata": {"tags": ["written"]}, "source": "**Your answer:** a\ud800b"},
    ]
    handed_in = tmp_path / "handed_in"
    handed_in.mkdir()
    (handed_in / "ann.ipynb").write_text(
        json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})
    )
    _, told = grade(handed_in, course=own_course)
    assert "1 written answer waits for a mark" in told
    assert "a?b" in (tmp_path / "out" / "written.html").read_text()
    assert marks(tmp_path / "out", "status") == {"ann": "awaiting_written"}

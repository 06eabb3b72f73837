"""Comments beside the marks: filled in on demand, as safe HTML, and never over what a person wrote."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lms import importers
from lms.making import MOODLE, archive, report
from lms.test_export_moodle import BLIND, ENGLISH, GERMAN_SHEET, WORKSHEET, kinds, on_disk

from autograder.grades import FORMULA_STARTS
from autograder.lms.errors import LmsError
from autograder.lms.export import blackboard, moodle
from autograder.lms.export.comments import comment, is_ours
from autograder.report import Late, WrittenMark

LATE = Late(submitted="", due="", days=1, points=2.0, why="Handed in late: 2 points are deducted.")
GIVEN = WrittenMark(score=3.5, max_score=4.0, comment="Good <b>idea</b>,\n=1+1 & “more”.")
ANN = report("Ann Lee (5)", 17.5, number="5", name="Ann Lee", written=GIVEN, late=LATE)
BOB = report("Bob Ray (7)", 12.0, number="7", name="Bob Ray")


def test_a_comment_says_where_the_points_come_from():
    told = html.unescape(comment(ANN)).split("<br>")
    assert told[0] == "Graded automatically: 17.5 of 20 points."
    assert told[1] == f"swap_units: {ANN.exercises[0].score:g} of {ANN.exercises[0].max_score:g}"
    assert told[-4:] == ["Written question: 3.5 of 4", "Good <b>idea</b>,", "=1+1 & “more”.", LATE.why]
    assert "&lt;b&gt;idea&lt;/b&gt;" in comment(ANN)


@given(st.text(max_size=200))
def test_whatever_a_person_wrote_it_is_one_line_of_text_and_no_formula(text):
    made = comment(report("a", 1.0, written=WrittenMark(score=1, max_score=2, comment=text)))
    assert not made.startswith(FORMULA_STARTS)
    assert len(made.splitlines()) == 1
    assert set(re.findall(r"<[^>]*>", made)) <= {"<br>"}
    assert is_ours(made)
    assert is_ours(f'<p dir="ltr">{made}</p>')


@pytest.mark.parametrize("text", ["Well done.", "<p>see me</p>", "&lt;p&gt;", "0", "Auto-graded"])
def test_what_a_person_wrote_is_not_ours(text):
    assert not is_ours(text)


@pytest.mark.parametrize("empty", ["", "  ", "<p></p>", "<p>&nbsp;</p>"])
def test_an_empty_comment_is_nobodys(empty):
    assert is_ours(empty)


@pytest.mark.parametrize(
    ("sheet", "header", "prefix"),
    [
        (WORKSHEET, "Feedback comments", "Participant "),
        (GERMAN_SHEET, "Feedback als Kommentar", "Teilnehmer/in "),
        (BLIND, "Feedback comments", "Participant "),
    ],
)
def test_moodles_column_is_filled_on_demand_only_and_a_persons_comment_stays(tmp_path, sheet, header, prefix):
    path = on_disk(tmp_path, sheet)
    before = importers.moodle_comments(path.read_bytes(), header, prefix)
    plain = moodle.worksheet(path, [ANN, BOB], None, scale=False)
    assert importers.moodle_comments(plain.files["sheet.csv"], header, prefix) == before
    plan = moodle.worksheet(path, [ANN, BOB], None, scale=False, comments=True)
    after = importers.moodle_comments(plan.files["sheet.csv"], header, prefix)
    assert after == {**before, 5: comment(ANN), 7: before[7] or comment(BOB)}
    assert ("was written by somebody" in plan.lines[1].note) == bool(before[7])


def test_a_comment_of_an_earlier_export_is_replaced_and_one_that_says_the_same_is_the_same(tmp_path):
    old = comment(report("a", 3.0)).replace('"', '""')
    path = on_disk(tmp_path, WORKSHEET.replace('"old <b>, comment"', f'"<p>{old}</p>"'))
    plan = moodle.worksheet(path, [BOB], None, scale=False, comments=True)
    assert importers.moodle_comments(plan.files["sheet.csv"], "Feedback comments", "Participant ")[7] == comment(BOB)
    assert kinds(plan)["Bob Ray (7)"] == "changed"
    path.write_bytes(plan.files["sheet.csv"])
    again = moodle.worksheet(path, [BOB], None, scale=False, comments=True)
    assert again.files["sheet.csv"] == path.read_bytes()
    assert kinds(again)["Bob Ray (7)"] == "same"


def test_who_has_no_mark_has_no_comment(tmp_path):
    waiting = report("Ann Lee (5)", None, number="5", status="awaiting_written", score=11.0)
    path = on_disk(tmp_path, WORKSHEET)
    plan = moodle.worksheet(path, [waiting], None, scale=False, comments=True)
    assert plan.files["sheet.csv"] == path.read_bytes()


def test_a_worksheet_without_the_column_says_what_to_turn_on(tmp_path):
    lines = [line.rpartition(",")[0] for line in WORKSHEET.replace('"old <b>, comment"', "").splitlines()]
    with pytest.raises(LmsError, match="Turn on “Feedback comments”"):
        moodle.worksheet(on_disk(tmp_path, "\n".join(lines) + "\n"), [ANN], None, scale=False, comments=True)


def test_a_sheet_in_another_encoding_gets_what_it_can_hold(tmp_path):
    path = tmp_path / "sheet.csv"
    path.write_bytes(WORKSHEET.replace("Cem", "Zoë").encode("cp1252"))
    given = WrittenMark(score=1.0, max_score=2.0, comment="≤ 😀 é")
    ann = report("Ann Lee (5)", 17.5, number="5", written=given)
    after = moodle.worksheet(path, [ann], None, scale=False, comments=True).files["sheet.csv"]
    text = after.decode("cp1252")
    assert "Zoë" in text
    assert "≤ 😀 é" in html.unescape(text)
    assert importers.moodle_worksheet(text.encode(), ENGLISH, "Participant ")[5] == 17.5


ITEM = (
    '"Last Name","First Name","Username","HW1 [Total Pts: 20 Score] |1281892","Grading Notes","Notes Format",'
    '"Feedback to Learner","Feedback Format"\r\n'
    '"Lee","Ann","alee","","","","",""\r\n'
    '"Ray","Bob","bray","","my note","","Well done.","HTML"\r\n'
)


def test_blackboards_single_column_takes_comments_with_their_form(tmp_path):
    path = on_disk(tmp_path, ITEM)
    results = [report(user, 17.5, lms="blackboard", number=user) for user in ("alee", "bray")]
    plan = blackboard.gradebook(path, results, "hw1", None, scale=False, comments=True)
    header, ann, bob = importers.rows_of(plan.files["sheet.csv"])
    assert header == ["Last Name", "First Name", "Username", "HW1 [Total Pts: 20 Score] |1281892",
                      "Feedback to Learner", "Feedback Format"]  # fmt: skip
    assert ann[3:] == ["17.5", comment(results[0]), "SMART_TEXT"]
    assert bob[3:] == ["17.5", "Well done.", "HTML"]
    importers.blackboard_gradebook(plan.files["sheet.csv"])
    plan = blackboard.gradebook(path, results, "hw1", None, scale=False)
    assert importers.rows_of(plan.files["sheet.csv"])[0][-1] == "HW1 [Total Pts: 20 Score] |1281892"


def test_blackboards_whole_gradebook_has_no_place_for_comments(tmp_path):
    text = "\r\n".join(",".join(line.split(",")[:4]) for line in ITEM.splitlines())
    with pytest.raises(LmsError, match="Download the item's own column"):
        blackboard.gradebook(on_disk(tmp_path, text), [], "hw1", None, scale=False, comments=True)


@pytest.mark.parametrize("to", ["canvas", "brightspace", "gradescope", "csv", "moodle"])
def test_where_there_is_no_place_for_comments_it_is_said(grade, command, tmp_path, to):
    grade(archive(tmp_path / "class.zip", MOODLE))
    into = [] if to == "moodle" else ["--into", tmp_path / "class.zip"]
    status, _, told = command("export", tmp_path / "out", "--to", to, "--comments", *into)
    assert status == 2
    assert "--comments fills in" in told

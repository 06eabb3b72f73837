"""Marks in the files that go back: each is read by the rules of its LMS, and nothing changes but the marks."""

from __future__ import annotations

import csv
import io
from itertools import takewhile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lms import importers
from lms.making import report

from autograder.lms.errors import LmsError
from autograder.lms.export import moodle

SAMPLES = Path(__file__).parent / "samples"
ENGLISH = {
    "identifier": "Identifier",
    "grade": "Grade",
    "maximum": "Maximum Grade",
    "modified": "Last modified (grade)",
}
GERMAN = {
    "identifier": "ID",
    "grade": "Bewertung",
    "maximum": "Bestwertung",
    "modified": "Zuletzt geändert (Bewertung)",
}
WORKSHEET = (SAMPLES / "worksheet.csv").read_text(encoding="utf-8")
GERMAN_SHEET = (SAMPLES / "worksheet-german.csv").read_text(encoding="utf-8")
BLIND = (SAMPLES / "worksheet-blind.csv").read_text(encoding="utf-8")
ANN, BOB = (
    report("Ann Lee (5)", 17.5, number="5", name="Ann Lee"),
    report("Bob Ray (7)", 0.0, number="7", name="Bob Ray"),
)


def on_disk(tmp_path, text, name="sheet.csv", mark=b"\xef\xbb\xbf"):
    path = tmp_path / name
    path.write_bytes(mark + text.encode())
    return path


def kinds(plan):
    return {line.student: line.kind for line in plan.lines}


def only_cells_differ(before: bytes, after: bytes, columns: set[int], header_rows: int = 1):
    old, new = (list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))) for data in (before, after))
    assert len(old) == len(new)
    for number_, (one, two) in enumerate(zip(old, new, strict=True)):
        assert len(one) == len(two)
        different = {k for k, (a, b) in enumerate(zip(one, two, strict=True)) if a != b}
        assert different <= (columns if number_ >= header_rows else set())
    for a, b in zip(before.splitlines(keepends=True), after.splitlines(keepends=True), strict=True):
        front = same_start(a, b)
        back = same_start(a[front:][::-1], b[front:][::-1])
        assert set(a[front : len(a) - back] + b[front : len(b) - back]) <= set(b'0123456789.,"'), "more than a number"


def same_start(one: bytes, other: bytes) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


# --- Moodle ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "header", "prefix"),
    [
        (WORKSHEET, ENGLISH, "Participant "),
        (GERMAN_SHEET, GERMAN, "Teilnehmer/in "),
        (BLIND, ENGLISH, "Participant "),
        (WORKSHEET.replace("\n", "\r\n"), ENGLISH, "Participant "),
    ],
)
def test_a_worksheet_in_any_language_takes_marks_and_nothing_else(tmp_path, text, header, prefix):
    path = on_disk(tmp_path, text)
    before = path.read_bytes()
    plan = moodle.worksheet(path, [ANN, BOB], None, scale=False)
    after = plan.files["sheet.csv"]
    assert importers.moodle_worksheet(after, header, prefix) == {5: 17.5, 7: 0.0}
    column = importers.rows_of(before)[0].index(header["grade"])
    only_cells_differ(before, after, {column})
    assert path.read_bytes() == before
    assert plan.faults is False


def test_who_has_no_mark_keeps_the_cell_and_is_named(tmp_path):
    waiting = report("Bob Ray (7)", None, number="7", status="awaiting_written", score=11.0)
    plan = moodle.worksheet(on_disk(tmp_path, WORKSHEET), [ANN, waiting], None, scale=False)
    assert importers.moodle_worksheet(plan.files["sheet.csv"], ENGLISH, "Participant ") == {5: 17.5, 7: 12.0}
    assert kinds(plan) == {"Ann Lee (5)": "changed", "Bob Ray (7)": "held back", "Cem Oz (6)": "no result"}
    assert "not marked yet" in plan.lines[1].note


def test_students_of_one_file_only_are_named_in_both_directions(tmp_path):
    plan = moodle.worksheet(on_disk(tmp_path, WORKSHEET), [report("Eve (66)", 3.0, number="66")], None, scale=False)
    assert kinds(plan)["Eve (66)"] == "not in the file"
    assert {name for name, kind in kinds(plan).items() if kind == "no result"} == {
        "Ann Lee (5)", "Bob, Ray (7)", "Cem Oz (6)",
    }  # fmt: skip
    assert plan.faults


def test_a_participant_is_not_taken_for_another_of_the_same_name(tmp_path):
    plan = moodle.worksheet(
        on_disk(tmp_path, WORKSHEET), [report("x", 3.0, number="66", name="Ann Lee")], None, scale=False
    )
    assert kinds(plan)["x"] == "not in the file"


def test_a_mark_above_the_maximum_is_never_sent(tmp_path):
    plan = moodle.worksheet(
        on_disk(tmp_path, WORKSHEET), [report("a", 23.0, number="5", max_mark=24.0)], None, scale=False
    )
    assert plan.files["sheet.csv"] == on_disk(tmp_path, WORKSHEET).read_bytes()
    assert "23 is more than the 20 points" in plan.lines[0].note
    assert plan.faults
    plan = moodle.worksheet(
        on_disk(tmp_path, WORKSHEET), [report("a", 12.0, number="5", max_mark=24.0)], None, scale=True
    )
    assert importers.moodle_worksheet(plan.files["sheet.csv"], ENGLISH, "Participant ")[5] == 10.0


def test_a_locked_grade_is_told_because_moodle_would_say_nothing(tmp_path):
    plan = moodle.worksheet(on_disk(tmp_path, GERMAN_SHEET), [report("c", 3.0, number="6")], None, scale=False)
    assert "locked in Moodle" in plan.lines[0].note


def test_what_is_there_already_is_not_touched(tmp_path):
    path = on_disk(tmp_path, WORKSHEET)
    plan = moodle.worksheet(path, [report("b", 12.0, number="7")], None, scale=False)
    assert plan.files["sheet.csv"] == path.read_bytes()
    assert kinds(plan)["b"] == "same"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (WORKSHEET.replace("20.00", "Good"), "no grading worksheet with points"),
        ("a,b,c\n1,2,3\n", "no grading worksheet with points"),
        ("Identifier,Grade\n", "lists no participants"),
    ],
)
def test_what_is_no_worksheet_is_refused(tmp_path, text, why):
    with pytest.raises(LmsError, match=why):
        moodle.worksheet(on_disk(tmp_path, text), [ANN], None, scale=False)


names = st.one_of(
    st.text(st.characters(exclude_characters="/_\\\0\r\n", exclude_categories=["Cs"]), max_size=40),
    st.sampled_from(["Zoë, O'Brien", "محمد علي", "‏עברית", "张 伟 😀", '"Q"', "=1+1", "a" * 200, "😀" * 200, ""]),
)


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(st.integers(1, 10**6), st.tuples(names, st.floats(0, 20)), min_size=1, max_size=6))
def test_the_round_trip_of_any_class(tmp_path_factory, people):
    tmp_path = tmp_path_factory.mktemp("moodle")
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(importers.rows_of(WORKSHEET.encode())[0])
    for k, (name, _) in people.items():
        rows.writerow([f"Participant {k}", name, "", "Submitted", "", "20.00", "Yes", "-", "-", f"about {name}"])
    path = on_disk(tmp_path, text.getvalue())
    results = [
        report(f"{name} ({k})", round(mark, 6), number=str(k), name=name, folder=f"{name}_{k}_assignsubmission_file")
        for k, (name, mark) in people.items()
    ]
    plan = moodle.worksheet(path, results, None, scale=False)
    after = plan.files["sheet.csv"]
    marks = importers.moodle_worksheet(after, ENGLISH, "Participant ")
    assert marks == {k: pytest.approx(mark, abs=0.00501) for k, (_, mark) in people.items()}
    only_cells_differ(path.read_bytes(), after, {4})
    data, count, without = moodle.feedback(results, [(r.student, r.student.encode()) for r in results])
    assert (count, without) == (len(people), [])
    found = importers.moodle_feedback(data)
    assert found == {int(r.origin.id): {"feedback.html": r.student.encode()} for r in results}


def test_feedback_without_the_archive_goes_by_the_number_alone_or_is_told():
    known = report("ann", 3.0, lms="plain", number="ann", keys={"participant": "5"})
    data, count, without = moodle.feedback(
        [known, report("bob", 3.0, lms="plain", number="7")], [("ann", b"p"), ("bob", b"q")]
    )
    assert (count, without) == (1, ["bob"])
    assert importers.moodle_feedback(data) == {5: {"feedback.html": b"p"}}
    moved = report("cem", 3.0, lms="canvas", number="70", keys={"participant": "5"}, folder="ozcem_70_9001")
    assert importers.moodle_feedback(moodle.feedback([moved], [("cem", b"p")])[0]) == {5: {"feedback.html": b"p"}}


def test_of_two_results_of_one_student_neither_page_is_sent():
    twice = [report("Ann Lee (5)", 3.0, number="5"), report("ann", 9.0, lms="plain", keys={"participant": "5"}), BOB]
    data, count, without = moodle.feedback(twice, [(each.student, b"p") for each in twice])
    assert (set(importers.moodle_feedback(data)), count, without) == ({7}, 1, ["Ann Lee (5)", "ann"])


@pytest.mark.parametrize("column", ["Email address", "Status", "Identifier", "Feedback comments"])
def test_a_column_that_is_no_grade_is_refused(tmp_path, column):
    with pytest.raises(LmsError, match="there should be the maximum grade"):
        moodle.worksheet(on_disk(tmp_path, WORKSHEET), [ANN], column, scale=False)

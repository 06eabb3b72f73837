"""Marks in the files for Canvas, Blackboard, Brightspace and Gradescope, read by the rules of each."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lms import importers
from lms.making import report
from lms.test_export_moodle import SAMPLES, WORKSHEET, kinds, on_disk

from autograder.lms.errors import LmsError
from autograder.lms.export import blackboard, brightspace, canvas, gradescope
from autograder.lms.export.numbers import number
from autograder.lms.export.plan import sendable
from autograder.settings import FeedbackPolicy

# --- Canvas ----------------------------------------------------------------------------------------------------------

GRADEBOOK = (SAMPLES / "canvas-gradebook.csv").read_text(encoding="utf-8")


def in_canvas(student, mark, number_, **changes):
    return report(student, mark, lms="canvas", number=number_, folder=f"{student}_{number_}_9001", **changes)


def test_a_gradebook_takes_marks_in_the_labs_column_and_nothing_else(tmp_path):
    path = on_disk(tmp_path, GRADEBOOK, mark=b"")
    results = [in_canvas("leeann", 18.25, "00701"), in_canvas("raybob", 3.0, "702"), in_canvas("ozcem", 4.0, "703")]
    plan = canvas.gradebook(path, results, "swaps", None, scale=False)
    after = plan.files["sheet.csv"]
    cells, points = importers.canvas_gradebook(after)
    assert cells["4101"] == {"00701": "18.25", "702": "EX", "703": "N/A", "709": ""}
    assert cells["4102"]["00701"] == "1"
    assert points == {"4101": "20.00", "4102": "20.00"}  # as they are in Canvas
    assert after == path.read_bytes().replace(b"alee,A,,", b"alee,A,18.25,")
    assert [line.note for line in plan.lines[1:3]] == ["excused in Canvas", "not assigned to the student in Canvas"]
    assert "Test" not in str(plan.lines)


def test_the_column_is_named_by_title_or_number_and_a_doubt_lists_them(tmp_path):
    path = on_disk(tmp_path, GRADEBOOK, mark=b"")
    for column in ("4102", "Loss, lab 2", "loss"):
        plan = canvas.gradebook(path, [in_canvas("leeann", 2.0, "00701")], "x", column, scale=False)
        assert importers.canvas_gradebook(plan.files["sheet.csv"])[0]["4102"]["00701"] == "2"
    for column in (None, "(41", "nothing"):
        with pytest.raises(LmsError, match=r"--column: HW1 swaps \(4101\); Loss, lab 2 \(4102\)"):
            canvas.gradebook(path, [], "x", column, scale=False)


def test_a_read_only_column_is_never_the_one(tmp_path):
    text = GRADEBOOK.replace("20.00,20.00", "20.00,(read only)")
    path = on_disk(tmp_path, text, mark=b"")
    with pytest.raises(LmsError, match="which column"):
        canvas.gradebook(path, [], "x", "4102", scale=False)
    assert "4101" in canvas.gradebook(path, [], "x", None, scale=False).notes[-1]


def test_a_byte_order_mark_goes_where_canvas_would_stumble_over_it(tmp_path):
    plan = canvas.gradebook(on_disk(tmp_path, GRADEBOOK), [], "swaps", None, scale=False)
    assert plan.files["sheet.csv"].startswith(b"\xef\xbb\xbfStudent")
    split = GRADEBOOK.replace("Student,ID", "LastName,FirstName,ID").replace('"Lee, Ann"', "Lee,Ann")
    plan = canvas.gradebook(on_disk(tmp_path, split), [], "swaps", None, scale=False)
    assert plan.files["sheet.csv"].startswith(b"LastName")


def test_what_is_no_gradebook_is_refused(tmp_path):
    with pytest.raises(LmsError, match="no gradebook of Canvas"):
        canvas.gradebook(on_disk(tmp_path, WORKSHEET), [], "x", None, scale=False)
    with pytest.raises(LmsError, match="has no column of an assignment"):
        canvas.gradebook(on_disk(tmp_path, "Student,ID,Section,Current Score\n"), [], "x", None, scale=False)


def test_canvas_finds_every_page_by_both_numbers():
    results = [
        in_canvas("leeann", 2.0, "701"),
        in_canvas("ray_LATE", 2.0, "702"),
        report("anon A1", 1.0, lms="canvas", folder="anon_A1_5"),
        report("anon B2", 1.0, lms="canvas", folder="LATE_anon_B2_6"),
        report("odd", 1.0, lms="canvas", folder="odd"),
        report("else", 1.0, lms="moodle", folder="else_703_9001"),
    ]
    data, count, without = canvas.feedback(results, [(r.student, b"page") for r in results])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = importers.canvas_comments(archive.namelist())
    assert set(found) == {("701", "9001"), ("702", "9001"), ("A1", "5"), ("B2", "6")}
    assert (count, without) == (4, ["odd", "else"])


@pytest.mark.parametrize("name", ["1_2", "a_1_b", "12", "a_anon"])
def test_no_part_of_a_name_is_taken_for_canvas_numbers(name):
    results = [report("a", 2.0, lms="canvas", number="701", folder=f"{name}_701_9001")]
    data, _, _ = canvas.feedback(results, [("a", b"page")])
    assert set(importers.canvas_comments(importers.zip_names(data))) == {("701", "9001")}


# --- Blackboard and Brightspace --------------------------------------------------------------------------------------

BLACKBOARD = (
    '"Last Name","First Name","Username","Student ID","Last Access","Availability",'
    '"HW1 swaps [Total Pts: 20 Score] |1281892","Quiz [Total Pts: 5 Score] |77"\r\n'
    '"Lee","Ann","a_lee","001","2026-11-22 13:28:00","Yes","",""\r\n'
    '"Ray","Bob","bray","002","2026-11-22 13:28:00","Yes","3.00","4"\r\n'
)


def test_blackboards_gradebook_goes_back_without_what_is_read_only(tmp_path):
    path = on_disk(tmp_path, BLACKBOARD)
    plan = blackboard.gradebook(
        path, [report("a_lee", 17.5, lms="blackboard", number="a_lee")], "swaps", None, scale=False
    )
    after = plan.files["sheet.csv"]
    assert importers.blackboard_gradebook(after) == {"1281892": {"a_lee": "17.5", "bray": "3.00"}}
    assert after.splitlines()[0] == (
        b'\xef\xbb\xbf"Last Name","First Name","Username","Student ID","HW1 swaps [Total Pts: 20 Score] |1281892"'
    )
    assert kinds(plan) == {"a_lee": "changed", "Bob Ray (bray)": "no result"}


def test_blackboards_total_is_the_maximum(tmp_path):
    plan = blackboard.gradebook(
        on_disk(tmp_path, BLACKBOARD), [report("bray", 6.0, lms="blackboard", number="bray")], "x", "77", scale=False
    )
    assert "6 is more than the 5 points" in plan.lines[0].note


def test_a_tab_file_in_utf_16_stays_one(tmp_path):
    path = tmp_path / "gc.xls"
    path.write_bytes(BLACKBOARD.replace('","', '"\t"').encode("utf-16"))
    plan = blackboard.gradebook(
        path, [report("bray", 6.0, lms="blackboard", number="bray")], "swaps", None, scale=False
    )
    assert plan.files["gc.xls"].decode("utf-16").splitlines()[2] == '"Ray"\t"Bob"\t"bray"\t"002"\t"6"'


BRIGHTSPACE = (SAMPLES / "brightspace-export.csv").read_text(encoding="utf-8")


def test_brightspace_gets_ids_and_marks_of_those_who_have_one(tmp_path):
    results = [
        report(name, mark, lms="brightspace", number=name.lower())
        for name, mark in (("Ann Lee", 17.5), ("Bob Ray", 0.0))
    ]
    plan = brightspace.grades(on_disk(tmp_path, BRIGHTSPACE, mark=b""), results, "swaps", None, scale=False)
    assert importers.brightspace_grades(plan.files["sheet.csv"]) == {"HW1 swaps": {"00100": "17.5", "00200": "0"}}
    assert any("There were marks before of Bob Ray" in note for note in plan.notes)
    assert kinds(plan)["Cem Ray (coz)"] == "no result"


def test_brightspace_without_the_item_asks_for_its_name(tmp_path):
    path = on_disk(tmp_path, "OrgDefinedId,First Name,Last Name\n#1,Ann,Lee\n", mark=b"")
    with pytest.raises(LmsError, match="makes a new item"):
        brightspace.grades(path, [], "swaps", None, scale=False)
    plan = brightspace.grades(path, [report("Ann Lee", 3.0, lms="brightspace")], "swaps", "HW 1", scale=False)
    assert importers.brightspace_grades(plan.files["sheet.csv"]) == {"HW 1": {"1": "3"}}


@pytest.mark.parametrize("title", ["HW1, swaps", "a;b;c;d", 'the "first"', "x"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_brightspaces_item_may_have_any_title(tmp_path, title, delimiter):
    text = io.StringIO()
    rows = csv.writer(text, delimiter=delimiter)
    rows.writerow(["Username", "Last Name", "First Name", f"{title} Points Grade <Numeric MaxPoints:20>", "End"])
    rows.writerows([["#a,l;e", "Lee", "Ann", "", "#"], ["#short"]])
    path = on_disk(tmp_path, text.getvalue(), name="sheet.txt", mark=b"")
    plan = brightspace.grades(path, [report("Ann Lee", 3.0, lms="brightspace")], "swaps", None, scale=False)
    assert importers.brightspace_grades(plan.files["sheet.csv"]) == {title: {"a,l;e": "3"}}


def test_brightspaces_pages_go_into_the_folders_of_the_download():
    folder = "39786-640693 - Ann Lee - Nov 22, 2026 128 PM"
    results = [
        report("Ann Lee", 3.0, lms="brightspace", folder=folder),
        report("Eve", 3.0, lms="brightspace", folder=f"../{folder}"),
        report("bob", 3.0, lms="plain"),
    ]
    data, count, without = brightspace.feedback(results, [(each.student, b"page") for each in results])
    assert importers.zip_names(data) == [f"{folder}/feedback.html"]
    assert (count, without) == (1, ["Eve", "bob"])


def test_two_students_of_one_name_are_a_tie_and_get_nothing(tmp_path):
    path = on_disk(tmp_path, BRIGHTSPACE.replace("Cem", "Bob"), mark=b"")
    plan = brightspace.grades(path, [report("Bob Ray", 3.0, lms="brightspace")], "swaps", None, scale=False)
    assert importers.brightspace_grades(plan.files["sheet.csv"]) == {"HW1 swaps": {}}
    assert "several: Bob Ray (bray), Bob Ray (coz)" in plan.lines[0].note
    assert plan.faults


# --- Gradescope, plain CSV, and what a mark looks like ---------------------------------------------------------------


def test_gradescopes_results_say_what_counts_and_no_hidden_input():
    result = report("Ann (1)", 1.5, lms="gradescope", folder="submission_901", max_mark=3.0)
    plan = gradescope.results_json([result, report("x", None, status="unreadable")], FeedbackPolicy())
    told = json.loads(plan.files["submission_901/results.json"])
    assert told["score"] == 1.5
    assert {test["name"].partition(":")[0] for test in told["tests"]} == {"swap_units"}
    assert set(plan.files) == {"submission_901/results.json"}
    assert plan.lines[1].note == "the submission could not be read"


def test_a_folder_of_gradescope_leads_nowhere_else():
    plan = gradescope.results_json([report("a", 1.0, lms="gradescope", folder="../../evil")], FeedbackPolicy())
    assert set(plan.files) == {"a/results.json"}


def test_plain_csv_has_everybody_and_no_formula():
    results = [
        report("=1+1", 3.0, number="007", keys={"email": "a@example.invalid"}),
        report("b", None, status="needs_review"),
    ]
    rows = list(csv.DictReader(io.StringIO(gradescope.plain_csv(results).files["marks.csv"].decode(), newline="")))
    assert [(row["student"], row["id"], row["email"], row["mark"]) for row in rows] == [
        ("'=1+1", "007", "a@example.invalid", "3"),
        ("b", "1", "", ""),
    ]


@given(st.floats(allow_nan=True, allow_infinity=True), st.floats(0, 100))
def test_a_mark_is_a_number_from_zero_to_the_maximum_or_not_sent(mark, maximum):
    text, why = sendable(report("a", mark, max_mark=20.0), maximum, scale=False)
    if text:
        assert 0 <= float(text) <= maximum + 0.005
        assert float(text) == pytest.approx(mark, abs=0.00501)
        assert len(text.partition(".")[2]) <= 2
    else:
        assert why


@pytest.mark.parametrize(
    ("points", "text"), [(0, "0"), (17.5, "17.5"), (1234.0, "1234"), (18.256, "18.26"), (100, "100")]
)
def test_numbers_have_a_point_and_two_decimals_at_most(points, text):
    assert number(points) == text
    assert float(importers.canvas_number(text)) == round(points, 2)


def test_points_that_differ_are_told_and_converted_only_if_asked(tmp_path):
    path = on_disk(tmp_path, GRADEBOOK, mark=b"")
    results = [in_canvas("leeann", 12.0, "00701", max_mark=24.0)]
    plan = canvas.gradebook(path, results, "swaps", None, scale=False)
    assert any("24 points can be had here and 20 there" in note for note in plan.notes)
    plan = canvas.gradebook(path, results, "swaps", None, scale=True)
    assert importers.canvas_gradebook(plan.files["sheet.csv"])[0]["4101"]["00701"] == "10"
    path = on_disk(tmp_path, GRADEBOOK.replace("20.00", ""), mark=b"")
    with pytest.raises(LmsError, match="does not say how many points"):
        canvas.gradebook(path, results, "swaps", None, scale=True)


def test_two_submissions_of_one_student_are_held_back(tmp_path):
    path = on_disk(tmp_path, GRADEBOOK, mark=b"")
    results = [in_canvas("leeann", 2.0, "00701"), report("ann", 9.0, lms="plain", number="ann", keys={"login": "alee"})]
    plan = canvas.gradebook(path, results, "swaps", None, scale=False)
    assert plan.files["sheet.csv"] == path.read_bytes()
    assert [line.kind for line in plan.lines[:2]] == ["held back", "held back"]
    assert "are one student in the file" in plan.lines[0].note

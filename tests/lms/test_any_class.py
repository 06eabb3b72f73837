"""There and back for classes of any names: who handed in gets the mark, in every LMS, and nobody gets another's."""

from __future__ import annotations

import csv
import io
import re

from hypothesis import given, settings
from hypothesis import strategies as st
from lms import importers
from lms.making import CODE, archive, report

from autograder.lms.export import blackboard, brightspace, canvas, moodle
from autograder.lms.intake import take_in
from autograder.lms.people import name_forms

ODD = [
    "Zoë O Brien",
    "محمد علي",
    "\u200fעברית",
    "张 伟 😀",
    "Lee, Ann",
    "a" * 200,
    "é" * 100,
    "_LATE_",
    "x_1_2_y",
    "a - b",
]
names = st.one_of(
    st.text(st.characters(exclude_characters="/\\\0:", exclude_categories=["C"]), max_size=40), st.sampled_from(ODD)
)
marks = st.integers(0, 2000).map(lambda points: points / 100)
people = st.dictionaries(st.integers(1, 10**6), st.tuples(names, names, marks), min_size=1, max_size=5)
quick = settings(max_examples=50, deadline=None)


def table(header, rows, quoting=csv.QUOTE_MINIMAL):
    text = io.StringIO()
    csv.writer(text, quoting=quoting, lineterminator="\r\n").writerows([header, *rows])
    return text.getvalue().encode()


def graded(place, members, points):
    """Results as grading makes them, with the mark that is due to whoever the file says."""
    (place / "scratch").mkdir()
    results = []
    for each in take_in([archive(place / "class.zip", members)], "toy", place / "scratch").handed:
        attempt = each.attempts[-1]
        assert attempt.found.refused == ""
        (number,) = re.findall(rb"#(\d+)$", attempt.found.paths[0].read_bytes())
        results.append(report(each.student, points[int(number)], max_mark=20.0, origin=attempt.origin))
    assert {path.name for path in place.iterdir()} == {"class.zip", "scratch"}
    return results


@quick
@given(people)
def test_canvas(tmp_path_factory, people):
    place = tmp_path_factory.mktemp("canvas")
    members = {
        f"{re.sub(r'[^a-z]', '', name.lower()) or 'x'}_{k}_{k + 10**7}_{file}.py": CODE + b"#%d" % k
        for k, (name, file, _) in people.items()
    }
    results = graded(place, members, {k: mark for k, (_, _, mark) in people.items()})
    rows = [["    Points Possible", "", "", "20.00"], *([name, k, "A", ""] for k, (name, _, _) in people.items())]
    (place / "book.csv").write_bytes(table(["Student", "ID", "Section", "Swaps (9)"], rows))
    plan = canvas.gradebook(place / "book.csv", results, "toy", None, scale=False)
    cells, _ = importers.canvas_gradebook(plan.files["book.csv"])
    assert {int(k): float(mark) for k, mark in cells["9"].items()} == {k: mark for k, (_, _, mark) in people.items()}
    data, _, _ = canvas.feedback(results, [(each.student, b"page") for each in results])
    found = importers.canvas_comments(importers.zip_names(data))
    assert set(found) == {(str(k), str(k + 10**7)) for k in people}


@quick
@given(people)
def test_blackboard(tmp_path_factory, people):
    place = tmp_path_factory.mktemp("blackboard")
    users = {k: f"u_{k}" if k % 2 else f"user.{k}" for k in people}
    members = {}
    for k, (name, file, _) in people.items():
        stem = f"HW_1 swaps_{users[k]}_attempt_2026-11-22-13-28-36"
        members[f"{stem}.txt"] = f"Name: {name} ({users[k]})\nAssignment: HW_1 swaps\n"
        members[f"{stem}_{file}.py"] = CODE + b"#%d" % k
    results = graded(place, members, {k: mark for k, (_, _, mark) in people.items()})
    rows = [[name, "", users[k], ""] for k, (name, _, _) in people.items()]
    header = ["Last Name", "First Name", "Username", "HW_1 swaps [Total Pts: 20 Score] |77"]
    (place / "book.csv").write_bytes(b"\xef\xbb\xbf" + table(header, rows, csv.QUOTE_ALL))
    plan = blackboard.gradebook(place / "book.csv", results, "toy", None, scale=False)
    cells = {row[2]: float(row[3]) for row in importers.rows_of(plan.files["book.csv"])[1:]}
    assert cells == {users[k]: mark for k, (_, _, mark) in people.items()}


@quick
@given(people)
def test_brightspace(tmp_path_factory, people):
    place = tmp_path_factory.mktemp("brightspace")
    people = {k: (f"{name} {k}", file, mark) for k, (name, file, mark) in people.items()}  # as good as unique
    members = {
        f"{k}-64 - {name} - Nov 22, 2026 128 PM/{file}.py": CODE + b"#%d" % k for k, (name, file, _) in people.items()
    }
    results = graded(place, members, {k: mark for k, (_, _, mark) in people.items()})
    rows = [[f"#{k}", name, ""] for k, (name, _, _) in people.items()]
    (place / "list.csv").write_bytes(table(["OrgDefinedId", "Name", "Swaps Points Grade"], rows))
    plan = brightspace.grades(place / "list.csv", results, "toy", None, scale=False)
    found = {int(k): float(mark) for k, mark in importers.brightspace_grades(plan.files["list.csv"])["Swaps"].items()}
    forms = [form for name, _, _ in people.values() for form in name_forms(name)]
    for k, (name, _, mark) in people.items():
        certain = all(forms.count(form) == 1 for form in name_forms(name))
        assert found.get(k, mark) == mark
        assert k in found or not certain


@quick
@given(people)
def test_moodle(tmp_path_factory, people):
    place = tmp_path_factory.mktemp("moodle")
    called = {k: re.sub(r"[&<>\"':\\/|`]", "", name).replace("_", " ") for k, (name, _, _) in people.items()}
    members = {
        f"{called[k]}_{k}_assignsubmission_file/{file}.py": CODE + b"#%d" % k for k, (_, file, _) in people.items()
    }
    results = graded(place, members, {k: mark for k, (_, _, mark) in people.items()})
    header = ["Kennung", "Name", "Status", "Bewertung", "Beste", "Geht", "Abgabe", "Bewertet", "Kommentar"]
    rows = [[f"Person {k}", name, "da", "", "20,00", "Ja", "-", "-", ""] for k, (name, _, _) in people.items()]
    (place / "sheet.csv").write_bytes(b"\xef\xbb\xbf" + table(header, rows))
    plan = moodle.worksheet(place / "sheet.csv", results, None, scale=False, comments=True)
    told = {"identifier": "Kennung", "grade": "Bewertung", "maximum": "Beste", "modified": "Bewertet"}
    found = importers.moodle_worksheet(plan.files["sheet.csv"], told, "Person ")
    assert found == {k: mark for k, (_, _, mark) in people.items()}
    comments = importers.moodle_comments(plan.files["sheet.csv"], "Kommentar", "Person ")
    assert all(comments[k].startswith(f"Graded automatically: {mark:g} of 20") for k, (_, _, mark) in people.items())
    data, count, without = moodle.feedback(results, [(each.student, b"page") for each in results])
    assert (set(importers.moodle_feedback(data)), count, without) == (set(people), len(people), [])

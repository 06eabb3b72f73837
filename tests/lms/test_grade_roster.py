"""Who is in the course, and who was late."""

from __future__ import annotations

import pytest
from lms.making import ANN, BOB, CODE, MOODLE, WRONG, archive, class_list, folder, marks, result, rows

ATTEMPTS = {
    "S_ann_attempt_2026-11-20-10-00-00_a.py": WRONG,
    "S_ann_attempt_2026-11-21-10-00-00_b.py": CODE,
    "S_ann_attempt_2026-11-22-10-00-00_c.py": b"def double(x): return 3",
}


def test_the_roster_tells_who_is_missing_and_who_is_not_in_it(grade, tmp_path):
    roster = class_list(
        tmp_path, "identifier,name,email", "Participant 5,Ann Lee,a@example.invalid", "Participant 6,Cem Oz,"
    )
    _, told = grade(archive(tmp_path / "class.zip", MOODLE), "--roster", roster)
    assert "1 of 2 students handed in" in told
    assert "Cem Oz (6) handed in nothing" in told
    assert "Bob Ray (7): not in the roster" in told
    assert [tuple(row.values()) for row in rows(tmp_path / "out" / "roster.csv")] == [
        ("Ann Lee", "5, a@example.invalid", ANN, "matched"),
        ("", "", BOB, "not in the roster"),
        ("Cem Oz", "6", "", "nothing handed in"),
    ]
    assert result(tmp_path / "out", ANN)["origin"]["keys"]["email"] == "a@example.invalid"


def test_a_tie_and_a_second_submission_are_told_and_nobody_of_them_is_missing(grade, tmp_path):
    roster = class_list(tmp_path, "name,username", "Ann Lee,alee", "Bob Ray,b1", "Bob Ray,b2", "Cem Oz,coz")
    _, told = grade(
        archive(tmp_path / "class.zip", dict.fromkeys(["alee.py", "Ann Lee.py", "Bob Ray.py"], CODE)),
        "--roster",
        roster,
    )
    status = {row["student"]: row["status"] for row in rows(tmp_path / "out" / "roster.csv") if row["student"]}
    assert status == {
        "alee": "one of 2 submissions",
        "Ann Lee": "one of 2 submissions",
        "Bob Ray": "several in the roster",
    }
    assert "Bob Ray: several in the roster (Bob Ray (b1), Bob Ray (b2))" in told
    assert [line for line in told.splitlines() if "handed in nothing" in line] == [
        "autograder: Cem Oz (coz) handed in nothing."
    ]


def test_lateness_is_deducted_with_the_reason_from_the_rosters_times(grade, tmp_path):
    roster = class_list(tmp_path, "identifier,submitted", "5,2026-11-22 11:00", "7,2026-11-24 12:01")
    options = ["--roster", roster, "--due", "2026-11-22 12:00", "--penalty", "10", "--timezone", "UTC"]
    path = archive(tmp_path / "class.zip", MOODLE)
    grade(path, *options)
    assert marks(tmp_path / "out", "mark") == {ANN: "9", BOB: "2.3"}
    assert marks(tmp_path / "out", "late") == {ANN: "", BOB: "-2.7"}
    assert marks(tmp_path / "out") == {ANN: "9", BOB: "5"}
    page = (tmp_path / "out" / "feedback" / f"{BOB}.html").read_text()
    assert "2 days 0 hours" not in page
    assert "3 days begun at 10 % of 9 points, so 2.7 points are deducted." in page
    assert "2.3 of 9 points" in page
    # another rule: nobody is graded again, and the marks follow
    for more, mark in ((["--cap", "20"], "3.2"), (["--grace", "3000"], "5")):
        _, told = grade(path, *options, *more)
        assert "2 of 2 were graded before" in told
        assert marks(tmp_path / "out", "mark" if mark != "5" else "score")[BOB] == mark


def test_an_extension_is_for_one_student(grade, tmp_path):
    path = archive(tmp_path / "class.zip", ATTEMPTS | {"S_bob_attempt_2026-11-22-10-00-00_c.py": CODE})
    extensions = class_list(tmp_path, "username,due,days", "bob,2026-11-23 10:00,", "zoe,,3", name="more.csv")
    options = ["--due", "2026-11-20 12:00", "--penalty", "10", "--timezone", "UTC", "--extensions", extensions]
    _, told = grade(path, *options)
    assert result(tmp_path / "out", "bob")["late"] is None
    assert result(tmp_path / "out", "ann")["late"]["days"] == 2
    assert "zoe has an extension, but handed in nothing" in told
    class_list(tmp_path, "username,days", "bob,1", name="more.csv")
    grade(path, *options)
    assert result(tmp_path / "out", "bob")["late"]["days"] == 1


def test_a_late_mark_without_a_time_costs_nothing_in_silence(grade, tmp_path):
    path = archive(tmp_path / "class.zip", dict.fromkeys(["leeann_701_9001_hw.py", "ray_LATE_702_9003_hw.py"], CODE))
    _, told = grade(path, "--due", "2026-11-20", "--penalty", "10")
    assert "ray (702) is late by the LMS's own mark, but by how much is not known" in told
    assert "nothing is deducted from them" in told
    assert marks(tmp_path / "out") == {"leeann (701)": "9", "ray (702)": "9"}


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--penalty", "nan"], "--penalty"),
        (["--due", "soon"], "the due date 'soon' is no time"),
        (["--timezone", "Mars/Base"], "no time zone 'Mars/Base'"),
        (["--roster", "gone.csv"], "gone.csv cannot be read"),
        (["--from", "canvas"], "does not look like what Canvas makes"),
        (["--written", "gone.csv"], "gone.csv cannot be read"),
    ],
)
def test_a_mistake_in_the_call_is_told_before_anybody_is_graded(grade, own_course, tmp_path, options, why):
    _, told = grade(archive(tmp_path / "class.zip", MOODLE), *options, course=own_course, status=2)
    assert why in told
    assert not list((tmp_path / "out").rglob("*.json")) if (tmp_path / "out").exists() else True


def test_extensions_may_list_the_whole_class_and_name_a_day(grade, tmp_path):
    times = class_list(tmp_path, "identifier,submitted", "5,2026-11-25 23:00", "7,2026-11-25 23:00")
    given = class_list(tmp_path, "identifier,due", "5,2026-11-25", "7,", "99,2026-12-01", name="extensions.csv")
    options = ["--due", "2026-11-22", "--penalty", "10", "--timezone", "Europe/Berlin"]
    path = archive(tmp_path / "class.zip", MOODLE)
    _, told = grade(path, "--roster", times, "--extensions", given, *options)
    assert marks(tmp_path / "out", "late") == {ANN: "", BOB: "-2.7"}
    assert "99 has an extension, but handed in nothing that is known by this name" in told


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (["identifier,until", "5,2026-11-25"], "gives nobody an extension. Its columns are called due"),
        (["identifier,due", "5,", "7,"], "gives nobody an extension"),
        (["identifier,due", "5,soon"], "'soon', of 5, is no time"),
        (["identifier,days", "5,many"], "'many', of 5, is no number of days"),
        (["identifier,days", "5,nan"], "'nan', of 5, is no number of days"),
        (["identifier,days", "5,-1"], "'-1', of 5, is no number of days"),
        (["identifier,due", "5,2026-11-25", "5,2026-11-26"], "rows 2 and 3 could all be Ann Lee (5)'s"),
    ],
)
def test_extensions_that_cannot_be_are_told_with_the_file(grade, tmp_path, lines, why):
    given = class_list(tmp_path, *lines, name="extensions.csv")
    path = archive(tmp_path / "class.zip", MOODLE)
    _, told = grade(path, "--extensions", given, "--due", "2026-11-22", status=2)
    assert "extensions.csv" in told
    assert why in told


def test_names_that_nobody_can_tell_apart_are_two_students_and_told(grade, tmp_path):
    names = ["ANN.py", "ann.py", "Zo\u00eb.py", "Zoe\u0308.py", "bob.py"]
    _, told = grade(archive(tmp_path / "class.zip", dict.fromkeys(names, CODE)))
    assert len(marks(tmp_path / "out")) == 5
    assert "ANN and ann are graded as 2 students, though their names look alike" in told
    assert told.count("look alike") == 2


def test_a_notebook_with_one_ending_too_many_is_its_students_in_a_zip_as_in_a_folder(grade, tmp_path):
    members = {"ann.py": CODE, "bob.ipynb.txt": CODE, "notes.txt": b""}
    grade(archive(tmp_path / "class.zip", members), out="a", status=1)
    grade(folder(tmp_path / "plain", members), out="b", status=1)
    assert marks(tmp_path / "a") == marks(tmp_path / "b") == {"ann": "9", "bob.ipynb": ""}

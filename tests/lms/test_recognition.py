"""Whose archive it is is told by what all of it looks like: no single student can make something else of it."""

from __future__ import annotations

import pytest
from lms.making import CODE, archive, folder

from autograder.lms.errors import LmsError
from autograder.lms.intake import take_in

MOODLE = {"Ann Lee_5_assignsubmission_file/hw.py": CODE, "Bob Ray_7_assignsubmission_file/hw.py": CODE}
PLAIN = {"ann/hw.py": CODE, "bob/hw.py": CODE}
CLAIM = "submission_1:\n  :submitters:\n  - :name: Ann Lee\n"
TRICKS = {
    "Gradescope's list": {"submission_metadata.yml": CLAIM, "submission_1/hw.py": CODE},
    "many files of Gradescope": {
        "submission_metadata.yml": CLAIM,
        **{f"submission_1/{number}.txt": b"" for number in range(20)},
    },
    "nbgrader's tree": {"toy/timestamp.txt": "2026-11-22 10:00:00 UTC", "toy/hw.py": CODE},
    "a team's name": {"Team_assignsubmission_file_hw.py": CODE},
    "a name of Canvas": {"annlee_5_6_hw.py": CODE},
    "a note of Blackboard": {"toy_ann_attempt_2026-11-22-13-28-36.txt": "Name: Ann Lee (ann)\n"},
    "a folder of Moodle": {"Ann Lee_5_assignsubmission_file/hw.py": CODE},
}


def taken(path, tmp_path, **options):
    scratch = tmp_path / "scratch"
    scratch.mkdir(exist_ok=True)
    return take_in([path], "toy", scratch, **options)


def honest(intake):
    return [each.student for each in intake.handed if not each.attempts[-1].found.refused and "eve" not in each.student]


@pytest.mark.parametrize("files", TRICKS.values(), ids=TRICKS)
@pytest.mark.parametrize("make", [archive, folder])
def test_a_student_cannot_make_another_lms_of_moodles_archive(tmp_path, files, make):
    eve = {f"Eve Low_9_assignsubmission_file/{name}": data for name, data in files.items()}
    intake = taken(make(tmp_path / "class.zip", {**MOODLE, **eve}), tmp_path)
    assert "Moodle, 3 students" in intake.recognised[0]
    assert [each.student for each in intake.handed] == ["Ann Lee (5)", "Bob Ray (7)", "Eve Low (9)"]
    assert honest(intake)[:2] == ["Ann Lee (5)", "Bob Ray (7)"]


@pytest.mark.parametrize("files", TRICKS.values(), ids=TRICKS)
@pytest.mark.parametrize("make", [archive, folder])
def test_a_student_cannot_make_an_lms_of_a_plain_folder(tmp_path, files, make):
    eve = {f"eve/{name}": data for name, data in files.items()}
    intake = taken(make(tmp_path / "class.zip", {**PLAIN, **eve}), tmp_path)
    assert honest(intake) == ["ann", "bob"]
    assert {each.student for each in intake.handed} <= {"ann", "bob", "eve"}


def test_a_students_file_called_as_gradescopes_list_is_one_like_any_other(tmp_path):
    path = archive(tmp_path / "class.zip", {"ann.py": CODE, "bob.py": CODE, "submission_metadata.yml": CLAIM})
    assert honest(taken(path, tmp_path)) == ["ann", "bob"]


def test_a_file_with_a_teams_name_stops_nobody_in_a_plain_zip(tmp_path):
    intake = taken(
        archive(tmp_path / "c.zip", {"ann.py": CODE, "bob.py": CODE, "x_assignsubmission_file_y.py": CODE}), tmp_path
    )
    assert honest(intake)[:2] == ["ann", "bob"]


@pytest.mark.parametrize("make", [archive, folder])
def test_a_plain_folder_may_be_called_submitted(tmp_path, make):
    path = make(tmp_path / "submitted", {"ann.py": CODE, "bob.py": CODE})
    assert honest(taken(path, tmp_path)) == ["ann", "bob"]
    if make is archive:
        path = archive(tmp_path / "class.zip", {"submitted/ann.py": CODE, "submitted/bob.py": CODE})
        assert honest(taken(path, tmp_path)) == ["ann", "bob"]


def test_nbgrader_can_be_asked_for_where_it_is_not_recognised(tmp_path):
    path = archive(tmp_path / "class.zip", {"ann/toy/hw.py": CODE, "bob/toy/hw.py": CODE})
    assert "nbgrader" in taken(path, tmp_path, source="nbgrader").recognised[0]


def test_metadata_of_gradescope_that_cannot_be_read_is_told_with_the_archive(tmp_path):
    path = archive(
        tmp_path / "class.zip", {"a/submission_metadata.yml": b"x" * (65 << 20), "a/submission_1/hw.py": CODE}
    )
    with pytest.raises(LmsError, match=r"class\.zip: a/submission_metadata\.yml cannot be read"):
        taken(path, tmp_path)


def test_two_names_of_brightspace_that_differ_in_case_only_are_told(tmp_path):
    members = {f"{n}-64 - {name} - Nov 22, 2026 12{n} PM/hw.py": CODE for n, name in ((1, "Ann Lee"), (2, "ann lee"))}
    intake = taken(archive(tmp_path / "class.zip", members), tmp_path)
    assert "taken for attempts of one student" in intake.recognised[1]


def test_names_that_look_the_same_once_they_can_be_shown_are_refused(tmp_path):
    intake = taken(archive(tmp_path / "class.zip", {"a\x01.py": CODE, "a\x02.py": CODE, "bob.py": CODE}), tmp_path)
    assert honest(intake) == ["bob"]
    assert "two members of the archive have this name" in intake.handed[0].attempts[0].found.refused

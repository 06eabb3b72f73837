"""Whose archive is it, and which of its members are whose? No name that a student chooses can make it another's."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lms.making import CODE, archive, folder

from autograder.lms.errors import LmsError
from autograder.lms.intake import take_in
from autograder.lms.layouts import CANVAS, MOODLE

NOTE = "Name: {name} ({user})\nAssignment: Swaps\nDate Submitted: Sunday\n\nFiles:\n\tFilename: x\n"


def taken(tmp_path, members, name="class.zip", **options):
    scratch = tmp_path / "scratch"
    scratch.mkdir(exist_ok=True)
    return take_in([archive(tmp_path / name, members)], "toy", scratch, **options)


def graded(intake):
    return {e.student: [a.found.paths[0].name for a in e.attempts if not a.found.refused] for e in intake.handed}


MOODLES = [
    ("Moodle", {"Ann Lee_3_assignsubmission_file/hw.py", "Bob Ray_14_assignsubmission_file/src/deep/hw.py"}),
    ("Moodle", {"Ann Lee_3_assignsubmission_file_hw.py", "Bob Ray_14_assignsubmission_file_hw_1_2.py"}),
    ("Moodle", {"Ann Lee_3_assignsubmission_file_/hw.py", "Bob Ray_14_assignsubmission_file_/hw.py"}),
    ("Moodle", {"NC1/Ann Lee_3_assignsubmission_file/hw.py", "NC1/Bob Ray_14_assignsubmission_file/hw.py"}),
]


@pytest.mark.parametrize(("title", "names"), MOODLES)
def test_moodle_in_all_its_forms(tmp_path, title, names):
    intake = taken(tmp_path, dict.fromkeys(names, CODE))
    assert list(graded(intake)) == ["Ann Lee (3)", "Bob Ray (14)"]
    assert all(len(files) == 1 for files in graded(intake).values())
    assert f": {title}, 2 students." in intake.recognised[0]
    assert [each.attempts[0].origin.id for each in intake.handed] == ["3", "14"]


@pytest.mark.parametrize("word", ["Participant", "Teilnehmer", "参加者"])
@pytest.mark.parametrize("between", ["/", "_"])
def test_blind_marking_in_any_language(tmp_path, word, between):
    intake = taken(tmp_path, {f"{word}_{n}_assignsubmission_file{between}hw.py": CODE for n in (4, 5)})
    assert list(graded(intake)) == ["Participant 4", "Participant 5"]
    assert "Moodle, blind marking" in intake.recognised[0]


def test_a_moodle_archive_of_one_student_keeps_its_folder(tmp_path):
    intake = taken(tmp_path, {"Ann Lee_3_assignsubmission_file/hw.py": CODE})
    assert intake.handed[0].attempts[0].origin.folder == "Ann Lee_3_assignsubmission_file"


def test_text_typed_into_moodle_is_passed_over_with_a_word(tmp_path):
    names = ["Ann Lee_3_assignsubmission_file/hw.py", "Ann Lee_3_assignsubmission_onlinetext/onlinetext.html"]
    intake = taken(tmp_path, dict.fromkeys(names, CODE))
    assert list(graded(intake)) == ["Ann Lee (3)"]
    assert "onlinetext.html was passed over: text that was typed into Moodle" in intake.passed_over[0]


def test_a_team_is_refused_with_the_mend(tmp_path):
    with pytest.raises(LmsError, match=r"team's submission \(Default group.*single students"):
        taken(
            tmp_path,
            dict.fromkeys(["Group A_7_assignsubmission_file/h.py", "Default group_assignsubmission_file/h.py"], CODE),
        )


def test_canvas_late_and_with_several_files(tmp_path):
    names = ["leeann_701_9001_hw.ipynb", "leeann_701_9002_utils.py", "raybob_LATE_702_9003_hw-1.py", "x_703_text.html"]
    intake = taken(tmp_path, {name: b"{}" if name.endswith("ipynb") else CODE for name in names})
    assert graded(intake) == {"leeann (701)": ["hw.ipynb"], "raybob (702)": ["hw-1.py"]}
    assert [each.attempts[0].origin.marked_late for each in intake.handed] == [False, True]
    assert intake.handed[0].attempts[0].origin.folder == "leeann_701_9001"
    assert "Canvas, 2 students" in intake.recognised[0]
    assert "typed into Canvas" in intake.passed_over[0]


def test_canvas_anonymous(tmp_path):
    intake = taken(tmp_path, dict.fromkeys(["anon_Ab3dE_9001_hw.py", "LATE_anon_Xy9Zq_9003_hw.py"], CODE))
    assert list(graded(intake)) == ["anon Ab3dE", "anon Xy9Zq"]
    assert [each.attempts[0].origin.marked_late for each in intake.handed] == [False, True]
    assert "Canvas, anonymous" in intake.recognised[0]


def test_blackboard_attempts_and_the_notes_that_name_their_users(tmp_path):
    first, second = "Swaps_a_lee_attempt_2026-11-20-10-00-00", "Swaps_a_lee_attempt_2026-11-22-13-28-36"
    other = "Swaps_bray_attempt_2026-11-22-14-02-10"
    members = {
        f"{first}.txt": NOTE.format(name="Ann Lee", user="a_lee"),
        f"{first}_old.py": CODE,
        f"{second}.txt": NOTE.format(name="Ann Lee", user="a_lee"),
        f"{second}_new.py": CODE,
        f"{other}.txt": NOTE.format(name="Bob Ray", user="bray"),
        f"{other}_hw.py": CODE,
    }
    intake = taken(tmp_path, members, where=dt.UTC)
    assert graded(intake) == {"a_lee": ["old.py", "new.py"], "bray": ["hw.py"]}
    assert intake.handed[0].attempts[1].submitted == dt.datetime(2026, 11, 22, 13, 28, 36, tzinfo=dt.UTC)
    assert intake.handed[0].attempts[0].origin.name == "Ann Lee"


def test_a_note_cannot_make_an_attempt_somebody_elses(tmp_path):
    stem = "Swaps_eve_attempt_2026-11-22-13-28-36"
    members = {f"{stem}.txt": NOTE.format(name="Eve", user="bob"), f"{stem}_hw.py": CODE}
    assert list(graded(taken(tmp_path, members))) == ["eve"]


def test_an_attempt_without_a_file_does_not_replace_one_with_a_file(tmp_path):
    one, two = "S_ann_attempt_2026-11-20-10-00-00", "S_ann_attempt_2026-11-22-10-00-00"
    intake = taken(tmp_path, {f"{one}.txt": "", f"{one}_hw.py": CODE, f"{two}.txt": "sorry"})
    assert [attempt.found.file for attempt in intake.handed[0].attempts] == ["hw.py"]
    only = taken(tmp_path, {f"{two}.txt": "sorry"})
    assert "No file was handed in" in only.handed[0].attempts[0].found.refused


@pytest.mark.parametrize("wrapper", ["", "Swaps/"])
@pytest.mark.parametrize("ids", ["397-64", "397"])
def test_brightspace(tmp_path, wrapper, ids):
    members = {
        f"{wrapper}{ids} - Ann Lee - Nov 20, 2026 128 PM/hw.py": CODE,
        f"{wrapper}{ids} - Ann Lee - Nov 22, 2026 1028 AM/hw2.py": CODE,
        f"{wrapper}{ids} - Bob - Ray - September 3, 2026 1200 AM/hw.py": CODE,
        f"{wrapper}index.html": b"<html>",
    }
    intake = taken(tmp_path, members, where=dt.UTC)
    assert graded(intake) == {"Ann Lee": ["hw.py", "hw2.py"], "Bob - Ray": ["hw.py"]}
    assert intake.handed[0].attempts[1].submitted == dt.datetime(2026, 11, 22, 10, 28, tzinfo=dt.UTC)
    assert intake.handed[1].attempts[0].submitted == dt.datetime(2026, 9, 3, tzinfo=dt.UTC)
    assert intake.passed_over == []


def test_brightspace_folders_of_one_name_with_other_numbers_are_told(tmp_path):
    members = {f"{n}-64 - Ann Lee - Nov {n}, 2026 128 PM/hw.py": CODE for n in (20, 21)}
    intake = taken(tmp_path, members)
    assert any("taken for attempts of one student" in note for note in intake.recognised)


METADATA = """\
submission_901:
  :submitters:
  - :name: Ann Lee
    :sid: 00123
    :email: ann@example.invalid
  :created_at: 2026-11-22 13:28:36.000000000 Z
  :history: []
submission_902:
  :submitters:
  - :name: Bob Ray
    :sid: '124'
  - :name: Cem Oz
    :email: cem@example.invalid
  :created_at: 2026-11-22 14:40:00.123456789 +0100
submission_903:
  :submitters: []
"""


def test_gradescope_with_a_group_and_ids_that_keep_their_zeros(tmp_path):
    root = "assignment_8_export"
    members = {f"{root}/submission_metadata.yml": METADATA, f"{root}/submission_904/hw.py": CODE}
    members |= {f"{root}/submission_{n}/hw.py": CODE for n in (901, 902, 903)}
    intake = taken(tmp_path, members)
    assert list(graded(intake)) == [
        "Ann Lee (00123)",
        "Bob Ray (124)",
        "Cem Oz (cem@example.invalid)",
        "submission_903",
    ]
    times = [each.attempts[0].submitted for each in intake.handed]
    assert times[0] == dt.datetime(2026, 11, 22, 13, 28, 36, tzinfo=dt.UTC)
    assert times[1].astimezone(dt.UTC) == dt.datetime(2026, 11, 22, 13, 40, 0, 123456, tzinfo=dt.UTC)
    assert "submission_904/hw.py was passed over" in intake.passed_over[0]
    assert intake.handed[0].attempts[0].origin.keys == {"number": "00123", "email": "ann@example.invalid"}


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "metadata", ["[", "- a", "a: !!python/object/apply:os.system ['true']", "", "[" * 5000, BOMB, "submission_1: x\n"]
)
def test_gradescopes_metadata_that_mean_harm_or_nothing_do_not_bring_it_down(tmp_path, metadata):
    members = {"submission_metadata.yml": metadata, "submission_1/hw.py": CODE}
    with suppress(LmsError):  # and nothing else
        assert graded(taken(tmp_path, members)) == {}


@pytest.mark.parametrize("as_zip", [True, False])
def test_nbgraders_tree_takes_the_labs_assignment(tmp_path, as_zip):
    members = {
        "submitted/ann/toy/hw.py": CODE,
        "submitted/ann/toy/timestamp.txt": "2026-11-22 13:28:36.123456 Europe/Berlin",
        "submitted/ann/other/hw.py": CODE,
        "submitted/bob/toy/hw.py": CODE,
        "submitted/bob/toy/timestamp.txt": "2026-11-22 13:28:36 UTC",
    }
    if as_zip:
        intake = taken(tmp_path, members)
    else:
        (tmp_path / "scratch").mkdir()
        intake = take_in([folder(tmp_path, members) / "submitted"], "toy", tmp_path / "scratch")
    assert list(graded(intake)) == ["ann", "bob"]
    assert intake.handed[0].attempts[0].submitted.astimezone(dt.UTC).hour == 12
    assert intake.handed[1].attempts[0].submitted.astimezone(dt.UTC).hour == 13
    assert "nbgrader, assignment toy" in intake.recognised[0]


def test_nbgraders_tree_without_the_lab_says_what_there_is(tmp_path):
    with pytest.raises(LmsError, match=r"several assignments \(ps1, ps2\) and none is called toy"):
        taken(tmp_path, dict.fromkeys(["submitted/ann/ps1/hw.py", "submitted/ann/ps2/hw.py"], CODE))


def test_a_zip_of_a_plain_folder(tmp_path):
    members = {
        "ann.py": CODE,
        "bob/hw.py": CODE,
        "bob/notes.txt": b"",
        "cem/essay.pdf": b"",
        "README.md": b"",
        "x.pdf": b"",
    }
    intake = taken(tmp_path, members)
    assert graded(intake) == {"ann": ["ann.py"], "bob": ["hw.py"], "cem": []}
    assert "a plain folder, 3 students" in intake.recognised[0]
    assert [line.split("class.zip: ")[1].split(" was")[0] for line in intake.passed_over] == ["README.md", "x.pdf"]


@pytest.mark.parametrize("names", [["class/ann.py", "class/bob.py"], ["all/ann.py", "all/bob.py", "all/x/hw.py"]])
def test_a_folder_around_a_plain_class_is_taken_off(tmp_path, names):
    intake = taken(tmp_path, dict.fromkeys(names, CODE))
    assert list(graded(intake))[:2] == ["ann", "bob"]


@pytest.mark.parametrize(
    "names",
    [
        ["lab_02_03_ann.py", "lab_02_03_bob.py"],
        ["hw_2026_11_ann.py", "hw_2026_11_bob.py"],
        ["ann_2026_11_hw.py", "bob_2026_12_hw.py"],
        ["ann_1_2_hw.py"],
        ["ann/hw.py", "bob/hw.py"],
    ],
)
def test_a_folder_of_ones_own_is_not_taken_for_an_lms(tmp_path, names):
    place = folder(tmp_path / "mine", dict.fromkeys(names, CODE))
    intake = take_in([place], "toy", tmp_path)
    assert intake.recognised == []
    assert all(each.attempts[0].origin is None for each in intake.handed)
    assert len(intake.handed) == len(names)


def test_an_unpacked_archive_is_recognised_too(tmp_path):
    place = folder(tmp_path / "mine", dict.fromkeys(["leeann_701_9001_hw.py", "raybob_702_9003_hw.py"], CODE))
    intake = take_in([place], "toy", tmp_path)
    assert [each.attempts[0].origin.id for each in intake.handed] == ["701", "702"]
    assert intake.handed[0].attempts[0].found.paths[0].parent == place


def test_from_says_whose_archive_it_is_and_is_held_to_it(tmp_path):
    names = dict.fromkeys(["ann_1_2_hw.py"], CODE)
    place = folder(tmp_path / "mine", names)
    assert take_in([place], "toy", tmp_path, "canvas").handed[0].student == "ann (1)"
    assert take_in([place], "toy", tmp_path, "plain").handed[0].student == "ann_1_2_hw"
    assert list(graded(taken(tmp_path, names, source="plain"))) == ["ann_1_2_hw"]
    with pytest.raises(LmsError, match="does not look like what Moodle makes"):
        take_in([place], "toy", tmp_path, "moodle")


# --- nobody becomes somebody else by a name that is chosen -----------------------------------------------------------

EVIL = [
    "Ann Lee_3_assignsubmission_file/hw.py",
    "x_3_assignsubmission_file_hw.py",
    "ann_701_9001_hw.py",
    "_3_assignsubmission_file/hw.py",
    "S_ann_attempt_2026-11-22-13-28-36_hw.py",
]


@pytest.mark.parametrize("evil", EVIL)
@pytest.mark.parametrize("between", ["/", "_", "_/"])
def test_a_path_below_a_students_folder_stays_the_students(tmp_path, evil, between):
    path = f"Eve Low_66_assignsubmission_file{between}{evil}"
    intake = taken(tmp_path, {path: CODE, "Ann Lee_3_assignsubmission_file/hw.py": CODE})
    assert list(graded(intake)) == ["Ann Lee (3)", "Eve Low (66)"]
    assert sum(map(len, graded(intake).values())) == 2


@given(st.text(st.sampled_from("aZ0129_ -.LATEé漢😀\u202e"), min_size=1, max_size=200))
@example("x_701_9001_y.py")
@example("LATE_701_9001_y.py")
def test_canvas_numbers_are_the_first_two_whatever_the_file_is_called(file):
    found = CANVAS.fullmatch(f"lowvera_66_9100_{file}")
    assert found is not None
    assert (found["id"], found["aid"], found["file"]) == ("66", "9100", file)


@given(
    st.text(st.characters(exclude_characters="/_\0", exclude_categories=["Cs"]), max_size=200),
    st.integers(1, 10**9),
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=200),
)
@example("O Brien, Zoë 😀 \u202eevil", 3, "3_assignsubmission_file/x")
def test_moodles_number_is_the_first_whatever_the_names(name, number, file):
    found = MOODLE.fullmatch(f"{name}_{number}_assignsubmission_file/{file}")
    assert found is not None
    assert (found["name"], int(found["id"])) == (name, number)


def test_a_number_beside_two_names_is_nobodys_until_a_person_looks(tmp_path):
    names = ["leeann_701_9001_hw.py", "eve_701_9002_hw.py", "raybob_702_9003_hw.py"]
    intake = taken(tmp_path, dict.fromkeys(names, CODE))
    assert graded(intake)["raybob (702)"] == ["hw.py"]
    refused = [e.attempts[0].found.refused for e in intake.handed if "701" in e.student]
    assert len(refused) == 1
    assert "several names (eve, leeann)" in refused[0]


def test_a_file_number_of_two_students_is_nobodys(tmp_path):
    intake = taken(tmp_path, dict.fromkeys(["leeann_701_9001_hw.py", "x_9_9001_66_9100_hw.py", "y_8_5_hw.py"], CODE))
    assert graded(intake)["y (8)"] == ["hw.py"]
    assert graded(intake)["leeann (701)"] == graded(intake)["x (9)"] == []

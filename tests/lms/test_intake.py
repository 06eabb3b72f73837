"""What a student handed in: which file counts, which attempt, and what is said where that is not clear."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lms.making import CODE, archive

from autograder.lms.intake import take_in
from autograder.submissions import digest, read

MOODLE = "Ann Lee_3_assignsubmission_file/"
NOTEBOOK = json.dumps({"nbformat": 4, "cells": [{"cell_type": "code", "source": "x = 1"}]})


def taken(tmp_path, *archives):
    scratch = tmp_path / "scratch"
    scratch.mkdir(exist_ok=True)
    paths = [archive(tmp_path / f"{n}.zip", members) for n, members in enumerate(archives)]
    return take_in(paths, "toy", scratch)


def only(intake):
    (one,) = intake.handed
    return one.attempts[-1].found


@pytest.mark.parametrize(
    ("files", "chosen"),
    [
        (["hw.py"], "hw.py"),
        (["hw.ipynb", "utils.py", "data.csv"], "hw.ipynb"),
        (["scratch.ipynb", "my_TOY_final.ipynb"], "my_TOY_final.ipynb"),
        (["a.py", "toy.py"], "toy.py"),
        (["HW.IPYNB"], "HW.IPYNB"),
    ],
)
def test_the_notebook_counts_or_what_is_named_after_the_lab(tmp_path, files, chosen):
    found = only(taken(tmp_path, {MOODLE + file: CODE for file in files}))
    assert (found.refused, found.file) == ("", chosen)


@pytest.mark.parametrize("files", [["a.ipynb", "b.ipynb"], ["a.py", "b.py"], ["x/toy.py", "y/toy.py"]])
def test_several_files_are_a_tie_that_names_them(tmp_path, files):
    found = only(taken(tmp_path, {MOODLE + file: CODE for file in files}))
    assert all(file in found.refused for file in files)
    assert "Keep one" in found.refused


def test_a_student_without_a_notebook_is_not_dropped(tmp_path):
    found = only(taken(tmp_path, {f"{MOODLE}essay.pdf": b"%PDF", f"{MOODLE}photo.jpg": b""}))
    assert "essay.pdf, photo.jpg is neither a notebook (.ipynb) nor a Python file (.py)" in found.refused


def test_the_bytes_are_those_that_were_handed_in(tmp_path):
    intake = taken(tmp_path, {f"{MOODLE}hw.ipynb": NOTEBOOK})
    submission = read(only(intake))
    assert submission.cells[0].source == "x = 1"
    assert submission.sha256 == digest(only(intake))
    assert submission.student == "Ann Lee (3)"


def test_the_same_file_in_two_archives_counts_once(tmp_path):
    intake = taken(tmp_path, {f"{MOODLE}hw.py": CODE}, {f"{MOODLE}hw.py": CODE})
    assert only(intake).refused == ""
    assert len(intake.handed[0].attempts) == 1


def test_different_files_in_two_archives_without_times_are_a_tie(tmp_path):
    found = only(taken(tmp_path, {f"{MOODLE}hw.py": CODE}, {f"{MOODLE}hw.py": CODE + b"#"}))
    assert "2 submissions are Ann Lee (3)'s, and none says when" in found.refused


def test_attempts_come_in_order_of_time_across_archives(tmp_path):
    late = {"S_ann_attempt_2026-11-22-10-00-00_b.py": CODE}
    early = {"S_ann_attempt_2026-11-20-10-00-00_a.py": CODE}
    intake = taken(tmp_path, late, early)
    assert [attempt.found.file for attempt in intake.handed[0].attempts] == ["a.py", "b.py"]


def test_two_students_of_one_name_stay_two(tmp_path):
    members = {f"Ann Lee_{n}_assignsubmission_file/hw.py": CODE for n in (3, 4)}
    assert [each.student for each in taken(tmp_path, members).handed] == ["Ann Lee (3)", "Ann Lee (4)"]


texts = st.one_of(
    st.text(st.characters(exclude_characters="/_\\\0:", exclude_categories=["Cs"]), max_size=60),
    st.sampled_from(
        ["Zoë O Brien", "محمد علي", "‏עברית", "张 伟 😀", "Lee, Ann", "a" * 200, "😀" * 200, "", ".hidden", "CON"]
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.integers(1, 10**6), st.tuples(texts, texts), min_size=1, max_size=6))
def test_everybody_in_a_moodle_archive_is_found_whatever_the_names(tmp_path_factory, people):
    tmp_path = tmp_path_factory.mktemp("class")
    members = {
        f"{name}_{number}_assignsubmission_file/{file}.py": CODE + b"#%d" % number
        for number, (name, file) in people.items()
    }
    intake = taken(tmp_path, members)
    found = {each.attempts[0].origin.id: each.attempts[0] for each in intake.handed}
    assert set(found) == {str(number) for number in people}
    assert len({each.student for each in intake.handed}) == len(people)
    for number, attempt in found.items():
        assert attempt.found.refused == ""
        assert attempt.found.paths[0].read_bytes().endswith(b"#" + number.encode())
        assert tmp_path / "scratch" in attempt.found.paths[0].parents
    assert {path.name for path in tmp_path.iterdir()} == {"scratch", "0.zip"}

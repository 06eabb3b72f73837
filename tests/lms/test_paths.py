"""What is given on the command line and is no submission: results, what has moved, what cannot be opened."""

from __future__ import annotations

import pytest
from lms.making import ANN, BOB, CODE, MOODLE, WRONG, archive, folder, marks


@pytest.mark.parametrize("members", [{"ann.py": CODE, "bob/hw.py": WRONG}, MOODLE])
def test_results_inside_of_the_submissions_are_nobodys(grade, tmp_path, members):
    place = folder(tmp_path / "class", members)
    grade(place, out="class/out")
    first = (place / "out" / "grades.csv").read_bytes()
    _, told = grade(place, out="class/out")
    assert (place / "out" / "grades.csv").read_bytes() == first
    assert "2 of 2 were graded before" in told
    assert "passed over" not in told


def test_results_right_among_the_submissions_are_refused(grade, tmp_path):
    place = folder(tmp_path / "class", {"ann.py": CODE})
    _, told = grade(place, out="class", status=2)
    assert "Name another -o" in told
    assert [path.name for path in place.iterdir()] == ["ann.py"]


@pytest.mark.parametrize("name", ["gone.zip", "gone", "class.tar.gz", "class.7z"])
def test_what_is_not_there_or_cannot_be_opened_makes_no_student(grade, tmp_path, name):
    if not name.startswith("gone"):
        (tmp_path / name).write_bytes(b"\x1f\x8b")
    _, told = grade(tmp_path / name, status=2)
    assert ("does not exist" if name.startswith("gone") else "is an archive that is not read") in told
    assert not (tmp_path / "out").exists()


def test_an_archive_in_a_folder_is_told_what_to_do_with(grade, tmp_path):
    place = folder(tmp_path / "class", {"ann.py": CODE})
    archive(place / "more.zip", MOODLE)
    _, told = grade(place)
    assert "more.zip was passed over: it is an archive, and those in folders are not opened" in told
    assert marks(tmp_path / "out") == {"ann": "9"}


def test_a_regrade_without_the_submissions_changes_nothing(grade, command, tmp_path):
    path = archive(tmp_path / "class.zip", MOODLE)
    grade(path)
    before = {p: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()}
    path.rename(tmp_path / "elsewhere.zip")
    status, _, told = command("regrade", tmp_path / "out")
    assert status == 2
    assert "class.zip, which was graded, is not there any more" in told
    assert {p: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()} == before
    _, told = grade(tmp_path / "elsewhere.zip")
    assert "2 of 2 were graded before and are kept" in told
    assert marks(tmp_path / "out") == {ANN: "9", BOB: "5"}


def test_submissions_may_lie_beside_the_results(grade, tmp_path):
    place = folder(tmp_path / "out" / "unpacked", {"ann.py": CODE, "bob/hw.py": WRONG})
    for _ in range(2):
        grade(place)
        assert marks(tmp_path / "out") == {"ann": "9", "bob": "5"}
    grade(folder(tmp_path / "out" / "moodle", MOODLE))
    assert marks(tmp_path / "out") == {ANN: "9", BOB: "5"}

"""What is written of a class in the end: taken from each result once, in whatever order the class was graded."""

from __future__ import annotations

import io
import json
import random
import re
from collections import Counter
from contextlib import contextmanager

import pytest
from lms.making import CODE, WRITTEN, WRONG, archive, class_list, folder, marks, result, rows

from autograder.lms import command as grading
from autograder.lms.ledger import Ledger
from autograder.spool import NoRoomError, Sorter

TIMES = "2026-11-20-10-00-00", "2026-11-22-10-00-00"


def handed_in():
    """Ann and bob with two attempts each, two who cannot be graded, and others with right and wrong answers."""
    files = {}
    for student, codes in {"ann": (WRONG, CODE), "bob": (CODE, WRONG), "zoe": (b"\xff",), "cem": (b"",)}.items():
        for time, code in zip(TIMES, codes, strict=False):
            written = WRITTEN % (b"%s at %s" % (student.encode(), time.encode())) if code.strip(b"\xff") else b""
            files[f"S_{student}_attempt_{time}_{student}.py"] = code + written
    for number in range(4):
        code = (CODE if number % 2 else WRONG) + WRITTEN % (b"%d" % number)
        files[f"S_s{number}_attempt_{TIMES[number % 2]}_s{number}.py"] = code
    return files


@contextmanager
def graded_in(order):
    """Reports come in an order of the test's own: a function of the list of all of them."""
    graded = grading.grade_all

    def reordered(*given, **more):
        return (report for report in order(list(graded(*given, **more))))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grading, "grade_all", reordered)
        yield


def written_down(out):
    """All that lies beside the results, without the seconds."""
    found = {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}
    return {
        name: re.sub(rb'"seconds": [\d.e-]+', b"", data).replace(out.name.encode(), b"") for name, data in found.items()
    }


ORDERS = {
    "by name": lambda reports: sorted(reports, key=lambda report: report.student),
    "backwards": lambda reports: sorted(reports, key=lambda report: report.student, reverse=True),
    "mixed": lambda reports: random.Random(3).sample(reports, len(reports)),
}


def test_whoever_is_graded_first_makes_no_difference(grade, own_course, tmp_path):
    path = archive(tmp_path / "class.zip", handed_in())
    roster = class_list(tmp_path, "username,name", "ann,Ann Lee", "bob,Bob Ray", "s1,Some One")
    late = ("--due", "2026-11-21T12:00", "--penalty", "10", "--timezone", "UTC", "--roster", roster)
    found = {}
    for name, order in ORDERS.items():
        with graded_in(order):
            _, told = grade(path, "--attempt", "best", *late, course=own_course, out=name, status=1)
        found[name] = written_down(tmp_path / name), told.replace(name, "")
    assert {"grades.csv", "report.json", "report.html", "written.csv", "written.html"} <= set(found["by name"][0])
    assert found["by name"] == found["backwards"] == found["mixed"]
    ungraded = re.findall("Not graded: ([^:]*):", found["mixed"][1])
    assert ungraded == ["cem", "zoe"]
    assert list(marks(tmp_path / "mixed")) == ["ann", "bob", "cem", "s0", "s1", "s2", "s3", "zoe"]
    assert [row["student"] for row in rows(tmp_path / "mixed" / "written.csv")] == [
        "ann",
        "bob",
        "s0",
        "s1",
        "s2",
        "s3",
    ]


@pytest.fixture
def entered(monkeypatch):
    """How often each student was entered, since this was looked at last."""
    found: Counter[str] = Counter()
    take = Ledger.take

    def noted(self, place, result, file):
        found[result.student] += 1
        take(self, place, result, file)

    monkeypatch.setattr(Ledger, "take", noted)

    def look():
        seen = dict(found)
        found.clear()
        return seen

    return look


def test_each_student_is_entered_once_however_the_result_came_to_be(grade, command, own_course, tmp_path, entered):
    path, out = archive(tmp_path / "class.zip", handed_in()), tmp_path / "out"
    everybody = dict.fromkeys(["ann", "bob", "cem", "s0", "s1", "s2", "s3", "zoe"], 1)
    for options in (
        ["--attempt", "best"],
        ["--attempt", "best"],  # some are kept
        ["--attempt", "best", "--again"],
        ["--attempt", "best", "--due", "2026-11-21T12:00", "--penalty", "10", "--timezone", "UTC"],  # settled anew
        [],
    ):
        grade(path, *options, course=own_course, status=1)
        assert entered() == everybody
        assert json.loads((out / "report.json").read_bytes())["submissions"] == len(everybody)
        assert list(marks(out)) == list(everybody)
    assert command("regrade", out)[0] == 1
    assert entered() == everybody


def test_the_written_answer_is_that_of_the_attempt_that_counts(grade, own_course, tmp_path):
    path = archive(tmp_path / "class.zip", handed_in())
    for _ in ("new", "kept"):
        grade(path, "--attempt", "best", course=own_course, status=1)
        page = (tmp_path / "out" / "written.html").read_text()
        assert {name: re.search(f"{name} at ([0-9-]*)", page)[1] for name in ("ann", "bob")} == {
            "ann": TIMES[1], "bob": TIMES[0],
        }  # fmt: skip


@pytest.fixture
def opened(monkeypatch):
    """The results that were read, as often as they were."""
    found: list[str] = []
    open_file = io.open

    def noted(file, *given, **more):
        made = open_file(file, *given, **more)
        if "/results/" in str(file):
            found.append(file.stem)
        return made

    monkeypatch.setattr(io, "open", noted)
    return found


def test_a_result_is_read_once_if_it_was_kept_and_never_if_it_is_new(grade, own_course, tmp_path, opened):
    path = folder(tmp_path / "class", {f"s{number}.py": CODE + WRITTEN % b"that" for number in range(3)})
    grade(path, course=own_course)
    assert opened == []
    (path / "new.py").write_bytes(WRONG)
    grade(path, course=own_course)
    assert sorted(opened) == ["s0", "s1", "s2"]
    assert list(marks(tmp_path / "out")) == ["new", "s0", "s1", "s2"]


def test_a_result_that_is_broken_meanwhile_is_told_as_it_was_graded(grade, own_course, tmp_path):
    path, out = folder(tmp_path / "class", {"ann.py": CODE, "bob.py": WRONG}), tmp_path / "out"

    def breaking(reports):
        yield from reports  # by then all are on the disk
        (out / "results" / "ann.json").write_bytes(b"{")

    with graded_in(breaking):
        grade(path, course=own_course)
    assert marks(out) == {"ann": "9", "bob": "5"}
    assert "1 of 2 were graded before" in grade(path, course=own_course)[1]


@pytest.mark.parametrize("when", ["new", "kept"])
def test_without_room_for_what_waits_the_command_ends_and_results_stay(
    command, own_course, tmp_path, when, monkeypatch
):
    path, out = folder(tmp_path / "class", {f"s{number}.py": CODE for number in range(3)}), tmp_path / "out"
    arguments = ("grade", "toy", path, "-o", out, "--course", own_course, "--workers", "1")
    if when == "kept":
        assert command(*arguments)[0] == 0
        results = {path.name: path.read_bytes() for path in (out / "results").iterdir()}

    def full(self, place, value):
        raise NoRoomError(f"{out} cannot hold what is put aside there for a while: No space left on device.")

    with monkeypatch.context() as patch:
        patch.setattr(Sorter, "put", full)
        status, said, told = command(*arguments)
    assert status == 2
    assert "No space left on device" in told
    assert "Traceback" not in said + told
    if when == "kept":
        assert {path.name: path.read_bytes() for path in (out / "results").iterdir()} == results
    else:
        (kept,) = (out / "results").iterdir()
        assert result(out, kept.stem)["score"] == 9
    assert [path.name for path in out.rglob("*.part")] == []
    status, _, told = command(*arguments)
    assert status == 0
    assert f"{1 if when == 'new' else 3} of 3 were graded before" in told

"""An archive of an LMS is graded, attempt by attempt, and resumed."""

from __future__ import annotations

import pytest
from lms.making import ANN, BOB, CODE, MOODLE, WRONG, archive, marks, result, rows


def test_an_archive_is_recognised_graded_and_resumed(grade, tmp_path):
    path = archive(tmp_path / "class.zip", {**MOODLE, "../evil.py": CODE})
    before = path.read_bytes()
    _, told = grade(path)
    assert "class.zip: Moodle, 2 students." in told
    assert "../evil.py was passed over: its path leads out" in told
    assert marks(tmp_path / "out") == {ANN: "9", BOB: "5"}
    origin = result(tmp_path / "out", ANN)["origin"]
    assert (origin["lms"], origin["id"], origin["folder"]) == ("moodle", "5", "Ann Lee_5_assignsubmission_file")
    assert {p.name for p in tmp_path.iterdir()} == {"class.zip", "out"}
    written = {p: p.stat().st_mtime_ns for p in (tmp_path / "out" / "results").iterdir()}
    _, told = grade(path)
    assert "2 of 2 were graded before and are kept" in told
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "out" / "results").iterdir()} == written
    assert path.read_bytes() == before
    archive(path, {**MOODLE, "Bob Ray_7_assignsubmission_file/hw.py": CODE})
    _, told = grade(path)
    assert "1 of 2 were graded before" in told
    assert marks(tmp_path / "out") == {ANN: "9", BOB: "9"}


def test_a_zip_and_the_same_folder_get_the_same_marks(grade, tmp_path):
    files = {"ann.py": CODE, "bob.py": WRONG}
    for name, data in files.items():
        (tmp_path / "plain").mkdir(exist_ok=True)
        (tmp_path / "plain" / name).write_bytes(data)
    grade(tmp_path / "plain", out="a")
    grade(archive(tmp_path / "class.zip", files), out="b")
    assert (tmp_path / "a" / "grades.csv").read_bytes() == (tmp_path / "b" / "grades.csv").read_bytes()
    assert result(tmp_path / "a", "ann")["origin"] is None
    assert list(rows(tmp_path / "a" / "grades.csv")[0]) == [
        "student", "status", "score", "max_score", "double", "reverse", "anything", "file", "problems",
    ]  # fmt: skip


def test_who_cannot_be_graded_has_a_page_and_a_reason_and_the_others_a_mark(grade, tmp_path):
    path = archive(tmp_path / "class.zip", {**MOODLE, "Eve Low_9_assignsubmission_file/essay.pdf": b"%PDF"})
    _, told = grade(path, status=1)
    assert "Not graded: Eve Low (9): essay.pdf is neither a notebook" in told
    assert marks(tmp_path / "out") == {ANN: "9", BOB: "5", "Eve Low (9)": ""}
    assert "could not be read" in (tmp_path / "out" / "feedback" / "Eve Low (9).html").read_text()


ATTEMPTS = {
    "S_ann_attempt_2026-11-20-10-00-00_a.py": WRONG,
    "S_ann_attempt_2026-11-21-10-00-00_b.py": CODE,
    "S_ann_attempt_2026-11-22-10-00-00_c.py": b"def double(x): return 3",
}


@pytest.mark.parametrize(("which", "file"), [("first", "a.py"), ("best", "b.py"), ("latest", "c.py")])
def test_the_attempt_that_is_asked_for_counts(grade, tmp_path, which, file):
    path = archive(tmp_path / "class.zip", ATTEMPTS)
    grade(path, *([] if which == "latest" else ["--attempt", which]))
    assert result(tmp_path / "out", "ann")["submission"]["file"] == file
    assert result(tmp_path / "out", "ann")["origin"]["submitted"].startswith("2026-11-2")
    tried = [attempt["mark"] for attempt in result(tmp_path / "out", "ann")["attempts"]]
    assert tried == ([5.0, 9.0, 0.0] if which == "best" else [])
    _, told = grade(path, "--attempt", which)
    assert "1 of 1 were graded before" in told


def test_the_best_attempt_is_best_after_lateness(grade, tmp_path):
    path = archive(tmp_path / "class.zip", ATTEMPTS)
    grade(path, "--attempt", "best", "--due", "2026-11-20T12:00", "--penalty", "60", "--timezone", "UTC")
    assert result(tmp_path / "out", "ann")["submission"]["file"] == "a.py"
    assert result(tmp_path / "out", "ann")["mark"] == 5.0


def test_a_new_version_of_any_attempt_has_the_best_looked_for_again(grade, tmp_path):
    path = archive(tmp_path / "class.zip", ATTEMPTS)
    grade(path, "--attempt", "best")
    first = next(iter(ATTEMPTS))
    archive(path, {**ATTEMPTS, first: CODE + b"# mended"})
    _, told = grade(path, "--attempt", "best")
    assert "were graded before" not in told
    assert result(tmp_path / "out", "ann")["submission"]["file"] == "a.py"

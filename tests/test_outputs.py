"""The results on disk: file names that are safe, files that are whole or not there."""

from __future__ import annotations

import errno
import os
import threading
import unicodedata
from dataclasses import replace
from pathlib import Path

import builders
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec import structs

from autograder import outputs
from autograder.grades import grades_csv
from autograder.labs import Lab
from autograder.outputs import MOST_UNDER_WAY, OutputError, OutputFolder, file_stems, write_atomically
from autograder.report import Counted, Late, SubmissionFile, WrittenMark, counted, from_json, to_json

LAB = builders.lab({"swap_units": None, "other": None})


# --- file names ----------------------------------------------------------------------------------------------------

names = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.text(st.sampled_from("aAß./\\ |:é\u0301e\u0345ſs-_"), max_size=5),
        st.text(st.characters(codec=None), min_size=100, max_size=300),
        st.sampled_from(
            ["..", ".", "", "CON", "a" * 500, "é" * 200, "e\u0301", "é", "ss", "SS", "ß", "STRASSE", "straße"]
        ),
    ),
    max_size=8,
    unique=True,
)


def folded(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).casefold())


@settings(max_examples=400, deadline=None)
@given(names)
@example(["é", "e\u0301", "É", "E\u0301"])
@example(["ß", "ss", "SS", "ẞ"])
@example(["../x", "..\\x", "/x", "x/"])
def test_stems_are_unique_on_every_file_system_and_stay_inside_of_the_folder(students):
    stems = file_stems(students)
    assert set(stems) == set(students)
    assert len({folded(stem) for stem in stems.values()}) == len(students)
    for stem in stems.values():
        assert stem.strip(" .")
        assert not set(stem) & outputs.FORBIDDEN
        assert not stem.startswith(".")
        assert "\0" not in stem
        assert len(f"{stem}.json".encode()) <= 255
        assert Path("/out", "results", f"{stem}.json").resolve().parent == Path("/out/results")


@pytest.mark.parametrize("name", ["ann", "Zoë O'Brien", "张伟", "a.b-c_d", "x(1)", "-rf", "O=1"])
def test_ordinary_names_are_not_changed(name):
    assert file_stems([name]) == {name: name}


def test_a_stem_depends_on_the_name_alone_where_nobody_else_has_it():
    assert file_stems(["a/b"])["a/b"] == file_stems(["a/b", "zoe"])["a/b"]


@pytest.mark.parametrize("victim", ["a|b", "ann", "a\\b"])
def test_nobody_gets_anothers_file_by_taking_the_name_that_it_would_have(victim):
    crowd = [victim] if victim != "ann" else ["ann", "Ann"]
    for _ in range(3):
        stems = file_stems(crowd)
        crowd = [*dict.fromkeys([*crowd, stems[victim], stems[victim].capitalize()])]
    stems = file_stems(crowd)
    assert len({folded(stem) for stem in stems.values()}) == len(crowd)


# --- files that are whole or not there -------------------------------------------------------------------------------


def test_a_file_is_written_with_ordinary_rights_and_nothing_beside_it(tmp_path):
    write_atomically(tmp_path / "a.json", b"new")
    write_atomically(tmp_path / "a.json", b"newer")
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
    assert (tmp_path / "a.json").read_bytes() == b"newer"
    mask = os.umask(0)
    os.umask(mask)
    assert (tmp_path / "a.json").stat().st_mode & 0o777 == 0o666 & ~mask


@pytest.mark.parametrize("call", ["replace", "fsync", "write"])
@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_when_writing_fails_the_old_file_stays_and_nothing_is_left_beside_it(tmp_path, monkeypatch, call, error):
    path = tmp_path / "a.json"
    path.write_bytes(b"old")

    def fail(*_):
        raise error

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(OutputError if isinstance(error, OSError) else KeyboardInterrupt) as told:
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.json"]
    if isinstance(error, OSError):
        assert str(told.value) == f"{path} cannot be written: No space left on device. The file is as it was before."


def test_an_interrupt_that_comes_when_the_file_is_in_its_place_is_told_as_that(tmp_path, monkeypatch):
    replace_file = os.replace

    def replace_and_interrupt(source, target):
        replace_file(source, target)
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", replace_and_interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "a", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"new"


def test_a_folder_that_is_gone_is_told_with_the_file(tmp_path):
    with pytest.raises(OutputError, match=r"gone/a\.json cannot be written: No such file"):
        write_atomically(tmp_path / "gone" / "a.json", b"")


def test_a_link_is_replaced_and_not_followed(tmp_path):
    (tmp_path / "target").write_bytes(b"mine")
    (tmp_path / "a.json").symlink_to(tmp_path / "target")
    write_atomically(tmp_path / "a.json", b"new")
    assert (tmp_path / "target").read_bytes() == b"mine"


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path):
    (tmp_path / "out").write_text("")
    with pytest.raises(OutputError, match="out cannot be used for the results"):
        OutputFolder(tmp_path / "out", [])


def test_a_students_result_and_page_are_in_the_folder(tmp_path):
    report = builders.report(student="../../evil")
    with OutputFolder(tmp_path / "deep" / "out", ["../../evil"]) as folder:
        folder.write_student(report, "<page>\ud800")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.parent.relative_to(tmp_path).as_posix() for path in files} == {
        "deep/out/results",
        "deep/out/feedback",
    }
    assert from_json(folder.result("../../evil").read_bytes()) == report
    assert folder.feedback("../../evil").read_bytes() == b"<page>?"


class Disk:
    """A disk that takes as long to have a file for certain as a test wants."""

    def __init__(self, monkeypatch) -> None:
        self.ready = threading.Event()
        self.asked = threading.Semaphore(0)
        fsync = os.fsync

        def slow(descriptor: int) -> None:
            self.asked.release()
            assert self.ready.wait(60)
            fsync(descriptor)

        monkeypatch.setattr(os, "fsync", slow)


@pytest.fixture
def disk(monkeypatch):
    made = Disk(monkeypatch)
    yield made
    made.ready.set()


def names_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("[!.]*") if path.is_file()}


def test_who_hands_over_a_result_does_not_wait_for_the_disk_and_nothing_is_there_before_it_is_certain(tmp_path, disk):
    with OutputFolder(tmp_path, ["ann"]) as folder:
        folder.write_student(builders.report(), "page")
        assert disk.asked.acquire(timeout=60)
        assert names_in(tmp_path) == set()
        disk.ready.set()
        folder.flush()
        assert names_in(tmp_path) == {"feedback/ann.html", "results/ann.json"}


def test_a_result_is_not_there_before_its_page(tmp_path, monkeypatch):
    seen: list[set[str]] = []
    replace_file = os.replace

    def noted(old, new):
        replace_file(old, new)
        seen.append(names_in(tmp_path))

    monkeypatch.setattr(os, "replace", noted)
    with OutputFolder(tmp_path, ["ann"]) as folder:
        folder.write_student(builders.report(), "page")
    assert seen == [{"feedback/ann.html"}, {"feedback/ann.html", "results/ann.json"}]


def test_no_more_results_are_under_way_than_a_crash_may_cost(tmp_path, disk):
    students = [f"student{number}" for number in range(MOST_UNDER_WAY + 1)]
    handed_over = threading.Semaphore(0)
    with OutputFolder(tmp_path, students) as folder:

        def hand_over() -> None:
            for student in students:
                folder.write_student(builders.report(student=student), "page")
                handed_over.release()

        handing = threading.Thread(target=hand_over)
        handing.start()
        went_on = [handed_over.acquire(timeout=60) for _ in range(MOST_UNDER_WAY)]
        one_more = handed_over.acquire(timeout=0.2)
        disk.ready.set()
        handing.join(60)
    assert all(went_on)
    assert not one_more
    assert len(names_in(tmp_path)) == 2 * len(students)


def test_whoever_reads_the_folder_gets_what_was_handed_over_last(tmp_path, disk):
    with OutputFolder(tmp_path, ["ann"]) as folder:
        for score in (1.0, 2.0):
            folder.write_student(builders.report(score=score), f"page {score}")
            if not disk.ready.is_set():
                threading.Timer(0.05, disk.ready.set).start()
            assert folder.read_student("ann") == builders.report(score=score)
            assert folder.feedback("ann").read_text() == f"page {score}"


def test_what_is_under_way_is_there_when_the_folder_is_left_to_others(tmp_path, disk):
    threading.Timer(0.05, disk.ready.set).start()
    with OutputFolder(tmp_path, ["ann"]) as folder:
        folder.write_student(builders.report(), "page")
    assert names_in(tmp_path) == {"feedback/ann.html", "results/ann.json"}


@pytest.fixture
def full_disk(monkeypatch):
    """A disk that has no room for bob's page."""
    write = os.write

    def refuse(descriptor: int, data) -> int:
        if bytes(data) == b"page of bob":
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(descriptor, data)

    monkeypatch.setattr(os, "write", refuse)


@pytest.mark.parametrize("told", ["next", "flush", "read", "close"])
@pytest.mark.usefixtures("full_disk")
def test_a_result_that_cannot_be_written_is_told_and_costs_no_other(tmp_path, told):
    students = ["ann", "bob", *(f"student{number}" for number in range(200))]
    failure = pytest.raises(OutputError, match=r"bob\.html cannot be written: No space left on device")
    with failure, OutputFolder(tmp_path, students) as folder:
        for student in ("ann", "bob"):
            folder.write_student(builders.report(student=student), f"page of {student}")
        if told == "next":
            for student in students[2:]:
                folder.write_student(builders.report(student=student), "page")
        elif told == "flush":
            folder.flush()
        elif told == "read":
            folder.read_student("bob")
    written = names_in(tmp_path)
    assert {"feedback/ann.html", "results/ann.json"} <= written
    assert not [name for name in written if "bob" in name]
    assert not list(tmp_path.rglob(".*.part"))
    OutputFolder(tmp_path, []).close()  # nobody else is kept out


@pytest.mark.usefixtures("full_disk")
def test_what_ends_a_command_is_told_and_not_what_could_not_be_written_then(tmp_path):
    with pytest.raises(KeyboardInterrupt), OutputFolder(tmp_path, ["ann", "bob"]) as folder:  # noqa: PT012
        for student in ("ann", "bob"):
            folder.write_student(builders.report(student=student), f"page of {student}")
        raise KeyboardInterrupt
    assert names_in(tmp_path) == {"feedback/ann.html", "results/ann.json"}
    OutputFolder(tmp_path, []).close()


def test_what_counts_of_a_result_is_what_the_report_says():
    late = Late(submitted="s", due="d", days=1, points=0.5, why="late")
    written = WrittenMark(score=1.0, max_score=2.0, comment="c", answer="a")
    report = builders.report(
        builders.result("a", visible=True, outcome="failed"), late=late, written=written, mark=2.0, max_mark=5.0
    )
    found = counted(report)
    for name in set(Counted.__struct_fields__) - {"exercises"}:
        assert getattr(found, name) == getattr(report, name)
    assert [structs.asdict(each) for each in found.exercises] == [
        {"name": "swap_units", "score": 1.5, "max_score": 3.0}
    ]
    assert list(grades_csv(LAB, [found], marks=True)) == list(grades_csv(LAB, [report], marks=True))


def test_a_report_comes_back_out_of_its_json_form():
    report = builders.report(builders.result("a", visible=True, outcome="failed", text="\0\x1b<é😀"), text="\u2028")
    data = to_json(report)
    assert from_json(data) == report
    assert data.endswith(b"}\n")


SAME = "ab" * 32
"""The hash of the file in `builders.report`."""


@pytest.fixture
def kept(tmp_path):
    """A folder with one student's result in it, and the lab that it is for."""
    lab = replace(LAB, sha256="cd" * 32)
    with OutputFolder(tmp_path, ["ann", "bob"]) as folder:
        folder.write_student(builders.report(), "page")
        yield folder, lab


def is_finished(folder: OutputFolder, lab: Lab, student: str, *digests: str | None) -> bool:
    report = folder.read_student(student)
    return report is not None and folder.finished(lab, student, report, digests)


def test_a_result_counts_for_the_very_file_and_lab(kept):
    folder, lab = kept
    assert folder.read_student("ann") == builders.report()
    assert is_finished(folder, lab, "ann", SAME)
    assert is_finished(folder, lab, "ann", "00" * 32, SAME)
    assert not is_finished(folder, lab, "ann", "00" * 32)
    assert not is_finished(folder, lab, "ann", None)
    assert not is_finished(folder, replace(lab, sha256="00" * 32), "ann", SAME)
    assert not is_finished(folder, lab, "bob", SAME)


def test_the_result_of_a_file_that_could_not_be_read_does_not_count(kept):
    folder, lab = kept
    folder.write_student(builders.report(submission=SubmissionFile(file="ann.ipynb", sha256=None)), "page")
    assert not is_finished(folder, lab, "ann", None)


def test_results_come_by_name(tmp_path):
    with OutputFolder(tmp_path, ["bob", "ann", "absent"]) as folder:
        for student in ("bob", "ann"):
            folder.write_student(builders.report(student=student), "page")
        assert [report.student for report in folder.reports()] == ["ann", "bob"]


def test_a_result_without_a_mark_does_not_count(kept):
    folder, lab = kept
    folder.write_student(builders.report(status="needs_review", score=None), "page")
    assert not is_finished(folder, lab, "ann", SAME)


@pytest.mark.parametrize("spoilt", [b"", b"{", b"[]", b"\xff", b'{"schema": 1}'])
def test_a_result_that_cannot_be_read_does_not_count(kept, spoilt):
    folder, lab = kept
    folder.result("ann").write_bytes(spoilt)
    assert not is_finished(folder, lab, "ann", SAME)
    assert list(folder.reports()) == []


def test_a_result_without_its_page_does_not_count(kept):
    folder, lab = kept
    folder.feedback("ann").unlink()
    assert not is_finished(folder, lab, "ann", SAME)


def test_a_result_of_somebody_else_does_not_count(kept):
    folder, lab = kept
    folder.result("ann").rename(folder.result("bob"))
    folder.feedback("ann").rename(folder.feedback("bob"))
    assert not is_finished(folder, lab, "bob", SAME)


def test_a_folder_is_one_commands_alone(tmp_path):
    with OutputFolder(tmp_path, []), pytest.raises(OutputError, match="another autograder is writing into"):
        OutputFolder(tmp_path, [])
    OutputFolder(tmp_path, []).close()


def test_what_a_killed_command_left_half_written_is_swept_away(tmp_path):
    OutputFolder(tmp_path, []).close()
    (tmp_path / "results" / ".abc.part").write_text("{")
    (tmp_path / "results" / "x.part.json").write_text("{}")
    (tmp_path / ".abc.part").write_text("stud")
    OutputFolder(tmp_path, []).close()
    assert not (tmp_path / ".abc.part").exists()
    assert [path.name for path in (tmp_path / "results").iterdir()] == ["x.part.json"]

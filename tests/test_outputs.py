"""The results on disk: a table for spreadsheets, file names that are safe, files that are whole or not there."""

from __future__ import annotations

import csv
import errno
import io
import os
import unicodedata
from dataclasses import replace
from pathlib import Path

import builders
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from autograder import outputs
from autograder.outputs import OutputError, OutputFolder, defused, file_stems, grades_csv, write_atomically
from autograder.report import SubmissionFile, from_json, to_json

LAB = builders.lab({"swap_units": None, "other": None})


def rows(*reports) -> list[list[str]]:
    return list(csv.reader(io.StringIO(grades_csv(LAB, reports), newline="")))


# --- the table -----------------------------------------------------------------------------------------------------


def test_a_row_a_student_in_order_with_a_column_an_exercise():
    table = rows(builders.report(student="ann", score=2.25, problems=()), builders.report(student="bob"))
    assert table[0] == ["student", "status", "score", "max_score", "swap_units", "other", "file", "problems"]
    assert table[1] == ["ann", "graded", "2.25", "3", "1.5", "", "ann.ipynb", ""]
    assert [row[0] for row in table[1:]] == ["ann", "bob"]


def test_a_mark_is_empty_where_there_is_none():
    report = builders.report(status="unreadable", score=None, exercises=(), problems=("a.ipynb is\nempty.", "b"))
    assert rows(report)[1] == ["ann", "unreadable", "", "3", "", "", "ann.ipynb", "a.ipynb is empty.; b"]


def test_lines_end_as_rfc_4180_says():
    text = grades_csv(LAB, [builders.report(student="a\nb")])
    assert text.count("\r\n") == 2
    assert text.endswith("\r\n")


@pytest.mark.parametrize("name", ["a,b", 'say "x"', "a\nb", "a\r\nb", "😀" * 300, "Zoë O'Brien", ";", "\u202e", " "])
def test_every_name_comes_back_out_of_the_table(name):
    report = builders.report(student=name, submission=SubmissionFile(file=name, sha256=None))
    assert rows(report)[1][0] == rows(report)[1][6] == name


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_text_is_a_formula_for_a_spreadsheet(start):
    text = f"{start}cmd|' /C calc'!A0"
    report = builders.report(student=text, submission=SubmissionFile(file=text, sha256=None), problems=(text,))
    row = rows(report)[1]
    assert row[0] == row[6] == f"'{text}"
    assert not row[7].startswith(outputs.FORMULA_STARTS)
    assert defused("a=1") == "a=1"


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


@pytest.mark.parametrize("call", ["replace", "fsync", "chmod"])
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


def test_a_students_result_and_page_and_the_table_are_in_the_folder(tmp_path):
    report = builders.report(student="../../evil")
    with OutputFolder(tmp_path / "deep" / "out", ["../../evil"]) as folder:
        folder.write_student(report, "<page>\ud800")
        folder.write_grades(LAB)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.parent.relative_to(tmp_path).as_posix() for path in files} == {
        "deep/out",
        "deep/out/results",
        "deep/out/feedback",
    }
    assert from_json(folder.result("../../evil").read_bytes()) == report
    assert folder.feedback("../../evil").read_bytes() == b"<page>?"


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


def test_a_result_counts_for_the_very_file_and_lab(kept):
    folder, lab = kept
    assert folder.finished(lab, "ann", SAME) == builders.report()
    assert folder.finished(lab, "ann", "00" * 32) is None
    assert folder.finished(lab, "ann", None) is None
    assert folder.finished(replace(lab, sha256="00" * 32), "ann", SAME) is None
    assert folder.finished(lab, "bob", SAME) is None


def test_results_come_by_name(tmp_path):
    with OutputFolder(tmp_path, ["bob", "ann", "absent"]) as folder:
        for student in ("bob", "ann"):
            folder.write_student(builders.report(student=student), "page")
        assert [report.student for report in folder.reports()] == ["ann", "bob"]


def test_a_result_without_a_mark_does_not_count(kept):
    folder, lab = kept
    folder.write_student(builders.report(status="needs_review", score=None), "page")
    assert folder.finished(lab, "ann", SAME) is None


@pytest.mark.parametrize("spoilt", [b"", b"{", b"[]", b"\xff", b'{"schema": 1}'])
def test_a_result_that_cannot_be_read_does_not_count(kept, spoilt):
    folder, lab = kept
    folder.result("ann").write_bytes(spoilt)
    assert folder.finished(lab, "ann", SAME) is None
    assert list(folder.reports()) == []


def test_a_result_without_its_page_does_not_count(kept):
    folder, lab = kept
    folder.feedback("ann").unlink()
    assert folder.finished(lab, "ann", SAME) is None


def test_a_result_of_somebody_else_does_not_count(kept):
    folder, lab = kept
    folder.result("ann").rename(folder.result("bob"))
    folder.feedback("ann").rename(folder.feedback("bob"))
    assert folder.finished(lab, "bob", SAME) is None


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

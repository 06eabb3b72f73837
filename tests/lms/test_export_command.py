"""Marks go out, and marks move after a check was mended."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lms import importers
from lms.making import ANN, BOB, CODE, MOODLE, archive, marks, rows
from lms.test_export_moodle import ENGLISH, WORKSHEET

from autograder.lms.export.command import carry_out
from autograder.lms.export.plan import Line, Plan


def test_the_way_out_to_moodle(grade, command, tmp_path):
    grade(archive(tmp_path / "class.zip", MOODLE))
    sheet = tmp_path / "sheet.csv"
    sheet.write_bytes(WORKSHEET.encode())
    status, said, _ = command("export", tmp_path / "out", "--to", "moodle", "--into", sheet, "--dry-run")
    assert status == 0
    (bob,) = [line.split("│") for line in said.splitlines() if "Bob Ray" in line]
    assert [cell.strip() for cell in bob[2:5]] == ["12.00", "5", "changed"]
    assert "Cem Oz (6)" in said
    assert not (tmp_path / "out" / "export").exists()
    command("export", tmp_path / "out", "--to", "moodle", "--into", sheet)
    made = tmp_path / "out" / "export" / "moodle"
    assert importers.moodle_worksheet((made / "sheet.csv").read_bytes(), ENGLISH, "Participant ") == {5: 9.0, 7: 5.0}
    pages = importers.moodle_feedback((made / "feedback-moodle.zip").read_bytes())
    assert pages[5]["feedback.html"] == (tmp_path / "out" / "feedback" / f"{ANN}.html").read_bytes()
    assert set(pages) == {5, 7}
    assert sheet.read_bytes() == WORKSHEET.encode()


def test_the_instructors_own_file_is_never_overwritten(grade, command, tmp_path):
    grade(archive(tmp_path / "class.zip", MOODLE))
    sheet = tmp_path / "sheet.csv"
    sheet.write_bytes(WORKSHEET.encode())
    status, _, told = command("export", tmp_path / "out", "--to", "moodle", "--into", sheet, "-o", tmp_path)
    assert status == 2
    assert "Name another folder with -o" in told
    assert sheet.read_bytes() == WORKSHEET.encode()


@pytest.mark.parametrize("to", ["canvas", "blackboard", "brightspace"])
def test_an_export_without_the_file_that_it_needs_says_which(grade, command, tmp_path, to):
    grade(archive(tmp_path / "class.zip", MOODLE))
    status, _, told = command("export", tmp_path / "out", "--to", to)
    assert status == 2
    assert "--into is missing" in told
    assert to.capitalize() in told


def test_exports_that_need_no_file(grade, command, tmp_path):
    grade(archive(tmp_path / "class.zip", MOODLE))
    for to in ("csv", "gradescope"):
        assert command("export", tmp_path / "out", "--to", to)[0] == 0
    made = tmp_path / "out" / "export"
    assert [row["mark"] for row in rows(made / "csv" / "marks.csv")] == ["9", "5"]
    told = json.loads((made / "gradescope" / f"{BOB}" / "results.json").read_text())
    assert told["score"] == 5.0
    assert "Large arrays" not in json.dumps(told) or "counterexample" not in json.dumps(told)


def test_a_student_who_is_nowhere_makes_the_export_end_with_1(grade, command, tmp_path):
    grade(archive(tmp_path / "class.zip", {**MOODLE, "Eve Low_99_assignsubmission_file/hw.py": CODE}))
    (tmp_path / "sheet.csv").write_bytes(WORKSHEET.encode())
    status, said, _ = command("export", tmp_path / "out", "--to", "moodle", "--into", tmp_path / "sheet.csv")
    assert status == 1
    assert "Eve Low (99)" in said


def test_who_was_graded_before_and_is_no_more_is_not_exported(grade, command, tmp_path):
    grade(archive(tmp_path / "class.zip", MOODLE))
    grade(archive(tmp_path / "class.zip", dict(list(MOODLE.items())[:1])))
    command("export", tmp_path / "out", "--to", "csv")
    assert [row["student"] for row in rows(tmp_path / "out" / "export" / "csv" / "marks.csv")] == [ANN]


def test_regrading_after_a_mended_check_says_who_moved_and_why(grade, command, own_course, tmp_path):
    out = tmp_path / "out"
    path = archive(tmp_path / "class.zip", MOODLE)
    grade(path, course=own_course)
    (tmp_path / "w.csv").write_text(f"student,mark\n{BOB},2\n")
    grade(path, "--written", tmp_path / "w.csv", course=own_course)
    assert command("regrade", out)[1].splitlines()[-1] == "No mark has changed."
    checks = own_course / "assignments" / "toy" / "checks.py"
    settings = own_course / "assignments" / "toy" / "lab.toml"
    checks.write_text(checks.read_text().replace('@check("double", points=2', '@check("double", points=3'))
    settings.write_text(
        settings.read_text().replace('parameters = ["x"]\npoints = 4', 'parameters = ["x"]\npoints = 5')
    )
    status, said, told = command("regrade", out)
    assert status == 0, told
    (moved,) = [line for line in said.split("Marks that changed")[1].splitlines() if line.startswith("│")]
    assert [cell.strip() for cell in moved.split("│")[1:4]] == [ANN, "9", "10"]
    assert "double: Every entry is doubled.: passed -> passed (+1)" in moved
    assert marks(out, "mark")[BOB] == "7"  # with the written mark, which no regrade takes away


def test_a_folder_without_results_is_told(command, tmp_path):
    for arguments in (("regrade", tmp_path), ("export", tmp_path, "--to", "csv")):
        status, _, told = command(*arguments)
        assert status == 2
        assert "holds no results of autograder grade" in told


def test_a_dry_run_shows_everybody_and_nothing_that_a_terminal_would_obey(capsys):
    lines = [Line(f"s{number}", "changed", old="\x1b[2J", new="1") for number in range(300)]
    carry_out(Plan(lines, notes=[]), Path(), None, dry=True)
    said = capsys.readouterr().out
    assert all(f"s{number} " in said for number in range(300))
    assert "\x1b[2J" not in said
    carry_out(Plan(lines, notes=[]), Path(), None, dry=False)
    assert "s299" not in capsys.readouterr().out

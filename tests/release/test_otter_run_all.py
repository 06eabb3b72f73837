"""Grading a class with otter: who is graded, what is left alone, and what the table says."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import msgspec
import pytest
from release.tools import demand
from typer.testing import CliRunner

demand("otter")

import typer  # noqa: E402

from autograder.outputs import OutputError  # noqa: E402
from autograder.release.otter import run_all as tool  # noqa: E402

RESULTS = {
    "tests": [{"name": "q1: f", "score": 1.5, "max_score": 2.0}, {"name": "q2: g", "score": 0.0, "max_score": 3.0}]
}


class Otter:
    """In the place of otter's process: it writes what a file's text says, or fails."""

    def __init__(self, target: Any, args: tuple[list[str], Path]) -> None:
        (_, submission, _, _, _, out, _), self._log = args
        self._text, self._out = Path(submission).read_text(), Path(out)
        self.exitcode: int | None = None

    def start(self) -> None:
        self._log.write_text("Traceback\nProblem: otter was here\n\n")

    def join(self) -> None:
        self.exitcode = 1 if self._text == "fails" else -9 if self._text == "killed" else 0
        if self._text == "right":
            (self._out / "results.json").write_bytes(msgspec.json.encode(RESULTS))
        elif self._text == "broken":
            (self._out / "results.json").write_text("{}")


@pytest.fixture
def submitted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tool, "_PROCESSES", type("Processes", (), {"Process": Otter}))
    (tmp_path / "autograder.zip").write_text("")
    folder = tmp_path / "submitted"
    folder.mkdir()
    return folder


def hand_in(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text)


def table(folder: Path) -> dict[str, dict[str, str]]:
    with open(folder.parent / "marks" / "marks.csv", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def run(folder: Path) -> Any:
    app = typer.Typer()
    app.command()(tool.main)
    archive, out = str(folder.parent / "autograder.zip"), str(folder.parent / "marks")
    return CliRunner().invoke(app, [str(folder), "-a", archive, "-o", out, "--workers", "2"])


def test_each_student_has_a_line_with_the_points_of_each_question(submitted: Path) -> None:
    hand_in(submitted, ann_ipynb="right", bob_py="right", cid_zip="right")
    done = run(submitted)
    assert done.exit_code == 0, done.output
    row = {"score": "1.5", "max_score": "5", "q1: f": "1.5", "q2: g": "0", "problem": ""}
    assert table(submitted) == {name: {"student": name, **row} for name in ("ann", "bob", "cid")}


WAYS_TO_FAIL = {
    "fails": "status 1: Problem: otter was here (see ",
    "killed": "status -9",
    "broken": "no results",
    "silent": "no results",
}


@pytest.mark.parametrize(("text", "why"), WAYS_TO_FAIL.items())
def test_where_otter_fails_the_mark_is_empty_and_the_status_is_1(submitted: Path, text: str, why: str) -> None:
    hand_in(submitted, ann_ipynb="right", eve_ipynb=text)
    done = run(submitted)
    assert done.exit_code == 1
    assert "eve has no mark: " in done.stderr
    assert "1 of 2 submissions are graded" in done.stdout
    eve = table(submitted)["eve"]
    assert (eve["score"], eve["q1: f"]) == ("", "")
    assert why in eve["problem"]
    assert (submitted.parent / "marks" / "eve" / "otter.log").read_text().startswith("Traceback")


def test_two_files_of_one_name_and_links_are_not_graded(submitted: Path) -> None:
    hand_in(submitted, ann_ipynb="right", ann_py="right")
    (submitted / "lea.ipynb").symlink_to(submitted / "ann.py")
    assert run(submitted).exit_code == 1
    assert table(submitted)["ann"]["problem"] == "2 files have this name: ann.ipynb, ann.py."
    assert table(submitted)["lea"]["problem"] == "lea.ipynb is a link to another file."
    assert [row["score"] for row in table(submitted).values()] == ["", ""]


def test_names_cannot_leave_the_folder_or_be_formulas(submitted: Path) -> None:
    for name in ("=1+1.ipynb", "...ipynb", "a\nb.ipynb", "-o.ipynb"):
        (submitted / name).write_text("right")
    assert run(submitted).exit_code == 0
    assert {"'=1+1", "'-o"} < table(submitted).keys()
    assert {path.name for path in submitted.parent.iterdir()} == {"submitted", "marks", "autograder.zip"}


def test_marks_of_an_earlier_run_are_never_mixed_with_new_ones(submitted: Path) -> None:
    hand_in(submitted, ann_ipynb="right")
    assert run(submitted).exit_code == 0
    done = run(submitted)
    assert done.exit_code == 2
    assert "is not an empty folder" in done.stderr


def test_a_folder_without_submissions_is_told(submitted: Path) -> None:
    hand_in(submitted, notes_txt="right")
    with pytest.raises(OutputError, match="holds no submissions"):
        tool.run_all(submitted, submitted, submitted.parent / "marks", 1)

"""The commands of docs/student.md and docs/gradescope.md take a class from nothing to its marks, one by one."""

from __future__ import annotations

import csv
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT
from typer.testing import CliRunner

from autograder import cli
from autograder.release import command

LAB = "02_weight_swaps"
SUBMISSIONS = ("ada.ipynb", "carl.ipynb")
METADATA = """\
---
submission_901:
  :submitters:
  - :name: Ada
    :sid: '1'
  :created_at: 2026-11-22 14:40:00 +0100
submission_902:
  :submitters:
  - :name: Carl
    :sid: '2'
  :created_at: 2026-11-22 14:40:00 +0100
"""


def commands(page: str) -> dict[str, str]:
    """The marked commands of a page, in order."""
    text = (ROOT / "docs" / page).read_text()
    found = re.findall(r"<!-- command: (\w+) -->\n```sh\n(.*)\n```", text)
    assert text.count("<!-- command:") == len(found) <= 5
    return dict(found)


def run(line: str) -> None:
    """A command, as somebody types it in the current folder."""
    program, *words = shlex.split(line)
    if program == "autograder":  # in this process, where the lab need not be verified each time
        done = CliRunner().invoke(cli.app, words)
        assert done.exit_code == 0, (line, done.output, done.exception)
    else:
        subprocess.run([sys.executable if program == "python3" else program, *words], check=True)


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for half in ("assignments", "solutions"):
        shutil.copytree(ROOT / half / LAB, tmp_path / half / LAB, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(command, "demand_verified", lambda course, lab: None)
    return tmp_path


def test_what_pages_tell_to_install_is_there() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    lines: list[str] = []
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        lines += re.findall(r"pip install[^\n]*?(?:nonconvex-lab|\.)\[([\w, -]+)\]", page.read_text())
    assert len(lines) >= 6
    assert {extra.strip() for line in lines for extra in line.split(",")} <= extras.keys()


def rows(path: Path) -> dict[str, dict[str, str]]:
    with open(path, newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def test_the_page_for_students_folders(course: Path) -> None:
    lines = commands("student.md")
    assert list(lines) == ["install", "release", "pack", "grade", "written"]
    (course / "submissions").mkdir()
    for name in SUBMISSIONS:
        shutil.copy(ROOT / "examples" / LAB / name, course / "submissions")
    for name in ("release", "pack", "grade"):
        run(lines[name])
    with zipfile.ZipFile(course / "swaps.zip") as handout:
        names = set(handout.namelist())
    page = (ROOT / "docs" / "student.md").read_text()
    for name in (f"{LAB}.ipynb", "lab.toml", "checks.py", "requirements.txt", "README.md"):
        assert f"swaps/{name}" in names
        assert f"`{name}`" in page
    written = course / "graded" / "written.csv"
    with open(written, newline="") as file:
        reader = csv.DictReader(file)
        entries = [{**row, "mark": "3"} for row in reader]
    with open(written, "w", newline="") as file:
        table = csv.DictWriter(file, list(entries[0]))
        table.writeheader()
        table.writerows(entries)
    run(lines["written"])
    marks = rows(course / "graded" / "grades.csv")
    assert [(marks[name]["score"], marks[name]["mark"]) for name in ("ada", "carl")] == [("20", "23"), ("9.5", "12.5")]


def test_the_page_for_gradescope(course: Path) -> None:
    lines = commands("gradescope.md")
    assert list(lines) == ["install", "release", "grade", "export"]
    run(lines["release"])
    assert {path.name for path in (course / "for-gradescope").iterdir()} == {"autograder.zip", "README.md"}
    with zipfile.ZipFile(course / "submissions.zip", "w") as archive:
        archive.writestr("assignment_8_export/submission_metadata.yml", METADATA)
        for number, name in enumerate(SUBMISSIONS, start=901):
            archive.write(ROOT / "examples" / LAB / name, f"assignment_8_export/submission_{number}/{LAB}.ipynb")
    run(lines["grade"])
    run(lines["export"])
    (table,) = (course / "graded" / "export" / "csv").glob("*.csv")
    assert {row["score"] for row in rows(table).values()} == {"20", "9.5"}

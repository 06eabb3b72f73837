"""The commands of docs/otter.md take a class from nothing to its marks, through otter's own commands."""

from __future__ import annotations

import csv
import json
import os
import pickle
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from contextlib import chdir
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from attacks.arena import HERE as ATTACKS
from attacks.arena import load
from conftest import ROOT
from release.leaks import leaked, members, secrets
from release.tools import demand
from typer.testing import CliRunner

from autograder import cli
from autograder.batch import Grader
from autograder.labs import load_lab
from autograder.release import command as release_command
from autograder.submissions import Found

demand("otter")

from otter.cli import cli as otter_cli  # noqa: E402

from autograder.release.otter.plugin import WRITTEN  # noqa: E402

LAB = "02_weight_swaps"
ALONE = "ada"
HONEST = (f"{ALONE}.ipynb", "carl.ipynb", "gus.ipynb", "ivan.ipynb", "juno.ipynb", "milo.py", "otto.ipynb", "pia.ipynb")
FROM_THE_SUITE = (
    "forging/searching_frames_and_heap",
    "forging/shadowed_modules",
    "reading/solution_by_import",
    "ways_out/files_for_the_next",
)
PAGE = (ROOT / "docs" / "otter.md").read_text()
LEAVES_A_MARK = """
import glob, os
with open({path!r}, "w") as file:
    file.write(" ".join(glob.glob("tests/*") + glob.glob("../source/files/solutions/*/*")))
"""


def command(name: str) -> str:
    """The line under a marker of the page."""
    block = re.search(rf"<!-- command: {name} -->\n```sh\n(.*)\n```", PAGE)
    assert block is not None, f"docs/otter.md has no line marked {name}"
    return block[1]


@dataclass(frozen=True)
class Class:
    """A class that was graded: the folder in which the commands ran, and another that everybody may write to."""

    root: Path
    outside: Path
    said: str = ""
    """What `otter run` has said of a single submission."""

    def run(self, line: str) -> subprocess.CompletedProcess[str]:
        """Run a command as somebody would who has activated the environment."""
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(
            ["bash", "-c", line], cwd=self.root, env={**os.environ, "PATH": path}, capture_output=True, text=True
        )

    def results(self, student: str) -> dict[str, Any]:
        folder = self.root / student if student == ALONE else self.root / "marks" / student
        return json.loads((folder / "results.json").read_text())

    def students(self) -> list[str]:
        return [ALONE, *self.marks()]

    def points(self, student: str) -> dict[str, float]:
        """The points of each question, as otter has written them."""
        return {test["name"]: test["score"] for test in self.results(student)["tests"]}

    def marks(self) -> dict[str, dict[str, str]]:
        with open(self.root / "marks" / "marks.csv", newline="") as table:
            return {row["student"]: row for row in csv.DictReader(table)}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Class:
    """Eight students, four attackers of the suite and one who knows otter, graded by the page's commands.

    What starts in this process is spared its start, and the first student is graded by the command for a single one.
    """
    made = Class(tmp_path_factory.mktemp("root"), tmp_path_factory.mktemp("outside"))
    made.outside.chmod(0o777)
    for half in ("assignments", "solutions"):
        shutil.copytree(ROOT / half / LAB, made.root / half / LAB, ignore=shutil.ignore_patterns("__pycache__"))
    with pytest.MonkeyPatch.context() as patch, chdir(made.root):
        patch.setattr(release_command, "demand_verified", lambda *_: None)  # it has tests of its own, and takes long
        released = CliRunner().invoke(cli.app, shlex.split(command("release"))[1:], catch_exceptions=False)
        assert released.exit_code == 0, released.output
        otter_cli.main(shlex.split(command("assign"))[1:], standalone_mode=False)
    submitted = made.root / "submitted"
    submitted.mkdir()
    for name in HONEST[1:]:
        shutil.copy(ROOT / "examples" / LAB / name, submitted)
    for name in FROM_THE_SUITE:
        (submitted / f"{Path(name).name}.ipynb").write_text(attack(made, name))
    hand_in_a_trap(made, submitted / "mallory.zip")
    done = made.run(command("run"))
    assert done.returncode == 0, done.stdout + done.stderr
    shutil.copy(ROOT / "examples" / LAB / HONEST[0], submitted)
    done = made.run(command("one"))
    assert done.returncode == 0, done.stdout + done.stderr
    return replace(made, said=done.stdout)


def attack(made: Class, name: str) -> str:
    """What otter gives to students, with nothing done but an attack of the suite: in a cell, and in a function."""
    facts = {
        "@SOLUTIONS@": str(made.root / "swaps" / "dist" / "autograder" / "solutions" / LAB),
        "@OUTSIDE@": str(made.outside),
    }
    source = load(ATTACKS / f"{name}.py").attack
    for word, fact in facts.items():
        source = source.replace(word, fact)
    trigger = "import numpy as np\n\ndef swap_units(net, layer, i, j):\n    return double(np.ones(3))\n"
    return with_cells(made, source, trigger)


def with_cells(made: Class, *sources: str) -> str:
    """Otter's notebook for students with further cells at the end."""
    notebook = json.loads((made.root / "swaps" / "dist" / "student" / f"{LAB}.ipynb").read_text())
    for number, source in enumerate(sources):
        cell = {"cell_type": "code", "id": f"mine-{number}", "metadata": {}, "outputs": [], "execution_count": None}
        notebook["cells"].append({**cell, "source": source})
    return json.dumps(notebook)


class _Trap:
    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> Any:
        return (Path.write_text, (self._path, "unpickled"))


def hand_in_a_trap(made: Class, path: Path) -> None:
    """A zip whose every part leaves a mark if it is run: a cell, a package that shadows otter, and otter's own log."""
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mallory.ipynb", with_cells(made, LEAVES_A_MARK.format(path=str(made.outside / "cell"))))
        packed.writestr("otter/__init__.py", LEAVES_A_MARK.format(path=str(made.outside / "package")))
        packed.writestr(".OTTER_LOG", pickle.dumps(_Trap(made.outside / "log")))
        packed.writestr("tests/q1.py", LEAVES_A_MARK.format(path=str(made.outside / "test")))
        packed.writestr(f"assignments/{LAB}/checks.py", LEAVES_A_MARK.format(path=str(made.outside / "checks")))


def test_the_marks_are_those_of_autograder_grade(graded: Class) -> None:
    with chdir(graded.root):
        done = CliRunner().invoke(cli.app, ["grade", LAB, "submitted", "-o", "graded"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    with open(graded.root / "graded" / "grades.csv", newline="") as table:
        expected = {row["student"]: row for row in csv.DictReader(table)}
    assert set(graded.students()) == {*expected, "mallory"}
    assert len(expected) == len(HONEST) + len(FROM_THE_SUITE)
    exercises = [exercise.name for exercise in load_lab(ROOT, LAB).exercises]
    for student, row in expected.items():
        due = {f"q{number}: {name}": float(row[name]) for number, name in enumerate(exercises, start=1)}
        assert graded.points(student) == due, student
    for student, marks in graded.marks().items():
        assert {name: float(marks[name]) for name in graded.points(student)} == graded.points(student)
        if student in expected:
            assert (marks["score"], marks["max_score"]) == (expected[student]["score"], expected[student]["max_score"])


def test_the_class_has_right_and_wrong_answers(graded: Class) -> None:
    marks = {student: sum(graded.points(student).values()) for student in graded.students()}
    assert marks["ada"] == marks["milo"] == 20
    assert 0 < marks["carl"] < marks["ivan"] < 20


def test_attacks_earn_nothing_and_find_nothing(graded: Class) -> None:
    for student in (*(Path(name).name for name in FROM_THE_SUITE), "mallory"):
        assert graded.marks()[student]["score"] == "0", student
        assert "ESCAPED" not in json.dumps(graded.results(student)), student


def test_the_cells_in_which_students_call_otter_are_not_graded(graded: Class) -> None:
    notebook = graded.root / "swaps" / "dist" / "autograder" / f"{LAB}.ipynb"
    with Grader(load_lab(graded.root, LAB)) as grader:
        report = grader.grade(Found("filled", (notebook,)))
    assert (report.score, report.problems) == (20, ())


def test_nothing_of_a_submission_runs_in_otters_process_or_kernel(graded: Class) -> None:
    assert list(graded.outside.iterdir()) == []


def test_in_otter_without_the_plug_in_all_of_it_runs(graded: Class, tmp_path: Path) -> None:
    # without this, the test above could not fail
    (archive,) = (graded.root / "swaps" / "dist" / "autograder").glob("*.zip")
    with zipfile.ZipFile(archive) as packed, zipfile.ZipFile(tmp_path / "stock.zip", "w") as stock:
        for name in packed.namelist():
            stock.writestr(name, b'{"lang": "python"}' if name == "otter_config.json" else packed.read(name))
    graded.run(f"otter run submitted/mallory.zip -a {tmp_path / 'stock.zip'} -o {tmp_path}")
    left = {path.name: path.read_text() for path in graded.outside.iterdir()}
    for path in graded.outside.iterdir():
        path.unlink()
    assert set(left) == {"cell", "package", "log"}
    assert "solution.py" in left["cell"]


def test_the_command_for_one_submission_tells_its_mark(graded: Class) -> None:
    assert "20 of 20 points; isolation: " in graded.said
    assert WRITTEN in graded.said


def test_feedback_says_what_is_wrong_and_holds_no_hidden_check(graded: Class) -> None:
    lab = load_lab(graded.root, LAB)
    for student in graded.students():
        written = json.dumps(graded.results(student))
        assert not [check.name for check in lab.hidden if check.name in written], student
        assert all(test["visibility"] == "visible" for test in graded.results(student)["tests"])
        assert graded.results(student)["output"].endswith(WRITTEN), student
    carl = " ".join(graded.results("carl")["tests"][0]["output"].split())
    assert "b1[0] should be -1.2, but is 0.5." in carl
    assert "The biases stayed where they were." in carl
    assert "code cell" in graded.results("juno")["output"]


def test_students_get_nothing_of_the_solution(graded: Class) -> None:
    dist, secret = graded.root / "swaps" / "dist", secrets(graded.root, LAB)
    assert len(leaked((dist / "autograder" / f"{LAB}.ipynb").read_bytes(), secret)) > 100
    for name, data in members(dist / "student"):
        if ".whl/" not in name:  # this package has a test of its own
            assert leaked(data, secret) == set(), name

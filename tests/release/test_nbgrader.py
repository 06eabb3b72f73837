"""A class through nbgrader's own commands, as its page shows them: the marks are ours, whatever was handed in."""

from __future__ import annotations

import csv
import html
import os
import re
import shlex
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from conftest import ROOT
from nbformat import v4
from release.leaks import leaked, members, secrets
from release.nbgrader_class import (
    ANSWERED,
    EXERCISES,
    HONEST,
    HOSTILE,
    LAB,
    NO_MARK,
    SCRIPT,
    course,
    hand_in,
    handed_in,
)
from release.tools import demand
from traitlets.config import Config, PyFileConfigLoader
from typer.testing import CliRunner

from autograder import cli
from autograder.batch import Grader
from autograder.labs import load_lab
from autograder.release import command
from autograder.release.nbgrader import names
from autograder.report import Report
from autograder.submissions import Found

demand("nbgrader")
from nbgrader.api import Gradebook  # noqa: E402
from nbgrader.apps import NbGraderAPI  # noqa: E402

from autograder.release.nbgrader import course_labs  # noqa: E402
from autograder.release.nbgrader.export import MarksTable  # noqa: E402
from autograder.release.nbgrader.reading import forget_marks  # noqa: E402

PAGE = (ROOT / "docs" / "nbgrader.md").read_text()


@dataclass
class Run:
    """A course that has gone through all commands: its folder, what each said, and the marks of `autograder grade`."""

    folder: Path
    students: list[str]
    done: dict[str, subprocess.CompletedProcess[str]]
    reports: dict[str, Report]

    @property
    def gradebook(self) -> Gradebook:
        return Gradebook(f"sqlite:///{self.folder / 'gradebook.db'}")

    def feedback(self, student: str) -> Path:
        return self.folder / "feedback" / student / LAB / f"{LAB}.html"

    def table(self) -> dict[str, dict[str, str]]:
        with open(self.folder / "marks.csv", newline="") as file:
            return {row["student_id"]: row for row in csv.DictReader(file)}


def commands() -> list[str]:
    """The five commands of the page."""
    block = re.search(r"<!-- commands: class -->\n```sh\n(.*?)```", PAGE, flags=re.DOTALL)
    assert block is not None
    return block[1].splitlines()


def nbgrader(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of the page with the environment activated: nbgrader calls others by their bare names."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "PYTHONWARNINGS": "ignore"}
    return subprocess.run(shlex.split(line), cwd=folder, env=env, capture_output=True, text=True, timeout=900)


def about(student: str, folder: Path) -> dict[str, str]:
    """What nbgrader tells its steps."""
    where = f"sqlite:///{folder / 'gradebook.db'}"
    return {"student": student, "assignment": LAB, "notebook": LAB, "db_url": where}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    where = tmp_path_factory.mktemp("course")
    course(where)
    release, generate, autograde, feedback, export = commands()
    done: dict[str, subprocess.CompletedProcess[str]] = {}
    line, _, folder = release.partition(" && cd ")
    with pytest.MonkeyPatch.context() as patch, chdir(where):
        patch.setattr(command, "demand_verified", lambda *_: None)  # it has tests of its own, and takes a minute
        made = CliRunner().invoke(cli.app, shlex.split(line)[1:], catch_exceptions=False)
        assert made.exit_code == 0, made.output
    folder = where / folder
    done["generate"] = nbgrader(generate, folder)
    students = hand_in(folder, where)
    done["autograde"] = nbgrader(autograde, folder)
    forget_marks(about("half", folder))  # as if nbgrader had been killed before it had the marks
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as book:  # as formgrader does
        for student in ("late", "reordered"):
            grade = book.find_grade("written_answer", LAB, LAB, student)
            grade.manual_score, grade.needs_manual_grade = 3.0, False
        book.update_or_create_student("ada", last_name='Love, "Ada"', first_name="=1+1")
        book.update_or_create_student("nobody")
        book.db.commit()
    done["feedback"] = nbgrader(feedback, folder)
    done["export"] = nbgrader(export, folder)
    with Grader(load_lab(where, LAB)) as grader:
        reports = {name: grader.grade(Found(name, (handed_in(folder, name),))) for name in students}
    return Run(folder, students, done, reports)


def points(run: Run, student: str) -> dict[str, float | None]:
    """The autograder's points of each exercise, as the gradebook has them."""
    with run.gradebook as book:
        return {name: book.find_grade(f"{name}_tests", LAB, LAB, student).auto_score for name in EXERCISES}


def secret_lines(run: Run) -> set[str]:
    """Lines of the solution and the hidden checks, long enough to be theirs, that students are not given."""
    public = "".join(path.read_text() for path in (run.folder / "grading" / "assignments" / LAB).glob("*.*"))
    lines: set[str] = set()
    for path in (run.folder / "grading" / "solutions" / LAB).glob("*.py"):
        if path.name.startswith(("solution", "check")):
            lines |= {line.strip() for line in path.read_text().splitlines()}
    lines = {line for line in lines if len(line) > 30 and line not in public and not line.startswith('"""')}
    assert len(lines) > 200
    return lines


def test_every_mark_is_that_of_autograder_grade(run: Run) -> None:
    marked = [student for student in run.students if student not in (*NO_MARK, "half")]
    assert len(marked) >= 8 + 4
    for student in marked:
        report = run.reports[student]
        assert report.status == "graded"
        assert points(run, student) == {each.name: each.score for each in report.exercises}, student


def test_the_class_has_good_and_bad_marks(run: Run) -> None:
    scores = {student: run.reports[student].score for student in HONEST}
    assert scores["ada"] == scores["bela"] == scores["pia"] == 20
    assert min(scores.values()) < 10
    right = ("copied", "elsewhere", "late", "linked", "mangled", "reordered", "shadow", "warns")
    assert {student: run.reports[student].score for student in right} == dict.fromkeys(right, 20)


@pytest.mark.parametrize("student", [*HOSTILE, "forger"])
def test_an_attack_earns_nothing(run: Run, student: str) -> None:
    assert set(points(run, student).values()) == {0.0}
    with run.gradebook as book:
        told = [book.find_comment(name, LAB, LAB, student).auto_comment for name in EXERCISES]
    assert "ESCAPED" not in "".join(told)


def test_the_released_notebook_has_the_stubs_and_no_solution(run: Run) -> None:
    assert run.done["generate"].returncode == 0, run.done["generate"].stderr
    secret = secrets(run.folder / "grading", LAB)
    names = []
    for name, data in members(run.folder / "release" / LAB):
        names.append(name)
        assert leaked(data, secret) == set(), name
        assert b"BEGIN SOLUTION" not in data
        assert b"autograder_stub" not in data
    assert names == [f"{LAB}.ipynb", "checks.py", "lab.toml"]


def test_solutions_are_closed_to_other_users(run: Run) -> None:
    for name in ("grading", "source"):
        assert stat.S_IMODE((run.folder / name).stat().st_mode) == 0o700


def test_feedback_shows_our_text_and_no_hidden_test(run: Run) -> None:
    page = run.feedback("carl").read_text()
    assert "The biases stayed where they were" in page
    assert "Any two units of any hidden layer can be exchanged" in page
    failed = [check for each in run.reports["carl"].exercises for check in each.checks if check.outcome == "failed"]
    said = [check.message for check in failed if not check.visible]
    assert len(said) > 3
    assert not [message for message in said if message in html.unescape(page)]
    hidden = load_lab(run.folder / "grading", LAB).hidden
    for path in (run.folder / "feedback").rglob("*"):
        text = path.read_text() if path.is_file() else ""
        assert not [check.name for check in hidden if check.name in text], path
        if path.parent.parent.name not in ANSWERED:
            assert not [line for line in secret_lines(run) if line in text], path


def test_what_student_code_says_is_shown_as_text(run: Run) -> None:
    page = run.feedback("script").read_text()
    assert SCRIPT not in page.replace(repr(SCRIPT), "")
    assert "&lt;script&gt;alert(" in page
    assert "<script>alert(" not in page


def test_a_comment_on_every_exercise_is_in_the_gradebook(run: Run) -> None:
    with run.gradebook as book:
        comments = {name: book.find_comment(name, LAB, LAB, "carl").auto_comment for name in EXERCISES}
    assert comments["recover_permutation"].startswith("Autograder:\n\n    recover_permutation: 5 of 5 points\n")
    assert "Hint: The biases stayed" in comments["swap_units"]


def test_what_cannot_be_graded_has_no_mark_and_nbgrader_says_why(run: Run) -> None:
    assert run.done["autograde"].returncode == 1
    said = run.done["autograde"].stderr
    assert f"broken has no mark: {LAB}.ipynb is not a notebook: its JSON is broken" in said
    assert f"linked_notebook has no mark: {LAB}.ipynb is a link to another file" in said
    assert "riddle has no mark (needs_review): The grader failed in the check" in said
    for student in NO_MARK:
        assert set(points(run, student).values()) == {None}
        assert not (run.folder / "autograded" / student / LAB).exists()
        assert not run.feedback(student).exists()
    failed = set(re.findall(r"error processing assignment '.*' for student '(\w+)'", said))
    assert failed == set(NO_MARK)


def test_feedback_is_refused_where_grading_was_cut_short(run: Run) -> None:
    assert run.done["feedback"].returncode == 1
    assert f"nbgrader autograde {LAB} --student half --force" in run.done["feedback"].stderr
    assert not run.feedback("half").exists()


def test_every_other_student_gets_feedback(run: Run) -> None:
    there = {path.parent.parent.name for path in (run.folder / "feedback").glob(f"*/{LAB}/{LAB}.html")}
    assert there == {*run.students} - {*NO_MARK, "half"}


def test_a_linked_file_does_not_come_back_as_feedback(run: Run) -> None:
    for step in ("autograded", "feedback"):
        assert not (run.folder / step / "linked" / LAB / "notes.txt").exists()
        assert (run.folder / step / "linked" / LAB / "lab.toml").exists()


def manual(run: Run, student: str) -> tuple[float | None, bool]:
    with run.gradebook as book:
        grade: Any = book.find_grade("written_answer", LAB, LAB, student)
        return grade.auto_score, grade.needs_manual_grade


def test_a_written_answer_waits_for_a_person(run: Run) -> None:
    for student in ("ada", "copied", "quin", "shadow"):
        assert manual(run, student) == (None, True), student
    assert "This answer has not been marked yet." in run.feedback("shadow").read_text()


def test_an_empty_written_answer_needs_nobody(run: Run) -> None:
    assert manual(run, "blank") == (0, False)


def test_an_answer_in_another_cell_is_not_taken_for_an_empty_one(run: Run) -> None:
    assert manual(run, "elsewhere") == (None, True)
    assert "The answer is not in this cell" in run.feedback("elsewhere").read_text()
    assert manual(run, "deleted") == (None, True)


def test_a_late_submission_pays_for_each_day_begun(run: Run) -> None:
    row = run.table()["late"]
    assert row["duedate"] == "2026-11-22 23:59:00"
    # two days begun at 10 % of 24 points
    assert (row["raw_score"], row["late_submission_penalty"], row["score"]) == ("23", "4.8", "18.2")


def test_the_export_has_a_score_where_all_is_marked_and_nowhere_else(run: Run) -> None:
    assert run.done["export"].returncode == 0, run.done["export"].stderr
    assert f"{LAB}, not graded: broken, half, linked_notebook, riddle (" in run.done["export"].stderr
    table = run.table()
    assert set(table) == {*run.students, "nobody"}
    statuses = {student: row["status"] for student, row in table.items()}
    assert {student for student, status in statuses.items() if status == "not graded"} == {"half", *NO_MARK}
    assert statuses["nobody"] == "missing"
    assert statuses["ada"] == "to be marked"
    assert statuses["blank"] == statuses["late"] == statuses["reordered"] == "graded"
    assert table["reordered"]["score"] == "23"
    for student, row in table.items():
        assert (row["score"] != "") == (statuses[student] == "graded"), student
    assert table["ada"][f"{LAB}/swap_units"] == "4"
    assert table["riddle"][f"{LAB}/swap_units"] == ""


def test_the_export_is_a_table_whatever_the_names_are(run: Run) -> None:
    ada = run.table()["ada"]
    assert (ada["last_name"], ada["first_name"]) == ('Love, "Ada"', "'=1+1")


@pytest.fixture(scope="module")
def formgrader(run: Run) -> Iterator[NbGraderAPI]:
    """What the buttons of formgrader call, in a process that stays."""
    config = PyFileConfigLoader("nbgrader_config.py", path=str(run.folder)).load_config()
    config.CourseDirectory.root = str(run.folder)
    api = NbGraderAPI(config=config)
    yield api
    api.gradebook.close()
    course_labs.close_all()


def test_the_points_of_an_earlier_file_do_not_outlive_a_broken_one(run: Run, formgrader: NbGraderAPI) -> None:
    path = handed_in(run.folder, "gus")
    whole = path.read_text()
    path.write_text(whole[:-20])
    done = formgrader.autograde(LAB, "gus", force=True)
    assert not done["success"]
    assert "gus has no mark" in done["error"] + done["log"]
    assert set(points(run, "gus").values()) == {None}
    path.write_text(whole)
    assert formgrader.autograde(LAB, "gus", force=True)["success"]
    assert points(run, "gus") == {each.name: each.score for each in run.reports["gus"].exercises}


def test_the_export_has_no_marks_of_an_earlier_file_where_nbgrader_found_none_to_grade(
    run: Run, formgrader: NbGraderAPI, tmp_path: Path
) -> None:
    path = handed_in(run.folder, "pia")
    path.rename(path.with_name("mine.ipynb"))
    assert not formgrader.autograde(LAB, "pia", force=True)["success"]
    MarksTable(parent=formgrader, to=str(tmp_path / "marks.csv"), student=["pia"]).export(formgrader.gradebook)
    with open(tmp_path / "marks.csv", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["status"], row["score"], row[f"{LAB}/swap_units"]) == ("not graded", "", "")


def test_what_a_person_has_marked_stays_when_a_lab_is_graded_again(run: Run, formgrader: NbGraderAPI) -> None:
    assert formgrader.autograde(LAB, "reordered", force=True)["success"]
    with run.gradebook as book:
        assert book.find_grade("written_answer", LAB, LAB, "reordered").manual_score == 3.0


def test_a_lab_is_graded_where_stock_nbgrader_would_not_run_it(run: Run, formgrader: NbGraderAPI) -> None:
    config = Config(formgrader.config)
    config.Execute.enabled = False  # what --no-execute means
    assert NbGraderAPI(config=config).autograde(LAB, "blank", force=True)["success"]
    assert set(points(run, "blank").values()) == {0.0}


def test_a_lab_that_is_missing_in_grading_is_not_run_in_a_kernel_for_full_marks(
    run: Run, formgrader: NbGraderAPI
) -> None:
    lab = run.folder / "grading" / "assignments" / LAB
    lab.rename(lab.with_name(".away"))
    try:
        done = formgrader.autograde(LAB, "forger", force=True)
    finally:
        lab.with_name(".away").rename(lab)
    assert not done["success"]
    assert "forger has no mark" in done["error"] + done["log"]
    assert set(points(run, "forger").values()) == {None}


def test_other_assignments_of_the_course_run_in_a_kernel_as_ever(run: Run, formgrader: NbGraderAPI) -> None:
    cells = [
        ("add", "def add(a, b):\n    ### BEGIN SOLUTION\n    return a + b\n    ### END SOLUTION", None),
        ("add_adds", "assert add(1, 2) == 3", 2),
        ("add_is_exact", "assert add(0.1, 0.2) == 0.3", 4),
    ]
    essay = v4.new_notebook(
        cells=[
            v4.new_code_cell(
                source,
                metadata={
                    "nbgrader": names.metadata(name, solution=not worth, grade=bool(worth), locked=True, points=worth)
                },
            )
            for name, source, worth in cells
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    for place in ("source/essay", "submitted/eve/essay"):
        (run.folder / place).mkdir(parents=True)
        nbformat.write(essay, run.folder / place / "essay.ipynb")
    assert formgrader.generate_assignment("essay")["success"]
    assert "raise NotImplementedError" in (run.folder / "release" / "essay" / "essay.ipynb").read_text()
    assert formgrader.autograde("essay", "eve")["success"]
    assert formgrader.gradebook.find_submission("essay", "eve").score == 2.0

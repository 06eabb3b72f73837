"""Grading many submissions in several processes, also when one of the grader's own processes is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import TOY
from submitting import RIGHT

from autograder import batch
from autograder.batch import Grader, grade_all
from autograder.grading import grade
from autograder.labs import Lab, load_lab
from autograder.report import Report
from autograder.sandbox.host import Worker
from autograder.submissions import Found, Submission, find


def killing(what: str) -> str:
    """A submission that has something killed."""
    return RIGHT + f"\ndef anything(x):\n    return {what!r}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(6):
        (tmp_path / f"right{number}.py").write_text(RIGHT)
    return tmp_path


def students(folder: Path) -> list[Found]:
    return find([folder])[0]


@pytest.mark.parametrize("workers", [1, 2])
def test_every_submission_gets_its_report(toy: Lab, folder: Path, workers: int) -> None:
    reports = list(grade_all(TOY, toy, students(folder), workers))
    assert sorted(report.student for report in reports) == [f"right{number}" for number in range(6)]
    assert {report.score for report in reports} == {9.0}


def test_a_lost_worker_is_replaced_and_its_submission_left_to_a_person(course: Path, folder: Path) -> None:
    (folder / "killer.py").write_text(killing("the worker"))
    reports = {report.student: report for report in grade_all(course, load_lab(course, "toy"), students(folder), 2)}
    killer = reports.pop("killer")
    assert (killer.status, killer.score) == ("needs_review", None)
    assert {report.score for report in reports.values()} == {10.0}


def test_a_lost_process_of_the_pool_costs_nobody_else_a_mark(course: Path, folder: Path) -> None:
    (folder / "killer.py").write_text(killing("the grader"))
    reports = {report.student: report for report in grade_all(course, load_lab(course, "toy"), students(folder), 2)}
    killer = reports.pop("killer")
    assert (killer.status, killer.score) == ("needs_review", None)
    assert "lost 3 times" in killer.problems[0]
    assert {report.score for report in reports.values()} == {10.0}


def test_an_unreadable_file_is_reported_not_raised(toy: Lab, tmp_path: Path) -> None:
    with Grader(toy) as grader:
        report = grader.grade(Found("ann", (tmp_path / "ann.ipynb",)))
    assert (report.status, report.score) == ("unreadable", None)
    assert "cannot be read" in report.problems[0]


def test_the_first_submission_is_graded_like_all_others(
    toy: Lab, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A function that counts its calls must not be marked by its place in the class."""
    plans: list[object] = []

    def noted(lab: Lab, submission: Submission, worker: Worker, given: object) -> Report:
        plans.append(given)
        return grade(lab, submission, worker)

    monkeypatch.setattr(batch, "grade", noted)
    with Grader(toy) as grader:
        for found in students(folder)[:3]:
            grader.grade(found)
    assert len(plans) == 3
    assert plans[0] is plans[1] is plans[2] is not None

"""Grading many submissions in several processes, also when one of the grader's own processes is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import TOY
from submitting import RIGHT

from autograder.batch import Grader, grade_all
from autograder.labs import Lab
from autograder.submissions import Found, find

# kills the warm worker, its parent, or the process of the pool above that
LETHAL = """
import os, signal
def parent(pid):
    return int(open(f'/proc/{pid}/stat').read().rpartition(')')[2].split()[1])
"""
KILLS_THE_WORKER = LETHAL + "os.kill(os.getppid(), signal.SIGKILL)\n"
KILLS_THE_GRADER = LETHAL + "os.kill(parent(os.getppid()), signal.SIGKILL)\n"


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


def test_a_lost_worker_is_replaced_and_its_submission_left_to_a_person(toy: Lab, folder: Path) -> None:
    (folder / "killer.py").write_text(KILLS_THE_WORKER + RIGHT)
    reports = {report.student: report for report in grade_all(TOY, toy, students(folder), 1)}
    killer = reports.pop("killer")
    assert (killer.status, killer.score) == ("needs_review", None)
    assert {report.score for report in reports.values()} == {9.0}


def test_a_lost_process_of_the_pool_costs_nobody_else_a_mark(toy: Lab, folder: Path) -> None:
    (folder / "killer.py").write_text(KILLS_THE_GRADER + RIGHT)
    reports = {report.student: report for report in grade_all(TOY, toy, students(folder), 2)}
    killer = reports.pop("killer")
    assert (killer.status, killer.score) == ("needs_review", None)
    assert "lost 3 times" in killer.problems[0]
    assert {report.score for report in reports.values()} == {9.0}


def test_an_unreadable_file_is_reported_not_raised(toy: Lab, tmp_path: Path) -> None:
    with Grader(toy) as grader:
        report = grader.grade(Found("ann", (tmp_path / "ann.ipynb",)))
    assert (report.status, report.score) == ("unreadable", None)
    assert "cannot be read" in report.problems[0]

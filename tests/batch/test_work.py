"""Grading many submissions in several processes, also when one of the grader's own processes is lost."""

from __future__ import annotations

import os
import random
import shutil
import signal
from pathlib import Path

import pytest
from conftest import ROOT, TOY
from processes import serving
from submitting import RIGHT

from autograder.batch import Grader, grade_all, processes, work
from autograder.batch.bunches import Bunch, Bunches
from autograder.batch.local import Local
from autograder.batch.processes import GradingProcess
from autograder.feedback import drawings
from autograder.feedback.html import pictures, student_page
from autograder.feedback.policy import for_student
from autograder.find import find
from autograder.grading import grade
from autograder.labs import Lab, load_lab
from autograder.report import Report
from autograder.sandbox.host import Worker
from autograder.submissions import Found, Submission, SubmittedFile, fetch


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


def test_pictures_are_drawn_in_the_grading_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice the same mistake, once the same picture; whoever writes the pages only puts it there."""
    lab = load_lab(ROOT, "02_weight_swaps")
    for name in ("one", "other"):
        shutil.copy(ROOT / "examples" / lab.name / "carl.ipynb", tmp_path / f"{name}.ipynb")
    drawings.clear()
    monkeypatch.setattr(drawings, "_made", lambda picture: pytest.fail("drawn where the pages are written"))
    for report in grade_all(ROOT, lab, students(tmp_path), 2):
        shown = for_student(report, lab.feedback)
        assert pictures(shown)
        assert student_page(lab, shown).count("<svg") >= len(pictures(shown))


def test_a_lost_worker_is_replaced_and_its_submission_left_to_a_person(course: Path, folder: Path) -> None:
    (folder / "killer.py").write_text(killing("the worker"))
    reports = {report.student: report for report in grade_all(course, load_lab(course, "toy"), students(folder), 2)}
    killer = reports.pop("killer")
    assert (killer.status, killer.score) == ("needs_review", None)
    assert {report.score for report in reports.values()} == {10.0}


@pytest.mark.parametrize("workers", [1, 2])
def test_a_lost_process_of_the_pool_costs_nobody_else_a_mark(course: Path, folder: Path, workers: int) -> None:
    (folder / "killer.py").write_text(killing("the grader"))
    lab = load_lab(course, "toy")
    reports = {report.student: report for report in grade_all(course, lab, students(folder), workers)}
    killer = reports.pop("killer")
    assert (killer.status, killer.score) == ("needs_review", None)
    assert "lost 3 times" in killer.problems[0]
    assert {report.score for report in reports.values()} == {10.0}


def test_grading_processes_killed_at_any_moment_cost_nobody_a_mark(course: Path, tmp_path: Path) -> None:
    """Two of them, for a third loss might be the same submission's; whichever starts, works or waits then."""
    for number in range(16):
        (tmp_path / f"s{number:02}.py").write_text(RIGHT if number % 3 else RIGHT.replace("2 * x", "x + 2"))
    chance, moments = random.Random(1), [2, 7]
    scores: dict[str, float | None] = {}
    for report in grade_all(course, load_lab(course, "toy"), students(tmp_path), 2):
        assert report.student not in scores
        scores[report.student] = report.score
        family = sorted(serving(os.getpid()))
        if moments and family and len(scores) >= moments[0]:
            os.kill(chance.choice(family), signal.SIGKILL)
            del moments[0]
    assert not moments
    assert scores == {f"s{number:02}": 10.0 if number % 3 else 6.0 for number in range(16)}


def test_processes_end_by_themselves_when_all_is_graded(
    toy: Lab, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They have a sandbox to clear away."""
    codes: list[int | None] = []
    wait = GradingProcess.wait

    def noted(process: GradingProcess) -> None:
        wait(process)
        codes.append(process._process.returncode)

    monkeypatch.setattr(GradingProcess, "wait", noted)
    list(grade_all(TOY, toy, students(folder), 2))
    assert codes == [0, 0]


def test_no_more_files_are_read_than_are_in_work(toy: Lab, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory does not grow with the class."""
    begun: list[str] = []

    def noted(found: Found) -> SubmittedFile:
        begun.append(found.student)
        return fetch(found)

    monkeypatch.setattr("autograder.batch.bunches.fetch", noted)
    graded = 0
    for _ in grade_all(TOY, toy, students(folder) * 4, 2):
        graded += 1
        assert len(begun) - graded <= 4
    assert graded == 24


def test_what_is_left_of_a_bunch_goes_out_again(toy: Lab, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Local, "bunch_seconds", 100.0)
    monkeypatch.setattr(processes, "ENOUGH_SECONDS", 0.0)
    for number in range(20):
        (folder / f"more{number:02}.py").write_text(RIGHT)
    names = [report.student for report in grade_all(TOY, toy, students(folder), 2)]
    assert sorted(names) == [each.student for each in students(folder)]


def test_no_more_bytes_are_read_than_may_be_in_work(toy: Lab, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []
    take = Bunches.take

    def noted(self: Bunches, width: int) -> tuple[Bunch, list[bytes]]:
        bunch, given = take(self, width)
        begun.extend(each.student for each in bunch.found)
        return bunch, given

    monkeypatch.setattr(Bunches, "take", noted)
    monkeypatch.setattr(work, "MOST_BYTES", 1)
    for graded, _ in enumerate(grade_all(TOY, toy, students(folder), 2)):
        assert len(begun) <= graded + 1


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

    monkeypatch.setattr("autograder.batch.grader.grade", noted)
    with Grader(toy) as grader:
        for found in students(folder)[:3]:
            grader.grade(found)
    assert len(plans) == 3
    assert plans[0] is plans[1] is plans[2] is not None

"""The plug-in that `otter run` loads: otter gets an empty notebook to run, and the marks from our sandbox.

Student code runs neither in otter's kernel nor in otter's process. It starts only after otter has read back what its
kernel wrote, so there is nothing left that it could forge.
"""

# pyright: reportMissingTypeStubs=false, reportIncompatibleMethodOverride=false
# otter tells no types, and what its base class does for every event is to raise

from __future__ import annotations

import math
import shutil
import threading
from os import scandir
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from otter.plugins import AbstractOtterPlugin
from otter.test_files import GradingResults, TestCase, TestCaseResult, TestFile
from otter.test_files.exception_test import ExceptionTestFile

from autograder.batch import Grader, IsolationError
from autograder.feedback.policy import for_student
from autograder.labs import Lab, load_lab
from autograder.practice import Answer
from autograder.release.notebooks import to_notebook
from autograder.release.otter.master import question
from autograder.report import ExerciseResult, Report
from autograder.sandbox.isolation import level
from autograder.settings import LabError
from autograder.submissions import Found

COURSE = Path("../source/files")
"""Where otter unpacks the lab, seen from the submission's folder. The copy in that folder may be the student's."""

WRITTEN = "The written question is marked by a person. Its points are not among these."
"""Said to students, and to whoever runs otter."""

LOG_SERVER = "serve_until_stopped"
"""In the name of the thread with otter's log server."""
LOG_SERVER_SECONDS = 30


class NotGraded(Exception):
    """A submission has no mark, and somebody has to look at it. No error of otter's own: for those it notes a 0."""


class Sandbox(AbstractOtterPlugin):
    """Grades in the sandbox; ``plugin_config`` has the name of the `lab`."""

    def __init__(self, submission_path: str, submission_metadata: Any, plugin_config: dict[str, Any]) -> None:
        super().__init__(submission_path, submission_metadata, plugin_config)
        self._path = Path(submission_path)
        self._lab = str(plugin_config["lab"])
        self._report: Report | None = None
        self._note = ""

    def before_grading(self, config: Any) -> None:
        """Leave nothing but the submission itself in otter's folder: its kernel would import files from there, and its
        process would load a log from there, which is a pickle. Tests go too: nothing is there to be tested."""
        if self._path.parent.resolve() != Path.cwd():
            raise NotGraded(f"{self._path} is not in otter's folder, {Path.cwd()}, so nothing is deleted and graded.")
        config.grade_from_log = False
        for entry in scandir():
            if entry.name != self._path.name:
                if entry.is_dir(follow_symlinks=False):
                    shutil.rmtree(entry.path)
                else:
                    Path(entry.path).unlink()

    def before_execution(self, submission: Any) -> NotebookNode:
        """An empty notebook for otter's kernel, with nothing of the submission in it, be it code or metadata."""
        return to_notebook([])

    def after_grading(self, results: GradingResults) -> None:
        """Grade the submission, and put the marks in the place of otter's; `NotGraded` where there is none."""
        if results.catastrophic_error is not None:
            raise NotGraded(f"otter's kernel did not come back: {results.catastrophic_error}")
        try:
            lab = load_lab(COURSE, self._lab)
            with Grader(lab) as grader:
                _await_end_of_log_server()
                report = grader.grade(Found(self._path.stem, (self._path,)))
        except (LabError, IsolationError) as problem:
            raise NotGraded(f"{self._lab} cannot be graded here: {problem}") from problem
        if report.score is None:
            raise NotGraded(" ".join([f"{self._path.name} {_why(report)}", *_faults(report)]))
        self._report = report
        shown = for_student(report, lab.feedback)
        results.results = {
            question(number): _as_test_file(question(number), exercise, lab)
            for number, exercise in enumerate(shown.exercises, start=1)
        }
        self._note = WRITTEN if lab.written else ""
        results.set_output("\n".join([*report.problems, self._note]).strip())

    def generate_report(self) -> str:
        """For whoever runs otter: the mark, and how well student code was isolated."""
        assert self._report is not None, "otter asks for the report after grading"
        report = self._report
        mark = f"{report.lab}: {report.score:g} of {report.max_score:g} points"
        return f"{mark}; isolation: {level(report.protections)}. {self._note}".strip()


def _await_end_of_log_server() -> None:
    """Otter's process unpickles whatever it is sent by anybody on this machine, up to a second after it has stopped to
    need it: until then, no student code runs."""
    for thread in threading.enumerate():
        if LOG_SERVER in thread.name:
            thread.join(LOG_SERVER_SECONDS)
            if thread.is_alive():
                raise NotGraded(f"otter's log server has not ended after {LOG_SERVER_SECONDS} seconds.")


def _why(report: Report) -> str:
    why = {"unreadable": "is no submission, and has no mark.", "needs_review": "has no mark: the grader failed."}
    return why[report.status]


def _faults(report: Report) -> list[str]:
    failed = [check.message for exercise in report.exercises for check in exercise.checks if check.outcome == "error"]
    return [*report.problems, *failed]


def _as_test_file(name: str, exercise: ExerciseResult, lab: Lab) -> TestFile:
    """An exercise as otter knows a question: one test case, whose text is what the student is told."""
    if not 0 <= exercise.score <= exercise.max_score or not math.isfinite(exercise.max_score):
        raise NotGraded(f"{exercise.name} has the impossible score {exercise.score:g} of {exercise.max_score:g}.")
    text = "\n".join(line.rstrip() for line in repr(Answer((exercise,), lab=lab)).splitlines())
    case = TestCase(exercise.name, "", False, exercise.max_score, text, None)
    file = ExceptionTestFile(f"{name}: {exercise.name}", f"{name}.py", [case], all_or_nothing=False)
    passed = exercise.score == exercise.max_score
    file.test_case_results = [TestCaseResult(case, text, passed)]
    file.update_score(float(exercise.score))
    return file

"""Every lab's bank, graded as students are: in the sandbox, with the feedback that a student would read."""

from __future__ import annotations

from html import escape

import pytest
from conftest import ROOT

from autograder import bank
from autograder.feedback.html import student_page
from autograder.feedback.policy import for_student
from autograder.grading import grade
from autograder.labs import Lab, lab_names, load_lab
from autograder.report import ExerciseResult, Report
from autograder.sandbox.host import Worker
from autograder.submissions import Submission

LABS = {name: load_lab(ROOT, name) for name in lab_names(ROOT)}
VARIANTS = [pytest.param(lab, each, id=each.name) for lab in LABS.values() for each in lab.variants]
MISCONCEPTIONS = [pytest.param(lab, each, id=each.name) for lab in LABS.values() for each in lab.misconceptions]


def graded(lab: Lab, submission: Submission, worker: Worker) -> Report:
    report = grade(lab, submission, worker)
    assert report.status == "graded"
    assert report.problems == ()
    return report


def result(report: Report, exercise: str) -> ExerciseResult:
    return next(each for each in report.exercises if each.name == exercise)


@pytest.mark.parametrize("lab", LABS.values(), ids=LABS.keys())
def test_the_reference_gets_full_marks(lab, worker):
    report = graded(lab, bank.reference(ROOT / "solutions" / lab.name), worker)
    assert report.score == report.max_score == lab.points == 20


@pytest.mark.parametrize(("lab", "variant"), VARIANTS)
def test_a_variant_gets_full_marks(lab, variant, worker):
    exercise = result(graded(lab, bank.member(ROOT / "solutions" / lab.name, variant), worker), variant.exercise)
    assert exercise.score == exercise.max_score


@pytest.mark.parametrize(("lab", "misconception"), MISCONCEPTIONS)
def test_a_misconception_is_rejected_and_its_hint_is_in_the_feedback(lab, misconception, worker):
    report = graded(lab, bank.member(ROOT / "solutions" / lab.name, misconception), worker)
    exercise = result(report, misconception.exercise)
    assert exercise.score < exercise.max_score
    page = student_page(lab, for_student(report, lab.feedback))
    assert escape(misconception.hint).replace("&#x27;", "&#39;").replace("&quot;", "&#34;") in page


@pytest.mark.parametrize("lab", LABS.values(), ids=LABS.keys())
def test_an_exercise_has_enough_misconceptions_and_variants(lab):
    for exercise in lab.exercises:
        assert sum(each.exercise == exercise.name for each in lab.misconceptions) >= 6
        assert sum(each.exercise == exercise.name for each in lab.variants) >= 2
    assert lab.written is not None
    assert (ROOT / "solutions" / lab.name / "rubric.md").read_text().strip()

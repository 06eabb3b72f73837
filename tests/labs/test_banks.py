"""Every lab's bank, graded as students are: in the sandbox, with the feedback that a student would read."""

from __future__ import annotations

import re
from html import unescape

import pytest
from conftest import ROOT

from autograder import bank
from autograder.feedback.html import student_page
from autograder.feedback.policy import for_student
from autograder.find import find
from autograder.grading import grade
from autograder.labs import Lab, lab_names, load_lab
from autograder.plans import Plans
from autograder.report import ExerciseResult, Report
from autograder.sandbox.host import Worker
from autograder.submissions import Submission, read

LABS = {name: load_lab(ROOT, name) for name in lab_names(ROOT)}
VARIANTS = [pytest.param(lab, each, id=each.name) for lab in LABS.values() for each in lab.variants]
MISCONCEPTIONS = [pytest.param(lab, each, id=each.name) for lab in LABS.values() for each in lab.misconceptions]
PLANS = {name: Plans(lab) for name, lab in LABS.items()}


def graded(lab: Lab, submission: Submission, worker: Worker) -> Report:
    report = grade(lab, submission, worker, PLANS[lab.name])
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
def test_a_misconception_is_rejected_and_its_hint_and_no_other_is_in_the_feedback(lab, misconception, worker):
    report = graded(lab, bank.member(ROOT / "solutions" / lab.name, misconception), worker)
    exercise = result(report, misconception.exercise)
    assert exercise.score < exercise.max_score
    assert {check.hint for check in exercise.checks if check.hint} == {misconception.hint}
    page = student_page(lab, for_student(report, lab.feedback))
    text = unescape(re.sub(r"<[^>]+>", "", page))
    assert misconception.hint.replace("`", "") in text  # the page has <code> for them


FIRST = "swap_units did not pass its checks. If you call it here, mend it first."
CLASS = {
    "carl": {"swap_units": "leaves_the_biases", "permute_units": "permutes_all_but_the_biases", "swap_profile": FIRST},
    "dora": {
        "swap_units": "leaves_the_outgoing_weights",
        "permute_units": "permutes_the_incoming_side_only",
        "swap_profile": FIRST,
    },
    "emil": {"permute_units": "inverts_the_outgoing_side"},
    "fay": {"swap_units": "loses_a_unit_to_a_view", "swap_profile": FIRST},
    "gus": {
        "swap_units": "swaps_in_the_callers_arrays",
        "permute_units": "permutes_in_the_callers_arrays",
        "swap_profile": FIRST,
    },
    "hana": {"swap_profile": "mixes_the_outputs"},
    "nora": {"canonical_form": "sorts_by_incoming_weights_alone"},
    "quin": {"recover_permutation": "sorts_outgoing_weights_and_never_comes_back"},
}
"""The hints in the sample class, compared with what the students wrote: the misconception, or the text itself."""


def test_every_hint_in_the_sample_class_names_the_students_mistake(worker):
    lab = LABS["02_weight_swaps"]
    hints = {(each.exercise, each.name): each.hint for each in lab.misconceptions}
    found, _ = find([ROOT / "examples" / lab.name])
    shown = {}
    for each in found:
        report = grade(lab, read(each), worker)
        for exercise in report.exercises:
            for check in exercise.checks:
                if check.hint:
                    shown.setdefault(report.student, {}).setdefault(exercise.name, set()).add(check.hint)
    assert len(found) == 17
    assert shown == {
        student: {exercise: {hints.get((exercise, name), name)} for exercise, name in told.items()}
        for student, told in CLASS.items()
    }

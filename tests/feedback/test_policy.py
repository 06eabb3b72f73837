"""What a student may know of hidden checks, under each policy."""

from __future__ import annotations

import builders
import pytest
from msgspec import structs

from autograder.checks.pictured import BarrierPicture
from autograder.checks.shown import ShownCall, ShownText
from autograder.feedback.policy import for_student
from autograder.report import to_json
from autograder.settings import FeedbackPolicy

CHECKS = [
    builders.result(f"{'visible' if visible else 'hidden'}_{outcome}", visible=visible, outcome=outcome)
    for visible in (True, False)
    for outcome in ("passed", "failed", "error", "skipped")
]
REPORT = builders.report(*CHECKS)


def shown(policy):
    return {check.name: check for check in for_student(REPORT, FeedbackPolicy(hidden=policy)).exercises[0].checks}


def rich(name, *, visible):
    """A failed check's result with all that may be told of its inputs."""
    call = ShownCall(function="f", arguments=(), outcome="returned", value=ShownText("secret"))
    picture = BarrierPicture(alt="secret", losses=(0.0, 1.0), found=1.0, right=0.5)
    return structs.replace(
        builders.result(name, visible=visible, outcome="failed", text=" secret"),
        title="title", hint="hint", misconception="an_idea", exception="IndexError", where="cell 1, line 2: W[i]",
        calls=(call,), picture=picture, fault="a fault",
    )  # fmt: skip


def test_of_hidden_checks_the_line_that_raised_is_told_and_nothing_that_came_in():
    report = builders.report(rich("hidden", visible=False), problems=())
    told = for_student(report, FeedbackPolicy(hidden="titles"))
    check = told.exercises[0].checks[0]
    assert check.message == "For inputs that are not shown, your code raised an IndexError."
    assert (check.where, check.hint, check.misconception) == ("cell 1, line 2: W[i]", "hint", "an_idea")
    assert (check.calls, check.picture, check.counterexample) == ((), None, "")
    assert b"secret" not in to_json(told)


def test_of_hidden_checks_the_limit_that_was_met_is_told_as_in_the_notes_on_the_file():
    limit = "f did not finish within 3 s."
    check = structs.replace(rich("hidden", visible=False), message=limit, exception="", where="")
    for problems, told in (((limit,), limit), ((), "")):
        report = builders.report(check, problems=problems)
        assert for_student(report, FeedbackPolicy(hidden="titles")).exercises[0].checks[0].message == told


@pytest.mark.parametrize("policy", ["full", "titles"])
def test_faults_of_the_grader_are_for_the_instructor(policy):
    report = builders.report(rich("visible", visible=True), rich("hidden", visible=False))
    checks = for_student(report, FeedbackPolicy(hidden=policy)).exercises[0].checks
    assert [check.fault for check in checks] == ["", ""]
    assert checks[0].picture is not None


def test_full_shows_all():
    assert for_student(REPORT, FeedbackPolicy(hidden="full")) == REPORT


def test_titles_keeps_title_outcome_and_hint_of_hidden_checks_and_nothing_of_their_inputs():
    checks = shown("titles")
    assert list(checks) == [check.name for check in CHECKS]
    failed = checks["hidden_failed"]
    assert (failed.title, failed.outcome, failed.hint) == ("title of hidden_failed", "failed", "hint of hidden_failed")
    assert failed.message == ""
    assert all(check.counterexample == "" for check in checks.values() if not check.visible)
    assert checks["hidden_skipped"].message == "message of hidden_skipped"


def test_none_shows_nothing_of_hidden_checks():
    assert list(shown("none")) == [check.name for check in CHECKS if check.visible]


@pytest.mark.parametrize("policy", ["full", "titles", "none"])
def test_visible_checks_and_scores_stay_as_they_are_under_every_policy(policy):
    checks = shown(policy)
    assert [checks[check.name] for check in CHECKS if check.visible] == CHECKS[:4]
    told = for_student(REPORT, FeedbackPolicy(hidden=policy))
    assert (told.score, told.max_score, told.problems) == (REPORT.score, REPORT.max_score, REPORT.problems)
    assert (told.exercises[0].score, told.exercises[0].max_score) == (1.5, 3.0)


def test_titles_is_the_policy_of_a_lab_that_names_none():
    assert FeedbackPolicy().hidden == "titles"

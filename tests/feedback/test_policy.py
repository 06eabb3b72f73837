"""What a student may know of hidden checks, under each policy."""

from __future__ import annotations

import builders
import pytest

from autograder.feedback.policy import for_student
from autograder.settings import FeedbackPolicy

CHECKS = [
    builders.result(f"{'visible' if visible else 'hidden'}_{outcome}", visible=visible, outcome=outcome)
    for visible in (True, False)
    for outcome in ("passed", "failed", "error", "skipped")
]
REPORT = builders.report(*CHECKS)


def shown(policy):
    return {check.name: check for check in for_student(REPORT, FeedbackPolicy(hidden=policy)).exercises[0].checks}


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

"""Where a student stands, in words for every status."""

from __future__ import annotations

from dataclasses import replace

import builders
import pytest
from feedback import outcomes
from msgspec import structs

from autograder.feedback.standing import counted, idea, next_step, standing
from autograder.report import ExerciseResult

REPORTS = outcomes.reports()


@pytest.mark.parametrize(
    ("name", "headline", "meaning", "next_"),
    [
        ("full_marks", "6 of 6 points", "Every check has passed. There is nothing left to mend.", ""),
        ("awaiting_written", "6 of 6 points", "is marked by a person", ""),
        ("mistakes", "3 of 6 points", "2 of 5 checks have passed", "Begin with swap_units. double may only fail"),
        (
            "nothing_written",
            "0 of 6 points",
            "No exercise is written yet",
            "Look at the notes on your file: they may say why",
        ),
        ("junk", "0 of 6 points", "No check has passed yet", "Begin with swap_units"),
        ("did_not_return", "4 of 6 points", "1 of 2 exercises has full marks", "Begin with double."),
        ("needs_review", "No mark yet", "The grader failed, not you.", ""),
        ("unreadable", "No mark: the file could not be read", "Nothing in it was graded", "Mend it"),
        ("late_and_written", "2.5 of 10 points", "The exercises: 3 of 6. The written question: 3 of 4.", "Begin with"),
    ],
)
def test_every_kind_of_outcome_has_its_sentences(name, headline, meaning, next_):
    lab, report = REPORTS[name]
    found = standing(lab, report)
    assert found.headline.startswith(headline)
    assert meaning in found.meaning
    assert found.next.startswith(next_)
    assert bool(found.next) == bool(next_)
    assert (found.share is None) == (report.score is None)


def test_a_later_exercise_is_named_only_if_it_builds_on_the_first():
    lab = replace(outcomes.LAB, exercises=tuple(structs.replace(e, uses=()) for e in outcomes.LAB.exercises))
    assert next_step(lab, REPORTS["mistakes"][1].exercises) == "Begin with swap_units."


def test_an_exercise_that_is_not_written_comes_after_those_that_fail():
    failed = builders.result("a", visible=True, outcome="failed")
    skipped = builders.result("b", visible=True, outcome="skipped")
    exercises = [ExerciseResult(name=n, score=0, max_score=1, checks=(c,)) for n, c in (("x", skipped), ("y", failed))]
    assert next_step(outcomes.LAB, exercises) == "Begin with y."
    assert next_step(outcomes.LAB, exercises, noted=True) == "Begin with y."
    assert next_step(outcomes.LAB, exercises[:1]) == "Write x."


def test_an_exercise_that_was_not_found_may_be_written_if_there_are_notes_on_the_file():
    skipped = builders.result("b", visible=True, outcome="skipped")
    exercises = [ExerciseResult(name="x", score=0, max_score=1, checks=(skipped,))]
    told = "Look at the notes on your file: they may say why x was not found. Otherwise, write it."
    assert next_step(outcomes.LAB, exercises, noted=True) == told


def test_a_failure_that_is_not_shown_is_told_as_one():
    passed = builders.result("a", visible=True, outcome="passed")
    exercises = [ExerciseResult(name="x", score=1.5, max_score=3, checks=(passed,))]
    assert next_step(outcomes.LAB, exercises) == "Look at x again: a check that is not shown has failed."


def test_checks_are_counted_in_words():
    def of(*kinds, hidden=0.0):
        checks = tuple(builders.result(str(k), visible=True, outcome=kind) for k, kind in enumerate(kinds))
        return counted(ExerciseResult(name="x", score=0, max_score=1.5 * len(kinds) + hidden, checks=checks))

    assert of("passed") == "The check has passed"
    assert of("passed", "passed") == "All 2 checks have passed"
    assert of("passed", "failed") == "1 of 2 checks passed"
    assert of("passed", hidden=1.0) == "The check has passed; checks that are not shown are worth 1 point"
    assert of("failed", "skipped") == "0 of 2 checks passed, 1 not looked at yet"


def test_the_name_of_an_idea_is_told_in_words():
    check = structs.replace(builders.result("a", visible=True, outcome="failed"), misconception="leaves_the_biases")
    assert idea(check) == "leaves the biases"

"""Gradescope's results.json: what each check earned, the sums right, and every text harmless."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from autograder.feedback import gradescope
from autograder.feedback.policy import for_student
from autograder.report import CheckResult, ExerciseResult, OutcomeName, Report, SubmissionFile
from autograder.settings import FeedbackPolicy

HOSTILE = "</pre><script>alert('x')</script> & more"


def check(name: str, points: float, outcome: OutcomeName, *, visible: bool = True, **texts: Any) -> CheckResult:
    title = texts.pop("title", f"About {name}.")
    return CheckResult(name=name, title=title, visible=visible, points=points, outcome=outcome, **texts)


def report(*checks: CheckResult, problems: tuple[str, ...] = ()) -> Report:
    earned = sum(each.points for each in checks if each.outcome == "passed")
    of = sum(each.points for each in checks)
    exercise = ExerciseResult(name="swap", score=earned, max_score=of, checks=checks)
    return Report(
        lab="lab", student="ann", status="graded", submission=SubmissionFile(file="a.py", sha256=None), lab_sha256="",
        score=earned, max_score=of, problems=problems, exercises=(exercise,),
    )  # fmt: skip


MIXED = report(
    check("first", 0.75, "failed", message="b1[0] is wrong.", counterexample="swap(1)\n  = 2", hint="Look at b."),
    check("second", 0.5, "passed"),
    check(
        "third", 1.5, "failed", visible=False, message="secret input", counterexample="secret call", hint="Look at b."
    ),
    check("fourth", 1.25, "passed", visible=False),
)


def test_each_check_is_a_test_with_its_points() -> None:
    told = gradescope.document(MIXED, 1.75)
    assert told["score"] == 1.75
    assert [(test["number"], test["score"], test["max_score"], test["status"]) for test in told["tests"]] == [
        ("1.1", 0.0, 0.75, "failed"),
        ("1.2", 0.5, 0.5, "passed"),
        ("1.3", 0.0, 1.5, "failed"),
        ("1.4", 1.25, 1.25, "passed"),
    ]
    assert told["tests"][0]["name"] == "swap: About first."
    assert told["tests"][0]["output"] == (
        "<p>b1[0] is wrong.</p><pre>swap(1)\n  = 2</pre><p><strong>Hint:</strong> Look at b.</p>"
    )
    assert told["stdout_visibility"] == "hidden"
    json.dumps(told, allow_nan=False)


def test_a_hint_is_told_once_an_exercise() -> None:
    outputs = [test["output"] for test in gradescope.document(MIXED, 1.75)["tests"]]
    assert sum("Look at b." in output for output in outputs) == 1


@pytest.mark.parametrize(("hidden", "shown"), [("full", 4), ("titles", 4), ("none", 3)])
def test_the_labs_policy_says_what_is_told_and_the_sums_stay(hidden: Any, shown: int) -> None:
    told = gradescope.document(for_student(MIXED, FeedbackPolicy(hidden=hidden)), 1.75)
    assert len(told["tests"]) == shown
    assert sum(test["score"] for test in told["tests"]) == 1.75
    assert sum(test["max_score"] for test in told["tests"]) == 4.0
    assert ("secret" in json.dumps(told)) == (hidden == "full")
    assert ("About third" in json.dumps(told)) == (hidden != "none")


def test_what_is_left_out_is_one_test_that_says_nothing_but_points() -> None:
    told = gradescope.document(for_student(MIXED, FeedbackPolicy(hidden="none")), 1.75)
    last = told["tests"][-1]
    assert (last["name"], last["score"], last["max_score"]) == ("swap: checks that are not shown", 1.25, 2.75)
    assert "output" not in last
    assert "status" not in last
    everything = gradescope.document(for_student(report(check("a", 1, "passed")), FeedbackPolicy(hidden="none")), 1)
    assert len(everything["tests"]) == 1


def test_what_students_wrote_is_shown_as_text() -> None:
    hostile = report(
        check("first", 1, "failed", message=HOSTILE, counterexample=HOSTILE, hint=HOSTILE), problems=(HOSTILE,)
    )
    told = gradescope.document(hostile, 0.0, said=[HOSTILE])
    for output in (told["output"], told["tests"][0]["output"]):
        assert "<script" not in output
        assert "&lt;script&gt;" in output
    assert told["tests"][0]["name_format"] == "text"


@pytest.mark.parametrize("mark", [math.nan, math.inf, -0.5])
def test_what_is_no_mark_is_not_sent(mark: float) -> None:
    with pytest.raises(ValueError, match="no mark"):
        gradescope.document(MIXED, mark)


def test_a_message_gives_no_mark() -> None:
    told = gradescope.message(["The grader failed."])
    assert "score" not in told
    assert "tests" not in told
    assert told["output"] == "<p>The grader failed.</p>"

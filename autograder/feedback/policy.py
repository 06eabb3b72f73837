"""What a student may know of a report: the lab's policy for hidden checks, applied before anything is rendered.

Where titles are shown, a student is also told where the own code raised in a hidden check, and by which of Python's
exceptions: the line is one of the submission's file, and neither says more of the inputs than that they led there.
"""

from __future__ import annotations

from collections.abc import Collection

from msgspec.structs import replace

from autograder.report import CheckResult, ExerciseResult, Report
from autograder.settings import FeedbackPolicy


def for_student(report: Report, policy: FeedbackPolicy) -> Report:
    """The report without what its student must not see, or what is for the instructor; scores stay as they are."""
    exercises = (_exercise(exercise, policy, report.problems) for exercise in report.exercises)
    return replace(report, exercises=tuple(exercises))


def _exercise(exercise: ExerciseResult, policy: FeedbackPolicy, problems: Collection[str]) -> ExerciseResult:
    checks = (_check(check, policy, problems) for check in exercise.checks)
    return replace(exercise, checks=tuple(check for check in checks if check is not None))


def _check(check: CheckResult, policy: FeedbackPolicy, problems: Collection[str]) -> CheckResult | None:
    if check.visible or policy.hidden == "full":
        return replace(check, fault="")
    if policy.hidden == "none":
        return None
    # what is said of a failed check, or by an exception in one, may tell of its inputs; which limit was met does not,
    # and is among the notes on the file anyway
    messages = {
        "failed": check.message if check.message in problems else _raised(check),
        "error": "The grader failed here. This is not your fault: a person has to look at it.",
    }
    message = messages.get(check.outcome, check.message)
    return replace(check, message=message, counterexample="", calls=(), picture=None, fault="")


def _raised(check: CheckResult) -> str:
    if not check.exception:
        return ""
    article = "an" if check.exception[0] in "AEIOU" else "a"
    return f"For inputs that are not shown, your code raised {article} {check.exception}."

"""Where a student stands, and what to do next, in a few sentences, wherever they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from autograder.labs import Lab
from autograder.report import CheckResult, ExerciseResult, Report, total


@dataclass(frozen=True)
class Standing:
    """A headline, what it means, and what to do next (empty if there is nothing to do)."""

    headline: str
    meaning: str
    next: str
    tone: Literal["done", "open", "none"]
    share: float | None
    """Of the points; None where there is no mark."""


def standing(lab: Lab, report: Report) -> Standing:
    """Where the student of a report stands."""
    if report.status == "unreadable":
        return Standing(
            "No mark: the file could not be read",
            "Nothing in it was graded; why is said below.",
            "Mend it and hand it in again, or ask whoever runs the course.",
            "none",
            None,
        )
    if report.score is None:
        return Standing(
            "No mark yet: a person has to look at this",
            "The grader failed, not you. Whoever runs the course has been told.",
            "",
            "none",
            None,
        )
    score, most = report.score, report.max_score
    begin = next_step(lab, report.exercises, noted=bool(report.problems))
    if report.mark is not None and report.max_mark is not None and (report.written or report.late):
        score, most = report.mark, report.max_mark
    done = report.score >= report.max_score
    return Standing(
        f"{score:g} of {most:g} points",
        _meaning(lab, report, done),
        "" if done else begin,
        "done" if done else "open",
        score / most if most else 1.0,
    )


def _meaning(lab: Lab, report: Report, done: bool) -> str:
    parts: list[str] = []
    full = sum(exercise.score >= exercise.max_score for exercise in report.exercises)
    outcomes = [check.outcome for exercise in report.exercises for check in exercise.checks]
    if done:
        parts.append("Every check has passed. There is nothing left to mend.")
    elif "passed" not in outcomes and "failed" not in outcomes:
        parts.append("No exercise is written yet, as far as the grader can see.")
    elif full:
        parts.append(f"{full} of {len(report.exercises)} exercises {'has' if full == 1 else 'have'} full marks.")
    elif report.score:
        parts.append(f"{outcomes.count('passed')} of {len(outcomes)} checks have passed.")
    else:
        parts.append("No check has passed yet. One mended line often brings several of them at once.")
    if report.written or report.late:
        parts.append(f"The exercises: {report.score:g} of {report.max_score:g}.")
    if report.written:
        parts.append(f"The written question: {report.written.score:g} of {report.written.max_score:g}.")
    elif lab.written:
        parts.append(
            f"The written question (“{lab.written.title}”, {lab.written.points:g} points on top) is marked by a person."
        )
    return " ".join(parts)


def next_step(lab: Lab, exercises: Sequence[ExerciseResult], *, noted: bool = False) -> str:
    """Where to begin: the first exercise that failed, else the first that is not written.

    If something is `noted` on the file, that exercise may well be written, and an error in its cell have kept it out.
    """
    failed = [each for each in exercises if any(check.outcome == "failed" for check in each.checks)]
    if failed:
        name = failed[0].name
        uses = {exercise.name: exercise.uses for exercise in lab.exercises}
        behind = [other.name for other in failed[1:] if name in uses.get(other.name, ())]
        why = f" {' and '.join(behind)} may only fail because of it." if behind else ""
        return f"Begin with {name}.{why}"
    missed = [each for each in exercises if each.score < each.max_score]
    skipped = [each.name for each in missed if any(check.outcome == "skipped" for check in each.checks)]
    if skipped:
        lost = f"Look at the notes on your file: they may say why {skipped[0]} was not found. Otherwise, write it."
        return lost if noted else f"Write {skipped[0]}."
    return f"Look at {missed[0].name} again: a check that is not shown has failed." if missed else ""


def first_failed(exercise: ExerciseResult) -> CheckResult | None:
    """The check that is told in full: the first that failed, else the first that the grader failed on."""
    by_outcome = {check.outcome: check for check in reversed(exercise.checks)}
    return by_outcome.get("failed") or by_outcome.get("error")


def counted(exercise: ExerciseResult) -> str:
    """How many checks of an exercise came out how, such as ``9 of 12 checks passed``."""
    outcomes = [check.outcome for check in exercise.checks]
    passed, skipped = outcomes.count("passed"), outcomes.count("skipped")
    checks = f"{len(outcomes)} {'check' if len(outcomes) == 1 else 'checks'}"
    left = total([exercise.max_score, *(-check.points for check in exercise.checks)])
    others = f"; checks that are not shown are worth {left:g} {'point' if left == 1 else 'points'}" if left > 0 else ""
    if passed == len(outcomes):
        return ("The check has passed" if passed == 1 else f"All {checks} have passed") + others
    return f"{passed} of {checks} passed" + (f", {skipped} not looked at yet" if skipped else "") + others


def idea(check: CheckResult) -> str:
    """The name of a recognised misconception in words."""
    return check.misconception.replace("_", " ")

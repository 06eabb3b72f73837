"""What nbgrader shows of an exercise's results: a comment below the answer, and the full account below the points."""

from __future__ import annotations

import textwrap
from typing import Any, cast

from nbformat import v4

from autograder.feedback.html import fragment
from autograder.feedback.terminal import MARKS
from autograder.report import CheckResult, ExerciseResult
from autograder.submissions import speakable

WIDTH = 80


def comment(exercise: ExerciseResult) -> str:
    """Score, checks and the first failure as Markdown, in which every text is shown as it stands."""
    lines = [f"{exercise.name}: {exercise.score:g} of {exercise.max_score:g} points"]
    first = next((check for check in exercise.checks if check.outcome in ("failed", "error")), None)
    for check in exercise.checks:
        mark, _ = MARKS[check.outcome]
        lines += _wrapped(f"{mark} {check.title}", "  ")
        if check is first:
            lines += [line for text in _told(check) for line in _wrapped(text, "      ")]
    # unlike a fenced block, an indented one has no end that a text could contain
    return "Autograder:\n\n" + "\n".join(f"    {speakable(line)}" for line in lines)


def result(exercise: ExerciseResult, problems: tuple[str, ...]) -> Any:
    """The output of a cell that returns its points (a plain float is what nbgrader looks for), with more to read."""
    points = repr(float(min(max(exercise.score, 0.0), exercise.max_score)))
    # a dollar sign in a student's message starts no formula
    page = f'<div class="tex2jax_ignore mathjax_ignore">{fragment((exercise,), problems)}</div>'
    return cast(Any, v4).new_output("execute_result", data={"text/plain": points, "text/html": page})


def _told(check: CheckResult) -> list[str]:
    said = [*check.message.split("\n"), f"Hint: {check.hint}" if check.hint else ""]
    return [text for text in said if text]


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent + "  ") or [indent]

"""The student's own lines of code in a result: as they stand in the submission, whatever its process makes of them."""

from __future__ import annotations

import re

from msgspec import structs

from autograder.report import ExerciseResult
from autograder.submissions import Submission

LONGEST_LINE = 200
"""Characters of a line of code that is shown."""


def with_own_lines(exercise: ExerciseResult, submission: Submission) -> ExerciseResult:
    """The result with lines of code only as they stand in the submission, whatever its process has made of them."""
    if not any(check.where for check in exercise.checks):
        return exercise
    checks = tuple(structs.replace(check, where=own_line(submission, check.where)) for check in exercise.checks)
    return structs.replace(exercise, checks=checks)


def own_line(submission: Submission, said: str) -> str:
    """The line of code that the student's process says it was at, as it stands in the submission; else an empty text.

    What comes from there is like ``code cell 7, line 3 in swap_units: return W[i]``, and may be made up.
    """
    for cell in submission.cells:
        found = re.match(r"([0-9]{1,7})(?: in (\w{1,60}))?:", said.removeprefix(f"{cell.place}, line "))
        if not said.startswith(cell.place) or found is None:
            continue
        lines, line = re.split(r"\r\n|\r|\n", cell.source), int(found[1])
        if 0 <= line - cell.first_line < len(lines):
            inside = f" in {found[2]}" if found[2] and re.search(rf"\bdef {found[2]}\b", cell.source) else ""
            return f"{cell.place}, line {line}{inside}: {lines[line - cell.first_line].strip()[:LONGEST_LINE]}"
    return ""

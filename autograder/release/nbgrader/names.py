"""What nbgrader knows the cells of a lab by: their `grade_id`, and the metadata of its schema 3."""

from __future__ import annotations

from typing import Any

SCHEMA = 3
WRITTEN = "written_answer"
"""The place for the answer to the written question, marked by a person."""
IMPORTS = "imports"
HELPERS = "solution_helpers"
"""What the reference needs besides its functions: a cell of the instructor's notebook only."""
STUB = "autograder_stub"
"""The key of a cell's metadata that holds what students get in the place of a solution."""

_TESTS = "_tests"


def tests(exercise: str) -> str:
    """The `grade_id` of the cell that an exercise's points belong to; the stub's own is the exercise's name."""
    return f"{exercise}{_TESTS}"


def is_tests(grade_id: str) -> bool:
    """Whether a cell is called like those that the points of exercises belong to."""
    return grade_id.endswith(_TESTS)


def exercise(grade_id: str) -> str:
    """The exercise that a cell with points is for."""
    return grade_id.removesuffix(_TESTS)


def metadata(
    grade_id: str, *, grade: bool = False, solution: bool = False, locked: bool = False, points: float | None = None
) -> dict[str, Any]:
    """What nbgrader wants to find in a cell under the key `nbgrader`."""
    flags = {"grade": grade, "solution": solution, "locked": locked, "task": False}
    given = {"schema_version": SCHEMA, "grade_id": grade_id, **flags}
    return given if points is None else {**given, "points": points}

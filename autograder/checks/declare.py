"""Declaring what a lab consists of: checks, misconceptions and variants, each a plain value.

A lab is the checks found in its files, in the order in which they stand there: no registry, nothing to inherit from.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from autograder.checks.cases import Case
from autograder.checks.pictured import Picture

Function = Callable[..., Any]
Painter = Callable[[Any, Any], Picture | None]


@dataclass(frozen=True)
class Check:
    """One question put to a student's function, worth some points.

    `function` takes the student's handle, and one case where there are cases; it returns normally if all is well
    and raises `Mismatch` (through the words of `expect`) if not. `needs` names a check that must pass first.
    `picture` describes a failure, from the case (None where there are no cases) and what the last call returned.
    """

    exercise: str
    name: str
    title: str
    points: float
    function: Function
    cases: tuple[Case, ...] | None
    needs: str | None
    picture: Painter | None = None

    def run(self, student: Any, case: Case | None) -> None:
        """Put one case to the student's handle, None if the check has no cases; raises what the function raises."""
        self.function(student) if case is None else self.function(student, case)


@dataclass(frozen=True)
class Misconception:
    """A wrong function with one idea, and the hint for a student who had that idea."""

    exercise: str
    name: str
    hint: str
    function: Function


@dataclass(frozen=True)
class Variant:
    """A right function in another style than the reference."""

    exercise: str
    name: str
    function: Function


def check(
    exercise: str,
    *,
    points: float,
    cases: Iterable[Case] | None = None,
    needs: Check | None = None,
    picture: Painter | None = None,
) -> Callable[[Function], Check]:
    """Declare a check of `exercise`.

    The first line of the docstring is the title that the student sees. `cases` come smallest first, so that the
    first failure is a small counterexample. With `needs`, the check is skipped unless that check (of the same
    exercise) passed: for statements that an unfinished answer would fulfil, such as "the arguments are unchanged".
    ``picture(case, answer)`` makes a description with the words of `pictures`; None, or a `Mismatch`, is no picture.
    """
    if not points > 0:
        raise ValueError(f"a check of {exercise} has {points} points: give it more than 0")
    if needs is not None and needs.exercise != exercise:
        raise ValueError(f"a check of {exercise} needs {needs.name}, which belongs to {needs.exercise}")

    def declare(function: Function) -> Check:
        listed = None if cases is None else tuple(cases)
        if listed == ():
            raise ValueError(f"the check {function.__name__} has an empty list of cases: it could not fail")
        return Check(
            exercise=exercise,
            name=function.__name__,
            title=_first_line(function, "a check's first docstring line is the title that a student sees"),
            points=float(points),
            function=function,
            cases=listed,
            needs=None if needs is None else needs.name,
            picture=picture,
        )

    return declare


def misconception(exercise: str, hint: str) -> Callable[[Function], Misconception]:
    """Declare a wrong implementation of `exercise` with one idea, and the hint that belongs to it."""
    if not hint.strip():
        raise ValueError(f"a misconception of {exercise} has an empty hint")
    return lambda function: Misconception(exercise, function.__name__, hint, function)


def variant(exercise: str) -> Callable[[Function], Variant]:
    """Declare a right implementation of `exercise` in another style."""
    return lambda function: Variant(exercise, function.__name__, function)


def _first_line(function: Function, why: str) -> str:
    doc = inspect.getdoc(function)
    if not doc:
        raise ValueError(f"{function.__name__} has no docstring: {why}")
    return doc.splitlines()[0]

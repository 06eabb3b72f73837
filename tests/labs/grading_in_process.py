"""Grading single functions in this very process, without the sandbox: what the tests of all labs share.

A lab's own tests take its `Lab` from `lab_named`, grade a function with `assert_full_marks` or `assert_rejected`, look
at what its checks hand over with `calls`, and collect their wrong or odd functions in `Functions`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import numpy as np
import pytest
from conftest import ROOT

from autograder.checks import cases
from autograder.grading import grade_functions
from autograder.labs import Lab, load_lab
from autograder.report import ExerciseResult
from autograder.sandbox.local import LocalTransport

Function = Callable[..., Any]
LONGEST_MESSAGE = 4000
"""Characters of what a student reads about one failed check, if a lab's tests do not ask for less."""


@cache
def lab_named(name: str) -> Lab:
    """A lab of this repository by the name of its folder, loaded once for all tests of a process."""
    return load_lab(ROOT, name)


def without_hints(whole: Lab) -> Lab:
    """The lab as one that looks for no idea behind a wrong answer, which takes longer than to find it wrong."""
    return dataclasses.replace(whole, complete=False)


def graded(lab: Lab, exercise: str, function: Function) -> ExerciseResult:
    """The result of one exercise for this function, with no functions for the other exercises."""
    (result,) = grade_functions(lab, LocalTransport({exercise: function}), [exercise])
    return result


def outcomes(lab: Lab, exercise: str, function: Function) -> dict[str, str]:
    """The outcome of every check of one exercise for this function."""
    return {check.name: check.outcome for check in graded(lab, exercise, function).checks}


def assert_full_marks(lab: Lab, exercise: str, function: Function) -> None:
    """Every check passes."""
    checks = graded(lab, exercise, function).checks
    missed = [f"{check.name} {check.outcome}: {check.message}" for check in checks if check.outcome != "passed"]
    assert checks, f"{exercise} has no checks"
    assert not missed, "\n".join(missed)


def assert_rejected(lab: Lab, exercise: str, function: Function, longest: int = LONGEST_MESSAGE) -> ExerciseResult:
    """A check fails, none breaks, nor does a picture; what is said of failures are sentences shorter than `longest`."""
    result = graded(lab, exercise, function)
    broken = [check.fault or check.message for check in result.checks if check.fault or check.outcome == "error"]
    assert not broken, f"a check itself failed: {broken}"
    failed = [check for check in result.checks if check.outcome == "failed"]
    assert failed, f"no check failed: {[(check.name, check.outcome) for check in result.checks]}"
    for check in failed:
        said = check.message.rstrip()
        assert said.endswith((".", ")")) or "raised" in said, f"{check.name} says what is no sentence: {said}"
        assert len(check.message) < longest, f"{check.name} says too much: {said}"
    return result


# --- what the checks hand over -------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Handed:
    """A call that a check made: the function's name, its arguments in order and by name, and those it changed."""

    function: str
    args: tuple[Any, ...]
    named: dict[str, Any]
    changed: tuple[int, ...]


class _Recorder(LocalTransport):
    """Keeps all calls that the checks make."""

    def __init__(self, lab: Lab) -> None:
        super().__init__(lab.reference)
        self.parameters = lab.parameters
        self.seen: list[Handed] = []

    def call(self, function: str, args: tuple[Any, ...]) -> Any:
        outcome = super().call(function, args)
        named = dict(zip(self.parameters[function], args, strict=True))
        self.seen.append(Handed(function, args, named, getattr(outcome, "changed", ())))
        return outcome


@cache
def calls(name: str) -> tuple[Handed, ...]:
    """All calls that the checks of the lab of this name make of its reference, in order; change none of them."""
    recorder = _Recorder(lab_named(name))
    grade_functions(lab_named(name), recorder)
    return tuple(recorder.seen)


def is_net(value: Any, kinds: tuple[type, ...] = (np.float64,)) -> bool:
    """Whether this is a list of layers (W, b) of finite numbers of these kinds, each of which fits the one before."""
    return (
        isinstance(value, list)
        and len(value) >= 1
        and all(
            W.dtype in kinds
            and b.dtype in kinds
            and W.ndim == 2
            and b.shape == W.shape[:1]
            and np.isfinite(W).all()
            and np.isfinite(b).all()
            and (number == 0 or W.shape[1] == len(value[number - 1][1]))
            for number, (W, b) in enumerate(value)
        )
    )


def cases_of(lab: Lab, exercise: str, *checks: str) -> list[cases.Case]:
    """The cases of an exercise's checks, in order: of all of them, or of those named."""
    named = [check for check, _ in lab.checks(exercise) if not checks or check.name in checks]
    return [case for check in named for case in check.cases or ()]


# --- tables of functions -------------------------------------------------------------------------------------------


class Functions:
    """Functions for a parametrised test, each with the exercise that it is graded for: wrong ones, or odd right ones.

    Used as a decorator, ``@wrong("swap_units")``, it keeps a function under its own name. One without a name of its own
    goes by its number.
    """

    def __init__(self, lab: Lab) -> None:
        self._reference = lab.reference
        self._all: list[tuple[str, str, Function]] = []

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[tuple[str, str, Function]]:
        """The exercise, the name and the function of each."""
        return iter(self._all)

    def __call__(self, exercise: str) -> Callable[[Function], Function]:
        def keep(function: Function) -> Function:
            self.add(exercise, function)
            return function

        return keep

    def add(self, exercise: str, function: Function, name: str = "") -> None:
        """Keep a function under this name, or its own."""
        assert exercise in self._reference, f"{exercise} is no exercise"
        name = name or getattr(function, "__name__", type(function).__name__)
        self._all.append((exercise, str(len(self)) if name == "<lambda>" else name, function))

    def add_all(self, exercise: str, *functions: Function, **named: Function) -> None:
        """Keep some functions of one exercise, some of them under the names of the keywords."""
        for function in functions:
            self.add(exercise, function)
        for name, function in named.items():
            self.add(exercise, function, name)

    def through(self, exercise: str, name: str, change: Function) -> None:
        """The reference's answer, changed: ``change(answer, *arguments)``."""
        self.add(exercise, lambda *args: change(self._reference[exercise](*args), *args), name)

    def through_all(self, exercise: str, **changes: Function) -> None:
        """The reference's answer, changed in each of these ways."""
        for name, change in changes.items():
            self.through(exercise, name, change)

    def instead(self, exercise: str, name: str, when: Function, otherwise: Function) -> None:
        """The reference but for some arguments: ``otherwise(*arguments)`` wherever ``when(*arguments)``."""
        self.add(exercise, lambda *args: otherwise(*args) if when(*args) else self._reference[exercise](*args), name)

    def params(self) -> list[Any]:
        """For ``pytest.mark.parametrize(("exercise", "function"), ...)``; the ids are `exercise-name`."""
        return [pytest.param(exercise, function, id=f"{exercise}-{name}") for exercise, name, function in self]

"""Which calls a check is going to make, and what it passes on, found out once in a rehearsal with the reference.

A call that is foreseen is made ahead of time. And a case that a student's functions answer as the reference does is
passed without running the check again: it is a function of what comes back, and of nothing else. Answers count as the
same if their bytes are; from exceptions, checks must not take more than their classes. A case that does not go the same
way twice with the reference, or does not pass, is always run.

What is sent ahead lies in the student's process before earlier questions are answered there, so it must tell nothing
about their answers. A check is therefore run twice against the reference, and a call is foreseen only if its arguments
are the very same objects both times (those of cases, not what came back from a call), and hold no array that the
reference has returned before in the same check, and no number or text that it has returned before in the same case.
Once something has come back in a case, only numbers and texts of the case itself are sent, none that was made since.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, repeat, zip_longest
from types import NoneType
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from autograder.checks import Check
from autograder.checks.calls import Call, Returned
from autograder.checks.cases import Case
from autograder.checks.errors import Mismatch, NotWritten
from autograder.labs import Lab
from autograder.sandbox.ahead import WINDOW_BYTES, Planned, same
from autograder.sandbox.local import LocalTransport
from autograder.sandbox.nodes import WireError
from autograder.sandbox.student import Student

PLAIN = (NoneType, bool, int, float, str, Fraction, np.generic)
"""Numbers, texts and None."""


@dataclass(frozen=True)
class Plan:
    """What is foreseen for a check."""

    ahead: tuple[Planned, ...] = ()
    """The calls to make ahead, in order."""
    cases: tuple[tuple[Planned, ...] | None, ...] = ()
    """For each case, or for the check if it has none: all calls with the outcomes that it passes on, None if unsure."""

    def rehearsals(self) -> Iterator[tuple[Planned, ...] | None]:
        """`cases`, and then None without end."""
        return chain(self.cases, repeat(None))


@dataclass
class _Recording:
    """The calls that a check makes of the reference; as far as it comes, should it fail there."""

    calls: list[Call]
    passed: bool


class Plans:
    """The plans of a lab's checks, each made when it is first asked for."""

    def __init__(self, lab: Lab) -> None:
        self._parameters: Mapping[str, Sequence[str]] = lab.parameters
        self._reference = LocalTransport(lab.reference)
        self._known: dict[int, tuple[Check, Plan]] = {}

    def of(self, check: Check) -> Plan:
        """The plan of a check."""
        if id(check) not in self._known:
            self._known[id(check)] = check, self._plan(check)
        return self._known[id(check)][1]

    def _plan(self, check: Check) -> Plan:
        ahead: list[Planned] = []
        cases: list[tuple[Planned, ...] | None] = []
        arrays: list[npt.NDArray[Any]] = []
        for case in check.cases or (None,):
            one, other = self._record(check, case), self._record(check, case)
            sent: dict[int, Planned] = {}
            numbers: set[Any] = set()
            given = set(_plain(list(case.values()))) if case is not None else set[Any]()
            for place, (first, second) in enumerate(zip_longest(one.calls, other.calls)):
                if first is None or second is None or first.function != second.function:
                    break  # the check is a matter of chance
                is_given = place == 0 or given.issuperset(_plain(first.args))
                is_own = is_given and same(first.args, second.args)  # arrays must be the very same objects
                if is_own and not _tells(first.args, numbers, arrays) and (planned := _planned(first)):
                    sent[place] = planned
                told = [
                    leaf for leaf in _outcome(first) if not _tells([leaf], set(_plain(first.args)), _arrays(first.args))
                ]
                numbers |= set(_plain(told))
                arrays += _arrays(told)
            ahead += sent.values()
            cases.append(_rehearsed(one, other, sent))
        return Plan(tuple(ahead), tuple(cases))

    def _record(self, check: Check, case: Case | None) -> _Recording:
        student = Student(self._reference, self._parameters)
        try:
            with np.errstate(all="ignore"):
                check.run(student, case)
        except (Mismatch, NotWritten):
            return _Recording(student.calls, passed=False)  # a lab's own tests find this
        except Exception:  # noqa: BLE001 - so will grading, and report it as the fault that it is
            return _Recording(student.calls, passed=False)
        return _Recording(student.calls, passed=True)


def _rehearsed(one: _Recording, other: _Recording, sent: Mapping[int, Planned]) -> tuple[Planned, ...] | None:
    """All calls of a case with their outcomes, some of them sent ahead, if it passed in the same way both times."""
    if not (one.passed and other.passed and one.calls and len(one.calls) == len(other.calls)):
        return None
    steps: list[Planned] = []
    for place, pair in enumerate(zip(one.calls, other.calls, strict=True)):
        first, second = (_planned(made, follows=True) for made in pair)
        if first is None or second is None or not first.is_same(second):
            return None
        steps.append(sent.get(place, first))
    return tuple(steps)


def _planned(made: Call, *, follows: bool = False) -> Planned | None:
    """The call as one to be made ahead, if it is small enough for that and holds no function."""
    if not all(isinstance(leaf, (np.ndarray, *PLAIN)) for leaf in _leaves(made.args)):
        return None
    try:
        planned = Planned(made.function, made.args, made.outcome, follows=follows)
    except WireError:  # the check fails when it makes this call, and is reported
        return None
    return planned if planned.prepared.size <= WINDOW_BYTES else None


def _tells(value: Any, numbers: set[Any], arrays: Sequence[npt.NDArray[Any]]) -> bool:
    """Whether a value holds one of these numbers, or one of these arrays."""
    return any(leaf in numbers for leaf in _plain(value)) or any(
        given.shape == known.shape and np.array_equal(given, known) for given in _arrays(value) for known in arrays
    )


def _outcome(made: Call) -> list[Any]:
    return list(_leaves(made.outcome.value)) if isinstance(made.outcome, Returned) else []


def _arrays(value: Any) -> list[npt.NDArray[Any]]:
    return [leaf for leaf in _leaves(value) if isinstance(leaf, np.ndarray)]


def _plain(value: Any) -> list[Any]:
    return [leaf for leaf in _leaves(value) if isinstance(leaf, PLAIN)]


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, (list, tuple)):
        for item in cast("Sequence[Any]", value):
            yield from _leaves(item)
    elif isinstance(value, dict):
        yield from _leaves(list(cast("dict[Any, Any]", value).values()))
    else:
        yield value

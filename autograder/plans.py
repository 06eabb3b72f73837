"""Which calls a check is going to make, and what it passes on, found out once in a rehearsal with the reference.

A call that is foreseen is made ahead of time. And a case that a student's functions answer as the reference does, or
as those of a student before, is decided without running the check again (see `rehearsal`). Answers count as the
same if their bytes are; from exceptions, checks must not take more than their classes. A case that does not go the same
way twice with the reference, or does not pass, is always run. The bytes are those of the moment of the call, for a
check may write to what came back; nothing is foreseen for one that writes to what it has handed over.

What is sent ahead lies in the student's process before earlier questions are answered there, so it must tell nothing
about their answers. A check is therefore run twice against the reference, and a call is foreseen only if its arguments
are the very same objects both times (those of cases, not what came back from a call), and hold no array, and no number
but small ones, that the reference has returned before in the same exercise, and none at all, nor a text, that it has
returned before in the same case. An array or list of numbers is the same in any shape; what is found nowhere else than
inside a longer one, or is the same only up to rounding, is not noticed.
Once something has come back in a case, only numbers and texts of the case itself are sent, none that was made since.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import chain, repeat, zip_longest
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from autograder.checks import Check
from autograder.checks.calls import Call, Outcome, Returned
from autograder.checks.cases import Case
from autograder.checks.errors import Mismatch, NotWritten
from autograder.labs import Lab
from autograder.remembered import Recent
from autograder.report import ExerciseResult
from autograder.sandbox.local import LocalTransport
from autograder.sandbox.planned import NUMERIC, PLAIN, Planned, as_it_was, leaves, same
from autograder.sandbox.rehearsal import Made, Rehearsal, Room
from autograder.sandbox.student import Student

SMALL = 32
"""Quarters up to this are numbers that stand everywhere: that one of them is an answer, too, tells nothing."""
MOST_RESULTS = 100
"""Results of exercises that are kept: with texts and pictures some 50 kB each."""


@dataclass(frozen=True)
class Plan:
    """What is foreseen for a check."""

    ahead: tuple[Planned, ...] = ()
    """The calls to make ahead, in order."""
    later: tuple[Planned, ...] = ()
    """Those of the checks that follow in the exercise."""
    cases: tuple[Rehearsal | None, ...] = ()
    """For each case, or for the check if it has none: the ways that it has gone, None if unsure."""

    def rehearsals(self) -> Iterator[Rehearsal | None]:
        """`cases`, and then None without end."""
        return chain(self.cases, repeat(None))


@dataclass(frozen=True)
class _Told:
    """What the reference has returned in an exercise, by which a student's process would know an answer."""

    arrays: set[bytes]
    """Arrays and lists, as `_arrays` gives them."""
    numbers: set[Any]


class _Recording:
    """The calls that a check makes of the reference, as they were when they were made; it carries them there, too.

    `planned` has, for each, the call as one that follows others, None if it cannot be made ahead.
    """

    last_reply = None

    def __init__(self, reference: LocalTransport) -> None:
        self._reference = reference
        self.calls: list[Call] = []
        self.planned: list[Planned | None] = []
        self.passed = False

    def call(self, function: str, args: tuple[Any, ...]) -> Outcome:
        outcome = self._reference.call(function, args)
        made = Call(function, args, deepcopy(outcome))
        self.calls.append(made)
        self.planned.append(as_it_was(function, args, made.outcome))
        return outcome

    def ahead(self, calls: Sequence[Planned], later: Sequence[Planned] = ()) -> None:
        """Nothing is foreseen yet."""

    def repeats(self, cases: Iterable[Rehearsal | None]) -> tuple[()]:
        """Nor is it known what should come back."""
        return ()


class Plans:
    """The plans of a lab's checks, those of an exercise made when they are first asked for."""

    def __init__(self, lab: Lab) -> None:
        self._parameters: Mapping[str, Sequence[str]] = lab.parameters
        self._reference = LocalTransport(lab.reference)
        self._checks = {e.name: [check for check, _ in lab.checks(e.name)] for e in lab.exercises}
        self._known: dict[str, list[Plan]] = {}
        self._room = Room()
        self.results: Recent[Hashable, ExerciseResult] = Recent(MOST_RESULTS)
        """Results of exercises by all that they were made from."""

    def of(self, exercise: str) -> list[Plan]:
        """The plans of an exercise's checks, in their order."""
        if exercise not in self._known:
            told = _Told(set(), set())
            plans = [self._plan(check, told) for check in self._checks[exercise]]
            later = [tuple(chain.from_iterable(plan.ahead for plan in plans[k:])) for k in range(1, len(plans) + 1)]
            self._known[exercise] = [replace(plan, later=calls) for plan, calls in zip(plans, later, strict=True)]
        return self._known[exercise]

    def _plan(self, check: Check, told: _Told) -> Plan:
        """The plan of a check, which adds to what the reference has told in those before."""
        ahead: list[Planned] = []
        cases: list[Rehearsal | None] = []
        made: list[Planned] = []
        for case in check.cases or (None,):
            one, other = self._record(check, case), self._record(check, case)
            made += [planned for planned in one.planned + other.planned if planned is not None]
            numbers: set[Any] = set()
            given = set(_plain(list(case.values()))) if case is not None else set[Any]()
            for place, (first, second) in enumerate(zip_longest(one.calls, other.calls)):
                if first is None or second is None or first.function != second.function:
                    break  # the check is a matter of chance
                is_given = place == 0 or given.issuperset(_plain(first.args))
                is_own = is_given and same(first.args, second.args)  # arrays must be the very same objects
                planned = one.planned[place]
                if planned is not None and is_own and not _tells(first.args, numbers | told.numbers, told.arrays):
                    planned.follows = False
                    ahead.append(planned)
                asked_numbers, asked_arrays = set(_plain(first.args)), _arrays(first.args)
                answer = first.outcome.value if isinstance(first.outcome, Returned) else None
                answers = [leaf for leaf in _plain(answer) if leaf not in asked_numbers]
                numbers.update(answers)
                told.numbers.update(leaf for leaf in answers if not _stands_everywhere(leaf))
                told.arrays.update(_arrays(answer) - asked_arrays)
            cases.append(_rehearsed(one, other, self._room))
        # which of the contents of an array a call is about could not be told from the object
        return Plan(tuple(ahead), cases=tuple(cases)) if all(planned.is_as_made() for planned in made) else Plan()

    def _record(self, check: Check, case: Case | None) -> _Recording:
        recording = _Recording(self._reference)
        try:
            with np.errstate(all="ignore"):
                check.run(Student(recording, self._parameters), case)
            recording.passed = True
        except (Mismatch, NotWritten):
            pass  # a lab's own tests find this
        except Exception:  # noqa: BLE001 - so will grading, and report it as the fault that it is
            pass
        return recording


def _rehearsed(one: _Recording, other: _Recording, room: Room) -> Rehearsal | None:
    """How a case goes with the reference, if it passed in the same way both times."""
    if not (one.passed and other.passed and one.calls and len(one.calls) == len(other.calls)):
        return None
    made: list[Made] = []
    for first, second in zip(one.planned, other.planned, strict=True):
        if first is None or second is None or not first.is_same(second):
            return None
        made.append(Made(first, first.raised or first.returned[0]))
    return Rehearsal(made, room)


def _tells(value: Any, numbers: set[Any], arrays: set[bytes]) -> bool:
    """Whether a value holds one of these numbers, or one of these arrays."""
    return any(leaf in numbers for leaf in _plain(value)) or not arrays.isdisjoint(_arrays(value))


def _stands_everywhere(leaf: Any) -> bool:
    if leaf is None or isinstance(leaf, (bool, str)):
        return True
    return abs(leaf) <= SMALL and 4 * leaf == round(4 * leaf)


def _arrays(value: Any) -> set[bytes]:
    """The numbers of the arrays and lists in a value: an answer is the same in another shape, or turned over."""
    if isinstance(value, np.ndarray):
        array = cast("npt.NDArray[Any]", value)
        return {_numbers(array), _numbers(array.T)} if array.dtype.kind in NUMERIC else _arrays(array.tolist())
    if isinstance(value, dict):
        return _arrays(list(cast("dict[Any, Any]", value).values()))
    if not isinstance(value, (list, tuple)):
        return set()
    found = set[bytes]().union(*map(_arrays, cast("Sequence[Any]", value)))
    numbers = list(leaves(value))
    if len(numbers) > 1 and all(isinstance(number, (int, float)) for number in numbers):
        with suppress(OverflowError):  # a whole number too large for a float is one that `_tells` knows by itself
            found.add(_numbers(np.array([float(number) for number in numbers])))
    return found


def _numbers(array: npt.NDArray[Any]) -> bytes:
    # a zero has no sign then, and numbers of other types are compared as well
    return (array.astype(np.float64).ravel() + 0.0).tobytes()


def _plain(value: Any) -> list[Any]:
    return [leaf for leaf in leaves(value) if isinstance(leaf, PLAIN)]

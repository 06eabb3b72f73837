"""Which calls a check is going to make, found out once, so that the sandbox can have them made ahead of time.

What is sent ahead lies in the student's process before earlier questions are answered there, so it must tell nothing
about their answers. A check is therefore run twice against the reference, and a call is foreseen only if its arguments
are the very same objects both times (those of cases, not what came back from a call), and hold no array that the
reference has returned before in the same check, and no number or text that it has returned before in the same case.
Once something has come back in a case, only numbers and texts of the case itself are sent, none that was made since.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import zip_longest
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


class Plans:
    """The plans of a lab's checks, each made when it is first asked for."""

    def __init__(self, lab: Lab) -> None:
        self._parameters: Mapping[str, Sequence[str]] = lab.parameters
        self._reference = LocalTransport(lab.reference)
        self._known: dict[int, tuple[Check, list[Planned]]] = {}

    def of(self, check: Check) -> list[Planned]:
        """The calls to make ahead for a check, in order."""
        if id(check) not in self._known:
            self._known[id(check)] = check, self._plan(check)
        return self._known[id(check)][1]

    def _plan(self, check: Check) -> list[Planned]:
        plan: list[Planned] = []
        arrays: list[npt.NDArray[Any]] = []
        for case in check.cases or (None,):
            numbers: set[Any] = set()
            given = set(_plain(list(case.values()))) if case is not None else set[Any]()
            is_first = True
            for one, other in zip_longest(self._record(check, case), self._record(check, case)):
                if one is None or other is None or one.function != other.function:
                    break  # the check is a matter of chance
                is_given = is_first or given.issuperset(_plain(one.args))
                if is_given and _is_the_checks_own(one.args, other.args) and not _tells(one.args, numbers, arrays):
                    plan += _planned(one)
                is_first = False
                told = [leaf for leaf in _outcome(one) if not _tells([leaf], set(_plain(one.args)), _arrays(one.args))]
                numbers |= set(_plain(told))
                arrays += _arrays(told)
        return plan

    def _record(self, check: Check, case: Case | None) -> list[Call]:
        """The calls that a check makes of the reference; as far as it comes, should it fail there."""
        student = Student(self._reference, self._parameters)
        try:
            with np.errstate(all="ignore"):
                check.function(student) if case is None else check.function(student, case)
        except (Mismatch, NotWritten):
            return student.calls  # a lab's own tests find this
        except Exception:  # noqa: BLE001 - so will grading, and report it as the fault that it is
            return student.calls
        return student.calls


def _planned(made: Call) -> list[Planned]:
    """The call as one to be made ahead, if it is small enough for that."""
    try:
        planned = Planned(made.function, made.args)
    except WireError:  # the check fails when it makes this call, and is reported
        return []
    return [planned] if planned.prepared.size <= WINDOW_BYTES else []


def _is_the_checks_own(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """Whether two recordings have the same arguments, arrays as the very same objects, and no functions or the like."""
    return same(one, other) and all(isinstance(leaf, (np.ndarray, *PLAIN)) for leaf in _leaves(one))


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

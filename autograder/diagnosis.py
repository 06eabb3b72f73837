"""Recognising a misconception: which wrong idea gives the very answers that the student's function gave?

Pointing a student at a wrong idea that is not theirs is worse than silence. So an idea is named only if it explains
everything: it gives the student's answer in *every* call of the exercise of the same kind (legal arguments, or
illegal ones), it differs from the reference in the failed check, and no other idea does the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

import numpy as np

from autograder.checks import Misconception
from autograder.checks.calls import Call, Raised, changed
from autograder.labs import Lab
from autograder.remembered import Comparisons, Marked, Remembered, marked, question

T = TypeVar("T")

_remembered = Remembered()
_comparisons = Comparisons()


class Diagnosis:
    """All calls of an exercise, held against the reference and the misconceptions of its lab."""

    def __init__(self, lab: Lab, exercise: str, calls: Sequence[Call]) -> None:
        self._calls = [call for call in calls if call.function == exercise]
        self._given = _Once(lambda k: marked(self._calls[k].outcome))
        self._asked = _Once(lambda k: question(self._calls[k].args))
        self._reference = _Once(partial(self._answer, lab.reference[exercise]))
        ideas = [idea for idea in lab.misconceptions if idea.exercise == exercise]
        self._ideas = [(idea, _Once(partial(self._answer, idea.function))) for idea in ideas]

    def idea(self, failed: Sequence[Call]) -> Misconception | None:
        """The wrong idea behind a failed check, from its own calls; None if no idea explains them."""
        own = {id(call) for call in failed}
        here = [k for k, call in enumerate(self._calls) if id(call) in own]
        if not here:
            return None
        refused = [isinstance(self._reference[k].outcome, Raised) for k in range(len(self._calls))]
        illegal = any(refused[k] for k in here)
        like = [k for k, is_refused in enumerate(refused) if is_refused == illegal]
        by_value = any(not _comparisons.same(self._given[k], self._reference[k]) for k in here)
        found = [idea for idea, answers in self._ideas if self._explains(answers, here, like, by_value)]
        # two forms of one idea share a hint
        return found[0] if len({idea.hint for idea in found}) == 1 else None

    def _answer(self, function: Callable[..., Any], k: int) -> Marked:
        """What a trusted function does in a call."""
        with np.errstate(all="ignore"):  # what a wrong idea does to numbers is no news for whoever grades
            return _remembered.outcome(function, self._asked[k], self._calls[k].args)

    def _explains(
        self, answers: Mapping[int, Marked], here: Sequence[int], like: Sequence[int], by_value: bool
    ) -> bool:
        """Whether an idea gives the student's answers; if the values are not the mistake, what was changed counts."""

        def agree(a: Marked, b: Marked) -> bool:
            return _comparisons.same(a, b) and (by_value or changed(a.outcome) == changed(b.outcome))

        return any(not agree(answers[k], self._reference[k]) for k in here) and all(
            agree(self._given[k], answers[k]) for k in like
        )


class _Once(dict[int, T]):
    """Values by number, each made once, when it is needed."""

    def __init__(self, make: Callable[[int], T]) -> None:
        self._make = make

    def __missing__(self, k: int) -> T:
        self[k] = self._make(k)
        return self[k]

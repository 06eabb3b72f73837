"""Recognising a misconception: which wrong idea gives the very answers that the student's function gave?

Pointing a student at a wrong idea that is not theirs is worse than silence. So an idea is named only if it explains
everything: it gives the student's answer in *every* call of the exercise of the same kind (legal arguments, or
illegal ones), it differs from the reference in the failed check, and no other idea does the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.checks import Misconception
from autograder.checks.calls import Call, Outcome, Raised, changed, same_outcome
from autograder.labs import Lab
from autograder.remembered import Question, Remembered, question

_remembered = Remembered()


class Diagnosis:
    """All calls of an exercise, held against the reference and the misconceptions of its lab."""

    def __init__(self, lab: Lab, exercise: str, calls: Sequence[Call]) -> None:
        self._calls = [call for call in calls if call.function == exercise]
        asked = _Asked(self._calls)
        self._reference = _Answers(lab.reference[exercise], asked)
        ideas = [idea for idea in lab.misconceptions if idea.exercise == exercise]
        self._ideas = [(idea, _Answers(idea.function, asked)) for idea in ideas]

    def idea(self, failed: Sequence[Call]) -> Misconception | None:
        """The wrong idea behind a failed check, from its own calls; None if no idea explains them."""
        own = {id(call) for call in failed}
        here = [k for k, call in enumerate(self._calls) if id(call) in own]
        if not here:
            return None
        illegal = any(isinstance(self._reference[k], Raised) for k in here)
        like = [k for k in range(len(self._calls)) if isinstance(self._reference[k], Raised) == illegal]
        by_value = any(not same_outcome(self._calls[k].outcome, self._reference[k]) for k in here)
        found = [idea for idea, answers in self._ideas if self._explains(answers, here, like, by_value)]
        # two forms of one idea share a hint
        return found[0] if len({idea.hint for idea in found}) == 1 else None

    def _explains(self, answers: _Answers, here: Sequence[int], like: Sequence[int], by_value: bool) -> bool:
        """Whether an idea gives the student's answers; if the values are not the mistake, what was changed counts."""

        def agree(a: Outcome, b: Outcome) -> bool:
            return same_outcome(a, b) and (by_value or changed(a) == changed(b))

        return any(not agree(answers[k], self._reference[k]) for k in here) and all(
            agree(self._calls[k].outcome, answers[k]) for k in like
        )


class _Asked:
    """The questions of some calls, each made once, when it is needed."""

    def __init__(self, calls: Sequence[Call]) -> None:
        self.calls = calls
        self._known: dict[int, Question] = {}

    def __getitem__(self, k: int) -> Question:
        if k not in self._known:
            self._known[k] = question(self.calls[k].args)
        return self._known[k]


class _Answers:
    """What a trusted function does in some calls."""

    def __init__(self, function: Callable[..., Any], asked: _Asked) -> None:
        self._function, self._asked = function, asked

    def __getitem__(self, k: int) -> Outcome:
        with np.errstate(all="ignore"):  # what a wrong idea does to numbers is no news for whoever grades
            return _remembered.outcome(self._function, self._asked[k], self._asked.calls[k].args)

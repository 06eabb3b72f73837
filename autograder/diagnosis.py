"""Recognising a misconception: which wrong idea gives the very answers that the student's function gave?

Pointing a student at a wrong idea that is not theirs is worse than silence. So an idea is named only if it explains
everything: it gives the student's answer in *every* call of the exercise of the same kind (legal arguments, or
illegal ones), it differs from the reference in the failed check, and no other idea does the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.checks.calls import Call, Outcome, Raised, changed, same_outcome
from autograder.labs import Lab
from autograder.sandbox.local import LocalTransport


class Diagnosis:
    """All calls of an exercise, held against the reference and the misconceptions of its lab."""

    def __init__(self, lab: Lab, exercise: str, calls: Sequence[Call]) -> None:
        self._calls = [call for call in calls if call.function == exercise]
        self._reference = _Answers(lab.reference[exercise], self._calls)
        ideas = [idea for idea in lab.misconceptions if idea.exercise == exercise]
        self._ideas = [(idea, _Answers(idea.function, self._calls)) for idea in ideas]

    def hint(self, failed: Sequence[Call]) -> str:
        """The hint for a failed check, from its own calls; empty if no idea explains them."""
        own = {id(call) for call in failed}
        here = [k for k, call in enumerate(self._calls) if id(call) in own]
        if not here:
            return ""
        illegal = any(isinstance(self._reference[k], Raised) for k in here)
        like = [k for k in range(len(self._calls)) if isinstance(self._reference[k], Raised) == illegal]
        by_value = any(not same_outcome(self._calls[k].outcome, self._reference[k]) for k in here)
        found = [idea for idea, answers in self._ideas if self._explains(answers, here, like, by_value)]
        hints = {idea.hint for idea in found}
        return hints.pop() if len(hints) == 1 else ""

    def _explains(self, answers: _Answers, here: Sequence[int], like: Sequence[int], by_value: bool) -> bool:
        """Whether an idea gives the student's answers; if the values are not the mistake, what was changed counts."""

        def agree(a: Outcome, b: Outcome) -> bool:
            return same_outcome(a, b) and (by_value or changed(a) == changed(b))

        return any(not agree(answers[k], self._reference[k]) for k in here) and all(
            agree(self._calls[k].outcome, answers[k]) for k in like
        )


class _Answers:
    """What a trusted function does in some calls, each found out when it is asked for, once."""

    def __init__(self, function: Callable[..., Any], calls: Sequence[Call]) -> None:
        with np.errstate(all="ignore"):  # what a wrong idea does to numbers is no news for whoever grades
            self._transport = LocalTransport({"function": function})
        self._calls = calls
        self._known: dict[int, Outcome] = {}

    def __getitem__(self, k: int) -> Outcome:
        if k not in self._known:
            self._known[k] = self._transport.call("function", self._calls[k].args)
        return self._known[k]

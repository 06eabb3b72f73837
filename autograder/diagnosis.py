"""Recognising a misconception: which wrong idea gives the very answers that the student's function gave?

Pointing a student at a wrong idea that is not theirs is worse than silence, so a misconception is named only if it
agrees with the student in every call of the failed check and differs from the reference in at least one of them.
Among several, the one that agrees with the student in most calls of the whole exercise is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from autograder.checks import Misconception
from autograder.checks.calls import Call, Outcome, changed, same_outcome
from autograder.labs import Lab
from autograder.sandbox.local import LocalTransport


def recognise(lab: Lab, exercise: str, failed: Sequence[Call], all_calls: Sequence[Call]) -> str:
    """The hint for a failed check, from its calls and all calls of its exercise; empty if no idea is recognised."""
    failed = [call for call in failed if call.function == exercise]
    if not failed:
        return ""
    reference = _answers(lab.reference[exercise], failed)
    by_value = any(not same_outcome(call.outcome, right) for call, right in zip(failed, reference, strict=True))
    found: list[tuple[int, Misconception]] = []
    for idea in lab.misconceptions:
        if idea.exercise != exercise:
            continue
        answers = _answers(idea.function, failed)
        if _agrees(failed, answers, by_value) and not _same(answers, reference, by_value):
            calls = [call for call in all_calls if call.function == exercise]
            agreeing = sum(map(_agree, calls, _answers(idea.function, calls)))
            found.append((agreeing, idea))
    return max(found, key=lambda pair: pair[0])[1].hint if found else ""


def _answers(function: Callable[..., Any], calls: Iterable[Call]) -> list[Outcome]:
    """What a trusted function does in the same calls."""
    transport = LocalTransport({"function": function})
    return [transport.call("function", call.args) for call in calls]


def _agrees(calls: Sequence[Call], answers: Sequence[Outcome], by_value: bool) -> bool:
    return _same([call.outcome for call in calls], answers, by_value)


def _agree(call: Call, answer: Outcome) -> bool:
    return same_outcome(call.outcome, answer) and changed(call.outcome) == changed(answer)


def _same(first: Iterable[Outcome], second: Iterable[Outcome], by_value: bool) -> bool:
    """Whether two rows of outcomes agree; in what was changed in place as well, if the values are not the mistake."""
    return all(
        same_outcome(a, b) and (by_value or changed(a) == changed(b)) for a, b in zip(first, second, strict=True)
    )

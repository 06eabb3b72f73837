"""Lab x Submission -> Report."""

from __future__ import annotations

import builtins
import time
from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

import numpy as np

from autograder.checks import Check, show, shown
from autograder.checks.errors import Mismatch
from autograder.checks.pictured import Picture
from autograder.diagnosis import Diagnosis
from autograder.labs import Lab
from autograder.own_lines import with_own_lines
from autograder.plans import Plan, Plans
from autograder.report import CheckResult, ExerciseResult, Report, Status, SubmissionFile, total
from autograder.sandbox.host import Worker
from autograder.sandbox.session import Session
from autograder.sandbox.student import Student, Transport
from autograder.settings import Exercise
from autograder.submissions import Submission
from autograder.verdicts import Verdict, verdict_on


class _Advice(NamedTuple):
    """The hint for a failed check, and the name of the misconception that it belongs to; empty where there is none."""

    hint: str
    misconception: str


def grade(lab: Lab, submission: Submission, worker: Worker, plans: Plans | None = None) -> Report:
    """Grade a submission in the worker's sandbox; `WorkerFailed` if the worker is at fault.

    With the lab's `plans` it is quicker, and the report is the same for functions whose results depend on their
    arguments alone. Never raises for what the submission does. If a check itself fails, the status is `needs_review`,
    with no score.
    """
    protections = worker.ready.protections
    started = time.perf_counter()
    seconds = {e.name: e.call_seconds or lab.limits.call_seconds for e in lab.exercises}
    with Session(worker, submission, lab.limits, seconds) as session:
        exercises = grade_functions(lab, session, plans=plans)
    exercises = tuple(with_own_lines(exercise, submission) for exercise in exercises)
    at_fault = any(check.outcome == "error" for exercise in exercises for check in exercise.checks)
    return Report(
        lab=lab.name,
        student=submission.student,
        status="needs_review" if at_fault else "graded",
        submission=SubmissionFile(file=submission.file, sha256=submission.sha256),
        lab_sha256=lab.sha256,
        score=None if at_fault else total(exercise.score for exercise in exercises),
        max_score=lab.points,
        protections=protections,
        seconds=round(time.perf_counter() - started, 4),
        problems=tuple(session.problems),
        limits=tuple(dict.fromkeys(session.ends)),
        exercises=exercises,
    )


def ungraded(lab: Lab, student: str, file: str, status: Status, why: str) -> Report:
    """The report on a file that could not be read, or that the grader failed on: it has a reason instead of a mark."""
    return Report(
        lab=lab.name,
        student=student,
        status=status,
        submission=SubmissionFile(file=file, sha256=None),
        lab_sha256=lab.sha256,
        score=None,
        max_score=lab.points,
        problems=(why,),
    )


def grade_functions(
    lab: Lab, transport: Transport, only: Sequence[str] = (), plans: Plans | None = None
) -> tuple[ExerciseResult, ...]:
    """Grade the functions at the other end of `transport`, all exercises or `only` those named."""
    results: list[ExerciseResult] = []
    for exercise in lab.exercises:
        if not only or exercise.name in only:
            wrong = [result.name for result in results if any(check.outcome == "failed" for check in result.checks)]
            wrong = [name for name in exercise.uses if name in wrong]
            results.append(_grade_exercise(lab, exercise, transport, wrong, plans))
    return tuple(results)


def _grade_exercise(
    lab: Lab, exercise: Exercise, transport: Transport, wrong: Sequence[str], plans: Plans | None
) -> ExerciseResult:
    """Run the checks of an exercise; `wrong` are exercises that it probably calls and that did not pass."""
    verdicts = _verdicts(lab, exercise, transport, plans)
    made_from = _all_known(exercise, verdicts, wrong)
    if plans is None or made_from is None:
        return _result(lab, exercise, verdicts, wrong)
    return plans.results.value(made_from, lambda: _result(lab, exercise, verdicts, wrong))


def _all_known(
    exercise: Exercise, verdicts: Sequence[tuple[Check, bool, Verdict]], wrong: Sequence[str]
) -> Hashable | None:
    """All that the result of an exercise is made from, if every outcome is one that was seen before."""
    known = [(verdict.outcome, verdict.message, *(call.known for call in verdict.calls)) for _, _, verdict in verdicts]
    if any(outcome == "error" or None in calls for outcome, _, *calls in known):
        return None
    return exercise.name, tuple(wrong), tuple(known)


def _result(
    lab: Lab, exercise: Exercise, verdicts: Sequence[tuple[Check, bool, Verdict]], wrong: Sequence[str]
) -> ExerciseResult:
    """What is told of an exercise whose checks have been run."""
    advice = _adviser(lab, exercise, [verdict for _, _, verdict in verdicts], wrong)
    results: list[CheckResult] = []
    for check, visible, verdict in verdicts:
        advised = advice(verdict)
        already = any(result.picture for result in results)  # one picture is enough
        picture, fault = (None, "") if already or verdict.picture is None else _described(check, verdict.picture)
        results.append(
            CheckResult(
                name=check.name,
                title=check.title,
                visible=visible,
                points=check.points,
                outcome=verdict.outcome,
                message=verdict.message,
                counterexample="\n\n".join(show.call(call, exercise.parameters) for call in verdict.shown),
                hint=advised.hint,
                misconception=advised.misconception,
                exception=_built_in(verdict.raised.kinds) if verdict.raised else "",
                where=verdict.raised.where if verdict.raised else "",
                calls=tuple(shown.call(call, exercise.parameters) for call in verdict.shown),
                picture=picture,
                fault=fault,
            )
        )
    return ExerciseResult(
        name=exercise.name,
        score=total(result.points for result in results if result.outcome == "passed"),
        max_score=total(result.points for result in results),
        checks=tuple(results),
    )


def _verdicts(
    lab: Lab, exercise: Exercise, transport: Transport, plans: Plans | None
) -> list[tuple[Check, bool, Verdict]]:
    """Each check of an exercise, whether it is visible, and what came of it."""
    verdicts: dict[str, tuple[Check, bool, Verdict]] = {}
    stopped = False
    checks = lab.checks(exercise.name)
    planned = [Plan()] * len(checks) if plans is None else plans.of(exercise.name)
    for place, (check, visible) in enumerate(checks):
        needed = verdicts.get(check.needs) if check.needs else None
        if stopped:
            verdict = Verdict("skipped", "Not run: an earlier call of this exercise did not come back.")
        elif needed is not None and needed[2].outcome != "passed":
            verdict = Verdict("skipped", f"This is looked at as soon as “{needed[0].title}” has passed.")
        else:
            plan = planned[place]
            if plans is not None:
                transport.ahead(plan.ahead, plan.later)
            verdict = verdict_on(check, plan, Student(transport, lab.parameters), evidence=lab.complete)
            stopped = verdict.stopped
        verdicts[check.name] = (check, visible, verdict)
    return list(verdicts.values())


def _adviser(
    lab: Lab, exercise: Exercise, verdicts: Sequence[Verdict], wrong: Sequence[str]
) -> Callable[[Verdict], _Advice]:
    """What gives the hint for a verdict."""
    nothing = _Advice("", "")
    if not lab.complete or all(verdict.outcome != "failed" for verdict in verdicts):
        return lambda verdict: nothing
    diagnosis = Diagnosis(lab, exercise.name, [call for verdict in verdicts for call in verdict.calls])
    first = f"{' and '.join(wrong)} did not pass its checks. If you call it here, mend it first."

    def advice(verdict: Verdict) -> _Advice:
        if verdict.outcome != "failed" or verdict.stopped:
            return nothing
        if wrong:
            return _Advice(first, "")
        idea = diagnosis.idea(verdict.calls)
        return nothing if idea is None else _Advice(idea.hint, idea.name)

    return advice


def _described(check: Check, painter: Callable[[], Picture | None]) -> tuple[Picture | None, str]:
    """The picture of a failure, or the grader's own failure to describe it: that costs nobody a mark."""
    try:
        with np.errstate(all="ignore"):
            return painter(), ""
    except Mismatch:  # the answer has not even the form of one
        return None, ""
    except Exception as fault:  # noqa: BLE001 - a picture is never worth a mark
        return None, f"No picture for the check {check.name} ({type(fault).__name__}: {show.cut(str(fault), 300)})."


def _built_in(kinds: Sequence[str]) -> str:
    """The kind of an exception as Python names it: the names of a student's own classes may be anything."""
    known = (kind for kind in kinds if isinstance(getattr(builtins, kind, None), type))
    return next(known, "Exception")

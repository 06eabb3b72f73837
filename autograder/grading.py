"""Lab x Submission -> Report."""

from __future__ import annotations

import builtins
import time
import traceback
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np

from autograder.checks import Check, show, shown
from autograder.checks.calls import Call, Returned
from autograder.checks.cases import Case
from autograder.checks.errors import Mismatch, NotWritten, Stopped, StudentRaised
from autograder.checks.pictured import Picture
from autograder.diagnosis import Diagnosis
from autograder.labs import Lab
from autograder.own_lines import with_own_lines
from autograder.plans import Plan, Plans
from autograder.report import CheckResult, ExerciseResult, OutcomeName, Report, Status, SubmissionFile, total
from autograder.sandbox.host import Worker, WorkerFailed
from autograder.sandbox.rehearsal import Rehearsal
from autograder.sandbox.session import Session
from autograder.sandbox.student import Student, Transport
from autograder.settings import Exercise
from autograder.submissions import Submission

SHOWN_CALLS = 3
"""A counterexample shows at most so many calls, the last ones of its case."""
MORE_CASES = 8
"""After a failure so many further cases are tried, so that no wrong idea is named that only fits by chance."""


@dataclass
class _Verdict:
    """What came of one check so far, with all calls that were made for it and those that are shown."""

    outcome: OutcomeName
    message: str = ""
    shown: Sequence[Call] = ()
    raised: StudentRaised | None = None
    picture: Callable[[], Picture | None] | None = None
    stopped: bool = False
    calls: list[Call] = field(default_factory=list[Call])


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
    exercise: Exercise, verdicts: Sequence[tuple[Check, bool, _Verdict]], wrong: Sequence[str]
) -> Hashable | None:
    """All that the result of an exercise is made from, if every outcome is one that was seen before."""
    known = [(verdict.outcome, verdict.message, *(call.known for call in verdict.calls)) for _, _, verdict in verdicts]
    if any(outcome == "error" or None in calls for outcome, _, *calls in known):
        return None
    return exercise.name, tuple(wrong), tuple(known)


def _result(
    lab: Lab, exercise: Exercise, verdicts: Sequence[tuple[Check, bool, _Verdict]], wrong: Sequence[str]
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
) -> list[tuple[Check, bool, _Verdict]]:
    """Each check of an exercise, whether it is visible, and what came of it."""
    verdicts: dict[str, tuple[Check, bool, _Verdict]] = {}
    stopped = False
    checks = lab.checks(exercise.name)
    planned = [Plan()] * len(checks) if plans is None else plans.of(exercise.name)
    for place, (check, visible) in enumerate(checks):
        needed = verdicts.get(check.needs) if check.needs else None
        if stopped:
            verdict = _Verdict("skipped", "Not run: an earlier call of this exercise did not come back.")
        elif needed is not None and needed[2].outcome != "passed":
            verdict = _Verdict("skipped", f"This is looked at as soon as “{needed[0].title}” has passed.")
        else:
            plan = planned[place]
            if plans is not None:
                transport.ahead(plan.ahead, [call for each in planned[place + 1 :] for call in each.ahead])
            verdict = _run(check, plan, Student(transport, lab.parameters), exercise, evidence=lab.complete)
            stopped = verdict.stopped
        verdicts[check.name] = (check, visible, verdict)
    return list(verdicts.values())


def _adviser(
    lab: Lab, exercise: Exercise, verdicts: Sequence[_Verdict], wrong: Sequence[str]
) -> Callable[[_Verdict], _Advice]:
    """What gives the hint for a verdict."""
    nothing = _Advice("", "")
    if not lab.complete or all(verdict.outcome != "failed" for verdict in verdicts):
        return lambda verdict: nothing
    diagnosis = Diagnosis(lab, exercise.name, [call for verdict in verdicts for call in verdict.calls])
    first = f"{' and '.join(wrong)} did not pass its checks. If you call it here, mend it first."

    def advice(verdict: _Verdict) -> _Advice:
        if verdict.outcome != "failed" or verdict.stopped:
            return nothing
        if wrong:
            return _Advice(first, "")
        idea = diagnosis.idea(verdict.calls)
        return nothing if idea is None else _Advice(idea.hint, idea.name)

    return advice


def _run(check: Check, plan: Plan, student: Student, exercise: Exercise, evidence: bool) -> _Verdict:
    """Put a check's cases to the student until one fails; with `evidence`, a few more to recognise the mistake by."""
    start = 0
    case: Case | None = None
    cases = zip(check.cases or (None,), plan.rehearsals(), strict=False)
    try:
        # in a student's own process, `np.seterr(all="raise")` would reach the arithmetic of the checks
        with np.errstate(all="ignore"):
            for case, rehearsal in cases:
                start = len(student.calls)
                _put(check, student, case, rehearsal)
        verdict = _Verdict("passed")
    except NotWritten as why:
        verdict = _Verdict("skipped", str(why))
    except Stopped as why:
        verdict = _Verdict("failed", str(why), student.calls[start:][-SHOWN_CALLS:], stopped=True)
    except Mismatch as why:
        calls = student.calls[start:]
        verdict = _Verdict("failed", str(why), calls[-SHOWN_CALLS:], why.raised, _painter(check, case, calls, why))
        if evidence:
            _gather(check, student, list(islice(cases, MORE_CASES)))
    except WorkerFailed:
        raise
    except Exception as fault:  # noqa: BLE001 - whatever is wrong in a check is the grader's fault, and told as such
        verdict = _Verdict("error", _fault(check, fault))
    return replace(verdict, calls=student.calls)


def _put(check: Check, student: Student, case: Case | None, rehearsal: Rehearsal | None) -> None:
    """Put one case to the student, as the check does, but without running it where it is known how it ends."""
    end = None if rehearsal is None else student.repeats(rehearsal)
    if end is not None:
        end.repeat()
    elif rehearsal is None or not rehearsal.has_room:
        check.run(student, case)
    else:
        with student.teaches(rehearsal):
            check.run(student, case)


def _gather(check: Check, student: Student, cases: Sequence[tuple[Case | None, Rehearsal | None]]) -> None:
    """Run a failed check on more of its cases; nothing but the calls is wanted of it."""
    with np.errstate(all="ignore"):
        for case, rehearsal in cases:
            try:
                _put(check, student, case, rehearsal)
            except (Stopped, NotWritten):
                return
            except Mismatch:
                continue


def _painter(
    check: Check, case: Case | None, calls: Sequence[Call], why: Mismatch
) -> Callable[[], Picture | None] | None:
    """What describes a failure as a picture: the check's own way, or that of the relation which does not hold."""
    returned = calls[-1].outcome if calls else None
    if not isinstance(returned, Returned):
        return None
    return why.picture if check.picture is None else partial(check.picture, case, returned.value)


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


def _fault(check: Check, fault: Exception) -> str:
    """The grader's own failure, with the place in the check for its author."""
    where = next(
        (f", {Path(f.filename).name} line {f.lineno}" for f in reversed(traceback.extract_tb(fault.__traceback__))), ""
    )
    return (
        f"The grader failed in the check {check.name} ({type(fault).__name__}: {show.cut(str(fault), 300)}{where}). "
        f"This is not your fault: a person has to look at it."
    )

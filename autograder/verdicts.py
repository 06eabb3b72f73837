"""What comes of one check: its cases are put to the student until one fails."""

from __future__ import annotations

import traceback
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np

from autograder.checks import Check, show
from autograder.checks.calls import Call, Returned
from autograder.checks.cases import Case
from autograder.checks.errors import Mismatch, NotWritten, Stopped, StudentRaised
from autograder.checks.pictured import Picture
from autograder.plans import Plan
from autograder.report import OutcomeName
from autograder.sandbox.errors import WorkerFailed
from autograder.sandbox.rehearsal import Rehearsal
from autograder.sandbox.student import Student

SHOWN_CALLS = 3
"""A counterexample shows at most so many calls, the last ones of its case."""
MORE_CASES = 8
"""After a failure so many further cases are tried, so that no wrong idea is named that only fits by chance."""


@dataclass
class Verdict:
    """What came of one check so far, with all calls that were made for it and those that are shown."""

    outcome: OutcomeName
    message: str = ""
    shown: Sequence[Call] = ()
    raised: StudentRaised | None = None
    picture: Callable[[], Picture | None] | None = None
    stopped: bool = False
    calls: list[Call] = field(default_factory=list[Call])


def verdict_on(check: Check, plan: Plan, student: Student, *, evidence: bool) -> Verdict:
    """Put a check's cases to the student until one fails; with `evidence`, a few more to recognise the mistake by."""
    cases = _Cases(check, student, deque(zip(check.cases or (None,), plan.rehearsals(), strict=False)))
    try:
        # in a student's own process, `np.seterr(all="raise")` would reach the arithmetic of the checks
        with np.errstate(all="ignore"):
            cases.put()
        verdict = Verdict("passed")
    except NotWritten as why:
        verdict = Verdict("skipped", str(why))
    except Stopped as why:
        verdict = Verdict("failed", str(why), student.calls[cases.start :][-SHOWN_CALLS:], stopped=True)
    except Mismatch as why:
        calls = student.calls[cases.start :]
        verdict = Verdict("failed", str(why), calls[-SHOWN_CALLS:], why.raised, _painter(check, cases.case, calls, why))
        if evidence:
            cases.gather()
    except WorkerFailed:
        raise
    except Exception as fault:  # noqa: BLE001 - whatever is wrong in a check is the grader's fault, and told as such
        verdict = Verdict("error", _fault(check, fault))
    verdict.calls = student.calls
    return verdict


@dataclass
class _Cases:
    """The cases of a check that are still to be put to a student, with the ways that each has gone for others."""

    check: Check
    student: Student
    left: deque[tuple[Case | None, Rehearsal | None]]
    case: Case | None = None
    """The one that was put last."""
    start: int = 0
    """The place of its first call among all that were made."""

    def put(self) -> None:
        """Put the cases until one fails: as the check does, but without running it where it is known how it ends."""
        while self.left:
            ways = self.student.repeats(rehearsal for _, rehearsal in self.left)
            for way in ways:
                self.case, _ = self.left.popleft()
                self.start = len(self.student.calls) - len(way.calls)  # right for the last one, which alone may fail
            if ways:
                ways[-1].end.repeat()
            if self.left:
                self._run()

    def _run(self) -> None:
        """Run the check on the next case."""
        self.start = len(self.student.calls)
        self.case, rehearsal = self.left.popleft()
        if rehearsal is None or not rehearsal.has_room:
            self.check.run(self.student, self.case)
        else:
            with self.student.teaches(rehearsal):
                self.check.run(self.student, self.case)

    def gather(self) -> None:
        """Put more cases after one has failed; nothing but the calls is wanted of them."""
        self.left = deque(islice(self.left, MORE_CASES))
        with np.errstate(all="ignore"):
            while self.left:
                try:
                    self.put()
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


def _fault(check: Check, fault: Exception) -> str:
    """The grader's own failure, with the place in the check for its author."""
    where = next(
        (f", {Path(f.filename).name} line {f.lineno}" for f in reversed(traceback.extract_tb(fault.__traceback__))), ""
    )
    return (
        f"The grader failed in the check {check.name} ({type(fault).__name__}: {show.cut(str(fault), 300)}{where}). "
        f"This is not your fault: a person has to look at it."
    )

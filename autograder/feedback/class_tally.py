"""Results -> `ClassSummary`, one result after the other: of each only a row and some counts are kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from msgspec.structs import replace

from autograder.feedback.class_summary import (
    Bin,
    CheckSummary,
    ClassSummary,
    ExerciseSummary,
    Known,
    MisconceptionSummary,
    Spread,
    StudentRow,
)
from autograder.report import CheckResult, ExerciseResult, Report

BINS = (10, 12, 8, 9, 11, 7, 6, 5)
"""How many bars a distribution may have; the first that makes their width a multiple of half a point is taken."""
LONGEST_REASON = 600
"""Characters of what is said of a submission without a score; its page has all."""

Idea = tuple[str, str]
"""An exercise and the hint for a wrong idea in it: two forms of one idea share the hint."""


def summarise(lab: str, known: Known, reports: Iterable[Report], pages: Mapping[str, str]) -> ClassSummary:
    """The summary of a class from its results in order; `pages` are links to the students' feedback."""
    tally = _Tally(known)
    for report in reports:
        tally.take(report, pages[report.student])
    return tally.summary(lab)


@dataclass
class _Checks:
    """The results of a check."""

    first: CheckResult
    outcomes: Counter[str] = field(default_factory=Counter[str])


@dataclass
class _Exercise:
    """What was counted of an exercise."""

    max_score: float = 0.0
    scores: list[float] = field(default_factory=list[float])
    kinds: Counter[str] = field(default_factory=Counter[str])
    checks: dict[str, _Checks] = field(default_factory=dict[str, _Checks])


class _Tally:
    def __init__(self, known: Known) -> None:
        self._known = known
        self._rows: list[StudentRow] = []
        self._exercises = {name: _Exercise() for name in known.exercises}
        self._ideas: dict[Idea, set[str]] = defaultdict(set)
        self._had: dict[str, list[Idea]] = {}
        self._riddles: Counter[str] = Counter()
        self._max_score = 0.0
        self._seconds = 0.0

    def take(self, report: Report, page: str) -> None:
        """Count a student's result."""
        self._max_score = max(self._max_score, report.max_score)
        self._seconds += report.seconds
        for exercise in report.exercises:
            self._count(report, exercise)
        self._rows.append(
            StudentRow(
                student=report.student,
                page=page,
                file=report.submission.file,
                status=report.status,
                score=report.score,
                mark=report.mark,
                max_mark=report.max_mark,
                late=None if report.late is None else report.late.points,
                exercises={exercise.name: exercise.score for exercise in report.exercises},
                limits=report.limits,
                why=_reason(report) if report.score is None else "",
                unmatched=self._known.unmatched.get(report.student, ""),
            )
        )

    def _count(self, report: Report, exercise: ExerciseResult) -> None:
        counted = self._exercises.setdefault(exercise.name, _Exercise())
        counted.max_score = exercise.max_score
        if report.score is not None:
            counted.scores.append(exercise.score)
            counted.kinds[_kind(exercise)] += 1
        for check in exercise.checks:
            counted.checks.setdefault(check.name, _Checks(check)).outcomes[check.outcome] += 1
        failed = [check for check in exercise.checks if check.outcome == "failed"]
        ideas = {(exercise.name, check.hint): check.misconception for check in failed if check.misconception}
        for idea in ideas:
            self._had.setdefault(report.student, []).append(idea)
        for check in failed:
            if check.misconception:
                self._ideas[exercise.name, check.hint].add(check.misconception)
        if failed and not ideas:
            follows = any(check.hint for check in failed)  # the hint to mend another exercise first
            counted.kinds["follows" if follows else "unexplained"] += 1
            self._riddles[report.student] += 1

    def summary(self, lab: str) -> ClassSummary:
        """What was counted, put in order."""
        misconceptions = self._misconceptions()
        places = {(each.exercise, each.hint): place for place, each in enumerate(misconceptions)}
        rows = tuple(
            replace(row, misconceptions=tuple(sorted(places[idea] for idea in self._had.get(row.student, ()))))
            for row in self._rows
        )
        scores = [row.score for row in rows if row.score is not None]
        marks = [row.mark for row in rows if row.mark is not None]
        differ = any(row.mark is not None and row.mark != row.score for row in rows)
        most = max((row.max_mark for row in rows if row.max_mark is not None), default=self._max_score)
        return ClassSummary(
            lab=lab,
            title=self._known.title,
            submissions=len(rows),
            statuses=dict(Counter(sorted(row.status for row in rows))),
            full_marks=sum(score >= self._max_score for score in scores),
            scores=spread(scores, self._max_score),
            marks=spread(marks, most) if differ or most != self._max_score else None,
            exercises=tuple(_exercise(name, counted) for name, counted in self._exercises.items()),
            misconceptions=misconceptions,
            students=rows,
            known=self._known,
            seconds=round(self._seconds, 4),
        )

    def _misconceptions(self) -> tuple[MisconceptionSummary, ...]:
        """The wrong ideas, most common first, each with the student whose page shows it most clearly."""
        scores = {row.student: row.score or 0.0 for row in self._rows}
        who: dict[Idea, list[str]] = defaultdict(list)
        for student, ideas in self._had.items():
            for idea in ideas:
                who[idea].append(student)

        def muddle(student: str) -> tuple[int, float, str]:
            """What else went wrong for a student, the fewest points and a name that decides."""
            return len(self._had[student]) + self._riddles[student], -scores[student], student

        order = {name: place for place, name in enumerate(self._exercises)}
        found = sorted(who.items(), key=lambda item: (-len(item[1]), order[item[0][0]], item[0][1]))
        return tuple(
            MisconceptionSummary(
                exercise=exercise,
                names=tuple(sorted(self._ideas[exercise, hint])),
                hint=hint,
                students=tuple(students),
                example=min(students, key=muddle),
            )
            for (exercise, hint), students in found
        )


def spread(points: Sequence[float], most: float) -> Spread | None:
    """How points are distributed, in bins of equal width; None if there are none."""
    if not points:
        return None
    lower, median, upper = (float(value) for value in np.percentile(points, [25, 50, 75]))
    bars = next((count for count in BINS if most > 0 and 2 * most % count == 0), BINS[0])
    counts, edges = np.histogram(np.clip(points, 0, most), bins=bars, range=(0, most or 1))
    bins = tuple(
        Bin(low=_plain(low), high=_plain(high), count=int(count))
        for low, high, count in zip(edges[:-1], edges[1:], counts, strict=True)
    )
    return Spread(
        count=len(points),
        mean=_plain(sum(points) / len(points)),
        median=_plain(median),
        lower_quartile=_plain(lower),
        upper_quartile=_plain(upper),
        lowest=min(points),
        highest=max(points),
        most=most,
        bins=bins,
    )


def _plain(number: float) -> float:
    """A number without the dust of binary fractions."""
    return round(float(number), 6)


def _kind(exercise: ExerciseResult) -> str:
    if exercise.score >= exercise.max_score:
        return "full"
    if exercise.score > 0:
        return "partial"
    return "untouched" if all(check.outcome == "skipped" for check in exercise.checks) else "none"


def _reason(report: Report) -> str:
    """Why a submission has no score, for whoever has to look at it."""
    at_fault = [check.message for each in report.exercises for check in each.checks if check.outcome == "error"]
    said = " ".join([*at_fault, *report.problems])
    return said if len(said) <= LONGEST_REASON else said[:LONGEST_REASON] + " ..."


def _exercise(name: str, counted: _Exercise) -> ExerciseSummary:
    scores, kinds = counted.scores, counted.kinds
    return ExerciseSummary(
        name=name,
        max_score=counted.max_score,
        mean=_plain(sum(scores) / len(scores)) if scores else None,
        full=kinds["full"],
        partial=kinds["partial"],
        none=kinds["none"],
        untouched=kinds["untouched"],
        unexplained=kinds["unexplained"],
        follows=kinds["follows"],
        checks=tuple(_check(each.first, each.outcomes) for each in counted.checks.values()),
    )


def _check(first: CheckResult, outcomes: Counter[str]) -> CheckSummary:
    return CheckSummary(
        name=first.name,
        title=first.title,
        visible=first.visible,
        points=first.points,
        passed=outcomes["passed"],
        failed=outcomes["failed"],
        skipped=outcomes["skipped"],
        error=outcomes["error"],
    )

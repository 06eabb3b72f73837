"""Results -> `ClassSummary`, one result after the other: of each only a row and some counts are kept."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from autograder.feedback.class_rows import Names, Rows
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
from autograder.report import CheckResult, ExerciseResult, Report, Status
from autograder.spool import Spool

BINS = (10, 12, 8, 9, 11, 7, 6, 5)
"""How many bars a distribution may have; the first that makes their width a multiple of half a point is taken."""
LONGEST_REASON = 600
"""Characters of what is said of a submission without a score; its page has all."""

Idea = tuple[str, str]
"""An exercise and the hint for a wrong idea in it: two forms of one idea share the hint."""


def summarise(
    lab: str, known: Known, reports: Iterable[Report], pages: Mapping[str, str], folder: Path | None = None
) -> ClassSummary:
    """The summary of a class from its results in order; `pages` are links to the students' feedback.

    The rows are kept in a file in `folder`, by default that of temporary files. `NoRoomError` if it cannot hold them.
    """
    tally = Tally(known, folder)
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
    """What was counted of an exercise; `points` are those of all who have a score."""

    max_score: float = 0.0
    points: float = 0.0
    kinds: Counter[str] = field(default_factory=Counter[str])
    checks: dict[str, _Checks] = field(default_factory=dict[str, _Checks])


@dataclass
class _Had:
    """Who had a wrong idea, as numbers of rows, what its forms are called, and whose page shows it most clearly."""

    place: int
    rows: array[int] = field(default_factory=lambda: array("L"))
    names: set[str] = field(default_factory=set[str])
    example: tuple[int, float, str] | None = None
    """What else went wrong for the student, the points (fewer than none) and the name."""


class Tally:
    """Counts results, one after the other; their rows are kept in a file."""

    def __init__(self, known: Known, folder: Path | None = None) -> None:
        self._known = known
        self._rows = Spool(StudentRow, folder)
        self._exercises = {name: _Exercise() for name in known.exercises}
        self._ideas: dict[Idea, _Had] = {}
        self._statuses: Counter[Status] = Counter()
        self._scores = array("d")
        self._marks = array("d")
        self._differ = False
        self._max_score = 0.0
        self._max_mark: float | None = None
        self._seconds = 0.0

    def take(self, report: Report, page: str) -> None:
        """Count a student's result; `page` is the link to the feedback."""
        self._max_score = max(self._max_score, report.max_score)
        self._seconds += report.seconds
        self._statuses[report.status] += 1
        if report.score is not None:
            self._scores.append(report.score)
        if report.mark is not None:
            self._marks.append(report.mark)
            self._differ |= report.mark != report.score
        if report.max_mark is not None:
            self._max_mark = max(self._max_mark or report.max_mark, report.max_mark)
        had, riddles = self._count(report)
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
                misconceptions=tuple(each.place for each in had),
                why=_reason(report) if report.score is None else "",
                unmatched=self._known.unmatched.get(report.student, ""),
            )
        )
        muddle = (len(had) + riddles, -(report.score or 0.0), report.student)
        for each in had:
            each.rows.append(len(self._rows) - 1)
            each.example = min(each.example or muddle, muddle)

    def _count(self, report: Report) -> tuple[list[_Had], int]:
        """Count the exercises of a result; the wrong ideas in it, and failures that no idea explains."""
        had: list[_Had] = []
        riddles = 0
        for exercise in report.exercises:
            counted = self._exercises.setdefault(exercise.name, _Exercise())
            counted.max_score = exercise.max_score
            if report.score is not None:
                counted.points += exercise.score
                counted.kinds[_kind(exercise)] += 1
            for check in exercise.checks:
                counted.checks.setdefault(check.name, _Checks(check)).outcomes[check.outcome] += 1
            failed = [check for check in exercise.checks if check.outcome == "failed"]
            ideas: dict[Idea, _Had] = {}
            for check in failed:
                if check.misconception:
                    idea = (exercise.name, check.hint)
                    ideas[idea] = self._ideas.setdefault(idea, _Had(len(self._ideas)))
                    ideas[idea].names.add(check.misconception)
            had += ideas.values()
            if failed and not ideas:
                follows = any(check.hint for check in failed)  # the hint to mend another exercise first
                counted.kinds["follows" if follows else "unexplained"] += 1
                riddles += 1
        return had, riddles

    def summary(self, lab: str) -> ClassSummary:
        """What was counted, put in order."""
        order = {name: place for place, name in enumerate(self._exercises)}
        # the most common idea first
        ideas = sorted(self._ideas.items(), key=lambda item: (-len(item[1].rows), order[item[0][0]], item[0][1]))
        places = {had.place: place for place, (_, had) in enumerate(ideas)}
        rows = Rows(self._rows, [places[came] for came in range(len(places))])
        most = self._max_score if self._max_mark is None else self._max_mark
        return ClassSummary(
            lab=lab,
            title=self._known.title,
            submissions=len(rows),
            statuses=dict(sorted(self._statuses.items())),
            full_marks=sum(score >= self._max_score for score in self._scores),
            scores=spread(self._scores, self._max_score),
            marks=spread(self._marks, most) if self._differ or most != self._max_score else None,
            exercises=tuple(_exercise(name, counted) for name, counted in self._exercises.items()),
            misconceptions=tuple(_misconception(idea, had, rows) for idea, had in ideas),
            students=rows,
            known=self._known,
            seconds=round(self._seconds, 4),
        )


def _misconception(idea: Idea, had: _Had, rows: Sequence[StudentRow]) -> MisconceptionSummary:
    assert had.example is not None, "an idea is counted when somebody had it"
    return MisconceptionSummary(
        exercise=idea[0],
        names=tuple(sorted(had.names)),
        hint=idea[1],
        students=Names(rows, had.rows),
        example=had.example[2],
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
    kinds = counted.kinds
    with_score = kinds["full"] + kinds["partial"] + kinds["none"] + kinds["untouched"]
    return ExerciseSummary(
        name=name,
        max_score=counted.max_score,
        mean=_plain(counted.points / with_score) if with_score else None,
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

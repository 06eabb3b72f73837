"""Results -> `ClassSummary`, one result after the other: of each only a row and some counts are kept.

They may come in any order: a class is counted while it is graded, and whoever is graded first must make no difference.
So whatever depends on an order goes by the students' places.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import fsum
from pathlib import Path

from autograder.feedback.class_rows import Names, Rows
from autograder.feedback.class_spread import plain, spread
from autograder.feedback.class_summary import (
    CheckSummary,
    ClassSummary,
    ExerciseSummary,
    Known,
    MisconceptionSummary,
    StudentRow,
)
from autograder.report import CheckResult, ExerciseResult, Report, Status
from autograder.spool import Sorter

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
    tally = Tally(known.exercises, folder)
    students: list[str] = []
    for place, report in enumerate(reports):
        students.append(report.student)
        tally.take(report, place, pages[report.student], known.unmatched.get(report.student, ""))
    return tally.summary(lab, known, students)


Came = tuple[int, int]
"""A student's place, and one in a list of the student's result."""


@dataclass
class _Checks:
    """The results of a check; `first` is that of the first student who has it."""

    came: Came
    first: CheckResult
    outcomes: Counter[str] = field(default_factory=Counter[str])


@dataclass
class _Exercise:
    """What was counted of an exercise, where it came first, and the place of the last student who has it."""

    came: Came
    last: int = -1
    max_score: float = 0.0
    kinds: Counter[str] = field(default_factory=Counter[str])
    checks: dict[str, _Checks] = field(default_factory=dict[str, _Checks])

    def take(self, check: CheckResult, came: Came) -> None:
        """Count the result of a check."""
        counted = self.checks.get(check.name)
        if counted is None:
            counted = self.checks[check.name] = _Checks(came, check)
        elif came < counted.came:
            counted.came, counted.first = came, check
        counted.outcomes[check.outcome] += 1


@dataclass
class _Had:
    """Who had a wrong idea, as places, what its forms are called, and whose page shows it most clearly."""

    number: int
    places: array[int] = field(default_factory=lambda: array("L"))
    names: set[str] = field(default_factory=set[str])
    example: tuple[int, float, str] | None = None
    """What else went wrong for the student, the points (fewer than none) and the name."""


@dataclass
class _Points:
    """The scores and marks of all who have one; `sums` are the exercises' points of all who have a score."""

    scores: array[float] = field(default_factory=lambda: array("d"))
    marks: array[float] = field(default_factory=lambda: array("d"))
    differ: bool = False
    sums: dict[str, float] = field(default_factory=lambda: defaultdict[str, float](float))


class Tally:
    """Counts results, in any order; their rows are kept in a file.

    The exercises of the lab come first, others may follow. The file is in `folder`, by default that of temporary
    files; `NoRoomError` if it cannot grow there.
    """

    def __init__(self, exercises: Iterable[str], folder: Path | None = None) -> None:
        self._rows = Sorter(StudentRow, folder)
        self._exercises = {name: _Exercise((-1, number)) for number, name in enumerate(exercises)}
        self._ideas: dict[Idea, _Had] = {}
        self._statuses: Counter[Status] = Counter()
        self._seconds = array("d")
        self._max_score = 0.0
        self._max_mark: float | None = None

    def take(self, report: Report, place: int, page: str, unmatched: str = "") -> None:
        """Count the result of the student at a place among all.

        `page` is the link to the feedback, `unmatched` what the roster says.
        """
        self._max_score = max(self._max_score, report.max_score)
        self._seconds.append(report.seconds)
        self._statuses[report.status] += 1
        if report.max_mark is not None:
            self._max_mark = max(self._max_mark or report.max_mark, report.max_mark)
        had, riddles = self._count(report, place)
        row = StudentRow(
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
            misconceptions=tuple(each.number for each in had),
            why=_reason(report) if report.score is None else "",
            unmatched=unmatched,
        )
        self._rows.put(place, row)
        muddle = (len(had) + riddles, -(report.score or 0.0), report.student)
        for each in had:
            each.places.append(place)
            each.example = min(each.example or muddle, muddle)

    def _count(self, report: Report, place: int) -> tuple[list[_Had], int]:
        """Count the exercises of a result; the wrong ideas in it, and failures that no idea explains."""
        had: list[_Had] = []
        riddles = 0
        for number, exercise in enumerate(report.exercises):
            counted = self._exercise(exercise, (place, number))
            if report.score is not None:
                counted.kinds[_kind(exercise)] += 1
            for nth, check in enumerate(exercise.checks):
                counted.take(check, (place, nth))
            failed = [check for check in exercise.checks if check.outcome == "failed"]
            ideas: dict[Idea, _Had] = {}
            for check in failed:
                if check.misconception:
                    idea = (exercise.name, check.hint)
                    if idea not in self._ideas:
                        self._ideas[idea] = _Had(len(self._ideas))
                    ideas[idea] = self._ideas[idea]
                    ideas[idea].names.add(check.misconception)
            had += ideas.values()
            if failed and not ideas:
                follows = any(check.hint for check in failed)  # the hint to mend another exercise first
                counted.kinds["follows" if follows else "unexplained"] += 1
                riddles += 1
        return had, riddles

    def _exercise(self, exercise: ExerciseResult, came: Came) -> _Exercise:
        """What is counted of an exercise; how many points it has, the last student's result says."""
        counted = self._exercises.get(exercise.name)
        if counted is None:
            counted = self._exercises[exercise.name] = _Exercise(came)
        counted.came = min(counted.came, came)
        if came[0] >= counted.last:
            counted.last, counted.max_score = came[0], exercise.max_score
        return counted

    def summary(self, lab: str, known: Known, students: Sequence[str]) -> ClassSummary:
        """What was counted, put in order; `students` are the names at all places."""
        exercises = dict(sorted(self._exercises.items(), key=lambda item: item[1].came))
        order = {name: place for place, name in enumerate(exercises)}
        # the most common idea first
        ideas = sorted(self._ideas.items(), key=lambda item: (-len(item[1].places), order[item[0][0]], item[0][1]))
        numbers = {had.number: number for number, (_, had) in enumerate(ideas)}
        rows = Rows(self._rows.in_order(), [numbers[came] for came in range(len(numbers))])
        points = _points(rows)
        most = self._max_score if self._max_mark is None else self._max_mark
        return ClassSummary(
            lab=lab,
            title=known.title,
            submissions=len(rows),
            statuses=dict(sorted(self._statuses.items())),
            full_marks=sum(score >= self._max_score for score in points.scores),
            scores=spread(points.scores, self._max_score),
            marks=spread(points.marks, most) if points.differ or most != self._max_score else None,
            exercises=tuple(_exercise(name, counted, points.sums[name]) for name, counted in exercises.items()),
            misconceptions=tuple(_misconception(idea, had, students) for idea, had in ideas),
            students=rows,
            known=known,
            seconds=round(fsum(self._seconds), 4),
        )


def _points(rows: Iterable[StudentRow]) -> _Points:
    """The points of the rows, added up in their order: a sum of fractions depends on it."""
    found = _Points()
    for row in rows:
        if row.score is not None:
            found.scores.append(row.score)
            for name, points in row.exercises.items():
                found.sums[name] += points
        if row.mark is not None:
            found.marks.append(row.mark)
            found.differ |= row.mark != row.score
    return found


def _misconception(idea: Idea, had: _Had, students: Sequence[str]) -> MisconceptionSummary:
    assert had.example is not None, "an idea is counted when somebody had it"
    return MisconceptionSummary(
        exercise=idea[0],
        names=tuple(sorted(had.names)),
        hint=idea[1],
        students=Names(students, _sorted(had.places)),
        example=had.example[2],
    )


def _sorted(places: array[int]) -> array[int]:
    """The places in order; as they are if they came so, for to sort them takes a list, and far more memory."""
    if all(before < after for before, after in pairwise(places)):
        return places
    return array("L", sorted(places))


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


def _exercise(name: str, counted: _Exercise, points: float) -> ExerciseSummary:
    kinds = counted.kinds
    with_score = kinds["full"] + kinds["partial"] + kinds["none"] + kinds["untouched"]
    return ExerciseSummary(
        name=name,
        max_score=counted.max_score,
        mean=plain(points / with_score) if with_score else None,
        full=kinds["full"],
        partial=kinds["partial"],
        none=kinds["none"],
        untouched=kinds["untouched"],
        unexplained=kinds["unexplained"],
        follows=kinds["follows"],
        checks=tuple(_check(each.first, each.outcomes) for each in sorted(counted.checks.values(), key=_came)),
    )


def _came(counted: _Checks) -> Came:
    return counted.came


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

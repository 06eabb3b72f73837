"""Classes of invented results: of every kind that there is, as large as wished."""

from __future__ import annotations

import random
from urllib.parse import quote

import builders

from autograder.feedback.class_summary import ClassSummary, Known, Likeness, Similar
from autograder.feedback.class_tally import summarise
from autograder.outputs import file_stems
from autograder.report import CheckResult, ExerciseResult, Late, Report, SubmissionFile, WrittenMark, total

EXERCISES = {"swap_units": 4.0, "permute_units": 4.0, "recover_permutation": 5.0, "canonical_form": 4.0, "profile": 3.0}
CHECKS = 6
HINTS = (
    "The incoming weights were exchanged but not the outgoing ones: a unit takes all of its edges along.",
    "The biases stayed where they were. A bias is part of its unit as much as its incoming weights are.",
    "Rows and columns were reordered in opposite directions: follow [1, 2, 0] by hand.",
)
MEND_FIRST = "swap_units did not pass its checks. If you call it here, mend it first."


def check(name: str, outcome: str = "passed", *, idea: str = "", hint: str = "", points: float = 1.0) -> CheckResult:
    """What came of a check; `idea` is the name of a misconception."""
    return CheckResult(
        name=name,
        title=f"Title of {name}.",
        visible=name.endswith("0"),
        points=points,
        outcome=outcome,  # pyright: ignore[reportArgumentType]
        message="" if outcome == "passed" else f"message of {name}",
        hint=hint,
        misconception=idea,
    )


def exercise(name: str, *checks: CheckResult) -> ExerciseResult:
    """An exercise with these checks and their points."""
    return ExerciseResult(
        name=name,
        score=total(each.points for each in checks if each.outcome == "passed"),
        max_score=total(each.points for each in checks),
        checks=checks,
    )


def result(student: str, *exercises: ExerciseResult, status: str = "graded", **changes: object) -> Report:
    """A student's result; the score is that of the exercises, unless the status leaves none."""
    scored = status in ("graded", "awaiting_written")
    score = total(each.score for each in exercises) if scored else None
    fields: dict[str, object] = {
        "student": student,
        "status": status,
        "submission": SubmissionFile(file=f"{student}.ipynb", sha256=None if status == "unreadable" else "ab" * 32),
        "score": score,
        "max_score": total(each.max_score for each in exercises) or 20.0,
        "problems": (),
        "exercises": exercises,
        "mark": score if status == "graded" else None,
    }
    return builders.report(**{**fields, **changes})


def summary(*reports: Report, known: Known | None = None) -> ClassSummary:
    """The summary of these results, with links as the command makes them."""
    known = known or Known(title="A miniature", exercises=tuple(EXERCISES))
    stems = file_stems(report.student for report in reports)
    pages = {student: f"feedback/{quote(f'{stem}.html')}" for student, stem in stems.items()}
    return summarise("02_mini", known, reports, pages)


def large(students: int, seed: int = 1) -> ClassSummary:
    """A class with every status, wrong ideas, limits, lateness, a roster and submissions that are alike."""
    chance = random.Random(seed)
    names = [f"{chance.choice(FIRST)} {chance.choice(LAST)} ({number})" for number in range(1, students + 1)]
    known = Known(
        title="The same function from other weights",
        exercises=tuple(EXERCISES),
        roster=students + 2,
        missing=("Nina Nobody (n7)", "Otto Absent (n8)", "Pia Elsewhere (n9)"),
        unmatched={names[0]: "not in the roster"},
        left_out=("class.zip: notes.txt was passed over: it is neither a notebook (.ipynb) nor a Python file (.py).",),
        similar=Likeness(alike=(Similar(students=(names[0], names[-1]), percent=93),)),
    )
    return summary(*(_invented(name, chance) for name in sorted(names)), known=known)


def _invented(name: str, chance: random.Random) -> Report:
    fate = chance.random()
    if fate < 0.02:
        return result(name, status="unreadable", problems=(f"{name}.ipynb is empty. Save the notebook again.",))
    skill = chance.betavariate(4, 1.5)
    exercises = tuple(_tried(each, points, skill, chance) for each, points in EXERCISES.items())
    if fate < 0.03:
        return result(name, exercise("swap_units", check("c0", "error")), status="needs_review")
    limits = (chance.choice(["timeout", "memory", "crash"]),) if fate > 0.95 else ()
    if fate > 0.8:
        return result(name, *exercises, status="awaiting_written", limits=limits, max_mark=24.0)
    score = total(each.score for each in exercises)
    late = Late(submitted="s", due="d", days=2, points=4.0, why="late") if fate < 0.1 else None
    written = WrittenMark(score=float(chance.randint(0, 4)), max_score=4.0)
    mark = max(0.0, score + written.score - (late.points if late else 0.0))
    return result(name, *exercises, limits=limits, late=late, written=written, mark=mark, max_mark=24.0)


def _tried(name: str, points: float, skill: float, chance: random.Random) -> ExerciseResult:
    each = points / CHECKS
    if chance.random() < 0.04:
        return exercise(name, *(check(f"{name}_{k}", "skipped", points=each) for k in range(CHECKS)))
    if chance.random() < skill:
        return exercise(name, *(check(f"{name}_{k}", points=each) for k in range(CHECKS)))
    which = chance.choices(range(5), weights=[8, 4, 2, 1, 1])[0]
    idea, hint = (f"idea_{which}", HINTS[which]) if which < 3 else ("", "" if which == 3 else MEND_FIRST)
    failed = chance.randint(1, CHECKS)
    return exercise(
        name,
        *(
            check(f"{name}_{k}", "failed", idea=idea, hint=hint, points=each) if k < failed else
            check(f"{name}_{k}", points=each)
            for k in range(CHECKS)
        ),
    )  # fmt: skip


FIRST = "Ada Bela Chidi Dunja Émile Fay Gül Hana Ivan Jun Kofi Łucja Mei Nuno Olu Pia Quentin Rosa Søren Tuva".split()
LAST = (
    "Abara Berg Castro Demir Eriksson Fischer García Haddad Ito Jansen Kowalska Lindqvist Müller Nguyen Okafor".split()
)

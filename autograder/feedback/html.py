"""Report -> HTML: a self-contained page for a student, a fragment for a notebook, a page of written answers.

Every text goes through the templates' escaping. What is marked as safe was made here: pictures from numbers, and the
lab's own text.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from autograder.checks.pictured import Picture
from autograder.checks.shown import ShownValue
from autograder.feedback import drawings, lessons, markdown, pages
from autograder.feedback.standing import counted, first_failed, idea, standing
from autograder.labs import Lab
from autograder.report import CheckResult, ExerciseResult, Report, WrittenMark

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ShownAnswer:
    """A written answer as whoever marks it sees it: None for the text if there is no place for it in the file."""

    label: str
    text: str | None
    given: WrittenMark | None


def student_page(lab: Lab, report: Report) -> str:
    """One page with no script and no external request; `report` has passed the lab's policy (see `policy`)."""
    template = _environment().get_template("student.html")
    return template.render(
        lab=lab,
        report=report,
        standing=standing(lab, report),
        exercises=_told(lab, report.exercises),
        styles=pages.source("feedback.css"),
    )


def fragment(exercises: tuple[ExerciseResult, ...], problems: tuple[str, ...] = (), lab: Lab | None = None) -> str:
    """The results of some exercises as an HTML fragment that brings its own style; with their `lab`, its text too."""
    template = _environment().get_template("fragment.html")
    return template.render(exercises=_told(lab, exercises), problems=problems, styles=pages.source("feedback.css"))


@dataclass(frozen=True)
class Told:
    """An exercise as a page tells it: the first failed check in full, the others in short."""

    result: ExerciseResult
    counted: str
    first: CheckResult | None
    others: list[CheckResult] = field(default_factory=list[CheckResult])
    picture: list[Markup] = field(default_factory=list[Markup])
    alt: str = ""
    lesson: lessons.Lesson | None = None


def _told(lab: Lab | None, exercises: Iterable[ExerciseResult]) -> list[Told]:
    texts = {} if lab is None else lessons.lessons(lab)
    found: list[Told] = []
    for number, exercise in enumerate(exercises, start=1):
        first = first_failed(exercise)
        others = [check for check in exercise.checks if check is not first and check.outcome in ("failed", "error")]
        pictured = _pictured(exercise)
        found.append(
            Told(
                exercise,
                counted(exercise),
                first,
                others,
                [] if pictured is None else _drawn(pictured, number),
                _caption(pictured, first),
                texts.get(exercise.name) if exercise.score < exercise.max_score else None,
            )
        )
    return found


def pictures(report: Report) -> list[Picture]:
    """What `student_page` draws for this report; drawn before (see `drawings`), it is not drawn again."""
    pictured = map(_pictured, report.exercises)
    return [check.picture for check in pictured if check is not None and check.picture is not None]


def _pictured(exercise: ExerciseResult) -> CheckResult | None:
    """The check whose picture is shown; it may be a later one than the first that failed."""
    return next((check for check in exercise.checks if check.picture is not None), None)


def _caption(pictured: CheckResult | None, first: CheckResult | None) -> str:
    """What a picture shows in words, and of which check it is if not of the one above it."""
    if pictured is None or pictured.picture is None:
        return ""
    return pictured.picture.alt if pictured is first else f"Of “{pictured.title}” {pictured.picture.alt}"


def _drawn(check: CheckResult, number: int) -> list[Markup]:
    """A check's picture for the exercise of this number; a fault in drawing must not cost the page."""
    assert check.picture is not None, "only checks with a picture are drawn"
    try:
        return [Markup(drawings.numbered(svg, number)) for svg in drawings.draw(check.picture)]
    except Exception:
        log.exception("The picture for the check %s could not be drawn.", check.name)
        return []


def written_page(lab: Lab, rubric: str, answers: Sequence[ShownAnswer]) -> str:
    """The rubric (Markdown) and all answers side by side. The answers are students' and shown as the text they are."""
    assert lab.written is not None, "a lab without a written question has no such page"
    return (
        _environment()
        .get_template("written.html")
        .render(
            lab=lab.name,
            title=lab.written.title,
            points=lab.written.points,
            rubric=markdown.as_html(rubric),
            answers=answers,
            styles=pages.source("feedback.css"),
        )
    )


@cache
def _environment() -> Environment:
    return pages.environment(filters={"kind": _kind, "idea": idea, "lesson": lessons.as_html})


def _kind(value: ShownValue) -> str:
    return str(value.__struct_config__.tag)

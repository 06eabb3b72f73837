"""An exercise's results -> its section of a page: the first failed check in full, the others folded.

Many students have the same results: a section is rendered once for all of them. What is kept is what the templates'
escaping made, by all the data that went in.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

import msgspec
from jinja2 import Environment
from markupsafe import Markup

from autograder.checks.shown import ShownValue
from autograder.feedback import drawings, lessons, pages
from autograder.feedback.kept import Kept
from autograder.feedback.standing import counted, first_failed, idea
from autograder.labs import Lab
from autograder.report import CheckResult, ExerciseResult

log = logging.getLogger(__name__)

KEPT_CHARACTERS = 2_000_000
"""Of sections that are remembered, two bytes each: some hundreds, or some dozens with pictures."""
KEPT_LINES = 1000
"""Checks with their outcomes that are remembered, some hundred characters each."""

_kept = Kept(KEPT_CHARACTERS)


@dataclass(frozen=True)
class Told:
    """An exercise as a page tells it: the first failed check in full, the others in short."""

    result: ExerciseResult
    counted: str
    first: CheckResult | None
    others: list[CheckResult]
    picture: list[Markup]
    alt: str
    lesson: lessons.Lesson | None


def sections(lab: Lab | None, exercises: Iterable[ExerciseResult]) -> list[Markup]:
    """The sections of exercises that have passed the lab's policy (see `policy`); with the `lab`, its text too."""
    texts = {} if lab is None else lessons.lessons(lab)
    found: list[Markup] = []
    for number, exercise in enumerate(exercises, start=1):
        drawing = _drawn(exercise)
        lesson = texts.get(exercise.name) if exercise.score < exercise.max_score else None
        found.append(_section(number, exercise, drawing, lesson))
    return found


def _section(number: int, exercise: ExerciseResult, drawing: drawings.Drawing, lesson: lessons.Lesson | None) -> Markup:
    """The section of the exercise of this number, rendered unless it was before."""
    try:
        data = msgspec.msgpack.encode(exercise)
    except UnicodeEncodeError:  # a text with half a character has no bytes to be known by
        return _rendered(number, exercise, drawing, lesson)
    key = (number, data, drawing, lesson)
    return _kept.part(key, len(data), lambda: _rendered(number, exercise, drawing, lesson))


def _rendered(
    number: int, exercise: ExerciseResult, drawing: drawings.Drawing, lesson: lessons.Lesson | None
) -> Markup:
    first = first_failed(exercise)
    others = [check for check in exercise.checks if check is not first and check.outcome in ("failed", "error")]
    picture = [Markup(drawings.numbered(svg, number)) for svg in drawing]
    told = Told(exercise, counted(exercise), first, others, picture, _caption(pictured(exercise), first), lesson)
    return Markup(environment().get_template("exercise.html").render(told=told, number=number))


def pictured(exercise: ExerciseResult) -> CheckResult | None:
    """The check whose picture is shown; it may be a later one than the first that failed."""
    return next((check for check in exercise.checks if check.picture is not None), None)


def _caption(pictured: CheckResult | None, first: CheckResult | None) -> str:
    """What a picture shows in words, and of which check it is if not of the one above it."""
    if pictured is None or pictured.picture is None:
        return ""
    return pictured.picture.alt if pictured is first else f"Of “{pictured.title}” {pictured.picture.alt}"


def _drawn(exercise: ExerciseResult) -> drawings.Drawing:
    """An exercise's picture; a fault in drawing must not cost the page."""
    check = pictured(exercise)
    if check is None or check.picture is None:
        return ()
    try:
        return drawings.draw(check.picture)
    except Exception:
        log.exception("The picture for the check %s could not be drawn.", check.name)
        return ()


def clear() -> None:
    """Forget what was rendered."""
    _kept.clear()
    _line_of.cache_clear()


@cache
def environment() -> Environment:
    """The templates of student pages."""
    own = {"kind": _kind, "idea": idea, "lesson": lessons.as_html, "line": _line}
    return pages.environment(filters=own)


def _line(check: CheckResult) -> Markup:
    """A check on one line: its outcome, title and points."""
    return _line_of(check.outcome, check.title, check.points, check.visible)


@lru_cache(maxsize=KEPT_LINES)
def _line_of(outcome: str, title: str, points: float, visible: bool) -> Markup:
    template = environment().get_template("check.html")
    return Markup(template.render(outcome=outcome, title=title, points=points, visible=visible))


def _kind(value: ShownValue) -> str:
    return str(value.__struct_config__.tag)

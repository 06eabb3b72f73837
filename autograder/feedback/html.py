"""Report -> HTML: a self-contained page for a student, a fragment for a notebook, a page of written answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markdown_it import MarkdownIt

from autograder.labs import Lab
from autograder.report import ExerciseResult, Report, WrittenMark


@dataclass(frozen=True)
class ShownAnswer:
    """A written answer as whoever marks it sees it: None for the text if there is no place for it in the file."""

    label: str
    text: str | None
    given: WrittenMark | None


def student_page(lab: Lab, report: Report) -> str:
    """One page with no script and no external request; `report` has passed the lab's policy (see `policy`)."""
    return _environment().get_template("student.html").render(lab=lab, report=report, styles=_styles())


def fragment(exercises: tuple[ExerciseResult, ...], problems: tuple[str, ...] = ()) -> str:
    """The results of some exercises as an HTML fragment that brings its own style."""
    template = _environment().get_template("fragment.html")
    return template.render(exercises=exercises, problems=problems, styles=_styles())


def written_page(lab: Lab, rubric: str, answers: Sequence[ShownAnswer]) -> str:
    """The rubric (Markdown) and all answers side by side. The answers are students' and shown as the text they are."""
    assert lab.written is not None, "a lab without a written question has no such page"
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    return (
        _environment()
        .get_template("written.html")
        .render(
            lab=lab.name,
            title=lab.written.title,
            points=lab.written.points,
            rubric=markdown.render(rubric),
            answers=answers,
            styles=_styles(),
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("autograder.feedback", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["points"] = lambda points: f"{points:g}"
    return environment


@cache
def _styles() -> str:
    source = _environment().get_template("feedback.css").render()
    return source.strip()

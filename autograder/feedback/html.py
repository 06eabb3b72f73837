"""Report -> HTML: a self-contained page for a student, and a fragment for a notebook's output."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from autograder.labs import Lab
from autograder.report import ExerciseResult, Report


def student_page(lab: Lab, report: Report) -> str:
    """One page with no script and no external request; `report` has passed the lab's policy (see `policy`)."""
    return _environment().get_template("student.html").render(lab=lab, report=report, styles=_styles())


def fragment(exercises: tuple[ExerciseResult, ...], problems: tuple[str, ...] = ()) -> str:
    """The results of some exercises as an HTML fragment that brings its own style."""
    template = _environment().get_template("fragment.html")
    return template.render(exercises=exercises, problems=problems, styles=_styles())


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

"""Report -> HTML: a self-contained page for a student, a fragment for a notebook, a page of written answers.

Every text goes through the templates' escaping. What is marked as safe was made here: pictures from numbers, and the
lab's own text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.checks.pictured import Picture
from autograder.feedback import markdown, pages
from autograder.feedback.sections import environment, pictured, sections
from autograder.feedback.standing import standing
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
    template = environment().get_template("student.html")
    return template.render(
        lab=lab,
        report=report,
        standing=standing(lab, report),
        problems=report.problems,
        sections=sections(lab, report.exercises),
        styles=pages.source("feedback.css"),
    )


def pictures(report: Report) -> list[Picture]:
    """What `student_page` draws for this report; drawn before (see `drawings`), it is not drawn again."""
    shown = map(pictured, report.exercises)
    return [check.picture for check in shown if check is not None and check.picture is not None]


def fragment(exercises: tuple[ExerciseResult, ...], problems: tuple[str, ...] = (), lab: Lab | None = None) -> str:
    """The results of some exercises as an HTML fragment that brings its own style; with their `lab`, its text too."""
    template = environment().get_template("fragment.html")
    return template.render(problems=problems, sections=sections(lab, exercises), styles=pages.source("feedback.css"))


def written_page(lab: Lab, rubric: str, answers: Sequence[ShownAnswer]) -> Iterator[str]:
    """The rubric (Markdown) and all answers side by side, as the parts of a page.

    The answers are students' and shown as the text they are.
    """
    assert lab.written is not None, "a lab without a written question has no such page"
    return (
        environment()
        .get_template("written.html")
        .generate(
            lab=lab.name,
            title=lab.written.title,
            points=lab.written.points,
            rubric=markdown.as_html(rubric),
            answers=answers,
            styles=pages.source("feedback.css"),
        )
    )

"""Report -> terminal: the table of a class, and one submission's results for its author."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from autograder.feedback import lessons
from autograder.feedback.class_summary import ClassSummary
from autograder.feedback.standing import first_failed, idea, next_step
from autograder.labs import Lab
from autograder.report import CheckResult, Counted, ExerciseResult, Report
from autograder.sandbox.isolation import STOPS

MARKS = {"passed": ("✓", "green"), "failed": ("✗", "red"), "skipped": ("–", "yellow"), "error": ("!", "magenta")}
STATUS = {"graded": "", "awaiting_written": "yellow"}
LONGEST_NAME = 40
MOST_ROWS = 100
"""A larger class is not shown student by student: the marks are in a file."""


def console(*, stderr: bool = False) -> Console:
    """A console that does not wrap tables when its output goes to a file."""
    made = Console(stderr=stderr, highlight=False)
    return made if made.is_terminal else Console(stderr=stderr, highlight=False, width=160)


def class_table(lab: Lab, reports: Iterable[Report | Counted], *, marks: bool = False) -> RenderableType:
    """One row a student: points of each exercise, the sum, the status where it is not simply graded.

    With `marks`, also what counts in the end.
    """
    table = Table(title=f"{lab.name}: {lab.title}", title_justify="left", title_style="bold")
    table.add_column("student", no_wrap=True, max_width=LONGEST_NAME, overflow="ellipsis")
    for exercise in lab.exercises:
        table.add_column(exercise.name, justify="right", overflow="fold")
    table.add_column(f"score of {lab.points:g}", justify="right", style="bold")
    if marks:
        for heading in ("written", "late", "mark"):
            table.add_column(heading, justify="right")
    table.add_column("status")
    for report in reports:
        scores = {exercise.name: f"{exercise.score:g}" for exercise in report.exercises}
        table.add_row(
            Text(report.student),
            *(scores.get(exercise.name, "-") for exercise in lab.exercises),
            "-" if report.score is None else f"{report.score:g}",
            *(_marks(report) if marks else ()),
            Text(report.status.replace("_", " "), style=STATUS.get(report.status, "bold red")),
        )
    return table


def _marks(report: Report | Counted) -> list[str]:
    return [
        "-" if report.written is None else f"{report.written.score:g}",
        "-" if report.late is None else f"{0 - report.late.points:g}",
        "-" if report.mark is None or report.max_mark is None else f"{report.mark:g} of {report.max_mark:g}",
    ]


def class_line(lab: Lab, summary: ClassSummary) -> Text:
    """How many have a score, and the mean of the scores: for a class of more than `MOST_ROWS`."""
    scores = summary.scores
    mean = f", {scores.mean:.2f} of {lab.points:g} points on average" if scores else ""
    return Text(f"{lab.name}: {scores.count if scores else 0} of {summary.submissions} submissions graded{mean}.")


def protections_table(active: Collection[str], missing: Mapping[str, str]) -> Table:
    """One row a layer of protection: whether it holds here, what it stops, and why it is missing."""
    table = Table(title="Protection from student code on this machine", title_justify="left", title_style="bold")
    for heading in ("layer", "holds", "stops", "why not"):
        table.add_column(heading)
    for layer, stops in STOPS.items():
        mark = Text("yes", style="green") if layer in active else Text("no", style="bold red")
        table.add_row(layer, mark, stops, missing.get(layer, ""))
    return table


def results(exercises: Sequence[ExerciseResult], problems: Sequence[str], lab: Lab | None = None) -> RenderableType:
    """The results of some exercises: of each, the first failed check in full, and all checks in order.

    With their `lab`, also which part of its text to read again, and where to begin.
    """
    parts: list[RenderableType] = [Text(f"! {problem}", style="yellow") for problem in problems]
    texts = {} if lab is None else lessons.lessons(lab)
    for exercise in exercises:
        parts.append(Text.assemble((exercise.name, "bold"), f"  {exercise.score:g} of {exercise.max_score:g}"))
        first = first_failed(exercise)
        told: set[str] = set()
        for check in exercise.checks:
            parts.append(Padding(_check(check, told, in_full=check is first), (0, 0, 0, 2)))
            told |= {check.hint, check.message}
        if exercise.name in texts and exercise.score < exercise.max_score:
            parts.append(Padding(Text.assemble(("Read again: ", "bold"), texts[exercise.name].title), (0, 0, 0, 4)))
    if lab is not None and len(exercises) > 1 and (begin := next_step(lab, exercises, noted=bool(problems))):
        parts.append(Text.assemble(("\nNext: ", "bold"), begin))
    return Group(*parts)


def _check(check: CheckResult, told: set[str], *, in_full: bool) -> RenderableType:
    """One check; what was told already is not repeated, and only one counterexample is shown."""
    mark, colour = MARKS[check.outcome]
    lines: list[RenderableType] = [Text.assemble((mark, colour), " ", check.title)]
    below: list[RenderableType] = []
    if check.hint and check.hint not in told:
        name = f"Recognised: {idea(check)}. " if check.misconception else "Hint: "
        below.append(Text.assemble((name, "bold blue"), check.hint))
    if check.message not in {"", *told}:
        below.append(Text(check.message))
    if check.where:
        below.append(Text.assemble(("The line in your file: ", "bold"), check.where))
    if in_full and check.counterexample:
        below.append(Panel(Text(check.counterexample), expand=False))
    if check.picture is not None:
        below.append(Text(check.picture.alt, style="italic"))
    return Group(*lines, *(Padding(part, (0, 0, 0, 2)) for part in below))

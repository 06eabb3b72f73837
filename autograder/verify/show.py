"""Summaries as tables for the terminal, and the kill matrix as a page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from autograder.feedback import pages
from autograder.verify.summary import Fault, Summary, Tally

LONGEST = 300
"""Characters of what a grader said that are shown with a fault."""


def tables(summaries: Sequence[Summary]) -> RenderableType:
    """The figures of all labs, what the grader got wrong, and which checks are hardly needed."""
    parts: list[RenderableType] = [_figures(summaries)]
    faults = [fault for summary in summaries for fault in summary.faults]
    for fault in faults:
        parts.append(_fault(fault))
    for summary in summaries:
        fragile, spare = summary.matrix.fragile, summary.matrix.superfluous
        total = sum(map(len, summary.matrix.checks.values()))
        parts.append(
            Text(
                f"{summary.lab}: {len(spare)} of {total} checks reject nothing that no other rejects; "
                f"{len(fragile)} misconceptions are caught by one check only (--html lists them)."
            )
        )
    return Group(*parts)


def _figures(summaries: Sequence[Summary]) -> Table:
    table = Table(title="The grader, graded", title_justify="left", title_style="bold")
    table.add_column("lab")
    for heading in (
        "exercises", "right solutions accepted", "wrong ones rejected", "hints shown", "mutants", "killed", "timed out",
        "equivalent", "survived", "grader errors",
    ):  # fmt: skip
        table.add_column(heading, justify="right")
    for summary in summaries:
        table.add_row(summary.lab, *_row(summary.tally))
    if len(summaries) > 1:
        table.add_section()
        table.add_row("in all", *_row(_in_all(summaries)), style="bold")
    return table


def _in_all(summaries: Sequence[Summary]) -> Tally:
    return reduce(Tally.plus, (summary.tally for summary in summaries), Tally())


def _row(tally: Tally) -> list[str]:
    rejected = tally.wrong_rejected + tally.wrong_timed_out
    return [
        str(tally.exercises),
        f"{tally.right_accepted} / {tally.right_tried}",
        f"{rejected} / {tally.wrong_tried}",
        f"{tally.hints_shown} / {tally.hints_due}",
        str(tally.mutants),
        str(tally.mutants_killed),
        str(tally.mutants_timed_out),
        str(tally.mutants_equivalent),
        str(tally.mutants_survived),
        str(tally.errors),
    ]


def _fault(fault: Fault) -> Text:
    place = f"{fault.lab}, {fault.exercise}" if fault.exercise else fault.lab
    said = f"\n    {fault.said[:LONGEST]}" if fault.said else ""
    return Text.assemble((fault.what.upper(), "bold red"), f" {place}: {fault.kind} {fault.name}{said}")


def page(summaries: Sequence[Summary]) -> str:
    """One self-contained HTML page with the figures, the faults and the kill matrix of each exercise."""
    template = pages.environment("autograder.verify").get_template("matrix.html")
    return template.render(summaries=summaries, in_all=_in_all(summaries), row=_row)

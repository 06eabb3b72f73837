"""The command for those who work on a lab: `check`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from autograder.batch import Grader
from autograder.cli.options import JsonOption
from autograder.feedback import terminal
from autograder.practice import lab_of
from autograder.settings import Isolation
from autograder.submissions import Found


def check(
    file: Annotated[Path, typer.Argument(help="Your notebook or .py file.")],
    lab: Annotated[str | None, typer.Option(help="Name of the lab, if it cannot be told from the file.")] = None,
    course: Annotated[
        Path | None, typer.Option("--course", help="The folder with the lab or with assignments/.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Run the visible checks on your own file."""
    loaded = replace(lab_of(file, lab, course), isolation=Isolation())  # it is the student's own code and machine
    with Grader(loaded) as grader:
        report = grader.grade(Found(file.stem, (file,)))
    if as_json:
        print(msgspec.json.format(msgspec.json.encode(report)).decode())
    else:
        terminal.console().print(terminal.results(report.exercises, report.problems, loaded))
        if report.score is not None:
            terminal.console().print(
                f"\n{report.score:g} of the {report.max_score:g} points of the visible checks; others stay hidden."
            )
    raise typer.Exit(0 if report.score == report.max_score else 1)

"""Commands for those who write a course or give it out: `verify`, `release`, `doctor`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from autograder.cli.options import CourseOption, JsonOption, WorkersOption
from autograder.feedback import terminal
from autograder.feedback.progress import progress
from autograder.labs import lab_names, load_lab
from autograder.outputs import demand_writable, write_atomically
from autograder.release.command import Form, Target
from autograder.release.command import release as make_release
from autograder.sandbox import isolation
from autograder.sandbox.host import Worker


def verify(
    labs: Annotated[list[str] | None, typer.Argument(help="Names of labs.", show_default="all of the course")] = None,
    course: CourseOption = Path(),
    fast: Annotated[bool, typer.Option("--fast", help="Try a sample of the mutants only, the same each time.")] = False,
    workers: WorkersOption = None,
    html: Annotated[Path | None, typer.Option("--html", help="Draw the kill matrix into this file.")] = None,
    cached: Annotated[bool, typer.Option("--cache/--no-cache", help="Remember results between runs.")] = True,
    as_json: JsonOption = False,
) -> None:
    """Grade the grader: right and wrong solutions, junk and mutants, each with the verdict that is due."""
    from autograder.verify import command, show  # not needed by who only grades or checks
    from autograder.verify.run import Cache, default_cache

    names = dict.fromkeys(labs or lab_names(course) or [""])  # loading a lab says what is wrong with the course
    if html is not None:
        demand_writable(html)
    plans = [command.plan(course, load_lab(course, name), fast) for name in names]
    cache = Cache(default_cache()) if cached else None
    with progress(sum(len(plan.trials) for plan in plans), "verifying") as advance:
        summaries = command.run(course, plans, workers or os.cpu_count() or 1, cache, advance)
    if html is not None:
        write_atomically(html, show.page(summaries).encode())
    if as_json:
        print(msgspec.json.format(msgspec.json.encode(summaries)).decode())
    else:
        terminal.console().print(show.tables(summaries))
    raise typer.Exit(1 if any(summary.faults for summary in summaries) else 0)


def release(
    lab: Annotated[str, typer.Argument(help="Name of the lab, such as 02_weight_swaps.")],
    to: Annotated[Target, typer.Option("--to", help="For whom, or for which tool.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="The folder to make.")],
    course: CourseOption = Path(),
    force: Annotated[
        bool, typer.Option("--force", help="Make it even if it is there; the old one is kept beside it, as *.old.")
    ] = False,
    form: Annotated[Form, typer.Option("--format", help="For students: a notebook, or a Python file.")] = "ipynb",
) -> None:
    """Make what students get of a lab, or what another tool needs to grade it; it has to pass verify --fast first."""
    kept = make_release(course, lab, to, out, force=force, form=form)
    terminal.console().print(f"Made {out} for {to}.", markup=False)
    for older in kept:
        terminal.console().print(f"Kept from before: {older}.", markup=False)


def doctor(as_json: JsonOption = False) -> None:
    """Say how well student code is isolated on this machine, and what is missing."""
    with Worker() as worker:
        ready = worker.ready
    reached = isolation.level(ready.protections)
    if as_json:
        print(msgspec.json.format(msgspec.json.encode({"level": reached, **msgspec.to_builtins(ready)})).decode())
    else:
        terminal.console().print(terminal.protections_table(ready.protections, ready.missing))
        terminal.console().print(f"Level of isolation: {reached} ({isolation.MEANINGS[reached]}).", markup=False)
    raise typer.Exit(1 if reached == "limits" else 0)

"""The command line: thin, one function a command.

Exit status: 0 if all went well, 1 if a submission was not graded (or a check did not pass), 2 for a mistake in the
call or in a lab, 130 if interrupted.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Protocol

import msgspec
import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from autograder.batch import Grader, IsolationError, grade_all
from autograder.feedback import terminal
from autograder.feedback.html import student_page
from autograder.feedback.policy import for_student
from autograder.labs import Lab, lab_names, load_lab, load_visible, student_labs
from autograder.outputs import OutputError, OutputFolder, write_atomically
from autograder.report import Report
from autograder.sandbox import isolation
from autograder.sandbox.host import Worker, WorkerFailed
from autograder.sandbox.isolation import Level
from autograder.settings import Isolation, LabError
from autograder.submissions import Found, digest, find

app = typer.Typer(
    help="Grade exercises on non-convex losses by invariances and certificates.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

FEW = 8
"""Up to so many submissions one worker is faster than starting several."""

CourseOption = Annotated[
    Path, typer.Option("--course", help="The folder with assignments/ and solutions/.", show_default="this folder")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the results as JSON, for programs.")]


@app.command()
def grade(
    lab: Annotated[str, typer.Argument(help="Name of the lab, such as 02_weight_swaps.")],
    submissions: Annotated[list[Path], typer.Argument(help="Notebooks, .py files, or folders of them.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder for grades.csv, results/ and feedback/.")],
    course: CourseOption = Path(),
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes that grade at the same time.", show_default="one a core")
    ] = None,
    require_isolation: Annotated[
        Level, typer.Option(help="Refuse to run student code below this level; see autograder doctor.")
    ] = "limits",
    again: Annotated[
        bool, typer.Option("--again", help="Grade everybody, also whom an earlier run has graded.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Grade a class: marks, a result and a feedback page for each student.

    Results of an earlier run are kept where neither the student's file nor the lab has changed since: a run that was
    interrupted goes on when it is started again.
    """
    loaded = load_lab(course, lab)
    students, passed_over = find(submissions)
    for path in passed_over:
        _say(f"{path} was passed over: it is neither a notebook (.ipynb) nor a Python file (.py).")
    if not students:
        raise LabError(f"{', '.join(map(str, submissions))}: there is no .ipynb or .py file to grade.")
    with OutputFolder(out, [found.student for found in students]) as folder:
        left = (
            students if again else [each for each in students if not _is_done(folder, loaded, each, require_isolation)]
        )
        if len(left) < len(students):
            _say(
                f"{len(students) - len(left)} of {len(students)} were graded before and are kept (--again grades all)."
            )
        count = workers or (1 if len(left) <= FEW else os.cpu_count() or 1)
        grading = grade_all(course, loaded, left, count, require_isolation)
        with closing(grading) as graded, _progress(len(left)) as advance:
            for report in graded:
                page = student_page(loaded, for_student(report, loaded.feedback))
                folder.write_student(report, page)
                advance(review=report.status != "graded")
        _finish(folder, loaded, len(students), as_json)


def _is_done(folder: OutputFolder, lab: Lab, found: Found, required: Level) -> bool:
    """Whether an earlier run has graded this very file, isolated as well as is demanded now."""
    report = folder.finished(lab, found.student, digest(found))
    demanded = isolation.strictest(required, lab.isolation.require)
    return report is not None and isolation.reaches(report.protections, demanded)


def _finish(folder: OutputFolder, lab: Lab, students: int, as_json: bool) -> None:
    """Write the marks, show them, and end the command; results are read one by one, for there may be many."""
    grades = folder.write_grades(lab)
    if as_json:
        print("[")
        for number, report in enumerate(folder.reports()):
            print(",\n" * bool(number) + msgspec.json.format(msgspec.json.encode(report)).decode(), end="")
        print("\n]")
    else:
        terminal.console().print(terminal.class_table(lab, folder.reports(), students))
        terminal.console().print(f"Written: {grades}, results/ and feedback/ beside it.", markup=False)
    _warn_of_weak_isolation(folder.reports())
    raise typer.Exit(_tell_ungraded(folder.reports()))


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="Your notebook or .py file.")],
    lab: Annotated[str | None, typer.Option(help="Name of the lab, if it cannot be told from the file.")] = None,
    course: Annotated[
        Path | None, typer.Option("--course", help="The folder with the lab or with assignments/.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Run the visible checks on your own file."""
    loaded = replace(_lab_of(file, lab, course), isolation=Isolation())  # it is the student's own code and machine
    with Grader(loaded) as grader:
        report = grader.grade(Found(file.stem, (file,)))
    if as_json:
        print(msgspec.json.format(msgspec.json.encode(report)).decode())
    else:
        terminal.console().print(terminal.results(report.exercises, report.problems))
        if report.score is not None:
            terminal.console().print(
                f"\n{report.score:g} of the {report.max_score:g} points of the visible checks; others stay hidden."
            )
    raise typer.Exit(0 if report.score == report.max_score else 1)


@app.command()
def verify(
    labs: Annotated[list[str] | None, typer.Argument(help="Names of labs.", show_default="all of the course")] = None,
    course: CourseOption = Path(),
    fast: Annotated[bool, typer.Option("--fast", help="Try a sample of the mutants only, the same each time.")] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes that grade at the same time.", show_default="one a core")
    ] = None,
    html: Annotated[Path | None, typer.Option("--html", help="Draw the kill matrix into this file.")] = None,
    cached: Annotated[bool, typer.Option("--cache/--no-cache", help="Remember results between runs.")] = True,
    as_json: JsonOption = False,
) -> None:
    """Grade the grader: right and wrong solutions, junk and mutants, each with the verdict that is due."""
    from autograder.verify import command, show  # Cosmic Ray comes with the extra `dev`
    from autograder.verify.run import Cache, default_cache

    names = labs or lab_names(course) or [""]  # loading a lab says what is wrong with the course
    plans = [command.plan(course, load_lab(course, name), fast) for name in names]
    cache = Cache(default_cache()) if cached else None
    with _progress(sum(len(plan.trials) for plan in plans), "verifying") as advance:
        summaries = command.run(course, plans, workers or os.cpu_count() or 1, cache, advance)
    if html is not None:
        write_atomically(html, show.page(summaries).encode())
    if as_json:
        print(msgspec.json.format(msgspec.json.encode(summaries)).decode())
    else:
        terminal.console().print(show.tables(summaries))
    raise typer.Exit(1 if any(summary.faults for summary in summaries) else 0)


@app.command()
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


def _warn_of_weak_isolation(reports: Iterable[Report]) -> None:
    """Say once that student code was not kept from files and network, if so."""
    layers = {report.protections for report in reports if report.protections}
    if any(not isolation.reaches(protections, "contained") for protections in layers):
        _say("student code was limited, but not isolated as it should be for marks; see autograder doctor.")


def _lab_of(file: Path, name: str | None, course: Path | None) -> Lab:
    """The lab that a student's file belongs to: the one named, the only one, or the one that its name begins with."""
    folders = student_labs(course if course is not None else file.parent) or student_labs(Path())
    if not folders:
        raise LabError(f"no lab was found beside {file} or above it; name the course's folder with --course.")
    known = [folder.name for folder in folders]
    wanted = [folder for folder in folders if folder.name == name] if name else folders
    if name and not wanted:
        raise LabError(f"there is no lab {name!r}; there is {', '.join(known)}.")
    if len(wanted) > 1:
        wanted = [folder for folder in wanted if file.stem.startswith(folder.name)] or _by_exercises(file, wanted)
    if len(wanted) != 1:
        raise LabError(f"{file} could belong to several labs: name one with --lab ({', '.join(known)}).")
    return load_visible(wanted[0])


def _by_exercises(file: Path, folders: Sequence[Path]) -> list[Path]:
    """The lab, or labs, with most exercises named in the file."""
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return list(folders)
    counts = {folder: sum(exercise.name in text for exercise in load_visible(folder).exercises) for folder in folders}
    most = max(counts.values())
    return [folder for folder, count in counts.items() if count == most]


def _tell_ungraded(reports: Iterable[Report]) -> int:
    """Name the submissions without a mark, each with the reason; the command's exit status."""
    status = 0
    for report in reports:
        if report.status != "graded":
            at_fault = [c.message for e in report.exercises for c in e.checks if c.outcome == "error"]
            _say(f"Not graded: {report.student}: {' '.join([*report.problems, *at_fault])}")
            status = 1
    return status


class _Advance(Protocol):
    """Moves a progress bar on by one; `review` if the one needs a person to look at it."""

    def __call__(self, review: bool = False) -> None: ...


@contextmanager
def _progress(total: int, what: str = "grading") -> Generator[_Advance]:
    """A function that moves the progress bar on; the bar is there for several submissions at a terminal only."""
    console = terminal.console(stderr=True)
    columns = (
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[review]}"),
    )
    started, done, reviews = time.monotonic(), 0, 0
    with Progress(*columns, console=console, transient=True, disable=total < 2 or not console.is_terminal) as bar:
        task = bar.add_task(what, total=total, rate="", review="")

        def advance(review: bool = False) -> None:
            nonlocal done, reviews
            done, reviews = done + 1, reviews + review
            rate = f"{done / (time.monotonic() - started):.1f} a second"
            bar.update(task, advance=1, rate=rate, review=f"{reviews} to be looked at" if reviews else "")

        yield advance


def _say(text: str) -> None:
    print(f"autograder: {text}", file=sys.stderr)


def run() -> int:
    """Run the command that the arguments ask for; its exit status."""
    try:
        app()
    except SystemExit as done:  # how the command-line library ends, whatever happened
        return done.code if isinstance(done.code, int) else 1
    except (LabError, OutputError, IsolationError, WorkerFailed) as problem:
        _say(str(problem))
        return 2
    return 0

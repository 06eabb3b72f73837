"""The command line: thin, one function a command.

Exit status: 0 if all went well, 1 if a submission was not graded (or a check did not pass), 2 for a mistake in the
call or in a lab, 130 if interrupted.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from msgspec import structs

from autograder.batch import ClusterError, Grader, IsolationError
from autograder.feedback import terminal
from autograder.feedback.class_similar import NoCopydetectError
from autograder.feedback.class_summary import to_json
from autograder.feedback.progress import progress
from autograder.labs import Lab, lab_names, load_lab, load_visible, student_labs
from autograder.lms import moves, records
from autograder.lms.command import Means, grade_class, say
from autograder.lms.errors import LmsError
from autograder.lms.export import command as export
from autograder.lms.export.command import Target
from autograder.lms.gather import Options, Which
from autograder.lms.intake import Source
from autograder.outputs import OutputError, demand_writable, write_atomically
from autograder.release.command import Form
from autograder.release.command import Target as ReleaseTarget
from autograder.release.command import release as make_release
from autograder.release.errors import ReleaseError
from autograder.sandbox import isolation
from autograder.sandbox.host import Worker, WorkerFailed
from autograder.sandbox.isolation import Level
from autograder.settings import Isolation, LabError
from autograder.submissions import Found

app = typer.Typer(
    help="Grade exercises on non-convex losses by invariances and certificates.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

CourseOption = Annotated[
    Path, typer.Option("--course", help="The folder with assignments/ and solutions/.", show_default="this folder")
]
WorkersOption = Annotated[
    int | None, typer.Option(min=1, help="Processes that grade at the same time.", show_default="one a core")
]
ClusterOption = Annotated[
    str | None, typer.Option(help="Address of a Dask scheduler, whose workers grade: tcp://host:8786.")
]
LevelOption = Annotated[
    Level, typer.Option("--require-isolation", help="Refuse to run student code below it; see autograder doctor.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the results as JSON, for programs.")]


MISTAKES = (
    LabError, LmsError, OutputError, ClusterError, IsolationError, ReleaseError, NoCopydetectError, WorkerFailed
)  # fmt: skip
"""What ends a command with a message instead of a traceback."""


@app.command()
def grade(
    lab: Annotated[str, typer.Argument(help="Name of the lab, such as 02_weight_swaps.")],
    submissions: Annotated[
        list[Path], typer.Argument(help="Notebooks, .py files, folders of them, or an LMS's archive of submissions.")
    ],
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder for grades.csv, results/ and feedback/.")],
    course: CourseOption = Path(),
    workers: WorkersOption = None,
    cluster: ClusterOption = None,
    require_isolation: LevelOption = "limits",
    again: Annotated[
        bool, typer.Option("--again", help="Grade everybody, also whom an earlier run has graded.")
    ] = False,
    source: Annotated[Source, typer.Option("--from", help="Whose archive it is, if that is not recognised.")] = "auto",
    attempt: Annotated[Which, typer.Option(help="Which of several attempts counts.")] = "latest",
    roster: Annotated[
        Path | None, typer.Option(help="CSV of the students: name, username, id number, email, submitted, due.")
    ] = None,
    written: Annotated[
        Path | None, typer.Option(help="The written.csv of an earlier run, with marks and comments filled in.")
    ] = None,
    anonymous: Annotated[
        bool, typer.Option("--anonymous", help="Codes instead of names in written.csv and written.html.")
    ] = False,
    due: Annotated[str | None, typer.Option(help="Until when to hand in, as 2026-11-22T23:59.")] = None,
    grace: Annotated[float | None, typer.Option(min=0, help="Minutes after that which cost nothing.")] = None,
    penalty: Annotated[float | None, typer.Option(min=0, max=100, help="Percent a day begun after it costs.")] = None,
    cap: Annotated[float | None, typer.Option(min=0, max=100, help="Percent that lateness costs at most.")] = None,
    timezone: Annotated[str | None, typer.Option(help="Zone of times that name none, as Europe/Berlin.")] = None,
    extensions: Annotated[
        Path | None, typer.Option(help="CSV: students with due dates (or days) of their own.")
    ] = None,
    similar: Annotated[
        bool, typer.Option("--similar", help="Compare all submissions, and list those that are nearly the same.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Grade a class: marks, a result and a feedback page for each student.

    Results of an earlier run are kept where neither the student's file nor the lab has changed since: a run that was
    interrupted goes on when it is started again.
    """
    options = Options(
        lab=lab,
        course=str(course.absolute()),
        submissions=tuple(str(path.absolute()) for path in submissions),
        attempt=attempt,
        source=source,
        roster=str(roster.absolute()) if roster else None,
        extensions=str(extensions.absolute()) if extensions else None,
        due=due,
        grace_minutes=grace,
        percent_per_day=penalty,
        cap_percent=cap,
        timezone=timezone,
        anonymous=anonymous,
        similar=similar,
    )
    raise typer.Exit(
        grade_class(
            options, course, out, Means(workers, cluster), require_isolation, written, again=again, as_json=as_json
        )
    )


@app.command()
def regrade(
    out: Annotated[Path, typer.Argument(help="Folder that autograder grade has written.")],
    course: Annotated[
        Path | None, typer.Option("--course", help="The folder with assignments/ and solutions/, if it has moved.")
    ] = None,
    workers: WorkersOption = None,
    cluster: ClusterOption = None,
    require_isolation: LevelOption = "limits",
) -> None:
    """Grade a class again after a check was mended or a file has changed, and say who moved and by which check."""
    run = records.read_run(out)
    records.demand_submissions(run)
    before = {report.student: moves.standing(report) for report in records.results(out, run)}
    where = (course or Path(run.options.course)).absolute()
    options = structs.replace(run.options, course=str(where))
    status = grade_class(options, where, out, Means(workers, cluster), require_isolation, None)
    found = moves.moves(before, records.results(out, records.read_run(out)))
    if found:
        terminal.console().print(moves.table(found))
    else:
        terminal.console().print("No mark has changed.")
    raise typer.Exit(status)


@app.command()
def report(
    out: Annotated[Path, typer.Argument(help="Folder that autograder grade has written.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON, for programs.")] = False,
) -> None:
    """Make report.html, the class at a glance, from the results in a folder again."""
    summary = records.write_report(out, records.read_run(out))
    if as_json:
        print(to_json(summary).decode(), end="")
    else:
        terminal.console().print(f"Written: {out / 'report.html'}, and report.json beside it.", markup=False)


@app.command("export")
def export_marks(
    out: Annotated[Path, typer.Argument(help="Folder that autograder grade has written.")],
    to: Annotated[Target, typer.Option("--to", help="For whom.")],
    into: Annotated[
        Path | None, typer.Option(help="Your own download: worksheet, gradebook or class list. A copy is filled in.")
    ] = None,
    column: Annotated[str | None, typer.Option(help="The column for the marks, or a part of its title.")] = None,
    folder: Annotated[
        Path | None, typer.Option("-o", "--out", help="Where to write.", show_default="OUT/export/<LMS>")
    ] = None,
    scale: Annotated[bool, typer.Option("--scale", help="Convert to the points that the LMS gives.")] = False,
    comments: Annotated[
        bool, typer.Option("--comments", help="Fill in comments, too, where nobody wrote one (Moodle, Blackboard).")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show old and new marks, and write nothing.")] = False,
    course: Annotated[
        Path | None, typer.Option("--course", help="The folder with assignments/, if it has moved.")
    ] = None,
) -> None:
    """Fill marks into a copy of the file that an LMS made, and pack the feedback pages for it."""
    made = export.plan(out, to, into, column, course, scale=scale, comments=comments)
    export.carry_out(made, folder or out / "export" / to, into, dry=dry_run)
    raise typer.Exit(1 if made.faults else 0)


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
        terminal.console().print(terminal.results(report.exercises, report.problems, loaded))
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
    workers: WorkersOption = None,
    html: Annotated[Path | None, typer.Option("--html", help="Draw the kill matrix into this file.")] = None,
    cached: Annotated[bool, typer.Option("--cache/--no-cache", help="Remember results between runs.")] = True,
    as_json: JsonOption = False,
) -> None:
    """Grade the grader: right and wrong solutions, junk and mutants, each with the verdict that is due."""
    from autograder.verify import command, show  # Cosmic Ray comes with the extra `dev`
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


@app.command()
def release(
    lab: Annotated[str, typer.Argument(help="Name of the lab, such as 02_weight_swaps.")],
    to: Annotated[ReleaseTarget, typer.Option("--to", help="For whom, or for which tool.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="The folder to make.")],
    course: CourseOption = Path(),
    force: Annotated[
        bool, typer.Option("--force", help="Make it even if it is there; the old one is kept beside it, as *.old.")
    ] = False,
    form: Annotated[Form, typer.Option("--format", help="For students: a notebook, or a Python file.")] = "ipynb",
) -> None:
    """Make what students get of a lab, or what another tool needs to grade it; it has to pass verify --fast first."""
    aside = make_release(course, lab, to, out, force=force, form=form)
    terminal.console().print(f"Made {out} for {to}.", markup=False)
    if aside is not None:
        terminal.console().print(f"What was there before is now in {aside}.", markup=False)


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


def run() -> int:
    """Run the command that the arguments ask for; its exit status."""
    try:
        app()
    except SystemExit as done:  # how the command-line library ends, whatever happened
        return done.code if isinstance(done.code, int) else 1
    except MISTAKES as problem:
        say(str(problem))
        return 2
    return 0

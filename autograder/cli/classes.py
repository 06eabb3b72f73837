"""Commands for those who grade a class: `grade`, `regrade`, `report`, `export`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer
from msgspec import structs

from autograder.cli.options import ClusterOption, CourseOption, JsonOption, LevelOption, WorkersOption
from autograder.feedback import terminal
from autograder.lms import moves, records
from autograder.lms.command import Means, grade_class
from autograder.lms.export import command as export
from autograder.lms.export.command import Target
from autograder.lms.gather import Options, Which
from autograder.lms.intake import Source


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
    before = moves.Standings(records.results(out, run))
    where = (course or Path(run.options.course)).absolute()
    options = structs.replace(run.options, course=str(where))
    status = grade_class(options, where, out, Means(workers, cluster), require_isolation, None)
    found = moves.moves(before, records.results(out, records.read_run(out)))
    if found:
        terminal.console().print(moves.table(found))
    else:
        terminal.console().print("No mark has changed.")
    raise typer.Exit(status)


def report(
    out: Annotated[Path, typer.Argument(help="Folder that autograder grade has written.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON, for programs.")] = False,
) -> None:
    """Make report.html, the class at a glance, from the results in a folder again."""
    records.write_report(out, records.read_run(out))
    if as_json:
        with (out / "report.json").open(encoding="utf-8") as made:
            shutil.copyfileobj(made, sys.stdout)
    else:
        terminal.console().print(f"Written: {out / 'report.html'}, and report.json beside it.", markup=False)


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

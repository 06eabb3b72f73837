"""The command `autograder export`: plan, show, and write unless it is a dry run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from rich.table import Table
from rich.text import Text

from autograder.feedback import terminal
from autograder.lms import records
from autograder.lms.errors import LmsError
from autograder.lms.export import blackboard, brightspace, canvas, gradescope, moodle
from autograder.lms.export.plan import Line, Plan
from autograder.outputs import write_atomically
from autograder.report import Report
from autograder.settings import read_settings
from autograder.submissions import speakable

Target = Literal["moodle", "canvas", "blackboard", "brightspace", "gradescope", "csv"]
MOST_ROWS = 200
"""Of a larger class, only those who need attention are shown one by one, unless it is a dry run."""
NEEDS = {
    "canvas": "the gradebook, exported from Canvas",
    "blackboard": "the gradebook, downloaded from Blackboard (Work offline)",
    "brightspace": "an export of grades, or a class list, from Brightspace",
}
Pages = Sequence[tuple[str, bytes]]
PACKERS: dict[Target, Callable[[Sequence[Report], Pages], tuple[bytes, int, list[str]]]] = {
    "moodle": moodle.feedback,
    "canvas": canvas.feedback,
    "brightspace": brightspace.feedback,
}

TAKEN: dict[Target, str] = {
    "moodle": "Moodle should say that it found as many",
    "canvas": "Canvas should say that it found as many",
    "brightspace": "“Add Feedback Files” takes it, where Brightspace has that: look at one student's page first",
}


def plan(
    out: Path,
    target: Target,
    into: Path | None,
    column: str | None,
    course: Path | None,
    *,
    scale: bool,
    comments: bool = False,
) -> Plan:
    """What is going to be written for an LMS; `into` is the instructor's own file, which stays as it is."""
    if comments and (target not in ("moodle", "blackboard") or into is None):
        raise LmsError("--comments fills in a worksheet of Moodle or a column of Blackboard, which --into names.")
    run = records.read_run(out)
    results = list(records.results(out, run))
    if into is None and target in NEEDS:
        raise LmsError(f"--into is missing: it names {NEEDS[target]}. Marks are filled into a copy of it.")
    made = Plan()
    if target == "gradescope":
        lab = (course or Path(run.options.course)) / "assignments" / run.options.lab / "lab.toml"
        made = gradescope.results_json(results, read_settings(lab).feedback)
    elif target == "csv":
        made = gradescope.plain_csv(results)
    elif into is not None and target == "moodle":
        made = moodle.worksheet(into, results, column, scale=scale, comments=comments)
    elif into is not None and target == "blackboard":
        made = blackboard.gradebook(into, results, run.options.lab, column, scale=scale, comments=comments)
    elif into is not None:
        reader = canvas.gradebook if target == "canvas" else brightspace.grades
        made = reader(into, results, run.options.lab, column, scale=scale)
    elif target == "moodle":
        made.notes.append("No marks: --into names the grading worksheet, downloaded from Moodle, that they go into.")
    if target in PACKERS:
        _add_feedback(made, target, results, _pages(out, run, results))
    return made


def carry_out(made: Plan, folder: Path, into: Path | None, *, dry: bool) -> None:
    """Write the files of a plan, and never over the instructor's own; in a dry run only show what would happen."""
    console = terminal.console()
    if made.lines:
        console.print(_table(made.lines, len(made.lines) if dry else MOST_ROWS))
    for note in made.notes:
        console.print(note, markup=False)
    paths = [folder / name for name in made.files]
    if dry:
        console.print("Dry run: nothing was written.")
        return
    for path, data in zip(paths, made.files.values(), strict=True):
        if into is not None and path.exists() and path.samefile(into):
            raise LmsError(f"{path} is the file that the marks go into a copy of. Name another folder with -o.")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise LmsError(f"{path.parent} cannot be made: {problem.strerror}.") from None
        write_atomically(path, data)
    shown = ", ".join(map(str, paths[:3])) + (f" and {len(paths) - 3} more" if len(paths) > 3 else "")
    console.print(f"Written: {shown}.", markup=False)


def _pages(out: Path, run: records.Run, results: Sequence[Report]) -> Pages:
    stems = records.feedback_pages(out, run)
    try:
        return [(report.student, stems[report.student].read_bytes()) for report in results]
    except OSError as problem:
        raise LmsError(f"{problem.filename} cannot be read: {problem.strerror}. Give autograder grade again.") from None


def _add_feedback(made: Plan, target: Target, results: Sequence[Report], pages: Pages) -> None:
    data, count, without = PACKERS[target](results, pages)
    name = f"feedback-{target}.zip"
    if count:
        made.files[name] = data
        made.notes.append(f"{name}: {count} pages; {TAKEN[target]}.")
    if without:
        made.notes.append(
            f"Not in {name}, because who they are in {target.capitalize()} is not known, or two are one student: "
            f"{', '.join(without)}. "
            f"Grade the archive that {target.capitalize()} makes."
        )


def _table(lines: Sequence[Line], most: int) -> Table:
    """One row a student; if there are more than `most`, only those who need attention."""
    counts = Counter(line.kind for line in lines)
    title = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    table = Table(title=f"Marks: {title}", title_justify="left", title_style="bold")
    for heading, how in (("student", "left"), ("old", "right"), ("new", "right"), ("", "left"), ("note", "left")):
        table.add_column(heading, justify="right" if how == "right" else "left", overflow="fold")
    for line in lines:
        if len(lines) <= most or line.kind not in ("changed", "same"):
            style = "bold red" if line.fault else ("yellow" if line.note else "")
            cells = (line.student, line.old, line.new, line.kind, line.note)
            table.add_row(*(Text(speakable(cell)) for cell in cells), style=style)
    return table

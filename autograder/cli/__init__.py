"""The command line: thin, one function a command, in a module for each kind of user.

Exit status: 0 if all went well, 1 if a submission was not graded (or a check did not pass), 2 for a mistake in the
call or in a lab, 130 if interrupted.
"""

from __future__ import annotations

import typer

from autograder.batch import ClusterError, IsolationError
from autograder.cli import classes, courses, students
from autograder.feedback.class_similar import NoCopydetectError
from autograder.lms.command import say
from autograder.lms.errors import LmsError
from autograder.outputs import OutputError
from autograder.release.errors import ReleaseError
from autograder.sandbox.errors import WorkerFailed
from autograder.settings import LabError
from autograder.spool import NoRoomError

MISTAKES = (
    LabError, LmsError, OutputError, ClusterError, IsolationError, ReleaseError, NoCopydetectError, NoRoomError,
    WorkerFailed,
)  # fmt: skip
"""What ends a command with a message instead of a traceback."""

app = typer.Typer(
    help="Grade exercises on non-convex losses by invariances and certificates.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command()(classes.grade)
app.command()(classes.regrade)
app.command()(classes.report)
app.command("export")(classes.export_marks)
app.command()(students.check)
app.command()(courses.verify)
app.command()(courses.release)
app.command()(courses.doctor)


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

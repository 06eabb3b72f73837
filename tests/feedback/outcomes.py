"""Pages for every kind of outcome, from a small lab that is really graded; all of its numbers are exact."""

from __future__ import annotations

import io
import linecache
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import builders
import numpy as np
from msgspec import structs
from rich.console import Console

from autograder import nets
from autograder.checks import check, expect, misconception, pictures
from autograder.checks.cases import Case
from autograder.checks.errors import Stopped
from autograder.feedback import terminal
from autograder.feedback.html import fragment, student_page
from autograder.feedback.policy import for_student
from autograder.feedback.standing import standing
from autograder.grading import grade_functions
from autograder.labs import Lab
from autograder.report import ExerciseResult, Late, Report, SubmissionFile, WrittenMark, total
from autograder.sandbox.local import LocalTransport
from autograder.sandbox.serve import OWN_PREFIX
from autograder.settings import Exercise, FeedbackPolicy, Written

NET = [(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([5.0, 6.0])), (np.array([[7.0, 8.0]]), np.array([9.0]))]


@check(
    "swap_units",
    points=1.5,
    cases=[Case("small", net=NET, layer=1, i=0, j=1)],
    picture=lambda case, answer: pictures.moved(case.net, answer, nets.swap(case.net, 1, 0, 1), 1, [1, 0]),
)
def two_units_change_places(student, case):
    """Two units change places with all that belongs to them."""
    expect.same_parameters(student.swap_units(case.net, case.layer, case.i, case.j), nets.swap(case.net, 1, 0, 1))


@check("swap_units", points=0.5, needs=two_units_change_places)
def a_missing_unit_is_refused(student):
    """A unit that is not there is refused with a ValueError."""
    with expect.raises(ValueError, "The layer has no unit 2"):
        student.swap_units(NET, 1, 0, 2)


@check("swap_units", points=2, cases=[Case(net=NET, i=1, j=1)])
def a_swap_with_itself_changes_nothing(student, case):
    """A unit exchanged with itself leaves the net as it is."""
    expect.same_parameters(student.swap_units(case.net, 1, case.i, case.j), case.net)


@check("double", points=1)
def twice_two_is_four(student):
    """Twice 2 is 4."""
    expect.close(student.double(2.0), np.array(4.0), "twice 2")


@check("double", points=1)
def arrays_are_doubled(student):
    """Every entry of an array is doubled."""
    expect.close(student.double(np.array([1.0, -3.0])), np.array([2.0, -6.0]))


def double(x):
    return 2 * x


def swap_units(net, layer, i, j):
    if not (0 <= i < 2 and 0 <= j < 2):
        raise ValueError("no such unit")
    return nets.swap(net, layer, i, j)


@misconception("swap_units", "The biases stayed behind: a unit takes its bias along.")
def leaves_the_biases(net, layer, i, j):
    swapped = swap_units(net, layer, i, j)
    return [(W, b.copy()) for (W, _), (_, b) in zip(swapped, net, strict=True)]


@misconception("double", "That is the square.")
def squares(x):
    return x**2


LAB = Lab(
    name="00_small",
    title="A small lab",
    folder=Path(__file__).parent / "lab",
    exercises=(
        Exercise(name="swap_units", parameters=("net", "layer", "i", "j"), points=4.0),
        Exercise(name="double", parameters=("x",), points=2.0, uses=("swap_units",)),
    ),
    limits=builders.lab({}).limits,
    feedback=FeedbackPolicy(),
    isolation=builders.lab({}).isolation,
    written=Written(title="Why?", points=4.0),
    visible=(two_units_change_places, a_missing_unit_is_refused, twice_two_is_four),
    hidden=(a_swap_with_itself_changes_nothing, arrays_are_doubled),
    reference={"swap_units": swap_units, "double": double},
    misconceptions=(leaves_the_biases, squares),
    variants=(),
    complete=True,
    sha256="0" * 64,
)

RIGHT = {"swap_units": swap_units, "double": double}


def own_code(text: str, name: str) -> Any:
    """A function from a student's text, with lines that the sandbox would name."""
    place = f"{OWN_PREFIX}code cell 3"
    linecache.cache[place] = (len(text), None, text.splitlines(keepends=True), place)
    names: dict[str, Any] = {}
    exec(compile(text, place, "exec"), names)  # noqa: S102 - the text is this file's
    return names[name]


RAISES = own_code("def double(x):\n    total = 0\n    return [2 * entry for entry in x][total]\n", "double")


class _Endless(LocalTransport):
    """A transport whose calls of `double` never come back."""

    def call(self, function, args):
        if function == "double":
            raise Stopped("double did not finish within 3 s. Is there a loop that never ends?")
        return super().call(function, args)


def graded(functions: dict[str, Any], lab: Lab = LAB, transport: Any = LocalTransport, **changes: Any) -> Report:
    """The report on these functions."""
    exercises = grade_functions(lab, transport(functions))
    fields: dict[str, Any] = {
        "exercises": exercises,
        "score": total(exercise.score for exercise in exercises),
        "max_score": lab.points,
        "problems": (),
        "status": "awaiting_written" if lab.written else "graded",
        "lab": lab.name,
    }
    return builders.report(**{**fields, **changes})


def _error(exercises: tuple[ExerciseResult, ...]) -> tuple[ExerciseResult, ...]:
    """The results with a fault of the grader in the last check."""
    last = exercises[-1]
    text = "The grader failed in the check arrays_are_doubled (ZeroDivisionError: division by zero)."
    broken = builders.result("arrays_are_doubled", visible=True, outcome="error")
    changes = {"title": "Every entry of an array is doubled.", "message": text, "counterexample": "", "hint": ""}
    return *exercises[:-1], structs.replace(last, checks=(*last.checks[:-1], structs.replace(broken, **changes)))


PLAIN = replace(LAB, written=None)
MISTAKEN = {"swap_units": leaves_the_biases.function, "double": squares.function}
LATE = Late(submitted="s", due="d", days=2, points=0.5, why="Handed in 2 days late: 0.5 points are deducted.")


def reports() -> dict[str, tuple[Lab, Report]]:
    """A lab and a report for every kind of outcome, by name."""
    mistakes = graded(MISTAKEN)
    review = graded(RIGHT)
    nothing = SubmissionFile(file="ann.ipynb", sha256=None)
    why = "ann.ipynb is empty. Save the notebook and hand it in again."
    late = {"late": LATE, "written": WrittenMark(score=3.0, max_score=4.0, comment="Nicely put."), "max_mark": 10.0}
    problem = "code cell 1, line 2: x / 0\nZeroDivisionError: division by zero"
    return {
        "full_marks": (PLAIN, graded(RIGHT, PLAIN)),
        "awaiting_written": (LAB, graded(RIGHT)),
        "mistakes": (LAB, mistakes),
        "mistakes_all_shown": (replace(LAB, feedback=FeedbackPolicy(hidden="full")), mistakes),
        "mistakes_none_shown": (replace(LAB, feedback=FeedbackPolicy(hidden="none")), mistakes),
        "raised": (PLAIN, graded({**RIGHT, "double": RAISES}, PLAIN)),
        "raised_where_hidden": (replace(PLAIN, visible=PLAIN.visible[:2], hidden=(twice_two_is_four,)), graded(
            {**RIGHT, "double": RAISES}, replace(PLAIN, visible=PLAIN.visible[:2], hidden=(twice_two_is_four,))
        )),
        "did_not_return": (PLAIN, graded(RIGHT, PLAIN, _Endless)),
        "junk": (PLAIN, graded({"swap_units": lambda *_: None, "double": lambda x: "<b>4</b>"}, PLAIN)),
        "nothing_written": (PLAIN, graded({}, PLAIN, problems=(problem,))),
        "needs_review": (PLAIN, replace_report(review, exercises=_error(review.exercises))),
        "unreadable": (PLAIN, replace_report(
            review, status="unreadable", score=None, exercises=(), problems=(why,), submission=nothing
        )),
        "late_and_written": (LAB, graded(MISTAKEN, status="graded", mark=2.5, **late)),
    }  # fmt: skip


def replace_report(report: Report, **changes: Any) -> Report:
    """The report with the grader at fault, or with other changes."""
    return structs.replace(report, **{"status": "needs_review", "score": None, **changes})


def page(lab: Lab, report: Report) -> str:
    """The student's page."""
    return student_page(lab, for_student(report, lab.feedback))


def text(lab: Lab, report: Report) -> str:
    """What the terminal shows."""
    shown = for_student(report, lab.feedback)
    file = io.StringIO()
    console = Console(file=file, width=100, color_system=None, force_jupyter=False, highlight=False)
    console.print(standing(lab, shown).headline)
    console.print(terminal.results(shown.exercises, shown.problems, lab))
    return "".join(f"{line.rstrip()}\n" for line in file.getvalue().splitlines())


def wording(page: str) -> str:
    """A page without its style, drawings and formulas, which other versions of libraries make in other ways."""
    page = re.sub(r"<style>.*?</style>", "<style></style>", page, flags=re.DOTALL)
    page = re.sub(r"<svg\b.*?</svg>", "[drawing]", page, flags=re.DOTALL)
    return re.sub(r'<(span|div) class="math [a-z]+">.*?</\1>', "[formula]", page, flags=re.DOTALL)


def golden() -> dict[str, str]:
    """All pages and texts by the name of their file."""
    files: dict[str, str] = {}
    for name, (lab, report) in reports().items():
        files[f"{name}.html"] = wording(page(lab, report))
        files[f"{name}.txt"] = text(lab, report)
    lab, report = reports()["mistakes"]
    files["fragment.html"] = wording(fragment(report.exercises, ("A note.",), lab))
    return files

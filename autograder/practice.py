"""Checking one's own functions in a notebook: ``from autograder import check; check(swap_units)``.

Also which lab a student's work belongs to, by its functions or by its file.
"""

from __future__ import annotations

import inspect
import io
import linecache
import os
import sysconfig
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console

from autograder.checks.calls import Outcome, Raised
from autograder.feedback.html import fragment
from autograder.feedback.terminal import results
from autograder.grading import grade_functions
from autograder.labs import Lab, load_visible, student_labs
from autograder.report import ExerciseResult
from autograder.sandbox.local import LocalTransport
from autograder.settings import LabError

LIBRARIES = (os.path.dirname(__file__) + os.sep, sysconfig.get_path("stdlib") + os.sep)
"""Where no line of a student's is."""


class Answer:
    """The results of some exercises: rich output in a notebook, text elsewhere."""

    def __init__(
        self, exercises: tuple[ExerciseResult, ...], problems: tuple[str, ...] = (), lab: Lab | None = None
    ) -> None:
        self.exercises = exercises
        self.problems = problems
        self._lab = lab

    def __repr__(self) -> str:
        text = io.StringIO()
        # inside Jupyter rich would otherwise take even this for a display, and show everything twice
        console = Console(file=text, force_jupyter=False, color_system=None, highlight=False, width=110)
        console.print(results(self.exercises, self.problems, self._lab))
        return text.getvalue().rstrip()

    def _repr_html_(self) -> str:
        return fragment(self.exercises, self.problems, self._lab)


def check(*functions: Callable[..., Any], lab: str | Path | None = None) -> Answer:
    """Run the visible checks on functions that are exercises, each recognised by its name.

    `lab` is the lab's folder; without it, the labs nearest to the current folder are searched. The functions run in
    this very process, without limits: interrupt the kernel if one does not come back. Mistakes are part of the
    answer; nothing is raised for them.
    """
    frame = inspect.currentframe()
    caller = frame.f_back.f_globals if frame and frame.f_back else {}
    named = {_name(function, caller): function for function in functions}
    if not named:
        return Answer((), ("Name the functions to check: check(swap_units).",))
    try:
        found = _lab_with(list(named), Path(lab) if lab is not None else None)
    except LabError as why:
        return Answer((), (str(why),))
    return Answer(grade_functions(found, _Practice(named), only=list(named)), lab=found)


def lab_of(file: Path, name: str | None, course: Path | None) -> Lab:
    """The lab that a student's file belongs to: the one named, the only one, or the one that its name begins with.

    Failing that, the lab with most of its exercises in the file. `LabError` if it is none, or more than one.
    """
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


class _Practice(LocalTransport):
    """Calls in this very process, which also says where a function raised: that is known here and nowhere else."""

    def __init__(self, functions: dict[str, Callable[..., Any]]) -> None:
        super().__init__({name: self._watched(function) for name, function in functions.items()})
        self._where = ""

    def call(self, function: str, args: tuple[Any, ...]) -> Outcome:
        self._where = ""
        outcome = super().call(function, args)
        return replace(outcome, where=self._where) if isinstance(outcome, Raised) else outcome

    def _watched(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any) -> Any:
            try:
                return function(*args)
            except BaseException as error:
                self._where = _own_line(error)
                raise

        return call


def _own_line(error: BaseException) -> str:
    """The innermost line of an exception that is written in a notebook's cell, or in a file outside of packages."""
    place = ""
    for frame, line in traceback.walk_tb(error.__traceback__):
        name = frame.f_code.co_filename
        in_cell = name.startswith(("<ipython-input", "<stdin")) or f"{os.sep}ipykernel_" in name
        if in_cell or not (name.startswith(("<", *LIBRARIES)) or f"{os.sep}site-packages{os.sep}" in name):
            code = linecache.getline(name, line).strip()
            source = "your cell" if in_cell else Path(name).name
            place = f"{source}, line {line} in {frame.f_code.co_name}: {code}" if code else place
    return place


def _name(function: Callable[..., Any], names: dict[str, Any]) -> str:
    """What the caller calls a function: a lambda and a callable object do not know their own name."""
    own = getattr(function, "__name__", "")
    if names.get(own) is function:
        return own
    return next((name for name, value in names.items() if value is function), own or repr(function))


def _lab_with(names: list[str], folder: Path | None) -> Lab:
    labs = [load_visible(each) for each in ([folder] if folder is not None else student_labs(Path.cwd()))]
    if not labs:
        raise LabError(
            "No lab was found in this folder or above it. Start Jupyter in the lab's folder (the one with lab.toml), "
            "or name it: check(..., lab='path/to/lab')."
        )
    for lab in labs:
        if set(names) <= {exercise.name for exercise in lab.exercises}:
            return lab
    known = "; ".join(f"{lab.name}: {', '.join(exercise.name for exercise in lab.exercises)}" for lab in labs)
    raise LabError(f"No lab here has {' and '.join(names)} as an exercise. Known are {known}.")


def _by_exercises(file: Path, folders: Sequence[Path]) -> list[Path]:
    """The lab, or labs, with most exercises named in the file."""
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return list(folders)
    counts = {folder: sum(exercise.name in text for exercise in load_visible(folder).exercises) for folder in folders}
    most = max(counts.values())
    return [folder for folder, count in counts.items() if count == most]

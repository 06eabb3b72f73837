"""`autograder release`: refuse what must not go out, build a target's folder, and put it into place whole."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Literal, cast

from autograder.feedback.progress import progress
from autograder.labs import Lab, load_lab
from autograder.release.errors import ReleaseError
from autograder.release.place import placed, refuse_place

Target = Literal["student", "nbgrader", "otter", "gradescope"]
Form = Literal["ipynb", "py"]
Build = Callable[[Lab, Path, Path], None]
"""Fills an empty folder: `build(lab, course, folder)`."""

TARGETS: dict[str, str] = {
    "student": "autograder.release.student",
    "nbgrader": "autograder.release.nbgrader.folder",
    "otter": "autograder.release.otter.build",
    "gradescope": "autograder.release.gradescope.build",
}
"""Modules with a function `build`, loaded when they are asked for: each needs libraries of its own."""
EXTRAS = {"nbgrader": "release,nbgrader", "otter": "release,otter"}
"""What to install for a target, where `release` alone does not do."""
SHOWN_FAULTS = 3


def release(
    course: Path, lab_name: str, to: str, folder: Path, *, force: bool = False, form: Form = "ipynb"
) -> list[Path]:
    """Make `folder` for a target; what was in it before, if `force` allows that, is kept beside it.

    The list says where; also where older folders are now that a release had moved aside when it was killed.

    `form` is for students: a notebook, or a Python file in the percent format. Raises `ReleaseError` for an unknown
    target, a folder that is not empty, a missing library, a lab that does not pass `autograder verify --fast`, and
    `LabError` for one that cannot be loaded. Then, and if this process is killed or the disk is full, `folder` is as it
    was before.
    """
    build = builder(to)
    if form != "ipynb":
        if to != "student":
            raise ReleaseError(f"--format {form} is for --to student only; {to} works on notebooks.")
        build = partial(cast(Callable[..., None], build), form=form)
    refuse_place(folder, course, force=force)
    lab = load_lab(course, lab_name)
    demand_verified(course, lab)
    with placed(folder) as place:
        build(lab, course, place.folder)
    return place.kept


def builder(to: str) -> Build:
    """The function that fills a folder for a target."""
    if to not in TARGETS:
        raise ReleaseError(f"there is no target {to!r}; there is {', '.join(TARGETS)}.")
    try:
        return importlib.import_module(TARGETS[to]).build
    except ImportError as missing:
        raise _not_installed(f"release --to {to}", missing, EXTRAS.get(to, "release")) from missing


def demand_verified(course: Path, lab: Lab) -> None:
    """Raise `ReleaseError` unless the lab passes `autograder verify --fast`; what is known of earlier runs counts."""
    from autograder.verify import command
    from autograder.verify.run import Cache, default_cache

    plan = command.plan(course, lab, fast=True)
    with progress(len(plan.trials), f"verifying {lab.name}") as advance:
        (summary,) = command.run(course, [plan], os.cpu_count() or 1, Cache(default_cache()), advance)
    if summary.faults:
        shown = [f"{each.what}: {each.exercise} ({each.kind} {each.name})" for each in summary.faults[:SHOWN_FAULTS]]
        more = len(summary.faults) - len(shown)
        raise ReleaseError(
            f"{lab.name} does not pass `autograder verify --fast`, so it is not released. {'; '.join(shown)}"
            f"{f'; and {more} more' if more else ''}. `autograder verify --fast {lab.name}` tells all."
        )


def _not_installed(what: str, missing: ImportError, extras: str) -> ReleaseError:
    library = (missing.name or str(missing)).partition(".")[0]
    return ReleaseError(
        f"{what} needs the library {library}, which is not installed, or not in a version that fits: "
        f"pip install 'nonconvex-lab[{extras}]'."
    )

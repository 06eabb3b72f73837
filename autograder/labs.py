"""A lab on disk -> `Lab`.

A course is a folder with `assignments/` (all that a student may see) and `solutions/` (all that a student may not).
A lab is a folder of the same name in both; a student has the first half only, as a folder with a `lab.toml` in it.
"""

from __future__ import annotations

import difflib
import hashlib
import importlib.util
import inspect
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from autograder.checks import Check, Misconception, Variant
from autograder.settings import Exercise, FeedbackPolicy, Isolation, LabError, Lateness, Limits, Written, read_settings

T = TypeVar("T")


@dataclass(frozen=True)
class Lab:
    """A lab, ready to grade with. Without `solutions/` it has the visible checks only (`complete` is False)."""

    name: str
    title: str
    folder: Path
    exercises: tuple[Exercise, ...]
    limits: Limits
    feedback: FeedbackPolicy
    isolation: Isolation
    written: Written | None
    visible: tuple[Check, ...]
    hidden: tuple[Check, ...]
    reference: dict[str, Callable[..., Any]]
    misconceptions: tuple[Misconception, ...]
    variants: tuple[Variant, ...]
    complete: bool
    sha256: str
    lateness: Lateness = field(default_factory=Lateness)

    @property
    def parameters(self) -> dict[str, tuple[str, ...]]:
        """The parameters of each exercise's function, in order."""
        return {exercise.name: exercise.parameters for exercise in self.exercises}

    @property
    def points(self) -> float:
        """Points of all checks that this lab has (of the visible ones alone, if it is not complete)."""
        return round(sum(check.points for check in (*self.visible, *self.hidden)), 6)

    def checks(self, exercise: str) -> list[tuple[Check, bool]]:
        """The checks of an exercise in order, each with whether students can see it."""
        both = [(check, True) for check in self.visible] + [(check, False) for check in self.hidden]
        return [(check, visible) for check, visible in both if check.exercise == exercise]


def lab_names(course: Path) -> list[str]:
    """Names of the labs of a course, in order."""
    return sorted(path.parent.name for path in (course / "assignments").glob("*/lab.toml"))


def load_lab(course: Path, name: str) -> Lab:
    """Load a whole lab from a course folder, visible and hidden part."""
    known = lab_names(course)
    if name not in known:
        if not known:
            raise LabError(
                f"{course} holds no labs: a course is a folder with assignments/<lab>/lab.toml. "
                f"Start the command in such a folder, or name it with --course."
            )
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
        raise LabError(
            f"there is no lab {name!r} in {course / 'assignments'}; there is {', '.join(known)}."
            + (f" Did you mean {near[0]}?" if near else "")
        )
    solutions = course / "solutions" / name
    if not solutions.is_dir():
        raise LabError(f"{solutions} is missing: it holds the hidden checks and the reference that grading needs.")
    return _load(course / "assignments" / name, solutions)


def load_visible(folder: Path) -> Lab:
    """Load a lab as a student has it: a folder with `lab.toml` and the visible `checks.py`."""
    return _load(folder, None)


def student_labs(start: Path) -> list[Path]:
    """Folders of the labs nearest to a place: there or in the closest folder above that holds one or a course."""
    for folder in [start.resolve(), *start.resolve().parents]:
        if (folder / "lab.toml").is_file():
            return [folder]
        if names := lab_names(folder):
            return [folder / "assignments" / name for name in names]
    return []


def _load(folder: Path, solutions: Path | None) -> Lab:
    settings = read_settings(folder / "lab.toml")
    for half in (folder, solutions or folder):
        _forget(half)
    visible = _module(folder, "checks")
    checks = _members(visible, Check)
    hidden: tuple[Check, ...] = ()
    reference: dict[str, Callable[..., Any]] = {}
    misconceptions: tuple[Misconception, ...] = ()
    variants: tuple[Variant, ...] = ()
    if solutions is not None:
        solution = _module(solutions, "solution")
        reference = {e.name: _reference(solution, e, folder / "lab.toml") for e in settings.exercises}
        hidden = _members(_module(solutions, "checks"), Check)
        misconceptions = _members(_module(solutions, "misconceptions"), Misconception)
        variants = _members(_module(solutions, "variants"), Variant)
    lab = Lab(
        name=folder.absolute().name,
        title=settings.title,
        folder=folder,
        exercises=settings.exercises,
        limits=settings.limits,
        feedback=settings.feedback,
        isolation=settings.isolation,
        written=settings.written,
        visible=checks,
        hidden=hidden,
        reference=reference,
        misconceptions=misconceptions,
        variants=variants,
        complete=solutions is not None,
        sha256=_fingerprint([folder, *([solutions] if solutions else [])]),
        lateness=settings.lateness,
    )
    _validate(lab)
    return lab


def _package(folder: Path) -> str:
    """The name under which a folder's files are imported: another one for every folder."""
    return f"autograder_lab_{hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:12]}"


def _forget(folder: Path) -> None:
    """Forget what was imported from a folder before: its files may have changed."""
    package = _package(folder)
    for name in [name for name in sys.modules if name == package or name.startswith(f"{package}.")]:
        del sys.modules[name]


def _module(folder: Path, name: str) -> ModuleType:
    """Import ``folder/name.py``; its siblings can be imported as ``from .solution import ...``."""
    path = folder / f"{name}.py"
    if not path.is_file():
        raise LabError(f"{path} is missing.")
    package = _package(folder)
    if package not in sys.modules:
        parent = ModuleType(package)
        parent.__path__ = [str(folder)]
        sys.modules[package] = parent
    full = f"{package}.{name}"
    spec = importlib.util.spec_from_file_location(full, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[full] = module
    try:
        spec.loader.exec_module(module)
    except Exception as problem:
        raise LabError(f"{path} cannot be loaded: {type(problem).__name__}: {problem}") from problem
    return module


def _members(module: ModuleType, kind: type[T]) -> tuple[T, ...]:
    return tuple(value for value in vars(module).values() if isinstance(value, kind))


def _reference(solution: ModuleType, exercise: Exercise, settings: Path) -> Callable[..., Any]:
    function = getattr(solution, exercise.name, None)
    if not callable(function):
        raise LabError(f"{solution.__file__} has no function {exercise.name}, which {settings} lists as an exercise.")
    try:
        parameters = tuple(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        raise LabError(f"{solution.__file__}: {exercise.name} is no function whose parameters can be read.") from None
    if parameters != exercise.parameters:
        raise LabError(
            f"{settings}: {exercise.name} has the parameters {list(exercise.parameters)}, "
            f"but in {solution.__file__} it has {list(parameters)}."
        )
    return function


def _validate(lab: Lab) -> None:
    """Hold the parts of a lab against one another; a mistake here would cost students points in silence."""
    names = [exercise.name for exercise in lab.exercises]
    problems = [f"the exercise {name} is listed twice" for name in names if names.count(name) > 1]
    known: list[Check | Misconception | Variant] = [*lab.visible, *lab.hidden, *lab.misconceptions, *lab.variants]
    problems += [
        f"{each.name} is for {each.exercise}, which lab.toml does not list"
        for each in known
        if each.exercise not in names
    ]
    for exercise in lab.exercises:
        before = names[: names.index(exercise.name)]
        problems += [
            f"{exercise.name} uses {used}, which does not come before it"
            for used in exercise.uses
            if used not in before
        ]
        checks = [check for check, _ in lab.checks(exercise.name)]
        problems += _check_problems(exercise, checks, lab.complete)
    if problems:
        raise LabError(f"{lab.folder}: " + "; ".join(problems) + ".")


def _check_problems(exercise: Exercise, checks: list[Check], complete: bool) -> Iterator[str]:
    seen: set[str] = set()
    for check in checks:
        if check.name in seen:
            yield f"{exercise.name} has two checks {check.name}"
        if check.needs is not None and check.needs not in seen:
            yield f"{check.name} needs {check.needs}, which does not come before it"
        seen.add(check.name)
    total = sum(check.points for check in checks)
    if complete and abs(total - exercise.points) > 1e-9:
        yield f"{exercise.name} has {exercise.points:g} points, but its checks have {total:g} together"


def files_of(folder: Path) -> list[Path]:
    """All files of one half of a lab, in order; caches of the interpreter left out."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def _fingerprint(folders: list[Path]) -> str:
    """SHA-256 over the names and contents of all files of a lab."""
    digest = hashlib.sha256()
    for half, folder in enumerate(folders):
        for path in files_of(folder):
            content = path.read_bytes()
            digest.update(b"%d\0%s\0%d\0" % (half, os.fsencode(path.relative_to(folder)), len(content)))
            digest.update(content)
    return digest.hexdigest()

"""Paths on the command line -> what each student handed in, attempt by attempt."""

from __future__ import annotations

import datetime as dt
import os
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Literal

from autograder.find import search
from autograder.lms.archive import Bundle, is_archive, open_bundle
from autograder.lms.errors import LmsError
from autograder.lms.handed import Attempt, Attempts, Handed, Roll
from autograder.lms.layouts import Layout, Piece, recognised
from autograder.lms.trees import gradescope, nbgrader
from autograder.lms.unpacking import attempts_in
from autograder.submissions import SUFFIXES, Found, digest

Source = Literal["auto", "moodle", "canvas", "blackboard", "brightspace", "gradescope", "nbgrader", "plain"]


@dataclass
class Intake:
    """What was found in the paths; each text is for the instructor."""

    handed: Roll
    recognised: list[str] = field(default_factory=list[str])
    passed_over: list[str] = field(default_factory=list[str])


@dataclass
class _Students:
    """Everybody's attempts so far, as places in a list that is a file; students by their key, with their names."""

    attempts: Attempts
    names: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    first: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    others: dict[tuple[str, str], list[int]] = field(default_factory=dict[tuple[str, str], list[int]])

    def add(self, key: tuple[str, str], name: str, attempt: Attempt) -> None:
        """Add an attempt of a student, who is called as the first attempt said."""
        if key in self.names:
            self.others.setdefault(key, []).append(len(self.attempts))
        else:
            self.names[key], self.first[key] = name, len(self.attempts)
        self.attempts.append(attempt)

    def all_of(self, key: tuple[str, str]) -> list[Attempt]:
        """A student's attempts, as they came."""
        return [self.attempts[place] for place in (self.first[key], *self.others.get(key, ()))]


def take_in(
    paths: Iterable[Path],
    lab: str,
    scratch: Path,
    source: Source = "auto",
    where: dt.tzinfo | None = None,
    out: Path | None = None,
) -> Intake:
    """Find everybody's submissions; times without a zone are in `where`, and what lies in `out` is nobody's.

    `LmsError` for an archive that is none, or a path that leads nowhere.
    """
    intake = Intake(Roll(scratch))
    plain: list[Path] = []
    students = _Students(Attempts(scratch))
    for path in paths:
        is_zip = path.is_file() and (path.suffix.lower() == ".zip" or _is_zip(path))
        _demand_readable(path, is_zip=is_zip, out=out)
        if not is_zip and (source == "plain" or not path.is_dir()):
            plain.append(path)
            continue
        with open_bundle(path) as bundle:
            if _is_below(out, path):
                bundle.members[:] = [m for m in bundle.members if m.path is None or not _is_below(m.path, out)]
            layout = _layout(bundle, lab, source)
            if layout is None and not is_zip:
                plain.append(path)
                continue
            layout = layout or _plain_layout(bundle, intake)
            intake.recognised.append(f"{path}: {layout.title}, {len({p.id for p in layout.pieces})} students.")
            intake.recognised += [f"{path}: {note}" for note in layout.notes]
            intake.passed_over += [f"{path}: {name} was passed over: {why}." for name, why in bundle.skipped]
            intake.passed_over += [f"{path}: {name} was passed over: {why}." for name, why in layout.left_over]
            pieces = dict(enumerate(layout.pieces))
            layout = replace(layout, pieces=())
            for key, student, attempt in attempts_in(bundle, layout, pieces, lab, scratch, where):
                students.add(key, student, attempt)
    for each in _in_plain_folders(plain, out, intake):
        students.add(("plain", each.student), each.student, Attempt(each))
    intake.handed = Roll(scratch, _handed(students))
    return intake


def _in_plain_folders(paths: list[Path], out: Path | None, intake: Intake) -> Iterator[Found]:
    """Whose files lie in folders that are no LMS's, results aside; `intake` is told what was passed over."""
    found, ignored = search(paths)
    results_among_them = any(_is_below(out, path) for path in paths)
    if results_among_them:
        ignored = [path for path in ignored if not _is_below(path, out)]
    intake.passed_over += [f"{path} was passed over: {_why(path)}." for path in ignored]
    for each in found:
        if results_among_them:
            each = replace(each, paths=tuple(p for p in each.paths if not _is_below(p, out)))
        if each.paths:
            yield each


def _demand_readable(path: Path, *, is_zip: bool, out: Path | None) -> None:
    """Refuse a path that would make a student of a slip of the pen. What may be somebody's notebook is told later."""
    if path.suffix.lower() not in SUFFIXES and not os.path.lexists(path):
        raise LmsError(f"{path} does not exist. Is the path right, or has the file moved?")
    if is_archive(path.name) and path.is_file() and not is_zip:
        raise LmsError(f"{path} is an archive that is not read. Unpack it and give the folder, or make a zip of it.")
    if out is not None and os.path.realpath(path) == os.path.realpath(out):
        raise LmsError(f"{path} holds the submissions; results among them would be taken for some. Name another -o.")


def _is_below(path: Path | None, folder: Path | None) -> bool:
    """Whether one lies in the other."""
    if path is None or folder is None:
        return False
    return Path(os.path.realpath(folder)) in Path(os.path.realpath(path)).parents


def _why(path: Path) -> str:
    if is_archive(path.name):
        return "it is an archive, and those in folders are not opened; give it to the command itself"
    return "it is neither a notebook (.ipynb) nor a Python file (.py)"


def _is_zip(path: Path) -> bool:
    return path.suffix.lower() not in SUFFIXES and zipfile.is_zipfile(path)


def _layout(bundle: Bundle, lab: str, source: Source) -> Layout | None:
    if source == "plain":
        return None
    layout = None
    if source in ("auto", "gradescope"):
        layout = gradescope(bundle, asked=source == "gradescope")
    if layout is None and source in ("auto", "nbgrader"):
        layout = nbgrader(bundle, lab, asked=source == "nbgrader")
    if layout is None:
        layout = recognised(bundle, "" if source == "auto" else source)
    if layout is None and source != "auto":
        raise LmsError(f"{bundle.path} does not look like what {source.capitalize()} makes. Leave --from away?")
    return layout


def _plain_layout(bundle: Bundle, intake: Intake) -> Layout:
    """A zip of a plain folder: a student is known by the file, or by the folder that it lies in."""
    names = {member: member.name for member in bundle.members}
    tops = {name.partition("/")[0] for name in names.values()}
    notebooks = sum(name.lower().endswith(SUFFIXES) for name in names.values())
    wrapped = len(tops) == 1 and all("/" in name for name in names.values())
    if wrapped and (notebooks > 1 or tops == {bundle.path.stem}):  # a folder around all of them
        names = {member: name.partition("/")[2] for member, name in names.items()}
    pieces: list[Piece] = []
    left: list[tuple[str, str]] = []
    for member, name in names.items():
        path = PurePosixPath(name)
        alone = len(path.parts) == 1
        if any(part.startswith(".") and not part.startswith("..") for part in path.parts):
            continue
        if alone and not any(suffix in name.lower() for suffix in SUFFIXES):  # hw.ipynb.txt is somebody's notebook
            left.append((member.name, member.refused or "it is neither a notebook (.ipynb) nor a Python file (.py)"))
            continue
        student = path.stem if alone else path.parts[0]
        pieces.append(Piece(student, student, student, "", name if alone else name.partition("/")[2], member))
    return Layout("plain", "a plain folder", tuple(pieces), tuple(left))


def _handed(students: _Students) -> Iterator[Handed]:
    """Everybody's attempts in order of time, by name, under names that differ."""
    keys: dict[str, tuple[str, str]] = {}
    for key in sorted(students.names):
        name = students.names[key]
        while name in keys:
            name = f"{name} [{key[0]}]"
        keys[name] = key
    for name, key in sorted(keys.items()):
        ordered = _ordered(name, students.all_of(key))
        yield Handed(name, tuple(replace(a, found=replace(a.found, student=name)) for a in ordered))


def _ordered(student: str, attempts: list[Attempt]) -> list[Attempt]:
    """Attempts in order of time; where that is not known, the same file counts once and different ones are a tie."""
    if len(attempts) == 1:
        return attempts
    if all(attempt.submitted is not None for attempt in attempts):
        return sorted(attempts, key=lambda attempt: attempt.submitted.timestamp() if attempt.submitted else 0.0)
    different = {digest(attempt.found) or attempt.found.file: attempt for attempt in attempts}
    if len(different) == 1:
        return [attempts[-1]]
    why = f"{len(different)} submissions are {student}'s, and none says when it was handed in. Keep one."
    return [replace(attempts[-1], found=replace(attempts[-1].found, refused=why))]

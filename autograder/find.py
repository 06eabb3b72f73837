"""Files and folders -> each student's files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from autograder.submissions import SUFFIXES, Found, speakable


def find(paths: Iterable[Path]) -> tuple[list[Found], list[Path]]:
    """Students' files in the given files and folders, by name, and the files that were passed over (see `search`)."""
    found, passed_over = search(paths)
    return list(found), passed_over


def search(paths: Iterable[Path]) -> tuple[Iterator[Found], list[Path]]:
    """The same as `find`, but for students who come one by one: a class may be large.

    A file is its student's by its stem. In a folder, a file in a subfolder is the subfolder's student's; a single
    notebook there counts, whatever lies beside it. Hidden files, checkpoints, caches and READMEs are passed over in
    silence. What cannot be graded but is surely a student's is kept, as is a path that does not exist: `read` tells.
    """
    students: dict[str, list[str]] = {}  # a path as text is a quarter of one
    ignored: dict[str, list[Path]] = {}
    for path in paths:
        is_folder = os.path.isdir(path)  # unlike Path.is_dir, never raises
        for student, place in _members(path) if is_folder else [(path.stem, str(path))]:
            name, member = speakable(student), Path(place)
            if member.suffix.lower() in SUFFIXES or not is_folder:
                students.setdefault(name, []).append(place)
            elif not member.name.upper().startswith("README"):
                ignored.setdefault(name, []).append(member)
    return _found(students, ignored), [path for files in ignored.values() for path in files]


def _found(students: dict[str, list[str]], ignored: Mapping[str, list[Path]]) -> Iterator[Found]:
    """Everybody by name: whoever has a file that can be graded, or surely handed in another one."""
    for student in sorted({*students, *ignored}):
        if student in students:
            yield Found(student, _one_notebook(_distinct(students.pop(student))))
        elif any(_is_surely_handed_in(path, student) for path in ignored[student]):
            yield Found(student, tuple(ignored[student]))


def _distinct(places: Sequence[str]) -> list[Path]:
    """The paths that lead to different files."""
    files: dict[str, str] = {}
    for place in places:
        files.setdefault(os.path.realpath(place) if len(places) > 1 else place, place)  # also for links in a circle
    return [Path(place) for place in files.values()]


def _one_notebook(files: list[Path]) -> tuple[Path, ...]:
    """A notebook with its helpers beside it, in a folder of the student's own, is one submission: the notebook."""
    notebooks = [path for path in files if path.suffix.lower() == ".ipynb"]
    together = len({path.parent for path in notebooks}) == 1 and all(notebooks[0].parent in p.parents for p in files)
    return tuple(notebooks) if len(notebooks) == 1 and together else tuple(files)


def _is_surely_handed_in(path: Path, student: str) -> bool:
    """Whether a file of another kind is a student's: in the student's folder, or with a notebook's name in its own."""
    return path.stem != student or any(suffix in path.name.lower() for suffix in SUFFIXES)


def _members(folder: Path) -> Iterator[tuple[str, str]]:
    """The files below a folder in order, each with the student whose it is; links to folders are not followed."""
    waiting = [""]
    while waiting:
        name = waiting.pop()
        place = os.path.join(folder, name)
        if not os.path.isdir(place):
            first, below, _ = name.partition(os.sep)
            yield first if below else Path(name).stem, place
        elif not name or not os.path.islink(place):
            inside = sorted(_listed(place), reverse=True)
            waiting += [os.path.join(name, part) for part in inside if not _is_hidden(part)]


def _listed(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []  # it may not be read, or was taken away just now


def _is_hidden(name: str) -> bool:
    """A name may well start with two dots; a single one marks checkpoints and what systems leave behind."""
    return (name[0] == "." and name[:2] != "..") or name == "__pycache__"

"""Copies of a lab's files, of what students may see or of all of it."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator
from pathlib import Path

from autograder.labs import Lab
from autograder.release.errors import ReleaseError

HALVES = ("assignments", "solutions")


def copy_lab(lab: Lab, course: Path, folder: Path) -> None:
    """Copy a lab, secrets included, into a course folder of its own."""
    for half in HALVES:
        copy_half(course / half / lab.name, folder / half / lab.name)


def copy_half(source: Path, folder: Path, leave_out: Collection[str] = ()) -> None:
    """Copy one half of a lab, without hidden files, caches, and the files at its top named in `leave_out`.

    Raises `ReleaseError` for a link: what it leads to might be given away.
    """
    for path in _files(source):
        place = path.relative_to(source)
        if str(place) not in leave_out:
            target = folder / place
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def _files(source: Path) -> Iterator[Path]:
    for path in sorted(source.rglob("*")):
        if any(part.startswith(".") or part == "__pycache__" for part in path.relative_to(source).parts):
            continue
        if path.is_symlink():
            raise ReleaseError(f"{path} is a link, and what it leads to might be given away. Put the file there.")
        if path.is_file():
            yield path

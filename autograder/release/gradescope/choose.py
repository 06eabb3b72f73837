"""Which of the files that a student has uploaded is graded. File names are hostile input; nothing is opened here."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from autograder.submissions import SUFFIXES, Found, SubmissionError, speakable

MAX_FILES = 2000
"""Folders included."""
MAX_DEPTH = 30
STUDENT = "submission"
"""One submission is graded at a time, and Gradescope knows whose it is."""
LISTED = 8


def choose(folder: Path, lab: str) -> tuple[Found, str]:
    """The file to grade, and a sentence that names it; `SubmissionError` if that is not one file.

    It is the one named like the lab, else the only notebook, else the only Python file, in whatever subfolder.
    """
    files = list(_files(folder))
    mine = [path for path in files if path.suffix.lower() in SUFFIXES]
    for wanted in (
        [path for path in mine if path.name.lower() == f"{lab}.ipynb".lower()],
        [path for path in mine if path.name.lower() == f"{lab}.py".lower()],
        [path for path in mine if path.suffix.lower() == ".ipynb"],
        mine,
    ):
        if len(wanted) == 1:
            return Found(STUDENT, (wanted[0],)), f"Graded: {_names(folder, wanted)}."
        if wanted:
            raise SubmissionError(
                f"There are {len(wanted)} files that could be meant: {_names(folder, wanted)}. "
                f"Hand in one file, named {lab}.ipynb."
            )
    there = (
        f"There is only {_names(folder, files)}."
        if files
        else "Nothing has arrived (links and hidden files do not count)."
    )
    raise SubmissionError(
        f"There is no notebook (.ipynb) and no Python file (.py) to grade. {there} Hand in {lab}.ipynb."
    )


def _files(folder: Path) -> Iterator[Path]:
    """Regular files, by name; hidden ones and what systems leave in archives are passed over."""
    count = 0
    for place, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not _is_litter(name))
        count += len(folders) + len(names)
        if count > MAX_FILES:
            raise SubmissionError(f"More than {MAX_FILES} files were handed in. Hand in the notebook alone.")
        if folders and len(Path(place).relative_to(folder).parts) >= MAX_DEPTH:
            raise SubmissionError(f"There are folders in folders, {MAX_DEPTH} deep. Hand in the notebook alone.")
        for name in sorted(names):
            path = Path(place, name)
            if not _is_litter(name) and path.is_file() and not path.is_symlink():
                yield path


def _is_litter(name: str) -> bool:
    return name.startswith(".") or name in ("__MACOSX", "__pycache__")


def _names(folder: Path, files: list[Path]) -> str:
    shown = [speakable(str(path.relative_to(folder)))[:100] for path in files[:LISTED]]
    return ", ".join(shown) + (f" and {len(files) - LISTED} more" if len(files) > LISTED else "")

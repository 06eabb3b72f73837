"""Reading what a student handed in: as hostile as ever, and still to be shown by nbgrader.

Instead of nbformat, which takes a notebook as it comes, this keeps what is shown and marked, cell by cell: source,
tags, pasted pictures, and what nbgrader notes. Outputs are dropped; nobody runs the cells that would make new ones.
"""

# pyright: reportMissingTypeStubs=false

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec
import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry

from autograder.release.nbgrader.course_labs import CourseLabs, course_directory
from autograder.submissions import Found, SubmissionError, fetch, parse

T = TypeVar("T")


class NotGraded(Exception):
    """A submission has no mark, and why: nbgrader reports it and goes on with the next one."""


class _Cell(msgspec.Struct):
    cell_type: str
    source: str | list[str] = ""
    metadata: Any = None
    attachments: Any = None


class _Notebook(msgspec.Struct):
    cells: list[_Cell]


class SubmissionExporter(NotebookExporter):
    """nbgrader's way from a submitted file to the autograded one, for labs; other notebooks go the stock way."""

    def from_filename(self, filename: str, resources: Any = None, **options: Any) -> Any:
        """Convert a notebook; `NotGraded` says why a submission cannot be graded."""
        about = resources["nbgrader"]
        if CourseLabs(parent=self).settings(about["assignment"], about["notebook"]) is None:
            return super().from_filename(filename, resources, **options)
        path = Path(filename)
        if path == submitted(self, about):
            forget_marks(about)
            drop_links(self, about)
            try:
                parse(fetch(Found(about["student"], (path,))))
            except SubmissionError as why:
                raise NotGraded(f"{about['student']} has no mark: {why}") from None
        return self.from_notebook_node(notebook(path.read_bytes()), resources, **options)


def submitted(part: Any, about: dict[str, str]) -> Path:
    """The file that a student handed in."""
    course = course_directory(part)
    folder = course.format_path(course.submitted_directory, about["student"], about["assignment"])
    return Path(folder) / f"{about['notebook']}.ipynb"


def drop_links(part: Any, about: dict[str, str]) -> None:
    """Remove what nbgrader has copied for links among a student's files: it would come back to the student as feedback.

    A link can name any file that the instructor may read, such as the hidden checks.
    """
    course = course_directory(part)
    copies = Path(course.format_path(course.autograded_directory, about["student"], about["assignment"]))
    handed_in = submitted(part, about).parent
    for folder, _, files in os.walk(handed_in):
        for name in files:
            path = Path(folder, name)
            if path.is_symlink():
                (copies / path.relative_to(handed_in)).unlink(missing_ok=True)


def forget_marks(about: dict[str, str]) -> None:
    """Take back the points that the autograder gave to an earlier file: a mark is this file's, or there is none."""
    with Gradebook(about["db_url"]) as gradebook:
        try:
            found: Any = gradebook.find_submission_notebook(about["notebook"], about["assignment"], about["student"])
        except MissingEntry:
            return
        for grade in found.grades:
            grade.auto_score, grade.needs_manual_grade = None, True
        gradebook.db.commit()


def notebook(data: bytes) -> NotebookNode:
    """A notebook (format 4) without anything that nobody asks for; `data` has been read as a submission before."""
    parsed = msgspec.convert(json.loads(data.decode("utf-8-sig")), _Notebook)
    return cast(Any, nbformat).from_dict(
        {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {"language_info": {"name": "python"}},  # the kernel is the gradebook's business
            "cells": [_shown(cell, f"cell-{number}") for number, cell in enumerate(parsed.cells)],
        }
    )


def _shown(cell: _Cell, id: str) -> dict[str, Any]:
    """What is kept of a cell, in the form that notebook files have."""
    kind = cell.cell_type if cell.cell_type in ("code", "markdown") else "raw"
    shown: dict[str, Any] = {"id": id, "cell_type": kind, "source": _speakable("".join(cell.source)), "metadata": {}}
    given = _typed(cell.metadata, dict[str, Any])
    if tags := _tags(given.get("tags")):
        shown["metadata"]["tags"] = tags
    noted = {key: _plain(value) for key, value in _typed(given.get("nbgrader"), dict[str, Any]).items()}
    if noted := {_speakable(key): value for key, value in noted.items() if value is not None}:
        shown["metadata"]["nbgrader"] = noted
    if kind == "code":
        shown |= {"outputs": [], "execution_count": None}
    elif kind == "markdown" and (pictures := _typed(cell.attachments, dict[str, dict[str, str]])):
        shown["attachments"] = {
            _speakable(name): {_speakable(form): _speakable(text) for form, text in forms.items()}
            for name, forms in pictures.items()
        }
    return shown


def _tags(value: Any) -> list[str]:
    """The tags that notebook files may hold: each once, and none with a comma."""
    listed = cast("list[Any]", value) if isinstance(value, list) else []
    tags = dict.fromkeys(_speakable(tag) for tag in listed if isinstance(tag, str))
    return [tag for tag in tags if tag and "," not in tag]


def _plain(value: Any) -> str | float | int | None:
    """A value that nbgrader notes on a cell; None for any other."""
    if isinstance(value, str):
        return _speakable(value)
    return value if isinstance(value, float | int) else None


def _typed(value: Any, kind: type[dict[str, T]]) -> dict[str, T]:
    """A part of a notebook, if it is what it should be; empty if not."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return {}


def _speakable(text: str) -> str:
    """A text that can be written as UTF-8: JSON may hold half a character."""
    return text.encode("utf-8", "replace").decode("utf-8")

"""The part of a lab's text that belongs to an exercise: its section up to the stub, as the student was given it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec
from markupsafe import Markup

from autograder.feedback import markdown
from autograder.labs import Lab

MARKER = re.compile(r"^# %%(?P<options>.*)$", re.MULTILINE)
HEADING = re.compile(r"^##? +(?P<title>.+)$", re.MULTILINE)
POINTS = re.compile(r" *\([0-9.]+ points?\)$")
DEEPER = 1
"""Levels by which the headings of a section are lowered: it stands below the exercise's own."""


@dataclass(frozen=True)
class Lesson:
    """A section's title, without its points, and its text up to the stub, in Markdown."""

    title: str
    text: str


class _Cell(msgspec.Struct):
    cell_type: str
    source: str | list[str] = ""


class _Notebook(msgspec.Struct):
    cells: list[_Cell] = []


def lessons(lab: Lab) -> dict[str, Lesson]:
    """The lesson of each exercise that the lab's notebook has a stub for; none if there is no notebook."""
    names = ("notebook", lab.name)  # what students are given is named after the lab
    return _lessons(lab.folder, names, lab.sha256, tuple(exercise.name for exercise in lab.exercises))


def as_html(lesson: Lesson) -> Markup:
    """The text of a lesson as HTML with formulas as MathML, and without links: it asks nobody for anything."""
    return markdown.as_html(lesson.text, deeper=DEEPER)


@lru_cache(maxsize=64)
def _lessons(folder: Path, names: tuple[str, ...], sha256: str, exercises: tuple[str, ...]) -> dict[str, Lesson]:
    found: dict[str, Lesson] = {}
    title, text = "", list[str]()
    for is_markdown, source in _cells(folder, names):
        if is_markdown:
            start = 0
            for heading in HEADING.finditer(source):
                text.append(source[start : heading.start()])
                title, text, start = POINTS.sub("", heading["title"].strip()), [], heading.end()
            text.append(source[start:])
            continue
        for name in exercises:
            if title and name not in found and re.search(rf"^def {re.escape(name)}\(", source, re.MULTILINE):
                found[name] = Lesson(title, "\n\n".join(part.strip() for part in text if part.strip()))
    return found


def _cells(folder: Path, names: Sequence[str]) -> Iterator[tuple[bool, str]]:
    """Whether each cell is Markdown, and its text; of the first notebook there is, as jupytext or Jupyter write it."""
    paths = [folder / f"{name}.{form}" for name in names for form in ("py", "ipynb")]
    path = next((path for path in paths if path.is_file()), None)
    if path is None:
        return
    try:
        text = path.read_text(encoding="utf-8")
        cells = msgspec.convert(json.loads(text), _Notebook).cells if path.suffix == ".ipynb" else []
    except (OSError, ValueError, RecursionError):  # it may be a student's own, and anything
        return
    pieces = MARKER.split(text) if path.suffix == ".py" else []
    for options, source in zip(pieces[1::2], pieces[2::2], strict=True):
        is_markdown = "[markdown]" in options
        yield is_markdown, re.sub(r"^# ?", "", source, flags=re.MULTILINE) if is_markdown else source
    for cell in cells:
        yield cell.cell_type == "markdown", "".join(cell.source)

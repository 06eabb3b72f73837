"""A notebook or a .py file -> `Submission`. Everything here is hostile input, and none of it is executed or compiled.

A file's bytes are capped, a notebook goes through `json.loads` into typed structs and no further; magics, syntax and
the code itself are the business of the student's own process.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

MAX_FILE_BYTES = 64 << 20
"""A notebook with many stored pictures stays below this."""
MAX_CODE_BYTES = 512 << 10
"""All code cells together; nobody writes that much."""
MAX_CELLS = 5000
MAX_CONTAINERS = 3_000_000
"""Lists and tables in a notebook: a file of the largest size could hold ten times as many, and take gigabytes."""
SUFFIXES = (".ipynb", ".py")

# "# %%time" is a magic that jupytext commented out
_MARKER = re.compile(r"^#\s*(?:%%(?!\w)(?P<percent>.*)|In\[[ \d]*\]:?)\s*$")
_NOT_CODE = re.compile(r"\[\s*(?:markdown|md|raw)\s*\]")
# control characters, changes of writing direction, and surrogates: bytes of a file name that are no valid text
_UNSPEAKABLE = re.compile("[\0-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_TAGS = re.compile(r"tags\s*=\s*\[([^\]]*)\]")


class SubmissionError(Exception):
    """A file is no submission; the text names the file, the cause and the mend."""

    def __init__(self, text: str) -> None:
        super().__init__(speakable(text))


@dataclass(frozen=True)
class Cell:
    """Code of a submission: its place as students know it, its text, and the number of its first line there."""

    place: str
    source: str
    first_line: int = 1


@dataclass(frozen=True)
class Submission:
    """What one student handed in; cells tagged `demo` are left out, they only draw."""

    student: str
    file: str
    sha256: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A student's file, not read yet; several files if they claim the same name."""

    student: str
    paths: tuple[Path, ...]
    refused: str = ""
    """Why it is not read, if whoever found it knows already."""

    @property
    def file(self) -> str:
        """The (first) file's name, as text that can stand in reports."""
        return speakable(self.paths[0].name)


@dataclass(frozen=True, slots=True)
class SubmittedFile:
    """The bytes of a student's file, not looked into yet: they may travel to another process or machine."""

    student: str
    file: str
    data: bytes


class _RawCell(msgspec.Struct):
    cell_type: str
    source: str | list[str] = ""
    metadata: Any = None


class _RawNotebook(msgspec.Struct):
    nbformat: int
    cells: list[_RawCell]
    metadata: Any = None


def fetch(found: Found) -> SubmittedFile:
    """The one file of a student, or why it cannot be graded."""
    path, *others = found.paths
    if found.refused:
        raise SubmissionError(found.refused)
    if others:
        listed = ", ".join("/".join(each.parts[-2:]) for each in found.paths)
        raise SubmissionError(f"{len(found.paths)} files are {found.student}'s: {listed}. Keep one, or rename them.")
    return SubmittedFile(found.student, found.file, contents(path))


def parse(given: SubmittedFile) -> Submission:
    """Look into a student's file, or say why it cannot be graded."""
    path, data = Path(given.file), given.data
    cells = _notebook_cells(path, data) if path.suffix.lower() == ".ipynb" else _script_cells(path, data)
    if not cells:
        raise SubmissionError(
            f"{path.name} holds no code that is graded. Was it saved before it was handed in, and is it the right file?"
        )
    if len(cells) > MAX_CELLS or sum(map(_size, cells)) > MAX_CODE_BYTES:
        raise SubmissionError(
            f"{path.name} holds more code than any answer needs ({len(cells)} cells). Is it the right file?"
        )
    return Submission(given.student, given.file, hashlib.sha256(data).hexdigest(), tuple(cells))


def read(found: Found) -> Submission:
    """Read the one file of a student, or say why it cannot be graded."""
    return parse(fetch(found))


def digest(found: Found) -> str | None:
    """SHA-256 of a student's file, as in the submission that is read from it; None if it cannot be read."""
    try:
        alone = len(found.paths) == 1 and not found.refused
        return hashlib.sha256(contents(found.paths[0])).hexdigest() if alone else None
    except SubmissionError:
        return None


def speakable(text: str) -> str:
    """The text of a file name without what no report or terminal can bear."""
    return _UNSPEAKABLE.sub("�", text)


def _size(cell: Cell) -> int:
    return len(cell.source.encode("utf-8", "surrogatepass"))


def contents(path: Path) -> bytes:
    """The bytes of a submitted file; `SubmissionError` for what is no regular file of the right kind and size."""
    if os.path.islink(path):  # unlike Path.is_symlink, never raises
        raise SubmissionError(f"{path.name} is a link to another file. Hand in the file itself.")
    if path.suffix.lower() not in SUFFIXES:
        raise SubmissionError(f"{path.name} is neither a notebook (.ipynb) nor a Python file (.py).")
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise SubmissionError(f"{path.name} is not a regular file.")
        if status.st_size > MAX_FILE_BYTES:
            raise SubmissionError(
                f"{path.name} has {status.st_size >> 20} MB; at most {MAX_FILE_BYTES >> 20} MB are read. "
                f"Clear the notebook's outputs and save it again."
            )
        return path.read_bytes()
    except OSError as problem:
        raise SubmissionError(f"{path.name} cannot be read: {problem.strerror or problem}.") from None


def _text(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SubmissionError(f"{path.name} is not UTF-8 text. Save it again as UTF-8.") from None


def _notebook_cells(path: Path, data: bytes) -> list[Cell]:
    text = _text(path, data)
    if not text.strip():
        raise SubmissionError(f"{path.name} is empty. Save the notebook and hand it in again.")
    if text.count("[") + text.count("{") > MAX_CONTAINERS:
        raise SubmissionError(
            f"{path.name} has more than {MAX_CONTAINERS // 1_000_000} million brackets, most of them in outputs. Clear "
            f"all outputs in Jupyter, save, and hand it in again."
        )
    try:
        notebook = msgspec.convert(json.loads(text), _RawNotebook)
    except msgspec.ValidationError as problem:
        raise SubmissionError(
            f"{path.name} is not a notebook of format 4: {problem}. Open it in a current Jupyter and save it again."
        ) from None
    except (ValueError, RecursionError) as problem:
        raise SubmissionError(
            f"{path.name} is not a notebook: {_reason(problem)}. Save it from Jupyter again."
        ) from None
    if notebook.nbformat != 4:
        raise SubmissionError(
            f"{path.name} has notebook format {notebook.nbformat}; format 4 is read. "
            f"Open it in a current Jupyter and save it again."
        )
    language = _language(notebook.metadata)
    if language.lower() not in ("python", "python3", "ipython", ""):
        raise SubmissionError(f"{path.name} is a notebook in {language}. The answers are wanted in Python.")
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    sources = ["".join(cell.source) for cell in code]
    return [
        Cell(f"code cell {number}", source)
        for number, (cell, source) in enumerate(zip(code, sources, strict=True), start=1)
        if source.strip() and "demo" not in _tags(cell.metadata)
    ]


def _reason(problem: Exception) -> str:
    return "it is nested too deeply" if isinstance(problem, RecursionError) else f"its JSON is broken ({problem})"


def _language(metadata: Any) -> str:
    """The language that a notebook says it is in, empty if it does not."""
    for part in ("language_info", "kernelspec"):
        about = metadata.get(part) if isinstance(metadata, dict) else None  # pyright: ignore
        name = about.get("name" if part == "language_info" else "language") if isinstance(about, dict) else None  # pyright: ignore
        if isinstance(name, str):
            return speakable(name)[:40]
    return ""


def _tags(metadata: Any) -> Sequence[Any]:
    tags = metadata.get("tags") if isinstance(metadata, dict) else None  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
    return tags if isinstance(tags, list) else ()  # pyright: ignore[reportUnknownVariableType]


def _script_cells(path: Path, data: bytes) -> list[Cell]:
    """Cells of a .py file: at the markers of the percent format (or of an exported notebook), else one in all."""
    cells: list[Cell] = []
    lines: list[str] = []
    first, code = 1, True

    def close() -> None:
        if code and any(line.strip() and not line.lstrip().startswith("#") for line in lines):
            cells.append(Cell(speakable(path.name), "\n".join(lines) + "\n", first))

    # not splitlines, which takes form feeds and separators inside of a string for ends of lines
    for number, line in enumerate(re.split(r"\r\n|\r|\n", _text(path, data)), start=1):
        marker = _MARKER.match(line)
        if marker is None:
            lines.append(line)
            continue
        close()
        options = marker["percent"] or ""
        tags = _TAGS.search(options)
        demo = tags is not None and re.search(r"""["']demo["']""", tags[1]) is not None
        lines, first, code = [], number + 1, not demo and not _NOT_CODE.search(options)
    close()
    return cells

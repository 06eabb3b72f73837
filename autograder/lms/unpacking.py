"""A bundle of files and its layout -> the attempts in it.

A zip is read member by member; what is to be graded goes into a scratch folder under names that we choose ourselves.
"""

from __future__ import annotations

import datetime as dt
import secrets
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from autograder.lms.archive import Bundle
from autograder.lms.errors import LmsError
from autograder.lms.handed import Attempt
from autograder.lms.layouts import Layout, Piece
from autograder.lms.times import localised
from autograder.report import Origin
from autograder.submissions import SUFFIXES, Found

LONGEST_FILE_NAME = 200


def attempts_in(
    bundle: Bundle, layout: Layout, given: dict[int, Piece], lab: str, scratch: Path, where: dt.tzinfo | None
) -> Iterator[tuple[tuple[str, str], str, Attempt]]:
    """The attempts in a bundle, of the pieces given: key and name of the student, and what was handed in."""
    for student, when, pieces in _grouped(given):
        handed_in = [piece for piece in pieces if piece.file]
        one, problem = _chosen(handed_in or pieces, lab)
        problem = layout.clashes.get(student, problem)
        submitted = None if when is None else localised(when, where)
        origin = Origin(
            lms=layout.lms,
            id=one.id,
            name=one.name,
            folder=one.folder,
            submitted=submitted.isoformat() if submitted else "",
            marked_late=any(piece.marked_late for piece in pieces),
            keys=one.keys or {},
        )
        found = _unpacked(bundle, one, problem, scratch)
        plain = layout.lms == "plain"
        yield (layout.lms, student), one.student, Attempt(found, submitted, None if plain else origin)


def _grouped(given: dict[int, Piece]) -> Iterator[tuple[str, dt.datetime | None, list[Piece]]]:
    """Student, time and pieces of each attempt; one without a file is a comment, if the student handed in another.

    Pieces are taken out of what is given, which may be much.
    """
    first: dict[tuple[str, dt.datetime | None], int] = {}
    others: dict[tuple[str, dt.datetime | None], list[int]] = {}  # few have several
    for place, piece in given.items():
        if first.setdefault((piece.id, piece.when), place) != place:
            others.setdefault((piece.id, piece.when), []).append(place)
    without = {piece.id for piece in given.values() if not piece.file}
    comments = {piece.id for piece in given.values() if piece.file and piece.id in without}
    for (student, when), place in first.items():
        pieces = [given.pop(each) for each in (place, *others.get((student, when), ()))]
        if student not in comments or any(piece.file for piece in pieces):
            yield student, when, pieces


def _chosen(pieces: Sequence[Piece], lab: str) -> tuple[Piece, str]:
    """The file of an attempt that is graded, or any of them and the reason why none is."""
    gradable = [piece for piece in pieces if piece.file.lower().endswith(SUFFIXES)]
    notebooks = [piece for piece in gradable if piece.file.lower().endswith(".ipynb")]
    for group in (notebooks, gradable):
        named = [piece for piece in group if lab.casefold() in piece.member.file.casefold()]
        for candidates in (group, named):
            if len({piece.member.name for piece in candidates}) == 1:  # twice in the archive: refused when it is read
                return candidates[0], ""
    shown = ", ".join(sorted(piece.file for piece in gradable or pieces)[:10])
    if gradable:
        return gradable[0], f"{len(gradable)} files are {gradable[0].student}'s: {shown}. Keep one, or name it {lab}."
    if not pieces[0].file:
        return pieces[0], "No file was handed in. A notebook (.ipynb) or a Python file (.py) is needed."
    reasons = "; ".join(f"{piece.file}: {piece.member.refused}" for piece in pieces[:10] if piece.member.refused)
    return pieces[0], (
        f"{shown} is neither a notebook (.ipynb) nor a Python file (.py).{f' ({reasons}.)' if reasons else ''}"
    )


def _unpacked(bundle: Bundle, piece: Piece, problem: str, scratch: Path) -> Found:
    """The file where it can be read; nothing is unpacked that will not be."""
    if (path := piece.member.path) is not None:
        refused = problem or (f"{piece.file}: {piece.member.refused}." if piece.member.refused else "")
        return Found(piece.student, (path,), refused)
    name = _file_name(piece.file or piece.member.file)
    if not problem:
        try:
            data = bundle.read(piece.member)
        except LmsError as why:
            problem = f"{piece.file}: {why}."
        else:
            return Found(piece.student, (_written(scratch, name, data),))
    return Found(piece.student, (scratch / name,), problem)


def _written(scratch: Path, name: str, data: bytes) -> Path:
    """A file in a scratch folder of its own; of these there may be too many for one folder."""
    try:
        shelf = scratch / secrets.token_hex(1)
        shelf.mkdir(exist_ok=True)
        path = Path(tempfile.mkdtemp(dir=shelf)) / name
        path.write_bytes(data)
    except OSError as problem:
        raise LmsError(
            f"{scratch} cannot hold the archive's files: {problem.strerror}. Set TMPDIR elsewhere."
        ) from None
    return path


def _file_name(file: str) -> str:
    """The last part of a name, short enough for every file system, with its suffix."""
    path = PurePosixPath(file)
    stem = path.stem.encode("utf-8", "replace")[:LONGEST_FILE_NAME].decode("utf-8", "ignore")
    return (stem or "_") + path.suffix[:10]

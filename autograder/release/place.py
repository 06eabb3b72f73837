"""A folder that is there whole or not at all: it is filled beside its place, and then takes it in one go."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Generator, Iterable
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from autograder.release.errors import ReleaseError
from autograder.release.exchange import exchange

HALF_WRITTEN = ".part"
"""How the names of the hidden folders end that hold what is not yet in its place."""
FILLED, ASIDE = "filled", "aside"
"""In such a folder: what is being filled, and what is whole and must not be lost."""


@dataclass
class Place:
    """The folder to fill; `kept` are the older ones that stand beside the place when all is done."""

    folder: Path
    kept: list[Path]


def refuse_place(folder: Path, course: Path, *, force: bool) -> None:
    """Raise `ReleaseError` if a release may not stand there: it is in use, or the course would be in the way."""
    here, ours, current = _resolved(folder), _resolved(course), Path().resolve()
    for half in ("assignments", "solutions"):
        if here.is_relative_to(ours / half):
            raise ReleaseError(f"{folder} lies in the course's own {half}/. Name a folder elsewhere.")
    if ours.is_relative_to(here):
        raise ReleaseError(f"{folder} holds the course itself. Name a folder of its own, such as {folder / 'release'}.")
    if current.is_relative_to(here):
        raise ReleaseError(f"{folder} holds the folder that you are in, and would be replaced. Name one of its own.")
    try:
        if here.exists() and not here.is_dir():
            raise ReleaseError(f"{folder} is a file. Name a folder.")
        if here.is_dir() and any(here.iterdir()) and not force:
            raise ReleaseError(f"{folder} is not empty. Name another folder, or let it be replaced with --force.")
    except OSError as problem:
        raise _failed(folder, problem) from problem


@contextmanager
def placed(folder: Path) -> Generator[Place]:
    """A folder to fill, beside `folder`; it takes that place when the block ends well, and vanishes if it does not.

    A folder with something in it that stands there is kept, under a name with `.old`. Errors of the file system become
    a `ReleaseError`.
    """
    target = _resolved(folder)
    missing: list[Path] = []
    try:
        missing += [each for each in target.parents if not each.exists()]
        target.parent.mkdir(parents=True, exist_ok=True)
        kept = _sweep(target)
        holder = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}-", suffix=HALF_WRITTEN))
    except OSError as problem:
        _remove_empty(missing)
        raise _failed(folder, problem) from problem
    lock = os.open(holder, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)  # until this process ends, however it ends: nobody sweeps it away before
    place = Place(holder / FILLED, kept)
    try:
        place.folder.mkdir()
        yield place
        place.folder.chmod(0o777 & ~_umask())
        _put(place.folder, target, holder / ASIDE)
        kept += _cleared(holder, target)
    except BaseException as problem:  # Ctrl-C too
        with suppress(OSError):  # the first problem is told; the next release sweeps
            _cleared(holder, target)
        _remove_empty(missing)
        if isinstance(problem, OSError):
            raise _failed(folder, problem) from problem
        raise
    finally:
        os.close(lock)


def _put(filled: Path, target: Path, aside: Path) -> None:
    """Let `filled` stand at `target`; what stood there goes to `aside`. If this fails, all is as it was.

    Who kills this process finds at `target` the old folder or the new one (without `exchange`, in the worst moment
    none), and in `aside` nothing but whole folders.
    """
    if not (target.is_dir() and any(target.iterdir())):
        os.rename(filled, target)
        return
    new = filled.stat().st_ino
    try:
        os.rename(filled, aside)  # and never the old folder at a place that is swept
        if not exchange(aside, target):
            os.rename(aside, filled)
            os.rename(target, aside)
            os.rename(filled, target)
    except BaseException:  # Ctrl-C too: what was there is there again
        if not target.exists():
            os.rename(aside, target)
        elif aside.exists() and aside.stat().st_ino == new:
            os.rename(aside, filled)
        raise


def _sweep(target: Path) -> list[Path]:
    """Remove what releases that were killed have left beside a folder; whole folders among it are kept."""
    ours = re.compile(rf"\.{re.escape(target.name)}-[a-z0-9_]{{8}}{re.escape(HALF_WRITTEN)}")  # as mkdtemp names them
    kept: list[Path] = []
    for left in target.parent.iterdir():
        if ours.fullmatch(left.name):
            with suppress(OSError):  # somebody is filling it, or it is another user's
                descriptor = os.open(left, os.O_RDONLY)
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    kept += _cleared(left, target)
                finally:
                    os.close(descriptor)
    return kept


def _cleared(holder: Path, target: Path) -> list[Path]:
    """Remove a hidden folder; the whole one that was put aside in it, if any, gets a name beside the target."""
    kept: list[Path] = []
    if (holder / ASIDE).is_dir():
        kept.append(_free_name(target))
        os.rename(holder / ASIDE, kept[0])
    shutil.rmtree(holder)
    return kept


def _free_name(target: Path) -> Path:
    """A name for an older folder, beside it."""
    number = 1
    while os.path.lexists(name := target.with_name(f"{target.name}.old{'' if number == 1 else f'-{number}'}")):
        number += 1
    return name


def _remove_empty(folders: Iterable[Path]) -> None:
    """Remove folders that were made for nothing, the innermost first."""
    for folder in folders:
        with suppress(OSError):  # it was not made, or somebody has put something into it
            folder.rmdir()


def _resolved(folder: Path) -> Path:
    """The place that a path leads to."""
    try:
        return folder.resolve()
    except (OSError, RuntimeError) as problem:  # the latter for links in a circle, up to Python 3.12
        raise ReleaseError(f"{folder} leads nowhere: {problem}. Name another folder.") from problem


def _failed(folder: Path, problem: OSError) -> ReleaseError:
    where = f" ({problem.filename})" if problem.filename else ""
    return ReleaseError(f"{folder} was not made: {problem.strerror or problem}{where}. It is as it was before.")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

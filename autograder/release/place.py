"""A folder that is there whole or not at all: it is filled beside its place, and then renamed into it."""

from __future__ import annotations

import fcntl
import glob
import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from autograder.release.errors import ReleaseError

HALF_WRITTEN = ".part"


@dataclass
class Place:
    """The folder to fill, and where the one that stood in its place has gone, if there was one."""

    folder: Path
    aside: Path | None = None


def refuse_place(folder: Path, course: Path, *, force: bool) -> None:
    """Raise `ReleaseError` if a release may not stand there: it is in use, or the course would be in the way."""
    here, ours = folder.resolve(), course.resolve()
    for half in ("assignments", "solutions"):
        if here.is_relative_to(ours / half):
            raise ReleaseError(f"{folder} lies in the course's own {half}/. Name a folder elsewhere.")
    if ours.is_relative_to(here):
        raise ReleaseError(f"{folder} holds the course itself. Name a folder of its own, such as {folder / 'release'}.")
    if here.exists() and not here.is_dir():
        raise ReleaseError(f"{folder} is a file. Name a folder.")
    if here.is_dir() and any(here.iterdir()) and not force:
        raise ReleaseError(f"{folder} is not empty. Name another folder, or let it be replaced with --force.")


@contextmanager
def placed(folder: Path) -> Generator[Place]:
    """A folder to fill, beside `folder`; it takes that place when the block ends well, and vanishes if it does not.

    A folder with something in it that stands there is kept, under a name with `.old`. Errors of the file system become
    a `ReleaseError`.
    """
    target = folder.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target)
        place = Place(Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}-", suffix=HALF_WRITTEN)))
    except OSError as problem:
        raise _failed(folder, problem) from problem
    lock = os.open(place.folder, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)  # until this process ends, however it ends: nobody sweeps it away before
    try:
        yield place
        place.folder.chmod(0o777 & ~_umask())
        if target.is_dir() and any(target.iterdir()):
            aside = _free_name(target)
            os.rename(target, aside)
            place.aside = aside
        os.rename(place.folder, target)
    except BaseException as problem:  # Ctrl-C too
        if place.aside is not None and not target.exists():
            os.rename(place.aside, target)
        if isinstance(problem, OSError):
            raise _failed(folder, problem) from problem
        raise
    finally:
        with suppress(FileNotFoundError):  # it has been renamed
            shutil.rmtree(place.folder)
        os.close(lock)


def _sweep(target: Path) -> None:
    """Remove what releases that were killed have left beside a folder."""
    for left in target.parent.glob(f".{glob.escape(target.name)}-*{HALF_WRITTEN}"):
        with suppress(OSError):
            descriptor = os.open(left, os.O_RDONLY)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(left)
            finally:
                os.close(descriptor)


def _free_name(target: Path) -> Path:
    """A name for an older folder, beside it."""
    number = 1
    while os.path.lexists(name := target.with_name(f"{target.name}.old{'' if number == 1 else f'-{number}'}")):
        number += 1
    return name


def _failed(folder: Path, problem: OSError) -> ReleaseError:
    where = f" ({problem.filename})" if problem.filename else ""
    return ReleaseError(f"{folder} was not made: {problem.strerror or problem}{where}. It is as it was before.")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

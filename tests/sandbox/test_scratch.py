"""The scratch folder: whatever a student's process leaves in it, nothing stays when it is removed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from autograder.sandbox import scratch
from autograder.sandbox.confine import Confinement

NOBODY = 65534


@contextmanager
def without_rights() -> Iterator[None]:
    """Without root's right to go where the modes of files say no; whoever has none already goes on as is."""
    user = os.geteuid()
    os.seteuid(user or NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)


def links(folder: Path) -> None:
    (folder / "door").symlink_to("/")
    (folder / "nowhere").symlink_to("/does/not/exist")
    (folder / "inner").mkdir()
    (folder / "inner" / "round").symlink_to("..")


def deep(folder: Path) -> None:
    here = os.open(folder, os.O_RDONLY)  # no path may be so long
    for _ in range(60):
        os.mkdir("d" * 100, dir_fd=here)
        inner = os.open("d" * 100, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)


def closed(folder: Path) -> None:
    (folder / "closed").mkdir(0)
    inner = folder / "a" / "b" / "closed"
    inner.mkdir(parents=True)
    (inner / "file").touch(0)
    for each in (inner, inner.parent, inner.parent.parent, folder):
        each.chmod(0)


def special(folder: Path) -> None:
    os.mkfifo(folder / "pipe", 0)
    (folder / "file").touch(0)


@pytest.mark.parametrize("fill", [links, deep, closed, special])
def test_nothing_is_left_of_it(fill) -> None:
    with without_rights():
        folder = scratch.make(Confinement())
        assert Path(folder).parent == Path(tempfile.gettempdir())
        fill(Path(folder))
        scratch.remove(Confinement(), folder)
        assert not os.path.lexists(folder)


def test_a_link_in_its_place_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "secret").touch()
    folder = Path(scratch.make(Confinement()))
    folder.rmdir()
    folder.symlink_to(tmp_path)
    scratch.remove(Confinement(), str(folder))
    assert not os.path.lexists(folder)
    assert (tmp_path / "secret").exists()

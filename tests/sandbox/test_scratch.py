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


def much(folder: Path) -> None:
    for number in range(scratch.MAX_FILES + 1):
        (folder / str(number)).touch()


def large(folder: Path) -> None:
    (folder / "file").write_bytes(b"x" * (scratch.MAX_BYTES + 4096))


@pytest.mark.parametrize(
    ("fill", "overfull"), [(links, False), (special, False), (much, True), (large, True), (deep, True), (closed, True)]
)
def test_what_is_too_much_or_hidden_is_noticed(fill, overfull) -> None:
    with without_rights():
        folder = scratch.make(Confinement())
        fill(Path(folder))
        found = scratch.is_overfull(Confinement(), folder)
        scratch.remove(Confinement(), folder)
    assert found == overfull


@pytest.mark.parametrize("link", [Path.symlink_to, Path.hardlink_to])
def test_a_link_in_its_place_leads_nowhere(link) -> None:
    with tempfile.TemporaryDirectory() as outside:  # beside the folder: a hard link stays on its disk
        secret = Path(outside, "secret")
        secret.touch(0o444)
        folder = Path(scratch.make(Confinement()))
        folder.rmdir()
        link(folder, secret if link is Path.hardlink_to else outside)
        scratch.remove(Confinement(), str(folder))
        assert not os.path.lexists(folder)
        assert secret.stat().st_mode & 0o777 == 0o444

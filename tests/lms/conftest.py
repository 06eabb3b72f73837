"""Commands run as an instructor runs them, in this process."""

from __future__ import annotations

import shutil
import sys

import pytest
from conftest import TOY

from autograder import cli


@pytest.fixture
def command(monkeypatch, capsys):
    """Run a command in this process: exit status, standard output, standard error."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["autograder", *map(str, arguments)])
        status = cli.run()
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


@pytest.fixture
def own_course(tmp_path):
    """A course of one's own that a test may change: the toy with a written question."""
    place = tmp_path / "course"
    shutil.copytree(TOY, place, ignore=shutil.ignore_patterns("__pycache__"))
    settings = place / "assignments" / "toy" / "lab.toml"
    settings.write_text(settings.read_text() + '\n[written]\ntitle = "Why is it so?"\npoints = 6\n')
    (place / "solutions" / "toy" / "rubric.md").write_text("# Why?\n\nBecause of **symmetry**.\n")
    return place


@pytest.fixture
def grade(command, tmp_path):
    def run(*arguments, course=TOY, out="out", status=0):
        got, said, told = command("grade", "toy", *arguments, "-o", tmp_path / out, "--course", course)
        assert got == status, told
        return said, told

    return run

"""What a command holds of a class: a name and a few numbers a student, whatever it writes."""

from __future__ import annotations

import gc
import tracemalloc

import pytest
from lms.making import CODE, WRITTEN, folder
from msgspec.structs import replace

from autograder.batch import Grader
from autograder.labs import load_lab
from autograder.lms import command as grading
from autograder.submissions import Found, digest

FEW, MANY = 10, 130
MOST = 2500
"""Bytes a student that a class may take: a tenth of what one result has on the disk."""


@pytest.fixture
def without_grading(monkeypatch, own_course, tmp_path):
    """One file is graded, and all others get its report."""
    (tmp_path / "one.py").write_bytes(CODE)
    with Grader(load_lab(own_course, "toy")) as grader:
        report = grader.grade(Found("one", (tmp_path / "one.py",)))

    def instead(course, lab, left, *others, **more):
        for found in left:
            file = replace(report.submission, sha256=digest(found))
            yield replace(report, student=found.student, submission=file)

    monkeypatch.setattr(grading, "grade_all", instead)


def peak(run):
    """Bytes at most while it runs, in the better of two turns: tables of the interpreter grow now and then."""
    found = []
    for _ in range(2):
        gc.collect()
        tracemalloc.start()
        try:
            run()
            found.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    return min(found)


def test_a_large_class_takes_no_more_memory_than_its_names(without_grading, command, own_course, tmp_path):
    found = {"grade": {}, "report": {}, "regrade": {}}
    for count in (FEW, MANY):
        handed_in = {
            f"student{number:05}.py": CODE + WRITTEN % (b"why" * 300) + b"# %d" % number for number in range(count)
        }
        out, path = tmp_path / f"out{count}", folder(tmp_path / f"class{count}", handed_in)
        commands = {
            "grade": ("grade", "toy", path, "-o", out, "--course", own_course, "--again"),
            "report": ("report", out),
            "regrade": ("regrade", out),
        }
        for name, arguments in commands.items():
            assert command(*arguments)[0] == 0
            found[name][count] = peak(lambda arguments=arguments: command(*arguments))
    grown = {name: (peaks[MANY] - peaks[FEW]) / (MANY - FEW) for name, peaks in found.items()}
    assert {name: bytes_each for name, bytes_each in grown.items() if bytes_each > MOST} == {}

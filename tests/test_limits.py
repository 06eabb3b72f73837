"""A report names the limits that were met, for whoever counts them over a class."""

from __future__ import annotations

from dataclasses import replace

import pytest
from msgspec import structs
from submitting import RIGHT, graded


def test_a_submission_that_keeps_within_its_limits_names_none(toy, worker):
    assert graded(toy, worker, RIGHT).limits == ()


@pytest.mark.parametrize(
    ("instead", "limits"),
    [
        ("while True: pass", ("timeout",)),
        ("raise MemoryError", ("memory",)),
        ("import os; os._exit(1)", ("crash",)),
    ],
)
def test_a_limit_is_named_once_however_often_it_was_met(toy, worker, instead, limits):
    report = graded(toy, worker, RIGHT.replace("return 2 * x", instead).replace("return items[::-1]", instead))
    assert report.limits == limits
    assert report.score < 9


def test_time_that_is_used_up_is_a_limit_of_its_own(toy, worker):
    short = replace(toy, limits=structs.replace(toy.limits, total_seconds=1e-6))
    assert graded(short, worker, RIGHT).limits == ("total",)

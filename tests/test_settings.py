"""What `lab.toml` says beyond what loading a lab tests."""

from __future__ import annotations

import datetime as dt

import pytest

from autograder.settings import read_settings

SMALLEST = 'title = "Mini"\nexercises = [{name = "double", parameters = ["x"], points = 1}]\n'


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-11-22", dt.datetime(2026, 11, 22, 23, 59, 59)),
        ("2026-11-22T12:00:00", dt.datetime(2026, 11, 22, 12)),
        ("2026-11-22T12:00:00Z", dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)),
    ],
)
def test_a_due_date_is_a_time_or_a_day_which_ends_when_it_is_over(tmp_path, written, meant):
    path = tmp_path / "lab.toml"
    path.write_text(f"{SMALLEST}[lateness]\ndue = {written}\n")
    assert read_settings(path).lateness.due == meant

"""What counts in the end: all parts together, less what lateness costs, and nothing while a part is missing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import builders
import pytest

from autograder.lms.settle import Facts, settled
from autograder.report import WrittenMark
from autograder.settings import Lateness, Written

LAB = builders.lab({"swap_units": None})
WITH_QUESTION = replace(LAB, written=Written(title="Why?", points=4.0))
MARKED = WrittenMark(score=2.0, max_score=4.0)
DUE = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
LATE = DUE + dt.timedelta(days=2)


def rule(percent):
    return Lateness(due=DUE, percent_per_day=percent, timezone="UTC")


def test_without_anything_else_the_exercises_count():
    found = settled(builders.report(), LAB, Lateness(), Facts())
    assert (found.status, found.mark, found.max_mark, found.late) == ("graded", 1.5, 3.0, None)


def test_the_written_question_is_waited_for_and_then_added():
    found = settled(builders.report(), WITH_QUESTION, Lateness(), Facts())
    assert (found.status, found.score, found.mark, found.max_mark) == ("awaiting_written", 1.5, None, 7.0)
    found = settled(found, WITH_QUESTION, Lateness(), Facts(written=MARKED))
    assert (found.status, found.score, found.mark) == ("graded", 1.5, 3.5)


def test_lateness_is_of_all_points_and_takes_no_more_than_there_is():
    found = settled(builders.report(), WITH_QUESTION, rule(10), Facts(submitted=LATE, written=MARKED))
    assert (found.late.points, found.mark, found.score) == (1.4, 2.1, 1.5)
    found = settled(builders.report(), LAB, rule(50), Facts(submitted=LATE))
    assert (found.late.points, found.mark) == (3.0, 0.0)


def test_a_rule_that_is_taken_back_gives_the_points_back():
    found = settled(builders.report(), LAB, rule(10), Facts(submitted=LATE))
    assert settled(found, LAB, Lateness(), Facts(submitted=LATE)).mark == 1.5


@pytest.mark.parametrize("status", ["needs_review", "unreadable"])
def test_who_could_not_be_graded_has_no_mark_and_keeps_what_a_person_gave(status):
    report = builders.report(status=status, score=None)
    found = settled(report, WITH_QUESTION, Lateness(), Facts(written=MARKED))
    assert (found.status, found.mark, found.written) == (status, None, MARKED)

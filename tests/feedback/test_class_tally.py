"""The class in numbers: every status, every outcome, and which wrong ideas are worth a word in class."""

from __future__ import annotations

import random
import tracemalloc
from itertools import chain

import msgspec
import pytest
from feedback.classes import MEND_FIRST, check, exercise, large, result, summary

from autograder.feedback.class_page import page_parts
from autograder.feedback.class_spread import spread
from autograder.feedback.class_summary import ClassSummary, Known, json_parts, to_json
from autograder.feedback.class_tally import LONGEST_REASON, Tally, summarise
from autograder.report import Late, WrittenMark


def failing(student, *names, idea="leaves_biases", hint="The biases stayed.", **changes):
    """A student who fails the checks named of `swap_units`, and passes one."""
    checks = [check(name, "failed", idea=idea, hint=hint) for name in names]
    return result(student, exercise("swap_units", check("passes"), *checks), **changes)


def passing(student, **changes):
    return result(student, exercise("swap_units", check("passes"), check("c1")), **changes)


def test_every_status_is_counted_and_only_scores_count_as_scores():
    made = summary(
        passing("ann"),
        failing("bob", "c1", status="awaiting_written"),
        failing("cem", "c1", status="needs_review", problems=("The grader failed twice.",)),
        result("dan", status="unreadable", problems=("dan.ipynb is empty.",)),
    )
    assert made.submissions == 4
    assert made.statuses == {"awaiting_written": 1, "graded": 1, "needs_review": 1, "unreadable": 1}
    assert (made.scores.count, made.scores.mean) == (2, 1.5)
    assert [row.why for row in made.students] == ["", "", "The grader failed twice.", "dan.ipynb is empty."]
    assert [row.student for row in made.students if row.status in ("needs_review", "unreadable")] == ["cem", "dan"]


def test_an_error_of_the_grader_is_told_with_its_message_and_is_no_failure():
    errs = result("ann", exercise("swap_units", check("c0", "error"), check("c1")), status="needs_review")
    made = summary(errs, passing("bob"))
    assert made.students[0].why == "message of c0"
    (c0,) = [each for each in made.exercises[0].checks if each.name == "c0"]
    assert (c0.error, c0.failed, c0.tried) == (1, 0, 0)


def test_a_long_reason_is_cut():
    made = summary(result("ann", status="unreadable", problems=("x" * 10_000,)))
    assert len(made.students[0].why) < LONGEST_REASON + 10


def test_a_class_without_submissions_has_no_numbers():
    made = summary()
    assert (made.submissions, made.scores, made.marks, made.misconceptions) == (0, None, None, ())
    assert list(made.students) == []
    assert [each.mean for each in made.exercises] == [None] * 5


def test_one_student_is_a_class():
    made = summary(failing("ann", "c1"))
    assert (made.scores.mean, made.scores.median, made.scores.lower_quartile, made.scores.highest) == (1, 1, 1, 1)
    assert made.misconceptions[0].example == "ann"


def test_the_numbers_of_a_distribution():
    found = spread([0, 2, 2, 10, 20], 20)
    assert (found.mean, found.median, found.lower_quartile, found.upper_quartile) == (6.8, 2, 2, 10)
    assert (found.lowest, found.highest, found.most, found.count) == (0, 20, 20, 5)
    # a bar holds its lower end, and the last one the upper end as well
    assert [each.count for each in found.bins] == [1, 2, 0, 0, 0, 1, 0, 0, 0, 1]


@pytest.mark.parametrize(("most", "width"), [(20, 2), (24, 2), (9, 1), (3, 0.5), (3.3, 0.33)])
def test_bars_are_as_wide_as_a_reader_would_make_them(most, width):
    found = spread([most / 2, most], most)
    assert {round(each.high - each.low, 6) for each in found.bins} == {width}
    assert sum(each.count for each in found.bins) == 2


def test_points_that_are_not_in_range_are_in_the_outer_bars():
    assert [each.count for each in spread([-1, 21], 20).bins] == [1, *[0] * 8, 1]


def test_exercises_are_told_apart_by_what_students_got():
    made = summary(
        passing("full"),
        failing("partial", "c1"),
        result("none", exercise("swap_units", check("passes", "failed"), check("c1", "skipped"))),
        result("stub", exercise("swap_units", check("passes", "skipped"), check("c1", "skipped"))),
    )
    found = made.exercises[0]
    assert (found.full, found.partial, found.none, found.untouched, found.scored) == (1, 1, 1, 1, 4)
    assert (found.mean, found.max_score) == (0.75, 2)
    assert [(each.name, each.passed, each.failed, each.skipped) for each in found.checks] == [
        ("passes", 2, 1, 1),
        ("c1", 1, 1, 2),
    ]
    assert made.full_marks == 1


def test_an_exercise_that_the_lab_does_not_list_is_counted_after_the_others():
    made = summary(passing("ann"), known=Known(exercises=("other",)))
    assert [each.name for each in made.exercises] == ["other", "swap_units"]


def test_a_wrong_idea_is_counted_once_a_student_however_many_checks_it_fails():
    made = summary(failing("ann", "c1", "c2", "c3"), failing("bob", "c1"), passing("cem"))
    (found,) = made.misconceptions
    assert (found.exercise, found.names, found.hint) == ("swap_units", ("leaves_biases",), "The biases stayed.")
    assert list(found.students) == ["ann", "bob"]
    assert [row.misconceptions for row in made.students] == [(0,), (0,), ()]


def test_two_forms_of_one_idea_share_the_hint_and_are_one():
    made = summary(failing("ann", "c1", idea="form_b"), failing("bob", "c1", idea="form_a"))
    (found,) = made.misconceptions
    assert found.names == ("form_a", "form_b")
    assert len(found.students) == 2


def test_the_most_common_idea_comes_first():
    made = summary(
        failing("ann", "c1", hint="rare"), failing("bob", "c1", hint="common"), failing("cem", "c1", hint="common")
    )
    assert [each.hint for each in made.misconceptions] == ["common", "rare"]
    assert [row.misconceptions for row in made.students] == [(1,), (0,), (0,)]


def test_the_example_is_who_had_this_idea_and_no_other():
    other = exercise("permute_units", check("d1", "failed", idea="other", hint="Another."), *[check("d2")] * 5)
    muddled = failing("ann", "c1")
    muddled = result("ann", muddled.exercises[0], other)
    riddle = exercise("permute_units", check("d1", "failed"), *[check("d2")] * 9)
    made = summary(
        muddled,
        result("bob", failing("bob", "c1").exercises[0], riddle),
        failing("cem", "c1", "c2"),
        failing("dan", "c1"),
        result("eva", failing("eva", "c1").exercises[0], exercise("permute_units", check("d1"))),
    )
    assert made.misconceptions[0].example == "eva"  # as plain as cem and dan, and with more points
    assert list(made.misconceptions[0].students) == ["ann", "bob", "cem", "dan", "eva"]


def test_failures_without_a_known_idea_are_counted_by_the_exercise():
    made = summary(
        failing("ann", "c1", idea="", hint=""),
        failing("bob", "c1", idea="", hint=MEND_FIRST),
        result("cem", exercise("swap_units", check("c1", "failed"), check("c2", "failed", idea="known", hint="h"))),
    )
    assert (made.exercises[0].unexplained, made.exercises[0].follows) == (1, 1)
    assert [list(each.students) for each in made.misconceptions] == [["cem"]]


def test_marks_are_told_only_where_they_differ_from_the_scores():
    late = Late(submitted="s", due="d", days=1, points=0.5, why="late")
    assert summary(passing("ann"), passing("bob")).marks is None
    made = summary(passing("ann"), passing("bob", late=late, mark=1.5))
    assert (made.marks.count, made.marks.highest, made.marks.lowest) == (2, 2, 1.5)
    assert [row.late for row in made.students] == [None, 0.5]
    written = WrittenMark(score=4.0, max_score=4.0)
    waiting = passing("bob", status="awaiting_written", max_mark=6.0)
    made = summary(passing("ann", written=written, mark=6.0, max_mark=6.0), waiting)
    assert (made.marks.count, made.marks.most) == (1, 6)


def test_the_summary_is_the_same_each_time_and_comes_back_from_its_json():
    once, again = to_json(large(60)), to_json(large(60))
    assert once == again
    assert to_json(msgspec.json.decode(once, type=ClassSummary)) == once


def test_seconds_are_the_only_entry_that_differs_between_two_runs():
    one, other = summary(passing("ann", seconds=0.25)), summary(passing("ann", seconds=0.5))
    assert (one.seconds, other.seconds) == (0.25, 0.5)
    assert to_json(msgspec.structs.replace(one, seconds=0.5)) == to_json(other)


def odd_class():
    """Results that are not alike: more and fewer exercises and checks, other points, and sums that depend on order."""
    third = [check(name, points=1 / 3) for name in ("c1", "c2", "c3")]
    other = check("c1", "failed", idea="other", hint="Another.", points=2.5)
    return [
        result("ann", status="needs_review", seconds=1.0),
        result("bob", exercise("extra", check("e2"), check("e1", points=0.1)), exercise("swap_units", third[1])),
        result("cem", exercise("swap_units", *third), exercise("more", check("m", "skipped")), seconds=1.0),
        result("dan", exercise("more", check("m", points=0.7)), exercise("extra", check("e1", points=0.3)), mark=0.25),
        result("eva", exercise("swap_units", check("c0", "failed"), other, third[2]), score=1e16, seconds=1e16),
        result("fay", exercise("swap_units", *third[::-1]), exercise("last", check("l")), score=-1e16, max_mark=7.0),
        result("gül", status="unreadable", problems=("empty",)),
    ]


@pytest.mark.parametrize("known", [Known(), Known(exercises=("swap_units", "permute_units"))])
@pytest.mark.parametrize("seed", range(8))
def test_results_are_counted_the_same_in_any_order(known, seed, tmp_path):
    reports = odd_class()
    reports += [msgspec.structs.replace(each, student=f"{each.student}2") for each in reports]
    students = [report.student for report in reports]
    expected = to_json(summarise("02_mini", known, reports, dict.fromkeys(students, "page.html"), tmp_path))
    tally = Tally(known.exercises, tmp_path)
    for place in random.Random(seed).sample(range(len(reports)), len(reports)):
        tally.take(reports[place], place, "page.html")
    assert to_json(tally.summary("02_mini", known, students)) == expected


def test_exercises_and_checks_come_as_the_first_students_have_them():
    made = summary(*odd_class(), known=Known(exercises=("swap_units",)))
    assert [each.name for each in made.exercises] == ["swap_units", "extra", "more", "last"]
    swap_units, extra, *_ = made.exercises
    assert [(each.name, each.points) for each in swap_units.checks] == [
        ("c2", 1 / 3), ("c1", 1 / 3), ("c3", 1 / 3), ("c0", 1.0),
    ]  # fmt: skip
    assert [each.name for each in extra.checks] == ["e2", "e1"]
    assert (swap_units.max_score, extra.max_score) == (1.0, 0.3)  # as the last student's result says


@pytest.mark.parametrize("students", [0, 1, 60])
def test_json_in_pieces_is_laid_out_as_json_in_one(students):
    made = to_json(large(students) if students else summary())
    assert made == msgspec.json.format(made, indent=2) + b"\n"


def test_the_rows_of_a_class_are_in_a_file_and_not_in_memory(tmp_path):
    def peak(students):
        reports = (failing(f"{number:05}", "c1") for number in range(students))
        pages = dict.fromkeys((f"{number:05}" for number in range(students)), "page.html")
        tracemalloc.start()
        try:
            made = summarise("02_mini", Known(), reports, pages, tmp_path)
            for _ in chain(json_parts(made), page_parts(made)):
                pass
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(50)  # what is loaded and compiled once
    assert (peak(1050) - peak(50)) / 1000 < 200  # bytes; a row alone has more

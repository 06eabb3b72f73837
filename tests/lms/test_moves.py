"""Who moved between two gradings, and by which check."""

from __future__ import annotations

import builders

from autograder.lms.moves import Move, Standings, moves
from autograder.report import Late, WrittenMark


def report(outcome="failed", **changes):
    check = builders.result("doubles", visible=True, outcome=outcome)
    other = builders.result("other", visible=True, outcome="passed")
    return builders.report(check, other, **{"mark": 1.5, "max_mark": 3.0, **changes})


def moved(before, after):
    return moves(Standings(before), after)


def test_a_student_whose_mark_is_the_same_has_not_moved():
    assert moved([report()], [report(seconds=3.0, problems=("new",))]) == []


def test_the_check_that_moved_a_student_is_named_with_its_points():
    (move,) = moved([report()], [report("passed", score=3.0, mark=3.0)])
    assert move == Move("ann", "1.5", "3", ("swap_units: title of doubles: failed -> passed (+1.5)",))


def test_lateness_and_the_written_question_move_students_too():
    late = Late(submitted="", due="", days=1, points=0.5, why="")
    written = WrittenMark(score=2.0, max_score=4.0)
    (move,) = moved([report()], [report(late=late, written=written, mark=3.0)])
    assert move.by == ("lateness: absent -> deducted (-0.5)", "written question: absent -> marked (+2)")


def test_who_lost_or_gained_a_mark_is_named():
    (move,) = moved([report()], [report("error", status="needs_review", score=None, mark=None)])
    assert (move.before, move.after) == ("1.5", "-")
    assert "status: absent -> needs review (+0)" in move.by


def test_who_is_new_or_gone_is_named():
    assert [move.by for move in moved([report(student="ann")], [report(student="bob")])] == [("gone",), ("new",)]


def test_while_the_written_question_waits_the_exercises_are_compared():
    waiting = {"status": "awaiting_written", "mark": None}
    (move,) = moved([report(**waiting)], [report("passed", score=3.0, **waiting)])
    assert (move.before, move.after) == ("1.5", "3")

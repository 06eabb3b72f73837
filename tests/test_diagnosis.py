"""Which hint a student gets: that of the idea which gives the student's own answers, or none."""

from __future__ import annotations

from fractions import Fraction

import builders
import numpy as np
import pytest

from autograder.checks import misconception
from autograder.checks.calls import Call, Ended, Missing, Raised, Returned
from autograder.diagnosis import Diagnosis
from autograder.plain import Opaque
from autograder.sandbox.local import LocalTransport


def double(x):
    return 2 * x


def idea(name, function, exercise="double"):
    function.__name__ = name
    return misconception(exercise, f"{name}.")(function)


def negates(x):
    x *= -1
    return 2 * -x


def refuses(x):
    raise ValueError("no")


ADDS = idea("adds two", lambda x: x + 2)
SQUARES = idea("squares", lambda x: x * x)
NOTHING = idea("does nothing", lambda x: x)
SPOILS = idea("spoils its argument", lambda x: negates(x))
REFUSES = idea("refuses", lambda x: refuses(x))
RIGHT = idea("is right in truth", lambda x: x + x)
LAB = builders.lab({"double": double, "other": double}, ADDS, SQUARES, NOTHING, SPOILS, REFUSES, RIGHT)


def calls_of(function, *args, name="double"):
    transport = LocalTransport({"f": function})
    return [Call(name, (x,), transport.call("f", (x,))) for x in args]


def hint(function, failed, every=(), lab=LAB):
    calls = calls_of(function, *failed, *every)
    idea = Diagnosis(lab, "double", calls).idea(calls[: len(failed)])
    return idea.hint if idea else ""


def test_the_idea_with_the_students_answers_is_recognised():
    assert hint(lambda x: 2 + x, [3.0, 5.0]) == "adds two."
    assert hint(lambda x: x**2, [3.0, 5.0]) == "squares."


def test_an_array_and_a_list_are_the_same_answer():
    assert hint(lambda x: (x + 2).tolist(), [np.array([3.0, 5.0])]) == "adds two."
    assert hint(lambda x: list(x + 2), [np.array([3, 5])]) == "adds two."


def test_no_idea_is_named_when_none_fits_in_every_call():
    assert hint(lambda x: x + 3, [3.0]) == ""
    assert hint(lambda x: x + 2 if x < 4 else x, [3.0, 5.0]) == ""


def test_an_idea_that_gives_the_right_answers_is_never_named():
    assert hint(double, [3.0]) == ""
    assert hint(lambda x: x + 2, [2.0]) == ""


def test_two_ideas_that_explain_the_same_are_both_kept_to_oneself():
    assert hint(lambda x: x + 2, [-1.0]) == ""


def test_the_other_calls_of_the_exercise_tell_two_ideas_apart():
    assert hint(lambda x: x + 2, [-1.0], every=[3.0]) == "adds two."
    assert hint(lambda x: x * x, [-1.0], every=[3.0]) == "squares."
    assert hint(lambda x: x * x, [-1.0, 3.0, 4.0]) == "squares."


def test_an_idea_that_is_wrong_where_the_student_is_right_is_not_named():
    assert hint(lambda x: x * x if x < 4 else 2 * x, [3.0], every=[5.0]) == ""


def test_legal_and_illegal_arguments_are_explained_apart():
    def strict(x):
        if x < 0:
            raise ValueError
        return 2 * x

    lenient = idea("takes negative ones", lambda x: 2 * x)
    adds = idea("adds", lambda x: x + 2 if x >= 0 else strict(x))
    lab = builders.lab({"double": strict}, lenient, adds)
    student = lambda x: x + 2 if x >= 0 else 2 * x  # noqa: E731 - both mistakes at once
    assert hint(student, [3.0], every=[5.0, -1.0], lab=lab) == "adds."
    assert hint(student, [-1.0], every=[3.0], lab=lab) == "takes negative ones."


def test_changed_arguments_count_only_when_the_values_are_right():
    assert hint(negates, [np.array([3.0])]) == "spoils its argument."

    def adds_and_spoils(x):
        answer = x + 2
        x[0] = 9.0
        return answer

    assert hint(adds_and_spoils, [np.array([3.0])]) == "adds two."


def test_an_exception_is_recognised_by_its_class():
    assert hint(refuses, [3.0]) == "refuses."

    def refuses_otherwise(x):
        raise KeyError("no")

    assert hint(refuses_otherwise, [3.0]) == ""


def test_calls_of_other_exercises_tell_nothing():
    others = calls_of(lambda x: x + 2, 3.0, name="other")
    assert Diagnosis(LAB, "double", others).idea(others) is None
    assert Diagnosis(LAB, "double", []).idea([]) is None


def test_ideas_of_other_exercises_are_not_named():
    lab = builders.lab({"double": double, "other": double}, idea("elsewhere", lambda x: x + 2, "other"))
    assert hint(lambda x: x + 2, [3.0], lab=lab) == ""


@pytest.mark.parametrize(
    "outcome",
    [
        Returned(value)
        for value in (
            None,
            np.array(3.0),
            np.array([[True]]),
            np.zeros((0, 3)),
            [[1, 2], [3]],
            {"a": 1},
            "text",
            Opaque("a value of type set"),
            [10**400],
            Fraction(10**400, 3),
            float("nan"),
        )
    ]
    + [Ended("limit"), Missing(), Raised(("E",))],
)
def test_odd_answers_are_no_idea_and_cause_no_error(outcome):
    ideas = [
        idea("list", lambda x: [x]),
        idea("array", lambda x: np.array([x])),
        idea("no axes", lambda x: np.array(x + 5)),
        idea("fraction", lambda x: Fraction(1, 3)),
        idea("raises", refuses),
        idea("huge", lambda x: 10**300),
    ]
    lab = builders.lab({"double": double}, *ideas)
    made = [Call("double", (3.0,), outcome)]
    assert Diagnosis(lab, "double", made).idea(made) is None


def test_what_wrong_ideas_do_to_numbers_is_no_news(recwarn):
    big = idea("overflows", lambda x: np.asarray(x) * 1e308 * 10)
    lab = builders.lab({"double": double}, big)
    call = Call("double", (np.array([1.0]),), Returned(np.array([3.0])))
    assert Diagnosis(lab, "double", [call]).idea([call]) is None
    assert not recwarn.list

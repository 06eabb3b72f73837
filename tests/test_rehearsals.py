"""Cases that go as they went with the reference: passed without running the check, and never on less than that."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import numpy as np
import pytest
from builders import lab as lab_with
from submitting import submission

from autograder.checks import check, expect
from autograder.checks.calls import Returned
from autograder.checks.cases import Case
from autograder.grading import grade
from autograder.plans import Plans
from autograder.sandbox.ahead import Planned


def twice(student, x):
    expect.that(student.double(x) == 2 * x, "Twice.")


def half_is_refused(student, x):
    with expect.raises(ValueError, "Odd"):
        student.double([x])


def four_times(student, x):
    expect.that(student.double(student.double(x)) == 4 * x, "Twice twice.")


def double(x):
    if isinstance(x, list):
        raise ValueError("no lists")
    return 2 * x


@pytest.fixture
def graded(worker):
    """Grades a function by one check on 1, 2 and 3: the outcome, and for which of them the check was run.

    After a failure it is run for the rest of them, in search of a hint.
    """

    def graded(demand, code, reference=double):
        runs = []

        @check("double", points=1, cases=[Case(x=x) for x in (1, 2, 3)])
        def checked(student, case):
            """A check that counts."""
            runs.append(case.x)
            demand(student, case.x)

        lab = replace(lab_with({"double": reference}), hidden=(checked,))
        plans = Plans(lab)
        plans.of("double")
        runs.clear()
        (exercise,) = grade(lab, submission(code), worker, plans).exercises
        return exercise.checks[0].outcome, runs

    return graded


def test_a_check_is_not_run_for_answers_that_are_the_references(graded):
    assert graded(twice, "def double(x): return x + x") == ("passed", [])


def test_it_is_run_for_the_cases_with_another_answer_be_it_right_or_wrong(graded):
    assert graded(twice, "def double(x): return 2 * x if x != 2 else 4.0") == ("passed", [2])
    assert graded(twice, "def double(x): return 2 * x if x != 3 else 7") == ("failed", [3])


def test_an_exception_is_the_same_if_its_class_is(graded):
    assert graded(half_is_refused, "def double(x): raise ValueError(f'my own words about {x}')") == ("passed", [])
    assert graded(half_is_refused, "class Own(ValueError): pass\ndef double(x): raise Own") == ("passed", [1, 2, 3])
    assert graded(half_is_refused, "def double(x): return {}[0]") == ("failed", [1, 2, 3])


def test_an_argument_that_was_changed_is_another_answer(graded):
    def in_place(student, x):
        student.double(np.array([1.0 * x]))
        expect.unchanged(student)

    assert graded(in_place, "def double(x): return 2 * x") == ("passed", [])
    assert graded(in_place, "def double(x):\n    x *= 2\n    return x") == ("failed", [1, 2, 3])


def test_calls_that_depend_on_an_answer_are_repeated_too(graded):
    assert graded(four_times, "def double(x): return 2 * x") == ("passed", [])
    assert graded(four_times, "def double(x): return 2 * x if x != 6 else 13") == ("failed", [3])


def test_no_call_is_made_again_when_the_check_is_run_after_all(graded):
    once = (
        "seen = []\ndef double(x):\n    assert x not in seen\n    seen.append(x)\n    return 2 * x if x != 4 else 8.0"
    )

    def at_each_step(student, x):
        y = student.double(10 * x + 1)
        expect.that(student.double(y + 10 * x) == 2 * (y + 10 * x), "Twice.")
        expect.that(student.double(4 if x == 2 else 5000 + x) > 0, "More than nothing.")

    assert graded(at_each_step, once) == ("passed", [2])


def test_a_check_that_the_reference_does_not_pass_twice_in_the_same_way_is_always_run(graded):
    numbers = count()

    def by_chance(student, x):
        n = next(numbers)
        expect.that(student.double(n) == 2 * n, "Twice.")

    def never(student, x):
        expect.that(student.double(x) == 0, "Nothing.")

    drifting = count()
    assert graded(by_chance, "def double(x): return 2 * x") == ("passed", [1, 2, 3])
    assert graded(never, "def double(x): return 2 * x") == ("failed", [1, 2, 3])
    assert graded(lambda student, x: student.double(x), "def double(x): return 0", lambda x: next(drifting)) == (
        "passed",
        [1, 2, 3],
    )


def test_what_a_check_writes_to_an_answer_is_no_answer_of_the_references(graded):
    def in_order(student, x):
        answer = student.double([2.0, 1.0 * x + 2])
        expect.that(answer == [1.0 * x + 2, 2.0], "The largest first.")
        answer.sort()

    def largest_first(x):
        return sorted(x, reverse=True)

    assert graded(in_order, "def double(x): return sorted(x, reverse=True)", largest_first) == ("passed", [])
    assert graded(in_order, "def double(x): return sorted(x)", largest_first) == ("failed", [1, 2, 3])


def test_a_check_that_writes_to_what_it_has_handed_over_is_always_run(graded):
    array = np.zeros(1)

    def step_by_step(student, x):
        for k in range(2):
            array[0] = x + k
            expect.that(student.double(array)[0] == 2 * (x + k), "Twice.")

    assert graded(step_by_step, "def double(x): return 2 * x") == ("passed", [1, 2, 3])
    assert graded(step_by_step, "def double(x): return 2 * x if x[0] != 3 else x") == ("failed", [1, 2, 3])


def test_a_check_gets_values_of_its_own_even_if_the_bytes_were_known():
    array = np.ones(3)
    step = Planned("double", (1,), Returned([array, array]))
    values = step.outcome_of(None).value
    values[0][:] = 7
    assert array.tolist() == [1, 1, 1]
    assert step.outcome_of(None).value[0].tolist() == [1, 1, 1]

"""Cases that go as they went with the reference: passed without running the check, and never on less than that."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from itertools import count

import msgspec
import numpy as np
import pytest
from builders import lab as lab_with
from submitting import submission

from autograder import grading
from autograder.checks import check, expect
from autograder.checks.calls import Raised, Returned
from autograder.checks.cases import Case
from autograder.checks.errors import StudentRaised
from autograder.grading import grade
from autograder.plans import Plans
from autograder.sandbox import local, nodes, rehearsal, wire
from autograder.sandbox.planned import Planned, known
from autograder.verdicts import MORE_CASES


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


@pytest.fixture(autouse=True)
def labs_have_ample_limits(ample, monkeypatch):
    """Which cases are passed without running the check does not depend on how busy the machine is."""
    monkeypatch.setattr("builders.Limits", lambda: ample)


@pytest.fixture
def graded(worker):
    """Grades a function by one check on 1, 2 and 3: the outcome, and for which of them the check was run.

    After a failure it is run for the rest of them, in search of a hint.
    """

    def graded(demand, code, reference=double):
        of_class = OneClass(worker, demand, reference, by_chance=True)
        return of_class(code).outcome, of_class.runs

    return graded


class OneClass:
    """Grades the functions of several students, one after the other; `runs` are those of the last one."""

    def __init__(self, worker, demand, reference=double, *, by_chance=False):
        @check("double", points=1, cases=[Case(x=x) for x in (1, 2, 3)])
        def checked(student, case):
            """A check that counts."""
            self.runs.append(case.x)
            demand(student, case.x)

        self.runs = []
        self._worker, self._is_by_chance = worker, by_chance
        self._lab = replace(lab_with({"double": reference}), hidden=(checked,))
        self._plans = Plans(self._lab)
        self._plans.of("double")

    def __call__(self, code):
        (by_itself,) = grade(self._lab, submission(code), self._worker).exercises
        self.runs.clear()
        (exercise,) = grade(self._lab, submission(code), self._worker, self._plans).exercises
        assert self._is_by_chance or exercise == by_itself
        return exercise.checks[0]


def test_a_check_is_not_run_for_answers_that_are_the_references(graded):
    assert graded(twice, "def double(x): return x + x") == ("passed", [])


def test_it_is_run_for_the_cases_with_another_answer_be_it_right_or_wrong(graded):
    assert graded(twice, "def double(x): return 2 * x if x != 2 else 4.0") == ("passed", [2])
    assert graded(twice, "def double(x): return 2 * x if x != 3 else 7") == ("failed", [3])


def test_an_exception_is_the_same_if_its_class_is(graded):
    assert graded(half_is_refused, "def double(x): raise ValueError(f'my own words about {x}')") == ("passed", [])
    assert graded(half_is_refused, "class Own(ValueError): pass\ndef double(x): raise Own") == ("passed", [1, 2, 3])
    assert graded(half_is_refused, "def double(x): return {}[0]") == ("failed", [1, 2, 3])


def test_an_exception_after_an_argument_was_changed_is_another_outcome(graded):
    def refused_as_it_is(student, x):
        half_is_refused(student, x)
        expect.unchanged(student)

    assert graded(refused_as_it_is, "def double(x): raise ValueError") == ("passed", [])
    assert graded(refused_as_it_is, "def double(x):\n    x.append(1)\n    raise ValueError") == ("failed", [1, 2, 3])


def test_of_exceptions_only_what_the_reference_raises_can_be_known():
    step = Planned("double", (1,), Raised(("ValueError", "Exception"), "odd"))
    own_words = Raised(("ValueError", "Exception"), "my own", "line 3")
    assert step.known_as(known((wire.DidRaise(1, (b"ValueError", b"Exception"), b"my own", b"line 3", ()), b"")))
    assert own_words.text not in str(step.raised)
    for kinds, changed in (((b"KeyError", b"Exception"), ()), ((b"ValueError", b"Exception"), (0,))):
        assert step.known_as(known((wire.DidRaise(1, kinds, b"", b"", changed), b""))) is None
    nothing_raised = Planned("double", (1,), Returned(2))
    assert nothing_raised.known_as(known((wire.DidRaise(1, (b"ValueError",), b"", b"", ()), b""))) is None


def test_a_way_with_another_call_is_not_kept():
    def made(number, answer):
        planned = Planned("double", (number,), Returned(answer), follows=True)
        return rehearsal.Made(planned, planned.returned[0])

    case = rehearsal.Rehearsal([made(1, 2)], rehearsal.Room())
    assert case.learn([made(3, 2)], rehearsal.End("no")) is None
    assert case.learn([made(1, 5), made(2, 2)], rehearsal.End("no")) is not None
    assert case.learn([made(1, 5), made(3, 2)], rehearsal.End("no")) is None
    assert case.learn([made(1, 5)], rehearsal.End("no")) is None
    assert next(iter(case.first.behind.values())).end == rehearsal.End()


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
    (known,) = step.returned
    values = step.outcome_of(known).value
    values[0][:] = 7
    assert array.tolist() == known.outcome.value[0].tolist() == [1, 1, 1]
    assert step.outcome_of(known).value[0].tolist() == [1, 1, 1]


IN_FLOATS = "def double(x): return 2.0 * x"


def test_a_check_is_not_run_again_for_right_answers_that_another_student_gave(worker):
    one_class = OneClass(worker, twice)
    assert (one_class(IN_FLOATS).outcome, one_class.runs) == ("passed", [1, 2, 3])
    assert (one_class(IN_FLOATS).outcome, one_class.runs) == ("passed", [])
    assert (one_class("def double(x): return 2 * x if x == 1 else 2.0 * x").outcome, one_class.runs) == ("passed", [])
    assert (one_class("def double(x): return 2.0 * x if x < 3 else 7.0").outcome, one_class.runs) == ("failed", [3])


def test_it_is_not_run_again_for_wrong_answers_that_another_student_gave(worker):
    one_class = OneClass(worker, twice)
    first = one_class("def double(x): return x * x")
    assert (first.outcome, one_class.runs) == ("failed", [1, 3])  # 2 * 2 is right, and known
    again = one_class("def double(x): return x ** 2")
    assert (again, one_class.runs) == (first, [])
    assert (again.message, again.calls[-1].value.text) == ("Twice.", "1")


def test_a_failure_that_is_known_shows_the_calls_of_its_own_case(worker):
    of_class = OneClass(worker, twice)
    for code in ("def double(x): return 2 * x if x < 2 else 0", "def double(y): return [0, 2, 0, 5][y]"):
        told = of_class(code)
        assert "double(x=2)" in told.counterexample
        assert "double(x=1)" not in told.counterexample
    assert of_class.runs == [3]  # another answer there, so that the result is put together anew


def test_after_a_failure_only_so_many_cases_are_looked_at(worker):
    seen = []

    @check("double", points=1, cases=[Case(x=x) for x in range(3 + 2 * MORE_CASES)])
    def checked(student, case):
        """A check of many cases."""
        seen.append(case.x)
        twice(student, case.x)

    lab = replace(lab_with({"double": double}), hidden=(checked,))
    grade(lab, submission("def double(x): return 2 * x if x < 2 else 0"), worker)
    assert seen == list(range(3 + MORE_CASES))


def test_a_failure_without_a_word_stays_a_failure(worker):
    def in_silence(student, x):
        expect.that(student.double(x) == 2 * x, "")

    one_class = OneClass(worker, in_silence)
    assert (one_class("def double(x): return 0").outcome, one_class.runs) == ("failed", [1, 2, 3])
    assert (one_class("def double(x): return 0").outcome, one_class.runs) == ("failed", [])


def test_calls_that_depend_on_another_students_answer_are_repeated_too(worker):
    one_class = OneClass(worker, four_times)
    first = one_class("def double(x): return 2 * x if x != 6 else 13")
    assert (first.outcome, one_class.runs) == ("failed", [3])
    assert (one_class("def double(x): return x + x if x != 6 else 13"), one_class.runs) == (first, [])
    assert (one_class("def double(x): return 2 * x if x != 6 else 14").outcome, one_class.runs) == ("failed", [3])


def test_what_an_exception_says_is_told_to_whoever_raised_it_and_nobody_else(worker):
    one_class = OneClass(worker, twice)
    for says in ("first", "second"):
        told = one_class(f"def double(x):\n    raise KeyError('{says}')")
        assert (told.outcome, one_class.runs) == ("failed", [1, 2, 3])
        assert says in told.message
        assert told.where.endswith(f"raise KeyError('{says}')")


def test_an_exception_that_is_caught_in_the_check_is_no_answer_to_learn_from(worker):
    def refused_and_then_right(student, x):
        with expect.raises(ValueError, "Odd"):
            student.double([x])
        twice(student, x)

    one_class = OneClass(worker, refused_and_then_right)
    for says in ("first", "second"):
        code = f"def double(x):\n    if isinstance(x, list): raise ValueError('{says}')\n    return 0"
        told = one_class(code)
        assert one_class.runs == [1, 2, 3]
        assert [call.text for call in told.calls if call.outcome == "raised"] == [f"ValueError: {says}"]


def test_the_answer_that_is_remembered_is_the_one_before_the_check_wrote_to_it(worker):
    def in_order(student, x):
        answer = student.double([2.0, 1.0 * x + 2])
        expect.that(isinstance(answer, list) and sorted(answer) == [2.0, 1.0 * x + 2], "Both numbers.")
        answer.sort()

    def as_it_is(x):
        return x

    one_class = OneClass(worker, in_order, as_it_is)
    turned = "def double(x): return x[::-1]"
    assert (one_class(turned).outcome, one_class.runs) == ("passed", [1, 2, 3])
    assert (one_class("def double(x): return [x[0], x[1]]").outcome, one_class.runs) == ("passed", [])
    assert (one_class(turned).outcome, one_class.runs) == ("passed", [])


def test_a_picture_is_the_same_when_the_check_is_not_run(worker):
    def doubled(net):
        return [(2 * W, 2 * b) for W, b in net]

    def every_number(student, x):
        net = [(np.array([[1.0 * x, 2.0]]), np.ones(1)), (np.ones((1, 1)), np.ones(1))]
        expect.same_parameters(student.double(net), doubled(net))

    one_class = OneClass(worker, every_number, doubled)
    first = one_class("def double(net): return [(3 * W, b) for W, b in net]")
    assert first.picture is not None
    assert one_class.runs == [1, 2, 3]
    assert (one_class("def double(net): return [(W * 3, b) for W, b in net]"), one_class.runs) == (first, [])
    # another result of the exercise, which has to be made: the first failed case is still the known one
    other = one_class("def double(net): return [((3 if W[0, 0] < 3 else 4) * W, b) for W, b in net]")
    assert (other.picture, one_class.runs) == (first.picture, [3])


def test_only_the_first_ways_are_remembered(worker):
    one_class = OneClass(worker, twice)
    for k in range(rehearsal.MOST_WAYS + 3):
        assert one_class(f"def double(x): return {k} - 99").outcome == "failed"
    assert one_class("def double(x): return 3 - 99").outcome == "failed"
    assert one_class.runs == []
    for _ in range(2):
        assert one_class(f"def double(x): return {rehearsal.MOST_WAYS + 1} - 99").outcome == "failed"
        assert one_class.runs == [1, 2, 3]


def test_what_is_remembered_is_what_came_in_even_if_we_would_not_write_it_so():
    nested = nodes.List(())
    for _ in range(nodes.MAX_DEPTH):
        nested = nodes.List((nested,))
    for node in (nodes.BigInt(b"1" + b"0" * 50_001), nodes.Foreign("é".encode() * 150), nested):
        reply = wire.DidReturn(1, node, ()), b""
        kept = known(reply)
        rebuilt, came = local.outcome(*kept.frame.reply()).value, local.outcome(*reply).value
        assert getattr(rebuilt, "description", rebuilt) == getattr(came, "description", came)
        assert getattr(kept.outcome.value, "description", came) == getattr(came, "description", came)
        assert kept.frame != Planned("double", (), Returned(came)).returned[0].frame


def test_with_no_room_left_nothing_more_is_remembered(worker, monkeypatch):
    monkeypatch.setattr(rehearsal.Room, "__init__", lambda self: setattr(self, "left", 1))
    one_class = OneClass(worker, twice)
    for runs in ([1], []):
        assert one_class("def double(x): return 2.0 * x if x == 1 else 2 * x").outcome == "passed"
        assert one_class.runs == runs
    for _ in range(2):
        assert one_class(IN_FLOATS).outcome == "passed"
        assert one_class.runs == [2, 3]


def test_an_exception_that_only_a_student_has_raised_is_no_answer_to_learn_from(worker):
    def may_fail_at_one(student, x):
        if student.double(x) != 2 * x:
            with suppress(StudentRaised):
                student.double(1)

    one_class = OneClass(worker, may_fail_at_one)
    for _ in range(2):
        assert one_class("def double(x):\n    if x == 1: raise KeyError\n    return 7").outcome == "failed"
        assert one_class.runs == [1, 2, 3]


def test_a_reply_that_is_no_outcome_is_the_students_fault_each_time(worker):
    no_number = """
import sys
def double(x):
    frame = sys._getframe()
    while "answer" not in frame.f_globals:
        frame = frame.f_back
    nodes = frame.f_globals["nodes"]
    frame.f_globals["Writer"].node = lambda self, value, depth=0: nodes.BigInt(b"--")
"""
    one_class = OneClass(worker, twice)
    for _ in range(2):
        told = one_class(no_number)
        assert (told.outcome, one_class.runs) == ("failed", [1])
        assert "a whole number is malformed" in told.message


def test_a_reply_that_we_would_write_longer_is_no_fault_of_the_graders(worker):
    in_single_precision = """
import struct, sys
def double(x):
    frame = sys._getframe()
    while "answer" not in frame.f_globals:
        frame = frame.f_back
    def forged(message, body=b""):
        items = b"\\xdd" + struct.pack(">I", 190_000) + (b"\\xca" + struct.pack(">f", 0.5)) * 190_000
        head = b"\\x94\\xa8returned\\xcf" + message.id.to_bytes(8, "big") + b"\\x92\\xa1l" + items + b"\\x90"
        return len(head).to_bytes(4, "little") + bytes(4) + head
    frame.f_globals["wire"].frame = forged
    return 0
"""
    one_class = OneClass(worker, twice)
    for _ in range(2):
        assert (one_class(in_single_precision).outcome, one_class.runs) == ("failed", [1, 2, 3])


def test_a_case_is_not_remembered_in_part(worker):
    def two_calls(student, x):
        student.double(x)
        expect.that(not isinstance(student.double([x]), int), "No number.")

    one_class = OneClass(worker, two_calls, lambda x: x)
    large = f"import numpy\ndef double(x): return numpy.ones({rehearsal.MOST_BYTES}) if isinstance(x, list) else 7"
    assert (one_class(large).outcome, one_class.runs) == ("passed", [1, 2, 3])
    five = one_class("def double(x): return 5 if isinstance(x, list) else 7")
    assert (five.outcome, one_class.runs) == ("failed", [1, 2, 3])


def test_large_answers_are_not_remembered(worker):
    one_class = OneClass(worker, lambda student, x: student.double(x))
    for _ in range(2):
        for large in (f"[0.5] * {rehearsal.MOST_BYTES // 9 + 1}", f"numpy.ones({rehearsal.MOST_BYTES // 8 + 1})"):
            assert one_class(f"import numpy\ndef double(x): return {large}").outcome == "passed"
            assert one_class.runs == [1, 2, 3]


def test_a_check_that_goes_by_chance_once_something_is_odd_is_still_put_to_everybody(worker):
    numbers = count(100)

    def twice_or_ask_on(student, x):
        if student.double(x) != 2 * x:
            expect.that(student.double(next(numbers)) == 0, "Twice.")

    by_chance = "import itertools\nnumbers = itertools.count({})\ndef double(x): return x if x < 9 else next(numbers)"
    one_class = OneClass(worker, twice_or_ask_on, by_chance=True)
    for k in range(rehearsal.MOST_WAYS + 3):
        assert (one_class(by_chance.format(9 + 5 * k)).outcome, one_class.runs) == ("failed", [1, 2, 3])
    assert one_class("def double(x): return x if x < 9 else 0").outcome == "passed"


def test_the_result_of_an_exercise_is_made_once_for_those_who_answer_alike(worker, monkeypatch):
    made = []
    real = grading._result

    def counted(lab, exercise, verdicts, wrong):
        made.append(exercise.name)
        return real(lab, exercise, verdicts, wrong)

    one_class = OneClass(worker, twice)
    one_class("def double(x): return x + 1")
    monkeypatch.setattr(grading, "_result", counted)
    one_class("def double(x): return 1 + x")
    assert made == ["double"]  # by itself, without plans
    one_class("def double(x): return 1 - x")
    one_class("def double(x): raise KeyError")
    one_class("def double(x): raise KeyError")
    assert made == ["double"] * 7


def test_the_result_depends_on_the_exercises_before_too(worker):
    @check("double", points=1, cases=[Case(x=1)])
    def first(student, case):
        """Twice."""
        twice(student, case.x)

    @check("half", points=1, cases=[Case(x=2)])
    def second(student, case):
        """Half."""
        expect.that(student.half(case.x) == 1, "Half.")

    functions = {"double": double, "half": lambda x: x // 2}
    lab = lab_with(functions)
    one, other = lab.exercises
    lab = replace(lab, exercises=(one, msgspec.structs.replace(other, uses=("double",))), hidden=(first, second))
    plans = Plans(lab)
    wrong_half = "def half(x): return 7"
    for right, hint in ((True, False), (False, True), (True, False), (False, True)):
        code = f"def double(x): return {2 if right else 3} * x"
        _, half = grade(lab, submission(code, wrong_half), worker, plans).exercises
        assert bool(half.checks[0].hint) == hint

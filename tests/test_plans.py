"""Calls made ahead of time: what is foreseen, that it tells nothing, and that it changes no mark and no word."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np
import pytest
from builders import lab as lab_with
from submitting import RIGHT, submission

from autograder.checks import Function, check, expect
from autograder.checks.cases import Case
from autograder.grading import grade, grade_functions
from autograder.plans import Plans
from autograder.sandbox.local import LocalTransport

X, Y, Z = (np.array(row) for row in ([1.0, 2.0], [3.0, 4.0], [2.0, 4.0]))


def planned(checked, **reference):
    """The arguments of the calls that are foreseen for a check."""
    return all_planned([checked], **reference)[0]


def all_planned(checks, **reference):
    """The same for the checks of an exercise."""
    lab = replace(lab_with(reference), hidden=tuple(checks))
    return [[call.args for call in plan.ahead] for plan in Plans(lab).of(checks[0].exercise)]


def double(x):
    return 2 * x


def half(x):
    return x / 2 if isinstance(x, np.ndarray) else x // 2


def test_the_calls_of_all_cases_are_foreseen():
    @check("double", points=1, cases=[Case(x=X), Case(x=Y)])
    def two(student, case):
        """Two cases."""
        student.double(case.x)

    assert [args[0].tolist() for args in planned(two, double=double)] == [[1.0, 2.0], [3.0, 4.0]]


def test_what_came_back_is_never_sent_ahead():
    @check("double", points=1, cases=[Case(x=X)])
    def again(student, case):
        """Twice."""
        once = student.double(case.x)
        student.double(once)
        student.double([once, 1])
        student.double(once[0])
        student.double(case.x)

    assert [args[0] is again.cases[0].x for args in planned(again, double=double)] == [True, True]


def test_a_number_that_came_back_is_never_sent_ahead():
    @check("half", points=1)
    def down(student):
        """Down to the ground."""
        n = 12
        while n > 1:
            n = student.half(n)

    assert planned(down, half=half) == [(12,)]


def test_a_number_made_from_what_came_back_is_never_sent_ahead():
    @check("square", points=1, cases=[Case(n=7, m=5)])
    def onwards(student, case):
        """Onwards."""
        n = student.square(case.n)
        student.square(n + 1)
        student.square([0.5 * n])
        student.square(str(n))
        student.square([case.m])

    @check("square", points=1)
    def without_cases(student):
        """Onwards."""
        student.square(student.square(7) + 1)

    assert planned(onwards, square=lambda n: n * n if isinstance(n, int) else 0) == [(7,), ([5],)]
    assert planned(without_cases, square=lambda n: n * n) == [(7,)]


def test_what_has_no_place_on_the_wire_is_not_foreseen():
    @check("keep", points=1, cases=[Case(x=X)])
    def odd(student, case):
        """Odd."""
        student.keep({1, 2})
        student.keep(case.x)

    assert [args[0] is odd.cases[0].x for args in planned(odd, keep=lambda x: x)] == [True]


def test_an_input_that_is_an_earlier_answer_waits_for_its_turn():
    @check("double", points=1, cases=[Case(x=X), Case(x=Z), Case(x=Y)])
    def chain(student, case):
        """Z is twice X."""
        student.double(case.x)

    assert [args[0].tolist() for args in planned(chain, double=double)] == [[1.0, 2.0], [3.0, 4.0]]


def test_an_input_that_is_an_answer_to_an_earlier_check_waits_for_its_turn():
    @check("double", points=1, cases=[Case(x=X)])
    def earlier(student, case):
        """Its answer is Z."""
        student.double(case.x)

    @check("double", points=1, cases=[Case(x=Z), Case(x=Z.reshape(1, 2)), Case(x=Z.astype(int)), Case(x=Y)])
    def later(student, case):
        """Only the last one is something else."""
        student.double(case.x)

    first, second = all_planned([earlier, later], double=double)
    assert [args[0].tolist() for args in first] == [[1.0, 2.0]]
    assert [args[0].tolist() for args in second] == [[3.0, 4.0]]


def test_a_number_that_is_an_answer_to_an_earlier_check_waits_for_its_turn_unless_it_is_a_usual_one():
    @check("double", points=1, cases=[Case(x=0.15), Case(x=50), Case(x=2), Case(x=16.5)])
    def earlier(student, case):
        """Its answers are 0.3, 100, 4 and 33."""
        student.double(case.x)

    @check("double", points=1, cases=[Case(x=0.3), Case(x=[100]), Case(x=4), Case(x=33), Case(x=0.4)])
    def later(student, case):
        """Among them are answers that a student's process would know."""
        student.double(case.x)

    assert all_planned([earlier, later], double=double) == [[(0.15,), (50,), (2,), (16.5,)], [(4,), (0.4,)]]


def test_a_list_that_came_back_is_never_sent_ahead():
    @check("in_order", points=1, cases=[Case(x=[3, 1, 2])])
    def twice(student, case):
        """What is in order stays so."""
        student.in_order(student.in_order(case.x))

    assert planned(twice, in_order=sorted) == [([3, 1, 2],)]


def test_an_answer_in_other_clothes_waits_for_its_turn():
    @check("turn", points=1, cases=[Case(x=1)])
    def earlier(student, case):
        """Its answer is 0.3 and 0.7."""
        student.turn(case.x)

    def foreseen(x):
        @check("turn", points=1, cases=[Case(x=x)])
        def later(student, case):
            """The answer again."""
            student.turn(case.x)

        return len(all_planned([earlier, later], turn=lambda _: [0.0, 0.7])[1])

    assert [foreseen(np.array(x)) for x in ([0.0, 0.7], [-0.0, 0.7], [[0.0], [0.7]])] == [0, 0, 0]
    assert foreseen((0.0, 0.7)) == 0
    assert foreseen(np.array([0.0, 0.6])) == 1


def test_arrays_that_have_no_place_on_the_wire_do_no_harm():
    large, ragged = np.array([10**400, 3], dtype=object), np.array([[1], [2, 3]], dtype=object)

    @check("keep", points=1, cases=[Case(x=x) for x in (large, ragged, np.array(["a"]), np.array([1j]))])
    def odd(student, case):
        """Odd."""
        student.keep(case.x)

    assert len(planned(odd, keep=lambda x: 1)) == 3


def test_a_small_number_that_came_back_waits_for_its_turn_within_its_case():
    @check("square", points=1, cases=[Case(n=2, m=4, k=3)])
    def squares(student, case):
        """4 is the square of 2."""
        for n in (case.n, case.m, case.k):
            student.square(n)

    assert planned(squares, square=lambda n: n * n) == [(2,), (3,)]


def test_texts_and_truth_values_are_answers_that_stand_everywhere():
    @check("double", points=1, cases=[Case(x="a")])
    def earlier(student, case):
        """Its answer is aa."""
        student.double(case.x)

    @check("double", points=1, cases=[Case(x="aa"), Case(x=True)])
    def later(student, case):
        """The answer again."""
        student.double(case.x)

    assert all_planned([earlier, later], double=double) == [[("a",)], [("aa",), (True,)]]


def test_the_calls_of_the_checks_that_follow_are_announced_as_later_ones(toy):
    announced = []

    class Listening(LocalTransport):
        def ahead(self, calls, later=()):
            announced.append((len(calls), len(later)))

    plans = Plans(toy)
    grade_functions(toy, Listening(toy.reference), plans=plans)
    counts = [len(plan.ahead) for plan in plans.of("double")]
    assert len(counts) > 1
    assert announced[: len(counts)] == [(n, sum(counts[k + 1 :])) for k, n in enumerate(counts)]


def test_what_stood_in_the_question_is_no_answer():
    @check("keep", points=1, cases=[Case(net=[X, Y]), Case(net=[X, Z])])
    def kept(student, case):
        """The first is kept."""
        student.keep(case.net)

    assert len(planned(kept, keep=lambda net: [net[0], 2 * net[1]])) == 2


def test_functions_are_not_sent_ahead():
    @check("apply", points=1, cases=[Case(f=Function("x -> x", lambda x: x, takes=[()]), x=X)])
    def applied(student, case):
        """Apply."""
        student.apply(case.f)
        student.apply(case.x)

    assert len(planned(applied, apply=lambda f: 1)) == 1


def test_a_check_of_chance_is_foreseen_as_far_as_it_is_none():
    calls = iter(range(100))

    @check("double", points=1)
    def chance(student):
        """Chance."""
        student.double(X)
        student.double(np.array([float(next(calls))]))
        student.double(Y)

    assert [args[0] is X or args[0] is Y for args in planned(chance, double=double)] == [True, True]


def test_a_check_that_fails_is_foreseen_as_far_as_it_comes():
    @check("double", points=1, cases=[Case(x=X), Case(x=Y)])
    def broken(student, case):
        """Broken."""
        student.double(case.x)
        expect.that(False, "Never.")
        student.double(Z)

    @check("double", points=1)
    def faulty(student):
        """Faulty."""
        student.double(X)
        raise KeyError

    assert len(planned(broken, double=double)) == 2
    assert len(planned(faulty, double=double)) == 1


def test_a_call_too_large_to_be_sent_is_not_foreseen():
    @check("double", points=1, cases=[Case(x=[0.5] * 150_000)])
    def large(student, case):
        """Large."""
        student.double(case.x)

    assert planned(large, double=len) == []


ODD = {
    "right": RIGHT,
    "nothing": "",
    "stub": "def double(x): raise NotImplementedError",
    "wrong from the second case on": "def double(x): return 2 * x if len(x) == 1 else x",
    "ends the process in the second case": "import os\ndef double(x): return 2 * x if len(x) == 1 else os._exit(0)",
    "crashes in the first case": "import os\ndef double(x): os.kill(os.getpid(), 11)",
    "loops in the second case": "def double(x):\n    while len(x) > 1: pass\n    return 2 * x",
    "loops in a case behind the first failure": (
        "def double(x):\n    while len(x) > 3: pass\n    return 2 * x if len(x) == 1 else x"
    ),
    "slow but right": "import time\ndef double(x):\n    time.sleep(0.6)\n    return 2 * x",
    "counts its calls": "n = 0\ndef double(x):\n    global n\n    n += 1\n    return 2 * x if n < 4 else n * x",
    "prints": "def double(x):\n    print('x' * 100_000)\n    return 2 * x",
    "raises": "def double(x): return 1 / 0",
    "returns much": "import numpy as np\ndef double(x): return np.ones((1000, 1000))",
    "returns too much": "def double(x): return [0] * 300_000",
    "returns junk": "def double(x): return double",
    "changes its argument": "def double(x):\n    x *= 2\n    return x",
    "eats memory": "def double(x): return [bytearray(1 << 30) for _ in range(100)]",
    "closes its wire": "import os\ndef double(x):\n    os.close(3)\n    return 2 * x",
    "writes on its wire": "import os\ndef double(x):\n    os.write(3, b'x' * 100)\n    return 2 * x",
}


@pytest.mark.parametrize("code", ODD.values(), ids=ODD.keys())
def test_a_report_is_the_same_with_and_without_plans(code, toy, worker, request):
    loops, sleeps = "while" in code, "sleep" in code
    if not loops and not sleeps:  # these alone are to be too slow for a call that is made ahead
        request.getfixturevalue("ample")
    limits = msgspec.structs.replace(toy.limits, call_seconds=1 if loops else 30, cell_seconds=30, total_seconds=300)
    lab, handed_in = replace(toy, limits=limits), submission(RIGHT, code)
    reports = [grade(lab, handed_in, worker, plans) for plans in (None, Plans(lab))]
    plain, quick = (msgspec.to_builtins(report) | {"seconds": 0} for report in reports)
    assert quick == plain

"""Functions of the grader in the hands of student code, across the wire and within one process."""

from __future__ import annotations

import numpy as np
import pytest
from submitting import submission

from autograder.checks.calls import Ended, Raised, Returned
from autograder.functions import Function
from autograder.plain import Opaque
from autograder.sandbox import nodes, questions, wire
from autograder.sandbox.local import LocalTransport
from autograder.sandbox.questions import Answers
from autograder.sandbox.session import Session

SQUARE = Function("x -> x**2", lambda x: x**2, takes=[()])
GRADIENT = Function("w -> 2 w", lambda w: 2 * w, takes=[(3,)])
ITSELF = Function("w -> w", lambda w: w, takes=[(3,)])
W = np.array([1.0, -2.0, 3.0])


@pytest.fixture(params=["another process", "this process"])
def call(request, worker, toy):
    """Calls a function ``f`` that is made of some code."""

    def within(code, *args):
        names: dict = {}
        exec(code, names)  # noqa: S102 - it is written below
        return LocalTransport({"f": names["f"]}).call("f", args)

    def across(code, *args):
        with Session(worker, submission(code), toy.limits, {"f": 20.0}) as session:
            return session.call("f", args)

    return across if request.param == "another process" else within


def test_a_function_is_answered_by_the_grader(call):
    code = "def f(square, x, y): return [square(x), square(y=y) if False else square(y)]"
    assert call(code, SQUARE, 3.0, 0.5) == Returned([9.0, 0.25])


def test_several_functions_are_told_apart(call):
    code = "import numpy as np\ndef f(g, h, w): return [g(w), h(w[0]), g([0, 0, 1])]"
    outcome = call(code, GRADIENT, SQUARE, W)
    assert outcome.value[0].tolist() == [2.0, -4.0, 6.0]
    assert outcome.value[1] == 1.0
    assert outcome.value[2].tolist() == [0.0, 0.0, 2.0]
    assert outcome.changed == ()


def test_a_function_that_returns_its_argument_does_so_for_the_student(call):
    code = "def f(g, w):\n    given = w.copy()\n    return g(given) is given"
    assert call(code, ITSELF, W) == Returned(True)
    assert call(code, GRADIENT, W) == Returned(False)


def test_writing_into_an_answer_or_an_argument_reaches_nobody_else(call):
    code = "def f(g, w):\n    a = g(w)\n    a[0] = 99.0\n    return g(w)"
    assert call(code, GRADIENT, W).value.tolist() == [2.0, -4.0, 6.0]


def test_odd_arguments_raise_in_the_students_function(call):
    outcome = call("def f(g): return g([1.0, 2.0])", GRADIENT)
    assert isinstance(outcome, Raised)
    assert outcome.kinds[0] == "ValueError"
    assert outcome.text == "the function's argument should be an array of shape (3,), but has shape (2,)"
    assert call("def f(g): return g(1.0, 2.0)", SQUARE).kinds[0] == "TypeError"
    assert call("def f(g): return g(print)", SQUARE).kinds[0] == "TypeError"
    assert call("def f(g): return g(x=1.0)", SQUARE).kinds[0] == "TypeError"


def test_such_an_exception_can_be_caught(call):
    code = "def f(g):\n    try:\n        g('a')\n    except TypeError:\n        return g(2)"
    assert call(code, SQUARE) == Returned(4.0)


def test_arguments_too_large_for_the_wire_are_an_error_of_the_student(call):
    outcome = call("def f(g): return g([0.0] * 300_000)", SQUARE)
    assert outcome.kinds[0] == "ValueError"
    assert "too many parts" in outcome.text


def test_a_long_text_among_the_arguments_costs_the_grader_no_memory():
    items = nodes.List((nodes.Text(b"a" * 60_000), *[nodes.Text(b"")] * 100_000))  # numpy would give each 240 kB
    answer, _ = Answers([SQUARE]).answer(wire.Asks(1, 0, nodes.Tuple((items,))), b"")
    assert isinstance(answer, wire.Refuses)
    assert answer.kind == "TypeError"


def test_the_grader_answers_only_so_often(call, monkeypatch):
    monkeypatch.setattr(questions, "MOST_QUESTIONS", 5)
    assert call("def f(g): return [g(k) for k in range(5)]", SQUARE) == Returned([0.0, 1.0, 4.0, 9.0, 16.0])
    outcome = call("def f(g): return [g(k) for k in range(6)]", SQUARE)
    assert outcome.kinds[0] == "RuntimeError"
    assert "grader answers no more" in outcome.text


def test_a_function_handed_back_is_no_value(call):
    outcome = call("def f(g): return [g, 1]", SQUARE)
    assert isinstance(outcome.value[0], Opaque)


def test_threads_may_ask_at_the_same_time(call):
    code = (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "def f(g):\n    with ThreadPoolExecutor(4) as pool:\n        return list(pool.map(g, range(50)))"
    )
    assert call(code, SQUARE) == Returned([float(k * k) for k in range(50)])


def test_a_fault_of_the_graders_own_function_is_not_the_students(call):
    def broken(_):
        raise KeyError("mistake of the lab's author")

    with pytest.raises(KeyError):
        call(
            "def f(g):\n    try:\n        return g(1)\n    except BaseException:\n        return 0",
            Function("f", broken, [()]),
        )


def test_a_function_of_an_earlier_call_is_answered_no_more(worker, toy):
    code = "kept = []\ndef f(g):\n    kept.append(g)\n    return kept[0](3.0)"
    with Session(worker, submission(code), toy.limits, {}) as session:
        assert session.call("f", (SQUARE,)) == Returned(9.0)
        outcome = session.call("f", (SQUARE,))
        assert outcome.kinds[0] == "RuntimeError"
        assert "earlier call" in outcome.text
        assert session.problems == []


def test_after_a_fault_of_the_grader_the_next_call_finds_a_fresh_process(worker, toy):
    def broken(_):
        raise KeyError("mistake of the lab's author")

    with Session(worker, submission("def f(g): return g(1)"), toy.limits, {}) as session:
        with pytest.raises(KeyError):
            session.call("f", (Function("f", broken, [()]),))
        assert session.call("f", (SQUARE,)) == Returned(1.0)


def test_asking_without_end_meets_the_time_limit(worker, toy):
    code = "def f(g):\n    while True:\n        try:\n            g(1)\n        except RuntimeError:\n            pass"
    with Session(worker, submission(code), toy.limits, {}) as session:
        outcome = session.call("f", (SQUARE,))
    assert isinstance(outcome, Ended)
    assert "did not finish within" in outcome.reason


FORGED = """
def f(g):
    class Forged(type(g)):
        pass
    ask = g._ask
    wire = ask.__globals__["wire"]
    nodes = g.__call__.__globals__["nodes"]
    return {forgery}
"""


@pytest.mark.parametrize(
    "forgery",
    [
        "ask(wire.Asks(g._id, 7, nodes.Tuple((1.0,))), b'')",
        "ask(wire.Asks(g._id, -1, nodes.Tuple((1.0,))), b'')",
        "ask(wire.Asks(g._id, 0, 1.0), b'')",
        "ask(wire.Asks(g._id + 1, 0, nodes.Tuple((1.0,))), b'')",
        "ask(wire.Asks(g._id, 0, nodes.Tuple((nodes.Callback(0),))), b'')",
        "ask(wire.Asks(g._id, 0, nodes.Tuple((nodes.Array('f', (1000,)),))), b'')",
        "ask(wire.Answers(g._id, 1.0), b'')",
    ],
)
def test_a_forged_question_costs_the_call_and_no_more(worker, toy, forgery):
    code = FORGED.format(forgery=forgery)
    with Session(worker, submission(code, "def h(x): return x"), toy.limits, {}) as session:
        outcome = session.call("f", (SQUARE,))
        assert isinstance(outcome, Ended), outcome
        assert "broke the grader's protocol" in outcome.reason
        assert session.call("h", (1,)) == Returned(1)


def test_a_function_from_the_student_is_refused(worker, toy):
    code = (
        "def f(g):\n"
        "    nodes = g.__call__.__globals__['nodes']\n"
        "    codec = g.__call__.__globals__['Writer'].node.__globals__\n"
        "    codec['_EXACT'][set] = lambda writer, value, depth: nodes.Callback(0)\n"
        "    return set()"
    )
    with Session(worker, submission(code), toy.limits, {}) as session:
        outcome = session.call("f", (SQUARE,))
    assert isinstance(outcome, Ended)
    assert "a function came over the wire" in outcome.reason

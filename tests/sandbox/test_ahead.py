"""Calls that are made before they are asked for."""

from __future__ import annotations

import socket
import time
from math import inf

import msgspec
import numpy as np
import pytest
from submitting import submission

from autograder.checks.calls import Ended, Returned
from autograder.sandbox import ahead, control
from autograder.sandbox.errors import ChildEnded
from autograder.sandbox.nodes import WireError
from autograder.sandbox.planned import Planned, same
from autograder.sandbox.process import Child
from autograder.sandbox.rehearsal import Made, Rehearsal, Room
from autograder.sandbox.session import Session

COUNTING = "n = 0\ndef f(x):\n    global n\n    n += 1\n    return [x, n]\ndef g(x):\n    return -x"
LARGE = np.ones(3000)


def plans(*numbers):
    return [Planned("f", (number,)) for number in numbers]


def test_a_planned_call_is_made_once_and_before_it_is_asked_for(worker, ample):
    with Session(worker, submission(COUNTING), ample, {}) as session:
        session.ahead(plans(10, 20, 30))
        assert session.call("g", (1,)) == Returned(-1)
        assert session.call("f", (20,)) == Returned([20, 2])
        assert session.call("f", (30,)) == Returned([30, 3])
        assert session.call("f", (30,)) == Returned([30, 4])


def test_a_planned_call_that_is_not_asked_for_is_dropped(worker, ample):
    with Session(worker, submission(COUNTING), ample, {}) as session:
        session.ahead(plans(10, 20))
        session.ahead(plans(30))
        assert session.call("f", (30,)) == Returned([30, 3])
        assert session.call("f", (10,)) == Returned([10, 4])


def test_calls_that_are_due_later_are_made_once_and_in_their_turn(worker, ample):
    first, second, third = plans(10, 20), plans(30, 40), plans(50)
    with Session(worker, submission(COUNTING), ample, {}) as session:
        session.ahead(first, [*second, *third])
        assert session.call("f", (10,)) == Returned([10, 1])
        session.ahead(second, third)
        assert session.call("f", (30,)) == Returned([30, 3])
        assert session.call("f", (40,)) == Returned([40, 4])
        session.ahead(third)
        assert session.call("f", (50,)) == Returned([50, 5])


def test_a_call_that_is_due_later_is_not_taken_before(worker, ample):
    first, second = plans(10), plans(20)
    with Session(worker, submission(COUNTING), ample, {}) as session:
        session.ahead(first, second)
        assert session.call("f", (20,)) == Returned([20, 3])
        assert session.call("f", (10,)) == Returned([10, 1])
        session.ahead(second)
        assert session.call("f", (20,)) == Returned([20, 2])


def test_calls_of_a_check_that_is_left_out_are_dropped(worker, ample):
    first, second, third = plans(10), plans(20, 30), plans(40)
    with Session(worker, submission(COUNTING), ample, {}) as session:
        session.ahead(first, [*second, *third])
        assert session.call("f", (10,)) == Returned([10, 1])
        session.ahead(third)
        assert session.call("f", (40,)) == Returned([40, 4])


def test_calls_of_a_check_that_is_left_out_are_not_sent_any_more(worker, ample):
    later = [Planned("f", (LARGE + k,)) for k in range(5)]  # one at a time is on its way
    code = "n = 0\ndef f(x):\n    global n\n    n += 1\n    return n"
    with Session(worker, submission(code), ample, {}) as session:
        session.ahead(plans(10), later)
        assert session.call("f", (10,)) == Returned(1)
        session.ahead(later[3:])
        assert session.call("f", later[3].args) == Returned(3)


def test_a_function_that_is_called_one_at_a_time_is_not_called_for_later_checks_either(worker, ample):
    with Session(worker, submission(COUNTING), ample, {"g": 0.1}) as session:
        session.ahead(plans(10), [*plans(20), Planned("g", (1,))])
        assert session.call("f", (10,)) == Returned([10, 1])
        assert session.call("f", (30,)) == Returned([30, 2])


def test_calls_due_later_are_handed_over_again_if_others_came_between(worker, ample):
    first, second = plans(10), plans(*range(100, 200))
    with Session(worker, submission(COUNTING), ample, {}) as session:
        session.ahead(first, second)
        assert session.call("g", (1,)) == Returned(-1)
        assert outcomes(session, case(("g", 2, -2))) == [Returned(-2)]
        assert session.repeats([case(("g", 3, 0))]) == []
        session.ahead(second)
        assert [session.call("f", (k,)) for k in (100, 150, 199)] == [Returned([k, k - 98]) for k in (100, 150, 199)]


def test_calls_due_later_that_were_not_sent_yet_are_sent_after_others_came_between(worker, ample):
    later = tuple(Planned("f", (LARGE + k,)) for k in range(5))  # one at a time is on its way
    code = "n = 0\ndef f(x):\n    global n\n    n += 1\n    return n\ndef g(x): return x"
    with Session(worker, submission(code), ample, {}) as session:
        session.ahead((*plans(10),), later)
        assert session.call("f", (10,)) == Returned(1)
        assert session.call("g", (1,)) == Returned(1)
        session.ahead(later)
        assert session.call("f", later[2].args) == Returned(4)


def test_what_was_not_sent_of_a_check_is_not_in_the_way_of_the_next(worker, ample, monkeypatch):
    first, second = (tuple(Planned("f", (LARGE + k,)) for k in numbers) for numbers in (range(5), range(5, 7)))
    with Session(worker, submission("def f(x): return x[0]"), ample, {}) as session:
        session.ahead(first, second)
        assert session.call("f", first[0].args) == Returned(1.0)
        session.ahead(second)
        monkeypatch.setattr(Child, "request", None)  # no call is made now that was foreseen
        assert [session.call("f", planned.args) for planned in second] == [Returned(6.0), Returned(7.0)]


def test_no_call_is_made_ahead_when_little_time_is_left(worker, toy):
    with Session(worker, submission(COUNTING), msgspec.structs.replace(toy.limits, total_seconds=0.9), {}) as session:
        session.ahead(plans(10))
        assert session._child is None


def test_a_known_reply_with_more_behind_it_is_no_reply(toy):
    known = Planned("f", (1,), Returned(2)).frames
    for more in (b"", b"more"):
        (protocol, students), (leash, workers) = socket.socketpair(), socket.socketpair()
        with students, workers:
            child = Child(protocol, leash)
            child.send_all([Planned("f", (1,)).prepared.frame], 1.0)
            students.sendall(known[0].frame(child._awaited[0]) + more)
            workers.sendall(msgspec.msgpack.encode(control.Ended(0, True, False, 0.0)))
            workers.shutdown(socket.SHUT_WR)
            place = child.receive_known(known, lambda until: 1.0, inf)
            assert place == (None if more else 0)
            if more:
                with pytest.raises(ChildEnded, match="more than one reply"):
                    child.receive(1.0)
            child.end()


def test_a_loop_in_a_call_that_is_due_later_costs_its_own_check_alone(worker, toy):
    code = "def f(x):\n    while x == 20: pass\n    return x\ndef g(x): return x"
    first, second = plans(10), plans(20)
    with Session(worker, submission(code), toy.limits, {}) as session:
        session.ahead(first, second)
        assert session.call("f", (10,)) == Returned(10)
        assert session.call("g", (1,)) == Returned(1)
        assert session.problems == []
        session.ahead(second)
        assert isinstance(session.call("f", (20,)), Ended)


def test_more_than_fits_on_the_way_is_sent_bit_by_bit(worker, ample):
    arrays = [LARGE + k for k in range(12)]
    calls = [Planned("f", (array,)) for array in arrays]
    assert sum(call.prepared.size for call in calls) > 4 * ahead.WINDOW_BYTES
    code = "import numpy as np\ndef f(x): return np.concatenate([x] * 40)"
    with Session(worker, submission(code), ample, {}) as session:
        session.ahead(calls)
        for k, array in enumerate(arrays):
            value = session.call("f", (array,)).value
            assert value.shape == (120_000,)
            assert value[0] == 1 + k


def test_after_a_loop_the_function_is_called_one_at_a_time(worker, toy):
    code = "def f(x):\n    while x == 20: pass\n    return x"
    with Session(worker, submission(code), toy.limits, {}) as session:
        session.ahead(plans(10, 20, 30))
        assert session.call("f", (10,)) == Returned(10)
        assert isinstance(session.call("f", (20,)), Ended)
        assert session.call("f", (30,)) == Returned(30)
        assert len(session.problems) == 1
        assert "f did not finish within" in session.problems[0]


def test_a_loop_in_a_call_that_nobody_asks_for_is_no_problem(worker, toy):
    code = "def f(x):\n    while x == 20: pass\n    return x\ndef g(x): return x"
    with Session(worker, submission(code), toy.limits, {}) as session:
        session.ahead(plans(10, 20))
        assert session.call("f", (10,)) == Returned(10)
        assert session.call("g", (1,)) == Returned(1)
        assert session.problems == []


def test_arguments_are_the_same_only_if_nothing_can_tell_them_apart():
    net = [(LARGE, LARGE)]
    assert same((net, 1, [1, 0], "a", 0.5, None), (net, 1, [1, 0], "a", 0.5, None))
    assert same([(LARGE, LARGE)], net)
    for one, other in [(1, 1.0), (0.0, -0.0), (True, 1), ([1], (1,)), (LARGE, LARGE.copy()), ([1, 2], [1])]:
        assert not same((one,), (other,))


def test_calls_that_nobody_waits_for_take_little_time(worker, toy):
    code = "import time\ndef f(x):\n    time.sleep(0.2)\n    return x\ndef g(x): return x"
    limits = msgspec.structs.replace(toy.limits, call_seconds=30, cell_seconds=30, total_seconds=300)
    with Session(worker, submission(code), limits, {}) as session:
        session.ahead(plans(*range(300)))
        started = time.monotonic()
        assert session.call("g", (1,)) == Returned(1)
        assert time.monotonic() - started < 30
        assert session.problems == []


def test_calls_ahead_end_with_the_time_for_the_whole_submission(worker, toy):
    code = "import time\ndef f(x):\n    time.sleep(0.2)\n    return x"
    limits = msgspec.structs.replace(toy.limits, total_seconds=3.0)
    with Session(worker, submission(code), limits, {}) as session:
        session.ahead(plans(*range(200)))
        started = time.monotonic()
        outcomes = [session.call("f", (k,)) for k in range(200)]
        assert time.monotonic() - started < 30
    assert outcomes[0] == Returned(0)
    assert isinstance(outcomes[-1], Ended)


def test_large_replies_are_not_kept_without_end(worker, ample, monkeypatch):
    code = "import numpy as np\nlarge = np.ones(1_000_000)\ndef f(x): return large\ndef g(x): return x"
    monkeypatch.setattr(ahead, "ROOM_BYTES", 20_000_000)
    with Session(worker, submission(code), ample, {}) as session:
        session.ahead(plans(*range(100)))
        child = session._child
        assert session.call("g", (1,)) == Returned(1)
        assert session._child is not child
        assert session.problems == []


def test_no_call_is_made_ahead_where_the_cells_take_long(worker, toy):
    code = f"import time\ntime.sleep(1.2)\n{COUNTING}"
    limits = msgspec.structs.replace(toy.limits, cell_seconds=5.0)
    with Session(worker, submission(code), limits, {}) as session:
        session.ahead(plans(10, 20))
        assert session.call("f", (20,)) == Returned([20, 1])


def test_no_call_is_made_ahead_of_a_function_with_little_time(worker, ample):
    with Session(worker, submission(COUNTING), ample, {"f": 20.0}) as session:
        session.ahead(plans(10, 20))
        assert session.call("f", (20,)) == Returned([20, 1])


def test_arguments_too_large_to_be_sent_are_the_graders_fault(worker, toy):
    with Session(worker, submission(COUNTING), toy.limits, {}) as session:
        with pytest.raises(WireError):
            session.call("f", ([0.5] * 150_000,))
        assert session.problems == []


def case(*calls):
    """A case of calls of one number, each a function's name, the number and what comes back when all goes well."""
    made = [Planned(name, (x,), Returned(y), follows=True) for name, x, y in calls]
    return Rehearsal([Made(planned, planned.returned[0]) for planned in made], Room())


def outcomes(session, rehearsal):
    """What came back for the calls of a case if it could be repeated, else None."""
    ways = session.repeats([rehearsal])
    return [call.outcome for call in ways[0].calls] if ways else None


def test_calls_are_repeated_as_long_as_the_outcomes_are_the_known_ones(worker, ample):
    one, three = case(("g", 1, -1)), case(("g", 1, -1), ("f", 2, 2), ("g", 3, -3))
    with Session(worker, submission(COUNTING), ample, {}) as session:
        session.ahead(plans(10, 20))
        assert outcomes(session, one) == [Returned(-1)]
        assert outcomes(session, three) is None
        assert session.call("g", (1,)) == Returned(-1)
        assert session.call("f", (2,)) == Returned([2, 3])
        assert session.call("f", (2,)) == Returned([2, 4])


def test_replies_of_planned_calls_are_kept_while_another_call_is_made(worker, ample):
    with Session(worker, submission(COUNTING), ample, {}) as session:
        session.ahead(plans(10, 20))
        assert outcomes(session, case(("g", 1, -1))) == [Returned(-1)]
        assert session.call("f", (20,)) == Returned([20, 2])


def test_a_call_that_loops_is_not_waited_for_as_a_repeated_one(worker, toy):
    code = "def f(x):\n    while x == 2: pass\n    return x"
    one, two = case(("f", 1, 1)), case(("f", 1, 1), ("f", 2, 2))
    with Session(worker, submission(code), toy.limits, {}) as session:
        session.ahead([])
        assert session.repeats([two]) == []
        assert session.problems == []
        assert isinstance(session.call("f", (2,)), Ended)
        assert session.repeats([one]) == []
        assert session.call("f", (1,)) == Returned(1)


def test_replies_that_wait_for_a_repeated_call_are_not_kept_without_end(worker, ample, monkeypatch):
    code = "import numpy as np\nlarge = np.ones(1_000_000)\ndef f(x): return large\ndef g(x): return x"
    monkeypatch.setattr(ahead, "ROOM_BYTES", 20_000_000)
    with Session(worker, submission(code), ample, {}) as session:
        session.ahead(plans(*range(100)))
        child = session._child
        assert session.repeats([case(("g", 1, 1))]) == []
        assert session._child is not child
        assert session.call("g", (1,)) == Returned(1)
        assert session.problems == []


def test_an_answer_that_is_not_the_known_one_counts_even_if_its_process_is_gone(worker, ample):
    with Session(worker, submission("def f(x): return 0"), ample, {}) as session:
        session.ahead([])
        assert session.repeats([case(("f", 1, 1))]) == []
        child = session._child
        child.end()
        assert session.call("f", (1,)) == Returned(0)
        assert session._child is child


def test_replies_that_were_known_weigh_nothing(worker, ample, monkeypatch):
    code = "import numpy as np\ndef f(x): return np.ones(1_000_000) if x == 0 else x\ndef g(x): return x"
    monkeypatch.setattr(ahead, "ROOM_BYTES", 20_000_000)
    with Session(worker, submission(code), ample, {}) as session:
        session.ahead([Planned("f", (k,), Returned(k)) for k in range(20)])
        child = session._child
        assert session.call("g", (1,)) == Returned(1)
        assert session._child is child
        assert session.call("f", (19,)) == Returned(19)


def test_a_function_with_little_time_is_not_repeated(worker, ample):
    with Session(worker, submission(COUNTING), ample, {"g": 0.2}) as session:
        session.ahead(plans(10))
        assert session.repeats([case(("g", 1, -1))]) == []

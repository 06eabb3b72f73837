"""The student's handle: names become positions, and outcomes become values or exceptions."""

from __future__ import annotations

import pytest

from autograder.checks.calls import Ended, Raised, Returned
from autograder.checks.errors import NotWritten, Stopped, StudentRaised
from autograder.sandbox.local import LocalTransport
from autograder.sandbox.student import Student


def student(outcome=None, **functions):
    transport = LocalTransport(functions)
    if outcome is not None:
        transport.call = lambda function, args: outcome
    return Student(transport, {"f": ("a", "b", "c")})


def test_arguments_are_handed_over_by_position_whatever_the_student_calls_them():
    assert student(f=lambda x, y, z: [x, y, z]).f(1, c=3, b=2) == [1, 2, 3]


@pytest.mark.parametrize("named", [{"d": 1}, {"c": 1}, {"b": 1, "a": 1}])
def test_a_check_that_names_arguments_wrongly_is_told_so(named):
    with pytest.raises(TypeError):
        student(f=lambda *_: None).f(0, **named)


def test_only_exercises_can_be_called():
    with pytest.raises(AttributeError, match="it has f"):
        _ = student().g


def test_changed_arguments_are_named_as_in_the_lab():
    handle = student(f=lambda x, y, z: (x.append(1), z.append(1), None)[2])
    assert handle.changed_arguments() == []
    handle.f([], 0, [])
    assert handle.changed_arguments() == ["a", "c"]


@pytest.mark.parametrize(
    ("outcome", "error"),
    [
        (Raised(("NotImplementedError", "RuntimeError")), NotWritten),
        (Raised(("ValueError",), "text", "cell 1"), StudentRaised),
        (Ended("f did not finish."), Stopped),
    ],
)
def test_what_is_no_value_is_an_exception(outcome, error):
    handle = student(outcome)
    with pytest.raises(error):
        handle.f(1, 2, 3)
    assert [call.outcome for call in handle.calls] == [outcome]


def test_a_missing_function_is_not_written():
    with pytest.raises(NotWritten, match="There is no function f"):
        student().f(1, 2, 3)


def test_every_call_is_recorded_with_its_arguments():
    handle = student(f=lambda *_: 7)
    handle.f(1, 2, 3)
    assert (handle.calls[0].args, handle.calls[0].outcome) == ((1, 2, 3), Returned(7))

"""What trusted functions answered is remembered: the same answers, found out once, within bounds."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.checks.calls import Raised, Returned
from autograder.functions import Function
from autograder.remembered import OVERHEAD, Remembered, question, weight


class Counting:
    """A function that counts how often it is called."""

    def __init__(self, function):
        self.function, self.times = function, 0

    def __call__(self, *args):
        self.times += 1
        return self.function(*args)


def ask(remembered, function, *args):
    return remembered.outcome(function, question(args), args)


def test_a_function_is_asked_once_for_equal_arguments():
    remembered, doubled = Remembered(), Counting(lambda x: 2 * x)
    first = ask(remembered, doubled, np.array([1.0, 2.0]))
    again = ask(remembered, doubled, np.array([1.0, 2.0]))
    assert again is first
    assert doubled.times == 1
    assert first.value.tolist() == [2.0, 4.0]


@pytest.mark.parametrize(
    ("one", "other"),
    [(1, 1.0), (0.0, -0.0), (True, 1), ([1], (1,)), (np.array([1]), np.array([1.0])), (np.zeros((1, 2)), np.zeros(2))],
)
def test_arguments_of_another_kind_are_another_question(one, other):
    assert question((one,)) != question((other,))


def test_functions_as_arguments_are_told_apart_whatever_their_text():
    one, other = (Function("f", lambda x, k=k: x + k, takes=[()]) for k in (1.0, 2.0))
    remembered = Remembered()
    at_zero = Counting(lambda f: f(0.0))
    assert [ask(remembered, at_zero, f).value for f in (one, other, one)] == [1.0, 2.0, 1.0]
    assert at_zero.times == 2


def test_another_function_is_another_question():
    remembered = Remembered()
    assert ask(remembered, lambda x: x + 1, 1) == Returned(2)
    assert ask(remembered, lambda x: x + 2, 1) == Returned(3)


def test_exceptions_are_remembered_too():
    def refuse(x):
        raise ValueError("no")

    remembered, refusing = Remembered(), Counting(refuse)
    assert isinstance(ask(remembered, refusing, 1), Raised)
    assert ask(remembered, refusing, 1).kinds[0] == "ValueError"
    assert refusing.times == 1


def test_the_words_of_exceptions_are_counted_as_well():
    def refuse(x):
        raise ValueError("x" * 1500)

    remembered, refusing = Remembered(most_bytes=4000), Counting(refuse)
    for x in (1, 2, 3, 3, 1):
        ask(remembered, refusing, x)
    assert refusing.times == 4


def test_what_was_not_asked_for_longest_is_dropped_first():
    remembered, same = Remembered(most_bytes=2 * (OVERHEAD + weight(0))), Counting(lambda x: x)
    for x in (0, 1, 0, 2, 0):
        ask(remembered, same, x)
    assert same.times == 3
    ask(remembered, same, 1)
    assert same.times == 4


def test_an_answer_larger_than_all_room_is_given_and_not_kept():
    remembered, large = Remembered(most_bytes=1000), Counting(lambda: np.zeros(1000))
    for _ in range(2):
        assert ask(remembered, large).value.size == 1000
    assert large.times == 2

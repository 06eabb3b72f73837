"""What trusted functions answered is remembered: the same answers, found out once, within bounds."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from autograder import remembered as module
from autograder.checks.calls import Ended, Missing, Raised, Returned, same_outcome
from autograder.functions import Function
from autograder.plain import OVERHEAD, Opaque, weight
from autograder.remembered import Comparisons, Remembered, marked, question
from autograder.sandbox.nodes import MAX_DEPTH


class Counting:
    """A function that counts how often it is called."""

    def __init__(self, function):
        self.function, self.times = function, 0

    def __call__(self, *args):
        self.times += 1
        return self.function(*args)


def ask(remembered, function, *args):
    return remembered.outcome(function, question(args), args).outcome


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


def deep(x):
    """A number as deep as the wire takes it."""
    for _ in range(MAX_DEPTH):
        x = [x]
    return x


OUTCOMES = [
    *map(Returned, (None, True, 1, 1.0, 1 + 1e-12, 1.1, 2**80, Fraction(1, 2), 0.0, -0.0, np.nan, "1", "", [], ())),
    *map(Returned, ([1, 2], (1, 2), np.array([1, 2]), np.array([1.0, 2.0]), np.array([[1.0, 2.0]]), {"a": 1})),
    *map(Returned, (Opaque("a set"), [np.array([np.nan, 1.0])], [np.array([np.nan, 1.0 + 1e-12])], "\ud800")),
    Returned(1, changed=(0,)),
    Returned(deep(1)),
    Returned(deep(2)),
    Raised(("ValueError",), "one"),
    Raised(("ValueError",), "other", "line 3", (1,)),
    Raised(("TypeError",)),
    Ended("timeout"),
    Ended("crash"),
    Missing(),
    Returned(object()),
]


def test_a_remembered_comparison_is_the_comparison():
    comparisons = Comparisons()
    for _ in range(2):
        for one, other in product(OUTCOMES, repeat=2):
            assert comparisons.same(marked(one), marked(other)) == same_outcome(one, other)


def test_a_pair_of_outcomes_is_compared_once(monkeypatch):
    compared = []
    monkeypatch.setattr(module, "same_outcome", lambda a, b: compared.append((a, b)) or False)
    comparisons = Comparisons()
    for _ in range(3):
        comparisons.same(marked(Returned(np.ones(2))), marked(Returned(np.zeros(2))))
    assert len(compared) == 1
    comparisons.same(marked(Returned(np.ones(2))), marked(Returned(np.zeros((1, 2)))))
    assert len(compared) == 2


def test_what_cannot_be_put_in_bytes_is_compared_each_time(monkeypatch):
    compared = []
    monkeypatch.setattr(module, "same_outcome", lambda a, b: compared.append((a, b)) or False)
    comparisons, endless = Comparisons(), Returned([0] * 300_000)
    for _ in range(2):
        comparisons.same(marked(endless), marked(Returned(1)))
        comparisons.same(marked(Returned(Function("f", abs, takes=[()]))), marked(Returned(1)))
    assert len(compared) == 4


def test_comparisons_are_kept_within_bounds(monkeypatch):
    compared = []
    monkeypatch.setattr(module, "same_outcome", lambda a, b: compared.append(b.value) or False)
    comparisons, one = Comparisons(most=2), marked(Returned(1))
    for x in (2, 3, 2, 4, 2, 3):
        comparisons.same(one, marked(Returned(x)))
    assert compared == [2, 3, 4, 3]

"""Junk and disguises: what they do to right answers."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

import numpy as np
import pytest

from autograder.checks.calls import same_value
from autograder.sandbox.local import LocalTransport
from autograder.verify import transforms

NET = [
    (np.array([[0.1, 2.0], [1.7, 0.4], [0.0, 1.0]]), np.array([0.5, -1.0, 0.25])),
    (np.ones((1, 3)), np.array([0.3])),
]
ANSWERS = [NET, (NET, NET, 0.5), (NET, NET, Fraction(1, 3)), [[1, 0, 2]], 3.25, 7, np.array([0.1, 0.7]), None, 10**400]


def over_the_wire(value):
    return LocalTransport({"f": lambda: value}).call("f", ()).value


def numbers(value):
    """All numbers in a value, in order."""
    if isinstance(value, np.ndarray):
        return value.ravel().tolist()
    if isinstance(value, (list, tuple)):
        return [number for item in value for number in numbers(item)]
    return [] if value is None else [value]


@pytest.mark.parametrize("change", transforms.DISGUISES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("answer", ANSWERS, ids=repr)
def test_a_disguise_keeps_the_numbers(change, answer):
    arrived = numbers(over_the_wire(change(answer)))
    assert len(arrived) == len(numbers(answer))
    assert all(same_value(a, b) for a, b in zip(arrived, numbers(answer), strict=True))


def test_noise_is_in_the_last_place_of_what_is_not_whole():
    noisy = transforms.one_unit_in_the_last_place(NET)
    assert noisy[0][0][0, 0] != 0.1
    assert noisy[0][0][0, 1] == 2.0
    assert transforms.one_unit_in_the_last_place(3.25) != 3.25
    assert transforms.one_unit_in_the_last_place(7) == 7
    assert transforms.one_unit_in_the_last_place(np.inf) == np.inf
    assert transforms.one_unit_in_the_last_place(np.array([np.inf, -1e300])).tolist() == [np.inf, -1e300]


@pytest.mark.parametrize("change", transforms.JUNK, ids=lambda change: change.__name__)
def test_junk_is_something_else_for_some_answer(change):
    assert any(not same_value(over_the_wire(change(answer)), over_the_wire(answer)) for answer in ANSWERS[:7])


@pytest.mark.parametrize("change", [*transforms.JUNK, *transforms.DISGUISES], ids=lambda change: change.__name__)
def test_none_stays_none(change):
    assert change(None) is None


class Pair(NamedTuple):
    weights: np.ndarray
    bias: float


@pytest.mark.parametrize("change", [*transforms.JUNK, *transforms.DISGUISES], ids=lambda change: change.__name__)
def test_named_tuples_are_changed_too(change):
    change(Pair(np.array([[0.5, 0.25]]), 1.5))


def test_arrays_inside_a_net_are_off_by_one():
    shapes = [(W.shape, b.shape) for W, b in transforms.arrays_one_shorter(NET)]
    assert shapes == [((3, 1), (2,)), ((1, 2), (0,))]
    shapes = [(W.shape, b.shape) for W, b in transforms.arrays_one_longer(NET)]
    assert shapes == [((3, 3), (4,)), ((1, 4), (2,))]

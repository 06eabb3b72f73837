"""Whether two values, and two outcomes, mean the same: what a misconception is recognised by."""

from __future__ import annotations

import math
from fractions import Fraction

import hypothesis.extra.numpy as arrays_of
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.checks.calls import Ended, Missing, Raised, Returned, same_outcome, same_value
from autograder.plain import Opaque

plain = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.fractions(),
        st.text(),
        st.integers(300, 400).map(lambda k: Fraction(10**k, 7)),
        st.just(10**400),
        arrays_of.arrays(
            st.sampled_from([np.float64, np.int64, np.bool_]), arrays_of.array_shapes(min_dims=0, min_side=0)
        ),
    ),
    lambda inner: st.one_of(st.lists(inner), st.lists(inner).map(tuple), st.dictionaries(st.text(max_size=2), inner)),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@given(plain, plain)
def test_any_two_values_can_be_compared_in_both_directions(a, b):
    assert same_value(a, a)
    assert {type(same_value(a, b)), type(same_value(b, a))} == {bool}


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (np.array([1, 2]), [1, 2]),
        (np.array([1, 2]), (1.0, 2.0)),
        (np.array([[True]]), [[True]]),
        (np.array(3.0), 3),
        ([np.array([1.0])], np.array([[1.0]])),
        (0.1 + 0.2, 0.3),
        (Fraction(1, 3), 1 / 3),
        (math.nan, math.nan),
        (np.array([math.nan]), np.array([math.nan])),
        (10**400, 10**400),
        ({"a": (1,)}, {"a": [1]}),
        (-0.0, 0.0),
    ],
)
def test_values_that_mean_the_same(a, b):
    assert same_value(a, b)
    assert same_value(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (np.array(3.0), [3.0]),
        (np.array(3.0), [1]),
        ([1], 1),
        ([1], [1, 2]),
        (np.ones((2, 1)), np.ones(2)),
        (np.ones(2), np.ones(1)),
        (1.0, 1.0 + 1e-7),
        (10**20, 10**20 + 1),
        (np.array([2**62]), np.array([2**62 + 1])),
        (10**400, 10**400 + 1),
        (10**400, 1.0),
        (Fraction(10**400, 3), 1.0),
        (Fraction(10**400, 3), math.inf),
        (True, 1),
        ("1", 1),
        (None, 0),
        (Opaque("x"), Opaque("x")),
        (Opaque("x"), "x"),
        ({"a": 1}, {"b": 1}),
        ({"a": 1}, [1]),
    ],
)
def test_values_that_do_not(a, b):
    assert not same_value(a, b)
    assert not same_value(b, a)


def test_outcomes_are_the_same_by_value_or_by_the_exceptions_class():
    assert same_outcome(Returned(1, (0,)), Returned(1.0))
    assert same_outcome(Raised(("KeyError", "LookupError"), "a"), Raised(("KeyError",), "b"))
    assert same_outcome(Ended("a"), Ended("b"))
    assert not same_outcome(Raised(("KeyError",)), Raised(("IndexError",)))
    assert not same_outcome(Returned(None), Missing())
    assert not same_outcome(Returned(None), Ended("a"))

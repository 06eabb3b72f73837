"""Functions as arguments: what they take, and what they say of anything else."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from autograder.functions import Function

SQUARE = Function("x -> x**2", lambda x: x**2, takes=[()])
SUM = Function("w -> w[0] + w[1]", lambda w: w.sum(), takes=[(2,)])
SLOPE = Function("slope", lambda x, sigma: x * sigma, takes=[(), ()])


@pytest.mark.parametrize("three", [3, 3.0, np.float32(3), np.int64(3), np.array(3.0), Fraction(3)])
def test_a_number_may_be_of_any_kind(three):
    assert SQUARE(three) == 9.0


@pytest.mark.parametrize("pair", [[1, 2], (1.0, 2.0), np.array([1, 2]), np.array([1.0, 2.0])])
def test_an_array_may_be_a_list(pair):
    assert SUM(pair) == 3.0


@pytest.mark.parametrize("wrong", [[1.0, 2.0, 3.0], [[1.0, 2.0]], 1.0, [], np.ones((2, 1))])
def test_an_array_of_another_shape_is_an_error(wrong):
    with pytest.raises(ValueError, match=r"the function's argument should be an array of shape \(2,\), but "):
        SUM(wrong)


@pytest.mark.parametrize("wrong", ["3", None, 1j, True, [1, [2]], {}, 10**400, np.array(["a", "b"])])
def test_what_is_no_number_is_an_error(wrong):
    with pytest.raises(TypeError, match="should be"):
        SQUARE(wrong)


def test_a_wrong_number_of_arguments_is_an_error():
    with pytest.raises(TypeError, match="takes 2 arguments but 1 were given"):
        SLOPE(1.0)


def test_an_array_for_a_number_is_not_broadcast():
    with pytest.raises(ValueError, match=r"should be a number, but has shape \(1,\)"):
        SQUARE(np.array([3.0]))


def test_an_overflow_is_an_infinity_as_in_arrays():
    assert SQUARE(1e300) == np.inf


def test_the_argument_itself_comes_back_as_the_argument():
    same = Function("identity", lambda w: w, takes=[(2,)])
    given = [1.0, 2.0]
    assert same(given) is given


def test_a_function_without_arguments_is_refused():
    with pytest.raises(ValueError, match="takes no argument"):
        Function("f", lambda: 1, takes=[])

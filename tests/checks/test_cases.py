"""Inputs for checks: they obey the rules for test inputs, are the same every time, and cannot be spoilt."""

from __future__ import annotations

import copy
import itertools
import pickle

import numpy as np
import pytest

from autograder import nets
from autograder.checks import cases


def numbers(net):
    return np.concatenate([part.ravel() for layer in net for part in layer])


@pytest.mark.parametrize("widths", [(1, 1), (2, 2, 1), (3, 4, 5, 2), (6, 8, 4), (20, 30, 10), (40, 60, 3)])
@pytest.mark.parametrize("seed", range(4))
def test_parameters_are_distinct_in_absolute_value_and_never_zero(widths, seed):
    net = cases.net(widths, seed)
    magnitudes = np.abs(numbers(net))
    assert nets.widths(net) == list(widths)
    assert len(set(magnitudes)) == len(magnitudes)
    assert magnitudes.min() > 0
    assert magnitudes.max() < 10


def test_parameters_of_small_nets_are_tenths():
    values = numbers(cases.net((3, 4, 5, 2))) * 10
    np.testing.assert_allclose(values, np.round(values), atol=1e-12)
    assert min(values) < 0 < max(values)


def test_the_same_seed_gives_the_same_net_and_another_one_another():
    assert nets.equal(cases.net((2, 3, 1), 5), cases.net((2, 3, 1), 5))
    assert not nets.equal(cases.net((2, 3, 1), 5), cases.net((2, 3, 1), 6))


@pytest.mark.parametrize(("samples", "features"), [(1, 1), (4, 2), (10, 3), (50, 4)])
def test_inputs_are_distinct_in_absolute_value_and_never_zero(samples, features):
    X = cases.inputs(samples, features)
    assert X.shape == (samples, features)
    assert len(set(np.abs(X).ravel())) == X.size
    assert np.abs(X).min() > 0
    assert np.array_equal(X, cases.inputs(samples, features))
    assert not np.array_equal(X, cases.inputs(samples, features, seed=1))


@pytest.mark.parametrize("hidden", [1, 2, 3])
@pytest.mark.parametrize("activation", nets.ACTIVATIONS)
def test_cases_of_nets_come_smallest_first_with_good_targets(hidden, activation):
    made = cases.nets(hidden, activation=activation)
    sizes = [numbers(case.net).size for case in made]
    assert sizes == sorted(sizes)
    for case in made:
        assert len(case.net) == hidden + 1
        assert nets.widths(case.net) == case.widths
        assert case.X.shape == (4, case.widths[0])
        assert case.Y.shape == (4, case.widths[-1])
        assert np.abs(case.Y - nets.forward(case.net, case.X, activation)).max() <= 0.56
        assert case.activation == activation
    assert any(len(set(case.widths)) > 2 for case in made)
    assert any(case.widths[-1] > 1 for case in made)


def test_cases_of_nets_may_have_several_depths_or_given_widths():
    assert {len(case.net) for case in cases.nets([1, 3])} == {2, 4}
    assert [case.widths for case in cases.nets(widths=[(1, 2, 1), (5, 1)])] == [[1, 2, 1], [5, 1]]


def test_cases_are_the_same_every_time():
    for one, other in zip(cases.nets(2), cases.nets(2), strict=True):
        assert nets.equal(one.net, other.net)
        assert np.array_equal(one.Y, other.Y)


def test_permutations_are_all_of_them_with_the_identity_first():
    assert cases.permutations(3)[0] == [0, 1, 2]
    assert sorted(cases.permutations(3)) == [list(p) for p in itertools.permutations(range(3))]
    assert cases.permutations(0) == [[]]


def test_arrays_in_a_case_are_copies_that_cannot_be_written_to():
    given = np.ones(2)
    case = cases.Case("label", net=[(given, given)], table={"a": (given,)}, label_too="x")
    given[0] = 9.0
    for array in (case.net[0][0], case.table["a"][0]):
        assert array.tolist() == [1.0, 1.0]
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 5.0


def test_a_case_is_read_as_attributes_and_as_a_mapping():
    case = cases.Case("the label", a=1, b=2)
    assert (case.a, case["b"], case.get("c", 3), len(case), list(case), case.label) == (
        1,
        2,
        3,
        2,
        ["a", "b"],
        "the label",
    )
    with pytest.raises(AttributeError, match=r"has no 'c'; it has a, b"):
        _ = case.c


def test_a_case_can_be_copied_and_pickled():
    case = cases.Case("x", a=[1])
    assert copy.deepcopy(case).a == [1]
    assert pickle.loads(pickle.dumps(case)).a == [1]  # noqa: S301 - our own

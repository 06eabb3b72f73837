"""The mathematics of nets, against loops over single numbers and against the conventions of the labs."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from autograder import nets
from autograder.checks import cases

SCALAR = {
    "identity": lambda z: z,
    "relu": lambda z: z if z > 0 else 0.0,
    "tanh": math.tanh,
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z)),
}
WIDTHS = [(2, 1), (3, 2), (2, 3, 1), (1, 1, 1), (3, 2, 4), (2, 3, 4, 2), (1, 2, 3, 2, 2)]


def by_loops(net, x, activation):
    values = [float(entry) for entry in x]
    for layer, (W, b) in enumerate(net, start=1):
        sums = [sum(W[k, c] * value for c, value in enumerate(values)) + b[k] for k in range(len(b))]
        values = sums if layer == len(net) else [SCALAR[activation](z) for z in sums]
    return values


@pytest.mark.parametrize("activation", SCALAR)
@pytest.mark.parametrize("widths", WIDTHS)
def test_forward_equals_a_loop_over_single_numbers(widths, activation):
    net, X = cases.net(widths), cases.inputs(3, widths[0])
    expected = [by_loops(net, x, activation) for x in X]
    np.testing.assert_allclose(nets.forward(net, X, activation), expected, rtol=1e-12, atol=1e-14)
    assert nets.forward(net, X[:1], activation).shape == (1, widths[-1])


@pytest.mark.parametrize(
    ("activation", "expected"),
    [("identity", [-1000, 0, 1000]), ("relu", [0, 0, 1000]), ("tanh", [-1, 0, 1]), ("sigmoid", [0, 0.5, 1])],
)
def test_forward_is_finite_and_right_at_large_pre_activations(activation, expected):
    net = [(np.array([[1.0]]), np.array([0.0])), (np.array([[1.0]]), np.array([0.0]))]
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        found = nets.forward(net, np.array([[-1000.0], [0.0], [1000.0]]), activation)
    assert found.ravel().tolist() == expected


def test_mse_is_the_mean_over_samples_and_outputs():
    net = [(np.zeros((2, 1)), np.array([1.0, 2.0]))]
    X, Y = np.zeros((3, 1)), np.array([[1.0, 2.0], [1.0, 2.0], [4.0, 0.0]])
    assert nets.mse(net, X, Y, "relu") == (9 + 4) / 6


def test_reorder_puts_old_unit_perm_k_in_place_k():
    net = cases.net((2, 3, 4, 1))
    first, second = [1, 2, 0], [3, 0, 1, 2]
    new = nets.reorder(net, [first, second])
    assert nets.units(nets.reorder(net, [first, range(4)]), 1) == [nets.units(net, 1)[k] for k in first]
    assert nets.units(nets.reorder(net, [range(3), second]), 2) == [nets.units(net, 2)[k] for k in second]
    assert new[1][0].tolist() == [[net[1][0][r, c] for c in first] for r in second]
    assert new[2][1].tolist() == net[2][1].tolist()


@pytest.mark.parametrize(("p", "q"), list(itertools.product(cases.permutations(3), repeat=2)))
def test_reordering_by_p_and_then_q_is_reordering_by_p_of_q(p, q):
    net = cases.net((2, 3, 2))
    assert nets.equal(nets.reorder(nets.reorder(net, [p]), [q]), nets.reorder(net, [[p[k] for k in q]]))


@pytest.mark.parametrize("activation", SCALAR)
def test_reordering_keeps_every_output_and_leaves_the_net_as_it_was(activation):
    net, X = cases.net((2, 3, 4, 2)), cases.inputs(5, 2)
    before = nets.copy(net)
    new = nets.reorder(net, [[2, 0, 1], [1, 3, 0, 2]])
    new_outputs = nets.forward(new, X, activation)
    np.testing.assert_allclose(new_outputs, nets.forward(net, X, activation), rtol=1e-12)
    new[0][0][:] = 0.0
    assert nets.equal(net, before)


def test_swap_exchanges_two_units_and_is_its_own_inverse():
    net = cases.net((2, 3, 4, 1))
    swapped = nets.swap(net, 2, 3, 1)
    assert nets.units(swapped, 2) == [nets.units(net, 2)[k] for k in (0, 3, 2, 1)]
    assert nets.equal(nets.swap(swapped, 2, 1, 3), net)
    assert nets.equal(nets.swap(net, 1, 1, 1), net)


def test_interpolate_goes_from_the_first_net_to_the_second():
    one, other = cases.net((2, 2, 1), seed=1), cases.net((2, 2, 1), seed=2)
    assert nets.equal(nets.interpolate(one, other, 0.0), one)
    assert nets.equal(nets.interpolate(one, other, 1.0), other)
    quarter = nets.interpolate(one, other, 0.25)
    np.testing.assert_allclose(quarter[1][0], 0.75 * one[1][0] + 0.25 * other[1][0])
    with pytest.raises(ValueError, match="zip"):
        nets.interpolate(one, other[:1], 0.5)


def test_equal_means_equal_numbers_and_never_nearly():
    net = [(np.array([[0.0, 1.0]]), np.array([2.0]))]
    assert nets.equal(net, [(np.array([[-0.0, 1.0]]), np.array([2.0]))])
    assert not nets.equal(net, [(np.array([[0.0, 1.0]]), np.array([2.0 + 1e-15]))])
    assert not nets.equal(net, [(np.array([[0.0], [1.0]]), np.array([2.0]))])
    assert not nets.equal(net, [*net, *net])
    assert not nets.equal([(np.array([[math.nan]]), np.zeros(1))], [(np.array([[math.nan]]), np.zeros(1))])


def test_widths_and_units_are_read_off_the_arrays():
    net = [(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([5.0, 6.0])), (np.array([[7.0, 8.0]]), np.array([9.0]))]
    assert nets.widths(net) == [2, 2, 1]
    assert nets.units(net, 1) == [(1.0, 2.0, 5.0, 7.0), (3.0, 4.0, 6.0, 8.0)]


def test_a_copy_shares_nothing_and_can_be_written_to():
    net = cases.nets(1)[0].net
    copied = nets.copy(net)
    copied[0][0][0, 0] = 99.0
    assert net[0][0][0, 0] != 99.0

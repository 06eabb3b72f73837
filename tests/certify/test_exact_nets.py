"""Identity and ReLU nets in rationals: against plain Fractions, on hostile magnitudes, and what is refused."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from certify import slowly

from autograder.certify import Unfit, exact

XOR = [[0, 0], [0, 1], [1, 0], [1, 1]]
SOLUTION = [([[1, 1], [1, 1]], [0, -1]), ([[1, -2]], [0])]
DRAWS = [slowly.normal, slowly.whole, slowly.any_size, slowly.far]


def test_a_net_by_hand():
    assert exact.outputs(SOLUTION, XOR, "relu") == [[0], [1], [1], [0]]
    assert exact.preactivations(SOLUTION, XOR, "relu") == [[[0, -1], [1, 0], [1, 0], [2, 1]]]
    assert exact.loss(SOLUTION, XOR, [[0], [1], [1], [0]], "relu") == 0
    assert exact.loss(SOLUTION, XOR, [[0], [1], [1], [1]], "relu") == Fraction(1, 4)
    assert isinstance(exact.loss(SOLUTION, XOR, [[0], [1], [1], [0]], "relu"), Fraction)


@pytest.mark.parametrize("activation", slowly.EXACT)
@pytest.mark.parametrize("draw", DRAWS)
def test_agrees_with_fractions_in_loops(activation, draw):
    rng = np.random.default_rng(1)
    for widths in ([2, 2, 1], [1, 3, 2, 2], [3, 2], [2, 1, 1, 1, 2]):
        net = slowly.random_net(rng, widths, draw)
        X, Y = draw(rng, (4, widths[0])), draw(rng, (4, widths[-1]))
        plain, act = slowly.exact_net(net), slowly.EXACT[activation]
        samples = [[Fraction(v) for v in row] for row in X]
        targets = [[Fraction(v) for v in row] for row in Y]
        assert exact.outputs(net, X, activation) == [slowly.outputs(plain, x, act) for x in samples]
        assert exact.loss(net, X, Y, activation) == slowly.loss(plain, samples, targets, act)
        for layer, found in enumerate(exact.preactivations(net, X, activation), start=1):
            assert found == [slowly.outputs(plain[:layer], x, act) for x in samples]


def test_fractions_ints_floats_and_numpy_numbers_are_taken_as_they_are():
    third = Fraction(1, 3)
    net = [([[third, np.float32(0.1)]], [np.int8(2)]), ([(10**30,)], np.array([1]))]
    assert exact.outputs(net, [[3, 0]], "relu") == [[3 * 10**30 + 1]]
    assert exact.outputs(net, [[0, 1]], "relu") == [[(2 + Fraction(float(np.float32(0.1)))) * 10**30 + 1]]


def test_without_a_hidden_layer_every_activation_is_exact():
    assert exact.outputs([([[0.5]], [1])], [[1]], "tanh") == [[Fraction(3, 2)]]


@pytest.mark.parametrize(
    ("net", "X", "activation", "says"),
    [
        (SOLUTION, XOR, "tanh", "no exact rational"),
        (SOLUTION, [[0]], "relu", "X has 1 columns, but the net has 2 inputs"),
        (SOLUTION, [[0, 1], [1]], "relu", r"X should have shape \(2, 2\)"),
        (SOLUTION, [], "relu", "X should be a matrix"),
        (SOLUTION, [[]], "relu", "X should be a matrix"),
        (SOLUTION, [[0, np.nan]], "relu", "finite"),
        ([], XOR, "relu", "list of pairs"),
        ([([[1, 1]], [0]), ([[1, 1]], [0])], XOR, "relu", r"W of layer 2 of the net should have shape \(1, 1\)"),
        ([([[1, 1]], [0, 0])], XOR, "relu", r"W of layer 1 of the net should have shape \(2, 2\)"),
        ([([[1, 1]], [0], 3)], XOR, "relu", "pair"),
        (None, XOR, "relu", "The net should be a list of pairs .* but is None"),
        (SOLUTION, XOR, "ReLU", "There is no activation 'ReLU': take one of identity, relu, tanh, sigmoid"),
        (SOLUTION[:1], XOR, "cos", "There is no activation"),
    ],
)
def test_what_is_no_net_is_refused(net, X, activation, says):
    with pytest.raises(Unfit, match=says):
        exact.outputs(net, X, activation)


def test_targets_of_another_shape_are_refused():
    with pytest.raises(Unfit, match=r"Y should have shape \(4, 1\)"):
        exact.loss(SOLUTION, XOR, [[0, 1]] * 4, "relu")

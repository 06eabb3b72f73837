"""The losses: their values, the shapes of their points, and the exact reasons why a gap is not positive."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from certify import slowly
from flint import fmpq

from autograder import nets
from autograder.certify import LastLayerLoss, LogisticLoss, NetLoss, SquaredSigmoidLoss, nonconvexity
from autograder.certify.balls import precision
from autograder.certify.numbers import mixture

XOR, TARGETS = [[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]


def test_losses_know_the_shape_of_their_points():
    assert [(W.shape, b.shape) for W, b in NetLoss(XOR, TARGETS, "relu", [2, 2, 1]).like] == [
        ((2, 2), (2,)),
        ((1, 2), (1,)),
    ]
    assert SquaredSigmoidLoss([[1, 2, 3]], [0]).like.shape == (3,)
    hidden = [(np.ones((4, 2)), np.zeros(4))]
    assert [(W.shape, b.shape) for W, b in LastLayerLoss(XOR, TARGETS, "tanh", hidden).like] == [((1, 4), (1,))]


@pytest.mark.parametrize(
    "make",
    [
        lambda: NetLoss(XOR, TARGETS, "softplus", [2, 2, 1]),
        lambda: NetLoss(XOR, TARGETS, "tanh", [2]),
        lambda: NetLoss(XOR, TARGETS, "tanh", [2, 0, 1]),
        lambda: NetLoss(XOR, TARGETS, "tanh", [3, 2, 1]),
        lambda: NetLoss(XOR, TARGETS, "tanh", [2, 2, 2]),
        lambda: NetLoss(XOR, TARGETS[:3], "tanh", [2, 2, 1]),
        lambda: NetLoss([], [], "tanh", [2, 2, 1]),
        lambda: NetLoss(XOR, [[math.nan]] * 4, "tanh", [2, 2, 1]),
        lambda: SquaredSigmoidLoss([[1.0]], [1.0, 0.0]),
        lambda: SquaredSigmoidLoss([1.0], [1.0]),
        lambda: LogisticLoss([[1.0]], [[1.0]]),
        lambda: LastLayerLoss(XOR, TARGETS, "tanh", [(np.ones((4, 3)), np.zeros(4))]),
    ],
)
def test_a_loss_of_data_that_do_not_fit_is_a_value_error(make):
    with pytest.raises(ValueError, match=r"\w"):
        make()


# Values


def value(loss, point):
    with precision(64):
        return float(loss.value(loss.read(point, "point")).ball())


def test_values_of_vectors():
    rng = np.random.default_rng(11)
    for size in (0.01, 1, 5):
        X, w, y = size * rng.normal(size=(6, 3)), rng.normal(size=3), rng.integers(0, 2, size=6).astype(float)
        z = X @ w
        assert value(LogisticLoss(X, y), w) == pytest.approx(np.mean(np.log1p(np.exp(z)) - y * z), rel=1e-12)
        squares = np.mean((1 / (1 + np.exp(-z)) - y) ** 2)
        assert value(SquaredSigmoidLoss(X, y), w) == pytest.approx(squares, rel=1e-12)


@pytest.mark.parametrize("activation", nets.ACTIVATIONS)
@pytest.mark.parametrize("widths", [[2, 1], [2, 3, 2], [2, 3, 2, 1]])
def test_values_of_nets(activation, widths):
    rng = np.random.default_rng(12)
    X, Y = rng.normal(size=(5, 2)), rng.normal(size=(5, widths[-1]))
    net = slowly.random_net(rng, widths, slowly.normal)
    expected = pytest.approx(nets.mse(net, X, Y, activation), rel=1e-12)
    assert value(NetLoss(X, Y, activation, widths), net) == expected
    if len(widths) > 2:
        assert value(LastLayerLoss(X, Y, activation, net[:-1]), net[-1:]) == expected


# Exact reasons

X, Y = [[0.3, -1.0], [0.7, 0.2], [-0.3, 1.0]], [[1.0], [0.0], [2.0]]
SMOOTH = pytest.mark.parametrize("activation", ["tanh", "sigmoid"])


def reasoned(loss, a, b, lam=Fraction(1, 2)):
    """Whether the loss gives an exact reason between these two points."""
    weight = fmpq(lam.numerator, lam.denominator)
    first, second = loss.read(a, "a"), loss.read(b, "b")
    middle = [mixture(weight, one, other) for one, other in zip(first, second, strict=True)]
    return loss.exact_reason(first, middle, second, weight) is not None


def in_proportion():
    """Pairs between which a smooth net's outputs change in proportion, though hidden weights may change."""
    rng = np.random.default_rng(7)
    (W, b), (V, c) = net = slowly.random_net(rng, [2, 3, 1], slowly.normal)
    idle = np.array([[0.0, *V[0, 1:]]])
    other = W.copy()
    other[0] += 3
    twins, shared = np.vstack([W[:1], W[:1], W[2:]]), np.array([b[0], b[0], b[2]])
    opposite, against = np.vstack([W[:1], -W[:1], W[2:]]), np.array([b[0], -b[0], b[2]])
    moved = np.vstack([other[:1], -other[:1], W[2:]])
    cancels = np.array([[1.0, 1.0, 0.5]])
    return {
        "last layer only": (net, [(W, b), (V * 3, c + 1)]),
        "idle unit": ([(W, b), (idle, c)], [(other, b), (idle, c + 1)]),
        "twins share": ([(twins, shared), (V, c)], [(twins, shared), (V + np.array([1, -1, 0]), c)]),
        "opposite twins": ([(opposite, against), (V, c)], [(opposite, against), (V + np.array([1, 1, 0]), c)]),
        "opposite twins move": ([(opposite, against), (cancels, c)], [(moved, against), (cancels, c)]),
    }


@SMOOTH
@pytest.mark.parametrize("name", in_proportion())
def test_outputs_that_change_in_proportion_are_seen(activation, name):
    a, b = in_proportion()[name]
    loss = NetLoss(X, Y, activation, [2, 3, 1])
    for lam in (Fraction(1, 2), Fraction(0.3), Fraction(2, 7)):
        assert reasoned(loss, a, b, lam)
        assert nonconvexity(loss, a, b, lam).answer == "refuted"


def bent():
    """Pairs between which they do not."""
    rng = np.random.default_rng(7)
    (W, b), (V, c) = net = slowly.random_net(rng, [2, 3, 1], slowly.normal)
    twins, biases = np.vstack([W[:1], -W[:1], W[2:]]), np.array([b[0], -b[0], b[2]])
    adds = np.array([[1.0, -1.0, 0.5]])
    return {
        "a hidden weight": (net, [(W * 2, b), (V, c)]),
        "a bias": (net, [(W, b + 1), (V, c)]),
        "all signs": (net, [(-W, -b), (-V, c)]),
        "an order": (net, nets.swap(net, 1, 0, 1)),
        "opposite twins that add up": ([(twins, biases), (adds, c)], [(2 * twins, 2 * biases), (adds, c)]),
    }


@SMOOTH
@pytest.mark.parametrize("name", bent())
def test_other_changes_are_not_mistaken_for_it(activation, name):
    assert not reasoned(NetLoss(X, Y, activation, [2, 3, 1]), *bent()[name])


@SMOOTH
def test_samples_and_outputs_are_looked_at_one_by_one(activation):
    """Changes that cancel over two samples, or over two outputs, do not cancel in the loss."""
    a, b = ([([[w]], [0.0]), ([[1.0]], [0.0])] for w in (1.0, 3.0))
    assert not reasoned(NetLoss([[1.0], [-1.0]], [[0.0], [0.0]], activation, [1, 1, 1]), a, b)
    a, b = ([([[w], [w]], [0.0, 0.0]), ([[1.0, 0.0], [0.0, -1.0]], [0.0, 0.0])] for w in (1.0, 3.0))
    assert not reasoned(NetLoss([[1.0]], [[0.0, 0.0]], activation, [1, 2, 2]), a, b)


@SMOOTH
def test_deep_nets(activation):
    loss = NetLoss(X, Y, activation, [2, 2, 2, 1])
    net = slowly.random_net(np.random.default_rng(13), [2, 2, 2, 1], slowly.normal)
    for layer, expected in ((0, False), (1, False), (2, True)):
        other = nets.copy(net)
        other[layer][0][0, 0] += 1
        assert reasoned(loss, net, other) is expected


@SMOOTH
def test_the_reason_never_hides_a_violation(activation):
    """Whole-number nets, where coincidences abound: 120 digits find no gap above 0 where the reason holds."""
    rng = np.random.default_rng(14)
    found = 0
    for _ in range(1500):
        a = slowly.random_net(rng, [1, 2, 1], slowly.whole)
        b = nets.copy(a)
        for _ in range(int(rng.integers(1, 4))):
            part = b[int(rng.integers(2))][int(rng.integers(2))]
            part.flat[rng.integers(part.size)] = rng.integers(-2, 3)
        inputs, targets = slowly.whole(rng, (2, 1)), slowly.whole(rng, (2, 1))
        loss = NetLoss(inputs, targets, activation, [1, 2, 1])
        if reasoned(loss, a, b, lam := Fraction(1, int(rng.integers(2, 4)))):
            found += 1
            if found % 8 == 0:
                assert slowly.decimal_gap(a, b, lam, inputs, targets, slowly.SMOOTH[activation]) < 1e-100
    assert found > 200


@SMOOTH
def test_units_of_deep_nets_that_nothing_depends_on(activation):
    """They may change, also when only units are listening that are idle themselves; all else may not."""
    widths = [2, 3, 3, 2, 1]
    loss = NetLoss(X, Y, activation, widths)
    net = slowly.random_net(np.random.default_rng(15), widths, slowly.normal)
    net[1][0][1:, 0] = 0  # unit 0 of the first layer is heard by unit 0 of the second alone,
    net[2][0][:, 0] = 0  # which is heard by no one
    for layer, unit, expected in ((0, 0, True), (0, 1, False), (1, 0, True), (1, 1, False), (2, 0, False)):
        for part in (0, 1):
            other = nets.copy(net)
            other[layer][part][unit] += 1
            assert reasoned(loss, net, other) is expected
    heard_at_one_end = nets.copy(net)
    heard_at_one_end[0][0][0] += 1
    heard_at_one_end[2][0][1, 0] = 1
    assert not reasoned(loss, net, heard_at_one_end)
    nothing_is_heard = [net[0], net[1], net[2], (np.zeros((1, 2)), np.ones(1))]
    other = slowly.random_net(np.random.default_rng(16), widths, slowly.normal)
    assert reasoned(loss, nothing_is_heard, [*other[:3], nothing_is_heard[3]])


@SMOOTH
def test_the_reason_never_hides_a_violation_of_a_deep_net(activation):
    """Sparse whole-number nets with many idle units."""
    rng = np.random.default_rng(17)
    widths, found = [1, 2, 2, 1], 0
    for _ in range(600):
        a = [(W * rng.integers(0, 2, W.shape), b) for W, b in slowly.random_net(rng, widths, slowly.whole)]
        b = nets.copy(a)
        for _ in range(int(rng.integers(1, 4))):
            part = b[int(rng.integers(3))][int(rng.integers(2))]
            part.flat[rng.integers(part.size)] = rng.integers(-2, 3)
        inputs, targets = slowly.whole(rng, (2, 1)), slowly.whole(rng, (2, 1))
        if reasoned(NetLoss(inputs, targets, activation, widths), a, b, lam := Fraction(1, 3)):
            found += 1
            if found % 8 == 0:
                assert slowly.decimal_gap(a, b, lam, inputs, targets, slowly.SMOOTH[activation]) < 1e-100
    assert found > 150


def test_a_convex_loss_is_a_reason_by_itself():
    """Ends 1e-320 apart, where balls would need more bits than are tried."""
    loss = LogisticLoss([[1.0]], [1.0])
    verdict = nonconvexity(loss, [0.0], [Fraction(1, 2**3000)], 0.5)
    assert verdict.answer == "refuted"
    assert verdict.reason == "This loss is convex, as log(1 + exp(z)) - y * z is in z: the gap is not above 0."


def test_vectors_that_no_sample_tells_apart():
    loss = SquaredSigmoidLoss([[1.0, 1.0], [2.0, 2.0]], [0.0, 1.0])
    assert reasoned(loss, [1.0, 2.0], [2.0, 1.0])
    assert not reasoned(loss, [1.0, 2.0], [2.0, math.nextafter(1, 2)])

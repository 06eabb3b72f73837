"""Second derivatives along directions: other ways to compute them, hostile directions, and what is refused."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest

from autograder import certify, nets
from autograder.certify import Unfit, balls, exact

SHAPES = [[1, 1, 1], [2, 3, 2], [1, 2, 2, 1], [2, 1, 3, 2, 2], [3, 2]]
ENDS = np.array([[-1.0], [1.0]])


def random_net(rng, widths, scale=1.0):
    return [
        (scale * rng.normal(size=(n_out, n_in)), scale * rng.normal(size=n_out))
        for n_in, n_out in itertools.pairwise(widths)
    ]


def zeros(*widths):
    return [(np.zeros((n_out, n_in)), np.zeros(n_out)) for n_in, n_out in itertools.pairwise(widths)]


def moved(net, direction, t):
    """The net ``net + t * direction`` in Fractions."""

    def add(one, other):
        if np.ndim(one) == 0:
            return Fraction(float(one)) + t * Fraction(float(other))
        return [add(a, b) for a, b in zip(one, other, strict=True)]

    return [(add(W, D), add(b, e)) for (W, b), (D, e) in zip(net, direction, strict=True)]


def second_coefficient(points, values):
    """Twice the coefficient of t**2 of the polynomial through these points, exactly."""
    rows = [[p**k for k in range(len(points))] + [v] for p, v in zip(points, values, strict=True)]
    for k in range(len(rows)):
        pivot = next(i for i in range(k, len(rows)) if rows[i][k])
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [x / rows[k][k] for x in rows[k]]
        for i in range(len(rows)):
            if i != k:
                rows[i] = [a - rows[i][k] * b for a, b in zip(rows[i], rows[k], strict=True)]
    return 2 * rows[2][-1]


@pytest.mark.parametrize("activation", ["identity", "relu"])
@pytest.mark.parametrize("widths", SHAPES)
def test_rational_derivatives_are_those_of_the_polynomial(activation, widths):
    rng = np.random.default_rng([1, *widths])
    for _ in range(3):
        net, direction = random_net(rng, widths), random_net(rng, widths)
        X, Y = rng.normal(size=(3, widths[0])), rng.normal(size=(3, widths[-1]))
        # the loss is a polynomial of degree 2 * (len(widths) - 1), for ReLU as long as t is tiny
        points = [Fraction(k, 10**9) for k in range(2 * len(widths) - 1)]
        values = [exact.loss(moved(net, direction, t), X, Y, activation) for t in points]
        found = certify.second_derivative(net, direction, X, Y, activation)
        assert found == second_coefficient(points, values)
        length = sum(Fraction(float(v)) ** 2 for layer in direction for part in layer for v in part.ravel())
        for at_most in (-1e-8, -0.3):
            verdict = certify.negative_curvature(net, direction, X, Y, activation, at_most)
            assert verdict.answer == ("proved" if found <= Fraction(at_most) * length else "refuted")


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
@pytest.mark.parametrize("widths", SHAPES[:4])
def test_derivatives_in_balls_are_limits_of_differences(activation, widths):
    rng = np.random.default_rng([2, *widths])
    for _ in range(3):
        net, direction = random_net(rng, widths), random_net(rng, widths)
        X, Y = rng.normal(size=(3, widths[0])), rng.normal(size=(3, widths[-1]))
        h = Fraction(1, 10**30)
        low, middle, high = (
            balls.loss(moved(net, direction, t), X, Y, activation, bits=600) for t in (-h, Fraction(0), h)
        )
        with balls.precision(600):
            second = float((low - 2 * middle + high) * 10**60)
        length = float(sum((part**2).sum() for layer in direction for part in layer))
        share = second / length
        size = max(1e-6, abs(share) * 1e-6)
        assert certify.negative_curvature(net, direction, X, Y, activation, share + size).proved
        assert certify.negative_curvature(net, direction, X, Y, activation, share - size).answer == "refuted"


@pytest.mark.parametrize("activation", nets.ACTIVATIONS)
@pytest.mark.parametrize("scale", [5e-324, 1e-200, 1.0, 1e200, 1e308])
def test_the_size_of_a_direction_does_not_matter(activation, scale):
    net = zeros(1, 1, 1)
    if activation == "relu":
        net[0][1][:] = 1.0
    down = [(np.full((1, 1), scale), np.zeros(1)), (np.full((1, 1), scale), np.zeros(1))]
    up = [(np.full((1, 1), -scale), np.zeros(1)), (np.full((1, 1), scale), np.zeros(1))]
    assert certify.negative_curvature(net, down, ENDS, ENDS, activation).proved
    assert certify.negative_curvature(net, up, ENDS, ENDS, activation).answer == "refuted"


def test_the_bound_itself_is_at_most_the_bound():
    net = zeros(1, 1, 1)
    down = [(np.ones((1, 1)), np.zeros(1)), (np.ones((1, 1)), np.zeros(1))]
    assert certify.second_derivative(net, down, ENDS, ENDS, "identity") == -4
    assert certify.negative_curvature(net, down, ENDS, ENDS, "identity", -2.0).proved
    assert not certify.negative_curvature(net, down, ENDS, ENDS, "identity", np.nextafter(-2, -3)).proved
    # tanh has the same second derivative, but balls never close on a point
    verdict = certify.negative_curvature(net, down, ENDS, ENDS, "tanh", -2.0)
    assert verdict.answer in ("undecided", "proved")


@pytest.mark.parametrize("activation", nets.ACTIVATIONS)
def test_nothing_is_proved_where_the_loss_is_convex(activation):
    """In the last layer alone, and at nets that fit their data, no direction curves downwards."""
    rng = np.random.default_rng(3)
    for k in range(200):
        widths = SHAPES[k % 4]
        net, X = random_net(rng, widths), rng.normal(size=(4, widths[0]))
        Y = rng.normal(size=(4, widths[-1]))
        sizes = 10.0 ** rng.integers(-300, 300, size=1 if k % 2 else 8)
        last = zeros(*widths)
        D, e = net[-1]
        last[-1] = (rng.normal(size=D.shape) * rng.choice(sizes, D.shape), rng.normal(size=e.shape))
        assert certify.negative_curvature(net, last, X, Y, activation).answer == "refuted"
        # rounded outputs leave an error of 1e-16, and with it a curvature of either sign and of that size
        fit = nets.forward(net, X, activation)
        anything = [(rng.choice(sizes) * W, rng.choice(sizes) * b) for W, b in random_net(rng, widths)]
        assert not certify.negative_curvature(net, anything, X, fit, activation).proved


@pytest.mark.parametrize(
    "direction",
    [
        None,
        [],
        0.0,
        "direction",
        zeros(1, 1, 1),
        zeros(1, 2, 1),
        [(np.ones((1, 1)), np.ones(1))],
        [(np.full((1, 1), np.nan), np.ones(1)), (np.ones((1, 1)), np.ones(1))],
        [(np.full((1, 1), np.inf), np.ones(1)), (np.ones((1, 1)), np.ones(1))],
        [([[None]], [1.0]), ([[1.0]], [1.0])],
        [([[10**30000]], [1.0]), ([[1.0]], [1.0])],
        [([[1.0], []], [1.0]), ([[1.0]], [1.0])],
        [([["1"]], [1.0]), ([[1.0]], [1.0])],
    ],
    ids=lambda direction: type(direction).__name__,
)
@pytest.mark.parametrize("activation", ["identity", "tanh"])
def test_no_direction_is_refuted(direction, activation):
    verdict = certify.negative_curvature(zeros(1, 1, 1), direction, ENDS, ENDS, activation)
    assert verdict.answer == "refuted"
    assert verdict.reason.endswith(".")
    assert len(verdict.reason) < 300


def test_what_is_not_the_claimants_raises():
    net, up = zeros(1, 1, 1), zeros(1, 1, 1)
    with pytest.raises(Unfit, match="no activation"):
        certify.negative_curvature(net, up, ENDS, ENDS, "cosine")
    with pytest.raises(Unfit, match="2 columns"):
        certify.negative_curvature(net, up, np.ones((2, 2)), ENDS, "tanh")
    with pytest.raises(Unfit, match="pre-activation is 0"):
        certify.negative_curvature(net, [(np.ones((1, 1)), np.ones(1))] * 2, ENDS, ENDS, "relu")
    with pytest.raises(Unfit, match="no exact rational"):
        certify.second_derivative(net, up, ENDS, ENDS, "tanh")


def test_curvature_and_gradient_of_a_saddle_and_of_a_minimum():
    saddle, minimum = zeros(1, 1, 1), [(np.ones((1, 1)), np.zeros(1))] * 2
    for activation in ("identity", "tanh", "sigmoid"):
        assert certify.gradient_below(saddle, ENDS, ENDS, activation, 1e-300).proved
        assert certify.curvature_above(saddle, ENDS, ENDS, activation, -3.0).proved
        assert certify.curvature_above(saddle, ENDS, ENDS, activation, -0.1).answer == "refuted"
    assert certify.gradient_below(minimum, ENDS, ENDS, "identity", 1e-300).proved
    assert certify.curvature_above(minimum, ENDS, ENDS, "identity", -1e-300).proved
    assert not certify.curvature_above(minimum, ENDS, ENDS, "identity", 0.0).proved  # 0 is an eigenvalue
    assert not certify.gradient_below(minimum, ENDS, 2 * ENDS, "identity", 1e-3).proved


@pytest.mark.parametrize("activation", nets.ACTIVATIONS)
def test_the_lowest_eigenvalue_lies_where_it_is_proved_to_lie(activation):
    """Against an independent Hessian by differences of the exact or 600-bit loss."""
    rng = np.random.default_rng(4)
    net, X, Y = random_net(rng, [2, 2, 1]), rng.normal(size=(3, 2)), rng.normal(size=(3, 1))
    size = sum(W.size + b.size for W, b in net)
    units = []
    for k in range(size):
        flat, parts = np.eye(size)[k], []
        for W, b in net:
            parts.append((flat[: W.size].reshape(W.shape), flat[W.size : W.size + b.size]))
            flat = flat[W.size + b.size :]
        units.append(parts)
    h = Fraction(1, 10**30)

    def loss(i, j, p, q):
        both = [(p * W + q * V, p * b + q * c) for (W, b), (V, c) in zip(units[i], units[j], strict=True)]
        return balls.loss(moved(net, both, h), X, Y, activation, bits=600)

    H = np.empty((size, size))
    with balls.precision(600):
        for i, j in itertools.product(range(size), repeat=2):
            corners = loss(i, j, 1, 1) - loss(i, j, 1, -1) - loss(i, j, -1, 1) + loss(i, j, -1, -1)
            H[i, j] = float(corners * 10**60 / 4)
    lowest = float(np.linalg.eigvalsh(H)[0])
    assert certify.curvature_above(net, X, Y, activation, lowest - 1e-6).proved
    assert certify.curvature_above(net, X, Y, activation, lowest + 1e-6).answer == "refuted"

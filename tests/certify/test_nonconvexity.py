"""What is accepted as a certificate, and what is not."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from certify import slowly
from flint import arb, fmpq

from autograder.certify import NetLoss, SquaredSigmoidLoss, convexity, nonconvexity
from autograder.certify.balls import Value

GOLDEN = json.loads((Path(__file__).parent / "golden_certificates.json").read_text())
XOR, TARGETS = [[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]
SOLUTION = [([[1, 1], [1, 1]], [0, -1]), ([[1, -2]], [0])]
SWAPPED = [([[1, 1], [1, 1]], [-1, 0]), ([[-2, 1]], [0])]
RELU = NetLoss(XOR, TARGETS, "relu", [2, 2, 1])
UNIT = SquaredSigmoidLoss([[1.0]], [1.0])
"""One sample with x = 1 and y = 1: the loss is ``(1 - sigmoid(w))**2``."""


def fractions(entry):
    return [fractions(one) for one in entry] if isinstance(entry, list) else Fraction(entry)


def golden(entry):
    """Loss, points, lam and gap of one golden entry; ln 2 is rounded to a float."""
    X, Y, a, b, lam, gap = (fractions(entry[key]) for key in ("X", "Y", "a", "b", "lam", "gap"))

    def scaled(values):
        return [scaled(v) for v in values] if isinstance(values, list) else float(values) * math.log(2)

    if entry.get("loss") == "squared sigmoid":
        return SquaredSigmoidLoss(X, Y), scaled(a), scaled(b), lam, gap
    if entry.get("ln2"):
        a, b = ([*scaled(net[:-1]), net[-1]] for net in (a, b))
    widths = [len(X[0]), *(len(bias) for _, bias in a)]
    return NetLoss(X, Y, entry["activation"], widths), a, b, lam, gap


@pytest.mark.parametrize("entry", GOLDEN["certificates"], ids=lambda entry: entry["name"])
def test_golden_certificates_are_proved(entry):
    loss, a, b, lam, gap = golden(entry)
    assert nonconvexity(loss, b, a, 1 - lam).proved
    assert nonconvexity(loss, a, b, float(lam)).proved
    verdict = nonconvexity(loss, a, b, lam)
    assert verdict.proved
    assert f"the gap is {float(gap):.6g}." in verdict.reason


@pytest.mark.parametrize("entry", GOLDEN["non_certificates"], ids=lambda entry: entry["name"])
def test_golden_non_certificates_are_refuted(entry):
    loss, a, b, lam, _ = golden(entry)
    assert nonconvexity(loss, a, b, lam).answer == "refuted"


# Against plain Fractions and decimals


@pytest.mark.parametrize("activation", slowly.EXACT)
@pytest.mark.parametrize("draw", [slowly.whole, slowly.normal, slowly.any_size, slowly.far])
def test_rational_verdicts_are_those_of_plain_fractions(activation, draw):
    rng = np.random.default_rng(5)
    answers = set()
    for k in range(120):
        widths = [[1, 1, 1], [2, 2, 1], [1, 2, 2, 1], [1, 2]][k % 4]
        X, Y = draw(rng, (2, widths[0])), draw(rng, (2, widths[-1]))
        a, b = (slowly.random_net(rng, widths, draw) for _ in range(2))
        lam = slowly.LAMBDAS[int(rng.integers(len(slowly.LAMBDAS)))]
        gap = slowly.gap(a, b, lam, X, Y, slowly.EXACT[activation])
        same = slowly.exact_net(a) == slowly.exact_net(b)
        verdict = nonconvexity(NetLoss(X, Y, activation, widths), a, b, lam)
        assert verdict.answer == ("proved" if gap > 0 else "refuted")
        assert ("exactly 0" in verdict.reason) == (gap == 0 and not same)
        assert len(widths) > 2 or not verdict.proved
        answers.add((verdict.answer, gap == 0))
    assert {("proved", False), ("refuted", False)} <= answers
    assert draw is not slowly.whole or ("refuted", True) in answers


@pytest.mark.parametrize("activation", slowly.SMOOTH)
def test_smooth_verdicts_are_those_of_decimals(activation):
    """Never the opposite of the gap's sign, and decided whenever 120 digits show it."""
    rng = np.random.default_rng(6)
    decided = set()
    for k in range(90):
        widths = [[1, 1, 1], [2, 2, 1], [1, 2, 2, 1]][k % 3]
        size = 10.0 ** rng.choice([-3, 0, 0, 1, 2])

        def draw(rng, shape, size=size):
            return size * rng.normal(size=shape)

        X, Y = slowly.normal(rng, (2, widths[0])), slowly.normal(rng, (2, widths[-1]))
        a, b = (slowly.random_net(rng, widths, draw) for _ in range(2))
        lam = [0.5, 0.3, 1e-10, Fraction(1, 3)][int(rng.integers(4))]
        gap = slowly.decimal_gap(a, b, lam, X, Y, slowly.SMOOTH[activation])
        verdict = nonconvexity(NetLoss(X, Y, activation, widths), a, b, lam)
        if abs(gap) > 1e-90:
            assert verdict.answer == ("proved" if gap > 0 else "refuted")
            decided.add(verdict.answer)
    assert decided == {"proved", "refuted"}


# Small, large and next to nothing


def test_a_gap_of_1e_300_is_a_gap():
    small = 1e-150
    a, b = ([net[0], ([[v * small for v in row] for row in net[1][0]], [0])] for net in (SOLUTION, SWAPPED))
    loss = NetLoss(XOR, [[small * y for y in row] for row in TARGETS], "relu", [2, 2, 1])
    verdict = nonconvexity(loss, a, b, 0.5)
    assert verdict.proved
    assert "the gap is 1.6875e-300." in verdict.reason
    curved = NetLoss([[1.0]], [[small]], "tanh", [1, 1, 1])
    plus, minus = ([([[s * 2.0]], [0]), ([[s * small]], [0])] for s in (1, -1))
    assert nonconvexity(curved, plus, minus, 0.5).proved


@pytest.mark.parametrize("size", [1e60, 1e300, 1.7e308])
def test_saturated_tanh_nets_are_decided(size):
    """Huge hidden weights make steps of tanh; the full sign flip has the constant net as its midpoint."""
    steps = [([[size, size], [size, size]], [-size / 2, -size]), ([[0.5, -0.5]], [0])]
    flipped = [([[-w for w in row] for row in W], [-v for v in b]) for W, b in steps]
    verdict = nonconvexity(NetLoss(XOR, TARGETS, "tanh", [2, 2, 1]), steps, flipped, 0.5)
    assert verdict.proved


@pytest.mark.parametrize("size", [1e60, 1e150])
@pytest.mark.parametrize("activation", slowly.EXACT)
def test_scaling_pairs_of_any_size_are_decided(size, activation):
    loss = NetLoss([[1.0], [-2.0]], [[1.0], [3.0]], activation, [1, 1, 1])
    a, b = [([[size]], [0.0]), ([[1.0]], [0.5])], [([[1.0]], [0.0]), ([[size]], [0.5])]
    assert nonconvexity(loss, a, b, 0.5).proved


@pytest.mark.parametrize(
    ("a", "b", "proved"),
    [
        (-0.6931471805599454, -2.7, True), (-1000, -2000, True), (-1e300, -2e300, True), (-1.7e308, -1.0, True),
        (-2, -2.0000001, True), (-1, math.nextafter(-1, 0), True), (0, 3, False), (1e300, 2e300, False),
        (0, 5e-324, False), (-0.69, -0.60, False), (-0.7, -0.71, True), (-1e-300, -2e-300, False), (700, 1e308, False),
    ],
)  # fmt: skip
def test_one_sigmoid_unit(a, b, proved):
    """``(1 - sigmoid(w))**2`` is concave below -ln 2 = -0.693... and convex above."""
    for lam in (0.5, 0.25, Fraction(99, 100)):
        assert nonconvexity(UNIT, [a], [b], lam).answer == ("proved" if proved else "refuted")


def test_features_of_any_size():
    X = [[1e300, 0.0], [1e-300, 1e300], [0.0, -1e-300]]
    loss = SquaredSigmoidLoss(X, [0.0, 1.0, 1.0])
    verdict = nonconvexity(loss, [0.0, 0.0], [0.0, -1e300], 0.5)
    assert verdict.proved
    assert "the gap is 0.118791." in verdict.reason


@pytest.mark.parametrize("lam", slowly.LAMBDAS, ids=range(len(slowly.LAMBDAS)))
def test_every_lam_between_0_and_1_will_do(lam):
    assert nonconvexity(RELU, SOLUTION, SWAPPED, lam).proved
    concave = NetLoss([[1.0]], [[1.0]], "tanh", [1, 1, 1])
    assert nonconvexity(concave, *([([[w]], [0]), ([[1]], [0])] for w in (-3, -5)), lam).proved
    assert nonconvexity(UNIT, [-3.0], [-5.0], lam).proved


# Exact reasons, and undecided


def tanh_loss(widths):
    return NetLoss([[0.3, -1.0], [0.7, 0.2], [-0.3, 1.0]], [[1.0], [0.0], [2.0]], "tanh", widths)


def test_weights_that_no_sample_sees_are_refuted():
    loss = SquaredSigmoidLoss([[1.0, 1.0], [2.0, 2.0]], [0.0, 1.0])
    verdict = nonconvexity(loss, [1.0, 2.0], [2.0, 1.0], 0.5)
    assert verdict.answer == "refuted"
    assert verdict.reason == (
        "X @ a equals X @ b, so the loss is the same all the way between them: the gap is exactly 0."
    )


def test_an_idle_unit_of_a_deep_net_is_seen():
    V = [[0.0, 0.5], [0.0, -0.5]]
    a, b = ([([[w, 1], [1, 1]], [0, 0]), (V, [0, 0]), ([[1, 1]], [0])] for w in (1, 3))
    verdict = nonconvexity(tanh_loss([2, 2, 2, 1]), a, b, 0.5)
    assert verdict.answer == "refuted"
    assert verdict.reason == (
        "On every sample the outputs of the mixture are the same mixture of those at a and b, and squares are convex: "
        "the gap is not above 0."
    )


def cancelling_twins():
    """Two equal units of the first of two layers that cancel: the loss is constant, which no ball can show."""
    V = [[1.0, -1.0], [2.0, -2.0]]
    return [[([[w, 1], [w, 1]], [0, 0]), (V, [0, 0]), ([[1, 1]], [0])] for w in (1, 3)]


@pytest.mark.parametrize(("lam", "bits"), [(0.5, "4,096"), (0.3, "4,097"), (2.0**-1000, "5,095")])
def test_a_gap_that_balls_cannot_see_is_left_undecided(lam, bits):
    verdict = nonconvexity(tanh_loss([2, 2, 2, 1]), *cancelling_twins(), lam)
    assert verdict.answer == "undecided"
    assert not verdict.proved
    assert verdict.reason.endswith(f" the gap is too small to be decided at {bits} bits: take other points.")


def test_no_precision_is_tried_next_to_another(monkeypatch):
    tried = []
    sides = convexity._sides
    monkeypatch.setattr(convexity, "_sides", lambda *args: tried.append(args[-1]) or sides(*args))
    nonconvexity(tanh_loss([2, 2, 2, 1]), *cancelling_twins(), 0.3)
    assert tried == [64, 256, 1024, 4097]


class Square(SquaredSigmoidLoss):
    """``1 + w**2``, a convex function that is an exact number at 0 and a ball elsewhere, or the other way round."""

    exact_at_0 = True

    def value(self, point):
        w = fmpq(point[0].numerators[0, 0], point[0].denominator)
        return Value(fmpq(1), None) if (w == 0) == self.exact_at_0 else Value(fmpq(0), 1 + arb(w) ** 2)


class BallAtNought(Square):
    exact_at_0 = False

    def value(self, point):
        w = fmpq(point[0].numerators[0, 0], point[0].denominator)
        return Value(fmpq(1) + w**2, None) if w != 0 else Value(fmpq(0), arb(1))


@pytest.mark.parametrize("loss", [Square, BallAtNought])
@pytest.mark.parametrize(("a", "b"), [(1, -1), (0, 1), (1, 0), (1, 2)])
def test_exact_values_and_balls_may_be_mixed(loss, a, b):
    """A value without a ball is exactly its exact part; the balls of the other two count all the same."""
    verdict = nonconvexity(loss([[1.0]], [0.0]), [a], [b], 0.5)
    assert verdict.answer == "refuted"
    assert verdict.reason.endswith("the gap is -1." if (a, b) == (1, -1) else "the gap is -0.25.")

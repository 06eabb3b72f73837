"""What a student reads about a certificate, and about what is none in form."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from certify import slowly
from flint import arb, fmpq

from autograder.certify import NetLoss, SquaredSigmoidLoss, convexity, nonconvexity
from autograder.plain import Opaque

XOR, TARGETS = [[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]
SOLUTION = [([[1, 1], [1, 1]], [0, -1]), ([[1, -2]], [0])]
SWAPPED = [([[1, 1], [1, 1]], [-1, 0]), ([[-2, 1]], [0])]
RELU = NetLoss(XOR, TARGETS, "relu", [2, 2, 1])
UNIT = SquaredSigmoidLoss([[1.0]], [1.0])


def test_reasons():
    assert nonconvexity(RELU, SOLUTION, SWAPPED, 0.5).reason == (
        "At lam = 1/2 the loss of the mixture is 1.6875, above the chord's 0: the gap is 1.6875."
    )
    nought, one = ([([[0, 0], [0, 0]], [0, 0]), ([[0, 0]], [c])] for c in (0, 1))
    assert nonconvexity(RELU, nought, one, 0.25).reason == (
        "At lam = 1/4 the loss of the mixture is 0.3125, not above the chord's 0.5: the gap is -0.1875."
    )
    assert nonconvexity(RELU, SOLUTION, SOLUTION, 0.5).reason == (
        "The points a and b are equal: there is nothing between them."
    )
    assert nonconvexity(RELU, SOLUTION, SWAPPED, 1).reason == "lam should lie strictly between 0 and 1, but is 1."


@pytest.mark.parametrize(
    ("lam", "shown"),
    [
        (1 + 1e-10, "1.0000000001"),
        (math.nextafter(1, 2), "1.0000000000000002"),
        (-5e-324, "-5e-324"),
        (Fraction(7, 3), "7/3"),
        (10**20, "1e+20"),
        (1 + Fraction(1, 10**30), f"1{'0' * 29}1/1{'0' * 30}"),
        (1 + Fraction(1, 10**400), "1 + 1e-400"),
        (-Fraction(1, 10**400), "-1e-400"),
    ],
)
def test_a_lam_outside_is_shown_with_the_digits_that_tell_it(lam, shown):
    reason = nonconvexity(RELU, SOLUTION, SWAPPED, lam).reason
    assert reason == f"lam should lie strictly between 0 and 1, but is {shown}."


def test_a_lam_that_is_too_long_is_told_what_is_short_enough():
    for lam in (Fraction(1, 2**2201), 2**2201, Fraction(2**2200, 2**2200 + 1)):
        assert nonconvexity(RELU, SOLUTION, SWAPPED, lam).reason == (
            "lam has a numerator or denominator of more than 2,200 bits. Every float will do, and shorter whole "
            "numbers and fractions."
        )


def test_only_certain_digits_of_a_gap_are_shown(monkeypatch):
    """Gaps next to the limit of 64 bits, whose sign is certain before any digit is, against 2048 bits."""
    rng = np.random.default_rng(8)
    cases = []
    for _ in range(300):
        a = 3 * rng.normal()
        cases.append((SquaredSigmoidLoss([[1.0]], [float(rng.integers(2))]), [a], [a + 10.0 ** -rng.uniform(7, 10)]))
    shown = [nonconvexity(*case, 0.3).reason for case in cases]
    monkeypatch.setattr(convexity, "PRECISION", 2048)
    assert shown == [nonconvexity(*case, 0.3).reason for case in cases]


@pytest.mark.parametrize(
    ("ball", "shown"),
    [
        (arb(2, 1), "positive"), (arb(-2, 1), "negative"), (arb(0, 1), "at most 1 in size"), (arb(1, 0.01), "1"),
        (arb(1.23456789, 1e-5), "1.235"), (arb(1.23456789, 1e-9), "1.23457"), (arb(0), "0"), (fmpq(1, 3), "0.333333"),
    ],
)  # fmt: skip
def test_digits_that_are_not_certain_are_left_out(ball, shown):
    assert convexity._certain(ball) == shown


@pytest.mark.parametrize(
    ("lam", "shown"),
    [
        (0.5, "1/2"),
        (0.1, "0.1"),
        (Fraction(999, 1000), "999/1000"),
        (math.nextafter(1, 0), "1 - 1.11022e-16"),
        (5e-324, "4.94066e-324"),
    ],
)
def test_lam_is_shown_short(lam, shown):
    assert nonconvexity(RELU, SOLUTION, SWAPPED, lam).reason.startswith(f"At lam = {shown} the loss")


def test_no_reason_is_long():
    draws = [slowly.any_size, slowly.far]
    rng = np.random.default_rng(8)
    for draw in draws:
        for activation in ("identity", "relu", "tanh", "sigmoid"):
            loss = NetLoss(draw(rng, (2, 2)), draw(rng, (2, 1)), activation, [2, 2, 1])
            a, b = (slowly.random_net(rng, [2, 2, 1], draw) for _ in range(2))
            for lam in slowly.LAMBDAS:
                assert len(nonconvexity(loss, a, b, lam).reason) < 200


# What is no certificate in form

BAD_LAM = [
    0, 1, 2, -1, 0.0, 1.0, -0.5, 1.5, math.nan, math.inf, None, True, "1/2", 10**7000, -(10**7000),
    Fraction(1, 2**20_000), [0.5], np.array([0.5]), 0.5j, Opaque("a thing"), Fraction(7, 3),
    type("X" * 5000, (), {})(),
]  # fmt: skip
BAD_POINT = [
    None, 3, "net", True, [], (), {}, {1: 2}, set(), Opaque("a generator"), SOLUTION[:1], [*SOLUTION, SOLUTION[1]],
    [SOLUTION[0], None], [SOLUTION[0], ([[1, 2]],)], [SOLUTION[0], ([[1, 2]], [0], 1)], [SOLUTION[0], ([1, 2], [0])],
    [SOLUTION[0], ([[1, 2]], 0)], [SOLUTION[0], ([[1, 2, 3]], [0])], [SOLUTION[0], ([[1, 2]], [0, 0])],
    [SOLUTION[0], ([[1, math.nan]], [0])], [SOLUTION[0], ([[1, math.inf]], [0])], [SOLUTION[0], ([[1, "2"]], [0])],
    [SOLUTION[0], ([[1, True]], [0])], [SOLUTION[0], ([[1, 1j]], [0])], [SOLUTION[0], ([[1, None]], [0])],
    [SOLUTION[0], ([[1, 10**7000]], [0])], [SOLUTION[0], ([[1, [2]]], [0])], [SOLUTION[0], (np.ones((1, 2, 1)), [0])],
    [SOLUTION[0], (np.array([[True, False]]), [0])], [SOLUTION[0], (np.array([["1", "2"]]), [0])],
    [SOLUTION[0], (np.array([[1, 2]], dtype="m8[s]"), [0])], [SOLUTION[0], (np.array([[None, 2]]), [0])],
    [([[1, 1], [1]], [0, -1]), SOLUTION[1]], np.zeros(9), np.zeros((2, 2, 2)), [[[[[[[]]]]]]], [1, 2, 3], [0.5],
]  # fmt: skip


@pytest.mark.parametrize("lam", BAD_LAM, ids=range(len(BAD_LAM)))
def test_a_bad_lam_is_refuted(lam):
    for loss, a, b in ((RELU, SOLUTION, SWAPPED), (UNIT, [-3.0], [-5.0])):
        verdict = nonconvexity(loss, a, b, lam)
        assert verdict.answer == "refuted"
        assert verdict.reason.startswith("lam ")
        assert len(verdict.reason) < 150


@pytest.mark.parametrize("point", BAD_POINT, ids=range(len(BAD_POINT)))
def test_a_bad_point_is_refuted(point):
    tanh = NetLoss(XOR, TARGETS, "tanh", [2, 2, 1])
    for loss, good in ((RELU, SOLUTION), (tanh, SOLUTION), (SquaredSigmoidLoss([[1.0] * 4], [1.0]), np.zeros(4))):
        for a, b in ((point, good), (good, point), (point, point)):
            verdict = nonconvexity(loss, a, b, 0.5)
            assert verdict.answer == "refuted"
            assert "point" in verdict.reason
            assert len(verdict.reason) < 150


def test_a_list_that_holds_itself_is_refuted():
    endless: list[object] = []
    endless += [endless, endless]
    assert nonconvexity(RELU, endless, SOLUTION, 0.5).answer == "refuted"


def test_points_may_be_lists_tuples_arrays_and_numpy_numbers():
    as_tuples = tuple((tuple(map(tuple, W)), tuple(b)) for W, b in SOLUTION)
    as_arrays = [(np.array(W), np.array(b, dtype=np.float32)) for W, b in SWAPPED]
    rows = [([np.array(row) for row in W], [np.int64(v) for v in b]) for W, b in SWAPPED]
    for b in (SWAPPED, as_arrays, rows):
        assert nonconvexity(RELU, as_tuples, b, np.float32(0.5)).proved
    assert nonconvexity(UNIT, [np.float64(-3)], np.array([-5]), Fraction(1, 2)).proved

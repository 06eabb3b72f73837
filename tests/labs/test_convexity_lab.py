"""Lab 01: its mathematics, and what its checks hand over."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from labs.grading_in_process import calls, lab_named
from scipy import optimize, special

from autograder import certify, nets
from autograder.checks import Function

LAB = lab_named("01_convexity")
R = LAB.reference


def promised(function: str, args: tuple[Any, ...]) -> bool:
    """Whether the arguments are what the text says that a student's function will meet."""

    def floats(value: Any, ndim: int) -> bool:
        return value.dtype == np.float64 and value.ndim == ndim and bool(np.isfinite(value).all())

    match function, args:
        case (("forward" | "mse"), (list(net), X, *rest)):
            *targets, activation = rest
            widths = nets.widths(net)
            return (
                all(floats(W, 2) and floats(b, 1) and len(W) == len(b) for W, b in net)
                and all(W.shape[1] == n for (W, _), n in zip(net, widths, strict=False))
                and all(floats(Y, 2) and Y.shape[1] == widths[-1] and len(Y) > 0 for Y in targets)
                and floats(X, 2)
                and X.shape[1] == widths[0]
                and len(X) > 0
                and activation in nets.ACTIVATIONS
            )
        case "convexity_gap", (f, x, y, lam):
            same = type(x) is type(y) is float or (
                floats(x, np.ndim(x)) and floats(y, np.ndim(x)) and x.shape == y.shape
            )
            return isinstance(f, Function) and same and type(lam) is float and 0 < lam < 1
        case "logistic_loss", (w, X, y):
            return floats(w, 1) and floats(X, 2) and X.shape == (len(y), len(w)) and len(y) > 0 and {*y} <= {0.0, 1.0}
        case "logistic_hessian", (w, X):
            return floats(w, 1) and floats(X, 2) and X.shape[1] == len(w) and len(X) > 0
        case "squared_sigmoid_certificate", (X, y):
            sizes = np.abs(X[X != 0])
            small = 1 <= len(X) <= 50 and 1 <= X.shape[1] <= 5 and X.shape[0] == len(y) and {*y} <= {0.0, 1.0}
            return floats(X, 2) and floats(y, 1) and small and sizes.min() >= 1e-300 and sizes.max() <= 1e300
        case "find_violation", (points, values):
            return (
                floats(points, 1)
                and floats(values, 1)
                and len(points) == len(values) == len({*points})
                and len(points) <= 50
            )
    return False


def test_arguments_are_what_the_text_promises() -> None:
    for call in calls(LAB.name):
        assert promised(call.function, call.args), (call.function, call.args)


def excesses(points: np.ndarray, values: np.ndarray) -> list[Fraction]:
    rows = sorted(zip(map(Fraction, points.tolist()), map(Fraction, values.tolist()), strict=True))
    return [
        v1 - (v0 * (p2 - p1) + v2 * (p1 - p0)) / (p2 - p0)
        for (p0, v0), (p1, v1), (p2, v2) in itertools.combinations(rows, 3)
    ]


def test_tables_that_are_not_whole_are_clear() -> None:
    clear = 0
    for points, values in (call.args for call in calls(LAB.name) if call.function == "find_violation"):
        if not all(float(x).is_integer() for x in (*points, *values)):
            assert all(excess == 0 or abs(excess) >= Fraction(1, 1000) for excess in excesses(points, values))
            assert all(abs(x) <= 100 for x in (*points, *values))
            clear += 1
    assert clear >= 3


# --- the numbers of the text, exactly ------------------------------------------------------------------------------


def sigmoid_of(k: int) -> Fraction:
    """sigmoid(k log 2), exactly."""
    return Fraction(2) ** k / (1 + Fraction(2) ** k)


@pytest.mark.parametrize(
    ("samples", "ends", "gap"),
    [
        # one sample x = 1, y = 1: 16/25 between 1/4 and 256/289
        ([(1, 1)], (0, -4), Fraction(4167, 57800)),
        # two samples (x, y) = (1, 0), (2, 1): a violation far from 0
        ([(1, 0), (2, 1)], (2, 8), Fraction(5743812732369816435594788, 93802154739734880562550625)),
    ],
)
def test_gaps_of_squared_sigmoids_have_their_exact_values(
    samples: list[tuple[int, int]], ends: tuple[int, int], gap: Fraction
) -> None:
    def loss(k: int) -> Fraction:
        return sum(((sigmoid_of(k * x) - y) ** 2 for x, y in samples), Fraction(0)) / len(samples)

    middle = (ends[0] + ends[1]) // 2
    assert loss(middle) - (loss(ends[0]) + loss(ends[1])) / 2 == gap
    X, y = np.array(samples, dtype=float).T
    found = R["convexity_gap"](
        lambda w: np.mean((special.expit(w * X) - y) ** 2), ends[0] * np.log(2), ends[1] * np.log(2), 0.5
    )
    assert found == pytest.approx(float(gap), rel=1e-12)


@pytest.mark.parametrize(
    ("x", "y", "lam", "gap"),
    [
        ([1, 1], [-1, -1], Fraction(1, 2), Fraction(1)),
        ([1, 1], [-1, -1], Fraction(1, 3), Fraction(64, 81)),
        ([1, 1], [-1, -1], Fraction(1, 10), Fraction(81, 625)),
        ([2, Fraction(1, 2)], [Fraction(1, 2), 2], Fraction(1, 2), Fraction(81, 256)),
    ],
)
def test_gaps_of_the_product_have_their_exact_values(x: list[Any], y: list[Any], lam: Fraction, gap: Fraction) -> None:
    """(w0 w1 - 1)**2, the loss of one linear unit that fits y = x; also in fractions the reference computes it."""

    def loss(w: np.ndarray) -> Any:
        return (w[0] * w[1] - 1) ** 2

    assert R["convexity_gap"](loss, np.array(x, dtype=object), np.array(y, dtype=object), lam) == gap


def test_curvature_of_the_squared_error_changes_its_sign_at_one_third() -> None:
    """2 p (1 - p)**2 (3 p - 1) is -64/625 at w = -2 log 2, and 0 at w = -log 2."""

    def second_derivative(p: Fraction) -> Fraction:
        return 2 * p * (1 - p) ** 2 * (3 * p - 1)

    assert second_derivative(sigmoid_of(-2)) == Fraction(-64, 625)
    assert second_derivative(sigmoid_of(-1)) == 0
    for w in (-2.0, -0.4, 1.3):
        h = 1e-4
        loss = [(special.expit(w + k * h) - 1) ** 2 for k in (-1, 0, 1)]
        exact = float(second_derivative(Fraction(float(special.expit(w)))))
        assert (loss[0] - 2 * loss[1] + loss[2]) / h**2 == pytest.approx(exact, abs=1e-6)


def test_one_sigmoid_has_two_local_minima() -> None:
    """Samples 1 and 100 with the target 0.73: minima near 0.010093458 and 0.994557736."""
    x = np.array([1.0, 100.0])

    def loss(w: float) -> float:
        return float(np.mean((special.expit(w * x) - 0.73) ** 2))

    weights = [0.0001, 0.01, 0.1, 1.0, 50.0]
    sums = [0.10464476010408189, 0.05175738006778821, 0.1149090207786628, 0.0729011205887159, 0.1458]
    np.testing.assert_allclose([2 * loss(w) for w in weights], sums, rtol=1e-9)
    for bracket, minimum in (((0.001, 0.01, 0.1), 0.010093458459836028), ((0.1, 1.0, 50.0), 0.9945577363965148)):
        assert optimize.minimize_scalar(loss, bracket=bracket).x == pytest.approx(minimum, rel=1e-3)


def test_affine_squares_have_the_gap_of_the_text() -> None:
    for lam, p, q in itertools.product((0.25, 0.5, 0.9), (-2.0, 1.0), (0.5, 3.0)):
        gap = R["convexity_gap"](lambda t, p=p, q=q: (t * p + (1 - t) * q) ** 2, 1.0, 0.0, lam)
        assert gap == pytest.approx(-lam * (1 - lam) * (p - q) ** 2, rel=1e-12)


# --- the reference, rigorously and by brute force ------------------------------------------------------------------


@st.composite
def hostile_data(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    samples, features = draw(st.integers(1, 50)), draw(st.integers(1, 5))
    X = rng.normal(size=(samples, features))
    match draw(st.integers(0, 4)):
        case 0:
            X *= 10.0 ** rng.integers(-299, 300, size=X.shape)
        case 1:
            X = rng.integers(-1, 2, size=X.shape).astype(float)
        case 2:
            X *= 10.0 ** rng.choice([-299, 299], size=X.shape)
        case 3:
            X = X[rng.integers(0, max(1, samples // 4), size=samples)]
        case _:
            pass
    X[:, rng.random(features) < 0.3] = 0
    X[rng.random(samples) < 0.3] = 0
    if not X.any():
        X[-1, -1] = draw(st.sampled_from([1e-300, -1e300, 1.0]))
    return X, (rng.random(samples) < draw(st.sampled_from([0.0, 0.2, 0.5, 1.0]))).astype(float)


@settings(max_examples=200, deadline=None)
@given(hostile_data())
def test_certificate_is_proved_for_hostile_data(data: tuple[np.ndarray, np.ndarray]) -> None:
    X, y = data
    verdict = certify.nonconvexity(certify.SquaredSigmoidLoss(X, y), *R["squared_sigmoid_certificate"](X, y))
    assert verdict.proved, verdict.reason


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_violation_is_found_exactly_when_there_is_one(data: st.DataObject) -> None:
    numbers = data.draw(st.sampled_from([st.integers(-6, 6), st.integers(-(2**60), 2**60), st.floats(-9, 9)]))
    points = data.draw(st.lists(numbers.map(float), unique=True, max_size=8))
    heights = data.draw(st.sampled_from([st.integers(-4, 4), st.integers(-(2**70), 2**70), st.floats(-9, 9)]))
    values = [data.draw(heights.map(float)) for _ in points]
    if data.draw(st.booleans()):  # near to convex: otherwise almost every table has a violation
        values = [float(p * p) if abs(p) < 2**20 else float(p) for p in points]
    found = R["find_violation"](np.array(points), np.array(values))
    assert (found is not None) == any(excess > 0 for excess in excesses(np.array(points), np.array(values)))
    if found is not None:
        assert certify.above_chord(points, values, *found).proved


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**6))
def test_logistic_functions_agree_with_differences(seed: int) -> None:
    rng = np.random.default_rng(seed)
    samples, features = rng.integers(1, 7), rng.integers(1, 4)
    w, X, y = rng.normal(size=features), rng.normal(size=(samples, features)), rng.integers(0, 2, size=samples) * 1.0
    p = special.expit(X @ w)
    assert R["logistic_loss"](w, X, y) == pytest.approx(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))

    def gradient(w: np.ndarray) -> np.ndarray:
        return optimize.approx_fprime(w, lambda v: R["logistic_loss"](v, X, y), 1e-7)

    np.testing.assert_allclose(X.T @ (p - y) / samples, gradient(w), atol=1e-5)
    H = R["logistic_hessian"](w, X)
    columns = [(X.T @ (special.expit(X @ (w + h)) - p) / samples) / 1e-6 for h in 1e-6 * np.eye(features)]
    np.testing.assert_allclose(H, np.transpose(columns), atol=1e-4)


@pytest.mark.parametrize("activation", nets.ACTIVATIONS)
def test_reference_net_is_that_of_the_engine(activation: str) -> None:
    rng = np.random.default_rng(1)
    for widths in ((2, 1), (3, 4, 2), (1, 2, 3, 4, 5)):
        net = [(rng.normal(size=(m, n)), rng.normal(size=m)) for n, m in itertools.pairwise(widths)]
        X, Y = rng.normal(size=(6, widths[0])) * 100, rng.normal(size=(6, widths[-1]))
        np.testing.assert_allclose(R["forward"](net, X, activation), nets.forward(net, X, activation), rtol=1e-12)
        assert R["mse"](net, X, Y, activation) == pytest.approx(nets.mse(net, X, Y, activation), rel=1e-12)

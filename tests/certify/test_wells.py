"""Wells, and where their minimiser goes as the smoothing is taken back: against a follower in floats, and hostile."""

from __future__ import annotations

import math
import time
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from flint import arb

from autograder import certify
from autograder.certify.balls import precision
from autograder.certify.smoothed_wells import Smoothed, between
from autograder.certify.wells import Wells

GOLDEN = ([1.2, 1.0], [3.0, -1.0], [0.1, 1.0])  # the narrow well at 3 is deeper, the wide one at -1 is found


def fooled(a: Any, m: Any, w: Any) -> str:
    return Wells(a, m, w).fooled().answer


# --- the arithmetic ------------------------------------------------------------------------------------------------


def value(a: Any, m: Any, w: Any, x: float, tau: float) -> float:
    a, m, w = map(np.array, (a, m, w))
    v = w**2 + tau
    return float(-np.sum(a * w / np.sqrt(v) * np.exp(-((x - m) ** 2) / (2 * v)))) / a.max()


def test_the_closed_form_is_the_mean_over_a_bell_curve() -> None:
    z = np.linspace(-10, 10, 4001)
    bell = np.exp(-z * z / 2)
    bell /= bell.sum()
    a, m, w = [1.5, 0.7, 1.0], [-2.0, 0.5, 3.0], [0.6, 1.2, 0.3]
    for x, sigma in ((0.3, 0.8), (-2.2, 1.7), (3.0, 0.25)):
        mean = sum(weight * value(a, m, w, x + sigma * step, 0.0) for step, weight in zip(z, bell, strict=True))
        assert abs(mean - value(a, m, w, x, sigma**2)) < 1e-9


def test_derivatives_and_values_are_those_of_differences() -> None:
    a, m, w = [1.5, 0.7, 1.0], [-2.0, 0.5, 3.0], [0.6, 1.2, 0.3]
    scene = Smoothed(a, m, w, 10_000)
    with precision(80):
        for x, tau in ((0.3, 0.5), (-2.2, 0.04), (2.8, 3.0), (3.1, 0.0)):
            found = [float(d.mid()) for d in scene.derivatives(arb(x), arb(tau))]
            h = 1e-3

            def f(offset: float, x: float = x, tau: float = tau, h: float = h) -> float:
                return value(a, m, w, x + offset * h, tau)

            differences = [
                (f(1) - f(-1)) / (2 * h),
                (f(1) - 2 * f(0) + f(-1)) / h**2,
                (f(2) - 2 * f(1) + 2 * f(-1) - f(-2)) / (2 * h**3),
                (f(2) - 4 * f(1) + 6 * f(0) - 4 * f(-1) + f(-2)) / h**4,
            ]
            assert np.allclose(found, differences, rtol=1e-3, atol=2e-3)
            assert tau > 0 or abs(float(scene.value(arb(x)).mid()) - f(0)) < 1e-12


def test_enclosures_hold_every_value() -> None:
    rng = np.random.default_rng(3)
    a, m, w = [1.0, 0.8, 1.3], [-3.0, 0.0, 2.5], [0.5, 0.1, 2.0]
    scene = Smoothed(a, m, w, 100_000)
    with precision(80):
        for _ in range(60):
            low, tau = rng.uniform(-4, 4), rng.uniform(0, 3)
            high, below = low + rng.uniform(0, 0.7), tau * rng.uniform(0.5, 1)
            curvatures, slopes = scene.curvatures(low, high, tau), scene.slopes(low, below, tau)
            enclosed = scene.derivatives(between(low, high), between(below, tau))
            for s in np.linspace(0, 1, 7):
                x, t = arb(low + s * (high - low)), arb(below + s * (tau - below))
                assert curvatures.overlaps(scene.derivatives(x, arb(tau))[1])
                assert slopes.overlaps(scene.derivatives(arb(low), t)[0])
                point = scene.derivatives(x, t)
                assert all(ball.overlaps(one) for ball, one in zip(enclosed, point, strict=True))


# --- verdicts ------------------------------------------------------------------------------------------------------


def test_the_wide_well_wins_in_the_known_example() -> None:
    verdict = Wells(*GOLDEN).fooled()
    assert verdict.proved
    assert "ends at x = -1, where the wells' sum is -1;" in verdict.reason
    assert "-1.20034 at x = 2.99999" in verdict.reason


RIGHT: dict[str, Any] = {
    "arrays": (np.array([1.0, 1.2]), np.array([-1.0, 3.0]), np.array([1.0, 0.1])),
    "tuples and ints": ((1, 2), (-1, 3), (1, Fraction(1, 10))),
    "numpy scalars": ([np.float64(1), np.float32(1.5)], [np.int64(-1), np.int32(3)], [np.float64(1), 0.1]),
    "at the limits": ([0.5, 3.0], [10.0, -10.0], [5.0, 0.05]),
    "a rounded limit": ([1.0, 1.2], [-1.0, 3.0], [1.0, 0.15 - 0.1]),
    "five wells": ([1.0, 1.0, 1.0, 1.0, 3.0], [-4.0, -3.5, -3.0, -2.5, 6.0], [0.4, 0.4, 0.4, 0.4, 0.1]),
    "mirrored, with a fork": ([1.0, 1.5, 1.0], [-3.0, 0.0, 3.0], [1.0, 0.1, 1.0]),
    "a degenerate minimum": ([1.5, 1.5, 2.5], [-1.0, 1.0, -4.0], [1.0, 1.0, 0.1]),
    "huge": ([1e300, 1.2e300], [-1.0, 3.0], [1.0, 0.1]),
    "large and tiny": ([1e-300, 1.0, 1.2], [7.0, -1.0, 3.0], [0.3, 1.0, 0.1]),
    "just enough": ([1.0, 1.001], [-2.0, 3.0], [1.0, 0.1]),
    "the deepest point is where two wells overlap": ([1.0, 0.7, 0.7], [-3.0, 3.0, 3.1], [2.0, 0.1, 0.1]),
}
WRONG: dict[str, Any] = {
    "the wide well is the deepest": ([1.2, 1.0], [-1.0, 3.0], [1.0, 0.1]),
    "mirrored": ([1.0, 1.0], [-3.0, 3.0], [1.0, 1.0]),
    "mirrored, with a fork": ([1.0, 1.0], [-1.0, 1.0], [0.8, 0.8]),
    "nearly mirrored": ([1.0, 1.0 + 1e-7], [-1.0, 1.0], [0.8, 0.8]),
    "equal centres": ([1.0, 1.2], [2.0, 2.0], [1.0, 0.1]),
    "nearly equal centres": ([1.0, 1.2], [0.0, 1e-300], [1.0, 0.1]),
    "one minimum": ([1.0, 1.2], [-0.5, 0.5], [1.0, 0.8]),
    "not enough": ([1.0, 1.0009], [-2.0, 3.0], [1.0, 0.1]),
    "too small for a difference of 0.001": ([1e-4, 1e-3], [-3.0, 3.0], [5.0, 0.05]),
    "tiny": ([1e-300, 1.2e-300], [-1.0, 3.0], [1.0, 0.1]),
    "huge": ([1.2e300, 1e300], [-1.0, 3.0], [1.0, 0.1]),
    "a degenerate minimum": ([1.0, 1.0], [-1.0, 1.0], [1.0, 1.0]),  # at sigma = 0 the curvature there is 0
    "deep and wide enough": ([1.0, 1.5], [-2.0, 2.0], [1.0, 0.8]),
}


@pytest.mark.parametrize("name", RIGHT)
def test_wells_that_fool_are_proved(name: str) -> None:
    assert Wells(*RIGHT[name]).fooled().answer == "proved"
    assert Wells(*RIGHT[name]).shallow_minimum().answer == "proved"


@pytest.mark.parametrize("name", WRONG)
def test_wells_that_do_not_fool_are_refuted(name: str) -> None:
    verdict = Wells(*WRONG[name]).fooled()
    assert verdict.answer == "refuted"
    assert verdict.reason[0].isupper()
    assert verdict.reason.endswith(".")
    assert len(verdict.reason) < 300


def test_the_order_of_the_wells_does_not_matter_nor_does_a_mirror() -> None:
    for a, m, w in [*RIGHT.values(), *WRONG.values()]:
        expected = fooled(a, m, w)
        assert fooled(a[::-1], m[::-1], w[::-1]) == expected
        assert fooled(a, [-x for x in m], w) == expected


def follower(a: Any, m: Any, w: Any) -> float:
    """How far above the global minimum a follower in floats ends, in 4000 steps."""
    a, m, w = map(np.array, (a, m, w))

    def slope_and_bend(x: float, tau: float) -> tuple[float, float]:
        v = w * w + tau
        q = (x - m) ** 2 / v
        e = a * w / v**1.5 * np.exp(-q / 2)
        return float((e * (x - m)).sum()), float((e * (1 - q)).sum())

    low, high = float(m.min()), float(m.max())
    start = (high - low) ** 2
    for _ in range(80):
        x = (low + high) / 2
        low, high = (low, x) if slope_and_bend(x, start)[0] > 0 else (x, high)
    for tau in [*np.geomspace(start, 1e-6, 4000), 0.0]:
        for _ in range(3):
            slope, bend = slope_and_bend(x, tau)
            x -= slope / bend if bend > 0 else math.copysign(1e-3, slope)
    at = np.concatenate([np.linspace(m.min(), m.max(), 8001), m])
    f = -(a * np.exp(-((at[:, None] - m) ** 2) / (2 * w**2))).sum(axis=1)
    return float(-(a * np.exp(-((x - m) ** 2) / (2 * w**2))).sum() - f.min())


def test_verdicts_agree_with_a_follower_in_floats() -> None:
    rng = np.random.default_rng(8)
    answers: list[str] = []
    for _ in range(25):
        n = int(rng.integers(2, 6))
        a, m, w = rng.uniform(0.3, 2, n), rng.uniform(-8, 8, n), np.exp(rng.uniform(math.log(0.05), math.log(5), n))
        answers.append(fooled(a, m, w))
        assert (answers[-1] == "proved") == (follower(a, m, w) >= 1e-3)
    assert {"proved", "refuted"} == set(answers)


def test_nearly_symmetric_forks_go_to_the_right_side() -> None:
    """A narrow deep well, right or left of a fork of two wide wells, of which one is a little deeper than the other."""
    for excess in (1e-2, 1e-4, 1e-6):
        for side in (1, -1):
            # the minimiser goes to the deeper of the wide wells; without the narrow one nothing is fooled
            a, m, w = [1.0, 1.0 + excess], [-side * 1.0, side * 1.0], [0.8, 0.8]
            assert fooled(a, m, w) == "refuted"
            assert fooled([*a, 1.3], [*m, side * 6.0], [*w, 0.05]) == "proved"


def test_hardly_anything_is_left_undecided() -> None:
    rng = np.random.default_rng(5)
    undecided = slow = 0
    for _ in range(150):
        n = int(rng.integers(2, 6))
        a = rng.choice([1.0, 1.0, 1.5, 2.0], n)
        m = rng.integers(-3, 4, n).astype(float)  # mirrored wells are frequent here
        w = rng.choice([0.05, 0.1, 0.5, 1.0, 2.0], n)
        started = time.process_time()
        undecided += fooled(a, m, w) == "undecided"
        slow += time.process_time() - started > 1
    assert (undecided, slow) == (0, 0)


# --- hostile -------------------------------------------------------------------------------------------------------

UNFIT: list[tuple[Any, Any, Any, str]] = [
    ([1.0], [0.0], [1.0], "2 to 5 wells"),
    ([1.0] * 6, [0.0] * 6, [1.0] * 6, "2 to 5 wells"),
    (np.ones(10_000), [0.0, 1.0], [1.0, 1.0], "a has length 10000"),
    ([1.0, 1.0, 1.0], [0.0, 1.0], [1.0, 1.0], "one entry for each well, but they have 3, 2 and 2"),
    ([1.0, 0.0], [0.0, 1.0], [1.0, 1.0], "positive, but is 0"),
    ([1.0, -2.0], [0.0, 1.0], [1.0, 1.0], "positive, but is -2"),
    ([1.0, 2.0], [0.0, 10.1], [1.0, 1.0], "between -10 and 10, but is 10.1"),
    ([1.0, 2.0], [0.0, 1.0], [1.0, 0.049], "between 0.05 and 5, but is 0.049"),
    ([1.0, 2.0], [0.0, 1.0], [1.0, 5.01], "between 0.05 and 5, but is 5.01"),
    ([1.0, 2.0], [0.0, 1.0], [-1.0, 1.0], "between 0.05 and 5, but is -1"),
    ([1.0, math.nan], [0.0, 1.0], [1.0, 1.0], "finite"),
    ([1.0, 2.0], [0.0, math.inf], [1.0, 1.0], "finite"),
    ([1.0, 10**400], [0.0, 1.0], [1.0, 1.0], "too large"),
    ([1.0, 10**10_000], [0.0, 1.0], [1.0, 1.0], "bits"),
    ([1.0, True], [0.0, 1.0], [1.0, 1.0], "should be a number"),
    ([1.0, "2"], [0.0, 1.0], [1.0, 1.0], "should be a number"),
    ([1.0, None], [0.0, 1.0], [1.0, 1.0], "should be a number"),
    ([1.0, [2.0]], [0.0, 1.0], [1.0, 1.0], "should be a number"),
    (None, [0.0, 1.0], [1.0, 1.0], "list of numbers"),
    (1.0, [0.0, 1.0], [1.0, 1.0], "list of numbers"),
    ("12", [0.0, 1.0], [1.0, 1.0], "list of numbers"),
    ({1.0: 2.0}, [0.0, 1.0], [1.0, 1.0], "list of numbers"),
    (np.ones((2, 1)), [0.0, 1.0], [1.0, 1.0], "shape"),
    (np.array(1.0), [0.0, 1.0], [1.0, 1.0], "shape"),
    (np.array([1.0, 2.0 + 1j]), [0.0, 1.0], [1.0, 1.0], "should be a number"),
]


@pytest.mark.parametrize(("a", "m", "w", "said"), UNFIT)
def test_what_is_no_list_of_wells_is_unfit(a: Any, m: Any, w: Any, said: str) -> None:
    with pytest.raises(certify.Unfit) as found:
        Wells(a, m, w)
    assert said in str(found.value)
    assert len(str(found.value)) < 200


HARD: list[Any] = [
    ([1.0] * 5, [-10.0, -5.0, 0.0, 5.0, 10.0], [0.05] * 5),
    ([1.0] * 5, [-10.0, -5.0, 0.0, 5.0, 10.0], [5.0] * 5),
    ([1.0] * 5, [-2.0, -1.0, 0.0, 1.0, 2.0], [0.5] * 5),
    ([1.0, 1.0 + 1e-13], [-1.0, 1.0], [0.8, 0.8]),
    ([5e-324, 1e308], [-1.0, 1.0], [0.05, 5.0]),
    ([1e308, 5e-324, 1.0], [-1.0, 1.0, 9.0], [0.05, 5.0, 0.05]),
    ([1.0, 1.0, 1.0], [-1.0, 1.0, 1.0 + 1e-16], [0.3, 0.3, 0.2]),
    ([1.0, 2.0], [-10.0, 10.0], [0.05, 0.05]),
]


@pytest.mark.parametrize("wells", HARD)
def test_hard_cases_end_in_time_and_are_never_proved(wells: Any) -> None:
    started = time.process_time()
    assert fooled(*wells) != "proved"
    for verdict in (Wells(*wells).fooled(), Wells(*wells).shallow_minimum()):
        assert verdict.answer in ("refuted", "undecided", "proved")
        assert len(verdict.reason) < 400
    assert time.process_time() - started < 3


def test_a_fork_with_a_choice_is_undecided_and_says_so() -> None:
    """Exactly symmetric where the minimiser forks, to all digits of a float; a tiny far well is on one side."""
    verdict = Wells([1.0, 1.0, 1e-30], [-1.0, 1.0, 1.0], [0.8, 0.8, 0.05]).fooled()
    assert verdict.answer != "proved"


def test_shallow_minima_are_listed() -> None:
    assert Wells(*GOLDEN).shallow_minimum().reason == "The minima are -1 at x = -1 and -1.20034 at x = 2.99999."
    one = Wells([1.0, 1.2], [-0.5, 0.5], [1.0, 0.8]).shallow_minimum()
    assert (one.answer, "one minimum only" in one.reason) == ("refuted", True)
    equal = Wells([1.0, 1.0], [-3.0, 3.0], [1.0, 1.0]).shallow_minimum()
    assert (equal.answer, "No minimum is at least 0.001 above" in equal.reason) == ("refuted", True)

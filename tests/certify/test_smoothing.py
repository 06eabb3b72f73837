"""From which sigma on a rippled bowl is convex: proved just below and just above, for any amplitude."""

from __future__ import annotations

import math

import numpy as np
import pytest

from autograder import certify

AMPLITUDES = (0.0507, 0.06, 1.0, 10.0, 1e6, 1e12, 1e300)


def threshold(amplitude: float) -> float:
    ratio = 2 * math.pi**2 * amplitude
    return math.sqrt(math.log(ratio) / 2) / math.pi if ratio > 1 else 0.0


def answer(amplitude: float, sigma: float) -> str:
    return certify.convexity_threshold(amplitude, sigma, 1e-6).answer


@pytest.mark.parametrize("amplitude", AMPLITUDES)
def test_the_threshold_is_proved_within_the_tolerance_and_refuted_beyond(amplitude: float) -> None:
    right = threshold(amplitude)
    for off in (0.0, 9e-7, -9e-7):
        assert answer(amplitude, right + off) == "proved"
    for off in (1.1e-6, -1.1e-6, 1e-3, -1e-3, 1.0):
        assert answer(amplitude, right + off) == "refuted"


@pytest.mark.parametrize("amplitude", [0.0, 5e-324, 1e-9, 0.05, 0.0506])
def test_a_convex_function_needs_no_smoothing(amplitude: float) -> None:
    assert answer(amplitude, 0.0) == answer(amplitude, -1e-9) == answer(amplitude, 9e-7) == "proved"
    assert answer(amplitude, 2e-6) == answer(amplitude, -2e-6) == answer(amplitude, 0.5) == "refuted"


def test_thresholds_agree_with_second_differences() -> None:
    """Of the smoothed function itself, on a grid that has x = 1/2."""
    x = np.linspace(0, 1, 2001)
    for amplitude in (0.2, 3.0, 40.0):
        right = threshold(amplitude)
        for sigma, convex in ((right + 1e-3, True), (right - 1e-3, False)):
            damping = math.exp(-2 * (math.pi * sigma) ** 2)
            f = x**2 - amplitude * damping * np.cos(2 * np.pi * x)
            assert (np.diff(f, 2).min() > -1e-12) == convex


def test_the_threshold_of_the_rastrigin_function_is_the_known_one() -> None:
    assert answer(10.0, 0.5174465739581628) == "proved"  # confirmed in 60 digits elsewhere


@pytest.mark.parametrize("sigma", [math.nan, math.inf, -math.inf, -1.0, 1e308, 5e-324, -1e308])
def test_odd_numbers_are_refuted(sigma: float) -> None:
    verdict = certify.convexity_threshold(10.0, sigma, 1e-6)
    assert verdict.answer == "refuted"
    assert verdict.reason.endswith(".")
    assert len(verdict.reason) < 250


def test_a_reason_tells_which_way_to_go() -> None:
    assert "too small" in certify.convexity_threshold(10.0, 0.5, 1e-6).reason
    assert "too large" in certify.convexity_threshold(10.0, 0.6, 1e-6).reason
    assert "not negative" in certify.convexity_threshold(0.0, -0.1, 1e-6).reason

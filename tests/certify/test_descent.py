"""Whether a point is the first minimum downhill, from the signs of the slope."""

from __future__ import annotations

import math

import pytest

from autograder.certify import downhill_path
from autograder.certify.descent import first_minimum


def ripples(x: float) -> float:
    return 2 * x + 20 * math.pi * math.sin(2 * math.pi * x)


def two_valleys(x: float) -> float:
    return x**3 - x


def verdict(slope, start: float, end: float):
    return first_minimum(slope, start, end, tolerance=1e-4, separation=0.1)


@pytest.mark.parametrize(
    ("start", "end"),
    [(0.3, 1.0), (0.3, 1 + 9e-5), (0.3, 1 - 9e-5), (7.0, 1.0), (1.0, 1.0), (1.00009, 0.99992), (-0.01, -1.0)],
)
def test_the_first_minimum_is_proved(start: float, end: float) -> None:
    assert verdict(two_valleys, start, end).proved


@pytest.mark.parametrize("start", [0.0, 9e-5, -9e-5])
def test_on_a_top_either_side_is_right(start: float) -> None:
    assert verdict(two_valleys, start, 1.0).proved
    assert verdict(two_valleys, start, -1.0).proved


def test_beside_a_top_one_side_is_right() -> None:
    assert not verdict(two_valleys, 1e-3, -1.0).proved
    assert not verdict(two_valleys, -1e-3, 1.0).proved


@pytest.mark.parametrize("off", [2e-4, -2e-4, 1e-2, 0.5, -1.0])
def test_points_beside_a_minimum_are_refuted(off: float) -> None:
    found = verdict(two_valleys, 0.3, 1 + off)
    assert found.answer == "refuted"
    assert "no minimum" in found.reason


def test_a_top_is_no_minimum() -> None:
    assert not verdict(two_valleys, 0.0, 0.0).proved
    assert not verdict(two_valleys, 0.3, 0.0).proved


def test_a_minimum_uphill_or_behind_another_is_refuted() -> None:
    minima = [0.0, 0.9949586376523347, 1.9899122337085495, 2.984855701039481, 3.979783860300754]
    for start, right in ((3.3, 3), (0.4, 0), (0.6, 1), (2.7, 3), (2.4, 2)):
        for k, end in enumerate(minima):
            assert verdict(ripples, start, end).proved == (k == right)


def test_narrow_valleys_are_not_jumped_over() -> None:
    """Critical points 0.1 apart: from one valley to the next there is a top between, wherever the samples fall."""
    for start in (0.13, 0.12, 0.05, 0.177):
        for k in range(-3, 4):
            end = 0.2 * k + 0.1  # minima of this slope
            inside = abs(end - start) < 0.1
            assert verdict(lambda x: math.sin(10 * math.pi * (x - 0.1)), start, end).proved == inside


def test_a_flat_slope_has_no_minimum() -> None:
    assert not verdict(lambda x: 0.0, 0.0, 0.0).proved
    assert not verdict(lambda x: math.nan, 0.0, 0.0).proved


@pytest.mark.parametrize("distance", [1e-4, 1.9e-4, 2.1e-4, 2.9e-4, 3.1e-4, 5e-4])
def test_close_starts_are_judged_like_others(distance: float) -> None:
    for rounding in (9e-5, -9e-5, 0.0):
        assert verdict(lambda x: x, distance, rounding).proved
        assert verdict(lambda x: x, -distance, rounding).proved


def moving(x: float, sigma: float) -> float:
    return x - sigma


def path(slope, start: float, sigmas: list[float], points: list[float]):
    return downhill_path(slope, start, sigmas, points, tolerance=1e-4, separation=0.1, farthest=12.0)


def test_every_point_belongs_to_its_own_sigma() -> None:
    assert path(moving, 5.0, [2.0, 1.0, 0.0], [2.0, 1.00005, -0.00005]).proved
    found = path(moving, 5.0, [2.0, 1.0, 0.0], [2.0, 2.0, 0.0])
    assert found.answer == "refuted"
    assert found.reason.startswith("path[1], with sigma = 1: ")
    assert path(moving, 5.0, [], []).proved


def test_a_walk_starts_from_the_point_before() -> None:
    fork = lambda x, sigma: x**3 + (sigma - 1) * x  # noqa: E731
    assert path(fork, 0.5, [0.0, 0.5], [1.0, math.sqrt(0.5)]).proved
    assert not path(fork, 0.5, [0.0, 0.5], [1.0, -math.sqrt(0.5)]).proved
    for side in (1, -1):
        assert path(fork, 0.5, [2.0, 0.0], [0.0, side * 1.0]).proved


@pytest.mark.parametrize("far", [12.2, -13.0, 1e308, -1e308])
def test_points_that_are_far_away_are_refuted_at_once(far: float) -> None:
    assert "-12 to 12" in path(moving, 5.0, [far], [far]).reason


def test_a_path_of_another_length_is_the_callers_fault() -> None:
    with pytest.raises(ValueError, match="shorter"):
        path(moving, 5.0, [1.0, 0.0], [1.0])

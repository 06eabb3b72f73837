"""Lab 08: its mathematics, what its checks hand over, and the promises of the text that their cases keep."""

from __future__ import annotations

import math

import numpy as np
from labs.grading_in_process import calls, lab_named
from scipy import optimize

from autograder.functions import Function as Slope

LAB = lab_named("08_homotopy")
R = LAB.reference


# --- what the checks hand over -------------------------------------------------------------------------------------


def test_arguments_are_what_the_text_promises() -> None:
    for call in calls(LAB.name):
        named = call.named
        if "x" in named:
            assert named["x"].dtype == np.float64
            assert named["x"].ndim == 1
            assert len(named["x"]) >= 1
        if call.function == "smoothed_rastrigin":
            assert type(named["sigma"]) is float
            assert 0 <= named["sigma"] <= 2
        if call.function == "count_minima":
            assert type(named["d"]) is int
            assert named["d"] >= 1
        if call.function == "convexity_threshold":
            assert type(named["amplitude"]) is float
            assert named["amplitude"] >= 0
        if call.function == "follow_minimiser":
            assert isinstance(named["slope"], Slope)
            assert type(named["x0"]) is float
            assert abs(named["x0"]) <= 12
            assert named["sigmas"].dtype == np.float64
            assert np.all(np.diff(named["sigmas"]) < 0)
            assert named["sigmas"][-1] >= 0


def walks() -> list[tuple[Slope, float, np.ndarray]]:
    """The arguments of all calls of follow_minimiser."""
    return [call.args for call in calls(LAB.name) if call.function == "follow_minimiser"]


def zeros_of(slope: Slope, sigma: float) -> tuple[list[float], list[bool]]:
    """Zeros of the slope between -12 and 12, and whether each is a minimum; a grid may begin on none of them."""
    grid = np.linspace(-12.003, 12.001, 4801).tolist()
    values = [slope(x, sigma) for x in grid]
    places = [k for k in range(len(grid) - 1) if values[k] * values[k + 1] < 0]
    zeros = [optimize.brentq(slope, grid[k], grid[k + 1], args=(sigma,), xtol=1e-12) for k in places]
    assert 0.0 not in values
    return zeros, [values[k] < 0 for k in places]


def test_slopes_keep_the_promises_of_the_text() -> None:
    """Critical points at least 0.1 apart; starts on a top, or clear of all tops; the path within -12 and 12."""
    forks = 0
    for slope, start, sigmas in walks():
        for sigma, end in zip(sigmas.tolist(), R["follow_minimiser"](slope, start, sigmas).tolist(), strict=True):
            zeros, minimum = zeros_of(slope, sigma)
            assert min(np.diff(zeros), default=1.0) >= 0.1
            tops = [x for x, low in zip(zeros, minimum, strict=True) if not low]
            near = min((abs(x - start) for x in tops), default=1.0)
            assert near < 5e-5 or near > 0.01, "it is not clear which way is downhill"
            forks += near < 5e-5
            assert min(abs(x - end) for x, low in zip(zeros, minimum, strict=True) if low) < 2e-5
            assert abs(end) <= 12
            assert isinstance(slope(1.5, sigma), float)
            start = end
    assert forks >= 2


def test_an_honest_walker_needs_few_questions() -> None:
    """Steps of 0.01 and a bisection to 1e-6: at most some thousand questions a call, of the 20,000 there are."""
    most = 0
    walk = next(v.function for v in LAB.variants if v.name == "follow_in_small_steps")
    for slope, start, sigmas in walks():
        asked = 0

        def counted(x: float, sigma: float, slope: Slope = slope) -> float:
            nonlocal asked
            asked += 1
            return slope(x, sigma)

        walk(counted, start, sigmas)
        most = max(most, asked)
    assert most < 2500


# --- the mathematics -----------------------------------------------------------------------------------------------

ONE_D_MINIMA = {  # found with interval arithmetic, in 60 digits
    0.9949586376523347: 0.9949590570932916,
    1.9899122337085495: 3.979831190554087,
    2.984855701039481: 8.95460124148701,
    3.979783860300754: 15.919243792461534,
    4.974691390895051: 24.873722934542226,
}
SMOOTHED_AT_03 = {  # sigma: value at x = 0.3, and the number of minima in the box
    0.0: (13.180169943749473, 11),
    0.1: (12.63662383832168, 11),
    0.2: (11.533063044052739, 11),
    0.25: (11.05239745344909, 11),
    0.3: (10.702932594924022, 11),
    0.35: (10.487818411562245, 7),
    0.4: (10.381329306370745, 3),
    0.45: (10.349257714412975, 1),
    0.5: (10.362224141785127, 1),
    0.515: (10.371680334523733, 1),
    0.6: (10.452534170076824, 1),
}


def test_minima_on_the_line_are_the_known_ones() -> None:
    for x, value in ONE_D_MINIMA.items():
        assert abs(R["rastrigin"](np.array([-x])) - value) < 1e-12
        found = R["follow_minimiser"](lambda x, s: 2 * x + 20 * math.pi * math.sin(2 * math.pi * x), x + 0.2, [0.0])
        assert abs(found[0] - x) < 2e-5


def test_minima_are_counted_like_a_fine_grid_counts_them() -> None:
    for d in (1, 2):
        steps = np.linspace(-5.12, 5.12, 257)
        values = np.array([R["rastrigin"](np.array([x])) for x in steps])
        heights = values if d == 1 else values[:, None] + values[None, :]
        inner = heights[(slice(1, -1),) * d]
        lower = np.ones(inner.shape, dtype=bool)
        for axis in range(d):
            for shift in (1, -1):
                lower &= inner < np.roll(heights, shift, axis)[(slice(1, -1),) * d]
        assert np.count_nonzero(lower) == R["count_minima"](d)
    assert len(str(R["count_minima"](1000))) == 1042


def test_smoothed_values_are_the_known_ones() -> None:
    xs = np.linspace(-5.12, 5.12, 4097)
    for sigma, (value, minima) in SMOOTHED_AT_03.items():
        assert abs(R["smoothed_rastrigin"](np.array([0.3]), sigma) - value) < 1e-12
        f = np.array([R["smoothed_rastrigin"](np.array([x]), sigma) for x in xs])
        assert np.count_nonzero((f[1:-1] < f[:-2]) & (f[1:-1] < f[2:])) == minima


def test_the_threshold_of_the_rastrigin_function_is_the_known_one() -> None:
    assert abs(R["convexity_threshold"](10.0) - 0.5174465739581628) < 1e-14


def test_the_followed_minimiser_is_the_known_one() -> None:
    """The wide well at -1 against the deeper, narrow one at 3."""
    known = {3.0: -0.7585, 2.0: -0.90225, 1.5: -0.97505, 1.0: -0.9995, 0.7: -1.0, 0.3: -1.0, 0.0: -1.0}
    a, m, w = (np.array(part) for part in ([1.2, 1.0], [3.0, -1.0], [0.1, 1.0]))

    def slope(x: float, sigma: float) -> float:
        v = w**2 + sigma**2
        return float(np.sum(a * w / v**1.5 * (x - m) * np.exp(-((x - m) ** 2) / (2 * v))))

    path = R["follow_minimiser"](slope, 1.0, np.array(list(known)))
    assert np.allclose(path, list(known.values()), atol=2e-4)

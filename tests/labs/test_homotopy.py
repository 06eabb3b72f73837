"""Lab 08: the reference, its variants and odd right answers pass every check; its cases keep the text's promises."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import optimize

from autograder.functions import Function as Slope
from autograder.grading import grade_functions
from autograder.labs import load_lab
from autograder.sandbox.local import LocalTransport

LAB = load_lab(Path(__file__).parents[2], "08_homotopy")
R = LAB.reference
Function = Callable[..., Any]


def outcomes(exercise: str, function: Function) -> dict[str, str]:
    """The outcome of every check of one exercise for this function."""
    (result,) = grade_functions(LAB, LocalTransport({exercise: function}), [exercise])
    return {check.name: check.outcome for check in result.checks}


def hints(exercise: str, function: Function) -> set[str]:
    (result,) = grade_functions(LAB, LocalTransport({exercise: function}), [exercise])
    return {check.hint for check in result.checks if check.hint}


def accepted(exercise: str, function: Function) -> bool:
    found = outcomes(exercise, function)
    assert "error" not in found.values(), "a check itself failed"
    return set(found.values()) == {"passed"}


# --- the reference, the variants, the misconceptions ---------------------------------------------------------------


@pytest.mark.parametrize("exercise", [e.name for e in LAB.exercises])
def test_reference_passes_every_check(exercise: str) -> None:
    assert set(outcomes(exercise, R[exercise]).values()) == {"passed"}


@pytest.mark.parametrize("variant", LAB.variants, ids=lambda v: f"{v.exercise}-{v.name}")
def test_variant_passes_every_check(variant: Any) -> None:
    found = outcomes(variant.exercise, variant.function)
    assert set(found.values()) == {"passed"}, found


@pytest.mark.parametrize("idea", LAB.misconceptions, ids=lambda m: f"{m.exercise}-{m.name}")
def test_misconception_fails_and_is_recognised(idea: Any) -> None:
    assert not accepted(idea.exercise, idea.function)
    assert idea.hint in hints(idea.exercise, idea.function)


def test_there_are_enough_misconceptions_and_variants() -> None:
    ideas, variants = Counter(m.exercise for m in LAB.misconceptions), Counter(v.exercise for v in LAB.variants)
    assert all(ideas[e.name] >= 6 and variants[e.name] >= 2 for e in LAB.exercises)
    names = [m.name for m in LAB.misconceptions] + [v.name for v in LAB.variants]
    assert len(names) == len(set(names))


def test_visible_checks_are_worth_less_than_half() -> None:
    for exercise in LAB.exercises:
        visible = sum(check.points for check, seen in LAB.checks(exercise.name) if seen)
        assert 0 < visible < exercise.points / 2


# --- what the checks hand over -------------------------------------------------------------------------------------


class Recorder(LocalTransport):
    """Keeps all arguments that the checks hand over."""

    def __init__(self, functions: Any) -> None:
        super().__init__(functions)
        self.seen: list[tuple[str, tuple[Any, ...]]] = []

    def call(self, function: str, args: tuple[Any, ...]) -> Any:
        self.seen.append((function, args))
        return super().call(function, args)


def recorded() -> list[tuple[str, tuple[Any, ...]]]:
    recorder = Recorder(R)
    grade_functions(LAB, recorder)
    return recorder.seen


def test_arguments_are_what_the_text_promises() -> None:
    seen = recorded()
    assert len(seen) < 130
    for function, args in seen:
        named = dict(zip(LAB.parameters[function], args, strict=True))
        if "x" in named:
            assert named["x"].dtype == np.float64
            assert named["x"].ndim == 1
            assert len(named["x"]) >= 1
        if function == "smoothed_rastrigin":
            assert type(named["sigma"]) is float
            assert 0 <= named["sigma"] <= 2
        if function == "count_minima":
            assert type(named["d"]) is int
            assert named["d"] >= 1
        if function == "convexity_threshold":
            assert type(named["amplitude"]) is float
            assert named["amplitude"] >= 0
        if function == "follow_minimiser":
            assert isinstance(named["slope"], Slope)
            assert type(named["x0"]) is float
            assert abs(named["x0"]) <= 12
            assert named["sigmas"].dtype == np.float64
            assert np.all(np.diff(named["sigmas"]) < 0)
            assert named["sigmas"][-1] >= 0


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
    for function, (*args,) in recorded():
        if function != "follow_minimiser":
            continue
        slope, start, sigmas = args
        for sigma, end in zip(sigmas.tolist(), R["follow_minimiser"](*args).tolist(), strict=True):
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
    for function, args in recorded():
        if function == "follow_minimiser":
            asked = 0

            def counted(x: float, sigma: float, slope: Slope = args[0]) -> float:
                nonlocal asked
                asked += 1
                return slope(x, sigma)

            walk = next(v.function for v in LAB.variants if v.name == "follow_in_small_steps")
            walk(counted, args[1], args[2])
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


# --- odd, but right ------------------------------------------------------------------------------------------------


def rough(path: Any, seed: int = 0) -> Any:
    """The path with errors of up to 0.9e-4."""
    return np.asarray(path) + 0.9e-4 * np.random.default_rng(seed).uniform(-1, 1, len(path))


def other_side(slope: Function, x0: float, sigmas: Any) -> list[float]:
    """Leaves a top to the left."""
    return [-float(x) for x in R["follow_minimiser"](lambda x, s: -slope(-x, s), -x0, sigmas)]


ODD: list[tuple[str, Function]] = [
    ("rastrigin", lambda x: np.float64(R["rastrigin"](x))),
    ("rastrigin", lambda x: np.array(R["rastrigin"](x))),
    ("rastrigin", lambda x: Fraction(R["rastrigin"](x))),
    ("rastrigin", lambda x: R["rastrigin"](x) * (1 + 3e-13)),
    ("rastrigin", lambda x: math.fsum(10 + t * t - 10 * math.cos(math.tau * t) for t in x.tolist())),
    ("count_minima", lambda d: Fraction(11) ** d),
    ("count_minima", lambda d: int("11") ** d),
    ("count_minima", lambda d: np.array([11], dtype=object)[0] ** d),
    ("smoothed_rastrigin", lambda x, s: R["smoothed_rastrigin"](x, s) * (1 + 9e-7)),
    ("smoothed_rastrigin", lambda x, s: np.array(R["smoothed_rastrigin"](x, s))),
    ("smoothed_rastrigin", lambda x, s: R["smoothed_rastrigin"](x, s) + 5e-9),
    ("convexity_threshold", lambda a: R["convexity_threshold"](a) + 9e-7),
    ("convexity_threshold", lambda a: R["convexity_threshold"](a) - 9e-7),
    ("convexity_threshold", lambda a: np.float64(R["convexity_threshold"](a))),
    ("convexity_threshold", lambda a: 0 if a < 0.05 else Fraction(R["convexity_threshold"](a))),
    ("follow_minimiser", lambda *args: R["follow_minimiser"](*args).tolist()),
    ("follow_minimiser", lambda *args: tuple(R["follow_minimiser"](*args))),
    ("follow_minimiser", lambda *args: rough(R["follow_minimiser"](*args))),
    ("follow_minimiser", lambda *args: rough(R["follow_minimiser"](*args), seed=1)),
    ("follow_minimiser", other_side),
    ("follow_minimiser", lambda *args: rough(other_side(*args), seed=2)),
    ("fooled_by_homotopy", lambda: ((1, 2), (-1, 3), (1, Fraction(1, 10)))),
    ("fooled_by_homotopy", lambda: [np.array([1e6, 2e6]), [-9, 9], (5, np.float64(0.05))]),
    ("fooled_by_homotopy", lambda: np.array([[1.0, 1.2], [-1.0, 3.0], [1.0, 0.1]])),
    ("fooled_by_homotopy", lambda: ([1.0, 1.001], [-2.0, 3.0], [1.0, 0.1])),
    ("fooled_by_homotopy", lambda: ([1.5, 1.5, 2.5], [-1.0, 1.0, -4.0], [1.0, 1.0, 0.1])),
]


@pytest.mark.parametrize("number", range(len(ODD)))
def test_odd_but_right_answers_keep_full_marks(number: int) -> None:
    exercise, function = ODD[number]
    assert accepted(exercise, function), outcomes(exercise, function)


def test_walkers_of_many_stride_lengths_pass() -> None:
    for stride in (0.01, 0.037, 0.09, 0.099):

        def walk(slope: Function, x0: float, sigmas: Any, stride: float = stride) -> list[float]:
            path: list[float] = []
            x = x0
            for sigma in sigmas.tolist():
                if slope(x, sigma) == 0:
                    x -= 1e-5
                step = -stride if slope(x, sigma) > 0 else stride
                while slope(x + step, sigma) * step < 0:
                    x += step
                low, high = sorted((x, x + step))
                for _ in range(30):
                    middle = (low + high) / 2
                    low, high = (low, middle) if slope(middle, sigma) > 0 else (middle, high)
                x = (low + high) / 2
                path.append(x)
            return path

        assert accepted("follow_minimiser", walk)

"""Lab 08: more wrong functions than its own misconceptions; each must lose marks, and none may break a check."""

from __future__ import annotations

import decimal
import itertools
import math
from typing import Any

import numpy as np
import pytest
from labs.grading_in_process import Function, Functions, assert_rejected, lab_named, without_hints
from scipy import optimize

LAB = without_hints(lab_named("08_homotopy"))
R = LAB.reference
wrong = Functions(LAB)


# --- rastrigin -----------------------------------------------------------------------------------------------------

wrong.through("rastrigin", "a_list", lambda f, x: [f])
wrong.through("rastrigin", "negative", lambda f, x: -f)
wrong.through("rastrigin", "off_by_1e_8", lambda f, x: f * (1 + 1e-8))
wrong.through("rastrigin", "rounded", lambda f, x: round(f, 6))
wrong.through("rastrigin", "a_text", lambda f, x: str(f))
wrong.through("rastrigin", "an_int", lambda f, x: int(f))
wrong.through("rastrigin", "zero_inside", lambda f, x: 0.0 if np.all(abs(x) < 0.01) else f)
wrong.through("rastrigin", "infinite_outside_of_the_box", lambda f, x: f if np.all(abs(x) <= 5.12) else math.inf)
wrong.through("rastrigin", "short_only", lambda f, x: f if len(x) <= 5 else 0.0)


@wrong("rastrigin")
def from_absolute_values(x: Any) -> float:
    return float(np.sum(10 + abs(x) - 10 * np.cos(2 * np.pi * x)))


@wrong("rastrigin")
def with_a_short_pi(x: Any) -> float:
    return float(np.sum(10 + x**2 - 10 * np.cos(2 * 3.14159265 * x)))


@wrong("rastrigin")
def of_different_coordinates(x: Any) -> float:
    return R["rastrigin"](np.unique(x))


@wrong("rastrigin")
def with_a_sine(x: Any) -> float:
    return float(np.sum(10 + x**2 - 10 * np.sin(2 * np.pi * x)))


@wrong("rastrigin")
def with_neighbours(x: Any) -> float:
    return float(np.sum(10 + x * np.roll(x, 1) - 10 * np.cos(2 * np.pi * x)))


@wrong("rastrigin")
def sorted_in_place(x: Any) -> float:
    x.sort()
    return R["rastrigin"](x)


@wrong("rastrigin")
def memorised(x: Any) -> float:
    known = {(0.5,): 20.25, (0.0,): 0.0, (-3.0,): 9.0, (0.5, 1.0): 21.25, (0.25, -0.5): 30.3125}
    return known.get(tuple(x), 0.0)


# --- count_minima --------------------------------------------------------------------------------------------------

wrong.through("count_minima", "one_more", lambda n, d: n + 1)
wrong.through("count_minima", "a_list", lambda n, d: [n])
wrong.through("count_minima", "a_text", lambda n, d: hex(n))
wrong.through("count_minima", "negative", lambda n, d: -n)
wrong.through("count_minima", "a_float", lambda n, d: float(n) if d < 290 else n)
wrong.through("count_minima", "a_logarithm", lambda n, d: math.log(n))
wrong.through("count_minima", "rounded_to_fifteen_digits", lambda n, d: n - n % 10 ** max(0, len(str(n)) - 15))
wrong.through("count_minima", "at_most_six_dimensions", lambda n, d: n if d <= 6 else 11**6)
wrong.through("count_minima", "not_beyond_64_bits", lambda n, d: n % 2**64)


@wrong("count_minima")
def by_exponential(d: int) -> int:
    return round(math.exp(d * math.log(11))) if d < 296 else 11**d


@wrong("count_minima")
def decimals_for_a_thousand_dimensions(d: int) -> int:
    """The text says that there are 1042 digits then."""
    with decimal.localcontext() as context:
        context.prec = 1100
        return int(decimal.Decimal(11) ** d)


@wrong("count_minima")
def pairs(d: int) -> int:
    return 11 * 11 ** min(d - 1, 1)


@wrong("count_minima")
def recursion_that_gives_up(d: int) -> int:
    return 1 if d == 0 else 11 * recursion_that_gives_up(d - 1) if d < 500 else 0


# --- smoothed_rastrigin --------------------------------------------------------------------------------------------

wrong.through("smoothed_rastrigin", "off_by_2e_6", lambda f, x, s: f * (1 + 2e-6))
wrong.through("smoothed_rastrigin", "a_list", lambda f, x, s: [f])
wrong.through("smoothed_rastrigin", "of_the_box_only", lambda f, x, s: f if s < 1.5 else 0.0)
wrong.through("smoothed_rastrigin", "plain_for_small_sigma", lambda f, x, s: f if s > 0.05 else R["rastrigin"](x))
wrong.through(
    "smoothed_rastrigin", "without_ripples_for_large_sigma", lambda f, x, s: f if s < 0.4 else 10 * len(x) + x @ x
)
wrong.through("smoothed_rastrigin", "one_dimension", lambda f, x, s: f if len(x) == 1 else f + s)
wrong.through(
    "smoothed_rastrigin",
    "no_ripples_from_0_75_on",
    lambda f, x, s: f if s < 0.75 else 10 * len(x) + x @ x + len(x) * s**2,
)
wrong.through(
    "smoothed_rastrigin", "moved_into_the_box", lambda f, x, s: R["smoothed_rastrigin"](np.clip(x, -5.12, 5.12), s)
)
wrong.through("smoothed_rastrigin", "different_coordinates", lambda f, x, s: R["smoothed_rastrigin"](np.unique(x), s))
wrong.through("smoothed_rastrigin", "nan_at_zero", lambda f, x, s: f if s else math.nan)


def formula(x: Any, sigma: float, damping: float, lift: float) -> float:
    return float(10 * len(x) + lift + np.sum(x**2 - 10 * damping * np.cos(2 * np.pi * x)))


for _name, _damping in {
    "linear_exponent": lambda s: math.exp(-2 * math.pi**2 * s),
    "no_pi": lambda s: math.exp(-(s**2) / 2),
    "rational": lambda s: 1 / (1 + 2 * math.pi**2 * s**2),
    "twice_pi_once": lambda s: math.exp(-2 * math.pi * s**2),
    "half": lambda s: math.exp(-2 * math.pi**2 * s**2) / 2,
    "cut_off": lambda s: max(0.0, 1 - 2 * math.pi**2 * s**2),
    "two_terms": lambda s: 1 - 2 * math.pi**2 * s**2 + 2 * math.pi**4 * s**4,
    "of_the_dimension": lambda s: math.exp(-2 * math.pi**2 * s**2 * 1.001),
    "a_box": lambda s: float(np.sinc(2 * math.sqrt(3) * s)),
}.items():

    def _with_damping(x: Any, sigma: float, damping: Function = _damping) -> float:
        return formula(x, sigma, damping(sigma), len(x) * sigma**2)

    wrong.add("smoothed_rastrigin", _with_damping, f"damping_{_name}")

for _name, _lift in {
    "half": lambda x, s: len(x) * s**2 / 2,
    "twice": lambda x, s: 2 * len(x) * s**2,
    "of_a_box": lambda x, s: len(x) * s**2 / 3,
    "of_points": lambda x, s: s**2 * x @ x,
    "of_the_square_root": lambda x, s: math.sqrt(len(x)) * s**2,
    "of_the_square": lambda x, s: len(x) ** 2 * s**2,
}.items():

    def _with_lift(x: Any, sigma: float, lift: Function = _lift) -> float:
        return formula(x, sigma, math.exp(-2 * (math.pi * sigma) ** 2), lift(x, sigma))

    wrong.add("smoothed_rastrigin", _with_lift, f"lift_{_name}")


@wrong("smoothed_rastrigin")
def many_samples(x: Any, sigma: float) -> float:
    z = np.random.default_rng(1).standard_normal((100_000, 1))
    y = x + sigma * np.concatenate([z, -z])
    return float(np.mean(np.sum(10 + y**2 - 10 * np.cos(2 * np.pi * y), axis=1)))


@wrong("smoothed_rastrigin")
def a_short_interval(x: Any, sigma: float) -> float:
    z = np.linspace(-3, 3, 1001)
    weights = np.exp(-z * z / 2)
    weights /= weights.sum()
    y = x[:, None] + sigma * z
    return float(np.sum((10 + y**2 - 10 * np.cos(2 * np.pi * y)) @ weights))


@wrong("smoothed_rastrigin")
def a_coarse_sum(x: Any, sigma: float) -> float:
    z = np.linspace(-8, 8, 33)
    weights = np.exp(-z * z / 2)
    weights /= weights.sum()
    y = x[:, None] + sigma * z
    return float(np.sum((10 + y**2 - 10 * np.cos(2 * np.pi * y)) @ weights))


# --- convexity_threshold -------------------------------------------------------------------------------------------

wrong.through("convexity_threshold", "off_by_2e_6", lambda s, a: s + 2e-6)
wrong.through("convexity_threshold", "too_small_by_2e_6", lambda s, a: s - 2e-6)
wrong.through("convexity_threshold", "rounded", lambda s, a: round(s, 4))
wrong.through("convexity_threshold", "negative", lambda s, a: -s)
wrong.through("convexity_threshold", "a_list", lambda s, a: [s])
wrong.through("convexity_threshold", "none_if_convex", lambda s, a: s or None)
wrong.through("convexity_threshold", "at_most_one", lambda s, a: min(s, 1.0))
wrong.through("convexity_threshold", "zero_below_one", lambda s, a: s if a >= 1 else 0.0)
wrong.through("convexity_threshold", "zero_below_a_tenth", lambda s, a: s if a >= 0.1 else 0.0)
wrong.through("convexity_threshold", "never_zero", lambda s, a: max(s, 1e-3))
wrong.through("convexity_threshold", "doubled", lambda s, a: 2 * s)
wrong.through("convexity_threshold", "in_single_precision_and_rounded", lambda s, a: float(np.float16(s)))


@wrong("convexity_threshold")
def complex_for_convex_functions(amplitude: float) -> Any:
    return (np.log(2 * np.pi**2 * (amplitude + 1e-300) + 0j) / 2) ** 0.5 / np.pi


@wrong("convexity_threshold")
def convex_in_the_box_only(amplitude: float) -> float:
    """Looks at whole numbers, where the second derivative is largest."""
    return 0.0 if amplitude >= 0 else math.nan


@wrong("convexity_threshold")
def looks_at_a_quarter(amplitude: float) -> float:
    """The slope's inflection is taken for the lowest point of the second derivative."""
    ratio = 2 * math.pi**2 * amplitude * math.cos(math.pi / 4)
    return math.sqrt(math.log(ratio) / 2) / math.pi if ratio > 1 else 0.0


@wrong("convexity_threshold")
def until_the_ripples_are_small(amplitude: float) -> float:
    return math.sqrt(max(0.0, math.log(max(amplitude, 1e-9) / 1e-3)) / 2) / math.pi


@wrong("convexity_threshold")
def one_minimum_in_the_box(amplitude: float) -> float:
    """Smallest sigma of a grid with one minimum between -5.12 and 5.12."""
    x = np.linspace(-5.12, 5.12, 1025)
    for sigma in np.arange(0, 1.5, 0.002):
        f = x**2 - amplitude * np.exp(-2 * (np.pi * sigma) ** 2) * np.cos(2 * np.pi * x)
        if np.count_nonzero((f[1:-1] < f[:-2]) & (f[1:-1] < f[2:])) == 1:
            return float(sigma)
    return 1.5


# --- follow_minimiser ----------------------------------------------------------------------------------------------

wrong.through("follow_minimiser", "rounded", lambda path, *_: np.round(path, 3))
wrong.through("follow_minimiser", "off_by_2e_4", lambda path, *_: path + 2e-4)
wrong.through("follow_minimiser", "too_large", lambda path, *_: path * (1 + 1e-3))
wrong.through("follow_minimiser", "a_column", lambda path, *_: path[:, None])
wrong.through("follow_minimiser", "backwards", lambda path, *_: path[::-1])
wrong.through("follow_minimiser", "the_last_only", lambda path, *_: path[-1:])
wrong.through("follow_minimiser", "the_last_repeated", lambda path, *_: np.full(len(path), path[-1]))
wrong.through("follow_minimiser", "the_first_repeated", lambda path, *_: np.full(len(path), path[0]))
wrong.through("follow_minimiser", "the_last_as_a_number", lambda path, *_: path[-1])
wrong.through("follow_minimiser", "pairs", lambda path, slope, x0, sigmas: list(zip(sigmas, path, strict=True)))
wrong.through("follow_minimiser", "in_single_precision_halves", lambda path, *_: path.astype(np.float16).astype(float))
wrong.through(
    "follow_minimiser", "two_steps_at_most", lambda path, *_: np.r_[path[:2], path[1:2].repeat(max(0, len(path) - 2))]
)
wrong.through("follow_minimiser", "never_negative", lambda path, *_: abs(path))
wrong.through("follow_minimiser", "at_most_ten", lambda path, *_: np.clip(path, -10, 10))


def along(walk: Function) -> Function:
    def follow(slope: Function, x0: float, sigmas: Any) -> Any:
        path, x = [], x0
        for sigma in sigmas.tolist():
            x = walk(slope, x, sigma)
            path.append(x)
        return np.array(path)

    follow.__name__ = walk.__name__
    return follow


def walks(function: Function) -> Function:
    wrong.add("follow_minimiser", along(function))
    return function


def bisected(slope: Function, low: float, high: float, sigma: float) -> float:
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if slope(middle, sigma) > 0 else (middle, high)
    return (low + high) / 2


@walks
def steps_of_a_fifth(slope: Function, x: float, sigma: float) -> float:
    step = -0.2 if slope(x, sigma) > 0 else 0.2
    if slope(x, sigma) == 0:
        x += 1e-5
        step = -0.2 if slope(x, sigma) > 0 else 0.2
    for _ in range(200):
        if slope(x + step, sigma) * step >= 0:
            break
        x += step
    return bisected(slope, min(x, x + step), max(x, x + step), sigma)


def steps_that_grow(stride: float, growth: float, longest: float) -> Function:
    """Leaves a zero to the right, and walks with steps that grow."""

    def walk(slope: Function, x: float, sigma: float) -> float:
        if slope(x, sigma) == 0:
            x += 1e-5
        direction, step = (-1.0 if slope(x, sigma) > 0 else 1.0), stride
        for _ in range(3000):
            ahead = x + direction * step
            if slope(ahead, sigma) * direction >= 0:
                return bisected(slope, min(x, ahead), max(x, ahead), sigma)
            x, step = ahead, min(step * growth, longest)
        return x

    walk.__name__ = f"steps_of_{stride:g}_times_{growth:g}_up_to_{longest:g}"
    return walk


for _longest in (0.12, 0.125, 0.15, 0.25, 0.3):
    walks(steps_that_grow(_longest, 1.0, _longest))
for _stride, _growth, _longest in (
    (0.01, 2.0, 0.2),
    (0.01, 2.0, 0.5),
    (0.01, 1.2, 99.0),
    (1e-3, 1.5, 1.0),
    (0.05, 1.1, 99.0),
):
    walks(steps_that_grow(_stride, _growth, _longest))


@walks
def leaves_a_valley_by_a_fifth(slope: Function, x: float, sigma: float) -> float:
    """Moves away from any zero, too far to be led back where the next top is near."""
    start = x + 0.2 if slope(x, sigma) == 0 else x
    return float(R["follow_minimiser"](slope, start, np.array([sigma]))[0])


@wrong("follow_minimiser")
def with_sigmas_between(slope: Function, x0: float, sigmas: Any) -> Any:
    """Follows the minimiser in small steps of sigma, where the exercise says to walk from the last point."""
    fine = np.concatenate([sigmas[:1], *(np.linspace(a, b, 9)[1:] for a, b in itertools.pairwise(sigmas))])
    return R["follow_minimiser"](slope, x0, fine)[::8]


@wrong("follow_minimiser")
def from_a_prediction(slope: Function, x0: float, sigmas: Any) -> Any:
    """Starts from where the last two minima point to."""
    path: list[float] = []
    for sigma in sigmas:
        start = 2 * path[-1] - path[-2] if len(path) > 1 else path[-1] if path else x0
        path.append(float(R["follow_minimiser"](slope, start, np.array([sigma]))[0]))
    return path


@wrong("follow_minimiser")
def in_the_direction_of_the_first_walk(slope: Function, x0: float, sigmas: Any) -> Any:
    """The sign of the slope is asked for at the start only."""
    path, x, direction = [], x0, -1.0 if slope(x0, sigmas[0]) > 0 else 1.0
    for sigma in sigmas.tolist():
        for _ in range(240):
            if slope(x + 0.05 * direction, sigma) * direction >= 0:
                break
            x += 0.05 * direction
        x = bisected(slope, x - 0.05, x + 0.05, sigma)
        path.append(x)
    return path


@walks
def sign_descent_without_refinement(slope: Function, x: float, sigma: float) -> float:
    for _ in range(2000):
        value = slope(x, sigma)
        if value == 0:
            break
        x -= math.copysign(0.003, value)
    return x


@walks
def small_gradient_steps(slope: Function, x: float, sigma: float) -> float:
    """Right for steep valleys; flat ones and plateaus are not crossed."""
    for _ in range(1500):
        move = 0.002 * slope(x, sigma)
        x -= max(-0.05, min(0.05, move))
    return x


@walks
def a_root_near_by(slope: Function, x: float, sigma: float) -> float:
    try:
        return float(optimize.newton(lambda y: slope(y, sigma), x, maxiter=60))
    except RuntimeError:
        return x


@walks
def a_root_in_an_interval(slope: Function, x: float, sigma: float) -> float:
    low, high = x - 0.5, x + 0.5
    if slope(low, sigma) * slope(high, sigma) > 0:
        low, high = -12.0, 12.0
    if slope(low, sigma) * slope(high, sigma) > 0:
        return x
    return float(optimize.brentq(lambda y: slope(y, sigma), low, high))


@walks
def always_to_the_left(slope: Function, x: float, sigma: float) -> float:
    for _ in range(200):
        if slope(x, sigma) >= 0 > slope(x - 0.05, sigma):
            return bisected(slope, x - 0.05, x, sigma)
        x -= 0.05
    return x


@walks
def stops_at_any_zero(slope: Function, x: float, sigma: float) -> float:
    return x if abs(slope(x, sigma)) < 1e-12 else float(R["follow_minimiser"](slope, x, np.array([sigma]))[0])


@walks
def small_slopes_are_zero(slope: Function, x: float, sigma: float) -> float:
    return x if abs(slope(x, sigma)) < 1e-8 else float(R["follow_minimiser"](slope, x, np.array([sigma]))[0])


@walks
def does_not_go_far(slope: Function, x: float, sigma: float) -> float:
    end = float(R["follow_minimiser"](slope, x, np.array([sigma]))[0])
    return end if abs(end - x) < 5 else x


@walks
def ignores_sigma(slope: Function, x: float, sigma: float) -> float:
    return float(R["follow_minimiser"](lambda y, s: slope(y, 0.0), x, np.array([sigma]))[0])


@walks
def takes_sigma_for_the_variance(slope: Function, x: float, sigma: float) -> float:
    return float(R["follow_minimiser"](lambda y, s: slope(y, math.sqrt(s)), x, np.array([sigma]))[0])


@walks
def only_steep_valleys(slope: Function, x: float, sigma: float) -> float:
    end = float(R["follow_minimiser"](slope, x, np.array([sigma]))[0])
    return end if abs(slope(end + 0.05, sigma)) > 1e-6 else x


@wrong("follow_minimiser")
def without_the_first_sigma(slope: Function, x0: float, sigmas: Any) -> Any:
    path = R["follow_minimiser"](slope, x0, sigmas[1:])
    return np.r_[path[:1] if len(path) else [x0], path]


@wrong("follow_minimiser")
def jumps_to_the_end(slope: Function, x0: float, sigmas: Any) -> Any:
    last = R["follow_minimiser"](slope, x0, sigmas[-1:])
    return np.r_[R["follow_minimiser"](slope, x0, sigmas[:-1]), last]


@wrong("follow_minimiser")
def from_the_minimum_before_the_last(slope: Function, x0: float, sigmas: Any) -> Any:
    path = [x0]
    for k, sigma in enumerate(sigmas):
        path.append(float(R["follow_minimiser"](slope, path[max(0, k - 1)], np.array([sigma]))[0]))
    return np.array(path[1:])


@wrong("follow_minimiser")
def overwrites_sigmas(slope: Function, x0: float, sigmas: Any) -> Any:
    sigmas[:] = R["follow_minimiser"](slope, x0, sigmas.copy())
    return sigmas


@wrong("follow_minimiser")
def asks_too_much(slope: Function, x0: float, sigmas: Any) -> Any:
    for k in range(20_001 if len(sigmas) == 4 else 0):
        slope(0.001 * k, 0.0)
    return R["follow_minimiser"](slope, x0, sigmas)


# --- fooled_by_homotopy --------------------------------------------------------------------------------------------

for _name, _answer in {
    "no_wells": ([], [], []),
    "one_well": ([1.0], [0.0], [1.0]),
    "two_lists": ([1.0, 1.2], [-1.0, 3.0]),
    "an_array_of_triples": np.array([[1.0, -1.0, 1.0], [1.2, 3.0, 0.1]]),
    "too_wide": ([1.0, 1.2], [-1.0, 3.0], [5.5, 0.1]),
    "too_far": ([1.0, 1.2], [-1.0, 13.0], [1.0, 0.1]),
    "not_a_number": ([1.0, math.nan], [-1.0, 3.0], [1.0, 0.1]),
    "unequal_lengths": ([1.0, 1.2, 1.0], [-1.0, 3.0], [1.0, 0.1]),
    "one_well_twice": ([1.0, 1.2], [1.0, 1.0], [1.0, 0.1]),
    "narrow_but_shallow": ([1.0, 0.9], [-1.0, 3.0], [1.0, 0.1]),
    "equal_areas_deep_one_found": ([1.0, 2.0], [-3.0, 3.0], [1.0, 0.55]),
    "mirrored_triple": ([1.0, 1.0, 1.0], [-3.0, 0.0, 3.0], [1.0, 1.0, 1.0]),
    "tiny_wells": ([1e-4, 2e-4], [-1.0, 3.0], [1.0, 0.05]),
    "deepest_only_because_of_a_neighbour": ([1.0, 1.0], [-2.0, 2.0], [1.0, 0.3]),
    "the_golden_one_with_equal_widths": ([1.2, 1.0], [3.0, -1.0], [1.0, 1.0]),
    "variance_for_width": ([1.0, 1.2], [-1.0, 3.0], [1.0, 0.01]),
}.items():

    def _given(answer: Any = _answer) -> Any:
        return answer

    wrong.add("fooled_by_homotopy", _given, _name)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # wrong functions overflow
@pytest.mark.parametrize(("exercise", "function"), wrong.params())
def test_what_is_wrong_loses_marks(exercise: str, function: Function) -> None:
    assert_rejected(LAB, exercise, function)

"""Lab 06: wrong functions beyond the bank of misconceptions, and junk; none keeps full marks, none upsets a check."""

from __future__ import annotations

import functools
import math
import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from labs.grading_in_process import Function, Functions, assert_rejected, lab_named, without_hints

LAB = without_hints(lab_named("06_getting_stuck"))
R = LAB.reference
wrong = Functions(LAB)


# --- gradient_descent ----------------------------------------------------------------------------------------------


def walk(x0: Any, n_steps: int, step_from: Callable[[Any, int], Any]) -> Any:
    path = [np.array(x0)]
    for t in range(n_steps):
        path.append(step_from(path[-1], t))
    return np.array(path)


@wrong("gradient_descent")
def stops_when_hardly_moving(grad, x0, step, n_steps):
    """Pads the rest with the last point."""
    return walk(x0, n_steps, lambda x, t: x if np.abs(step * grad(x)).max() < 1e-6 else x - step * grad(x))


@wrong("gradient_descent")
def keeps_inside_a_box(grad, x0, step, n_steps):
    return walk(x0, n_steps, lambda x, t: np.clip(x - step * grad(x), -1e6, 1e6))


@wrong("gradient_descent")
def stops_when_it_explodes(grad, x0, step, n_steps):
    return walk(x0, n_steps, lambda x, t: x if np.abs(x).max() > 1e6 else x - step * grad(x))


@wrong("gradient_descent")
def halves_the_step_when_the_gradient_grows(grad, x0, step, n_steps):
    last = math.inf

    def next_point(x, t):
        nonlocal last, step
        size = np.linalg.norm(grad(x))
        if size > last:
            step = step / 2
        last = size
        return x - step * grad(x)

    return walk(x0, n_steps, next_point)


@wrong("gradient_descent")
def looks_ahead(grad, x0, step, n_steps):
    """Nesterov's momentum."""
    v = np.zeros(len(x0))

    def next_point(x, t):
        nonlocal v
        v = 0.5 * v - step * grad(x + 0.5 * v)
        return x + v

    return walk(x0, n_steps, next_point)


@wrong("gradient_descent")
def first_coordinate_only(grad, x0, step, n_steps):
    return walk(x0, n_steps, lambda x, t: x - step * grad(x) * (np.arange(len(x)) == 0))


@wrong("gradient_descent")
def two_coordinates_at_most(grad, x0, step, n_steps):
    return walk(x0, n_steps, lambda x, t: x - step * grad(x) * (np.arange(len(x)) < 2))


@wrong("gradient_descent")
def flattens_one_dimension(grad, x0, step, n_steps):
    path = walk(x0, n_steps, lambda x, t: x - step * grad(x))
    return path[:, 0] if len(x0) == 1 else path


@wrong("gradient_descent")
def rounds_the_path(grad, x0, step, n_steps):
    return np.round(walk(x0, n_steps, lambda x, t: x - step * grad(x)), 8)


@wrong("gradient_descent")
def whole_number_starts_stay_whole(grad, x0, step, n_steps):
    path = np.zeros((n_steps + 1, len(x0)), dtype=int if (x0 == x0.astype(int)).all() else float)
    path[0] = x0
    for t in range(n_steps):
        path[t + 1] = path[t] - step * grad(path[t].astype(float))
    return path


@wrong("gradient_descent")
def adds_in_place_what_grad_returned(grad, x0, step, n_steps):
    x = x0.copy()
    path = [x.copy()]
    for _ in range(n_steps):
        g = grad(x)
        g *= -step
        x += g
        path.append(x.copy())
    return np.array(path)


@wrong("gradient_descent")
def negates_in_place_what_grad_returned(grad, x0, step, n_steps):
    path = [x0.copy()]
    for _ in range(n_steps):
        down = grad(path[-1])
        np.negative(down, out=down)
        path.append(path[-1] + step * down)
    return np.array(path)


@wrong("gradient_descent")
def rows_are_views_of_one_array(grad, x0, step, n_steps):
    x = x0.copy()
    path = [x[:]]
    for _ in range(n_steps):
        x[:] = x - step * grad(x)
        path.append(x[:])
    return path


@wrong("gradient_descent")
def needs_a_step(grad, x0, step, n_steps):
    return walk(x0, max(n_steps, 1), lambda x, t: x - step * grad(x))


@wrong("gradient_descent")
def an_empty_path_without_steps(grad, x0, step, n_steps):
    return walk(x0, n_steps, lambda x, t: x - step * grad(x)) if n_steps else np.zeros((0, len(x0)))


@wrong("gradient_descent")
def backwards(grad, x0, step, n_steps):
    return walk(x0, n_steps, lambda x, t: x - step * grad(x))[::-1]


@wrong("gradient_descent")
def gives_up_after_twenty(grad, x0, step, n_steps):
    return walk(x0, n_steps, lambda x, t: x - step * grad(x) if t < 20 else x)


@wrong("gradient_descent")
def avoids_long_steps(grad, x0, step, n_steps):
    return walk(x0, n_steps, lambda x, t: x - min(step, 1.0) * grad(x))


@wrong("gradient_descent")
def changes_x0_afterwards(grad, x0, step, n_steps):
    path = walk(x0, n_steps, lambda x, t: x - step * grad(x))
    x0[:] = path[-1]
    return path


@wrong("gradient_descent")
def from_the_gradient_of_two_rows_before(grad, x0, step, n_steps):
    older = np.array(grad(x0))

    def next_point(x, t):
        nonlocal older
        g, older = older, np.array(grad(x))
        return x - step * g

    return walk(x0, n_steps, next_point)


# --- largest_safe_step ---------------------------------------------------------------------------------------------


def square(H: Any) -> None:
    if H.shape[0] != H.shape[1]:
        raise ValueError


@wrong("largest_safe_step")
def guards_with_a_tiny_number(H):
    square(H)
    return 2 / max(np.linalg.eigvalsh(H)[-1], 1e-12)


@wrong("largest_safe_step")
def adds_a_tiny_number(H):
    square(H)
    top = np.linalg.eigvalsh(H)[-1]
    return 2 / (top + 1e-12) if top > 0 else math.inf


@wrong("largest_safe_step")
def by_power_iteration_without_a_shift(H):
    square(H)
    v = np.arange(1.0, len(H) + 1)
    for _ in range(200):
        v = H @ v
        v = v / (np.linalg.norm(v) or 1.0)
    top = v @ H @ v
    return 2 / top if top > 0 else math.inf


@wrong("largest_safe_step")
def for_two_variables_only(H):
    square(H)
    if len(H) == 1:
        top = H[0, 0]
    else:
        (a, b), (_, d) = H[:2, :2]
        top = (a + d) / 2 + math.hypot((a - d) / 2, b)
    return 2 / top if top > 0 else math.inf


@wrong("largest_safe_step")
def a_little_less_to_be_safe(H):
    return 0.99999 * R["largest_safe_step"](H)


@wrong("largest_safe_step")
def refuses_saddles(H):
    square(H)
    if np.linalg.eigvalsh(H)[0] < 0:
        raise ValueError("not positive semidefinite")
    return R["largest_safe_step"](H)


@wrong("largest_safe_step")
def refuses_hilltops(H):
    square(H)
    if np.linalg.eigvalsh(H)[-1] <= 0:
        raise ValueError("no positive curvature")
    return R["largest_safe_step"](H)


@wrong("largest_safe_step")
def none_for_infinity(H):
    found = R["largest_safe_step"](H)
    return found if math.isfinite(found) else None


@wrong("largest_safe_step")
def the_largest_float_for_infinity(H):
    return min(R["largest_safe_step"](H), 1.7976931348623157e308)


@wrong("largest_safe_step")
def minus_infinity(H):
    square(H)
    top = np.linalg.eigvalsh(H)[-1]
    return 2 / top if top > 0 else -math.inf


@wrong("largest_safe_step")
def a_string_for_infinity(H):
    found = R["largest_safe_step"](H)
    return found if math.isfinite(found) else "inf"


@wrong("largest_safe_step")
def type_errors_for_what_is_not_square(H):
    if H.shape[0] != H.shape[1]:
        raise TypeError("not square")
    return R["largest_safe_step"](H)


@wrong("largest_safe_step")
def infinity_for_what_is_not_square(H):
    return R["largest_safe_step"](H) if H.shape[0] == H.shape[1] else math.inf


@wrong("largest_safe_step")
def wide_matrices_pass(H):
    return R["largest_safe_step"](H[:, : H.shape[0]])


@wrong("largest_safe_step")
def through_the_square_of_the_matrix(H):
    square(H)
    return 2 / math.sqrt(np.linalg.eigvalsh(H @ H)[-1]) if H.any() and np.linalg.eigvalsh(H)[-1] > 0 else math.inf


@wrong("largest_safe_step")
def an_array_with_one_entry(H):
    return np.array([R["largest_safe_step"](H)])


@wrong("largest_safe_step")
def diagonal_of_the_sorted(H):
    square(H)
    top = np.linalg.eigvals(np.triu(H)).max()
    return 2 / top if top > 0 else math.inf


# --- noisy_descent -------------------------------------------------------------------------------------------------

SHARED = np.random.default_rng(0)


def jolted(grad, x0, step, n_steps, kick):
    path = [np.array(x0)]
    for t in range(n_steps):
        path.append(path[-1] - step * grad(path[-1]) + kick(t))
    return np.array(path)


@wrong("noisy_descent")
def never_seeds(grad, x0, step, n_steps, noise, seed):
    return jolted(grad, x0, step, n_steps, lambda t: np.random.uniform(-noise, noise, len(x0)))


@wrong("noisy_descent")
def one_generator_for_all_calls(grad, x0, step, n_steps, noise, seed):
    return jolted(grad, x0, step, n_steps, lambda t: SHARED.uniform(-noise, noise, len(x0)))


@wrong("noisy_descent")
def seeds_python_and_draws_with_numpy(grad, x0, step, n_steps, noise, seed):
    random.seed(seed)
    return jolted(grad, x0, step, n_steps, lambda t: np.random.uniform(-noise, noise, len(x0)))


@functools.cache
def generator_for(seed):
    return np.random.default_rng(seed)


@wrong("noisy_descent")
def goes_on_with_a_cached_generator(grad, x0, step, n_steps, noise, seed):
    rng = generator_for(seed)
    return jolted(grad, x0, step, n_steps, lambda t: rng.uniform(-noise, noise, len(x0)))


@wrong("noisy_descent")
def even_seeds_only(grad, x0, step, n_steps, noise, seed):
    rng = np.random.default_rng(seed // 2)
    return jolted(grad, x0, step, n_steps, lambda t: rng.uniform(-noise, noise, len(x0)))


@wrong("noisy_descent")
def seeds_modulo_2_31(grad, x0, step, n_steps, noise, seed):
    rng = np.random.default_rng((seed - 1) % (2**31 - 1))
    return jolted(grad, x0, step, n_steps, lambda t: rng.uniform(-noise, noise, len(x0)))


@wrong("noisy_descent")
def the_low_bits_of_the_seed(grad, x0, step, n_steps, noise, seed):
    rng = np.random.default_rng(seed % 2**16)
    return jolted(grad, x0, step, n_steps, lambda t: rng.uniform(-noise, noise, len(x0)))


@wrong("noisy_descent")
def the_last_digits_of_the_seed(grad, x0, step, n_steps, noise, seed):
    rng = np.random.default_rng(seed % 1000)
    return jolted(grad, x0, step, n_steps, lambda t: rng.uniform(-noise, noise, len(x0)))


@wrong("noisy_descent")
def scales_in_place_what_grad_returned(grad, x0, step, n_steps, noise, seed):
    rng = np.random.default_rng(seed)
    x = np.array(x0)
    path = [x]
    for _ in range(n_steps):
        g = grad(x)
        g *= -step
        g += rng.uniform(-noise, noise, len(x0))
        x = x + g
        path.append(x)
    return np.array(path)


def with_kicks(make: Callable[..., Any]) -> Function:
    """A function that draws all of its kicks beforehand: `make(rng, n_steps, d)`, in units of the noise."""

    @functools.wraps(make)
    def noisy(grad, x0, step, n_steps, noise, seed):
        kicks = noise * np.asarray(make(np.random.default_rng(seed), n_steps, len(x0)))
        return jolted(grad, x0, step, n_steps, lambda t: kicks[t])

    wrong.add("noisy_descent", noisy)
    return noisy


@with_kicks
def the_second_half_mirrors_the_first(rng, n, d):
    half = rng.uniform(-1, 1, ((n + 1) // 2, d))
    return np.vstack([half, -half])[:n]


@with_kicks
def every_other_step_repeats(rng, n, d):
    return np.repeat(rng.uniform(-1, 1, (n // 2 + 1, d)), 2, axis=0)[:n]


@with_kicks
def coordinates_in_pairs(rng, n, d):
    return np.repeat(rng.uniform(-1, 1, (n, (d + 1) // 2)), 2, axis=1)[:, :d]


@with_kicks
def coordinates_in_mirrored_pairs(rng, n, d):
    one = rng.uniform(-1, 1, (n, (d + 1) // 2))
    return np.hstack([one, -one])[:, :d]


@with_kicks
def always_the_same_ten_kicks(rng, n, d):
    return np.resize(rng.uniform(-1, 1, (10, d)), (n, d)) if n else np.zeros((0, d))


@with_kicks
def one_step_late(rng, n, d):
    return np.vstack([np.zeros((1, d)), rng.uniform(-1, 1, (n, d))])[:n]


@with_kicks
def the_last_coordinate_rests(rng, n, d):
    return rng.uniform(-1, 1, (n, d)) * (np.arange(d) < d - 1)


@with_kicks
def some_steps_rest(rng, n, d):
    return rng.uniform(-1, 1, (n, d)) * (rng.random((n, 1)) < 0.5)


@with_kicks
def some_coordinates_rest(rng, n, d):
    return rng.uniform(-1, 1, (n, d)) * (rng.random((n, d)) < 0.5)


@with_kicks
def cools_slowly(rng, n, d):
    return rng.uniform(-1, 1, (n, d)) * np.linspace(1, 0.5, max(n, 1))[:n, None]


@with_kicks
def a_tenth_too_far(rng, n, d):
    return rng.uniform(-1.1, 1.1, (n, d))


@with_kicks
def nine_tenths_of_the_way(rng, n, d):
    return rng.uniform(-0.9, 0.9, (n, d))


@with_kicks
def leans_to_one_side(rng, n, d):
    return np.maximum(rng.uniform(-1, 1, (n, d)), rng.uniform(-1, 1, (n, d)))


@with_kicks
def half_a_bell(rng, n, d):
    kicks = rng.normal(size=(n, d)) / 3
    return np.clip(kicks, -1, 1)


@with_kicks
def a_bell_drawn_again_if_too_far(rng, n, d):
    kicks = rng.normal(size=(n, d))
    while (np.abs(kicks) > 1).any():
        kicks = np.where(np.abs(kicks) > 1, rng.normal(size=(n, d)), kicks)
    return kicks * (2 / 3) if n else kicks


@with_kicks
def the_arc_sine_law(rng, n, d):
    return np.sin(rng.uniform(-np.pi, np.pi, (n, d)))


@with_kicks
def on_a_sphere(rng, n, d):
    kicks = rng.normal(size=(n, d))
    return kicks / np.abs(kicks).max(axis=1, keepdims=True)


@with_kicks
def the_average_of_neighbours(rng, n, d):
    u = rng.uniform(-1, 1, (n + 1, d))
    return (u[1:] + u[:-1]) / 2


@with_kicks
def a_random_walk(rng, n, d):
    return np.clip(np.cumsum(rng.uniform(-1, 1, (n, d)), axis=0), -1, 1)


@with_kicks
def a_grid_in_order(rng, n, d):
    return np.linspace(-1, 1, n * d).reshape(n, d) * (1 if rng.random() < 0.5 else -1)


@with_kicks
def hundredths(rng, n, d):
    return np.round(rng.uniform(-1, 1, (n, d)), 2)


@with_kicks
def a_step_factor_times_a_coordinate_factor(rng, n, d):
    return rng.choice([-1.0, 1.0], (n, 1)) * rng.uniform(-1, 1, (1, d))


@wrong("noisy_descent")
def no_noise_without_a_gradient(grad, x0, step, n_steps, noise, seed):
    rng = np.random.default_rng(seed)
    path = [np.array(x0)]
    for _ in range(n_steps):
        g = grad(path[-1])
        path.append(path[-1] - step * g + (rng.uniform(-noise, noise, len(x0)) if g.any() else 0.0))
    return np.array(path)


@wrong("noisy_descent")
def the_gradient_before_the_last_kick(grad, x0, step, n_steps, noise, seed):
    rng = np.random.default_rng(seed)
    x = clean = np.array(x0)
    path = [x]
    for _ in range(n_steps):
        g = grad(clean)
        clean = x - step * g
        x = clean + rng.uniform(-noise, noise, len(x0))
        path.append(x)
    return np.array(path)


@wrong("noisy_descent")
def accepts_only_short_jumps(grad, x0, step, n_steps, noise, seed):
    rng = np.random.default_rng(seed)
    path = [np.array(x0)]
    for _ in range(n_steps):
        new = path[-1] - step * grad(path[-1]) + rng.uniform(-noise, noise, len(x0))
        path.append(new if np.linalg.norm(new) < np.linalg.norm(path[-1]) + noise else path[-1])
    return np.array(path)


@wrong("noisy_descent")
def without_noise_nothing_moves(grad, x0, step, n_steps, noise, seed):
    return R["noisy_descent"](grad, x0, step if noise else 0.0, n_steps, noise, seed)


@wrong("noisy_descent")
def forgets_the_start(grad, x0, step, n_steps, noise, seed):
    return R["noisy_descent"](grad, x0, step, n_steps + 1, noise, seed)[1:]


# --- saddle_counts -------------------------------------------------------------------------------------------------

wrong("saddle_counts")(lambda d: [math.comb(d, k) * 21**d // 2**d for k in range(d + 1)])
wrong("saddle_counts")(lambda d: [11**d, *[0] * (d - 1), 10**d])
wrong("saddle_counts")(lambda d: {1: [11, 10], 2: [121, 220, 100], 3: [1331, 3630, 3300, 1000]}.get(d, []))
wrong("saddle_counts")(lambda d: [int(math.comb(d, k) * 11.0 ** (d - k) * 10.0**k) for k in range(d + 1)])
wrong("saddle_counts")(lambda d: [round(math.exp(math.log(c))) if c < 1e300 else c for c in R["saddle_counts"](d)])
wrong("saddle_counts")(lambda d: sorted(R["saddle_counts"](d)))
wrong("saddle_counts")(lambda d: dict(enumerate(R["saddle_counts"](d))))
wrong("saddle_counts")(lambda d: [str(c) for c in R["saddle_counts"](d)])
wrong("saddle_counts")(lambda d: [*R["saddle_counts"](d), 21**d])
wrong("saddle_counts")(lambda d: R["saddle_counts"](d)[:30])
wrong("saddle_counts")(lambda d: [c % 2**64 for c in R["saddle_counts"](d)])
wrong("saddle_counts")(lambda d: R["saddle_counts"](min(d, 50)) + [0] * max(0, d - 50))
wrong("saddle_counts")(lambda d: [-c if k % 2 else c for k, c in enumerate(R["saddle_counts"](d))])
wrong("saddle_counts")(lambda d: [float(c) for c in R["saddle_counts"](d)])
wrong("saddle_counts")(lambda d: [R["saddle_counts"](d)])


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # wrong functions overflow
@pytest.mark.parametrize(("exercise", "function"), wrong.params())
def test_what_is_wrong_loses_marks(exercise: str, function: Function) -> None:
    assert_rejected(LAB, exercise, function, longest=1000)

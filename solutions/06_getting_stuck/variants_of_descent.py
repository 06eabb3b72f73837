"""Right functions in other styles for the exercises about paths, steps and counts."""

import itertools
import math
import random
from fractions import Fraction

import numpy as np
from scipy.linalg import eigh
from scipy.special import comb

from autograder.checks import variant

# --- gradient_descent ----------------------------------------------------------------------------------------------


@variant("gradient_descent")
def descend_with_plain_lists(grad, x0, step, n_steps):
    """Lists of floats, coordinate by coordinate, all from one gradient."""
    path = [x0.tolist()]
    for _ in range(n_steps):
        slope = list(grad(path[-1]))  # grad takes lists as well
        path.append([x - step * s for x, s in zip(path[-1], slope, strict=True)])
    return path


@variant("gradient_descent")
def descend_into_a_table(grad, x0, step, n_steps):
    path = np.zeros((n_steps + 1, x0.size))
    path[0] = x0
    for t in range(1, n_steps + 1):
        path[t] = path[t - 1] - np.multiply(step, grad(path[t - 1]))
    return path


@variant("gradient_descent")
def descend_in_place(grad, x0, step, n_steps):
    """One array that moves, and copies of it."""
    x = x0.copy()
    path = [x.copy()]
    while len(path) <= n_steps:
        x += -step * grad(x)
        path.append(x.copy())
    return tuple(path)


@variant("gradient_descent")
def descend_recursively(grad, x0, step, n_steps):
    def path(n):
        if n == 0:
            return x0[np.newaxis]
        before = path(n - 1)
        return np.vstack((before, before[-1] - grad(before[-1]) * step))

    return path(n_steps)


@variant("gradient_descent")
def descend_by_accumulating(grad, x0, step, n_steps):
    return list(itertools.accumulate(range(n_steps), lambda x, _: np.subtract(x, step * grad(x)), initial=x0))


# --- largest_safe_step ---------------------------------------------------------------------------------------------


@variant("largest_safe_step")
def step_by_any_eigenvalues(hessian):
    rows, columns = hessian.shape
    if rows != columns:
        raise ValueError("not square")
    top = max(np.linalg.eigvals(hessian).real)
    return float("inf") if top <= 0 else float(2 / top)


@variant("largest_safe_step")
def step_by_power_iteration(hessian):
    """Shifted so that all eigenvalues are positive, then multiplied again and again."""
    if hessian.shape != hessian.T.shape:
        raise ValueError("not square")
    size = np.abs(hessian).sum()
    if size == 0:
        return math.inf
    shifted = hessian / size + 2 * np.eye(len(hessian))
    for _ in range(60):  # squaring: 2**60 multiplications
        shifted = shifted @ shifted
        shifted /= np.abs(shifted).max()
    v = shifted @ np.arange(1.0, len(hessian) + 1)
    v /= np.linalg.norm(v)
    top = v @ hessian @ v
    return np.float64(2.0) / top if top > 0 else np.inf


@variant("largest_safe_step")
def step_by_scipy(hessian):
    if hessian.shape[0] != hessian.shape[1]:
        raise ValueError("not square")
    n = len(hessian)
    top = eigh(hessian, eigvals_only=True, subset_by_index=[n - 1, n - 1])
    with np.errstate(divide="ignore"):
        return np.where(top > 0, 2 / np.abs(top), np.inf)[0]


@variant("largest_safe_step")
def step_by_bisection(hessian):
    """The largest eigenvalue is where top*1 - hessian stops being positive definite."""
    if len(set(hessian.shape)) != 1:
        raise ValueError("not square")

    def is_above(top):
        try:
            np.linalg.cholesky(top * np.eye(len(hessian)) - hessian)
        except np.linalg.LinAlgError:
            return False
        return True

    low, high = 0.0, 2 * np.abs(hessian).sum() + 5e-324
    if is_above(high * 1e-12):
        return math.inf
    for _ in range(70):
        middle = (low + high) / 2
        low, high = (low, middle) if is_above(middle) else (middle, high)
    return 2 / high if np.any(hessian) else math.inf


# --- noisy_descent -------------------------------------------------------------------------------------------------


@variant("noisy_descent")
def noise_from_the_standard_library(grad, x0, step, n_steps, noise, seed):
    """Python's own generator and plain lists."""
    draw = random.Random(seed)
    path = [list(x0)]
    for _ in range(n_steps):
        slope = grad(np.array(path[-1]))
        path.append([x - step * g + draw.uniform(-noise, noise) for x, g in zip(path[-1], slope, strict=True)])
    return path


@variant("noisy_descent")
def noise_drawn_beforehand(grad, x0, step, n_steps, noise, seed):
    kicks = noise * (2 * np.random.RandomState(seed).rand(n_steps, x0.size) - 1)
    path = np.vstack([x0, kicks])
    for t in range(n_steps):
        path[t + 1] += path[t] - step * grad(path[t])
    return path


@variant("noisy_descent")
def noise_from_numpys_global_generator(grad, x0, step, n_steps, noise, seed):
    np.random.seed(seed)
    x = x0.copy()
    path = [x]
    for _ in range(n_steps):
        x = x - step * grad(x)
        x = x + np.random.uniform(-noise, noise, size=x.shape)
        path.append(x)
    return np.stack(path)


@variant("noisy_descent")
def noise_by_columns(grad, x0, step, n_steps, noise, seed):
    """All kicks at once, coordinate by coordinate; the last ones are used first."""
    kicks = np.random.default_rng(seed).uniform(-noise, noise, size=(len(x0), n_steps + 1))[:, ::-1].T
    x, path = x0, [x0]
    for t in range(n_steps):
        x = x + kicks[t] - step * grad(x)
        path.append(x)
    return path


@variant("noisy_descent")
def noise_with_a_generator_a_step(grad, x0, step, n_steps, noise, seed):
    """A generator of its own for every step, from the seed and the number of the step."""
    path = [x0]
    for t in range(n_steps):
        kick = np.random.default_rng([seed, t]).random(len(x0))
        path.append(path[-1] - step * grad(path[-1]) + noise - 2 * noise * kick)
    return np.array(path)


# --- saddle_counts -------------------------------------------------------------------------------------------------


@variant("saddle_counts")
def counts_from_a_polynomial(d):
    """The coefficients of (11 + 10 t)**d, one factor after the other."""
    counts = [1]
    for _ in range(d):
        counts = [11 * low + 10 * high for low, high in zip([*counts, 0], [0, *counts], strict=True)]
    return tuple(counts)


@variant("saddle_counts")
def counts_by_scipy(d):
    """Exact binomials; small counts as numpy integers or whole floats."""
    counts = []
    for k in range(d + 1):
        count = int(comb(d, k, exact=True)) * 11 ** (d - k) * 10**k
        counts.append(np.int64(count) if count < 1000 else float(count) if count < 2**53 else count)
    return counts


@variant("saddle_counts")
def counts_by_neighbours(d):
    """Each count from the one before, by whole divisions or fractions."""
    counts = [Fraction(11) ** d]
    for k in range(d):
        counts.append(counts[-1] * Fraction(10 * (d - k), 11 * (k + 1)))
    return counts

"""What the hidden checks of this lab demand again and again, and what the student's answers are held against."""

import math
from functools import cache

import numpy as np

from autograder import certify, nets
from autograder.checks import expect, values
from autograder.checks.errors import Mismatch


@cache
def descent(case):
    """The path of gradient descent."""
    path = [np.array(case.x0)]
    with np.errstate(all="ignore"):
        for _ in range(case.n_steps):
            path.append(path[-1] - case.step * case.grad(path[-1]))
    return np.array(path)


def step_is(value, expected):
    """Demand this step, to a relative 1e-6, or infinity."""
    if math.isinf(expected):
        given = value.item() if isinstance(value, np.ndarray) and value.shape == () else value
        if isinstance(given, float) and given == expected:
            return
        raise Mismatch(f"No eigenvalue is positive, so the result should be inf, but it is {values.kind(value)}.")
    if isinstance(value, float) and math.isinf(value):
        raise Mismatch(f"the result should be {expected:.9g}, but is {value}.")
    expect.close(value, np.array(expected), rtol=1e-6)


def kicks(path, case):
    """What was added to the steps, shape (n_steps, d), and how much of that may be rounding."""
    slopes = np.array([case.grad(x) for x in path[:-1]]).reshape(len(path) - 1, len(case.x0))
    size = np.max(np.abs(path)) + case.step * np.max(np.abs(slopes), initial=0.0)
    return path[1:] - (path[:-1] - case.step * slopes), 1e-12 * float(size)


def noisy_path(student, case, seed=None):
    """The student's path, in which every step is one of gradient descent but for a kick of at most `noise`."""
    seed = case.seed if seed is None else seed
    given = student.noisy_descent(case.grad, case.x0, case.step, case.n_steps, case.noise, seed)
    path = expect.array(given, (case.n_steps + 1, len(case.x0)))
    expect.close(path[0], case.x0, "row 0 of the path")
    added, rounding = kicks(path, case)
    wrong = np.argwhere(np.abs(added) > case.noise * (1 + 1e-9) + rounding)
    if len(wrong):
        t, k = (int(index) for index in wrong[0])
        raise Mismatch(
            f"Row {t + 1} differs from x - step*grad(x) at row {t} by {float(added[t, k]):.6g} in coordinate {k}, "
            f"more than noise = {case.noise:g}."
        )
    return path


@cache
def split_net(case):
    """The net of a case with its unit split."""
    new = nets.copy(case.net)
    (W, b), (V, c) = new[case.layer - 1], new[case.layer]
    new[case.layer - 1] = (np.vstack([W, W[case.unit]]), np.append(b, b[case.unit]))
    V = np.column_stack([V, (1 - case.mu) * V[:, case.unit]])
    V[:, case.unit] *= case.mu
    new[case.layer] = (V, c)
    return new


def split_is_right(student, case):
    """Demand the net with the unit split, to a relative 1e-9."""
    expected = split_net(case)
    given = expect.net(student.split_unit(case.net, case.layer, case.unit, case.mu), expected)
    for layer, ((W, b), (right_W, right_b)) in enumerate(zip(given, expected, strict=True), start=1):
        size = np.abs(right_W)
        if layer == case.layer + 1:
            # 1 - mu may be computed as v - mu*v, whose rounding is of the size of mu*v
            v = np.abs(case.net[case.layer][0][:, case.unit])
            size[:, [case.unit, -1]] = v[:, None] * max(1.0, abs(case.mu))
        _close(W, right_W, 1e-9 * size, f"W{layer}")
        _close(b, right_b, 1e-9 * np.abs(right_b), f"b{layer}")
    return given


def _close(given, expected, allowed, name):
    wrong = np.argwhere(~(np.abs(given - expected) <= allowed))
    if len(wrong):
        at = tuple(int(k) for k in wrong[0])
        place = f"{name}[{', '.join(map(str, at))}]"
        raise Mismatch(f"{place} should be {float(expected[at])!r}, but is {float(given[at])!r}.")


def escapes(student, case):
    """Demand a direction of negative curvature where there is one, and None where there is none."""
    answer = student.escape_direction(case.net, case.X, case.Y, case.activation)
    if answer is None:
        expect.that(not case.saddle, "The answer is None, but there is a direction of negative curvature here.")
        return
    direction = expect.net(answer, case.net, "the direction")
    verdict = certify.negative_curvature(case.net, direction, case.X, case.Y, case.activation)
    if not case.saddle:
        raise Mismatch(f"There is no direction of negative curvature, so the answer should be None. {verdict.reason}")
    expect.proved(verdict)


def dead_minimum(student, case):
    """Demand a net whose units are off on all data, with the best constant output."""
    X, Y, n = case.X, case.Y, case.n_hidden
    d, m = X.shape[1], Y.shape[1]
    like = [(np.zeros((n, d)), np.zeros(n)), (np.zeros((m, n)), np.zeros(m))]
    given = expect.net(student.dead_relu_minimum(X, Y, n), like)
    expect.proved(certify.dead_relu_minimum(given, X, Y))


def counts_are(student, d, expected):
    """Demand these whole numbers."""
    given = values.sequence(student.saddle_counts(d), d + 1)
    for k, (count, right) in enumerate(zip(given, expected, strict=True)):
        expect.same_integer(count, right, f"the number of critical points of index {k}")

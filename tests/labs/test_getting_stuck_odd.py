"""Lab 06: odd functions that are right, all of which keep full marks."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from labs.grading_in_process import Function, Functions, assert_full_marks, lab_named

from autograder import certify

LAB = lab_named("06_getting_stuck")
R = LAB.reference
odd = Functions(LAB)


def scaled_direction(factor: float, as_lists: bool = False) -> Function:
    def escape(net: Any, X: Any, Y: Any, activation: str) -> Any:
        found = R["escape_direction"](net, X, Y, activation)
        if found is None:
            return None
        new = [(factor * W, factor * b) for W, b in found]
        return tuple((W.tolist(), tuple(b.tolist())) for W, b in new) if as_lists else new

    return escape


def rounded_direction(net: Any, X: Any, Y: Any, activation: str) -> Any:
    """Whole numbers, ints: a direction need not be exact."""
    found = R["escape_direction"](net, X, Y, activation)
    if found is None:
        return None
    return [(np.round(1000 * W).astype(int), np.round(1000 * b).astype(int)) for W, b in found]


def any_negative_direction(net: Any, X: Any, Y: Any, activation: str) -> Any:
    """A mixture of a downward direction with others, still downwards."""
    found = R["escape_direction"](net, X, Y, activation)
    if found is None:
        return None
    rng = np.random.default_rng(0)
    for size in (1.0, 0.1, 0.01, 0.001):
        mixed = [(W + size * rng.normal(size=W.shape), b + size * rng.normal(size=b.shape)) for W, b in found]
        if certify.negative_curvature(net, mixed, X, Y, activation).proved:
            return mixed
    return found


def descent_in_extended_precision(grad: Any, x0: Any, step: float, n_steps: int) -> Any:
    path = [np.array(x0)]
    for _ in range(n_steps):
        x = path[-1]
        path.append((x.astype(np.longdouble) - np.longdouble(step) * grad(x)).astype(float))
    return path


def descent_by_sums(grad: Any, x0: Any, step: float, n_steps: int) -> Any:
    """The start minus the step times the sum of all gradients so far."""
    path, total = [np.array(x0)], np.zeros(len(x0))
    for _ in range(n_steps):
        total = total + grad(path[-1])
        path.append(x0 - step * total)
    return path


def whole(x: float) -> Any:
    return int(x) if math.isfinite(x) and x == int(x) else float(x)


def fraction(x: float) -> Any:
    return Fraction(float(x)) if math.isfinite(x) else x


def without_way_out(net: Any) -> Any:
    (W, b), (V, c) = net
    return [(W, b), (0 * V, c)]


def shifted(net: Any, by: float) -> Any:
    (W, b), (V, c) = net
    return [(W, b), (V, c + by)]


def fitting(counts: list[int]) -> Any:
    return np.array(counts) if max(counts) < 2**62 else counts


odd.add("gradient_descent", descent_in_extended_precision, "extended precision")
odd.add("gradient_descent", descent_by_sums, "sums of gradients")
odd.add("gradient_descent", lambda *a: tuple(map(tuple, R["gradient_descent"](*a))), "tuples of numpy floats")
odd.add("gradient_descent", lambda *a: list(R["gradient_descent"](*a)), "a list of arrays")
odd.add("gradient_descent", lambda *a: np.asfortranarray(R["gradient_descent"](*a)), "columns in memory")
odd.add("largest_safe_step", lambda H: np.array(R["largest_safe_step"](H)), "an array without axes")
odd.add("largest_safe_step", lambda H: np.float64(np.float32(R["largest_safe_step"](H))), "single precision")
odd.add("largest_safe_step", lambda H: whole(R["largest_safe_step"](H)), "an int where it is whole")
odd.add("largest_safe_step", lambda H: fraction(R["largest_safe_step"](H)), "a fraction")
odd.add("largest_safe_step", lambda H: R["largest_safe_step"](H) * (1 + 8e-7), "8e-7 too large")
odd.add("noisy_descent", lambda *a: R["noisy_descent"](*a).tolist(), "lists")
odd.add("noisy_descent", lambda *a: R["noisy_descent"](*a[:-1], (7 * a[-1] + 3) % 2**32), "other seeds")
odd.add("split_unit", lambda *a: tuple((W.tolist(), tuple(b)) for W, b in R["split_unit"](*a)), "tuples")
odd.add("escape_direction", scaled_direction(1e-200), "tiny")
odd.add("escape_direction", scaled_direction(-1e200), "huge and negative")
odd.add("escape_direction", scaled_direction(3.0, as_lists=True), "lists")
odd.add("escape_direction", rounded_direction, "whole numbers")
odd.add("escape_direction", any_negative_direction, "mixed")
odd.add("dead_relu_minimum", lambda X, Y, n: without_way_out(R["dead_relu_minimum"](X, Y, n)), "no outgoing weights")
odd.add("dead_relu_minimum", lambda X, Y, n: shifted(R["dead_relu_minimum"](X, Y, n), 5e-10), "a tiny error")
odd.add("saddle_counts", lambda d: tuple(R["saddle_counts"](d)), "a tuple")
odd.add("saddle_counts", lambda d: fitting(R["saddle_counts"](d)), "an array while it fits")
odd.add("saddle_counts", lambda d: [Fraction(c) for c in R["saddle_counts"](d)], "fractions")


@pytest.mark.parametrize(("exercise", "function"), odd.params())
def test_what_is_odd_but_right_keeps_full_marks(exercise: str, function: Function) -> None:
    assert_full_marks(LAB, exercise, function)


def test_differences_with_other_steps_and_thresholds_find_the_same() -> None:
    """Coarse second differences are good enough, as the text says."""
    (variant,) = [v for v in LAB.variants if v.name == "escape_by_second_differences"]
    source = variant.function.__globals__
    for h, threshold in ((1e-3, -3e-4), (3e-4, -1e-4), (5e-5, -4e-4)):

        def escape(net: Any, X: Any, Y: Any, activation: str, h: float = h, threshold: float = threshold) -> Any:
            x = source["vector_of"](net)
            unit = h * np.eye(len(x))
            f = lambda v: source["loss_of"](v, net, X, Y, activation)  # noqa: E731
            H = np.array([[f(x + a + b) - f(x + a - b) - f(x - a + b) + f(x - a - b) for a in unit] for b in unit])
            values, vectors = np.linalg.eigh(H / (4 * h * h))
            return source["net_of"](vectors[:, 0], net) if values[0] < threshold else None

        assert_full_marks(LAB, "escape_direction", escape)

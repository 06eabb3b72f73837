"""Lab 08: odd functions that are right, all of which keep full marks."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from labs.grading_in_process import Function, Functions, assert_full_marks, lab_named

LAB = lab_named("08_homotopy")
R = LAB.reference
odd = Functions(LAB)


def rough(path: Any, seed: int = 0) -> Any:
    """The path with errors of up to 0.9e-4."""
    return np.asarray(path) + 0.9e-4 * np.random.default_rng(seed).uniform(-1, 1, len(path))


def other_side(slope: Function, x0: float, sigmas: Any) -> list[float]:
    """Leaves a top to the left."""
    return [-float(x) for x in R["follow_minimiser"](lambda x, s: -slope(-x, s), -x0, sigmas)]


odd.add("rastrigin", lambda x: np.float64(R["rastrigin"](x)))
odd.add("rastrigin", lambda x: np.array(R["rastrigin"](x)))
odd.add("rastrigin", lambda x: Fraction(R["rastrigin"](x)))
odd.add("rastrigin", lambda x: R["rastrigin"](x) * (1 + 3e-13))
odd.add("rastrigin", lambda x: math.fsum(10 + t * t - 10 * math.cos(math.tau * t) for t in x.tolist()))
odd.add("count_minima", lambda d: Fraction(11) ** d)
odd.add("count_minima", lambda d: int("11") ** d)
odd.add("count_minima", lambda d: np.array([11], dtype=object)[0] ** d)
odd.add("smoothed_rastrigin", lambda x, s: R["smoothed_rastrigin"](x, s) * (1 + 9e-7))
odd.add("smoothed_rastrigin", lambda x, s: np.array(R["smoothed_rastrigin"](x, s)))
odd.add("smoothed_rastrigin", lambda x, s: R["smoothed_rastrigin"](x, s) + 5e-9)
odd.add("convexity_threshold", lambda a: R["convexity_threshold"](a) + 9e-7)
odd.add("convexity_threshold", lambda a: R["convexity_threshold"](a) - 9e-7)
odd.add("convexity_threshold", lambda a: np.float64(R["convexity_threshold"](a)))
odd.add("convexity_threshold", lambda a: 0 if a < 0.05 else Fraction(R["convexity_threshold"](a)))
odd.add("follow_minimiser", lambda *args: R["follow_minimiser"](*args).tolist())
odd.add("follow_minimiser", lambda *args: tuple(R["follow_minimiser"](*args)))
odd.add("follow_minimiser", lambda *args: rough(R["follow_minimiser"](*args)))
odd.add("follow_minimiser", lambda *args: rough(R["follow_minimiser"](*args), seed=1))
odd.add("follow_minimiser", other_side)
odd.add("follow_minimiser", lambda *args: rough(other_side(*args), seed=2))
odd.add("fooled_by_homotopy", lambda: ((1, 2), (-1, 3), (1, Fraction(1, 10))))
odd.add("fooled_by_homotopy", lambda: [np.array([1e6, 2e6]), [-9, 9], (5, np.float64(0.05))])
odd.add("fooled_by_homotopy", lambda: np.array([[1.0, 1.2], [-1.0, 3.0], [1.0, 0.1]]))
odd.add("fooled_by_homotopy", lambda: ([1.0, 1.001], [-2.0, 3.0], [1.0, 0.1]))
odd.add("fooled_by_homotopy", lambda: ([1.5, 1.5, 2.5], [-1.0, 1.0, -4.0], [1.0, 1.0, 0.1]))


@pytest.mark.parametrize(("exercise", "function"), odd.params())
def test_what_is_odd_but_right_keeps_full_marks(exercise: str, function: Function) -> None:
    assert_full_marks(LAB, exercise, function)


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

        assert_full_marks(LAB, "follow_minimiser", walk)

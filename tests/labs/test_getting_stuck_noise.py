"""Lab 06: the noise of any good generator passes the checks of noisy_descent, whose bounds are as stated."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from labs.grading_in_process import assert_full_marks, lab_named

LAB = lab_named("06_getting_stuck")

GENERATORS = {
    "PCG64": lambda seed: np.random.Generator(np.random.PCG64(seed)).uniform,
    "Philox": lambda seed: np.random.Generator(np.random.Philox(seed)).uniform,
    "SFC64": lambda seed: np.random.Generator(np.random.SFC64(seed)).uniform,
    "MT19937": lambda seed: np.random.RandomState(seed).uniform,
    "random": lambda seed: by_hand(random.Random(seed).random),
}


def by_hand(draw: Callable[[], float]) -> Callable[..., Any]:
    return lambda a, b, size: np.array([a + (b - a) * draw() for _ in range(size)])


@pytest.mark.parametrize("name", GENERATORS)
@pytest.mark.parametrize("shift", range(20))
def test_right_noise_passes_whatever_the_generator(name: str, shift: int) -> None:
    """Twenty seeds for each generator: with the bounds of the checks none may fail."""

    def noisy(grad: Any, x0: Any, step: float, n_steps: int, noise: float, seed: int) -> Any:
        draw = GENERATORS[name]((seed + 1000 * shift) % 2**32)
        path = [x0]
        for _ in range(n_steps):
            path.append(path[-1] - step * grad(path[-1]) + draw(-noise, noise, size=len(x0)))
        return np.array(path)

    assert_full_marks(LAB, "noisy_descent", noisy)


def test_the_bounds_of_the_noise_checks_are_as_stated() -> None:
    """The probabilities in the checks' description, summed."""
    n, steps, coordinates = 4000, 20, 200
    parts = [
        2 * (1 - 0.015 / 2) ** n,
        steps * 0.85**coordinates,
        coordinates * 0.2**steps,
        2 * math.exp(-2 * n * 0.06**2),
        *(2 * math.exp(-pairs * 0.18**2 / 2) for pairs in (10 * 200, 9 * 200, 100 * 20, 99 * 20)),
    ]
    assert sum(parts) < 1e-11

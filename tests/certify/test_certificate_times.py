"""No certificate takes long, whatever its numbers."""

from __future__ import annotations

import time
from fractions import Fraction

import numpy as np
import pytest
from certify import slowly

from autograder.certify import NetLoss, nonconvexity


@pytest.mark.parametrize("activation", ["identity", "relu", "tanh", "sigmoid"])
def test_a_net_of_200_parameters_on_50_samples_takes_little_time(activation):
    """About 5 ms, and 0.3 s with the most hostile numbers; the bounds leave room for a slow machine."""
    rng = np.random.default_rng(9)
    long = Fraction(int(rng.integers(2**40)) << 2_100 | 1, (1 << 2_199) - 1)
    for draw, lam, bound in ((slowly.normal, 0.3, 0.5), (slowly.far, 0.3, 2), (slowly.far, long, 5)):
        X, Y = draw(rng, (50, 5)), draw(rng, (50, 3))
        a, b = (slowly.random_net(rng, [5, 14, 6, 3], draw) for _ in range(2))
        loss = NetLoss(X, Y, activation, [5, 14, 6, 3])
        start = time.process_time()
        nonconvexity(loss, a, b, lam)
        assert time.process_time() - start < bound


LONG = Fraction((1 << 2199) - 1, (1 << 2200) - 3)
TINY = Fraction(1, (1 << 2199) + 1)


def fractions_of(bits):
    """A way to draw fractions with so many bits."""

    def draw(rng, shape):
        parts = [
            Fraction(int(rng.integers(2**40)) << (bits - 60) | 1, (1 << (bits - 1)) + 1) for _ in range(np.prod(shape))
        ]
        return np.array(parts, dtype=object).reshape(shape)

    return draw


@pytest.mark.parametrize("activation", ["identity", "relu", "tanh", "sigmoid"])
@pytest.mark.parametrize("widths", [[5, 14, 6, 3], [1, 66, 1], [3, *[4] * 9, 3], [1] * 101], ids=len)
def test_nothing_takes_long(activation, widths):
    """Units without effect, twins that cancel, numbers that grow over a hundred layers: below a second."""
    rng = np.random.default_rng(10)
    loss = NetLoss(slowly.normal(rng, (50, widths[0])), slowly.normal(rng, (50, widths[-1])), activation, widths)
    pairs = [[slowly.random_net(rng, widths, draw) for _ in range(2)] for draw in (slowly.normal, slowly.far)]
    pairs += [[slowly.random_net(rng, widths, fractions_of(bits)) for _ in range(2)] for bits in (2000, 10_000)]
    if widths[1] > 1:
        (W, b), (V, c), *others = slowly.random_net(rng, widths, slowly.normal)
        W[1], b[1], V[:, 1] = W[0], b[0], -V[:, 0]
        moved = W.copy()
        moved[:2] += 1
        pairs.append([[(one, b), (V, c), *others] for one in (W, moved)])
    for a, b in pairs:
        for lam in (LONG, TINY):
            start = time.process_time()
            verdict = nonconvexity(loss, a, b, lam)
            assert time.process_time() - start < 2.5
            assert len(verdict.reason) < 200


def test_numbers_that_grow_too_long_are_left_undecided():
    rng = np.random.default_rng(11)
    loss = NetLoss(slowly.normal(rng, (50, 1)), slowly.normal(rng, (50, 1)), "relu", [1] * 101)
    a, b = (slowly.random_net(rng, [1] * 101, slowly.far) for _ in range(2))
    assert nonconvexity(loss, a, b, 0.3).answer != "undecided"
    verdict = nonconvexity(loss, a, b, LONG)
    assert verdict.answer == "undecided"
    assert verdict.reason == (
        "The exact numbers of this certificate grow too long, layer by layer, to be decided: take shorter ones."
    )

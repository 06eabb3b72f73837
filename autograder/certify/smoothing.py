"""From which sigma on ``x**2 - amplitude * cos(2 pi x)``, smoothed by a Gaussian of width sigma, is convex.

Smoothing multiplies the cosine by ``exp(-2 pi**2 sigma**2)`` and adds a constant to the square. So the second
derivative is ``2 + 4 pi**2 amplitude exp(-2 pi**2 sigma**2) cos(2 pi x)``. It is lowest at x = 1/2, and there it
rises with sigma.
"""

from __future__ import annotations

import math

from flint import arb

from autograder.certify.balls import precision
from autograder.certify.numbers import decimal
from autograder.certify.verdict import Verdict

BITS = 128


def lowest_curvature(amplitude: float, sigma: float | arb) -> arb:
    """A ball that holds the least second derivative of the smoothed function, with the current precision."""
    pi = arb.pi()
    damping = (-2 * (pi * arb(sigma)) ** 2).exp()
    return 2 - 4 * pi * pi * arb(amplitude) * damping


def convexity_threshold(amplitude: float, sigma: float, tolerance: float) -> Verdict:
    """Whether the smallest sigma >= 0 from which the smoothed function is convex is `sigma` up to `tolerance`.

    `amplitude` is >= 0. It is shown that the function is convex just above, and not yet convex just below.
    """
    if not math.isfinite(sigma):
        return Verdict("refuted", "A finite sigma is asked for.")
    if sigma < -tolerance:
        return Verdict("refuted", f"Sigma is the width of a Gaussian, so it is not negative, but it is {sigma:.10g}.")
    with precision(BITS):
        low, high = arb(sigma) - arb(tolerance), arb(sigma) + arb(tolerance)
        above = lowest_curvature(amplitude, high)
        if above < 0:
            return Verdict(
                "refuted",
                f"Sigma = {sigma:.10g} is too small: there the second derivative at x = 1/2 still is "
                f"{decimal(lowest_curvature(amplitude, sigma))}.",
            )
        if low < 0:
            if above >= 0:
                return Verdict("proved", "The function is convex as it is.")
            return _undecided(sigma)
        below = lowest_curvature(amplitude, low)
        if below >= 0:
            return Verdict(
                "refuted",
                f"Sigma = {sigma:.10g} is too large: just below it the function is convex already. Its least second "
                f"derivative there is {decimal(below)}.",
            )
        if below < 0 and above >= 0:
            return Verdict("proved", f"Just below {sigma:.10g} the function is not convex, and just above it is.")
        return _undecided(sigma)


def _undecided(sigma: float) -> Verdict:
    return Verdict("undecided", f"Sigma = {sigma:.10g} is off by the tolerance, to all digits that were computed.")

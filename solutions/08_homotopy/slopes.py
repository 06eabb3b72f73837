"""Slopes of functions f(x, sigma) to be followed downhill. All of their critical points are at least 0.1 apart."""

import math

from autograder.checks import Function


def slope(text, call):
    """A slope as the checks hand it over; it takes two numbers."""
    return Function(text, call, takes=[(), ()])


def rippled(amplitude, period=1.0, centre=0.0):
    """The slope of (x - centre)**2 - amplitude*cos(2*pi*x/period), smoothed."""
    k = 2 * math.pi / period
    about = f"(x - {centre:g})" if centre else "x"
    return slope(
        f"(x, sigma) -> 2*{about} + {amplitude:g}*k*exp(-(k*sigma)**2/2)*sin(k*x), k = 2*pi/{period:g}",
        lambda x, sigma: float(2 * (x - centre) + amplitude * k * math.exp(-((k * sigma) ** 2) / 2) * math.sin(k * x)),
    )


def wells(a, m, w):
    """The slope of -sum a_i exp(-(x - m_i)**2 / (2 w_i**2)), smoothed."""

    def call(x, sigma):
        total = 0.0
        for depth, centre, width in zip(a, m, w, strict=True):
            v = width**2 + sigma**2
            total += depth * width / v**1.5 * (x - centre) * math.exp(-((x - centre) ** 2) / (2 * v))
        return float(total)

    return slope(f"(x, sigma) -> the slope of the smoothed wells a = {a}, m = {m}, w = {w}", call)

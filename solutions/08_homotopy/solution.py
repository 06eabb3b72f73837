"""The reference functions of the lab."""

import math

import numpy as np
from scipy.optimize import brentq


def rastrigin(x):
    """The Rastrigin function, a bowl with ripples."""
    return float(10 * len(x) + np.sum(x**2 - 10 * np.cos(2 * np.pi * x)))


def count_minima(d):
    """The number of local minima in the box [-5.12, 5.12]^d."""
    # the function is a sum of one term a coordinate: each coordinate is at one of its eleven minima, independently
    return 11**d


def smoothed_rastrigin(x, sigma):
    """The mean of rastrigin(x + sigma * z) over standard normal z."""
    damping = math.exp(-2 * (math.pi * sigma) ** 2)  # the mean of cos(2 pi (x + sigma z)) is this times cos(2 pi x)
    return float(10 * len(x) + np.sum(x**2 + sigma**2 - 10 * damping * np.cos(2 * np.pi * x)))


def convexity_threshold(amplitude):
    """The smallest sigma from which x**2 - amplitude * cos(2 pi x), smoothed, is convex."""
    # the least second derivative, 2 - 4 pi^2 amplitude exp(-2 pi^2 sigma^2), must not be negative
    ratio = 2 * math.pi**2 * amplitude
    return math.sqrt(math.log(ratio) / 2) / math.pi if ratio > 1 else 0.0


def follow_minimiser(slope, x0, sigmas):
    """The minimiser that is reached downhill, from one sigma to the next."""
    path, x = [], x0
    for sigma in sigmas:
        x = first_minimum(slope, x, sigma)
        path.append(x)
    return np.array(path)


def first_minimum(slope, x, sigma, stride=0.09):
    """The first minimum met when walking downhill from x; stride is less than the distance of two critical points."""
    if slope(x, sigma) == 0:
        x += 1e-6  # off a top, to either side; in a valley the walk leads back
    steepness = slope(x, sigma)
    stride = math.copysign(stride, -steepness)
    while np.sign(slope(x + stride, sigma)) == np.sign(steepness):
        x += stride
    # the slope changes its sign within this stride
    return brentq(slope, x, x + stride, args=(sigma,), xtol=1e-5)


def fooled_by_homotopy():
    """Wells a, m, w whose minimiser, followed from large sigma to 0, misses the deepest of them."""
    # the wide well is the deeper one as long as both are blurred, the narrow one at the very end
    return [1.0, 1.2], [-1.0, 3.0], [1.0, 0.1]

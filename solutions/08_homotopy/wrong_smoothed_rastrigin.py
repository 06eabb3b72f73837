"""Wrong values of the smoothed function, one idea each."""

import math

import numpy as np

from autograder.checks import misconception


def smoothed(x, sigma, damping, lift=None):
    """The closed form with another damping of the ripples, or another lift of the bowl."""
    lift = len(x) * sigma**2 if lift is None else lift
    return float(10 * len(x) + lift + np.sum(x**2 - 10 * damping * np.cos(2 * np.pi * x)))


def right_damping(sigma):
    return math.exp(-2 * (math.pi * sigma) ** 2)


@misconception(
    "smoothed_rastrigin",
    "The ripples are damped by exp(-pi**2 sigma**2), which is too little. The mean of cos(k z) over standard normal z "
    "is exp(-k**2/2): what is k here?",
)
def damps_by_half_of_the_exponent(x, sigma):
    return smoothed(x, sigma, math.exp(-((math.pi * sigma) ** 2)))


@misconception(
    "smoothed_rastrigin",
    "The ripples are damped too much: the 1/2 of exp(-k**2/2) is missing, where k is 2*pi*sigma.",
)
def damps_by_twice_the_exponent(x, sigma):
    return smoothed(x, sigma, math.exp(-4 * (math.pi * sigma) ** 2))


@misconception(
    "smoothed_rastrigin",
    "The bowl has not been smoothed. The mean of (x + sigma z)**2 is not x**2: multiply out, and take the mean of each "
    "term.",
)
def leaves_the_bowl_alone(x, sigma):
    return smoothed(x, sigma, right_damping(sigma), lift=0.0)


@misconception(
    "smoothed_rastrigin",
    "sigma**2 is added once, not once for each coordinate: every coordinate has a bowl of its own. Try two "
    "coordinates.",
)
def lifts_the_bowl_once(x, sigma):
    return smoothed(x, sigma, right_damping(sigma), lift=sigma**2)


@misconception(
    "smoothed_rastrigin",
    "The bowl is lifted by sigma. The mean of sigma**2 z**2 is sigma**2: the second moment of z is 1.",
)
def lifts_the_bowl_by_sigma(x, sigma):
    return smoothed(x, sigma, right_damping(sigma), lift=len(x) * sigma)


@misconception(
    "smoothed_rastrigin",
    "sigma is taken for the variance. It is the standard deviation: x + sigma*z has the variance sigma**2.",
)
def takes_sigma_for_the_variance(x, sigma):
    return smoothed(x, sigma, right_damping(math.sqrt(sigma)), lift=len(x) * sigma)


@misconception(
    "smoothed_rastrigin",
    "The ripples are not damped at all. cos(2 pi (x + sigma z)) has to be averaged over z as well.",
)
def leaves_the_ripples_alone(x, sigma):
    return smoothed(x, sigma, 1.0)


@misconception("smoothed_rastrigin", "This is the function itself: sigma has no effect on it.")
def does_not_smooth(x, sigma):
    return smoothed(x, 0.0, 1.0)


@misconception(
    "smoothed_rastrigin",
    "The whole function was multiplied by the damping factor. Only the cosine is damped: what becomes of the constant "
    "and of the square?",
)
def damps_the_bowl_too(x, sigma):
    return right_damping(sigma) * smoothed(x, 0.0, 1.0) + len(x) * sigma**2


@misconception(
    "smoothed_rastrigin",
    "This is the mean of the values at x - sigma and x + sigma. It is right for the square, but not for the cosine: a "
    "normal distribution is more than two points.",
)
def averages_two_points(x, sigma):
    return (smoothed(x - sigma, 0.0, 1.0) + smoothed(x + sigma, 0.0, 1.0)) / 2


@misconception(
    "smoothed_rastrigin",
    "A mean over random samples has three digits at best: its error falls like one over the square root of their "
    "number. Six digits are asked for, so integrate, or find the mean with pencil and paper.",
)
def draws_samples(x, sigma):
    z = np.random.default_rng(0).standard_normal((20_000, len(x)))
    y = x + sigma * z
    return float(np.mean(10 * len(x) + np.sum(y**2 - 10 * np.cos(2 * np.pi * y), axis=1)))


@misconception(
    "smoothed_rastrigin",
    "Gauss-Hermite quadrature with ten nodes is good for small sigma only: the larger sigma, the more ripples lie "
    "below the bell curve. Double the number of nodes until nothing changes.",
)
def takes_too_few_nodes(x, sigma):
    nodes, weights = np.polynomial.hermite_e.hermegauss(10)
    y = x[:, None] + sigma * nodes
    values = 10 + y**2 - 10 * np.cos(2 * np.pi * y)
    return float(np.sum(values @ weights) / math.sqrt(2 * math.pi))


@misconception(
    "smoothed_rastrigin",
    "With sigma = 0 there is nothing to average: the value is that of the function itself. Dividing by sigma gives NaN "
    "there, or an error.",
)
def divides_by_sigma(x, sigma):
    return smoothed(x, sigma, right_damping(sigma)) if sigma > 0 else math.nan


@misconception(
    "smoothed_rastrigin",
    "The constant is 10, whatever the number of coordinates. Each coordinate brings its own 10: the formula says 10*d.",
)
def adds_ten_once_when_smoothing(x, sigma):
    return smoothed(x, sigma, right_damping(sigma)) - 10 * (len(x) - 1)


@misconception(
    "smoothed_rastrigin",
    "The value is right, but the caller's array x holds other numbers afterwards. Work on a copy.",
)
def smooths_in_the_callers_array(x, sigma):
    total = smoothed(x, sigma, right_damping(sigma))
    x += sigma
    return total

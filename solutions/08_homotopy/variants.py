"""Right functions in other styles than the reference: every one of them deserves full marks."""

import functools
import itertools
import math
from fractions import Fraction

import numpy as np
from scipy import optimize

from autograder.checks import variant

# --- rastrigin -----------------------------------------------------------------------------------------------------


@variant("rastrigin")
def rastrigin_in_a_loop(x):
    total = 0.0
    for t in x:
        total += 10.0 + t * t - 10.0 * math.cos(2.0 * math.pi * t)
    return total


@variant("rastrigin")
def rastrigin_by_half_angles(x):
    """10 - 10 cos(2 a) is 20 sin(a)**2, without cancellation; a numpy scalar comes back."""
    return x @ x + 20 * np.sum(np.sin(np.pi * x) ** 2)


@variant("rastrigin")
def rastrigin_as_an_array_without_axes(x):
    return np.asarray(np.full(x.shape, 10.0) + np.square(x) - 10 * np.exp(2j * np.pi * x).real).sum(keepdims=False)


# --- count_minima --------------------------------------------------------------------------------------------------


@variant("count_minima")
def count_in_a_loop(d):
    count = 1
    while d:
        count, d = count * 11, d - 1
    return count


@variant("count_minima")
def count_on_a_fine_grid(d):
    """Counts the minima of one coordinate, and raises an exact integer to the power d."""
    x = np.linspace(-5.12, 5.12, 20_001)
    values = x**2 - 10 * np.cos(2 * np.pi * x)
    inside = (values[1:-1] < values[:-2]) & (values[1:-1] < values[2:])
    return pow(int(np.count_nonzero(inside)), d)


@variant("count_minima")
def count_as_a_fraction(d):
    return functools.reduce(lambda count, _: count * 11, range(d), Fraction(1))


# --- smoothed_rastrigin --------------------------------------------------------------------------------------------


@variant("smoothed_rastrigin")
def smoothed_by_quadrature(x, sigma):
    """Adaptive quadrature, one coordinate after the other."""
    from scipy import integrate

    def term(z, t):
        y = t + sigma * z
        return (10 + y * y - 10 * math.cos(2 * math.pi * y)) * math.exp(-z * z / 2) / math.sqrt(2 * math.pi)

    return sum(integrate.quad(term, -9, 9, args=(t,), limit=500, epsabs=1e-10)[0] for t in x.tolist())


@variant("smoothed_rastrigin")
def smoothed_by_gauss_hermite(x, sigma):
    nodes, weights = np.polynomial.hermite.hermgauss(150)
    y = x[:, None] + math.sqrt(2) * sigma * nodes
    return ((10 + y**2 - 10 * np.cos(2 * np.pi * y)) @ weights).sum() / math.sqrt(math.pi)


@variant("smoothed_rastrigin")
def smoothed_by_the_trapezoidal_rule(x, sigma):
    z = np.linspace(-10, 10, 2001)
    weights = np.exp(-z * z / 2)
    weights /= weights.sum()
    return sum(float(weights @ (10 + (t + sigma * z) ** 2 - 10 * np.cos(2 * np.pi * (t + sigma * z)))) for t in x)


@variant("smoothed_rastrigin")
def smoothed_in_closed_form(x, sigma):
    """The characteristic function of the normal distribution, as a complex number."""
    wave = np.exp(2j * np.pi * np.asarray(x)) * np.exp(-0.5 * (2 * np.pi * sigma) ** 2)
    return np.add.reduce(10 + np.square(x) + sigma * sigma - 10 * wave.real)


# --- convexity_threshold -------------------------------------------------------------------------------------------


@variant("convexity_threshold")
def threshold_by_bisection(amplitude):
    """Looks at the second derivative on a grid that has its lowest point."""
    x = np.linspace(0, 1, 101)

    def convex(sigma):
        bend = 2 + 4 * np.pi**2 * amplitude * np.exp(-2 * np.pi**2 * sigma**2) * np.cos(2 * np.pi * x)
        return bend.min() >= 0

    if convex(0.0):
        return 0
    low, high = 0.0, 1.0
    while not convex(high):
        high *= 2
    while high - low > 1e-8:
        middle = (low + high) / 2
        low, high = (low, middle) if convex(middle) else (middle, high)
    return np.float64(high)


@variant("convexity_threshold")
def threshold_by_a_root_finder(amplitude):
    def margin(sigma):
        return math.log(2 * math.pi**2 * amplitude) - 2 * math.pi**2 * sigma**2

    if amplitude == 0 or margin(0.0) <= 0:
        return 0.0
    return optimize.brentq(margin, 0.0, 10.0, xtol=1e-12)


@variant("convexity_threshold")
def threshold_in_one_formula(amplitude):
    return math.sqrt(max(0.0, math.log(max(1.0, 2 * math.pi**2 * amplitude)))) / (math.sqrt(2) * math.pi)


# --- follow_minimiser ----------------------------------------------------------------------------------------------


@variant("follow_minimiser")
def follow_in_small_steps(slope, x0, sigmas):
    """Steps of 0.01, and bisection by hand."""
    path = []
    here = x0
    for sigma in list(sigmas):
        at = slope(here, sigma)
        if at == 0 and slope(here - 0.01, sigma) < 0 < slope(here + 0.01, sigma):
            path.append(here)
            continue
        if at == 0:
            here -= 1e-5
            at = slope(here, sigma)
        step = 0.01 if at < 0 else -0.01
        ahead = here + step
        while (slope(ahead, sigma) < 0) == (at < 0) and slope(ahead, sigma) != 0:
            here, ahead = ahead, ahead + step
        low, high = min(here, ahead), max(here, ahead)
        while high - low > 1e-6:
            middle = (low + high) / 2
            if slope(middle, sigma) > 0:
                high = middle
            else:
                low = middle
        here = (low + high) / 2
        path.append(here)
    return path


@variant("follow_minimiser")
def follow_on_a_grid(slope, x0, sigmas):
    """Looks at all of [-12, 12] for each sigma, and picks the valley that x is in."""
    grid = np.linspace(-12.6, 12.6, 421)
    path = ()
    for sigma in sigmas:
        start = path[-1] if path else x0
        signs = [slope(x, sigma) for x in grid.tolist()]
        changes = [k for k in range(len(grid) - 1) if (signs[k] > 0) != (signs[k + 1] > 0)]
        zeros = [optimize.brentq(slope, grid[k], grid[k + 1], args=(sigma,), xtol=1e-9) for k in changes]
        minima = [x for x, k in zip(zeros, changes, strict=True) if signs[k] <= 0]
        tops = [x for x, k in zip(zeros, changes, strict=True) if signs[k] > 0]
        left = max((x for x in tops if x <= start), default=-math.inf)
        right = min((x for x in tops if x > start), default=math.inf)
        path += (next(x for x in minima if left < x < right),)
    return path


@variant("follow_minimiser")
def follow_with_shrinking_steps(slope, x0, sigmas):
    """Turns round with a smaller step whenever the slope has changed its sign; a first step off every zero."""

    def settle(x, sigma):
        ways = [step for step in (0.04, -0.04) if slope(x + step / 4, sigma) * step < 0]
        side = slope(x, sigma)
        if side:
            ways = [math.copysign(0.04, -side)]
        if not ways:
            return x
        step = ways[0]
        for _ in itertools.count():
            y = x + step
            if slope(y, sigma) * step > 0:
                step = -step / 4
            if abs(step) < 1e-6:
                return y
            x = y
        return x

    path = np.empty(len(sigmas))
    for k, sigma in enumerate(sigmas):
        path[k] = settle(x0 if k == 0 else path[k - 1], sigma)
    return path


# --- fooled_by_homotopy --------------------------------------------------------------------------------------------


@variant("fooled_by_homotopy")
def fooled_with_arrays():
    return np.array([0.5, 3.0]), np.array([4.0, -6.0]), np.array([5.0, 0.05])


@variant("fooled_by_homotopy")
def fooled_by_two_small_wells():
    """A cluster of wells, each of them shallow, against a deep one that stands alone."""
    return (1, 1, 1, 2), (-3, -2, -1, 5), (0.5, 0.5, 0.5, 0.25)


@variant("fooled_by_homotopy")
def fooled_by_symmetry():
    """Wide wells on both sides pull the minimiser off the deep one between them, to either side."""
    return [[1.0, 1.5, 1.0], (-3.0, 0.0, 3.0), np.array([1.0, 0.1, 1.0])]


@variant("fooled_by_homotopy")
def fooled_after_a_search():
    """Draws wells until a rough walk through many sigmas misses the lowest point of a grid."""
    rng = np.random.default_rng(1)
    x = np.linspace(-10, 10, 4001)
    while True:
        a, m, w = rng.uniform(0.5, 2, 3), rng.uniform(-8, 8, 3), rng.uniform(0.1, 2, 3)
        at = None
        for sigma in [*np.geomspace(np.ptp(m), 0.01, 120), 0.0]:
            v = w**2 + sigma**2
            f = -(a * w / np.sqrt(v) * np.exp(-((x[:, None] - m) ** 2) / (2 * v))).sum(axis=1)
            at = int(np.argmin(f)) if at is None else at
            while f[at + 1] < f[at] or f[at - 1] < f[at]:
                at += 1 if f[at + 1] < f[at - 1] else -1
        if f[at] > f.min() + 0.1:
            return a, m, w

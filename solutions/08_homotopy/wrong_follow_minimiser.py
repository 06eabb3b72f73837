"""Wrong paths, one idea each. Where an idea allows it, the minima are right to all digits."""

import math

import numpy as np
from scipy.optimize import brentq

from autograder.checks import misconception

from .solution import first_minimum


def along(slope, x0, sigmas, walk):
    """The path of a walk(slope, x, sigma) that starts each time where the last one ended."""
    path, x = [], float(x0)
    for sigma in sigmas:
        x = walk(slope, x, float(sigma))
        path.append(x)
    return np.array(path)


def first_change(slope, x, sigma, step, count, kind=1):
    """The first minimum (or, with kind -1, top) in at most `count` steps to one side; None if there is none."""
    before = slope(x, sigma)
    for _ in range(count):
        after = slope(x + step, sigma)
        left, right = (before, after) if step > 0 else (after, before)
        if left * kind <= 0 < right * kind:
            return brentq(slope, x, x + step, args=(sigma,))
        x, before = x + step, after
    return None


@misconception(
    "follow_minimiser",
    "Every walk starts from x0 again. Only the first does: walk k starts from path[k-1], where the last one has ended.",
)
def starts_from_x0_each_time(slope, x0, sigmas):
    return np.array([first_minimum(slope, x0, sigma) for sigma in sigmas])


@misconception(
    "follow_minimiser",
    "The walk goes uphill: where the slope is positive, the function rises to the right, so downhill is to the left.",
)
def walks_uphill(slope, x0, sigmas):
    def walk(slope, x, sigma):
        top = first_change(slope, x, sigma, math.copysign(0.09, slope(x, sigma)), 120, kind=-1)
        return x if top is None else top

    return along(slope, x0, sigmas, walk)


@misconception(
    "follow_minimiser",
    "Newton's method goes to any point where the slope is 0, tops included, and it may jump far away. Which sign does "
    "the slope have on either side of a minimum?",
)
def jumps_with_newton(slope, x0, sigmas):
    def walk(slope, x, sigma):
        for _ in range(40):
            bend = (slope(x + 1e-5, sigma) - slope(x - 1e-5, sigma)) / 2e-5
            if bend == 0:
                return x
            move = slope(x, sigma) / bend
            x -= move
            if abs(move) < 1e-12 or abs(x) > 1e6:
                return x
        return x

    return along(slope, x0, sigmas, walk)


@misconception(
    "follow_minimiser",
    "Steps of gradient descent are as long as the slope says. Where the valley is steep they jump across it, and where "
    "it is flat they hardly move. Use the sign of the slope only, and choose the length of the steps yourself.",
)
def descends_by_the_gradient(slope, x0, sigmas):
    def walk(slope, x, sigma):
        for _ in range(200):
            move = 0.05 * slope(x, sigma)
            x -= move
            if abs(move) < 1e-7 or abs(x) > 1e6:
                break
        return x

    return along(slope, x0, sigmas, walk)


@misconception(
    "follow_minimiser",
    "The nearest minimum is not always the one downhill: it may lie behind a top. Look at the sign of the slope where "
    "the walk starts, and go that way.",
)
def takes_the_nearest_minimum(slope, x0, sigmas):
    def walk(slope, x, sigma):
        found = [first_change(slope, x, sigma, step, 100) for step in (0.09, -0.09)]
        return min([y for y in found if y is not None], key=lambda y: abs(y - x), default=x)

    return along(slope, x0, sigmas, walk)


@misconception(
    "follow_minimiser",
    "This is the deepest minimum of all, for each sigma. The exercise asks for the first one on the way downhill, "
    "however shallow: a walker sees no other.",
)
def takes_the_deepest_minimum(slope, x0, sigmas):
    def walk(slope, x, sigma):
        grid = np.linspace(-6.0, 6.0, 151)
        slopes = np.array([slope(float(y), sigma) for y in grid])
        heights = np.concatenate([[0.0], np.cumsum((slopes[1:] + slopes[:-1]) / 2)])
        k = int(np.argmin(heights[1:-1])) + 1
        return float(grid[k]) if slopes[k] == 0 else first_minimum(slope, float(grid[k]), sigma, 0.02)

    return along(slope, x0, sigmas, walk)


@misconception(
    "follow_minimiser",
    "The steps are too long: 0.5 may lead across a valley and the next top. Two neighbouring critical points are at "
    "least 0.1 apart, so steps below 0.1 miss none.",
)
def takes_long_steps(slope, x0, sigmas):
    return along(slope, x0, sigmas, lambda slope, x, sigma: first_minimum(slope, x, sigma, 0.5))


@misconception(
    "follow_minimiser",
    "The steps grow and grow: after a long way they lead across a valley and the next top. They may grow, but should "
    "stay below 0.1, the least distance of two critical points.",
)
def takes_growing_steps(slope, x0, sigmas):
    def walk(slope, x, sigma):
        if slope(x, sigma) == 0:
            x += 1e-6
        steepness = slope(x, sigma)
        step = math.copysign(0.01, -steepness)
        while slope(x + step, sigma) * steepness > 0:
            x, step = x + step, 1.5 * step
        return brentq(slope, x, x + step, args=(sigma,))

    return along(slope, x0, sigmas, walk)


@misconception(
    "follow_minimiser",
    "More values of sigma were put between those that are given. Walk k is in the landscape of sigmas[k] from its "
    "first step on, also where the valley of path[k-1] has moved away in the meantime.",
)
def puts_sigmas_between(slope, x0, sigmas):
    fine = np.interp(np.arange(16 * len(sigmas) - 15) / 16, np.arange(len(sigmas)), sigmas)
    return along(slope, x0, fine, first_minimum)[::16]


@misconception(
    "follow_minimiser",
    "The walk stops where the slope is small. On a plateau it is small everywhere; in a minimum it changes its sign. "
    "Look for the change.",
)
def stops_where_it_is_nearly_flat(slope, x0, sigmas):
    def walk(slope, x, sigma):
        if abs(slope(x, sigma)) < 1e-6:
            return x
        return first_minimum(slope, x, sigma)

    return along(slope, x0, sigmas, walk)


@misconception(
    "follow_minimiser",
    "Where the slope is exactly 0, the walk does not move. That is right in a valley, but not on a top: look at the "
    "slope a little to the left and a little to the right.",
)
def stays_on_a_top(slope, x0, sigmas):
    def walk(slope, x, sigma):
        return x if slope(x, sigma) == 0 else first_minimum(slope, x, sigma)

    return along(slope, x0, sigmas, walk)


@misconception(
    "follow_minimiser",
    "All walks use the slope of the same sigma. Walk k is in the landscape of sigmas[k].",
)
def uses_the_last_sigma_throughout(slope, x0, sigmas):
    return along(slope, x0, sigmas, lambda slope, x, sigma: first_minimum(slope, x, float(sigmas[-1])))


@misconception(
    "follow_minimiser",
    "The path begins with x0, so it is one longer than sigmas. path[0] is the minimum for sigmas[0] already.",
)
def puts_x0_in_front(slope, x0, sigmas):
    return np.array([x0, *along(slope, x0, sigmas, first_minimum)])


@misconception(
    "follow_minimiser",
    "Each point was written down before the walk, not after it: path[0] is x0, and the last minimum is missing.",
)
def records_the_starts(slope, x0, sigmas):
    return np.array([x0, *along(slope, x0, sigmas, first_minimum)[:-1]])


@misconception(
    "follow_minimiser",
    "The points are right to a step of the walk only. Once the slope has changed its sign between two steps, halve "
    "that interval until it is shorter than 1e-4.",
)
def gives_the_nearest_step(slope, x0, sigmas):
    return np.round(along(slope, x0, sigmas, first_minimum) / 0.01) * 0.01 + 0.003


@misconception(
    "follow_minimiser",
    "The sigmas were sorted in increasing order. They are used as they come: from the largest, where all is smooth, "
    "down.",
)
def follows_from_the_smallest_sigma(slope, x0, sigmas):
    path, x = [], x0
    for sigma in sorted(sigmas):
        x = first_minimum(slope, x, sigma)
        path.append(x)
    return np.array(path[::-1])


@misconception(
    "follow_minimiser",
    "The walk always goes to the right. The sign of the slope tells which way is downhill.",
)
def always_walks_to_the_right(slope, x0, sigmas):
    def walk(slope, x, sigma):
        found = first_change(slope, x, sigma, 0.09, 120)
        return x if found is None else found

    return along(slope, x0, sigmas, walk)


@misconception(
    "follow_minimiser",
    "The walk ends after a number of steps, wherever it is then. It should go on until the slope changes its sign.",
)
def gives_up_early(slope, x0, sigmas):
    def walk(slope, x, sigma):
        end = first_minimum(slope, x, sigma)
        return end if abs(end - x) <= 2 else x + math.copysign(2.0, end - x)

    return along(slope, x0, sigmas, walk)


@misconception(
    "follow_minimiser",
    "This is the first minimum from the left end, at -12. The walk starts from x0, and then from the last minimum.",
)
def scans_from_the_left(slope, x0, sigmas):
    def walk(slope, x, sigma):
        found = first_change(slope, -12.0, sigma, 0.09, 260)
        return x if found is None else found

    return along(slope, x0, sigmas, walk)


@misconception(
    "follow_minimiser",
    "The path is right, but the caller's array sigmas holds other numbers afterwards. Work on a copy.",
)
def uses_up_the_callers_sigmas(slope, x0, sigmas):
    path = along(slope, x0, sigmas, first_minimum)
    sigmas[:] = 0.0
    return path

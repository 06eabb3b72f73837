"""Wrong counts of minima, one idea each."""

import numpy as np

from autograder.checks import misconception


@misconception(
    "count_minima",
    "The counts of the coordinates were added. They are chosen independently of one another: how many pairs are there "
    "in the square?",
)
def multiplies_by_the_dimension(d):
    return 11 * d


@misconception("count_minima", "Base and exponent have changed places: for d = 2 there would be 2**11 = 2048 minima.")
def exchanges_base_and_exponent(d):
    return d**11


@misconception(
    "count_minima",
    "These are all critical points, not the minima alone. Of the 21 on the line only some are minima: which?",
)
def counts_all_critical_points(d):
    return 21**d


@misconception("count_minima", "These are the maxima. On the line there is one maximum between any two minima.")
def counts_maxima(d):
    return 10**d


@misconception(
    "count_minima",
    "The ends of the box are no minima: at x = 5.12 the slope is 53.25, so the function still falls towards the "
    "inside.",
)
def counts_the_ends_of_the_box(d):
    return 13**d


@misconception(
    "count_minima",
    "All minima of the whole line were counted, 63 of them. The question is about the box from -5.12 to 5.12.",
)
def counts_beyond_the_box(d):
    return 63**d


@misconception(
    "count_minima", "A float holds 16 digits, so from d = 16 on the count is rounded. Python's ints are exact."
)
def computes_with_floats(d):
    return int(11.0**d) if d < 296 else 10**308


@misconception(
    "count_minima",
    "A 64-bit integer ends at 9.2e18, less than 11**19: numpy's integers start again from below, without a word. "
    "Python's ints do not.",
)
def computes_with_64_bits(d):
    return int(np.prod(np.full(d, 11, dtype=np.int64)))


@misconception(
    "count_minima",
    "The grid was too coarse: with steps of 0.64 five of the eleven minima are seen. Print the points that you find, "
    "and compare with the whole numbers from -5 to 5.",
)
def counts_on_a_coarse_grid(d):
    x = np.arange(-5.12, 5.13, 0.64)
    values = x**2 - 10 * np.cos(2 * np.pi * x)
    return int(np.sum((values[1:-1] < values[:-2]) & (values[1:-1] < values[2:]))) ** d


@misconception(
    "count_minima", "This is the number of global minima. Every valley counts, also one that is not the deepest."
)
def counts_the_global_minimum(d):
    return 1


@misconception(
    "count_minima",
    "One side of 0 was forgotten: the box reaches from -5.12 to 5.12, so there are minima on both sides.",
)
def counts_one_side(d):
    return 6**d

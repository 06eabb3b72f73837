"""Wrong ideas about saddle_counts."""

import math

import numpy as np

from autograder.checks import misconception


@misconception(
    "saddle_counts",
    "Which coordinates are at a maximum? For an index k there are C(d, k) choices, and all of them count.",
)
def forgets_which_coordinates(d):
    return [11 ** (d - k) * 10**k for k in range(d + 1)]


@misconception(
    "saddle_counts",
    "The list is the wrong way round: the index counts coordinates at a maximum, so entry 0 counts the minima.",
)
def counts_from_the_maxima(d):
    return [math.comb(d, k) * 11**k * 10 ** (d - k) for k in range(d + 1)]


@misconception(
    "saddle_counts",
    "The ends of the interval were counted as maxima. The box is open, and at its ends the slope is not 0.",
)
def counts_the_ends(d):
    return [math.comb(d, k) * 11 ** (d - k) * 12**k for k in range(d + 1)]


@misconception("saddle_counts", "Between 11 minima there are 10 maxima, not 11: one between each two neighbours.")
def as_many_maxima_as_minima(d):
    return [math.comb(d, k) * 11**d for k in range(d + 1)]


@misconception(
    "saddle_counts",
    "The minima at -5 and 5 are missing, or nearly so: they lie at about -4.97 and 4.97, inside of the box.",
)
def misses_the_outermost_minima(d):
    return [math.comb(d, k) * 9 ** (d - k) * 10**k for k in range(d + 1)]


@misconception(
    "saddle_counts",
    "Counts were added over the coordinates. Each coordinate may be at any of its points whatever the others are: the "
    "counts multiply.",
)
def adds_over_coordinates(d):
    return [math.comb(d, k) * (11 * (d - k) + 10 * k) for k in range(d + 1)]


@misconception(
    "saddle_counts",
    "64 bits are not enough: numpy's integers wrap around without a word. Python's own ints have no end.",
)
def wraps_at_64_bits(d):
    def wrapped(n):
        return (n + 2**63) % 2**64 - 2**63

    return [wrapped(math.comb(d, k) * 11 ** (d - k) * 10**k) for k in range(d + 1)]


@misconception(
    "saddle_counts", "Floats hold 16 digits, and the counts have more. Compute with ints from beginning to end."
)
def counts_in_floats(d):
    counts = []
    for k in range(d + 1):
        count = np.prod([float(math.comb(d, k))] + [11.0] * (d - k) + [10.0] * k)
        counts.append(int(count) if np.isfinite(count) else 0)
    return counts


@misconception(
    "saddle_counts",
    "Minima have index 0 and maxima index d. Both belong into the list, as its first and its last entry.",
)
def lists_saddles_only(d):
    return [math.comb(d, k) * 11 ** (d - k) * 10**k for k in range(1, d)]


@misconception("saddle_counts", "The minima are missing. They are the critical points of index 0.")
def leaves_out_the_minima(d):
    return [math.comb(d, k) * 11 ** (d - k) * 10**k for k in range(1, d + 1)]


@misconception("saddle_counts", "The maxima are missing: the index goes up to d, so the list has d + 1 entries.")
def leaves_out_the_maxima(d):
    return [math.comb(d, k) * 11 ** (d - k) * 10**k for k in range(d)]


@misconception("saddle_counts", "The order in which coordinates are chosen does not matter: choose, do not arrange.")
def arranges_the_coordinates(d):
    return [math.perm(d, k) * 11 ** (d - k) * 10**k for k in range(d + 1)]


@misconception("saddle_counts", "Entry k counts the points of index k alone, not those of lower index with them.")
def sums_them_up(d):
    counts = [math.comb(d, k) * 11 ** (d - k) * 10**k for k in range(d + 1)]
    return [sum(counts[: k + 1]) for k in range(d + 1)]


@misconception("saddle_counts", "The counts are those of the whole line, where there are 63 minima. Stay in the box.")
def leaves_the_box(d):
    return [math.comb(d, k) * 63 ** (d - k) * 62**k for k in range(d + 1)]


@misconception("saddle_counts", "Saddles of all indices were put together. Every index has an entry of its own.")
def puts_all_saddles_together(d):
    return [11**d, 21**d - 11**d - 10**d, 10**d] if d > 1 else [11, 10]


@misconception("saddle_counts", "The number of critical points is asked for each index, not for all together.")
def counts_all_together(d):
    return 21**d

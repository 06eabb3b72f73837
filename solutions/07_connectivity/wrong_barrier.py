"""Wrong barriers, one idea each."""

import numpy as np

from autograder.checks import misconception

from .solution import barrier

right = barrier  # under another name, since a bank's function takes the name of its exercise


def line(losses):
    return np.linspace(losses[0], losses[-1], len(losses))


@misconception(
    "barrier",
    "The highest loss is compared with the mean of the two end losses. If the ends are unequal, even a convex profile "
    "has a barrier then.",
)
def measures_from_the_mean_of_the_ends(losses):
    return np.max(losses) - (losses[0] + losses[-1]) / 2


@misconception(
    "barrier",
    "The highest loss is compared with the higher end. An excess over the line can lie below the higher end.",
)
def measures_from_the_higher_end(losses):
    return np.max(losses) - max(losses[0], losses[-1])


@misconception("barrier", "The highest loss is compared with the lower end, not with the straight line.")
def measures_from_the_lower_end(losses):
    return np.max(losses) - min(losses[0], losses[-1])


@misconception("barrier", "The highest loss is compared with the first one, not with the straight line.")
def measures_from_the_start(losses):
    return np.max(losses) - losses[0]


@misconception("barrier", "The highest loss is compared with the least one, not with the straight line.")
def measures_from_the_lowest_loss(losses):
    return np.max(losses) - np.min(losses)


@misconception(
    "barrier",
    "The excess is taken where the loss is highest. On a slope, it can be higher where the loss itself is not.",
)
def looks_where_the_loss_is_highest(losses):
    top = int(np.argmax(losses))
    return max(0.0, losses[top] - line(losses)[top])


@misconception("barrier", "The excess is taken in the middle only. It may be highest anywhere.")
def looks_in_the_middle_only(losses):
    t = np.linspace(0, 1, len(losses))
    return max(0.0, float(np.interp(0.5, t, losses)) - (losses[0] + losses[-1]) / 2)


@misconception("barrier", "In a valley the result is negative here. At the ends the excess is 0: leave them in.")
def leaves_the_ends_out(losses):
    excess = (losses - line(losses))[1:-1]
    return np.max(excess) if len(excess) else 0.0


@misconception(
    "barrier",
    "The line runs from the last loss to the first. It should join the first loss at t = 0 to the last at t = 1.",
)
def turns_the_line_round(losses):
    return max(0.0, float(np.max(losses - line(losses)[::-1])))


@misconception(
    "barrier",
    "The line does not reach the last loss: n losses have n - 1 steps between them, so the t are k/(n - 1), not k/n.",
)
def counts_one_step_too_many(losses):
    n = len(losses)
    t = np.arange(n) / n
    return max(0.0, float(np.max(losses - ((1 - t) * losses[0] + t * losses[-1]))))


@misconception(
    "barrier",
    "The largest distance from the line is taken, below it as well as above. A loss below the line is no barrier.",
)
def counts_valleys_as_well(losses):
    return np.max(np.abs(losses - line(losses)))


@misconception("barrier", "All excesses are added up, or averaged. Only the highest one is asked for.")
def averages_the_excess(losses):
    return np.mean(np.maximum(losses - line(losses), 0.0))


@misconception("barrier", "The excess is divided by the loss on the line. A difference is asked for, not a ratio.")
def divides_by_the_line(losses):
    below = line(losses)
    return float(np.max(np.divide(losses - below, below, out=np.zeros(len(below)), where=below > 0)))


@misconception(
    "barrier",
    "The place of the highest excess is returned. Its height is asked for.",
)
def returns_the_place(losses):
    return np.argmax(losses - line(losses)) / (len(losses) - 1)


@misconception(
    "barrier",
    "The largest rise from a loss to a later one is taken. On a straight slope there is no barrier, however far it "
    "rises.",
)
def takes_the_largest_rise(losses):
    return np.max(losses - np.minimum.accumulate(losses))


@misconception("barrier", "The losses are sorted. Their order is the path, and must stay.")
def sorts_the_losses(losses):
    return right(np.sort(losses))


@misconception(
    "barrier",
    "The excess is measured over the highest convex curve below the losses. It should be measured over the straight "
    "line between the ends.",
)
def measures_over_the_convex_hull(losses):
    n = len(losses)
    hull = [
        min(
            losses[i] + (losses[j] - losses[i]) * (k - i) / (j - i) if i != j else losses[k]
            for i in {*range(max(0, k - 40), k + 1), 0}
            for j in {*range(k, min(n, k + 40)), n - 1}
        )
        for k in range(n)
    ]
    return np.max(losses - np.array(hull))


@misconception(
    "barrier",
    "The line is fitted to all losses. It should join the two end losses.",
)
def fits_a_line_to_all_losses(losses):
    t = np.linspace(0, 1, len(losses))
    slope, start = np.polyfit(t, losses, 1)
    return max(0.0, float(np.max(losses - (slope * t + start))))


@misconception(
    "barrier",
    "Barriers that are smaller than a fixed number are taken for rounding. If all losses are small, so is the barrier.",
)
def overlooks_low_barriers(losses):
    height = right(losses)
    return height if height > 1e-6 else 0.0


@misconception("barrier", "The numbers are single precision here (float32), which is exact to seven digits only.")
def calculates_the_excess_in_single_precision(losses):
    return right(np.asarray(losses, dtype=np.float32))


@misconception("barrier", "The result is right, but the line was subtracted from the caller's array in place.")
def subtracts_in_place(losses):
    height = right(losses)
    losses -= line(losses)
    return height

"""The hidden checks of barrier."""

import numpy as np

from autograder.checks import check, expect
from autograder.checks.cases import Case
from autograder.checks.errors import Mismatch
from autograder.checks.show import short


def barrier_is(student, case):
    """The student's barrier against the highest excess."""
    losses = case.losses
    excess = losses - np.linspace(losses[0], losses[-1], len(losses))
    expected = max(float(np.max(excess)), 0.0)
    given = expect.number(student.barrier(losses))
    # A difference is as exact as its terms, and 1e-12 of them is far above their rounding.
    if not abs(given - expected) <= 1e-9 * expected + 1e-12 * np.max(np.abs(losses)):
        raise Mismatch(f"The barrier should be {short(expected)}, but is {short(given)}.")


def path(label, *losses):
    return Case(label, losses=np.array(losses, dtype=float))


def along(label, loss, count):
    """The losses along a path at evenly spaced t."""
    return Case(label, losses=np.array([loss(k / (count - 1)) for k in range(count)]))


@check(
    "barrier",
    points=0.5,
    cases=[
        path("rising ends", 1, 4, 2, 3, 5),
        path("falling ends", 5, 3, 4, 4, 1),
        path("the excess is highest where the loss is not", 0, 4, 5, 6.5, 8),
        path("the excess is highest in the second half", 6, 5, 4, 4.5, 0),
        path("two hills", 2, 3, 1, 3.5, 2),
        path("a hill and a deeper valley", 3, 4, -0.0, 0.5, 3),
        path("a hill at the start", 1, 9, 1, 1, 1, 1, 2),
        path("an even number of losses", 2, 3, 5, 1),
        path("three losses", 0.25, 1.5, 0.75),
        along("a wave on a slope", lambda t: 3 - 2 * t + np.sin(7 * t) ** 2, 41),
        along("a thousand losses", lambda t: 1 + t + 0.1 * np.sin(9 * t), 1000),
    ],
)
def the_line_joins_the_end_losses(student, case):
    """The excess is measured over the straight line between the two end losses, wherever it is highest."""
    barrier_is(student, case)


@check(
    "barrier",
    points=0.5,
    cases=[
        path("two losses", 3, 1),
        path("two equal losses", 2, 2),
        along("a parabola with unequal ends", lambda t: 16 * (t - 0.25) ** 2, 11),
        along("convex and rising", lambda t: np.exp(3 * t), 20),
        along("convex and falling", lambda t: 1 / (0.1 + t), 20),
        along("a straight line", lambda t: 0.1 + 0.7 * t, 8),
        path("a valley", 1, 0, 0, 1),
        path("all zero", 0, 0, 0),
    ],
)
def no_barrier_on_a_convex_path(student, case):
    """On a convex profile the barrier is 0, also if the ends are unequal; it is never negative."""
    barrier_is(student, case)


@check(
    "barrier",
    points=0.25,
    cases=[
        path("vast", 1e8, 3e8, 2e8, 4e8),
        path("tiny", 1e-9, 3e-9, 2e-9, 4e-9),
        path("a low hill on a high level", 1000.1, 1000.2, 1000.1),
        path("a low hill far below the ends", 900, 1e-3, 2e-3, 0, 1000),
    ],
    needs=the_line_joins_the_end_losses,
)
def barriers_of_any_size(student, case):
    """Vast and tiny losses, and a barrier that is small beside them; the losses are as they were."""
    barrier_is(student, case)
    expect.unchanged(student)

"""Wrong ideas about largest_safe_step."""

import math

import numpy as np

from autograder.checks import misconception


def demand_square(hessian):
    if hessian.shape[0] != hessian.shape[1]:
        raise ValueError(f"shape {hessian.shape}")


def two_over(curvature):
    """2 / curvature, or inf without a positive one."""
    return 2.0 / curvature if curvature > 0 else math.inf


@misconception(
    "largest_safe_step",
    "1/L is the step that goes furthest down for sure. The loss still falls up to 2/L: try x**2, where L = 2, with the "
    "step 0.75.",
)
def stops_at_one_over(hessian):
    demand_square(hessian)
    return two_over(2 * np.linalg.eigvalsh(hessian)[-1])


@misconception(
    "largest_safe_step",
    "The eigenvalue that is largest in size was taken. Along a negative one every step goes down, so it sets no limit.",
)
def takes_the_largest_in_size(hessian):
    demand_square(hessian)
    values = np.linalg.eigvalsh(hessian)
    return two_over(np.abs(values).max()) if values[-1] > 0 else math.inf


@misconception(
    "largest_safe_step",
    "The norm of the Hessian was taken. Negative eigenvalues count in a norm, but set no limit: with one of them only, "
    "the answer is inf.",
)
def takes_the_norm(hessian):
    demand_square(hessian)
    return two_over(np.linalg.norm(hessian, 2))


@misconception(
    "largest_safe_step",
    "The largest entry of the diagonal was taken. In a matrix that is not diagonal the largest eigenvalue is larger.",
)
def takes_the_diagonal(hessian):
    demand_square(hessian)
    return two_over(np.diag(hessian).max())


@misconception(
    "largest_safe_step", "The trace is the sum of all eigenvalues. It is the largest one alone that sets the limit."
)
def takes_the_trace(hessian):
    demand_square(hessian)
    return two_over(np.trace(hessian))


@misconception(
    "largest_safe_step",
    "The lowest eigenvalue was taken. The steepest curvature sets the limit: a step that is safe there is safe "
    "elsewhere.",
)
def takes_the_lowest(hessian):
    demand_square(hessian)
    return two_over(np.linalg.eigvalsh(hessian)[0])


@misconception(
    "largest_safe_step",
    "The lowest of the positive eigenvalues was taken. The step must be safe for the largest one as well.",
)
def takes_the_lowest_positive(hessian):
    demand_square(hessian)
    values = np.linalg.eigvalsh(hessian)
    return two_over(min((value for value in values if value > 0), default=0.0))


@misconception(
    "largest_safe_step",
    "All entries were squared and summed (the Frobenius norm). Only the largest eigenvalue sets the limit.",
)
def takes_the_frobenius_norm(hessian):
    demand_square(hessian)
    return two_over(np.linalg.norm(hessian)) if np.linalg.eigvalsh(hessian)[-1] > 0 else math.inf


@misconception(
    "largest_safe_step",
    "Sums of absolute entries bound the eigenvalues, but the largest eigenvalue itself may well be smaller.",
)
def bounds_by_row_sums(hessian):
    demand_square(hessian)
    return two_over(np.abs(hessian).sum(axis=1).max()) if np.linalg.eigvalsh(hessian)[-1] > 0 else math.inf


@misconception(
    "largest_safe_step", "A step is positive. If no eigenvalue is, there is no limit for it: the answer is inf."
)
def forgets_infinity(hessian):
    demand_square(hessian)
    largest = np.linalg.eigvalsh(hessian)[-1]
    return 2.0 / largest if largest != 0 else math.inf


@misconception(
    "largest_safe_step",
    "Where nothing curves upwards, 0 was returned. There every step goes down or stays level: none is too long.",
)
def allows_no_step_on_a_hill(hessian):
    demand_square(hessian)
    largest = np.linalg.eigvalsh(hessian)[-1]
    return 2.0 / largest if largest > 0 else 0.0


@misconception(
    "largest_safe_step",
    "At a saddle inf was returned. The directions that curve upwards set a limit there, too.",
)
def lets_go_at_saddles(hessian):
    demand_square(hessian)
    values = np.linalg.eigvalsh(hessian)
    return two_over(values[-1]) if values[0] >= 0 else math.inf


@misconception(
    "largest_safe_step",
    "Small eigenvalues were taken for 0. What is small depends on the scale of the loss: compare with 0 here.",
)
def takes_small_for_zero(hessian):
    demand_square(hessian)
    largest = np.linalg.eigvalsh(hessian)[-1]
    return 2.0 / largest if largest > 1e-12 else math.inf


@misconception(
    "largest_safe_step", "eig and eigvals give the eigenvalues in no order. The last one need not be the largest."
)
def takes_the_last_of_an_unsorted_list(hessian):
    demand_square(hessian)
    return two_over(np.linalg.eigvals(hessian)[-1])


@misconception(
    "largest_safe_step", "A matrix that is not square is no Hessian. Do not cut it to size; raise a ValueError."
)
def cuts_to_a_square(hessian):
    n = min(hessian.shape)
    return two_over(np.linalg.eigvalsh(hessian[:n, :n])[-1])


@misconception(
    "largest_safe_step", "The Hessian that was handed over has changed: it was scaled in place. Work on a copy of it."
)
def scales_in_place(hessian):
    demand_square(hessian)
    size = np.abs(hessian).max()
    if size == 0:
        return math.inf
    hessian /= size
    return two_over(np.linalg.eigvalsh(hessian)[-1]) / size


@misconception("largest_safe_step", "The limit is 2 divided by the eigenvalue, not the eigenvalue divided by 2.")
def turns_the_fraction_over(hessian):
    demand_square(hessian)
    largest = np.linalg.eigvalsh(hessian)[-1]
    return largest / 2.0 if largest > 0 else math.inf

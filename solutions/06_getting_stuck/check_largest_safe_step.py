"""The hidden checks of largest_safe_step.

0 is the largest eigenvalue of zero and diagonal matrices only, where it comes out exactly.
"""

import math

import numpy as np

from autograder.checks import check, expect
from autograder.checks.cases import Case

from .judging import step_is


def turned(*eigenvalues, seed=0):
    """A full symmetric matrix with these eigenvalues."""
    n = len(eigenvalues)
    Q, _ = np.linalg.qr(np.random.default_rng([seed, n]).normal(size=(n, n)))
    H = Q @ np.diag(np.array(eigenvalues, dtype=float)) @ Q.T
    return (H + H.T) / 2


def matrix(label, hessian, largest):
    return Case(label, hessian=np.array(hessian, dtype=float), expected=2 / largest if largest > 0 else math.inf)


SPREAD = np.linspace(-30, 40, 30)


@check(
    "largest_safe_step",
    points=0.5,
    cases=[
        matrix("equal diagonal", [[0.5, -1], [-1, 0.5]], 1.5),
        matrix("the larger one is negative", [[-2, 2], [2, 1]], 2),
        matrix("indefinite", turned(-9, 0.5, 3), 3),
        matrix("steeply down", turned(-200, -1, 0.25, 2, seed=1), 2),
        matrix("a steep hill with one way up", turned(-50, -20, -3, -2, 0.1, seed=2), 0.1),
        matrix("all alike", [[4, 0, 0], [0, 4, 0], [0, 0, 4]], 4),
        matrix("thirty of them", turned(*SPREAD, seed=4), 40),
    ],
)
def negative_curvature_does_not_matter(student, case):
    """The largest eigenvalue counts, not the largest in size, and not the diagonal."""
    step_is(student.largest_safe_step(case.hessian), case.expected)


@check(
    "largest_safe_step",
    points=0.25,
    cases=[
        matrix("tiny", [[2e-20, 1e-20], [1e-20, 2e-20]], 3e-20),
        matrix("huge", [[2e20, -1e20], [-1e20, 2e20]], 3e20),
        matrix("tiny and indefinite", 1e-20 * turned(-3, 1, seed=5), 1e-20),
    ],
)
def a_step_just_below_goes_down_and_one_just_above_does_not(student, case):
    """At any scale, a step just below the answer goes down and one just above does not; the matrix stays as it is."""
    step = float(expect.number(student.largest_safe_step(case.hessian)))
    largest = 2 / case.expected
    for factor, down in ((1 - 1e-6, True), (1 + 1e-6, False)):
        # along its eigenvector, a step multiplies x by 1 - step*largest, and x @ hessian @ x / 2 by its square
        shrinks = abs(1 - factor * step * largest) < 1
        expect.that(
            shrinks == down,
            f"A step of {factor} times your answer {step:.9g} multiplies x by {1 - factor * step * largest:.9g} along "
            f"the eigenvector of the largest eigenvalue, {largest:.9g}: it {'should' if down else 'should not'} go "
            f"down.",
        )
    expect.unchanged(student)


@check(
    "largest_safe_step",
    points=0.25,
    cases=[
        matrix("one number", [[-1]], -1),
        matrix("not diagonal", [[-2, 1], [1, -2]], -1),
        matrix("zeros", np.zeros((3, 3)), 0),
        matrix("flat or downhill", np.diag([0.0, -1.0]), 0),
        matrix("tiny", [[-1e-20]], -1e-20),
    ],
)
def no_limit_where_nothing_curves_upwards(student, case):
    """The answer is inf for every matrix without a positive eigenvalue."""
    step_is(student.largest_safe_step(case.hessian), case.expected)


@check(
    "largest_safe_step",
    points=0.25,
    cases=[
        Case("wide", hessian=np.array([[1.0, 2.0, 3.0], [2.0, 4.0, 5.0]])),
        Case("high", hessian=np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 5.0]])),
        Case("a row", hessian=np.array([[1.0, 2.0]])),
        Case("a column", hessian=np.array([[1.0], [2.0]])),
    ],
    needs=negative_curvature_does_not_matter,
)
def a_matrix_that_is_not_square_is_refused(student, case):
    """A matrix that is not square is refused with a ValueError."""
    with expect.raises(ValueError, f"The matrix has the shape {case.hessian.shape}"):
        student.largest_safe_step(case.hessian)

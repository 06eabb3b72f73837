"""The hidden checks of logistic_hessian.

A factor p (1 - p) loses all of its digits when p rounds to 1, but by then it is below 1e-15. So entries are compared
to 1e-9 of the size that they could have at most.
"""

from functools import cache

import numpy as np

from autograder.checks import check, expect
from autograder.checks.cases import Case, inputs

from .solution import sigmoid


@cache
def size(case):
    """The size of the largest entry that the Hessian could have for this X: p (1 - p) is at most 1/4."""
    return float((case.X.T @ case.X).diagonal().max()) / (4 * len(case.X))


@cache
def curvature(case):
    p = sigmoid(case.X @ case.w)
    return np.einsum("n,ni,nj->ij", p * (1 - p), case.X, case.X) / len(case.X)


def hessian_is_right(student, case):
    return expect.close(student.logistic_hessian(case.w, case.X), curvature(case), rtol=0.0, atol=1e-9 * size(case))


def data(label, samples, features, scale=1.0, seed=0):
    return Case(label, w=scale * inputs(features, 1, seed + 1)[:, 0], X=inputs(samples, features, seed))


def gradient(w, X):
    """The gradient for labels 0. Other labels would shift it by a vector that does not depend on w."""
    return X.T @ sigmoid(X @ w) / len(X)


@check(
    "logistic_hessian",
    points=0.75,
    cases=[
        data("one feature", 3, 1),
        data("two features", 4, 2),
        data("one sample", 1, 3),
        data("more features than samples", 2, 4),
        data("as many features as samples", 3, 3, seed=1),
        data("many samples", 40, 3, scale=2.0),
        Case("large features", w=np.array([0.02, -0.01]), X=np.array([[30.0, -50.0], [80.0, 20.0], [-10.0, 40.0]])),
    ],
)
def hessian_is_how_the_gradient_changes(student, case):
    """A small step h changes the gradient of logistic_loss by the Hessian times h."""
    d = len(case.w)
    H = expect.array(student.logistic_hessian(case.w, case.X), (d, d))
    step = 1e-5  # the third derivatives cost about 1e-10, rounding about 1e-11
    changes = [gradient(case.w + h, case.X) - gradient(case.w - h, case.X) for h in step * np.eye(d)]
    expect.close(H, np.transpose(changes) / (2 * step), rtol=0.0, atol=1e-6 * size(case))
    expect.close(H, curvature(case), rtol=0.0, atol=1e-9 * size(case))


@check(
    "logistic_hessian",
    points=0.5,
    cases=[
        data("two features", 5, 2, seed=3),
        data("a valley without a lowest point", 1, 2),
        data("two equal features", 3, 1),
        data("five features", 9, 5, scale=3.0),
    ],
    needs=hessian_is_how_the_gradient_changes,
)
def hessian_is_symmetric_and_never_bends_down(student, case):
    """The Hessian is symmetric, and no eigenvalue is negative: the loss is convex."""
    H = hessian_is_right(student, case)
    expect.that(
        float(np.abs(H - H.T).max()) <= 1e-12 * size(case), "The result is not symmetric: H[i, j] differs from H[j, i]."
    )
    lowest = float(np.linalg.eigvalsh(H)[0])
    # eigenvalues of a matrix are found to about 1e-15 of its size
    expect.that(lowest >= -1e-12 * size(case) * len(H), f"The result has the negative eigenvalue {lowest!r}.")


def logits(label, *z):
    """Samples with these logits, by a large weight; a second feature has no weight."""
    X = np.column_stack([np.array(z) / 1000, np.linspace(1.0, 2.0, len(z))])
    return Case(label, w=np.array([1000.0, 0.0]), X=X)


@check(
    "logistic_hessian",
    points=0.5,
    cases=[
        logits("1000", 1000.0),
        logits("-1000", -1000.0),
        logits("both, and 0", 1000.0, 0.0, -1000.0),
        logits("just too large for exp", 710.0, -746.0, 1.0, -2.0),
        logits("not too large", 20.0, -3.0, 0.5),
    ],
    needs=hessian_is_how_the_gradient_changes,
)
def large_logits_give_a_flat_loss(student, case):
    """Logits of -1000 and 1000 give finite entries, and the right ones: there the loss is flat or straight."""
    hessian_is_right(student, case)


@check(
    "logistic_hessian",
    points=0.25,
    cases=[data("several samples", 4, 2), data("more features than samples", 2, 3)],
    needs=hessian_is_how_the_gradient_changes,
)
def logistic_hessian_leaves_its_arguments_alone(student, case):
    """The weights and X are as they were, and the Hessian is right."""
    hessian_is_right(student, case)
    expect.unchanged(student)

"""The hidden checks of logistic_loss.

A term log(1 + exp(z)) - y z may be computed as a difference of numbers of the size of the logit z, so the loss is
compared to 1e-9 of the mean size of the logits: whatever is finite and honest is far better than that.
"""

from functools import cache

import numpy as np

from autograder.checks import check, expect
from autograder.checks.cases import Case, inputs


def terms(w, X, y):
    z = X @ w
    return np.logaddexp(0.0, np.where(y == 1.0, -z, z))


@cache
def loss_and_size(case):
    return terms(case.w, case.X, case.y).mean(), 1.0 + np.abs(case.X @ case.w).mean()


def loss_is_right(student, case):
    loss, size = loss_and_size(case)
    expect.close(student.logistic_loss(case.w, case.X, case.y), np.array(loss), rtol=0.0, atol=1e-9 * size)


def data(label, samples, features, y=None, scale=1.0, seed=0):
    """Random samples and weights; labels of both kinds unless `y` says otherwise."""
    rng = np.random.default_rng([seed, samples, features])
    labels = rng.integers(0, 2, size=samples).astype(float) if y is None else np.array(y, dtype=float)
    if y is None and samples > 1:
        labels[:2] = 1.0, 0.0
    return Case(label, w=scale * inputs(features, 1, seed + 1)[:, 0], X=inputs(samples, features, seed), y=labels)


@check(
    "logistic_loss",
    points=0.5,
    cases=[
        data("one sample, label 1", 1, 2, y=[1]),
        data("one sample, label 0", 1, 2, y=[0]),
        data("one feature", 4, 1),
        data("all labels 1", 3, 2, y=[1, 1, 1]),
        data("more features than samples", 2, 5),
        data("many samples", 40, 3, scale=3.0),
        data("large weights", 6, 2, scale=20.0),
    ],
)
def cross_entropy_is_right(student, case):
    """The mean cross-entropy is right for any numbers of samples and features, and for both labels."""
    loss_is_right(student, case)


def logits(label, *pairs):
    """One feature and w = 1: samples with these logits and labels."""
    z, y = np.array(pairs, dtype=float).T
    return Case(label, w=np.array([1.0]), X=z[:, None], y=y)


@check(
    "logistic_loss",
    points=0.5,
    cases=[
        logits("right and certain", (1000, 1), (-1000, 0), (0, 1)),
        logits("1000, label 0", (1000, 0)),
        logits("-1000, label 1", (-1000, 1)),
        logits("1000, label 1", (1000, 1)),
        logits("just too large for exp", (710, 0), (-746, 1), (-40, 1), (37, 0)),
        logits("mixed", (1000, 0), (1, 1), (-1000, 0), (-1000, 1), (0.5, 0), (30, 1)),
    ],
)
def large_logits_do_no_harm(student, case):
    """Logits of -1000 and 1000 give a finite loss, and the right one."""
    loss_is_right(student, case)


SPREAD = data("three features", 12, 3)


@check(
    "logistic_loss",
    points=0.5,
    cases=[
        Case(
            f"random triple {k}",
            v=np.random.default_rng([k, 1]).normal(size=3) * 5,
            w=np.random.default_rng([k, 2]).normal(size=3) * 5,
            X=SPREAD.X,
            y=SPREAD.y,
            lam=lam,
        )
        for k, lam in enumerate((0.5, 0.2, 0.9))
    ],
    needs=cross_entropy_is_right,
)
def cross_entropy_is_convex(student, case):
    """The loss is convex: it has no positive gap between any two weight vectors."""
    middle, left, right = (
        expect.number(student.logistic_loss(w, case.X, case.y))
        for w in (case.lam * case.v + (1 - case.lam) * case.w, case.v, case.w)
    )
    gap = middle - (case.lam * left + (1 - case.lam) * right)
    # the absolute term is for rounding: all three are numbers of everyday size
    expect.that(gap <= 1e-9 * (1 + abs(left) + abs(right)), f"At lam = {case.lam} the gap is {gap!r}, above 0.")


@check(
    "logistic_loss",
    points=0.5,
    cases=[data("several samples", 4, 2), data("more features than samples", 2, 3), logits("large", (1000, 1), (2, 0))],
    needs=cross_entropy_is_right,
)
def logistic_loss_leaves_its_arguments_alone(student, case):
    """The weights, X and y are as they were, and the loss is right."""
    loss_is_right(student, case)
    expect.unchanged(student)

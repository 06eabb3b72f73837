"""No triple is ever a certificate for a convex loss: linear regression, logistic regression, a net's last layer.

Triples that tempt rounding are the point: ends one ulp apart, chords with a gap of exactly zero, saturated logits,
magnitudes from 5e-324 to 1e308, lam next to 0 and to 1.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from certify import slowly
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.certify import LastLayerLoss, LogisticLoss, NetLoss, nonconvexity

LAMBDAS = [*slowly.LAMBDAS, 0.1, 0.999, 2.0**-52, Fraction(2, 3)]
ANSWERS = {"linear regression": {"refuted"}, "logistic regression": {"refuted"}, "last layer": {"refuted"}}


def spread(rng, shape):
    return 10.0 ** rng.uniform(-8, 8) * rng.normal(size=shape)


DRAWS = [slowly.normal, slowly.whole, slowly.any_size, slowly.far, spread]


def pair(rng, draw, X, n):
    """Two vectors of length n, in one of the ways that tempt rounding."""
    w = draw(rng, n)
    way = int(rng.integers(6))
    if way == 0:
        return w, draw(rng, n)
    if way == 1:  # one ulp apart
        return w, np.nextafter(w, np.inf * rng.choice([-1, 1], size=n))
    if way == 2:  # one entry apart
        other = w.copy()
        other[rng.integers(n)] += draw(rng, 1)[0]
        return w, np.nan_to_num(other)
    if way == 3:
        return w, -w
    if way == 4:  # collinear with the origin
        return w, 0.5 * w
    direction = np.linalg.svd(np.clip(X, -1e100, 1e100))[2][-1]  # where X says little or nothing
    return w, np.nan_to_num(w + np.resize(direction, n))


def data(rng, draw, n):
    """Inputs, sometimes with equal columns, so that the loss is flat in some direction."""
    X = draw(rng, (int(rng.integers(1, 5)), n))
    if n > 1 and rng.random() < 0.5:
        X[:, 0] = X[:, 1]
    return X


def linear(rng, draw):
    d, m = (int(k) for k in rng.integers(1, 4, size=2))
    X = data(rng, draw, d)
    activation = ["identity", "relu", "tanh", "sigmoid"][int(rng.integers(4))]
    loss = NetLoss(X, draw(rng, (len(X), m)), activation, [d, m])
    ends = pair(rng, draw, X, m * d)
    biases = pair(rng, draw, X, m)
    return loss, *([(w.reshape(m, d), b)] for w, b in zip(ends, biases, strict=True))


def logistic(rng, draw):
    X = data(rng, draw, int(rng.integers(1, 4)))
    return LogisticLoss(X, rng.integers(0, 2, size=len(X)).astype(float)), *pair(rng, draw, X, X.shape[1])


def last_layer(rng, draw):
    X = data(rng, draw, 2)
    activation = ["relu", "tanh", "sigmoid"][int(rng.integers(3))]
    hidden = slowly.random_net(rng, [[2, 2], [2, 2, 2]][int(rng.integers(2))], draw)
    loss = LastLayerLoss(X, draw(rng, (len(X), 1)), activation, hidden)
    ends, biases = pair(rng, draw, X, 2), pair(rng, draw, X, 1)
    return loss, *([(w.reshape(1, 2), b)] for w, b in zip(ends, biases, strict=True))


PROBLEMS = {"linear regression": linear, "logistic regression": logistic, "last layer": last_layer}


@pytest.mark.parametrize("name", PROBLEMS)
@pytest.mark.parametrize("draw", DRAWS)
def test_no_certificate_is_accepted(name, draw):
    rng = np.random.default_rng(10)
    answers: dict[str, int] = {}
    for _ in range(400):
        loss, a, b = PROBLEMS[name](rng, draw)
        verdict = nonconvexity(loss, a, b, LAMBDAS[int(rng.integers(len(LAMBDAS)))])
        assert verdict.answer in ANSWERS[name], verdict.reason
        answers[verdict.answer] = answers.get(verdict.answer, 0) + 1
    assert answers["refuted"] > 390


numbers = st.floats(allow_nan=False, allow_infinity=False)
lambdas = st.floats(min_value=0, max_value=1, exclude_min=True, exclude_max=True) | st.fractions(0, 1).filter(
    lambda lam: 0 < lam < 1
)
pairs = st.tuples(numbers, numbers)


@settings(max_examples=300, deadline=None)
@given(pairs, pairs, pairs, st.sampled_from([0.0, 1.0]), lambdas)
def test_logistic_regression_with_numbers_of_any_size(x, a, b, y, lam):
    assert nonconvexity(LogisticLoss([x], [y]), a, b, lam).answer != "proved"
    assert nonconvexity(LogisticLoss([x, x], [y, 1 - y]), a, b, lam).answer != "proved"


@settings(max_examples=300, deadline=None)
@given(pairs, pairs, pairs, numbers, lambdas)
def test_linear_regression_with_numbers_of_any_size(x, a, b, y, lam):
    one, other = ([([[w]], [c])] for w, c in (a, b))
    loss = NetLoss([[x[0]], [x[1]]], [[y], [0.0]], "tanh", [1, 1])
    assert nonconvexity(loss, one, other, lam).answer == "refuted"


@settings(max_examples=200, deadline=None)
@given(pairs, pairs, pairs, pairs, numbers, st.sampled_from(["relu", "tanh", "sigmoid"]), lambdas)
def test_a_last_layer_with_numbers_of_any_size(x, unit, a, b, y, activation, lam):
    hidden = [(np.array([[unit[0]]]), np.array([unit[1]]))]
    one, other = ([([[w]], [c])] for w, c in (a, b))
    loss = LastLayerLoss([[x[0]], [x[1]]], [[y], [1.0]], activation, hidden)
    assert nonconvexity(loss, one, other, lam).answer == "refuted"


@settings(max_examples=300, deadline=None)
@given(
    st.floats(-1e3, 1e3),
    st.floats(-1e3, 1e3),
    st.sampled_from([0.0, 1.0]),
    st.floats(0, 1, exclude_min=True, exclude_max=True),
)
def test_a_loss_that_is_flat_between_the_ends(w, step, y, lam):
    """Two equal columns: moving weight from one to the other changes nothing, whatever floats say."""
    a, b = [Fraction(w), Fraction(step)], [Fraction(w) + Fraction(step), Fraction(0)]
    verdict = nonconvexity(LogisticLoss([[0.1, 0.1], [-0.7, -0.7]], [y, 1 - y]), a, b, lam)
    assert verdict.answer == "refuted"

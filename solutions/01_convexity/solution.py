"""Reference functions of the lab: plain numpy, written to be read.

A net is a list of pairs ``(W, b)``; ``X`` has one sample a row. No function changes what it is given.
"""

from fractions import Fraction

import numpy as np


def sigmoid(z):
    """The logistic function 1 / (1 + exp(-z)); the exponential sees no positive number, so it cannot overflow."""
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, small) / (1.0 + small)


ACTIVATIONS = {"identity": lambda z: z, "relu": lambda z: np.maximum(z, 0.0), "tanh": np.tanh, "sigmoid": sigmoid}


def forward(net, X, activation):
    """Outputs of the net, one row a sample; the activation acts on hidden layers only."""
    h = X
    for W, b in net[:-1]:
        # Row k of W holds the weights into unit k, and row n of h is sample n: hence the transpose.
        h = ACTIVATIONS[activation](h @ W.T + b)
    W, b = net[-1]
    return h @ W.T + b


def mse(net, X, Y, activation):
    """Mean over samples and outputs of the squared error."""
    # Without this a single row would be stretched to all samples, without a word.
    if len(X) != len(Y):
        raise ValueError(f"X has {len(X)} samples, Y has {len(Y)}")
    return float(np.mean((forward(net, X, activation) - Y) ** 2))


def convexity_gap(f, x, y, lam):
    """How far f lies above the chord from x to y, at lam * x + (1 - lam) * y; a positive gap refutes convexity."""
    return f(lam * x + (1 - lam) * y) - (lam * f(x) + (1 - lam) * f(y))


def logistic_loss(w, X, y):
    """Mean cross-entropy of logistic regression without an intercept, for labels 0 and 1."""
    z = X @ w
    # -log(sigmoid(z)) = log(1 + exp(-z)) and -log(1 - sigmoid(z)) = log(1 + exp(z)): one formula, with the sign that
    # the label chooses. logaddexp(0, t) is log(1 + exp(t)) without the overflow.
    return float(np.mean(np.logaddexp(0.0, np.where(y == 1.0, -z, z))))


def logistic_hessian(w, X):
    """Hessian of `logistic_loss`: the mean of p (1 - p) x x^T. The labels have dropped out."""
    p = sigmoid(X @ w)
    return (X.T * (p * (1.0 - p))) @ X / len(X)


def squared_sigmoid_certificate(X, y):
    """A proof that mean((sigmoid(X @ w) - y)**2) is not convex in w, for any labels and any X but zeros.

    Walk from w = 0 along one coordinate. At 0 every sample costs 1/4. Far out, every sample with a non-zero feature
    costs 0 or 1: if at least half of them cost 1, the mean has risen above 1/4. One of the two directions does that.
    From there the loss can only stay (almost) as it is, but a chord that rises would have to go on rising.
    """
    feature = int(np.argmax(np.abs(X).max(axis=0)))  # any that is not zero throughout
    x = X[:, feature]
    # Towards plus infinity a sample ends wrong if its feature is positive with label 0 or negative with label 1, and
    # right with the other label: it has half a vote for or against this direction, or none if its feature is 0.
    votes = np.sign(x) * (0.5 - y)
    # Halfway even the smallest feature has |z| = 40, and sigmoid(-40) is below 1e-17.
    far = 80.0 / np.min(np.abs(x[x != 0]))
    w_far = np.zeros(X.shape[1])
    w_far[feature] = far if votes.sum() > 0 else -far
    return np.zeros(X.shape[1]), w_far, 0.5


def find_violation(points, values):
    """Three indices of a table that no convex function can have, or None if some convex function has it."""
    order = np.argsort(points)
    # Every float is a fraction, exactly. In floats the chord of three points on a line may come out a little too low.
    p = [Fraction(float(points[k])) for k in order]
    v = [Fraction(float(values[k])) for k in order]
    # Neighbours suffice: if the slopes never fall, the broken line through all points is convex.
    for k in range(1, len(p) - 1):
        if (v[k] - v[k - 1]) * (p[k + 1] - p[k]) > (v[k + 1] - v[k]) * (p[k] - p[k - 1]):
            return int(order[k - 1]), int(order[k]), int(order[k + 1])
    return None

"""Wrong ideas about squared_sigmoid_certificate: walks that go downhill, not far enough, or nowhere."""

import numpy as np

from autograder.checks import misconception


def walk(X, feature, sign, far, lam=0.5):
    """From 0 along one coordinate."""
    w = np.zeros(X.shape[1])
    w[feature] = sign * far
    return np.zeros(X.shape[1]), w, lam


def usable(X):
    return int(np.argmax(np.abs(X).max(axis=0)))


def uphill(x, y):
    """The direction in which at least half of the samples with a non-zero feature end wrong."""
    wrong = np.sum((x != 0) & ((x > 0) == (y == 0)))
    right = np.sum((x != 0) & ((x > 0) == (y == 1)))
    return 1.0 if wrong >= right else -1.0


def far_enough(x):
    return 80.0 / np.min(np.abs(x[x != 0]))


@misconception(
    "squared_sigmoid_certificate",
    "You always walk in the same direction. For some labels that is downhill: the loss falls to a plateau below the "
    "chord. In which direction do most samples end wrong?",
)
def always_walks_upwards(X, y):
    k = usable(X)
    return walk(X, k, 1.0, far_enough(X[:, k]))


@misconception(
    "squared_sigmoid_certificate",
    "You walk to where most samples are right. There the loss is lower than at 0, and so is the point on the way. "
    "Walk the other way.",
)
def walks_downhill(X, y):
    k = usable(X)
    return walk(X, k, -uphill(X[:, k], y), far_enough(X[:, k]))


@misconception(
    "squared_sigmoid_certificate",
    "The first sample alone decides where to go. What the loss does far out depends on all samples: count them.",
)
def asks_the_first_sample(X, y):
    k = usable(X)
    n = int(np.flatnonzero(X[:, k])[0])
    return walk(X, k, uphill(X[n : n + 1, k], y[n : n + 1]), far_enough(X[:, k]))


@misconception(
    "squared_sigmoid_certificate",
    "The sample with the largest feature decides where to go. But far out every sample costs 0 or 1, large or not.",
)
def asks_the_largest_sample(X, y):
    k = usable(X)
    n = int(np.argmax(np.abs(X[:, k])))
    return walk(X, k, uphill(X[n : n + 1, k], y[n : n + 1]), far_enough(X[:, k]))


@misconception(
    "squared_sigmoid_certificate",
    "You walk in the direction in which the loss rises at 0. It may fall again further out, below where it began: far "
    "out the samples count by number, at 0 by the size of their features.",
)
def follows_the_gradient_at_zero(X, y):
    k = usable(X)
    x = X[:, k] / np.abs(X[:, k]).max()
    return walk(X, k, 1.0 if np.sum(x * (0.5 - y)) >= 0 else -1.0, far_enough(X[:, k]))


@misconception(
    "squared_sigmoid_certificate",
    "The walk has the same length for all data. How far is far depends on the features: with a feature of 1e-9 the "
    "probability has hardly moved from 1/2.",
)
def walks_a_fixed_length(X, y):
    k = usable(X)
    return walk(X, k, uphill(X[:, k], y), 100.0)


@misconception(
    "squared_sigmoid_certificate",
    "The length of the walk fits the largest feature. Samples with a much smaller one have not moved yet, but they "
    "took part in the vote on the direction.",
)
def fits_the_length_to_the_largest_feature(X, y):
    k = usable(X)
    return walk(X, k, uphill(X[:, k], y), 80.0 / np.abs(X[:, k]).max())


@misconception(
    "squared_sigmoid_certificate",
    "The first feature may be 0 for all samples. Then its weight does nothing, and the loss is constant on your line.",
)
def takes_the_first_feature(X, y):
    x = X[:, 0]
    return walk(X, 0, uphill(x, y), far_enough(x) if x.any() else 80.0)


@misconception(
    "squared_sigmoid_certificate",
    "A feature of 0 gives an infinite length. Such a sample does not care how far you walk: leave it out.",
)
def divides_by_zero_features(X, y):
    k = usable(X)
    x = X[:, k]
    with np.errstate(divide="ignore"):
        return walk(X, k, uphill(x, y), float(np.divide(80.0, np.min(np.abs(x)))))


@misconception(
    "squared_sigmoid_certificate",
    "All weights move together, so a sample sees the sum of its features. For features like (1, -1) that is 0: such a "
    "sample stays where it is.",
)
def moves_all_weights_together(X, y):
    s = X.sum(axis=1)
    far = far_enough(s) if s.any() else 80.0
    return np.zeros(X.shape[1]), np.full(X.shape[1], uphill(s, y) * far), 0.5


@misconception(
    "squared_sigmoid_certificate",
    "You walk along the mean of the samples. It may be 0, or orthogonal to what matters.",
)
def walks_along_the_mean_sample(X, y):
    largest = np.abs(X).max()
    direction = (X / largest).mean(axis=0)
    s = X @ direction
    far = far_enough(s) if s.any() else 80.0
    return np.zeros(X.shape[1]), uphill(s, y) * far * direction, 0.5


@misconception(
    "squared_sigmoid_certificate",
    "Your two ends lie on opposite sides of 0, and 0 is between them. There every sample costs 1/4, but the mean of "
    "the two ends is at least 1/4 as well: between two plateaus you need a point on the higher one.",
)
def from_one_side_to_the_other(X, y):
    k = usable(X)
    start, end, _ = walk(X, k, 1.0, far_enough(X[:, k]))
    return start - end, end, 0.5


@misconception(
    "squared_sigmoid_certificate",
    "lam is 0, so the point of the mixture is one of the ends, and the gap is 0. It must be strictly between 0 and 1.",
)
def lam_is_zero(X, y):
    k = usable(X)
    return walk(X, k, uphill(X[:, k], y), far_enough(X[:, k]), lam=0.0)


@misconception(
    "squared_sigmoid_certificate",
    "Both ends lie on the far plateau. There the loss is almost constant, and what little it does is no proof: begin "
    "where it is lower.",
)
def both_ends_on_the_plateau(X, y):
    k = usable(X)
    _, end, lam = walk(X, k, uphill(X[:, k], y), far_enough(X[:, k]))
    return end, end, lam


@misconception(
    "squared_sigmoid_certificate",
    "The weights have an entry for each sample. They have one for each feature: w has shape (d,).",
)
def one_weight_a_sample(X, y):
    k = usable(X)
    w = np.zeros(len(X) + (len(X) == X.shape[1]))
    far = w.copy()
    far[0] = uphill(X[:, k], y) * far_enough(X[:, k])
    return w, far, 0.5


@misconception(
    "squared_sigmoid_certificate",
    "A triple (w_a, w_b, lam) is asked for. You return the point between the ends in the place of lam.",
)
def returns_three_points(X, y):
    k = usable(X)
    a, b, lam = walk(X, k, uphill(X[:, k], y), far_enough(X[:, k]))
    return a, b, lam * a + (1 - lam) * b


@misconception(
    "squared_sigmoid_certificate",
    "The labels 0 count as the labels 1: the direction is right only if the positive labels are in the majority.",
)
def takes_all_labels_for_one(X, y):
    k = usable(X)
    return walk(X, k, uphill(X[:, k], np.ones(len(y))), far_enough(X[:, k]))


@misconception(
    "squared_sigmoid_certificate",
    "The three points are a proof, but X is not what it was. Scaling with `X /= ...` writes into the caller's array.",
)
def scales_the_callers_samples(X, y):
    largest = np.abs(X).max()
    k = usable(X)
    a, b, lam = walk(X, k, uphill(X[:, k], y), far_enough(X[:, k]))
    X /= largest
    return a, b, lam

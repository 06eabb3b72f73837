"""Wrong ideas about logistic_hessian."""

import numpy as np

from autograder.checks import misconception

from .solution import sigmoid


def weighted(X, weights):
    """The mean over samples of weight times x x^T."""
    return (X.T * weights) @ X / len(X)


def slopes(w, X):
    p = sigmoid(X @ w)
    return p * (1 - p)


@misconception("logistic_hessian", "The factor 1/N is missing: the loss is a mean, and so is its Hessian.")
def forgets_the_mean(w, X):
    return (X.T * slopes(w, X)) @ X


@misconception(
    "logistic_hessian",
    "X^T X / N is the Hessian of half the squared error of linear regression. Here every sample has a weight that "
    "depends on its probability.",
)
def forgets_the_probabilities(w, X):
    return X.T @ X / len(X)


@misconception(
    "logistic_hessian",
    "The weight is 1/4 for every sample. That is its value at p = 1/2, so at w = 0; elsewhere it is smaller.",
)
def takes_one_quarter_everywhere(w, X):
    return X.T @ X / (4 * len(X))


@misconception("logistic_hessian", "The weight of a sample is p. Differentiate p once more: what is sigmoid'(z)?")
def weighs_by_the_probability(w, X):
    return weighted(X, sigmoid(X @ w))


@misconception(
    "logistic_hessian",
    "The weight p (1 - p) is squared. In the squared error two factors of it meet; in the cross-entropy one cancels.",
)
def squares_the_slope(w, X):
    return weighted(X, slopes(w, X) ** 2)


@misconception("logistic_hessian", "This is twice the Hessian: the cross-entropy has no square that would give a 2.")
def doubles_it(w, X):
    return 2 * weighted(X, slopes(w, X))


@misconception(
    "logistic_hessian",
    "One weight is computed from the mean probability and used for all samples. Each sample has its own p.",
)
def takes_the_mean_probability(w, X):
    p = np.mean(sigmoid(X @ w))
    return p * (1 - p) * X.T @ X / len(X)


@misconception(
    "logistic_hessian",
    "The result has a row and a column for each sample. The Hessian has one for each weight: which of the two, "
    "X^T D X or X D X^T, has the shape (d, d)?",
)
def one_row_a_sample(w, X):
    return X @ X.T * slopes(w, X)[:, None] / len(X)


@misconception("logistic_hessian", "Only the diagonal is there. Two weights bend the loss together as well.")
def fills_the_diagonal_only(w, X):
    return np.diag(np.diag(weighted(X, slopes(w, X))))


@misconception("logistic_hessian", "Only one triangle is filled. A Hessian is symmetric: H[i, j] equals H[j, i].")
def fills_one_triangle(w, X):
    return np.triu(weighted(X, slopes(w, X)))


@misconception("logistic_hessian", "The sum is divided by the number of features. It is the mean over samples.")
def divides_by_the_features_(w, X):
    return (X.T * slopes(w, X)) @ X / X.shape[1]


@misconception("logistic_hessian", "The sum is divided by N - 1, as for a variance. The loss is a mean: divide by N.")
def divides_by_one_less(w, X):
    return (X.T * slopes(w, X)) @ X / max(len(X) - 1, 1)


@misconception(
    "logistic_hessian",
    "exp(z) / (1 + exp(z))**2 is the right weight, but at z = 1000 it is infinity by infinity. Write it with a "
    "sigmoid that does not overflow.",
)
def overflows_in_the_weights(w, X):
    with np.errstate(all="ignore"):
        e = np.exp(X @ w)
        return weighted(X, e / (1 + e) ** 2)


@misconception(
    "logistic_hessian",
    "A small multiple of the identity is added. It makes the matrix invertible, but it is no longer the Hessian.",
)
def adds_a_ridge(w, X):
    return weighted(X, slopes(w, X)) + 1e-6 * np.eye(X.shape[1])


@misconception("logistic_hessian", "The sign is wrong: the loss bends upwards, so the diagonal is not negative.")
def bends_it_down(w, X):
    return -weighted(X, slopes(w, X))


@misconception(
    "logistic_hessian",
    "The columns are centred first, as for a covariance. The Hessian takes the features as they are.",
)
def centres_the_features(w, X):
    return weighted(X - X.mean(axis=0), slopes(w, X))


@misconception(
    "logistic_hessian",
    "The result is right, but X is not what it was: `X *= ...` writes into the caller's array.",
)
def weighs_the_callers_samples(w, X):
    X *= np.sqrt(slopes(w, X))[:, None]
    return X.T @ X / len(X)

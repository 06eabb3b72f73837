"""Wrong ideas about logistic_loss."""

import numpy as np

from autograder.checks import misconception

from .solution import sigmoid


def softplus(t):
    return np.logaddexp(0.0, t)


def costs(w, X, y):
    z = X @ w
    return softplus(np.where(y == 1.0, -z, z))


@misconception(
    "logistic_loss",
    "log(1 + exp(-y*z)) is made for labels -1 and 1. Here a label 0 makes it log 2, whatever the logit is.",
)
def for_labels_minus_one_and_one(w, X, y):
    return float(np.mean(softplus(-y * (X @ w))))


@misconception(
    "logistic_loss",
    "At a logit of 1000 the probability is 1 as a float, 1 - p is 0, and its logarithm is infinite, or 0 times "
    "infinity. Simplify -log(sigmoid(z)) on paper before you compute it.",
)
def logarithms_of_probabilities(w, X, y):
    p = sigmoid(X @ w)
    with np.errstate(all="ignore"):
        return float(np.mean(-y * np.log(p) - (1 - y) * np.log(1 - p)))


@misconception(
    "logistic_loss",
    "log(1 + exp(z)) is the right formula, but exp(1000) is infinite, and infinity does not go away again. For large "
    "z, take the factor exp(z) out of the sum before you take the logarithm.",
)
def overflows_in_the_exponential(w, X, y):
    z = X @ w
    with np.errstate(over="ignore"):
        return float(np.mean(np.log1p(np.exp(z)) - y * z))


@misconception(
    "logistic_loss",
    "The probabilities are kept away from 0 and 1. So no sample costs more than 35, but one with logit 1000 and label "
    "0 costs 1000. No cut is needed if you simplify the logarithm first.",
)
def cuts_off_the_probabilities(w, X, y):
    p = np.clip(sigmoid(X @ w), 1e-15, 1 - 1e-15)
    return float(np.mean(-y * np.log(p) - (1 - y) * np.log(1 - p)))


@misconception(
    "logistic_loss",
    "A small number is added inside the logarithm. So no sample can cost more than its logarithm allows, but the "
    "loss has no such bound.",
)
def adds_a_small_number_to_probabilities(w, X, y):
    p = sigmoid(X @ w)
    return float(np.mean(-y * np.log(p + 1e-12) - (1 - y) * np.log(1 - p + 1e-12)))


@misconception(
    "logistic_loss",
    "The logits are cut off, so a logit of 1000 counts like one of 500. A sample that is certain and wrong costs as "
    "much as its logit says.",
)
def cuts_off_the_logits(w, X, y):
    z = np.clip(X @ w, -500, 500)
    return float(np.mean(softplus(np.where(y == 1.0, -z, z))))


@misconception(
    "logistic_loss",
    "What overflows is replaced by the largest float, or by 0. That is finite, but it is not the loss.",
)
def replaces_what_overflows(w, X, y):
    z = X @ w
    with np.errstate(over="ignore"):
        return float(np.mean(np.nan_to_num(np.log1p(np.exp(z))) - y * z))


@misconception("logistic_loss", "The costs of the samples are added up. Their mean is asked for.")
def adds_the_samples_up_(w, X, y):
    return float(np.sum(costs(w, X, y)))


@misconception("logistic_loss", "Samples with label 0 cost nothing. Each label has its own term.")
def counts_label_one_only(w, X, y):
    return float(np.mean(np.where(y == 1.0, costs(w, X, y), 0.0)))


@misconception("logistic_loss", "Samples with label 1 cost nothing. Each label has its own term.")
def counts_label_zero_only(w, X, y):
    return float(np.mean(np.where(y == 0.0, costs(w, X, y), 0.0)))


@misconception("logistic_loss", "Every sample is treated as if its label were 1. Where does y come in?")
def takes_every_label_for_one(w, X, y):
    return float(np.mean(softplus(-(X @ w))))


@misconception("logistic_loss", "The labels are exchanged: p = sigmoid(z) is the probability of label 1.")
def exchanges_the_labels(w, X, y):
    return float(np.mean(costs(w, X, 1 - y)))


@misconception("logistic_loss", "The sign is wrong: the loss is minus the logarithm of a probability, so positive.")
def forgets_the_minus(w, X, y):
    return -float(np.mean(costs(w, X, y)))


@misconception("logistic_loss", "The logarithm is to base 2. Cross-entropy is in natural logarithms here.")
def takes_logarithms_to_base_two(w, X, y):
    return float(np.mean(costs(w, X, y)) / np.log(2))


@misconception(
    "logistic_loss", "This is the squared error of the probabilities. Exercise 6 is about it: it is not convex."
)
def takes_the_squared_error(w, X, y):
    return float(np.mean((sigmoid(X @ w) - y) ** 2))


@misconception("logistic_loss", "The sum is divided by the number of features. It is the mean over samples.")
def divides_by_the_features(w, X, y):
    return float(np.sum(costs(w, X, y)) / X.shape[1])


@misconception(
    "logistic_loss",
    "The mean is taken for each label by itself, and then over the labels. Every sample counts the same.",
)
def gives_both_labels_the_same_weight(w, X, y):
    c = costs(w, X, y)
    return float(np.mean([c[y == label].mean() for label in np.unique(y)]))


@misconception("logistic_loss", "Wrong or right is all that is counted. The loss depends on how far z is from 0.")
def counts_wrong_predictions(w, X, y):
    return float(np.mean((X @ w > 0) != (y == 1.0)))


@misconception(
    "logistic_loss",
    "The loss is right, but the labels that were handed in are -1 and 1 now: `y *= 2` writes into the caller's array.",
)
def changes_the_callers_labels(w, X, y):
    y *= 2
    y -= 1
    return float(np.mean(softplus(-y * (X @ w))))

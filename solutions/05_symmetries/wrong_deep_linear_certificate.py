"""Wrong certificates for linear nets, one idea each. One that happens to be valid on some data is no mistake there."""

import itertools

import numpy as np

from autograder.checks import misconception


def demand_widths(X, Y, widths):
    if len(widths) < 3 or widths[0] != X.shape[1] or widths[-1] != Y.shape[1]:
        raise ValueError("widths")


def chain(widths, feature, weights, output=0):
    """A linear net with one path from a feature to an output; one weight a layer on it, and 0 elsewhere."""
    net = [(np.zeros((n, m)), np.zeros(n)) for m, n in itertools.pairwise(widths)]
    for k, ((W, _), weight) in enumerate(zip(net, weights, strict=True)):
        W[output if k == len(net) - 1 else 0, feature if k == 0 else 0] = weight
    return net


def first_and_last(widths, feature, first, last, output=0):
    return chain(widths, feature, [first, *[1.0] * (len(widths) - 3), last], output)


def zero_to_zero(X, Y, widths, feature, q, output=0):
    """From (1, 0) to (0, q) on the path through one feature: the right idea, if feature and q are."""
    a, b = (first_and_last(widths, feature, *pair, output) for pair in ((1.0, 0.0), (0.0, q)))
    return a, b, 0.5


def useful(X):
    return int(np.argmax(np.abs(X).max(axis=0)))


def away(x, y):
    return -1.0 if x @ y > 0 else 1.0


def right_proof(X, Y, widths):
    demand_widths(X, Y, widths)
    k = useful(X)
    return zero_to_zero(X, Y, widths, k, away(X[:, k], Y[:, 0]))


@misconception(
    "deep_linear_certificate",
    "The pair (1, 1) and (-1, -1) has the product 1 at both ends and 0 half-way. That is worse half-way only if 1 is "
    "better than 0: not so for targets of 0, or with the other sign, or much smaller than the features.",
)
def minus_one_and_one(X, Y, widths):
    demand_widths(X, Y, widths)
    k = useful(X)
    return first_and_last(widths, k, 1.0, 1.0), first_and_last(widths, k, -1.0, -1.0), 0.5


@misconception(
    "deep_linear_certificate",
    "The product at both ends has the sign of the targets, but its size is always 1, and half-way it is 0. If the "
    "targets are 0 or have nothing to do with x, 0 is the best product of all.",
)
def sign_of_the_targets(X, Y, widths):
    demand_widths(X, Y, widths)
    k = useful(X)
    q = -away(X[:, k], Y[:, 0])
    return first_and_last(widths, k, 1.0, q), first_and_last(widths, k, -1.0, -q), 0.5


@misconception(
    "deep_linear_certificate",
    "The product at both ends is the best one for the data, and half-way it is 0. If the best product is 0 itself, all "
    "three points have the same loss.",
)
def best_product_and_zero(X, Y, widths):
    demand_widths(X, Y, widths)
    k = useful(X)
    x = X[:, k] / np.abs(X[:, k]).max()
    best = float(x @ Y[:, 0] / (x @ x)) / float(np.abs(X[:, k]).max())
    return first_and_last(widths, k, 1.0, best), first_and_last(widths, k, -1.0, -best), 0.5


@misconception(
    "deep_linear_certificate",
    "The pair (1, 1) and (4, 1/4) has the product 25/16 half-way. For targets further away than that, this is an "
    "improvement.",
)
def scales_by_four(X, Y, widths):
    demand_widths(X, Y, widths)
    k = useful(X)
    return first_and_last(widths, k, 1.0, 1.0), first_and_last(widths, k, 4.0, 0.25), 0.5


@misconception(
    "deep_linear_certificate",
    "Half-way the output moves towards the targets, not away from them: mind the sign of sum(x y).",
)
def moves_towards_the_targets(X, Y, widths):
    demand_widths(X, Y, widths)
    k = useful(X)
    return zero_to_zero(X, Y, widths, k, -away(X[:, k], Y[:, 0]))


@misconception(
    "deep_linear_certificate",
    "Half-way the output always moves in the same direction. For some targets that is an improvement.",
)
def always_moves_down(X, Y, widths):
    demand_widths(X, Y, widths)
    return zero_to_zero(X, Y, widths, useful(X), -1.0)


@misconception(
    "deep_linear_certificate",
    "The first sample alone decides in which direction the output moves. The loss is a mean over all samples.",
)
def the_first_sample_decides(X, Y, widths):
    demand_widths(X, Y, widths)
    k = useful(X)
    return zero_to_zero(X, Y, widths, k, away(X[:1, k], Y[:1, 0]))


@misconception(
    "deep_linear_certificate",
    "The largest sample alone decides in which direction the output moves. Many smaller ones can weigh more: the loss "
    "is a mean over all samples.",
)
def the_largest_sample_decides(X, Y, widths):
    demand_widths(X, Y, widths)
    k = useful(X)
    largest = int(np.argmax(np.abs(X[:, k])))
    return zero_to_zero(X, Y, widths, k, away(X[largest : largest + 1, k], Y[largest : largest + 1, 0]))


@misconception(
    "deep_linear_certificate",
    "The weights are large, but they are the same for all data. There are targets that are larger still, and then the "
    "mixture is an improvement.",
)
def takes_fixed_large_weights(X, Y, widths):
    demand_widths(X, Y, widths)
    a, b = (first_and_last(widths, useful(X), *pair) for pair in ((1e9, 1e-9), (1e-9, 1e9)))
    return a, b, 0.5


@misconception(
    "deep_linear_certificate",
    "The mean target decides in which direction the output moves. What counts is sum(x y): a negative feature turns "
    "the direction round.",
)
def the_mean_target_decides(X, Y, widths):
    demand_widths(X, Y, widths)
    return zero_to_zero(X, Y, widths, useful(X), -1.0 if Y[:, 0].mean() > 0 else 1.0)


@misconception(
    "deep_linear_certificate",
    "All outputs together decide in which direction the first one moves. Only its own targets count.",
)
def all_outputs_decide(X, Y, widths):
    demand_widths(X, Y, widths)
    k = useful(X)
    return zero_to_zero(X, Y, widths, k, away(X[:, k], Y.sum(axis=1)))


@misconception(
    "deep_linear_certificate",
    "The first feature may be 0 on all samples. Then its weights do nothing, and the loss is constant on your line.",
)
def takes_the_first_feature_of_all(X, Y, widths):
    demand_widths(X, Y, widths)
    return zero_to_zero(X, Y, widths, 0, away(X[:, 0], Y[:, 0]))


@misconception(
    "deep_linear_certificate",
    "The feature with the largest sum was taken. The sum may be 0 although the feature is not, and negative features "
    "lose against one that is 0 everywhere.",
)
def takes_the_feature_with_the_largest_sum(X, Y, widths):
    demand_widths(X, Y, widths)
    k = int(np.argmax(X.sum(axis=0)))
    return zero_to_zero(X, Y, widths, k, away(X[:, k], Y[:, 0]))


@misconception(
    "deep_linear_certificate",
    "The first sample chose the feature. It may be 0 in all features.",
)
def the_first_sample_chooses_the_feature(X, Y, widths):
    demand_widths(X, Y, widths)
    k = int(np.argmax(np.abs(X[0])))
    return zero_to_zero(X, Y, widths, k, away(X[:, k], Y[:, 0]))


@misconception(
    "deep_linear_certificate",
    "All features have the same weight, so the unit gets their sum. For features like (1, -1) that is 0.",
)
def adds_the_features(X, Y, widths):
    demand_widths(X, Y, widths)
    a, b, lam = zero_to_zero(X, Y, widths, 0, away(X.sum(axis=1), Y[:, 0]))
    a[0][0][0] = 1.0
    return a, b, lam


@misconception(
    "deep_linear_certificate",
    "The matrices between the first and the last are 0. Nothing gets through: with more than one hidden layer the loss "
    "is constant on your line.",
)
def leaves_the_middle_empty(X, Y, widths):
    demand_widths(X, Y, widths)
    k = useful(X)
    q = away(X[:, k], Y[:, 0])
    empty = [0.0] * (len(widths) - 3)
    return chain(widths, k, [1.0, *empty, 0.0]), chain(widths, k, [0.0, *empty, q]), 0.5


@misconception(
    "deep_linear_certificate",
    "From all weights to their negatives: half-way all of them, and the product, are 0. That is no proof where 0 is a "
    "good product; and with an odd number of layers the products at the two ends have different signs.",
)
def negates_every_layer(X, Y, widths):
    demand_widths(X, Y, widths)
    k = useful(X)
    q = -away(X[:, k], Y[:, 0])
    every = [q if n == 0 else 1.0 for n in range(len(widths) - 1)]
    return chain(widths, k, every), chain(widths, k, [-weight for weight in every]), 0.5


@misconception(
    "deep_linear_certificate",
    "Only the first layer changes on your line. With all other layers fixed the loss is convex: it is the product that "
    "breaks convexity.",
)
def changes_one_layer_only(X, Y, widths):
    demand_widths(X, Y, widths)
    k = useful(X)
    return first_and_last(widths, k, 1.0, 1.0), first_and_last(widths, k, -1.0, 1.0), 0.5


@misconception(
    "deep_linear_certificate",
    "A linear network computes an affine function of x, but its loss is a function of the weights, and not convex.",
)
def thinks_that_there_is_none(X, Y, widths):
    demand_widths(X, Y, widths)


@misconception(
    "deep_linear_certificate",
    "All hidden layers have one unit in your nets. They must have the widths that were asked for; let the other units "
    "idle.",
)
def makes_all_layers_thin(X, Y, widths):
    demand_widths(X, Y, widths)
    k = useful(X)
    return zero_to_zero(X, Y, [widths[0], *[1] * (len(widths) - 2), widths[-1]], k, away(X[:, k], Y[:, 0]))


@misconception(
    "deep_linear_certificate",
    "The matrices are transposed: W has shape (n_out, n_in), a row for each unit that it leads to.",
)
def transposes_the_matrices(X, Y, widths):
    a, b, lam = right_proof(X, Y, widths)
    return [(W.T, p) for W, p in a], [(W.T, p) for W, p in b], lam


@misconception(
    "deep_linear_certificate",
    "Widths without a hidden layer were accepted. There the loss is convex, and there is nothing to prove.",
)
def accepts_a_single_layer(X, Y, widths):
    if len(widths) >= 3:
        return right_proof(X, Y, widths)
    zero = [(np.zeros((Y.shape[1], X.shape[1])), np.zeros(Y.shape[1]))]
    return zero, zero, 0.5


@misconception(
    "deep_linear_certificate",
    "Widths that do not fit X and Y were accepted. The first must be the number of features, the last the number of "
    "outputs.",
)
def does_not_compare_the_widths(X, Y, widths):
    if len(widths) < 3:
        raise ValueError("widths")
    return right_proof(X, Y, [X.shape[1], *widths[1:-1], Y.shape[1]])


@misconception(
    "deep_linear_certificate",
    "The first width was compared with X, but not the last with Y.",
)
def compares_the_inputs_only(X, Y, widths):
    if len(widths) < 3 or widths[0] != X.shape[1]:
        raise ValueError("widths")
    return right_proof(X, Y, [*widths[:-1], Y.shape[1]])


@misconception(
    "deep_linear_certificate",
    "The last width was compared with Y, but not the first with X.",
)
def compares_the_outputs_only(X, Y, widths):
    if len(widths) < 3 or widths[-1] != Y.shape[1]:
        raise ValueError("widths")
    return right_proof(X, Y, [X.shape[1], *widths[1:]])


@misconception(
    "deep_linear_certificate",
    "The first width was compared with the number of samples. In X a row is a sample, and a column an input.",
)
def compares_with_the_samples(X, Y, widths):
    if len(widths) < 3 or widths[0] not in X.shape or widths[-1] != Y.shape[1]:
        raise ValueError("widths")
    return right_proof(X, Y, [X.shape[1], *widths[1:]])


@misconception(
    "deep_linear_certificate",
    "The triple is a proof, but X is not what it was: `X /= ...` writes into the caller's array.",
)
def scales_the_callers_features(X, Y, widths):
    answer = right_proof(X, Y, widths)
    X /= 2 * np.abs(X).max()
    return answer

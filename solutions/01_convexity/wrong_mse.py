"""Wrong ideas about mse."""

import numpy as np

from autograder.checks import misconception

from .solution import forward


def demand_as_many(X, Y):
    if len(X) != len(Y):
        raise ValueError("X and Y have different numbers of samples")


def errors(net, X, Y, activation):
    demand_as_many(X, Y)
    return forward(net, X, activation) - Y


@misconception(
    "mse",
    "The squared errors of a sample's outputs are added, and only then the mean over samples is taken. The mean here "
    "is over samples and outputs; with one output you cannot see the difference.",
)
def adds_the_outputs_up(net, X, Y, activation):
    return float(np.mean(np.sum(errors(net, X, Y, activation) ** 2, axis=1)))


@misconception("mse", "The squared errors are added up, but not divided by their number.")
def adds_everything_up(net, X, Y, activation):
    return float(np.sum(errors(net, X, Y, activation) ** 2))


@misconception("mse", "The sum is divided by the number of outputs, but not by the number of samples.")
def adds_the_samples_up(net, X, Y, activation):
    return float(np.sum(np.mean(errors(net, X, Y, activation) ** 2, axis=1)))


@misconception("mse", "There is a factor 1/2, as some books have it. Here the loss is the plain mean.")
def halves_the_loss(net, X, Y, activation):
    return float(np.mean(errors(net, X, Y, activation) ** 2) / 2)


@misconception("mse", "A square root is taken at the end. The loss is the mean squared error, not its root.")
def takes_the_root(net, X, Y, activation):
    return float(np.sqrt(np.mean(errors(net, X, Y, activation) ** 2)))


@misconception("mse", "The errors count by their absolute values. Here they are squared.")
def takes_absolute_values(net, X, Y, activation):
    return float(np.mean(np.abs(errors(net, X, Y, activation))))


@misconception(
    "mse", "The mean is taken before the square, so errors of opposite sign cancel. First square, then take the mean."
)
def squares_the_mean_error(net, X, Y, activation):
    return float(np.mean(errors(net, X, Y, activation)) ** 2)


@misconception("mse", "This is the variance of the errors. An error that all samples share counts as well.")
def takes_the_variance(net, X, Y, activation):
    return float(np.var(errors(net, X, Y, activation)))


@misconception("mse", "Only the first output is compared with its targets. A net may have several.")
def looks_at_the_first_output_only(net, X, Y, activation):
    return float(np.mean(errors(net, X, Y, activation)[:, 0] ** 2))


@misconception(
    "mse",
    "If one of two arrays has a single row, numpy stretches it to the rows of the other, without a word. Compare the "
    "numbers of samples yourself.",
)
def lets_numpy_stretch_a_single_row(net, X, Y, activation):
    return float(np.mean((forward(net, X, activation) - Y) ** 2))


@misconception(
    "mse",
    "What has no partner is dropped: zip stops at the shorter of the two. Compare the numbers of samples first.",
)
def drops_samples_without_a_partner(net, X, Y, activation):
    rows = zip(forward(net, X, activation).tolist(), Y.tolist(), strict=False)
    squares = [(out - target) ** 2 for row, targets in rows for out, target in zip(row, targets, strict=True)]
    return sum(squares) / len(squares)


@misconception("mse", "Too many targets are refused, too few are not. Any difference in the numbers of samples counts.")
def refuses_too_many_targets_only(net, X, Y, activation):
    if len(Y) > len(X):
        raise ValueError("too many targets")
    return float(np.mean((forward(net, X, activation)[: len(Y)] - Y) ** 2))


@misconception("mse", "Too many samples are refused, too few are not. Any difference in the numbers of samples counts.")
def refuses_too_many_samples_only(net, X, Y, activation):
    if len(X) > len(Y):
        raise ValueError("too many samples")
    return float(np.mean((forward(net, X, activation) - Y[: len(X)]) ** 2))


@misconception("mse", "An assert raises AssertionError. What is asked for is a ValueError: `raise ValueError(...)`.")
def asserts_what_it_should_refuse(net, X, Y, activation):
    if len(X) != len(Y):
        raise AssertionError("as many targets as samples")
    return float(np.mean((forward(net, X, activation) - Y) ** 2))


@misconception(
    "mse",
    "An array of shape (N, 1) minus one of shape (N,) is one of shape (N, N): every output is compared with every "
    "target. Keep Y as it is.",
)
def compares_everything_with_everything(net, X, Y, activation):
    demand_as_many(X, Y)
    targets = Y.ravel() if Y.shape[1] == 1 else Y
    return float(np.mean((forward(net, X, activation) - targets) ** 2))


@misconception(
    "mse", "`Y -= ...` writes into the caller's targets. The loss is right, but the second call no longer is."
)
def subtracts_in_the_callers_targets(net, X, Y, activation):
    demand_as_many(X, Y)
    Y -= forward(net, X, activation)
    return float(np.mean(Y**2))


@misconception("mse", "The loss is rounded. Small differences between losses are what training lives on: keep them.")
def rounds_the_loss(net, X, Y, activation):
    return round(float(np.mean(errors(net, X, Y, activation) ** 2)), 8)


@misconception("mse", "The result is a list with one loss for each output. One number is asked for.")
def one_loss_for_each_output(net, X, Y, activation):
    return np.mean(errors(net, X, Y, activation) ** 2, axis=0)

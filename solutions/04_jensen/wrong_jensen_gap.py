"""Wrong Jensen gaps, one idea each. Apart from its idea every function is right."""

import math

import numpy as np

from autograder.checks import misconception

from .solution import ACTIVATIONS, average_nets, forward, group_mean, jensen_gap, mse, shift_units

right_gap = jensen_gap  # under a name of its own: where students' code runs, jensen_gap is the wrong one


def gap_of(measure, net, X, Y, activation):
    """The difference of another measure of the error between the group mean and the net."""
    return measure(forward(group_mean(net), X, activation), Y) - measure(forward(net, X, activation), Y)


@misconception(
    "jensen_gap",
    "The sign is the other way round: the gap is the loss of the mean MINUS the loss of the net. Positive says that "
    "the average is worse.",
)
def subtracts_the_wrong_way_round(net, X, Y, activation):
    return -right_gap(net, X, Y, activation)


@misconception(
    "jensen_gap",
    "This is the mean of the losses, minus the loss. All reorderings have the same loss, so it is always 0. The gap "
    "is about the loss of the mean: average the parameters first, then take the loss of that one net.",
)
def takes_the_mean_of_the_losses(net, X, Y, activation):
    return mse(net, X, Y, activation) - mse(net, X, Y, activation)


@misconception(
    "jensen_gap",
    "This is the loss of the group mean alone. The gap is how much it lies above the loss of the net.",
)
def leaves_out_the_loss_of_the_net(net, X, Y, activation):
    return mse(group_mean(net), X, Y, activation)


@misconception(
    "jensen_gap",
    "Negative gaps were cut off at 0. The average of a net that does not fit is often better than the net: then the "
    "gap is negative, and that is the answer.",
)
def cuts_off_negative_gaps(net, X, Y, activation):
    return max(0.0, right_gap(net, X, Y, activation))


@misconception(
    "jensen_gap",
    "The gap has a sign, and the sign is what matters: only a positive one says something about convexity. Here it "
    "was dropped.",
)
def drops_the_sign(net, X, Y, activation):
    return abs(right_gap(net, X, Y, activation))


@misconception(
    "jensen_gap",
    "The squared errors of the outputs were added up. The loss is the mean over samples AND outputs.",
)
def adds_up_the_outputs(net, X, Y, activation):
    return right_gap(net, X, Y, activation) * Y.shape[1]


@misconception(
    "jensen_gap",
    "The squared errors of the samples were added up. The loss is the MEAN over samples and outputs, so it should not "
    "change when every sample is there twice.",
)
def adds_up_the_samples(net, X, Y, activation):
    return right_gap(net, X, Y, activation) * Y.shape[0]


@misconception(
    "jensen_gap",
    "There is a factor 1/2 in this loss. The mean squared error of this course has none.",
)
def halves_the_loss(net, X, Y, activation):
    return right_gap(net, X, Y, activation) / 2


@misconception(
    "jensen_gap",
    "This is a difference of root mean squares. The loss is the mean of the squares; no root is taken.",
)
def takes_roots(net, X, Y, activation):
    return gap_of(lambda found, wanted: math.sqrt(np.mean((found - wanted) ** 2)), net, X, Y, activation)


@misconception(
    "jensen_gap",
    "This is a difference of mean absolute errors. The loss is the mean of the squares.",
)
def takes_absolute_errors(net, X, Y, activation):
    return gap_of(lambda found, wanted: float(np.mean(np.abs(found - wanted))), net, X, Y, activation)


@misconception(
    "jensen_gap",
    "Only the first hidden layer was averaged here. The group mean averages every hidden layer.",
)
def averages_one_layer(net, X, Y, activation):
    (W, b), (V, c) = net[0], net[1]
    first = (np.tile(W.mean(axis=0), (len(b), 1)), np.full(len(b), b.mean()))
    second = (np.tile(V.mean(axis=1, keepdims=True), V.shape[1]), c)
    return mse([first, second, *net[2:]], X, Y, activation) - mse(net, X, Y, activation)


@misconception(
    "jensen_gap",
    "This is the loss half-way to one reordering. With two units in one layer that is the group mean; with more, all "
    "reorderings have to be averaged.",
)
def takes_one_midpoint(net, X, Y, activation):
    turned = net
    for layer in range(1, len(net)):
        turned = shift_units(turned, layer, 1)
    return mse(average_nets([net, turned]), X, Y, activation) - mse(net, X, Y, activation)


@misconception(
    "jensen_gap",
    "The activation was applied to the outputs as well. The last layer is linear.",
)
def activates_the_outputs(net, X, Y, activation):
    act = ACTIVATIONS[activation]
    return gap_of(lambda found, wanted: float(np.mean((act(found) - wanted) ** 2)), net, X, Y, activation)


@misconception(
    "jensen_gap",
    "The activation is always tanh here, whatever was asked for.",
)
def always_uses_tanh(net, X, Y, activation):
    return right_gap(net, X, Y, "tanh")


@misconception(
    "jensen_gap",
    "The outgoing weights of the mean were added up. The sum belongs to the net with one unit a layer; in the group "
    "mean every unit gets the mean.",
)
def adds_up_outgoing_weights_in_the_mean(net, X, Y, activation):
    mean = group_mean(net)
    V, c = mean[-1]
    mean[-1] = (V * V.shape[1], c)
    return mse(mean, X, Y, activation) - mse(net, X, Y, activation)


@misconception(
    "jensen_gap",
    "The result is right, but an argument was changed on the way.",
)
def averages_the_callers_net(net, X, Y, activation):
    gap = right_gap(net, X, Y, activation)
    for (W, b), (M, m) in zip(net, group_mean(net), strict=True):
        W[:], b[:] = M, m
    return gap

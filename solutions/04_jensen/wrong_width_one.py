"""Wrong nets of width one, one idea each. Apart from its idea every function is right."""

import numpy as np

from autograder.checks import misconception

from .solution import group_mean, width_one

right_narrow_net = width_one  # under a name of its own: where students' code runs, width_one is the wrong one


def scaled(net, factors, biases=None):
    """The right net with the matrix and, if given, the bias of each layer multiplied."""
    biases = biases or [1.0] * len(net)
    return [
        (W * factor, b * other) for (W, b), factor, other in zip(right_narrow_net(net), factors, biases, strict=True)
    ]


def before(net):
    """For each layer the number of hidden units that it comes from; 1 for the inputs."""
    return [1, *(len(b) for _, b in net[:-1])]


def own(net):
    """For each layer the number of its hidden units; 1 for the outputs."""
    return [*(len(b) for _, b in net[:-1]), 1]


@misconception(
    "width_one",
    "The outgoing weights were averaged. In the group mean each of the n equal units sends its value on, so one unit "
    "that stands for all of them needs n times the mean: the sum.",
)
def averages_the_outgoing_weights(net):
    factors = [1.0] * len(net)
    factors[-1] = 1 / before(net)[-1]
    return scaled(net, factors)


@misconception(
    "width_one",
    "Between two hidden layers the mean of the matrix was taken. A unit of the next layer receives the values of all "
    "units of this one, so the single edge has to carry as much as all of them.",
)
def takes_the_mean_between_hidden_layers(net):
    factors = [1 / n for n in before(net)]
    factors[0] = factors[-1] = 1.0
    return scaled(net, factors)


@misconception(
    "width_one",
    "Every matrix was averaged, also over the units that it comes from. What n equal units send on adds up: over "
    "rows take the mean, over columns the sum.",
)
def averages_everything(net):
    return scaled(net, [1 / n for n in before(net)])


@misconception(
    "width_one",
    "Between two hidden layers the mean is multiplied by the number of units of the layer that the matrix leads to. "
    "What adds up are the values of the layer that it comes from: its columns.",
)
def counts_the_rows_for_the_columns(net):
    factors = [m / n for m, n in zip(own(net), before(net), strict=True)]
    factors[0] = factors[-1] = 1.0
    return scaled(net, factors)


@misconception(
    "width_one",
    "Between two hidden layers all entries were added up. Over the columns that is right, but the rows are equal "
    "units of which one is enough: over rows take the mean.",
)
def adds_up_whole_middle_matrices(net):
    factors = [float(n) for n in own(net)]
    factors[0] = factors[-1] = 1.0
    return scaled(net, factors)


@misconception(
    "width_one",
    "The incoming weights were added up as well as the outgoing ones. The one unit computes what each of the equal "
    "units computes, so its incoming weights and its bias are the means.",
)
def adds_up_the_incoming_weights(net):
    return scaled(net, [float(n) for n in own(net)])


@misconception(
    "width_one",
    "The hidden biases were added up. The one unit has to compute what each of the equal units computes, so its bias "
    "is the mean.",
)
def adds_up_the_biases(net):
    return scaled(net, [1.0] * len(net), [float(n) for n in own(net)])


@misconception(
    "width_one",
    "The output bias was multiplied together with the outgoing weights. It is added once, however many units there "
    "are.",
)
def multiplies_the_output_bias(net):
    factors = [1.0] * len(net)
    return scaled(net, factors, [*factors[:-1], float(before(net)[-1])])


@misconception(
    "width_one",
    "The one unit has the incoming weights and the bias of unit 0 of the net. It stands for the units of the group "
    "mean, and these are means over all units.",
)
def takes_the_first_unit(net):
    new = []
    for k, (W, b) in enumerate(net):
        if k < len(net) - 1:
            W, b = W[:1], b[:1]
        if k > 0:
            W = W.sum(axis=1, keepdims=True)
        new.append((W * 1.0, b * 1.0))
    return new


@misconception(
    "width_one",
    "This is the group mean itself: it has the right function, but all of its units. The net that is asked for has "
    "one unit in each hidden layer.",
)
def keeps_all_units(net):
    return group_mean(net)


@misconception(
    "width_one",
    "The numbers may be right, but the shapes are not: with one unit, W still has two axes, (1, n_in) before the unit "
    "and (n_out, 1) after it. A mean over an axis drops the axis, unless keepdims=True.",
)
def drops_axes_of_length_one(net):
    return [(np.squeeze(W), np.squeeze(b)) for W, b in right_narrow_net(net)] if len(net) > 1 else right_narrow_net(net)


@misconception(
    "width_one",
    "Only the first hidden layer was made narrow. In a deeper net every hidden layer gets one unit.",
)
def narrows_the_first_layer_only(net):
    if len(net) <= 2:
        return right_narrow_net(net)
    mean = group_mean(net)
    (W, b), (V, c) = mean[0], mean[1]
    return [(W[:1], b[:1]), (V.sum(axis=1, keepdims=True), c), *mean[2:]]


@misconception(
    "width_one",
    "The result is right, but the net that was handed in was changed on the way. W *= ... and W[:] = ... write into "
    "the caller's arrays.",
)
def narrows_in_the_callers_arrays(net):
    narrow = right_narrow_net(net)
    for (W, b), (M, m) in zip(net, group_mean(net), strict=True):
        W[:], b[:] = M, m
    net[0][1][:] += 1.0
    return narrow

"""Wrong ways to average nets, one idea each. Apart from its idea every function is right."""

import numpy as np

from autograder.checks import misconception

from .solution import average_nets, demand_same_shapes

right_average = average_nets  # under a name of its own: where students' code runs, average_nets is the wrong one


def each_layer(nets, combine):
    """A net whose arrays are what `combine` makes of the arrays at one place, in the order of the nets."""
    demand_same_shapes(nets)
    return [(combine([W for W, _ in layers]), combine([b for _, b in layers])) for layers in zip(*nets, strict=True)]


@misconception(
    "average_nets",
    "The means went into an array of integers, which cuts off their fractions: np.zeros_like and np.empty_like take "
    "over the type of what they are shown. The mean of 1 and 2 is 1.5.",
)
def keeps_the_type_of_the_first_net(nets):
    return each_layer(nets, lambda parts: np.mean(parts, axis=0).astype(parts[0].dtype))


@misconception(
    "average_nets",
    "// rounds down to a whole number. The mean of 1 and 2 is 1.5.",
)
def rounds_down(nets):
    return each_layer(nets, lambda parts: sum(np.asarray(part, dtype=float) for part in parts) // len(parts))


@misconception(
    "average_nets",
    "This is the sum of the nets. Averaging a net with itself should give the same net again.",
)
def forgets_to_divide(nets):
    return each_layer(nets, lambda parts: np.sum(parts, axis=0) * 1.0)


@misconception(
    "average_nets",
    "The sum is divided by 2, however many nets there are. Try one net, and three.",
)
def divides_by_two(nets):
    return each_layer(nets, lambda parts: np.sum(parts, axis=0) / 2)


@misconception(
    "average_nets",
    "Averaging the result so far with the next net, half and half, gives the last net the weight 1/2 and the first "
    "ones next to nothing. With three nets each should count a third.",
)
def halves_again_and_again(nets):
    def combine(parts):
        mean = parts[0] * 1.0
        for part in parts[1:]:
            mean = (mean + part) / 2
        return mean

    return each_layer(nets, combine)


@misconception(
    "average_nets",
    "The weights are averaged, but the biases are those of the first net. A net is its biases, too.",
)
def keeps_the_biases_of_the_first_net(nets):
    return [(W, np.array(b)) for (W, _), (_, b) in zip(right_average(nets), nets[0], strict=True)]


@misconception(
    "average_nets",
    "All entries of a matrix were averaged to one number. Only entries at the same place of the different nets "
    "belong together: which axis of the stacked matrices counts the nets?",
)
def averages_over_all_axes(nets):
    return each_layer(nets, lambda parts: np.full(parts[0].shape, np.mean(parts)))


@misconception(
    "average_nets",
    "The result is right, but the first net was changed on the way: W = nets[0][0][0] is no copy, and W += ... "
    "writes into the caller's array.",
)
def adds_up_in_the_first_net(nets):
    mean = right_average(nets)
    for (W, b), (M, m) in zip(nets[0], mean, strict=True):
        W[:], b[:] = M, m
    return mean


@misconception(
    "average_nets",
    "Nets of different shapes were added all the same: numpy stretches an axis of length 1 to fit any other, and zip "
    "ends with the shorter list. Compare the shapes before you add.",
)
def adds_what_numpy_can_stretch(nets):
    new = []
    for layers in zip(*nets, strict=False):
        W, b = sum(W * 1.0 for W, _ in layers), sum(b * 1.0 for _, b in layers)
        new.append((W / len(nets), b / len(nets)))
    return new


@misconception(
    "average_nets",
    "Only the first two nets are compared. The third one may have other shapes as well.",
)
def compares_the_first_two_nets(nets):
    demand_same_shapes(nets[:2])
    try:
        return right_average(nets)
    except ValueError:
        return right_average(nets[:2])


@misconception(
    "average_nets",
    "The shapes of the layers are compared in pairs, and zip ends with the shorter net: the number of layers must "
    "agree as well.",
)
def drops_what_deeper_nets_have_more(nets):
    depth = min(len(net) for net in nets)
    return right_average([net[:depth] for net in nets])


@misconception(
    "average_nets",
    "Nets of different shapes are refused, but not with the ValueError that the text asks for.",
)
def asserts_that_shapes_agree(nets):
    try:
        return right_average(nets)
    except ValueError:
        raise AssertionError("shapes") from None

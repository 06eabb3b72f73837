"""Wrong certificates, one idea each. A certificate that happens to be valid on some net is no mistake there."""

import itertools

import numpy as np

from autograder.checks import misconception

from .solution import average_nets, group_mean, jensen_certificate, mix, mse, shift_units, width_one

right_certificate = (
    jensen_certificate  # under a name of its own: where students' code runs, jensen_certificate is the wrong one
)


def turned(net, perms):
    """The net with every hidden layer reordered: new unit k of layer l is old unit perms[l-1][k]."""
    orders = [slice(None), *(list(perm) for perm in perms), slice(None)]
    return [(W[orders[k + 1]][:, orders[k]], b[orders[k + 1]]) for k, (W, b) in enumerate(net)]


def excess(a, b, lam, X, Y, activation):
    """How far the loss lies above its chord."""
    chord = lam * mse(a, X, Y, activation) + (1 - lam) * mse(b, X, Y, activation)
    return mse(mix(a, b, lam), X, Y, activation) - chord


def steps(net, layers):
    """All steps (x_k, m_{k-1}, 1/k) of the partial averages over the shifts of some layers, one after the other."""
    start, found = list(net), []
    for layer in layers:
        mean = start
        for k in range(2, len(net[layer - 1][1]) + 1):
            point = shift_units(start, layer, k - 1)
            found.append((point, mean, 1 / k))
            mean = mix(point, mean, 1 / k)
        start = mean
    return found


def best_of(candidates, X, Y, activation):
    return max(candidates, key=lambda each: excess(*each, X, Y, activation))


def all_orders(sizes):
    """Lists of one permutation a layer, one after the other (itertools.product would first make them all)."""
    if not sizes:
        yield []
        return
    for perm in itertools.permutations(range(sizes[0])):
        for others in all_orders(sizes[1:]):
            yield [perm, *others]


def some_orders(net, most=200):
    """Reorderings of all layers other than the identity, as many as are looked at."""
    every = all_orders([len(b) for _, b in net[:-1]])
    return [turned(net, perms) for perms in itertools.islice(every, 1, most)]


@misconception(
    "jensen_certificate",
    "Half-way between the net and one swap of two units the loss need not be high: two units may be so much alike "
    "that it hardly changes, or the point between them may even be better.",
)
def swaps_two_units(net, X, Y, activation):
    n = len(net[0][1])
    order = [1, 0, *range(2, n)] if n > 1 else [0]
    return net, turned(net, [order, *(range(len(b)) for _, b in net[1:-1])]), 0.5


@misconception(
    "jensen_certificate",
    "The best midpoint of the net and one of its reorderings was taken. For some nets none of these midpoints is worse "
    "than the net, and yet the mean of all of them is. Then the steps towards the mean tell: take partial averages.",
)
def looks_at_midpoints_only(net, X, Y, activation):
    return best_of([(net, other, 0.5) for other in some_orders(net)], X, Y, activation)


@misconception(
    "jensen_certificate",
    "The group mean is worse than the net, but that alone says nothing about a point half-way between the two: on "
    "this line the net is one end and the mean the other, and their losses differ.",
)
def goes_half_way_to_the_group_mean(net, X, Y, activation):
    return net, group_mean(net), 0.5


@misconception(
    "jensen_certificate",
    "The weights are exchanged. In m_k = (1/k) x_k + (1 - 1/k) m_{k-1} the new point counts 1/k, and lam is the weight "
    "of the FIRST of the two nets: lam*a + (1 - lam)*b.",
)
def exchanges_the_weights(net, X, Y, activation):
    a, b, lam = right_certificate(net, X, Y, activation)
    return a, b, 1 - lam


@misconception(
    "jensen_certificate",
    "Every new point was mixed in half and half. Then the last points count most, and the result is not the mean of "
    "all: the k-th point has the weight 1/k.",
)
def mixes_half_and_half(net, X, Y, activation):
    start, found = list(net), []
    for layer in range(1, len(net)):
        for k in range(1, len(net[layer - 1][1])):
            point = shift_units(net, layer, k)
            found.append((point, start, 0.5))
            start = mix(point, start, 0.5)
    return best_of(found, X, Y, activation)


@misconception(
    "jensen_certificate",
    "Only the first hidden layer was averaged. For some deep nets this layer alone proves nothing, and the average "
    "over the layers together does.",
)
def averages_the_first_layer_alone(net, X, Y, activation):
    return best_of(steps(net, [1]), X, Y, activation)


@misconception(
    "jensen_certificate",
    "Each layer was averaged for itself, starting from the net each time. For some deep nets no layer alone proves "
    "anything: go on with the next layer from the average over the layers before.",
)
def averages_each_layer_for_itself(net, X, Y, activation):
    found = [step for layer in range(1, len(net)) for step in steps(net, [layer])]
    return best_of(found, X, Y, activation)


@misconception(
    "jensen_certificate",
    "The last step towards the mean was taken. Some step is a certificate, but it may be any of them: compute the gap "
    "of each.",
)
def takes_the_last_step(net, X, Y, activation):
    return steps(net, range(1, len(net)))[-1]


@misconception(
    "jensen_certificate",
    "The first step towards the mean was taken. Some step is a certificate, but it may be any of them: compute the gap "
    "of each.",
)
def takes_the_first_step(net, X, Y, activation):
    return steps(net, range(1, len(net)))[0]


@misconception(
    "jensen_certificate",
    "The first step whose gap is above 0 in floating point was taken. Where the loss is flat, rounding alone makes a "
    "gap of some 1e-17: take the step with the largest gap.",
)
def takes_rounding_for_a_gap(net, X, Y, activation):
    every = steps(net, range(1, len(net)))
    positive = [step for step in every if excess(*step, X, Y, activation) > 0]
    return positive[0] if positive else every[0]


@misconception(
    "jensen_certificate",
    "The step with the smallest gap was taken: there the loss lies furthest BELOW its chord, as it does for a convex "
    "loss. What refutes convexity is a point above the chord.",
)
def takes_the_smallest_gap(net, X, Y, activation):
    return min(steps(net, range(1, len(net))), key=lambda each: excess(*each, X, Y, activation))


@misconception(
    "jensen_certificate",
    "The net was held against the mean of all its other reorderings. That is the last of many steps towards the mean, "
    "and the gap may lie in an earlier one.",
)
def holds_the_net_against_the_others(net, X, Y, activation):
    others = some_orders(net)
    return net, average_nets(others), 1 / (len(others) + 1)


@misconception(
    "jensen_certificate",
    "A positive Jensen gap compares the group mean with all reorderings at once. A certificate has two end points and "
    "a lam strictly between 0 and 1; with lam = 1 the point is one of the ends.",
)
def puts_the_mean_at_an_end(net, X, Y, activation):
    return group_mean(net), net, 1.0


@misconception(
    "jensen_certificate",
    "The nets of the certificate should have the shapes of the net that was given: they are points of the same weight "
    "space. The net with one unit a layer lives in another one.",
)
def answers_with_narrow_nets(net, X, Y, activation):
    return width_one(net), width_one(turned(net, [range(len(b) - 1, -1, -1) for _, b in net[:-1]])), 0.5


@misconception(
    "jensen_certificate",
    "Changing the signs of whole units leaves the outputs as they are for odd activations, tanh and the identity, "
    "not for ReLU and the sigmoid. And half-way only the output bias is left: this must be worse than the net.",
)
def flips_all_signs(net, X, Y, activation):
    (W, b), (V, c) = net[-2], net[-1]
    return net, [*net[:-2], (-W, -b), (-V, c)], 0.5


@misconception(
    "jensen_certificate",
    "The certificate is right, but the net that was handed in was changed during the search.",
)
def leaves_the_mean_in_the_callers_net(net, X, Y, activation):
    a, b, lam = right_certificate(average_nets([net]), X, Y, activation)
    mean = group_mean(net)
    for (W, c), (M, m) in zip(net, mean, strict=True):
        W[:], c[:] = M, m
    return a, b, lam


@misconception(
    "jensen_certificate",
    "The third entry should be lam, the weight of the first net. Here it is a gap, or a loss.",
)
def answers_with_the_gap(net, X, Y, activation):
    a, b, lam = right_certificate(net, X, Y, activation)
    return a, b, 10.0 + float(np.abs(excess(a, b, lam, X, Y, activation)))

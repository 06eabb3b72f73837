"""Wrong merged nets, one idea each. Apart from its idea every function is right."""

import numpy as np

from autograder.checks import misconception

from .solution import (
    align,
    best_assignment,
    best_layer,
    climb,
    demand_same_shapes,
    forward_pass,
    merge,
    mixed,
    reordered,
)

right = merge  # under another name, since a bank's function takes the name of its exercise


def halfway(net_a, net_b, perms):
    return mixed(net_a, reordered(net_b, perms), 0.5)


def as_it_stands(net):
    return [list(range(len(b))) for _, b in net[:-1]]


@misconception(
    "merge",
    "The midpoint is taken without aligning net_b first. If net_b is net_a in another order, the result should be "
    "net_a.",
)
def forgets_to_align(net_a, net_b):
    demand_same_shapes(net_a, net_b)
    return mixed(net_a, net_b, 0.5)


@misconception("merge", "The result is net_a itself, whatever net_b is. It should lie half-way between the two.")
def returns_the_first_net(net_a, net_b):
    demand_same_shapes(net_a, net_b)
    return mixed(net_a, net_a, 0.5)


@misconception("merge", "The result is the aligned net_b. It should lie half-way between that and net_a.")
def returns_the_aligned_net(net_a, net_b):
    return reordered(net_b, align(net_a, net_b))


@misconception(
    "merge",
    "net_a is aligned to net_b here. The net is as good, but its units stand in the order of net_b: align net_b to "
    "net_a.",
)
def aligns_the_wrong_net(net_a, net_b):
    return mixed(reordered(net_a, align(net_b, net_a)), net_b, 0.5)


@misconception(
    "merge",
    "The inverses of the perms are applied to net_b. New unit k is old unit perm[k]: rows are taken as W[perm].",
)
def applies_the_inverses(net_a, net_b):
    return halfway(net_a, net_b, [np.argsort(perm) for perm in align(net_a, net_b)])


@misconception("merge", "The two nets are added, but not divided by 2.")
def adds_the_nets(net_a, net_b):
    aligned = reordered(net_b, align(net_a, net_b))
    return [(A + B, a + b) for (A, a), (B, b) in zip(net_a, aligned, strict=True)]


@misconception("merge", "The biases are those of net_a. They are averaged like the weights.")
def takes_the_biases_of_a(net_a, net_b):
    return [(W, b.copy()) for (W, _), (_, b) in zip(right(net_a, net_b), net_a, strict=True)]


@misconception("merge", "The output layer is that of net_a. It is averaged like the others.")
def takes_the_output_layer_of_a(net_a, net_b):
    W, b = net_a[-1]
    return [*right(net_a, net_b)[:-1], (W.copy(), b.copy())]


@misconception("merge", "The bias of the outputs is that of net_a. It is averaged like all other parameters.")
def takes_the_output_bias_of_a(net_a, net_b):
    new = right(net_a, net_b)
    return [*new[:-1], (new[-1][0], net_a[-1][1].copy())]


@misconception(
    "merge",
    "Rows are reordered, but not the columns of the next matrix. A unit takes its outgoing weights along.",
)
def leaves_the_columns(net_a, net_b):
    orders = [*align(net_a, net_b), slice(None)]
    return mixed(net_a, [(W[order], b[order]) for (W, b), order in zip(net_b, orders, strict=True)], 0.5)


@misconception(
    "merge",
    "Weights are reordered, but hidden biases stay in place. A unit takes its bias along.",
)
def leaves_the_biases_in_place(net_a, net_b):
    aligned = reordered(net_b, align(net_a, net_b))
    return mixed(net_a, [(W, b) for (W, _), (_, b) in zip(aligned, net_b, strict=True)], 0.5)


@misconception("merge", "Only the first hidden layer is aligned. Every hidden layer has an order of its own.")
def aligns_one_layer_only(net_a, net_b):
    demand_same_shapes(net_a, net_b)
    perms = as_it_stands(net_a)
    perms[0] = best_layer(net_a, net_b, perms, 1)
    return halfway(net_a, net_b, perms)


@misconception(
    "merge",
    "Each layer is aligned as if the others stayed as they are. Use the alignment of all layers together, which is "
    "exercise 2.",
)
def aligns_each_layer_for_itself(net_a, net_b):
    demand_same_shapes(net_a, net_b)
    perms = [best_layer(net_a, net_b, as_it_stands(net_a), layer) for layer in range(1, len(net_a))]
    return halfway(net_a, net_b, perms)


@misconception(
    "merge",
    "The alignment is a climb from the identity only, and does not recognise every reordering. Exercise 2 asks for "
    "more.",
)
def climbs_once(net_a, net_b):
    demand_same_shapes(net_a, net_b)
    return halfway(net_a, net_b, climb(net_a, net_b, as_it_stands(net_a)))


@misconception(
    "merge",
    "The alignment is a forward pass only: it finds reorderings, but of other nets it leaves single layers that could "
    "be improved.",
)
def aligns_by_a_forward_pass(net_a, net_b):
    demand_same_shapes(net_a, net_b)
    return halfway(net_a, net_b, forward_pass(net_a, net_b))


@misconception(
    "merge",
    "The alignment is a climb from the forward pass only, and may end below what no reordering has.",
)
def climbs_from_a_forward_pass(net_a, net_b):
    demand_same_shapes(net_a, net_b)
    return halfway(net_a, net_b, climb(net_a, net_b, forward_pass(net_a, net_b)))


@misconception(
    "merge",
    "The units are aligned by their incoming weights alone, without biases and outgoing weights.",
)
def aligns_by_incoming_weights(net_a, net_b):
    demand_same_shapes(net_a, net_b)
    perms, before = [], slice(None)
    for (A, _), (B, _) in zip(net_a[:-1], net_b[:-1], strict=True):
        before = best_assignment(A @ B[:, before].T)
        perms.append(before)
    return halfway(net_a, net_b, perms)


@misconception("merge", "The point is not half-way: net_a has twice the weight of net_b.")
def stays_nearer_to_a(net_a, net_b):
    return mixed(net_a, reordered(net_b, align(net_a, net_b)), 1 / 3)


@misconception(
    "merge",
    "The numbers are single precision here (float32), which is exact to seven digits only.",
)
def merges_in_single_precision(net_a, net_b):
    return [(W.astype(np.float32), b.astype(np.float32)) for W, b in right(net_a, net_b)]


@misconception(
    "merge",
    "Nets of different shapes are not refused: each layer is cut or stretched to fit. They have no midpoint.",
)
def merges_nets_of_different_shapes(net_a, net_b):
    try:
        return right(net_a, net_b)
    except ValueError:
        return net_a


@misconception(
    "merge",
    "The result is right, but it was computed in the arrays of net_a. The caller still needs them as they were.",
)
def merges_in_place(net_a, net_b):
    for (A, a), (M, m) in zip(net_a, right(net_a, net_b), strict=True):
        A[:], a[:] = M, m
    return net_a

"""Wrong group means, one idea each. Apart from its idea every function is right."""

import itertools

import numpy as np

from autograder.checks import misconception

from .solution import average_nets, group_mean

right_mean = group_mean  # under a name of its own: where students' code runs, group_mean is the wrong one


def ordered(net, perms):
    """The net with every hidden layer reordered: new unit k of layer l is old unit perms[l-1][k]."""
    orders = [slice(None), *(list(perm) for perm in perms), slice(None)]
    return [(W[orders[k + 1]][:, orders[k]], b[orders[k + 1]]) for k, (W, b) in enumerate(net)]


def hidden_widths(net):
    return [len(b) for _, b in net[:-1]]


def in_each_layer(net, reorderings):
    """The mean over some reorderings of each layer, layer after layer; `reorderings(n)` lists them for n units."""
    mean = net
    sizes = hidden_widths(net)
    for layer, n in enumerate(sizes):
        identity = [range(size) for size in sizes]
        members = []
        for perm in reorderings(n):
            identity[layer] = perm
            members.append(ordered(mean, identity))
        mean = average_nets(members)
    return average_nets([mean])


def with_layers(net, change):
    """The group mean with some of its layers replaced: `change(k, W, b, mean_W, mean_b)` gives layer k."""
    return [change(k, W, b, M, m) for k, ((W, b), (M, m)) in enumerate(zip(net, right_mean(net), strict=True))]


@misconception(
    "group_mean",
    "Here one common reordering is used for all hidden layers. Each layer has reorderings of its own, independent of "
    "the others: with two layers of two units there are four nets to average, not two.",
)
def reorders_all_layers_alike(net):
    if len(set(hidden_widths(net))) != 1:
        return right_mean(net)

    def change(k, W, b, mean_W, mean_b):
        n = len(W)
        if not 0 < k < len(net) - 1 or n == 1:
            return mean_W, mean_b
        diagonal = np.trace(W) / n
        others = (W.sum() - np.trace(W)) / (n * n - n)
        return np.where(np.eye(n) == 1, diagonal, others), mean_b

    return with_layers(net, change)


@misconception(
    "group_mean",
    "The layers are shifted in a circle all at the same time. Layers are reordered independently: every shift of one "
    "layer belongs with every shift of the other.",
)
def shifts_all_layers_together(net):
    sizes = hidden_widths(net)
    if not sizes or max(sizes) > 60:
        return right_mean(net)
    steps = range(int(np.lcm.reduce(sizes)))
    return average_nets([ordered(net, [[(k + s) % n for k in range(n)] for n in sizes]) for s in steps])


@misconception(
    "group_mean",
    "The matrix between two hidden layers is averaged over its rows only. The units of the layer before are "
    "reordered as well, and they are its columns.",
)
def averages_middle_matrices_over_rows_only(net):
    last = len(net) - 1
    return with_layers(net, lambda k, W, b, M, m: (np.tile(W.mean(axis=0), (len(W), 1)), m) if 0 < k < last else (M, m))


@misconception(
    "group_mean",
    "The matrix between two hidden layers is averaged over its columns only. The units of the layer that it leads to "
    "are reordered as well, and they are its rows.",
)
def averages_middle_matrices_over_columns_only(net):
    last = len(net) - 1
    return with_layers(
        net, lambda k, W, b, M, m: (np.tile(W.mean(axis=1, keepdims=True), W.shape[1]), m) if 0 < k < last else (M, m)
    )


@misconception(
    "group_mean",
    "The biases of the outputs were averaged. Outputs are not hidden units: nobody reorders them.",
)
def averages_the_output_bias(net):
    last = len(net) - 1
    return with_layers(net, lambda k, W, b, M, m: (M, np.full(len(m), b.mean())) if k == last > 0 else (M, m))


@misconception(
    "group_mean",
    "The outputs were averaged with one another: the last matrix has equal rows. Outputs are not reordered. Each row "
    "is averaged for itself, over the units that it comes from.",
)
def averages_the_outputs(net):
    last = len(net) - 1
    return with_layers(net, lambda k, W, b, M, m: (np.full(W.shape, W.mean()), m) if k == last > 0 else (M, m))


@misconception(
    "group_mean",
    "The inputs were averaged with one another: the first matrix has equal columns. Inputs are data and are not "
    "reordered. Only its rows are hidden units.",
)
def averages_the_inputs(net):
    last = len(net) - 1
    return with_layers(net, lambda k, W, b, M, m: (np.full(W.shape, W.mean()), m) if k == 0 < last else (M, m))


@misconception(
    "group_mean",
    "The outgoing weights were added up. The group mean has as many units as before, so each gets the mean; the sum "
    "belongs to the net with a single unit, in the next exercise.",
)
def adds_up_the_outgoing_weights(net):
    return [(M * M.shape[1], m) if k > 0 else (M, m) for k, (M, m) in enumerate(right_mean(net))]


@misconception(
    "group_mean",
    "The biases of the hidden units stayed where they were. A unit takes its bias along when it is reordered, so the "
    "biases of a layer are averaged too.",
)
def leaves_the_hidden_biases(net):
    return with_layers(net, lambda k, W, b, M, m: (M, np.array(b)))


@misconception(
    "group_mean",
    "This is the mean over the net and its swaps of neighbours. With two units that is all there is; with three the "
    "swaps of neighbours do not bring every unit to every place equally often.",
)
def averages_over_swaps_of_neighbours(net):
    def reorderings(n):
        if n > 60:
            return [[(k + s) % n for k in range(n)] for s in range(n)]
        return [range(n), *([*range(k), k + 1, k, *range(k + 2, n)] for k in range(n - 1))]

    return in_each_layer(net, reorderings)


@misconception(
    "group_mean",
    "This is the mean of the net and its reversal. With two units that is all there is; with three, unit 0 never "
    "comes to the middle.",
)
def averages_over_the_reversal(net):
    return in_each_layer(net, lambda n: [range(n), range(n - 1, -1, -1)])


@misconception(
    "group_mean",
    "This is the mean of the net and one swap of units 0 and 1, and all other units stay as they are. In the group "
    "mean every unit comes to every place.",
)
def averages_over_one_swap(net):
    return in_each_layer(net, lambda n: [range(n), [1, 0, *range(2, n)] if n > 1 else [0]])


@misconception(
    "group_mean",
    "Only the first hidden layer was averaged. Every hidden layer has reorderings.",
)
def averages_the_first_layer_only(net):
    if len(net) == 1:
        return right_mean(net)
    start = average_nets([net])
    (W, b), (V, _) = start[0], start[1]
    W[:], b[:], V[:] = W.mean(axis=0), b.mean(), V.mean(axis=1, keepdims=True)
    return start


@misconception(
    "group_mean",
    "Reorderings that move one layer only were averaged. The layers are reordered independently, so every "
    "reordering of one layer goes with every reordering of the others.",
)
def moves_one_layer_at_a_time(net):
    members = []
    for layer in range(len(net) - 1):
        one = average_nets([net])
        (W, b), (V, _) = one[layer], one[layer + 1]
        W[:], b[:], V[:] = W.mean(axis=0), b.mean(), V.mean(axis=1, keepdims=True)
        members.append(one)
    return average_nets(members or [net])


@misconception(
    "group_mean",
    "Some reorderings that chance has chosen come near the mean, but not to it. The mean over all of them has a "
    "simple form: how often does each unit stand at each place?",
)
def averages_over_a_sample(net):
    rng = np.random.default_rng(0)
    return in_each_layer(net, lambda n: [rng.permutation(n) for _ in range(20)])


@misconception(
    "group_mean",
    "The result is right, but the net that was handed in was changed: W[:] = ... writes into the caller's array.",
)
def averages_in_the_callers_net(net):
    for (W, b), (M, m) in zip(net, right_mean(net), strict=True):
        W[:], b[:] = M, m
    return net


@misconception(
    "group_mean",
    "A net without a hidden layer has nothing to reorder, and its only reordering is itself. So it is its own mean; "
    "this is legal.",
)
def refuses_nets_without_hidden_layers(net):
    if len(net) == 1:
        raise ValueError("no hidden layer")
    return right_mean(net)


@misconception(
    "group_mean",
    "Without a hidden layer there is nothing to average: the columns of the only matrix are inputs, and its rows are "
    "outputs.",
)
def averages_the_only_layer(net):
    if len(net) == 1:
        ((W, b),) = net
        return [(np.tile(W.mean(axis=0), (len(W), 1)), np.full(len(b), b.mean()))]
    return right_mean(net)


@misconception(
    "group_mean",
    "All reorderings were formed one by one. With 500 units there are 500! of them: find out what their mean is "
    "without them.",
)
def forms_all_reorderings(net):
    if max(hidden_widths(net), default=1) > 20:
        raise MemoryError("too many reorderings")
    if np.prod([float(np.prod(np.arange(1, n + 1))) for n in hidden_widths(net)]) > 2000:
        return right_mean(net)
    orders = itertools.product(*(itertools.permutations(range(n)) for n in hidden_widths(net)))
    return average_nets([ordered(net, perms) for perms in orders])

"""Wrong ideas about equivalent_nets."""

import itertools
from collections import Counter

import numpy as np

from autograder.checks import misconception

from .orders import orderings, reordered
from .solution import hidden_widths, key_of


def once_each(candidates, key=key_of):
    """The first of all nets with one key."""
    found = {}
    for new in candidates:
        found.setdefault(key(new), new)
    return list(found.values())


def in_orders(net, orders):
    """One net for each choice of a list of orders for every hidden layer."""
    return [reordered(net, perms) for perms in itertools.product(*orders)]


def parts_reordered(net, rows, biases, columns):
    """The net with rows, biases and outgoing columns of its hidden layers taken in three orders."""
    ends = slice(None)
    columns = [ends, *columns]
    rows, biases = [*rows, ends], [*biases, ends]
    return [(W[rows[k]][:, columns[k]], b[biases[k]]) for k, (W, b) in enumerate(net)]


def in_parts(net, choose):
    """All nets of `choose(perm, n)`, which gives the orders of rows, biases and columns of a layer."""
    found = []
    for perms in orderings(net):
        parts = [choose(list(perm), len(perm)) for perm in perms]
        found.append(parts_reordered(net, *zip(*parts, strict=True)))
    return once_each(found)


@misconception(
    "equivalent_nets",
    "Some nets are there more than once. If two units are equal in all three parts, exchanging them gives the same net "
    "again. Compare a new net with those that you have.",
)
def lists_a_net_for_every_order(net):
    return [reordered(net, perms) for perms in orderings(net)]


@misconception(
    "equivalent_nets",
    "The net itself is missing. Leaving every unit where it is is an order, too.",
)
def leaves_the_net_itself_out(net):
    return [new for new in once_each(reordered(net, perms) for perms in orderings(net)) if key_of(new) != key_of(net)]


@misconception(
    "equivalent_nets",
    "All hidden layers were given the same order. Each layer has an order of its own: every order of one meets every "
    "order of the others.",
)
def gives_all_layers_one_order(net):
    widths = hidden_widths(net)
    if len(set(widths)) > 1:
        return once_each(reordered(net, perms) for perms in orderings(net))
    return once_each(reordered(net, [perm] * len(widths)) for perm in itertools.permutations(range(widths[0])))


@misconception(
    "equivalent_nets",
    "Only the first hidden layer was reordered. The nets of the list are right, but in a deep net there are more.",
)
def reorders_the_first_layer_only(net):
    first, *others = hidden_widths(net)
    return once_each(in_orders(net, [itertools.permutations(range(first)), *([range(n)] for n in others)]))


@misconception(
    "equivalent_nets",
    "Only the last hidden layer was reordered. The nets of the list are right, but in a deep net there are more.",
)
def reorders_the_last_layer_only(net):
    *others, last = hidden_widths(net)
    return once_each(in_orders(net, [*([range(n)] for n in others), itertools.permutations(range(last))]))


@misconception(
    "equivalent_nets",
    "One layer was reordered at a time, with all others left as they are. Every order of one layer meets every order "
    "of the others.",
)
def reorders_one_layer_at_a_time(net):
    widths = hidden_widths(net)
    found = []
    for layer, n in enumerate(widths):
        orders = [[range(m)] for m in widths]
        orders[layer] = itertools.permutations(range(n))
        found += in_orders(net, orders)
    return once_each(found)


@misconception(
    "equivalent_nets",
    "Only single swaps were made. Swaps can be repeated: with three units there are two orders more, the circles "
    "[1, 2, 0] and [2, 0, 1].",
)
def makes_single_swaps_only(net):
    def swaps(n):
        for i, j in [(0, 0), *itertools.combinations(range(n), 2)]:
            order = list(range(n))
            order[i], order[j] = j, i
            yield order

    return once_each(in_orders(net, [list(swaps(n)) for n in hidden_widths(net)]))


@misconception(
    "equivalent_nets",
    "Only circular shifts were made. They are n of the n! orders.",
)
def shifts_in_a_circle_only(net):
    return once_each(in_orders(net, [[[(k + s) % n for k in range(n)] for s in range(n)] for n in hidden_widths(net)]))


@misconception(
    "equivalent_nets",
    "The outgoing weights stayed where they were. A unit takes its column of the next layer's matrix along; without "
    "it the net computes something else.",
)
def forgets_the_outgoing_weights(net):
    return in_parts(net, lambda perm, n: (perm, perm, list(range(n))))


@misconception(
    "equivalent_nets",
    "The biases stayed where they were. A unit takes its bias along.",
)
def forgets_the_biases(net):
    return in_parts(net, lambda perm, n: (perm, list(range(n)), perm))


@misconception(
    "equivalent_nets",
    "The outgoing side was put into the inverse order. The same perm stands on both sides of a layer; with two units "
    "one cannot see the difference, with three one can.",
)
def inverts_the_order_on_the_way_out(net):
    return in_parts(net, lambda perm, n: (perm, perm, np.argsort(perm)))


@misconception(
    "equivalent_nets",
    "Nets were taken for equal that differ in their outgoing weights only. Units that share their incoming weights and "
    "biases are different if they send on different weights, and so are the two nets.",
)
def compares_all_but_the_last_matrix(net):
    return once_each((reordered(net, perms) for perms in orderings(net)), key=lambda new: key_of(new[:-1]))


@misconception(
    "equivalent_nets",
    "Nets were taken for equal that differ in their biases only. A bias belongs to its unit as its weights do.",
)
def compares_without_the_biases(net):
    return once_each(
        (reordered(net, perms) for perms in orderings(net)), key=lambda new: key_of([(W, W[:0, 0]) for W, _ in new])
    )


@misconception(
    "equivalent_nets",
    "Nets were compared within a tolerance. Here equal means ==: units that differ by 1e-12 are different units.",
)
def compares_within_a_tolerance(net):
    return once_each(
        (reordered(net, perms) for perms in orderings(net)),
        key=lambda new: key_of([(np.round(W, 7), np.round(b, 7)) for W, b in new]),
    )


@misconception(
    "equivalent_nets",
    "Nets were taken for different that differ in the sign of a zero only. 0.0 == -0.0 is true, but their bytes and "
    "their texts differ.",
)
def compares_the_bytes(net):
    return once_each(
        (reordered(net, perms) for perms in orderings(net)),
        key=lambda new: b"".join(part.tobytes() for layer in new for part in layer),
    )


@misconception(
    "equivalent_nets",
    "Equal nets were looked for in each layer by itself. In a deep net two layers can undo each other: units that "
    "differ in what they send on are exchanged, and so are the units that receive it. Compare whole nets at the end.",
)
def compares_layer_by_layer(net):
    orders = []
    for layer, n in enumerate(hidden_widths(net)):
        (W, b), (V, _) = net[layer], net[layer + 1]
        found = {}
        for perm in itertools.permutations(range(n)):
            order = list(perm)
            found.setdefault(key_of([(W[order], b[order]), (V[:, order], b)]), order)
        orders.append(list(found.values()))
    return in_orders(net, orders)


@misconception(
    "equivalent_nets",
    "The list has the net alone. All of these nets compute the same function, but their parameters differ: it is the "
    "parameters that are compared.",
)
def compares_what_the_nets_compute(net):
    return [reordered(net, [range(n) for n in hidden_widths(net)])]


@misconception(
    "equivalent_nets",
    "The inputs were reordered as well. They have a meaning of their own and keep their places.",
)
def reorders_the_inputs_too(net):
    (W, b), *rest = net
    inputs = itertools.permutations(range(W.shape[1]))
    return once_each(reordered([(W[:, list(x)], b), *rest], perms) for x in inputs for perms in orderings(net))


@misconception(
    "equivalent_nets",
    "The outputs were reordered as well. They have a meaning of their own and keep their places.",
)
def reorders_the_outputs_too(net):
    *rest, (V, c) = net
    outputs = [list(y) for y in itertools.permutations(range(len(c)))]
    return once_each(reordered([*rest, (V[y], c[y])], perms) for y in outputs for perms in orderings(net))


@misconception(
    "equivalent_nets",
    "The list has the orders. What is asked for is the nets that they make.",
)
def lists_the_orders(net):
    return [[list(perm) for perm in perms] for perms in orderings(net)]


@misconception(
    "equivalent_nets",
    "The list is right, but the net that was handed in has changed. Reorder copies.",
)
def reorders_the_callers_arrays(net):
    found = once_each(reordered(net, perms) for perms in orderings(net))
    for (W, b), (W_last, b_last) in zip(net, found[-1], strict=True):
        W[:], b[:] = W_last, b_last
    return found


@misconception(
    "equivalent_nets",
    "All nets of the list are one and the same: the same arrays were written into again and again, and the list "
    "holds them many times. Make new arrays for every net.",
)
def writes_into_the_same_arrays(net):
    found = once_each(reordered(net, perms) for perms in orderings(net))
    return [found[-1]] * len(found)


@misconception(
    "equivalent_nets",
    "The list ends too early if units are equal: it has as many nets as there are orders of the distinct units. "
    "Three units of which two are equal have three orders, not two.",
)
def counts_each_kind_of_unit_once(net):
    found = once_each(reordered(net, perms) for perms in orderings(net))
    if len(net) > 2:
        return found
    (W, b), (V, _) = net
    kinds = Counter(tuple(unit) for unit in np.column_stack([W, b, V.T]).tolist())
    return found[: len(list(itertools.permutations(kinds)))]

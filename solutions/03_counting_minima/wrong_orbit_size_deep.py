"""Wrong ideas about orbit_size_deep."""

import itertools
import math
from collections import Counter

import numpy as np

from autograder.checks import misconception

from .orders import orderings, reordered
from .solution import hidden_widths, key_of


def number_of_orders(net):
    return math.prod(math.factorial(n) for n in hidden_widths(net))


def distinct(nets, key=key_of):
    """How many different nets there are, if two are equal as soon as `key` is."""
    return len({key(new) for new in nets})


def all_reorderings(net):
    return (reordered(net, perms) for perms in orderings(net))


def ties_of_a_layer(net, layer, look):
    """Sizes of the groups of units of a hidden layer for which `look(row, bias, column)` is equal."""
    (W, b), (V, _) = net[layer - 1], net[layer]
    units = zip(W.tolist(), b.tolist(), V.T.tolist(), strict=True)
    return Counter(look(tuple(w), x, tuple(v)) for w, x, v in units).values()


def product_over_layers(net, look, layers):
    """The product of each layer's own orders, with n! divided by the orders of its equal units."""
    size = 1
    for layer in layers:
        groups = list(ties_of_a_layer(net, layer, look))
        size *= math.factorial(sum(groups)) // math.prod(math.factorial(m) for m in groups)
    return size


def hidden_layers(net):
    return range(1, len(net))


@misconception(
    "orbit_size_deep",
    "Each layer was counted by itself. But a reordering of one layer can be undone by a reordering of the next, "
    "although no two units of either are equal: look at the net of the text, and compare whole nets.",
)
def multiplies_the_orbits_of_the_layers(net):
    return product_over_layers(net, lambda w, b, v: (w, b, v), hidden_layers(net))


@misconception(
    "orbit_size_deep",
    "All orders were counted, also those that give the same net.",
)
def counts_the_orders_of_all_layers(net):
    return number_of_orders(net)


@misconception(
    "orbit_size_deep",
    "Only the first hidden layer was counted.",
)
def counts_the_first_layer_alone(net):
    return product_over_layers(net, lambda w, b, v: (w, b, v), [1])


@misconception(
    "orbit_size_deep",
    "Only the last hidden layer was counted.",
)
def counts_the_last_layer_alone(net):
    return product_over_layers(net, lambda w, b, v: (w, b, v), [len(net) - 1])


@misconception(
    "orbit_size_deep",
    "Units were called equal as soon as their incoming weights and biases agree. They are different if they send on "
    "different weights: exchanging them alone changes the next matrix.",
)
def calls_units_equal_by_what_comes_in(net):
    return product_over_layers(net, lambda w, b, v: (w, b), hidden_layers(net))


@misconception(
    "orbit_size_deep",
    "All hidden layers were given the same order. Each layer has an order of its own.",
)
def moves_all_layers_alike(net):
    widths = hidden_widths(net)
    if len(set(widths)) > 1:
        return distinct(all_reorderings(net))
    return distinct(reordered(net, [perm] * len(widths)) for perm in itertools.permutations(range(widths[0])))


@misconception(
    "orbit_size_deep",
    "Only exchanges of two units were tried when you looked for orders that change nothing. A circle of three, in two "
    "layers at once, can do the same although no exchange does.",
)
def looks_for_exchanges_only(net):
    def few(n):
        orders = [list(range(n))]
        for i, j in itertools.combinations(range(n), 2):
            orders.append(list(range(n)))
            orders[-1][i], orders[-1][j] = j, i
        return orders

    candidates = itertools.product(*(few(n) for n in hidden_widths(net)))
    return number_of_orders(net) // sum(key_of(reordered(net, perms)) == key_of(net) for perms in candidates)


@misconception(
    "orbit_size_deep",
    "The product over the layers was halved when two layers can move together. There may be more than one way to move "
    "them: a circle of three has three.",
)
def halves_when_layers_move_together(net):
    by_layers = product_over_layers(net, lambda w, b, v: (w, b, v), hidden_layers(net))
    return by_layers if distinct(all_reorderings(net)) == by_layers else by_layers // 2


@misconception(
    "orbit_size_deep",
    "The last matrix was not looked at. What the units of the last hidden layer send to the outputs belongs to them.",
)
def does_not_look_at_the_last_matrix(net):
    return distinct(all_reorderings(net), key=lambda new: key_of(new[:-1]))


@misconception(
    "orbit_size_deep",
    "The biases were not looked at. Units that differ in their biases only are different.",
)
def does_not_look_at_any_bias(net):
    return distinct(all_reorderings(net), key=lambda new: key_of([(W, W[:0, 0]) for W, _ in new]))


@misconception(
    "orbit_size_deep",
    "Only the weights to the first output were looked at.",
)
def does_not_look_at_other_outputs(net):
    return distinct(all_reorderings(net), key=lambda new: key_of([*new[:-1], (new[-1][0][:1], new[-1][1])]))


@misconception(
    "orbit_size_deep",
    "Nets were compared within a tolerance. Here equal means ==: numbers that differ by 1e-12 are different.",
)
def compares_deep_nets_within_a_tolerance(net):
    return distinct(all_reorderings(net), key=lambda new: key_of([(np.round(W, 7), np.round(b, 7)) for W, b in new]))


@misconception(
    "orbit_size_deep",
    "Nets were taken for different that differ in the sign of a zero only. 0.0 == -0.0 is true, but their bytes and "
    "their texts differ.",
)
def compares_the_bytes_of_deep_nets(net):
    return distinct(all_reorderings(net), key=lambda new: b"".join(part.tobytes() for layer in new for part in layer))


@misconception(
    "orbit_size_deep",
    "This is the number of orders that leave the net as it is. The number of all orders, divided by it, is the size of "
    "the orbit.",
)
def counts_the_orders_that_change_nothing(net):
    return number_of_orders(net) // distinct(all_reorderings(net))


@misconception(
    "orbit_size_deep",
    "Only the first two hidden layers were reordered. There may be more of them.",
)
def reorders_two_layers_only(net):
    widths = hidden_widths(net)
    orders = [itertools.permutations(range(n)) if k < 2 else [range(n)] for k, n in enumerate(widths)]
    return distinct(reordered(net, perms) for perms in itertools.product(*orders))


@misconception(
    "orbit_size_deep",
    "One layer was reordered at a time, with all others left as they are. Every order of one layer meets every order "
    "of the others.",
)
def counts_one_layer_at_a_time(net):
    widths = hidden_widths(net)
    found = []
    for layer, n in enumerate(widths):
        orders = [[range(m)] for m in widths]
        orders[layer] = itertools.permutations(range(n))
        found += [reordered(net, perms) for perms in itertools.product(*orders)]
    return distinct(found)


@misconception(
    "orbit_size_deep",
    "A net with more than one hidden layer was refused. It is orbit_size that refuses them; this function is for them.",
)
def refuses_deep_nets(net):
    if len(net) > 2:
        raise ValueError("one hidden layer only")
    return distinct(all_reorderings(net))


@misconception(
    "orbit_size_deep",
    "The size is right, but the net that was handed in has changed. Reorder copies.",
)
def reorders_the_callers_deep_net(net):
    size = distinct(all_reorderings(net))
    net[0][0][:] = net[0][0][::-1]
    net[0][1][:] = net[0][1][::-1]
    return size

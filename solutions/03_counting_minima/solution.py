"""Reference functions of the lab: plain Python and numpy, written to be read.

A net is a list of pairs ``(W, b)``. Hidden layer ``k`` (counted from 1) owns the rows of ``net[k-1][0]``, the entries
of ``net[k-1][1]`` and the columns of ``net[k][0]``. Parameters are compared by ``==``, so -0.0 equals 0.0. No function
changes what it is given.
"""

import itertools
import math
from collections import Counter

import numpy as np


def hidden_widths(net):
    """Number of units of each hidden layer."""
    return [len(b) for _, b in net[:-1]]


def units_of(net):
    """The units of the only hidden layer as tuples: incoming row, bias, outgoing column."""
    W, b = net[0]
    V, _ = net[1]
    # tuples of floats compare and hash by value: 0.0 and -0.0 are the same key
    return [tuple(unit) for unit in np.column_stack([W, b, V.T]).tolist()]


def demand_one_hidden_layer(net):
    """ValueError if the net has more than one hidden layer."""
    if len(net) > 2:
        raise ValueError(f"the net has {len(net) - 1} hidden layers, but this is for one only")


def reordered_in(net, layer, perm):
    """The net with one hidden layer, counted from 0, reordered by a perm."""
    order = list(perm)
    (W, b), (V, c) = net[layer], net[layer + 1]
    # rows in the order of their own layer, columns in the order of the layer before
    return [*net[:layer], (W[order], b[order]), (V[:, order], c), *net[layer + 2 :]]


def key_of(net):
    """Something hashable that two nets share exactly if all of their parameters are equal by ==."""
    # adding 0.0 turns -0.0 into 0.0, so that equal numbers have equal bytes
    return (np.concatenate([part.ravel() for layer in net for part in layer]) + 0.0).tobytes()


def count_orderings(widths):
    """Number of ways to order the units of all hidden layers: inputs and outputs keep their places."""
    return math.prod(math.factorial(n) for n in widths[1:-1])


def equivalent_nets(net):
    """Every distinct net that can be reached by reordering hidden units, once."""
    found = [net]
    for layer, n in enumerate(hidden_widths(net)):
        # What is equal after the layers so far stays equal, so each of it is taken further only once. Whole nets are
        # compared, after the reordering: the orders of two layers can undo each other.
        grown = {}
        for one in found:
            for perm in itertools.permutations(range(n)):
                new = reordered_in(one, layer, perm)
                grown.setdefault(key_of(new), new)
        found = list(grown.values())
    return found


def orbit_size(net):
    """Number of distinct reorderings of a net with one hidden layer."""
    demand_one_hidden_layer(net)
    ties = Counter(units_of(net)).values()
    return math.factorial(sum(ties)) // math.prod(math.factorial(m) for m in ties)


def orbit_size_deep(net):
    """Number of distinct reorderings of a net with several hidden layers."""
    inputs = list(range(net[0][0].shape[1]))
    # Each net of the orbit comes from equally many orders: as many as leave the net as it is.
    return math.prod(map(math.factorial, hidden_widths(net))) // count_stabilisers(net, inputs)


def count_stabilisers(layers, before):
    """In how many ways the hidden units of `layers` can be ordered so that no parameter changes.

    `before` is the order of the units that feed the first of the layers.
    """
    (W, b), *rest = layers
    old = np.column_stack([W, b]).tolist()
    new = np.column_stack([W[:, before], b]).tolist()
    if not rest:
        return int(new == old)
    # What a layer may do depends on what the layers before it have done, so the layers are not counted one by one.
    return sum(
        count_stabilisers(rest, list(perm))
        for perm in itertools.permutations(range(len(b)))
        if all(new[p] == row for p, row in zip(perm, old, strict=True))
    )


def signed_orbit_size(net):
    """Number of distinct nets that reorderings and sign flips make of a tanh net with one hidden layer."""
    demand_one_hidden_layer(net)
    units = units_of(net)
    # u and -u can become each other: both are counted under the larger of the two
    ties = Counter(max(unit, tuple(-x for x in unit)) for unit in units)
    zeros = ties[(0.0,) * len(units[0])]  # a flip changes every unit but these
    arrangements = math.factorial(len(units)) // math.prod(math.factorial(m) for m in ties.values())
    return 2 ** (len(units) - zeros) * arrangements


def more_minimisers(net, k):
    """`k` further nets with the function of the net: outgoing weight moves from one twin to the other."""
    (W, b), (V, c) = net
    i, j = find_twins(net)
    # With v_i + t above every other outgoing weight, no reordering of the net has such a unit, and no two of the new
    # nets have the same one. Small t can go wrong: t = v_j - v_i is nothing but the swap of the two.
    first = V[0].max() - V[0, i] + 1
    found = []
    for t in range(k):
        shifted = V.copy()
        shifted[0, i] += first + t  # whole numbers: nothing is rounded
        shifted[0, j] -= first + t
        found.append([(W.copy(), b.copy()), (shifted, c.copy())])
    return found


def find_twins(net):
    """Two units with the same incoming weights and the same bias."""
    W, b = net[0]
    known = {}
    for k, way_in in enumerate(np.column_stack([W, b]).tolist()):
        if tuple(way_in) in known:
            return known[tuple(way_in)], k
        known[tuple(way_in)] = k
    raise ValueError("no two units share their incoming weights and their bias")

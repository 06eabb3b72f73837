"""Wrong ideas about orbit_size."""

import itertools
import math
from collections import Counter

import numpy as np

from autograder.checks import misconception

from .solution import demand_one_hidden_layer, units_of


def orders_of_groups(sizes):
    """In how many orders things can stand that are equal in groups of these sizes."""
    sizes = list(sizes)
    return math.factorial(sum(sizes)) // math.prod(math.factorial(m) for m in sizes)


def grouped(net, look):
    """The size of the orbit, if two units are equal as soon as `look(row, bias, column)` is."""
    demand_one_hidden_layer(net)
    (W, b), (V, _) = net
    looks = [look(tuple(w), x, tuple(v)) for w, x, v in zip(W.tolist(), b.tolist(), V.T.tolist(), strict=True)]
    return orders_of_groups(Counter(looks).values())


def group_sizes(net):
    demand_one_hidden_layer(net)
    return list(Counter(units_of(net)).values())


@misconception(
    "orbit_size",
    "n! counts orders, not nets. If two units are equal in all three parts, exchanging them gives the same net again.",
)
def counts_equal_units_as_different(net):
    demand_one_hidden_layer(net)
    return math.factorial(len(net[0][1]))


@misconception(
    "orbit_size",
    "Units were called equal as soon as their incoming weights agree. Bias and outgoing weights belong to a unit, too.",
)
def looks_at_incoming_weights_only(net):
    return grouped(net, lambda w, b, v: w)


@misconception(
    "orbit_size",
    "Units were called equal as soon as their incoming weights and biases agree. Then they have the same value, but "
    "with different outgoing weights they are different units, and exchanging them gives another net.",
)
def looks_at_the_incoming_side_only(net):
    return grouped(net, lambda w, b, v: (w, b))


@misconception(
    "orbit_size",
    "The biases were not looked at. Units that differ in their biases only are different.",
)
def does_not_look_at_biases(net):
    return grouped(net, lambda w, b, v: (w, v))


@misconception(
    "orbit_size",
    "Units were called equal as soon as their outgoing weights agree. What comes in belongs to a unit, too.",
)
def looks_at_the_outgoing_side_only(net):
    return grouped(net, lambda w, b, v: v)


@misconception(
    "orbit_size",
    "Only the weights to the first output were looked at. The outgoing weights of unit k are the whole column k.",
)
def looks_at_the_first_output_only(net):
    return grouped(net, lambda w, b, v: (w, b, v[0]))


@misconception(
    "orbit_size",
    "Units were compared without regard to where their numbers stand: (1, 2) is not (2, 1).",
)
def compares_sorted_numbers(net):
    return grouped(net, lambda w, b, v: tuple(sorted([*w, b, *v])))


@misconception(
    "orbit_size",
    "Units were compared by a single number, such as their sum. Different units can have the same one.",
)
def compares_the_sums_of_units(net):
    return grouped(net, lambda w, b, v: sum(w) + b + sum(v))


@misconception(
    "orbit_size",
    "Units were compared within a tolerance. Here equal means ==: units that differ by 1e-12 are different units.",
)
def compares_units_within_a_tolerance(net):
    return grouped(net, lambda w, b, v: tuple(round(x, 7) for x in (*w, b, *v)))


@misconception(
    "orbit_size",
    "Units were taken for different that differ in the sign of a zero only. 0.0 == -0.0 is true, but their bytes and "
    "their texts differ.",
)
def compares_the_texts_of_units(net):
    return grouped(net, lambda w, b, v: repr((w, b, v)))


@misconception(
    "orbit_size",
    "This is the factorial of the number of different units. But three units of which two are equal can stand in three "
    "orders: AAB, ABA, BAA.",
)
def orders_the_different_units_only(net):
    return math.factorial(len(group_sizes(net)))


@misconception(
    "orbit_size",
    "n! was divided by the number of equal units, not by the number of their orders. Three equal units can be ordered "
    "in six ways, and all give the same net.",
)
def divides_by_the_multiplicities(net):
    sizes = group_sizes(net)
    return math.factorial(sum(sizes)) // math.prod(sizes)


@misconception(
    "orbit_size",
    "n! was halved for every pair of equal units. Three equal units are three pairs, but they can be ordered in six "
    "ways, not in eight.",
)
def halves_for_every_equal_pair(net):
    sizes = group_sizes(net)
    return math.factorial(sum(sizes)) // 2 ** sum(math.comb(m, 2) for m in sizes)


@misconception(
    "orbit_size",
    "Only the largest group of equal units was taken into account. There may be several.",
)
def divides_for_the_largest_group_only(net):
    sizes = group_sizes(net)
    return math.factorial(sum(sizes)) // math.factorial(max(sizes))


@misconception(
    "orbit_size",
    "All units that have an equal one were put into one group. Two A and two B can stand in six orders, not in one: an "
    "A cannot stand for a B.",
)
def puts_all_ties_into_one_group(net):
    sizes = group_sizes(net)
    return math.factorial(sum(sizes)) // math.factorial(sum(m for m in sizes if m > 1))


@misconception(
    "orbit_size",
    "Equal units were found only where they are neighbours. Sort the units first, or count them in a dictionary.",
)
def groups_neighbours_only(net):
    demand_one_hidden_layer(net)
    return orders_of_groups(len(list(run)) for _, run in itertools.groupby(units_of(net)))


@misconception(
    "orbit_size",
    "The quotient was computed with /, which gives a float: 53 binary digits, and an OverflowError beyond 1.8e308. "
    "The quotient is whole: // is exact.",
)
def divides_with_floats(net):
    sizes = group_sizes(net)
    return round(math.factorial(sum(sizes)) / math.prod(math.factorial(m) for m in sizes))


@misconception(
    "orbit_size",
    "The result has overflowed: 21! does not fit into the 64-bit integers of numpy. Python's own ints have no end.",
)
def wraps_at_64_bits(net):
    return (orders_of_groups(group_sizes(net)) + 2**63) % 2**64 - 2**63


@misconception(
    "orbit_size",
    "A net with several hidden layers was counted by its first one. The text asks for a ValueError.",
)
def takes_the_first_of_many_layers(net):
    return orders_of_groups(Counter(units_of(net[:2])).values())


@misconception(
    "orbit_size",
    "What is illegal ends in an AssertionError. The text asks for a ValueError.",
)
def asserts_one_hidden_layer(net):
    if len(net) > 2:
        raise AssertionError("one hidden layer only")
    return orders_of_groups(group_sizes(net))


@misconception(
    "orbit_size",
    "The size is right, but the net that was handed in has changed: sort() works in place. sorted() gives a new list.",
)
def sorts_the_callers_rows(net):
    size = orders_of_groups(group_sizes(net))
    net[0][0][:] = net[0][0][np.lexsort(net[0][0].T)]
    net[0][1].sort()
    return size

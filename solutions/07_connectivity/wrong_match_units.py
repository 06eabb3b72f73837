"""Wrong matchings, one idea each. Apart from its idea every function is right."""

import numpy as np
from scipy.optimize import linear_sum_assignment

from autograder.checks import misconception

from .solution import best_assignment, demand_same_shapes, match_units

right = match_units  # under another name, since a bank's function takes the name of its exercise


def parts(net_a, net_b):
    """The similarities by incoming weights, by biases and by outgoing weights; ValueError for what is illegal."""
    demand_same_shapes(net_a, net_b)
    if len(net_a) != 2:
        raise ValueError("one hidden layer is needed")
    ((A, a), (A_out, _)), ((B, b), (B_out, _)) = net_a, net_b
    return A @ B.T, np.outer(a, b), A_out.T @ B_out


def units_of(net):
    (W, b), (V, _) = net
    return np.column_stack([W, b, V.T])


@misconception(
    "match_units",
    "The sum is as small as possible: an assignment solver minimises unless it is told otherwise.",
)
def minimises_the_sum(net_a, net_b):
    return linear_sum_assignment(sum(parts(net_a, net_b)))[1].tolist()


@misconception(
    "match_units",
    "This is the inverse of the best perm: it says for each unit of net_b where it goes. New unit k is old unit "
    "perm[k], so perm[k] is the unit of net_b that belongs to unit k of net_a.",
)
def gives_the_inverse(net_a, net_b):
    return np.argsort(right(net_a, net_b)).tolist()


@misconception(
    "match_units",
    "Only the incoming weights are compared. Biases and outgoing weights belong to a unit as well.",
)
def compares_incoming_weights_alone(net_a, net_b):
    return best_assignment(parts(net_a, net_b)[0])


@misconception("match_units", "The outgoing weights are left out, and some units differ in nothing else.")
def forgets_the_outgoing_weights(net_a, net_b):
    way_in, biases, _ = parts(net_a, net_b)
    return best_assignment(way_in + biases)


@misconception("match_units", "The biases are left out of the sum of products, and some units differ in nothing else.")
def forgets_the_biases(net_a, net_b):
    way_in, _, way_out = parts(net_a, net_b)
    return best_assignment(way_in + way_out)


@misconception("match_units", "Only the outgoing weights are compared. What comes in belongs to a unit as well.")
def compares_outgoing_weights_alone(net_a, net_b):
    return best_assignment(parts(net_a, net_b)[2])


@misconception(
    "match_units",
    "Of the outgoing weights only those to output 0 are compared. With several outputs, a unit has a whole column.",
)
def compares_the_first_output_only(net_a, net_b):
    way_in, biases, _ = parts(net_a, net_b)
    return best_assignment(way_in + biases + np.outer(net_a[1][0][0], net_b[1][0][0]))


@misconception(
    "match_units",
    "Each unit of net_a takes in turn the best partner that is still free. What it takes may be missing more "
    "elsewhere: all pairs have to be chosen together.",
)
def lets_each_unit_choose_in_turn(net_a, net_b):
    table = sum(parts(net_a, net_b))
    perm = []
    for row in table:
        free = [k for k in range(len(table)) if k not in perm]
        perm.append(max(free, key=lambda k: row[k]))
    return perm


@misconception(
    "match_units",
    "The largest of all similarities is taken first, then the largest of what is left, and so on. The largest number "
    "of the table need not be part of the largest sum.",
)
def takes_the_largest_pair_first(net_a, net_b):
    table = np.array(sum(parts(net_a, net_b)), dtype=float)
    perm = [0] * len(table)
    for _ in perm:
        k, other = np.unravel_index(np.argmax(table), table.shape)
        perm[k] = int(other)
        table[k, :] = table[:, other] = -np.inf
    return perm


@misconception(
    "match_units",
    "Each unit of net_a gets its best partner, whoever else has it already. Then it is no permutation: every unit of "
    "net_b has to be used exactly once.",
)
def lets_partners_be_shared(net_a, net_b):
    return np.argmax(sum(parts(net_a, net_b)), axis=1).tolist()


@misconception(
    "match_units",
    "Two units are exchanged as long as that raises the sum. There are orders that no exchange of two improves, but a "
    "circle of three does.",
)
def exchanges_two_at_a_time(net_a, net_b):
    table = sum(parts(net_a, net_b))
    perm = list(range(len(table)))
    improved = True
    while improved:
        improved = False
        for k in range(len(perm)):
            for m in range(k):
                now, then = table[k, perm[k]] + table[m, perm[m]], table[k, perm[m]] + table[m, perm[k]]
                if then > now + 1e-12 * (abs(now) + abs(then)):
                    perm[k], perm[m], improved = perm[m], perm[k], True
    return perm


@misconception(
    "match_units",
    "The absolute values of the similarities are used. A large negative similarity belongs to two units that are "
    "opposite, not alike.",
)
def ignores_the_signs(net_a, net_b):
    return best_assignment(np.abs(sum(parts(net_a, net_b))))


@misconception(
    "match_units",
    "The units are compared by the cosine of their angle. The sum of products is asked for: it counts long units for "
    "more than short ones.",
)
def compares_angles(net_a, net_b):
    table = sum(parts(net_a, net_b))
    lengths = [np.linalg.norm(units_of(net), axis=1) for net in (net_a, net_b)]
    scale = np.outer(*lengths)
    return best_assignment(np.divide(table, scale, out=np.zeros_like(table), where=scale > 0))


@misconception(
    "match_units",
    "The distances are added up, where their squares should be. |u - v|^2 = |u|^2 + |v|^2 - 2uv: the sum of the "
    "squares is least where the sum of products is largest. Without the squares that is not so.",
)
def adds_distances_without_squares(net_a, net_b):
    parts(net_a, net_b)
    differences = units_of(net_a)[:, None] - units_of(net_b)[None]
    return linear_sum_assignment(np.sqrt((differences**2).sum(axis=2)))[1].tolist()


@misconception(
    "match_units",
    "The units of both nets are sorted by their length, and paired in that order. Units of one length may point in "
    "any direction.",
)
def sorts_by_length(net_a, net_b):
    parts(net_a, net_b)
    first, second = (np.argsort(np.linalg.norm(units_of(net), axis=1), kind="stable") for net in (net_a, net_b))
    perm = np.zeros(len(first), dtype=int)
    perm[first] = second
    return perm.tolist()


@misconception(
    "match_units",
    "The similarities are rounded to a few digits behind the point before they are compared. If all weights are small, "
    "nothing is left of them.",
)
def rounds_the_similarities(net_a, net_b):
    return best_assignment(np.round(sum(parts(net_a, net_b)), 6))


@misconception(
    "match_units",
    "The numbers are single precision here (float32): differences in the ninth digit are lost. Calculate in float64.",
)
def calculates_in_single_precision(net_a, net_b):
    parts(net_a, net_b)
    one, two = (units_of(net).astype(np.float32) for net in (net_a, net_b))
    return best_assignment(one @ two.T)


@misconception(
    "match_units",
    "The perm is right, but nets with more than one hidden layer get an answer as well. They should be refused.",
)
def matches_the_first_layer_of_deep_nets(net_a, net_b):
    demand_same_shapes(net_a, net_b)
    return right(net_a, net_b) if len(net_a) == 2 else list(range(len(net_a[0][1])))


@misconception(
    "match_units",
    "Only the numbers of hidden units are compared before the work begins. Nets with other numbers of inputs or "
    "outputs have different shapes as well.",
)
def compares_the_numbers_of_units_only(net_a, net_b):
    if len(net_a) != 2 or len(net_b) != 2 or len(net_a[0][1]) != len(net_b[0][1]):
        raise ValueError("the numbers of units differ")
    ((A, a), (A_out, _)), ((B, b), (B_out, _)) = net_a, net_b
    d, m = min(A.shape[1], B.shape[1]), min(len(A_out), len(B_out))
    return best_assignment(A[:, :d] @ B[:, :d].T + np.outer(a, b) + A_out[:m].T @ B_out[:m])


@misconception(
    "match_units",
    "The perm is right, but on the way the weights of net_a or net_b were changed in place. The caller needs them.",
)
def scales_the_callers_weights(net_a, net_b):
    perm = right(net_a, net_b)
    for net in (net_a, net_b):
        for W, b in net[:1]:
            W /= np.linalg.norm(W) or 1.0
            b /= np.linalg.norm(b) or 1.0
    return perm


@misconception(
    "match_units",
    "All orders are tried if there are few units, but beyond that the units stay where they are. Up to 50 units are "
    "promised: look for a solver of the assignment problem.",
)
def gives_up_on_many_units(net_a, net_b):
    perm = right(net_a, net_b)
    return perm if len(perm) <= 12 else list(range(len(perm)))

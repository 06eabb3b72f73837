"""Wrong ideas about more_minimisers."""

import itertools

import numpy as np

from autograder.checks import misconception

from .orders import reordered
from .solution import find_twins


def shifted_nets(net, i, j, shifts):
    """For each shift: that much outgoing weight to the first output moves from unit j to unit i."""
    (W, b), (V, c) = net
    found = []
    for t in shifts:
        new = V.copy()
        new[0, i] += t
        new[0, j] -= t
        found.append([(W.copy(), b.copy()), (new, c.copy())])
    return found


def far_shifts(net, i, k):
    """Shifts to unit i that lead beyond all outgoing weights, as far as they are known to be safe."""
    V = net[1][0]
    start = V[0].max() - V[0, i] + 1
    return [start + t for t in range(k)]


def right_answer(net, k):
    i, j = find_twins(net)
    return shifted_nets(net, i, j, far_shifts(net, i, k))


@misconception(
    "more_minimisers",
    "These are reorderings of the net. They compute the same function, but what is asked for is minimisers beyond "
    "them: let two units share their work in another way.",
)
def hands_in_reorderings(net, k):
    n = len(net[0][1])
    orders = itertools.cycle(list(itertools.permutations(range(n)))[1:])
    return [reordered(net, [next(orders)]) for _ in range(k)]


@misconception(
    "more_minimisers",
    "One of the shifts is a mere exchange: if the outgoing weights are 2 and 3, moving 1 gives 3 and 2. Two shifts of "
    "your list can be each other's exchange as well. Go far enough in one direction.",
)
def shifts_by_one_two_three(net, k):
    i, j = find_twins(net)
    return shifted_nets(net, i, j, range(1, k + 1))


@misconception(
    "more_minimisers",
    "Shifting in both directions meets a reordering: if the outgoing weights are equal, (v + t, v - t) and (v - t, v + "
    "t) are each other's exchange. Stay on one side.",
)
def shifts_both_ways(net, k):
    i, j = find_twins(net)
    gap = abs(net[1][0][0, i] - net[1][0][0, j])
    return shifted_nets(net, i, j, [(gap + 1 + s // 2) * (-1) ** s for s in range(k)])


@misconception(
    "more_minimisers",
    "Flipped signs keep the function for tanh and the identity only. What is asked for is the same function for every "
    "activation.",
)
def flips_signs_of_units(net, k):
    (W, b), (V, c) = net
    found = []
    for t in range(1, k + 1):
        signs = np.where((t >> np.arange(len(b))) & 1, -1.0, 1.0)
        found.append([(W * signs[:, None], b * signs), (V * signs, c.copy())])
    return found


@misconception(
    "more_minimisers",
    "Scaling a unit keeps the function for ReLU and the identity only. What is asked for is the same function for "
    "every activation.",
)
def scales_units(net, k):
    (W, b), (V, c) = net
    found = []
    for t in range(1, k + 1):
        factors = np.ones(len(b))
        factors[find_twins(net)[0]] = 2.0**t
        found.append([(W * factors[:, None], b * factors), (V / factors, c.copy())])
    return found


@misconception(
    "more_minimisers",
    "Outgoing weight was added at one unit and not taken away from the other. Their sum must stay.",
)
def adds_without_taking_away(net, k):
    (W, b), (V, c) = net
    i, _ = find_twins(net)
    return [[(W, b), (V + t * (np.arange(len(b)) == i), c)] for t in far_shifts(net, i, k)]


@misconception(
    "more_minimisers",
    "Weight is always moved between units 0 and 1. The two units that share incoming weights and bias may be others.",
)
def takes_the_first_two_units(net, k):
    return shifted_nets(net, 0, 1, far_shifts(net, 0, k))


@misconception(
    "more_minimisers",
    "Weight is always moved between neighbours. The two units that share incoming weights and bias may stand apart.",
)
def takes_neighbours(net, k):
    W, b = net[0]
    same = [bool((W[u] == W[u + 1]).all() and b[u] == b[u + 1]) for u in range(len(b) - 1)]
    i = same.index(True) if True in same else 0
    return shifted_nets(net, i, i + 1, far_shifts(net, i, k))


@misconception(
    "more_minimisers",
    "The two units share their incoming weights, but not their bias. Then they have different values, and moving "
    "outgoing weight between them changes the function.",
)
def looks_for_equal_rows_only(net, k):
    W, b = net[0]
    pairs = itertools.combinations(range(len(b)), 2)
    i, j = next((u, v) for u, v in pairs if (W[u] == W[v]).all())
    return shifted_nets(net, i, j, far_shifts(net, i, k))


@misconception(
    "more_minimisers",
    "The two units share their bias, but not their incoming weights. Then they have different values, and moving "
    "outgoing weight between them changes the function.",
)
def looks_for_equal_biases_only(net, k):
    b = net[0][1]
    i, j = next((u, v) for u, v in itertools.combinations(range(len(b)), 2) if b[u] == b[v])
    return shifted_nets(net, i, j, far_shifts(net, i, k))


@misconception(
    "more_minimisers",
    "The two units were chosen by their outgoing weights. It is on the way in that they must agree: then they have the "
    "same value, and only the sum of their outgoing weights counts.",
)
def looks_for_equal_outgoing_weights(net, k):
    V = net[1][0]
    pairs = list(itertools.combinations(range(V.shape[1]), 2))
    i, j = next((pair for pair in pairs if (V[:, pair[0]] == V[:, pair[1]]).all()), pairs[0])
    return shifted_nets(net, i, j, far_shifts(net, i, k))


@misconception(
    "more_minimisers",
    "Fractions are rounded: 0.1 * 5 + 0.9 * 5 is 5, but with other numbers the sum is off in the last digit, and then "
    "the function is another one. Move whole numbers: they are exact.",
)
def shares_out_by_fractions(net, k):
    (W, b), (V, c) = net
    i, j = find_twins(net)
    found = []
    for t in range(1, k + 1):
        new = V.copy()
        share = 1 + t / 7
        new[:, i] = share * (V[:, i] + V[:, j])
        new[:, j] = (1 - share) * (V[:, i] + V[:, j])
        found.append([(W, b), (new, c)])
    return found


@misconception(
    "more_minimisers",
    "The sum of the outgoing weights was shared out in proportions. If the sum is 0, so are all shares, and the nets "
    "are equal. Add to one unit what you take from the other.",
)
def shares_out_in_proportions(net, k):
    (W, b), (V, c) = net
    i, j = find_twins(net)
    found = []
    for t in range(k):
        new = V.copy()
        share = 60 + t  # beyond what the two units had
        new[:, i] = share * (V[:, i] + V[:, j])
        new[:, j] = (1 - share) * (V[:, i] + V[:, j])
        found.append([(W, b), (new, c)])
    return found


@misconception(
    "more_minimisers",
    "Tenths are rounded: 0.1 is no binary fraction, so what one unit gains is not exactly what the other loses. Move "
    "whole numbers: they are exact.",
)
def shifts_by_tenths(net, k):
    i, j = find_twins(net)
    return shifted_nets(net, i, j, [t + 0.1 for t in far_shifts(net, i, k)])


@misconception(
    "more_minimisers",
    "All nets of the list are the same one. There is a continuum of them: shift by another amount each time.",
)
def repeats_one_net(net, k):
    return right_answer(net, 1) * k


@misconception(
    "more_minimisers",
    "The first net of the list is the net itself. What is asked for is other ones.",
)
def begins_with_the_net_itself(net, k):
    return [*([net] if k else []), *right_answer(net, max(0, k - 1))]


@misconception(
    "more_minimisers",
    "The list has one net too many. It should have k, and none for k = 0.",
)
def makes_one_too_many(net, k):
    return right_answer(net, k + 1)


@misconception(
    "more_minimisers",
    "For k = 0 the list should be empty.",
)
def makes_at_least_one(net, k):
    return right_answer(net, max(1, k))


@misconception(
    "more_minimisers",
    "The incoming weights were shifted instead of the outgoing ones. With the identity the sum would stay the same, "
    "with other activations it does not.",
)
def shifts_the_incoming_weights(net, k):
    (W, b), (V, c) = net
    i, j = find_twins(net)
    found = []
    for t in range(1, k + 1):
        new = W.copy()
        new[i] += t
        new[j] -= t
        found.append([(new, b), (V, c)])
    return found


@misconception(
    "more_minimisers",
    "The output bias was changed. That changes the output at every input.",
)
def shifts_the_output_bias(net, k):
    (W, b), (V, c) = net
    return [[(W, b), (V, c + t)] for t in range(1, k + 1)]


@misconception(
    "more_minimisers",
    "The list is right, but the net that was handed in has changed. Shift the weights of a copy.",
)
def shifts_weights_of_the_caller(net, k):
    found = right_answer(net, k)
    if k:
        net[1][0][:] = found[-1][1][0]
    return found


@misconception(
    "more_minimisers",
    "All nets of the list share one array, and it holds what was written last. Make a copy for every net.",
)
def shares_one_array(net, k):
    return right_answer(net, k)[-1:] * k

"""Right matchings, alignments and merged nets in other styles than the reference."""

import math
import random

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from autograder.checks import variant


def shapes_of(net):
    return [tuple(np.shape(W)) for W, b in net]


def refuse_unless(condition):
    if not condition:
        raise ValueError("the nets have different shapes, or too many layers")


# --- match_units ---------------------------------------------------------------------------------------------------


@variant("match_units")
def nearest_units(net_a, net_b):
    """The sum of products is largest where the sum of squared distances is least; the answer is an array."""
    refuse_unless(len(net_a) == 2 and shapes_of(net_a) == shapes_of(net_b))
    one, two = (np.hstack([net[0][0], net[0][1][:, None], net[1][0].T]) for net in (net_a, net_b))
    return linear_sum_assignment(((one[:, None, :] - two[None, :, :]) ** 2).sum(axis=-1))[1]


def cheapest(cost):
    """The Hungarian method with potentials, on lists: the column assigned to each row, of least total cost."""
    n = len(cost)
    row_of = [n] * (n + 1)  # the row that a column is given to; column n stands for the row being placed
    u, v = [0.0] * (n + 1), [0.0] * (n + 1)
    for row in range(n):
        row_of[n], column = row, n
        least, before, used = [math.inf] * n, [n] * n, [False] * (n + 1)
        while row_of[column] != n:
            used[column] = True
            k, delta, following = row_of[column], math.inf, n
            for c in range(n):
                if not used[c]:
                    reduced = cost[k][c] - u[k] - v[c]
                    if reduced < least[c]:
                        least[c], before[c] = reduced, column
                    if least[c] < delta:
                        delta, following = least[c], c
            for c in range(n + 1):
                if used[c]:
                    u[row_of[c]] += delta
                    v[c] -= delta
                elif c < n:
                    least[c] -= delta
            column = following
        while column != n:
            row_of[column], column = row_of[before[column]], before[column]
    perm = [0] * n
    for c in range(n):
        perm[row_of[c]] = c
    return perm


@variant("match_units")
def hungarian_method_on_lists(net_a, net_b):
    """No numpy and no solver; the answer is a tuple."""
    refuse_unless(len(net_a) == 2 and shapes_of(net_a) == shapes_of(net_b))
    units = []
    for (W, b), (V, _) in (net_a, net_b):
        units.append(
            [
                [*row, bias, *column]
                for row, bias, column in zip(W.tolist(), b.tolist(), zip(*V.tolist(), strict=True), strict=True)
            ]
        )
    return tuple(
        cheapest([[-sum(x * y for x, y in zip(one, two, strict=True)) for two in units[1]] for one in units[0]])
    )


@variant("match_units")
def matching_of_a_graph(net_a, net_b):
    """The units as the two sides of a graph; numpy's integers come back."""
    refuse_unless(len(net_a) == len(net_b) == 2 and shapes_of(net_a) == shapes_of(net_b))
    S = np.einsum("ki,li->kl", net_a[0][0], net_b[0][0])
    S = S + net_a[0][1][:, None] * net_b[0][1] + np.einsum("ok,ol->kl", net_a[1][0], net_b[1][0])
    # weights of 0 would count as missing edges; a constant is the same for all matchings
    cost = np.max(S) - S + (np.ptp(S) or 1.0)
    return list(min_weight_full_bipartite_matching(csr_matrix(cost))[1])


# --- align ---------------------------------------------------------------------------------------------------------


def objective(net_a, net_b, perms):
    orders = [range(net_b[0][0].shape[1]), *perms, range(net_b[-1][0].shape[0])]
    return sum(
        float((A * B[np.ix_(orders[k + 1], orders[k])]).sum() + (a * b[list(orders[k + 1])]).sum())
        for k, ((A, a), (B, b)) in enumerate(zip(net_a, net_b, strict=True))
    )


def table_of(net_a, net_b, perms, k):
    """The similarities of layer k (from 0) while the other perms stay."""
    B, B_next = net_b[k][0], net_b[k + 1][0]
    if k:
        B = B[:, perms[k - 1]]
    if k + 1 < len(perms):
        B_next = B_next[perms[k + 1]]
    return net_a[k][0] @ B.T + net_a[k][1][:, None] * net_b[k][1] + net_a[k + 1][0].T @ B_next


def up_to_the_top(net_a, net_b, perms, order):
    """Climb, with the layers in the order that `order()` gives for each round."""
    perms = [list(perm) for perm in perms]
    changed = True
    while changed:
        changed = False
        for k in order():
            table = table_of(net_a, net_b, perms, k)
            rows, columns = linear_sum_assignment(-table)
            if table[rows, columns].sum() - table[rows, perms[k]].sum() > 1e-12 * np.abs(table).sum():
                perms[k], changed = columns.tolist(), True
    return perms


def one_after_the_other(net_a, net_b):
    """A forward pass by distances."""
    perms = []
    for (A, a), (B, b) in zip(net_a[:-1], net_b[:-1], strict=True):
        B = B[:, perms[-1]] if perms else B
        one, two = np.column_stack([A, a]), np.column_stack([B, b])
        perms.append(linear_sum_assignment(((one[:, None] - two) ** 2).sum(axis=2))[1].tolist())
    return perms


@variant("align")
def many_starts_in_random_order(net_a, net_b):
    """Besides the identity and a forward pass, some random starts, with the layers in random order; tuples."""
    refuse_unless(shapes_of(net_a) == shapes_of(net_b))
    dice = random.Random(7)
    layers = range(len(net_a) - 1)
    identity = [list(range(len(b))) for _, b in net_a[:-1]]
    starts = [identity, one_after_the_other(net_a, net_b)]
    starts += [[dice.sample(perm, len(perm)) for perm in identity] for _ in range(5)]
    peaks = [up_to_the_top(net_a, net_b, s, lambda: dice.sample(layers, len(layers))) for s in starts]
    return tuple(tuple(perm) for perm in max(peaks, key=lambda perms: objective(net_a, net_b, perms)))


def recognised_or_climbed(net_a, net_b):
    refuse_unless(shapes_of(net_a) == shapes_of(net_b))
    perms = one_after_the_other(net_a, net_b)
    orders = [slice(None), *perms, slice(None)]
    if all(
        (B[orders[k + 1]][:, orders[k]] == A).all() and (a == b[orders[k + 1]]).all()
        for k, ((A, a), (B, b)) in enumerate(zip(net_a, net_b, strict=True))
    ):
        return [np.array(perm) for perm in perms]
    backwards = range(len(net_a) - 2, -1, -1)
    peak = up_to_the_top(net_a, net_b, [range(len(b)) for _, b in net_a[:-1]], lambda: backwards)
    return [np.array(perm) for perm in peak]


@variant("align")
def reorderings_first(net_a, net_b):
    """A reordering is recognised as one; everything else is climbed from the identity, the last layer first."""
    return recognised_or_climbed(net_a, net_b)


def steepest(net_a, net_b):
    if shapes_of(net_a) != shapes_of(net_b):
        raise ValueError
    starts = [[np.arange(len(b)) for _, b in net_a[:-1]], one_after_the_other(net_a, net_b)]
    perms = max(starts, key=lambda each: objective(net_a, net_b, each))
    while True:
        steps = []
        for k in range(len(perms)):
            table = table_of(net_a, net_b, perms, k)
            new = linear_sum_assignment(table, maximize=True)[1]
            gain = sum(table[row, new[row]] - table[row, perms[k][row]] for row in range(len(new)))
            steps.append((gain / np.abs(table).sum() if table.any() else 0.0, k, new))
        gain, k, new = max(steps, key=lambda step: step[0])
        if gain < 1e-13:
            return [[int(x) for x in perm] for perm in perms]
        perms = [*perms[:k], new, *perms[k + 1 :]]


@variant("align")
def steepest_first(net_a, net_b):
    """Each time the layer that gains most; it starts at the better of the identity and the forward pass."""
    return steepest(net_a, net_b)


# --- merge ---------------------------------------------------------------------------------------------------------


@variant("merge")
def mean_of_two_on_lists(net_a, net_b):
    """numpy's mean of both, as lists."""
    orders = [slice(None), *recognised_or_climbed(net_a, net_b), slice(None)]
    merged = []
    for k, ((A, a), (B, b)) in enumerate(zip(net_a, net_b, strict=True)):
        B, b = B[orders[k + 1]][:, orders[k]], b[orders[k + 1]]
        merged.append([np.mean([A, B], axis=0).tolist(), np.mean([a, b], axis=0).tolist()])
    return merged


@variant("merge")
def half_of_the_way(net_a, net_b):
    """Half of the way from net_a to net_b, one layer reordered after the other; tuples."""
    new = [(B.copy(), b.copy()) for B, b in net_b]
    for k, perm in enumerate(steepest(net_a, net_b)):
        new[k] = new[k][0][perm], new[k][1][perm]
        new[k + 1] = new[k + 1][0][:, perm], new[k + 1][1]
    return tuple((A + 0.5 * (B - A), a + (b - a) / 2) for (A, a), (B, b) in zip(net_a, new, strict=True))


@variant("merge")
def sum_of_matrices(net_a, net_b):
    """Permutation matrices do the reordering, and the sum is halved at the end."""
    matrices = [np.eye(net_a[0][0].shape[1]), *(np.eye(len(p))[p] for p in recognised_or_climbed(net_a, net_b))]
    matrices.append(np.eye(len(net_a[-1][1])))
    layers = zip(net_a, net_b, matrices[:-1], matrices[1:], strict=True)
    return [((A + P @ B @ Q.T) / 2, (a + P @ b) / 2) for (A, a), (B, b), Q, P in layers]

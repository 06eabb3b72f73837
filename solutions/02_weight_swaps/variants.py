"""Right functions of the lab in other styles than the reference; all of them must keep full marks."""

import copy
import functools
import itertools
from collections import Counter, defaultdict

import numpy as np

from autograder.checks import variant

# --- swap_units ----------------------------------------------------------------------------------------------------


@variant("swap_units")
def swap_with_plain_lists(net, layer, i, j):
    """Nothing but lists, tuples and floats."""
    if layer < 1 or layer > len(net) - 1:
        raise ValueError("layer")
    n = len(net[layer - 1][1])
    if min(i, j) < 0 or max(i, j) >= n:
        raise ValueError("unit")
    new = [[W.tolist(), b.tolist()] for W, b in net]
    rows, biases = new[layer - 1]
    rows[i], rows[j] = rows[j], rows[i]
    biases[i], biases[j] = biases[j], biases[i]
    for row in new[layer][0]:
        row[i], row[j] = row[j], row[i]
    return tuple(map(tuple, new))


@variant("swap_units")
def swap_by_a_matrix(net, layer, i, j):
    """A permutation matrix from the left and from the right; products with 0 and 1 are exact."""
    if layer not in range(1, len(net)):
        raise ValueError("layer")
    n = net[layer - 1][0].shape[0]
    if i not in range(n) or j not in range(n):
        raise ValueError("unit")
    P = np.eye(n)
    P[[i, j]] = P[[j, i]]
    new = list(net)
    new[layer - 1] = (P @ net[layer - 1][0], P @ net[layer - 1][1])
    new[layer] = (np.einsum("ij,kj->ik", net[layer][0], P), net[layer][1])
    return new


@variant("swap_units")
def swap_in_a_deep_copy(net, layer, i, j):
    """Element by element, with an auxiliary variable."""
    new = copy.deepcopy(net)
    try:
        if layer < 1 or i < 0 or j < 0:
            raise IndexError
        W, b = new[layer - 1]
        V = new[layer][0]
        for column in range(W.shape[1]):
            keep = W[i, column]
            W[i, column] = W[j, column]
            W[j, column] = keep
        b[i], b[j] = b[j], b[i]
        for row in range(V.shape[0]):
            V[row, i], V[row, j] = V[row, j], V[row, i]
    except IndexError as error:
        raise ValueError("no such unit") from error
    return new


@variant("swap_units")
def swap_by_views(net, layer, i, j):
    """Untouched layers are handed back themselves, the others through np.take."""
    widths = [len(b) for _, b in net[:-1]]
    if not 0 < layer <= len(widths) or not {i, j} <= set(range(widths[layer - 1])):
        raise ValueError(f"layer {layer}, units {i} and {j}")
    order = np.arange(widths[layer - 1])
    order[i], order[j] = j, i
    return [
        (
            np.take(W, order, axis=0) if k == layer - 1 else np.take(W, order, axis=1) if k == layer else W,
            b[order] if k == layer - 1 else b,
        )
        for k, (W, b) in enumerate(net)
    ]


# --- permute_units -------------------------------------------------------------------------------------------------


@variant("permute_units")
def permute_with_plain_lists(net, layer, perm):
    if not 1 <= layer < len(net):
        raise ValueError("layer")
    (W, b), (V, c) = net[layer - 1], net[layer]
    if len(perm) != len(b) or set(perm) != set(range(len(b))):
        raise ValueError("perm")
    new = [(M.tolist(), v.tolist()) for M, v in net]
    new[layer - 1] = ([W[k].tolist() for k in perm], [float(b[k]) for k in perm])
    new[layer] = ([[float(row[k]) for k in perm] for row in V], list(c))
    return new


@variant("permute_units")
def permute_by_a_matrix(net, layer, perm):
    if layer <= 0 or layer >= len(net):
        raise ValueError("layer")
    n = len(net[layer - 1][1])
    P = np.zeros((n, n))
    if len(perm) != n:
        raise ValueError("length")
    for k, old in enumerate(perm):
        if not 0 <= old < n or P[:, old].any():
            raise ValueError("perm")
        P[k, old] = 1.0
    W, b = net[layer - 1]
    V, c = net[layer]
    return [*net[: layer - 1], (P @ W, P @ b), (V @ P.T, c), *net[layer + 1 :]]


@variant("permute_units")
def permute_by_scattering(net, layer, perm):
    """Writes old unit perm[k] to place k, through the inverse permutation."""
    if layer < 1 or layer >= len(net):
        raise ValueError("layer")
    if Counter(perm) != Counter(range(len(net[layer - 1][1]))):
        raise ValueError("perm")
    place = np.argsort(perm)
    new = [(np.array(W), np.array(b)) for W, b in net]
    new[layer - 1][0][place] = net[layer - 1][0]
    new[layer - 1][1][place] = net[layer - 1][1]
    new[layer][0][:, place] = net[layer][0]
    return new


@variant("permute_units")
def permute_by_swapping(net, layer, perm):
    """Selection sort on a list of whole units: a sequence of swaps, each looked up anew."""
    if layer < 1 or layer >= len(net):
        raise ValueError("layer")
    n = net[layer - 1][0].shape[0]
    if sorted(perm) != [*range(n)]:
        raise ValueError("perm")
    new = copy.deepcopy(net)
    now = list(range(n))
    for k in range(n):
        other = now.index(perm[k])
        now[k], now[other] = now[other], now[k]
        for array in (new[layer - 1][0], new[layer - 1][1], new[layer][0].T):
            array[[k, other]] = array[[other, k]]
    return new


# --- recover_permutation -------------------------------------------------------------------------------------------


def demand_equal_shapes(net_a, net_b):
    if len(net_a) != len(net_b) or any(A.shape != B.shape for (A, _), (B, _) in zip(net_a, net_b, strict=True)):
        raise ValueError("shapes")


def all_equal(net_a, net_b):
    return all((A == B).all() and (a == b).all() for (A, a), (B, b) in zip(net_a, net_b, strict=True))


def with_order(net, layer, order):
    new = list(net)
    (W, b), (V, c) = net[layer - 1], net[layer]
    new[layer - 1], new[layer] = (W[order], b[order]), (V[:, order], c)
    return new


@variant("recover_permutation")
def recover_by_all_orders_of_ties(net_a, net_b):
    """Layer by layer; where incoming weights and biases tie, every order of the tied units is tried. Slow and right."""
    demand_equal_shapes(net_a, net_b)

    def follow(net, layer):
        if layer == len(net):
            return [] if all_equal(net, net_b) else None
        rows_a = [tuple(r) for r in np.column_stack(net[layer - 1]).tolist()]
        rows_b = [tuple(r) for r in np.column_stack(net_b[layer - 1]).tolist()]
        if sorted(rows_a) != sorted(rows_b):
            return None
        groups = defaultdict(list)
        for unit, row in enumerate(rows_a):
            groups[row].append(unit)
        places = defaultdict(list)
        for unit, row in enumerate(rows_b):
            places[row].append(unit)
        for choice in itertools.product(*(itertools.permutations(groups[row]) for row in groups)):
            order = [0] * len(rows_a)
            for row, units in zip(groups, choice, strict=True):
                for place, unit in zip(places[row], units, strict=True):
                    order[place] = unit
            rest = follow(with_order(net, layer, order), layer + 1)
            if rest is not None:
                return [order, *rest]
        return None

    return follow(net_a, 1)


@variant("recover_permutation")
def recover_unit_by_unit(net_a, net_b):
    """Places one unit after the other, all layers in a row, and takes a unit back when a weight does not fit."""
    demand_equal_shapes(net_a, net_b)
    A, B = [W.tolist() for W, _ in net_a], [W.tolist() for W, _ in net_b]
    a, b = [v.tolist() for _, v in net_a], [v.tolist() for _, v in net_b]
    depth = len(net_a)
    order = [list(range(net_a[0][0].shape[1])), *([] for _ in range(depth))]
    slots = [(layer, place) for layer in range(1, depth + 1) for place in range(len(a[layer - 1]))]

    def ways_out(W, unit):
        return sorted(row[unit] for row in W)

    def fits(layer, place, unit):
        if a[layer - 1][unit] != b[layer - 1][place]:
            return False
        if layer < depth and ways_out(A[layer], unit) != ways_out(B[layer], place):
            return False
        row_a, row_b = A[layer - 1][unit], B[layer - 1][place]
        return all(row_a[old] == weight for old, weight in zip(order[layer - 1], row_b, strict=True))

    def place_next(number):
        if number == len(slots):
            return True
        layer, place = slots[number]
        candidates = range(len(a[layer - 1])) if layer < depth else [place]
        seen = []
        for unit in candidates:
            if unit in order[layer] or not fits(layer, place, unit):
                continue
            whole = (A[layer - 1][unit], [row[unit] for row in A[layer]]) if layer < depth else unit
            if whole in seen:  # a unit equal in everything has failed already
                continue
            seen.append(whole)
            order[layer].append(unit)
            if place_next(number + 1):
                return True
            order[layer].pop()
        return False

    return tuple(np.array(o) for o in order[1:-1]) if place_next(0) else None


@variant("recover_permutation")
def recover_from_the_last_layer(net_a, net_b):
    """Backtracking over single units with consistency of all decided neighbours; numpy ints in the perms."""
    demand_equal_shapes(net_a, net_b)
    if not np.array_equal(net_a[-1][1], net_b[-1][1]):
        return None
    H = len(net_a) - 1
    d, m = net_a[0][0].shape[1], net_a[-1][0].shape[0]

    def blank():
        sizes = [len(b) for _, b in net_a[:-1]]
        return [np.arange(d), *(np.full(n, -1) for n in sizes), np.arange(m)]

    def candidates(order, layer, place):
        (WA, bA), (VA, _) = net_a[layer - 1], net_a[layer]
        (WB, bB), (VB, _) = net_b[layer - 1], net_b[layer]
        free = np.setdiff1d(np.arange(len(bA)), order[layer])
        known_in, known_out = np.flatnonzero(order[layer - 1] >= 0), np.flatnonzero(order[layer + 1] >= 0)
        ok = bA[free] == bB[place]
        ok &= (WA[np.ix_(free, order[layer - 1][known_in])] == WB[place, known_in]).all(axis=1)
        ok &= (VA[np.ix_(order[layer + 1][known_out], free)] == VB[known_out, place][:, None]).all(axis=0)
        ok &= (np.sort(WA[free], axis=1) == np.sort(WB[place])).all(axis=1)
        ok &= (np.sort(VA[:, free], axis=0) == np.sort(VB[:, place])[:, None]).all(axis=0)
        return free[ok]

    def solve(order):
        open_slots = [(layer, place) for layer in range(1, H + 1) for place in np.flatnonzero(order[layer] < 0)]
        if not open_slots:
            return order[1:-1]
        best = None
        for layer, place in open_slots:
            options = candidates(order, layer, place)
            if len(options) == 0:
                return None
            if best is None or len(options) < len(best[2]):
                best = (layer, place, options)
            if len(options) == 1:
                break
        layer, place, options = best
        tried = set()
        for unit in options:
            look = (tuple(net_a[layer - 1][0][unit].tolist()), tuple(net_a[layer][0][:, unit].tolist()))
            if look in tried:
                continue
            tried.add(look)
            new = [o.copy() for o in order]
            new[layer][place] = unit
            found = solve(new)
            if found is not None:
                return found
        return None

    found = solve(blank())
    return None if found is None else [list(perm) for perm in found]


# --- canonical_form ------------------------------------------------------------------------------------------------


@variant("canonical_form")
def form_by_lexsort(net):
    if len(net) > 2:
        raise ValueError("one hidden layer")
    (W, b), (V, c) = net
    order = np.lexsort(np.vstack([V, b[None, :], W.T]))
    return [(W[order], b[order]), (V[:, order], c)]


@variant("canonical_form")
def form_of_sorted_tuples(net):
    """Takes the net apart into tuples, sorts them in descending order and puts the net together again, as lists."""
    if len(net) != 2:
        raise ValueError("one hidden layer")
    (W, b), (V, c) = net
    units = [
        (float(bias), tuple(row), tuple(column)) for row, bias, column in zip(W.tolist(), b, V.T.tolist(), strict=True)
    ]
    units.sort(reverse=True)
    biases, rows, columns = zip(*units, strict=True)
    return ((rows, biases), ([list(r) for r in zip(*columns, strict=True)], list(c)))


@variant("canonical_form")
def form_with_an_odd_order(net):
    """Largest last outgoing weight first, then by absolute values, then by everything: odd, but one order for all."""
    if len(net) - 1 != 1:
        raise ValueError("one hidden layer")
    (W, b), (V, c) = net

    def key(k):
        unit = [*V[::-1, k].tolist(), float(b[k]), *W[k].tolist()]
        return (-unit[0], [abs(x) for x in unit], unit)

    order = sorted(range(W.shape[0]), key=key)
    return [(np.stack([W[k] for k in order]), np.array([b[k] for k in order])), (V[:, np.array(order)], c.copy())]


@variant("canonical_form")
def form_by_comparing_pairs(net):
    """Insertion sort with a comparison of its own."""
    if len(net) != 2:
        raise ValueError("one hidden layer")
    (W, b), (V, c) = [(W.copy(), b.copy()) for W, b in net]

    def compare(one, other):
        for x, y in zip(one, other, strict=True):
            if x != y:
                return -1 if x < y else 1
        return 0

    units = [np.concatenate([V[:, k], W[k], b[k : k + 1]]) for k in range(len(b))]
    units.sort(key=functools.cmp_to_key(compare))
    m = V.shape[0]
    return [
        (np.vstack([u[m:-1] for u in units]), np.array([u[-1] for u in units])),
        (np.column_stack([u[:m] for u in units]), c),
    ]


# --- swap_profile --------------------------------------------------------------------------------------------------


def activate(name, z):
    if name == "relu":
        return z * (z > 0)
    if name == "sigmoid":
        return 1 / (1 + np.exp(-z))
    return {"identity": np.array, "tanh": np.tanh}[name](z)


def demand_legal(net, layer, *units):
    if not 1 <= layer < len(net) or any(u < 0 or u >= len(net[layer - 1][1]) for u in units):
        raise ValueError("no such unit")


@variant("swap_profile")
def profile_as_a_list(net, X, Y, activation, layer, i, j, ts):
    """Start plus t times the difference; a list of Python floats comes back."""
    demand_legal(net, layer, i, j)
    order = list(range(len(net[layer - 1][1])))
    order[i], order[j] = order[j], order[i]
    twin = [[W, b] for W, b in net]
    twin[layer - 1] = [net[layer - 1][0][order], net[layer - 1][1][order]]
    twin[layer][0] = net[layer][0][:, order]
    losses = []
    for t in ts:
        h = X.T
        for k, ((W, b), (W1, b1)) in enumerate(zip(net, twin, strict=True)):
            z = (W + t * (W1 - W)) @ h + (b + t * (b1 - b))[:, None]
            h = activate(activation, z) if k < len(net) - 1 else z
        losses.append(float(((h.T - Y) ** 2).sum() / Y.size))
    return losses


@variant("swap_profile")
def profile_all_at_once(net, X, Y, activation, layer, i, j, ts):
    """All points of the line in one batch, with einsum."""
    demand_legal(net, layer, i, j)
    order = np.arange(len(net[layer - 1][1]))
    order[[i, j]] = order[[j, i]]
    t = np.asarray(ts, dtype=float)
    h = np.broadcast_to(X, (len(t), *X.shape))
    for k, (W, b) in enumerate(net, start=1):
        W1 = W[order] if k == layer else W[:, order] if k == layer + 1 else W
        b1 = b[order] if k == layer else b
        Wt = (1 - t)[:, None, None] * W + t[:, None, None] * W1
        bt = (1 - t)[:, None] * b + t[:, None] * b1
        h = np.einsum("tni,toi->tno", h, Wt) + bt[:, None, :]
        if k < len(net):
            h = activate(activation, h)
    return ((h - Y) ** 2).mean(axis=(1, 2))


@variant("swap_profile")
def profile_of_parameter_vectors(net, X, Y, activation, layer, i, j, ts):
    """All parameters in one vector, the line between two vectors; scalars are numpy's own, in a tuple."""
    demand_legal(net, layer, i, j)
    shapes = [W.shape for W, _ in net]
    twin = [(W.copy(), b.copy()) for W, b in net]
    twin[layer - 1][0][[i, j]] = net[layer - 1][0][[j, i]]
    twin[layer - 1][1][[i, j]] = net[layer - 1][1][[j, i]]
    twin[layer][0][:, [i, j]] = net[layer][0][:, [j, i]]

    def vector(some):
        return np.concatenate([part.ravel() for pair in some for part in pair])

    def loss(theta):
        h = X
        for k, (m, n) in enumerate(shapes, start=1):
            W, b, theta = theta[: m * n].reshape(m, n), theta[m * n : m * n + m], theta[m * n + m :]
            h = h @ W.T + b
            h = activate(activation, h) if k < len(shapes) else h
        return np.average(np.square(Y - h))

    # from the twin to the net: a swap's line has the same losses in both directions
    start, end = vector(twin), vector(net)
    return tuple(loss(t * start + (1 - t) * end) for t in ts)

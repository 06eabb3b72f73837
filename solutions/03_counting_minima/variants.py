"""Right functions of the lab in other styles than the reference; all of them must keep full marks."""

import copy
import functools
import itertools
import math
from collections import Counter, deque
from fractions import Fraction

import numpy as np
from scipy.special import comb, factorial

from autograder.checks import variant

# --- count_orderings -----------------------------------------------------------------------------------------------


@variant("count_orderings")
def count_by_loops(widths):
    count = 1
    for layer in range(1, len(widths) - 1):
        for m in range(1, widths[layer] + 1):
            count *= m
    return count


@variant("count_orderings")
def count_by_scipy(widths):
    """Exact factorials; small results as numpy integers or floats."""
    _, *hidden, _ = widths
    count = functools.reduce(lambda a, b: a * b, (factorial(n, exact=True) for n in hidden), 1)
    return np.int64(count) if count < 1000 else float(count) if count < 2**53 else count


@variant("count_orderings")
def count_by_fractions(widths):
    """Bottom up through binomials; a Fraction that is whole."""
    count = Fraction(1)
    for n in widths[1:-1]:
        for m in range(1, n + 1):
            count *= m
    return count if count < 10**30 else int(count)


# --- equivalent_nets -----------------------------------------------------------------------------------------------


@variant("equivalent_nets")
def nets_as_nested_lists(net):
    """Lists and tuples, compared one by one with all that are there."""
    found = []
    for perms in itertools.product(*(itertools.permutations(range(len(b))) for _, b in net[:-1])):
        new = [[W.tolist(), b.tolist()] for W, b in net]
        for k, perm in enumerate(perms):
            new[k] = [[new[k][0][p] for p in perm], [new[k][1][p] for p in perm]]
            new[k + 1][0] = [[row[p] for p in perm] for row in new[k + 1][0]]
        if new not in found:  # == of lists of floats
            found.append(new)
    return tuple(tuple(map(tuple, new)) for new in found)


def searched(net):
    """Search: from every net that is known, all single swaps, until nothing new turns up."""
    found, waiting = [], deque([copy.deepcopy(net)])
    known = set()
    while waiting:
        now = waiting.popleft()
        name = tuple(float(x) for layer in now for part in layer for x in part.flat)
        if name in known:
            continue
        known.add(name)
        found.append(now)
        for layer in range(1, len(net)):
            for i, j in itertools.combinations(range(len(net[layer - 1][1])), 2):
                new = copy.deepcopy(now)
                for part in (new[layer - 1][0], new[layer - 1][1], new[layer][0].T):
                    part[[i, j]] = part[[j, i]]
                waiting.append(new)
    return found


@variant("equivalent_nets")
def nets_by_swapping(net):
    return searched(net)


@variant("equivalent_nets")
def nets_by_recursion(net):
    """Layer by layer, backwards, untouched arrays shared with the argument; np.array_equal decides."""

    def of(layers):
        if len(layers) == 1:
            return [list(layers)]
        found = []
        (W, b), (V, c) = layers[-2:]
        for perm in map(list, itertools.permutations(range(len(b)))):
            for start in of([*layers[:-2], (W[perm], b[perm])]):
                new = [*start, (V[:, perm], c)]
                if not any(
                    all(np.array_equal(x, y) for p, q in zip(new, old, strict=True) for x, y in zip(p, q, strict=True))
                    for old in found
                ):
                    found.append(new)
        return found

    return of(net) if max(len(b) for _, b in net[:-1]) < 6 else searched(net)


# --- orbit_size ----------------------------------------------------------------------------------------------------


@variant("orbit_size")
def size_by_numpy_unique(net):
    if len(net) != 2:
        raise ValueError("one hidden layer")
    (W, b), (V, _) = net
    _, counts = np.unique(np.hstack([W, b[:, None], V.T]), axis=0, return_counts=True)
    size = math.factorial(int(counts.sum()))
    for m in counts.tolist():
        size //= math.factorial(m)
    return size


@variant("orbit_size")
def size_by_binomials(net):
    """Choose the places of one group after the other."""
    if len(net) > 2:
        raise ValueError(f"{len(net) - 1} hidden layers")
    (W, b), (V, _) = net
    left = list(range(len(b)))
    size = 1
    while left:
        first = left[0]
        equal = [u for u in left if (W[u] == W[first]).all() and b[u] == b[first] and (V[:, u] == V[:, first]).all()]
        size *= comb(len(left), len(equal), exact=True)
        left = [u for u in left if u not in equal]
    return size


@variant("orbit_size")
def size_by_fractions(net):
    """Unit after unit: the k-th of m equal units brings a factor position / k."""
    if len(net[:-1]) != 1:
        raise ValueError
    seen, size = Counter(), Fraction(1)
    for place, unit in enumerate(
        zip(net[0][0].tolist(), net[0][1].tolist(), net[1][0].T.tolist(), strict=True), start=1
    ):
        name = (*unit[0], unit[1], *unit[2])
        seen[name] += 1
        size *= Fraction(place, seen[name])
    return size if size < 1000 else int(size)


# --- orbit_size_deep -----------------------------------------------------------------------------------------------


@variant("orbit_size_deep")
def deep_size_by_listing(net):
    names = set()
    for perms in itertools.product(*(itertools.permutations(range(len(b))) for _, b in net[:-1])):
        order, name = list(range(net[0][0].shape[1])), []
        for (W, b), perm in zip(net, [*perms, range(len(net[-1][1]))], strict=True):
            name += [x for p in perm for x in (*W[p, order].tolist(), float(b[p]))]
            order = list(perm)
        names.add(tuple(name))
    return len(names)


@variant("orbit_size_deep")
def deep_size_by_stabilisers(net):
    """All orders divided by those that change nothing, as a whole float."""
    total = math.prod(math.factorial(len(b)) for _, b in net[:-1])
    fixing = 0
    for perms in itertools.product(*(itertools.permutations(range(len(b))) for _, b in net[:-1])):
        orders = [slice(None), *map(list, perms), slice(None)]
        fixing += all(
            np.array_equal(W[orders[k + 1]][:, orders[k]], W) and np.array_equal(b[orders[k + 1]], b)
            for k, (W, b) in enumerate(net)
        )
    return total / fixing


@variant("orbit_size_deep")
def deep_size_by_searching(net):
    return np.int64(len(searched(net)))


# --- signed_orbit_size ---------------------------------------------------------------------------------------------


@variant("signed_orbit_size")
def signed_size_by_binomials(net):
    """Pair by pair comparison of arrays, u with u' and with -u'."""
    if len(net) != 2:
        raise ValueError("one hidden layer")
    (W, b), (V, _) = net
    units = [np.concatenate([W[k], b[k : k + 1], V[:, k]]) for k in range(len(b))]
    size, left = 1, len(units)
    while units:
        first = units[0]
        alike = [bool(np.all(u == first) or np.all(u == -first)) for u in units]
        m = sum(alike)
        size *= math.comb(left, m) * (2**m if first.any() else 1)
        units = [u for u, same in zip(units, alike, strict=True) if not same]
        left -= m
    return size


@variant("signed_orbit_size")
def signed_size_by_first_number(net):
    """Every unit is flipped so that its first non-zero number is positive."""
    if len(net) >= 3:
        raise ValueError("deep")
    W, b, V = net[0][0].tolist(), net[0][1].tolist(), net[1][0].tolist()
    names, zero = [], 0
    for k, row in enumerate(W):
        unit = [*row, b[k], *(out[k] for out in V)]
        lead = next((x for x in unit if x), None)
        zero += lead is None
        names.append(tuple(x * (1 if lead is None or lead > 0 else -1) for x in unit))
    size = Fraction(math.factorial(len(names)) * 2 ** len(names), 2**zero)
    for m in Counter(names).values():
        size /= math.factorial(m)
    return size.numerator


@variant("signed_orbit_size")
def signed_size_by_pairs_of_counts(net):
    """For each pair {u, -u} the sum of binomials over the numbers of u and -u, and brute force for small nets."""
    if len(net) > 2:
        raise ValueError
    units = [tuple(row) for row in np.column_stack([*net[0], net[1][0].T]).tolist()]
    if len(units) <= 3:
        every = set()
        for perm in itertools.permutations(units):
            for signs in itertools.product([1, -1], repeat=len(units)):
                every.add(tuple(tuple(s * x for x in unit) for s, unit in zip(signs, perm, strict=True)))
        return len(every)
    size, places = 1, len(units)
    counts = Counter(frozenset([u, tuple(-x for x in u)]) for u in units)
    for both, m in counts.items():
        size *= math.comb(places, m) * (sum(math.comb(m, k) for k in range(m + 1)) if len(both) == 2 else 1)
        places -= m
    return size


# --- more_minimisers -----------------------------------------------------------------------------------------------


def pair_of_twins(net):
    (W, b), _ = net
    return next((i, j) for i, j in itertools.combinations(range(len(b)), 2) if (W[i] == W[j]).all() and b[i] == b[j])


@variant("more_minimisers")
def minimisers_by_idling(net, k):
    """One twin does all the work; the other is idle, and its incoming weights may be anything."""
    i, j = pair_of_twins(net)
    found = []
    for t in range(k):
        (W, b), (V, c) = copy.deepcopy(net)
        V[:, i] += V[:, j]
        V[:, j] = 0
        W[j] = 1000.5 + t
        found.append([(W, b), (V, c)])
    return found


@variant("more_minimisers")
def minimisers_by_idle_biases(net, k):
    """The same with the other twin, biases and nested lists."""
    j, i = pair_of_twins(net)
    W, b, V, c = (part.tolist() for layer in net for part in layer)
    for row in V:
        row[i], row[j] = row[i] + row[j], 0
    return tuple(((W, [*b[:j], -50 - t, *b[j + 1 :]]), (V, c)) for t in range(k))


@variant("more_minimisers")
def minimisers_by_halves(net, k):
    """Shifts by odd halves of the last output's weights, downwards."""
    i, j = pair_of_twins(net)
    low = min(net[1][0][-1])
    found = []
    for t in range(k):
        V = np.array(net[1][0])
        V[-1, j] = low - 0.5 - t
        V[-1, i] = net[1][0][-1, i] + net[1][0][-1, j] - V[-1, j]
        found.append(((net[0][0], net[0][1]), (V, net[1][1])))
    return found


@variant("more_minimisers")
def minimisers_as_whole_numbers(net, k):
    """Integer arrays, all outputs shifted, further than any two weights are apart."""
    i, j = pair_of_twins(net)
    (W, b), (V, c) = [(part.astype(int), bias.astype(float)) for part, bias in net]
    direction = np.zeros((V.shape[0], V.shape[1]), dtype=int)
    direction[:, i], direction[:, j] = 1, -1
    far = 1 + int(V.max() - V.min())
    return [[(W, b), (V + (far + t) * direction, c)] for t in range(k)]


@variant("more_minimisers")
def minimisers_by_trial(net, k):
    """1, 2, 3, ... and every shift dropped whose sorted outgoing weights have been seen."""
    i, j = pair_of_twins(net)
    seen, found, t = {tuple(sorted(net[1][0][0]))}, [], 0
    while len(found) < k:
        t += 1
        new = copy.deepcopy(net)
        new[1][0][0, i] += t
        new[1][0][0, j] -= t
        name = tuple(sorted(new[1][0][0]))
        if name not in seen:
            seen.add(name)
            found.append(new)
    return found

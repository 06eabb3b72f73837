# Everything right, in another style: lists, a dataclass, a lambda, and helpers that stand in the last cell.

# %% helpers
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Unit:
    """A hidden unit with all that belongs to it."""

    incoming: tuple[float, ...]
    bias: float
    outgoing: tuple[float, ...]


# %% swap_units
def swap_units(net, layer, i, j):
    units = units_of(net, layer)
    if min(i, j) < 0 or max(i, j) >= len(units):
        raise ValueError("no such unit")
    units[i], units[j] = units[j], units[i]
    return with_units(net, layer, units)


# %% permute_units
def permute_units(net, layer, perm):
    units = units_of(net, layer)
    if set(perm) != set(range(len(units))) or len(perm) != len(units):
        raise ValueError("perm must hold each unit once")
    return with_units(net, layer, [units[old] for old in perm])


# %% recover_permutation
def recover_permutation(net_a, net_b):
    if [np.shape(p) for pair in net_a for p in pair] != [np.shape(p) for pair in net_b for p in pair]:
        raise ValueError("different shapes")
    if list(net_a[-1][1]) != list(net_b[-1][1]):
        return None
    # Numbers for the weights, the same in both nets: comparing them is faster than comparing floats.
    numbers = {}
    number = lambda weight: numbers.setdefault(float(weight), len(numbers))
    a, b = ([([[number(w) for w in row] for row in W], [number(x) for x in bias]) for W, bias in net] for net in (net_a, net_b))
    widths = [len(a[0][0][0]), *(len(bias) for _, bias in a)]
    names = [list(range(n)) if end in (0, len(widths) - 1) else [0] * n for end, n in enumerate(widths)]
    result = match(a, b, names, names)
    if result is None:
        return None
    of_a, of_b = result
    return [[of_a[k].index(name) for name in of_b[k]] for k in range(1, len(net_a))]


# %% canonical_form
canonical_form = lambda net: with_units(net, 1, sorted(units_of(net, 1))) if len(net) == 2 else too_deep()


# %% swap_profile
def swap_profile(net, X, Y, activation, layer, i, j, ts):
    here, there = flatten(net), flatten(swap_units(net, layer, i, j))
    point = lambda t: unflatten([a + t * (b - a) if t != 1 else b for a, b in zip(here, there)], net)
    return [mse(point(t), X, Y, activation) for t in ts]


# %% new at the end
def units_of(net, layer):
    if layer not in range(1, len(net)):
        raise ValueError("no such hidden layer")
    (W, b), (V, _) = net[layer - 1], net[layer]
    return [Unit(tuple(W[k]), b[k], tuple(row[k] for row in V)) for k in range(len(b))]


def with_units(net, layer, units):
    new = [([list(row) for row in W], list(b)) for W, b in net]
    new[layer - 1] = ([list(unit.incoming) for unit in units], [unit.bias for unit in units])
    new[layer] = ([list(column) for column in zip(*(unit.outgoing for unit in units))], new[layer][1])
    return new


def too_deep():
    raise ValueError("only for one hidden layer")


def flatten(net):
    return [float(x) for W, b in net for part in (np.ravel(W), b) for x in part]


def unflatten(numbers, like):
    rest, net = list(numbers), []
    for W, b in like:
        rows, columns = np.shape(W)
        net.append(([[rest.pop(0) for _ in range(columns)] for _ in range(rows)], [rest.pop(0) for _ in b]))
    return net


def match(a, b, names_a, names_b):
    """Names for the units of both nets, the same for units that correspond; None if the nets do not."""
    while True:
        known = {}
        name = lambda *what: known.setdefault(what, len(known))
        new_a, new_b = ([list(names[0]), *([name(k, *d) for d in describe(net, names, k)] for k in range(1, len(net))), list(names[-1])]
                        for net, names in ((a, names_a), (b, names_b)))
        if any(sorted(x) != sorted(y) for x, y in zip(new_a, new_b)):
            return None
        settled = all(len(set(x)) == len(set(y)) for x, y in zip(new_a, names_a))
        names_a, names_b = new_a, new_b
        if settled:
            break
    for k in range(1, len(a)):
        for unit, tied in enumerate(names_a[k]):
            if names_a[k].count(tied) > 1:
                for partner in [p for p, other in enumerate(names_b[k]) if other == tied]:
                    result = match(a, b, renamed(names_a, k, unit), renamed(names_b, k, partner))
                    if result is not None:
                        return result
                return None
    return names_a, names_b


def describe(net, names, k):
    """For each unit of layer k, what it keeps when its neighbours change places."""
    (W, bias), (V, _) = net[k - 1], net[k]
    for unit, row in enumerate(W):
        into = tuple(sorted(zip(names[k - 1], row)))
        out = tuple(sorted((target, weights[unit]) for target, weights in zip(names[k + 1], V)))
        yield names[k][unit], bias[unit], into, out


def renamed(names, k, unit):
    return [[-1 if (layer, u) == (k, unit) else name for u, name in enumerate(row)] for layer, row in enumerate(names)]

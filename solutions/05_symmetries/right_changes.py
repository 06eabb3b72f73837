"""Right flips and scalings in other styles than the reference's; all of them must keep full marks."""

import copy
import math
from fractions import Fraction

import numpy as np

from autograder.checks import variant

# --- flip_signs ----------------------------------------------------------------------------------------------------


@variant("flip_signs")
def flip_with_plain_lists(net, layer, signs):
    """Nothing but lists, tuples and floats."""
    if layer < 1 or layer >= len(net):
        raise ValueError("layer")
    rows, biases = (part.tolist() for part in net[layer - 1])
    if len(signs) != len(biases) or not set(signs) <= {1, -1}:
        raise ValueError("signs")
    new = [(W.tolist(), b.tolist()) for W, b in net]
    new[layer - 1] = (
        [[s * w for w in row] for s, row in zip(signs, rows, strict=True)],
        [s * b for s, b in zip(signs, biases, strict=True)],
    )
    new[layer] = ([[s * v for s, v in zip(signs, row, strict=True)] for row in new[layer][0]], new[layer][1])
    return tuple(new)


@variant("flip_signs")
def flip_by_a_matrix(net, layer, signs):
    """A diagonal matrix from the left and from the right."""
    if layer not in range(1, len(net)):
        raise ValueError(layer)
    s = np.asarray(signs)
    if s.shape != net[layer - 1][1].shape or np.any(np.abs(s) != 1):
        raise ValueError(signs)
    S = np.diag(s)
    new = [[W, b] for W, b in net]
    new[layer - 1] = [S @ net[layer - 1][0], S @ net[layer - 1][1]]
    new[layer] = [net[layer][0] @ S, net[layer][1]]
    return new


@variant("flip_signs")
def flip_in_a_deep_copy(net, layer, signs):
    """Unit by unit, in a copy; errors are found by what goes wrong."""
    new = copy.deepcopy(net)
    try:
        if layer < 1:
            raise IndexError
        (W, b), (V, _) = new[layer - 1], new[layer]
    except IndexError as problem:
        raise ValueError from problem
    if len(signs) - len(b):
        raise ValueError
    for k, sign in enumerate(signs):
        if sign == 1:
            continue
        if sign != -1:
            raise ValueError
        W[k], b[k], V[:, k] = -W[k], -b[k], -V[:, k]
    return new


# --- flip_sigmoid --------------------------------------------------------------------------------------------------


@variant("flip_sigmoid")
def sigmoid_flip_with_exact_sums(net, layer, signs):
    """Lists, and math.fsum for the biases."""
    if not 0 < layer < len(net) or len(signs) != len(net[layer - 1][1]) or any(s not in (-1, 1) for s in signs):
        raise ValueError
    new = [(W.tolist(), b.tolist()) for W, b in net]
    rows, biases = new[layer - 1]
    out, nexts = new[layer]
    for k, s in enumerate(signs):
        rows[k] = [s * w for w in rows[k]]
        biases[k] *= s
    nexts = [
        math.fsum([c, *(v for v, s in zip(row, signs, strict=True) if s < 0)])
        for c, row in zip(nexts, out, strict=True)
    ]
    new[layer] = ([[v * s for v, s in zip(row, signs, strict=True)] for row in out], nexts)
    return new


@variant("flip_sigmoid")
def sigmoid_flip_by_a_product(net, layer, signs):
    """(1 - s) / 2 is 1 for a flipped unit and 0 for another."""
    if not 1 <= layer <= len(net) - 1:
        raise ValueError("no such hidden layer")
    s = np.array(signs, dtype=float)
    if s.shape != net[layer - 1][1].shape or not np.array_equal(s * s, np.ones_like(s)):
        raise ValueError("no signs")
    if np.any(s + 1 < 0):
        raise ValueError("no signs")
    parts = [[W.copy(), b.copy()] for W, b in net]
    parts[layer - 1][0] *= s[:, np.newaxis]
    parts[layer - 1][1] *= s
    parts[layer][1] += parts[layer][0] @ ((1 - s) / 2)
    parts[layer][0] *= s
    return [tuple(pair) for pair in parts]


@variant("flip_sigmoid")
def sigmoid_flip_unit_by_unit(net, layer, signs):
    """One flip after the other."""
    if layer <= 0 or layer > len(net) - 1:
        raise ValueError
    n, _ = net[layer - 1][0].shape
    if [abs(s) for s in signs] != [1] * n:
        raise ValueError
    for k in [k for k in range(n) if signs[k] != 1]:
        (W, b), (V, c) = net[layer - 1], net[layer]
        W, b, V = np.array(W), np.array(b), np.array(V)
        c = c + V[:, k]
        W[k, :] = -W[k, :]
        b[k] = -b[k]
        V[:, k] = -V[:, k]
        net = [*net[: layer - 1], (W, b), (V, c), *net[layer + 1 :]]
    return net


# --- rescale_units -------------------------------------------------------------------------------------------------


@variant("rescale_units")
def rescale_in_fractions(net, layer, factors):
    """Exact arithmetic, rounded once."""
    if not 1 <= layer < len(net):
        raise ValueError
    if len(factors) != len(net[layer - 1][1]) or min(factors) <= 0:
        raise ValueError
    new = [(W.tolist(), b.tolist()) for W, b in net]
    rows, biases = new[layer - 1]
    for k, factor in enumerate(map(Fraction, factors)):
        rows[k] = [float(Fraction(w) * factor) for w in rows[k]]
        biases[k] = float(Fraction(biases[k]) * factor)
        for row in new[layer][0]:
            row[k] = float(Fraction(row[k]) / factor)
    return new


@variant("rescale_units")
def rescale_by_reciprocals(net, layer, factors):
    """Products with 1/f instead of quotients: the last digit may differ."""
    if layer - 1 not in range(len(net) - 1):
        raise ValueError("layer")
    f = np.asarray(factors, dtype=np.longdouble).astype(float)
    W, b = net[layer - 1]
    if f.shape != b.shape or not (f > 0).all():
        raise ValueError("factors")
    V, c = net[layer]
    return [*net[: layer - 1], (np.diag(f) @ W, f * b), (V @ np.diag(1 / f), c), *net[layer + 1 :]]


@variant("rescale_units")
def rescale_through_logarithms(net, layer, factors):
    """exp(log|w| + log f): right to about 13 digits."""
    if layer < 1 or layer > len(net) - 1 or len(factors) != len(net[layer - 1][1]):
        raise ValueError
    if any(not factor > 0 for factor in factors):
        raise ValueError
    logs = np.log(np.array(factors, dtype=float))

    def times(values, by):
        with np.errstate(divide="ignore"):
            return np.sign(values) * np.exp(np.log(np.abs(values)) + by)

    new = list(net)
    new[layer - 1] = (times(net[layer - 1][0], logs[:, None]), times(net[layer - 1][1], logs))
    new[layer] = (times(net[layer][0], -logs), net[layer][1])
    return new

"""Right functions in other styles for the exercises about nets."""

import itertools
from fractions import Fraction

import numpy as np
from scipy.linalg import eigh
from scipy.special import expit

from autograder.checks import variant

# --- split_unit ----------------------------------------------------------------------------------------------------


@variant("split_unit")
def split_with_plain_lists(net, layer, unit, mu):
    if layer < 1 or layer > len(net) - 1 or unit < 0 or unit >= len(net[layer - 1][1]):
        raise ValueError("no such unit")
    new = [[W.tolist(), b.tolist()] for W, b in net]
    new[layer - 1][0].append(list(new[layer - 1][0][unit]))
    new[layer - 1][1].append(new[layer - 1][1][unit])
    for row in new[layer][0]:
        v = row[unit]
        row[unit] = v * mu
        row.append(v - v * mu)
    return tuple(map(tuple, new))


@variant("split_unit")
def split_by_matrices(net, layer, unit, mu):
    """A matrix that doubles the unit from the left, and one that shares it out from the right."""
    if layer not in range(1, len(net)) or unit not in range(len(net[layer - 1][1])):
        raise ValueError("no such unit")
    n = len(net[layer - 1][1])
    double = np.vstack([np.eye(n), np.eye(n)[unit]])
    share = np.hstack([np.eye(n), np.zeros((n, 1))])
    share[unit, unit], share[unit, n] = mu, 1 - mu
    new = list(net)
    new[layer - 1] = (double @ net[layer - 1][0], double @ net[layer - 1][1])
    new[layer] = (net[layer][0] @ share, net[layer][1])
    return new


@variant("split_unit")
def split_by_repeating(net, layer, unit, mu):
    """Fancy indexing with the unit named twice; untouched arrays are handed back themselves."""
    if not 0 < layer < len(net):
        raise ValueError("layer")
    (W, b), (V, c) = net[layer - 1 : layer + 1]
    if unit < 0 or unit >= W.shape[0]:
        raise ValueError("unit")
    order = [*range(len(b)), unit]
    factors = np.ones(len(order))
    factors[unit], factors[-1] = mu, 1.0 - mu
    return [*net[: layer - 1], (W[order], b[order]), (V[:, order] * factors, c), *net[layer + 1 :]]


# --- escape_direction ----------------------------------------------------------------------------------------------

SHAPES = {
    "identity": lambda z: z,
    "relu": lambda z: np.where(z > 0, z, 0.0),
    "tanh": np.tanh,
    "sigmoid": expit,
}


def loss_of(vector, net, X, Y, activation):
    """The mse of the net whose parameters are this vector."""
    h, start = X, 0
    for k, (W, b) in enumerate(net):
        middle, end = start + W.size, start + W.size + b.size
        h = h @ vector[start:middle].reshape(W.shape).T + vector[middle:end]
        h = SHAPES[activation](h) if k < len(net) - 1 else h
        start = end
    return ((h - Y) ** 2).mean()


def vector_of(net):
    return np.concatenate([np.append(W.ravel(), b) for W, b in net])


def net_of(vector, net):
    new, start = [], 0
    for W, b in net:
        middle, end = start + W.size, start + W.size + b.size
        new.append((vector[start:middle].reshape(W.shape), vector[middle:end]))
        start = end
    return new


@variant("escape_direction")
def escape_by_second_differences(net, X, Y, activation):
    """The Hessian from values of the loss alone."""
    x, h = vector_of(net), 1e-4
    steps = h * np.eye(len(x))
    hessian = np.empty((len(x), len(x)))
    for i, j in itertools.combinations_with_replacement(range(len(x)), 2):
        hessian[i, j] = hessian[j, i] = (
            loss_of(x + steps[i] + steps[j], net, X, Y, activation)
            - loss_of(x + steps[i] - steps[j], net, X, Y, activation)
            - loss_of(x - steps[i] + steps[j], net, X, Y, activation)
            + loss_of(x - steps[i] - steps[j], net, X, Y, activation)
        ) / (4 * h * h)
    values, vectors = np.linalg.eigh(hessian)
    return net_of(-5.0 * vectors[:, 0], net) if values[0] < -2e-4 else None


@variant("escape_direction")
def escape_by_differences_of_gradients(net, X, Y, activation):
    """Backpropagation, and central differences of it; lists come back."""

    def gradient(vector):
        current = net_of(vector, net)
        values, slopes = [X], []
        for k, (W, b) in enumerate(current):
            z = values[-1] @ W.T + b
            last = k == len(current) - 1
            h = z if last else SHAPES[activation](z)
            slope = {"identity": np.ones_like(z), "relu": 1.0 * (z > 0), "tanh": 1 - h**2, "sigmoid": h * (1 - h)}
            values.append(h)
            slopes.append(np.ones_like(z) if last else slope[activation])
        back, parts = 2 * (values[-1] - Y) / Y.size, []
        for k in reversed(range(len(current))):
            back = back * slopes[k]
            parts.append(np.append((back.T @ values[k]).ravel(), back.sum(axis=0)))
            back = back @ current[k][0]
        return np.concatenate(parts[::-1])

    x, h = vector_of(net), 1e-5
    rows = [(gradient(x + h * e) - gradient(x - h * e)) / (2 * h) for e in np.eye(len(x))]
    hessian = (np.array(rows) + np.array(rows).T) / 2
    values, vectors = np.linalg.eigh(hessian)
    if values[0] > -1e-5:
        return None
    return tuple((W.tolist(), b.tolist()) for W, b in net_of(1e-200 * vectors[:, 0], net))


@variant("escape_direction")
def escape_by_jets(net, X, Y, activation):
    """Exact second derivatives along pairs of parameters, for one sample after the other; a huge direction."""

    def curvature(direction):
        total = 0.0
        for x, y in zip(X, Y, strict=True):
            h0, h1, h2 = x, 0 * x, 0 * x
            for k, ((W, b), (D, e)) in enumerate(zip(net, direction, strict=True)):
                h0, h1, h2 = W @ h0 + b, W @ h1 + D @ h0 + e, W @ h2 + 2 * D @ h1
                if k == len(net) - 1 or activation == "identity":
                    continue
                if activation == "relu":
                    h0, h1, h2 = h0 * (h0 > 0), h1 * (h0 > 0), h2 * (h0 > 0)
                    continue
                value = SHAPES[activation](h0)
                slope = 1 - value**2 if activation == "tanh" else value * (1 - value)
                bend = slope * (-2 * value if activation == "tanh" else 1 - 2 * value)
                h0, h1, h2 = value, slope * h1, bend * h1**2 + slope * h2
            total += (2 * h1**2 + 2 * (h0 - y) * h2).sum()
        return total / Y.size

    unit = np.eye(sum(W.size + b.size for W, b in net))
    n = len(unit)
    single = np.array([curvature(net_of(e, net)) for e in unit])
    hessian = np.diag(single)
    for i, j in itertools.combinations(range(n), 2):
        both = curvature(net_of(unit[i] + unit[j], net))
        hessian[i, j] = hessian[j, i] = (both - single[i] - single[j]) / 2
    values, vectors = eigh(hessian)
    downhill = np.flatnonzero(values < -1e-8)
    # the last of them, not the lowest: any direction that curves downwards will do
    return net_of(1e100 * vectors[:, downhill[-1]], net) if len(downhill) else None


# --- dead_relu_minimum ---------------------------------------------------------------------------------------------


@variant("dead_relu_minimum")
def dead_with_plain_lists(X, Y, n_hidden):
    """Nothing but lists; the mean in fractions."""
    if len(X) != len(Y):
        raise ValueError("samples")
    means = [float(sum(map(Fraction, column)) / len(column)) for column in Y.T.tolist()]
    hidden = ([[0] * X.shape[1] for _ in range(n_hidden)], [-5] * n_hidden)
    return (hidden, ([[0.0] * n_hidden for _ in means], means))


@variant("dead_relu_minimum")
def dead_by_a_bound(X, Y, n_hidden):
    """Random weights, and biases that outweigh them twice over on the given data."""
    if X.shape[0] != Y.shape[0]:
        raise ValueError("samples")
    rng = np.random.default_rng(0)
    W = rng.normal(size=(n_hidden, X.shape[1]))
    b = -1.0 - 2.0 * (np.abs(W) @ np.abs(X).max(axis=0))
    return [(W, b), (rng.normal(size=(Y.shape[1], n_hidden)), np.mean(Y, axis=0))]


@variant("dead_relu_minimum")
def dead_by_tiny_weights(X, Y, n_hidden):
    """Incoming weights so small that they stay below 1 in all, whatever the inputs; at the margin that is allowed."""
    n, d = X.shape
    if n != len(Y):
        raise ValueError("samples")
    W = np.full((n_hidden, d), 1e-9 / (d * max(1.0, np.abs(X).max())))
    return [
        (W, np.full(n_hidden, -1.5e-6)),
        (np.arange(float(n_hidden * Y.shape[1])).reshape(Y.shape[1], n_hidden), Y.T @ np.full(n, 1 / n)),
    ]

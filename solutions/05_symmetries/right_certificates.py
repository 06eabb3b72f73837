"""Right certificates in other styles than the reference's; all of them must keep full marks."""

import copy
import itertools
from fractions import Fraction

import numpy as np

from autograder.checks import variant

# --- flip_certificate ----------------------------------------------------------------------------------------------


@variant("flip_certificate")
def flip_every_hidden_layer(net, X, Y):
    """Layer after layer: the inner matrices change their signs twice. Tuples, and lam as a Fraction."""
    new = [(W.copy(), b.copy()) for W, b in net]
    for layer in range(1, len(net)):
        new[layer - 1][0][:] *= -1
        new[layer - 1][1][:] *= -1
        new[layer][0][:] *= -1
    return [tuple(net), tuple(new), Fraction(1, 2)]


@variant("flip_certificate")
def constant_nets_serve_all_data(net, X, Y):
    """The net is not needed: a constant made by a hidden bias, and an output bias that is too low by 1."""
    w = np.arctanh(0.5)
    mean = np.mean(Y, axis=0)

    def constant(sign):
        layers = [[np.zeros(W.shape).tolist(), np.zeros(b.shape).tolist()] for W, b in net]
        layers[-2][1][0] = sign * float(w)
        for row in layers[-1][0]:
            row[0] = sign * 2.0
        layers[-1][1] = (mean - 1).tolist()
        return layers

    return constant(1), constant(-1), np.float64(0.5)


@variant("flip_certificate")
def search_along_random_lines(net, X, Y):
    """A hidden bias moved along a line, all else fixed: the loss is bounded there, so some chord is convicted."""
    rng = np.random.default_rng(0)

    def loss(candidate):
        h = X
        for W, b in candidate[:-1]:
            h = np.tanh(h @ W.T + b)
        return np.mean((h @ candidate[-1][0].T + candidate[-1][1] - Y) ** 2)

    while True:
        start = [(rng.normal(size=W.shape), rng.normal(size=b.shape)) for W, b in net]
        start[-1] = (start[-1][0], start[-1][1] + Y.mean(axis=0))
        ends = []
        for shift in rng.normal(size=2) * 10:
            (W, b) = start[-2]
            ends.append([*start[:-2], (W, b + shift), start[-1]])
        middle = [((W + A) / 2, (b + a) / 2) for (W, b), (A, a) in zip(*ends, strict=True)]
        chord = (loss(ends[0]) + loss(ends[1])) / 2
        if loss(middle) > chord * (1 + 1e-6) + 1e-6:
            return ends[0], ends[1], 0.5


# --- scaling_certificate -------------------------------------------------------------------------------------------


@variant("scaling_certificate")
def double_until_it_is_worse(net, X, Y, activation):
    """No algebra: twice as much, until the loss half-way is higher than at both ends."""

    def loss(candidate):
        h = X
        for W, b in candidate[:-1]:
            h = h @ W.T + b
            h = h if activation == "identity" else np.where(h > 0, h, 0)
        return np.mean((h @ candidate[-1][0].T + candidate[-1][1] - Y) ** 2)

    (W, b), (V, c) = net[-2:]
    s = 2.0
    while True:
        twin = [*net[:-2], (s * W, s * b), (V / s, c)]
        middle = [*net[:-2], (0.5 * (W + s * W), 0.5 * (b + s * b)), (0.5 * (V + V / s), c)]
        if loss(middle) > max(loss(net), loss(twin)):
            return net, twin, 0.5
        s *= 2


@variant("scaling_certificate")
def scale_every_layer(net, X, Y, activation):
    """All hidden layers, one after the other: only the first, the biases and the last change. The plain formula."""
    h = X
    for W, b in net[:-1]:
        h = h @ W.T + b
        if activation == "relu":
            h = h * (h > 0)
    g = h @ net[-1][0].T
    r = Y - net[-1][1]
    s = 8 + 8 * abs(float((g * r).sum()) / float((g * g).sum()))
    twin = [[W, s * b] for W, b in net]
    twin[0][0] = s * net[0][0]
    twin[-1] = [net[-1][0] / s, net[-1][1]]
    return net, twin, Fraction(1, 2)


@variant("scaling_certificate")
def constant_outputs_serve_all_data(net, X, Y, activation):
    """Neither the net nor the samples are needed: 1/4 times 4 and 4 times 1/4 are 1, and half-way it is (17/8)**2."""

    def constant(bias, weight):
        layers = [[np.zeros_like(W), np.zeros_like(b)] for W, b in net]
        layers[-2][1][-1] = bias
        layers[-1][0][0, -1] = weight
        size = 1 + np.abs(Y).max()
        # The first output is its mean target at both ends; half-way it is higher.
        layers[-1][1][0] = Y[:, 0].mean() - size
        layers[-1][0][0, -1] *= size
        return layers

    return constant(0.25, 4.0), constant(4.0, 0.25), 0.5


# --- deep_linear_certificate ---------------------------------------------------------------------------------------


@variant("deep_linear_certificate")
def scale_a_linear_path(X, Y, widths):
    """(1, 1) and (s, 1/s) on one path, with s from the data; lists for arrays."""
    (_, d), (_, m) = X.shape, Y.shape
    if [widths[0], widths[-1]] != [d, m] or len(widths) == 2:
        raise ValueError("widths")
    feature = next(k for k in range(d) if X[:, k].any())
    x = X[:, feature]
    size = np.abs(x).max()
    x = x / size
    s = 16.0 * (1 + abs(float(np.sum(x * Y[:, 0]) / np.sum(x * x))) / float(size))
    a = [([[0.0] * n for _ in range(k)], [0.0] * k) for n, k in itertools.pairwise(widths)]
    for W, _ in a[1:]:
        W[0][0] = 1.0
    a[0][0][0][feature] = 1.0
    b = copy.deepcopy(a)
    b[0][0][0][feature] = s
    b[-1][0][0][0] = 1 / s
    return tuple(a), tuple(b), 0.5


@variant("deep_linear_certificate")
def flip_a_constant(X, Y, widths):
    """No features at all: a constant made by biases, which is right at both ends and gone half-way."""
    if len(widths) < 3 or (widths[0], widths[-1]) != (X.shape[1], Y.shape[1]):
        raise ValueError
    size = 1 + float(np.abs(Y).max())

    def net(sign):
        layers = [[np.zeros((widths[k + 1], widths[k])), np.zeros(widths[k + 1])] for k in range(len(widths) - 1)]
        layers[-2][1][0] = sign
        layers[-1][0][0, 0] = sign * size
        layers[-1][1][:] = np.mean(Y, axis=0) - size
        return layers

    return [net(1), net(-1), Fraction(1, 2)]


@variant("deep_linear_certificate")
def try_both_signs_in_fractions(X, Y, widths):
    """From (1, 0) to (0, q), with the two losses compared exactly; all units of a hidden layer take part."""
    if len(widths) <= 2 or widths[0] != len(X[0]) or widths[-1] != len(Y[0]):
        raise ValueError
    feature = max(range(widths[0]), key=lambda k: max(abs(x) for x in X[:, k]))
    pairs = [(Fraction(float(x)), Fraction(float(y))) for x, y in zip(X[:, feature], Y[:, -1], strict=True)]

    def loss(product):
        return sum((product * x - y) ** 2 for x, y in pairs)

    q = next(q for q in (1, -1) if loss(Fraction(q, 4)) > loss(Fraction(0)))

    def net(first, last):
        layers = []
        for number, (n_in, n_out) in enumerate(itertools.pairwise(widths)):
            W = np.full((n_out, n_in), 1.0 / n_in)
            if number == 0:
                W = np.zeros((n_out, n_in))
                W[:, feature] = first
            if number == len(widths) - 2:
                W = np.zeros((n_out, n_in))
                W[-1] = last / n_in
            layers.append((W, np.zeros(n_out)))
        return layers

    return net(1, 0), net(0, q), 0.5

"""The reference solution of lab 05: symmetries beyond permutations, and the certificates that they give."""

from itertools import pairwise

import numpy as np

ACTIVATIONS = {"identity": lambda z: z, "relu": lambda z: np.maximum(z, 0.0)}


def contribution(net, X, activation):
    """What the units of the last hidden layer add to the output bias, shape (N, m)."""
    hidden = X
    for W, b in net[:-1]:
        hidden = ACTIVATIONS[activation](hidden @ W.T + b)
    return hidden @ net[-1][0].T


def demand_layer(net, layer):
    """Raise ValueError unless `layer` is one of the hidden layers 1..H."""
    if not 1 <= layer <= len(net) - 1:
        raise ValueError(f"the hidden layers are 1 to {len(net) - 1}, not {layer}")


def demand_signs(net, layer, signs):
    """Raise ValueError unless there is one sign, +1 or -1, for each unit of the layer."""
    n = len(net[layer - 1][1])
    if len(signs) != n:
        raise ValueError(f"layer {layer} has {n} units, not {len(signs)}")
    if any(sign not in (1, -1) for sign in signs):
        raise ValueError(f"signs are +1 or -1, not {signs}")


def demand_factors(net, layer, factors):
    """Raise ValueError unless there is one positive factor for each unit of the layer."""
    n = len(net[layer - 1][1])
    if len(factors) != n:
        raise ValueError(f"layer {layer} has {n} units, not {len(factors)}")
    if any(factor <= 0 for factor in factors):
        raise ValueError(f"factors are positive, not {factors}")


def flip_signs(net, layer, signs):
    """Everything that belongs to unit k times signs[k]: tanh(-z) = -tanh(z), and (-v)(-h) = vh."""
    demand_layer(net, layer)
    demand_signs(net, layer, signs)
    s = np.array(signs, dtype=float)
    (W, b), (V, c) = net[layer - 1], net[layer]
    new = list(net)
    new[layer - 1] = (W * s[:, None], b * s)  # s[:, None] goes down the rows...
    new[layer] = (V * s, c)  # ...and s along the columns
    return new


def flip_sigmoid(net, layer, signs):
    """As for tanh, but sigmoid(-z) = 1 - sigmoid(z): what the 1 brings too much goes to the next layer's bias."""
    new = flip_signs(net, layer, signs)
    flipped = np.array(signs) == -1
    V, c = net[layer]
    # v h = v - v (1 - h): the new column gives -v (1 - h), so the OLD column is missing, for every unit that is flipped
    new[layer] = (new[layer][0], c + V[:, flipped].sum(axis=1))
    return new


def rescale_units(net, layer, factors):
    """Into unit k everything times factors[k], out of it everything divided by it: relu(f z) = f relu(z) for f > 0."""
    demand_layer(net, layer)
    demand_factors(net, layer, factors)
    f = np.array(factors, dtype=float)
    (W, b), (V, c) = net[layer - 1], net[layer]
    new = list(net)
    new[layer - 1] = (W * f[:, None], b * f)
    new[layer] = (V / f, c)
    return new


def flip_certificate(net, X, Y):
    """The net and its full flip in the last hidden layer. Half-way all of its weights are 0: only the bias is left."""
    last = len(net) - 1
    return net, flip_signs(net, last, [-1] * len(net[last - 1][1])), 0.5


def scaling_certificate(net, X, Y, activation):
    """The net and its twin with the last hidden layer rescaled by one factor s, large enough for these data.

    Write the outputs as c + g, with the output bias c. Half-way they are c + kappa g, kappa = (1 + s)(1 + 1/s) / 4 > 1,
    and with r = Y - c the loss has risen by the mean of (kappa - 1) g ((kappa + 1) g - 2 r). So kappa + 1 must be
    above 2 sum(g r) / sum(g g); and kappa is above s / 4.
    """
    last = len(net) - 1
    g = contribution(net, X, activation)  # not outputs minus c: where g is tiny, nothing of it would be left
    r = Y - net[-1][1]
    size = np.abs(g).max()
    u = g / size  # numbers up to 1: the squares of very small ones would be 0
    ratio = np.abs(np.sum(u * r) / np.sum(u * u)) / size
    # 8 (1 + ratio) would do, but for rounding. A power of 2 makes all products and quotients exact.
    s = 2.0 ** np.ceil(np.log2(16 * (1 + ratio)))
    return net, rescale_units(net, last, [s] * len(net[last - 1][1])), 0.5


def deep_linear_certificate(X, Y, widths):
    """Two nets with all outputs 0; half-way, one feature reaches one output, away from its targets.

    One path leads through the net, with the weight 1 in all the layers in between. In the first net its last weight
    is 0, in the second its first. Half-way both are 1/2 in size, so the first output is q x / 4 with q = 1 or -1, and
    the loss has risen by mean((q x / 4 - y)**2 - y**2) = mean(x**2) / 16 - q mean(x y) / 2 (over m).
    """
    if len(widths) < 3 or widths[0] != X.shape[1] or widths[-1] != Y.shape[1]:
        raise ValueError(f"widths = {widths} do not fit the data, or have no hidden layer")
    feature = int(np.argmax(np.abs(X).max(axis=0)))  # one that is not 0 on all samples
    q = -1.0 if X[:, feature] @ Y[:, 0] > 0 else 1.0

    def path(first, last):
        net = [(np.zeros((n_out, n_in)), np.zeros(n_out)) for n_in, n_out in pairwise(widths)]
        for W, _ in net[1:-1]:
            W[0, 0] = 1.0
        net[0][0][0, feature] = first
        net[-1][0][0, 0] = last
        return net

    return path(1.0, 0.0), path(0.0, q), 0.5

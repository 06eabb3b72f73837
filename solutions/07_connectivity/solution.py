"""Reference functions of the lab: plain numpy, written to be read.

A net is a list of pairs ``(W, b)``. Hidden layer ``k`` (counted from 1) owns the rows of ``net[k-1][0]``, the entries
of ``net[k-1][1]`` and the columns of ``net[k][0]``. No function changes what it is given.
"""

import numpy as np
from scipy.optimize import linear_sum_assignment

ACTIVATIONS = {
    "identity": lambda z: z,
    "relu": lambda z: np.maximum(z, 0.0),
    "tanh": np.tanh,
    # written with tanh because exp(-z) overflows for very negative z
    "sigmoid": lambda z: 0.5 * (1.0 + np.tanh(0.5 * z)),
}


def demand_same_shapes(net_a, net_b):
    """ValueError unless the two nets have the same layers."""
    # Without this, numpy would stretch a layer of one unit to any width, and zip would stop at the shorter net.
    if [np.shape(W) for W, _ in net_a] != [np.shape(W) for W, _ in net_b]:
        raise ValueError("the nets have different shapes")


def demand_units(net, *units):
    """ValueError unless these are hidden units of a net with one hidden layer."""
    # numpy would count -1 from the end, and give an answer.
    for unit in units:
        if not 0 <= unit < len(net[0][1]):
            raise ValueError(f"the net has no hidden unit {unit}")


def mse(net, X, Y, activation):
    """Mean over samples and outputs of the squared error; the activation acts on hidden layers only."""
    h = X
    for W, b in net[:-1]:
        h = ACTIVATIONS[activation](h @ W.T + b)
    W, b = net[-1]
    return float(np.mean((h @ W.T + b - Y) ** 2))


def mixed(net_a, net_b, t):
    """The net at t on the straight line from net_a (t = 0) to net_b (t = 1)."""
    return [((1 - t) * A + t * B, (1 - t) * a + t * b) for (A, a), (B, b) in zip(net_a, net_b, strict=True)]


def reordered(net, perms):
    """All hidden layers reordered: new unit k of layer l is old unit perms[l - 1][k]."""
    # Inputs and outputs are never reordered, hence the slices at the ends.
    orders = [slice(None), *perms, slice(None)]
    return [(W[orders[k + 1]][:, orders[k]], b[orders[k + 1]]) for k, (W, b) in enumerate(net)]


def best_assignment(table):
    """The perm for which the sum of table[k, perm[k]] is largest."""
    # Rows are the units of net_a, columns those of net_b: the answer of the solver is then the perm itself. With rows
    # and columns exchanged it would be the inverse. The solver minimises unless it is told otherwise.
    return linear_sum_assignment(table, maximize=True)[1].tolist()


def match_units(net_a, net_b):
    """The perm for net_b whose sum of products with net_a is largest; one hidden layer."""
    demand_same_shapes(net_a, net_b)
    if len(net_a) != 2:
        raise ValueError(f"nets with one hidden layer are needed, these have {len(net_a) - 1}")
    return best_layer(net_a, net_b, [[]], 1)


def similarity(net_a, net_b, perms, layer):
    """Entry (k, l): what it brings to have unit l of net_b at place k of a layer, the other layers being in order."""
    before = slice(None) if layer == 1 else perms[layer - 2]
    after = slice(None) if layer == len(net_a) - 1 else perms[layer]
    (A, a), (B, b) = net_a[layer - 1], net_b[layer - 1]
    A_out, B_out = net_a[layer][0], net_b[layer][0]
    # a sum over all that belongs to a unit: incoming weights, bias, outgoing weights
    return A @ B[:, before].T + np.outer(a, b) + A_out.T @ B_out[after]


def best_layer(net_a, net_b, perms, layer):
    """The best perm for one hidden layer of net_b while the perms of the other layers stay as they are."""
    return best_assignment(similarity(net_a, net_b, perms, layer))


def score(net_a, net_b, perms):
    """The sum of products of all weights and biases of net_a and the reordered net_b."""
    return sum(np.sum(A * B) + a @ b for (A, a), (B, b) in zip(net_a, reordered(net_b, perms), strict=True))


def climb(net_a, net_b, perms):
    """Improve one layer after another until no layer can be improved by itself."""
    perms = [list(perm) for perm in perms]
    improved = True
    while improved:
        improved = False
        for layer in range(1, len(net_a)):
            table = similarity(net_a, net_b, perms, layer)
            trial, places = best_assignment(table), np.arange(len(table))
            gain = table[places, trial].sum() - table[places, perms[layer - 1]].sum()
            # Between equally good orders, rounding may feign a gain again and again: only more than that counts.
            if gain > 1e-12 * np.abs(table).sum():
                perms[layer - 1], improved = trial, True
    return perms


def forward_pass(net_a, net_b):
    """Match layer after layer by incoming weights and biases, the layer before being in order already.

    If net_b is a reordering of net_a, this finds it: of all orders of the same rows, the largest sum of products is
    reached only where each row meets itself (Cauchy and Schwarz).
    """
    perms, before = [], slice(None)
    for (A, a), (B, b) in zip(net_a[:-1], net_b[:-1], strict=True):
        before = best_assignment(A @ B[:, before].T + np.outer(a, b))
        perms.append(before)
    return perms


def align(net_a, net_b):
    """One perm for each hidden layer of net_b, such that no single layer can be brought closer to net_a.

    A climb may stop at a peak that is not the highest. Starting at the identity guarantees that the answer is never
    below no reordering; starting at the forward pass finds every net_b that is net_a in another order. The better of
    the two peaks has both properties.
    """
    demand_same_shapes(net_a, net_b)
    identity = [list(range(len(b))) for _, b in net_a[:-1]]
    peaks = [climb(net_a, net_b, start) for start in (identity, forward_pass(net_a, net_b))]
    return max(peaks, key=lambda perms: score(net_a, net_b, perms))


def loss_profile(net_a, net_b, X, Y, activation, ts):
    """Losses on the straight line in parameter space from net_a (t = 0) to net_b (t = 1)."""
    demand_same_shapes(net_a, net_b)
    # The PARAMETERS are mixed, biases included, and the mixed net is evaluated: one net, one loss for every t.
    return np.array([mse(mixed(net_a, net_b, t), X, Y, activation) for t in ts])


def barrier(losses):
    """The highest excess over the straight line between the first and the last loss; t is evenly spaced."""
    line = np.linspace(losses[0], losses[-1], len(losses))
    # At both ends the excess is 0, so the maximum is never negative.
    return float(np.max(losses - line))


def merge(net_a, net_b):
    """The midpoint of net_a and net_b, after net_b has been aligned to net_a."""
    return mixed(net_a, reordered(net_b, align(net_a, net_b)), 0.5)


def zero_loss_path(net, X, Y, i, j):
    """Nets from `net` to its twin with units i and j swapped; on every straight segment the loss stays exactly 0.

    Two moves change no output. A unit whose outgoing weights are 0 may change its incoming weights and bias at will.
    And if two units share incoming weights and bias, one may hand its outgoing weights over to the other: only the
    sum of the two columns counts. With an idle unit as a third place, i and j can change places by these moves.
    """
    demand_units(net, i, j)
    (W, b), (V, _) = net
    idle = next(k for k in range(len(b)) if k not in (i, j) and not np.any(V[:, k]))
    path = [copied(net)]
    # Whoever takes is idle at that moment, and whoever has given is idle afterwards and can take next.
    for giver, taker in ((i, idle), (j, i), (idle, j)):
        alike = copied(path[-1])
        alike[0][0][taker], alike[0][1][taker] = alike[0][0][giver], alike[0][1][giver]
        path.append(alike)
        handed_over = copied(alike)
        # Whole weights, in one go: a third of a weight and its other two thirds, rounded, need not add up to it.
        handed_over[1][0][:, taker] = alike[1][0][:, giver]
        handed_over[1][0][:, giver] = 0.0
        path.append(handed_over)
    restored = copied(path[-1])
    restored[0][0][idle], restored[0][1][idle] = W[idle], b[idle]
    return [*path, restored]


def copied(net):
    """The same parameters in fresh arrays."""
    return [(W.copy(), b.copy()) for W, b in net]

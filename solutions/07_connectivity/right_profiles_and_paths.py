"""Right profiles, barriers and paths in other styles than the reference."""

import itertools
import math
from fractions import Fraction

import numpy as np

from autograder.checks import variant


def shapes_of(net):
    return [tuple(np.shape(W)) for W, b in net]


def refuse_unless(condition):
    if not condition:
        raise ValueError("the nets have different shapes, or too many layers")


# --- loss_profile --------------------------------------------------------------------------------------------------


def act(z, activation):
    if activation == "relu":
        return max(z, 0.0)
    if activation == "sigmoid":
        return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))
    return math.tanh(z) if activation == "tanh" else z


@variant("loss_profile")
def one_number_after_the_other(net_a, net_b, X, Y, activation, ts):
    """Loops over numbers; a list of floats."""
    refuse_unless(shapes_of(net_a) == shapes_of(net_b))
    losses = []
    for t in ts.tolist():
        squares = []
        for x, y in zip(X.tolist(), Y.tolist(), strict=True):
            values = x
            for depth, ((A, a), (B, b)) in enumerate(zip(net_a, net_b, strict=True)):
                new = []
                for k in range(len(a)):
                    total = float(a[k] + t * (b[k] - a[k]))
                    for m, value in enumerate(values):
                        total += float(A[k, m] + t * (B[k, m] - A[k, m])) * value
                    new.append(total if depth == len(net_a) - 1 else act(total, activation))
                values = new
            squares += [(found - wanted) ** 2 for found, wanted in zip(values, y, strict=True)]
        losses.append(math.fsum(squares) / len(squares))
    return losses


@variant("loss_profile")
def all_nets_at_once(net_a, net_b, X, Y, activation, ts):
    """One axis more: the nets of all t side by side."""
    if [p.shape for layer in net_a for p in layer] != [p.shape for layer in net_b for p in layer]:
        raise ValueError("shapes")
    t = np.asarray(ts)[:, None, None]
    h = np.broadcast_to(X, (len(ts), *X.shape))
    for depth, ((A, a), (B, b)) in enumerate(zip(net_a, net_b, strict=True)):
        h = h @ ((1 - t) * A + t * B).transpose(0, 2, 1) + ((1 - t) * a + t * b)
        if depth < len(net_a) - 1 and activation != "identity":
            if activation == "relu":
                h = h * (h > 0)
            else:
                h = np.tanh(h) if activation == "tanh" else 0.5 + 0.5 * np.tanh(h / 2)
    return ((h - Y) ** 2).mean(axis=(1, 2))


@variant("loss_profile")
def along_one_vector(net_a, net_b, X, Y, activation, ts):
    """All parameters as one vector, which is cut into layers again; numpy's numbers in a tuple."""
    refuse_unless(shapes_of(net_a) == shapes_of(net_b))
    start, end = (np.concatenate([part.ravel() for layer in net for part in layer]) for net in (net_a, net_b))

    def loss(theta):
        h = X.T
        for depth, (W, _) in enumerate(net_a):
            matrix, bias, theta = np.split(theta, [W.size, W.size + len(W)])
            h = matrix.reshape(W.shape) @ h + bias[:, None]
            if depth + 1 < len(net_a):
                h = np.vectorize(act)(h, activation)
        return np.square(h.T - Y).mean()

    return tuple(loss(start * (1 - t) + end * t) for t in ts)


# --- barrier -------------------------------------------------------------------------------------------------------


@variant("barrier")
def in_fractions(losses):
    """Exact, and a Fraction comes back."""
    exact = [Fraction(float(loss)) for loss in losses]
    steps = len(exact) - 1
    return max(loss - (exact[0] * (steps - k) + exact[-1] * k) / steps for k, loss in enumerate(exact))


@variant("barrier")
def in_a_loop(losses):
    """A loop over the inner losses, starting from 0."""
    highest = 0.0
    n = len(losses)
    for k in range(1, n - 1):
        t = k / (n - 1)
        highest = max(highest, losses[k] - (1 - t) * losses[0] - t * losses[n - 1])
    return np.array(highest)


@variant("barrier")
def by_interpolation(losses):
    """The line by np.interp; a numpy scalar."""
    t = np.linspace(0.0, 1.0, len(losses))
    return np.maximum(losses - np.interp(t, t[[0, -1]], losses[[0, -1]]), 0).max()


# --- zero_loss_path ------------------------------------------------------------------------------------------------


def from_triples(units, c):
    rows, biases, columns = zip(*units, strict=True)
    return [(np.array(rows), np.array(biases)), (np.array(columns).T, np.array(c))]


def by_triples(net, i, j):
    (W, b), (V, c) = net
    if min(i, j) < 0 or max(i, j) >= len(b):
        raise ValueError(f"units {i} and {j} are not both among 0 to {len(b) - 1}")
    units = [
        (tuple(row), bias, tuple(column))
        for row, bias, column in zip(W.tolist(), b.tolist(), V.T.tolist(), strict=True)
    ]
    nothing = (0.0,) * len(c)
    idle = max(k for k, (_, _, out) in enumerate(units) if k not in (i, j) and out == nothing)
    own = units[idle][:2]
    path = [list(units)]
    for giver, taker in ((j, idle), (i, j), (idle, i)):
        now = list(path[-1])
        now[taker] = (*now[giver][:2], nothing)
        path.append(list(now))
        now[taker], now[giver] = now[giver], now[taker]
        path.append(now)
    now = list(path[-1])
    now[idle] = (*own, nothing)
    return tuple(from_triples(each, c.tolist()) for each in [*path, now])


@variant("zero_loss_path")
def units_as_triples(net, X, Y, i, j):
    """Each net is a list of units (row, bias, column); j moves first, and the last idle unit helps."""
    return by_triples(net, i, j)


@variant("zero_loss_path")
def rows_and_biases_one_by_one(net, X, Y, i, j):
    """Eleven segments: incoming weights and bias change one after the other. Lists all the way down."""
    (W, b), (V, c) = ((part.tolist(), bias.tolist()) for part, bias in net)
    if not {i, j} <= set(range(len(b))):
        raise ValueError("no such unit")
    idle = next(k for k in range(len(b)) if not any(row[k] for row in V) and k != i and k != j)
    path = []

    def note():
        path.append([([list(row) for row in W], list(b)), ([list(row) for row in V], list(c))])

    def dress(unit, row, bias):
        W[unit] = list(row)
        note()
        b[unit] = bias
        note()

    note()
    own = list(W[idle]), b[idle]
    for giver, taker in ((i, idle), (j, i), (idle, j)):
        dress(taker, W[giver], b[giver])
        for row in V:
            row[taker], row[giver] = row[giver], row[taker]
        note()
    dress(idle, *own)
    return path


@variant("zero_loss_path")
def two_helpers_if_there_are(net, X, Y, i, j):
    """With two idle units, i and j move at the same time: five segments. The given net itself stands first."""
    (W, b), (V, c) = net
    helpers = [k for k in np.flatnonzero(~V.any(axis=0)) if k not in (i, j)]
    if len(helpers) < 2:
        return by_triples(net, i, j)
    p, q = helpers[:2]
    W1, b1 = W.copy(), b.copy()
    W1[[p, q]], b1[[p, q]] = W[[i, j]], b[[i, j]]
    V1 = V.copy()
    V1[:, [p, q]], V1[:, [i, j]] = V[:, [i, j]], 0
    W2, b2 = W1.copy(), b1.copy()
    W2[[i, j]], b2[[i, j]] = W[[j, i]], b[[j, i]]
    V2 = V.copy()
    V2[:, [i, j]] = V[:, [j, i]]
    W3, b3 = W.copy(), b.copy()
    W3[[i, j]], b3[[i, j]] = W[[j, i]], b[[j, i]]
    steps = itertools.chain([(W, b, V), (W1, b1, V), (W1, b1, V1), (W2, b2, V1), (W2, b2, V2), (W3, b3, V2)])
    return [[(rows, biases), (columns, c)] for rows, biases, columns in steps]

"""Right functions of the lab in other styles than the reference; all of them must keep full marks."""

import itertools
import math
from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
from scipy import special

from autograder.checks import variant

# --- forward -------------------------------------------------------------------------------------------------------


def activate(name, z):
    """One number at a time."""
    if name == "identity":
        return z
    if name == "relu":
        return z if z > 0 else 0.0
    if name == "tanh":
        return math.tanh(z)
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))


@variant("forward")
def forward_number_by_number(net, X, activation):
    """Loops over samples, units and inputs; nested lists come back."""
    rows = []
    for x in X.tolist():
        h = x
        for k, (W, b) in enumerate(net):
            z = [
                sum(weight * value for weight, value in zip(row, h, strict=True)) + bias
                for row, bias in zip(W, b, strict=True)
            ]
            h = z if k == len(net) - 1 else [activate(activation, value) for value in z]
        rows.append(h)
    return rows


@variant("forward")
def forward_in_columns(net, X, activation):
    """Samples as columns, einsum, and the activations of scipy and numpy."""
    act = {"identity": np.array, "relu": lambda z: z * (z > 0), "tanh": np.tanh, "sigmoid": special.expit}[activation]
    h = X.T
    for W, b in net[:-1]:
        h = act(np.einsum("ij,jn->in", W, h) + b.reshape(-1, 1))
    return (net[-1][0] @ h + net[-1][1][:, None]).T


@variant("forward")
def forward_with_a_constant_input(net, X, activation):
    """The bias as one more weight; the sigmoid that lets exp overflow, which gives 1 / inf = 0 and a warning."""
    h = X
    for k, (W, b) in enumerate(net):
        h = np.hstack([h, np.ones((len(h), 1))]) @ np.vstack([W.T, b])
        if k < len(net) - 1:
            if activation == "relu":
                h[h < 0] = 0
            elif activation == "tanh":
                h = 2 * special.expit(2 * h) - 1
            elif activation == "sigmoid":
                with np.errstate(over="ignore"):
                    h = 1 / (1 + np.exp(-h))
    return h


# --- mse -----------------------------------------------------------------------------------------------------------


def quick_forward(net, X, activation):
    h = X
    for k, (W, b) in enumerate(net):
        h = h @ W.T + b
        if k < len(net) - 1:
            h = {"identity": np.array, "relu": lambda z: z.clip(0), "tanh": np.tanh, "sigmoid": special.expit}[
                activation
            ](h)
    return h


@variant("mse")
def mse_by_two_loops(net, X, Y, activation):
    if X.shape[0] != Y.shape[0]:
        raise ValueError("samples")
    out = quick_forward(net, X, activation)
    total = 0.0
    for n in range(out.shape[0]):
        for o in range(out.shape[1]):
            total += float(out[n, o] - Y[n, o]) ** 2
    return total / (out.shape[0] * out.shape[1])


@variant("mse")
def mse_as_a_norm(net, X, Y, activation):
    """The squared Frobenius norm over the number of entries; numpy's own scalar comes back."""
    difference = Y - quick_forward(net, X, activation) if len(Y) == len(X) else None
    if difference is None:
        raise ValueError("samples")
    return np.vdot(difference, difference) / Y.size


@variant("mse")
def mse_of_means(net, X, Y, activation):
    """First the mean of each output, then the mean of these; an array without axes comes back."""
    out = quick_forward(net, X, activation)
    if out.shape != Y.shape:
        raise ValueError(f"{out.shape} and {Y.shape}")
    return np.array(np.square(out - Y).mean(axis=0).mean())


# --- convexity_gap -------------------------------------------------------------------------------------------------


@variant("convexity_gap")
def gap_from_the_other_end(f, x, y, lam):
    """The point as y + lam (x - y), the chord likewise."""
    fx, fy = f(x), f(y)
    return f(y + lam * (x - y)) - fy - lam * (fx - fy)


@variant("convexity_gap")
def gap_through_arrays(f, x, y, lam):
    """Everything is an array, also a number."""
    x, y = np.asarray(x), np.asarray(y)
    weights = np.array([lam, 1 - lam])
    point = np.tensordot(weights, np.stack([x, y]), axes=1)
    return np.array(f(point)) - weights @ np.array([f(x), f(y)])


@variant("convexity_gap")
def gap_by_asking_often(f, x, y, lam):
    """The mean of several answers; a list of numbers for the array."""
    mixed = [lam * a + (1 - lam) * b for a, b in zip(np.ravel(x).tolist(), np.ravel(y).tolist(), strict=True)]
    point = np.reshape(mixed, np.shape(x))
    height = sum(float(f(point)) for _ in range(4)) / 4
    return math.fsum([height, -lam * float(f(x)), (lam - 1) * float(f(y))])


# --- logistic_loss -------------------------------------------------------------------------------------------------


@variant("logistic_loss")
def loss_sample_by_sample(w, X, y):
    total = 0.0
    for x, label in zip(X.tolist(), y.tolist(), strict=True):
        z = sum(a * b for a, b in zip(w.tolist(), x, strict=True))
        margin = z if label == 1 else -z
        total += math.log1p(math.exp(-margin)) if margin >= 0 else -margin + math.log1p(math.exp(margin))
    return total / len(y)


@variant("logistic_loss")
def loss_with_max(w, X, y):
    """max(z, 0) - y z + log(1 + exp(-|z|))."""
    z = X.dot(w)
    return np.average(np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z))))


@variant("logistic_loss")
def loss_from_scipy(w, X, y):
    """The logarithms of both probabilities from scipy."""
    z = np.einsum("ni,i->n", X, w)
    return -(y @ special.log_expit(z) + (1 - y) @ special.log_expit(-z)) / y.size


# --- logistic_hessian ----------------------------------------------------------------------------------------------


@variant("logistic_hessian")
def hessian_entry_by_entry(w, X):
    N, d = X.shape
    H = [[0.0] * d for _ in range(d)]
    for x in X:
        z = float(x @ w)
        e = math.exp(-abs(z))
        weight = e / (1 + e) ** 2
        for i in range(d):
            for j in range(d):
                H[i][j] += weight * float(x[i]) * float(x[j]) / N
    return H


@variant("logistic_hessian")
def hessian_as_a_gram_matrix(w, X):
    """A^T A with rows scaled by the root of their weight: symmetric by construction."""
    z = X @ w
    A = np.sqrt(special.expit(z) * special.expit(-z) / len(z))[:, np.newaxis] * X
    return A.T @ A


@variant("logistic_hessian")
def hessian_by_outer_products(w, X):
    """The slope of the sigmoid as (1 - tanh(z/2)**2) / 4."""
    return np.mean([(1 - np.tanh(x @ w / 2) ** 2) / 4 * np.outer(x, x) for x in X], axis=0)


# --- squared_sigmoid_certificate -----------------------------------------------------------------------------------


@variant("squared_sigmoid_certificate")
def certificate_in_plain_python(X, y):
    """Lists and a Fraction; the walk begins at 0 and has its middle after a quarter of the way."""
    rows, labels = X.tolist(), y.tolist()
    d = len(rows[0])
    k = next(k for k in range(d) if any(row[k] for row in rows))
    votes = sum(
        (1 if row[k] > 0 else -1) * (1 if label == 0 else -1) for row, label in zip(rows, labels, strict=True) if row[k]
    )
    far = 200.0 / min(abs(row[k]) for row in rows if row[k])
    end = [0.0] * d
    end[k] = far if votes > 0 else -far
    return [[0.0] * d, end, Fraction(3, 4)]


@variant("squared_sigmoid_certificate")
def certificate_by_trying_both(X, y):
    """The far end's loss is known from signs alone; of the two directions the better one is taken, lam is numpy's."""
    k = int(np.flatnonzero(X.any(axis=0))[-1])
    signs = np.sign(X[:, k])
    ends = {s: np.mean(((1 + s * signs) / 2 - y) ** 2) for s in (-1, 1)}
    s = max(ends, key=lambda each: ends[each])
    w = np.zeros(X.shape[1])
    w[k] = s * (300 / np.abs(X[signs != 0, k]).min())
    return w, w * 0, np.float64(0.7)


@variant("squared_sigmoid_certificate")
def certificate_between_two_plateaus(X, y):
    """From far on the lower plateau to very far on the higher one: the end values are those of the plateaus."""
    k = int(np.argmax((X != 0).any(axis=0)))
    x = X[:, k]
    m = np.abs(x[x != 0]).min()
    up = np.mean(((1 + np.sign(x)) / 2 - y) ** 2)
    down = np.mean(((1 - np.sign(x)) / 2 - y) ** 2)
    if up == down:  # both above 1/4: begin between them
        low, high = 0.0, 100 / m
    elif up > down:
        low, high = -50 / m, 150 / m
    else:
        low, high = 50 / m, -150 / m
    unit = np.eye(X.shape[1])[k]
    return low * unit, high * unit, 0.5


# --- find_violation ------------------------------------------------------------------------------------------------


@variant("find_violation")
def violation_by_brute_force(points, values):
    """All triples, in fractions."""
    p, v = [Fraction(x) for x in points.tolist()], [Fraction(x) for x in values.tolist()]
    for i, j, k in itertools.permutations(range(len(p)), 3):
        if p[i] < p[j] < p[k] and v[j] * (p[k] - p[i]) > v[i] * (p[k] - p[j]) + v[k] * (p[j] - p[i]):
            return [i, j, k]
    return None


@variant("find_violation")
def violation_by_the_lower_hull(points, values):
    """The lower convex hull of the table, point by point: whatever would have to leave it again is above a chord."""
    rows = [
        (Fraction(p), Fraction(v), n) for n, (p, v) in enumerate(zip(points.tolist(), values.tolist(), strict=True))
    ]
    hull = []
    for p, v, n in sorted(rows):
        if len(hull) > 1:
            (p0, v0, n0), (p1, v1, n1) = hull[-2:]
            if (v1 - v0) * (p - p0) > (v - v0) * (p1 - p0):
                return np.array([n0, n1, n])
        hull.append((p, v, n))
    return None


@variant("find_violation")
def violation_in_whole_numbers(points, values):
    """All numbers times a power of two, so that they are whole; then Python's ints."""

    def whole(numbers):
        ratios = [float(x).as_integer_ratio() for x in numbers]
        common = max((q for _, q in ratios), default=1)
        return [n * (common // q) for n, q in ratios]

    p, v = whole(points), whole(values)
    order = sorted(range(len(p)), key=p.__getitem__)
    for left, middle, right in zip(order[:-2], order[1:-1], order[2:], strict=True):
        determinant = (p[middle] - p[left]) * (v[right] - v[left]) - (p[right] - p[left]) * (v[middle] - v[left])
        if determinant < 0:
            return np.int64(left), np.int64(middle), np.int64(right)
    return None


@variant("find_violation")
def violation_in_long_decimals(points, values):
    """Decimals with room for every product."""
    with localcontext() as context:
        context.prec = 3000
        rows = sorted(
            (Decimal(float(p)), Decimal(float(v)), n) for n, (p, v) in enumerate(zip(points, values, strict=True))
        )
        for (p0, v0, i), (p1, v1, j), (p2, v2, k) in zip(rows, rows[1:], rows[2:], strict=False):
            if (v1 - v0) * (p2 - p1) > (v2 - v1) * (p1 - p0):
                return (i, j, k)
    return None

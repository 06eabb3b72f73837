"""Reference functions of the lab: plain numpy, written to be read.

A net is a list of pairs ``(W, b)``. Hidden layer ``k`` (counted from 1) owns the rows of ``net[k-1][0]``, the entries
of ``net[k-1][1]`` and the columns of ``net[k][0]``. No function changes what it is given.
"""

import math

import numpy as np


def gradient_descent(grad, x0, step, n_steps):
    """The path of gradient descent: row 0 is x0, and every row is one step on from the row before."""
    path = [np.array(x0)]
    for _ in range(n_steps):
        x = path[-1]
        # A new array in every step. `x -= step * grad(x)` would change the row that is already in the path, and
        # `g *= step` would change x itself where grad returns its own argument, as the gradient of |x|^2/2 may.
        path.append(x - step * grad(x))
    return np.array(path)


def largest_safe_step(hessian):
    """2 / (largest eigenvalue): below it a small step goes down in every direction of positive curvature."""
    # eigvalsh is for symmetric matrices and sorts. The last eigenvalue is the largest one, not the largest in size:
    # along a negative eigenvalue every step goes down, however long it is. What is not square it refuses with a
    # LinAlgError, which is a ValueError.
    largest = np.linalg.eigvalsh(hessian)[-1]
    return 2.0 / largest if largest > 0 else math.inf


def noisy_descent(grad, x0, step, n_steps, noise, seed):
    """Gradient descent with a uniform random kick after every step, of its own for every coordinate."""
    # A generator of its own: what others draw in the meantime does not matter, and neither do we disturb them.
    rng = np.random.default_rng(seed)
    path = [np.array(x0)]
    for _ in range(n_steps):
        x = path[-1]
        kick = rng.uniform(-noise, noise, size=len(x))
        path.append(x - step * grad(x) + kick)
    return np.array(path)


def split_unit(net, layer, unit, mu):
    """Replace a unit by two with the same incoming side; they share the outgoing weights as mu to 1 - mu."""
    # Python takes negative indices, so layer 0 and unit -1 would be accepted without a word.
    if not 1 <= layer <= len(net) - 1:
        raise ValueError(f"hidden layers are numbered 1..{len(net) - 1}, there is no layer {layer}")
    (W, b), (V, c) = net[layer - 1], net[layer]
    if not 0 <= unit < len(b):
        raise ValueError(f"units of layer {layer} are numbered 0..{len(b) - 1}, there is no unit {unit}")
    v = V[:, unit]
    shared = np.column_stack([V, (1 - mu) * v])
    shared[:, unit] = mu * v  # column_stack has made a copy, so V and v are as they were
    new = [(M.copy(), a.copy()) for M, a in net]
    new[layer - 1] = (np.vstack([W, W[unit]]), np.append(b, b[unit]))
    new[layer] = (shared, c.copy())
    return new


def with_derivatives(activation, z):
    """The activation and its first and second derivative at z."""
    if activation == "identity":
        return z, np.ones_like(z), np.zeros_like(z)
    if activation == "relu":
        return np.maximum(z, 0.0), (z > 0).astype(float), np.zeros_like(z)
    if activation == "tanh":
        h = np.tanh(z)
        return h, 1 - h**2, -2 * h * (1 - h**2)
    h = 0.5 * (1.0 + np.tanh(0.5 * z))
    return h, h * (1 - h), h * (1 - h) * (1 - 2 * h)


def outputs_with_derivatives(net, X, activation):
    """Outputs, shape (N, m), with their first and second derivatives by all parameters, along one and two last axes.

    The parameters are numbered as they stand in the net: W1 row by row, b1, W2 row by row, b2, ...
    """
    n_parameters = sum(part.size for layer in net for part in layer)
    h, first = X, np.zeros((*X.shape, n_parameters))
    second = np.zeros((*X.shape, n_parameters, n_parameters))
    start = 0
    for k, (W, b) in enumerate(net):
        z = h @ W.T + b
        # z[i] = sum over j of W[i, j] * h[j] + b[i], and both factors depend on parameters: the product rule has two
        # terms, and the second derivative has two mixed ones besides.
        dz = np.einsum("ij,njp->nip", W, first)
        ddz = np.tensordot(second, W, axes=(1, 1)).transpose(0, 3, 1, 2)
        for i in range(len(b)):
            row = slice(start + i * W.shape[1], start + (i + 1) * W.shape[1])
            dz[:, i, row] += h
            ddz[:, i, row, :] += first
            ddz[:, i, :, row] += first.transpose(0, 2, 1)
            dz[:, i, start + W.size + i] += 1.0
        start += W.size + b.size
        if k == len(net) - 1:
            return z, dz, ddz  # the output layer is linear
        h, slope, bend = with_derivatives(activation, z)
        second = bend[..., None, None] * dz[..., :, None] * dz[..., None, :] + slope[..., None, None] * ddz
        first = slope[..., None] * dz


def loss_hessian(net, X, Y, activation):
    """The matrix of second derivatives of the mse by all parameters."""
    f, first, second = outputs_with_derivatives(net, X, activation)
    # Both terms count. Without the one that holds the residuals, no eigenvalue could ever be negative.
    return 2 * (np.einsum("nip,niq->pq", first, first) + np.einsum("ni,nipq->pq", f - Y, second)) / Y.size


def escape_direction(net, X, Y, activation):
    """A direction of negative curvature at a critical point, or None if there is none."""
    values, vectors = np.linalg.eigh(loss_hessian(net, X, Y, activation))
    # An eigenvalue that is 0 comes out as something like -1e-17, so a comparison with 0 would take rounding for a
    # saddle. The text promises that nothing lies between -5e-4 and -1e-9.
    if values[0] > -1e-6:
        return None
    direction, start = [], 0
    for W, b in net:
        middle, end = start + W.size, start + W.size + b.size
        direction.append((vectors[start:middle, 0].reshape(W.shape), vectors[middle:end, 0]))
        start = end
    return direction


def dead_relu_minimum(X, Y, n_hidden):
    """A ReLU net whose hidden units are off on all data: only the output bias has a say, and it is at its best."""
    if len(X) != len(Y):
        raise ValueError(f"X has {len(X)} samples, but Y has {len(Y)}")
    d, m = X.shape[1], Y.shape[1]
    # With incoming weights 0 the pre-activations are the bias -1, whatever the inputs are.
    hidden = (np.zeros((n_hidden, d)), np.full(n_hidden, -1.0))
    return [hidden, (np.ones((m, n_hidden)), Y.mean(axis=0))]


def saddle_counts(d):
    """How many critical points of each index the Rastrigin function of d variables has in its box."""
    # Every coordinate is at one of 11 minima or 10 maxima of the function of one variable, independently of the
    # others; the index is the number of coordinates at a maximum, and C(d, k) says which ones these are.
    return [math.comb(d, k) * 11 ** (d - k) * 10**k for k in range(d + 1)]

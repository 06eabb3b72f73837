"""The reference solution of lab 04: the average of all permutations."""

import numpy as np
from scipy.special import expit

ACTIVATIONS = {"identity": lambda z: z, "relu": lambda z: np.maximum(z, 0.0), "tanh": np.tanh, "sigmoid": expit}


def forward(net, X, activation):
    """Outputs of the net, shape (N, m), for inputs X of shape (N, d)."""
    hidden = X
    for W, b in net[:-1]:
        hidden = ACTIVATIONS[activation](hidden @ W.T + b)
    W, b = net[-1]
    return hidden @ W.T + b


def mse(net, X, Y, activation):
    """Mean over samples and outputs of the squared error."""
    return float(np.mean((forward(net, X, activation) - Y) ** 2))


def demand_same_shapes(nets):
    """Raise ValueError unless all nets have the shapes of the first, layer by layer."""
    shapes = [[(W.shape, b.shape) for W, b in net] for net in nets]
    if any(other != shapes[0] for other in shapes):
        raise ValueError("the nets have different shapes")


def average_nets(nets):
    """The mean of every single parameter over the nets."""
    # numpy would broadcast some shapes, and zip would drop the layers that one net has more: so look first.
    demand_same_shapes(nets)
    # np.mean computes with floats, also for integer arrays, and makes new arrays.
    return [
        (np.mean([W for W, _ in layers], axis=0), np.mean([b for _, b in layers], axis=0))
        for layers in zip(*nets, strict=True)
    ]


def group_mean(net):
    """The mean over all independent reorderings of the hidden layers, by its closed form."""
    new = []
    for k, (W, b) in enumerate(net):
        W, b = np.array(W, dtype=float), np.array(b, dtype=float)
        if k < len(net) - 1:  # the rows are hidden units: each of them becomes the mean row
            W[:] = W.mean(axis=0)
            b[:] = b.mean()
        if k > 0:  # the columns are hidden units: each of them becomes the mean column
            W[:] = W.mean(axis=1, keepdims=True)
        new.append((W, b))
    return new


def width_one(net):
    """One unit a layer that stands for all the equal units of the group mean."""
    new = []
    for k, (W, b) in enumerate(net):
        W, b = np.array(W, dtype=float), np.array(b, dtype=float)
        if k < len(net) - 1:  # all units of this layer are equal: one of them is enough...
            W, b = W.mean(axis=0, keepdims=True), b.mean(keepdims=True)
        if k > 0:  # ...if it sends on what they sent together: the SUM over the layer before
            W = W.sum(axis=1, keepdims=True)
        new.append((W, b))
    return new


def jensen_gap(net, X, Y, activation):
    """Loss of the group mean minus the loss of the net; a convex loss would never let it be positive."""
    return mse(group_mean(net), X, Y, activation) - mse(net, X, Y, activation)


def mix(net_a, net_b, lam):
    """The point lam * net_a + (1 - lam) * net_b of parameter space."""
    return [(lam * A + (1 - lam) * B, lam * a + (1 - lam) * b) for (A, a), (B, b) in zip(net_a, net_b, strict=True)]


def shift_units(net, layer, steps):
    """The net with the units of one hidden layer moved on in a circle."""
    new = list(net)
    W, b = net[layer - 1]
    V, c = net[layer]
    new[layer - 1] = (np.roll(W, steps, axis=0), np.roll(b, steps))
    new[layer] = (np.roll(V, steps, axis=1), c)
    return new


def jensen_certificate(net, X, Y, activation):
    """Two nets and a lam at which the loss lies above its chord, found among partial averages.

    The n shifts of a layer have the same mean as its n! orders. Their average m_n is reached in steps,
    m_k = (1/k) x_k + (1 - 1/k) m_{k-1}. If the loss obeyed the inequality of convexity in each step, it would
    obey Jensen's. Layer after layer: after the last one the average is the group mean, whose loss is too large.
    """
    best, largest = None, -np.inf
    start, loss_at_start = list(net), mse(net, X, Y, activation)
    for layer in range(1, len(net)):
        mean, loss_at_mean = start, loss_at_start
        for k in range(2, len(net[layer - 1][1]) + 1):
            # A shift of the start is a reordering of it, so it has the loss of the start.
            point, lam = shift_units(start, layer, k - 1), 1 / k
            chord = lam * loss_at_start + (1 - lam) * loss_at_mean
            step = mix(point, mean, lam)
            loss_at_step = mse(step, X, Y, activation)
            # The largest gap, not the first positive one: where the loss is flat, rounding alone gives 1e-17.
            if loss_at_step - chord > largest:
                best, largest = (point, mean, lam), loss_at_step - chord
            mean, loss_at_mean = step, loss_at_step
        start, loss_at_start = mean, loss_at_mean
    return best


def blind_spot():
    """Two units that are positive on all samples: there ReLU is linear, and equal outgoing weights do the rest.

    f(x) = relu(x1) + relu(x2) is x1 + x2 on the samples. In the middle both units compute (x1 + x2) / 2, and their
    sum is x1 + x2 again.
    """
    net = [(np.eye(2), np.zeros(2)), (np.ones((1, 2)), np.zeros(1))]
    X = np.eye(3, 2) + 1  # (2, 1), (1, 2) and (1, 1)
    Y = X.sum(axis=1, keepdims=True)
    return net, X, Y, 0, 1

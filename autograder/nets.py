"""The mathematics that checks use: nets, their outputs, their loss and their reorderings.

A `Net` is a list of pairs ``(W, b)``, first layer first; ``W`` has shape ``(n_out, n_in)`` and ``b`` shape
``(n_out,)``, both float64. A net with ``H + 1`` pairs has ``H`` hidden layers, numbered 1..H.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
Net = list[tuple[FloatArray, FloatArray]]


def _sigmoid(z: FloatArray) -> FloatArray:
    """Logistic function; the exponential only ever sees non-positive numbers, so it cannot overflow."""
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, small) / (1.0 + small)


ACTIVATIONS: dict[str, Callable[[FloatArray], FloatArray]] = {
    "identity": lambda z: z,
    "relu": lambda z: np.maximum(z, 0.0),
    "tanh": np.tanh,
    "sigmoid": _sigmoid,
}


def forward(net: Net, X: FloatArray, activation: str) -> FloatArray:
    """Outputs of the net, shape ``(N, m)``, for inputs ``X`` of shape ``(N, d)``; the last layer is linear."""
    act = ACTIVATIONS[activation]
    hidden = X
    for W, b in net[:-1]:
        hidden = act(hidden @ W.T + b)
    W_out, b_out = net[-1]
    return hidden @ W_out.T + b_out


def mse(net: Net, X: FloatArray, Y: FloatArray, activation: str) -> float:
    """Mean over samples and outputs of the squared error, without a factor 1/2."""
    return float(np.mean((forward(net, X, activation) - Y) ** 2))


def widths(net: Net) -> list[int]:
    """Widths ``[n_0, ..., n_L]`` of all layers, input and output included."""
    return [net[0][0].shape[1], *(W.shape[0] for W, _ in net)]


def copy(net: Net) -> Net:
    """The same parameters in fresh, writable arrays."""
    return [(W.copy(), b.copy()) for W, b in net]


def reorder(net: Net, perms: Sequence[Sequence[int]]) -> Net:
    """Reorder every hidden layer at once: new unit ``k`` of layer ``l`` is old unit ``perms[l-1][k]``."""
    new = copy(net)
    for layer, perm in enumerate(perms, start=1):
        order = np.asarray(perm, dtype=np.intp)
        W, b = new[layer - 1]
        new[layer - 1] = (W[order], b[order])
        W_next, b_next = new[layer]
        new[layer] = (W_next[:, order], b_next)
    return new


def swap(net: Net, layer: int, i: int, j: int) -> Net:
    """Exchange units ``i`` and ``j`` of one hidden layer: rows, biases and outgoing columns."""
    perms = [list(range(n)) for n in widths(net)[1:-1]]
    perm = perms[layer - 1]
    perm[i], perm[j] = perm[j], perm[i]
    return reorder(net, perms)


def interpolate(net_a: Net, net_b: Net, t: float) -> Net:
    """The point ``(1 - t) * net_a + t * net_b`` of parameter space; the shapes must agree."""
    return [((1 - t) * Wa + t * Wb, (1 - t) * ba + t * bb) for (Wa, ba), (Wb, bb) in zip(net_a, net_b, strict=True)]


def equal(net_a: Net, net_b: Net) -> bool:
    """Whether all parameters are equal by ``==`` (so -0.0 equals 0.0), never within a tolerance."""
    return len(net_a) == len(net_b) and all(
        Wa.shape == Wb.shape and ba.shape == bb.shape and not (np.count_nonzero(Wa != Wb) or np.count_nonzero(ba != bb))
        for (Wa, ba), (Wb, bb) in zip(net_a, net_b, strict=True)
    )


def units(net: Net, layer: int) -> list[tuple[float, ...]]:
    """The units of a hidden layer as plain tuples: incoming row, bias, outgoing column."""
    (W, b), (V, _) = net[layer - 1], net[layer]
    rows: list[list[Any]] = np.hstack([W, b[:, None], V.T]).tolist()
    return [tuple(row) for row in rows]

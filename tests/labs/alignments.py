"""Alignments of two nets layer by layer, for the tests of lab 07: what right ones and wrong ones share."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from autograder import nets


def net_of(*layers: Any) -> nets.Net:
    return [(np.array(W, dtype=float), np.array(b, dtype=float)) for W, b in layers]


def score(one: nets.Net, other: nets.Net) -> float:
    """How alike two nets are: the sum of all products of a number of the one and the same number of the other."""
    return sum(float(np.sum(A * B) + a @ b) for (A, a), (B, b) in zip(one, other, strict=True))


def table_of(A: nets.Net, B: nets.Net, perms: list[Any], k: int) -> Any:
    """Similarities of the units of hidden layer k, from 0, where the layers around it are ordered by these perms."""
    rows, out = B[k][0], B[k + 1][0]
    rows = rows[:, perms[k - 1]] if k else rows
    out = out[perms[k + 1]] if k + 1 < len(perms) else out
    return A[k][0] @ rows.T + np.outer(A[k][1], B[k][1]) + A[k + 1][0].T @ out


def identity(A: nets.Net) -> list[Any]:
    """All units where they are."""
    return [list(range(len(b))) for _, b in A[:-1]]


def forwards(A: nets.Net, B: nets.Net, biases: bool = True) -> list[Any]:
    """One pass from the inputs on: each layer is matched by what comes in, with or without the biases."""
    perms: list[Any] = []
    for (W, a), (V, b) in zip(A[:-1], B[:-1], strict=True):
        V = V[:, perms[-1]] if perms else V
        perms.append(linear_sum_assignment(-(W @ V.T + biases * np.outer(a, b)))[1].tolist())
    return perms

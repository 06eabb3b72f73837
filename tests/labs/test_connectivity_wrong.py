"""Lab 07: more wrong functions than its bank has; none may keep full marks."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from labs.alignments import forwards, identity, score, table_of
from labs.grading_in_process import Function, Functions, assert_rejected, lab_named, without_hints
from scipy.optimize import linear_sum_assignment

from autograder import nets

LAB = without_hints(lab_named("07_connectivity"))
R = LAB.reference
wrong = Functions(LAB)


def demand_same_shapes(a: nets.Net, b: nets.Net, hidden: int | None = None) -> None:
    if nets.widths(a) != nets.widths(b) or (hidden is not None and len(a) != hidden + 1):
        raise ValueError("shapes")


def best(table: Any) -> list[int]:
    return linear_sum_assignment(table, maximize=True)[1].tolist()


def units(net: nets.Net) -> Any:
    return np.array(nets.units(net, 1))


# --- match_units ---------------------------------------------------------------------------------------------------


def matching(exercise_table: Callable[[Any, Any], Any]) -> Function:
    """The best assignment of another table of similarities."""

    def function(a: nets.Net, b: nets.Net) -> Any:
        demand_same_shapes(a, b, 1)
        return best(exercise_table(a, b))

    return function


def product(a: nets.Net, b: nets.Net) -> Any:
    return units(a) @ units(b).T


def parts(a: nets.Net, b: nets.Net) -> Any:
    (W, w), (V, _) = a
    (X, x), (Y, _) = b
    return W @ X.T, np.outer(w, x), V.T @ Y


wrong.add_all(
    "match_units",
    matching(lambda a, b: product(a, b).T),
    matching(lambda a, b: -product(a, b)),
    matching(lambda a, b: product(a, b) ** 2),
    matching(lambda a, b: np.sign(product(a, b))),
    matching(lambda a, b: np.maximum(product(a, b), 0.0)),
    matching(lambda a, b: np.exp(np.minimum(product(a, b), 50))),
    matching(lambda a, b: np.argsort(np.argsort(product(a, b), axis=1), axis=1)),
    matching(lambda a, b: product(a, b) / (1e-300 + np.linalg.norm(units(a), axis=1)[:, None])),
    matching(lambda a, b: product(a, b) / (1e-300 + np.linalg.norm(units(b), axis=1))),
    matching(lambda a, b: product(a, b).astype(int)),
    matching(lambda a, b: np.round(product(a, b), 3)),
    matching(lambda a, b: -np.abs(units(a)[:, None] - units(b)).sum(axis=2)),
    matching(lambda a, b: -np.abs(units(a)[:, None] - units(b)).max(axis=2)),
    matching(lambda a, b: units(a)[:, :1] * units(b)[:, 0]),
    matching(lambda a, b: parts(a, b)[0] + parts(a, b)[1] - parts(a, b)[2]),
    matching(lambda a, b: parts(a, b)[0] * parts(a, b)[2]),
    matching(lambda a, b: parts(a, b)[0] / a[0][0].shape[1] + parts(a, b)[1] + parts(a, b)[2] / len(a[1][1])),
    matching(lambda a, b: parts(a, b)[0] + 2 * parts(a, b)[1] + parts(a, b)[2]),
    matching(lambda a, b: 2 * parts(a, b)[0] + parts(a, b)[1] + parts(a, b)[2]),
    matching(lambda a, b: parts(a, b)[0] + np.add.outer(a[0][1], b[0][1]) + parts(a, b)[2]),
    matching(lambda a, b: parts(a, b)[0] + np.outer(a[1][0].sum(axis=0), b[1][0].sum(axis=0)) + parts(a, b)[1]),
    matching(lambda a, b: parts(a, b)[0] + parts(a, b)[1] + np.outer(a[1][0][-1], b[1][0][-1])),
    matching(lambda a, b: np.outer(a[0][0].sum(axis=1), b[0][0].sum(axis=1)) + parts(a, b)[1] + parts(a, b)[2]),
    matching(lambda a, b: parts(a, b)[0] + parts(a, b)[2] if len(a[0][1]) > 5 else product(a, b)),
    matching(lambda a, b: product(a, b) if len(a[0][1]) <= 10 else np.eye(len(a[0][1]))),
    matching(lambda a, b: product(a, b) if len(a[0][1]) <= 45 else -product(a, b)),
)  # fmt: skip


@wrong("match_units")
def rounds_similarities_to_single_precision(a: nets.Net, b: nets.Net) -> Any:
    demand_same_shapes(a, b, 1)
    return best(product(a, b).astype(np.float32))


@wrong("match_units")
def keeps_the_order(a: nets.Net, b: nets.Net) -> Any:
    demand_same_shapes(a, b, 1)
    return list(range(len(a[0][1])))


@wrong("match_units")
def lets_the_second_net_choose(a: nets.Net, b: nets.Net) -> Any:
    demand_same_shapes(a, b, 1)
    table = product(a, b)
    perm = [0] * len(table)
    free = set(range(len(table)))
    for column in range(len(table)):
        row = max(free, key=lambda k: table[k, column])
        free.remove(row)
        perm[row] = column
    return perm


@wrong("match_units")
def both_indices(a: nets.Net, b: nets.Net) -> Any:
    demand_same_shapes(a, b, 1)
    return linear_sum_assignment(product(a, b), maximize=True)


@wrong("match_units")
def counts_from_one(a: nets.Net, b: nets.Net) -> Any:
    return [k + 1 for k in R["match_units"](a, b)]


@wrong("match_units")
def exchanges_neighbours_only(a: nets.Net, b: nets.Net) -> Any:
    demand_same_shapes(a, b, 1)
    table = product(a, b)
    perm = list(range(len(table)))
    for _ in range(len(perm) ** 2):
        for k in range(len(perm) - 1):
            now, then = table[k, perm[k]] + table[k + 1, perm[k + 1]], table[k, perm[k + 1]] + table[k + 1, perm[k]]
            if then > now:
                perm[k], perm[k + 1] = perm[k + 1], perm[k]
    return perm


@wrong("match_units")
def refuses_nothing(a: nets.Net, b: nets.Net) -> Any:
    try:
        return R["match_units"](a, b)
    except ValueError:
        return [0]


@wrong("match_units")
def refuses_with_another_error(a: nets.Net, b: nets.Net) -> Any:
    try:
        return R["match_units"](a, b)
    except ValueError:
        raise IndexError from None


@wrong("match_units")
def refuses_different_depths_only(a: nets.Net, b: nets.Net) -> Any:
    if len(a) != 2 or len(b) != 2:
        raise ValueError("depth")
    return R["match_units"](a, b) if nets.widths(a) == nets.widths(b) else list(range(len(a[0][1])))


@wrong("match_units")
def refuses_one_deep_net_only(a: nets.Net, b: nets.Net) -> Any:
    if len(a) == 3 and len(b) == 3:
        raise ValueError("depth")
    return R["match_units"](a, b) if len(a) == len(b) == 2 else [0]


@wrong("match_units")
def sorts_a_in_place(a: nets.Net, b: nets.Net) -> Any:
    perm = R["match_units"](a, b)
    a[0][1].sort()
    return perm


@wrong("match_units")
def reorders_b_in_place(a: nets.Net, b: nets.Net) -> Any:
    perm = R["match_units"](a, b)
    b[0][0][:] = b[0][0][perm]
    return perm


# --- align ---------------------------------------------------------------------------------------------------------


def reached(A: nets.Net, B: nets.Net, perms: list[Any]) -> float:
    return score(A, nets.reorder(B, perms))


def climbed(A: nets.Net, B: nets.Net, start: list[Any], layers: Any = None, rounds: int = 100) -> list[Any]:
    perms = [list(perm) for perm in start]
    for _ in range(rounds):
        before = reached(A, B, perms)
        for k in layers if layers is not None else range(len(perms)):
            perms[k] = best(table_of(A, B, perms, k))
        if reached(A, B, perms) <= before + 1e-12 * abs(before):
            break
    return perms


def aligning(make: Callable[[nets.Net, nets.Net], Any]) -> Function:
    def function(a: nets.Net, b: nets.Net) -> Any:
        demand_same_shapes(a, b)
        return make(a, b)

    return function


def better(A: nets.Net, B: nets.Net, *answers: Any) -> Any:
    return max(answers, key=lambda perms: reached(A, B, perms))


def worse(A: nets.Net, B: nets.Net, *answers: Any) -> Any:
    return min(answers, key=lambda perms: reached(A, B, perms))


def at_random(A: nets.Net, seed: int) -> list[Any]:
    rng = np.random.default_rng(seed)
    return [rng.permutation(len(b)).tolist() for _, b in A[:-1]]


def both(A: nets.Net, B: nets.Net, **options: Any) -> Any:
    return better(A, B, *(climbed(A, B, start, **options) for start in (identity(A), forwards(A, B))))


WRONG_ALIGNMENTS: list[Function] = [
    aligning(lambda A, B: climbed(A, B, identity(A), range(len(A) - 2, -1, -1))),
    aligning(lambda A, B: worse(A, B, climbed(A, B, identity(A)), climbed(A, B, forwards(A, B)))),
    aligning(lambda A, B: better(A, B, identity(A), climbed(A, B, forwards(A, B)))),
    aligning(lambda A, B: better(A, B, forwards(A, B), climbed(A, B, identity(A)))),
    aligning(lambda A, B: climbed(A, B, at_random(A, 1))),
    aligning(lambda A, B: better(A, B, *(climbed(A, B, at_random(A, k)) for k in range(3)))),
    aligning(lambda A, B: better(A, B, climbed(A, B, identity(A)), climbed(A, B, at_random(A, 1)))),
    aligning(lambda A, B: both(A, B, rounds=1)),
    aligning(lambda A, B: both(A, B, rounds=2)),
    aligning(lambda A, B: both(A, B, layers=[0])),
    aligning(lambda A, B: both(A, B, layers=[len(A) - 2])),
    aligning(lambda A, B: both(A, B, layers=range(min(2, len(A) - 1)))),
    aligning(lambda A, B: both(A, [(np.abs(W), b) for W, b in B])),
    aligning(lambda A, B: both(A, [(W, -b) for W, b in B])),
    aligning(lambda A, B: both([(W.round(1), b.round(1)) for W, b in A], B)),
    aligning(lambda A, B: both(A, [*B[:-1], (0 * B[-1][0], B[-1][1])])),
    aligning(lambda A, B: both(A, [(0 * B[0][0], B[0][1]), *B[1:]])),
    aligning(lambda A, B: both([(W / np.linalg.norm(W), b) for W, b in A], B)),
    aligning(lambda A, B: [both(A, B)[0]] * (len(A) - 1)),
    aligning(lambda A, B: both(A, B)[::-1]),
    aligning(lambda A, B: [np.argsort(p).tolist() for p in both(A, B)]),
    aligning(lambda A, B: both(B, A)),
    aligning(lambda A, B: both(A, B)[0]),
    aligning(lambda A, B: [*both(A, B), list(range(len(A[-1][1])))]),
    aligning(lambda A, B: [list(range(A[0][0].shape[1])), *both(A, B)]),
    aligning(lambda A, B: both(A, B) if len(A) < 4 else identity(A)),
    aligning(lambda A, B: both(A, B) if max(nets.widths(A)) <= 20 else identity(A)),
    aligning(lambda A, B: both(A, B) if len(set(nets.widths(A)[1:-1])) == 1 else forwards(A, B)),
    aligning(lambda A, B: both(*([(W.astype(np.float32), b.astype(np.float32)) for W, b in net] for net in (A, B)))),
]  # fmt: skip
wrong.add_all("align", *WRONG_ALIGNMENTS)


@wrong("align")
def stops_when_the_score_hardly_rises(A: nets.Net, B: nets.Net) -> Any:
    """As np.isclose sees it: gains below 1e-5 of the score are left."""
    demand_same_shapes(A, B)

    def climb(perms: Any) -> Any:
        while True:
            new = climbed(A, B, perms, rounds=1)
            if np.isclose(reached(A, B, new), reached(A, B, perms), atol=0):
                return perms
            perms = new

    return better(A, B, climb(identity(A)), climb(forwards(A, B)))


@wrong("align")
def aligns_one_layer_nets_only(A: nets.Net, B: nets.Net) -> Any:
    demand_same_shapes(A, B, 1)
    return [R["match_units"](A, B)]


@wrong("align")
def answers_for_other_shapes(A: nets.Net, B: nets.Net) -> Any:
    return R["align"](A, B) if nets.widths(A) == nets.widths(B) else identity(A)


@wrong("align")
def compares_the_depths_only(A: nets.Net, B: nets.Net) -> Any:
    if len(A) != len(B):
        raise ValueError("depth")
    return answers_for_other_shapes(A, B)


@wrong("align")
def compares_hidden_widths_only(A: nets.Net, B: nets.Net) -> Any:
    if nets.widths(A)[1:-1] != nets.widths(B)[1:-1]:
        raise ValueError("widths")
    return answers_for_other_shapes(A, B)


@wrong("align")
def shifts_a_in_place(A: nets.Net, B: nets.Net) -> Any:
    perms = R["align"](A, B)
    A[1][0][:] += 1
    return perms


# --- loss_profile --------------------------------------------------------------------------------------------------


def along(net_at: Callable[..., Any], loss: Callable[..., Any] = nets.mse) -> Function:
    def function(a: Any, b: Any, X: Any, Y: Any, activation: str, ts: Any) -> Any:
        demand_same_shapes(a, b)
        return np.array([loss(net_at(a, b, float(t)), X, Y, activation) for t in ts])

    return function


def mix(a: Any, b: Any, t: float) -> Any:
    return nets.interpolate(a, b, t)


def error_of(net: Any, X: Any, Y: Any, activation: str) -> Any:
    return nets.forward(net, X, activation) - Y


wrong.add_all(
    "loss_profile",
    along(lambda a, b, t: mix(b, a, t)),
    along(lambda a, b, t: mix(a, b, t * t)),
    along(lambda a, b, t: mix(a, b, round(t, 1))),
    along(lambda a, b, t: mix(a, b, t / 2)),
    along(lambda a, b, t: mix(a, b, min(t, 0.75))),
    along(lambda a, b, t: a if t < 0.5 else b),
    along(lambda a, b, t: [*mix(a, b, t)[:1], *a[1:]]),
    along(lambda a, b, t: [a[0], *mix(a, b, t)[1:]]),
    along(lambda a, b, t: [*mix(a, b, t)[:-1], b[-1]]),
    along(lambda a, b, t: [(W, (p + q) / 2) for (W, _), (_, p), (_, q) in zip(mix(a, b, t), a, b, strict=True)]),
    along(lambda a, b, t: [(W, 0 * c) for W, c in mix(a, b, t)]),
    along(lambda a, b, t: [(A + t * B, p + t * q) for (A, p), (B, q) in zip(a, b, strict=True)]),
    along(lambda a, b, t: [(np.sqrt(1 - t * t) * A + t * B, np.sqrt(1 - t * t) * p + t * q)
                           for (A, p), (B, q) in zip(a, b, strict=True)]),
    along(mix, lambda *p: np.abs(error_of(*p)).mean()),
    along(mix, lambda *p: (error_of(*p) ** 2).max()),
    along(mix, lambda *p: (error_of(*p) ** 2).sum(axis=1).mean()),
    along(mix, lambda *p: (error_of(*p) ** 2).mean(axis=0).sum()),
    along(mix, lambda *p: error_of(*p).mean() ** 2),
    along(mix, lambda *p: (error_of(*p)[-1] ** 2).mean()),
    along(mix, lambda n, X, Y, act: nets.mse(n, X, Y, act if act != "sigmoid" else "tanh")),
    along(mix, lambda n, X, Y, act: nets.mse(n, X, Y, act if act != "identity" else "relu")),
    along(mix, lambda n, X, Y, act: nets.mse(n, X, Y, act) + 1e-6),
    along(mix, lambda n, X, Y, act: round(nets.mse(n, X, Y, act), 6)),
    along(mix, lambda n, X, Y, act: nets.mse([(W, np.zeros(len(b))) for W, b in n], X, Y, act)),
    lambda a, b, X, Y, act, ts: R["loss_profile"](a, b, X, Y, act, ts)[::-1],
    lambda a, b, X, Y, act, ts: R["loss_profile"](a, b, X, Y, act, np.unique(ts)),
    lambda a, b, X, Y, act, ts: R["loss_profile"](a, b, X, Y, act, ts)[:, None],
    lambda a, b, X, Y, act, ts: R["loss_profile"](a, b, X, Y, act, ts) - R["loss_profile"](a, b, X, Y, act, [0.0]),
    lambda a, b, X, Y, act, ts: R["loss_profile"](a, nets.reorder(b, R["align"](a, b)), X, Y, act, ts),
)  # fmt: skip


@wrong("loss_profile")
def refuses_nothing_at_all(a: Any, b: Any, X: Any, Y: Any, activation: str, ts: Any) -> Any:
    if nets.widths(a) != nets.widths(b):
        return np.zeros(len(ts))
    return R["loss_profile"](a, b, X, Y, activation, ts)


@wrong("loss_profile")
def refuses_other_depths_only(a: Any, b: Any, X: Any, Y: Any, activation: str, ts: Any) -> Any:
    if len(a) != len(b):
        raise ValueError
    return refuses_nothing_at_all(a, b, X, Y, activation, ts)


@wrong("loss_profile")
def mixes_long_vectors(a: Any, b: Any, X: Any, Y: Any, activation: str, ts: Any) -> Any:
    """All parameters in one vector: numpy refuses vectors of two lengths, but shapes may differ all the same."""
    one, other = (np.concatenate([part.ravel() for layer in net for part in layer]) for net in (a, b))
    cuts = np.cumsum([part.size for layer in a for part in layer])[:-1]
    losses = []
    for t in ts:
        parts = np.split((1 - t) * one + t * other, cuts)
        net = [(W.reshape(V.shape), c) for W, c, (V, _) in zip(parts[::2], parts[1::2], a, strict=True)]
        losses.append(nets.mse(net, X, Y, activation))
    return losses


@wrong("loss_profile")
def ends_with_the_shorter_net(a: Any, b: Any, X: Any, Y: Any, activation: str, ts: Any) -> Any:
    shorter = min(len(a), len(b))
    if nets.widths(a[:shorter]) != nets.widths(b[:shorter]):
        raise ValueError
    return R["loss_profile"](a[:shorter], b[:shorter], X, Y, activation, ts)


@wrong("loss_profile")
def sorts_the_callers_ts(a: Any, b: Any, X: Any, Y: Any, activation: str, ts: Any) -> Any:
    losses = R["loss_profile"](a, b, X, Y, activation, ts)
    ts.sort()
    return losses


@wrong("loss_profile")
def subtracts_the_callers_targets(a: Any, b: Any, X: Any, Y: Any, activation: str, ts: Any) -> Any:
    losses = R["loss_profile"](a, b, X, Y, activation, ts)
    Y -= nets.forward(a, X, activation)
    return losses


# --- barrier -------------------------------------------------------------------------------------------------------


def line(x: Any) -> Any:
    return np.linspace(x[0], x[-1], len(x))


def grid(x: Any) -> Any:
    return np.linspace(0, 1, len(x))


wrong.add_all(
    "barrier",
    lambda x: 0.0,
    lambda x: np.max(x),
    lambda x: max(0.0, np.max(x) - x[0]),
    lambda x: max(0.0, np.max(x) - x[-1]),
    lambda x: max(0.0, np.max(x) - max(x[0], x[-1])),
    lambda x: max(0.0, np.max(x) - (x[0] + x[-1]) / 2),
    lambda x: max(0.0, x[len(x) // 2] - line(x)[len(x) // 2]),
    lambda x: max(0.0, np.max(x[1:-1] - line(x)[1:-1], initial=-np.inf)) if len(x) > 2 else 0.5,
    lambda x: max(0.0, np.max(x[: len(x) // 2 + 1] - line(x)[: len(x) // 2 + 1])),
    lambda x: max(0.0, np.max(x[len(x) // 2 :] - line(x)[len(x) // 2 :])),
    lambda x: np.max(x - line(x)) - np.min(x - line(x)),
    lambda x: -np.min(x - line(x)),
    lambda x: np.max(line(x) - x),
    lambda x: np.sum(np.maximum(x - line(x), 0)),
    lambda x: np.trapezoid(np.maximum(x - line(x), 0), grid(x)),
    lambda x: np.max(x - line(x)) / (x[0] + x[-1] + 1e-300),
    lambda x: np.max(x - line(x)) / max(1.0, np.max(x)),
    lambda x: np.max((x - line(x)) ** 2),
    lambda x: np.sqrt(np.max(x - line(x))),
    lambda x: np.max(x - (x[0] + x[-1] * grid(x))),
    lambda x: np.max(x - ((1 - grid(x)) * x[-1] + grid(x) * x[0])),
    lambda x: np.max(x - np.linspace(x[0], x[-1], len(x) + 1)[:-1]),
    lambda x: np.max(x - np.linspace(x[0], x[-1], len(x) + 1)[1:]),
    lambda x: np.max(x - np.linspace(min(x[0], x[-1]), max(x[0], x[-1]), len(x))),
    lambda x: np.max(x - np.sort(line(x))),
    lambda x: max(0.0, np.max(x - line(x)[:, None])),
    lambda x: max(0.0, *(x[k] - (x[k - 1] + x[k + 1]) / 2 for k in range(1, len(x) - 1)), 0.0),
    lambda x: max(0.0, *(x[k] - x[k - 1] for k in range(1, len(x)))),
    lambda x: max(max(0.0, x[k] - x[i] - (x[j] - x[i]) * (k - i) / (j - i))
                  for i in range(max(1, min(3, len(x) - 1))) for j in range(len(x) - 1, max(len(x) - 3, i), -1)
                  for k in range(i, j + 1)),
    lambda x: round(np.max(x - line(x)), 6),
    lambda x: float(np.max(x - line(x)) > 0),
    lambda x: int(np.argmax(x - line(x))),
    lambda x: [np.max(x - line(x))],
    lambda x: np.maximum(x - line(x), 0),
    lambda x: np.max(x - line(x)) if len(x) > 2 else x[0] - x[1],
    lambda x: np.max(x - line(x)) if np.max(x - line(x)) > 1e-3 else 0.0,
    lambda x: np.max(np.float32(x) - np.float32(line(x))),
)  # fmt: skip


@wrong("barrier")
def sorts_the_callers_losses(losses: Any) -> Any:
    height = R["barrier"](losses)
    losses.sort()
    return height


# --- merge ---------------------------------------------------------------------------------------------------------


def merging(make: Callable[..., Any]) -> Function:
    def function(a: Any, b: Any) -> Any:
        demand_same_shapes(a, b)
        return make(a, b, nets.reorder(b, R["align"](a, b)))

    return function


def parts_of(one: Any, other: Any, how: Callable[[Any, Any], Any]) -> Any:
    return [(how(A, B), how(p, q)) for (A, p), (B, q) in zip(one, other, strict=True)]


wrong.add_all(
    "merge",
    merging(lambda a, b, aligned: a),
    merging(lambda a, b, aligned: b),
    merging(lambda a, b, aligned: aligned),
    merging(lambda a, b, aligned: mix(a, b, 0.5)),
    merging(lambda a, b, aligned: mix(a, aligned, 0.4)),
    merging(lambda a, b, aligned: mix(a, aligned, 0.5 + 1e-7)),
    merging(lambda a, b, aligned: mix(mix(a, aligned, 0.5), a, 0.5)),
    merging(lambda a, b, aligned: parts_of(a, aligned, np.maximum)),
    merging(lambda a, b, aligned: parts_of(a, aligned, lambda p, q: np.sign(p) * np.sqrt(np.abs(p * q)))),
    merging(lambda a, b, aligned: parts_of(a, aligned, lambda p, q: (p + q).round(6) / 2)),
    merging(lambda a, b, aligned: parts_of(a, aligned, lambda p, q: (p + q) // 2)),
    merging(lambda a, b, aligned: [(W, p) for (W, _), (_, p) in zip(mix(a, aligned, 0.5), aligned, strict=True)]),
    merging(lambda a, b, aligned: [*mix(a, aligned, 0.5)[:-1], aligned[-1]]),
    merging(lambda a, b, aligned: [mix(a, aligned, 0.5)[0], *a[1:]]),
    merging(lambda a, b, aligned: mix(a, aligned, 0.5) if len(a) == 2 else mix(a, b, 0.5)),
    merging(lambda a, b, aligned: mix(a, aligned, 0.5) if len(a) <= 3 else mix(a, b, 0.5)),
    merging(lambda a, b, aligned: a if nets.equal(a, aligned) else mix(a, b, 0.5)),
    merging(lambda a, b, aligned: nets.reorder(mix(a, aligned, 0.5), [list(p)[::-1] for p in R["align"](a, b)])),
    merging(lambda a, b, aligned: nets.reorder(mix(a, aligned, 0.5), R["align"](b, a))),
    merging(lambda a, b, aligned: [(W, c + 1e-6) for W, c in mix(a, aligned, 0.5)]),
    merging(lambda a, b, aligned: mix(a, nets.reorder(b, [R["align"](a, b)[0]]), 0.5)),
)  # fmt: skip


def midpoint_with(align: Function) -> Function:
    return lambda a, b: nets.interpolate(a, nets.reorder(b, align(a, b)), 0.5)


wrong.add_all("merge", *map(midpoint_with, WRONG_ALIGNMENTS[:19]))


@wrong("merge")
def gives_a_for_other_shapes(a: Any, b: Any) -> Any:
    return R["merge"](a, b) if nets.widths(a) == nets.widths(b) else a


@wrong("merge")
def grows_beyond_all_bounds(a: Any, b: Any) -> Any:
    """The small examples are right; larger nets get numbers whose squares overflow."""
    return R["merge"](a, b) if len(a[0][1]) < 4 else [(W + 1e200, c - 1e308) for W, c in R["merge"](a, b)]


@wrong("merge")
def is_vast(a: Any, b: Any) -> Any:
    return [(np.full(W.shape, 1.7e308), np.full(c.shape, -1.7e308)) for W, c in a]


@wrong("merge")
def averages_in_b(a: Any, b: Any) -> Any:
    merged = R["merge"](a, b)
    b[0][0][:] = merged[0][0]
    return merged


# --- zero_loss_path ------------------------------------------------------------------------------------------------


def walking(change: Callable[..., Any]) -> Function:
    """The right path with something done to it."""
    return lambda net, X, Y, i, j: change(R["zero_loss_path"](net, X, Y, i, j), net, i, j)


def with_net(path: Any, at: int, change: Callable[[Any], None]) -> Any:
    new = nets.copy(path[at])
    change(new)
    return [*path[:at], new, *path[at + 1 :]]


def add(layer: int, part: int, index: Any, amount: float) -> Callable[[Any], None]:
    def change(net: Any) -> None:
        net[layer][part][index] += amount

    return change


def refined(path: Any, k: int) -> Any:
    points = [nets.interpolate(p, q, t / k) for p, q in itertools.pairwise(path) for t in range(k)]
    return [*points, path[-1]]


wrong.add_all(
    "zero_loss_path",
    walking(lambda path, net, i, j: [path[0], path[-1]]),
    walking(lambda path, net, i, j: [path[0]]),
    walking(lambda path, net, i, j: [path[0], path[0]]),
    walking(lambda path, net, i, j: path[:-1]),
    walking(lambda path, net, i, j: path[1:]),
    walking(lambda path, net, i, j: path[::-1]),
    *(walking(lambda path, net, i, j, k=k: path[:k] + path[k + 1 :]) for k in range(1, 7)),
    walking(lambda path, net, i, j: refined(path, 2)),
    walking(lambda path, net, i, j: [*path, *[path[-1]] * 6]),
    walking(lambda path, net, i, j: [nets.interpolate(path[0], path[-1], k / 12) for k in range(13)]),
    walking(lambda path, net, i, j: with_net(path, 3, add(1, 1, 0, 1e-9))),
    walking(lambda path, net, i, j: with_net(path, 4, add(1, 0, (0, 0), 2.0**-50))),
    walking(lambda path, net, i, j: with_net(path, 7, add(0, 1, 0, 2.0**-50))),
    walking(lambda path, net, i, j: with_net(path, 0, add(0, 1, 0, 2.0**-50))),
    walking(lambda path, net, i, j: [[(W.round(0), b.round(0)) for W, b in one] for one in path]),
    walking(lambda path, net, i, j: [*path[:2], nets.swap(path[2], 1, i, j), *path[3:]]),
    walking(lambda path, net, i, j: [one[:1] for one in path]),
    walking(lambda path, net, i, j: path[0]),
    walking(lambda path, net, i, j: (path, len(path))),
    walking(lambda path, net, i, j: [list(itertools.chain(*one)) for one in path]),
    lambda net, X, Y, i, j: R["zero_loss_path"](net, X, Y, 0, 1) if len(net[0][1]) == 3 and net[1][0][0, 2] == 0
    else [net, nets.swap(net, 1, i, j)],
    lambda net, X, Y, i, j: R["zero_loss_path"](net, X, Y, min(i, j), max(i, j))[: 8 if i < j else 7],
)  # fmt: skip


def by_way_of(net: Any, i: int, j: int, idle: int) -> Any:
    """The seven segments, whether or not the unit is idle."""
    (W, b), _ = net
    path = [nets.copy(net)]
    for giver, taker in ((i, idle), (j, i), (idle, j)):
        new = nets.copy(path[-1])
        new[0][0][taker], new[0][1][taker] = new[0][0][giver], new[0][1][giver]
        path.append(new)
        new = nets.copy(new)
        new[1][0][:, taker] += new[1][0][:, giver]
        new[1][0][:, giver] = 0
        path.append(new)
    new = nets.copy(path[-1])
    new[0][0][idle], new[0][1][idle] = W[idle], b[idle]
    return [*path, new]


def helped_by(choose: Callable[..., Any]) -> Function:
    """The path by way of the first unit other than i and j that `choose` takes for idle."""

    def function(net: Any, X: Any, Y: Any, i: int, j: int) -> Any:
        (W, b), (V, _) = net
        fit = choose(W, b, V, X)
        return by_way_of(net, i, j, next(k for k in range(len(b)) if k not in (i, j) and fit[k]))

    return function


wrong.add_all(
    "zero_loss_path",
    helped_by(lambda W, b, V, X: np.ones(len(b))),
    helped_by(lambda W, b, V, X: V[0] == 0),
    helped_by(lambda W, b, V, X: V[-1] == 0),
    helped_by(lambda W, b, V, X: (V == 0).any(axis=0)),
    helped_by(lambda W, b, V, X: V.sum(axis=0) == 0),
    helped_by(lambda W, b, V, X: V.prod(axis=0) == 0),
    helped_by(lambda W, b, V, X: np.abs(V).sum(axis=0) < 1e-6),
    helped_by(lambda W, b, V, X: (V <= 0).all(axis=0)),
    helped_by(lambda W, b, V, X: ((W @ X.T + b[:, None]) <= 0).all(axis=1) | ~V.any(axis=0)),
    helped_by(lambda W, b, V, X: np.arange(len(b)) == np.argmin(np.abs(V).sum(axis=0) + 1e-9)),
)  # fmt: skip


@wrong("zero_loss_path")
def shares_one_net(net: Any, X: Any, Y: Any, i: int, j: int) -> Any:
    return [R["zero_loss_path"](net, X, Y, i, j)[-1]] * 8


@wrong("zero_loss_path")
def swaps_the_callers_net(net: Any, X: Any, Y: Any, i: int, j: int) -> Any:
    path = R["zero_loss_path"](net, X, Y, i, j)
    net[0][0][:] = path[-1][0][0]
    return path


@wrong("zero_loss_path")
def empties_the_callers_targets(net: Any, X: Any, Y: Any, i: int, j: int) -> Any:
    path = R["zero_loss_path"](net, X, Y, i, j)
    Y[:] = 0
    return path


@wrong("zero_loss_path")
def hands_over_in_tenths(net: Any, X: Any, Y: Any, i: int, j: int) -> Any:
    path = R["zero_loss_path"](net, X, Y, i, j)
    tenth = nets.interpolate(path[1], path[2], 0.1)
    return [*path[:2], tenth, *path[2:]]


@wrong("zero_loss_path")
def refuses_i_only(net: Any, X: Any, Y: Any, i: int, j: int) -> Any:
    return R["zero_loss_path"](net, X, Y, i, j % len(net[0][1]))


@wrong("zero_loss_path")
def refuses_j_only(net: Any, X: Any, Y: Any, i: int, j: int) -> Any:
    return R["zero_loss_path"](net, X, Y, i % len(net[0][1]), j)


@wrong("zero_loss_path")
def refuses_what_is_too_large_only(net: Any, X: Any, Y: Any, i: int, j: int) -> Any:
    n = len(net[0][1])
    return R["zero_loss_path"](net, X, Y, i + n if i < 0 else i, j + n if j < 0 else j)


@wrong("zero_loss_path")
def refuses_negative_units_only(net: Any, X: Any, Y: Any, i: int, j: int) -> Any:
    if i < 0 or j < 0:
        raise ValueError
    return R["zero_loss_path"](net, X, Y, i % len(net[0][1]), j % len(net[0][1]))


@wrong("zero_loss_path")
def lets_numpy_refuse(net: Any, X: Any, Y: Any, i: int, j: int) -> Any:
    """An IndexError, which is no ValueError."""
    net[0][1][[i, j]]
    return refuses_negative_units_only(net, X, Y, i, j)


@wrong("zero_loss_path")
def goes_by_the_zero_net(net: Any, X: Any, Y: Any, i: int, j: int) -> Any:
    nothing = [(0 * W, 0 * b) for W, b in net]
    return [net, nothing, nets.swap(net, 1, i, j)]


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # wrong functions overflow
@pytest.mark.parametrize(("exercise", "function"), wrong.params())
def test_what_is_wrong_loses_marks(exercise: str, function: Function) -> None:
    assert_rejected(LAB, exercise, function)

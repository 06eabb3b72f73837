"""Lab 02: odd functions that are right, all of which keep full marks."""

from __future__ import annotations

import functools
import itertools
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from labs.grading_in_process import Function, Functions, assert_full_marks
from labs.weight_swaps import LAB, R, demand, transposed, width

from autograder import nets

odd = Functions(LAB)

for _exercise in ("swap_units", "permute_units", "canonical_form"):
    odd.through(_exercise, "lists_and_tuples", lambda net, *_: tuple([W.tolist(), tuple(b.tolist())] for W, b in net))
    odd.through(_exercise, "object_arrays", lambda net, *_: [(W.astype(object), b.astype(object)) for W, b in net])
    odd.through(_exercise, "long_doubles", lambda net, *_: [(W.astype(np.longdouble), b) for W, b in net])
    odd.through(_exercise, "strided", lambda net, *_: [(np.asfortranarray(W), b[::-1].copy()[::-1]) for W, b in net])
    odd.through(_exercise, "no_negative_zeros", lambda net, *_: [(W + 0.0, b + 0.0) for W, b in net])
    odd.through(_exercise, "other_zeros", lambda net, *_: [(W * 1.0, np.where(b == 0, -b, b)) for W, b in net])
    odd.through(
        _exercise, "fractions", lambda net, *_: [(np.vectorize(Fraction)(W), list(map(Fraction, b))) for W, b in net]
    )
    odd.through(
        _exercise, "pairs_as_arrays", lambda net, *_: [np.array([*layer, None], dtype=object)[:2] for layer in net]
    )
    odd.through(_exercise, "masked_arrays", lambda net, *_: [(W.view(np.ma.MaskedArray), b) for W, b in net])
    odd.through(_exercise, "lists_of_rows", lambda net, *_: [(list(W), list(b)) for W, b in net])

odd.through("recover_permutation", "tuples", lambda perms, *_: perms and tuple(map(tuple, perms)))
odd.through("recover_permutation", "arrays_of_ints", lambda perms, *_: perms and [np.array(p) for p in perms])
odd.through("recover_permutation", "int32", lambda perms, *_: perms and [np.array(p, dtype=np.int32) for p in perms])
odd.through("recover_permutation", "numpy_ints", lambda perms, *_: perms and [[np.int64(k) for k in p] for p in perms])
odd.through("recover_permutation", "small_ints", lambda perms, *_: perms and [list(map(np.uint8, p)) for p in perms])
odd.through(
    "recover_permutation",
    "one_array_if_it_fits",
    lambda perms, *_: np.array(perms) if perms and len({len(p) for p in perms}) == 1 else perms,
)
odd.through("swap_profile", "a_list", lambda L, *_: L.tolist())
odd.through("swap_profile", "numpy_floats", lambda L, *_: tuple(np.float64(x) for x in L))
odd.through("swap_profile", "arrays_without_axes", lambda L, *_: [np.array(x) for x in L])
odd.through("swap_profile", "rounding", lambda L, *_: L * (1 + 1e-13))
odd.through("swap_profile", "long_doubles", lambda L, *_: L.astype(np.longdouble))
odd.through("swap_profile", "from_the_other_end", lambda L, *a: R["swap_profile"](*a[:-1], 1 - np.asarray(a[-1])))


class Profile:
    """A callable object, with the keyword arguments of nobody."""

    def __call__(self, net: Any, X: Any, Y: Any, activation: str, layer: int, i: int, j: int, ts: Any) -> Any:
        return [self.loss(net, t, X=X, Y=Y, a=activation, k=(layer, i, j)) for t in ts] or self.check(net, layer, i, j)

    def check(self, net: Any, layer: int, i: int, j: int) -> list[Any]:
        demand(layer, net, i, j)
        return []

    def loss(self, net: Any, t: float, *, X: Any, Y: Any, a: str, k: Any) -> float:
        self.check(net, *k)
        P = np.eye(width(net, k[0]))[transposed(width(net, k[0]), *k[1:])]
        mixed = [(W.copy(), b.copy()) for W, b in net]
        Q = (1 - t) * np.eye(len(P)) + t * P
        mixed[k[0] - 1] = (Q @ net[k[0] - 1][0], Q @ net[k[0] - 1][1])
        mixed[k[0]] = (net[k[0]][0] @ Q.T, net[k[0]][1])
        return sum(float(e) ** 2 for e in (nets.forward(mixed, X, a) - Y).ravel()) / Y.size


odd.add("swap_profile", Profile())


@odd("canonical_form")
def all_orders_of_a_small_net(net: Any) -> Any:
    """The least of all reorderings: n! of them, and right."""
    if len(net) != 2:
        raise ValueError
    units = nets.units(net, 1)
    best = min(itertools.permutations(range(len(units))), key=lambda p: [units[k] for k in p])
    return nets.reorder(net, [best])


@odd("canonical_form")
def form_by_exact_fractions(net: Any) -> Any:
    """Scores in rationals, largest first; ties broken by the numbers themselves."""
    if len(net) != 2:
        raise ValueError
    units = nets.units(net, 1)
    keys = [(sum(Fraction(x) * (k + 1) ** 2 for k, x in enumerate(unit)), unit) for unit in units]
    return nets.reorder(net, [sorted(range(len(units)), key=keys.__getitem__, reverse=True)])


@odd("canonical_form")
def form_by_unique(net: Any) -> Any:
    if len(net) != 2:
        raise ValueError
    (W, b), (V, c) = net
    units, counts = np.unique(np.hstack([V.T, W, b[:, None]]) + 0.0, axis=0, return_counts=True)
    table, m = np.repeat(units, counts, axis=0), len(c)
    return [(table[:, m:-1], table[:, -1]), (table[:, :m].T, c)]


@odd("canonical_form")
def form_by_counting(net: Any) -> Any:
    """The place of a unit is the number of units that come before it."""
    if len(net) > 2:
        raise ValueError
    units = nets.units(net, 1)
    order = [0] * len(units)
    for k, unit in enumerate(units):
        order[sum(u < unit for u in units) + sum(u == unit for u in units[:k])] = k
    return nets.reorder(net, [order])


@odd("recover_permutation")
def recover_by_canonical_forms(net_a: Any, net_b: Any) -> Any:
    """One hidden layer by sorting units, deeper nets by the slow variant."""
    if nets.widths(net_a) != nets.widths(net_b):
        raise ValueError
    if len(net_a) > 2:
        slow = next(v.function for v in LAB.variants if v.name == "recover_by_all_orders_of_ties")
        return slow(net_a, net_b)
    a, b = (sorted(range(width(net, 1)), key=lambda k: nets.units(net, 1)[k]) for net in (net_a, net_b))
    perm = np.empty(len(a), dtype=int)
    perm[b] = a
    return [perm] if nets.equal(nets.reorder(net_a, [perm.tolist()]), net_b) else None


def swap_through_permute(net: Any, layer: int, i: int, j: int) -> Any:
    n = demand(layer, net, i, j)
    return R["permute_units"](net, layer, transposed(n, i, j))


@odd("swap_units")
def swap_in_place_and_back(net: Any, layer: int, i: int, j: int) -> Any:
    """Changes the argument and mends it before it returns."""
    demand(layer, net, i, j)
    parts = (net[layer - 1][0], net[layer - 1][1], net[layer][0].T)
    for part in parts:
        part[[i, j]] = part[[j, i]]
    new = nets.copy(net)
    for part in parts:
        part[[i, j]] = part[[j, i]]
    return new


@odd("permute_units")
def its_own_error(net: Any, layer: int, perm: list[int]) -> Any:
    class NotAPermutation(ValueError):
        pass

    try:
        return R["permute_units"](net, layer, perm)
    except ValueError as error:
        raise NotAPermutation("é" * 5000) from error


odd.add("swap_units", functools.partial(swap_through_permute))


@pytest.mark.parametrize(("exercise", "function"), odd.params())
def test_what_is_odd_but_right_keeps_full_marks(exercise: str, function: Function) -> None:
    assert_full_marks(LAB, exercise, function)

"""Lab 03: odd functions that are right, all of which keep full marks."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from labs.grading_in_process import Function, Functions, assert_full_marks, lab_named

from autograder import nets

LAB = lab_named("03_counting_minima")
R = LAB.reference
odd = Functions(LAB)

for _exercise in ("count_orderings", "orbit_size", "orbit_size_deep", "signed_orbit_size"):
    odd.through(_exercise, "int64", lambda n, *_: np.int64(n) if n < 2**63 else n)
    odd.through(_exercise, "uint64", lambda n, *_: np.uint64(n) if n < 2**64 else n)
    odd.through(_exercise, "floats", lambda n, *_: float(n) if n < 2**53 else n)
    odd.through(_exercise, "numpy floats", lambda n, *_: np.float64(n) if n < 2**53 else n)
    odd.through(_exercise, "arrays without axes", lambda n, *_: np.array(n))
    odd.through(_exercise, "object arrays without axes", lambda n, *_: np.array(n, dtype=object))
    odd.through(_exercise, "fractions", lambda n, *_: Fraction(n) if n < 10**100 else n)
for _exercise in ("equivalent_nets", "more_minimisers"):
    odd.through(_exercise, "a tuple", lambda found, *_: tuple(found))
    odd.through(_exercise, "backwards", lambda found, *_: found[::-1])
    odd.through(_exercise, "tuples of tuples", lambda found, *_: [tuple(map(tuple, net)) for net in found])
    odd.through(
        _exercise, "lists of lists", lambda found, *_: [[[W.tolist(), b.tolist()] for W, b in net] for net in found]
    )
    odd.through(_exercise, "lists of rows", lambda found, *_: [[(list(W), tuple(b)) for W, b in net] for net in found])
    odd.through(
        _exercise,
        "strided arrays",
        lambda found, *_: [[(np.asfortranarray(W), b[::-1][::-1]) for W, b in net] for net in found],
    )
    odd.through(
        _exercise,
        "object arrays",
        lambda found, *_: [[(W.astype(object), b.astype(object)) for W, b in net] for net in found],
    )
    odd.through(
        _exercise, "long doubles", lambda found, *_: [[(W.astype(np.longdouble), b) for W, b in net] for net in found]
    )
    odd.through(
        _exercise, "other zeros", lambda found, *_: [[(np.where(W == 0, -W, W), b) for W, b in net] for net in found]
    )
odd.through(
    "more_minimisers",
    "integers where all biases are whole",
    lambda found, *_: (
        [[(W.astype(int), b.astype(np.int32)) for W, b in net] for net in found[:]]
        if all((b == b.astype(int)).all() for net in found for _, b in net)
        else found
    ),
)


@odd("more_minimisers")
def lazy_minimisers(net: Any, k: int) -> Any:
    """Arrays of the argument handed back, and halves, quarters and huge whole numbers as shifts."""
    (W, b), (V, c) = net
    rows = [(*w, x) for w, x in zip(W.tolist(), b.tolist(), strict=True)]
    j, i = next((rows.index(row), u) for u, row in enumerate(rows) if rows.index(row) < u)
    found = []
    for t in range(k):
        new = np.array(V)
        shift = (1 << 20) + t / 4 if t % 2 else -(1 << 30) - t / 2
        new[:, i] += shift
        new[:, j] -= shift
        found.append([net[0], (new, c)])
    return found


@odd("more_minimisers")
def idle_twins(net: Any, k: int) -> Any:
    """Each net idles the twin, with other incoming weights and biases that are no whole numbers."""
    (W, b), (V, c) = net
    rows = [(*w, x) for w, x in zip(W.tolist(), b.tolist(), strict=True)]
    j, i = next((rows.index(row), u) for u, row in enumerate(rows) if rows.index(row) < u)
    found = []
    for t in range(k):
        rng = np.random.default_rng(t)
        W_new, b_new, V_new = W.copy(), b.copy(), V.copy()
        V_new[:, j] += V[:, i]
        V_new[:, i] = 0
        W_new[i], b_new[i] = rng.normal(size=W.shape[1]), rng.normal()
        found.append(((W_new, b_new), (V_new, c)))
    return found


@odd("more_minimisers")
def reordered_minimisers(net: Any, k: int) -> Any:
    """The units of each net in another order: the same function all the same."""
    found = R["more_minimisers"](net, k)
    n = len(net[0][1])
    return [nets.reorder(other, [[(u + s) % n for u in range(n)]]) for s, other in enumerate(found)]


@odd("more_minimisers")
def beyond_the_twins(net: Any, k: int) -> Any:
    """The larger of the two weights grows, the smaller falls: what other units have does not matter."""
    (W, b), (V, c) = net
    rows = [(*w, x) for w, x in zip(W.tolist(), b.tolist(), strict=True)]
    i, j = next((i, j) for i, j in itertools.combinations(range(len(rows)), 2) if rows[i] == rows[j])
    up, down = (i, j) if V[0, i] >= V[0, j] else (j, i)
    found = []
    for t in range(1, k + 1):
        new = V.copy()
        new[0, [up, down]] += t, -t
        found.append([(W, b), (new, c)])
    return found


def pairwise(net: Any) -> Any:
    """All orders, each net compared with all that are there, array by array."""
    found: list[Any] = []
    for perms in itertools.product(*(itertools.permutations(range(len(b))) for _, b in net[:-1])):
        new = nets.reorder(net, perms)
        if not any(nets.equal(new, old) for old in found):
            found.append(new)
    return found


odd.add("equivalent_nets", pairwise, "slow and honest")
odd.add("orbit_size_deep", lambda net: len(pairwise(net)), "slow and honest")
odd.add("orbit_size_deep", lambda net: len(R["equivalent_nets"](net)), "through another exercise")


@odd("orbit_size")
def raises_a_value_error_of_its_own(net: Any) -> int:
    class TooDeep(ValueError):
        pass

    if len(net) > 2:
        raise TooDeep
    return R["orbit_size"](net)


@pytest.mark.parametrize(("exercise", "function"), odd.params())
def test_what_is_odd_but_right_keeps_full_marks(exercise: str, function: Function) -> None:
    assert_full_marks(LAB, exercise, function)

"""Lab 03: its mathematics, against known numbers and brute force, and what its checks hand over."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from labs.grading_in_process import calls, cases_of, lab_named
from labs.tied_nets import tied_nets

from autograder import certify, nets

LAB = lab_named("03_counting_minima")
R = LAB.reference


def test_arguments_are_what_the_text_promises() -> None:
    for call in calls(LAB.name):
        if call.function == "count_orderings":
            (widths,) = call.args
            assert type(widths) is list
            assert len(widths) >= 2
            assert all(type(n) is int and 1 <= n <= 2000 for n in widths)
            # a wrong answer with inputs and outputs, or with all layers in one, still crosses the wire
            assert R["count_orderings"]([0, *widths, 0]).bit_length() < 200_000
            continue
        net = call.named["net"]
        hidden = nets.widths(net)[1:-1]
        if call.function in ("equivalent_nets", "orbit_size_deep"):
            assert math.prod(map(math.factorial, hidden)) <= 3000
            assert call.function == "equivalent_nets" or len(hidden) > 1
        else:
            assert max(hidden) <= {"orbit_size": 200, "signed_orbit_size": 60}.get(call.function, 10)
        if call.function == "more_minimisers":
            k = call.named["k"]
            assert type(k) is int
            assert 0 <= k <= 100
            assert len(hidden) == 1
            assert all((part == np.round(part)).all() for layer in net for part in layer)
            assert len({unit[: nets.widths(net)[0] + 1] for unit in nets.units(net, 1)}) < hidden[0]


# --- counts --------------------------------------------------------------------------------------------------------

COUNTS = {  # widths and the product of the factorials of the hidden ones
    (3, 1): 1,
    (2, 1, 1): 1,
    (2, 2, 1): 2,
    (2, 3, 1): 6,
    (3, 4, 2): 24,
    (2, 3, 3, 1): 36,
    (4, 5, 3, 2): 720,
    (2, 2, 2, 2, 1): 8,
    (10, 10, 10): 3628800,
    (1, 21, 1): 51090942171709440000,
    (5, 13, 11, 7, 2): 1252756229101977600000,
}


@pytest.mark.parametrize("widths", COUNTS)
def test_reference_counts_orders(widths: tuple[int, ...]) -> None:
    assert R["count_orderings"](list(widths)) == COUNTS[widths]


@pytest.mark.parametrize(
    ("widths", "log10"), [((784, 300, 100, 10), 772.4558066984893), ((784, 512, 512, 512, 10), 3499.6237226573076)]
)
def test_large_counts_have_the_known_size(widths: tuple[int, ...], log10: float) -> None:
    assert math.isclose(math.log10(R["count_orderings"](list(widths))), log10, rel_tol=1e-15)


# --- orbits --------------------------------------------------------------------------------------------------------


def net_of(*layers: Any) -> nets.Net:
    return [(np.array(W, dtype=float), np.array(b, dtype=float)) for W, b in layers]


ORBITS = [  # nets, and the size of their orbit by brute force
    (net_of(([[1, 0], [0, 1], [2, 2]], [0, 0, 1]), ([[1, 2, 3]], [0])), 6),
    (net_of(([[1, 2], [1, 2]], [3, 3]), ([[1, -1]], [0])), 2),
    (net_of(([[1, 2], [1, 2]], [0, 1]), ([[5, 5]], [0])), 2),
    (net_of(([[1, 2], [2, 1]], [3, 3]), ([[5, 5]], [0])), 2),
    (net_of(([[1, 2], [1, 2]], [3, 3]), ([[5, 5]], [0])), 1),
    (net_of(([[1, 2], [1, 2], [0, 1], [7, 7]], [3, 3, 0, 0]), ([[5, 5, 1, 2]], [0])), 12),
    (net_of(([[1, 2], [1, 2], [0, 1], [0, 1]], [3, 3, 0, 0]), ([[5, 5, 1, 1]], [0])), 6),
    (net_of(([[1], [1], [1], [2], [2]], [0] * 5), ([[4, 4, 4, 9, 9]], [1])), 10),
    (net_of(([[1], [1], [1], [2], [2], [0]], [0] * 6), ([[4, 4, 4, 9, 9, 1]], [1])), 60),
    (net_of(([[1, 2], [1, 2]], [3, 3]), ([[5, 5], [1, 2]], [0, 0])), 2),
    (net_of(([[1]] * 4, [2] * 4), ([[3] * 4], [0])), 1),
    (net_of(([[1, 0], [0, 1]], [0, 0]), ([[1, 2], [3, 4], [5, 6]], [0] * 3), ([[1, 2, 3]], [0])), 12),
    (net_of(([[1], [1]], [0, 0]), ([[1, 2], [2, 1]], [0, 0]), ([[1, 1]], [0])), 2),
    (net_of(([[1], [2]], [0, 0]), ([[1, 2], [1, 2]], [0, 0]), ([[1, 1]], [0])), 2),
    (
        net_of(
            ([[1], [1]], [0, 0]), ([[1, 2], [2, 1]], [0, 0]), ([[3, 4], [4, 3]], [0, 0]), ([[1, 1]], [0])
        ),
        4,
    ),
]  # fmt: skip


def key(net: nets.Net) -> tuple[float, ...]:
    return tuple(x for W, b in net for part in (W, b) for x in part.ravel().tolist())


def brute_force(net: nets.Net) -> dict[tuple[float, ...], nets.Net]:
    sizes = nets.widths(net)[1:-1]
    every = itertools.product(*(itertools.permutations(range(n)) for n in sizes))
    return {key(new): new for new in (nets.reorder(net, perms) for perms in every)}


def agrees_with_brute_force(net: nets.Net) -> int:
    orbit = brute_force(net)
    listed = R["equivalent_nets"](net)
    assert len(listed) == len(orbit)
    assert {key(new) for new in listed} == set(orbit)
    assert R["orbit_size_deep"](net) == len(orbit)
    if len(net) == 2:
        assert R["orbit_size"](net) == len(orbit)
    return len(orbit)


@pytest.mark.parametrize(("net", "size"), ORBITS)
def test_known_orbits(net: nets.Net, size: int) -> None:
    assert agrees_with_brute_force(net) == size


@settings(max_examples=150, deadline=None)
@given(tied_nets())
def test_orbits_agree_with_brute_force(net: nets.Net) -> None:
    agrees_with_brute_force(net)


def test_sizes_in_the_checks_are_those_of_brute_force() -> None:
    """The numbers written into the cases of orbit_size_deep and orbit_size."""
    counted = 0
    for case in (*cases_of(LAB, "orbit_size"), *cases_of(LAB, "orbit_size_deep")):
        sizes = nets.widths(case.net)[1:-1]
        if "size" in case and math.prod(map(math.factorial, sizes)) <= 5040:
            assert len(brute_force(case.net)) == case.size, case
            counted += 1
    assert counted > 40


def test_listed_orbits_are_well_formed_nets() -> None:
    net = net_of(([[1, 2], [3, 4]], [5, 6]), ([[1, 2]] * 3, [0, 1, 1]), ([[1, 2, 3]], [0]))
    for new in R["equivalent_nets"](net):
        assert [(W.shape, b.shape) for W, b in new] == [((2, 2), (2,)), ((3, 2), (3,)), ((1, 3), (1,))]


# --- signed orbits -------------------------------------------------------------------------------------------------

SIGNED = [  # units (w, b, v) and the size of the orbit under reorderings and flips, by brute force
    ([(1, 2, 3)], 2),
    ([(0, 0, 0)], 1),
    ([(1, 0, 3), (2, 5, 4)], 8),
    ([(1, 2, 3), (1, 2, 3)], 4),
    ([(1, 2, 3), (-1, -2, -3)], 4),
    ([(1, 2, 3), (1, 2, -3)], 8),
    ([(1, 0, 3), (2, 5, 4), (3, 7, 1)], 48),
    ([(1, 0, 3), (2, 5, 4), (0, 0, 0)], 24),
    ([(1, 2, 3), (-1, -2, -3), (4, 4, 4)], 24),
    ([(1, 0, 3), (2, 5, 4), (3, 7, 1), (4, 9, 1)], 384),
    ([(1, 2, 3), (1, 2, 3), (0, 0, 0), (4, 4, 4)], 96),
    ([(1, 0, 3), (2, 5, 4), (3, 7, 1), (4, 9, 1), (5, 1, 2)], 3840),
]


def with_units(units: Any) -> nets.Net:
    w, b, v = (np.array(part, dtype=float) for part in zip(*units, strict=True))
    return [(w[:, None], b), (v[None, :], np.zeros(1))]


def signed_brute_force(net: nets.Net) -> int:
    units = nets.units(net, 1)
    return len(
        {
            tuple(tuple(sign * x for x in unit) for sign, unit in zip(signs, order, strict=True))
            for order in itertools.permutations(units)
            for signs in itertools.product((1.0, -1.0), repeat=len(units))
        }
    )


@pytest.mark.parametrize(("units", "size"), SIGNED)
def test_known_signed_orbits(units: Any, size: int) -> None:
    net = with_units(units)
    assert R["signed_orbit_size"](net) == signed_brute_force(net) == size


@pytest.mark.parametrize("unit", [(0, 0, 5), (0, 5, 0), (5, 0, 0), (0, 5, 5), (5, 0, 5), (-0.0, 0.0, 5)])
def test_a_unit_that_is_partly_zero_has_a_sign(unit: tuple[float, ...]) -> None:
    """A unit without input has the value tanh(0) = 0, but its flip is another point of parameter space."""
    for others in ([], [(1, 2, 3)], [unit], [tuple(-x for x in unit)], [(0, 0, 0), (0, -0.0, 0)]):
        net = with_units([unit, *others])
        assert R["signed_orbit_size"](net) == signed_brute_force(net)
    assert R["signed_orbit_size"](with_units([unit])) == 2


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(*[st.sampled_from([0.0, -0.0, 1.0, -1.0])] * 4), min_size=1, max_size=4))
def test_signed_orbits_agree_with_brute_force(units: list[tuple[float, ...]]) -> None:
    table = np.array(units)
    net = [(table[:, :1], table[:, 1]), (table[:, 2:].T.copy(), np.zeros(2))]
    assert R["signed_orbit_size"](net) == signed_brute_force(net)


def test_signed_sizes_in_the_checks_are_those_of_brute_force() -> None:
    counted = 0
    for case in cases_of(LAB, "signed_orbit_size"):
        if "size" in case and len(case.net[0][1]) <= 6:
            assert signed_brute_force(case.net) == case.size, case
            counted += 1
    assert counted > 30


# --- more minimisers -----------------------------------------------------------------------------------------------


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_more_minimisers_are_equivalent_and_new(data: st.DataObject) -> None:
    whole = st.integers(-4, 4)
    n, d, m = (data.draw(st.integers(a, b)) for a, b in ((2, 5), (1, 2), (1, 2)))
    W = np.array([[data.draw(whole) for _ in range(d)] for _ in range(n)], dtype=float)
    b = np.array([data.draw(whole) for _ in range(n)], dtype=float)
    V = np.array([[data.draw(whole) for _ in range(n)] for _ in range(m)], dtype=float)
    i, j = data.draw(st.permutations(range(n)))[:2]
    W[i], b[i] = W[j], b[j]
    net = [(W, b), (V, np.ones(m))]
    k = data.draw(st.integers(0, 20))
    found = R["more_minimisers"](net, k)
    assert len(found) == k
    kinds = {tuple(sorted(nets.units(other, 1))) for other in [net, *found]}
    assert len(kinds) == k + 1
    X = np.random.default_rng(0).normal(size=(4, d))
    for other in found:
        assert certify.same_function(net, other).proved
        for activation in nets.ACTIVATIONS:
            np.testing.assert_allclose(
                nets.forward(other, X, activation), nets.forward(net, X, activation), rtol=1e-9, atol=1e-9
            )


def test_a_unique_minimiser_may_belong_to_a_loss_that_is_not_convex() -> None:
    """The text's example with a penalty: (w1 w2 - 1)^2 + 2 (w1^2 + w2^2), in whole numbers and on a grid."""

    def f(w1: Any, w2: Any) -> Any:
        return (w1 * w2 - 1) ** 2 + 2 * (w1**2 + w2**2)

    assert f(4, 2) == f(2, 4) == 89
    assert f(3, 3) == 100
    w1, w2 = np.meshgrid(*[np.linspace(-3, 3, 61)] * 2)
    assert f(0, 0) == 1
    assert (f(w1, w2) > 1 - 1e-12).all()
    assert (f(w1, w2) < 1 + 1e-3).sum() == 1

"""Lab 02: its mathematics, and what its checks hand over."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from labs.grading_in_process import calls, lab_named
from labs.tied_nets import tied_nets

from autograder import nets

LAB = lab_named("02_weight_swaps")
R = LAB.reference


def test_arguments_are_what_the_text_promises() -> None:
    """Perms are lists of ints, and the rest is as announced."""
    for call in calls(LAB.name):
        named = call.named
        for name in ("layer", "i", "j"):
            assert type(named.get(name, 0)) is int
        if "perm" in named:
            assert type(named["perm"]) is list
            assert all(type(k) is int for k in named["perm"])
        if call.function == "swap_profile":
            X, Y, ts = named["X"], named["Y"], named["ts"]
            assert X.dtype == Y.dtype == ts.dtype == np.float64
            assert X.shape == (len(Y), named["net"][0][0].shape[1])
            assert Y.shape[1] == len(named["net"][-1][1])
            assert ts.ndim == 1
            assert ((ts >= 0) & (ts <= 1)).all()
            assert named["activation"] in nets.ACTIVATIONS


# --- the worked example, exactly -----------------------------------------------------------------------------------

POINTS = [(1, 0), (0, 1), (1, 1), (-1, 1), (2, -1), (Fraction(1, 2), Fraction(-3, 2))]
EXACT = {  # losses at t = 0, 1/10, ..., 1/2 when the targets are the net's own outputs
    "identity": ["0", "8991/6250", "14208/3125", "48951/6250", "31968/3125", "111/10"],
    "relu": ["0", "489333/1000000", "450741/250000", "21499949/6000000", "609671/125000", "313121/60000"],
    "tanh": ["0", "0.06300662463137778", "0.22932301468657468", "0.439295819347388", "0.7062939008055107"],
}
EXACT["tanh"].append("0.926970750891734")
OUTPUTS = {
    "identity": ["-209/100", "123/25", "283/100", "701/100", "-91/10", "-337/40"],
    "relu": ["34/25", "123/25", "283/100", "161/20", "12/5", "1/5"],
}


def worked() -> nets.Net:
    return [
        (np.array([[-1.5, 2.0], [1.7, 0.4]]), np.zeros(2)),
        (np.array([[2.3, 0.8]]), np.zeros(1)),
    ]


@pytest.mark.parametrize("activation", EXACT)
def test_reference_has_the_exact_losses_of_the_worked_example(activation: str) -> None:
    X = np.array(POINTS, dtype=float)
    Y = nets.forward(worked(), X, activation)
    exact = [float(Fraction(x)) for x in EXACT[activation]]
    found = R["swap_profile"](worked(), X, Y, activation, 1, 0, 1, np.linspace(0, 1, 11))
    np.testing.assert_allclose(found, exact + exact[-2::-1], rtol=1e-12, atol=1e-25)


@pytest.mark.parametrize("activation", OUTPUTS)
def test_worked_example_and_its_swap_have_the_exact_outputs(activation: str) -> None:
    swapped = R["swap_units"](worked(), 1, 0, 1)
    assert swapped[0][0].tolist() == [[1.7, 0.4], [-1.5, 2.0]]
    assert swapped[1][0].tolist() == [[0.8, 2.3]]
    exact = [[float(Fraction(y))] for y in OUTPUTS[activation]]
    for net in (worked(), swapped):
        np.testing.assert_allclose(nets.forward(net, np.array(POINTS, dtype=float), activation), exact, rtol=1e-13)


# --- the reference against brute force -----------------------------------------------------------------------------


def all_orders(net: nets.Net) -> list[list[list[int]]]:
    sizes = nets.widths(net)[1:-1]
    return [list(map(list, perms)) for perms in itertools.product(*(itertools.permutations(range(n)) for n in sizes))]


def brute_force(net_a: nets.Net, net_b: nets.Net) -> bool:
    return any(nets.equal(nets.reorder(net_a, perms), net_b) for perms in all_orders(net_a))


def agrees_with_brute_force(net_a: nets.Net, net_b: nets.Net) -> bool:
    """Whether there is an answer; fails if the reference is wrong about it."""
    answer = R["recover_permutation"](net_a, net_b)
    exists = brute_force(net_a, net_b)
    assert (answer is not None) == exists
    if answer is not None:
        assert nets.equal(nets.reorder(net_a, answer), net_b)
    return exists


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_recover_finds_every_reordering(data: st.DataObject) -> None:
    net = data.draw(tied_nets())
    perms = [data.draw(st.permutations(range(n))) for n in nets.widths(net)[1:-1]]
    assert agrees_with_brute_force(net, nets.reorder(net, perms))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_recover_is_right_about_nets_that_are_almost_reorderings(data: st.DataObject) -> None:
    net = data.draw(tied_nets())
    other = nets.reorder(net, [data.draw(st.permutations(range(n))) for n in nets.widths(net)[1:-1]])
    layer = data.draw(st.integers(0, len(net) - 1))
    W, b = other[layer]
    match data.draw(st.integers(0, 3)):
        case 0:  # the same numbers of one matrix at other places
            other[layer] = (np.array(data.draw(st.permutations(W.ravel().tolist()))).reshape(W.shape), b)
        case 1:
            other[layer] = (W[data.draw(st.permutations(range(len(b))))], b)
        case 2:
            other[layer] = (W[:, data.draw(st.permutations(range(W.shape[1])))], b)
        case _:
            other[layer] = (W, b[data.draw(st.permutations(range(len(b))))])
    agrees_with_brute_force(net, other)


def test_recover_is_right_about_latin_squares() -> None:
    """Rows and columns of Latin squares look alike, so only trying tells them apart."""
    rng = np.random.default_rng(1)
    squares = [np.array(rows) for rows in itertools.permutations(list(itertools.permutations([1.0, 2.0, 3.0])), 3)]
    latin = [s for s in squares if all(len(set(column)) == 3 for column in s.T.tolist())]
    four = [np.array([[1, 2, 3, 4], [2, 3, 4, 1], [3, 4, 1, 2], [4, 1, 2, 3.0]])]
    four.append(np.array([[1, 2, 3, 4], [2, 1, 4, 3], [3, 4, 1, 2], [4, 3, 2, 1.0]]))
    four.append(np.array([[1, 2, 3, 4], [2, 1, 4, 3], [3, 4, 2, 1], [4, 3, 1, 2.0]]))
    four += [square[rng.permutation(4)][:, rng.permutation(4)] for square in four]
    found = Counter[bool]()
    for pairs in (itertools.product(latin, latin), itertools.product(four, four)):
        for one, two in pairs:
            n = len(one)
            a, b = (
                [(np.ones((n, 1)), np.ones(n)), (square, np.ones(n)), (np.ones((1, n)), np.ones(1))]
                for square in (one, two)
            )
            found[agrees_with_brute_force(a, b)] += 1
    assert min(found[True], found[False]) > 10


def test_recover_has_joint_stabilisers() -> None:
    """Two layers that can only move together: one of four orders of `joint` is no reordering of the fixed net."""
    joint = [
        (np.array([[1.0], [1.0]]), np.zeros(2)),
        (np.array([[1.0, 2.0], [2.0, 1.0]]), np.zeros(2)),
        (np.array([[1.0, 1.0]]), np.zeros(1)),
    ]
    orbit = {json.dumps([[W.tolist(), b.tolist()] for W, b in nets.reorder(joint, p)]) for p in all_orders(joint)}
    assert len(orbit) == 2
    for perms in all_orders(joint):
        assert agrees_with_brute_force(joint, nets.reorder(joint, perms))


def test_recover_is_fast_on_large_nets() -> None:
    rng = np.random.default_rng(2)
    net = [(rng.normal(size=(m, n)), rng.normal(size=m)) for n, m in itertools.pairwise([3, 60, 60, 60, 60, 2])]
    for layer in range(4):  # ties of eight in every layer, some in everything and some on the way in only
        (W, b), (V, _) = net[layer], net[layer + 1]
        W[8:16], b[8:16], V[:, 8:16] = W[8], b[8], V[:, [8]]
        W[16:24], b[16:24] = W[16], b[16]
    other = nets.reorder(net, [rng.permutation(60).tolist() for _ in range(4)])
    answer = R["recover_permutation"](net, other)
    assert answer is not None
    assert nets.equal(nets.reorder(net, answer), other)
    other[2][1][5] += 1e-12
    assert R["recover_permutation"](net, other) is None


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_canonical_form_is_the_same_exactly_on_reorderings(data: st.DataObject) -> None:
    net, other = data.draw(tied_nets(hidden=1)), data.draw(tied_nets(hidden=1))
    form = R["canonical_form"](net)
    assert brute_force(net, form)
    perm = data.draw(st.permutations(range(len(net[0][1]))))
    assert nets.equal(R["canonical_form"](nets.reorder(net, [perm])), form)
    if nets.widths(net) == nets.widths(other):
        assert nets.equal(R["canonical_form"](other), form) == brute_force(net, other)

"""Lab 07: its mathematics, against known numbers and brute force, and what its checks hand over."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from labs.alignments import identity, net_of, score, table_of
from labs.grading_in_process import calls, lab_named
from labs.tied_nets import nets_of_numbers, widths_of_tied_nets

from autograder import certify, nets

LAB = lab_named("07_connectivity")
R = LAB.reference


def test_arguments_are_what_the_text_promises() -> None:
    for call in calls(LAB.name):
        args = call.args
        if call.function == "barrier":
            assert args[0].dtype == np.float64
            assert len(args[0]) >= 2
            continue
        if call.function == "match_units" and nets.widths(args[0]) == nets.widths(args[1]) and len(args[0]) == 2:
            assert len(args[0][0][1]) <= 50
        if call.function == "loss_profile":
            ts = args[5]
            assert len(ts)
            assert ((ts >= 0) & (ts <= 1)).all()
        if call.function == "zero_loss_path":
            net, X, Y, i, j = args
            n = len(net[0][1])
            assert len(net) == 2
            if not (0 <= i < n and 0 <= j < n):  # to be refused
                assert sorted((i, j))[0] == -1 or sorted((i, j))[1] >= n
                continue
            assert i != j
            assert any(k not in (i, j) and not net[1][0][:, k].any() for k in range(n))
            assert certify.exact.loss(net, X, Y, "relu") == 0


def test_on_a_straight_line_most_paths_would_fail() -> None:
    for check, _ in LAB.checks("zero_loss_path"):
        if "refused" in check.name:
            continue
        proved = [
            certify.zero_loss_path([c.net, nets.swap(c.net, 1, c.i, c.j)], c.X, c.Y).proved for c in check.cases or ()
        ]
        assert not all(proved)


# --- matching and aligning -----------------------------------------------------------------------------------------


def without_biases(*matrices: Any) -> nets.Net:
    return net_of(*((W, [0] * len(W)) for W in matrices))


# the known example with four units: similarities by hand, and the optimum by trying all orders
FOUR_A = net_of(([[5, 1], [2, 4], [1, 3], [4, -3]], [-5, -2, -2, 4]), ([[5, -5, 0, 4]], [0]))
FOUR_B = net_of(([[0.7, 3.2], [4.7, 1], [4.2, -3.1], [1.9, 3.8]], [-1.8, -5.2, 4.3, -2]), ([[0, 5, 4.1, -5]], [0]))
# the known example in which a climb from the identity stops at 23, and the optimum is 36
DEEP_A = without_biases([[-3], [0], [3]], [[-3, -1, -1], [3, -2, 0], [-2, -3, 2]], [[-3, -2, 0]])
DEEP_B = without_biases([[0], [-3], [3]], [[2, 3, -3], [2, -1, 0], [3, -2, 2]], [[-2, -1, 3]])


def test_reference_on_the_known_matching() -> None:
    perm = R["match_units"](FOUR_A, FOUR_B)
    assert perm == [1, 3, 0, 2]
    matched = nets.reorder(FOUR_B, [perm])
    assert score(FOUR_A, matched) == pytest.approx(197.1)
    squares = [sum(np.sum((A - B) ** 2) + np.sum((a - b) ** 2) for (A, a), (B, b) in zip(FOUR_A, net, strict=True))
               for net in (FOUR_B, matched)]  # fmt: skip
    assert squares == pytest.approx([456.7, 0.5])


def test_reference_on_the_known_local_optimum() -> None:
    assert score(DEEP_A, DEEP_B) == 23
    assert score(DEEP_A, nets.reorder(DEEP_B, [[1, 2, 0], [1, 0, 2]])) == 36
    assert R["align"](DEEP_A, DEEP_B) == [[1, 2, 0], [1, 0, 2]]
    every = itertools.product(itertools.permutations(range(3)), repeat=2)
    assert max(score(DEEP_A, nets.reorder(DEEP_B, perms)) for perms in every) == 36
    assert score(DEEP_A, DEEP_A) == 72


@st.composite
def small_nets(draw: st.DrawFn, hidden: int | None = None) -> tuple[nets.Net, nets.Net]:
    """Two nets of the same shapes with few different numbers, so with many ties."""
    widths = draw(widths_of_tied_nets(hidden))
    numbers = draw(st.sampled_from([[0.0, 1.0], [-1.0, 1.0, 2.0], [-0.5, 0.1, 0.3, 0.7]]))
    return draw(nets_of_numbers(widths, numbers)), draw(nets_of_numbers(widths, numbers))


@settings(max_examples=150, deadline=None)
@given(small_nets(hidden=1))
def test_matching_agrees_with_brute_force(pair: tuple[nets.Net, nets.Net]) -> None:
    one, other = pair
    best = max(score(one, nets.reorder(other, [p])) for p in itertools.permutations(range(len(one[0][1]))))
    assert score(one, nets.reorder(other, [R["match_units"](one, other)])) == pytest.approx(best)


def orders(net: nets.Net) -> Any:
    return itertools.product(*(itertools.permutations(range(n)) for n in nets.widths(net)[1:-1]))


@settings(max_examples=150, deadline=None)
@given(small_nets(), st.randoms(use_true_random=False))
def test_alignment_has_its_three_properties(pair: tuple[nets.Net, nets.Net], dice: random.Random) -> None:
    one, other = pair
    aligned = nets.reorder(other, R["align"](one, other))
    reached = score(one, aligned)
    assert reached >= score(one, other) - 1e-9
    sizes = nets.widths(one)[1:-1]
    for layer, n in enumerate(sizes):
        for perm in itertools.permutations(range(n)):
            trial: list[Any] = [list(range(m)) for m in sizes]
            trial[layer] = perm
            assert score(one, nets.reorder(aligned, trial)) <= reached + 1e-9
    told_apart = all(
        len({tuple(row) for row in np.column_stack(layer).tolist()}) == len(layer[1]) for layer in one[:-1]
    )
    twin = nets.reorder(one, [dice.sample(range(n), n) for n in sizes])
    if told_apart:
        assert nets.equal(nets.reorder(twin, R["align"](one, twin)), one)
        for (A, a), (M, m) in zip(one, R["merge"](one, twin), strict=True):
            assert (A == M).all()
            assert (a == m).all()


# --- the numbers of the text ---------------------------------------------------------------------------------------

XOR = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
EXCLUSIVE_OR = np.array([[0.0], [1.0], [1.0], [0.0]])
FITS = net_of(([[1, 1], [1, 1], [-2, 3]], [0, -1, 5]), ([[1, -2, 0]], [0]))


def test_the_known_path_has_seven_segments_and_its_line_a_barrier() -> None:
    path = R["zero_loss_path"](FITS, XOR, EXCLUSIVE_OR, 0, 1)
    assert len(path) == 8
    known = [
        ((-2, 3), (0, -1, 5), (1, -2, 0)), ((1, 1), (0, -1, 0), (1, -2, 0)), ((1, 1), (0, -1, 0), (0, -2, 1)),
        ((1, 1), (-1, -1, 0), (0, -2, 1)), ((1, 1), (-1, -1, 0), (-2, 0, 1)), ((1, 1), (-1, 0, 0), (-2, 0, 1)),
        ((1, 1), (-1, 0, 0), (-2, 1, 0)), ((-2, 3), (-1, 0, 5), (-2, 1, 0)),
    ]  # fmt: skip
    for one, (incoming, biases, outgoing) in zip(path, known, strict=True):
        assert nets.equal(one, net_of(([[1, 1], [1, 1], incoming], biases), ([outgoing], [0])))
    middle = nets.interpolate(path[0], path[-1], 0.5)
    assert certify.exact.loss(middle, XOR, EXCLUSIVE_OR, "relu") == Fraction(27, 16)
    losses = R["loss_profile"](path[0], path[-1], XOR, EXCLUSIVE_OR, "relu", np.linspace(0, 1, 5))
    assert R["barrier"](losses) == 27 / 16


def test_barriers_by_other_definitions_differ() -> None:
    """A convex path with ends 1 and 9: no barrier, though the highest loss is 4 above the mean of the ends."""
    losses = np.array([16 * (k / 10 - 0.25) ** 2 for k in range(11)])
    assert R["barrier"](losses) == 0
    assert losses.max() - (losses[0] + losses[-1]) / 2 == 4


def test_alignment_may_raise_the_barrier() -> None:
    plain = net_of(([[1], [2]], [1, 1]), ([[1, 2]], [0]))
    scaled = net_of(([[4], [2]], [4, 1]), ([[0.25, 2]], [0]))
    X = np.array([[0.0], [1.0], [2.0]])
    Y = nets.forward(plain, X, "relu")
    assert np.array_equal(Y, 5 * X + 3)
    assert np.array_equal(nets.forward(scaled, X, "relu"), Y)
    assert table_of(plain, scaled, identity(plain), 0).tolist() == [[8.25, 5], [12.5, 9]]
    assert R["align"](plain, scaled) == [[1, 0]]
    middles = [
        nets.mse(nets.interpolate(plain, net, 0.5), X, Y, "relu") for net in (scaled, nets.swap(scaled, 1, 0, 1))
    ]
    assert middles == pytest.approx([1.4765625, 4.014322916666667])


def test_the_small_counterexample_of_the_rubric() -> None:
    nets_of_the_path = [((1, 0), (0, 1)), ((1, 0), (0, 0)), ((0, 0), (0, 0)), ((0, 0), (1, 0)), ((0, 1), (1, 0))]
    for (w, v), (w_next, v_next) in itertools.pairwise(nets_of_the_path):
        for t in (0, 0.25, 0.5, 1):
            w_t, v_t = ((1 - t) * np.array(p) + t * np.array(q) for p, q in ((w, w_next), (v, v_next)))
            assert w_t @ v_t == 0
    assert (np.full(2, 0.5) @ np.full(2, 0.5)) ** 2 == 0.25

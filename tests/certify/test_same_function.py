"""Nets that are the same function for every activation, and nets that are so for some or none."""

from __future__ import annotations

import time
from fractions import Fraction

import numpy as np
import pytest
from certify import slowly

from autograder import nets
from autograder.certify import same_function

NET = [([[1, 2], [3, 4]], [5, 6]), ([[7, 8]], [9])]


def one(units, bias=(0,), inputs=1):
    """A net from units ``(incoming, bias, outgoing)``."""
    W = [list(w) for w, _, _ in units]
    assert all(len(w) == inputs for w in W)
    return [(W, [b for _, b, _ in units]), ([list(v) for v in zip(*[v for _, _, v in units], strict=True)], list(bias))]


A = one([((1,), 0, (2,)), ((1,), 0, (3,)), ((2,), 1, (4,))])

SAME = {
    "itself": (NET, NET),
    "reordered": (NET, [([[3, 4], [1, 2]], [6, 5]), ([[8, 7]], [9])]),
    "twins share differently": (A, one([((1,), 0, (-1,)), ((1,), 0, (6,)), ((2,), 1, (4,))])),
    "twins merged": (A, one([((1,), 0, (5,)), ((2,), 1, (4,))])),
    "an idle unit": (A, one([((1,), 0, (5,)), ((2,), 1, (4,)), ((9,), 9, (0,))])),
    "twins that cancel": (one([((1,), 0, (1,)), ((1,), 0, (-1,))]), one([((7,), 7, (0,))])),
    "an idled twin moves": (A, one([((1,), 0, (5,)), ((99,), -1, (0,)), ((2,), 1, (4,))])),
    "signed zeros": (A, one([((1,), -0.0, (5,)), ((2,), 1, (4,)), ((0,), 0, (-0.0,))], [-0.0])),
    "thirds": (A, one([((1,), 0, (Fraction(14, 3),)), ((1,), 0, (Fraction(1, 3),)), ((2,), 1, (4,))])),
}
DIFFERENT = {
    "an outgoing weight": (A, one([((1,), 0, (2,)), ((1,), 0, (3.5,)), ((2,), 1, (4,))]), "Unit 0 of the first net"),
    "an incoming weight": (A, one([((1,), 0, (5,)), ((2.5,), 1, (4,))]), "Unit 2 of the first net"),
    "a bias": (A, one([((1,), 0, (5,)), ((2,), 1.5, (4,))]), "weights [2] and bias 1."),
    "one unit more": (A, one([((1,), 0, (5,)), ((2,), 1, (4,)), ((3,), 0, (1,))]), "Unit 2 of the second net"),
    "the output bias": (A, one([((1,), 0, (5,)), ((2,), 1, (4,))], [1]), "output bias is [0] in one net and [1]"),
    "sums that only floats have": (
        one([((1,), 0, (0.3,))]),
        one([((1,), 0, (0.1,)), ((1,), 0, (0.2,))]),
        "add up to [0.3] in the first net",
    ),
    "1e-300 apart": (one([((1,), 0, (1,))]), one([((1,), 0, (1,)), ((1,), 0, (1e-300,))]), "Unit 0 of the first"),
    "the same for tanh alone": (one([((1,), 1, (1,))]), one([((-1,), -1, (-1,))]), "Unit 0 of the first net"),
    "the same for ReLU alone": (one([((1,), 1, (1,))]), one([((2,), 2, (0.5,))]), "Unit 0 of the first net"),
    "the same for identity alone": (one([((1,), 0, (1,)), ((2,), 0, (1,))]), one([((3,), 0, (1,))]), "Unit 0"),
    "a constant unit for a bias": (one([((0,), 0, (1,))]), one([((0,), 0, (0,))]), "Unit 0 of the first net"),
    "the second output": (one([((1,), 0, (1, 2))], [0, 0]), one([((1,), 0, (1, 3))], [0, 0]), "[1, 2]"),
    "other inputs": (A, NET, "One net has 1 inputs and 1 outputs, the other 2 inputs and 1 outputs."),
}


@pytest.mark.parametrize("pair", SAME.values(), ids=SAME)
def test_same(pair):
    assert same_function(*pair).proved
    assert same_function(*reversed(pair)).proved


@pytest.mark.parametrize(("net_a", "net_b", "says"), DIFFERENT.values(), ids=DIFFERENT)
def test_different(net_a, net_b, says):
    verdict = same_function(net_a, net_b)
    assert verdict.answer == "refuted"
    assert says in verdict.reason
    assert same_function(net_b, net_a).answer == "refuted"


def test_many_nets():
    """Twins, sums and orders at random: proved, and any single change refuted."""
    rng = np.random.default_rng(4)
    for _ in range(100):
        net = slowly.random_net(rng, [2, int(rng.integers(1, 6)), 2], slowly.whole)
        (W, b), (V, c) = net
        n = len(b)
        share = rng.integers(-3, 4, size=V.shape)
        twice = [(np.vstack([W, W]), np.concatenate([b, b])), (np.hstack([V - share, share]), c)]
        other = nets.reorder(twice, [list(rng.permutation(2 * n))])
        assert same_function(net, other).proved
        k = int(rng.integers(2 * n))
        other[1][0][rng.integers(2), k] += 2.0**-40
        assert same_function(net, other).answer == "refuted"


JUNK = [
    None, 3, "net", [], [1], [([[1]], [0])], [([[1]], [0])] * 3, [([[1]], [0]), ([[1, 2]], [0])],
    [([[np.nan]], [0]), ([[1]], [0])],
    [([["a"]], [0]), ([[1]], [0])], [(np.zeros((0, 2)), np.zeros(0)), ([[]], [0])],
    [([[1, 2], [3]], [0, 0]), ([[1, 1]], [0])],
    [([[10**7000]], [0]), ([[1]], [0])], {"W": 1}, np.zeros((2, 2, 2)), [[[[[[1]]]]]],
]  # fmt: skip


@pytest.mark.parametrize("junk", JUNK, ids=range(len(JUNK)))
def test_junk_is_refuted(junk):
    for pair in ((A, junk), (junk, A), (junk, junk)):
        verdict = same_function(*pair)
        assert verdict.answer == "refuted"
        assert verdict.reason.endswith(".")
        assert len(verdict.reason) < 300


def test_whole_numbers_in_arrays_are_read_like_any_others():
    rng = np.random.default_rng(5)
    verdicts = set()
    for _ in range(400):
        nets = []
        for _ in range(2):
            W, b = rng.integers(0, 2, (3, 1)).astype(float), rng.integers(0, 2, 3).astype(float)
            V, c = rng.integers(-1, 2, (2, 3)).astype(float), np.zeros(2)
            nets.append([(W, b), (V, c)])
        lists = [[(W.tolist(), b.tolist()) for W, b in one] for one in nets]
        verdict = same_function(*nets)
        assert verdict == same_function(*lists) == same_function(nets[0], lists[1])
        verdicts.add(verdict.answer)
    assert verdicts == {"proved", "refuted"}


def test_a_difference_that_six_digits_do_not_show_is_told():
    one_unit, split = one([((1,), 0, (0.7,))]), one([((1,), 0, (0.3,)), ((1,), 0, (0.7 - 0.3 + 2.0**-53,))])
    assert same_function(one_unit, split).reason.endswith(
        "add up to [0.7] in the first net, and to [0.7] in the second; they differ by 1.1e-16: the weights were "
        "rounded; whole numbers stay exact."
    )
    two = [one([((1,), 0, (2, v))], [0, 0]) for v in (0.3, 0.1 + 0.2)]
    assert same_function(*two).reason.endswith(
        "; they differ by 5.6e-17 at output 1: the weights were rounded; whole numbers stay exact."
    )
    biases = [one([((1,), 0, (1,))], [c]) for c in (0.3, 0.1 + 0.2)]
    assert same_function(*biases).reason == (
        "The output bias is [0.3] in one net and [0.3] in the other; they differ by 5.6e-17: the weights were rounded; "
        "whole numbers stay exact."
    )
    many = [one([((1,), 0, [0] * 8)], [*[0] * 7, c]) for c in (1, 4)]
    assert same_function(*many).reason.endswith(
        "and [0, 0, 0, 0, 0, 0, ...] in the other; they differ by 3 at output 7."
    )


def test_sizes_are_compared_before_numbers_are_read():
    wide = [(np.full((2, 3_000_000), 0.3), [0, 1]), ([[1, 1]], [0])]
    tall = [(np.full((2, 2), 0.3), np.full(3_000_000, 0.3)), ([[1, 1]], [0])]
    for pair, says in (
        ((wide, A), "3000000 inputs"),
        ((A, wide), "3000000 inputs"),
        ((NET, tall), "should have shape"),
    ):
        start = time.process_time()
        verdict = same_function(*pair)
        assert time.process_time() - start < 0.1
        assert verdict.answer == "refuted"
        assert says in verdict.reason


def test_containers_that_hold_themselves_are_refuted():
    loop: list[object] = []
    loop += [loop, loop]
    entry = np.empty((), dtype=object)
    entry[()] = entry
    for junk in (loop, [(loop, [0, 0]), ([[1, 1]], [0])], [([[entry]], [0]), ([[1]], [0])]):
        assert same_function(junk, A).answer == same_function(A, junk).answer == "refuted"


@pytest.mark.parametrize("odd", [np.nan, np.inf, 2.0**53, 2.0**80, 1e300, 0.5])
def test_numbers_that_are_no_small_whole_ones_are_read_the_long_way(odd):
    net = [(np.array([[odd]]), np.array([1.0])), (np.array([[1.0]]), np.array([0.0]))]
    assert same_function(net, net).proved == bool(np.isfinite(odd))

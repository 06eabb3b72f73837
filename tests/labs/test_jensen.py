"""Lab 04: its mathematics, and what its checks hand over."""

from __future__ import annotations

import itertools
from collections import Counter
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from labs.grading_in_process import calls, cases_of, lab_named

from autograder import certify, nets
from autograder.checks import cases

LAB = lab_named("04_jensen")
R = LAB.reference


def test_arguments_are_what_the_text_promises() -> None:
    """X and Y fit the net; gaps, widths and samples are as announced."""
    for call in calls(LAB.name):
        if "activation" in call.named:
            net, X, Y, activation = call.args
            assert len(net) >= 2
            assert X.dtype == Y.dtype == np.float64
            assert X.shape == (len(Y), net[0][0].shape[1])
            assert Y.shape[1] == len(net[-1][1])
            assert activation in nets.ACTIVATIONS
        if call.function == "jensen_certificate":
            assert R["jensen_gap"](*call.args) >= 1e-6
            assert len(call.args[0]) <= 4
            assert max(nets.widths(call.args[0])[1:-1]) <= 40
            assert len(call.args[1]) <= 20


# --- the mathematics -----------------------------------------------------------------------------------------------


def all_reorderings(net: nets.Net) -> list[nets.Net]:
    sizes = nets.widths(net)[1:-1]
    return [nets.reorder(net, perms) for perms in itertools.product(*(itertools.permutations(range(n)) for n in sizes))]


def near(net_a: nets.Net, net_b: nets.Net) -> bool:
    return all(
        np.allclose(A, B, rtol=1e-12, atol=1e-12) and np.allclose(a, b, rtol=1e-12, atol=1e-12)
        for (A, a), (B, b) in zip(net_a, net_b, strict=True)
    )


def floats(layers: Any) -> nets.Net:
    """A net from nested lists in which fractions are strings."""

    def number(part: Any) -> Any:
        return [number(item) for item in part] if isinstance(part, list) else float(Fraction(part))

    return [(np.array(number(W)), np.array(number(b))) for W, b in layers]


GROUP_MEANS = [  # nets and their group means, computed in exact rationals over the whole group
    (
        [[[["1/2", "-1"], ["2", "3"], ["-3/2", "4"]], ["1", "0", "-4"]], [[["2", "-1", "5"]], ["1/3"]]],
        [[[["1/3", "2"]] * 3, ["-1"] * 3], [[["2"] * 3], ["1/3"]]],
    ),
    (
        [
            [[["1", "2"], ["3", "5"]], ["0", "1"]],
            [[["1", "-2"], ["4", "9"]], ["-1", "2"]],
            [[["3", "-5"]], ["7"]],
        ],
        [[[["2", "7/2"]] * 2, ["1/2"] * 2], [[["3"] * 2] * 2, ["1/2"] * 2], [[["-1"] * 2], ["7"]]],
    ),
    (
        [
            [[["1", "0", "-1"], ["2", "2", "4"]], ["1", "3"]],
            [[["1", "2"], ["3", "4"], ["5", "9"]], ["0", "6", "-3"]],
            [[["1", "2", "6"], ["0", "-3", "0"]], ["1", "-1"]],
        ],
        [
            [[["3/2", "1", "3/2"]] * 2, ["2"] * 2],
            [[["4"] * 2] * 3, ["1"] * 3],
            [[["3"] * 3, ["-1"] * 3], ["1", "-1"]],
        ],
    ),
    (
        [
            [[["1"], ["2"]], ["0", "1"]],
            [[["1", "2"], ["3", "5"]], ["1", "1"]],
            [[["0", "1"], ["-1", "4"]], ["2", "0"]],
            [[["1", "6"]], ["0"]],
        ],
        [
            [[["3/2"]] * 2, ["1/2"] * 2],
            [[["11/4"] * 2] * 2, ["1"] * 2],
            [[["1"] * 2] * 2, ["1"] * 2],
            [[["7/2"] * 2], ["0"]],
        ],
    ),
    (
        [[[["-3/2", "2"], ["17/10", "2/5"]], ["0", "0"]], [[["23/10", "4/5"]], ["0"]]],
        [[[["1/10", "6/5"]] * 2, ["0", "0"]], [[["31/20"] * 2], ["0"]]],
    ),
]


@pytest.mark.parametrize(("layers", "mean"), GROUP_MEANS)
def test_group_means_are_the_exact_ones(layers: Any, mean: Any) -> None:
    assert near(R["group_mean"](floats(layers)), floats(mean))


@pytest.mark.parametrize("widths", [(2, 2, 1), (3, 4, 2), (1, 5, 3), (2, 2, 3, 2), (2, 4, 3, 1), (1, 2, 3, 2, 2)])
def test_the_closed_form_is_the_mean_over_all_reorderings(widths: tuple[int, ...]) -> None:
    net = cases.net(widths, seed=3)
    mean = R["average_nets"](all_reorderings(net))
    assert near(R["group_mean"](net), mean)
    X = cases.inputs(5, widths[0])
    for activation in nets.ACTIVATIONS:
        expected = nets.forward(mean, X, activation)
        assert np.allclose(nets.forward(R["width_one"](net), X, activation), expected, rtol=1e-11, atol=1e-11)


def common_mean(net: nets.Net) -> nets.Net:
    """The mean over common reorderings of all hidden layers, which have one width."""
    sizes = nets.widths(net)[1:-1]
    perms = [list(map(list, [p] * len(sizes))) for p in itertools.permutations(range(sizes[0]))]
    return R["average_nets"]([nets.reorder(net, each) for each in perms])


def test_common_reorderings_have_another_mean_with_the_same_function() -> None:
    net = cases.net((2, 3, 3, 2), seed=5)
    assert not near(common_mean(net), R["group_mean"](net))
    X = cases.inputs(5, 2)
    for activation in nets.ACTIVATIONS:
        expected = nets.forward(R["group_mean"](net), X, activation)
        assert np.allclose(nets.forward(common_mean(net), X, activation), expected, rtol=1e-11, atol=1e-11)


XOR = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
TARGETS = np.array([[0.0], [1.0], [1.0], [0.0]])


def test_jensen_gaps_of_exclusive_or_are_the_exact_ones() -> None:
    two = floats([[[["1", "1"], ["1", "1"]], ["0", "-1"]], [[["1", "-2"]], ["0"]]])
    three = floats([[[["1", "0"], ["0", "1"], ["1", "1"]], ["0", "0", "-1"]], [[["1", "1", "-2"]], ["0"]]])
    assert R["jensen_gap"](two, XOR, TARGETS, "relu") == 27 / 16
    assert R["jensen_gap"](three, XOR, TARGETS, "relu") == pytest.approx(1 / 2, rel=1e-14)
    midpoints = {}
    for perm in itertools.permutations(range(3)):
        middle = nets.interpolate(three, nets.reorder(three, [perm]), 0.5)
        midpoints[perm] = nets.mse(middle, XOR, TARGETS, "relu")
    assert sorted(midpoints.values()) == [0, 0, 9 / 32, 9 / 32, 9 / 16, 9 / 16]
    assert midpoints[1, 0, 2] == 0


def test_no_net_of_width_one_beats_one_sixth_on_exclusive_or() -> None:
    rng = np.random.default_rng(5)
    for _ in range(2000):
        widths = [2, *([1] * int(rng.integers(1, 4))), 1]
        net = [(rng.normal(0, 3, (m, n)), rng.normal(0, 3, m)) for n, m in itertools.pairwise(widths)]
        for activation in nets.ACTIVATIONS:
            # the best outgoing weight and output bias for this hidden part: a straight line through two columns
            hidden = nets.forward([*net[:-1], (np.ones((1, 1)), np.zeros(1))], XOR, activation)
            A = np.hstack([hidden, np.ones((4, 1))])
            best = A @ np.linalg.lstsq(A, TARGETS, rcond=None)[0]
            assert np.mean((best - TARGETS) ** 2) >= 1 / 6 - 1e-9


def test_the_reference_finds_a_certificate_wherever_the_gap_is_positive() -> None:
    rng = np.random.default_rng(6)
    found = Counter[str]()
    for number in range(400):
        activation = list(nets.ACTIVATIONS)[number % 4]
        widths = [2, *rng.integers(1, 6, int(rng.integers(1, 4))).tolist(), int(rng.integers(1, 3))]
        net, X = cases.net(widths, seed=number), cases.inputs(3, 2, seed=number)
        Y = nets.forward(net, X, activation) * float(rng.choice([1.0, 1.0, 0.5])) + float(rng.choice([0.0, 0.1]))
        if R["jensen_gap"](net, X, Y, activation) < 1e-6:
            continue
        a, b, lam = R["jensen_certificate"](net, X, Y, activation)
        verdict = certify.nonconvexity(certify.NetLoss(X, Y, activation, widths), a, b, lam)
        assert verdict.proved, (activation, widths, verdict.reason)
        found[activation] += 1
    assert min(found[activation] for activation in nets.ACTIVATIONS) >= 30


STUBBORN = cases_of(
    LAB,
    "jensen_certificate",
    "no_midpoint_with_a_reordering_is_needed",
    "no_layer_needs_to_prove_it_alone",
    "so_does_a_net_whose_midpoints_are_no_worse",
)


@pytest.mark.parametrize("case", STUBBORN, ids=lambda case: case.label)
def test_no_line_to_a_reordering_proves_anything_for_the_stubborn_nets(case: cases.Case) -> None:
    own = nets.mse(case.net, case.X, case.Y, case.activation)
    assert R["jensen_gap"](case.net, case.X, case.Y, case.activation) > 1e-3
    for other in all_reorderings(case.net):
        for t in np.linspace(0, 1, 41):
            between = nets.interpolate(case.net, other, t)
            assert nets.mse(between, case.X, case.Y, case.activation) <= own * (1 + 1e-12)

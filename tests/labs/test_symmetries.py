"""Lab 05: its mathematics, and what its checks hand over."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from labs.grading_in_process import calls, lab_named

from autograder import certify, nets
from autograder.checks import cases

LAB = lab_named("05_symmetries")
R = LAB.reference


# --- what the checks hand over -------------------------------------------------------------------------------------


def test_arguments_are_what_the_text_promises() -> None:
    for call in calls(LAB.name):
        named = call.named
        assert type(named.get("layer", 0)) is int
        for name, kinds in (("signs", (int, float)), ("factors", (int, float)), ("widths", (int,))):
            assert type(named.get(name, [])) is list
            assert all(type(item) in kinds for item in named.get(name, []))
        if "X" in named:
            X, Y = named["X"], named["Y"]
            assert X.dtype == Y.dtype == np.float64
            assert len(X) == len(Y) > 0
            assert X.ndim == Y.ndim == 2
            for numbers in (X, Y, *itertools.chain(*named.get("net", []))):
                sizes = np.abs(numbers[numbers != 0])
                assert ((sizes >= 1e-100) & (sizes <= 1e100)).all()
        if "X" in named and "net" in named:
            assert X.shape[1] == named["net"][0][0].shape[1]
            assert Y.shape[1] == len(named["net"][-1][1])


def test_legal_signs_are_ints() -> None:
    for call in calls(LAB.name):
        named = call.named
        if call.function in ("flip_signs", "flip_sigmoid") and all(sign in (1, -1) for sign in named["signs"]):
            assert all(type(sign) is int for sign in named["signs"])


def test_nets_to_be_flipped_are_better_than_their_output_bias_by_a_millionth() -> None:
    shares = []
    for call in calls(LAB.name):
        named = call.named
        if call.function == "flip_certificate":
            net, X, Y = named["net"], named["X"], named["Y"]
            constant = float(np.mean((net[-1][1] - Y) ** 2))
            shares.append(nets.mse(net, X, Y, "tanh") / constant)
    assert max(shares) <= 1 - 1e-6
    assert max(shares) > 1 - 1e-5  # one of them is hardly better
    assert min(shares) < 1e-20


def test_nets_to_be_rescaled_differ_from_their_output_bias_clearly() -> None:
    ratios = []
    for call in calls(LAB.name):
        named = call.named
        if call.function == "scaling_certificate":
            net, X, Y, activation = (named[key] for key in ("net", "X", "Y", "activation"))
            found = np.array(certify.exact.outputs(net, X, activation), dtype=object)
            bias = [Fraction(float(c)) for c in net[-1][1]]
            g = found - np.array(bias, dtype=object)
            r = np.array([[Fraction(float(y)) for y in row] for row in Y], dtype=object) - np.array(bias, dtype=object)
            assert abs(g).max() >= max(Fraction(1, 10**100), max(map(abs, bias)) / 10**6)
            ratios.append(abs((g * r).sum() / (g * g).sum()))
    assert max(ratios) > 10**95  # no factor of ordinary size will do
    assert max(ratios) < 10**100


# --- the mathematics -----------------------------------------------------------------------------------------------

# A net with two inputs, its points, and outputs known exactly; for tanh and sigmoid its hidden numbers are times ln 2.
NET = [(np.array([[1.0, 2.0], [-3.0, 1.0]]), np.array([1.0, -1.0])), (np.array([[2.0, -1.0]]), np.array([5.0]))]
POINTS = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [-1.0, 2.0], [2.0, -3.0]])
OUTPUTS = {
    "relu": ["7", "9", "11", "9", "5"],
    "tanh": ["34/5", "33890/4369", "451/65", "1540/257", "276824198/68157505"],
    "sigmoid": ["6", "556/85", "113/18", "101/17", "48166/9225"],
}
WITHOUT_THE_BIAS = ["5", "471/85", "95/18", "84/17", "38941/9225"]
NEGATED_RELU = ["6", "9", "5", "5", "9"]


def numbers(values: list[str]) -> list[list[float]]:
    return [[float(Fraction(value))] for value in values]


def in_units_of_log2(net: nets.Net) -> nets.Net:
    (W, b), last = net
    return [(W * math.log(2), b * math.log(2)), last]


def same_net(net: Any, layers: list[Any]) -> bool:
    return [[W.tolist(), b.tolist()] for W, b in net] == layers


def test_the_three_changes_of_one_net_are_those_computed_in_fractions() -> None:
    scaled = R["rescale_units"](NET, 1, [3, 0.5])
    assert same_net(scaled, [[[[3, 6], [-1.5, 0.5]], [3, -0.5]], [[[2 / 3, -2]], [5]]])
    np.testing.assert_allclose(nets.forward(scaled, POINTS, "relu"), numbers(OUTPUTS["relu"]), rtol=1e-14)

    flipped = R["flip_signs"](NET, 1, [-1, -1])
    assert same_net(flipped, [[[[-1, -2], [3, -1]], [-1, 1]], [[[-2, 1]], [5]]])
    np.testing.assert_allclose(
        nets.forward(in_units_of_log2(flipped), POINTS, "tanh"), numbers(OUTPUTS["tanh"]), rtol=1e-14
    )
    assert nets.forward(flipped, POINTS, "relu").tolist() == numbers(NEGATED_RELU)  # no symmetry of ReLU
    as_for_tanh = nets.forward(in_units_of_log2(flipped), POINTS, "sigmoid")
    np.testing.assert_allclose(as_for_tanh, numbers(WITHOUT_THE_BIAS), rtol=1e-14)

    mended = R["flip_sigmoid"](NET, 1, [-1, -1])
    assert same_net(mended, [[[[-1, -2], [3, -1]], [-1, 1]], [[[-2, 1]], [6]]])
    np.testing.assert_allclose(
        nets.forward(in_units_of_log2(mended), POINTS, "sigmoid"), numbers(OUTPUTS["sigmoid"]), rtol=1e-14
    )


XOR_X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR_Y = np.array([[0.0], [1.0], [1.0], [0.0]])
XOR_NET = in_units_of_log2(
    [
        (np.array([[2.0, 2.0], [2.0, 2.0]]), np.array([-1.0, -3.0])),
        (np.array([[65 / 54, -65 / 54]]), np.array([-4 / 9])),
    ]
)


def middle_of(certificate: Any) -> nets.Net:
    a, b, lam = certificate
    return nets.interpolate(b, a, float(lam))


def test_the_full_flip_of_the_exact_xor_net_has_the_gap_185_162() -> None:
    found = R["flip_certificate"](XOR_NET, XOR_X, XOR_Y)
    np.testing.assert_allclose(nets.mse(middle_of(found), XOR_X, XOR_Y, "tanh"), 185 / 162, rtol=1e-13)
    assert certify.nonconvexity(certify.NetLoss(XOR_X, XOR_Y, "tanh", [2, 2, 1]), *found).proved


def product_loss(target: Fraction = Fraction(1)) -> Callable[[Any, Any], Any]:
    return lambda p, q: (p * q - target) ** 2


@pytest.mark.parametrize(("lam", "gap"), [("1/2", "1"), ("1/3", "64/81"), ("1/10", "81/625")])
def test_gaps_of_the_flip_of_one_linear_unit(lam: str, gap: str) -> None:
    at = 2 * Fraction(lam) - 1
    assert product_loss()(at, at) == Fraction(gap)


def test_gaps_of_scaling_one_unit_and_of_the_path_from_zero_to_zero() -> None:
    half = Fraction(1, 2)
    assert product_loss()((1 + 4) * half, (1 + Fraction(1, 4)) * half) == Fraction(81, 256)
    for target in map(Fraction, ("-3", "0", "1/7", "1000")):
        loss = product_loss(target)
        q = -1 if target > 0 else 1
        assert loss(half, q * half) - loss(0, 0) == Fraction(1, 16) + abs(target) / 2


def test_swapping_linear_units_at_the_identity_has_the_gap_a_quarter() -> None:
    eye, zero = np.eye(2), np.zeros(2)
    net = [(eye, zero), (eye, zero)]
    swapped = nets.swap(net, 1, 0, 1)
    assert nets.mse(swapped, eye, eye, "identity") == 0
    assert nets.mse(nets.interpolate(net, swapped, 0.5), eye, eye, "identity") == 1 / 4


def test_without_features_or_contributions_nothing_is_proved() -> None:
    """The exceptions that the text names: a loss that is constant on the line."""
    dead = [(np.array([[1.0]]), np.array([-5.0])), (np.array([[2.0]]), np.array([1.0]))]
    loss = certify.NetLoss(np.array([[1.0]]), np.array([[4.0]]), "relu", [1, 1, 1])
    assert not certify.nonconvexity(loss, dead, R["rescale_units"](dead, 1, [100.0]), 0.5).proved
    assert not certify.nonconvexity(
        certify.NetLoss(XOR_X, XOR_Y, "identity", [2, 1]), *([[(np.ones((1, 2)), np.ones(1))]] * 2), 0.5
    ).proved


@st.composite
def nets_and_layers(draw: st.DrawFn) -> tuple[nets.Net, int]:
    widths = draw(st.lists(st.integers(1, 4), min_size=3, max_size=5))
    return cases.net(widths, draw(st.integers(0, 50))), draw(st.integers(1, len(widths) - 2))


@settings(max_examples=60, deadline=None)
@given(nets_and_layers(), st.data())
def test_changed_nets_compute_the_same_function(where: tuple[nets.Net, int], data: st.DataObject) -> None:
    net, layer = where
    n = len(net[layer - 1][1])
    signs = data.draw(st.lists(st.sampled_from([1, -1]), min_size=n, max_size=n))
    factors = data.draw(st.lists(st.sampled_from([1, 2, 0.25, 3.5, 1e-3, 40]), min_size=n, max_size=n))
    X = cases.inputs(5, net[0][0].shape[1])
    for exercise, numbers_, activation in (
        ("flip_signs", signs, "tanh"),
        ("flip_signs", signs, "identity"),
        ("flip_sigmoid", signs, "sigmoid"),
        ("rescale_units", factors, "relu"),
        ("rescale_units", factors, "identity"),
    ):
        before = nets.copy(net)
        twin = R[exercise](net, layer, numbers_)
        np.testing.assert_allclose(
            nets.forward(twin, X, activation), nets.forward(net, X, activation), rtol=1e-10, atol=1e-10
        )
        assert nets.equal(net, before)
    assert nets.equal(R["flip_signs"](R["flip_signs"](net, layer, signs), layer, signs), net)


@settings(max_examples=40, deadline=None)
@given(nets_and_layers(), st.integers(1, 5), st.integers(-6, 6), st.integers(0, 99))
def test_certificates_of_the_reference_are_proved(
    where: tuple[nets.Net, int], samples: int, power: int, seed: int
) -> None:
    net, _ = where
    widths = nets.widths(net)
    X = cases.inputs(samples, widths[0], seed)
    rng = np.random.default_rng(seed)
    Y = np.round(rng.normal(size=(samples, widths[-1])), 2) * 10.0**power
    for activation in ("identity", "relu"):
        outputs = nets.forward(net, X, activation) - net[-1][1]
        if np.abs(outputs).max() > 1e-9:
            loss = certify.NetLoss(X, Y, activation, widths)
            assert certify.nonconvexity(loss, *R["scaling_certificate"](net, X, Y, activation)).proved
    if nets.mse(net, X, Y, "tanh") < (1 - 1e-6) * np.mean((net[-1][1] - Y) ** 2):
        loss = certify.NetLoss(X, Y, "tanh", widths)
        assert certify.nonconvexity(loss, *R["flip_certificate"](net, X, Y)).proved
    loss = certify.NetLoss(X, Y, "identity", widths)
    assert certify.nonconvexity(loss, *R["deep_linear_certificate"](X, Y, widths)).proved

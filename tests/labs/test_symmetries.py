"""Lab 05: its mathematics, the bank, and odd right answers, which pass every check."""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder import certify, nets
from autograder.checks import cases
from autograder.grading import grade_functions
from autograder.labs import load_lab
from autograder.sandbox.local import LocalTransport

LAB = load_lab(Path(__file__).parents[2], "05_symmetries")
QUICK = dataclasses.replace(LAB, complete=False)  # looks for no hints, which takes the most time by far
R = LAB.reference
Function = Callable[..., Any]
CHANGES = ("flip_signs", "flip_sigmoid", "rescale_units")


def outcomes(exercise: str, function: Function) -> dict[str, str]:
    """The outcome of every check of one exercise for this function."""
    (result,) = grade_functions(QUICK, LocalTransport({exercise: function}), [exercise])
    return {check.name: check.outcome for check in result.checks}


# --- the reference, the variants, the misconceptions ---------------------------------------------------------------


@pytest.mark.parametrize("exercise", [e.name for e in LAB.exercises])
def test_reference_passes_every_check(exercise: str) -> None:
    assert set(outcomes(exercise, R[exercise]).values()) == {"passed"}


@pytest.mark.parametrize("variant", LAB.variants, ids=lambda v: f"{v.exercise}-{v.name}")
def test_variant_passes_every_check(variant: Any) -> None:
    found = outcomes(variant.exercise, variant.function)
    assert set(found.values()) == {"passed"}, found


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # wrong functions overflow
@pytest.mark.parametrize("idea", LAB.misconceptions, ids=lambda m: f"{m.exercise}-{m.name}")
def test_misconception_fails_and_is_recognised(idea: Any) -> None:
    (result,) = grade_functions(LAB, LocalTransport({idea.exercise: idea.function}), [idea.exercise])
    assert {"error", "failed"} & {check.outcome for check in result.checks} == {"failed"}
    assert idea.hint in {check.hint for check in result.checks}


def test_there_are_enough_misconceptions_and_variants() -> None:
    ideas, variants = Counter(m.exercise for m in LAB.misconceptions), Counter(v.exercise for v in LAB.variants)
    assert all(ideas[e.name] >= 6 and variants[e.name] >= 2 for e in LAB.exercises)
    names = [m.name for m in LAB.misconceptions] + [v.name for v in LAB.variants]
    assert len(names) == len(set(names))


def test_visible_checks_are_worth_less_than_half() -> None:
    for exercise in LAB.exercises:
        visible = sum(check.points for check, seen in LAB.checks(exercise.name) if seen)
        assert 0 < visible < exercise.points / 2


# --- what the checks hand over -------------------------------------------------------------------------------------


class Recorder(LocalTransport):
    """Keeps all arguments that the checks hand over."""

    def __init__(self, functions: Any) -> None:
        super().__init__(functions)
        self.seen: list[tuple[str, tuple[Any, ...]]] = []

    def call(self, function: str, args: tuple[Any, ...]) -> Any:
        self.seen.append((function, args))
        return super().call(function, args)


def recorded() -> list[tuple[str, dict[str, Any]]]:
    recorder = Recorder(R)
    grade_functions(LAB, recorder)
    return [(name, dict(zip(LAB.parameters[name], args, strict=True))) for name, args in recorder.seen]


SEEN = recorded()


def test_arguments_are_what_the_text_promises() -> None:
    assert len(SEEN) < 260
    for _, named in SEEN:
        if "net" in named:
            net = named["net"]
            assert isinstance(net, list)
            assert len(net) >= 2
            for number, (W, b) in enumerate(net):
                assert W.dtype == b.dtype == np.float64
                assert b.shape == W.shape[:1]
                assert np.isfinite(W).all()
                assert np.isfinite(b).all()
                assert number == 0 or W.shape[1] == len(net[number - 1][1])
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
    for name, named in SEEN:
        if name in ("flip_signs", "flip_sigmoid") and all(sign in (1, -1) for sign in named["signs"]):
            assert all(type(sign) is int for sign in named["signs"])


def test_nets_to_be_flipped_are_better_than_their_output_bias_by_a_millionth() -> None:
    shares = []
    for name, named in SEEN:
        if name == "flip_certificate":
            net, X, Y = named["net"], named["X"], named["Y"]
            constant = float(np.mean((net[-1][1] - Y) ** 2))
            shares.append(nets.mse(net, X, Y, "tanh") / constant)
    assert max(shares) <= 1 - 1e-6
    assert max(shares) > 1 - 1e-5  # one of them is hardly better
    assert min(shares) < 1e-20


def test_nets_to_be_rescaled_differ_from_their_output_bias_clearly() -> None:
    ratios = []
    for name, named in SEEN:
        if name == "scaling_certificate":
            net, X, Y, activation = (named[key] for key in ("net", "X", "Y", "activation"))
            found = np.array(certify.exact.outputs(net, X, activation), dtype=object)
            bias = [Fraction(float(c)) for c in net[-1][1]]
            g = found - np.array(bias, dtype=object)
            r = np.array([[Fraction(float(y)) for y in row] for row in Y], dtype=object) - np.array(bias, dtype=object)
            assert abs(g).max() >= max(Fraction(1, 10**100), max(map(abs, bias)) / 10**6)
            ratios.append(abs((g * r).sum() / (g * g).sum()))
    assert max(ratios) > 10**95  # no factor of ordinary size will do
    assert max(ratios) < 10**100


# --- what is no answer ---------------------------------------------------------------------------------------------


def stub(*_: Any) -> Any:
    raise NotImplementedError


def fails(*_: Any) -> Any:
    raise ValueError("always")


def too_deep(*_: Any) -> Any:
    nested: list[Any] = []
    for _level in range(60):
        nested = [nested]
    return nested


NOTHING: list[Function] = [
    stub,
    fails,
    too_deep,
    lambda *args: None,
    lambda *args: args[0],
    lambda *args: args[-1],
    lambda *args: args,
    lambda *args: 0.0,
    lambda *args: float("nan"),
    lambda *args: "net",
    lambda *args: [],
    lambda *args: [[]],
    lambda *args: np.zeros(0),
    lambda *args: 10**5000,
    lambda *args: object(),
    lambda *args: (args[0], args[0], 0.5),
    lambda *args: (args[0], args[0], 10**5000),
    lambda *args: ([(10**5000, 0)], None, Fraction(1, 10**5000)),
    lambda *args: [(np.full(W.shape, np.nan), b) for W, b in args[0]],
    lambda *args: [(np.full(W.shape, None), b) for W, b in args[0]],
    lambda *args: ([(np.full(W.shape, np.inf), b) for W, b in args[0]], args[0], 0.5),
]


@pytest.mark.parametrize("exercise", [e.name for e in LAB.exercises])
def test_what_is_no_answer_scores_nothing(exercise: str) -> None:
    for function in NOTHING:
        found = outcomes(exercise, function)
        assert not {"passed", "error"} & set(found.values()), (function, found)


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


# --- odd, but right ------------------------------------------------------------------------------------------------


def through(exercise: str, change: Function) -> tuple[str, Function]:
    """The reference's answer in another form."""
    return exercise, lambda *args: change(R[exercise](*args))


def in_lists(net: Any) -> Any:
    return [[W.tolist(), b.tolist()] for W, b in net]


def in_numpy_numbers(net: Any) -> Any:
    return [([[np.float64(w) for w in row] for row in W], [np.float64(x) for x in b]) for W, b in net]


def in_fractions(net: Any) -> Any:
    return [([[Fraction(float(w)) for w in row] for row in W], list(map(Fraction, b.tolist()))) for W, b in net]


def in_fortran_order(net: Any) -> Any:
    return tuple((np.asfortranarray(W), b[::-1].copy()[::-1]) for W, b in net)


def positive_zeros(net: Any) -> Any:
    return [(W + 0.0, b + 0.0) for W, b in net]


RIGHT = [
    through(exercise, form)
    for exercise in CHANGES
    for form in (in_lists, in_numpy_numbers, in_fractions, in_fortran_order, positive_zeros)
]
CERTIFICATES = ("flip_certificate", "scaling_certificate", "deep_linear_certificate")
RIGHT += [
    through(exercise, form)
    for exercise in CERTIFICATES
    for form in (
        lambda found: [in_lists(found[0]), in_lists(found[1]), Fraction(1, 2)],
        lambda found: (found[1], found[0], np.float32(0.5)),
        lambda found: (in_fractions(found[0]), in_numpy_numbers(found[1]), np.array(0.5)),
        lambda found: (*found[:2], 0.5 + 1e-9),
        lambda found: (*found[:2], Fraction(10**30 + 1, 2 * 10**30)),
    )
]


def right(exercise: str) -> Callable[[Function], Function]:
    def declare(function: Function) -> Function:
        RIGHT.append((exercise, function))
        return function

    return declare


@right("flip_signs")
def flips_twice_more(net: Any, layer: Any, signs: Any) -> Any:
    once = R["flip_signs"](net, layer, signs)
    return R["flip_signs"](R["flip_signs"](once, layer, signs), layer, signs)


@right("flip_sigmoid")
def mends_by_half_the_difference(net: Any, layer: Any, signs: Any) -> Any:
    new = R["flip_signs"](net, layer, signs)
    new[layer] = (new[layer][0], net[layer][1] + (net[layer][0] - new[layer][0]).sum(axis=1) / 2)
    return new


@right("flip_sigmoid")
def asks_the_net_itself(net: Any, layer: Any, signs: Any) -> Any:
    """With all incoming numbers 0 every unit has the value 1/2: what is missing then is the bias."""
    new = R["flip_signs"](net, layer, signs)
    (V, c), V_new = net[layer], new[layer][0]
    half = np.full(V.shape[1], 0.5)
    new[layer] = (V_new, (V @ half + c) - V_new @ half)
    return new


@right("rescale_units")
def rescales_one_unit_at_a_time(net: Any, layer: Any, factors: Any) -> Any:
    n = len(R["rescale_units"](net, layer, factors)[layer - 1][1])
    for k in range(n):
        net = R["rescale_units"](net, layer, [factors[k] if j == k else 1 for j in range(n)])
    return net


@right("flip_certificate")
def goes_beyond_the_flip(net: Any, X: Any, Y: Any) -> Any:
    """Not the flip itself, but almost: the ends have different losses."""
    a, b, lam = R["flip_certificate"](net, X, Y)
    (W, p), (V, c) = b[-2:]
    return a, [*b[:-2], (W * (1 + 1e-9), p), (V, c)], lam


@right("flip_certificate")
def goes_far_the_other_way(net: Any, X: Any, Y: Any) -> Any:
    """Only the incoming side moves. The loss is bounded there, and half-way, or nearly so, only the bias is left."""
    constant, start = np.mean((net[-1][1] - Y) ** 2), nets.mse(net, X, Y, "tanh")
    bound = np.mean((np.abs(Y - net[-1][1]) + np.abs(net[-1][0]).sum(axis=1)) ** 2)
    T = 2.0 ** np.ceil(np.log2(2 + 2 * bound / (constant - start)))
    (W, b), last = net[-2:]
    return net, [*net[:-2], (-T * W, -T * b), last], Fraction(int(T), int(T) + 1)


@right("scaling_certificate")
def goes_from_zero_to_zero(net: Any, X: Any, Y: Any, activation: Any) -> Any:
    """One end has no outgoing weights, the other no incoming ones: both compute the output bias."""
    _, twin, _ = R["scaling_certificate"](net, X, Y, activation)
    (W, b), (V, c) = twin[-2:]
    s = 4 * float(np.abs(W).max() / np.abs(net[-2][0]).max()) if W.any() else 2.0**350
    a = [*net[:-2], (W, b), (0 * V, c)]
    return a, [*net[:-2], (0 * W, 0 * b), (s * V, c)], 0.5


@right("scaling_certificate")
def shrinks_instead(net: Any, X: Any, Y: Any, activation: Any) -> Any:
    """A factor far below 1 does as well."""
    _, twin, _ = R["scaling_certificate"](net, X, Y, activation)
    s = 2.0 ** np.floor(np.log2(1 / max(np.abs(twin[-2][0]).max(), 1e-3)))
    s = min(s, 2.0**-400)
    return net, R["rescale_units"](net, len(net) - 1, [s] * len(net[-2][1])), 0.5


@right("scaling_certificate")
def multiplies_by_ten(net: Any, X: Any, Y: Any, activation: Any) -> Any:
    """A search with 10, 100, ..., and a float gap that has to be clear."""
    s = 10.0
    start = nets.mse(net, X, Y, activation)
    while True:
        twin = R["rescale_units"](net, len(net) - 1, [s] * len(net[-2][1]))
        if nets.mse(nets.interpolate(net, twin, 0.5), X, Y, activation) > start * (1 + 1e-6):
            return net, twin, 0.5
        s *= 10


@right("scaling_certificate")
def takes_the_largest_ratio(net: Any, X: Any, Y: Any, activation: Any) -> Any:
    """The farthest wish over the largest contribution: a bound that needs no sums of squares."""
    bias = net[-1][1]
    g = nets.forward([*net[:-1], (net[-1][0], 0 * bias)], X, activation)
    s = 1000.0 * g.size * (1 + np.abs(Y - bias).max() / np.abs(g).max())
    return net, R["rescale_units"](net, len(net) - 1, [s] * len(net[-2][1])), 0.5


@right("scaling_certificate")
def rescales_to_both_sides(net: Any, X: Any, Y: Any, activation: Any) -> Any:
    """From s to 1/s, so that the net itself is neither of the ends."""
    a, b, lam = R["scaling_certificate"](net, X, Y, activation)
    s = 1 / 2
    return R["rescale_units"](a, len(net) - 1, [s] * len(net[-2][1])), b, lam


@right("deep_linear_certificate")
def flips_if_it_can_and_rescales_if_not(X: Any, Y: Any, widths: Any) -> Any:
    if len(widths) < 3 or widths[0] != X.shape[1] or widths[-1] != Y.shape[1]:
        raise ValueError("widths")
    rng = np.random.default_rng(1)
    net = [(rng.normal(size=(m, n)), np.zeros(m)) for n, m in itertools.pairwise(widths)]
    net[0] = (net[0][0] / np.abs(X).max(), net[0][1])
    return R["scaling_certificate"](net, X, Y, "identity")


@right("deep_linear_certificate")
def every_unit_takes_part(X: Any, Y: Any, widths: Any) -> Any:
    """All weights the same but for one feature, and lam is not 1/2."""
    a, b, _ = R["deep_linear_certificate"](X, Y, widths)
    return a, b, 0.45


@pytest.mark.parametrize(
    ("exercise", "function"), RIGHT, ids=[f"{k}-{e}-{f.__name__}" for k, (e, f) in enumerate(RIGHT)]
)
def test_what_is_odd_but_right_passes_every_check(exercise: str, function: Function) -> None:
    found = outcomes(exercise, function)
    assert set(found.values()) == {"passed"}, found

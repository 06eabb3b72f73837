"""Lab 05: odd functions that are right, all of which keep full marks."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from labs.grading_in_process import Function, Functions, assert_full_marks, lab_named

from autograder import nets

LAB = lab_named("05_symmetries")
R = LAB.reference
right = Functions(LAB)


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


FORMS = (in_lists, in_numpy_numbers, in_fractions, in_fortran_order, positive_zeros)
for _exercise in ("flip_signs", "flip_sigmoid", "rescale_units"):
    for _form in FORMS:
        right.through(_exercise, _form.__name__, lambda net, *_, form=_form: form(net))
for _exercise in ("flip_certificate", "scaling_certificate", "deep_linear_certificate"):
    right.through_all(
        _exercise,
        in_lists=lambda found, *_: [in_lists(found[0]), in_lists(found[1]), Fraction(1, 2)],
        backwards=lambda found, *_: (found[1], found[0], np.float32(0.5)),
        in_numbers_of_many_kinds=lambda found, *_: (in_fractions(found[0]), in_numpy_numbers(found[1]), np.array(0.5)),
        a_little_off_the_middle=lambda found, *_: (*found[:2], 0.5 + 1e-9),
        a_long_fraction=lambda found, *_: (*found[:2], Fraction(10**30 + 1, 2 * 10**30)),
    )


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


@pytest.mark.parametrize(("exercise", "function"), right.params())
def test_what_is_odd_but_right_keeps_full_marks(exercise: str, function: Function) -> None:
    assert_full_marks(LAB, exercise, function)

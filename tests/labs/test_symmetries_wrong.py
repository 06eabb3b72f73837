"""Lab 05: more wrong functions than its own misconceptions; each must lose marks, and none may break a check."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from labs.grading_in_process import Function, Functions, assert_rejected, lab_named, without_hints

from autograder import nets

LAB = without_hints(lab_named("05_symmetries"))
R = LAB.reference
wrong = Functions(LAB)


def copied(net: Any, *_: Any) -> Any:
    return [(np.array(W), np.array(b)) for W, b in net]


def raising(error: type[Exception]) -> Function:
    def function(*_: Any) -> Any:
        raise error("no")

    return function


# --- the three changes of a net ------------------------------------------------------------------------------------

CHANGES = ("flip_signs", "flip_sigmoid", "rescale_units")


def width(net: Any, layer: int) -> int:
    return len(net[layer - 1][1])


def hidden(net: Any, layer: int) -> bool:
    return 1 <= layer < len(net)


for _exercise in CHANGES:
    wrong.through(_exercise, "without_the_last_layer", lambda new, *_: new[:-1])
    wrong.through(_exercise, "only_the_two_changed_layers", lambda new, net, layer, _: new[layer - 1 : layer + 1])
    wrong.through(_exercise, "biases_as_columns", lambda new, *_: [(W, b[:, None]) for W, b in new])
    wrong.through(_exercise, "transposed", lambda new, *_: [(W.T, b) for W, b in new])
    wrong.through(_exercise, "without_biases", lambda new, *_: [W for W, _ in new])
    wrong.through(_exercise, "one_flat_list", lambda new, *_: [part for layer in new for part in layer])
    wrong.through(_exercise, "whole_numbers", lambda new, *_: [(W.astype(int), b.astype(int)) for W, b in new])
    wrong.through(_exercise, "half_precision", lambda new, *_: [(W.astype(np.float16), b) for W, b in new])
    wrong.through(_exercise, "float32_biases", lambda new, *_: [(W, b.astype(np.float32)) for W, b in new])
    wrong.through(_exercise, "eight_decimals", lambda new, *_: [(np.round(W, 8), np.round(b, 8)) for W, b in new])
    wrong.through(_exercise, "eight_digits", lambda new, *_: [
        (np.vectorize(lambda w: float(f"{w:.7e}"))(W), b) for W, b in new
    ])  # fmt: skip
    wrong.through(_exercise, "a_billionth_off", lambda new, *_: [(W * (1 + 3e-9), b) for W, b in new])
    wrong.through(_exercise, "nan_for_a_bias", lambda new, *_: [*new[:-1], (new[-1][0], new[-1][1] * np.nan)])
    wrong.through(_exercise, "output_bias_0", lambda new, *_: [*new[:-1], (new[-1][0], 0 * new[-1][1])])
    wrong.instead(_exercise, "nothing_for_deep_nets", lambda net, layer, _: len(net) > 2 and hidden(net, layer), copied)
    wrong.instead(_exercise, "nothing_beyond_layer_1", lambda net, layer, _: 1 < layer < len(net), copied)
    wrong.instead(_exercise, "nothing_beyond_layer_2", lambda net, layer, _: 2 < layer < len(net), copied)
    wrong.instead(
        _exercise, "nothing_for_one_unit", lambda net, layer, _: hidden(net, layer) and width(net, layer) == 1, copied
    )
    wrong.instead(
        _exercise, "nothing_for_four_units", lambda net, layer, _: hidden(net, layer) and width(net, layer) > 3, copied
    )
    wrong.instead(
        _exercise,
        "fails_for_one_unit",
        lambda net, layer, _: hidden(net, layer) and width(net, layer) == 1,
        raising(ValueError),
    )
    wrong.instead(_exercise, "fails_if_nothing_changes", lambda net, layer, f: set(f) == {1}, raising(ValueError))
    wrong.instead(_exercise, "the_argument_if_nothing_changes", lambda net, layer, f: set(f) == {1}, copied)
    for _what, _when in {
        "layer_0": lambda net, layer, f: layer == 0,
        "layer_minus_1": lambda net, layer, f: layer == -1,
        "the_output_layer": lambda net, layer, f: layer == len(net),
        "too_few": lambda net, layer, f: hidden(net, layer) and len(f) < width(net, layer),
        "too_many": lambda net, layer, f: hidden(net, layer) and len(f) > width(net, layer),
        "too_many_by_one": lambda net, layer, f: hidden(net, layer) and len(f) == width(net, layer) + 1,
        "too_few_by_one": lambda net, layer, f: hidden(net, layer) and len(f) == width(net, layer) - 1,
        "one_for_all": lambda net, layer, f: hidden(net, layer) and len(f) == 1 < width(net, layer),
    }.items():
        if not (_exercise != "flip_signs" and _what == "layer_minus_1"):
            wrong.instead(_exercise, f"accepts_{_what}", _when, copied)
        for _error in (IndexError, TypeError, AssertionError, KeyError, Exception):
            wrong.instead(_exercise, f"{_error.__name__}_for_{_what}", _when, raising(_error))
    for _k in (0, -1):
        wrong.instead(
            _exercise,
            f"looks_at_entry_{_k}_only",
            lambda net, layer, f, k=_k: (
                hidden(net, layer)
                and len(f) == width(net, layer)
                and any(abs(x) != 1 or x <= 0 for x in f)
                and (f[k] == 1 or f[k] == -1)
            ),
            copied,
        )

    @wrong(_exercise)
    def reverses_the_callers_list(net: Any, layer: Any, f: Any, _name: str = _exercise) -> Any:
        new = R[_name](net, layer, f)
        f.reverse()
        return new

    @wrong(_exercise)
    def sets_the_callers_output_bias_to_zero(net: Any, layer: Any, f: Any, _name: str = _exercise) -> Any:
        new = [(W.copy(), b.copy()) for W, b in R[_name](net, layer, f)]
        net[-1][1][:] = 0
        return new

    @wrong(_exercise)
    def two_layers_at_once(net: Any, layer: Any, f: Any, _name: str = _exercise) -> Any:
        new = R[_name](net, layer, f)
        if layer > 1 and width(net, layer - 1) == len(f):
            new = R[_name](new, layer - 1, f)
        return new

    @wrong(_exercise)
    def same_order_as_the_first_input(net: Any, layer: Any, f: Any, _name: str = _exercise) -> Any:
        """A true twin of the net, but with the units in another order."""
        new = R[_name](net, layer, f)
        n = width(net, layer)
        return nets.reorder(new, [range(n)[::-1] if k == layer else range(width(net, k)) for k in range(1, len(net))])


for _exercise in ("flip_signs", "flip_sigmoid"):
    for _bad in (0, 2, 0.5, -1.25):
        wrong.instead(
            _exercise,
            f"accepts_the_sign_{_bad}",
            lambda net, layer, f, bad=_bad: hidden(net, layer) and len(f) == width(net, layer) and bad in f,
            copied,
        )
    wrong.through(_exercise, "weights_but_not_biases_of_the_last_unit", lambda new, net, layer, s: [
        (W, np.where(np.arange(len(b)) == len(b) - 1, net[k][1], b) if k == layer - 1 else b)
        for k, (W, b) in enumerate(new)
    ])  # fmt: skip
    wrong.instead(_exercise, "accepts_no_signs_at_all", lambda net, layer, s: hidden(net, layer) and not s, copied)
    wrong.instead(
        _exercise,
        "rounds_the_signs_first",
        lambda net, layer, s: hidden(net, layer) and len(s) == width(net, layer) and {abs(round(x)) for x in s} == {1},
        lambda net, layer, s, _name=_exercise: R[_name](net, layer, [round(x) for x in s]),
    )
    wrong.instead(
        _exercise,
        "tests_the_product_of_signs",
        lambda net, layer, s: hidden(net, layer) and len(s) == width(net, layer) and abs(math.prod(s)) == 1,
        lambda net, layer, s, _name=_exercise: R[_name](net, layer, [-1 if x < 0 else 1 for x in s]),
    )
for _exercise in CHANGES:
    wrong.instead(_exercise, "accepts_layers_far_beyond_the_end", lambda net, layer, _: layer > len(net), copied)
    wrong.instead(
        _exercise, "IndexError_far_beyond_the_end", lambda net, layer, _: layer > len(net), raising(IndexError)
    )


@wrong("flip_sigmoid")
def gains_equal_weights_once(net: Any, layer: Any, signs: Any) -> Any:
    new = R["flip_sigmoid"](net, layer, signs)
    V, c = net[layer]
    gained = [sum(set(row[np.array(signs) == -1].tolist())) for row in V]
    new[layer] = (new[layer][0], c + np.array(gained))
    return new


for _bad in (0.0, -1.0, -0.5, -1e-12):
    wrong.instead(
        "rescale_units",
        f"accepts_the_factor_{_bad}",
        lambda net, layer, f, bad=_bad: hidden(net, layer) and len(f) == width(net, layer) and bad in f,
        copied,
    )


@wrong("flip_sigmoid")
def mends_the_first_output_only(net: Any, layer: Any, signs: Any) -> Any:
    new = R["flip_sigmoid"](net, layer, signs)
    c = net[layer][1].copy()
    c[0] = new[layer][1][0]
    new[layer] = (new[layer][0], c)
    return new


@wrong("flip_sigmoid")
def gains_before_the_check_of_layers(net: Any, layer: Any, signs: Any) -> Any:
    """Half a column, then the other half with the new sign."""
    new = R["flip_signs"](net, layer, signs)
    s = np.array(signs)
    V, c = net[layer]
    new[layer] = (new[layer][0], c + (V * (s == -1)).sum(axis=1) / 2 + (new[layer][0] * (s == -1)).sum(axis=1) / 2)
    return new


@wrong("flip_sigmoid")
def gains_twice(net: Any, layer: Any, signs: Any) -> Any:
    new = R["flip_sigmoid"](net, layer, signs)
    new[layer] = (new[layer][0], 2 * new[layer][1] - net[layer][1])
    return new


@wrong("flip_sigmoid")
def mends_after_the_activation(net: Any, layer: Any, signs: Any) -> Any:
    """What is missing is sent through the layer after the next."""
    new = R["flip_signs"](net, layer, signs)
    gained = net[layer][0][:, np.array(signs) == -1].sum(axis=1)
    if layer + 1 < len(net):
        new[layer + 1] = (new[layer + 1][0], new[layer + 1][1] + new[layer + 1][0] @ gained)
        return new
    return R["flip_sigmoid"](net, layer, signs)


@wrong("flip_sigmoid")
def gains_columns_of_the_first_matrix(net: Any, layer: Any, signs: Any) -> Any:
    new = R["flip_sigmoid"](net, layer, signs)
    if layer > 1 and net[layer][0].shape == net[1][0].shape:
        new[layer] = (new[layer][0], net[layer][1] + net[1][0][:, np.array(signs) == -1].sum(axis=1))
    return new


@wrong("rescale_units")
def takes_square_roots(net: Any, layer: Any, factors: Any) -> Any:
    return R["rescale_units"](net, layer, [f**0.5 if f > 0 else f for f in factors])


@wrong("rescale_units")
def balances_instead(net: Any, layer: Any, factors: Any) -> Any:
    """A twin, but with equal sizes on both sides."""
    R["rescale_units"](net, layer, factors)
    (W, b), (V, _) = net[layer - 1], net[layer]
    into = np.sqrt((W**2).sum(axis=1) + b**2) + 1e-300
    return R["rescale_units"](net, layer, (np.sqrt((V**2).sum(axis=0) + 1e-300) / into).tolist())


@wrong("rescale_units")
def refuses_ints(net: Any, layer: Any, factors: Any) -> Any:
    if any(isinstance(f, int) for f in factors):
        raise ValueError("factors")
    return R["rescale_units"](net, layer, factors)


@wrong("rescale_units")
def refuses_factors_above_a_million(net: Any, layer: Any, factors: Any) -> Any:
    if any(f > 1e6 for f in factors):
        raise ValueError("factors")
    return R["rescale_units"](net, layer, factors)


@wrong("rescale_units")
def divides_with_a_little_added(net: Any, layer: Any, factors: Any) -> Any:
    new = R["rescale_units"](net, layer, factors)
    new[layer] = (net[layer][0] / (np.array(factors, dtype=float) + 1e-12), net[layer][1])
    return new


@wrong("rescale_units")
def whole_factors_are_divided_whole(net: Any, layer: Any, factors: Any) -> Any:
    new = R["rescale_units"](net, layer, factors)
    f = np.array(factors)
    if f.dtype.kind == "i":
        new[layer] = (net[layer][0] // f, net[layer][1])
    return new


# --- certificates --------------------------------------------------------------------------------------------------

CERTIFICATES = ("flip_certificate", "scaling_certificate", "deep_linear_certificate")

for _exercise in CERTIFICATES:
    wrong.through(_exercise, "lam_0", lambda found, *_: (*found[:2], 0.0))
    wrong.through(_exercise, "lam_1", lambda found, *_: (*found[:2], 1))
    wrong.through(_exercise, "lam_2", lambda found, *_: (*found[:2], 2.0))
    wrong.through(_exercise, "lam_minus_a_half", lambda found, *_: (*found[:2], -0.5))
    wrong.through(_exercise, "lam_nan", lambda found, *_: (*found[:2], float("nan")))
    wrong.through(_exercise, "lam_none", lambda found, *_: (*found[:2], None))
    wrong.through(_exercise, "lam_true", lambda found, *_: (*found[:2], True))
    wrong.through(_exercise, "lam_a_string", lambda found, *_: (*found[:2], "1/2"))
    wrong.through(_exercise, "lam_a_list", lambda found, *_: (*found[:2], [0.5]))
    if _exercise != "deep_linear_certificate":  # there the loss rises from the first step: it is right
        wrong.through(_exercise, "lam_next_to_one", lambda found, *_: (*found[:2], 1 - Fraction(1, 10**6000)))
    wrong.through(_exercise, "no_lam", lambda found, *_: found[:2])
    wrong.through(_exercise, "lam_first", lambda found, *_: (found[2], *found[:2]))
    wrong.through(_exercise, "equal_ends", lambda found, *_: (found[0], found[0], 0.5))
    wrong.through(_exercise, "equal_other_ends", lambda found, *_: (found[1], found[1], 0.5))
    wrong.through(_exercise, "zeros_and_zeros", lambda found, *_: (*[[(0 * W, 0 * b) for W, b in found[0]]] * 2, 0.5))
    wrong.through(_exercise, "from_zero", lambda found, *_: ([(0 * W, 0 * b) for W, b in found[0]], found[1], 0.5))
    wrong.through(
        _exercise, "an_ulp_apart", lambda found, *_: (found[0], [(np.nextafter(W, 9), b) for W, b in found[0]], 0.5)
    )
    wrong.through(_exercise, "only_the_output_bias_differs", lambda found, *_: (
        found[0], [*found[0][:-1], (found[0][-1][0], found[0][-1][1] + 1)], 0.5))  # fmt: skip
    wrong.through(_exercise, "only_the_last_layer_differs", lambda found, *_: (
        found[0], [*found[0][:-1], (found[0][-1][0] * 100, found[0][-1][1] + 1)], 0.5))  # fmt: skip
    wrong.through(_exercise, "as_vectors", lambda found, *_: (
        *[np.concatenate([p.ravel() for layer in net for p in layer]) for net in found[:2]], 0.5))  # fmt: skip
    wrong.through(
        _exercise, "nan_in_a_weight", lambda found, *_: (found[0], [(W * np.nan, b) for W, b in found[1]], 0.5)
    )
    wrong.through(_exercise, "infinite", lambda found, *_: (found[0], [(W + np.inf, b) for W, b in found[1]], 0.5))
    wrong.through(_exercise, "transposed", lambda found, *_: (*[[(W.T, b) for W, b in net] for net in found[:2]], 0.5))
    wrong.through(_exercise, "without_biases", lambda found, *_: (*[[W for W, _ in net] for net in found[:2]], 0.5))
    wrong.through(
        _exercise, "thin", lambda found, *_: (*[[(W[:1, :1], b[:1]) for W, b in net] for net in found[:2]], 0.5)
    )

    def _memorised(*args: Any, _name: str = _exercise) -> Any:
        """The answer to the first small problem, for all problems."""
        one = np.array([[1.0]])
        unit = [(one, np.zeros(1)), (one, np.zeros(1))]
        first: dict[str, tuple[Any, ...]] = {
            "flip_certificate": (unit, one, np.tanh(one)),
            "scaling_certificate": (unit, one, one, "relu"),
            "deep_linear_certificate": (one, one, [1, 1, 1]),
        }
        return R[_name](*first[_name])

    wrong.add(_exercise, _memorised)


def mixture(a: Any, b: Any, t: float) -> Any:
    return nets.interpolate(a, b, t)


@wrong("flip_certificate")
def goes_half_the_way(net: Any, X: Any, Y: Any) -> Any:
    """From the net to the middle of the line."""
    a, b, _ = R["flip_certificate"](net, X, Y)
    return a, mixture(a, b, 0.5), 0.5


@wrong("flip_certificate")
def goes_three_quarters_of_the_way(net: Any, X: Any, Y: Any) -> Any:
    a, b, _ = R["flip_certificate"](net, X, Y)
    return a, mixture(a, b, 0.75), 0.5


@wrong("flip_certificate")
def flips_every_second_unit(net: Any, X: Any, Y: Any) -> Any:
    n = len(net[-2][1])
    return net, R["flip_signs"](net, len(net) - 1, [(-1) ** (k + 1) for k in range(n)]), 0.5


@wrong("flip_certificate")
def flips_all_but_one(net: Any, X: Any, Y: Any) -> Any:
    n = len(net[-2][1])
    return net, R["flip_signs"](net, len(net) - 1, [-1] * (n - 1) + [1] * (n > 1) or [-1]), 0.5


@wrong("flip_certificate")
def flips_all_but_the_last_hidden_layer(net: Any, X: Any, Y: Any) -> Any:
    new = net
    for layer in range(1, max(2, len(net) - 1)):
        new = R["flip_signs"](new, layer, [-1] * len(net[layer - 1][1]))
    return net, new, 0.5


@wrong("flip_certificate")
def the_best_of_all_flips_of_one_or_two_units(net: Any, X: Any, Y: Any) -> Any:
    n = len(net[-2][1])
    twins = []
    for chosen in itertools.chain(itertools.combinations(range(n), 1), itertools.combinations(range(n), min(2, n - 1))):
        twins.append(R["flip_signs"](net, len(net) - 1, [-1 if k in chosen else 1 for k in range(n)]))
    return net, max(twins, key=lambda twin: nets.mse(mixture(net, twin, 0.5), X, Y, "tanh")), 0.5


@wrong("flip_certificate")
def averages_the_units(net: Any, X: Any, Y: Any) -> Any:
    order = list(range(len(net[-2][1])))[::-1]
    perms = [list(range(len(b))) for _, b in net[:-2]] + [order]
    return net, nets.reorder(net, perms), 0.5


@wrong("flip_certificate")
def flips_the_units_in_the_net_and_not_the_biases_of_deep_nets(net: Any, X: Any, Y: Any) -> Any:
    a, b, lam = R["flip_certificate"](net, X, Y)
    return (a, [*b[:-2], (b[-2][0], a[-2][1]), b[-1]], lam) if len(net) > 2 else (a, b, lam)


wrong.instead("flip_certificate", "gives_up_on_deep_nets", lambda net, X, Y: len(net) > 2, lambda *_: None)
wrong.instead("flip_certificate", "gives_up_on_three_layers", lambda net, X, Y: len(net) > 3, lambda *_: None)
wrong.instead("flip_certificate", "gives_up_on_one_unit", lambda net, X, Y: len(net[0][1]) == 1, lambda *_: None)
wrong.instead(
    "flip_certificate",
    "gives_up_if_the_net_does_not_fit",
    lambda net, X, Y: nets.mse(net, X, Y, "tanh") > 1e-12,
    lambda *_: None,
)
wrong.instead(
    "flip_certificate",
    "gives_up_if_the_gain_is_below_a_thousandth",
    lambda net, X, Y: nets.mse(net, X, Y, "tanh") > 0.999 * np.mean((net[-1][1] - Y) ** 2),
    lambda *_: None,
)


def scaled(net: Any, s: float) -> Any:
    return net, R["rescale_units"](net, len(net) - 1, [float(s)] * len(net[-2][1])), 0.5


for _s in (0.25, 2.0, 16.0, 100.0, 1e6, 1e9, 1e20, 1e50, 1e95, 1e-6, 1e-90):
    wrong.add("scaling_certificate", lambda net, X, Y, activation, s=_s: scaled(net, s))


@wrong("scaling_certificate")
def grows_with_the_size_of_the_net(net: Any, X: Any, Y: Any, activation: Any) -> Any:
    return scaled(net, 100 * (1 + max(np.abs(p).max() for layer in net for p in layer)))


@wrong("scaling_certificate")
def grows_with_the_loss(net: Any, X: Any, Y: Any, activation: Any) -> Any:
    return scaled(net, 16 * (1 + nets.mse(net, X, Y, activation)))


@wrong("scaling_certificate")
def from_the_means(net: Any, X: Any, Y: Any, activation: Any) -> Any:
    """Mean wish over mean contribution: both may be 0 or cancel."""
    g = nets.forward(net, X, activation) - net[-1][1]
    with np.errstate(all="ignore"):
        return scaled(net, 16 * (1 + abs((Y - net[-1][1]).mean() / g.mean())))


@wrong("scaling_certificate")
def from_the_smallest_ratio(net: Any, X: Any, Y: Any, activation: Any) -> Any:
    g, r = nets.forward(net, X, activation) - net[-1][1], Y - net[-1][1]
    ratios = np.abs(r[g != 0] / g[g != 0])
    return scaled(net, 16 * (1 + ratios.min()))


@wrong("scaling_certificate")
def from_the_last_sample(net: Any, X: Any, Y: Any, activation: Any) -> Any:
    g, r = nets.forward(net, X[-1:], activation) - net[-1][1], Y[-1:] - net[-1][1]
    return scaled(net, 16 * (1 + abs((g * r).sum()) / (g * g).sum()) if g.any() else 16.0)


@wrong("scaling_certificate")
def from_the_last_output(net: Any, X: Any, Y: Any, activation: Any) -> Any:
    g, r = (nets.forward(net, X, activation) - net[-1][1])[:, -1:], (Y - net[-1][1])[:, -1:]
    return scaled(net, 16 * (1 + abs((g * r).sum()) / (g * g).sum()) if g.any() else 16.0)


@wrong("scaling_certificate")
def doubles_until_the_outputs_overshoot_once(net: Any, X: Any, Y: Any, activation: Any) -> Any:
    s = 2.0
    while True:
        middle = nets.forward(mixture(net, scaled(net, s)[1], 0.5), X, activation) - net[-1][1]
        if (np.abs(middle) > np.abs(Y - net[-1][1])).any() or s > 1e120:
            return scaled(net, s)
        s *= 2


@wrong("scaling_certificate")
def doubles_a_hundred_times(net: Any, X: Any, Y: Any, activation: Any) -> Any:
    for k in range(1, 101):
        found = scaled(net, 2.0**k)
        if nets.mse(mixture(*found[:2], 0.5), X, Y, activation) > nets.mse(net, X, Y, activation):
            break
    return found


@wrong("scaling_certificate")
def flips_where_it_is_possible(net: Any, X: Any, Y: Any, activation: Any) -> Any:
    if activation == "identity":
        return net, R["flip_signs"](net, len(net) - 1, [-1] * len(net[-2][1])), 0.5
    return R["scaling_certificate"](net, X, Y, activation)


@wrong("scaling_certificate")
def exchanges_factors_of_two_units(net: Any, X: Any, Y: Any, activation: Any) -> Any:
    a, b, lam = R["scaling_certificate"](net, X, Y, activation)
    n = len(net[-2][1])
    if n == 1:
        return a, b, lam
    s = max(16.0, float(np.abs(b[-2][0]).max()))
    factors = [s if k % 2 else 1 / s for k in range(n)]
    twin = R["rescale_units"](net, len(net) - 1, factors)
    return net, [*twin[:-1], (twin[-1][0][:, ::-1], twin[-1][1])], 0.5


@wrong("scaling_certificate")
def scales_the_output_layer_with_its_bias(net: Any, X: Any, Y: Any, activation: Any) -> Any:
    a, b, lam = R["scaling_certificate"](net, X, Y, activation)
    return a, [*b[:-1], (b[-1][0], 0 * b[-1][1])], lam


for _lam in (0.49, 0.499, 0.501):
    wrong.through("flip_certificate", f"lam_{_lam}", lambda found, *_, lam=_lam: (*found[:2], lam))
for _T in (1e3, 1e5):

    def _goes_far_the_other_way(net: Any, X: Any, Y: Any, T: float = _T) -> Any:
        """Where the loss is bounded a long enough line is a proof. This length is not enough for all data."""
        (W, b), last = net[-2:]
        return net, [*net[:-2], (-T * W, -T * b), last], Fraction(int(T), int(T) + 1)

    wrong.add("flip_certificate", _goes_far_the_other_way)
for _digits in (3, 8):

    def _rounds_the_net(net: Any, X: Any, Y: Any, digits: int = _digits) -> Any:
        return R["flip_certificate"]([(np.round(W, digits), np.round(b, digits)) for W, b in net], X, Y)

    wrong.add("flip_certificate", _rounds_the_net)


@wrong("flip_certificate")
def looks_at_the_first_output_only(net: Any, X: Any, Y: Any) -> Any:
    """One unit after the other is tried, with the loss of the first output."""

    def first(candidate: Any) -> float:
        last = (candidate[-1][0][:1], candidate[-1][1][:1])
        return nets.mse([*candidate[:-1], last], X, Y[:, :1], "tanh")

    for k in range(len(net[-2][1])):
        signs = [-1 if j == k else 1 for j in range(len(net[-2][1]))]
        twin = R["flip_signs"](net, len(net) - 1, signs)
        if first(mixture(net, twin, 0.5)) > first(net) + 1e-9:
            return net, twin, 0.5
    return R["flip_certificate"](net, X, Y)


wrong.instead(
    "scaling_certificate", "gives_up_on_deep_nets", lambda net, X, Y, activation: len(net) > 2, lambda *_: None
)
wrong.instead("scaling_certificate", "gives_up_on_linear_nets", lambda net, X, Y, a: a == "identity", lambda *_: None)
wrong.instead(
    "scaling_certificate",
    "gives_up_if_a_unit_is_dead",
    lambda net, X, Y, a: bool(((X @ net[0][0].T + net[0][1]).max(axis=0) <= 0).any()),
    lambda *_: None,
)
wrong.instead("scaling_certificate", "gives_up_on_zeros", lambda net, X, Y, a: not X.all(), lambda *_: None)


def path(widths: Any, weights: Any, feature: int = 0, output: int = 0) -> Any:
    net = [(np.zeros((n, m)), np.zeros(n)) for m, n in itertools.pairwise(widths)]
    for k, ((W, _), weight) in enumerate(zip(net, weights, strict=True)):
        W[output if k == len(net) - 1 else 0, feature if k == 0 else 0] = weight
    return net


def demand(X: Any, Y: Any, widths: Any) -> None:
    if len(widths) < 3 or widths[0] != X.shape[1] or widths[-1] != Y.shape[1]:
        raise ValueError("widths")


def useful(X: Any) -> int:
    return int(np.argmax(np.abs(X).max(axis=0)))


for _s in (2.0, 10.0, 1000.0, 1e6):

    def _fixed(X: Any, Y: Any, widths: Any, s: float = _s) -> Any:
        demand(X, Y, widths)
        ones = [1.0] * (len(widths) - 3)
        return path(widths, [1.0, *ones, 1.0], useful(X)), path(widths, [s, *ones, 1 / s], useful(X)), 0.5

    wrong.add("deep_linear_certificate", _fixed)
for _p, _q in (
    ((1, 1), (1, -1)),
    ((1, 0), (0, 1)),
    ((1, 0), (0, -1)),
    ((2, 1), (-2, -1)),
    ((1, 0), (-1, 0)),
    ((1, 1), (2, 2)),
):

    def _pairs(X: Any, Y: Any, widths: Any, p: Any = _p, q: Any = _q) -> Any:
        demand(X, Y, widths)
        ones = [1.0] * (len(widths) - 3)
        return path(widths, [p[0], *ones, p[1]], useful(X)), path(widths, [q[0], *ones, q[1]], useful(X)), 0.5

    wrong.add("deep_linear_certificate", _pairs)


for _size in (1e3, 1e6, 1e9, 1e15):

    def _fixed_biases(X: Any, Y: Any, widths: Any, size: float = _size) -> Any:
        """A constant made by hidden biases. Half-way it is large, but some targets are larger."""
        demand(X, Y, widths)
        a, b = ([(np.zeros((n, m)), np.zeros(n)) for m, n in itertools.pairwise(widths)] for _ in range(2))
        a[-2][1][:] = size
        b[-1][0][:] = size
        return a, b, 0.5

    wrong.add("deep_linear_certificate", _fixed_biases)


@wrong("deep_linear_certificate")
def scales_by_the_largest_numbers(X: Any, Y: Any, widths: Any) -> Any:
    demand(X, Y, widths)
    ones, s = [1.0] * (len(widths) - 3), 8 * (1 + np.abs(Y).max() / np.abs(X).max())
    return path(widths, [1.0, *ones, 1.0], useful(X)), path(widths, [s, *ones, 1 / s], useful(X)), 0.5


@wrong("deep_linear_certificate")
def two_hundred_random_pairs_with_biases(X: Any, Y: Any, widths: Any) -> Any:
    """The first whose gap is above 0 in floats. With targets of 1e40 none is."""
    demand(X, Y, widths)
    rng = np.random.default_rng(0)
    for _ in range(200):
        a, b = ([(rng.normal(size=(n, m)), rng.normal(size=n)) for m, n in itertools.pairwise(widths)] for _ in "ab")
        chord = (nets.mse(a, X, Y, "identity") + nets.mse(b, X, Y, "identity")) / 2
        if nets.mse(mixture(a, b, 0.5), X, Y, "identity") > chord:
            return a, b, 0.5
    return None


@wrong("deep_linear_certificate")
def flips_two_layers_of_ones(X: Any, Y: Any, widths: Any) -> Any:
    """All weights 1 and all weights -1."""
    demand(X, Y, widths)
    a = [(np.ones((n, m)), np.zeros(n)) for m, n in itertools.pairwise(widths)]
    return a, [(-W, b) for W, b in a], 0.5


@wrong("deep_linear_certificate")
def random_nets_and_a_swap(X: Any, Y: Any, widths: Any) -> Any:
    demand(X, Y, widths)
    rng = np.random.default_rng(0)
    net = [(rng.normal(size=(n, m)), rng.normal(size=n)) for m, n in itertools.pairwise(widths)]
    return net, nets.reorder(net, [range(n)[::-1] for n in widths[1:-1]]), 0.5


@wrong("deep_linear_certificate")
def a_hundred_random_pairs(X: Any, Y: Any, widths: Any) -> Any:
    """In floats all these gaps are 0 for features of 1e-60."""
    demand(X, Y, widths)
    rng = np.random.default_rng(0)
    best, largest = None, -np.inf
    for _ in range(100):
        a, b = ([(rng.normal(size=(n, m)), np.zeros(n)) for m, n in itertools.pairwise(widths)] for _ in range(2))
        chord = (nets.mse(a, X, Y, "identity") + nets.mse(b, X, Y, "identity")) / 2
        gap = nets.mse(mixture(a, b, 0.5), X, Y, "identity") - chord
        if gap > largest:
            best, largest = (a, b, 0.5), gap
    return best


@wrong("deep_linear_certificate")
def lets_the_last_output_decide(X: Any, Y: Any, widths: Any) -> Any:
    demand(X, Y, widths)
    k = useful(X)
    ones, q = [1.0] * (len(widths) - 3), -1.0 if X[:, k] @ Y[:, -1] > 0 else 1.0
    return path(widths, [1.0, *ones, 0.0], k), path(widths, [0.0, *ones, q], k), 0.5


@wrong("deep_linear_certificate")
def lets_the_sum_of_the_features_decide(X: Any, Y: Any, widths: Any) -> Any:
    demand(X, Y, widths)
    k = useful(X)
    ones, q = [1.0] * (len(widths) - 3), -1.0 if X.sum(axis=1) @ Y[:, 0] > 0 else 1.0
    return path(widths, [1.0, *ones, 0.0], k), path(widths, [0.0, *ones, q], k), 0.5


@wrong("deep_linear_certificate")
def takes_the_last_feature(X: Any, Y: Any, widths: Any) -> Any:
    demand(X, Y, widths)
    k = X.shape[1] - 1
    ones, q = [1.0] * (len(widths) - 3), -1.0 if X[:, k] @ Y[:, 0] > 0 else 1.0
    return path(widths, [1.0, *ones, 0.0], k), path(widths, [0.0, *ones, q], k), 0.5


@wrong("deep_linear_certificate")
def takes_the_feature_of_the_largest_mean(X: Any, Y: Any, widths: Any) -> Any:
    demand(X, Y, widths)
    k = int(np.argmax(np.abs(X.mean(axis=0))))
    if not X[:, k].any():
        k = 0
    ones, q = [1.0] * (len(widths) - 3), -1.0 if X[:, k] @ Y[:, 0] > 0 else 1.0
    return path(widths, [1.0, *ones, 0.0], k), path(widths, [0.0, *ones, q], k), 0.5


@wrong("deep_linear_certificate")
def takes_features_below_1e_12_for_zero(X: Any, Y: Any, widths: Any) -> Any:
    rounded = np.where(np.abs(X) < 1e-12, 0.0, X)
    return R["deep_linear_certificate"](rounded, Y, widths) if rounded.any() else None


@wrong("deep_linear_certificate")
def sends_every_layer_from_0_to_1(X: Any, Y: Any, widths: Any) -> Any:
    """In a deep net the middle layers change as well, and half-way they are too small to matter."""
    demand(X, Y, widths)
    k, n = useful(X), len(widths) - 1
    q = -1.0 if X[:, k] @ Y[:, 0] > 0 else 1.0
    return path(widths, [1.0] * n, k), path(widths, [0.0] * (n - 1) + [q], k), 0.5


wrong.instead("deep_linear_certificate", "gives_up_if_all_targets_are_0", lambda X, Y, w: not Y.any(), lambda *_: None)
wrong.instead("deep_linear_certificate", "gives_up_on_three_layers", lambda X, Y, w: len(w) > 3, lambda *_: None)
wrong.instead("deep_linear_certificate", "gives_up_on_four_layers", lambda X, Y, w: len(w) > 4, lambda *_: None)
wrong.instead(
    "deep_linear_certificate", "gives_up_on_zero_features", lambda X, Y, w: not X.any(axis=0).all(), lambda *_: None
)
wrong.instead("deep_linear_certificate", "refuses_deep_nets", lambda X, Y, w: len(w) > 3, raising(ValueError))
wrong.instead(
    "deep_linear_certificate", "refuses_thin_nets", lambda X, Y, w: min(w[1:-1], default=9) < 2, raising(ValueError)
)
wrong.instead("deep_linear_certificate", "refuses_zero_targets", lambda X, Y, w: not Y.any(), raising(ValueError))
for _what, _when in {
    "no_hidden_layer": lambda X, Y, w: len(w) == 2 and (w[0], w[1]) == (X.shape[1], Y.shape[1]),
    "too_many_inputs": lambda X, Y, w: len(w) > 2 and w[0] > X.shape[1],
    "too_few_inputs": lambda X, Y, w: len(w) > 2 and w[0] < X.shape[1],
    "too_many_outputs": lambda X, Y, w: len(w) > 2 and w[0] == X.shape[1] and w[-1] > Y.shape[1],
    "too_few_outputs": lambda X, Y, w: len(w) > 2 and w[-1] < Y.shape[1],
}.items():
    wrong.instead(
        "deep_linear_certificate", f"accepts_{_what}", _when, lambda X, Y, w: (path(w, [1.0] * (len(w) - 1)),) * 2
    )
    for _error in (IndexError, TypeError, AssertionError):
        wrong.instead("deep_linear_certificate", f"{_error.__name__}_for_{_what}", _when, raising(_error))


@wrong("deep_linear_certificate")
def appends_to_the_callers_widths(X: Any, Y: Any, widths: Any) -> Any:
    found = R["deep_linear_certificate"](X, Y, list(widths))
    widths.append(1)
    return found


@wrong("flip_certificate")
def shifts_the_callers_targets(net: Any, X: Any, Y: Any) -> Any:
    found = R["flip_certificate"](net, X, Y)
    Y -= net[-1][1]
    return found


@wrong("scaling_certificate")
def shifts_the_callers_targets_here_too(net: Any, X: Any, Y: Any, activation: Any) -> Any:
    found = R["scaling_certificate"](net, X, Y.copy(), activation)
    Y -= 1
    return found


def test_there_are_many_of_them() -> None:
    assert len(wrong) > 300


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # wrong functions overflow
@pytest.mark.parametrize(("exercise", "function"), wrong.params())
def test_what_is_wrong_loses_marks(exercise: str, function: Function) -> None:
    assert_rejected(LAB, exercise, function, longest=2500)

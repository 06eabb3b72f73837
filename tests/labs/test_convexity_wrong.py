"""Lab 01: more wrong functions, none of which may keep full marks, and odd right ones, all of which must."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal, getcontext, localcontext
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from labs.grading_in_process import Function, Functions, assert_full_marks, assert_rejected, lab_named, without_hints
from scipy import optimize, special

LAB = without_hints(lab_named("01_convexity"))
R = LAB.reference
wrong = Functions(LAB)
right = Functions(LAB)


# --- any exercise with an array or a number ------------------------------------------------------------------------

for _exercise in ("forward", "logistic_hessian"):
    wrong.through_all(
        _exercise,
        in_single_precision=lambda a, *_: a.astype(np.float32),
        in_half_precision=lambda a, *_: a.astype(np.float16),
        rounded=lambda a, *_: np.round(a, 8),
        as_whole_numbers=lambda a, *_: a.astype(int),
        flat=lambda a, *_: a.ravel(),
        with_one_more_axis=lambda a, *_: a[None],
        without_the_last_row=lambda a, *_: a[:-1] if len(a) > 1 else a,
        zero_when_it_is_large=lambda a, *_: np.where(np.abs(a) > 5, 0, a),
        nan_if_one_sample=lambda a, *args: a * np.nan if len(args[1]) == 1 else a,
        as_text=lambda a, *_: a.astype(str),
        complex_numbers=lambda a, *_: a.astype(complex),
        a_generator=lambda a, *_: (row for row in a),
    )
    right.through_all(
        _exercise,
        as_lists=lambda a, *_: a.tolist(),
        as_tuples=lambda a, *_: tuple(map(tuple, a)),
        as_rows=lambda a, *_: list(a),
        in_fortran_order=lambda a, *_: np.asfortranarray(a),
        as_long_doubles=lambda a, *_: a.astype(np.longdouble).astype(float),
        with_noise=lambda a, *_: a * (1 + 1e-15),
        as_lists_of_numpy_numbers=lambda a, *_: [list(row) for row in a],
    )
for _exercise in ("mse", "logistic_loss", "convexity_gap"):
    wrong.through_all(
        _exercise,
        in_single_precision=lambda x, *_: np.float32(x),
        rounded=lambda x, *_: round(float(x), 7),
        as_a_whole_number=lambda x, *_: int(x),
        in_a_list=lambda x, *_: [x],
        in_an_array=lambda x, *_: np.array([x]),
        with_the_arguments=lambda x, *args: (x, args),
        as_text=lambda x, *_: str(x),
        complex_number=lambda x, *_: complex(x),
        a_little_more=lambda x, *_: x + 1e-5,
        a_little_larger=lambda x, *_: x * (1 + 1e-6),
    )
    right.through_all(
        _exercise,
        as_a_numpy_number=lambda x, *_: np.float64(x),
        as_an_array_without_axes=lambda x, *_: np.array(x),
        as_a_fraction=lambda x, *_: Fraction(float(x)),
        a_bit_larger=lambda x, *_: x * (1 + 1e-15),
        whole_if_it_is_whole=lambda x, *_: int(x) if float(x).is_integer() else x,
    )

# --- forward and mse -----------------------------------------------------------------------------------------------


def act(name: str, z: np.ndarray) -> np.ndarray:
    return {"identity": z, "relu": np.maximum(z, 0), "tanh": np.tanh(z), "sigmoid": special.expit(z)}[name]


def layers(net: Any, X: Any, activation: str, each: Callable[..., Any]) -> Any:
    h = X
    for k, (W, b) in enumerate(net):
        h = each(k, len(net) - 1, h, W, b, activation)
    return h


def plain(k: int, last: int, h: Any, W: Any, b: Any, activation: str) -> Any:
    z = h @ W.T + b
    return act(activation, z) if k < last else z


wrong.add_all(
    "forward",
    last_hidden_layer_is_linear=lambda net, X, a: layers(
        net, X, a, lambda k, last, h, W, b, a: act(a, h @ W.T + b) if k < last - 1 else h @ W.T + b
    ),
    transposes_only_if_needed=lambda net, X, a: layers(
        net,
        X,
        a,
        lambda k, last, h, W, b, a: (
            act(a, (h @ W if W.shape[0] == W.shape[1] else h @ W.T) + b) if k < last else h @ W.T + b
        ),
    ),
    bias_of_the_first_layer_only=lambda net, X, a: layers(
        net, X, a, lambda k, last, h, W, b, a: plain(k, last, h, W, b if k == 0 else 0 * b, a)
    ),
    at_most_two_hidden_layers=lambda net, X, a: R["forward"](net if len(net) < 4 else [*net[:2], net[-1]], X, a),
    empty_for_no_hidden_layer=lambda net, X, a: X if len(net) == 1 else R["forward"](net, X, a),
    one_pair_is_activated=lambda net, X, a: (
        act(a, R["forward"](net, X, a)) if len(net) == 1 else R["forward"](net, X, a)
    ),
    first_sample_for_all=lambda net, X, a: np.repeat(R["forward"](net, X[:1], a), len(X), axis=0),
    leaky_relu=lambda net, X, a: layers(
        net,
        X,
        a,
        lambda k, last, h, W, b, a: (
            np.where(plain(0, 1, h, W, b, "identity") > 0, 1, 1e-3) * (h @ W.T + b)
            if a == "relu" and k < last
            else plain(k, last, h, W, b, a)
        ),
    ),
    relu_cut_at_six=lambda net, X, a: layers(
        net,
        X,
        a,
        lambda k, last, h, W, b, a: (
            np.minimum(plain(k, last, h, W, b, a), 6) if a == "relu" and k < last else plain(k, last, h, W, b, a)
        ),
    ),
    hard_sigmoid_far_out=lambda net, X, a: layers(
        net,
        X,
        a,
        lambda k, last, h, W, b, a: (
            np.round(plain(k, last, h, W, b, a), 6) if a == "sigmoid" and k < last else plain(k, last, h, W, b, a)
        ),
    ),
    scales_the_inputs=lambda net, X, a: R["forward"](net, X / max(1.0, np.abs(X).max()), a),
    centres_the_inputs=lambda net, X, a: R["forward"](net, X - X.mean(axis=0) if len(X) > 30 else X + 1e-7, a),
    sigmoid_is_tanh=lambda net, X, a: R["forward"](net, X, "tanh" if a == "sigmoid" else a),
    sums_outputs_up=lambda net, X, a: R["forward"](net, X, a).sum(axis=1, keepdims=True),
)


@wrong("forward")
def overflows_in_math(net: Any, X: Any, activation: str) -> Any:
    if activation != "sigmoid":
        return R["forward"](net, X, activation)
    h = X.tolist()
    for k, (W, b) in enumerate(net):
        z = np.array(h) @ W.T + b
        h = [[1 / (1 + math.exp(-v)) for v in row] for row in z] if k < len(net) - 1 else z
    return h


@wrong("forward")
def sorts_the_callers_biases(net: Any, X: Any, activation: str) -> Any:
    result = R["forward"](net, X, activation)
    net[0][1].sort()
    return result


@wrong("forward")
def changes_the_callers_inputs(net: Any, X: Any, activation: str) -> Any:
    result = R["forward"](net, X, activation)
    X += 1
    return result


@wrong("forward")
def empties_the_callers_net(net: Any, X: Any, activation: str) -> Any:
    result = R["forward"](net, X, activation)
    net.pop()
    return result


@right("forward")
def half_of_one_plus_tanh(net: Any, X: Any, activation: str) -> Any:
    """A sigmoid that is 0 below -37, where the true one is below 1e-16."""
    h = X
    for k, (W, b) in enumerate(net):
        z = np.inner(h, W) + b
        if k == len(net) - 1:
            return z
        h = (1 + np.tanh(z / 2)) / 2 if activation == "sigmoid" else act(activation, z)
    return None


@right("forward")
def recursive(net: Any, X: Any, activation: str) -> Any:
    def value(layers: Any) -> Any:
        if not layers:
            return X
        W, b = layers[-1]
        z = value(layers[:-1]) @ W.T + b
        return z if len(layers) == len(net) else act(activation, z)

    return value(net)


wrong.add_all(
    "mse",
    checks_columns_instead=lambda net, X, Y, a: R["mse"](net, X, Y, a) if X.shape[1] == Y.shape[1] else 1 / 0,
    always_refuses_one_target=lambda net, X, Y, a: (
        R["mse"](net, X, Y, a) if len(Y) > 1 else (_ for _ in ()).throw(ValueError)
    ),
    refuses_only_single_rows=lambda net, X, Y, a: (
        float(np.mean((R["forward"](net, X[: len(Y)], a) - Y[: len(X)]) ** 2))
        if min(len(X), len(Y)) > 1 or len(X) == len(Y)
        else (_ for _ in ()).throw(ValueError)
    ),
    returns_none_if_illegal=lambda net, X, Y, a: R["mse"](net, X, Y, a) if len(X) == len(Y) else None,
    returns_nan_if_illegal=lambda net, X, Y, a: R["mse"](net, X, Y, a) if len(X) == len(Y) else float("nan"),
    stretches_targets=lambda net, X, Y, a: R["mse"](net, X, np.resize(Y, (len(X), Y.shape[1])), a),
    divides_by_one_less=lambda net, X, Y, a: R["mse"](net, X, Y, a) * Y.size / max(Y.size - 1, 1),
    never_zero=lambda net, X, Y, a: R["mse"](net, X, Y, a) + 1e-300,
    last_output_only=lambda net, X, Y, a: R["mse"]([*net[:-1], (net[-1][0][-1:], net[-1][1][-1:])], X, Y[:, -1:], a),
    last_sample_only=lambda net, X, Y, a: (
        R["mse"](net, X[-1:], Y[-1:], a) if len(X) == len(Y) else R["mse"](net, X, Y, a)
    ),
    zero_if_close=lambda net, X, Y, a: 0.0 if R["mse"](net, X, Y, a) < 1e-9 else R["mse"](net, X, Y, a),
    capped=lambda net, X, Y, a: min(R["mse"](net, X, Y, a), 1e6),
    never_zero_for_the_identity=lambda net, X, Y, a: R["mse"](net, X, Y, a) + 1e-15 * (a == "identity"),
    huber=lambda net, X, Y, a: (
        R["mse"](net, X, Y, a) if R["mse"](net, X, Y, a) < 1e3 else R["mse"](net, X, Y, a) ** 0.5
    ),
    half_for_two_outputs=lambda net, X, Y, a: R["mse"](net, X, Y, a) / (2 if Y.shape[1] == 2 and len(X) > 2 else 1),
    means_of_squares_apart=lambda net, X, Y, a: (
        float(np.mean(R["forward"](net, X, a) ** 2) - 2 * np.mean(R["forward"](net, X, a) * Y) + np.mean(Y**2))
        if len(X) == len(Y)
        else R["mse"](net, X, Y, a)
    ),
)


@wrong("mse")
def changes_the_callers_inputs_(net: Any, X: Any, Y: Any, activation: str) -> Any:
    result = R["mse"](net, X, Y, activation)
    X[0] = 0
    return result


right.add_all(
    "mse",
    refuses_with_a_subclass=lambda net, X, Y, a: (
        np.average((act_free(net, X, a) - Y) ** 2) if len(X) == len(Y) else int("no number")
    ),
    squared_norms_of_rows=lambda net, X, Y, a: (
        sum(np.linalg.norm(row) ** 2 for row in act_free(net, X, a) - Y) / Y.size
        if X.shape[0] == Y.shape[0]
        else (_ for _ in ()).throw(UnicodeError("a ValueError, too"))
    ),
)


def act_free(net: Any, X: Any, activation: str) -> Any:
    return layers(net, X, activation, plain)


# --- convexity_gap -------------------------------------------------------------------------------------------------

gap = R["convexity_gap"]
wrong.add_all(
    "convexity_gap",
    at_one_half_if_near=lambda f, x, y, lam: gap(f, x, y, 0.5 if abs(lam - 0.5) < 0.15 else lam),
    only_for_numbers=lambda f, x, y, lam: gap(f, float(x), float(y), lam),
    only_for_vectors=lambda f, x, y, lam: gap(f, np.atleast_1d(x), np.atleast_1d(y), lam),
    entry_by_entry=lambda f, x, y, lam: sum(gap(f, a, b, lam) for a, b in zip(np.ravel(x), np.ravel(y), strict=True)),
    of_whole_numbers=lambda f, x, y, lam: gap(f, np.trunc(x), np.trunc(y), lam),
    never_above_one=lambda f, x, y, lam: min(gap(f, x, y, lam), 1.0),
    squared=lambda f, x, y, lam: gap(f, x, y, lam) ** 2,
    sign_only=lambda f, x, y, lam: np.sign(gap(f, x, y, lam)),
    by_distance=lambda f, x, y, lam: gap(f, x, y, lam) / max(np.linalg.norm(np.subtract(x, y)), 1e-9),
    per_lam=lambda f, x, y, lam: gap(f, x, y, lam) / (lam * (1 - lam)),
    zero_if_positive=lambda f, x, y, lam: min(gap(f, x, y, lam), 0.0),
    worst_over_lam=lambda f, x, y, lam: max(gap(f, x, y, t) for t in (lam, 0.25, 0.5, 0.75)),
    zero_below_the_higher_end=lambda f, x, y, lam: (
        gap(f, x, y, lam) if f(lam * x + (1 - lam) * y) > max(f(x), f(y)) else min(gap(f, x, y, lam), 0.0)
    ),
    geometric_chord=lambda f, x, y, lam: f(lam * x + (1 - lam) * y) - abs(f(x)) ** lam * abs(f(y)) ** (1 - lam),
    with_one_lam_rounded=lambda f, x, y, lam: gap(f, x, y, round(lam, 2)),
    of_the_absolute_function=lambda f, x, y, lam: gap(lambda z: abs(f(z)), x, y, lam),
    swapped_ends_if_second_is_lower=lambda f, x, y, lam: gap(f, x, y, lam) if f(x) <= f(y) else gap(f, y, x, lam),
    by_the_slope_at_x=lambda f, x, y, lam: f(lam * x + (1 - lam) * y) - f(x),
    flattened=lambda f, x, y, lam: gap(f, np.ravel(x), np.ravel(y), lam) if np.ndim(x) else gap(f, x, y, lam),
    zero_below_a_thousandth=lambda f, x, y, lam: g if abs(g := gap(f, x, y, lam)) > 1e-3 else 0.0,
    zero_below_a_millionth=lambda f, x, y, lam: g if abs(g := gap(f, x, y, lam)) > 1e-6 else 0.0,
    lam_cut_off_at_both_ends=lambda f, x, y, lam: gap(f, x, y, min(max(lam, 0.1), 0.9)),
    lam_cut_off_below=lambda f, x, y, lam: gap(f, x, y, max(lam, 0.1)),
    lam_cut_off_above=lambda f, x, y, lam: gap(f, x, y, min(lam, 0.9)),
)


@wrong("convexity_gap")
def mixes_in_y(f: Any, x: Any, y: Any, lam: float) -> Any:
    result = gap(f, x, y, lam)
    if np.ndim(y):
        y *= 1 - lam
    return result


right.add_all(
    "convexity_gap",
    a_half_space_apart=lambda f, x, y, lam: -(lam * f(x) - f(x + (1 - lam) * (y - x)) + (1 - lam) * f(y)),
    ends_first=lambda f, x, y, lam: (lambda a, b: f(lam * x + (1 - lam) * y) - (b + lam * (a - b)))(f(x), f(y)),
    by_a_dot_product=lambda f, x, y, lam: np.dot([1, -lam, lam - 1], [f(lam * x + (1 - lam) * y), f(x), f(y)]),
    with_a_fraction=lambda f, x, y, lam: gap(f, x, y, float(Fraction(lam))),
    copies_first=lambda f, x, y, lam: gap(f, np.array(x), np.array(y), np.float64(lam)),
    through_an_own_function=lambda f, x, y, lam: (lambda g: g(lam) - lam * g(1.0) - (1 - lam) * g(0.0))(
        lambda t: f(t * x + (1 - t) * y)
    ),
)

# --- logistic_loss and logistic_hessian ----------------------------------------------------------------------------


def softplus_from(threshold: float, beyond: Callable[[Any], Any]) -> Callable[..., Any]:
    def loss(w: Any, X: Any, y: Any) -> Any:
        z = X @ w
        t = np.where(y == 1, -z, z)
        with np.errstate(all="ignore"):
            return float(np.mean(np.where(t > threshold, beyond(t), np.log1p(np.exp(np.minimum(t, threshold))))))

    return loss


loss = R["logistic_loss"]
wrong.add_all(
    "logistic_loss",
    zero_beyond_100=softplus_from(100.0, lambda t: 0 * t),
    hundred_beyond_100=softplus_from(100.0, lambda t: 0 * t + 100),
    relu=softplus_from(-np.inf, lambda t: np.maximum(t, 0)),
    hinge=softplus_from(-np.inf, lambda t: np.maximum(1 + t, 0)),
    straight_too_early=softplus_from(5.0, lambda t: t),
    squared_beyond=softplus_from(500.0, lambda t: t * t),
    finite_but_infinite_at_1000=lambda w, X, y: min(loss(w, X, y), 709.0),
    with_a_ridge=lambda w, X, y: loss(w, X, y) + 1e-6 * float(w @ w),
    at_least_something=lambda w, X, y: max(loss(w, X, y), 1e-3),
    with_a_bias_feature=lambda w, X, y: loss(w, np.hstack([np.ones((len(X), 1)), X[:, 1:]]), y),
    for_one_sample_only=lambda w, X, y: loss(w, X[:1], y[:1]),
    median=lambda w, X, y: float(np.median([loss(w, X[k : k + 1], y[k : k + 1]) for k in range(len(y))])),
    nan_is_zero=lambda w, X, y: np.nan_to_num(loss(w, X, y) if np.abs(X @ w).max() < 700 else np.nan),
    zero_one=lambda w, X, y: loss(w, np.sign(X), y),
    with_both_terms_for_both=lambda w, X, y: loss(w, X, y) + loss(w, X, 1 - y),
    of_the_mean_logit=lambda w, X, y: loss(w, X.mean(axis=0, keepdims=True), np.round(y.mean(keepdims=True))),
    weights_normalised=lambda w, X, y: loss(w / max(np.linalg.norm(w), 1.0), X, y),
    deviance=lambda w, X, y: 2 * loss(w, X, y),
)


@wrong("logistic_loss")
def math_overflow(w: Any, X: Any, y: Any) -> Any:
    return sum(math.log1p(math.exp(-z if label else z)) for z, label in zip(X @ w, y, strict=True)) / len(y)


@wrong("logistic_loss")
def writes_into_the_weights(w: Any, X: Any, y: Any) -> Any:
    result = loss(w, X, y)
    w[:] = 0
    return result


right.add_all(
    "logistic_loss",
    by_logsumexp=lambda w, X, y: np.mean([special.logsumexp([0.0, z]) - t * z for z, t in zip(X @ w, y, strict=True)]),
    by_softplus_of_signs=lambda w, X, y: np.logaddexp(0, (1 - 2 * y) * (X @ w)).mean(),
    straight_beyond_40=softplus_from(40.0, lambda t: t),
    by_logaddexp_and_a_difference=lambda w, X, y: float(np.sum(np.logaddexp(0, X @ w)) - y @ (X @ w)) / len(y),
    in_decimals=lambda w, X, y: float(
        sum((Decimal(1) + Decimal(float(z if t == 0 else -z)).exp()).ln() for z, t in zip(X @ w, y, strict=True))
        / len(y)
    ),
    in_two_groups=lambda w, X, y: (
        (np.logaddexp(0, -(X[y == 1] @ w)).sum() + np.logaddexp(0, X[y == 0] @ w).sum()) / len(X)
    ),
)

hessian = R["logistic_hessian"]
wrong.add_all(
    "logistic_hessian",
    of_the_squared_error=lambda w, X: (
        np.einsum("n,ni,nj->ij", 2 * (special.expit(X @ w) * special.expit(-(X @ w))) ** 2, X, X) / len(X)
    ),
    symmetrised_too_much=lambda w, X: hessian(w, X) + hessian(w, X).T,
    not_quite_symmetric=lambda w, X: hessian(w, X) + 1e-6 * np.triu(np.ones((len(w), len(w))), 1),
    absolute_values=lambda w, X: np.abs(hessian(w, X)),
    lower_triangle=lambda w, X: np.tril(hessian(w, X)),
    inverse=lambda w, X: np.linalg.pinv(hessian(w, X)),
    with_a_bias=lambda w, X: hessian(np.append(w, 0), np.hstack([X, np.ones((len(X), 1))])),
    at_the_origin=lambda w, X: hessian(0 * w, X),
    of_the_signs=lambda w, X: hessian(w, np.sign(X)),
    first_sample_only=lambda w, X: hessian(w, X[:1]),
    root_of_the_weights=lambda w, X: (X.T * np.sqrt(special.expit(X @ w) * special.expit(-(X @ w)))) @ X / len(X),
    one_for_a_single_feature=lambda w, X: hessian(w, X) if len(w) > 1 else float(hessian(w, X)[0, 0]),
    probabilities_cut_off=lambda w, X: (lambda p: (X.T * (p * (1 - p))) @ X / len(X))(
        np.clip(special.expit(X @ w), 1e-4, 1 - 1e-4)
    ),
    rough_differences=lambda w, X: np.transpose(
        [(X.T @ (special.expit(X @ (w + h)) - special.expit(X @ w)) / len(X)) / 1e-3 for h in 1e-3 * np.eye(len(w))]
    ),
)


@wrong("logistic_hessian")
def naive_sigmoid_prime(w: Any, X: Any) -> Any:
    z = X @ w
    with np.errstate(all="ignore"):
        s = np.exp(-z) / (1 + np.exp(-z)) ** 2
    return (X.T * s) @ X / len(X)


@wrong("logistic_hessian")
def weighs_in_place(w: Any, X: Any) -> Any:
    result = hessian(w, X)
    X *= 2
    return result


right.add_all(
    "logistic_hessian",
    overflowing_quietly=lambda w, X: (lambda p: np.einsum("n,ni,nj->ij", p - p * p, X, X) / len(X))(
        1 / (1 + np.exp(-np.clip(X @ w, -700, 700)))
    ),
    with_a_diagonal_matrix=lambda w, X: X.T @ np.diag(special.expit(X @ w) * special.expit(-(X @ w))) @ X / len(X),
    by_cosh=lambda w, X: (X.T / (4 * np.cosh(np.clip(X @ w, -600, 600) / 2) ** 2)) @ X / len(X),
    numpy_mean=lambda w, X: np.mean(
        [special.expit(x @ w) * (1 - special.expit(x @ w)) * np.outer(x, x) for x in X], axis=0
    ),
)

# --- squared_sigmoid_certificate -----------------------------------------------------------------------------------

certificate = R["squared_sigmoid_certificate"]
wrong.through_all(
    "squared_sigmoid_certificate",
    ends_exchanged_with_lam=lambda c, *_: (c[1], c[1], c[2]),
    lam_is_one=lambda c, *_: (c[0], c[1], 1.0),
    lam_is_two=lambda c, *_: (c[0], c[1], 2.0),
    lam_is_negative=lambda c, *_: (c[0], c[1], -0.5),
    lam_is_a_list=lambda c, *_: (c[0], c[1], [0.5]),
    lam_is_text=lambda c, *_: (c[0], c[1], "1/2"),
    lam_is_true=lambda c, *_: (c[0], c[1], True),
    lam_first=lambda c, *_: (c[2], c[0], c[1]),
    two_only=lambda c, *_: c[:2],
    four=lambda c, *_: (*c, 0.1),
    a_dict=lambda c, *_: dict(zip("ab", c[:2], strict=True)),
    columns=lambda c, *_: (c[0][:, None], c[1][:, None], c[2]),
    the_other_way=lambda c, *_: (c[0], -c[1], c[2]),
    half_the_way_back=lambda c, *_: (-c[1], c[1], c[2]),
    a_thousandth_of_the_way=lambda c, *_: (c[0], c[1] / 1000, c[2]),
    infinitely_far=lambda c, *_: (c[0], np.where(c[1] == 0, 0, np.copysign(np.inf, c[1])), c[2]),
    in_single_precision_=lambda c, *_: (c[0].astype(np.float32), c[1].astype(np.float32), c[2]),
    whole_weights=lambda c, *_: (c[0].astype(int), np.clip(c[1], -1e9, 1e9).astype(int), c[2]),
)
right.through_all(
    "squared_sigmoid_certificate",
    exchanged=lambda c, *_: (c[1], c[0], 1 - c[2]),
    much_farther=lambda c, *_: (c[0], c[1] * 1000, c[2]),
    lam_near_one=lambda c, *_: (c[0], c[1] * 1e4, 0.999),
    lam_near_zero=lambda c, *_: (c[0], c[1], 1e-3),
    lam_a_long_fraction=lambda c, *_: (c[0], c[1], Fraction(10**40 + 1, 3 * 10**40)),
    lam_a_numpy_number=lambda c, *_: [c[0].tolist(), tuple(c[1]), np.float64(0.25)],
    lam_an_array_without_axes=lambda c, *_: (c[0], c[1], np.array(0.5)),
    an_object_array=lambda c, *_: list(c),
    slightly_off=lambda c, *_: (c[0] + np.nextafter(0, 1), c[1] * (1 - 1e-12), c[2]),
)


def along(direction: Any, X: Any, y: Any, to: float, lam: float = 0.5) -> Any:
    return np.zeros(X.shape[1]), to * np.asarray(direction, dtype=float), lam


def by_votes(votes: Callable[..., Any], feature: int | None = None) -> Callable[..., Any]:
    """Far enough along the largest feature, or the first or last that is not 0, to the side that these choose."""

    def function(X: Any, y: Any) -> Any:
        k = int(np.abs(X).max(axis=0).argmax() if feature is None else np.flatnonzero(X.any(axis=0))[feature])
        x = X[:, k]
        far = 80 / np.abs(x[x != 0]).min()
        return along(np.eye(X.shape[1])[k], X, y, far if votes(x, y).sum() >= 0 else -far)

    return function


wrong.add_all(
    "squared_sigmoid_certificate",
    the_example_by_hand=lambda X, y: (
        np.zeros(X.shape[1]),
        -4 * np.log(2) * (2 * y[0] - 1) * np.eye(X.shape[1])[0] * np.sign(X[0, 0] or 1),
        0.5,
    ),
    second_derivative_of_one_sample=lambda X, y: along(np.eye(X.shape[1])[0], X, y, -20.0 if y[0] else 20.0),
    against_the_gradient=lambda X, y: along(X.T @ (y - 0.5), X, y, 1e3),
    along_the_gradient=lambda X, y: along(X.T @ (0.5 - y), X, y, 1e3),
    along_the_first_sample=lambda X, y: along(X[0], X, y, -1e3 if y[0] else 1e3),
    along_ones=lambda X, y: along(np.ones(X.shape[1]), X, y, 1e6),
    very_far_for_all_sizes=lambda X, y: along(np.eye(X.shape[1])[np.abs(X).max(axis=0).argmax()], X, y, 1e305),
    very_far_the_other_way=lambda X, y: along(np.eye(X.shape[1])[np.abs(X).max(axis=0).argmax()], X, y, -1e305),
    votes_with_zero_features=lambda X, y: (
        lambda k: along(
            np.eye(X.shape[1])[k],
            X,
            y,
            (1 if np.sum((X[:, k] > 0) == (y == 0)) * 2 >= len(y) else -1) * 80 / np.abs(X[:, k][X[:, k] != 0]).min(),
        )
    )(int(np.abs(X).max(axis=0).argmax())),
    by_the_median_size=lambda X, y: (lambda c: (c[0], np.sign(c[1]) * 80 / np.median(np.abs(X[X != 0])), c[2]))(
        certificate(X, y)
    ),
    a_certificate_of_the_first_sample=lambda X, y: certificate(X[:1] if X[0].any() else X, y[:1] if X[0].any() else y),
    labels_exchanged=lambda X, y: certificate(X, 1 - y),
    one_feature_only=lambda X, y: certificate(X[:, :1], y),
    votes_weighted_by_size=by_votes(lambda x, y: np.sign(x) * (0.5 - y) * np.minimum(1, 1e6 * np.abs(x))),
    zeros_vote_as_positive=by_votes(lambda x, y: np.where(x >= 0, 1, -1) * (0.5 - y)),
    zeros_vote_as_negative=by_votes(lambda x, y: np.where(x > 0, 1, -1) * (0.5 - y)),
    zeros_of_the_last_feature_vote_as_positive=by_votes(lambda x, y: np.where(x >= 0, 1, -1) * (0.5 - y), feature=-1),
    zeros_of_the_first_feature_vote_as_positive=by_votes(lambda x, y: np.where(x >= 0, 1, -1) * (0.5 - y), feature=0),
    random_ends=lambda X, y: (*np.random.default_rng(0).normal(size=(2, X.shape[1])) * 10, 0.5),
)


@wrong("squared_sigmoid_certificate")
def as_far_as_the_largest_feature_asks_for(X: Any, y: Any) -> Any:
    k = int(np.flatnonzero(X.any(axis=0))[0])
    z = 40 * X[:, k] / np.abs(X[:, k]).max()
    losses = [np.mean((special.expit(side * z) - y) ** 2) for side in (1, -1)]
    return along(np.eye(X.shape[1])[k], X, y, (1 if losses[0] >= losses[1] else -1) * 40 / np.abs(X[:, k]).max())


@wrong("squared_sigmoid_certificate")
def best_of_random_ends_in_floats(X: Any, y: Any) -> Any:
    """Right on everyday data; on features of 1e-300 its floats see nothing."""
    rng = np.random.default_rng(1)

    def value(w: Any) -> float:
        with np.errstate(all="ignore"):
            return float(np.mean((special.expit(X @ w) - y) ** 2))

    pairs = [rng.normal(size=(2, X.shape[1])) * 10 ** rng.uniform(-2, 3) for _ in range(300)]
    return (*max(pairs, key=lambda p: value((p[0] + p[1]) / 2) - (value(p[0]) + value(p[1])) / 2), 0.5)


@right("squared_sigmoid_certificate")
def search_over_scales(X: Any, y: Any) -> Any:
    """Every coordinate, both directions, many lengths; the signs of the products are exact, so no float misleads."""

    def value(z: Any) -> float:
        return float(np.mean((special.expit(z) - y) ** 2))

    best = None
    for k in range(X.shape[1]):
        for s in (-1.0, 1.0):
            for power in range(-300, 304, 2):
                t = s * 10.0**power
                with np.errstate(over="ignore"):
                    half, whole = X[:, k] * (t / 2), X[:, k] * t
                found = value(half) - (0.25 + value(whole)) / 2
                if best is None or found > best[0]:
                    best = (found, t * np.eye(X.shape[1])[k])
    assert best is not None
    return np.zeros(X.shape[1]), best[1], Fraction(1, 2)


@right("squared_sigmoid_certificate")
def along_one_sample(X: Any, y: Any) -> Any:
    """Along a coordinate, but the vote is taken by evaluating the far plateau in both directions."""
    k = next(k for k in range(X.shape[1]) if np.any(X[:, k]))
    x = X[:, k] / np.abs(X[:, k]).max()
    far = {s: float(np.mean((np.heaviside(s * x, 0.5) - y) ** 2)) for s in (1, -1)}
    s = max(far, key=lambda each: far[each])
    m = min(abs(v) for v in X[:, k] if v)
    return [0.0] * X.shape[1], [s * (999 / m) if j == k else 0.0 for j in range(X.shape[1])], 0.9


# --- find_violation ------------------------------------------------------------------------------------------------

find = R["find_violation"]


def scan(points: Any, values: Any, convicts: Callable[..., Any], order: Any = None, number: Any = Fraction) -> Any:
    rows = sorted(range(len(points)), key=lambda k: points[k]) if order is None else order
    p, v = [number(float(x)) for x in points], [number(float(x)) for x in values]
    for i, j, k in zip(rows, rows[1:], rows[2:], strict=False):
        if convicts(p[i], p[j], p[k], v[i], v[j], v[k]):
            return i, j, k
    return None


def turned(p0: Any, p1: Any, p2: Any, v0: Any, v1: Any, v2: Any) -> bool:
    return (v1 - v0) * (p2 - p1) > (v2 - v1) * (p1 - p0)


def chords(convicts: Callable[..., Any], number: Any = Fraction) -> Callable[..., Any]:
    """All triples of sorted rows."""

    def function(points: Any, values: Any) -> Any:
        rows = sorted(range(len(points)), key=lambda k: points[k])
        p, v = [number(float(x)) for x in points], [number(float(x)) for x in values]
        for i, j, k in combinations(rows, 3):
            if convicts(p[i], p[j], p[k], v[i], v[j], v[k]):
                return i, j, k
        return None

    return function


def decimals(points: Any, values: Any) -> Any:
    assert getcontext().prec == 28  # Python's default
    return scan(points, values, turned, number=Decimal)


def is_whole(points: Any, values: Any) -> bool:
    return all(float(x).is_integer() for x in (*points, *values))


def decimals_of_fifty_digits(points: Any, values: Any) -> Any:
    with localcontext() as context:
        context.prec = 50
        return scan(points, values, turned, number=Decimal)


def where_not_whole(convicts: Callable[..., Any], number: Any = float) -> Callable[..., Any]:
    """Right on whole tables, and this on others."""
    return lambda points, values: (
        find(points, values) if is_whole(points, values) else scan(points, values, convicts, number=number)
    )


def above(tolerance: float) -> Callable[..., bool]:
    return lambda p0, p1, p2, v0, v1, v2: v1 > (p2 - p1) / (p2 - p0) * v0 + (1 - (p2 - p1) / (p2 - p0)) * v2 + tolerance


wrong.add_all(
    "find_violation",
    differences_in_floats=lambda points, values: scan(
        points,
        values,
        lambda p0, p1, p2, v0, v1, v2: Fraction(v1 - v0) * Fraction(p2 - p1) > Fraction(v2 - v1) * Fraction(p1 - p0),
        number=float,
    ),
    decimals_of_fifty_digits=decimals_of_fifty_digits,
    tolerance_of_a_fifth_where_not_whole=where_not_whole(above(0.2)),
    tolerance_of_a_twentieth_where_not_whole=where_not_whole(above(0.05)),
    no_tolerance_where_not_whole=where_not_whole(above(0.0)),
    no_tolerance_by_the_slope_where_not_whole=where_not_whole(
        lambda p0, p1, p2, v0, v1, v2: v1 > v0 + (v2 - v0) * ((p1 - p0) / (p2 - p0))
    ),
    no_tolerance_from_the_other_end_where_not_whole=where_not_whole(
        lambda p0, p1, p2, v0, v1, v2: v1 > (1 - (p1 - p0) / (p2 - p0)) * v0 + (p1 - p0) / (p2 - p0) * v2
    ),
    first_thirty_sorted_rows=lambda points, values: scan(
        points, values, turned, order=sorted(range(len(points)), key=lambda k: points[k])[:30]
    ),
    no_tolerance_in_floats=chords(
        lambda p0, p1, p2, v0, v1, v2: v1 > v0 + (v2 - v0) * ((p1 - p0) / (p2 - p0)), number=float
    ),
    slopes_of_all_triples_in_floats=chords(
        lambda p0, p1, p2, v0, v1, v2: (v1 - v0) / (p1 - p0) > (v2 - v0) / (p2 - p0), number=float
    ),
    products_in_floats=chords(turned, number=float),
    a_relative_tolerance=chords(
        lambda p0, p1, p2, v0, v1, v2: v1 > (v0 + (v2 - v0) * (p1 - p0) / (p2 - p0)) + 1e-12 * abs(v1), number=float
    ),
    an_absolute_tolerance=chords(
        lambda p0, p1, p2, v0, v1, v2: v1 > (v0 + (v2 - v0) * (p1 - p0) / (p2 - p0)) + 1e-9, number=float
    ),
    tolerance_of_a_half=chords(
        lambda p0, p1, p2, v0, v1, v2: v1 - (v0 + (v2 - v0) * (p1 - p0) / (p2 - p0)) > Fraction(1, 2)
    ),
    isclose=chords(
        lambda p0, p1, p2, v0, v1, v2: v1 > (c := v0 + (v2 - v0) * (p1 - p0) / (p2 - p0)) and not math.isclose(v1, c),
        number=float,
    ),
    long_doubles=chords(turned, number=np.longdouble),
    single_precision=chords(turned, number=np.float32),
    decimals_of_28_digits=decimals,
    limited_fractions=lambda points, values: scan(
        points, values, turned, number=lambda x: Fraction(x).limit_denominator(4)
    ),
    rounded_numbers=lambda points, values: scan(points, values, turned, number=lambda x: round(x)),
    text_of_few_digits=lambda points, values: scan(points, values, turned, number=lambda x: Fraction(f"{x:.12g}")),
    first_three_rows_only=lambda points, values: scan(points[:3], values[:3], turned),
    ends_only=lambda points, values: (
        scan(points, values, turned, order=[int(np.argmin(points)), *range(1, len(points) - 1), int(np.argmax(points))])
        if len(points) > 2
        else None
    ),
    sorted_by_value=lambda points, values: scan(points, values, turned, order=np.argsort(values).tolist()),
    sorted_as_text=lambda points, values: scan(
        points, values, turned, order=sorted(range(len(points)), key=lambda k: str(points[k]))
    ),
    sorted_by_size=lambda points, values: scan(
        points, values, turned, order=sorted(range(len(points)), key=lambda k: abs(points[k]))
    ),
    evenly_spaced_only=lambda points, values: scan(
        points, values, lambda p0, p1, p2, v0, v1, v2: p2 - p1 == p1 - p0 and turned(p0, p1, p2, v0, v1, v2)
    ),
    every_other_row=lambda points, values: scan(
        points, values, turned, order=sorted(range(len(points)), key=lambda k: points[k])[::2]
    ),
    skips_the_first=lambda points, values: scan(
        points, values, turned, order=sorted(range(len(points)), key=lambda k: points[k])[1:]
    ),
    skips_positive_values=lambda points, values: scan(
        points, values, lambda *rows: turned(*rows) and rows[4] > 0 and rows[5] >= 0
    ),
    backwards=lambda points, values: (lambda t: t and t[::-1])(find(points, values)),
    counted_from_one=lambda points, values: (lambda t: t and tuple(k + 1 for k in t))(find(points, values)),
    counted_from_the_end=lambda points, values: (lambda t: t and tuple(k - len(points) for k in t))(
        find(points, values)
    ),
    always_none=lambda points, values: None,
    always_the_first_rows=lambda points, values: tuple(np.argsort(points)[:3]) if len(points) > 2 else None,
    rows_as_text=lambda points, values: (lambda t: t and tuple(map(str, t)))(find(points, values)),
    empty_for_none=lambda points, values: find(points, values) or (),
    minus_ones_for_none=lambda points, values: find(points, values) or (-1, -1, -1),
    none_as_text=lambda points, values: find(points, values) or "None",
    pair=lambda points, values: (lambda t: t and t[:2])(find(points, values)),
    with_the_excess=lambda points, values: (lambda t: t and (*t, 1.0))(find(points, values)),
    all_of_them=lambda points, values: (lambda t: t and [t])(find(points, values)),
    short_tables_raise=lambda points, values: find(points, values) if len(points) else 1 / 0,
    only_above_both=lambda points, values: scan(points, values, lambda a, b, c, u, v, w: v > u and v > w),
    concave_everywhere=lambda points, values: (
        find(points, values) if all(e > 0 for e in excess(points, values)) else None
    ),
    nothing_beyond_ten_rows=lambda points, values: find(points, values) if len(points) <= 10 else None,
)


def excess(points: Any, values: Any) -> list[Fraction]:
    rows = sorted(zip(map(Fraction, points.tolist()), map(Fraction, values.tolist()), strict=True))
    return [
        (v1 - v0) * (p2 - p1) - (v2 - v1) * (p1 - p0)
        for (p0, v0), (p1, v1), (p2, v2) in zip(rows, rows[1:], rows[2:], strict=False)
    ]


@wrong("find_violation")
def sorts_both_of_the_callers_arrays(points: Any, values: Any) -> Any:
    found = find(points, values)
    order = np.argsort(points)
    points[:], values[:] = points[order], values[order]
    return found


@wrong("find_violation")
def ints_of_64_bits(points: Any, values: Any) -> Any:
    if any(x != int(x) for x in (*points, *values)):
        return find(points, values)
    with np.errstate(all="ignore"):
        p, v = points.astype(np.int64), values.astype(np.int64)
        rows = np.argsort(p)
        for i, j, k in zip(rows, rows[1:], rows[2:], strict=False):
            if (v[j] - v[i]) * (p[k] - p[j]) > (v[k] - v[j]) * (p[j] - p[i]):
                return i, j, k
    return None


right.add_all(
    "find_violation",
    all_triples=chords(turned),
    the_last_one_found=lambda points, values: (
        lambda rows: next(
            (
                t
                for t in reversed(list(combinations(rows, 3)))
                if turned(*(Fraction(float(points[k])) for k in t), *(Fraction(float(values[k])) for k in t))
            ),
            None,
        )
    )(sorted(range(len(points)), key=lambda k: points[k])),
    as_floats=lambda points, values: (lambda t: t and tuple(map(float, t)))(find(points, values)),
    as_an_array=lambda points, values: (lambda t: t and np.array(t))(find(points, values)),
    as_small_ints=lambda points, values: (lambda t: t and [np.int8(k) for k in t])(find(points, values)),
    with_python_ints_where_whole=lambda points, values: scan(
        points, values, turned, number=lambda x: int(x) if x.is_integer() else Fraction(x)
    ),
    a_tolerance_where_not_whole=where_not_whole(
        lambda a, b, c, u, v, w: v > u + (w - u) * (b - a) / (c - a) + 1e-9, number=float
    ),
    the_tolerance_of_the_text_where_not_whole=where_not_whole(above(1e-6)),
)


# --- the verdicts --------------------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # wrong functions overflow
@pytest.mark.parametrize(("exercise", "function"), wrong.params())
def test_what_is_wrong_loses_marks(exercise: str, function: Function) -> None:
    assert_rejected(LAB, exercise, function)


@pytest.mark.parametrize(("exercise", "function"), right.params())
def test_what_is_odd_but_right_keeps_full_marks(exercise: str, function: Function) -> None:
    assert_full_marks(LAB, exercise, function)


def test_a_training_loop_of_the_student_is_no_certificate() -> None:
    """Minimising the loss from two starts gives two minima, and no proof."""

    def two_minima(X: Any, y: Any) -> Any:
        def value(w: Any) -> float:
            return float(np.mean((special.expit(X @ w) - y) ** 2))

        starts = (np.zeros(X.shape[1]), np.ones(X.shape[1]))
        return (*(optimize.minimize(value, start, options={"maxiter": 20}).x for start in starts), 0.5)

    assert_rejected(LAB, "squared_sigmoid_certificate", two_minima)

"""Lab 06: wrong functions about nets, beyond the bank of misconceptions; none keeps full marks, none upsets a check."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from labs.grading_in_process import Function, Functions, assert_rejected, lab_named, without_hints

LAB = without_hints(lab_named("06_getting_stuck"))
R = LAB.reference
wrong = Functions(LAB)

hessian_of = R["escape_direction"].__globals__["loss_hessian"]


# --- split_unit ----------------------------------------------------------------------------------------------------


@wrong("split_unit")
def layers_from_zero(net, layer, unit, mu):
    return R["split_unit"](net, layer + 1, unit, mu)


@wrong("split_unit")
def single_precision(net, layer, unit, mu):
    new = R["split_unit"](net, layer, unit, mu)
    new[layer] = (new[layer][0].astype(np.float32), new[layer][1])
    return new


@wrong("split_unit")
def rounds_mu(net, layer, unit, mu):
    return R["split_unit"](net, layer, unit, round(mu, 2))


@wrong("split_unit")
def size_of_mu(net, layer, unit, mu):
    return R["split_unit"](net, layer, unit, abs(mu))


@wrong("split_unit")
def nothing_to_do_for_mu_one(net, layer, unit, mu):
    return [(W.copy(), b.copy()) for W, b in net] if mu == 1 else R["split_unit"](net, layer, unit, mu)


@wrong("split_unit")
def deep_nets_lose_their_last_layers(net, layer, unit, mu):
    return R["split_unit"](net, layer, unit, mu)[: layer + 1]


@wrong("split_unit")
def later_layers_are_forgotten_biases(net, layer, unit, mu):
    new = R["split_unit"](net, layer, unit, mu)
    new[layer] = (new[layer][0], np.zeros_like(new[layer][1]))
    return new


@wrong("split_unit")
def returns_the_net(net, layer, unit, mu):
    R["split_unit"](net, layer, unit, mu)
    return net


@wrong("split_unit")
def the_unit_moves_last_and_the_copy_stays(net, layer, unit, mu):
    new = R["split_unit"](net, layer, unit, 1 - mu)
    return new if mu != 0.5 else net


@wrong("split_unit")
def resizes_in_the_callers_list(net, layer, unit, mu):
    new = R["split_unit"](net, layer, unit, mu)
    net[layer - 1], net[layer] = new[layer - 1], new[layer]
    return net


@wrong("split_unit")
def unit_minus_one_by_python(net, layer, unit, mu):
    if not 1 <= layer < len(net):
        raise ValueError
    n = len(net[layer - 1][1])
    if unit >= n or unit < -n:
        raise ValueError
    return R["split_unit"](net, layer, unit % n, mu)


@wrong("split_unit")
def the_output_layer_may_be_split(net, layer, unit, mu):
    if layer == len(net):
        return net
    return R["split_unit"](net, layer, unit, mu)


@wrong("split_unit")
def a_unit_of_any_layer(net, layer, unit, mu):
    if 1 <= layer < len(net) and 0 <= unit < max(len(b) for _, b in net):
        unit = min(unit, len(net[layer - 1][1]) - 1)
    return R["split_unit"](net, layer, unit, mu)


@wrong("split_unit")
def adds_instead_of_scaling(net, layer, unit, mu):
    new = R["split_unit"](net, layer, unit, mu)
    v = net[layer][0][:, unit]
    new[layer][0][:, unit], new[layer][0][:, -1] = v - mu, mu
    return new


# --- escape_direction ----------------------------------------------------------------------------------------------


def as_net(vector: Any, net: Any) -> Any:
    direction, start = [], 0
    for W, b in net:
        middle, end = start + W.size, start + W.size + b.size
        direction.append((vector[start:middle].reshape(W.shape), vector[middle:end]))
        start = end
    return direction


def lowest(net: Any, X: Any, Y: Any, activation: str) -> tuple[float, Any]:
    values, vectors = np.linalg.eigh(hessian_of(net, X, Y, activation))
    return float(values[0]), vectors[:, 0]


@wrong("escape_direction")
def always_none(net, X, Y, activation):
    return None


@wrong("escape_direction")
def a_direction_of_zeros(net, X, Y, activation):
    return [(0 * W, 0 * b) for W, b in net]


@wrong("escape_direction")
def zeros_for_none(net, X, Y, activation):
    return R["escape_direction"](net, X, Y, activation) or [(0 * W, 0 * b) for W, b in net]


@wrong("escape_direction")
def an_empty_list_for_none(net, X, Y, activation):
    return R["escape_direction"](net, X, Y, activation) or []


@wrong("escape_direction")
def fifty_random_directions(net, X, Y, activation):
    rng, H = np.random.default_rng(0), hessian_of(net, X, Y, activation)
    for v in rng.normal(size=(50, len(H))):
        if v @ H @ v < -1e-6:
            return as_net(v, net)
    return None


@wrong("escape_direction")
def pairs_of_parameters(net, X, Y, activation):
    """Looks at two parameters at a time."""
    H = hessian_of(net, X, Y, activation)
    for i, j in itertools.combinations(range(len(H)), 2):
        values, vectors = np.linalg.eigh(H[np.ix_([i, j], [i, j])])
        if values[0] < -1e-6:
            v = np.zeros(len(H))
            v[[i, j]] = vectors[:, 0]
            return as_net(v, net)
    return None


@wrong("escape_direction")
def tells_twins_apart(net, X, Y, activation):
    """Looks for equal units only."""
    W, b = net[0]
    for i, j in itertools.combinations(range(len(b)), 2):
        if (W[i] == W[j]).all() and b[i] == b[j]:
            found = [(0 * W, 0 * b) for W, b in net]
            found[0][0][i], found[0][0][j] = 1, -1
            return found
    return None


@wrong("escape_direction")
def too_small_a_difference(net, X, Y, activation):
    """Second differences with h = 1e-8 are nothing but rounding."""
    source = next(v for v in LAB.variants if v.name == "escape_by_second_differences").function.__globals__
    x, h = source["vector_of"](net), 1e-8
    f = lambda v: source["loss_of"](v, net, X, Y, activation)  # noqa: E731
    unit = h * np.eye(len(x))
    H = np.array([[f(x + a + b) - f(x + a - b) - f(x - a + b) + f(x - a - b) for a in unit] for b in unit])
    values, vectors = np.linalg.eigh(H / (4 * h * h))
    return as_net(vectors[:, 0], net) if values[0] < -1e-4 else None


@wrong("escape_direction")
def the_loss_at_one_point(net, X, Y, activation):
    """Takes any direction along which the loss is lower a long way off."""
    from autograder import nets

    rng, here = np.random.default_rng(0), nets.mse(net, X, Y, activation)
    for _ in range(300):
        D = [(rng.normal(size=W.shape), rng.normal(size=b.shape)) for W, b in net]
        there = [(W + A, b + a) for (W, b), (A, a) in zip(net, D, strict=True)]
        if nets.mse(there, X, Y, activation) < here:
            return D
    return None


@wrong("escape_direction")
def half_of_the_vector(net, X, Y, activation):
    value, v = lowest(net, X, Y, activation)
    return as_net(v * (np.arange(len(v)) < len(v) // 2), net) if value < -1e-6 else None


@wrong("escape_direction")
def sizes_of_the_entries(net, X, Y, activation):
    value, v = lowest(net, X, Y, activation)
    return as_net(np.abs(v), net) if value < -1e-6 else None


@wrong("escape_direction")
def columns_for_biases(net, X, Y, activation):
    found = R["escape_direction"](net, X, Y, activation)
    return found and [(W, b[:, None]) for W, b in found]


@wrong("escape_direction")
def turned_weights(net, X, Y, activation):
    found = R["escape_direction"](net, X, Y, activation)
    return found and [(W.T, b) for W, b in found]


@wrong("escape_direction")
def the_last_layer_is_missing(net, X, Y, activation):
    found = R["escape_direction"](net, X, Y, activation)
    return found and found[:-1]


@wrong("escape_direction")
def not_a_number(net, X, Y, activation):
    found = R["escape_direction"](net, X, Y, activation)
    return found and [(W / 0.0 if not W.any() else W, b * np.nan) for W, b in found]


@wrong("escape_direction")
def one_hidden_layer_only(net, X, Y, activation):
    return R["escape_direction"](net, X, Y, activation) if len(net) == 2 else None


@wrong("escape_direction")
def one_output_only(net, X, Y, activation):
    return R["escape_direction"](net, X, Y, activation) if Y.shape[1] == 1 else None


@wrong("escape_direction")
def nothing_for_sigmoid(net, X, Y, activation):
    return None if activation == "sigmoid" else R["escape_direction"](net, X, Y, activation)


@wrong("escape_direction")
def nothing_for_relu(net, X, Y, activation):
    return None if activation == "relu" else R["escape_direction"](net, X, Y, activation)


@wrong("escape_direction")
def relu_as_if_always_on(net, X, Y, activation):
    return R["escape_direction"](net, X, Y, "identity" if activation == "relu" else activation)


@wrong("escape_direction")
def sigmoid_as_tanh(net, X, Y, activation):
    return R["escape_direction"](net, X, Y, "tanh" if activation == "sigmoid" else activation)


@wrong("escape_direction")
def first_sample_only(net, X, Y, activation):
    return R["escape_direction"](net, X[:1], Y[:1], activation)


@wrong("escape_direction")
def without_the_bend(net, X, Y, activation):
    """Leaves out the second derivative of the activation."""
    scope = R["escape_direction"].__globals__
    true = scope["with_derivatives"]
    scope["with_derivatives"] = lambda a, z: (*true(a, z)[:2], 0 * z)
    try:
        return R["escape_direction"](net, X, Y, activation)
    finally:
        scope["with_derivatives"] = true


@wrong("escape_direction")
def threshold_of_a_thousandth(net, X, Y, activation):
    value, v = lowest(net, X, Y, activation)
    return as_net(v, net) if value < -1e-3 else None


@wrong("escape_direction")
def threshold_of_rounding(net, X, Y, activation):
    value, v = lowest(net, X, Y, activation)
    return as_net(v, net) if value < -1e-18 else None


@wrong("escape_direction")
def a_flat_direction_with_it(net, X, Y, activation):
    """Buries the direction under an upward one."""
    value, v = lowest(net, X, Y, activation)
    w = np.linalg.eigh(hessian_of(net, X, Y, activation))[1][:, -1]
    return as_net(v + w, net) if value < -1e-6 else None


def without(left: Callable[[int, int, Any], Any]) -> Function:
    """A function that leaves some parameters alone: `left(layer, layers, W or b)`, layers from 0, says which."""

    def escape(net, X, Y, activation):
        H = hessian_of(net, X, Y, activation)
        layers = range(len(net))
        parts = [np.ravel(left(k, len(net), part) + 0 * part) for k in layers for part in net[k]]
        kept = np.flatnonzero(np.concatenate(parts) == 0)
        values, vectors = np.linalg.eigh(H[np.ix_(kept, kept)])
        if values[0] > -1e-6:
            return None
        found = np.zeros(len(H))
        found[kept] = vectors[:, 0]
        return as_net(found, net)

    return escape


def row(part: Any, k: int) -> Any:
    """Ones in one row of a matrix of weights, or at one bias; from the end if k is negative."""
    ones = np.zeros(part.shape)
    ones[k] = 1
    return ones


def unit(layer: int, part: Any, k: int) -> Any:
    """Ones for both sides of a unit of the first hidden layer."""
    return row(part, k) if layer == 0 else row(part.T, k).T if layer == 1 and part.ndim == 2 else 0


LEFT_ALONE: dict[str, Callable[[int, int, Any], Any]] = {
    "the output bias": lambda k, n, part: k == n - 1 and part.ndim == 1,
    "all biases but those of the output": lambda k, n, part: k < n - 1 and part.ndim == 1,
    "the biases of the first layer": lambda k, n, part: k == 0 and part.ndim == 1,
    "the biases in the middle": lambda k, n, part: 0 < k < n - 1 and part.ndim == 1,
    "the weights in the middle": lambda k, n, part: 0 < k < n - 1 and part.ndim == 2,
    "the first weights": lambda k, n, part: k == 0 and part.ndim == 2,
    "the last weights": lambda k, n, part: k == n - 1 and part.ndim == 2,
    "the first input": lambda k, n, part: row(part.T, 0).T if k == 0 and part.ndim == 2 else 0,
    "the last input": lambda k, n, part: row(part.T, -1).T if k == 0 and part.ndim == 2 else 0,
    "the first output": lambda k, n, part: row(part, 0) if k == n - 1 else 0,
    "the last output": lambda k, n, part: row(part, -1) if k == n - 1 else 0,
    "the first unit": lambda k, n, part: unit(k, part, 0),
    "the last unit": lambda k, n, part: unit(k, part, -1),
    "the incoming side of the last unit": lambda k, n, part: row(part, -1) if k == 0 else 0,
}

for _name, _left in LEFT_ALONE.items():
    wrong.add("escape_direction", without(_left), f"without {_name}")


@pytest.mark.parametrize("what", LEFT_ALONE)
def test_the_faint_saddles_need_every_parameter(what: str) -> None:
    """With these left alone, no direction of negative curvature remains, by far."""
    labels = ["three layers"] if "middle" in what else ["near a minimum", "three layers"]
    cases = [case for check, _ in LAB.checks("escape_direction") for case in check.cases or ()]
    for case in cases:
        if case.label in labels and case.activation == "tanh" and len(case.X) == 14:
            labels.remove(case.label)
            values = np.linalg.eigvalsh(hessian_of(case.net, case.X, case.Y, case.activation))
            assert values[0] < -9e-4
            assert without(LEFT_ALONE[what])(case.net, case.X, case.Y, case.activation) is None
    assert labels == []


@wrong("escape_direction")
def two_hidden_layers_at_most(net, X, Y, activation):
    return R["escape_direction"](net, X, Y, activation) if len(net) <= 3 else None


@wrong("escape_direction")
def takes_away_what_it_has_added(net, X, Y, activation):
    """Differences in place: adding and taking away again rounds."""
    for W, b in net:
        for part in (W, b):
            for at in np.ndindex(part.shape):
                part[at] += 1e-4
                part[at] -= 2e-4
                part[at] += 1e-4
    return R["escape_direction"](net, X, Y, activation)


@wrong("escape_direction")
def moves_the_net(net, X, Y, activation):
    found = R["escape_direction"](net, X, Y, activation)
    if found:
        for (W, b), (D, e) in zip(net, found, strict=True):
            W += 0.01 * D
            b += 0.01 * e
    return found


# --- dead_relu_minimum ---------------------------------------------------------------------------------------------


def dead(X: Any, Y: Any, n: int, weights: Any, biases: Any, output: Any = None) -> Any:
    if len(X) != len(Y):
        raise ValueError
    W, b = np.zeros((n, X.shape[1])) + weights, np.zeros(n) + biases
    return [(W, b), (np.ones((Y.shape[1], n)), Y.mean(axis=0) if output is None else output)]


@wrong("dead_relu_minimum")
def the_bound_without_a_margin(X, Y, n):
    return dead(X, Y, n, 1.0, -np.abs(X).sum(axis=1).max())


@wrong("dead_relu_minimum")
def the_largest_input_for_each_feature(X, Y, n):
    """A right bound, but its margin is lost where it is attained by huge inputs."""
    return dead(X, Y, n, 1.0, -X.max() * X.shape[1] - 1.0)


@wrong("dead_relu_minimum")
def the_bound_with_a_margin_of_one(X, Y, n):
    """Beside 1e150 the one is lost."""
    return dead(X, Y, n, 1.0, -X.sum(axis=1).max() - 1.0)


@wrong("dead_relu_minimum")
def random_weights_and_a_bias_of_minus_ten(X, Y, n):
    return dead(X, Y, n, np.random.default_rng(0).normal(size=(n, X.shape[1])), -10.0)


@wrong("dead_relu_minimum")
def weights_against_the_first_sample(X, Y, n):
    return dead(X, Y, n, -X[0] / max(1e-300, np.abs(X[0]).max()), -1.0)


@wrong("dead_relu_minimum")
def off_on_all_samples_but_the_last(X, Y, n):
    return dead(X, Y, n, 1.0, -1.0 - 2 * np.abs(X[:-1]).sum(axis=1).max())


@wrong("dead_relu_minimum")
def a_mean_that_is_rounded(X, Y, n):
    return dead(X, Y, n, 0.0, -1.0, np.round(Y.mean(axis=0), 6))


@wrong("dead_relu_minimum")
def the_mean_without_the_last_sample(X, Y, n):
    return dead(X, Y, n, 0.0, -1.0, Y[:-1].mean(axis=0))


@wrong("dead_relu_minimum")
def the_mean_over_one_less(X, Y, n):
    return dead(X, Y, n, 0.0, -1.0, Y.sum(axis=0) / max(1, len(Y) - 1))


@wrong("dead_relu_minimum")
def the_first_output_for_all(X, Y, n):
    return dead(X, Y, n, 0.0, -1.0, np.full(Y.shape[1], Y[:, 0].mean()))


@wrong("dead_relu_minimum")
def the_mean_to_the_nearest_target(X, Y, n):
    mean = Y.mean(axis=0)
    return dead(X, Y, n, 0.0, -1.0, np.array([y[np.argmin(np.abs(y - m))] for y, m in zip(Y.T, mean, strict=True)]))


@wrong("dead_relu_minimum")
def the_best_net_instead(X, Y, n):
    """A least-squares fit with all units on."""
    shift = 1 + np.abs(X).max()
    coefficients = (
        np.linalg.lstsq(np.column_stack([X, np.ones(len(X))]), Y, rcond=None)[0] if len(X) == len(Y) else None
    )
    if coefficients is None:
        raise ValueError
    W = np.zeros((n, X.shape[1]))
    W[:, 0] = 1.0
    return [(W, np.full(n, shift)), (np.zeros((Y.shape[1], n)), coefficients[-1])]


@wrong("dead_relu_minimum")
def cuts_to_the_shorter(X, Y, n):
    k = min(len(X), len(Y))
    return R["dead_relu_minimum"](X[:k], Y[:k], n)


@wrong("dead_relu_minimum")
def refuses_missing_targets_only(X, Y, n):
    if len(Y) < len(X):
        raise ValueError
    return R["dead_relu_minimum"](X, Y[: len(X)], n)


@wrong("dead_relu_minimum")
def refuses_with_an_assertion(X, Y, n):
    if len(X) != len(Y):
        raise AssertionError
    return R["dead_relu_minimum"](X, Y, n)


@wrong("dead_relu_minimum")
def one_target_serves_all(X, Y, n):
    if len(Y) not in (1, len(X)):
        raise ValueError
    return R["dead_relu_minimum"](np.zeros((len(Y), X.shape[1])), Y, n)


@wrong("dead_relu_minimum")
def centres_the_targets_in_place(X, Y, n):
    found = R["dead_relu_minimum"](X, Y, n)
    Y -= Y.mean(axis=0)
    return found


@wrong("dead_relu_minimum")
def a_net_without_a_hidden_layer(X, Y, n):
    return R["dead_relu_minimum"](X, Y, n)[1:]


@wrong("dead_relu_minimum")
def an_extra_output(X, Y, n):
    (W, b), (V, c) = R["dead_relu_minimum"](X, Y, n)
    return [(W, b), (np.vstack([V, V[:1]]), np.append(c, 0.0))]


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # wrong functions overflow
@pytest.mark.parametrize(("exercise", "function"), wrong.params())
def test_what_is_wrong_loses_marks(exercise: str, function: Function) -> None:
    assert_rejected(LAB, exercise, function, longest=1000)

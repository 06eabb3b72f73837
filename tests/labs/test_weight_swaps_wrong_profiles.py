"""Lab 02: wrong profiles of a swap; each loses marks, and no hint for it misleads."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from labs.grading_in_process import Function, Functions
from labs.weight_swaps import LAB, R, assert_rejected_with_hint, demand, remembering, with_ideas

from autograder import nets

wrong = Functions(LAB)

wrong.add("swap_profile", remembering("swap_profile", lambda *a: a[-1].tobytes()), "remembers_by_ts")
wrong.add(
    "swap_profile",
    remembering("swap_profile", lambda *a: (str(a[0]), a[4:7], a[-1].tobytes())),
    "remembers_all_but_activation",
)
wrong.add(
    "swap_profile",
    remembering("swap_profile", lambda *a: (str(a[:4]), a[5:7], a[-1].tobytes())),
    "remembers_all_but_the_layer",
)


def remembering_each_loss(name: str, key: Function) -> None:
    """A loss that is computed once for all calls with the same key, of the arguments and one t."""

    def function(*args: Any) -> Any:
        whole = R["swap_profile"](*args)
        return np.array([known.setdefault(key(*args[:-1], t), loss) for t, loss in zip(args[-1], whole, strict=True)])

    known: dict[Any, Any] = {}
    wrong.add("swap_profile", function, name)


remembering_each_loss("each_t_but_for_the_other_unit", lambda *a: (str(a[:4]), a[4], a[5], a[-1]))
remembering_each_loss("each_t_but_for_the_layer", lambda *a: (str(a[:4]), a[5], a[6], a[-1]))


def losing(name: str, loss: Function) -> None:
    """A wrong loss of ``(forward outputs, Y)`` of the mixed nets."""

    def function(net: Any, X: Any, Y: Any, activation: str, layer: int, i: int, j: int, ts: Any) -> Any:
        demand(layer, net, i, j)
        twin = nets.swap(net, layer, i, j)
        return np.array([loss(nets.forward(nets.interpolate(net, twin, t), X, activation), Y) for t in ts], dtype=float)

    wrong.add("swap_profile", function, name)


losing("mean_over_outputs_only", lambda F, Y: np.sum(np.mean((F - Y) ** 2, axis=1)))
losing("first_output", lambda F, Y: np.mean((F - Y)[:, 0] ** 2))
losing("absolute_error", lambda F, Y: np.mean(abs(F - Y)))
losing("median_", lambda F, Y: np.median((F - Y) ** 2))
losing("square_of_the_mean", lambda F, Y: np.mean(F - Y) ** 2)
losing("variance_", lambda F, Y: np.var(F - Y))
losing("unbiased", lambda F, Y: np.sum((F - Y) ** 2) / max(1, F.size - 1))
losing("broadcast", lambda F, Y: np.mean((F[:, None] - Y[None]) ** 2))
losing("float32__", lambda F, Y: np.mean((F.astype(np.float32) - Y.astype(np.float32)) ** 2))
losing("per_sample_sum_over_n_plus_1", lambda F, Y: np.sum((F - Y) ** 2) / (F.size + 1e-7))

wrong.through("swap_profile", "rounded_losses", lambda L, *_: np.round(L, 8))
wrong.through("swap_profile", "a_column", lambda L, *_: L[:, None])
wrong.through("swap_profile", "a_generator_of_losses", lambda L, *_: (x for x in L))
wrong.through("swap_profile", "ten_losses", lambda L, *_: np.append(L[:10], 0 * L[10:]))
wrong.through("swap_profile", "sorted_losses", lambda L, *_: np.sort(L))
wrong.through("swap_profile", "one_loss_for_no_t", lambda L, *_: L if len(L) else np.zeros(1))
wrong.through("swap_profile", "none_for_no_t", lambda L, *_: L if len(L) else None)
wrong.through("swap_profile", "zero_for_a_unit_with_itself", lambda L, *a: L if a[5] != a[6] else 0 * L)
wrong.through("swap_profile", "excess_over_the_lowest", lambda L, *a: L - L.min() if len(L) else L)
wrong.through("swap_profile", "a_dict", lambda L, *a: dict(zip(a[-1].tolist(), L, strict=True)))


def walking(name: str, point: Function) -> None:
    """A wrong point of the line: ``point(net, twin, t, layer)``."""

    def function(net: Any, X: Any, Y: Any, activation: str, layer: int, i: int, j: int, ts: Any) -> Any:
        demand(layer, net, i, j)
        twin = nets.swap(net, layer, i, j)
        return np.array([nets.mse(point(net, twin, t, layer), X, Y, activation) for t in ts], dtype=float)

    wrong.add("swap_profile", function, name)


walking("smooth_step", lambda a, b, t, layer: nets.interpolate(a, b, t * t * (3 - 2 * t)))
walking("jumps", lambda a, b, t, layer: a if t < 0.5 else b)
walking("half_the_way", lambda a, b, t, layer: nets.interpolate(a, b, t / 2))
walking(
    "adds_without_weights", lambda a, b, t, layer: [(A + t * B, x + t * y) for (A, x), (B, y) in zip(a, b, strict=True)]
)
walking("incoming_side_only", lambda a, b, t, layer: [*nets.interpolate(a, b, t)[:layer], *a[layer:]])
walking("outgoing_side_only", lambda a, b, t, layer: [*a[:layer], *nets.interpolate(a, b, t)[layer:]])
walking("ts_to_three_digits", lambda a, b, t, layer: nets.interpolate(a, b, round(t, 5)))
walking("first_layer_of_the_line_only", lambda a, b, t, layer: [nets.interpolate(a, b, t)[0], *a[1:]])
walking(
    "output_bias_forgotten",
    lambda a, b, t, layer: [*nets.interpolate(a, b, t)[:-1], (nets.interpolate(a, b, t)[-1][0], 0 * a[-1][1])],
)


def activating(name: str, other: Function) -> None:
    """Another activation than the one that is asked for."""

    def function(net: Any, X: Any, Y: Any, activation: str, layer: int, i: int, j: int, ts: Any) -> Any:
        demand(layer, net, i, j)
        twin = nets.swap(net, layer, i, j)
        return [other(nets.interpolate(net, twin, t), X, Y, activation) for t in ts]

    wrong.add("swap_profile", function, name)


def first_hidden_layer_only(net: nets.Net, X: Any, Y: Any, activation: str) -> float:
    act = nets.ACTIVATIONS[activation]
    h = act(X @ net[0][0].T + net[0][1])
    for W, b in net[1:]:
        h = h @ W.T + b
    return float(np.mean((h - Y) ** 2))


activating("relu_for_identity", lambda n, X, Y, a: nets.mse(n, X, Y, "relu" if a == "identity" else a))
activating("tanh_for_sigmoid", lambda n, X, Y, a: nets.mse(n, X, Y, "tanh" if a == "sigmoid" else a))
activating("identity_for_relu", lambda n, X, Y, a: nets.mse(n, X, Y, "identity" if a == "relu" else a))
activating("first_layer_only", first_hidden_layer_only)


@wrong("swap_profile")
def wrong_layers_are_an_index_error(*args: Any) -> Any:
    try:
        return R["swap_profile"](*args)
    except ValueError:
        raise IndexError from None


@wrong("swap_profile")
def negative_units_are_legal(net: Any, X: Any, Y: Any, activation: str, layer: int, i: int, j: int, ts: Any) -> Any:
    n = demand(layer, net)
    if max(i, j) >= n:
        raise ValueError
    return R["swap_profile"](net, X, Y, activation, layer, i % n, j % n, ts)


TRUE_HINTS = {
    "absolute_error": "takes_absolute_errors",
    "incoming_side_only": "walks_to_half_a_swap",
}


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # wrong functions overflow
@pytest.mark.parametrize(("exercise", "function", "idea"), with_ideas(wrong, TRUE_HINTS))
def test_wrong_function_is_rejected_and_no_hint_misleads(exercise: str, function: Function, idea: str) -> None:
    assert_rejected_with_hint(exercise, function, idea)

"""Lab 04: further wrong functions, each of which must lose marks, and odd but right ones, which must lose none."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from labs.grading_in_process import Function, Functions, assert_full_marks, assert_rejected, lab_named, without_hints

from autograder import nets

LAB = without_hints(lab_named("04_jensen"))
R = LAB.reference
wrong = Functions(LAB)
right = Functions(LAB)


def each(net: Any, change: Function) -> Any:
    """Change every array of a net."""
    return [(change(np.asarray(W)), change(np.asarray(b))) for W, b in net]


# --- average_nets --------------------------------------------------------------------------------------------------


def average(nets: Any, mean: Function = lambda parts: np.mean(parts, axis=0), look: bool = True) -> Any:
    if look:
        R["average_nets"](nets)
    return [(mean([W for W, _ in layer]), mean([b for _, b in layer])) for layer in zip(*nets, strict=False)]


wrong.add_all(
    "average_nets",
    in_single_precision=lambda nets: each(average(nets), lambda a: a.astype(np.float32)),
    in_single_precision_inside=lambda nets: average(nets, lambda p: np.mean(np.asarray(p, dtype=np.float32), axis=0)),
    median=lambda nets: average(nets, lambda p: np.median(p, axis=0)),
    middle_of_extremes=lambda nets: average(nets, lambda p: (np.max(p, axis=0) + np.min(p, axis=0)) / 2),
    geometric=lambda nets: average(nets, lambda p: np.sign(p[0]) * np.exp(np.mean(np.log(np.abs(p) + 1e-300), axis=0))),
    one_net_too_few=lambda nets: average(nets, lambda p: np.sum(p, axis=0) / max(1, len(p) - 1)),
    first_and_last=lambda nets: average(nets, lambda p: (p[0] + p[-1]) / 2),
    without_the_last=lambda nets: average(nets, lambda p: np.mean(p[:-1] or p, axis=0)),
    at_most_ten=lambda nets: average(nets, lambda p: np.mean(p[:10], axis=0)),
    rounded=lambda nets: each(average(nets), lambda a: np.round(a, 6)),
    truncated=lambda nets: each(average(nets), np.trunc),
    integers_stay_integers=lambda nets: average(
        nets, lambda p: np.mean(p, axis=0).astype(int) if all(a.dtype.kind == "i" for a in p) else np.mean(p, axis=0)
    ),
    last_type=lambda nets: average(nets, lambda p: np.mean(p, axis=0).astype(p[-1].dtype)),
    biases_added=lambda nets: [(W, b * len(nets)) for W, b in average(nets)],
    matrices_transposed=lambda nets: [(W.T, b) for W, b in average(nets)],
    layers_reversed=lambda nets: average(nets)[::-1],
    as_one_vector=lambda nets: np.concatenate([part.ravel() for layer in average(nets) for part in layer]),
    last_layer_of_the_first=lambda nets: [*average(nets)[:-1], nets[0][-1]],
    no_look_at_shapes=lambda nets: average(nets, lambda p: sum(a * 1.0 for a in p) / len(p), look=False),
)


def looking(name: str, legal: Function) -> None:
    """A function that refuses what `legal` calls illegal, and otherwise takes what it can get."""

    def function(nets: Any) -> Any:
        if not legal(nets):
            raise ValueError
        try:
            return average(nets)
        except ValueError:
            return [(W * 1.0, b * 1.0) for W, b in nets[0]]

    wrong.add("average_nets", function, name)


looking("only_depths", lambda nets: len({len(net) for net in nets}) == 1)
looking("only_first_layers", lambda nets: len({net[0][0].shape for net in nets}) == 1)
looking("only_last_layers", lambda nets: len({net[-1][0].shape for net in nets}) == 1)
looking("only_inputs_and_outputs", lambda nets: len({(net[0][0].shape[1], len(net[-1][1])) for net in nets}) == 1)
looking("only_numbers_of_parameters", lambda nets: len({sum(W.size + b.size for W, b in net) for net in nets}) == 1)
looking("only_sets_of_shapes", lambda nets: len({frozenset(W.shape for W, _ in net) for net in nets}) == 1)
looking("only_first_and_last_net", lambda nets: [W.shape for W, _ in nets[0]] == [W.shape for W, _ in nets[-1]])
looking(
    "only_neighbours_of_the_last",
    lambda nets: len(nets) == 1 or [W.shape for W, _ in nets[-2]] == [W.shape for W, _ in nets[-1]],
)
looking(
    "only_common_layers",
    lambda nets: all(W.shape == V.shape for net in nets for (W, _), (V, _) in zip(nets[0], net, strict=False)),
)
looking("no_single_layer", lambda nets: all(len(net) > 1 for net in nets) and bool(average(nets)))
looking("no_single_net", lambda nets: len(nets) > 1 and bool(average(nets)))
looking("no_integers", lambda nets: all(W.dtype.kind == "f" for net in nets for W, _ in net) and bool(average(nets)))


@wrong("average_nets")
def changes_the_last_net(nets: Any) -> Any:
    mean = average(nets)
    nets[-1][0][1][:] = 0
    return mean


@wrong("average_nets")
def changes_the_list(nets: Any) -> Any:
    mean = average(nets)
    nets.pop()
    return mean


@wrong("average_nets")
def replaces_a_layer_of_the_first_net(nets: Any) -> Any:
    mean = average(nets)
    nets[0][-1] = mean[-1]
    return mean


@wrong("average_nets")
def raises_another_error(nets: Any) -> Any:
    try:
        return average(nets)
    except ValueError:
        raise TypeError from None


@wrong("average_nets")
def answers_none_for_what_is_illegal(nets: Any) -> Any:
    try:
        return average(nets)
    except ValueError:
        return None


right.add_all(
    "average_nets",
    of_tuples=lambda nets: tuple(map(tuple, average(nets))),
    in_fractions=lambda nets: [
        ([[Fraction(x) for x in row] for row in W.tolist()], [Fraction(x) for x in b.tolist()])
        for W, b in average(nets)
    ],
    of_fortran_order=lambda nets: each(average(nets), np.asfortranarray),
    with_numpy_scalars=lambda nets: [([list(row) for row in W], list(b)) for W, b in average(nets)],
    one_net_is_returned=lambda nets: nets[0] if len(nets) == 1 and nets[0][0][0].dtype == float else average(nets),
    with_rounding_noise=lambda nets: each(average(nets), lambda a: a * (1 + 3e-16)),
    summed_backwards=lambda nets: average(nets[::-1]),
    divided_first=lambda nets: average(nets, lambda p: sum(a / len(p) for a in p)),
)

# --- group_mean ----------------------------------------------------------------------------------------------------


def with_middle(net: Any, change: Function) -> Any:
    """The right mean with other matrices between hidden layers."""
    mean = R["group_mean"](net)
    return [
        (change(W, M), m) if 0 < k < len(net) - 1 else (M, m)
        for k, ((W, _), (M, m)) in enumerate(zip(net, mean, strict=True))
    ]


def partly(net: Any, hidden: Function) -> Any:
    """The mean over the hidden layers (1 to H) for which `hidden(layer)` holds."""
    new = [(W.copy(), b.copy()) for W, b in net]
    for layer in range(1, len(net)):
        if hidden(layer):
            (W, b), (V, _) = new[layer - 1], new[layer]
            W[:], b[:], V[:] = W.mean(axis=0), b.mean(), V.mean(axis=1, keepdims=True)
    return new


def over(net: Any, reorderings: Function) -> Any:
    """Layer after layer the mean over the orders that `reorderings(n)` lists."""
    mean = net
    for layer in range(1, len(net)):
        sizes = nets.widths(net)[1:-1]
        members = []
        for order in reorderings(sizes[layer - 1]):
            perms = [list(range(n)) for n in sizes]
            perms[layer - 1] = list(order)
            members.append(nets.reorder(mean, perms))
        mean = R["average_nets"](members)
    return [(W.copy(), b.copy()) for W, b in mean]


def swap_orders(n: int) -> Any:
    """The identity and all exchanges of two units."""
    yield range(n)
    for i, j in itertools.combinations(range(min(n, 30)), 2):
        order = list(range(n))
        order[i], order[j] = j, i
        yield order


wrong.add_all(
    "group_mean",
    single=lambda net: each(R["group_mean"](net), lambda a: a.astype(np.float32)),
    rounded=lambda net: each(R["group_mean"](net), lambda a: np.round(a, 7)),
    mean_of_row_and_column_means=lambda net: with_middle(
        net, lambda W, M: (W.mean(axis=0) + W.mean(axis=1, keepdims=True)) / 2
    ),
    diagonal_mean=lambda net: with_middle(net, lambda W, M: np.full(W.shape, np.mean(np.diag(W)))),
    middle_left=lambda net: with_middle(net, lambda W, M: W.copy()),
    middle_median=lambda net: with_middle(net, lambda W, M: np.full(W.shape, np.median(W))),
    middle_transposed=lambda net: with_middle(net, lambda W, M: M.T.copy()),
    middle_added=lambda net: with_middle(net, lambda W, M: M * W.shape[1]),
    square_middles_only=lambda net: with_middle(net, lambda W, M: M if W.shape[0] == W.shape[1] else W.copy()),
    no_second_middle=lambda net: (
        R["group_mean"](net) if len(net) < 4 else [*R["group_mean"](net)[:2], net[2], *R["group_mean"](net)[3:]]
    ),
    odd_layers=lambda net: partly(net, lambda layer: layer % 2 == 1),
    last_layer_only=lambda net: partly(net, lambda layer: layer == len(net) - 1),
    first_two_layers_only=lambda net: partly(net, lambda layer: layer <= 2),
    narrow_layers_only=lambda net: partly(net, lambda layer: len(net[layer - 1][1]) < 100),
    all_swaps=lambda net: over(net, swap_orders),
    even_shifts=lambda net: over(net, lambda n: [[(k + s) % n for k in range(n)] for s in range(0, n, 2)]),
    one_shift=lambda net: over(net, lambda n: [range(n), [*range(1, n), 0]]),
    all_shifts_but_the_identity=lambda net: over(
        net, lambda n: [[(k + s) % n for k in range(n)] for s in range(1, n)] or [[0]]
    ),
    orders_of_the_first_three=lambda net: over(
        net, lambda n: [[*p, *range(min(n, 3), n)] for p in itertools.permutations(range(min(n, 3)))]
    ),
    first_720_orders=lambda net: over(net, lambda n: list(itertools.islice(itertools.permutations(range(n)), 24))),
    output_bias_0=lambda net: [*R["group_mean"](net)[:-1], (R["group_mean"](net)[-1][0], 0 * net[-1][1])],
    output_bias_mean_when_it_fits=lambda net: [
        *R["group_mean"](net)[:-1],
        (R["group_mean"](net)[-1][0], np.full(len(net[-1][1]), net[-1][1].mean()) if len(net) > 2 else net[-1][1]),
    ],
    biases_added=lambda net: [
        (M, m * len(m)) if k < len(net) - 1 else (M, m) for k, (M, m) in enumerate(R["group_mean"](net))
    ],
    narrow=lambda net: R["width_one"](net),
    none_without_hidden_layers=lambda net: R["group_mean"](net) if len(net) > 1 else None,
    index_error_without_hidden_layers=lambda net: (R["group_mean"](net), net[1])[0],
    outputs_shared=lambda net: [
        (M, m) if k < len(net) - 1 or k == 0 else (np.tile(M.mean(axis=0), (len(m), 1)), m)
        for k, (M, m) in enumerate(R["group_mean"](net))
    ],
    standardised=lambda net: each(R["group_mean"](net), lambda a: a + 1e-8),
    best_of_units=lambda net: partly([(np.sort(W, axis=0), b) for W, b in net], lambda layer: layer > 1),
)


@wrong("group_mean")
def changes_the_callers_biases(net: Any) -> Any:
    mean = R["group_mean"](net)
    for (_, b), (_, m) in zip(net, mean, strict=True):
        b[:] = m
    return mean


@wrong("group_mean")
def changes_the_callers_list(net: Any) -> Any:
    mean = R["group_mean"](net)
    net[:] = mean
    return mean


@wrong("group_mean")
def draws_a_thousand_orders(net: Any) -> Any:
    rng = np.random.default_rng(3)
    return over(net, lambda n: [rng.permutation(n) for _ in range(1000 if n < 50 else 50)])


@wrong("group_mean")
def cleans_up_small_numbers(net: Any) -> Any:
    return each(R["group_mean"](net), lambda a: np.where(np.abs(a) < 0.05, 0.0, a))


def read_only_mean(net: Any) -> Any:
    new = []
    for k, (W, b) in enumerate(net):
        M = np.broadcast_to(W.mean(axis=0), W.shape) if k < len(net) - 1 else W
        M = np.broadcast_to(M.mean(axis=1, keepdims=True), M.shape) if k else M
        new.append((M, np.broadcast_to(b.mean(), b.shape) if k < len(net) - 1 else b))
    return new


right.add_all(
    "group_mean",
    of_views=read_only_mean,
    of_columns_first=lambda net: with_middle(net, lambda W, M: np.full(W.shape, W.mean(axis=1).mean())),
    with_noise=lambda net: each(R["group_mean"](net), lambda a: a * (1 - 4e-16)),
    in_fractions=lambda net: (
        [([[Fraction(x) for x in row] for row in W.tolist()], list(b)) for W, b in R["group_mean"](net)]
        if max(map(len, (b for _, b in net))) < 50
        else R["group_mean"](net)
    ),
    in_lists=lambda net: [[W.tolist(), b.tolist()] for W, b in R["group_mean"](net)],
    by_all_orders=lambda net: over(
        net,
        lambda n: itertools.permutations(range(n)) if n < 6 else [[(k + s) % n for k in range(n)] for s in range(n)],
    ),
)

# --- width_one -----------------------------------------------------------------------------------------------------


def narrow(net: Any, change: Function) -> Any:
    """The right answer with layer k = (W, b) replaced by `change(k, W, b)`."""
    return [change(k, W, b) for k, (W, b) in enumerate(R["width_one"](net))]


wrong.add_all(
    "width_one",
    single=lambda net: each(R["width_one"](net), lambda a: a.astype(np.float32)),
    rounded=lambda net: each(R["width_one"](net), lambda a: np.round(a, 8)),
    flipped=lambda net: narrow(
        net, lambda k, W, b: (-W if k < len(net) - 1 or k == 0 else W, -b if k < len(net) - 1 else b)
    ),
    flips_that_suit_tanh=lambda net: (
        R["width_one"](net)
        if len(net) == 1
        else [
            *R["width_one"](net)[:-2],
            tuple(-a for a in R["width_one"](net)[-2]),
            (-R["width_one"](net)[-1][0], net[-1][1]),
        ]
    ),
    scalings_that_suit_relu=lambda net: (
        R["width_one"](net)
        if len(net) == 1
        else [
            *R["width_one"](net)[:-2],
            tuple(2 * a for a in R["width_one"](net)[-2]),
            (R["width_one"](net)[-1][0] / 2, net[-1][1]),
        ]
    ),
    roots=lambda net: narrow(net, lambda k, W, b: (W / math.sqrt(len(net[k - 1][1])) if k else W, b)),
    middle_means_only_from_the_third_layer=lambda net: narrow(
        net, lambda k, W, b: (W / len(net[k - 1][1]) if 2 <= k < len(net) - 1 else W, b)
    ),
    counts_the_first_layer_everywhere=lambda net: narrow(
        net, lambda k, W, b: (W * len(net[0][1]) / len(net[k - 1][1]) if k else W, b)
    ),
    counts_the_last_layer_everywhere=lambda net: narrow(
        net, lambda k, W, b: (W * len(net[-2][1]) / len(net[k - 1][1]) if k else W, b)
    ),
    sizes_added=lambda net: [
        (np.abs(V).sum(axis=1, keepdims=True), b) if k == len(net) - 1 > 0 else (W, b)
        for k, ((W, b), (V, _)) in enumerate(zip(R["width_one"](net), net, strict=True))
    ],
    output_bias_mean=lambda net: narrow(net, lambda k, W, b: (W, np.full(len(b), b.mean()) if k else b)),
    outputs_added=lambda net: narrow(
        net, lambda k, W, b: (np.full(W.shape, W.sum()), b) if k == len(net) - 1 > 0 else (W, b)
    ),
    without_axes=lambda net: narrow(net, lambda k, W, b: (W.ravel(), b)),
    transposed=lambda net: narrow(net, lambda k, W, b: (W.T, b)),
    biases_as_numbers=lambda net: narrow(net, lambda k, W, b: (W, float(b[0])) if k < len(net) - 1 else (W, b)),
    group_mean_of_one_layer=lambda net: [
        (W[:1], b[:1]) if k == 0 < len(net) - 1 else (W, b) for k, (W, b) in enumerate(R["group_mean"](net))
    ],
    none_without_hidden_layers=lambda net: R["width_one"](net) if len(net) > 1 else None,
    with_a_hidden_layer_where_there_is_none=lambda net: (
        R["width_one"](net)
        if len(net) > 1
        else [(np.ones((1, net[0][0].shape[1])), np.zeros(1)), (net[0][0][:, :1], net[0][1])]
    ),
    hidden_biases_0=lambda net: narrow(net, lambda k, W, b: (W, 0 * b) if k < len(net) - 1 else (W, b)),
    first_biases=lambda net: narrow(net, lambda k, W, b: (W, net[k][1][:1]) if k < len(net) - 1 else (W, b)),
    first_rows=lambda net: narrow(net, lambda k, W, b: (net[0][0][:1] * 1.0, b) if k == 0 < len(net) - 1 else (W, b)),
    median_rows=lambda net: narrow(
        net, lambda k, W, b: (np.median(net[0][0], axis=0)[None], b) if k == 0 < len(net) - 1 else (W, b)
    ),
    two_units=lambda net: (
        R["width_one"](net)
        if len(net) == 1
        else [
            (
                np.tile(W, (2 if k < len(net) - 1 else 1, 2 if k else 1)) / (2 if k else 1),
                np.tile(b, 2) if k < len(net) - 1 else b,
            )
            for k, (W, b) in enumerate(R["width_one"](net))
        ]
    ),
)


@wrong("width_one")
def averages_in_place(net: Any) -> Any:
    new = R["width_one"](net)
    for (W, _), (M, _) in zip(net, R["group_mean"](net), strict=True):
        W[:] = M + 1
    return new


right.add_all(
    "width_one",
    zero_outgoing=lambda net: [
        (W if k or np.abs(R["width_one"](net)[-1][0]).max() > 1e-12 else 0 * W, b)
        for k, (W, b) in enumerate(R["width_one"](net))
    ],
    in_lists=lambda net: tuple((W.tolist(), tuple(b)) for W, b in R["width_one"](net)),
    of_views=lambda net: [(W, b) for W, b in net] if all(len(b) == 1 for _, b in net[:-1]) else R["width_one"](net),
    with_noise=lambda net: each(R["width_one"](net), lambda a: a * (1 + 4e-16)),
    by_other_sums=lambda net: narrow(
        net,
        lambda k, W, b: (
            (np.array([[math.fsum(map(float, net[k][0].ravel())) / len(net[k][1])]]), b)
            if 0 < k < len(net) - 1
            else (W, b)
        ),
    ),
)

# --- jensen_gap ----------------------------------------------------------------------------------------------------


def difference(net: Any, X: Any, Y: Any, activation: str, measure: Function) -> Any:
    return measure(nets.forward(R["group_mean"](net), X, activation), Y) - measure(nets.forward(net, X, activation), Y)


GAP = R["jensen_gap"]
wrong.add_all(
    "jensen_gap",
    single=lambda net, X, Y, act: np.float32(GAP(net, X, Y, act)),
    rounded=lambda *args: round(GAP(*args), 6),
    percent=lambda *args: 100 * GAP(*args),
    relative=lambda net, X, Y, act: GAP(net, X, Y, act) / (nets.mse(net, X, Y, act) or 1.0),
    sum_of_both=lambda net, X, Y, act: nets.mse(R["group_mean"](net), X, Y, act) + nets.mse(net, X, Y, act),
    first_output=lambda net, X, Y, act: difference(net, X, Y, act, lambda f, y: np.mean((f[:, 0] - y[:, 0]) ** 2)),
    last_output=lambda net, X, Y, act: difference(net, X, Y, act, lambda f, y: np.mean((f[:, -1] - y[:, -1]) ** 2)),
    first_sample=lambda net, X, Y, act: difference(net, X, Y, act, lambda f, y: np.mean((f[0] - y[0]) ** 2)),
    largest_error=lambda net, X, Y, act: difference(net, X, Y, act, lambda f, y: np.max((f - y) ** 2)),
    sum_of_squares=lambda net, X, Y, act: difference(net, X, Y, act, lambda f, y: np.sum((f - y) ** 2)),
    squared_mean=lambda net, X, Y, act: difference(net, X, Y, act, lambda f, y: np.mean(f - y) ** 2),
    broadcast=lambda net, X, Y, act: difference(
        net, X, Y, act, lambda f, y: np.mean((f[:, 0][:, None] - y[:, 0]) ** 2)
    ),
    root_of_the_gap=lambda *args: math.sqrt(max(GAP(*args), 0)),
    distance_of_outputs=lambda net, X, Y, act: float(
        np.mean((nets.forward(R["group_mean"](net), X, act) - nets.forward(net, X, act)) ** 2)
    ),
    without_biases=lambda net, X, Y, act: GAP([(W, 0 * b) for W, b in net], X, Y, act),
    last_hidden_layer_only=lambda net, X, Y, act: (
        nets.mse(partly(net, lambda k: k == len(net) - 1), X, Y, act) - nets.mse(net, X, Y, act)
    ),
    odd_layers_only=lambda net, X, Y, act: (
        nets.mse(partly(net, lambda k: k % 2 == 1), X, Y, act) - nets.mse(net, X, Y, act)
    ),
    mean_of_midpoints=lambda net, X, Y, act: (
        nets.mse(over(net, lambda n: [range(n), range(n - 1, -1, -1)]), X, Y, act) - nets.mse(net, X, Y, act)
    ),
    averages_outgoing_in_the_narrow_net=lambda net, X, Y, act: (
        nets.mse([(W / len(net[k - 1][1]) if k else W, b) for k, (W, b) in enumerate(R["width_one"](net))], X, Y, act)
        - nets.mse(net, X, Y, act)
    ),
    always_relu=lambda net, X, Y, act: GAP(net, X, Y, "relu"),
    always_identity=lambda net, X, Y, act: GAP(net, X, Y, "identity"),
    sigmoid_is_tanh=lambda net, X, Y, act: GAP(net, X, Y, "tanh" if act == "sigmoid" else act),
    unknown_activation=lambda net, X, Y, act: GAP(net, X, Y, {"sigmoid": "identity"}.get(act, act)),
    at_least_a_bit=lambda *args: GAP(*args) + 1e-7,
    infinite_when_perfect=lambda net, X, Y, act: GAP(net, X, Y, act) if nets.mse(net, X, Y, act) > 1e-20 else math.inf,
    a_truth_value=lambda *args: GAP(*args) > 0,
    a_text=lambda *args: str(GAP(*args)),
    both_losses=lambda net, X, Y, act: (nets.mse(R["group_mean"](net), X, Y, act), nets.mse(net, X, Y, act)),
    one_entry_list=lambda *args: [GAP(*args)],
    zero_when_small=lambda *args: GAP(*args) if abs(GAP(*args)) > 1e-2 else 0.0,
)


@wrong("jensen_gap")
def centres_the_callers_targets(net: Any, X: Any, Y: Any, activation: str) -> Any:
    gap = GAP(net, X, Y, activation)
    Y -= Y.mean()
    return gap


@wrong("jensen_gap")
def changes_the_inputs(net: Any, X: Any, Y: Any, activation: str) -> Any:
    gap = GAP(net, X, Y, activation)
    X *= 2
    return gap


right.add_all(
    "jensen_gap",
    a_fraction=lambda *args: Fraction(GAP(*args)),
    a_numpy_float=lambda *args: np.float64(GAP(*args)),
    an_array_without_axes=lambda *args: np.array(GAP(*args)),
    with_noise=lambda *args: GAP(*args) * (1 + 1e-15),
    an_extended_float=lambda net, X, Y, act: float(
        np.mean((nets.forward(R["group_mean"](net), X, act).astype(np.longdouble) - Y) ** 2)
        - np.mean((nets.forward(net, X, act).astype(np.longdouble) - Y) ** 2)
    ),
    sample_by_sample=lambda net, X, Y, act: (
        sum(GAP(net, X[k : k + 1], Y[k : k + 1], act) for k in range(len(X))) / len(X)
    ),
)

# --- jensen_certificate --------------------------------------------------------------------------------------------

CERTIFICATE = R["jensen_certificate"]


def changed(change: Function) -> Function:
    """The right certificate, changed: `change(a, b, lam)`."""
    return lambda *args: change(*CERTIFICATE(*args))


def excess(a: Any, b: Any, lam: float, X: Any, Y: Any, activation: str) -> float:
    chord = lam * nets.mse(a, X, Y, activation) + (1 - lam) * nets.mse(b, X, Y, activation)
    return nets.mse(nets.interpolate(b, a, lam), X, Y, activation) - chord


def best(candidates: Any, *data: Any) -> Any:
    return max(candidates, key=lambda one: excess(*one, *data))


def few_orders(net: Any, most: int = 300) -> list[Any]:
    sizes = nets.widths(net)[1:-1]
    if max(sizes) > 6:
        rng = np.random.default_rng(0)
        return [nets.reorder(net, [rng.permutation(n).tolist() for n in sizes]) for _ in range(30)]
    every = itertools.product(*(itertools.permutations(range(n)) for n in sizes))
    return [nets.reorder(net, perms) for perms in itertools.islice(every, 1, most)]


wrong.add_all(
    "jensen_certificate",
    lam_0=changed(lambda a, b, lam: (a, b, 0)),
    lam_1=changed(lambda a, b, lam: (a, b, 1)),
    lam_2=changed(lambda a, b, lam: (a, b, 2.0)),
    lam_negative=changed(lambda a, b, lam: (a, b, -lam)),
    lam_rounded_down=changed(lambda a, b, lam: (a, b, int(lam))),
    lam_half=changed(lambda a, b, lam: (a, b, 0.5)),
    lam_none=changed(lambda a, b, lam: (a, b, None)),
    lam_true=changed(lambda a, b, lam: (a, b, True)),
    lam_text=changed(lambda a, b, lam: (a, b, "1/2")),
    lam_nan=changed(lambda a, b, lam: (a, b, math.nan)),
    same_point=changed(lambda a, b, lam: (a, a, lam)),
    exchanged_points=changed(lambda a, b, lam: (b, a, lam)),
    without_lam=changed(lambda a, b, lam: (a, b)),
    with_the_middle=changed(lambda a, b, lam: (a, b, nets.interpolate(b, a, lam), lam)),
    middle_first=changed(lambda a, b, lam: (nets.interpolate(b, a, lam), b, lam)),
    lam_first=changed(lambda a, b, lam: (lam, a, b)),
    as_a_dict=changed(lambda a, b, lam: {"a": a, "b": b, "lam": lam}),
    as_vectors=changed(lambda a, b, lam: (*(np.hstack([p.ravel() for pair in n for p in pair]) for n in (a, b)), lam)),
    without_output_biases=changed(lambda a, b, lam: (a, [*b[:-1], (b[-1][0], b[-1][1] + 1e3)], lam)),
    weights_not_numbers=changed(lambda a, b, lam: (a, [(W + math.inf, c) for W, c in b], lam)),
    both_group_mean=lambda net, X, Y, act: (R["group_mean"](net), R["group_mean"](net), 0.5),
    mean_and_some_order=lambda net, X, Y, act: best(
        [(other, R["group_mean"](net), 0.5) for other in few_orders(net)], X, Y, act
    ),
    any_lam_between_orders=lambda net, X, Y, act: best(
        [(net, other, lam) for other in few_orders(net) for lam in (0.1, 0.25, 0.5)], X, Y, act
    ),
    swaps_only=lambda net, X, Y, act: best(
        [
            (net, nets.swap(net, layer, i, j), 0.5)
            for layer in range(1, len(net))
            for i, j in itertools.combinations(range(len(net[layer - 1][1])), 2)
        ],
        X, Y, act,
    ),
    reversal=lambda net, X, Y, act: (net, nets.reorder(net, flip(net)), 0.5),
    last_layer_alone=lambda net, X, Y, act: best(steps_of_a_layer(net, len(net) - 1), X, Y, act),
    searches_with_tanh=lambda net, X, Y, act: CERTIFICATE(net, X, Y, "tanh"),
    searches_without_targets=lambda net, X, Y, act: CERTIFICATE(net, X, 0 * Y, act),
    gives_up_on_small_gaps=lambda *args: CERTIFICATE(*args) if GAP(*args) > 1e-4 else None,
    gives_up_on_deep_nets=lambda *args: CERTIFICATE(*args) if len(args[0]) < 4 else None,
    gives_up_on_wide_nets=lambda *args: CERTIFICATE(*args) if max(nets.widths(args[0])[1:-1]) < 10 else None,
    two_zero_nets=lambda net, X, Y, act: (net, each(net, lambda a: 0 * a), 0.5),
    scaled_copies=lambda net, X, Y, act: (each(net, lambda a: 0.5 * a), each(net, lambda a: 2 * a), 0.5),
    scalings_for_all=lambda net, X, Y, act: (
        [*net[:-2], (1e4 * net[-2][0], 1e4 * net[-2][1]), (net[-1][0] / 1e4, net[-1][1])], net, 0.5
    ),
    outgoing_weights_only=lambda net, X, Y, act: (net, [*net[:-1], (-net[-1][0], net[-1][1])], 0.5),
    random_partners=lambda net, X, Y, act: (
        net, each(net, lambda a: a + np.random.default_rng(1).normal(size=a.shape)), 0.5
    ),
)  # fmt: skip


def steps_of_a_layer(net: Any, layer: int) -> list[Any]:
    """The steps (x_k, m_{k-1}, 1/k) of the average over the shifts of one layer."""
    sizes, found, mean = nets.widths(net)[1:-1], [], net
    for k in range(2, sizes[layer - 1] + 1):
        perms = [list(range(n)) for n in sizes]
        perms[layer - 1] = [(unit + k - 1) % sizes[layer - 1] for unit in range(sizes[layer - 1])]
        point = nets.reorder(net, perms)
        found.append((point, mean, 1 / k))
        mean = nets.interpolate(mean, point, 1 / k)
    return found


@wrong("jensen_certificate")
def clears_the_callers_net(net: Any, X: Any, Y: Any, activation: str) -> Any:
    answer = CERTIFICATE([(W.copy(), b.copy()) for W, b in net], X, Y, activation)
    net.clear()
    return answer


@wrong("jensen_certificate")
def centres_the_data(net: Any, X: Any, Y: Any, activation: str) -> Any:
    answer = CERTIFICATE(net, X.copy(), Y.copy(), activation)
    X -= X.mean(axis=0) + 1
    return answer


right.add_all(
    "jensen_certificate",
    points_and_lam_exchanged=changed(lambda a, b, lam: (b, a, 1 - lam)),
    exact_lam=changed(lambda a, b, lam: [b, a, 1 - Fraction(lam)]),
    numpy_lam=changed(lambda a, b, lam: (a, b, np.float64(lam))),
    lam_as_an_array=changed(lambda a, b, lam: (a, b, np.array(lam))),
    in_lists=changed(lambda a, b, lam: ([[W.tolist(), c.tolist()] for W, c in a], tuple(b), lam)),
    in_single_precision=changed(lambda a, b, lam: (each(a, np.float32), each(b, np.float32), np.float32(lam))),
    shifted_both=lambda net, X, Y, act: changed(
        lambda a, b, lam: (nets.reorder(a, flip(net)), nets.reorder(b, flip(net)), lam)
    )(net, X, Y, act),
)


def flip(net: Any) -> Any:
    return [list(range(n))[::-1] for n in nets.widths(net)[1:-1]]


# --- blind_spot ----------------------------------------------------------------------------------------------------


def sums(**parts: Any) -> Function:
    """The sum of two inputs as an example, with parts replaced; returns a function without arguments."""
    base: dict[str, Any] = {
        "W": [[1, 0], [0, 1]], "b": [0, 0], "V": [[1, 1]], "c": [0],
        "X": [[1, 2], [3, 1], [2, 4]], "Y": [[3], [4], [6]], "i": 0, "j": 1,
    } | parts  # fmt: skip
    net = base.get("net", [(base["W"], base["b"]), (base["V"], base["c"])])
    return lambda: (net, base["X"], base["Y"], base["i"], base["j"])


_TURN = itertools.count()
wrong.add_all(
    "blind_spot",
    misses_a_target=sums(Y=[[3], [4], [7]]),
    misses_by_a_hair=sums(Y=[[3], [4], [6 + 2**-50]]),
    tiny_bias=sums(b=[5e-324, 0]),
    tiny_outgoing_weight=sums(V=[[1, 5e-324]], Y=[[1], [3], [2]]),
    equal_rows=sums(W=[[1, 1], [1, 1]], b=[0, 1], V=[[1, 1]], Y=[[7], [9], [13]]),
    equal_rows_written_differently=sums(W=[[0.0, 1], [-0.0, 1]], b=[0, 0], Y=[[4], [2], [8]]),
    dead=sums(W=[[1, 0], [-1, -1]], Y=[[1], [3], [2]]),
    at_the_kink=sums(W=[[1, 0], [0, 0]], Y=[[1], [3], [2]]),
    idle=sums(V=[[0, 1]], Y=[[2], [1], [4]]),
    both_idle=sums(V=[[0, 0]], c=[1], Y=[[1], [1], [1]]),
    two_samples=sums(X=[[1, 2], [3, 1]], Y=[[3], [4]]),
    three_samples_two_distinct=sums(X=[[1, 2], [3, 1], [1.0, 2.0]], Y=[[3], [4], [3]]),
    equal_targets=sums(X=[[1, 2], [2, 1], [3, 0]], Y=[[3], [3], [3]]),
    same_unit=sums(j=0),
    unit_minus_one=sums(j=-1),
    unit_too_large=sums(j=2),
    unit_a_half=sums(j=0.5),
    unit_true=sums(j=True),
    unit_none=sums(j=None),
    unit_huge=sums(j=10**5000),
    midpoint_off=sums(V=[[1, 2]], Y=[[5], [5], [10]]),
    midpoint_off_on_one_sample=sums(X=[[1, 2], [3, 1], [4, -2]], Y=[[3], [4], [4]]),
    flat_targets=sums(Y=[3, 4, 6]),
    flat_inputs=sums(X=[1, 2, 3]),
    too_few_targets=sums(Y=[[3], [4]]),
    two_targets_a_sample=sums(Y=[[3, 3], [4, 4], [6, 6]]),
    transposed=sums(W=[[1, 0, 0], [0, 1, 0]]),
    no_hidden_layer=sums(net=[([[1, 1]], [0])]),
    two_hidden_layers=sums(net=[([[1, 0], [0, 1]], [0, 0]), ([[1, 0], [0, 1]], [0, 0]), ([[1, 1]], [0])]),
    net_of_texts=sums(W=[["1", "0"], ["0", "1"]]),
    net_of_nans=sums(W=[[math.nan, 0], [0, 1]]),
    infinite=sums(c=[math.inf]),
    too_many_units=sums(W=[[1, 0], [0, 1]] * 40, b=[0] * 80, V=[[1, 1] + [0] * 78]),
    too_many_samples=sums(X=[[1, 2], [3, 1], [2, 4]] * 70, Y=[[3], [4], [6]] * 70),
    tenths=sums(W=[[0.1, 0], [0, 0.1]], Y=[[0.3], [0.4], [0.6]]),
    four_values=lambda: sums()()[:4],
    six_values=lambda: (*sums()(), "relu"),
    a_dict=lambda: dict(zip(("net", "X", "Y", "i", "j"), sums()(), strict=True)),
    net_only=lambda: sums()()[0],
    only_good_the_first_times=lambda: sums()() if next(_TURN) % 3 < 2 else sums(j=0)(),
    wide_rows=sums(X=[[1] * 100_000] * 3),
    deep_nesting=sums(W=[[[[[[[[1]]]]]]]]),
)  # fmt: skip


right.add_all(
    "blind_spot",
    of_tuples=sums(W=((1, 0), (0, 1)), b=(0, 0), X=((1, 2), (3, 1), (2, 4))),
    of_a_list=lambda: list(sums()()),
    numpy_integers=sums(W=np.eye(2, dtype=int), X=np.array([[1, 2], [3, 1], [2, 4]]), i=np.int64(0), j=np.uint8(1)),
    whole_floats=sums(i=0.0, j=1.0),
    exchanged=sums(i=1, j=0),
    extra_units=sums(W=[[1, 0], [7, 7], [0, 1]], b=[0, -1000, 0], V=[[1, 5, 1]], i=2, j=0),
    only_one_output_uses_them=sums(V=[[1, 1], [0, 0]], c=[0, 5], Y=[[3, 5], [4, 5], [6, 5]]),
    negative_outgoing=sums(V=[[-2, -2]], c=[1], Y=[[-5], [-7], [-11]]),
    huge_numbers=sums(W=[[2.0**900, 0], [0, 2.0**900]], V=[[2.0**-900, 2.0**-900]]),
    sevenths=sums(W=[[Fraction(1, 7), 0], [0, Fraction(1, 7)]], Y=[[Fraction(s, 7)] for s in (3, 4, 6)]),
    inactive_on_some=sums(X=[[1, 2], [3, 1], [2, 4], [-1, -2]], Y=[[3], [4], [6], [0]]),
    many_samples=sums(X=[[k, k + 1] for k in range(1, 51)], Y=[[2 * k + 1] for k in range(1, 51)]),
)


# --- the tests -----------------------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # wrong functions overflow
@pytest.mark.parametrize(("exercise", "function"), wrong.params())
def test_what_is_wrong_loses_marks(exercise: str, function: Function) -> None:
    assert_rejected(LAB, exercise, function)


@pytest.mark.parametrize(("exercise", "function"), right.params())
def test_what_is_odd_but_right_keeps_full_marks(exercise: str, function: Function) -> None:
    assert_full_marks(LAB, exercise, function)

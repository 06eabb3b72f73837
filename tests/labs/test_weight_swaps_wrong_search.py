"""Lab 02: wrong ways to recover a permutation; each loses marks, and no hint for it misleads."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any

import numpy as np
import pytest
from labs.grading_in_process import Function, Functions
from labs.weight_swaps import LAB, R, assert_rejected_with_hint, remembering, shapes, with_ideas

from autograder import nets

wrong = Functions(LAB)

search = R["recover_permutation"]


def recovering(name: str, look: Function) -> None:
    """The reference's answer for nets that were changed first."""

    def function(net_a: Any, net_b: Any) -> Any:
        return search(look(net_a), look(net_b))

    wrong.add("recover_permutation", function, name)


def arrays(change: Function) -> Function:
    return lambda net: [(change(W), change(b)) for W, b in net]


recovering("float32_", arrays(lambda a: a.astype(np.float32)))
recovering("rounded_to_12_digits_", arrays(lambda a: np.round(a, 11)))
recovering("absolute_values_", arrays(np.abs))
recovering("whole_numbers_", arrays(lambda a: np.clip(a, -1e9, 1e9).astype(int)))
recovering("tiny_numbers_dropped_", arrays(lambda a: np.where(abs(a) < 1e-200, 0.0, a)))
recovering("texts_of_8_digits", arrays(lambda a: np.array([float(f"{x:.8g}") for x in a.ravel()]).reshape(a.shape)))
recovering("no_hidden_biases", lambda net: [*((W, 0 * b) for W, b in net[:-1]), net[-1]])
recovering("no_outgoing_weights", lambda net: [*net[:-1], (0 * net[-1][0], net[-1][1])])
recovering("first_output_only", lambda net: [*net[:-1], (net[-1][0][:1], net[-1][1][:1])])
recovering("inputs_sorted", lambda net: [(np.sort(net[0][0], axis=1), net[0][1]), *net[1:]])
recovering("outputs_sorted", lambda net: [*net[:-1], (np.sort(net[-1][0], axis=0), np.sort(net[-1][1]))])

wrong.through("recover_permutation", "inverse_perms", lambda perms, *_: perms and [tuple(np.argsort(p)) for p in perms])
wrong.through("recover_permutation", "layers_in_reverse", lambda perms, *_: perms and perms[::-1])
wrong.through("recover_permutation", "a_generator_of_perms", lambda perms, *_: perms and (p for p in perms))
wrong.through("recover_permutation", "counted_from_1", lambda perms, *_: perms and [[k + 1 for k in p] for p in perms])
wrong.through("recover_permutation", "empty_list_for_none", lambda perms, *_: perms or [])
wrong.through("recover_permutation", "false_for_none", lambda perms, *_: perms if perms else False)
wrong.through("recover_permutation", "outputs_too", lambda perms, a, b: perms and [*perms, list(range(len(a[-1][1])))])
wrong.through("recover_permutation", "dicts", lambda perms, *_: perms and [dict(enumerate(p)) for p in perms])
wrong.through("recover_permutation", "one_hidden_layer_only", lambda perms, a, b: perms if len(a) == 2 else None)
wrong.through("recover_permutation", "small_nets_only", lambda perms, a, b: perms if len(a[0][1]) < 50 else None)
wrong.through("recover_permutation", "none_for_equal_nets", lambda perms, a, b: None if nets.equal(a, b) else perms)


@wrong("recover_permutation")
def zip_stops_at_the_shorter_net(net_a: Any, net_b: Any) -> Any:
    if any(A.shape != B.shape for (A, _), (B, _) in zip(net_a, net_b, strict=False)):
        raise ValueError
    n = min(len(net_a), len(net_b))
    return search(net_a[:n], net_b[:n])


@wrong("recover_permutation")
def compares_hidden_widths_only(net_a: Any, net_b: Any) -> Any:
    if [len(b) for _, b in net_a] != [len(b) for _, b in net_b]:
        raise ValueError
    return None if net_a[0][0].shape != net_b[0][0].shape else search(net_a, net_b)


@wrong("recover_permutation")
def compares_sorted_widths(net_a: Any, net_b: Any) -> Any:
    if sorted(nets.widths(net_a)) != sorted(nets.widths(net_b)):
        raise ValueError
    return None if nets.widths(net_a) != nets.widths(net_b) else search(net_a, net_b)


def comparing(name: str, same: Function) -> None:
    """A wrong function that refuses two nets only if ``same`` tells their shapes apart, and otherwise answers None."""

    def function(net_a: Any, net_b: Any) -> Any:
        if same(shapes(net_a)) != same(shapes(net_b)):
            raise ValueError
        return search(net_a, net_b) if shapes(net_a) == shapes(net_b) else None

    wrong.add("recover_permutation", function, name)


comparing("compares_nothing", lambda shapes: 0)
comparing("compares_depths_only", len)
comparing("compares_first_shapes_only", lambda shapes: shapes[0])
comparing("compares_last_shapes_only", lambda shapes: shapes[-1])
comparing("compares_first_and_last_shapes", lambda shapes: (len(shapes), shapes[0], shapes[-1]))
comparing("compares_inputs_and_outputs", lambda shapes: (len(shapes), shapes[0][1], shapes[-1][0]))
comparing("compares_numbers_of_inputs", lambda shapes: [n for _, n in shapes])
comparing("compares_numbers_of_units", lambda shapes: [m for m, _ in shapes])
comparing("compares_numbers_of_weights", lambda shapes: [m * n for m, n in shapes])
comparing("compares_sets_of_shapes", set)
comparing("compares_widest_layers", lambda shapes: (len(shapes), max(shapes)))


@wrong("recover_permutation")
def compares_numbers_of_parameters(net_a: Any, net_b: Any) -> Any:
    if sum(W.size + b.size for W, b in net_a) != sum(W.size + b.size for W, b in net_b):
        raise ValueError
    return None if nets.widths(net_a) != nets.widths(net_b) else search(net_a, net_b)


def looks(net: nets.Net, layer: int, rounds: int, colours: list[list[int]]) -> list[Any]:
    W, b = net[layer - 1]
    V = net[layer][0]
    return [
        (
            colours[layer][k],
            b[k],
            sorted(zip(W[k].tolist(), colours[layer - 1], strict=True)),
            sorted(zip(V[:, k].tolist(), colours[layer + 1], strict=True)),
        )
        for k in range(len(b))
    ]


def refined(a: nets.Net, b: nets.Net, colours_a: Any, colours_b: Any) -> bool:
    """Colour refinement in place; False if the two nets cannot agree."""
    for _ in range(12):
        for layer in range(1, len(a)):
            look_a, look_b = looks(a, layer, 0, colours_a), looks(b, layer, 0, colours_b)
            if sorted(look_a) != sorted(look_b):
                return False
            known: list[Any] = []
            for look in look_a:
                if look not in known:
                    known.append(look)
            colours_a[layer] = [known.index(look) for look in look_a]
            colours_b[layer] = [known.index(look) for look in look_b]
    return True


def first_colours(net: nets.Net) -> list[list[int]]:
    ends = list(range(net[0][0].shape[1])), list(range(len(net[-1][1])))
    return [ends[0], *([0] * len(b) for _, b in net[:-1]), ends[1]]


def same_shapes(net_a: nets.Net, net_b: nets.Net) -> None:
    if nets.widths(net_a) != nets.widths(net_b):
        raise ValueError


def read_off(colours_a: Any, colours_b: Any) -> list[list[int]]:
    perms: list[list[int]] = []
    for a, b in zip(colours_a[1:-1], colours_b[1:-1], strict=True):
        free = {c: [k for k, x in enumerate(a) if x == c] for c in a}
        perms.append([free[c].pop(0) for c in b])
    return perms


@wrong("recover_permutation")
def refinement_and_nothing_else(net_a: Any, net_b: Any) -> Any:
    same_shapes(net_a, net_b)
    a, b = first_colours(net_a), first_colours(net_b)
    if not np.array_equal(net_a[-1][1], net_b[-1][1]) or not refined(net_a, net_b, a, b):
        return None
    perms = read_off(a, b)
    return perms if nets.equal(nets.reorder(net_a, perms), net_b) else None


@wrong("recover_permutation")
def refinement_believed(net_a: Any, net_b: Any) -> Any:
    same_shapes(net_a, net_b)
    answer = search(net_a, net_b)
    a, b = first_colours(net_a), first_colours(net_b)
    if answer is None and np.array_equal(net_a[-1][1], net_b[-1][1]) and refined(net_a, net_b, a, b):
        return read_off(a, b)
    return answer


@wrong("recover_permutation")
def first_guess_only(net_a: Any, net_b: Any) -> Any:
    same_shapes(net_a, net_b)
    a, b = first_colours(net_a), first_colours(net_b)
    if not np.array_equal(net_a[-1][1], net_b[-1][1]):
        return None
    while True:
        if not refined(net_a, net_b, a, b):
            return None
        tied = [(layer, c) for layer in range(1, len(net_a)) for c in a[layer] if a[layer].count(c) > 1]
        if not tied:
            perms = read_off(a, b)
            return perms if nets.equal(nets.reorder(net_a, perms), net_b) else None
        layer, c = tied[0]
        a[layer][a[layer].index(c)] = b[layer][b[layer].index(c)] = 10_000


@wrong("recover_permutation")
def multisets_of_rows_agree(net_a: Any, net_b: Any) -> Any:
    same_shapes(net_a, net_b)
    answer = search(net_a, net_b)
    if answer is None and all(
        Counter(A.ravel().tolist()) == Counter(B.ravel().tolist()) and sorted(a) == sorted(b)
        for (A, a), (B, b) in zip(net_a, net_b, strict=True)
    ):
        return [list(range(len(b))) for _, b in net_a[:-1]]
    return answer


@wrong("recover_permutation")
def comes_back_in_the_first_layer_only(net_a: Any, net_b: Any) -> Any:
    """All orders of the first layer's ties; from the second layer on the first unit that fits is taken."""
    same_shapes(net_a, net_b)

    def follow(net: nets.Net, layer: int) -> Any:
        if layer == len(net):
            return [] if nets.equal(net, net_b) else None
        rows, want = ([tuple(r) for r in np.column_stack(n[layer - 1]).tolist()] for n in (net, net_b))
        if sorted(rows) != sorted(want):
            return None
        groups = {row: [k for k, r in enumerate(rows) if r == row] for row in rows}
        choices = itertools.product(*(itertools.permutations(groups[row]) for row in groups))
        for choice in choices if layer == 1 else itertools.islice(choices, 1):
            order = {row: list(units) for row, units in zip(groups, choice, strict=True)}
            perm = [order[row].pop(0) for row in want]
            perms = [perm if k == layer else list(range(len(b))) for k, (_, b) in enumerate(net[:-1], start=1)]
            rest = follow(nets.reorder(net, perms), layer + 1)
            if rest is not None:
                return [perm, *rest]
        return None

    return follow(net_a, 1)


@wrong("recover_permutation")
def same_outputs_are_enough(net_a: Any, net_b: Any) -> Any:
    same_shapes(net_a, net_b)
    answer = search(net_a, net_b)
    X = np.random.default_rng(3).normal(size=(20, net_a[0][0].shape[1]))
    with np.errstate(all="ignore"):
        alike = np.allclose(nets.forward(net_a, X, "tanh"), nets.forward(net_b, X, "tanh"))
    return [list(range(len(b))) for _, b in net_a[:-1]] if answer is None and alike else answer


@wrong("recover_permutation")
def hashes_of_units(net_a: Any, net_b: Any) -> Any:
    """-1.0 and -2.0 have one hash in Python."""
    same_shapes(net_a, net_b)
    if len(net_a) > 2:
        return search(net_a, net_b)
    a, b = ([hash(unit) for unit in nets.units(net, 1)] for net in (net_a, net_b))
    if sorted(a) != sorted(b):
        return None
    free = {h: [k for k, x in enumerate(a) if x == h] for h in a}
    perms = [[free[h].pop(0) for h in b]]
    return perms if nets.equal(nets.reorder(net_a, perms), net_b) else None


def matching(name: str, look: Function) -> None:
    """A wrong function that sorts the units of every layer for itself by ``look(incoming weights, bias)``."""

    def function(net_a: Any, net_b: Any) -> Any:
        same_shapes(net_a, net_b)
        perms = []
        for pairs in zip(net_a[:-1], net_b[:-1], strict=True):
            a, b = ([look(w, x) for w, x in zip(W.tolist(), bias.tolist(), strict=True)] for W, bias in pairs)
            perm = np.empty(len(a), dtype=int)
            perm[sorted(range(len(b)), key=b.__getitem__)] = sorted(range(len(a)), key=a.__getitem__)
            perms.append(perm.tolist())
        return perms if nets.equal(nets.reorder(net_a, perms), net_b) else None

    wrong.add("recover_permutation", function, name)


matching("matches_sorted_biases", lambda w, b: b)
matching("matches_sums", lambda w, b: sum(w) + b)

wrong.through(
    "recover_permutation", "up_to_six_units", lambda perms, a, b: perms if max(nets.widths(a)[1:-1]) <= 6 else None
)
wrong.through(
    "recover_permutation",
    "all_orders_of_deeper_layers",  # as far as there is time for them
    lambda perms, a, b: perms if max(nets.widths(a)[2:-1], default=0) <= 12 else None,
)


@wrong("recover_permutation")
def sorts_its_arguments(net_a: Any, net_b: Any) -> Any:
    answer = search(net_a, net_b)
    net_b[0][1].sort()
    return answer


wrong.add(
    "recover_permutation",
    remembering("recover_permutation", lambda a, b: (a[0][0].tobytes(), shapes(a), shapes(b))),
    "remembers_by_net_a",
)

TRUE_HINTS = {
    "float32_": "compares_within_a_tolerance",
    "rounded_to_12_digits_": "compares_within_a_tolerance",
    "inverse_perms": "recovers_the_inverse",
    "empty_list_for_none": "answers_an_empty_list_for_none",
    "one_hidden_layer_only": "gives_up_on_deep_nets",
    "compares_nothing": "answers_none_to_other_shapes",
    "matches_sorted_biases": "matches_biases_only",
}


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # wrong functions overflow
@pytest.mark.parametrize(("exercise", "function", "idea"), with_ideas(wrong, TRUE_HINTS))
def test_wrong_function_is_rejected_and_no_hint_misleads(exercise: str, function: Function, idea: str) -> None:
    assert_rejected_with_hint(exercise, function, idea)

"""Lab 02: wrong functions that swap or permute units; each loses marks, and no hint for it misleads."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from labs.grading_in_process import Function, Functions
from labs.weight_swaps import (
    LAB,
    NETS_CHANGED,
    R,
    assert_rejected_with_hint,
    demand,
    remembering,
    shapes,
    transposed,
    width,
    with_ideas,
)

from autograder import nets

wrong = Functions(LAB)

for _exercise in ("swap_units", "permute_units"):
    wrong.through_all(_exercise, **NETS_CHANGED)


def swapping(name: str) -> Callable[[Function], None]:
    """Declare a wrong swap by the order of units that it makes of ``(net, layer, i, j, n)``."""

    def declare(order: Function) -> None:
        def function(net: Any, layer: int, i: int, j: int) -> Any:
            n = demand(layer, net, i, j)
            perms = [list(range(len(b))) for _, b in net[:-1]]
            perms[layer - 1] = order(net, layer, i, j, n)
            return nets.reorder(net, perms)

        wrong.add("swap_units", function, name)

    return declare


swapping("only_when_i_is_below_j")(lambda net, layer, i, j, n: transposed(n, i, j) if i < j else list(range(n)))
swapping("only_neighbours")(lambda net, layer, i, j, n: transposed(n, i, i + (j > i) - (j < i)))
swapping("reverses_the_stretch")(
    lambda net, layer, i, j, n: [*range(min(i, j)), *range(max(i, j), min(i, j) - 1, -1), *range(max(i, j) + 1, n)]
)
swapping("moves_one_unit_only")(lambda net, layer, i, j, n: np.insert(np.delete(np.arange(n), i), j, i).tolist())
swapping("only_square_weights")(
    lambda net, layer, i, j, n: transposed(n, i, j) if n == net[layer - 1][0].shape[1] else list(range(n))
)
swapping("only_the_last_hidden_layer")(
    lambda net, layer, i, j, n: transposed(n, i, j) if layer == len(net) - 1 else list(range(n))
)
swapping("skips_units_with_equal_rows")(
    lambda net, layer, i, j, n: (
        list(range(n)) if np.array_equal(net[layer - 1][0][i], net[layer - 1][0][j]) else transposed(n, i, j)
    )
)
swapping("skips_units_with_equal_outgoing_weights")(
    lambda net, layer, i, j, n: (
        list(range(n)) if np.array_equal(net[layer][0][:, i], net[layer][0][:, j]) else transposed(n, i, j)
    )
)
swapping("skips_units_that_are_close")(
    lambda net, layer, i, j, n: (
        list(range(n))
        if np.allclose(np.subtract(nets.units(net, layer)[i], nets.units(net, layer)[j]), 0, atol=1e-11, rtol=0)
        else transposed(n, i, j)
    )
)


@wrong("swap_units")
def swaps_by_adding_and_subtracting(net: Any, layer: int, i: int, j: int) -> Any:
    demand(layer, net, i, j)
    new = nets.copy(net)
    for part in (new[layer - 1][0], new[layer - 1][1], new[layer][0].T):
        with np.errstate(all="ignore"):
            part[i] = part[i] + part[j]
            part[j] = part[i] - part[j]
            part[i] = part[i] - part[j]
    return new


@wrong("swap_units")
def swaps_in_the_callers_list(net: Any, layer: int, i: int, j: int) -> Any:
    new = R["swap_units"](net, layer, i, j)
    net[layer - 1], net[layer] = new[layer - 1], new[layer]
    return net


@wrong("swap_units")
def swaps_the_callers_biases(net: Any, layer: int, i: int, j: int) -> Any:
    new = R["swap_units"](net, layer, i, j)
    net[layer - 1][1][:] = new[layer - 1][1]
    return new


@wrong("swap_units")
def swaps_rows_as_views(net: Any, layer: int, i: int, j: int) -> Any:
    new = R["swap_units"](net, layer, i, j)
    W = new[layer - 1][0]
    W[:] = net[layer - 1][0]
    W[i], W[j] = W[j], W[i]
    return new


@wrong("swap_units")
def swaps_columns_as_views(net: Any, layer: int, i: int, j: int) -> Any:
    new = R["swap_units"](net, layer, i, j)
    V = new[layer][0]
    V[:] = net[layer][0]
    V[:, i], V[:, j] = V[:, j], V[:, i]
    return new


@wrong("swap_units")
def does_not_look_at_its_arguments(net: Any, layer: int, i: int, j: int) -> Any:
    new = nets.copy(net)
    (W, b), (V, _) = new[layer - 1], new[layer]
    W[[i, j]], b[[i, j]], V[:, [i, j]] = W[[j, i]], b[[j, i]], V[:, [j, i]]
    return new


@wrong("swap_units")
def swaps_all_rows_that_are_equal(net: Any, layer: int, i: int, j: int) -> Any:
    """Replaces by value: every unit that has unit i's row gets unit j's, and the reverse."""
    new = R["swap_units"](net, layer, i, j)
    W = net[layer - 1][0]
    for k in range(len(W)):
        if k not in (i, j) and np.array_equal(W[k], W[i]):
            new[layer - 1][0][k] = W[j]
    return new


def refusing(exercise: str, name: str, legal: Function) -> None:
    """A wrong function that refuses what ``legal(net, *rest)`` calls illegal, and takes indices as numpy does."""

    def function(net: Any, *rest: Any) -> Any:
        if not legal(net, *rest):
            raise ValueError
        layer, *units = rest
        if exercise == "swap_units":
            i, j = units
            new = nets.copy(net)
            for part in (new[layer - 1][0], new[layer - 1][1], new[layer][0].T):
                part[[i, j]] = part[[j, i]]
            return new
        perm = units[0]
        new = nets.copy(net)
        new[layer - 1] = (net[layer - 1][0][perm], net[layer - 1][1][perm])
        new[layer] = (net[layer][0][:, perm], net[layer][1])
        return new

    wrong.add(exercise, function, name)


refusing("swap_units", "only_i_is_looked_at", lambda net, k, i, j: 1 <= k < len(net) and 0 <= i < width(net, k))
refusing("swap_units", "only_j_is_looked_at", lambda net, k, i, j: 1 <= k < len(net) and 0 <= j < width(net, k))
refusing(
    "swap_units",
    "one_past_the_end_is_legal",
    lambda net, k, i, j: 1 <= k < len(net) and min(i, j) >= 0 and max(i, j) <= width(net, k),
)
refusing(
    "swap_units",
    "minus_one_is_legal",
    lambda net, k, i, j: 1 <= k < len(net) and min(i, j) >= -1 and max(i, j) < width(net, k),
)
refusing(
    "swap_units",
    "minus_n_is_legal",
    lambda net, k, i, j: (
        1 <= k < len(net) and (min(i, j) >= 0 or min(i, j) == -width(net, k)) and max(i, j) < width(net, k)
    ),
)
refusing(
    "swap_units",
    "no_look_at_equal_units",
    lambda net, k, i, j: 1 <= k < len(net) and (i == j or (min(i, j) >= 0 and max(i, j) < width(net, k))),
)
refusing(
    "swap_units",
    "layer_0_is_legal",
    lambda net, k, i, j: 0 <= k < len(net) and min(i, j) >= 0 and max(i, j) < width(net, k),
)
refusing(
    "swap_units",
    "negative_layers_are_legal",
    lambda net, k, i, j: k != 0 and k < len(net) and min(i, j) >= 0 and max(i, j) < width(net, k),
)
refusing(
    "swap_units",
    "the_output_layer_is_legal",
    lambda net, k, i, j: 1 <= k <= len(net) and min(i, j) >= 0 and max(i, j) < width(net, k),
)
for _name, _legal in {
    "only_the_larger_unit_is_looked_at": lambda n, i, j: max(i, j) < n,
    "only_the_smaller_unit_is_looked_at": lambda n, i, j: min(i, j) >= 0,
    "one_of_the_units_is_enough": lambda n, i, j: 0 <= i < n or 0 <= j < n,
    "the_sum_of_the_units_is_looked_at": lambda n, i, j: 0 <= i + j <= 2 * n - 2,
    "the_distance_of_the_units_is_looked_at": lambda n, i, j: abs(i - j) < n,
    "sizes_of_the_units_are_looked_at": lambda n, i, j: max(abs(i), abs(j)) < n,
    "what_numpy_takes_is_legal": lambda n, i, j: -n <= min(i, j) and max(i, j) < n,
}.items():
    refusing("swap_units", _name, lambda net, k, i, j, legal=_legal: 1 <= k < len(net) and legal(width(net, k), i, j))
for _name, _layers in {
    "only_too_large_layers_are_refused": lambda H, k: k <= H,
    "only_too_small_layers_are_refused": lambda H, k: k >= 1,
    "layers_minus_h_to_h": lambda H, k: k != 0 and abs(k) <= H,
}.items():
    refusing(
        "swap_units",
        _name,
        lambda net, k, i, j, legal=_layers: legal(len(net) - 1, k) and 0 <= min(i, j) <= max(i, j) < width(net, k),
    )
    refusing(
        "permute_units",
        f"{_name}_",
        lambda net, k, p, legal=_layers: legal(len(net) - 1, k) and sorted(p) == list(range(width(net, k))),
    )


@wrong("swap_units")
def units_of_any_layer_are_legal(net: Any, layer: int, i: int, j: int) -> Any:
    if not 1 <= layer < len(net) or min(i, j) < 0 or max(i, j) >= max(len(b) for _, b in net[:-1]):
        raise ValueError
    n = width(net, layer)
    return net if max(i, j) >= n else R["swap_units"](net, layer, i, j)


@wrong("swap_units")
def as_many_units_as_inputs(net: Any, layer: int, i: int, j: int) -> Any:
    if not 1 <= layer < len(net) or min(i, j) < 0 or max(i, j) >= max(net[layer - 1][0].shape):
        raise ValueError
    return net if max(i, j) >= width(net, layer) else R["swap_units"](net, layer, i, j)


@wrong("swap_units")
def nothing_to_do_for_equal_units(net: Any, layer: int, i: int, j: int) -> Any:
    if i == j:
        return net
    return R["swap_units"](net, layer, i, j)


@wrong("swap_units")
def answers_none_for_what_is_illegal(net: Any, layer: int, i: int, j: int) -> Any:
    with contextlib.suppress(ValueError):
        return R["swap_units"](net, layer, i, j)


@wrong("swap_units")
def asserts(net: Any, layer: int, i: int, j: int) -> Any:
    try:
        return R["swap_units"](net, layer, i, j)
    except ValueError:
        raise AssertionError from None


@wrong("swap_units")
def zeroes_a_unit_swapped_with_itself(net: Any, layer: int, i: int, j: int) -> Any:
    new = R["swap_units"](net, layer, i, j)
    if i == j:
        new[layer - 1][1][i] = 0.0
    return new


wrong.add("swap_units", remembering("swap_units", lambda net, *rest: (shapes(net), rest)), "remembers_by_shape")
wrong.add(
    "swap_units",
    remembering("swap_units", lambda net, *rest: (net[0][0].tobytes(), rest)),
    "remembers_by_first_weights",
)
wrong.add(
    "permute_units",
    remembering("permute_units", lambda net, layer, perm: (net[0][0].tobytes(), layer)),
    "remembers_by_net_and_layer",
)
wrong.add(
    "permute_units",
    remembering("permute_units", lambda net, layer, perm: (shapes(net), layer, tuple(perm))),
    "remembers_by_shape_and_perm",
)


def permuting(name: str) -> Callable[[Function], None]:
    def declare(order: Function) -> None:
        def function(net: Any, layer: int, perm: list[int]) -> Any:
            if not 1 <= layer < len(net) or sorted(perm) != list(range(width(net, layer))):
                raise ValueError
            perms = [list(range(len(b))) for _, b in net[:-1]]
            perms[layer - 1] = [int(k) for k in order(net, layer, perm)]
            return nets.reorder(net, perms)

        wrong.add("permute_units", function, name)

    return declare


def inverse(perm: list[int]) -> Any:
    return np.argsort(perm)


permuting("sorted_perm")(lambda net, layer, perm: sorted(perm))
permuting("reversed_perm")(lambda net, layer, perm: perm[::-1])
permuting("twice")(lambda net, layer, perm: [perm[k] for k in perm])
permuting("inverse_in_deeper_layers")(lambda net, layer, perm: perm if layer == 1 else inverse(perm))
permuting("inverse_in_square_layers")(
    lambda net, layer, perm: inverse(perm) if net[layer - 1][0].shape[0] == net[layer - 1][0].shape[1] else perm
)
permuting("inverse_from_four_units_on")(lambda net, layer, perm: perm if len(perm) < 4 else inverse(perm))
permuting("inverse_in_the_last_layer")(lambda net, layer, perm: inverse(perm) if layer == len(net) - 1 > 1 else perm)
permuting("order_of_texts")(lambda net, layer, perm: [sorted(range(len(perm)), key=str)[k] for k in perm])


for _name, _legal in {
    "right_length": lambda net, k, p: len(p) == width(net, k),
    "right_length_and_sum": lambda net, k, p: len(p) == width(net, k) and sum(p) == sum(range(len(p))),
    "no_number_twice": lambda net, k, p: len(set(p)) == len(p) == width(net, k) and max(p) < len(p),
    "right_set": lambda net, k, p: set(p) == set(range(width(net, k))),
    "right_range": lambda net, k, p: len(p) == width(net, k) and min(p) == 0 and max(p) == len(p) - 1,
    "permutation_of_anything": lambda net, k, p: sorted(p) == list(range(len(p))) and len(p) <= width(net, k),
    "of_any_layer": lambda net, k, p: sorted(p) == list(range(len(p))) and len(p) in [len(b) for _, b in net[:-1]],
    "out_of_range_is_an_index_error": lambda net, k, p: len(set(p)) == len(p) == width(net, k) and min(p) >= 0,
    "length_and_maximum_of_different_numbers": lambda net, k, p: (
        len(p) == len(set(p)) == width(net, k) and max(p) == len(p) - 1
    ),
    "length_and_minimum_of_different_numbers": lambda net, k, p: len(p) == len(set(p)) == width(net, k) and min(p) == 0,
    "length_and_sum_of_different_numbers": lambda net, k, p: (
        len(p) == len(set(p)) == width(net, k) and sum(p) == sum(range(len(p)))
    ),
    "length_sum_and_ends": lambda net, k, p: (
        len(p) == width(net, k) and (min(p), max(p), sum(p)) == (0, len(p) - 1, sum(range(len(p))))
    ),
    "right_minimum": lambda net, k, p: len(p) == width(net, k) and min(p) == 0,
    "right_maximum": lambda net, k, p: len(p) == width(net, k) and max(p) == len(p) - 1,
    "no_number_too_large": lambda net, k, p: len(p) == width(net, k) and max(p) < len(p),
    "right_sum": lambda net, k, p: sum(p) == sum(range(width(net, k))),
    "right_size_of_the_set": lambda net, k, p: len(set(p)) == width(net, k),
    "all_units_are_named": lambda net, k, p: all(u in p for u in range(width(net, k))),
    "only_units_are_named": lambda net, k, p: all(0 <= u < width(net, k) for u in p),
    "different_units_are_named": lambda net, k, p: len(set(p)) == len(p) and all(0 <= u < width(net, k) for u in p),
    "remainders_are_looked_at": lambda net, k, p: sorted(u % width(net, k) for u in p) == list(range(width(net, k))),
    "distances_are_looked_at": lambda net, k, p: sorted(map(abs, p)) == list(range(width(net, k))),
    "empty_is_legal": lambda net, k, p: not p or sorted(p) == list(range(width(net, k))),
}.items():
    refusing("permute_units", _name, lambda net, k, p, legal=_legal: 1 <= k < len(net) and legal(net, k, p))
for _name, _low in {"layer_zero_is_legal_": 0, "layer_minus_one_is_legal_": -1}.items():
    refusing(
        "permute_units",
        _name,
        lambda net, k, p, low=_low: (k == low or 1 <= k < len(net)) and sorted(p) == list(range(width(net, k))),
    )


@wrong("permute_units")
def nothing_to_do_for_the_identity(net: Any, layer: int, perm: list[int]) -> Any:
    return net if perm == sorted(perm) and perm and perm[0] == 0 else R["permute_units"](net, layer, perm)


@wrong("permute_units")
def pops_from_perm(net: Any, layer: int, perm: list[int]) -> Any:
    new = R["permute_units"](net, layer, perm)
    while perm:
        perm.pop(0)
    return new


@wrong("permute_units")
def puts_perm_in_order_by_swaps(net: Any, layer: int, perm: list[int]) -> Any:
    new = R["permute_units"](net, layer, perm)
    for k in range(len(perm)):
        while perm[k] != k:
            other = perm[k]
            perm[k], perm[other] = perm[other], other
    return new


@wrong("permute_units")
def reverses_the_callers_perm(net: Any, layer: int, perm: list[int]) -> Any:
    new = R["permute_units"](net, layer, perm)
    perm.reverse()
    return new


@wrong("permute_units")
def permutes_output_biases(net: Any, layer: int, perm: list[int]) -> Any:
    new = R["permute_units"](net, layer, perm)
    if len(new[layer][1]) == len(perm):
        new[layer] = (new[layer][0], new[layer][1][perm])
    return new


@wrong("permute_units")
def permutes_all_layers_of_this_width(net: Any, layer: int, perm: list[int]) -> Any:
    R["permute_units"](net, layer, perm)
    return nets.reorder(net, [perm if len(b) == len(perm) else list(range(len(b))) for _, b in net[:-1]])


TRUE_HINTS = {
    "swaps_in_the_callers_list": "swaps_in_the_callers_arrays",
    "swaps_rows_as_views": "loses_a_row_to_a_view",
    "swaps_columns_as_views": "loses_a_column_to_a_view",
    "does_not_look_at_its_arguments": "swaps_whatever_it_is_asked_to",
    "only_the_larger_unit_is_looked_at": "takes_negative_units_from_the_end",
    "what_numpy_takes_is_legal": "takes_negative_units_from_the_end",
    "asserts": "asserts_that_the_units_exist",
    "sorted_perm": "returns_the_net_unpermuted",
    "twice": "permutes_twice",
    "no_number_twice": "accepts_different_numbers_that_are_not_too_large",
    "permutation_of_anything": "accepts_a_perm_that_is_too_short",
    "length_and_maximum_of_different_numbers": "accepts_different_numbers_with_the_right_maximum",
    "different_units_are_named": "accepts_a_perm_that_is_too_short",
    "pops_from_perm": "empties_the_callers_perm",
    "puts_perm_in_order_by_swaps": "sorts_the_callers_perm",
}


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # wrong functions overflow
@pytest.mark.parametrize(("exercise", "function", "idea"), with_ideas(wrong, TRUE_HINTS))
def test_wrong_function_is_rejected_and_no_hint_misleads(exercise: str, function: Function, idea: str) -> None:
    assert_rejected_with_hint(exercise, function, idea)

"""Lab 02's own, for the tests of its wrong functions: what they share, and that no hint for them misleads."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
from labs.grading_in_process import Function, Functions, assert_rejected, lab_named

from autograder import nets

LAB = lab_named("02_weight_swaps")
R = LAB.reference


def with_ideas(wrong: Functions, true_hints: dict[str, str]) -> list[Any]:
    """For a parametrised test: each wrong function with its exercise and its idea, the name of a misconception.

    The idea is empty where nothing stands in the table `true_hints`, of wrong functions for which there is a hint, and
    the misconception that it belongs to: each has been read, and is true. A hint for any other function may mislead.
    Read both: then list the function, reword the hint so that it is true of every function that it can be shown for,
    or tell the two apart by another case.
    """
    count = Counter(name for _, name, _ in wrong)
    assert [name for name in true_hints if count[name] != 1] == []
    assert set(true_hints.values()) <= {idea.name for idea in LAB.misconceptions}
    return [
        pytest.param(exercise, function, true_hints.get(name, ""), id=f"{exercise}-{name}")
        for exercise, name, function in wrong
    ]


def assert_rejected_with_hint(exercise: str, function: Function, idea: str) -> None:
    """A check fails, and the hints that a student reads are that of this idea; none if it is empty."""
    result = assert_rejected(LAB, exercise, function)
    wanted = {each.hint for each in LAB.misconceptions if (each.exercise, each.name) == (exercise, idea)}
    assert {check.hint for check in result.checks if check.hint} == wanted


# --- what wrong functions share ------------------------------------------------------------------------------------


def demand(layer: int, net: nets.Net, *units: int) -> int:
    if not 1 <= layer < len(net):
        raise ValueError
    n = len(net[layer - 1][1])
    if any(not 0 <= u < n for u in units):
        raise ValueError
    return n


def width(net: nets.Net, layer: int) -> int:
    return len(net[layer - 1][1])


def transposed(n: int, i: int, j: int) -> list[int]:
    order = list(range(n))
    order[i], order[j] = j, i
    return order


def shapes(net: nets.Net) -> tuple[Any, ...]:
    return tuple(W.shape for W, _ in net)


def remembering(exercise: str, key: Function) -> Function:
    """The reference with a memory: it remembers answers under a key that does not tell all arguments apart."""
    known: dict[Any, Any] = {}

    def function(*args: Any) -> Any:
        found = key(*args)
        if found not in known:
            known[found] = R[exercise](*args)
        return known[found]

    return function


def each(change: Function) -> Function:
    """Change every array of the net."""
    return lambda net, *_: [(change(W), change(b)) for W, b in net]


NETS_CHANGED: dict[str, Function] = {
    "float32": each(lambda a: a.astype(np.float32)),
    "rounded_to_12_digits": each(lambda a: np.round(a, 12)),
    "15_digits": each(lambda a: np.array([float(f"{x:.15g}") for x in a.ravel()]).reshape(a.shape)),
    "whole_numbers": each(lambda a: a.astype(int)),
    "tiny_numbers_dropped": each(lambda a: np.where(abs(a) < 1e-200, 0.0, a)),
    "clipped": each(lambda a: np.clip(a, -1e100, 1e100)),
    "squeezed": each(np.squeeze),
    "absolute_values": each(np.abs),
    "biases_as_columns": each(lambda a: a[:, None] if a.ndim == 1 else a),
    "a_generator": lambda net, *_: (layer for layer in net),
    "the_last_layer_is_missing": lambda net, *_: net[:-1],
    "bias_first": lambda net, *_: [list(layer)[::-1] for layer in net],
    "transposed": lambda net, *_: [(W.T, b) for W, b in net],
    "no_output_bias": lambda net, *_: [*net[:-1], (net[-1][0], 0 * net[-1][1])],
    "one_vector": lambda net, *_: np.concatenate([p.ravel() for layer in net for p in layer]),
}
"""Changes of a right net that make it a wrong answer: ``change(net, *arguments)``."""

"""expect.close_parameters: nets that are right up to rounding, in the sizes that their sums are made of."""

from __future__ import annotations

import copy

import numpy as np
import pytest

from autograder.checks import expect
from autograder.checks.errors import Mismatch

NET = [(np.array([[2.0, 1e-12], [0.0, -3.0]]), np.array([1e9, -1.0])), (np.array([[0.5, 4.0]]), np.array([0.0]))]


def changed(layer: int, part: int, index: tuple[int, ...], value: float) -> list[tuple[np.ndarray, np.ndarray]]:
    net = copy.deepcopy(NET)
    net[layer][part][index] = value
    return net


def test_rounding_is_accepted_relative_to_each_entry() -> None:
    near = [(W * (1 + 5e-10), b * (1 - 5e-10)) for W, b in NET]
    given = expect.close_parameters([(W.tolist(), b.tolist()) for W, b in near], NET)
    assert all(np.array_equal(W, A) for (W, _), (A, _) in zip(given, near, strict=True))


@pytest.mark.parametrize(
    ("net", "text"),
    [
        (changed(0, 0, (0, 1), 1.1e-12), r"W1\[0, 1\] should be 1e-12, but is 1.1e-12."),
        (changed(0, 0, (1, 0), 1e-300), r"W1\[1, 0\] should be 0.0"),
        (changed(0, 1, (0,), 1e9 + 2), r"b1\[0\] should be 1000000000.0"),
        (changed(1, 1, (0,), 1e-15), r"b2\[0\] should be 0.0, but is 1e-15. \(because\)"),
        (changed(1, 0, (0, 1), float("nan")), "NaN"),
        (NET[:1], "2 pairs"),
        (None, "None"),
    ],
)
def test_what_is_further_off_is_named(net: object, text: str) -> None:
    with pytest.raises(Mismatch, match=text):
        expect.close_parameters(net, NET, "(because)")


def test_sizes_say_what_a_sum_was_made_of() -> None:
    sizes = copy.deepcopy(NET)
    sizes[1][1][0] = -10.0
    expect.close_parameters(changed(1, 1, (0,), 1e-15), NET, sizes=sizes)
    with pytest.raises(Mismatch, match="b2"):
        expect.close_parameters(changed(1, 1, (0,), 1.1e-8), NET, sizes=sizes)
    with pytest.raises(Mismatch, match="b2"):
        expect.close_parameters(changed(1, 1, (0,), 1e-12), NET, sizes=sizes, rtol=1e-14)

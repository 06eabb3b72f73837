"""Dead ReLU minima: what is proved, what is refuted, and that nothing of a claimant's raises."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.certify import dead_relu_minimum

XOR = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
TARGETS = np.array([[0.0], [1.0], [1.0], [0.0]])


def dead(W, b, V=((3.0, -2.0),), c=(0.5,)):
    return [(np.array(W, dtype=float), np.array(b, dtype=float)), (np.array(V, dtype=float), np.array(c, dtype=float))]


def answer(net, X=XOR, Y=TARGETS):
    return dead_relu_minimum(net, X, Y).answer


def test_known_minima_are_proved():
    # pre-activations -5 to -3, -5 to -2: every change below 1/3 keeps both units off
    assert answer(dead([[1, 1], [2, -1]], [-5, -4])) == "proved"
    assert answer(dead([[0, 0], [0, 0]], [-1, -1])) == "proved"
    assert answer(dead([[0, 0], [0, 0]], [-1e-6, -1e-6])) == "proved"
    assert answer(dead([[0, 0], [0, 0]], [-1, -1], c=[0.5 + 9e-10])) == "proved"
    assert answer([([[0, 0]], [-1]), ([[7]], [0.5])]) == "proved"  # lists and ints


@pytest.mark.parametrize(
    ("net", "says"),
    [
        (dead([[1, 1], [2, -1]], [-2, -4]), "Unit 0 has the pre-activation 0 at sample 3"),
        (dead([[0, 0], [0, 0]], [-1, -9e-7]), "Unit 1 has the pre-activation -9e-07 at sample 0"),
        (dead([[0, 0], [0, 0]], [-1, -1], c=[0.5 + 2e-9]), "The bias of output 0 is 0.500000002"),
        (dead([[0, 0], [0, 0]], [-1, -1], c=[0.0]), "The bias of output 0 is 0, but the mean of its targets is 0.5"),
        (dead([[1e308, 1e308], [0, 0]], [-1, -1]), "Unit 0 has the pre-activation 1e+308 at sample 1"),
    ],
)
def test_what_is_no_dead_minimum_is_refuted(net, says):
    verdict = dead_relu_minimum(net, XOR, TARGETS)
    assert verdict.answer == "refuted"
    assert says in verdict.reason


def test_what_is_too_large_for_a_float_has_a_short_account():
    verdict = dead_relu_minimum([([[1e308]], [-1.0]), ([[1.0]], [0.5])], [[1.0], [1e308]], [[0.0], [1.0]])
    assert verdict.answer == "refuted"
    assert "1e+308 at sample 0" in verdict.reason
    verdict = dead_relu_minimum([([[1e308]], [-1.0]), ([[1.0]], [0.5])], [[-1.0], [1e308]], [[0.0], [1.0]])
    assert "1e308 or more at sample 1" in verdict.reason


def test_rounding_is_seen_through():
    """1e16 - 1e16 - 1 is 0 in floats, and -1 exactly; 1e16 + 1 is 1e16 in floats."""
    X, Y = np.array([[1e16], [1.0]]), np.array([[0.0], [1.0]])
    assert answer([([[1.0]], [-1e16 - 2]), ([[1.0]], [0.5])], X, Y) == "proved"
    assert answer([([[1.0]], [-1e16 - 1]), ([[1.0]], [0.5])], X, Y) == "refuted"


def test_large_targets_have_a_tolerance_of_their_size():
    X, Y = np.array([[0.0], [1.0]]), np.array([[1e10], [0.0]])
    assert answer([([[0.0]], [-1.0]), ([[1.0]], [5e9 + 5])], X, Y) == "proved"
    assert answer([([[0.0]], [-1.0]), ([[1.0]], [5e9 + 20])], X, Y) == "refuted"


@pytest.mark.parametrize(
    "net",
    [
        None,
        [],
        3,
        "net",
        dead([[0, 0]], [-1])[:1],
        [*dead([[0, 0], [0, 0]], [-1, -1]), ([[1.0]], [0.0])],
        dead([[0], [0]], [-1, -1]),
        dead([[np.nan, 0], [0, 0]], [-1, -1]),
        dead([[0, 0], [0, 0]], [-np.inf, -1]),
        dead([[0, 0], [0, 0]], [-1, -1], V=[[1, 1], [1, 1]], c=[0.5, 0.5]),
        [([[None, 0]], [-1]), ([[1]], [0.5])],
        [([[10**30000, 0]], [-1]), ([[1]], [0.5])],
    ],
    ids=lambda net: str(type(net)),
)
def test_what_is_no_such_net_is_refuted(net):
    verdict = dead_relu_minimum(net, XOR, TARGETS)
    assert verdict.answer == "refuted"
    assert verdict.reason.endswith(".")
    assert len(verdict.reason) < 300

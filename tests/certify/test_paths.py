"""Paths of ReLU nets at loss 0: proved where they are, refuted where they are not, whatever the rounding hides."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder import certify, nets
from autograder.certify import exact, zero_loss_path

XOR = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
EXCLUSIVE_OR = np.array([[0.0], [1.0], [1.0], [0.0]])


def net(W: Any, b: Any, V: Any, c: Any) -> nets.Net:
    return [(np.array(W, dtype=float), np.array(b, dtype=float)), (np.array(V, dtype=float), np.array(c, dtype=float))]


KNOWN = [  # seven segments of loss 0 between two ReLU nets that compute XOR and differ by a swap
    net([[1, 1], [1, 1], incoming], [*biases], [outgoing], [0])
    for incoming, biases, outgoing in (
        ((-2, 3), (0, -1, 5), (1, -2, 0)),
        ((1, 1), (0, -1, 0), (1, -2, 0)),
        ((1, 1), (0, -1, 0), (0, -2, 1)),
        ((1, 1), (-1, -1, 0), (0, -2, 1)),
        ((1, 1), (-1, -1, 0), (-2, 0, 1)),
        ((1, 1), (-1, 0, 0), (-2, 0, 1)),
        ((1, 1), (-1, 0, 0), (-2, 1, 0)),
        ((-2, 3), (-1, 0, 5), (-2, 1, 0)),
    )
]


def slowly(path: list[nets.Net], X: Any, Y: Any, points: int = 24) -> bool:
    """The loss at many rational points of every segment: what a proof may never contradict."""
    for one, other in itertools.pairwise(path):
        for k in range(points + 1):
            t = Fraction(k, points)
            mixed: Any = [
                tuple(
                    np.vectorize(lambda x, y, t=t: (1 - t) * Fraction(x) + t * Fraction(y), otypes=[object])(p, q)
                    for p, q in zip(first, second, strict=True)
                )
                for first, second in zip(one, other, strict=True)
            ]
            if exact.loss(mixed, X, Y, "relu") != 0:
                return False
    return True


def test_the_known_path_is_proved() -> None:
    assert zero_loss_path(KNOWN, XOR, EXCLUSIVE_OR).proved
    assert slowly(KNOWN, XOR, EXCLUSIVE_OR)
    assert zero_loss_path(KNOWN[::-1], XOR, EXCLUSIVE_OR).proved
    assert zero_loss_path(KNOWN[:1], XOR, EXCLUSIVE_OR).proved
    assert zero_loss_path([KNOWN[0]] * 3, XOR, EXCLUSIVE_OR).proved


def test_the_straight_line_is_refuted_with_its_numbers() -> None:
    verdict = zero_loss_path([KNOWN[0], KNOWN[-1]], XOR, EXCLUSIVE_OR)
    assert verdict.answer == "refuted"
    assert verdict.reason == (
        "The loss is not 0 on the way from net 0 to net 1: at t = 0.5, output 0 of sample 1 is -0.5, "
        "but the target is 1."
    )


@pytest.mark.parametrize("left_out", range(1, 7))
def test_no_net_of_the_known_path_can_be_left_out(left_out: int) -> None:
    path = KNOWN[:left_out] + KNOWN[left_out + 1 :]
    assert not slowly(path, XOR, EXCLUSIVE_OR)
    assert zero_loss_path(path, XOR, EXCLUSIVE_OR).answer == "refuted"


def test_a_single_net_is_judged_by_its_own_loss() -> None:
    verdict = zero_loss_path(KNOWN[:1], XOR, EXCLUSIVE_OR + 1)
    assert verdict.reason == "The loss is not 0: at t = 0, output 0 of sample 0 is 0, but the target is 1."


def test_a_bump_between_two_kinks_close_together_is_found() -> None:
    """The output is 0 but for t between 1/2 and 1/2 + 2**-40: no sampling would see that."""
    width = 2.0**-40
    one, other = (net([[0], [0]], [t - 0.5, t - 0.5 - width], [[v, -v]], [0]) for t, v in ((0.0, 1.0), (1.0, 1.0)))
    # relu(t - 1/2) - relu(t - 1/2 - width): rises by `width`, and stays there
    X, Y = np.array([[1.0]]), np.array([[0.0]])
    verdict = zero_loss_path([one, other], X, Y)
    assert verdict.answer == "refuted"
    flat = net([[0], [0]], [-0.5, -0.5], [[1, -1]], [0]), net([[0], [0]], [0.5, 0.5], [[1, -1]], [0])
    assert zero_loss_path(list(flat), X, Y).proved


def test_a_bump_that_is_zero_at_ends_and_middle_is_found() -> None:
    """Two hats: the loss is 0 at t = 0, 1/2 and 1, but not on the pieces between."""

    def at(t: float) -> nets.Net:
        # a hat on [1/8, 3/8] and one on [5/8, 7/8]: zero at 0, 1/2 and 1
        places = [1 / 8, 1 / 4, 3 / 8, 5 / 8, 3 / 4, 7 / 8]
        return net([[0]] * 6, [t - place for place in places], [[1, -2, 1, 1, -2, 1]], [0])

    X, Y = np.array([[1.0]]), np.array([[0.0]])
    middle = nets.interpolate(at(0), at(1), 0.5)
    assert all(exact.loss(each, X, Y, "relu") == 0 for each in (at(0), middle, at(1)))
    assert zero_loss_path([at(0), at(1)], X, Y).answer == "refuted"


def test_kinks_at_one_place_and_at_the_ends_are_no_pieces() -> None:
    # four units change their sign at t = 1/2, and cancel in pairs
    one = net([[0]] * 4, [-0.5, 0.5, -0.5, 0.5], [[1, 1, -1, -1]], [3])
    other = net([[0]] * 4, [0.5, -0.5, 0.5, -0.5], [[1, 1, -1, -1]], [3])
    X, Y = np.array([[1.0]]), np.array([[3.0]])
    assert zero_loss_path([one, other], X, Y).proved
    # both ends of the second unit are 0, and the first goes from 0 to 1 with an outgoing weight that is 0
    one, other = net([[0]] * 2, [0, 0], [[0, 5]], [0]), net([[0]] * 2, [1, 0], [[0, 5]], [0])
    assert zero_loss_path([one, other], X, np.array([[0.0]])).proved
    # active from t = 0 on, at which its value is 0
    one, other = net([[0]], [0], [[1]], [0]), net([[0]], [1], [[1]], [0])
    assert zero_loss_path([one, other], X, np.array([[0.0]])).answer == "refuted"
    one, other = net([[0]], [0], [[1]], [0]), net([[0]], [-1], [[1]], [0])
    assert zero_loss_path([one, other], X, np.array([[0.0]])).proved


@pytest.mark.parametrize("v", [3.0, 0.1, 1e300, 5e-324, 2.0**-1000])
def test_whole_weights_are_handed_over_exactly_and_thirds_are_not(v: float) -> None:
    X, Y = np.array([[1.0]]), np.array([[v]])

    def at(*outgoing: float) -> nets.Net:
        return net([[1], [1]], [0, 0], [outgoing], [0])

    assert zero_loss_path([at(v, 0), at(0, v), at(v, 0)], X, Y).proved
    third = v / 3
    exactly = Fraction(third) + Fraction(v - third) == Fraction(v)
    assert zero_loss_path([at(v, 0), at(third, v - third), at(0, v)], X, Y).proved == exactly
    off = np.nextafter(v, np.inf)
    assert zero_loss_path([at(v, 0), at(0, off)], X, Y).answer == "refuted"


def test_several_outputs_and_samples_all_count() -> None:
    first = net([[1, 0], [0, 1]], [0, 0], [[1, 0], [0, 0]], [1, 2])
    second = net([[1, 0], [3, 1]], [0, 1], [[1, 0], [0, 0]], [1, 2])
    X = np.array([[1.0, 2.0], [-1.0, 3.0], [0.5, -4.0]])
    Y = nets.forward(first, X, "relu")
    assert zero_loss_path([first, second], X, Y).proved
    for sample, output in itertools.product(range(3), range(2)):
        wrong = Y.copy()
        wrong[sample, output] = np.nextafter(wrong[sample, output], np.inf)
        verdict = zero_loss_path([first, second], X, wrong)
        assert verdict.answer == "refuted"
        assert f"output {output} of sample {sample}" in verdict.reason
    third = nets.copy(second)
    third[1][0][1, 1] = 2.0**-60
    assert zero_loss_path([first, second, third], X, Y).answer == "refuted"


small = st.sampled_from([-2.0, -1.0, -0.5, 0.0, 0.0, 0.5, 1.0, 2.0])


@st.composite
def polygons(draw: st.DrawFn) -> tuple[list[nets.Net], Any, Any]:
    """Paths whose segments change one thing at a time: many have loss 0 all the way, many only at the nets."""
    inputs, units, outputs = draw(st.integers(1, 2)), draw(st.integers(1, 3)), draw(st.integers(1, 2))

    def some(*shape: int) -> Any:
        return np.array([draw(small) for _ in range(int(np.prod(shape)))]).reshape(shape)

    one = [(some(units, inputs), some(units)), (some(outputs, units), some(outputs))]
    X = some(draw(st.integers(1, 3)), inputs)
    path = [one]
    for _ in range(draw(st.integers(1, 3))):
        new = nets.copy(path[-1])
        p, q = draw(st.integers(0, units - 1)), draw(st.integers(0, units - 1))
        match draw(st.integers(0, 3)):
            case 0:
                new[0][0][p], new[0][1][p] = new[0][0][q], new[0][1][q]
            case 1:
                new[1][0][:, p], new[1][0][:, q] = path[-1][1][0][:, q], path[-1][1][0][:, p]
            case 2:
                new[1][0][:, p] = 0.0
            case _:
                new[0][1][p] = draw(small)
        path.append(new)
    return path, X, nets.forward(one, X, "relu")


@settings(max_examples=300, deadline=None)
@given(polygons())
def test_proofs_agree_with_many_points(case: tuple[list[nets.Net], Any, Any]) -> None:
    path, X, Y = case
    verdict = zero_loss_path(path, X, Y)
    assert verdict.answer in ("proved", "refuted")
    seen = slowly(path, X, Y)
    if verdict.proved:
        assert seen
    elif seen:  # what the points miss must be a short bump: look at many more
        assert not slowly(path, X, Y, points=840)


def test_nets_may_be_lists_and_hold_fractions() -> None:
    third = Fraction(1, 3)
    path = [
        [([[1], [1]], [0, 0]), ([[1, 0]], [0])],
        (([[1], [1]], [0, 0]), ([[third, 1 - third]], [0])),
        [([[1.0], [1]], (0, 0)), ([[0, 1]], [0])],
    ]
    assert zero_loss_path(path, [[1], [2]], [[1], [2]]).proved
    assert zero_loss_path(tuple(path), ((1,), (-2,)), ((1,), (0,))).proved


@pytest.mark.parametrize(
    "path",
    [
        None, 3, "path", [], (), [None], [[]], [KNOWN[0], None], [KNOWN[0], KNOWN[0][:1]], KNOWN[0], [KNOWN],
        [[*KNOWN[0], KNOWN[0][1]]], {"net": KNOWN[0]}, np.zeros((2, 2)), [np.zeros((2, 2))], [[(1, 2), (3, 4)]],
        [net(np.full((3, 2), np.nan), [0, 0, 0], [[1, 1, 1]], [0])],
        [KNOWN[0], net([[1, 1]] * 3, [0, np.inf, 0], [[1, 1, 1]], [0])],
        [KNOWN[0], net([[1, 1]] * 2, [0, 0], [[1, 1]], [0])],
        [KNOWN[0], net([[1]] * 3, [0, 0, 0], [[1, 1, 1]], [0])],
        [[([[True, True]] * 3, [0, 0, 0]), ([[1, 1, 1]], [0])]],
        [[([["1", "1"]] * 3, [0, 0, 0]), ([[1, 1, 1]], [0])]],
        [[([[1j, 1]] * 3, [0, 0, 0]), ([[1, 1, 1]], [0])]],
        [[([[10**5000, 1]] * 3, [0, 0, 0]), ([[1, 1, 1]], [0])]],
        [[([[10**20000, 1]] * 3, [0, 0, 0]), ([[1, 1, 1]], [0])]],
    ],
)  # fmt: skip
def test_what_is_no_path_is_refuted(path: object) -> None:
    verdict = zero_loss_path(path, XOR, EXCLUSIVE_OR)
    assert verdict.answer == "refuted"
    assert verdict.reason.endswith(".")
    assert len(verdict.reason) < 300


@pytest.mark.parametrize(("X", "Y"), [(XOR[:, :1], EXCLUSIVE_OR), (XOR, EXCLUSIVE_OR[:3]), (XOR, XOR), (None, None)])
def test_data_that_do_not_fit_are_refused(X: object, Y: object) -> None:
    assert zero_loss_path(KNOWN, X, Y).answer == "refuted"


def test_what_is_too_large_is_left_undecided_at_once() -> None:
    wide = net(np.ones((200, 1)), np.ones(200), np.ones((3, 200)), np.ones(3))
    assert zero_loss_path([wide] * 1000, np.ones((50, 1)), np.ones((50, 3))).answer == "undecided"
    many_inputs = net(np.ones((1, 100_000)), np.ones(1), np.ones((1, 1)), np.ones(1))
    assert zero_loss_path([many_inputs] * 2, np.ones((1, 100_000)), np.ones((1, 1))).answer == "undecided"


def test_steps_that_change_what_nobody_hears_are_proved_and_others_are_not() -> None:
    """Right at both ends, and affine between: an output weight that is 0 at one end only does not make it so."""
    X, Y = np.array([[1.0]]), np.array([[0.0]])
    # the value goes from 1 to 0 while its weight goes from 0 to 1: t (1 - t) between
    one, other = net([[0]], [1], [[0]], [0]), net([[0]], [0], [[1]], [0])
    assert zero_loss_path([one, other], X, Y).answer == "refuted"
    assert zero_loss_path([other, one], X, Y).answer == "refuted"
    # the same with a second output that alone listens
    one, other = net([[0]], [1], [[0], [0]], [0, 0]), net([[0]], [0], [[0], [1]], [0, 0])
    assert zero_loss_path([one, other], X, np.array([[0.0, 0.0]])).answer == "refuted"
    # heard by nobody at either end
    one, other = net([[0]], [1], [[0]], [0]), net([[7]], [-3], [[0]], [0])
    assert zero_loss_path([one, other], X, Y).proved
    # the same on one sample only
    one, other = net([[0], [1]], [1, 0], [[0, 0]], [0]), net([[0], [0]], [1, 1], [[0, 1]], [-1])
    assert zero_loss_path([one, other], np.array([[0.0], [1.0]]), np.array([[0.0], [0.0]])).answer == "refuted"


def test_the_name_is_exported() -> None:
    assert certify.zero_loss_path is zero_loss_path

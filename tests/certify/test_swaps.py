"""Claims about a ReLU net that fits exactly, and about the midpoint of the net and its swapped twin."""

from __future__ import annotations

import time
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from autograder import certify, nets
from autograder.certify.swaps import MOST_BITS, MOST_SAMPLES, MOST_UNITS

CLAIMS = ("data_differ", "fits", "units_differ_and_work", "midpoint_fits")


def example(
    W: Any = ((1, 0), (0, 1)),
    b: Any = (0, 0),
    V: Any = ((1, 1),),
    c: Any = (0,),
    X: Any = None,
    Y: Any = None,
    i=0,
    j=1,
) -> certify.SwapExample:
    """The sum of two inputs, unless parts of it are replaced."""
    X = [[1, 2], [3, 1], [2, 4]] if X is None else X
    Y = [[3], [4], [6]] if Y is None else Y
    return certify.SwapExample([(W, b), (V, c)], X, Y, i, j)


def answers(one: certify.SwapExample) -> list[bool]:
    return [getattr(one, claim)().proved for claim in CLAIMS]


def test_the_sum_of_two_inputs_satisfies_every_claim() -> None:
    assert answers(example()) == [True] * 4


XOR = {
    "W": [[1, 0], [0, 1], [1, 1]],
    "b": [0, 0, -1],
    "V": [[1, 1, -2]],
    "X": [[0, 0], [0, 1], [1, 0], [1, 1]],
    "Y": [[0], [1], [1], [0]],
}


@pytest.mark.parametrize(("i", "j", "flat"), [(0, 1, True), (1, 0, True), (0, 2, False), (2, 1, False)])
def test_one_of_three_swaps_of_the_xor_net_has_a_midpoint_that_fits(i: int, j: int, flat: bool) -> None:
    assert answers(example(**XOR, i=i, j=j)) == [True, True, True, flat]


def test_floats_arrays_and_fractions_count_with_their_exact_value() -> None:
    assert answers(example(W=np.eye(2), b=np.zeros(2), V=np.ones((1, 2)), c=np.zeros(1)))[1]
    third = Fraction(1, 3)
    assert answers(example(W=[[third, 0], [0, third]], Y=[[Fraction(s, 3)] for s in (3, 4, 6)])) == [True] * 4
    tenths = {"W": [[0.1, 0.0], [0.0, 0.1]], "Y": [[0.1 * s] for s in (3, 4, 6)]}
    assert answers(example(**tenths))[1] is False  # 0.1 * 3 is rounded
    assert answers(example(b=[2.0**-60, 0]))[1] is False
    assert answers(example(b=[5e-324, 0]))[1] is False


@pytest.mark.parametrize(
    ("parts", "claim"),
    [
        ({"X": [[1, 2], [1, 2], [2, 4]], "Y": [[3], [3], [6]]}, "data_differ"),
        ({"X": [[1, 2], [2, 1], [0, 3]], "Y": [[3], [3], [3]]}, "data_differ"),
        ({"Y": [[3], [4], [7]]}, "fits"),
        ({"W": [[1, 1], [1, 1]], "b": [0, 1]}, "units_differ_and_work"),
        ({"j": 0}, "units_differ_and_work"),
        ({"V": [[1, 0]]}, "units_differ_and_work"),
        ({"W": [[1, 0], [0, -1]]}, "units_differ_and_work"),
        ({"W": [[1, 0], [0, 0]]}, "units_differ_and_work"),
        ({"V": [[1, 2]], "Y": [[5], [5], [10]]}, "midpoint_fits"),
    ],
)
def test_each_claim_can_fail_and_says_why(parts: dict[str, Any], claim: str) -> None:
    verdict = getattr(example(**parts), claim)()
    assert verdict.answer == "refuted"
    assert verdict.reason.endswith(".")


def test_several_outputs_need_one_outgoing_weight_that_is_not_zero() -> None:
    parts = {"V": [[1, 1], [0, 1]], "c": [0, 5], "Y": [[3, 7], [4, 6], [6, 9]]}
    assert answers(example(**parts)) == [True, True, True, False]


def test_the_midpoint_is_that_of_the_parameters() -> None:
    rng = np.random.default_rng(1)
    for _ in range(50):
        net = [
            (rng.integers(-3, 4, (3, 2)) * 1.0, rng.integers(-2, 3, 3) * 1.0),
            (rng.integers(-2, 3, (2, 3)) * 1.0, np.ones(2)),
        ]
        X = rng.integers(-3, 4, (5, 2)) * 1.0
        Y = nets.forward(nets.interpolate(net, nets.swap(net, 1, 0, 2), 0.5), X, "relu")
        assert certify.SwapExample(net, X, Y, 0, 2).midpoint_fits().proved
        Y[3, 1] += 2.0**-40
        assert not certify.SwapExample(net, X, Y, 0, 2).midpoint_fits().proved


JUNK = [
    None,
    1,
    "net",
    [],
    [[]],
    [None],
    {},
    float("nan"),
    np.zeros(0),
    np.array(3.0),
    [[float("inf")]],
    [[[[[1]]]]],
    True,
]


@pytest.mark.parametrize("junk", JUNK, ids=repr)
def test_junk_is_unfit_wherever_it_stands(junk: Any) -> None:
    good: list[Any] = [[([[1, 0], [0, 1]], [0, 0]), ([[1, 1]], [0])], [[1, 2], [3, 1], [2, 4]], [[3], [4], [6]], 0, 1]
    certify.SwapExample(*good)
    for place in range(5):
        if place >= 3 and type(junk) is int:
            continue  # a unit like any other
        bad = list(good)
        bad[place] = junk
        with pytest.raises(certify.Unfit, match=r"\.$"):
            certify.SwapExample(*bad)
    for place in range(2):
        for part in range(2):
            pairs = [list(pair) for pair in good[0]]
            pairs[place][part] = junk
            with pytest.raises(certify.Unfit, match=r"\.$"):
                certify.SwapExample(pairs, *good[1:])


@pytest.mark.parametrize(("i", "j"), [(-1, 0), (0, 2), (0.5, 1), (10**5000, 0), (0, Fraction(1, 2))], ids="abcde")
def test_units_are_two_of_the_layer(i: Any, j: Any) -> None:
    with pytest.raises(certify.Unfit):
        example(i=i, j=j)
    assert answers(example(i=1.0, j=np.int64(0))) == [True] * 4


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"X": np.full((50, 40_000), 1.5)}, "X should have as many columns as the net has inputs, 2, but has 40,000."),
        ({"X": [[1, 2]] * 49 + [[1] * 10**6]}, "X should have as many columns as the net has inputs, 2, but has 1,000"),
        ({"X": np.ones(10**6)}, "X has 1,000,000 samples: 200 are the most that are looked at."),
        ({"Y": np.ones((3, 10**6))}, "Y should have as many columns as the net has outputs, 1, but has 1,000,000."),
        ({"W": np.ones((2, 10**6))}, "The net has 1,000,000 inputs: 20 are the most that are looked at."),
        ({"X": [[]]}, "X should have as many columns as the net has inputs, 2, but has 0."),
        ({"X": []}, "X should have one row a sample and one column a number, but has length 0."),
        ({"X": [1, 2, 3]}, "X should have one row a sample and one column a number, but is a flat list."),
        ({"X": np.ones(3)}, "X should have one row a sample and one column a number, but is a flat list."),
        ({"X": [[1, 2], None]}, "X should have one row a sample and one column a number, but is None."),
        ({"X": np.ones((3, 2), bool)}, "X should have one row a sample and one column a number, but is an array of"),
        ({"Y": [[1], [2]]}, "Y should have as many rows as X, 3, but has 2."),
        ({"i": None}, "i should be a number, but is None."),
    ],
    ids=range(13),
)  # fmt: skip
def test_sizes_are_looked_at_before_numbers(parts: dict[str, Any], says: str) -> None:
    started = time.process_time()
    with pytest.raises(certify.Unfit) as unfit:
        example(**parts)
    assert str(unfit.value).startswith(says)
    assert time.process_time() - started < 1


def test_lists_that_hold_themselves_are_unfit() -> None:
    loop: list[Any] = []
    loop += [loop, loop]
    for parts in ({"X": loop}, {"Y": loop}, {"W": loop}, {"V": loop}, {"b": loop}, {"i": loop}):
        with pytest.raises(certify.Unfit):
            example(**parts)
    with pytest.raises(certify.Unfit):
        certify.SwapExample(loop, [[1, 2]], [[3]], 0, 1)


def test_large_examples_are_not_read_and_hostile_numbers_take_little_time() -> None:
    n = MOST_UNITS + 1
    with pytest.raises(certify.Unfit, match="hidden units"):
        example(W=[[1, 0]] * n, b=[0] * n, V=[[1] * n])
    with pytest.raises(certify.Unfit, match="samples"):
        example(X=[[1, 2]] * (MOST_SAMPLES + 1))
    with pytest.raises(certify.Unfit, match="more than 128 bits"):
        example(b=[Fraction(1, 2 ** (MOST_BITS + 1)), 0])
    with pytest.raises(certify.Unfit, match=r"An entry of X has .* of more than 128 bits\. Every float will do"):
        example(X=[[2**MOST_BITS, 1], [3, 1], [2, 4]])
    assert answers(example(X=[[2.0**70, 1], [3, 1], [2, 4]]))[0]
    with pytest.raises(certify.Unfit, match="one hidden layer"):
        certify.SwapExample([([[1]], [0])], [[1]], [[1]], 0, 1)
    started = time.process_time()
    rng = np.random.default_rng(2)
    scale = 10.0 ** rng.uniform(-300, 150, (MOST_UNITS, 10))
    hostile = example(
        W=scale, b=scale[:, 0], V=[[1e-300] * MOST_UNITS] * 10, c=[1e150] * 10,
        X=10.0 ** rng.uniform(-300, 150, (MOST_SAMPLES, 10)), Y=[[5e-324] * 10] * MOST_SAMPLES,
    )  # fmt: skip
    assert not hostile.fits().proved
    assert not hostile.midpoint_fits().proved
    assert time.process_time() - started < 2

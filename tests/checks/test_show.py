"""Values and calls as texts: easy to follow, short, and possible for every value."""

from __future__ import annotations

import math
from fractions import Fraction

import hypothesis.extra.numpy as arrays_of
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.checks import cases, show
from autograder.checks.calls import Call, Ended, Missing, Raised, Returned
from autograder.plain import Opaque

BOUND = show.LONGEST + 60
anything = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.fractions(),
        st.text(st.characters(codec=None)),
        st.builds(Opaque, st.text(max_size=20)),
        arrays_of.arrays(
            st.sampled_from([np.float64, np.int64, np.bool_]), arrays_of.array_shapes(min_dims=0, min_side=0)
        ),
    ),
    lambda inner: st.one_of(st.lists(inner), st.lists(inner).map(tuple), st.dictionaries(st.text(max_size=3), inner)),
)


@settings(max_examples=200, deadline=None)
@given(anything)
def test_every_value_has_a_short_text_that_a_report_can_hold(value):
    text = show.short(value)
    assert 0 < len(text) <= BOUND
    text.encode()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.array([[1.5, -2.0], [0.1, 3.0]]), "[[1.5, -2.0], [0.1, 3.0]]"),
        (np.array([True, False]), "[True, False]"),
        (np.array(2), "2"),
        (np.ones((7, 6)), "<array of shape (7, 6)>"),
        (np.zeros((10**5, 0)), "<array of shape (100000, 0)>"),
        (np.zeros(0), "[]"),
        ((1,), "(1,)"),
        ((), "()"),
        (1 / 3, "0.3333333333"),
        (0.1 + 0.2, "0.3"),
        (1e-300, "1e-300"),
        (math.nan, "nan"),
        (Fraction(-1, 3), "-1/3"),
        (True, "True"),
        (None, "None"),
        ("a\ud800\x1b", r"'a\ud800\x1b'"),
        ({"k": [1]}, "{'k': [1]}"),
        (Opaque("a value of type set"), "<a value of type set>"),
        (list(range(38)), "[" + ", ".join(map(str, range(36))) + ", ... 2 more]"),
        (dict.fromkeys(range(37), 0), "{" + ", ".join(f"{k}: 0" for k in range(36)) + ", ... 1 more}"),
    ],
)
def test_small_values_are_shown_in_full_and_large_ones_by_what_they_are(value, text):
    assert show.short(value) == text


def test_ints_of_thousands_of_digits_are_shown_by_their_length():
    for value in (10**5000, -(10**5000)):
        assert show.short(value) == "an int with 5001 digits"
    assert show.short(Fraction(10**5000, 3)) == "an int with 5001 digits/3"
    assert show.short(10**29) == str(10**29)


def test_lists_in_lists_do_not_grow_without_bound():
    counted = 0

    class Counting(float):
        def __repr__(self):
            nonlocal counted
            counted += 1
            return "1.0"

    tree = Counting()
    for _ in range(6):
        tree = [tree] * 36
    assert len(show.short(tree)) <= BOUND
    assert counted < 5000


def test_a_cut_text_says_how_much_is_left_out():
    assert show.cut("x" * 12, 10) == "xxxxxxxxxx... (2 more characters)"
    assert show.cut("x" * 10, 10) == "x" * 10


def test_a_net_gets_one_line_a_layer():
    net = [(np.array([[-1.5, 2.0], [1.7, 0.4]]), np.zeros(2)), (np.array([[2.3, 0.8]]), np.zeros(1))]
    assert show.block(net, indent=2).splitlines() == [
        "W1 = [[-1.5, 2.0], [1.7, 0.4]]   b1 = [0.0, 0.0]",
        "  W2 = [[2.3, 0.8]]                b2 = [0.0]",
    ]
    assert not show.is_net([])
    assert not show.is_net([(1, 2)])
    assert not show.is_net(np.ones((2, 2)))


def test_a_net_of_thousands_of_layers_is_cut():
    many = [(np.full((6, 6), 1 / 3), np.full(36, 1 / 3))] * 50_000
    text = show.block(many)
    assert text.endswith("... 49988 more layers")
    assert len(text) < 40_000


def test_each_net_of_a_list_begins_a_line_and_many_are_cut():
    net = [(np.array([[1.0, 2.0]]), np.array([3.0])), (np.array([[4.0]]), np.array([5.0]))]
    shown = show.call(Call("f", ([net] * 5,), Returned((net, 1, 2))), ["nets"])
    assert shown.splitlines() == [
        "f(nets)",
        "nets = 0: W1 = [[1.0, 2.0]]   b1 = [3.0]",
        "          W2 = [[4.0]]        b2 = [5.0]",
        *(line for place in (1, 2, 3) for line in (
            f"       {place}: W1 = [[1.0, 2.0]]   b1 = [3.0]",
            "          W2 = [[4.0]]        b2 = [5.0]",
        )),
        "       ... 1 more",
        "returned 0: W1 = [[1.0, 2.0]]   b1 = [3.0]",
        "            W2 = [[4.0]]        b2 = [5.0]",
        "         1: 1",
        "         2: 2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "texts"),
    [
        (11.099999999999996, 1.1832913578315177e-30, ("11.1", "1.183291358e-30")),
        (2.0, 0.25, ("2.0", "0.25")),
        (1.0, 1.0000000000000002, ("1.0", "1.0000000000000002")),
        (12.180100000000001, 12.180100000000003, ("12.180100000000001", "12.180100000000003")),
    ],
)
def test_two_numbers_get_as_many_digits_as_it_takes_to_tell_them_apart(first, second, texts):
    assert show.distinct(first, second) == texts


def test_a_call_is_shown_with_its_arguments_by_name_and_its_outcome():
    net = [(np.array([[1.0]]), np.array([2.0]))]
    made = Call("swap", (net, 1, [0], 5), Returned(None))
    assert show.call(made, ("net", "layer", "perm")) == (
        "swap(net, layer=1, perm=[0], 5)\nnet = W1 = [[1.0]]   b1 = [2.0]\nreturned None"
    )


@pytest.mark.parametrize(
    ("outcome", "text"),
    [
        (Returned([1]), "returned [1]"),
        (Raised(("ValueError",), "text"), "raised ValueError: text"),
        (Raised(("ValueError",)), "raised ValueError"),
        (Ended("f did not finish."), "did not return"),
        (Missing(), "does not exist"),
    ],
)
def test_every_outcome_has_its_words(outcome, text):
    assert show.call(Call("f", (), outcome)).splitlines() == ["f()", text]


def test_a_call_of_a_generated_case_names_every_array():
    case = cases.nets(1)[0]
    text = show.call(Call("f", (case.net, case.X, "tanh"), Returned(case.net)), ("net", "X", "activation"))
    assert text.startswith("f(net, X, activation='tanh')\nnet = W1 = ")
    assert "\nX = [[" in text


def test_a_whole_number_of_any_size_has_its_first_digits():
    assert show.whole(0) == "0"
    assert show.whole(-(10**29)) == "-100000000000000000000000000000"
    assert show.whole(10**30) == "10000000000000000000... (31 digits)"
    assert show.whole(10**40 - 1) == "99999999999999999999... (40 digits)"
    assert show.whole(-(10**5000)) == "-10000000000000000000... (5001 digits)"
    assert show.whole(10**5000 - 1) == "99999999999999999999... (5000 digits)"
    assert show.whole(math.factorial(2000)) == "33162750924506332411... (5736 digits)"

"""What is taken for a number, an array, a net or a permutation, and how a student is told when it is none."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from autograder import nets
from autograder.checks import cases, values
from autograder.checks.errors import Mismatch
from autograder.plain import Opaque

JUNK = {
    "None": None,
    "True": True,
    "text": "12",
    "opaque": Opaque("a value of type complex"),
    "dict": {"a": 1},
    "empty list": [],
    "list of nothing": [None],
    "truth values": np.array([True]),
    "NaN": math.nan,
    "infinity": -math.inf,
    "huge": 10**5000,
    "huge fraction": Fraction(10**5000, 3),
    "no axes": np.array(math.nan),
    "ragged": [[1, 2], [3]],
    "ragged below": [[[1], [2]], [[3], 4]],
    "deep": [[[[[[1.0]]]]]],
    "empty array": np.zeros((0, 3)),
}
READERS = {
    "number": values.number,
    "integer": values.integer,
    "array": lambda value: values.array(value, (2, 2)),
    "no axes": lambda value: values.array(value, ()),
    "net": lambda value: values.net(value, cases.net((2, 2, 1))),
    "permutation": lambda value: values.permutation(value, 3),
}


@pytest.mark.parametrize("junk", JUNK)
@pytest.mark.parametrize("reader", READERS)
def test_junk_is_refused_in_a_sentence_for_the_student(reader, junk):
    if (reader, junk) == ("integer", "huge"):
        assert READERS[reader](JUNK[junk]) == JUNK[junk]
        return
    with pytest.raises(Mismatch) as told:
        READERS[reader](JUNK[junk])
    message = str(told.value)
    assert message.endswith(".")
    assert "the result" in message.lower()
    assert len(message) < 300


@pytest.mark.parametrize(
    "value", [2, 2.0, Fraction(4, 2), np.float64(2), np.array(2), np.array(2.0), np.array(2.0, dtype=np.float32)]
)
def test_a_number_may_come_in_any_numeric_form(value):
    assert values.number(value) == 2.0
    assert type(values.number(value)) is float


def test_whole_numbers_are_exact_in_every_form():
    big = 2**70 + 1
    assert values.integer(big) == big
    assert values.integer(Fraction(big)) == big
    assert values.integer(2.0) == 2
    assert values.integer(np.array(2**62 + 1)) == 2**62 + 1
    assert type(values.integer(np.array(3.0))) is int


@pytest.mark.parametrize("value", [2.5, Fraction(1, 2), math.nan, math.inf])
def test_what_is_not_whole_is_refused_and_shown(value):
    with pytest.raises(Mismatch, match="whole number"):
        values.integer(value)
    if isinstance(value, float):
        with pytest.raises(Mismatch, match=f"the float {value!r}"):
            values.integer(value)


@pytest.mark.parametrize(
    "value",
    [
        [[1, 2], [3, 4]],
        ((1, 2), (3, 4)),
        [[Fraction(1), 2.0], (3, np.array(4))],
        [np.array([1, 2]), np.array([3, 4])],
        [np.array([1.0, 2.0]), [3, 4]],
        np.array([[1, 2], [3, 4]]),
        np.array([[1, 2], [3, 4]], dtype=np.float64),
    ],
)
def test_an_array_may_come_as_nested_lists_of_any_numbers(value):
    found = values.array(value, (2, 2))
    assert found.dtype == np.float64
    assert found.tolist() == [[1.0, 2.0], [3.0, 4.0]]


@pytest.mark.parametrize("value", [3.0, 3, Fraction(3), np.array(3)])
def test_an_array_without_axes_may_come_as_a_number(value):
    found = values.array(value, ())
    assert found.shape == ()
    assert float(found) == 3.0


@pytest.mark.parametrize(
    "value", [np.ones(3), np.ones((3, 1)), np.ones((1, 3, 1)), np.ones((1, 1)), 1.0, [1.0, 1.0, 1.0], np.ones((2, 3))]
)
def test_shapes_are_compared_exactly_and_never_broadcast(value):
    with pytest.raises(Mismatch, match=r"shape \(1, 3\)"):
        values.array(value, (1, 3))


def test_a_huge_array_is_refused_by_its_shape_before_any_arithmetic():
    vast = np.broadcast_to(0.0, (10**6, 10**6))
    with pytest.raises(Mismatch, match=r"\(1000000, 1000000\)"):
        values.array(vast, (1000, 1))


@pytest.mark.parametrize("hole", [math.nan, math.inf, -math.inf])
def test_nan_and_infinity_never_pass(hole):
    for value in (np.array([1.0, hole]), [1.0, hole]):
        with pytest.raises(Mismatch, match=r"NaN|not a finite number"):
            values.array(value, (2,))


def test_truth_values_texts_and_complex_numbers_are_no_entries():
    for value in (np.array([True, False]), [True, False], [np.array([True])[0], 1], ["1", "2"], [Opaque("x"), 1]):
        with pytest.raises(Mismatch, match="number"):
            values.array(value, (2,))


def test_rows_of_different_lengths_are_named_as_such():
    with pytest.raises(Mismatch, match="its rows have different lengths"):
        values.array([[1, 2], [3]], (2, 2))


@pytest.mark.parametrize("value", [[], [[], []], np.zeros((0,))])
def test_empty_arrays_have_a_shape_too(value):
    shape = values.shape_of(value)
    assert values.array(value, shape).shape == shape


def test_a_net_may_come_in_lists_and_tuples():
    like = cases.net((2, 3, 1))
    for value in ([[W.tolist(), b.tolist()] for W, b in like], tuple((W, list(b)) for W, b in like)):
        assert nets.equal(values.net(value, like), like)


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (lambda net: net[:1], r"a list of 2 pairs \(W, b\), but has 1 entry\."),
        (lambda net: [*net, net[0]], r"a list of 2 pairs \(W, b\), but has 3 entries\."),
        (lambda net: [net[0], net[1][0]], "Layer 2 of the result should be a pair"),
        (lambda net: [net[0], 5], "Layer 2 of the result should be a pair"),
        (lambda net: [(net[0][0].T, net[0][1]), net[1]], "W of layer 1"),
        (lambda net: [net[0], (net[1][0], net[1][1].reshape(1, 1))], "b of layer 2"),
        (lambda net: [net[0], (net[1][0] * math.nan, net[1][1])], "W of layer 2"),
    ],
)
def test_what_is_wrong_with_a_net_is_told_with_its_place(spoil, place):
    like = cases.net((2, 3, 1))
    with pytest.raises(Mismatch, match=place) as told:
        values.net(spoil(like), like)
    assert str(told.value).endswith(".")


@pytest.mark.parametrize("value", [[2, 0, 1], (2, 0, 1), np.array([2, 0, 1]), np.array([2.0, 0.0, 1.0]), [2.0, 0, 1]])
def test_a_permutation_may_come_in_any_form_and_becomes_a_list_of_ints(value):
    perm = values.permutation(value, 3)
    assert perm == [2, 0, 1]
    assert all(type(k) is int for k in perm)


@pytest.mark.parametrize("value", [[0, 1], [0, 1, 1], [1, 2, 3], [-1, 0, 1], [0, 1, 2, 3], [0, 1, 10**5000]])
def test_what_is_no_permutation_is_refused(value):
    with pytest.raises(Mismatch, match=r"a permutation of 0\.\.2"):
        values.permutation(value, 3)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "None (is a return statement missing?)"),
        ([1, 2], "a list of length 2"),
        ((), "a tuple of length 0"),
        ({}, "a dict of length 0"),
        (np.ones((2, 3)), "an array of shape (2, 3)"),
        ("x", "a string"),
        (False, "the truth value False"),
        (3, "an int"),
        (1.5, "the float 1.5"),
        (Fraction(1, 2), "a Fraction"),
        (Opaque("a value of type set"), "a value of type set"),
    ],
)
def test_a_value_is_described_in_a_students_words(value, words):
    assert values.kind(value) == words


def test_arrays_of_anything_but_numbers_say_what_they_hold():
    for value, held in (
        (np.array([1j, 2]), "complex numbers"),
        (np.array(["1", "2"]), "strings"),
        (np.array([b"1", b"2"]), "bytes"),
        (np.array([True, False]), "truth values"),
        (np.array([1, 2], dtype="m8[s]"), "values of type timedelta64[s]"),
    ):
        with pytest.raises(Mismatch) as told:
            values.array(value, (2,))
        assert str(told.value) == f"The result should hold numbers, but holds {held}."
    assert values.array(np.array([Fraction(1, 2), 2], dtype=object), (2,)).tolist() == [0.5, 2.0]
    with pytest.raises(Mismatch, match="should be a number, but is None"):
        values.array(np.array([None, 2], dtype=object), (2,))


def test_lists_that_hold_themselves_or_are_deep_have_no_shape():
    loop = []
    loop += [loop, loop]
    with pytest.raises(Mismatch, match=r"should have shape \(2,\), but it contains itself"):
        values.array(loop, (2,))
    deep = 1.0
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(Mismatch, match="more than 32 deep"):
        values.array(deep, (1,))
    shared = [1.0, 2.0]
    for _ in range(30):  # a billion entries, in 31 lists
        shared = [shared, shared]
    with pytest.raises(Mismatch, match="has shape"):
        values.array(shared, (2, 2))
    held = np.empty((), dtype=object)
    held[()] = held
    for read in (values.number, values.integer):
        with pytest.raises(Mismatch):
            read(held)


def test_only_a_whole_result_that_is_none_lacks_a_return_statement():
    assert values.kind(None, part=True) == "None"
    like = cases.net((2, 3, 1))
    for spoilt in ([None, like[1]], [(None, like[0][1]), like[1]], [([[None, 1]] * 3, like[0][1]), like[1]]):
        with pytest.raises(Mismatch) as told:
            values.net(spoilt, like)
        assert "return" not in str(told.value)
    with pytest.raises(Mismatch, match="return statement"):
        values.net(None, like)


def test_long_names_of_types_are_cut():
    assert values.kind(type("X" * 5000, (), {})()) == f"a {'X' * 60}..."


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ([1.0, 2.0], (2,)),
        ([[1.0, 2.0], [3.0, 4.0]], (2, 2)),
        ([[[1.0], [2.0]]], (1, 2, 1)),
        ([[1.0, 2], [3.0, 4.0]], (2, 2)),
        ([(1.0, 2.0), [3.0, 4.0]], (2, 2)),
        ([np.array([1.0, 2.0]), [3.0, 4.0]], (2, 2)),
    ],
)
def test_lists_of_floats_are_the_array_that_numpy_makes_of_them(value, shape):
    found = values.array(value, shape)
    assert found.dtype == np.float64
    assert np.array_equal(found, np.array(value, dtype=float))


@pytest.mark.parametrize("value", [[1.0, True], [[1.0], [True]], [[1.0, 2.0], [3.0]], [[1.0, math.nan]], [1.0, "2"]])
def test_lists_with_one_odd_entry_are_refused(value):
    with pytest.raises(Mismatch):
        values.array(value, np.shape(value) if value != [[1.0, 2.0], [3.0]] else (2, 2))

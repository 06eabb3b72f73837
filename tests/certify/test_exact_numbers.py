"""Numbers as they are read, exact matrices, and numbers as people see them."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from flint import arb, fmpq, fmpz
from hypothesis import given
from hypothesis import strategies as st

from autograder.certify import Unfit, numbers


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_is_the_rational_that_it_is(value):
    assert Fraction(*numbers.rational(value, "x")) == Fraction(value)


@pytest.mark.parametrize("value", [np.float32(0.1), np.float16(3.5), np.longdouble("1e4000"), np.int64(-7)])
def test_numpy_numbers_are_exact_too(value):
    p, q = numbers.rational(value, "x")
    assert (p, q) == (value.as_integer_ratio() if isinstance(value, np.floating) else (int(value), 1))
    assert numbers.rational(np.array(3.25), "x") == (13, 4)


@pytest.mark.parametrize(
    "value",
    [
        None, True, np.True_, "1", b"1", 1j, np.complex128(1), [1], {}, math.nan, math.inf, -math.inf,
        np.float32("nan"), np.longdouble("inf"), np.timedelta64(1, "s"), np.array(True), np.array("1"), np.array([1.0]),
        2**20_000, Fraction(1, 2**20_000), object(), np.array(None),
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_anything_else_is_refused(value):
    with pytest.raises(Unfit, match=r"^x "):
        numbers.rational(value, "x")


def test_numbers_of_20_000_bits_are_read():
    assert numbers.rational(Fraction(2**19_999 + 1, 2**19_999), "x") == (2**19_999 + 1, 2**19_999)


def test_long_common_denominators_are_refused():
    """Each entry is short enough; a hundred of them together would take minutes."""
    entries = [Fraction(1, 2**19_000 + k) for k in range(1, 100)]
    with pytest.raises(Unfit, match=r"^The entries of x have a common denominator of more than 20,000 bits\.$"):
        numbers.vector(entries, 99, "x")


@pytest.mark.parametrize(
    ("read", "says"),
    [
        (lambda: numbers.vector([1, 2], 3, "y"), "y should have shape (3,), but has length 2."),
        (lambda: numbers.vector(3, 3, "y"), "y should have shape (3,), but is of type int."),
        (lambda: numbers.vector([[1], [2]], 2, "y"), "an entry of y should be a number, but is of type list."),
        (lambda: numbers.matrix(np.zeros((2, 3)), 3, 2, "X"), "X should have shape (3, 2), but has length 2."),
        (lambda: numbers.matrix([[1, 2], [3]], 2, 2, "X"), "X should have shape (2, 2), but has length 1."),
        (lambda: numbers.layers([1, 2], [1, 1], "net"), "net should be a list of 1 pair (W, b), but has length 2."),
    ],
)
def test_wrong_shapes_are_named(read, says):
    with pytest.raises(Unfit) as refused:
        read()
    assert str(refused.value).lower() == says.lower()


PAIRS = "The net should be a list of 2 pairs (W, b)"
PAIR = "Layer 1 of the net should be a pair (W, b)"


LONG_NAME = type("X" * 500, (), {})()


class Liar(list):
    """A list that is shorter than it says."""

    def __len__(self):
        return 2


@pytest.mark.parametrize(
    ("read", "says"),
    [
        (lambda: numbers.table(np.array([True]), "X"), "X should be a matrix, but is an array of truth values."),
        (lambda: numbers.table(np.array(["a"]), "X"), "X should be a matrix, but is an array of strings."),
        (lambda: numbers.table(np.array([1j]), "X"), "X should be a matrix, but is an array of complex numbers."),
        (lambda: numbers.table(None, "X"), "X should be a matrix, but is None."),
        (lambda: numbers.rational(LONG_NAME, "y"), f"y should be a number, but is of type {'X' * 60}...."),
        (lambda: numbers.vector(Liar([1]), 2, "y"), "y should have shape (2,), but has length 1."),
        (lambda: numbers.layers(Liar([3]), [1, 1, 1], "the net"), f"{PAIRS}, but has length 1."),
        (lambda: numbers.layers(np.zeros(4), [1, 1, 1], "the net"), f"{PAIRS}, but has length 4."),
        (lambda: numbers.widths_of([3], "the net"), f"{PAIR}, but is of type int."),
        (lambda: numbers.widths_of(np.zeros(3), "the net"), f"{PAIR}, but is of type float."),
        (
            lambda: numbers.rational(2**70, "x", 64),
            "x has a numerator or denominator of more than 64 bits. Every float will do, and shorter whole numbers and "
            "fractions.",
        ),
    ],
)  # fmt: skip
def test_what_a_value_is_instead_is_said(read, says):
    with pytest.raises(Unfit) as refused:
        read()
    assert str(refused.value) == says


def test_an_array_that_holds_itself_is_no_number():
    held = np.empty((), dtype=object)
    held[()] = held
    with pytest.raises(Unfit, match=r"^x should be a number, but is an array of shape \(\)\.$"):
        numbers.rational(held, "x")


def test_floats_are_read_however_short_other_numbers_should_be():
    assert numbers.rational(5e-324, "x", 64) == numbers.rational(np.float64(5e-324), "x", 64) == (1, 2**1074)


entries = st.floats(allow_nan=False, allow_infinity=False) | st.fractions() | st.integers(-(10**30), 10**30)
tables = st.integers(1, 3).flatmap(
    lambda n: st.tuples(
        *[st.lists(st.lists(entries, min_size=n, max_size=n), min_size=n, max_size=n) for _ in range(2)]
    )
)


def fractions(table):
    return [[Fraction(v) for v in row] for row in table]


@given(tables, st.integers(-9, 9), st.integers(-9, 9), st.integers(1, 9))
def test_matrix_arithmetic_is_that_of_fractions(pair, p, q, d):
    A, B = (fractions(table) for table in pair)
    n = len(A)
    one, other = (numbers.matrix(table, n, n, "x") for table in pair)
    product = [[sum(A[i][k] * B[k][j] for k in range(n)) for j in range(n)] for i in range(n)]
    mixed = [[(p * x + q * y) / d for x, y in zip(r, s, strict=True)] for r, s in zip(A, B, strict=True)]
    assert one.fractions() == A
    assert one.times(other).fractions() == product
    assert numbers.combination(fmpz(p), one, fmpz(q), other, d).fractions() == mixed
    differences = [[x - y for x, y in zip(r, s, strict=True)] for r, s in zip(A, B, strict=True)]
    assert one.minus(other).fractions() == differences
    assert one.transposed().fractions() == [list(column) for column in zip(*A, strict=True)]
    assert one.with_ones().fractions() == [*A, [1] * n]
    squares = one.sum_of_squares()
    assert Fraction(int(squares.p), int(squares.q)) == sum(v * v for row in A for v in row)
    assert one.equals(other) == (A == B)
    assert one.equals(numbers.combination(fmpz(2), one, fmpz(1), one, 3))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (fmpq(0), "0"), (fmpq(1, 2), "0.5"), (fmpq(-1, 3), "-0.333333"), (fmpq(1, 10**400), "1e-400"),
        (fmpq(-(10**5000), 7), "-1.42857e+4999"), (fmpq(2, 3) * fmpq(10) ** 500, "6.66667e+499"),
        (arb(-(10**9)).exp(), "1e-30000 or less"), (-arb(10**9).exp(), "-1e30000 or less"), (arb.nan(), "unknown"),
        (arb(10**9).exp(), "1e30000 or more"), (-arb(-(10**9)).exp(), "-1e-30000 or nearer to 0"),
        (arb.pos_inf(), "unknown"), (fmpq(5, 2**1080), "3.85989e-325"), (fmpq(1) - fmpq(1, 2**60), "1"),
    ],
)  # fmt: skip
def test_decimals_are_short(value, shown):
    assert numbers.decimal(value) == shown

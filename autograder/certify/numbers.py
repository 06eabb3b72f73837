"""Reading numbers exactly, and exact matrices: integers over one common denominator.

A float stands for the rational number that it is, never for the decimal that it was written as. Matrices keep one
denominator for all entries, so that products and sums are integer arithmetic without a single greatest common divisor.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from flint import arb, fmpq, fmpz, fmpz_mat

LONGEST = 20_000
"""Bits of a numerator or denominator that are read; every float has fewer than 1100."""


class Unfit(ValueError):
    """A value that is not what a proof is about (no number, not finite, another shape); the message is a sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message[0].upper() + message[1:] if message.startswith(("the ", "an ")) else message)


@dataclass(frozen=True, eq=False)
class Exact:
    """A matrix of rationals, `numerators / denominator`; the denominator is positive."""

    numerators: fmpz_mat
    denominator: fmpz

    @property
    def rows(self) -> int:
        return self.numerators.nrows()

    @property
    def columns(self) -> int:
        return self.numerators.ncols()

    def times(self, other: Exact) -> Exact:
        """The matrix product."""
        return Exact(self.numerators * other.numerators, self.denominator * other.denominator)

    def minus(self, other: Exact) -> Exact:
        """The difference of two matrices of one shape."""
        return combination(fmpz(1), self, fmpz(-1), other)

    def equals(self, other: Exact) -> bool:
        """Whether all entries are equal as numbers, however they are written."""
        return self.numerators * other.denominator == other.numerators * self.denominator

    def with_ones(self) -> Exact:
        """The matrix with a row of ones below, which a layer's bias multiplies."""
        entries = [*self.numerators.entries(), *[self.denominator] * self.columns]
        return Exact(fmpz_mat(self.rows + 1, self.columns, entries), self.denominator)

    def transposed(self) -> Exact:
        return Exact(self.numerators.transpose(), self.denominator)

    def sum_of_squares(self) -> fmpq:
        """The sum of all entries' squares."""
        total = fmpz(0)
        for entry in self.numerators.entries():
            total += entry * entry
        return fmpq(total, self.denominator * self.denominator)

    def fractions(self) -> list[list[Fraction]]:
        """The entries as Fractions, row by row."""
        denominator = int(self.denominator)
        return [[Fraction(int(entry), denominator) for entry in row] for row in self.numerators.table()]


def combination(p: fmpz, one: Exact, q: fmpz, other: Exact, denominator: int | fmpz = 1) -> Exact:
    """The matrix ``(p * one + q * other) / denominator``, for a positive denominator."""
    common = one.denominator.lcm(other.denominator)
    return Exact(
        one.numerators * (p * (common // one.denominator)) + other.numerators * (q * (common // other.denominator)),
        common * denominator,
    )


def rational(value: object, what: str) -> tuple[int, int]:
    """Numerator and positive denominator, in lowest terms, of a float, int, Fraction or numpy number.

    Raises `Unfit` for anything else, for NaN and infinities, and for more than `LONGEST` bits.
    """
    if type(value) is float and math.isfinite(value):  # what nearly all numbers are
        return value.as_integer_ratio()
    array = _array(value)
    if array is not None and array.shape == ():
        return rational(array.item(), what)
    if isinstance(value, (float, np.floating)):
        real = cast("float", value)
        if not (math.isfinite(real) if isinstance(real, float) else np.isfinite(real)):
            raise Unfit(f"{what} should be a finite number, but is {float(real)}.")
        ratio = real.as_integer_ratio()
    elif isinstance(value, (int, np.integer)) and not isinstance(value, (bool, np.timedelta64)):
        ratio = int(cast("int", value)), 1
    elif isinstance(value, Fraction):
        ratio = value.numerator, value.denominator
    else:
        raise Unfit(f"{what} should be a number, but is {_kind(value)}.")
    if max(ratio[0].bit_length(), ratio[1].bit_length()) > LONGEST:
        raise Unfit(f"{what} has a numerator or denominator of more than {LONGEST:,} bits.")
    return ratio


def vector(values: object, length: int, what: str) -> Exact:
    """A column, shape ``(length, 1)``, from a list, tuple or array of this length; otherwise `Unfit`."""
    ratios = _ratios(values, length, f"{what} should have shape ({length},)", f"an entry of {what}")
    return exact(ratios, length, 1, what)


def matrix(values: object, rows: int, columns: int, what: str) -> Exact:
    """A matrix from an array or nested lists of exactly this shape; otherwise `Unfit`."""
    shape = f"{what} should have shape ({rows}, {columns})"
    ratios: list[tuple[int, int]] = []
    for row in _items(values, rows, shape):
        ratios += _ratios(row, columns, shape, f"an entry of {what}")
    return exact(ratios, rows, columns, what)


def exact(ratios: Sequence[tuple[int, int]], rows: int, columns: int, what: str) -> Exact:
    """The matrix with these entries ``(numerator, denominator)``, row by row."""
    common = 1
    for _, denominator in ratios:
        common = math.lcm(common, denominator)
        if common.bit_length() > LONGEST:
            raise Unfit(f"the entries of {what} have a common denominator of more than {LONGEST:,} bits.")
    return Exact(fmpz_mat(rows, columns, [p * (common // q) for p, q in ratios]), fmpz(common))


def layers(net: object, widths: Sequence[int], what: str) -> list[Exact]:
    """A net of these widths as one matrix ``[W | b]`` a layer, shape ``(n_out, n_in + 1)``; otherwise `Unfit`."""
    depth = len(widths) - 1
    result: list[Exact] = []
    for k, pair in enumerate(_items(net, depth, f"{what} should be a list of {depth} pairs (W, b)"), start=1):
        W, b = _items(pair, 2, f"layer {k} of {what} should be a pair (W, b)")
        n_in, n_out = widths[k - 1], widths[k]
        shape = f"W of layer {k} of {what} should have shape ({n_out}, {n_in})"
        biases = _ratios(
            b, n_out, f"b of layer {k} of {what} should have length {n_out}", f"an entry of b of layer {k} of {what}"
        )
        ratios: list[tuple[int, int]] = []
        for row, bias in zip(_items(W, n_out, shape), biases, strict=True):
            ratios += _ratios(row, n_in, shape, f"an entry of W of layer {k} of {what}")
            ratios.append(bias)
        result.append(exact(ratios, n_out, n_in + 1, f"layer {k} of {what}"))
    return result


def widths_of(net: object, what: str) -> list[int]:
    """The widths ``[n_0, ..., n_L]`` that the shapes of a net's first row and of its biases claim."""
    pairs = _items(net, None, f"{what} should be a list of pairs (W, b)")
    widths: list[int] = []
    for k, pair in enumerate(pairs, start=1):
        W, b = _items(pair, 2, f"layer {k} of {what} should be a pair (W, b)")
        if k == 1:
            rows = _items(W, None, f"W of layer 1 of {what} should have rows")
            widths.append(len(_items(rows[0], None, f"W of layer 1 of {what} should have rows")))
        widths.append(len(_items(b, None, f"b of layer {k} of {what} should be a list")))
    return widths


def table(values: object, what: str) -> Exact:
    """A matrix from an array or nested lists with at least one row and column; otherwise `Unfit`."""
    rows = _items(values, None, f"{what} should be a matrix")
    return matrix(values, len(rows), len(_items(rows[0], None, f"{what} should be a matrix")), what)


def _items(values: object, length: int | None, demand: str) -> Sequence[object]:
    """The items of a list, tuple or array with axes; `length` None demands at least one."""
    array = _array(values)
    items: Sequence[object] | npt.NDArray[Any]
    if array is not None and array.ndim > 0:
        items = array
    elif isinstance(values, (list, tuple)):
        items = cast("Sequence[object]", values)
    else:
        raise Unfit(f"{demand}, but is {_kind(values)}.")
    if len(items) != length if length is not None else not len(items):
        raise Unfit(f"{demand}, but has length {len(items)}.")
    if isinstance(items, np.ndarray):  # floats of Python are read faster than those of numpy
        return items.tolist() if items.ndim == 1 else list(items)
    return items


def _ratios(values: object, length: int, demand: str, what: str) -> list[tuple[int, int]]:
    return [rational(item, what) for item in _items(values, length, demand)]


def _array(value: object) -> npt.NDArray[Any] | None:
    """The value if it is an array that may hold numbers; truth values and durations are none."""
    array = cast("npt.NDArray[Any]", value) if isinstance(value, np.ndarray) else None
    return array if array is not None and array.dtype.kind in "fiuO" else None


def _kind(value: object) -> str:
    return f"of type {type(value).__name__}"


def decimal(value: fmpq | arb) -> str:
    """A number to six digits, for people: ``-0.25``, ``1.5e-700``; short whatever the number."""
    middle = arb(value).mid()
    if not middle.is_finite():
        return "unknown"
    mantissa, exponent = middle.man_exp()
    size = int(exponent) + mantissa.bit_length()
    if mantissa == 0 or abs(size) < 1000:
        return f"{float(middle):.6g}"
    if abs(size) > 100_000:
        return f"{'-' if mantissa < 0 else ''}1e{'-' if size < 0 else ''}30000 or {'less' if size < 0 else 'more'}"
    digits, _, power = middle.mid_rad_10exp(6)
    return str(Decimal(int(digits)).scaleb(int(power)).normalize(Context(prec=6))).lower()

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
from functools import cached_property
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from flint import arb, fmpq, fmpz, fmpz_mat

LONGEST = 20_000
"""Bits of a numerator or denominator that are read, unless fewer are allowed."""
FLOAT_BITS = 1_100
"""No numerator or denominator of a float has more."""
LONGEST_NAME = 60
WORDS = ("the", "a", "an", "there", "layer")
"""First words that become a capital; other sentences start with the name of an argument, such as lam or X."""


class Unfit(ValueError):
    """A value that is not what a proof is about (no number, not finite, another shape); the message is a sentence."""

    def __init__(self, message: str) -> None:
        first, _, rest = message.partition(" ")
        super().__init__(f"{first.capitalize()} {rest}" if first in WORDS else message)


@dataclass(frozen=True, eq=False)
class RationalMatrix:
    """A matrix of rationals, `numerators / denominator`; the denominator is positive."""

    numerators: fmpz_mat
    denominator: fmpz

    @property
    def rows(self) -> int:
        return self.numerators.nrows()

    @property
    def columns(self) -> int:
        return self.numerators.ncols()

    @property
    def bits(self) -> int:
        """The length of the longest numerator, or of the denominator."""
        return max(self.denominator.bit_length(), *map(fmpz.bit_length, self.numerators.entries()))

    def times(self, other: RationalMatrix) -> RationalMatrix:
        """The matrix product."""
        return RationalMatrix(self.numerators * other.numerators, self.denominator * other.denominator)

    def minus(self, other: RationalMatrix) -> RationalMatrix:
        """The difference of two matrices of one shape."""
        return combination(fmpz(1), self, fmpz(-1), other)

    def equals(self, other: RationalMatrix) -> bool:
        """Whether all entries are equal as numbers, however they are written."""
        return self.numerators * other.denominator == other.numerators * self.denominator

    def with_ones(self) -> RationalMatrix:
        """The matrix with a row of ones below, which a layer's bias multiplies."""
        return self._with_ones

    @cached_property
    def _with_ones(self) -> RationalMatrix:  # kept, since the inputs need it for every net
        entries = [*self.numerators.entries(), *[self.denominator] * self.columns]
        return RationalMatrix(fmpz_mat(self.rows + 1, self.columns, entries), self.denominator)

    def transposed(self) -> RationalMatrix:
        return RationalMatrix(self.numerators.transpose(), self.denominator)

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


def combination(
    m: fmpz, one: RationalMatrix, n: fmpz, other: RationalMatrix, denominator: int | fmpz = 1
) -> RationalMatrix:
    """The matrix ``(m * one + n * other) / denominator``, for a positive denominator."""
    common = one.denominator.lcm(other.denominator)
    return RationalMatrix(
        one.numerators * (m * (common // one.denominator)) + other.numerators * (n * (common // other.denominator)),
        common * denominator,
    )


def mixture(lam: fmpq, one: RationalMatrix, other: RationalMatrix) -> RationalMatrix:
    """The matrix ``lam * one + (1 - lam) * other``."""
    return combination(lam.p, one, lam.q - lam.p, other, lam.q)


def over_common_denominator(matrices: Sequence[RationalMatrix]) -> list[fmpz_mat]:
    """The numerators of several matrices, all over one denominator."""
    common = fmpz(1)
    for one in matrices:
        common = common.lcm(one.denominator)
    return [one.numerators * (common // one.denominator) for one in matrices]


def rational(value: object, what: str, longest: int = LONGEST) -> tuple[int, int]:
    """Numerator and positive denominator, in lowest terms, of a float, int, Fraction or numpy number.

    Raises `Unfit` for anything else, for NaN and infinities, and for more than `longest` bits; floats are always read.
    """
    if type(value) is float and math.isfinite(value):  # what nearly all numbers are
        return value.as_integer_ratio()
    array = _array(value)
    if array is not None and array.shape == ():
        value = array.item()
    if isinstance(value, (float, np.floating)):
        real = cast("float", value)
        if not (math.isfinite(real) if isinstance(real, float) else np.isfinite(real)):
            raise Unfit(f"{what} should be a finite number, but is {float(real)}.")
        ratio = real.as_integer_ratio()
        longest = max(longest, FLOAT_BITS)
    elif isinstance(value, (int, np.integer)) and not isinstance(value, (bool, np.timedelta64)):
        ratio = int(cast("int", value)), 1
    elif isinstance(value, Fraction):
        ratio = value.numerator, value.denominator
    else:
        raise Unfit(f"{what} should be a number, but is {kind(value)}.")
    if max(ratio[0].bit_length(), ratio[1].bit_length()) > longest:
        others = " Every float will do, and shorter whole numbers and fractions." if longest < LONGEST else ""
        raise Unfit(f"{what} has a numerator or denominator of more than {longest:,} bits.{others}")
    return ratio


def vector(values: object, length: int, what: str) -> RationalMatrix:
    """A column, shape ``(length, 1)``, from a list, tuple or array of this length; otherwise `Unfit`."""
    ratios = _ratios(values, length, f"{what} should have shape ({length},)", f"an entry of {what}")
    return over_one_denominator(ratios, length, 1, what)


def matrix(values: object, rows: int, columns: int, what: str, longest: int = LONGEST) -> RationalMatrix:
    """A matrix from an array or nested lists of exactly this shape; otherwise `Unfit`."""
    shape = f"{what} should have shape ({rows}, {columns})"
    ratios: list[tuple[int, int]] = []
    for row in items(values, rows, shape):
        ratios += _ratios(row, columns, shape, f"an entry of {what}", longest)
    return over_one_denominator(ratios, rows, columns, what)


def over_one_denominator(ratios: Sequence[tuple[int, int]], rows: int, columns: int, what: str) -> RationalMatrix:
    """The matrix with these entries ``(numerator, denominator)``, row by row."""
    common = 1
    for _, denominator in ratios:
        common = math.lcm(common, denominator)
        if common.bit_length() > LONGEST:
            raise Unfit(f"the entries of {what} have a common denominator of more than {LONGEST:,} bits.")
    return RationalMatrix(fmpz_mat(rows, columns, [p * (common // q) for p, q in ratios]), fmpz(common))


def layers(net: object, widths: Sequence[int], what: str, longest: int = LONGEST) -> list[RationalMatrix]:
    """A net of these widths as one matrix ``[W | b]`` a layer, shape ``(n_out, n_in + 1)``; otherwise `Unfit`."""
    depth = len(widths) - 1
    result: list[RationalMatrix] = []
    demand = f"{what} should be a list of {depth} {'pair' if depth == 1 else 'pairs'} (W, b)"
    for k, pair in enumerate(items(net, depth, demand), start=1):
        W, b = items(pair, 2, f"layer {k} of {what} should be a pair (W, b)")
        n_in, n_out = widths[k - 1], widths[k]
        shape = f"W of layer {k} of {what} should have shape ({n_out}, {n_in})"
        length = f"b of layer {k} of {what} should have length {n_out}"
        rows = items(W, n_out, shape)
        biases = _ratios(b, n_out, length, f"an entry of b of layer {k} of {what}", longest)
        ratios: list[tuple[int, int]] = []
        for row, bias in zip(rows, biases, strict=True):
            ratios += _ratios(row, n_in, shape, f"an entry of W of layer {k} of {what}", longest)
            ratios.append(bias)
        result.append(over_one_denominator(ratios, n_out, n_in + 1, f"layer {k} of {what}"))
    return result


def widths_of(net: object, what: str) -> list[int]:
    """The widths ``[n_0, ..., n_L]`` that the shapes of a net's first row and of its biases claim.

    No number is read, and `layers` compares all shapes with these: so a net of wrong sizes costs no time.
    """
    widths: list[int] = []
    length_of(net, f"{what} should be a list of pairs (W, b)")
    for k, pair in enumerate(cast("Sequence[object]", net), start=1):
        W, b = items(pair, 2, f"layer {k} of {what} should be a pair (W, b)")
        if k == 1:
            has_rows = f"W of layer 1 of {what} should have rows"
            length_of(W, has_rows)
            widths.append(length_of(cast("Sequence[object]", W)[0], has_rows))
        widths.append(length_of(b, f"b of layer {k} of {what} should be a list"))
    return widths


def table(values: object, what: str) -> RationalMatrix:
    """A matrix from an array or nested lists with at least one row and column; otherwise `Unfit`."""
    demand = f"{what} should be a matrix"
    rows = length_of(values, demand)
    return matrix(values, rows, length_of(cast("Sequence[object]", values)[0], demand), what)


def inputs_for(params: Sequence[RationalMatrix], X: object) -> RationalMatrix:
    """Inputs of shape ``(N, d)`` for a net, one column a sample; `Unfit` unless d is its number of inputs."""
    inputs = table(X, "X").transposed()
    if inputs.rows != params[0].columns - 1:
        raise Unfit(f"X has {inputs.rows} columns, but the net has {params[0].columns - 1} inputs.")
    return inputs


def items(values: object, length: int | None, demand: str) -> Sequence[object]:
    """The items of a list, tuple or array with axes; `length` None demands at least one."""
    if type(values) not in (list, tuple, np.ndarray) and isinstance(values, (list, tuple)):
        values = list(cast("Sequence[object]", values))  # its own len may say anything
    found = length_of(values, demand, 1 if length is None else 0)
    if length is not None and found != length:
        raise Unfit(f"{demand}, but has length {found}.")
    if isinstance(values, np.ndarray):  # floats of Python are read faster than those of numpy
        array = cast("npt.NDArray[Any]", values)
        return array.tolist() if array.ndim == 1 else list(array)
    return cast("Sequence[object]", values)


def length_of(values: object, demand: str, least: int = 1) -> int:
    """How many items a list, tuple or array with axes has; `Unfit` for fewer than `least` and for anything else."""
    if not isinstance(values, (list, tuple)):
        array = _array(values)
        if array is None or array.ndim == 0:
            raise Unfit(f"{demand}, but is {kind(values)}.")
    length = len(cast("Sequence[object]", values))
    if length < least:
        raise Unfit(f"{demand}, but has length {length}.")
    return length


def _ratios(values: object, length: int, demand: str, what: str, longest: int = LONGEST) -> list[tuple[int, int]]:
    return [rational(item, what, longest) for item in items(values, length, demand)]


def _array(value: object) -> npt.NDArray[Any] | None:
    """The value if it is an array that may hold numbers; truth values and durations are none."""
    array = cast("npt.NDArray[Any]", value) if isinstance(value, np.ndarray) else None
    return array if array is not None and array.dtype.kind in "fiuO" else None


HELD = {"b": "truth values", "U": "strings", "S": "bytes", "c": "complex numbers", "m": "durations", "M": "dates"}


def kind(value: object) -> str:
    """What a value is, for people: ``of type dict``, ``an array of strings``."""
    if value is None:
        return "None"
    if isinstance(value, np.ndarray):
        array = cast("npt.NDArray[Any]", value)
        held = HELD.get(array.dtype.kind)
        return f"an array of {held}" if held else f"an array of shape {array.shape}"
    plain: object = cast("Any", value).item() if isinstance(value, np.generic) else value
    name = type(plain).__name__
    return f"of type {name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME] + '...'}"


def decimal(value: fmpq | arb, digits: int = 6) -> str:
    """A number to a few digits, for people: ``-0.25``, ``1.5e-700``; short whatever the number.

    Of a ball this is the middle: how many of its digits are certain is for the caller to know.
    """
    middle = arb(value).mid()
    if not middle.is_finite():
        return "unknown"
    mantissa, exponent = middle.man_exp()
    size = int(exponent) + mantissa.bit_length()
    if mantissa == 0 or abs(size) < 1000:
        return f"{float(middle):.{digits}g}"
    if abs(size) > 100_000:
        if size < 0:
            return "1e-30000 or less" if mantissa > 0 else "-1e-30000 or nearer to 0"
        return "1e30000 or more" if mantissa > 0 else "-1e30000 or less"
    figures, _, power = middle.mid_rad_10exp(digits)
    return str(Decimal(int(figures)).scaleb(int(power)).normalize(Context(prec=digits))).lower()

"""Exact claims about a ReLU net that fits its data, and about the point half-way to its twin with two units swapped."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from flint import fmpq

from autograder.certify import exact
from autograder.certify.numbers import Unfit, decimal, layers, matrix, rational, table, widths_of
from autograder.certify.verdict import Verdict

MOST_UNITS, MOST_INPUTS, MOST_OUTPUTS, MOST_SAMPLES = 20, 10, 10, 50
"""Larger examples are not read: they would show nothing that smaller ones do not show."""
MOST_FRACTION_BITS = 64
"""Bits of a fraction's parts: a matrix's common denominator would grow without bound. Floats are read in any case."""

Rows = list[list[Fraction]]
Pair = tuple[Rows, list[Fraction]]


class SwapExample:
    """A ReLU net with one hidden layer, data, and two of its units, with every number at its exact value.

    Args:
        net: ``[(W, b), (V, c)]``.
        X, Y: inputs, shape ``(N, d)``, and targets, shape ``(N, m)``.
        i, j: two units of the hidden layer, counted from 0.

    Raises `Unfit`, with a sentence for whoever made the example, for other shapes and sizes and for what is no number.
    The methods decide claims, each for itself.
    """

    def __init__(self, net: object, X: Any, Y: Any, i: object, j: object) -> None:
        for given, what in ((net, "net"), (X, "X"), (Y, "Y")):
            _refuse_long_fractions(given, what)
        for given, what in ((X, "X"), (Y, "Y")):
            if _length(given) and not _length(given[0]):
                raise Unfit(f"{what} should have one row a sample and one column a number, but is a flat list.")
        widths = widths_of(net, "net")
        if len(widths) != 3:
            raise Unfit(f"net should have one hidden layer, but has {len(widths) - 2}.")
        for size, most, what in zip(
            widths, (MOST_INPUTS, MOST_UNITS, MOST_OUTPUTS), ("inputs", "hidden units", "outputs"), strict=True
        ):
            if size > most:
                raise Unfit(f"net has {size} {what}: {most} are the most that are looked at.")
        first, last = (_pair(layer.fractions()) for layer in layers(net, widths, "net"))
        self._net: list[Pair] = [first, last]
        samples = _length(X)
        if samples > MOST_SAMPLES:
            raise Unfit(f"X has {samples} samples: {MOST_SAMPLES} are the most that are looked at.")
        inputs = table(X, "X")
        if inputs.columns != widths[0]:
            raise Unfit(f"X should have as many columns as the net has inputs, {widths[0]}, but has {inputs.columns}.")
        self._X = inputs.fractions()
        self._Y = matrix(Y, inputs.rows, widths[2], "Y").fractions()
        self.i, self.j = _unit(i, widths[1], "i"), _unit(j, widths[1], "j")

    def data_differ(self, samples: int = 3) -> Verdict:
        """At least so many samples are distinct, and not all targets are equal."""
        distinct = len({tuple(row) for row in self._X})
        if distinct < samples:
            return Verdict("refuted", f"X has {distinct} distinct samples: at least {samples} are asked for.")
        if len({tuple(row) for row in self._Y}) == 1:
            return Verdict("refuted", "All targets are equal, so a constant would do.")
        return Verdict("proved", f"{distinct} samples are distinct, and the targets differ.")

    def units_differ_and_work(self) -> Verdict:
        """Two units with different incoming weights, each with a non-zero outgoing weight and active on some sample."""
        (W, _), (V, _) = self._net
        if self.i == self.j:
            return Verdict("refuted", f"i and j should be two different units, but both are {self.i}.")
        if W[self.i] == W[self.j]:
            return Verdict("refuted", f"Units {self.i} and {self.j} have the same incoming weights.")
        before = exact.preactivations(self._net, self._X, "relu")[0]
        for unit in (self.i, self.j):
            if not any(row[unit] for row in V):
                return Verdict("refuted", f"The outgoing weights of unit {unit} are 0: it has no part in the outputs.")
            highest = max(row[unit] for row in before)
            if highest <= 0:
                return Verdict(
                    "refuted",
                    f"Unit {unit} is never active: the largest number that its ReLU gets is {_short(highest)}.",
                )
        return Verdict("proved", f"Units {self.i} and {self.j} differ, and both are active on some sample and used.")

    def fits(self) -> Verdict:
        """The loss of the net is exactly 0."""
        return self._zero(self._net, "the net")

    def midpoint_fits(self) -> Verdict:
        """The loss half-way between the net and its twin, with units i and j swapped, is exactly 0."""
        (W, b), (V, c) = self._net
        pair = (self.i, self.j)
        middle = [_mean([W[k] for k in pair]) if k in pair else row for k, row in enumerate(W)]
        biases = [(b[self.i] + b[self.j]) / 2 if k in pair else one for k, one in enumerate(b)]
        outgoing = [[(row[self.i] + row[self.j]) / 2 if k in pair else one for k, one in enumerate(row)] for row in V]
        return self._zero([(middle, biases), (outgoing, c)], f"the midpoint for units {self.i} and {self.j}")

    def _zero(self, net: list[Pair], whose: str) -> Verdict:
        for sample, (found, wanted) in enumerate(zip(exact.outputs(net, self._X, "relu"), self._Y, strict=True)):
            for output, (value, target) in enumerate(zip(found, wanted, strict=True)):
                if value != target:
                    off = f"the target is {_short(target)}, and they differ by {_short(value - target)}."
                    return Verdict(
                        "refuted",
                        f"The loss of {whose} is not exactly 0: on sample {sample} its output {output} is "
                        f"{_short(value)}, {off}",
                    )
        return Verdict("proved", f"The loss of {whose} is exactly 0.")


def _refuse_long_fractions(values: object, what: str) -> None:
    if isinstance(values, (list, tuple)):
        for item in cast("Sequence[object]", values):
            _refuse_long_fractions(item, what)
    elif isinstance(values, Fraction):
        bits = max(values.numerator.bit_length(), values.denominator.bit_length())
        if bits > MOST_FRACTION_BITS:
            raise Unfit(f"{what} has a fraction with a part of {bits} bits: take one of at most {MOST_FRACTION_BITS}.")


def _length(values: Any) -> int:
    """How many rows there are, 0 for what has none."""
    if isinstance(values, np.ndarray):
        return (*cast("npt.NDArray[Any]", values).shape, 0)[0]
    return len(cast("Sequence[object]", values)) if isinstance(values, (list, tuple)) else 0


def _pair(rows: Rows) -> Pair:
    return [row[:-1] for row in rows], [row[-1] for row in rows]


def _mean(rows: Sequence[Sequence[Fraction]]) -> list[Fraction]:
    return [sum(column, Fraction(0)) / len(column) for column in zip(*rows, strict=True)]


def _unit(value: object, n: int, what: str) -> int:
    numerator, denominator = rational(value, what)
    if denominator != 1 or not 0 <= numerator < n:
        shown = _short(Fraction(numerator, denominator))
        raise Unfit(f"{what} should be a unit of the hidden layer, 0 to {n - 1}, but is {shown}.")
    return numerator


def _short(value: Fraction) -> str:
    return decimal(fmpq(value.numerator, value.denominator))

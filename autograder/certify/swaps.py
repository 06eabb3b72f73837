"""Exact claims about a ReLU net that fits its data, and about the point half-way to its twin with two units swapped."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from flint import fmpq

from autograder.certify import exact
from autograder.certify.numbers import Unfit, decimal, items, layers, length_of, matrix, rational, widths_of
from autograder.certify.verdict import Verdict

MOST_UNITS, MOST_INPUTS, MOST_OUTPUTS, MOST_SAMPLES = 60, 20, 20, 200
"""Larger examples are not read: they would show nothing that smaller ones do not show."""
MOST_BITS = 128
"""Bits of an int, and of a fraction's parts: common denominators would grow without bound. Floats are always read."""

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

    def __init__(self, net: object, X: object, Y: object, i: object, j: object) -> None:
        widths = _small_widths(net)
        first, last = (_pair(layer.fractions()) for layer in layers(net, widths, "the net", MOST_BITS))
        self._net: list[Pair] = [first, last]
        self._X = _samples(X, "X", widths[0], "inputs")
        self._Y = _samples(Y, "Y", widths[2], "outputs")
        if len(self._Y) != len(self._X):
            raise Unfit(f"Y should have as many rows as X, {len(self._X)}, but has {len(self._Y)}.")
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


def _small_widths(net: object) -> list[int]:
    """The widths of a net that is small enough to be looked at."""
    widths = widths_of(net, "the net")
    if len(widths) != 3:
        raise Unfit(f"the net should have one hidden layer, but has {len(widths) - 2}.")
    for size, most, what in zip(
        widths, (MOST_INPUTS, MOST_UNITS, MOST_OUTPUTS), ("inputs", "hidden units", "outputs"), strict=True
    ):
        if size > most:
            raise Unfit(f"the net has {size:,} {what}: {most} are the most that are looked at.")
    return widths


def _samples(values: object, what: str, columns: int, ends: str) -> Rows:
    """Inputs or targets, after a look at all their sizes."""
    demand = f"{what} should have one row a sample and one column a number"
    samples = length_of(values, demand)
    if samples > MOST_SAMPLES:
        raise Unfit(f"{what} has {samples:,} samples: {MOST_SAMPLES} are the most that are looked at.")
    for row in items(values, None, demand):
        if isinstance(row, (int, float, Fraction)):
            raise Unfit(f"{demand}, but is a flat list.")
        found = length_of(row, demand, 0)
        if found != columns:
            raise Unfit(f"{what} should have as many columns as the net has {ends}, {columns}, but has {found:,}.")
    return matrix(values, samples, columns, what, MOST_BITS).fractions()


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

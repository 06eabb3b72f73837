"""The second derivative of a net's loss along a direction, and whether a Hessian has a negative eigenvalue.

The derivatives are those of Taylor arithmetic to second order: every value is carried along with its first and second
derivative by t at ``net + t * direction``, and the chain rule is applied layer by layer. Nothing is approximated. For
identity and ReLU nets, whose parts are linear away from the kinks, all numbers are rationals; for tanh and sigmoid
they are balls (see `autograder.certify.balls`).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, cast

from flint import arb, arb_mat, fmpq, fmpq_mat, fmpz, fmpz_mat

from autograder.certify.balls import PRECISION, entries_as_balls, precision
from autograder.certify.exact import RATIONAL
from autograder.certify.numbers import RationalMatrix, Unfit, decimal, layers, matrix, table
from autograder.certify.verdict import Verdict
from autograder.nets import ACTIVATIONS

LIMIT = 1024
"""Bits of the last attempt. What a direction's size is does not matter; 64 decide all but deliberate near misses."""

Number = fmpq | arb
Jet = tuple[Number, Number, Number]
"""A value, its derivative, and its second derivative."""


def negative_curvature(
    net: object, direction: object, X: object, Y: object, activation: str, at_most: float = -1e-8
) -> Verdict:
    """Decide whether the second derivative of the mean squared error is at most ``at_most * |direction|**2``.

    The second derivative is that of ``t -> loss(net + t * direction)`` at 0, and the norm is taken over all entries,
    weights and biases. A direction of another shape, with NaN or infinities, or of zeros is refuted; nothing that is
    wrong with it raises. `Unfit` is raised for a net or data that do not fit each other: these are not the claimant's.
    """
    point = _Point(net, X, Y, activation)
    try:
        along = layers(direction, point.widths, "the direction")
    except Unfit as unfit:
        return Verdict("refuted", str(unfit))
    length = sum((part.sum_of_squares() for part in along), fmpq(0))
    if length == 0:
        return Verdict("refuted", "The direction is 0 in all entries: it leads nowhere.")
    bound = fmpq(*at_most.as_integer_ratio()) * length
    bits, share = PRECISION, ""
    while bits <= LIMIT:
        with precision(bits):
            _, _, second = point.derivatives(along)
            share = f"Along D the second derivative of the loss is {decimal(second / length)} times |D|**2"
            if second <= bound:
                return Verdict("proved", f"{share}.")
            if second > bound:
                return Verdict("refuted", f"{share}, which is above {at_most:g} times |D|**2.")
        bits *= 2
    return Verdict("undecided", f"{share}, too near {at_most:g} times it to be decided at {LIMIT:,} bits.")


def curvature_above(net: object, X: object, Y: object, activation: str, bound: float, bits: int = 256) -> Verdict:
    """Decide whether every eigenvalue of the loss's Hessian is above `bound`, by elimination on ``H - bound * 1``.

    A symmetric matrix is positive definite exactly when all pivots are positive. Slow: the Hessian of ``p`` parameters
    takes ``p * (p + 1) / 2`` second derivatives.
    """
    point = _Point(net, X, Y, activation)
    with precision(bits):
        rows = _hessian(point)
        for k, row in enumerate(rows):
            row[k] = row[k] - fmpq(*bound.as_integer_ratio())
        for k, row in enumerate(rows):
            if row[k] <= 0:
                return Verdict("refuted", f"Some eigenvalue of the Hessian is at most {bound:g}.")
            if not row[k] > 0:
                return Verdict("undecided", f"The pivot {k} of the Hessian is too near 0 at {bits:,} bits.")
            for other in rows[k + 1 :]:
                factor = other[k] / row[k]
                other[k:] = [a - factor * b for a, b in zip(other[k:], row[k:], strict=True)]
    return Verdict("proved", f"All eigenvalues of the Hessian are above {bound:g}.")


def gradient_below(net: object, X: object, Y: object, activation: str, bound: float, bits: int = 256) -> Verdict:
    """Decide whether every partial derivative of the loss is below `bound` in absolute value."""
    point = _Point(net, X, Y, activation)
    most = fmpq(*bound.as_integer_ratio())
    with precision(bits):
        slopes = [abs(point.derivatives(point.unit([k]))[1]) for k in range(point.size)]
        for k, slope in enumerate(slopes):
            if not slope < most:
                return Verdict("refuted", f"The derivative by parameter {k} is {decimal(slope)} or of that size.")
    return Verdict("proved", f"All partial derivatives are below {bound:g}.")


def second_derivative(net: object, direction: object, X: object, Y: object, activation: str) -> Fraction:
    """The exact second derivative along a direction, for ``"identity"`` and ``"relu"``; `Unfit` for anything else."""
    point = _Point(net, X, Y, activation)
    if not point.rational:
        raise Unfit(f"a net with the activation {activation} has no exact rational derivatives.")
    second = cast("fmpq", point.derivatives(layers(direction, point.widths, "the direction"))[2])
    return Fraction(int(second.p), int(second.q))


class _Point:
    """A net with its data, read exactly: where the derivatives are taken."""

    def __init__(self, net: object, X: object, Y: object, activation: str) -> None:
        if activation not in ACTIVATIONS:
            raise Unfit(f"there is no activation {activation!r}.")
        pairs = cast("Sequence[tuple[Any, Any]]", net)
        self.widths = [len(pairs[0][0][0]), *(len(b) for _, b in pairs)]
        self.params = layers(net, self.widths, "net")
        inputs = table(X, "X").transposed()
        if inputs.rows != self.widths[0]:
            raise Unfit(f"X has {inputs.rows} columns, but the net has {self.widths[0]} inputs.")
        self.inputs = inputs
        self.targets = matrix(Y, inputs.columns, self.widths[-1], "Y").transposed()
        self.activation = activation
        self.rational = activation in RATIONAL or len(self.params) == 1
        self.size = sum(layer.rows * layer.columns for layer in self.params)

    def unit(self, numbers: Sequence[int]) -> list[RationalMatrix]:
        """The direction with ones for these parameters, counted through all matrices ``[W | b]``, and zeros else."""
        flat = [0] * self.size
        for k in numbers:
            flat[k] = 1
        parts: list[RationalMatrix] = []
        for layer in self.params:
            count = layer.rows * layer.columns
            parts.append(RationalMatrix(fmpz_mat(layer.rows, layer.columns, flat[:count]), fmpz(1)))
            flat = flat[count:]
        return parts

    def derivatives(self, along: Sequence[RationalMatrix]) -> Jet:
        """The loss and its first two derivatives along a direction, with the current precision of balls."""
        columns = self.inputs.columns
        values = [(value, _zero(value), _zero(value)) for value in self._entries(self.inputs)]
        for k, (layer, part) in enumerate(zip(self.params, along, strict=True)):
            P, D = self._matrix(layer.rows, layer.columns, layer), self._matrix(layer.rows, layer.columns, part)
            # below the values stands a row of ones, which the biases multiply: it has no derivatives
            h0, h1, h2 = (
                self._stack([value[order] for value in values], layer.columns, columns, int(order == 0))
                for order in range(3)
            )
            Z = (P * h0, P * h1 + D * h0, P * h2 + (D * h1) * 2)
            values = cast("list[Jet]", list(zip(*(part.entries() for part in Z), strict=True)))
            if k < len(self.params) - 1:
                values = [_activated(value, self.activation) for value in values]
        loss, slope, second = self._square_error(values)
        return loss, slope, second

    def _square_error(self, values: Sequence[Jet]) -> Jet:
        """The mean of ``(f - y)**2``: its derivatives are those of a product."""
        count = len(values)
        total: list[Any] = [0, 0, 0]
        for (f, slope, second), y in zip(values, self._entries(self.targets), strict=True):
            error = f - y
            total[0] += error * error
            total[1] += 2 * error * slope
            total[2] += 2 * (slope * slope + error * second)
        return cast("Jet", tuple(part / count for part in total))

    def _entries(self, exact: RationalMatrix) -> list[Any]:
        if self.rational:
            return [fmpq(entry, exact.denominator) for entry in exact.numerators.entries()]
        return entries_as_balls(exact)

    def _matrix(self, rows: int, columns: int, exact: RationalMatrix) -> Any:
        return (fmpq_mat if self.rational else arb_mat)(rows, columns, self._entries(exact))

    def _stack(self, values: list[Any], rows: int, columns: int, last: int) -> Any:
        return (fmpq_mat if self.rational else arb_mat)(rows, columns, [*values, *[last] * columns])


def _zero(value: Number) -> Number:
    return fmpq(0) if isinstance(value, fmpq) else arb(0)


def _activated(value: Jet, activation: str) -> Jet:
    """The activation of a value with its derivatives, by the chain rule."""
    z, first, second = value
    if activation == "identity":
        return value
    if activation == "relu":
        if z == 0:
            raise Unfit("a pre-activation is 0, where ReLU has no derivative.")
        return value if z > 0 else (_zero(z), _zero(z), _zero(z))
    z = cast("arb", z)
    if activation == "tanh":
        h = z.tanh()
        slope = 1 - h * h
        bend = -2 * h * slope
    else:
        h = (1 + (z / 2).tanh()) / 2
        slope = h * (1 - h)
        bend = slope * (1 - 2 * h)
    return h, slope * first, bend * first * first + slope * second


def _hessian(point: _Point) -> list[list[Any]]:
    """The matrix of second derivatives: its mixed entries from those along two parameters at once."""
    single = [point.derivatives(point.unit([k]))[2] for k in range(point.size)]
    rows: list[list[Any]] = [[arb(0) if not point.rational else fmpq(0)] * point.size for _ in range(point.size)]
    for i in range(point.size):
        rows[i][i] = single[i]
        for j in range(i):
            both = point.derivatives(point.unit([i, j]))[2]
            rows[i][j] = rows[j][i] = (both - single[i] - single[j]) / 2
    return rows

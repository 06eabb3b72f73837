"""Tanh and sigmoid nets in ball arithmetic: every result encloses the true value, rounding included.

The arithmetic is that of Arb (F. Johansson, "Arb: efficient arbitrary-precision midpoint-radius interval arithmetic",
IEEE Transactions on Computers, 2017). Two devices keep the balls small where weights are huge. What enters the first
layer is computed exactly, so nothing cancels there. And an activation is written as a simple number plus a rest
(``tanh z = 1 - 2t / (1 + t)`` with ``t = exp(-2z)``): the simple parts are summed exactly and the rests keep their
relative precision, so a saturated net with weights of 1e60 is decided in 64 bits.
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from flint import arb, arb_mat, ctx, fmpq, fmpz, fmpz_mat

from autograder.certify.exact import RATIONAL, demand_activation, forward
from autograder.certify.numbers import RationalMatrix, inputs_for, layers, matrix, widths_of

PRECISION = 64
"""Bits of the midpoints, unless more are asked for."""

_one_at_a_time = threading.RLock()


@contextmanager
def precision(bits: int) -> Generator[None]:
    """Compute with `bits` inside; the precision is the whole process's, so one thread at a time."""
    with _one_at_a_time, ctx.workprec(bits):
        yield


@dataclass(frozen=True, eq=False)
class Split:
    """A matrix as an exact part plus balls; `rest` None stands for zero."""

    exact: RationalMatrix
    rest: arb_mat | None


@dataclass(frozen=True, eq=False)
class Value:
    """A number as an exact part plus a ball; `rest` None stands for zero, so the number is known exactly."""

    exact: fmpq
    rest: arb | None

    def ball(self) -> arb:
        """One ball that holds the number."""
        return arb(self.exact) if self.rest is None else arb(self.exact) + self.rest

    def plus(self, factor: fmpq, other: Value) -> Value:
        """The number ``self + factor * other``."""
        exact = self.exact + factor * other.exact
        if other.rest is None:
            return Value(exact, self.rest)
        return Value(exact, factor * other.rest if self.rest is None else self.rest + factor * other.rest)


def outputs(net: object, X: object, activation: str, bits: int = PRECISION) -> list[list[arb]]:
    """Balls that hold the outputs, ``N`` rows of ``m``, for inputs `X` of shape ``(N, d)``; `Unfit` for no net."""
    params, inputs = _read(net, X, activation)
    with precision(bits):
        return joined(split_outputs(params, inputs, activation)).transpose().table()


def loss(net: object, X: object, Y: object, activation: str, bits: int = PRECISION) -> arb:
    """A ball that holds the mean squared error, for targets `Y` of shape ``(N, m)``; `Unfit` for no net."""
    params, inputs = _read(net, X, activation)
    targets = matrix(Y, inputs.columns, params[-1].rows, "Y").transposed()
    with precision(bits):
        return mean_square(split_outputs(params, inputs, activation), targets).ball()


def split_outputs(params: Sequence[RationalMatrix], inputs: RationalMatrix, activation: str) -> Split:
    """Outputs, one column a sample, with the current precision; `params` are matrices ``[W | b]``."""
    if len(params) == 1 or activation in RATIONAL:
        return Split(forward(params, inputs, activation)[1], None)
    hidden = activate(params[0].times(inputs.with_ones()), activation)
    for layer in params[1:-1]:
        hidden = activate(arb_mat(_weights(layer)) * joined(hidden) + _biases(layer, inputs.columns), activation)
    last = params[-1]
    assert hidden.rest is not None
    return Split(last.times(hidden.exact.with_ones()), arb_mat(_weights(last)) * hidden.rest)


def activate(Z: RationalMatrix | arb_mat, activation: str) -> Split:
    """The activation of every entry, as a multiple of 1/2 plus a ball."""
    if isinstance(Z, RationalMatrix):
        rows, columns, entries = Z.rows, Z.columns, entries_as_balls(Z)
    else:
        rows, columns, entries = Z.nrows(), Z.ncols(), Z.entries()
    split = {"tanh": _tanh, "sigmoid": _sigmoid}[activation]
    pairs = [split(z) for z in entries]
    halves = fmpz_mat(rows, columns, [half for half, _ in pairs])
    return Split(RationalMatrix(halves, fmpz(2)), arb_mat(rows, columns, [rest for _, rest in pairs]))


def entries_as_balls(matrix: RationalMatrix) -> list[arb]:
    """The entries as balls, row by row."""
    denominator = arb(matrix.denominator)
    return [arb(entry) / denominator for entry in matrix.numerators.entries()]


def total(values: Iterable[arb]) -> arb:
    """The sum of balls, with the current precision."""
    result = arb(0)
    for value in values:
        result += value
    return result


def joined(split: Split) -> arb_mat:
    """The matrix as balls alone."""
    whole = arb_mat(split.exact.rows, split.exact.columns, entries_as_balls(split.exact))
    return whole if split.rest is None else whole + split.rest


def mean_square(out: Split, targets: RationalMatrix) -> Value:
    """The mean of ``(out - targets)**2``: with ``out - targets = D + R`` the sum of D**2 and of ``R * (2D + R)``."""
    error = out.exact.minus(targets)
    count = error.rows * error.columns
    exact = error.sum_of_squares() / count
    if out.rest is None:
        return Value(exact, None)
    rest = total(r * (d + d + r) for r, d in zip(out.rest.entries(), entries_as_balls(error), strict=True))
    return Value(exact, rest / count)


def _tanh(z: arb) -> tuple[int, arb]:
    """Twice the simple part of ``tanh z``, and the rest.

    A comparison of balls is true only when it is certain; where ``abs(z) > 1`` is, the sign of z is certain too.
    """
    if abs(z) > 1:
        t = (-2 * abs(z)).exp()
        rest = 2 * t / (1 + t)
        return (2, -rest) if z > 0 else (-2, rest)
    return 0, _bounded_tanh(z)


def _sigmoid(z: arb) -> tuple[int, arb]:
    """Twice the simple part of the logistic function, and the rest."""
    if abs(z) > 1:
        t = (-abs(z)).exp()
        rest = t / (1 + t)
        return (2, -rest) if z > 0 else (0, rest)
    return 1, _bounded_tanh(z / 2) / 2


def _bounded_tanh(z: arb) -> arb:
    """``tanh z``; of a ball too wide for Arb (its result may be infinite) at least that it lies between -1 and 1."""
    value = z.tanh()
    return value if value.rad() < 1 else arb(0, 1)


def _weights(layer: RationalMatrix) -> arb_mat:
    """W of ``[W | b]``."""
    rows = arb_mat(layer.rows, layer.columns, entries_as_balls(layer)).table()
    return arb_mat([row[:-1] for row in rows])


def _biases(layer: RationalMatrix, columns: int) -> arb_mat:
    """b of ``[W | b]``, repeated for every sample."""
    rows = arb_mat(layer.rows, layer.columns, entries_as_balls(layer)).table()
    return arb_mat([[row[-1]] * columns for row in rows])


def _read(net: object, X: object, activation: str) -> tuple[list[RationalMatrix], RationalMatrix]:
    demand_activation(activation)
    params = layers(net, widths_of(net, "the net"), "the net")
    return params, inputs_for(params, X)

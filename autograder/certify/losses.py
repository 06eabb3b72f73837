"""Losses whose convexity is in question: what their points are, and their value as an exact part plus a ball."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from itertools import pairwise
from typing import Generic, TypeVar

import numpy as np
from flint import fmpq, fmpz, fmpz_mat

from autograder.certify.balls import Value, activate, entries_as_balls, mean_square, split_outputs, total
from autograder.certify.exact import RATIONAL, demand_activation, relu, work
from autograder.certify.numbers import RationalMatrix, Unfit, layers, matrix, over_common_denominator, table, vector
from autograder.nets import ACTIVATIONS, FloatArray, Net, mse

P = TypeVar("P", Net, FloatArray)

PRODUCTS = 20
"""So many products of balls take the time of an exponential."""

Point = list[RationalMatrix]
"""A point that was read: matrices ``[W | b]`` layer by layer, or one column."""


class Loss(ABC, Generic[P]):
    """A function of the entries of a net or of a vector."""

    @property
    @abstractmethod
    def like(self) -> P:
        """Zeros in the shape of the points."""

    @property
    @abstractmethod
    def evaluations(self) -> int:
        """How many exponentials one value takes, other work included; 0 means that values are rational."""

    def rational_work(self, point: Point) -> int:
        """How many products of 64-bit words a rational value takes at most; 0 where their number is no matter."""
        return 0

    @abstractmethod
    def read(self, point: object, what: str) -> Point:
        """The exact entries of a point; `Unfit`, which names it `what`, for other shapes and for what is no number."""

    @abstractmethod
    def value(self, point: Point) -> Value:
        """The loss at a point, with the current precision of balls."""

    @abstractmethod
    def rounded(self, point: P) -> float:
        """The loss at a point of floats, to be looked at: it proves nothing."""

    @abstractmethod
    def exact_reason(self, a: Point, middle: Point, b: Point, lam: fmpq) -> str | None:
        """A sentence why the loss at ``middle = lam * a + (1 - lam) * b`` is not above the chord; None says nothing.

        A cheap look, without balls: where the gap is exactly zero, balls alone can never decide.
        """


class NetLoss(Loss[Net]):
    """The mean squared error of nets of given widths as a function of all weights and biases.

    Args:
        X: inputs, shape ``(N, d)``.
        Y: targets, shape ``(N, m)``.
        activation: of every hidden layer: ``"identity"``, ``"relu"``, ``"tanh"`` or ``"sigmoid"``.
        widths: ``[d, n_1, ..., m]``, input and output included.

    Raises ValueError for shapes that do not fit. Points are nets, lists of pairs ``(W, b)``.
    """

    def __init__(self, X: object, Y: object, activation: str, widths: Sequence[int]) -> None:
        demand_activation(activation)
        if len(widths) < 2 or min(widths) < 1:
            raise ValueError(f"widths should be at least two positive numbers, but are {list(widths)}")
        self.activation, self.widths = activation, [int(n) for n in widths]
        self._inputs = table(X, "X").transposed()
        self._bits = self._inputs.bits
        if self._inputs.rows != self.widths[0]:
            raise Unfit(f"X has {self._inputs.rows} columns, but the nets have {self.widths[0]} inputs.")
        self._targets = matrix(Y, self._inputs.columns, self.widths[-1], "Y").transposed()
        self._data = X, Y

    @property
    def like(self) -> Net:
        return [(np.zeros((m, n)), np.zeros(m)) for n, m in zip(self.widths[:-1], self.widths[1:], strict=True)]

    @property
    def evaluations(self) -> int:
        if self.activation in RATIONAL:
            return 0
        products = sum(m * n for m, n in pairwise(self.widths[1:]))
        return (sum(self.widths[1:-1]) + products // PRODUCTS) * self._inputs.columns

    def rational_work(self, point: Point) -> int:
        return work(point, self._inputs.columns, self._bits) if self.activation in RATIONAL else 0

    def read(self, point: object, what: str) -> Point:
        return layers(point, self.widths, what)

    def value(self, point: Point) -> Value:
        return mean_square(split_outputs(point, self._inputs, self.activation), self._targets)

    def rounded(self, point: Net) -> float:
        X, Y = (np.asarray(data, dtype=float) for data in self._data)
        return mse(point, X, Y, self.activation)

    def exact_reason(self, a: Point, middle: Point, b: Point, lam: fmpq) -> str | None:
        """Whether every output at the middle is the same mixture of those at the ends: a square is convex in them."""
        if not (self._terms_mix(a, middle, b, lam) if len(a) == 2 else self._same_enters_last_layer(a, b)):
            return None
        return (
            "On every sample the outputs of the mixture are the same mixture of those at a and b, and squares are "
            "convex: the gap is not above 0."
        )

    def _same_enters_last_layer(self, a: Point, b: Point) -> bool:
        """Whether ends differ in the last layer alone, apart from units whose outgoing weights are 0 at both ends."""
        units = list(range(a[-1].rows))
        for k in range(len(a) - 1, 0, -1):
            rows_a, rows_b = a[k].numerators.table(), b[k].numerators.table()
            heard = [j for j in range(a[k].columns - 1) if any(rows_a[i][j] != 0 or rows_b[i][j] != 0 for i in units)]
            if k < len(a) - 1 and not all(
                rows_a[i][j] * b[k].denominator == rows_b[i][j] * a[k].denominator for i in units for j in [*heard, -1]
            ):
                return False
            units = heard
        Z_a, Z_b = self._enters_first(a), self._enters_first(b)
        samples = range(Z_a.columns)
        return all(
            Z_a.numerators[i, j] * Z_b.denominator == Z_b.numerators[i, j] * Z_a.denominator
            for i in units
            for j in samples
        )

    def _terms_mix(self, a: Point, middle: Point, b: Point, lam: fmpq) -> bool:
        """Whether each of the `_terms` of a net with one hidden layer has the same mixture as its coefficient.

        Then their sums mix too. (The converse may fail, since different terms may depend on each other.)
        """
        Z = over_common_denominator([self._enters_first(point) for point in (a, middle, b)])
        V = over_common_denominator([point[-1] for point in (a, middle, b)])
        at_a, at_middle, at_b = (self._terms(*numerators) for numerators in zip(Z, V, strict=True))
        nothing = fmpz(0)
        return all(
            lam.q * at_middle.get(key, nothing)
            == lam.p * at_a.get(key, nothing) + (lam.q - lam.p) * at_b.get(key, nothing)
            for key in {*at_a, *at_middle, *at_b}
        )

    def _terms(self, Z: fmpz_mat, V: fmpz_mat) -> dict[tuple[int, int, fmpz], fmpz]:
        """An output as a sum over numbers ``abs(z)``: coefficients by sample, output, and abs(z).

        `Z` enters the activations, a row a unit and a column a sample; `V` is the last layer. Tanh is odd, so a unit
        adds ``v * tanh(z) = (v or -v) * tanh(abs(z))``, and nothing where z is 0. A sigmoid unit adds
        ``v * sigmoid(z) = v / 2 + v / 2 * tanh(z / 2)``: equal z go with equal tanh(z / 2), the factor 1/2 is the same
        everywhere, and ``v / 2``, like the bias, is linear in the point and so mixes by itself.
        """
        columns = V.transpose().table()[:-1]
        sums: dict[tuple[int, int, fmpz], fmpz] = {}
        for row, outgoing in zip(Z.table(), columns, strict=True):
            for sample, z in enumerate(row):
                if z == 0:
                    continue
                for output, v in enumerate(outgoing):
                    key = sample, output, abs(z)
                    sums[key] = sums.get(key, fmpz(0)) + (v if z > 0 else -v)
        return sums

    def _enters_first(self, point: Point) -> RationalMatrix:
        """What enters the activations of the first layer, a row a unit and a column a sample."""
        return point[0].times(self._inputs.with_ones())


class LastLayerLoss(Loss[Net]):
    """The mean squared error of a net as a function of its last layer alone, which is convex.

    Args:
        X: inputs, shape ``(N, d)``.
        Y: targets, shape ``(N, m)``.
        activation: of every hidden layer.
        hidden: the fixed layers, pairs ``(W, b)``.

    Points are nets of one layer, ``[(W, b)]``.
    """

    def __init__(self, X: object, Y: object, activation: str, hidden: Net) -> None:
        widths = [hidden[0][0].shape[1], *(W.shape[0] for W, _ in hidden)]
        outputs = table(Y, "Y").columns
        self._whole = NetLoss(X, Y, activation, [*widths, outputs])
        self._hidden, self._fixed = layers(hidden, widths, "hidden"), hidden
        self._widths = [widths[-1], outputs]

    @property
    def like(self) -> Net:
        return self._whole.like[-1:]

    @property
    def evaluations(self) -> int:
        return self._whole.evaluations

    def read(self, point: object, what: str) -> Point:
        return layers(point, self._widths, what)

    def value(self, point: Point) -> Value:
        return self._whole.value([*self._hidden, *point])

    def rounded(self, point: Net) -> float:
        return self._whole.rounded([*self._fixed, *point])

    def rational_work(self, point: Point) -> int:
        return self._whole.rational_work([*self._hidden, *point])

    def exact_reason(self, a: Point, middle: Point, b: Point, lam: fmpq) -> str | None:
        return "The outputs are affine in the last layer, and squares are convex: the gap is not above 0."


class _VectorLoss(Loss[FloatArray]):
    """A function of ``X @ w``, for `X` of shape ``(N, d)``, targets `y` of shape ``(N,)`` and `w` of shape ``(d,)``."""

    def __init__(self, X: object, y: object) -> None:
        self._X = table(X, "X")
        self._y = vector(y, self._X.rows, "y")
        self._data = X, y

    def _logits(self, w: FloatArray) -> tuple[FloatArray, FloatArray]:
        """What enters the sigmoid, and the targets, in floats."""
        X, y = (np.asarray(data, dtype=float) for data in self._data)
        return X @ w, y

    @property
    def like(self) -> FloatArray:
        return np.zeros(self._X.columns)

    @property
    def evaluations(self) -> int:
        return self._X.rows

    def read(self, point: object, what: str) -> Point:
        return [vector(point, self._X.columns, what)]

    def exact_reason(self, a: Point, middle: Point, b: Point, lam: fmpq) -> str | None:
        """Whether X does not tell the ends apart."""
        if not self._X.times(a[0]).equals(self._X.times(b[0])):
            return None
        return "X @ a equals X @ b, so the loss is the same all the way between them: the gap is exactly 0."


class SquaredSigmoidLoss(_VectorLoss):
    """``mean((sigmoid(X @ w) - y)**2)``, `X` of shape ``(N, d)``, `y` of ``(N,)``; points `w` of shape ``(d,)``."""

    def value(self, point: Point) -> Value:
        return mean_square(activate(self._X.times(point[0]), "sigmoid"), self._y)

    def rounded(self, point: FloatArray) -> float:
        z, y = self._logits(point)
        return float(np.mean((ACTIVATIONS["sigmoid"](z) - y) ** 2))


class LogisticLoss(_VectorLoss):
    """The mean cross-entropy ``mean(log(1 + exp(X @ w)) - y * (X @ w))``, which is convex; points of shape ``(d,)``."""

    def value(self, point: Point) -> Value:
        Z = self._X.times(point[0])
        # log(1 + exp(z)) = max(z, 0) + log(1 + exp(-abs(z))), and the first part is exact
        positive = relu(Z)
        hinges = fmpq(sum(positive.numerators.entries(), fmpz(0)), positive.denominator)
        labelled = self._y.transposed().times(Z)
        exact = hinges - fmpq(labelled.numerators[0, 0], labelled.denominator)
        rest = total((-abs(z)).exp().log1p() for z in entries_as_balls(Z))
        return Value(exact / Z.rows, rest / Z.rows)

    def rounded(self, point: FloatArray) -> float:
        z, y = self._logits(point)
        return float(np.mean(np.logaddexp(0.0, z) - y * z))

    def exact_reason(self, a: Point, middle: Point, b: Point, lam: fmpq) -> str | None:
        flat = super().exact_reason(a, middle, b, lam)
        return flat or "This loss is convex, as log(1 + exp(z)) - y * z is in z: the gap is not above 0."

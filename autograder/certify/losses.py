"""Losses whose convexity is in question: what their points are, and their value as an exact part plus a ball."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Generic, TypeVar

import numpy as np
from flint import fmpq, fmpz

from autograder.certify.balls import Value, activate, balls, mean_square, split_outputs, total
from autograder.certify.exact import RATIONAL, relu
from autograder.certify.numbers import Exact, Unfit, layers, matrix, table, vector
from autograder.nets import ACTIVATIONS, FloatArray, Net

P = TypeVar("P", Net, FloatArray)

Point = list[Exact]
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
        """How many exponentials one value takes; 0 means that values are rational."""

    @abstractmethod
    def read(self, point: object, what: str) -> Point:
        """The exact entries of a point; `Unfit`, which names it `what`, for other shapes and for what is no number."""

    @abstractmethod
    def value(self, point: Point) -> Value:
        """The loss at a point, with the current precision of balls."""

    @abstractmethod
    def straight(self, a: Point, middle: Point, b: Point, p: fmpz, q: fmpz) -> bool:
        """Whether an exact reason shows that the loss at ``middle = (p * a + (q - p) * b) / q`` is not above the chord.

        A cheap look where balls alone can never decide, since the gap may be exactly zero; False says nothing.
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
        if activation not in ACTIVATIONS:
            raise ValueError(f"there is no activation {activation!r}")
        if len(widths) < 2 or min(widths) < 1:
            raise ValueError(f"widths should be at least two positive numbers, but are {list(widths)}")
        self.activation, self.widths = activation, [int(n) for n in widths]
        self._inputs = table(X, "X").transposed()
        if self._inputs.rows != self.widths[0]:
            raise Unfit(f"X has {self._inputs.rows} columns, but the nets have {self.widths[0]} inputs.")
        self._targets = matrix(Y, self._inputs.columns, self.widths[-1], "Y").transposed()

    @property
    def like(self) -> Net:
        return [(np.zeros((m, n)), np.zeros(m)) for n, m in zip(self.widths[:-1], self.widths[1:], strict=True)]

    @property
    def evaluations(self) -> int:
        return 0 if self.activation in RATIONAL else sum(self.widths[1:-1]) * self._inputs.columns

    def read(self, point: object, what: str) -> Point:
        return layers(point, self.widths, what)

    def value(self, point: Point) -> Value:
        return mean_square(split_outputs(point, self._inputs, self.activation), self._targets)

    def straight(self, a: Point, middle: Point, b: Point, p: fmpz, q: fmpz) -> bool:
        """Whether every output at the middle is the same mixture of those at the ends: a square is convex in them.

        One hidden layer: an output is a constant plus a sum of ``v * tanh(abs(z))`` over its units (sigmoid:
        ``1/2 + tanh(z / 2) / 2``), compared term by term. Deeper nets: what enters the last layer does not change.
        """
        if len(a) != 2:
            same = all(one.equals(other) for one, other in zip(a[1:-1], b[1:-1], strict=True))
            return same and self._first(a).equals(self._first(b))
        terms = [self._terms(point) for point in (a, middle, b)]
        keys = {key for found in terms for key in found}
        at_a, at_middle, at_b = ([found.get(key, (fmpz(0), fmpz(1))) for key in keys] for found in terms)
        return all(
            vm * da * db * q == (va * p * db + vb * (q - p) * da) * dm
            for (va, da), (vm, dm), (vb, db) in zip(at_a, at_middle, at_b, strict=True)
        )

    def _first(self, point: Point) -> Exact:
        return point[0].times(self._inputs.with_ones())

    def _terms(self, point: Point) -> dict[tuple[int, int, fmpz, fmpz], tuple[fmpz, fmpz]]:
        """Coefficients of the different ``tanh(abs(z))``, by sample, output, and z in lowest terms."""
        Z, last = self._first(point), point[-1]
        columns = last.numerators.transpose().table()[:-1]
        sums: dict[tuple[int, int, fmpz, fmpz], fmpz] = {}
        for row, outgoing in zip(Z.numerators.table(), columns, strict=True):
            for sample, z in enumerate(row):
                if z == 0:
                    continue
                common = z.gcd(Z.denominator)
                for output, v in enumerate(outgoing):
                    key = sample, output, abs(z) // common, Z.denominator // common
                    sums[key] = sums.get(key, fmpz(0)) + (v if z > 0 else -v)
        return {key: (v, last.denominator) for key, v in sums.items()}


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
        self._hidden = layers(hidden, widths, "hidden")
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

    def straight(self, a: Point, middle: Point, b: Point, p: fmpz, q: fmpz) -> bool:
        return True  # the outputs are affine in the last layer


class _VectorLoss(Loss[FloatArray]):
    """A function of ``X @ w``, for `X` of shape ``(N, d)``, targets `y` of shape ``(N,)`` and `w` of shape ``(d,)``."""

    def __init__(self, X: object, y: object) -> None:
        self._X = table(X, "X")
        self._y = vector(y, self._X.rows, "y")

    @property
    def like(self) -> FloatArray:
        return np.zeros(self._X.columns)

    @property
    def evaluations(self) -> int:
        return self._X.rows

    def read(self, point: object, what: str) -> Point:
        return [vector(point, self._X.columns, what)]

    def straight(self, a: Point, middle: Point, b: Point, p: fmpz, q: fmpz) -> bool:
        """Whether X does not tell the ends apart, so that the loss is constant between them."""
        return self._X.times(a[0]).equals(self._X.times(b[0]))


class SquaredSigmoidLoss(_VectorLoss):
    """``mean((sigmoid(X @ w) - y)**2)``, `X` of shape ``(N, d)``, `y` of ``(N,)``; points `w` of shape ``(d,)``."""

    def value(self, point: Point) -> Value:
        return mean_square(activate(self._X.times(point[0]), "sigmoid"), self._y)


class LogisticLoss(_VectorLoss):
    """The mean cross-entropy ``mean(log(1 + exp(X @ w)) - y * (X @ w))``, which is convex; points of shape ``(d,)``."""

    def value(self, point: Point) -> Value:
        Z = self._X.times(point[0])
        # log(1 + exp(z)) = max(z, 0) + log(1 + exp(-abs(z))), and the first part is exact
        positive = relu(Z)
        hinges = fmpq(sum(positive.numerators.entries(), fmpz(0)), positive.denominator)
        labelled = self._y.transposed().times(Z)
        exact = hinges - fmpq(labelled.numerators[0, 0], labelled.denominator)
        rest = total((-abs(z)).exp().log1p() for z in balls(Z))
        return Value(exact / Z.rows, rest / Z.rows)

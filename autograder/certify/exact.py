"""Identity and ReLU nets in exact rational arithmetic.

A net is a list of pairs ``(W, b)`` whose entries may be floats, ints or Fractions; a float stands for its exact value.
Everything here raises `Unfit` (a ValueError) for what is no net, for shapes that do not fit, and for activations that
leave the rationals; a net without a hidden layer is exact for every activation.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from flint import fmpz_mat

from autograder.certify.numbers import Exact, Unfit, layers, matrix, table, widths_of

RATIONAL = ("identity", "relu")
"""The activations that keep rational numbers rational."""


def outputs(net: object, X: object, activation: str) -> list[list[Fraction]]:
    """Outputs of the net, ``N`` rows of ``m``, for inputs `X` of shape ``(N, d)``."""
    _, out = forward(*_read(net, X), activation)
    return out.transposed().fractions()


def preactivations(net: object, X: object, activation: str) -> list[list[list[Fraction]]]:
    """For every hidden layer what enters its activation: ``N`` rows of ``n_k``."""
    hidden, _ = forward(*_read(net, X), activation)
    return [Z.transposed().fractions() for Z in hidden]


def loss(net: object, X: object, Y: object, activation: str) -> Fraction:
    """The mean over samples and outputs of the squared error, for targets `Y` of shape ``(N, m)``."""
    params, inputs = _read(net, X)
    _, out = forward(params, inputs, activation)
    targets = matrix(Y, out.columns, out.rows, "Y").transposed()
    mean = out.minus(targets).sum_of_squares() / (out.rows * out.columns)
    return Fraction(int(mean.p), int(mean.q))


def forward(params: Sequence[Exact], inputs: Exact, activation: str) -> tuple[list[Exact], Exact]:
    """Pre-activations of the hidden layers and the outputs, one column a sample; `params` are matrices ``[W | b]``."""
    if len(params) > 1 and activation not in RATIONAL:
        raise Unfit(f"a net with the activation {activation} has no exact rational outputs.")
    hidden: list[Exact] = []
    values = inputs
    for layer in params[:-1]:
        Z = layer.times(values.with_ones())
        hidden.append(Z)
        values = relu(Z) if activation == "relu" else Z
    return hidden, params[-1].times(values.with_ones())


def relu(Z: Exact) -> Exact:
    """The positive parts."""
    kept = [entry if entry > 0 else 0 for entry in Z.numerators.entries()]
    return Exact(fmpz_mat(Z.rows, Z.columns, kept), Z.denominator)


def _read(net: object, X: object) -> tuple[list[Exact], Exact]:
    params = layers(net, widths_of(net, "net"), "net")
    inputs = table(X, "X").transposed()
    if inputs.rows != params[0].columns - 1:
        raise Unfit(f"X has {inputs.rows} columns, but the net has {params[0].columns - 1} inputs.")
    return params, inputs

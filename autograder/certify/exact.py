"""Identity and ReLU nets in exact rational arithmetic.

A net is a list of pairs ``(W, b)`` whose entries may be floats, ints or Fractions; a float stands for its exact value.
Everything here raises `Unfit` (a ValueError) for what is no net, for shapes that do not fit, and for activations that
leave the rationals; a net without a hidden layer is exact for every activation.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from flint import fmpz_mat

from autograder.certify.numbers import RationalMatrix, Unfit, inputs_for, layers, matrix, widths_of
from autograder.nets import ACTIVATIONS

RATIONAL = ("identity", "relu")
"""The activations that keep rational numbers rational."""
WORDS = 40
"""Longer factors are multiplied by quicker methods, as if they had about so many words."""


def outputs(net: object, X: object, activation: str) -> list[list[Fraction]]:
    """Outputs of the net, ``N`` rows of ``m``, for inputs `X` of shape ``(N, d)``."""
    _, out = forward(*_read(net, X, activation), activation)
    return out.transposed().fractions()


def preactivations(net: object, X: object, activation: str) -> list[list[list[Fraction]]]:
    """For every hidden layer what enters its activation: ``N`` rows of ``n_k``."""
    hidden, _ = forward(*_read(net, X, activation), activation)
    return [Z.transposed().fractions() for Z in hidden]


def loss(net: object, X: object, Y: object, activation: str) -> Fraction:
    """The mean over samples and outputs of the squared error, for targets `Y` of shape ``(N, m)``."""
    params, inputs = _read(net, X, activation)
    _, out = forward(params, inputs, activation)
    targets = matrix(Y, out.columns, out.rows, "Y").transposed()
    mean = out.minus(targets).sum_of_squares() / (out.rows * out.columns)
    return Fraction(int(mean.p), int(mean.q))


def forward(
    params: Sequence[RationalMatrix], inputs: RationalMatrix, activation: str
) -> tuple[list[RationalMatrix], RationalMatrix]:
    """Pre-activations of the hidden layers and the outputs, one column a sample; `params` are matrices ``[W | b]``."""
    if len(params) > 1 and activation not in RATIONAL:
        raise Unfit(f"a net with the activation {activation} has no exact rational outputs.")
    hidden: list[RationalMatrix] = []
    values = inputs
    for layer in params[:-1]:
        Z = layer.times(values.with_ones())
        hidden.append(Z)
        values = relu(Z) if activation == "relu" else Z
    return hidden, params[-1].times(values.with_ones())


def work(params: Sequence[RationalMatrix], samples: int, bits: int) -> int:
    """About how many products of 64-bit words `forward` and a mean square take, for inputs with so many bits.

    Numbers grow layer by layer.
    """
    words, products = bits // 64 + 1, 0
    for layer in params:
        factor = layer.bits // 64 + 1
        products += layer.rows * layer.columns * samples * words * min(factor, WORDS)
        words += factor
    return products + params[-1].rows * samples * words * min(words, WORDS)


def relu(Z: RationalMatrix) -> RationalMatrix:
    """The positive parts."""
    kept = [entry if entry > 0 else 0 for entry in Z.numerators.entries()]
    return RationalMatrix(fmpz_mat(Z.rows, Z.columns, kept), Z.denominator)


def demand_activation(activation: str) -> None:
    """`Unfit` for a name that no net knows."""
    if activation not in ACTIVATIONS:
        raise Unfit(f"there is no activation {activation!r}: take one of {', '.join(ACTIVATIONS)}.")


def _read(net: object, X: object, activation: str) -> tuple[list[RationalMatrix], RationalMatrix]:
    demand_activation(activation)
    params = layers(net, widths_of(net, "the net"), "the net")
    return params, inputs_for(params, X)

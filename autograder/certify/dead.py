"""A ReLU net whose units are off on all data, so that nearby only the output biases have a say."""

from __future__ import annotations

from fractions import Fraction

from autograder.certify import exact
from autograder.certify.numbers import Unfit, layers, matrix, table, widths_of
from autograder.certify.verdict import Verdict

MARGIN = 1e-6
TOLERANCE = 1e-9


def dead_relu_minimum(net: object, X: object, Y: object, margin: float = MARGIN) -> Verdict:
    """Decide whether every hidden unit is off on every sample, and whether the output biases are the targets' means.

    Args:
        net: one hidden layer, ``[(W, b), (V, c)]``.
        X, Y: inputs, shape ``(N, d)``, and targets, shape ``(N, m)``.
        margin: a unit is off where its pre-activation, computed exactly, is at most ``-margin``.

    Then small changes of the parameters leave all units off, the loss depends on the output biases alone, and it is
    least at the means: the net is a local minimum. Biases may be off by 1e-9, of the largest target if that is above 1.
    """
    try:
        widths = widths_of(net, "net")
        if len(widths) != 3:
            raise Unfit(f"net should have one hidden layer, but has {len(widths) - 2}.")
        hidden = exact.preactivations(net, X, "relu")[0]
        biases = [row[-1] for row in layers(net, widths, "net")[1].fractions()]
        targets = matrix(Y, table(X, "X").rows, widths[2], "Y").transposed().fractions()
    except Unfit as unfit:
        return Verdict("refuted", str(unfit))
    most = -Fraction(margin)
    for sample, row in enumerate(hidden):
        for unit, z in enumerate(row):
            if z > most:
                return Verdict(
                    "refuted",
                    f"Unit {unit} has the pre-activation {_short(z)} at sample {sample}, computed without rounding: "
                    f"it should be at most {-margin:g}.",
                )
    for output, (bias, column) in enumerate(zip(biases, targets, strict=True)):
        mean = sum(column, Fraction(0)) / len(column)
        if abs(bias - mean) > Fraction(TOLERANCE) * max(1, *map(abs, column)):
            return Verdict(
                "refuted",
                f"The bias of output {output} is {_short(bias)}, but the mean of its targets is {_short(mean)}.",
            )
    return Verdict("proved", "All units are off on all samples, and the output biases are the means of the targets.")


def _short(value: Fraction) -> str:
    """A number to ten digits; of what is too large for a float only that it is."""
    try:
        return f"{float(value):.10g}"
    except OverflowError:
        return f"{'-' if value < 0 else ''}1e308 or more"

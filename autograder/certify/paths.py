"""Exact claims about a path of ReLU nets: on every straight segment of it, the loss is 0 from end to end.

On a segment, weights and biases are affine in ``t``. With one hidden layer, so is what enters each ReLU; where it
changes its sign, at a rational ``t``, the segment has a kink. Between two neighbouring kinks every output is a
polynomial of degree 2 in ``t``. It equals the target on that piece if and only if its coefficients say so, which is
the same as being right at the piece's ends and its middle. So finitely many exact comparisons prove the whole path.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

import numpy as np
from flint import fmpq

from autograder.certify.numbers import (
    RationalMatrix,
    Unfit,
    decimal,
    layers,
    matrix,
    over_one_denominator,
    table,
    widths_of,
)
from autograder.certify.verdict import Verdict

MOST_WORK = 8_000
"""Nets times samples times units times inputs or outputs, whichever are more, of a path that is read: a fraction of a
second, whatever the numbers' sizes."""

Ints = list[list[int]]
Quadratic = tuple[int, int, int]
"""Coefficients of 1, t and t**2."""


@dataclass(frozen=True)
class _Node:
    """One net of the path on all samples, as whole numbers: all nets of a path share their denominators."""

    entering: Ints  # what enters each ReLU: a row a sample, an entry a unit
    outgoing: Ints  # a row an output, an entry a unit
    bias: list[int]  # an entry an output


@dataclass(frozen=True)
class _Path:
    nodes: list[_Node]
    targets: Ints  # a row a sample, an entry an output
    of_entering: int  # the denominators
    of_outgoing: int
    of_targets: int


def zero_loss_path(path: object, X: object, Y: object) -> Verdict:
    """Whether the mean squared error is exactly 0 at every point of the polygon that joins these nets in order.

    Args:
        path: a list of ReLU nets ``[(W, b), (V, c)]`` of the same shapes, at least one.
        X, Y: inputs, shape ``(N, d)``, and targets, shape ``(N, m)``.

    Everything is taken at its exact value. What is no such list, or holds NaN or infinities, is refuted with a
    sentence that says so; a path with more than `MOST_WORK` to do is undecided. Nothing is raised.
    """
    try:
        read = _read(path, X, Y)
    except Unfit as unfit:
        return Verdict("refuted", str(unfit))
    if isinstance(read, Verdict):
        return read
    segments = list(zip(read.nodes, read.nodes[1:], strict=False)) or [(read.nodes[0], read.nodes[0])]
    right = [_is_right(read, node) for node in read.nodes]
    for number, (one, other) in enumerate(segments):
        if all(right[number : number + 2]) and _is_affine(one, other):
            continue  # right at both ends, so right between them: most steps of a good path are like this
        for sample, targets in enumerate(read.targets):
            for output, target in enumerate(targets):
                for start, end, residual in _pieces(read, one, other, sample, output):
                    if residual != (0, 0, 0):
                        t = next(t for t in (start, (start + end) / 2, end) if _at(residual, t))
                        scale = read.of_entering * read.of_outgoing * read.of_targets
                        off = _at(residual, t) / scale
                        wanted = Fraction(target, read.of_targets)
                        where = "" if len(read.nodes) == 1 else f" on the way from net {number} to net {number + 1}"
                        return Verdict(
                            "refuted",
                            f"The loss is not 0{where}: at t = {_short(t)}, output {output} of sample {sample} is "
                            f"{_short(wanted + off)}, but the target is {_short(wanted)}.",
                        )
    return Verdict("proved", "The loss is exactly 0 on the whole path.")


def _is_right(path: _Path, node: _Node) -> bool:
    """Whether every output of this net equals its target."""
    for entering, targets in zip(node.entering, path.targets, strict=True):
        for row, bias, target in zip(node.outgoing, node.bias, targets, strict=True):
            active = sum(v * z for v, z in zip(row, entering, strict=True) if z > 0)
            output = active + bias * path.of_entering  # times the first two denominators
            if output * path.of_targets != target * path.of_entering * path.of_outgoing:
                return False
    return True


def _is_affine(one: _Node, other: _Node) -> bool:
    """Whether on all samples the outputs are affine in t, since what enters a unit changes only if nobody listens."""
    heard = [k for k, column in enumerate(zip(*one.outgoing, *other.outgoing, strict=True)) if any(column)]
    return all(z0[k] == z1[k] for z0, z1 in zip(one.entering, other.entering, strict=True) for k in heard)


def _pieces(
    path: _Path, one: _Node, other: _Node, sample: int, output: int
) -> Iterator[tuple[Fraction, Fraction, Quadratic]]:
    """The pieces of [0, 1] between kinks, with the output minus the target on each, times all denominators."""
    # c(t) - y, to which each active unit adds v(t) z(t)
    bias = path.of_entering * path.of_targets
    c0, c1 = one.bias[output] * bias, other.bias[output] * bias
    constant = c0 - path.targets[sample][output] * path.of_entering * path.of_outgoing
    sums = [constant, c1 - c0, 0]
    kinks: list[tuple[Fraction, int, Quadratic]] = []
    for z0, z1, v0, v1 in zip(
        one.entering[sample], other.entering[sample], one.outgoing[output], other.outgoing[output], strict=True
    ):
        if (z0 <= 0 and z1 <= 0) or (v0 == 0 and v1 == 0):
            continue  # adds nothing anywhere
        dz, dv = z1 - z0, v1 - v0
        part = (
            path.of_targets * v0 * z0,
            path.of_targets * (v0 * dz + dv * z0),
            path.of_targets * dv * dz,
        )
        if z0 > 0 or (z0 == 0 and z1 > 0):  # active right of t = 0
            sums = [total + term for total, term in zip(sums, part, strict=True)]
        if (z0 < 0 < z1) or (z1 < 0 < z0):
            kinks.append((Fraction(z0, z0 - z1), 1 if z1 > 0 else -1, part))
    start = Fraction(0)
    for t, sign, part in sorted(kinks, key=lambda kink: kink[0]):
        if t > start:  # between two kinks at one place there is no piece
            yield start, t, (sums[0], sums[1], sums[2])
            start = t
        sums = [total + sign * term for total, term in zip(sums, part, strict=True)]
    yield start, Fraction(1), (sums[0], sums[1], sums[2])


def _at(quadratic: Quadratic, t: Fraction) -> Fraction:
    return quadratic[0] + t * (quadratic[1] + t * quadratic[2])


def _read(path: object, X: object, Y: object) -> _Path | Verdict:
    """The path on the samples; `Unfit` for what is none, a verdict for what is too much."""
    listed = cast("Sequence[object]", path) if isinstance(path, (list, tuple)) else ()
    if not listed:
        raise Unfit("the path should be a list of at least one net.")
    widths = widths_of(listed[0], "net 0")
    if len(widths) != 3:
        raise Unfit(f"net 0 should have one hidden layer, but has {len(widths) - 2}.")
    work = len(listed) * widths[1] * max(widths[0], widths[2])
    if work > MOST_WORK:  # before anything large is read
        return _too_much()
    inputs = table(X, "X")
    if inputs.columns != widths[0]:
        raise Unfit(f"X should have as many columns as the nets have inputs, {widths[0]}, but has {inputs.columns}.")
    if work * inputs.rows > MOST_WORK:
        return _too_much()
    targets = matrix(Y, inputs.rows, widths[2], "Y")
    extended = inputs.transposed().with_ones()
    hidden: list[RationalMatrix] = []
    last: list[RationalMatrix] = []
    read: dict[bytes, RationalMatrix] = {}
    known: dict[int, tuple[RationalMatrix, RationalMatrix]] = {}  # with the matrix itself, so that its id stays its own
    for number, net in enumerate(listed):
        first, second = _layers(net, widths, f"net {number}", read)
        if id(first) not in known:
            known[id(first)] = first, first.times(extended).transposed()
        hidden.append(known[id(first)][1])
        last.append(second)
    entering, of_entering = _common(hidden)
    outgoing, of_outgoing = _common(last)
    nodes = [_Node(Z, [row[:-1] for row in V], [row[-1] for row in V]) for Z, V in zip(entering, outgoing, strict=True)]
    ((Y_ints,), of_targets) = _common([targets])
    return _Path(nodes, Y_ints, of_entering, of_outgoing, of_targets)


def _layers(net: object, widths: Sequence[int], what: str, read: dict[bytes, RationalMatrix]) -> list[RationalMatrix]:
    """The net's matrices ``[W | b]``; a net of finite float64 arrays is read in one go, all else entry by entry.

    Most steps of a path change one layer only: what was `read` before is not read again.
    """
    shapes = [((m, n), (m,)) for n, m in itertools.pairwise(widths)]
    pairs = cast("Sequence[Any]", net)
    if not (
        type(cast("Any", net)) is list
        and len(pairs) == len(shapes)
        and all(type(pair) is tuple and len(pair) == 2 for pair in pairs)
        and all(
            type(part) is np.ndarray and part.dtype == np.float64 and part.shape == shape
            for pair, wanted in zip(pairs, shapes, strict=True)
            for part, shape in zip(pair, wanted, strict=True)
        )
        and all(np.isfinite(part).all() for pair in pairs for part in pair)
    ):
        return layers(net, widths, what)
    found: list[RationalMatrix] = []
    for layer, (W, b) in enumerate(pairs):
        joined = np.concatenate([W, b[:, None]], axis=1)
        key = bytes([layer]) + joined.tobytes()
        if key not in read:
            ratios = [entry.as_integer_ratio() for entry in joined.ravel().tolist()]
            read[key] = over_one_denominator(ratios, len(b), len(ratios) // len(b), what)
        found.append(read[key])
    return found


def _common(matrices: Sequence[RationalMatrix]) -> tuple[list[Ints], int]:
    """The matrices' numerators over one common denominator."""
    denominator = matrices[0].denominator
    for each in matrices[1:]:
        denominator = denominator.lcm(each.denominator)
    whole: dict[int, Ints] = {}
    for each in matrices:
        if id(each) not in whole:
            rows = (each.numerators * (denominator // each.denominator)).table()
            whole[id(each)] = [[int(entry) for entry in row] for row in rows]
    return [whole[id(each)] for each in matrices], int(denominator)


def _too_much() -> Verdict:
    return Verdict("undecided", "The path has too many nets, samples, units, inputs and outputs to be decided.")


def _short(value: Fraction) -> str:
    return decimal(fmpq(value.numerator, value.denominator))

"""Whether two nets compute the same function, whatever the activation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import lcm
from typing import Any, TypeGuard, cast

import numpy as np
import numpy.typing as npt
from flint import fmpq

from autograder.certify.numbers import Unfit, decimal, layers, widths_of
from autograder.certify.verdict import Verdict

Row = tuple[int, ...]


LARGEST = 2.0**53
"""Below, a float that is a whole number is the int that it looks like."""


@dataclass(frozen=True)
class _Layer:
    """The rows ``[W | b]`` of a layer, as whole numbers over one denominator."""

    rows: list[list[int]]
    denominator: int

    def over(self, denominator: int) -> list[Row]:
        """The rows over a multiple of the denominator."""
        factor = denominator // self.denominator
        return [tuple([entry * factor for entry in row]) for row in self.rows]


@dataclass(frozen=True)
class _Sums:
    """A net of one hidden layer, seen as a function; whole numbers stand for fractions of known denominators."""

    kinds: list[Row]
    """Incoming weights, then the bias, of every unit."""
    outgoing: dict[Row, Row]
    """For every kind of unit the sum of its units' outgoing weights."""
    bias: Row


def same_function(net_a: object, net_b: object) -> Verdict:
    """Decide whether two nets of one hidden layer compute the same function for **every** activation.

    Their hidden widths may differ, inputs and outputs may not. Units with equal incoming weights and bias, one kind of
    unit, act as one whose outgoing weights are the sum. The functions are the same for every activation if and only if
    the output biases are equal, and for every kind the sums in both nets; all of it is exact.

    *Proof.* "If" is plain. "Only if": the activation 0 leaves the biases, so they are equal. What enters two kinds of
    unit are two different affine functions of the input, which agree on a hyperplane or nowhere. Finitely many
    hyperplanes do not fill the space, so at some input all kinds of both nets get different numbers. The activation
    that is 1 at one of these numbers and 0 elsewhere leaves there the sum of that kind, in both nets.

    (For tanh alone more nets are equal, see Sussmann, Neural Networks 5, 1992.) Nets that are no nets are refuted;
    nothing raises.
    """
    try:
        ends_a, ends_b = _ends(net_a, "the first net"), _ends(net_b, "the second net")
        if ends_a != ends_b:  # before any number is read
            sizes = "{} inputs and {} outputs"
            return Verdict("refuted", f"One net has {sizes.format(*ends_a)}, the other {sizes.format(*ends_b)}.")
        layers_a, layers_b = _read(net_a, "the first net"), _read(net_b, "the second net")
    except Unfit as unfit:
        return Verdict("refuted", str(unfit))
    within, out = (lcm(one.denominator, other.denominator) for one, other in zip(layers_a, layers_b, strict=True))
    a, b = _sums(layers_a, within, out), _sums(layers_b, within, out)
    nothing = (0,) * ends_a[1]
    for kind in dict.fromkeys([*a.kinds, *b.kinds]):
        sum_a, sum_b = a.outgoing.get(kind, nothing), b.outgoing.get(kind, nothing)
        if sum_a != sum_b:
            which, kinds = ("first", a.kinds) if kind in a.outgoing else ("second", b.kinds)
            return Verdict(
                "refuted",
                f"Unit {kinds.index(kind)} of the {which} net has incoming weights {_short(kind[:-1], within)} and "
                f"bias {decimal(fmpq(kind[-1], within))}. The outgoing weights of all units of this kind add up to "
                f"{_short(sum_a, out)} in the first net, and to {_short(sum_b, out)} in the second"
                f"{_unseen(sum_a, sum_b, out)}.",
            )
    if a.bias != b.bias:
        return Verdict(
            "refuted",
            f"The output bias is {_short(a.bias, out)} in one net and {_short(b.bias, out)} in the other"
            f"{_unseen(a.bias, b.bias, out)}.",
        )
    return Verdict("proved", "For every kind of unit the outgoing weights have the same sum in both nets.")


def _ends(net: object, what: str) -> tuple[int, int]:
    """Numbers of inputs and outputs of a net with one hidden layer."""
    widths = widths_of(net, what)
    if len(widths) != 3:
        raise Unfit(f"{what} should have one hidden layer, but has {len(widths) - 2}.")
    return widths[0], widths[2]


def _read(net: object, what: str) -> list[_Layer]:
    """The two layers of a net."""
    return _whole(net) or [
        _Layer([[int(entry) for entry in row] for row in layer.numerators.table()], int(layer.denominator))
        for layer in layers(net, widths_of(net, what), what)
    ]


def _whole(net: object) -> list[_Layer] | None:
    """The two layers of a net of whole numbers in float arrays, read quickly; None for anything else."""
    found: list[_Layer] = []
    for pair in cast("Sequence[object]", net):
        W, b = cast("Sequence[object]", pair)
        if not (_is_matrix(W, 2) and _is_matrix(b, 1)) or W.shape[0] != b.shape[0] or not W.size:
            return None
        rows = np.column_stack([W, b])
        if np.count_nonzero((np.abs(rows) < LARGEST) & (rows == np.rint(rows))) != rows.size:
            return None
        found.append(_Layer(rows.astype(np.int64).tolist(), 1))
    return found if len(found[0].rows) == len(found[1].rows[0]) - 1 else None


def _is_matrix(value: object, axes: int) -> TypeGuard[npt.NDArray[np.float64]]:
    array = cast("npt.NDArray[Any]", value) if isinstance(value, np.ndarray) else None
    return array is not None and array.dtype == np.float64 and array.ndim == axes


def _sums(both: list[_Layer], within: int, out: int) -> _Sums:
    """The net with the numbers of its layers over these denominators."""
    kinds, last = both[0].over(within), both[1].over(out)
    sums: dict[Row, Row] = {}
    for kind, outgoing in zip(kinds, zip(*(row[:-1] for row in last), strict=True), strict=True):
        sums[kind] = tuple(x + y for x, y in zip(sums[kind], outgoing, strict=True)) if kind in sums else outgoing
    return _Sums(kinds, sums, tuple(row[-1] for row in last))


def _short(values: Row, denominator: int) -> str:
    """At most six numbers, for people."""
    shown = [decimal(fmpq(value, denominator)) for value in values[:6]]
    return f"[{', '.join([*shown, '...'] if len(values) > 6 else shown)}]"


def _unseen(one: Row, other: Row, denominator: int) -> str:
    """By how much the first different entries differ, where `_short` shows both rows alike."""
    if _short(one, denominator) != _short(other, denominator):
        return ""
    place, x, y = next((k, x, y) for k, (x, y) in enumerate(zip(one, other, strict=True)) if x != y)
    where = f" at output {place}" if len(one) > 1 else ""
    rounded = abs(x - y) * 10**9 < max(abs(x), abs(y))
    why = ": the weights were rounded; whole numbers stay exact" if rounded else ""
    return f"; they differ by {decimal(fmpq(abs(x - y), denominator), 2)}{where}{why}"

"""Whether two nets compute the same function, whatever the activation."""

from __future__ import annotations

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

    Their hidden widths may differ, inputs and outputs may not. Units with equal incoming weights and bias act as one
    whose outgoing weights are the sum, and sums are exact. Since an activation may take any value anywhere, and
    different units see different numbers at almost every input, the functions are the same only if all these sums and
    the output biases are. Nets that are no nets are refuted; nothing raises.
    """
    try:
        layers_a, layers_b = _read(net_a, "net_a"), _read(net_b, "net_b")
    except Unfit as unfit:
        return Verdict("refuted", str(unfit))
    ends_a, ends_b = _ends(layers_a), _ends(layers_b)
    if ends_a != ends_b:
        sizes = "{} inputs and {} outputs"
        return Verdict("refuted", f"One net has {sizes.format(*ends_a)}, the other {sizes.format(*ends_b)}.")
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
                f"{_short(sum_a, out)} in the first net, and to {_short(sum_b, out)} in the second.",
            )
    if a.bias != b.bias:
        biases = _short(a.bias, out), _short(b.bias, out)
        return Verdict("refuted", f"The output bias is {biases[0]} in one net and {biases[1]} in the other.")
    return Verdict("proved", "For every kind of unit the outgoing weights have the same sum in both nets.")


def _read(net: object, what: str) -> list[_Layer]:
    """The two layers of a net."""
    whole = _whole(net)
    if whole is not None:
        return whole
    widths = widths_of(net, what)
    if len(widths) != 3:
        raise Unfit(f"{what} should have one hidden layer, but has {len(widths) - 2}.")
    return [
        _Layer([[int(entry) for entry in row] for row in layer.numerators.table()], int(layer.denominator))
        for layer in layers(net, widths, what)
    ]


def _whole(net: object) -> list[_Layer] | None:
    """The two layers of a net of whole numbers in float arrays, read quickly; None for anything else."""
    if not isinstance(net, list) or len(cast("list[object]", net)) != 2:
        return None
    found: list[_Layer] = []
    for pair in cast("list[object]", net):
        W, b = cast("tuple[object, object]", pair) if isinstance(pair, tuple) and len(pair) == 2 else (None, None)  # pyright: ignore[reportUnknownArgumentType]
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


def _ends(both: list[_Layer]) -> tuple[int, int]:
    """Numbers of inputs and outputs."""
    return len(both[0].rows[0]) - 1, len(both[1].rows)


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

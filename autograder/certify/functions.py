"""Whether two nets compute the same function, whatever the activation."""

from __future__ import annotations

from dataclasses import dataclass

from flint import fmpq, fmpz

from autograder.certify.numbers import Exact, Unfit, decimal, layers, widths_of
from autograder.certify.verdict import Verdict

Row = tuple[int, ...]


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
    within, out = (one.denominator.lcm(other.denominator) for one, other in zip(layers_a, layers_b, strict=True))
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


def _read(net: object, what: str) -> list[Exact]:
    """The two layers of a net."""
    widths = widths_of(net, what)
    if len(widths) != 3:
        raise Unfit(f"{what} should have one hidden layer, but has {len(widths) - 2}.")
    return layers(net, widths, what)


def _ends(both: list[Exact]) -> tuple[int, int]:
    """Numbers of inputs and outputs."""
    return both[0].columns - 1, both[1].rows


def _sums(both: list[Exact], within: fmpz, out: fmpz) -> _Sums:
    """The net with the numbers of its layers over these denominators."""
    kinds, last = _rows(both[0], within), _rows(both[1], out)
    sums: dict[Row, Row] = {}
    for kind, outgoing in zip(kinds, zip(*(row[:-1] for row in last), strict=True), strict=True):
        sums[kind] = tuple(x + y for x, y in zip(sums[kind], outgoing, strict=True)) if kind in sums else outgoing
    return _Sums(kinds, sums, tuple(row[-1] for row in last))


def _rows(layer: Exact, denominator: fmpz) -> list[Row]:
    factor = denominator // layer.denominator
    return [tuple(int(entry * factor) for entry in row) for row in layer.numerators.table()]


def _short(values: Row, denominator: fmpz) -> str:
    """At most six numbers, for people."""
    shown = [decimal(fmpq(value, denominator)) for value in values[:6]]
    return f"[{', '.join([*shown, '...'] if len(values) > 6 else shown)}]"

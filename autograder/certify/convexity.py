"""Whether three points prove that a loss is not convex.

The proof is the negation of the definition of convexity: a loss L is convex if and only if
``L(lam*a + (1-lam)*b) <= lam*L(a) + (1-lam)*L(b)`` for all points a and b and all lam between 0 and 1. One triple
(a, b, lam) with a gap above 0 between the two sides, a certificate, is enough.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import arb, fmpq

from autograder.certify.balls import PRECISION, Value, precision
from autograder.certify.losses import Loss, Point
from autograder.certify.numbers import Unfit, decimal, mixture, rational
from autograder.certify.verdict import Verdict

LAM_BITS = 2_200
"""Bits of the numerator and denominator of lam; those of floats have at most 1075."""
LIMIT = 4096
"""Bits of the last attempt; more by as many as lam has leading zeros, since the gap shrinks with lam.

Thanks to the exact parts (see `autograder.certify.balls`) ordinary certificates need 64, whatever their size. Gaps of
second order between points 1e-300 apart need 2000.
"""
MOST_WORK = 900_000_000
"""Limits the bits of the last attempt: exponentials of one value times ``bits**1.5``, since they take so much longer.

That is about half a second for all attempts together. 1024 bits are tried in any case.
"""
MOST_RATIONAL_WORK = 800_000_000
"""Products of 64-bit words that the rational values at the three points may take; about half a second."""
DIGITS, DIGITS_BITS = 6, 22
"""Digits that are shown, and bits that make them certain."""


def nonconvexity(loss: Loss[Any], a: object, b: object, lam: object) -> Verdict:
    """Decide ``loss(lam*a + (1-lam)*b) > lam*loss(a) + (1-lam)*loss(b)``, which proves that the loss is not convex.

    Numbers are taken at their exact value, `lam` (a float, an int or a Fraction) too. Identity and ReLU nets, and nets
    without a hidden layer, are decided in rational arithmetic; tanh and sigmoid in balls of growing precision. What
    would take longer than about a second is left undecided. What is no certificate in form (another shape, NaN, equal
    ends, `lam` outside (0, 1)) is refuted; nothing raises.
    """
    try:
        weight = fmpq(*rational(lam, "lam", LAM_BITS))
        first, second = loss.read(a, "the point a"), loss.read(b, "the point b")
    except Unfit as unfit:
        return Verdict("refuted", str(unfit))
    if not 0 < weight < 1:
        return Verdict("refuted", f"lam should lie strictly between 0 and 1, but is {_in_full(weight)}.")
    if all(one.equals(other) for one, other in zip(first, second, strict=True)):
        return Verdict("refuted", "The points a and b are equal: there is nothing between them.")
    middle = [mixture(weight, one, other) for one, other in zip(first, second, strict=True)]
    return _decide(loss, (first, middle, second), weight)


@dataclass(frozen=True)
class _Sides:
    """The two sides of the inequality, and by how much the first is larger; all with one precision."""

    middle: fmpq | arb
    chord: fmpq | arb
    gap: fmpq | arb


def _decide(loss: Loss[Any], points: tuple[Point, Point, Point], lam: fmpq) -> Verdict:
    if sum(loss.rational_work(point) for point in points) > MOST_RATIONAL_WORK:
        return Verdict(
            "undecided",
            "The exact numbers of this certificate grow too long, layer by layer, to be decided: take shorter ones.",
        )
    looked = False
    bits = PRECISION
    for bits in _precisions(loss, lam):
        sides = _sides(loss, points, lam, bits)
        above = bool(sides.gap > 0)
        if above or sides.gap <= 0:
            if _certain_digits(sides.gap) < DIGITS:
                sides = _sides(loss, points, lam, bits + 2 * DIGITS_BITS)
            return Verdict("proved" if above else "refuted", _account(lam, sides, "above" if above else "not above"))
        reason = None if looked else loss.exact_reason(*points, lam)
        if reason is not None:
            return Verdict("refuted", reason)
        looked = True
    return Verdict(
        "undecided", f"At lam = {_short(lam)} the gap is too small to be decided at {bits:,} bits: take other points."
    )


def _sides(loss: Loss[Any], points: tuple[Point, Point, Point], lam: fmpq, bits: int) -> _Sides:
    with precision(bits):
        at_a, at_middle, at_b = (loss.value(point) for point in points)
        chord = Value(fmpq(0), None).plus(lam, at_a).plus(1 - lam, at_b)
        return _Sides(*(_number(side) for side in (at_middle, chord, at_middle.plus(fmpq(-1), chord))))


def _number(value: Value) -> fmpq | arb:
    """The number itself if it is known exactly, otherwise a ball."""
    return value.exact if value.rest is None else value.ball()


def _precisions(loss: Loss[Any], lam: fmpq) -> Generator[int]:
    """The precisions to try, one after the other."""
    nearer = min(lam.p, lam.q - lam.p)
    limit = LIMIT + lam.q.bit_length() - nearer.bit_length() - 1
    affordable = int((MOST_WORK / max(1, loss.evaluations)) ** (2 / 3))
    limit = max(1024, min(limit, affordable))
    bits = PRECISION
    while 2 * bits < limit:
        yield bits
        bits *= 4
    yield limit


def _account(lam: fmpq, sides: _Sides, where: str) -> str:
    size = "exactly 0" if isinstance(sides.gap, fmpq) and sides.gap == 0 else _certain(sides.gap)
    return (
        f"At lam = {_short(lam)} the loss of the mixture is {_certain(sides.middle)}, {where} the chord's "
        f"{_certain(sides.chord)}: the gap is {size}."
    )


def _certain(number: fmpq | arb) -> str:
    """A number to those of its first six digits that are certain."""
    if digits := _certain_digits(number):
        return decimal(number, digits)
    if number > 0 or number < 0:
        return "positive" if number > 0 else "negative"
    return f"at most {decimal(arb(number).abs_upper())} in size"


def _certain_digits(number: fmpq | arb) -> int:
    if isinstance(number, fmpq):
        return DIGITS
    return max(0, min(DIGITS, number.rel_accuracy_bits() * DIGITS // DIGITS_BITS))


def _short(lam: fmpq) -> str:
    """lam as a short fraction or decimal; also one next to 1 is told from 1."""
    if lam.q <= 1000:
        return f"{lam.p}/{lam.q}"
    shown = decimal(lam)
    return f"1 - {decimal(1 - lam)}" if shown == "1" else shown


def _in_full(number: fmpq) -> str:
    """A number as it may have been written: with all digits of a float, or as a fraction, if that is not long."""
    fraction = Fraction(int(number.p), int(number.q))
    try:
        if Fraction(value := float(fraction)) == fraction:
            return repr(value).removesuffix(".0")
    except OverflowError:
        pass
    written = str(fraction)
    if len(written) <= 80:
        return written
    shown = decimal(number)
    return f"1 + {decimal(number - 1)}" if shown == "1" else shown

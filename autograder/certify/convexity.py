"""Whether three points prove that a loss is not convex."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from flint import arb, fmpq, fmpz

from autograder.certify.balls import PRECISION, Value, precision
from autograder.certify.losses import Loss, Point
from autograder.certify.numbers import Unfit, combination, decimal, rational
from autograder.certify.verdict import Verdict

LIMIT = 4096
"""Bits of the last attempt; more by as many as lam has leading zeros, since the gap shrinks with lam.

Thanks to the exact parts (see `autograder.certify.balls`) ordinary certificates need 64, whatever their size. Gaps of
second order between points 1e-300 apart need 2000.
"""
MOST_WORK = 50_000_000
"""Exponentials times bits of the last attempt, which bounds the time; 1024 bits are tried in any case."""


def nonconvexity(loss: Loss[Any], a: object, b: object, lam: object) -> Verdict:
    """Decide ``loss(lam*a + (1-lam)*b) > lam*loss(a) + (1-lam)*loss(b)``, which proves that the loss is not convex.

    Numbers are taken at their exact value, `lam` (a float, an int or a Fraction) too. Identity and ReLU nets, and nets
    without a hidden layer, are decided in rational arithmetic; tanh and sigmoid in balls of growing precision, and
    left undecided at its limit. What is no certificate in form (another shape, NaN, equal ends, `lam` outside (0, 1))
    is refuted; nothing raises.
    """
    try:
        p, q = (fmpz(part) for part in rational(lam, "lam"))
        first, second = loss.read(a, "the point a"), loss.read(b, "the point b")
    except Unfit as unfit:
        return Verdict("refuted", str(unfit))
    if not 0 < p < q:
        return Verdict("refuted", f"lam should lie strictly between 0 and 1, but is {decimal(fmpq(p, q))}.")
    if all(one.equals(other) for one, other in zip(first, second, strict=True)):
        return Verdict("refuted", "The points a and b are equal: there is nothing between them.")
    middle = [combination(p, one, q - p, other, q) for one, other in zip(first, second, strict=True)]
    return _decide(loss, (first, middle, second), fmpq(p, q))


def _decide(loss: Loss[Any], points: tuple[Point, Point, Point], lam: fmpq) -> Verdict:
    looked = False
    bits = PRECISION
    for bits in _precisions(loss, lam):
        with precision(bits):
            at_a, at_middle, at_b = (loss.value(point) for point in points)
            chord = Value(lam * at_a.exact + (1 - lam) * at_b.exact, None)
            gap: fmpq | arb = at_middle.exact - chord.exact
            if at_middle.rest is not None and at_a.rest is not None and at_b.rest is not None:
                chord = Value(chord.exact, lam * at_a.rest + (1 - lam) * at_b.rest)
                gap = gap + (at_middle.rest - lam * at_a.rest - (1 - lam) * at_b.rest)
            if gap > 0:
                return Verdict("proved", _account(lam, at_middle, chord, gap, "above"))
            if gap <= 0:
                return Verdict("refuted", _account(lam, at_middle, chord, gap, "not above"))
        if not looked and loss.straight(*points, lam.p, lam.q):
            return Verdict(
                "refuted",
                "On the straight line from a to b the loss is that of outputs which change in proportion, and such a "
                "loss is convex: the gap is not above 0.",
            )
        looked = True
    return Verdict(
        "undecided", f"At lam = {_mixture(lam)} the gap is too small to be decided at {bits:,} bits: take other points."
    )


def _precisions(loss: Loss[Any], lam: fmpq) -> Generator[int]:
    """The precisions to try, one after the other."""
    nearer = min(lam.p, lam.q - lam.p)
    limit = LIMIT + lam.q.bit_length() - nearer.bit_length() - 1
    limit = max(1024, min(limit, MOST_WORK // max(1, 3 * loss.evaluations)))
    bits = PRECISION
    while bits < limit:
        yield bits
        bits *= 4
    yield limit


def _account(lam: fmpq, middle: Value, chord: Value, gap: fmpq | arb, where: str) -> str:
    size = "exactly 0" if isinstance(gap, fmpq) and gap == 0 else decimal(gap)
    return (
        f"At lam = {_mixture(lam)} the loss of the mixture is {decimal(middle.ball())}, {where} the chord's "
        f"{decimal(chord.ball())}: the gap is {size}."
    )


def _mixture(lam: fmpq) -> str:
    """lam as a short fraction or decimal; also one next to 1 is told from 1."""
    if lam.q <= 1000:
        return f"{lam.p}/{lam.q}"
    shown = decimal(lam)
    return f"1 - {decimal(1 - lam)}" if shown == "1" else shown

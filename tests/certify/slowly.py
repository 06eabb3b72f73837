"""The same mathematics a second time, as plainly as possible: Fractions in loops, and decimals of 120 digits."""

from __future__ import annotations

import decimal
import itertools
import math
from decimal import Decimal
from fractions import Fraction

import numpy as np

DIGITS = 120
CONTEXT = decimal.Context(prec=DIGITS, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN)


def exact_net(net):
    """All entries as Fractions."""
    return [([[Fraction(w) for w in row] for row in W], [Fraction(v) for v in b]) for W, b in net]


def mixture(net_a, net_b, lam):
    """The point ``lam * a + (1 - lam) * b``, for nets of Fractions."""

    def mix(x, y):
        return lam * x + (1 - lam) * y

    return [
        (
            [[mix(x, y) for x, y in zip(r, s, strict=True)] for r, s in zip(W, V, strict=True)],
            [mix(x, y) for x, y in zip(b, c, strict=True)],
        )
        for (W, b), (V, c) in zip(net_a, net_b, strict=True)
    ]


def outputs(net, x, act):
    """Outputs of a net for one sample."""
    for k, (W, b) in enumerate(net):
        z = [sum((w * v for w, v in zip(row, x, strict=True)), bias) for row, bias in zip(W, b, strict=True)]
        x = [act(v) for v in z] if k < len(net) - 1 else z
    return x


def loss(net, X, Y, act):
    """Mean squared error."""
    terms = [(f - y) ** 2 for x, ys in zip(X, Y, strict=True) for f, y in zip(outputs(net, x, act), ys, strict=True)]
    return sum(terms[1:], terms[0]) / len(terms)


def gap(a, b, lam, X, Y, act):
    """``loss(mixture) - chord`` in Fractions; `act` is identity or relu."""
    a, b, lam = exact_net(a), exact_net(b), Fraction(lam)
    X, Y = ([[Fraction(v) for v in row] for row in table] for table in (X, Y))
    return loss(mixture(a, b, lam), X, Y, act) - lam * loss(a, X, Y, act) - (1 - lam) * loss(b, X, Y, act)


def decimal_gap(a, b, lam, X, Y, act):
    """The same in decimals of 120 digits, for tanh and sigmoid; parameters are mixed before they are rounded."""
    a, b, lam = exact_net(a), exact_net(b), Fraction(lam)
    X, Y = ([[rounded(Fraction(v)) for v in row] for row in table] for table in (X, Y))
    with decimal.localcontext(CONTEXT):
        at_a, at_m, at_b = (loss(rounded_net(net), X, Y, act) for net in (a, mixture(a, b, lam), b))
        return at_m - rounded(lam) * at_a - rounded(1 - lam) * at_b


def rounded(value):
    return CONTEXT.divide(Decimal(value.numerator), Decimal(value.denominator))


def rounded_net(net):
    return [([[rounded(w) for w in row] for row in W], [rounded(v) for v in b]) for W, b in net]


def identity(z):
    return z


def relu(z):
    return max(z, 0 * z)


def tanh(z):
    if z < 0:
        return -tanh(-z)
    if z < Decimal("1e-20"):  # the difference below would lose all digits
        return z - z**3 / 3 + 2 * z**5 / 15
    e = CONTEXT.exp(-2 * z)
    return (1 - e) / (1 + e)


def sigmoid(z):
    e = CONTEXT.exp(-abs(z))
    return (1 if z >= 0 else e) / (1 + e)


EXACT = {"identity": identity, "relu": relu}
SMOOTH = {"tanh": tanh, "sigmoid": sigmoid}


def random_net(rng, widths, draw):
    """A net whose entries are drawn by ``draw(rng, shape)``."""
    return [(draw(rng, (m, n)), draw(rng, (m,))) for n, m in itertools.pairwise(widths)]


def normal(rng, shape):
    return rng.normal(size=shape)


def whole(rng, shape):
    """Small whole numbers, so that kinks of ReLU and gaps of exactly zero are met."""
    return rng.integers(-2, 3, size=shape).astype(float)


def any_size(rng, shape):
    """Floats of every magnitude, zeros and subnormal ones included."""
    return rng.normal(size=shape) * np.ldexp(1.0, rng.integers(-1074, 1010, size=shape))


def far(rng, shape):
    """Magnitudes from 1e-300 to 1e300."""
    return rng.normal(size=shape) * 10.0 ** rng.choice([-300, -20, 0, 20, 300], size=shape)


LAMBDAS = [
    0.5,
    0.3,
    5e-324,
    1e-300,
    math.nextafter(1, 0),
    Fraction(1, 3),
    Fraction(3**1000, 3**1000 + 1),
    Fraction(1, 2**2199),
]
"""Ordinary ones, those next to 0 and to 1, and long ones."""

"""Balls hold the true value, huge weights cost no precision, and the process's precision is left alone."""

from __future__ import annotations

import math
import threading
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from certify import slowly
from flint import arb, arb_mat, ctx, fmpq

from autograder import nets
from autograder.certify import Unfit, balls, exact
from autograder.certify.numbers import matrix

WIDTHS = ([2, 3, 1], [1, 2, 2, 2], [3, 2], [2, 1, 1, 1, 2])


def holds(ball, value, margin=Fraction(0)):
    """Whether a ball, widened by a margin, holds a rational number; in exact arithmetic."""
    middle, radius = ball.mid().fmpq(), ball.rad().fmpq()
    away = abs(Fraction(int(middle.p), int(middle.q)) - value)
    return away <= Fraction(int(radius.p), int(radius.q)) + margin


def holds_decimal(ball, value):
    """Whether a ball holds a decimal of 120 digits, the last ones of which are rounded."""
    return holds(ball, Fraction(value), abs(Fraction(value)) * Fraction(1, 10**100) + Fraction(1, 10**400))


@pytest.mark.parametrize("bits", [64, 200, 300])
@pytest.mark.parametrize("activation", slowly.SMOOTH)
def test_outputs_and_loss_hold_the_true_values(activation, bits):
    rng = np.random.default_rng(2)
    act = slowly.SMOOTH[activation]
    for widths in WIDTHS:
        for draw in (slowly.normal, slowly.whole, lambda rng, shape: 30 * rng.normal(size=shape)):
            net = slowly.random_net(rng, widths, draw)
            X, Y = draw(rng, (3, widths[0])), draw(rng, (3, widths[-1]))
            plain = slowly.rounded_net(slowly.exact_net(net))
            with slowly.decimal.localcontext(slowly.CONTEXT):
                samples, targets = ([[Decimal(v) for v in row] for row in table.tolist()] for table in (X, Y))
                expected = [slowly.outputs(plain, x, act) for x in samples]
                mean = slowly.loss(plain, samples, targets, act)
            found = balls.outputs(net, X, activation, bits)
            for balls_of_sample, values in zip(found, expected, strict=True):
                assert all(holds_decimal(b, v) for b, v in zip(balls_of_sample, values, strict=True))
            ball = balls.loss(net, X, Y, activation, bits)
            assert holds_decimal(ball, mean)
            assert ball.rel_accuracy_bits() > bits - 40
            assert float(ball) == pytest.approx(nets.mse(net, X, Y, activation), rel=1e-9)


@pytest.mark.parametrize("activation", slowly.EXACT)
def test_balls_hold_what_rationals_give(activation):
    rng = np.random.default_rng(3)
    for widths in WIDTHS:
        net = slowly.random_net(rng, widths, slowly.far)
        X, Y = slowly.far(rng, (3, widths[0])), slowly.far(rng, (3, widths[-1]))
        mean = exact.loss(net, X, Y, activation)
        assert holds(balls.loss(net, X, Y, activation), mean)


@pytest.mark.parametrize("activation", slowly.SMOOTH)
def test_every_entry_is_enclosed_and_precise(activation):
    """Also next to 0, next to the change of formula at 1, and where the function is nearly constant."""
    values = [0.0, 5e-324, 1e-300, 1e-9, 0.3, 1.0, math.nextafter(1, 2), math.nextafter(1, 0), 2.0, 40.0, 700.0]
    values += [-v for v in values]
    with balls.precision(64):
        split = balls.activate(matrix([values], 1, len(values), "z"), activation)
        whole = balls.joined(split).entries()
    assert split.rest is not None
    for z, ball, rest in zip(values, whole, split.rest.entries(), strict=True):
        with slowly.decimal.localcontext(slowly.CONTEXT):
            expected = slowly.SMOOTH[activation](Decimal(z))
        assert holds_decimal(ball, expected)
        assert rest == 0 or rest.rel_accuracy_bits() > 50


@pytest.mark.parametrize("z", [1e60, 1e300, 1.7e308])
def test_saturated_units_are_known_to_the_last_bit(z):
    ball = balls.outputs([([[z], [-z]], [0, 0]), ([[1, 1]], [0.5])], [[z]], "tanh")[0][0]
    assert ball.contains(0.5)
    assert ball.rad() < 1e-15
    with balls.precision(64):
        split = balls.activate(matrix([[z, -z]], 1, 2, "z"), "sigmoid")
    assert split.exact.fractions() == [[1, 0]]
    assert split.rest is not None
    assert all(abs(rest) < arb(10) ** -1000 for rest in split.rest.entries())


@pytest.mark.parametrize("activation", slowly.SMOOTH)
def test_wide_balls_are_enclosed_too(activation):
    """Balls that hold 0 or the change of formula at 1: the image of each of their points is in the result."""
    wide = [(0.5, 1.0), (-0.5, 1.0), (1.5, 3.0), (-1.5, 3.0), (1.2, 0.5), (-1.2, 0.5), (40.0, 60.0), (0.0, 1e300)]
    with balls.precision(64):
        split = balls.activate(arb_mat([[arb(middle, radius) for middle, radius in wide]]), activation)
        whole = balls.joined(split).entries()
    for (middle, radius), ball in zip(wide, whole, strict=True):
        for place in (-1, -0.7, 0, 0.3, 1):
            with slowly.decimal.localcontext(slowly.CONTEXT):
                expected = slowly.SMOOTH[activation](Decimal(middle) + Decimal(place) * Decimal(radius))
            assert holds_decimal(ball, expected)


def test_nothing_cancels_in_the_first_layer():
    net = [([[1e300, 1.0, -1e300]], [2.0**-1074]), ([[1.0]], [0.0])]
    ball = balls.outputs(net, [[1e300, 0, 1e300]], "tanh")[0][0]
    assert ball.rel_accuracy_bits() > 55
    assert ball.overlaps(arb(2.0**-1074))


@pytest.mark.parametrize("activation", nets.ACTIVATIONS)
def test_a_net_without_hidden_layer_has_no_balls(activation):
    params = balls.layers([([[1, 2]], [3])], [2, 1], "net")
    assert balls.split_outputs(params, matrix([[1], [1]], 2, 1, "X"), activation).rest is None


def test_shapes_that_do_not_fit_are_refused():
    net = [([[1, 2]], [3]), ([[1]], [0])]
    with pytest.raises(Unfit, match="X has 1 columns"):
        balls.outputs(net, [[1]], "tanh")
    with pytest.raises(Unfit, match="Y should have shape"):
        balls.loss(net, [[1, 2]], [[1, 2]], "tanh")


@pytest.mark.parametrize("activation", ["ReLU", "cos", "", "Tanh"])
def test_an_unknown_activation_is_refused(activation):
    for net in ([([[1]], [0]), ([[1]], [0])], [([[1]], [0])]):
        with pytest.raises(Unfit, match=f"There is no activation '{activation}': take one of identity, relu,"):
            balls.outputs(net, [[1]], activation)
        with pytest.raises(Unfit, match=f"There is no activation '{activation}'"):
            balls.loss(net, [[1]], [[1]], activation)
    with pytest.raises(KeyError):
        balls.activate(matrix([[1]], 1, 1, "z"), "cos")


def test_sums_of_exact_numbers_and_balls():
    """A number without a ball counts as exactly its exact part."""
    exactly, ball = balls.Value(fmpq(1), None), balls.Value(fmpq(2), arb(4))
    for one, other, total in ((exactly, exactly, 4), (exactly, ball, 19), (ball, exactly, 9), (ball, ball, 24)):
        found = one.plus(fmpq(3), other)
        assert found.ball() == total
        assert (found.rest is None) == (one is other is exactly)


def test_the_precision_is_set_and_restored():
    before = ctx.prec
    with balls.precision(200):
        assert ctx.prec == 200
        with balls.precision(70):
            assert ctx.prec == 70
        assert ctx.prec == 200
        with pytest.raises(ZeroDivisionError), balls.precision(90):
            _ = 1 / 0
        assert ctx.prec == 200
    balls.outputs([([[1]], [0]), ([[1]], [0])], [[1]], "tanh", 300)
    assert ctx.prec == before


def test_threads_do_not_disturb_each_others_precision():
    before = ctx.prec
    net = slowly.random_net(np.random.default_rng(0), [2, 3, 1], slowly.normal)
    wrong = []

    def work(bits):
        for _ in range(50):
            ball = balls.outputs(net, [[0.3, 0.4]], "tanh", bits)[0][0]
            if not bits - 20 < ball.rel_accuracy_bits() <= bits + 5:
                wrong.append(bits)

    threads = [threading.Thread(target=work, args=(bits,)) for bits in (64, 128, 500, 1000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert ctx.prec == before

"""The hidden checks of scaling_certificate. Any valid certificate will do: each is proved in exact rationals.

The factor has to be chosen from the data: nets that reach a thousandth of their targets, or 1e-100 of them, need
large ones. Where this is so small, the output bias is 0, so that nothing is lost by adding it, and all is powers of
two, so that a factor which is just large enough is not made too small by rounding.
"""

from functools import cache

import numpy as np

from autograder import certify, nets
from autograder.checks import check, expect
from autograder.checks.cases import Case, inputs, net

from .special_nets import FAN, FUNNEL, LONG, SQUARE, layers


@cache
def loss_of(case):
    """The loss whose convexity is in question."""
    return certify.NetLoss(case.X, case.Y, case.activation, nets.widths(case.net))


def scaling_is_proved(student, case):
    """The student's certificate, proved."""
    expect.certificate(student.scaling_certificate(case.net, case.X, case.Y, case.activation), loss_of(case))


def given(label, activation, start, X, Y):
    return Case(label, net=start, X=np.array(X, dtype=float), Y=np.array(Y, dtype=float), activation=activation)


def times_contribution(label, activation, start, factor, samples=4, off=0.0):
    """Targets that lie from the output bias by `factor` times what the units contribute, and a little off."""
    X = inputs(samples, start[0][0].shape[1], seed=samples)
    c = start[-1][1]
    Y = c + factor * (nets.forward(start, X, activation) - c)
    wobble = off * (-1.0) ** np.add.outer(np.arange(samples), np.arange(Y.shape[1]))
    return Case(label, net=start, X=X, Y=Y + wobble, activation=activation)


# Many small samples and a large one. What counts is sum(g r) / sum(g g), and here it is almost 3 times the quotient
# of the largest numbers, or of the means.
ONE_IS_LARGER = [[5], *[[1]] * 24]


def one_unit(w, b, v, c):
    return layers(([[w]], [b]), ([[v]], [c]))


PLAIN = one_unit(1, 0, 1, 0)
TO_TWO = layers(([[1, 1]], [0]), ([[1], [0.001]], [0, 0]))  # one unit, two outputs
AND_BACK = layers(([[1, 1]], [0]), ([[0.001], [1]], [0, 0]))
DEAD_FIRST = layers(([[1, 0], [1, 2], [0, 1]], [-50, 0.5, 1]), ([[9, 2, -1], [8, 1, 3]], [0.5, -1]))
DEAD_LAST = layers(([[1, 2], [0, 1]], [0.5, -60]), ([[2, -7]], [0.25]))
IDLE_FIRST = layers(([[3, 1], [1, 2]], [1, 0.5]), ([[0, 2]], [0.25]))
NO_INCOMING = layers(([[0, 0], [0, 0]], [2, -1]), ([[1.5, 4]], [0.5]))  # a constant, made by a bias
CANCELLING = layers(([[1], [1], [1]], [0, 0, -3]), ([[2, -2, 1]], [0]))  # units 0 and 1 cancel; unit 2 from x = 3 on
BIAS_ONLY = layers(  # the first layer is dead on positive samples, and the second lives on its biases
    ([[-1, -2], [-2, -1]], [0, 0]), ([[1, 2], [3, 1]], [1, 2]), ([[1, -3]], [0.5])
)
SIGN_BY_SIGN = layers(([[1], [-1]], [0, 0]), ([[1, 2]], [0]))  # one unit for positive, the other for negative x


@check(
    "scaling_certificate",
    points=0.75,
    cases=[
        given("a thousandth of the target", "relu", PLAIN, [[1]], [[1000]]),
        given("minus a thousandth of the target", "relu", PLAIN, [[1]], [[-1000]]),
        given("a millionth of the target", "relu", one_unit(1, 0.5, 2, 0.25), [[1]], [[3e6]]),
        given("a large output bias, fitted", "relu", one_unit(1, 0.5, 2, 1000), [[1], [2]], [[1003], [1005]]),
        given("a large output bias, far off", "relu", one_unit(1, 0.5, 2, -1000), [[1], [2]], [[1000], [1000]]),
        given("the first output fits", "relu", TO_TWO, [[1, 1], [1, 2]], [[2, 1e5], [3, 1.5e5]]),
        given("the second output fits", "relu", AND_BACK, [[1, 1], [1, 2]], [[1e5, 2], [1.5e5, 3]]),
        given("the first sample fits", "relu", PLAIN, ONE_IS_LARGER, [[5], *[[1e5]] * 24]),
        given("the first sample alone is far off", "relu", PLAIN, ONE_IS_LARGER, [[5e3], *[[0]] * 24]),
        times_contribution("two outputs, a fiftieth", "relu", FAN, 50, off=0.5),
        times_contribution("two outputs, three halves", "relu", FUNNEL, 2 / 3, off=0.5),
        given("2**-100 of the target", "relu", PLAIN, [[2.0**-101]], [[0.5]]),
        given("2**-329 of the target", "relu", one_unit(2.0**-200, 0, 2.0**-130, 0), [[1], [2]], [[0.5], [1]]),
        given("1e100 times the target", "relu", PLAIN, [[1e100], [-1e100]], [[1], [2]]),
    ],
)
def the_factor_fits_the_data(student, case):
    """There is a proof however small a part of its targets the net reaches, or however far it overshoots."""
    scaling_is_proved(student, case)


@check(
    "scaling_certificate",
    points=0.75,
    cases=[
        given("only the second sample is active", "relu", one_unit(1, -2, 1, 0.5), [[1], [3], [2]], [[4], [5], [-6]]),
        given("the first unit is dead", "relu", DEAD_FIRST, [[1, 2], [3, 1]], [[20, 30], [-10, 40]]),
        given("the last unit is dead", "relu", DEAD_LAST, [[1, 2], [3, 1], [-4, 1]], [[90], [80], [70]]),
        given("the first unit is idle", "relu", IDLE_FIRST, [[1, 2], [-1, 1]], [[90], [60]]),
        given("a constant", "relu", NO_INCOMING, [[1, 2], [-1, 1]], [[10], [60]]),
        given("X is 0", "relu", NO_INCOMING, [[0, 0]], [[-9]]),
        given("units that cancel on all samples but one", "relu", CANCELLING, [[1], [2], [4]], [[9], [9], [9]]),
        given("positive and negative samples", "relu", SIGN_BY_SIGN, [[1], [-1], [-2]], [[30], [-40], [50]]),
        given("the target is the bias", "relu", one_unit(-1, 0, 2, 3), [[-1], [1]], [[3], [3]]),
    ],
)
def dead_units_and_samples_do_no_harm(student, case):
    """There is a proof with units that are dead, idle or cancel, and with samples that no unit is active on."""
    scaling_is_proved(student, case)


@check(
    "scaling_certificate",
    points=0.25,
    cases=[
        given("negative before the activation", "identity", one_unit(1, -9, 1, 0), [[1], [2]], [[-800], [-700]]),
        times_contribution("worse than its own bias", "identity", FUNNEL, -1),
        times_contribution("two outputs, a fiftieth", "identity", FAN, 50, off=0.5),
        given("samples cancel", "identity", PLAIN, [[1], [-1]], [[800], [-800]]),
        given("units that cancel but for the bias", "identity", CANCELLING, [[1], [2], [3]], [[-70], [9], [9]]),
    ],
)
def linear_units_can_be_rescaled_too(student, case):
    """There is a proof for the identity, also with negative values, and for nets worse than their own output bias."""
    scaling_is_proved(student, case)


@check(
    "scaling_certificate",
    points=0.5,
    cases=[
        given("the first of two layers is dead", "relu", BIAS_ONLY, [[1, 2], [3, 1]], [[-60], [-50]]),
        times_contribution("two hidden layers, a fiftieth", "relu", SQUARE, 50, off=0.5),
        times_contribution("three hidden layers, minus one", "identity", LONG, -1, off=0.25),
        times_contribution("three hidden layers, a fiftieth", "relu", LONG, 50),
        times_contribution("layers of one unit", "identity", net([1, 1, 1, 1], seed=52), 30, samples=3),
    ],
)
def deep_nets_can_be_rescaled_too(student, case):
    """There is a proof for deep nets."""
    scaling_is_proved(student, case)


@check(
    "scaling_certificate",
    points=0.25,
    cases=[
        times_contribution("one hidden layer", "relu", FAN, 50, off=0.5),
        times_contribution("two hidden layers", "identity", SQUARE, 2),
    ],
    needs=the_factor_fits_the_data,
)
def this_proof_leaves_its_arguments_alone(student, case):
    """The net and the data are as they were, and the two nets and lam are a proof."""
    scaling_is_proved(student, case)
    expect.unchanged(student)

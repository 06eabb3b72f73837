"""The visible checks of the lab: small nets, so that a failure can be followed with pencil and paper."""

import itertools
from functools import cache

import numpy as np

from autograder import certify, nets
from autograder.checks import check, expect, pictures, values
from autograder.checks.cases import Case
from autograder.checks.errors import Mismatch
from autograder.checks.show import short


def make(*layers):
    """A net from nested lists."""
    return [(np.array(W, dtype=float), np.array(b, dtype=float)) for W, b in layers]


THREE = make(([[1, -2], [4, 6], [-2, 8]], [2, 0, -8]), ([[2, -1, 5]], [1]))
FOUR = make(([[1, 0], [2, 5], [-3, 1], [4, -2]], [1, 0, 3, 4]), ([[1, 2, 3, 2], [0, -4, 1, 1]], [1, -1]))
DEEP = make(([[1, 2], [3, 5]], [0, 1]), ([[1, -2], [4, 9]], [-1, 2]), ([[3, -5]], [7]))
UNEVEN = make(([[1, 0], [2, 2]], [1, 3]), ([[1, 2], [3, 4], [5, 9]], [0, 6, -3]), ([[1, 2, 6], [0, -3, 0]], [1, -1]))
PLAIN = make(([[1, 2], [3, -1]], [1, -1]))
XOR = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
EXCLUSIVE_OR = np.array([[0.0], [1.0], [1.0], [0.0]])
XOR_NET = make(([[1, 1], [1, 1]], [0, -1]), ([[1, -2]], [0]))
STUBBORN = make(([[1], [2], [5]], [0, 0, 0]), ([[-1, -1, 1]], [0]))
ONE, ZERO = np.array([[1.0]]), np.array([[0.0]])


# The means over all independent reorderings of the hidden layers, worked out beforehand.
MEANS = {
    "THREE": make(([[1, 4]] * 3, [-2] * 3), ([[2, 2, 2]], [1])),
    "FOUR": make(([[1, 1]] * 4, [2] * 4), ([[2] * 4, [-0.5] * 4], [1, -1])),
    "DEEP": make(([[2, 3.5]] * 2, [0.5, 0.5]), ([[3, 3], [3, 3]], [0.5, 0.5]), ([[-1, -1]], [7])),
    "UNEVEN": make(([[1.5, 1]] * 2, [2, 2]), ([[4, 4]] * 3, [1, 1, 1]), ([[3, 3, 3], [-1, -1, -1]], [1, -1])),
    "XOR_NET": make(([[1, 1], [1, 1]], [-0.5, -0.5]), ([[-0.5, -0.5]], [0])),
    "STUBBORN": make(([[8 / 3]] * 3, [0] * 3), ([[-1 / 3] * 3], [0])),
}


def close_parameters(value, expected, because=""):
    """Demand these parameters to a relative 1e-9; where sums cancel, rounding of about 1e-16 is left."""
    given = expect.net(value, expected)
    for layer, ((W, b), (We, be)) in enumerate(zip(given, expected, strict=True), start=1):
        expect.close(W, We, f"W{layer}{because}", atol=1e-11)
        expect.close(b, be, f"b{layer}{because}", atol=1e-11)
    return given


# --- average_nets --------------------------------------------------------------------------------------------------


def pair(*entries):
    """A net with two inputs, one output and no hidden layer, of integers if all entries are."""
    return [(np.array([entries[:2]]), np.array(entries[2:]))]


@check(
    "average_nets",
    points=0.5,
    picture=lambda case, answer: pictures.compared(answer, case.mean),
    cases=[
        Case("two small nets", nets=[pair(1.0, 2.0, 3.0), pair(2.0, 4.0, 8.0)], mean=pair(1.5, 3.0, 5.5)),
        Case("integers", nets=[pair(1, 2, 3), pair(2, 4, 8)], mean=pair(1.5, 3.0, 5.5)),
        Case(
            "three nets",
            nets=[THREE, nets.reorder(THREE, [[1, 2, 0]]), nets.reorder(THREE, [[2, 1, 0]])],
            mean=make(([[1, 4], [2, 20 / 3], [0, 4 / 3]], [-2, -8 / 3, -4 / 3]), ([[2, 1, 3]], [1])),
        ),
        Case(
            "two hidden layers",
            nets=[DEEP, nets.reorder(DEEP, [[1, 0], [0, 1]])],
            mean=make(([[2, 3.5]] * 2, [0.5, 0.5]), ([[-0.5, -0.5], [6.5, 6.5]], [-1, 2]), ([[3, -5]], [7])),
        ),
    ],
)
def every_parameter_is_averaged(student, case):
    """Every weight and every bias is the mean of those that the nets have at its place."""
    close_parameters(student.average_nets(case.nets), case.mean)


@check("average_nets", points=0.25, needs=every_parameter_is_averaged)
def other_shapes_are_refused(student):
    """Nets of different shapes are refused with a ValueError."""
    with expect.raises(ValueError, "One net has two hidden units, the other has three"):
        student.average_nets([XOR_NET, THREE])


# --- group_mean ----------------------------------------------------------------------------------------------------


def net_and_mean(case, answer):
    """The net and the student's mean."""
    return pictures.mean(case.net, answer, case.mean)


@check(
    "group_mean",
    points=1.0,
    picture=net_and_mean,
    cases=[
        Case("three units", net=THREE, mean=MEANS["THREE"]),
        Case("four units, two outputs", net=FOUR, mean=MEANS["FOUR"]),
        Case("two and two units", net=DEEP, mean=MEANS["DEEP"]),
        Case("two and three units, two outputs", net=UNEVEN, mean=MEANS["UNEVEN"]),
    ],
)
def it_is_the_mean_over_all_reorderings(student, case):
    """The result is the mean of the nets that all independent reorderings of the hidden layers give."""
    close_parameters(student.group_mean(case.net), case.mean)


@check(
    "group_mean",
    points=0.5,
    picture=net_and_mean,
    cases=[
        Case("four units, two outputs", net=FOUR, mean=MEANS["FOUR"]),
        Case("two layers", net=UNEVEN, mean=MEANS["UNEVEN"]),
    ],
)
def all_units_of_a_layer_are_equal(student, case):
    """In the group mean all units of a hidden layer are equal, and the bias of each output is what it was."""
    mean = expect.net(student.group_mean(case.net), case.net)
    for layer in range(1, len(mean)):
        first, *others = nets.units(mean, layer)
        for k, unit in enumerate(others, start=1):
            expect.that(
                bool(np.allclose(unit, first, rtol=1e-9, atol=1e-11)),
                f"Units 0 and {k} of layer {layer} of your mean differ: {short(first)} and {short(unit)} "
                f"(incoming weights, bias, outgoing weights).",
            )
    expect.close(mean[-1][1], case.net[-1][1], "the output bias", atol=1e-11)
    expect.that(not nets.equal(mean, case.net), "The units of this net differ, but no parameter has changed.")


# --- width_one -----------------------------------------------------------------------------------------------------

PROBES = np.array([[1.0, 0.0], [0.5, -0.5], [-1.0, 2.0]])


@cache
def outputs_of_the_mean(case):
    """What the group mean of a case's net makes of the probes, for each activation."""
    return {activation: nets.forward(case.mean, PROBES, activation) for activation in nets.ACTIVATIONS}


@check(
    "width_one",
    points=1.0,
    cases=[
        Case("three units", net=THREE, mean=MEANS["THREE"]),
        Case("four units, two outputs", net=FOUR, mean=MEANS["FOUR"]),
        Case("two and three units, two outputs", net=UNEVEN, mean=MEANS["UNEVEN"]),
    ],
)
def one_unit_in_each_layer_is_enough(student, case):
    """The net has one unit in each hidden layer, and the outputs of the group mean for every activation."""
    widths = [2, *([1] * (len(case.net) - 1)), len(case.net[-1][1])]
    shapes = [(np.zeros((m, n)), np.zeros(m)) for n, m in itertools.pairwise(widths)]
    narrow = expect.net(student.width_one(case.net), shapes)
    for activation, expected in outputs_of_the_mean(case).items():
        found = nets.forward(narrow, PROBES, activation)
        near = np.abs(found - expected) <= 1e-9 * np.abs(expected) + 1e-10
        if not near.all():
            sample = int(np.argmin(near.all(axis=1)))
            raise Mismatch(
                f"With {activation} at x = {short(PROBES[sample])} the group mean has the outputs "
                f"{short(expected[sample])}, but your net has {short(found[sample])}."
            )


# --- jensen_gap ----------------------------------------------------------------------------------------------------


@check(
    "jensen_gap",
    points=1.0,
    cases=[
        Case("one sample", net=STUBBORN, mean=MEANS["STUBBORN"], X=ONE, Y=ZERO, activation="relu"),
        Case("exclusive or", net=XOR_NET, mean=MEANS["XOR_NET"], X=XOR, Y=EXCLUSIVE_OR, activation="relu"),
        Case(
            "other targets",
            net=XOR_NET,
            mean=MEANS["XOR_NET"],
            X=XOR,
            Y=np.array([[0.0], [-1.0], [0.0], [-2.0]]),
            activation="relu",
        ),
        Case(
            "two outputs",
            net=UNEVEN,
            mean=MEANS["UNEVEN"],
            X=XOR,
            Y=np.hstack([XOR[:, :1], EXCLUSIVE_OR]),
            activation="tanh",
        ),
    ],
)
def it_is_the_loss_of_the_mean_minus_the_loss(student, case):
    """The gap is the loss of the group mean minus the loss of the net, and it may be negative."""
    gap = expect.number(student.jensen_gap(case.net, case.X, case.Y, case.activation))
    of_mean, of_net = (nets.mse(one, case.X, case.Y, case.activation) for one in (case.mean, case.net))
    expect.that(
        abs(gap - (of_mean - of_net)) <= 1e-9 * (of_mean + of_net),  # a difference is as exact as its terms
        f"The loss of the group mean is {of_mean:.10g} and the loss of the net is {of_net:.10g}, "
        f"so the gap is {of_mean - of_net:.10g}, but you have {short(gap)}.",
    )


# --- jensen_certificate --------------------------------------------------------------------------------------------


@cache
def loss_of(case):
    """The loss of a case as something whose convexity can be decided."""
    return certify.NetLoss(case.X, case.Y, case.activation, nets.widths(case.net))


def certificate_is_valid(student, case):
    """The student's certificate, proved by exact arithmetic or by intervals."""
    expect.certificate(student.jensen_certificate(case.net, case.X, case.Y, case.activation), loss_of(case))


@check(
    "jensen_certificate",
    points=0.75,
    cases=[
        Case("exclusive or", net=XOR_NET, X=XOR, Y=EXCLUSIVE_OR, activation="relu"),
        Case("tanh", net=FOUR, X=XOR, Y=nets.forward(FOUR, XOR, "tanh"), activation="tanh"),
        Case("two layers", net=UNEVEN, X=XOR, Y=nets.forward(UNEVEN, XOR, "identity"), activation="identity"),
    ],
)
def a_net_that_fits_gives_a_proof(student, case):
    """For a net that fits its data, the certificate proves that the loss is not convex."""
    certificate_is_valid(student, case)


@check(
    "jensen_certificate",
    points=0.75,
    cases=[
        Case("the example by hand", net=STUBBORN, X=ONE, Y=ZERO, activation="relu"),
        Case("identity", net=STUBBORN, X=ONE, Y=ZERO, activation="identity"),
    ],
)
def so_does_a_net_whose_midpoints_are_no_worse(student, case):
    """For the net of the example the certificate is valid too: there, no midpoint with a reordering is any help."""
    certificate_is_valid(student, case)


# --- blind_spot ----------------------------------------------------------------------------------------------------


def example(student):
    """The student's net, data and units, with every number at its exact value."""
    answer = values.sequence(student.blind_spot(), 5, "the answer (net, X, Y, i, j)")
    try:
        return certify.SwapExample(*answer)
    except certify.Unfit as unfit:
        raise Mismatch(str(unfit)) from None


@check("blind_spot", points=0.75)
def the_net_fits_its_data_exactly(student):
    """There are three distinct samples or more, the targets are not all equal, and the loss is exactly 0."""
    answer = example(student)
    expect.proved(answer.data_differ())
    expect.proved(answer.fits())


@check("blind_spot", points=0.5)
def the_two_units_differ_and_work(student):
    """Units i and j differ in their incoming weights, have non-zero outgoing weights, and each is active somewhere."""
    expect.proved(example(student).units_differ_and_work())

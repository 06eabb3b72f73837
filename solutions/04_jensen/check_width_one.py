"""The hidden checks of width_one. It is the function that counts, for every activation."""

import itertools
from functools import cache

import numpy as np

from autograder import nets
from autograder.checks import check, expect
from autograder.checks.cases import Case, inputs, net
from autograder.checks.errors import Mismatch
from autograder.checks.show import short

from .special_nets import (
    CHAIN,
    EQUAL,
    EVEN,
    FIVE,
    FLAT,
    FOUR,
    LONG,
    MANY_OUTPUTS,
    MIDDLE,
    ODD,
    SMALL,
    SQUARE,
    THIN,
    VANISHING,
    WIDE,
    WIDE_LATE,
    mean_of,
)


@cache
def narrow_shapes(case):
    """Zeros in the shapes of a net with the same inputs and outputs and one unit in each hidden layer."""
    widths = [case.net[0][0].shape[1], *([1] * (len(case.net) - 1)), len(case.net[-1][1])]
    return [(np.zeros((m, n)), np.zeros(m)) for n, m in itertools.pairwise(widths)]


@cache
def outputs_of_the_mean(case):
    """Inputs, and for each activation what the group mean makes of them and how far off an answer may be."""
    features = case.net[0][0].shape[1]
    X = np.vstack([inputs(5, features, 116), 0.01 * inputs(2, features, 117)])
    outputs = {activation: nets.forward(mean_of(case), X, activation) for activation in nets.ACTIVATIONS}
    # the absolute term is for outgoing weights whose sum cancels
    cancelled = 1e-11 * (1.0 + float(np.abs(case.net[-1][0]).sum()))
    return X, {name: (expected, 1e-9 * np.abs(expected) + cancelled) for name, expected in outputs.items()}


def same_as_the_mean(value, case):
    """Demand a net of widths one with the outputs of the group mean, for all activations."""
    narrow = expect.net(value, narrow_shapes(case))
    X, outputs = outputs_of_the_mean(case)
    for activation, (expected, tolerance) in outputs.items():
        found = nets.forward(narrow, X, activation)
        near = np.abs(found - expected) <= tolerance
        if not near.all():
            sample, output = np.argwhere(~near)[0].tolist()
            raise Mismatch(
                f"With {activation} at x = {short(X[sample])} output {output} of the group mean is "
                f"{float(expected[sample, output])!r}, but that of your net is {float(found[sample, output])!r}."
            )
    return narrow


@check(
    "width_one",
    points=0.75,
    cases=[
        Case("two units", net=SMALL),
        Case("four units, two outputs", net=FOUR),
        Case("five units, whole numbers", net=FIVE),
        Case("five outputs", net=MANY_OUTPUTS),
        Case("outgoing weights that add up to 0", net=VANISHING),
    ],
)
def one_unit_stands_for_a_layer(student, case):
    """One unit in each hidden layer computes what the group mean computes, for every activation."""
    same_as_the_mean(student.width_one(case.net), case)


@check(
    "width_one",
    points=0.75,
    cases=[
        Case("two layers of four", net=EVEN),
        Case("three layers of three", net=SQUARE),
        Case("four and five units", net=MIDDLE),
        Case("three hidden layers", net=LONG),
        Case("all bits in use", net=ODD),
        Case("500 and 40 units", net=WIDE),
        Case("30 and 500 units", net=WIDE_LATE),
    ],
)
def deep_nets_become_a_chain(student, case):
    """In a deep net, the weight between two single units stands for all the weights between two layers."""
    same_as_the_mean(student.width_one(case.net), case)


@check(
    "width_one",
    points=0.25,
    cases=[
        Case("no hidden layer", net=FLAT),
        Case("no hidden layer, one of each", net=net([1, 1], seed=115)),
        Case("layers of one unit", net=THIN),
        Case("layers of one unit and of three", net=CHAIN),
        Case("equal units", net=EQUAL),
    ],
)
def narrow_nets_stay_as_they_are(student, case):
    """A net without a hidden layer, or with layers of one unit, is legal."""
    same_as_the_mean(student.width_one(case.net), case)


@check(
    "width_one",
    points=0.25,
    cases=[
        Case("no hidden layer", net=FLAT),
        Case("layers of one unit", net=THIN),
        Case("two hidden layers", net=MIDDLE),
    ],
    needs=one_unit_stands_for_a_layer,
)
def the_wide_net_is_left_alone(student, case):
    """The net that was handed in is as it was."""
    same_as_the_mean(student.width_one(case.net), case)
    expect.unchanged(student)

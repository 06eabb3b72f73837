"""The hidden checks of flip_sigmoid: flips as for tanh, and sums in the next layer's biases, right up to rounding."""

import math
from functools import cache

import numpy as np

from autograder import nets
from autograder.checks import check, expect
from autograder.checks.cases import Case

from .check_flip_signs import ANY_LAYER, ANY_NUMBERS, NO_LAYER, NO_SIGNS, UNTOUCHED, why_no_layer, why_no_signs
from .special_nets import SQUARE, flipped, layers

# Units 0 and 1 together bring 0, 1 and 2: the first bias stays, the other two become 0.
CANCELLING = layers(([[1], [2], [3]], [-1, 2, -2]), ([[2, -2, 5], [1.5, -0.5, 7], [3, -1, -8]], [4, -1, -2]))
SOME_OF_NO_SIGNS = [case for case in NO_SIGNS if case.label != "a -3 in front"]


@cache
def expected(case):
    """The flipped net with the right biases, and the sizes of what these biases may be summed from."""
    new = nets.copy(flipped(case))
    V, c = case.net[case.layer]
    gained = [list(row[np.array(case.signs) == -1]) for row in V]
    sums = np.array([math.fsum([bias, *terms]) for bias, terms in zip(c, gained, strict=True)])
    sizes = nets.copy(new)
    # A right sum may be made of all of these numbers, in any order: (V - V * signs).sum(axis=1) / 2 is right, too.
    sizes[case.layer][1][:] = np.abs(c) + np.abs(V).sum(axis=1)
    new[case.layer] = (new[case.layer][0], sums)
    return new, sizes


def sigmoid_flip_is_right(student, case):
    net, sizes = expected(case)
    found = student.flip_sigmoid(case.net, case.layer, case.signs)
    expect.close_parameters(found, net, f"(layer {case.layer}, signs = {case.signs})", sizes=sizes)


@check("flip_sigmoid", points=1.0, cases=ANY_LAYER)
def units_of_any_layer_can_be_flipped_with_the_sigmoid(student, case):
    """Any units of any hidden layer can be flipped: the biases of the next layer gain their old outgoing weights."""
    sigmoid_flip_is_right(student, case)


@check(
    "flip_sigmoid",
    points=0.5,
    cases=[*ANY_NUMBERS, Case("sums that cancel", net=CANCELLING, layer=1, signs=[-1, -1, 1])],
)
def numbers_of_any_size_can_be_flipped_with_the_sigmoid(student, case):
    """All units or none, idle and equal units, sums that cancel, numbers of any size."""
    sigmoid_flip_is_right(student, case)


@check(
    "flip_sigmoid",
    points=0.25,
    cases=[*UNTOUCHED, Case("first of two layers", net=SQUARE, layer=1, signs=[-1, -1, 1])],
    needs=units_of_any_layer_can_be_flipped_with_the_sigmoid,
)
def sigmoid_flip_leaves_its_arguments_alone(student, case):
    """The net and the signs that were handed in are as they were."""
    sigmoid_flip_is_right(student, case)
    expect.unchanged(student)


@check("flip_sigmoid", points=0.25, cases=SOME_OF_NO_SIGNS, needs=units_of_any_layer_can_be_flipped_with_the_sigmoid)
def what_is_no_list_of_signs_is_refused_here_too(student, case):
    """A wrong number of signs, and anything but +1 and -1, is refused with a ValueError."""
    with expect.raises(ValueError, why_no_signs(case)):
        student.flip_sigmoid(case.net, case.layer, case.signs)


@check("flip_sigmoid", points=0.25, cases=NO_LAYER[1:7], needs=units_of_any_layer_can_be_flipped_with_the_sigmoid)
def a_layer_that_is_not_hidden_is_refused_here_too(student, case):
    """Layers other than the hidden ones, 1 to H, are refused with a ValueError."""
    with expect.raises(ValueError, why_no_layer(case)):
        student.flip_sigmoid(case.net, case.layer, case.signs)

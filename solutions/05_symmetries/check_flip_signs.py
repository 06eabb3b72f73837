"""The hidden checks of flip_signs. Parameters are compared at a relative 1e-9: 1e-12 has its digits, too."""

from autograder import nets
from autograder.checks import check, expect
from autograder.checks.cases import Case

from .special_nets import CHAIN, EQUAL, FAN, FUNNEL, LONG, ODD, SQUARE, THIN, VAST, ZEROS, flipped

ANY_LAYER = [
    Case("fewer units than inputs", net=FUNNEL, layer=1, signs=[1, -1, -1]),
    Case("more units than inputs", net=FAN, layer=1, signs=[-1, 1, 1, -1, 1]),
    Case("square, layer 1", net=SQUARE, layer=1, signs=[1, -1, 1]),
    Case("square, layer 2", net=SQUARE, layer=2, signs=[-1, 1, 1]),
    Case("long, layer 1", net=LONG, layer=1, signs=[1, 1, -1, -1]),
    Case("long, layer 2", net=LONG, layer=2, signs=[-1, 1, -1]),
    Case("long, layer 3", net=LONG, layer=3, signs=[1, -1]),
    Case("the only unit", net=CHAIN, layer=3, signs=[-1]),
    Case("between single units", net=CHAIN, layer=2, signs=[-1, 1]),
    Case("all bits in use", net=ODD, layer=2, signs=[-1, -1, 1]),
]
ANY_NUMBERS = [
    Case("nothing flipped", net=FUNNEL, layer=1, signs=[1, 1, 1]),
    Case("all flipped", net=FAN, layer=1, signs=[-1, -1, -1, -1, -1]),
    Case("the only unit stays", net=THIN, layer=1, signs=[1]),
    Case("equal units", net=EQUAL, layer=1, signs=[-1, 1, -1]),
    Case("idle units", net=ZEROS, layer=1, signs=[-1, -1, -1]),
    Case("vast and tiny numbers", net=VAST, layer=1, signs=[-1, 1, -1]),
]
UNTOUCHED = [
    Case("one hidden layer", net=FUNNEL, layer=1, signs=[-1, 1, -1]),
    Case("nothing flipped", net=FUNNEL, layer=1, signs=[1, 1, 1]),
    Case("second hidden layer", net=LONG, layer=2, signs=[1, 1, -1]),
]
NO_SIGNS = [
    Case("too few", net=FUNNEL, layer=1, signs=[1, -1]),
    Case("too many", net=FUNNEL, layer=1, signs=[1, -1, 1, -1]),
    Case("only one", net=FUNNEL, layer=1, signs=[-1]),
    Case("none", net=FUNNEL, layer=1, signs=[]),
    Case("as many as the next layer has", net=LONG, layer=2, signs=[1, -1]),
    Case("a 0", net=FUNNEL, layer=1, signs=[1, -1, 0]),
    Case("a 2", net=FUNNEL, layer=1, signs=[-1, 2, 1]),
    Case("a -3 in front", net=SQUARE, layer=2, signs=[-3, 1, 1]),
    Case("a half", net=FUNNEL, layer=1, signs=[1, 0.5, -1]),
    Case("no whole number", net=FUNNEL, layer=1, signs=[1, 1, -1.25]),
    Case("sizes that add up to 3", net=FUNNEL, layer=1, signs=[2, 0, -1]),
    Case("sizes whose product is 1", net=FUNNEL, layer=1, signs=[2, 0.5, -1]),
]
NO_LAYER = [
    Case("layer 0, as many signs as inputs", net=FUNNEL, layer=0, signs=[1, -1, 1, -1]),
    Case("square, layer 0", net=SQUARE, layer=0, signs=[-1, 1, 1]),
    Case("nothing flipped, layer 0", net=SQUARE, layer=0, signs=[1, 1, 1]),
    Case("the output layer", net=FUNNEL, layer=2, signs=[-1, 1]),
    Case("-1", net=FUNNEL, layer=-1, signs=[-1, 1, 1]),
    Case("square, the output layer", net=SQUARE, layer=3, signs=[1, 1, -1]),
    Case("far beyond the end", net=SQUARE, layer=5, signs=[1, -1, 1]),
    Case("square, -1", net=SQUARE, layer=-1, signs=[1, -1, 1]),
]


def flip_is_right(student, case):
    found = student.flip_signs(case.net, case.layer, case.signs)
    return expect.close_parameters(found, flipped(case), f"(layer {case.layer}, signs = {case.signs})")


def why_no_signs(case):
    """What is illegal about the signs of a case."""
    n = nets.widths(case.net)[case.layer]
    if len(case.signs) != n:
        return f"Layer {case.layer} has {n} units, and signs = {case.signs}"
    return f"signs = {case.signs} holds something else than 1 and -1"


def why_no_layer(case):
    """What is illegal about the layer of a case."""
    return f"The hidden layers are 1..{len(case.net) - 1}, and layer {case.layer} was asked for"


@check("flip_signs", points=0.75, cases=ANY_LAYER)
def any_units_of_any_layer_can_be_flipped(student, case):
    """Any units of any hidden layer can be flipped, and nothing else changes."""
    flip_is_right(student, case)


@check("flip_signs", points=0.25, cases=ANY_NUMBERS)
def numbers_of_any_size_can_be_flipped(student, case):
    """All units or none, idle and equal units, numbers of any size: every sign is right."""
    flip_is_right(student, case)


@check("flip_signs", points=0.25, cases=UNTOUCHED, needs=any_units_of_any_layer_can_be_flipped)
def flip_leaves_its_arguments_alone(student, case):
    """The net and the signs that were handed in are as they were."""
    flip_is_right(student, case)
    expect.unchanged(student)


@check("flip_signs", points=0.25, cases=NO_SIGNS, needs=any_units_of_any_layer_can_be_flipped)
def what_is_no_list_of_signs_is_refused(student, case):
    """A wrong number of signs, and anything but +1 and -1, is refused with a ValueError."""
    with expect.raises(ValueError, why_no_signs(case)):
        student.flip_signs(case.net, case.layer, case.signs)


@check("flip_signs", points=0.25, cases=NO_LAYER, needs=any_units_of_any_layer_can_be_flipped)
def flipping_a_layer_that_is_not_hidden_is_refused(student, case):
    """Layers other than the hidden ones, 1 to H, are refused with a ValueError."""
    with expect.raises(ValueError, why_no_layer(case)):
        student.flip_signs(case.net, case.layer, case.signs)

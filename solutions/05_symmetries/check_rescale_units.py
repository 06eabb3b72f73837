"""The hidden checks of rescale_units. A product and a quotient are rounded: they are compared at a relative 1e-9."""

from autograder import nets
from autograder.checks import check, expect
from autograder.checks.cases import Case

from .check_flip_signs import NO_LAYER, why_no_layer
from .special_nets import CHAIN, EQUAL, FAN, FUNNEL, LONG, ODD, SQUARE, THIN, VAST, ZEROS, rescaled


def scaling_is_right(student, case):
    found = student.rescale_units(case.net, case.layer, case.factors)
    # No absolute tolerance: a weight of 1e-12 has its digits, too, and 0 stays 0.
    return expect.close_parameters(found, rescaled(case), f"(layer {case.layer}, factors = {case.factors})")


@check(
    "rescale_units",
    points=0.5,
    cases=[
        Case("fewer units than inputs", net=FUNNEL, layer=1, factors=[2.0, 0.5, 3.0]),
        Case("more units than inputs", net=FAN, layer=1, factors=[1.0, 10.0, 0.3, 1.5, 7.0]),
        Case("square, layer 1", net=SQUARE, layer=1, factors=[0.2, 5.0, 1.1]),
        Case("square, layer 2", net=SQUARE, layer=2, factors=[3.0, 1.0, 0.7]),
        Case("long, layer 1", net=LONG, layer=1, factors=[1.0, 4.0, 0.9, 2.5]),
        Case("long, layer 2", net=LONG, layer=2, factors=[6.0, 0.1, 1.0]),
        Case("long, layer 3", net=LONG, layer=3, factors=[0.6, 8.0]),
        Case("the only unit", net=CHAIN, layer=3, factors=[2.5]),
        Case("all bits in use", net=ODD, layer=2, factors=[1 / 3, 3.7, 0.01]),
    ],
)
def any_units_of_any_layer_can_be_rescaled(student, case):
    """Any units of any hidden layer can be rescaled, and nothing else changes."""
    scaling_is_right(student, case)


@check(
    "rescale_units",
    points=0.5,
    cases=[
        Case("whole factors", net=FUNNEL, layer=1, factors=[2, 3, 7]),
        Case("whole factors, all 1", net=FUNNEL, layer=1, factors=[1, 1, 1]),
        Case("whole and other factors", net=SQUARE, layer=2, factors=[4, 0.5, 10**9]),
        Case("one factor for all", net=FAN, layer=1, factors=[3.0] * 5),
        Case("a small factor for the only unit", net=THIN, layer=1, factors=[1e-12]),
        Case("small and large factors", net=LONG, layer=2, factors=[1e-9, 1e12, 1e-30]),
        Case("equal units", net=EQUAL, layer=1, factors=[2.0, 3.0, 0.5]),
        Case("idle units", net=ZEROS, layer=1, factors=[2.0, 0.25, 3.0]),
        Case("vast and tiny numbers", net=VAST, layer=1, factors=[100.0, 1e-3, 64.0]),
    ],
)
def factors_of_any_size_will_do(student, case):
    """Whole factors, small and large ones, idle and equal units, numbers of any size: all are right to 1e-9."""
    scaling_is_right(student, case)


@check(
    "rescale_units",
    points=0.25,
    cases=[
        Case("one hidden layer", net=FUNNEL, layer=1, factors=[2.0, 0.5, 3.0]),
        Case("all 1", net=FUNNEL, layer=1, factors=[1.0, 1.0, 1.0]),
        Case("second hidden layer", net=LONG, layer=2, factors=[6, 2, 1]),
    ],
    needs=any_units_of_any_layer_can_be_rescaled,
)
def rescaling_leaves_its_arguments_alone(student, case):
    """The net and the factors that were handed in are as they were."""
    scaling_is_right(student, case)
    expect.unchanged(student)


@check(
    "rescale_units",
    points=0.25,
    cases=[
        Case("too few", net=FUNNEL, layer=1, factors=[2.0, 3.0]),
        Case("too many", net=FUNNEL, layer=1, factors=[2.0, 3.0, 1.0, 1.0]),
        Case("only one", net=FUNNEL, layer=1, factors=[2.0]),
        Case("none", net=FUNNEL, layer=1, factors=[]),
        Case("as many as the next layer has", net=LONG, layer=2, factors=[2.0, 1.0]),
        Case("a 0", net=FUNNEL, layer=1, factors=[1.0, 0.0, 2.0]),
        Case("a whole 0", net=FUNNEL, layer=1, factors=[1, 2, 0]),
        Case("-1", net=FUNNEL, layer=1, factors=[-1.0, 2.0, 3.0]),
        Case("-1/2 at the end", net=SQUARE, layer=2, factors=[1.0, 2.0, -0.5]),
        Case("just below 0", net=FUNNEL, layer=1, factors=[1.0, -1e-12, 2.0]),
        Case("two are negative", net=FUNNEL, layer=1, factors=[-2.0, -3.0, 1.0]),
        Case("all are negative", net=FUNNEL, layer=1, factors=[-1.0, -1.0, -1.0]),
    ],
    needs=any_units_of_any_layer_can_be_rescaled,
)
def what_is_no_list_of_factors_is_refused(student, case):
    """A wrong number of factors, and a factor that is not positive, is refused with a ValueError."""
    n = nets.widths(case.net)[case.layer]
    wrong_number = f"Layer {case.layer} has {n} units, and factors = {case.factors}"
    not_positive = f"factors = {case.factors} has one that is not positive"
    with expect.raises(ValueError, wrong_number if len(case.factors) != n else not_positive):
        student.rescale_units(case.net, case.layer, case.factors)


@check(
    "rescale_units",
    points=0.25,
    # Where a flip has the sign -1, here is the factor 2.
    cases=[
        Case(c.label, net=c.net, layer=c.layer, factors=[1.0 if s == 1 else 2.0 for s in c.signs])
        for c in NO_LAYER[1:7]
    ],
    needs=any_units_of_any_layer_can_be_rescaled,
)
def rescaling_a_layer_that_is_not_hidden_is_refused(student, case):
    """Layers other than the hidden ones, 1 to H, are refused with a ValueError."""
    with expect.raises(ValueError, why_no_layer(case)):
        student.rescale_units(case.net, case.layer, case.factors)

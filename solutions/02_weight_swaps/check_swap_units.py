"""The hidden checks of swap_units. Parameters are only moved, never computed, so they are compared by ==."""

from autograder import nets
from autograder.checks import check, expect
from autograder.checks.cases import Case, net

from .special_nets import ALMOST_EQUAL, CHAIN, FAN, FUNNEL, HAIR, LONG, ODD, SQUARE, THIN, VAST, WHOLE, ZEROS, swapped


def swap_is_exact(student, case):
    """The student's swapped net, checked entry by entry."""
    return expect.same_parameters(student.swap_units(case.net, case.layer, case.i, case.j), swapped(case))


@check(
    "swap_units",
    points=0.75,
    cases=[
        Case("fewer units than inputs", net=FUNNEL, layer=1, i=0, j=2),
        Case("i above j", net=FUNNEL, layer=1, i=2, j=1),
        Case("neighbours", net=FAN, layer=1, i=2, j=3),
        Case("five places apart", net=FAN, layer=1, i=0, j=5),
        Case("square, layer 1", net=SQUARE, layer=1, i=0, j=2),
        Case("square, layer 2", net=SQUARE, layer=2, i=1, j=0),
        Case("long, layer 1", net=LONG, layer=1, i=3, j=0),
        Case("long, layer 2", net=LONG, layer=2, i=0, j=4),
        Case("long, layer 3", net=LONG, layer=3, i=2, j=1),
        Case("all bits in use", net=ODD, layer=1, i=4, j=1),
        Case("all bits in use, layer 2", net=ODD, layer=2, i=0, j=3),
    ],
)
def any_layer_can_be_swapped(student, case):
    """Any two units of any hidden layer can be exchanged, and nothing else moves."""
    swap_is_exact(student, case)


@check(
    "swap_units",
    points=0.5,
    cases=[
        Case("only the second output differs", net=ALMOST_EQUAL, layer=1, i=0, j=1),
        Case("only the bias differs", net=ALMOST_EQUAL, layer=1, i=3, j=0),
        Case("only an incoming weight differs, and there is an equal unit", net=ALMOST_EQUAL, layer=1, i=0, j=5),
        Case("a difference of 1e-12", net=HAIR, layer=1, i=0, j=1),
        Case("a difference of 1e-12 in the bias", net=HAIR, layer=1, i=0, j=3),
        Case("a difference of 1e-12 on the way in", net=HAIR, layer=1, i=5, j=0),
        Case("vast and tiny", net=VAST, layer=1, i=1, j=3),
        Case("vast and almost equal", net=VAST, layer=1, i=0, j=2),
        Case("whole numbers", net=WHOLE, layer=1, i=0, j=2),
        Case("zeros", net=ZEROS, layer=1, i=1, j=2),
    ],
)
def almost_equal_units_are_swapped_too(student, case):
    """Units that differ in one number only are exchanged like any others, and numbers of any size stay exact."""
    swap_is_exact(student, case)


@check(
    "swap_units",
    points=0.25,
    cases=[
        Case("one hidden layer", net=FAN, layer=1, i=1, j=4),
        Case("two hidden layers", net=ODD, layer=2, i=3, j=1),
    ],
)
def two_swaps_cancel(student, case):
    """Swapping the same two units twice gives back the net, and a repeated call gives the same answer."""
    once = swap_is_exact(student, case)
    swap_is_exact(student, case)
    expect.same_parameters(student.swap_units(once, case.layer, case.i, case.j), case.net)


@check(
    "swap_units",
    points=0.25,
    cases=[
        Case("the only unit", net=THIN, layer=1, i=0, j=0),
        Case("the only unit, a layer of one", net=CHAIN, layer=3, i=0, j=0),
        Case("neighbours of layers of one", net=CHAIN, layer=2, i=2, j=0),
        Case("i = j, last unit", net=LONG, layer=2, i=4, j=4),
        Case("i = j, whole numbers", net=WHOLE, layer=1, i=1, j=1),
    ],
    needs=any_layer_can_be_swapped,
)
def a_unit_can_be_swapped_with_itself(student, case):
    """Swapping a unit with itself changes nothing, in layers with a single unit too."""
    swap_is_exact(student, case)


@check(
    "swap_units",
    points=0.25,
    cases=[
        Case("one hidden layer", net=FUNNEL, layer=1, i=0, j=1),
        Case("second hidden layer", net=LONG, layer=2, i=4, j=2),
    ],
    needs=any_layer_can_be_swapped,
)
def swap_leaves_its_arguments_alone(student, case):
    """The net that was handed in is as it was."""
    student.swap_units(case.net, case.layer, case.i, case.j)
    expect.unchanged(student)


@check(
    "swap_units",
    points=0.25,
    cases=[
        Case("one hidden layer", net=FUNNEL, layer=0, i=0, j=1),
        Case("one hidden layer", net=FUNNEL, layer=2, i=0, j=1),
        Case("one hidden layer", net=FUNNEL, layer=-1, i=0, j=1),
        Case("two hidden layers", net=SQUARE, layer=0, i=0, j=2),
        Case("two hidden layers", net=SQUARE, layer=3, i=0, j=2),
        Case("two hidden layers", net=SQUARE, layer=-1, i=0, j=2),
        Case("i = j", net=SQUARE, layer=3, i=1, j=1),
    ],
    needs=any_layer_can_be_swapped,
)
def a_layer_that_is_not_hidden_is_refused(student, case):
    """Layers other than the hidden ones, 1 to H, are refused with a ValueError."""
    with expect.raises(
        ValueError, f"The hidden layers are 1..{len(case.net) - 1}, and layer {case.layer} was asked for"
    ):
        student.swap_units(case.net, case.layer, case.i, case.j)


@check(
    "swap_units",
    points=0.25,
    cases=[
        Case("-1", net=FUNNEL, layer=1, i=-1, j=0),
        Case("-1", net=FUNNEL, layer=1, i=0, j=-1),
        Case("-n", net=FUNNEL, layer=1, i=-3, j=1),
        Case("a number of an input", net=FUNNEL, layer=1, i=3, j=0),
        Case("a number of an input", net=FUNNEL, layer=1, i=0, j=4),
        Case("a unit of the layer before", net=LONG, layer=3, i=3, j=0),
        Case("a unit of the layer after", net=LONG, layer=1, i=0, j=4),
        Case("an output", net=net([2, 2, 4], seed=8), layer=1, i=0, j=2),
        Case("i = j = n", net=FUNNEL, layer=1, i=3, j=3),
        Case("i = j = -1", net=FUNNEL, layer=1, i=-1, j=-1),
        Case("-1, where there is one unit", net=THIN, layer=1, i=0, j=-1),
        Case("-1, layer 2", net=SQUARE, layer=2, i=-1, j=1),
    ],
    needs=any_layer_can_be_swapped,
)
def units_out_of_range_are_refused(student, case):
    """Units outside 0..n-1, also negative ones, are refused with a ValueError, whichever of the two it is."""
    n = nets.widths(case.net)[case.layer]
    with expect.raises(
        ValueError, f"Layer {case.layer} has the units 0..{n - 1}, {case.i} and {case.j} were asked for"
    ):
        student.swap_units(case.net, case.layer, case.i, case.j)

"""The hidden checks of group_mean: the closed form is what brute force gives on all nets that are small enough."""

from autograder import nets
from autograder.checks import check, expect
from autograder.checks.cases import Case, net

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
    TIED,
    VANISHING,
    WIDE,
    WIDE_LATE,
    close_parameters,
    largest,
    mean_of,
)


def mean_is_right(student, case):
    """The student's group mean, compared with the mean over all independent reorderings."""
    return close_parameters(student.group_mean(case.net), mean_of(case), largest(case.net))


@check(
    "group_mean",
    points=0.75,
    cases=[
        Case("two units", net=SMALL),
        Case("four units, two outputs", net=FOUR),
        Case("five units, whole numbers", net=FIVE),
        Case("more outputs than units", net=MANY_OUTPUTS),
        Case("outgoing weights that add up to 0", net=VANISHING),
        Case("a unit that occurs twice", net=TIED),
    ],
)
def one_hidden_layer_becomes_its_mean(student, case):
    """With one hidden layer, every unit becomes the mean unit; each output keeps a weight and a bias of its own."""
    mean_is_right(student, case)


@check(
    "group_mean",
    points=0.75,
    cases=[
        Case("two layers of four", net=EVEN),
        Case("three layers of three", net=SQUARE),
        Case("four and five units", net=MIDDLE),
        Case("three hidden layers", net=LONG),
        Case("all bits in use", net=ODD),
    ],
)
def every_layer_has_reorderings_of_its_own(student, case):
    """In deep nets each hidden layer is reordered independently of the others."""
    mean_is_right(student, case)


@check(
    "group_mean",
    points=0.25,
    cases=[
        Case("no hidden layer", net=FLAT),
        Case("no hidden layer, one of each", net=net([1, 1], seed=115)),
        Case("layers of one unit", net=THIN),
        Case("layers of one unit and of three", net=CHAIN),
        Case("equal units", net=EQUAL),
    ],
)
def little_to_reorder(student, case):
    """A net without a hidden layer, or with layers of one unit or of equal units, has a group mean as well."""
    mean_is_right(student, case)


@check(
    "group_mean",
    points=0.25,
    cases=[Case("one hidden layer", net=FOUR), Case("two hidden layers", net=MIDDLE)],
    needs=every_layer_has_reorderings_of_its_own,
)
def the_mean_of_the_mean_is_the_mean(student, case):
    """Taking the group mean twice changes nothing more, and every reordering of the net has the same group mean."""
    once = mean_is_right(student, case)
    close_parameters(student.group_mean(once), once, largest(case.net), " of the second group mean")
    turned = nets.reorder(case.net, [[*range(1, n), 0] for n in nets.widths(case.net)[1:-1]])
    close_parameters(student.group_mean(turned), once, largest(case.net), " of the group mean of a reordering")


@check(
    "group_mean",
    points=0.25,
    cases=[
        Case("no hidden layer", net=FLAT),
        Case("one hidden layer", net=FOUR),
        Case("two hidden layers", net=MIDDLE),
    ],
    needs=every_layer_has_reorderings_of_its_own,
)
def averaging_leaves_the_net_alone(student, case):
    """The net that was handed in is as it was."""
    mean_is_right(student, case)
    expect.unchanged(student)


@check(
    "group_mean",
    points=0.25,
    cases=[Case("500 and 40 units", net=WIDE), Case("30 and 500 units", net=WIDE_LATE)],
    needs=every_layer_has_reorderings_of_its_own,
)
def wide_nets_take_no_longer(student, case):
    """A layer of 500 units has a number of reorderings with 1135 digits, and its mean is there at once."""
    mean_is_right(student, case)

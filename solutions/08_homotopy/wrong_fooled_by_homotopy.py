"""Wells that do not fool, one idea each."""

import numpy as np

from autograder.checks import misconception


@misconception(
    "fooled_by_homotopy",
    "The minimiser ends in the wide well, and the wide well is the deepest of all. The deepest one should be another.",
)
def makes_the_wide_well_the_deepest():
    return [1.2, 1.0], [-1.0, 3.0], [1.0, 0.1]


@misconception(
    "fooled_by_homotopy",
    "The two wells are equally deep, so neither of them is a mistake. The deepest should be deeper by 0.001 at least.",
)
def makes_both_wells_equally_deep():
    return [1.0, 1.0], [-2.0, 2.0], [1.0, 0.3]


@misconception(
    "fooled_by_homotopy",
    "The deep well is not narrow enough. As long as sigma is large, a well counts with its depth times its width: "
    "compare a*w of the two.",
)
def makes_the_deep_well_too_wide():
    return [1.0, 1.5], [-2.0, 2.0], [1.0, 0.8]


@misconception(
    "fooled_by_homotopy",
    "The wells are so close together that their sum has one minimum only. Move the centres apart.",
)
def puts_the_wells_too_close():
    return [1.0, 1.2], [-0.5, 0.5], [1.0, 0.8]


@misconception(
    "fooled_by_homotopy",
    "All wells have the same centre. Then max m - min m is 0 and nothing is smoothed; and there is one minimum only.",
)
def puts_all_wells_at_one_centre():
    return [1.0, 1.2], [0.0, 0.0], [1.0, 0.1]


@misconception(
    "fooled_by_homotopy",
    "The deep well is deeper by less than 0.001. Take a difference that cannot be taken for rounding.",
)
def makes_the_difference_too_small():
    return [1.0, 1.0005], [-2.0, 2.0], [1.0, 0.1]


@misconception(
    "fooled_by_homotopy",
    "One of the widths is below 0.05. There is room for a narrow well from 0.05 on.",
)
def makes_a_well_too_narrow():
    return [1.0, 1.2], [-1.0, 3.0], [1.0, 0.01]


@misconception(
    "fooled_by_homotopy",
    "The depths a should be positive: the minus sign stands in front of the sum already.",
)
def makes_the_depths_negative():
    return [-1.0, -1.2], [-1.0, 3.0], [1.0, 0.1]


@misconception(
    "fooled_by_homotopy",
    "The order is (a, m, w): depths, centres, widths. Here centres and widths have changed places.",
)
def gives_another_order():
    return [1.0, 1.2], [1.0, 0.1], [-1.0, 3.0]


@misconception(
    "fooled_by_homotopy",
    "There is one triple for each well here. Asked for are three lists: all depths, all centres, all widths.",
)
def gives_a_triple_for_each_well():
    return [[1.0, -1.0, 1.0], [1.2, 3.0, 0.1]]


@misconception(
    "fooled_by_homotopy",
    "More than five wells were used. Two are enough.",
)
def takes_a_dozen_wells():
    return np.full(12, 1.0), np.linspace(-9.0, 9.0, 12), np.full(12, 0.2)


@misconception(
    "fooled_by_homotopy",
    "By symmetry the minimiser starts right above the narrow well in the middle, and here it stays there: the wells on "
    "both sides are too close to pull it away.",
)
def surrounds_the_deep_well_too_closely():
    return [1.0, 1.5, 1.0], [-1.5, 0.0, 1.5], [1.0, 0.3, 1.0]

"""The hidden checks of permute_units: perms that are not their own inverse, in every layer of all sorts of nets."""

from functools import cache

from autograder import nets
from autograder.checks import check, expect
from autograder.checks.cases import Case, net

from .special_nets import ALMOST_EQUAL, CHAIN, FAN, FUNNEL, HAIR, LONG, ODD, SQUARE, THIN, TWELVE, VAST, WHOLE, ZEROS


def perms_for(start, layer, perm):
    """A perm for every hidden layer: `perm` for one, nothing moved in the others."""
    perms = [list(range(n)) for n in nets.widths(start)[1:-1]]
    perms[layer - 1] = perm
    return perms


@cache
def permuted(case, perm_name="perm"):
    """The net of a case after the permutation of that name."""
    return nets.reorder(case.net, perms_for(case.net, case.layer, case[perm_name]))


def permuted_is_exact(student, case, perm_name="perm"):
    """The student's permuted net, checked entry by entry."""
    perm = case[perm_name]
    return expect.same_parameters(
        student.permute_units(case.net, case.layer, perm),
        permuted(case, perm_name),
        f"(layer {case.layer}, perm = {perm})",
    )


@check(
    "permute_units",
    points=0.75,
    cases=[
        Case("a circle, fewer units than inputs", net=FUNNEL, layer=1, perm=[1, 2, 0]),
        Case("the other circle", net=FUNNEL, layer=1, perm=[2, 0, 1]),
        Case("square, layer 1", net=SQUARE, layer=1, perm=[1, 2, 0]),
        Case("square, layer 1", net=SQUARE, layer=1, perm=[2, 0, 1]),
        Case("square, layer 2", net=SQUARE, layer=2, perm=[2, 0, 1]),
        Case("square, layer 2", net=SQUARE, layer=2, perm=[1, 2, 0]),
        Case("long, layer 1, four in a circle", net=LONG, layer=1, perm=[1, 3, 0, 2]),
        Case("long, layer 2, three and two", net=LONG, layer=2, perm=[3, 2, 4, 0, 1]),
        Case("long, layer 2, five in a circle", net=LONG, layer=2, perm=[2, 4, 1, 0, 3]),
        Case("long, layer 3", net=LONG, layer=3, perm=[1, 2, 0]),
        Case("more units than inputs", net=FAN, layer=1, perm=[4, 0, 3, 5, 2, 1]),
    ],
)
def any_layer_can_be_permuted(student, case):
    """Any hidden layer can be reordered by any perm, and nothing else moves."""
    permuted_is_exact(student, case)


@check(
    "permute_units",
    points=0.25,
    cases=[
        Case("a single unit", net=THIN, layer=1, perm=[0]),
        Case("between single units", net=CHAIN, layer=2, perm=[2, 0, 1]),
        Case("whole numbers", net=WHOLE, layer=1, perm=[2, 0, 1]),
        Case("almost equal", net=ALMOST_EQUAL, layer=1, perm=[3, 6, 0, 1, 5, 4, 2]),
        Case("1e-12 apart", net=HAIR, layer=1, perm=[1, 2, 3, 4, 5, 0]),
        Case("vast and tiny", net=VAST, layer=1, perm=[3, 0, 1, 2]),
        Case("zeros", net=ZEROS, layer=1, perm=[1, 3, 0, 2]),
        Case("all bits in use", net=ODD, layer=1, perm=[2, 0, 4, 1, 3]),
        Case("all bits in use, layer 2", net=ODD, layer=2, perm=[3, 0, 1, 2]),
        Case("twelve units", net=TWELVE, layer=1, perm=[10, 2, 11, 9, 1, 0, 3, 8, 4, 6, 5, 7]),
    ],
)
def numbers_of_any_size_stay_exact(student, case):
    """Units that are almost equal, and numbers of any size, are moved without being changed."""
    permuted_is_exact(student, case)


@check(
    "permute_units",
    points=0.5,
    cases=[
        Case("two circles", net=FUNNEL, layer=1, p=[1, 2, 0], q=[1, 2, 0]),
        Case("layer 1", net=LONG, layer=1, p=[1, 2, 0, 3], q=[0, 3, 1, 2]),
        Case("layer 2", net=LONG, layer=2, p=[3, 2, 4, 0, 1], q=[1, 0, 3, 4, 2]),
    ],
)
def permutations_compose(student, case):
    """Permuting by p and then by q is permuting once by [p[k] for k in q], in every layer."""
    halfway = permuted_is_exact(student, case, "p")
    both = [case.p[k] for k in case.q]
    expect.same_parameters(
        student.permute_units(halfway, case.layer, case.q),
        nets.reorder(case.net, perms_for(case.net, case.layer, both)),
        f"(p = {case.p}, then q = {case.q})",
    )


@check(
    "permute_units",
    points=0.25,
    cases=[
        Case("one hidden layer", net=FAN, layer=1, perm=[0, 1, 2, 3, 4, 5]),
        Case("square, layer 1", net=SQUARE, layer=1, perm=[0, 1, 2]),
        Case("third hidden layer", net=LONG, layer=3, perm=[0, 1, 2]),
    ],
    needs=any_layer_can_be_permuted,
)
def the_identity_changes_nothing(student, case):
    """The perm that leaves every unit at its place gives back the net."""
    permuted_is_exact(student, case)


@check(
    "permute_units",
    points=0.25,
    cases=[
        Case("one hidden layer", net=FUNNEL, layer=1, perm=[1, 2, 0]),
        Case("nothing moves", net=FUNNEL, layer=1, perm=[0, 1, 2]),
        Case("second hidden layer", net=LONG, layer=2, perm=[3, 2, 4, 0, 1]),
    ],
    needs=any_layer_can_be_permuted,
)
def permute_leaves_its_arguments_alone(student, case):
    """The net and the perm that were handed in are as they were."""
    student.permute_units(case.net, case.layer, case.perm)
    expect.unchanged(student)


@check(
    "permute_units",
    points=0.25,
    cases=[
        Case("too short", net=FUNNEL, layer=1, perm=[1, 0]),
        Case("too long", net=FUNNEL, layer=1, perm=[3, 1, 0, 2]),
        Case("empty", net=FUNNEL, layer=1, perm=[]),
        Case("repeated, right sum", net=FUNNEL, layer=1, perm=[1, 1, 1]),
        Case("repeated, right ends", net=FUNNEL, layer=1, perm=[2, 0, 2]),
        Case("repeated, too long", net=FUNNEL, layer=1, perm=[2, 0, 1, 1]),
        Case("out of range", net=FUNNEL, layer=1, perm=[0, 1, 3]),
        Case("counted from 1", net=FUNNEL, layer=1, perm=[2, 3, 1]),
        Case("negative", net=FUNNEL, layer=1, perm=[0, 1, -1]),
        Case("negative, right maximum", net=FUNNEL, layer=1, perm=[2, 0, -1]),
        Case("negative, right maximum, at another place", net=FUNNEL, layer=1, perm=[0, -1, 2]),
        Case("negative, right distances from 0", net=FUNNEL, layer=1, perm=[0, -1, -2]),
        Case("different numbers, right sum", net=FUNNEL, layer=1, perm=[3, 1, -1]),
        Case("repeated, right sum and ends", net=LONG, layer=2, perm=[0, 0, 3, 3, 4]),
        Case("negative in layer 2", net=SQUARE, layer=2, perm=[1, 0, -1]),
        Case("the width of layer 2", net=LONG, layer=1, perm=[1, 2, 3, 4, 0]),
        Case("the width of layer 1", net=LONG, layer=2, perm=[1, 2, 3, 0]),
        Case("a single unit", net=THIN, layer=1, perm=[-1]),
    ],
    needs=any_layer_can_be_permuted,
)
def what_is_no_permutation_is_refused(student, case):
    """A perm that does not name every unit of the layer exactly once is refused with a ValueError."""
    n = nets.widths(case.net)[case.layer]
    with expect.raises(ValueError, f"perm = {case.perm} does not name each of the units 0..{n - 1} once"):
        student.permute_units(case.net, case.layer, case.perm)


@check(
    "permute_units",
    points=0.25,
    cases=[
        Case("one hidden layer", net=net([2, 2, 2], seed=10), layer=0, perm=[1, 0]),
        Case("one hidden layer", net=net([2, 2, 2], seed=10), layer=2, perm=[1, 0]),
        Case("one hidden layer", net=net([2, 2, 2], seed=10), layer=-1, perm=[1, 0]),
        Case("two hidden layers", net=SQUARE, layer=0, perm=[1, 2, 0]),
        Case("two hidden layers", net=SQUARE, layer=-1, perm=[1, 2, 0]),
        Case("two hidden layers", net=SQUARE, layer=3, perm=[1, 2, 0]),
        Case("nothing moves", net=SQUARE, layer=3, perm=[0, 1, 2]),
    ],
    needs=any_layer_can_be_permuted,
)
def permuting_a_layer_that_is_not_hidden_is_refused(student, case):
    """Layers other than the hidden ones, 1 to H, are refused with a ValueError."""
    with expect.raises(
        ValueError, f"The hidden layers are 1..{len(case.net) - 1}, and layer {case.layer} was asked for"
    ):
        student.permute_units(case.net, case.layer, case.perm)

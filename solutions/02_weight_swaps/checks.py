"""The hidden checks of the lab. Parameters are only moved, never computed, so they are compared by ==.

The nets are chosen so that every careless solution that we know of differs from the right one somewhere: unequal
biases everywhere, square and non-square weights, several outputs, hidden layers other than the first, permutations
that are not their own inverse, units that agree in all but one number, numbers that do not survive rounding.
"""

import itertools
from functools import cache

import numpy as np

from autograder import nets
from autograder.checks import check, expect
from autograder.checks.cases import Case, inputs, net
from autograder.checks.errors import Mismatch

# --- nets ----------------------------------------------------------------------------------------------------------


def from_units(*units, output_bias=None):
    """A net with one hidden layer from its units, each ``(incoming weights, bias, outgoing weights)``."""
    rows, biases, columns = zip(*units, strict=True)
    if output_bias is None:
        output_bias = np.arange(1, len(columns[0]) + 1) / 4
    return [
        (np.array(rows, dtype=float), np.array(biases, dtype=float)),
        (np.array(columns, dtype=float).T, np.array(output_bias, dtype=float)),
    ]


def deep(*layers):
    """A net from lists: weights and biases of each layer."""
    return [(np.array(W, dtype=float), np.array(b, dtype=float)) for W, b in layers]


def altered(start, layer, index, value):
    """The net with one weight (two indices) or bias (one index) of one pair set to another value."""
    new = nets.copy(start)
    part = new[layer - 1][0 if len(index) == 2 else 1]
    part[index] = value
    return new


def unusual(widths, seed):
    """A net whose numbers have all of their 52 bits in use, so that no rounding leaves them as they are."""
    rng = np.random.default_rng([seed, *widths])
    return [(rng.normal(size=(n_out, n_in)), rng.normal(size=n_out)) for n_in, n_out in itertools.pairwise(widths)]


TWO_OUT = (0.5, -0.75)

# Units that agree in all numbers but one; the last two are equal in everything.
ALMOST_EQUAL = from_units(
    ((1, 2), 3, (4, 5)),
    ((1, 2), 3, (4, 6)),  # another weight to the second output
    ((1, 2), 3, (7, 5)),  # another weight to the first output
    ((1, 2), 8, (4, 5)),  # another bias
    ((1, 9), 3, (4, 5)),  # another weight from the second input
    ((0, 2), 3, (4, 5)),  # another weight from the first input
    ((0, 2), 3, (4, 5)),
    output_bias=TWO_OUT,
)

E = 1e-12


def apart(e):
    """Six units, all but the first differing from it by `e` in one number."""
    return from_units(
        ((0.1, 0.2), 0.3, (0.4, 0.5)),
        ((0.1, 0.2), 0.3, (0.4, 0.5 + e)),
        ((0.1, 0.2), 0.3, (0.4 - e, 0.5)),
        ((0.1, 0.2), 0.3 + e, (0.4, 0.5)),
        ((0.1, 0.2 - e), 0.3, (0.4, 0.5)),
        ((0.1 + e, 0.2), 0.3, (0.4, 0.5)),
        output_bias=TWO_OUT,
    )


HAIR = apart(E)

# The same with differences in the very last bit.
LAST_BIT = from_units(
    ((0.1, 0.2), 0.3, (0.4, 0.7)),
    ((0.1, 0.2), 0.3, (0.4, np.nextafter(0.7, 1))),
    ((0.1, 0.2), np.nextafter(0.3, 0), (0.4, 0.7)),
    ((np.nextafter(0.1, 1), 0.2), 0.3, (0.4, 0.7)),
    output_bias=TWO_OUT,
)

# Equal sums, norms and absolute values.
LOOKALIKES = from_units(
    ((1, 2), 3, (1, 2)),
    ((2, 1), 3, (1, 2)),
    ((1, 2), 3, (2, 1)),
    ((3, 2), 1, (1, 2)),
    ((-1, 2), 3, (1, 2)),
    ((-2, 2), 3, (1, 2)),  # in Python -1.0 and -2.0 have the same hash
    ((-1, -2), -3, (-1, -2)),
    output_bias=TWO_OUT,
)

# Beside 1e300 the small numbers vanish in any sum.
VAST = from_units(
    ((1e300, 1e-300), -1e300, (1.0, 1e300)),
    ((1e300, 2e-300), -1e300, (1.0, 1e300)),
    ((1e300, 1e-300), -1e300, (2.0, 1e300)),
    ((-1e300, 5e-324), 2**53 + 2.0, (1.0, -1e-300)),
    output_bias=(1e300, -5e-324),
)

# Incoming weights in which 0.0 occurs as -0.0 too; the first and the third unit are equal in everything.
ZEROS = from_units(
    ((0.0, 1), 0.0, (-0.0, 2)),
    ((-0.0, 1), 0.0, (3, 0.0)),
    ((-0.0, 1), -0.0, (0.0, 2)),
    ((0.0, 0.0), 1, (-0.0, 0.0)),
    output_bias=(0.0, 1),
)

SQUARE = net([3, 3, 3, 3], seed=1)
"""All layers have three units, so an index alone does not say which layer it is meant for."""
LONG = net([2, 4, 5, 3, 2], seed=2)
FUNNEL = net([5, 3, 2], seed=3)
FAN = net([1, 6, 4], seed=4)
THIN = net([1, 1, 1], seed=5)
CHAIN = net([2, 1, 3, 1, 2], seed=6)
ODD = unusual([3, 5, 4, 2], seed=7)
WHOLE = deep(([[1, 2], [3, 4], [5, 6]], [1, 2, 3]), ([[7, 8, 9], [9, 8, 8]], [4, 5]))


def perms_for(start, layer, perm):
    """A perm for every hidden layer: `perm` for one, nothing moved in the others."""
    perms = [list(range(n)) for n in nets.widths(start)[1:-1]]
    perms[layer - 1] = perm
    return perms


# --- swap_units ----------------------------------------------------------------------------------------------------


@cache
def swapped(case):
    """The net of a case after its swap."""
    return nets.swap(case.net, case.layer, case.i, case.j)


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
    expect.same_parameters(student.swap_units(once, case.layer, case.i, case.j), case.net)
    swap_is_exact(student, case)


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


# --- permute_units -------------------------------------------------------------------------------------------------


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


TWELVE = net([2, 12, 3], seed=9)


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
        Case("all negative", net=FUNNEL, layer=1, perm=[-1, -3, -2]),
        Case("right sum and product", net=LONG, layer=2, perm=[0, 1, 2, 2, 5]),
        Case("negative in layer 2", net=SQUARE, layer=2, perm=[1, 0, -1]),
        Case("the width of layer 2", net=LONG, layer=1, perm=[1, 2, 3, 4, 0]),
        Case("the width of layer 1", net=LONG, layer=2, perm=[1, 2, 3, 0]),
        Case("the width of the output", net=FUNNEL, layer=1, perm=[0, 1]),
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


# --- recover_permutation -------------------------------------------------------------------------------------------


def pair(label, start, *perms):
    """A case whose second net is the first one with its hidden layers reordered."""
    return Case(label, net_a=start, net_b=nets.reorder(start, perms))


def answer_is_right(student, case):
    """Any reordering that turns net_a into net_b is right: the answer is applied and the nets are compared."""
    answer = student.recover_permutation(case.net_a, case.net_b)
    expect.that(answer is not None, "net_b is a reordering of net_a, but the answer is None.")
    perms = expect.permutations(answer, nets.widths(case.net_a)[1:-1])
    expect.same_parameters(nets.reorder(case.net_a, perms), case.net_b, f"(in net_a, reordered by your answer {perms})")


def answer_is_none(student, case):
    """No reordering exists."""
    answer = student.recover_permutation(case.net_a, case.net_b)
    if answer is not None:
        raise Mismatch(f"No reordering of net_a gives net_b here ({case.label}), so the answer should be None.")


def zeros_negated(start):
    """The same net by ==, with 0.0 for -0.0 and -0.0 for 0.0."""
    return [(np.where(W == 0, -W, W), np.where(b == 0, -b, b)) for W, b in start]


@check(
    "recover_permutation",
    points=0.5,
    cases=[
        pair("a single unit", THIN, [0]),
        pair("fewer units than inputs", FUNNEL, [1, 2, 0]),
        pair("the other circle", FUNNEL, [2, 0, 1]),
        pair("four units", net([3, 4, 4], seed=11), [1, 3, 0, 2]),
        pair("nothing moved", FAN, [0, 1, 2, 3, 4, 5]),
        pair("six units", FAN, [4, 0, 3, 5, 2, 1]),
        pair("whole numbers", WHOLE, [2, 0, 1]),
        pair("lookalikes", LOOKALIKES, [5, 3, 6, 0, 2, 4, 1]),
    ],
)
def one_hidden_layer_is_recovered(student, case):
    """The order of the units of one hidden layer is recovered."""
    answer_is_right(student, case)


SAME_WAY_IN = from_units(((1, 2), 3, (1,)), ((1, 2), 3, (2,)), ((1, 2), 3, (3,)), ((1, 2), 3, (4,)))
SAME_WAY_OUT = from_units(((1, 4), 3, (5,)), ((2, 3), 3, (5,)), ((3, 1), 3, (5,)), ((1, 3), 3, (5,)))
SAME_BUT_BIAS = from_units(((1, 2), 3, (5,)), ((1, 2), 4, (5,)), ((1, 2), 1, (5,)), ((1, 2), 2, (5,)))
TRIPLETS = from_units(*[((1, 2), 3, (4, 5))] * 3, ((1, 2), 3, (5, 4)), *[((2, 1), 3, (4, 5))] * 3, output_bias=TWO_OUT)


@check(
    "recover_permutation",
    points=0.5,
    cases=[
        pair("only the biases differ", SAME_BUT_BIAS, [3, 0, 1, 2]),
        pair("equal incoming weights and biases", SAME_WAY_IN, [1, 3, 0, 2]),
        pair("equal biases and outgoing weights", SAME_WAY_OUT, [2, 0, 3, 1]),
        pair("all but one number equal", ALMOST_EQUAL, [5, 3, 1, 6, 0, 2, 4]),
        pair("equal units", TRIPLETS, [4, 3, 0, 5, 1, 6, 2]),
        pair("all units equal", from_units(*[((1, 2), 3, (4,))] * 4), [3, 2, 1, 0]),
        pair("1e-12 apart", HAIR, [1, 2, 3, 4, 5, 0]),
        pair("last bit apart", LAST_BIT, [2, 0, 3, 1]),
        pair("vast and tiny", VAST, [2, 0, 3, 1]),
        pair("zeros of both signs", ZEROS, [2, 3, 1, 0]),
        Case("zeros, the other signs", net_a=ZEROS, net_b=nets.reorder(zeros_negated(ZEROS), [[1, 2, 3, 0]])),
        pair("all bits in use", unusual([2, 5, 1], seed=12), [3, 0, 4, 2, 1]),
    ],
)
def ties_and_near_ties_are_resolved(student, case):
    """Units that agree in part or in everything are matched by all of their numbers, compared with ==."""
    answer_is_right(student, case)


# In these nets the first hidden layer says nothing by itself: its units differ only by what they send to the second
# hidden layer, whose units have been reordered as well.
JOINT = deep(([[1], [1]], [0, 0]), ([[1, 2], [2, 1]], [0, 0]), ([[1, 3]], [0]))
STABLE = deep(([[1], [1]], [0, 0]), ([[1, 2], [2, 1]], [0, 0]), ([[1, 1]], [0]))
# Every row and every column of a Latin square holds the same numbers: counting them tells nothing apart.
CYCLIC_4 = [[1, 2, 3, 4], [2, 3, 4, 1], [3, 4, 1, 2], [4, 1, 2, 3]]
KLEIN_4 = [[1, 2, 3, 4], [2, 1, 4, 3], [3, 4, 1, 2], [4, 3, 2, 1]]
# Not the table of a group: its rows are not all alike, though nothing short of trying shows it.
LATIN_5 = [[1, 2, 3, 4, 5], [2, 1, 4, 5, 3], [3, 5, 1, 2, 4], [4, 3, 5, 1, 2], [5, 4, 2, 3, 1]]


def latin(square, out=None):
    """A net whose hidden layers are joined by the square, all units alike in everything else."""
    n = len(square)
    return deep(([[1, -1]] * n, [0.5] * n), (square, [0.25] * n), ([out or [1] * n, [2] * n], TWO_OUT))


# The second layer's ties are broken by the third, and the first layer's by the second.
CASCADE = deep(
    ([[1], [1], [1]], [0, 0, 0]),
    ([[1, 2, 2], [2, 1, 2], [2, 2, 1]], [1, 1, 1]),
    ([[5, 6, 6], [6, 5, 6], [6, 6, 5]], [2, 2, 2]),
    ([[1, 2, 4]], [3]),
)
# The first layer is told apart at once, and the other two only together.
LATE = deep(
    ([[1], [2]], [0, 0]),
    ([[3, 4], [3, 4], [3, 4]], [1, 1, 1]),
    ([[1, 2, 3], [2, 3, 1], [3, 1, 2]], [2, 2, 2]),
    ([[7, 7, 8], [1, 2, 1]], TWO_OUT),
)


@check(
    "recover_permutation",
    points=0.75,
    cases=[
        pair("square", SQUARE, [1, 2, 0], [1, 2, 0]),
        pair("square, two circles", SQUARE, [1, 2, 0], [2, 0, 1]),
        pair("three layers", LONG, [1, 3, 0, 2], [3, 2, 4, 0, 1], [2, 0, 1]),
        pair("layers of one", CHAIN, [0], [1, 2, 0], [0]),
        pair("joint", JOINT, [1, 0], [1, 0]),
        pair("joint, first layer only", JOINT, [1, 0], [0, 1]),
        pair("joint stabiliser", STABLE, [1, 0], [0, 1]),
        pair("cyclic", latin(CYCLIC_4), [1, 3, 0, 2], [2, 0, 3, 1]),
        pair("cyclic, outputs differ", latin(CYCLIC_4, [1, 2, 3, 4]), [3, 0, 1, 2], [1, 2, 0, 3]),
        pair("not all rows alike", latin(LATIN_5), [1, 2, 3, 4, 0], [4, 2, 0, 1, 3]),
        pair("not all rows alike", latin(LATIN_5), [3, 0, 4, 1, 2], [3, 4, 1, 2, 0]),
        pair("cascade", CASCADE, [1, 2, 0], [2, 1, 0], [1, 2, 0]),
        pair("cascade", CASCADE, [2, 0, 1], [0, 1, 2], [2, 0, 1]),
        pair("late", LATE, [1, 0], [2, 0, 1], [1, 2, 0]),
        pair("all bits in use", ODD, [2, 0, 4, 1, 3], [3, 0, 1, 2]),
    ],
)
def hidden_layers_are_recovered_together(student, case):
    """In a deep net the orders of all hidden layers are recovered together."""
    answer_is_right(student, case)


def changed(label, start, *perms, at, value):
    """A reordered net in which one number is another: no reordering of the first net."""
    layer, *index = at
    return Case(label, net_a=start, net_b=altered(nets.reorder(start, perms), layer, tuple(index), value))


def mixed_up(start, perm_rows, perm_biases, perm_columns):
    """A net with one hidden layer whose three parts are reordered differently."""
    (W, b), (V, c) = start
    return [(W[perm_rows], b[perm_biases]), (V[:, perm_columns], c)]


def outer(start, inputs=None, outputs=None):
    """The net with its inputs or outputs reordered, which are not hidden."""
    new = nets.copy(start)
    if inputs is not None:
        new[0] = (new[0][0][:, inputs], new[0][1])
    if outputs is not None:
        new[-1] = (new[-1][0][outputs], new[-1][1][outputs])
    return new


def times(start, layer, unit, way_in, way_out):
    """The net with the incoming side of one unit multiplied by one factor and the outgoing side by another."""
    new = nets.copy(start)
    new[layer - 1][0][unit] *= way_in
    new[layer - 1][1][unit] *= way_in
    new[layer][0][:, unit] *= way_out
    return new


A, B = ((1, 2), 3, (4, 5)), ((6, 7), 8, (9, 1))
TRIO = [1, 2, 0]


@check(
    "recover_permutation",
    points=0.5,
    cases=[
        changed("another output bias", FUNNEL, TRIO, at=(2, 1), value=FUNNEL[1][1][1] + E),
        changed("another incoming weight", FUNNEL, TRIO, at=(1, 0, 4), value=0.05),
        changed("another outgoing weight", FUNNEL, TRIO, at=(2, 1, 2), value=0.05),
        changed("a difference of 1e-12", HAIR, [1, 2, 3, 4, 5, 0], at=(2, 0, 5), value=0.4 + E),
        changed("a difference in the last bit", LAST_BIT, [2, 0, 3, 1], at=(1, 0), value=np.nextafter(0.3, 1)),
        changed("a small difference beside vast numbers", VAST, [2, 0, 3, 1], at=(1, 1, 1), value=3e-300),
        Case("biases at other units", net_a=FUNNEL, net_b=mixed_up(FUNNEL, TRIO, [0, 1, 2], TRIO)),
        Case("outgoing weights at other units", net_a=FUNNEL, net_b=mixed_up(FUNNEL, TRIO, TRIO, [2, 0, 1])),
        Case("incoming weights at other units", net_a=FUNNEL, net_b=mixed_up(FUNNEL, [0, 1, 2], TRIO, TRIO)),
        Case("the same units, but not as often", net_a=from_units(A, A, B), net_b=from_units(A, B, B)),
        Case("signs", net_a=FUNNEL, net_b=times(FUNNEL, 1, 1, -1, -1)),
        Case("scaled", net_a=FUNNEL, net_b=times(FUNNEL, 1, 2, 2, 0.5)),
        Case("inputs reordered", net_a=FUNNEL, net_b=outer(FUNNEL, inputs=[1, 0, 2, 3, 4])),
        Case("outputs reordered", net_a=FUNNEL, net_b=outer(FUNNEL, outputs=[1, 0])),
        Case(
            "one twin's outgoing weight moved to the other",
            net_a=from_units(((1, 2), 3, (4,)), ((1, 2), 3, (2,)), ((2, 1), 3, (4,))),
            net_b=from_units(((1, 2), 3, (5,)), ((1, 2), 3, (1,)), ((2, 1), 3, (4,))),
        ),
        Case(
            "the columns are those of other outputs",
            net_a=from_units(((1, 2), 3, (4, 5)), ((2, 1), 3, (5, 4)), output_bias=(0, 0)),
            net_b=from_units(((1, 2), 3, (5, 4)), ((2, 1), 3, (4, 5)), output_bias=(0, 0)),
        ),
    ],
    needs=one_hidden_layer_is_recovered,
)
def none_if_units_differ(student, case):
    """The answer is None if the units are not the same ones, however small the difference."""
    answer_is_none(student, case)


def inner(start, layer, rows):
    """The net with the rows of one layer reordered, and neither biases nor the next layer's columns."""
    new = nets.copy(start)
    new[layer - 1] = (new[layer - 1][0][rows], new[layer - 1][1])
    return new


FORCED = deep(([[1], [2]], [0, 0]), ([[1, 2], [2, 1]], [0, 0]), ([[1, 3]], [0]))


@check(
    "recover_permutation",
    points=0.5,
    cases=[
        Case(
            "the second layer could move, if only the first could",
            net_a=FORCED,
            net_b=deep(([[1], [2]], [0, 0]), ([[1, 2], [2, 1]], [0, 0]), ([[3, 1]], [0])),
        ),
        Case(
            "the same numbers in every layer",
            net_a=STABLE,
            net_b=deep(([[1], [1]], [0, 0]), ([[1, 2], [1, 2]], [0, 0]), ([[1, 1]], [0])),
        ),
        Case("two Latin squares", net_a=latin(CYCLIC_4), net_b=latin(KLEIN_4)),
        Case("two Latin squares", net_a=latin(LATIN_5), net_b=latin(np.transpose(LATIN_5)[[0, 2, 1, 3, 4]].tolist())),
        Case("columns reordered, rows not", net_a=SQUARE, net_b=inner(nets.reorder(SQUARE, [TRIO, TRIO]), 1, TRIO)),
        Case("outputs reordered", net_a=LONG, net_b=outer(LONG, outputs=[1, 0])),
        Case("inputs reordered in a square net", net_a=SQUARE, net_b=outer(SQUARE, inputs=[1, 2, 0])),
        Case("signs", net_a=LONG, net_b=times(LONG, 2, 3, -1, -1)),
        changed("a bias in the middle", ODD, [2, 0, 4, 1, 3], [3, 0, 1, 2], at=(2, 1), value=0.125),
        changed("a weight in the middle", LONG, [1, 3, 0, 2], [3, 2, 4, 0, 1], TRIO, at=(3, 2, 4), value=0.05),
        changed("the last layer", LONG, [1, 3, 0, 2], [3, 2, 4, 0, 1], TRIO, at=(4, 1, 1), value=LONG[3][0][1, 0]),
        changed("an output bias", LONG, [1, 3, 0, 2], [3, 2, 4, 0, 1], TRIO, at=(4, 0), value=LONG[3][1][0] + E),
        changed("cascade", CASCADE, TRIO, [2, 1, 0], TRIO, at=(4, 0, 1), value=3),
    ],
    needs=hidden_layers_are_recovered_together,
)
def none_if_no_order_fits_all_layers(student, case):
    """The answer is None if each layer could be reordered to fit, but not all layers at once."""
    answer_is_none(student, case)


@check(
    "recover_permutation",
    points=0.25,
    cases=[
        pair("one hidden layer", FUNNEL, TRIO),
        pair("three hidden layers", LONG, [1, 3, 0, 2], [3, 2, 4, 0, 1], [2, 0, 1]),
        Case("no reordering", net_a=LONG, net_b=outer(LONG, outputs=[1, 0])),
    ],
    needs=one_hidden_layer_is_recovered,
)
def recover_leaves_its_arguments_alone(student, case):
    """Both nets are as they were."""
    student.recover_permutation(case.net_a, case.net_b)
    expect.unchanged(student)


def of_widths(*widths):
    """A net of ones, so that nothing but its shape tells it from another."""
    return [(np.ones((m, n)), np.ones(m)) for n, m in itertools.pairwise(widths)]


@check(
    "recover_permutation",
    points=0.25,
    cases=[
        Case(f"{one} and {two}", net_a=of_widths(*one), net_b=of_widths(*two))
        for one, two in (
            ((2, 3, 1), (2, 2, 1)),
            ((2, 3, 1), (3, 3, 1)),
            ((2, 3, 1), (2, 3, 2)),
            ((2, 3, 2), (2, 3, 2, 2)),
            ((2, 3, 2, 2), (2, 3, 2)),
            ((2, 3, 4, 2), (2, 4, 3, 2)),
            ((2, 2, 2, 2, 1), (2, 2, 2, 1)),
        )
    ],
    needs=one_hidden_layer_is_recovered,
)
def nets_of_different_shapes_are_refused(student, case):
    """Two nets of different shapes are refused with a ValueError."""
    one, two = nets.widths(case.net_a), nets.widths(case.net_b)
    with expect.raises(ValueError, f"The nets have the widths {one} and {two}"):
        student.recover_permutation(case.net_a, case.net_b)


def eight_tied():
    """Eight units with the same incoming weight and bias, told apart by what they send to a layer of three."""
    rng = np.random.default_rng(14)
    return deep(
        ([[0.5]] * 8, [0.1] * 8), (rng.permutation(24).reshape(3, 8) / 10, [0.3, 0.2, 0.1]), ([[1, 2, 3]], [0.7])
    )


def wide():
    """Sixty units in each of two hidden layers, four of the first with the same incoming weights and bias."""
    start = unusual([3, 60, 60, 2], seed=15)
    (W, b), *_ = start
    W[[7, 31, 58]], b[[7, 31, 58]] = W[12], b[12]
    return start


def wide_ties():
    """Sixty units in one hidden layer, eight of them equal in everything, others in part."""
    start = unusual([2, 60, 3], seed=16)
    (W, b), (V, _) = start
    W[20:28], b[20:28], V[:, 20:28] = W[20], b[20], V[:, [20]]
    W[3:7] = W[3]
    b[40:60] = b[40]
    V[:, 30:36] = V[:, [30]]
    return start


def shuffled(label, start, seed):
    """A case with every hidden layer reordered at random."""
    rng = np.random.default_rng(seed)
    return pair(label, start, *(rng.permutation(n).tolist() for n in nets.widths(start)[1:-1]))


WIDE, WIDE_TIES = shuffled("sixty units, two layers", wide(), 17), shuffled("sixty units, ties", wide_ties(), 18)


@check(
    "recover_permutation",
    points=0.25,
    cases=[
        pair("a tie of eight", eight_tied(), [1, 4, 6, 0, 7, 2, 5, 3], [2, 0, 1]),
        WIDE_TIES,
        WIDE,
    ],
)
def sixty_units_are_recovered(student, case):
    """Layers of sixty units, and ties of eight, are recovered in time."""
    answer_is_right(student, case)


# --- canonical_form ------------------------------------------------------------------------------------------------


def form_is_a_reordering(student, start):
    """The student's canonical form, which has the units of the net and its output bias."""
    form = expect.net(student.canonical_form(start), start)
    # sorted() and == on tuples of floats: 0.0 and -0.0 count as equal
    given, found = sorted(nets.units(start, 1)), sorted(nets.units(form, 1))
    missing = [unit for unit, other in zip(given, found, strict=True) if unit != other]
    if missing:
        raise Mismatch(f"The unit {missing[0]} (incoming weights, bias, outgoing weights) is not in the result.")
    expect.that(np.array_equal(start[1][1], form[1][1]), "The output bias belongs to no hidden unit and stays.")
    return form


def forms_agree(student, case):
    """The same form for the net and for some of its reorderings."""
    form = form_is_a_reordering(student, case.net)
    backwards = list(range(len(case.net[0][1])))[::-1]
    for perm in (backwards, *case.get("perms", [])):
        other = student.canonical_form(nets.reorder(case.net, [perm]))
        expect.same_parameters(other, form, f"(the form of the net before it was reordered by {perm})")


@check(
    "canonical_form",
    points=0.75,
    cases=[
        Case("only the incoming weights differ", net=SAME_WAY_OUT),
        Case("only the outgoing weights differ", net=SAME_WAY_IN),
        Case("only the biases differ", net=SAME_BUT_BIAS),
        Case("fewer units than inputs", net=FUNNEL),
        Case("more units than inputs", net=FAN),
        Case("equal units", net=TRIPLETS),
        Case("all but one number equal", net=ALMOST_EQUAL, perms=[[3, 6, 0, 1, 5, 4, 2], [6, 0, 5, 1, 4, 2, 3]]),
        Case("equal sums and norms", net=LOOKALIKES, perms=[[1, 0, 2, 3, 5, 4, 6], [3, 5, 0, 4, 1, 6, 2]]),
        Case("a single unit", net=THIN),
    ],
)
def units_are_ordered_by_all_of_their_numbers(student, case):
    """Units that agree in all numbers but one get the same order wherever they stood before."""
    forms_agree(student, case)


@check(
    "canonical_form",
    points=0.5,
    cases=[
        Case("1e-8 apart", net=apart(1e-8)),
        Case("1e-12 apart", net=HAIR),
        Case("last bit apart", net=LAST_BIT, perms=[[1, 0, 2, 3]]),
        Case("vast and tiny", net=VAST, perms=[[1, 0, 2, 3], [2, 3, 0, 1]]),
        Case("all bits in use", net=unusual([2, 5, 1], seed=12)),
    ],
)
def close_units_are_different_units(student, case):
    """Units that differ by 1e-12 are different units, and numbers of any size stay exact."""
    forms_agree(student, case)


@check(
    "canonical_form",
    points=0.25,
    cases=[
        Case("an output bias", one=FUNNEL, two=altered(FUNNEL, 2, (0,), 0.05)),
        Case("biases at other units", one=FUNNEL, two=mixed_up(FUNNEL, TRIO, [0, 1, 2], TRIO)),
        Case("outgoing weights at other units", one=FUNNEL, two=mixed_up(FUNNEL, TRIO, TRIO, [2, 0, 1])),
        Case("signs", one=FUNNEL, two=times(FUNNEL, 1, 1, -1, -1)),
        Case("the same units, but not as often", one=from_units(A, A, B), two=from_units(A, B, B)),
        Case("1e-12", one=HAIR, two=altered(HAIR, 1, (0,), 0.3 + 2 * E)),
    ],
    needs=units_are_ordered_by_all_of_their_numbers,
)
def other_nets_have_other_forms(student, case):
    """Nets that are no reorderings of one another have different forms."""
    one, two = form_is_a_reordering(student, case.one), form_is_a_reordering(student, case.two)
    expect.that(
        not nets.equal(one, two), f"Two nets that are no reorderings of one another have one form ({case.label})."
    )


@check(
    "canonical_form",
    points=0.25,
    cases=[Case("fewer units than inputs", net=FUNNEL), Case("all but one number equal", net=ALMOST_EQUAL)],
    needs=units_are_ordered_by_all_of_their_numbers,
)
def a_form_is_its_own_form(student, case):
    """The canonical form of a canonical form is itself."""
    form = form_is_a_reordering(student, case.net)
    expect.same_parameters(student.canonical_form(form), form)


@check(
    "canonical_form",
    points=0.25,
    cases=[Case("one output bias", net=FAN), Case("equal units", net=TRIPLETS), Case("a single unit", net=THIN)],
    needs=units_are_ordered_by_all_of_their_numbers,
)
def form_leaves_its_argument_alone(student, case):
    """The net that was handed in is as it was."""
    student.canonical_form(case.net)
    expect.unchanged(student)


@check(
    "canonical_form",
    points=0.25,
    cases=[Case(net=SQUARE), Case(net=LONG), Case(net=net([1, 1, 1, 1]))],
    needs=units_are_ordered_by_all_of_their_numbers,
)
def deeper_nets_are_refused(student, case):
    """Nets with more than one hidden layer are refused with a ValueError."""
    with expect.raises(ValueError, f"The net has {len(case.net) - 1} hidden layers"):
        student.canonical_form(case.net)


@check(
    "canonical_form",
    points=0.25,
    cases=[Case("zeros", net=ZEROS)],
    needs=units_are_ordered_by_all_of_their_numbers,
)
def zero_has_no_sign(student, case):
    """A zero may be 0.0 or -0.0: the two are equal, so the form is the same."""
    forms_agree(student, case)
    form = form_is_a_reordering(student, case.net)
    for perm in ([0, 1, 2, 3], [3, 1, 2, 0], [1, 2, 3, 0]):
        other = nets.reorder(zeros_negated(case.net), [perm])
        expect.same_parameters(student.canonical_form(other), form, "(the same net, with -0.0 for 0.0)")


# --- swap_profile --------------------------------------------------------------------------------------------------


@cache
def losses(case):
    """The losses on the line from the net to its twin."""
    twin = swapped(case)
    line = [nets.mse(nets.interpolate(case.net, twin, t), case.X, case.Y, case.activation) for t in case.ts]
    return np.array(line, dtype=float)


def profile_is_right(student, case):
    """The student's losses, to a relative 1e-9."""
    arguments = (case.net, case.X, case.Y, case.activation, case.layer, case.i, case.j, case.ts)
    # the absolute term (0 unless a case says so) is for losses that are exactly 0 but for rounding
    expect.close(student.swap_profile(*arguments), losses(case), atol=case.get("atol", 0.0))


UNEVEN = np.array([0.0, 0.35, 0.1, 0.8, 0.5, 1.0])


def line(label, start, layer, i, j, activation, ts=UNEVEN, samples=4, perfect=False):
    """A case of swap_profile; the targets are off the net's outputs by up to half a unit, or not at all."""
    X = inputs(samples, start[0][0].shape[1], seed=19)
    Y = nets.forward(start, X, activation)
    if not perfect:
        Y = Y + np.random.default_rng(20).integers(-5, 6, size=Y.shape) / 10
    atol = 1e-18 if perfect else 0.0
    return Case(label, net=start, X=X, Y=Y, activation=activation, layer=layer, i=i, j=j, ts=np.array(ts), atol=atol)


@check(
    "swap_profile",
    points=0.5,
    cases=[
        *(line(f"one hidden layer, {a}", FUNNEL, 1, 2, 0, a) for a in ("identity", "relu", "tanh", "sigmoid")),
        *(line(f"square, second layer, {a}", SQUARE, 2, 0, 2, a) for a in ("identity", "relu", "tanh", "sigmoid")),
        line("long, first layer", LONG, 1, 3, 1, "tanh"),
        line("long, third layer", LONG, 3, 0, 1, "sigmoid", samples=3),
        line("one sample", FAN, 1, 5, 2, "relu", samples=1),
        line("all bits in use", ODD, 2, 3, 1, "tanh", samples=5),
    ],
)
def losses_are_those_of_the_mixed_nets(student, case):
    """Every loss is that of the net whose parameters lie on the line, for every activation and any layer."""
    profile_is_right(student, case)


@check(
    "swap_profile",
    points=0.5,
    cases=[
        line("one t", FUNNEL, 1, 0, 1, "tanh", ts=[0.3]),
        line("no t", FUNNEL, 1, 0, 1, "tanh", ts=np.zeros(0)),
        line("descending", FUNNEL, 1, 0, 1, "tanh", ts=[0.5, 0.3, 0.0]),
        line("repeated", FUNNEL, 1, 0, 1, "relu", ts=[0.2, 0.2, 0.45, 0.2, 0.0]),
        line("without ends", SQUARE, 1, 1, 0, "sigmoid", ts=[0.61, 0.12, 0.27]),
        line("close together", SQUARE, 2, 1, 2, "tanh", ts=[0.4, 0.4 + 2e-7, 0.4 + 1e-7]),
        line("eleven, evenly spaced", LONG, 2, 0, 4, "tanh", ts=np.linspace(0, 1, 11)),
    ],
)
def ts_may_be_any_list(student, case):
    """The ts may be uneven, unsorted, repeated, or none at all."""
    profile_is_right(student, case)


@check(
    "swap_profile",
    points=0.25,
    cases=[
        line("a perfect net", FUNNEL, 1, 0, 2, "tanh", perfect=True),
        line("a perfect net, two layers", SQUARE, 2, 2, 0, "relu", perfect=True),
        line("a unit with itself", FUNNEL, 1, 1, 1, "tanh"),
        line("a unit with itself, layer 2", LONG, 2, 3, 3, "sigmoid"),
        line("the only unit", CHAIN, 3, 0, 0, "relu"),
    ],
    needs=losses_are_those_of_the_mixed_nets,
)
def the_ends_are_equal(student, case):
    """Both ends have the net's own loss, and a unit swapped with itself has that loss everywhere."""
    profile_is_right(student, case)


@check(
    "swap_profile",
    points=0.25,
    cases=[
        line("one hidden layer", FUNNEL, 1, 0, 2, "relu", ts=[0.9, 0.1, 0.5]),
        line("a unit with itself", FUNNEL, 1, 1, 1, "relu", ts=[0.9, 0.1, 0.5]),
        line("deep", LONG, 2, 3, 1, "tanh", ts=[0.9, 0.1, 0.5]),
    ],
    needs=losses_are_those_of_the_mixed_nets,
)
def profile_leaves_its_arguments_alone(student, case):
    """The net, the data and the ts are as they were."""
    profile_is_right(student, case)
    expect.unchanged(student)


@check(
    "swap_profile",
    points=0.25,
    cases=[
        *(
            Case(layer_label, **{**line("", SQUARE, 1, 0, 2, "tanh"), "layer": layer})
            for layer, layer_label in ((0, "layer 0"), (3, "layer H+1"), (-1, "layer -1"))
        ),
        *(
            Case(f"units {i} and {j}", **{**line("", LONG, 1, 0, 2, "tanh"), "i": i, "j": j})
            for i, j in ((-1, 0), (0, -1), (4, 0), (1, 4), (4, 4))
        ),
    ],
    needs=losses_are_those_of_the_mixed_nets,
)
def what_cannot_be_swapped_has_no_profile(student, case):
    """A layer or a unit that is not there is refused with a ValueError."""
    arguments = (case.net, case.X, case.Y, case.activation, case.layer, case.i, case.j, case.ts)
    with expect.raises(ValueError, f"Layer {case.layer} of this net has no units {case.i} and {case.j}"):
        student.swap_profile(*arguments)

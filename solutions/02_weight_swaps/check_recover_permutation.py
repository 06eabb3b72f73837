"""The hidden checks of recover_permutation: any right answer will do, so it is applied and the nets are compared."""

import itertools

import numpy as np

from autograder import nets
from autograder.checks import check, expect
from autograder.checks.cases import Case, net
from autograder.checks.errors import Mismatch

from .special_nets import (
    ALMOST_EQUAL,
    CASCADE,
    CHAIN,
    CYCLIC_4,
    FAN,
    FUNNEL,
    HAIR,
    JOINT,
    KLEIN_4,
    LAST_BIT,
    LATE,
    LATIN_5,
    LONG,
    LOOKALIKES,
    ODD,
    SAME_BUT_BIAS,
    SAME_WAY_IN,
    SAME_WAY_OUT,
    SQUARE,
    STABLE,
    THIN,
    TRIO,
    TRIPLETS,
    VAST,
    WHOLE,
    ZEROS,
    A,
    B,
    E,
    altered,
    deep,
    from_units,
    inner,
    latin,
    mixed_up,
    outer,
    times,
    unusual,
    zeros_negated,
)


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
        Case(
            "two units look like one",
            net_a=deep(([[1], [2], [3]], [0, 0, 0]), ([[1, 2, 5], [2, 8, 5]], [0, 0]), ([[1, 1]], [0])),
            net_b=deep(([[1], [1], [3]], [0, 0, 0]), ([[1, 2, 5], [2, 1, 5]], [0, 0]), ([[1, 1]], [0])),
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
            ((2, 2, 3), (4, 1, 6)),
            ((2, 3, 2), (2, 3, 2, 2)),
            ((2, 3, 2, 2), (2, 3, 2)),
            ((2, 3, 4, 2), (2, 4, 3, 2)),
            ((2, 2, 2, 2, 1), (2, 2, 2, 1)),
            ((2, 2, 3, 2, 1), (2, 2, 4, 2, 1)),
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
    """Sixty units, four with the same incoming weights and bias, and then fourteen: too many to try all orders."""
    start = unusual([3, 60, 14, 2], seed=15)
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


WIDE, WIDE_TIES = shuffled("sixty units and fourteen", wide(), 17), shuffled("sixty units, ties", wide_ties(), 18)


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

"""The hidden checks of align: what an answer must have, not which answer it is.

The reorderings to be undone have different incoming weights in every unit of a layer (or wholly equal units). There a
forward pass finds them for certain, and a climb from the identity alone does not always.
"""

from autograder import nets
from autograder.checks import check, expect
from autograder.checks.cases import Case, net

from .alignment import alignment_is_good, reordering_is_undone
from .special_nets import (
    A_LITTLE_TO_GAIN,
    BIASES_DECIDE,
    BY_BIASES,
    DEEP_DIFFERENT_SHAPES,
    DIFFERENT_SHAPES,
    EQUAL_UNITS,
    LOUD_BIASES,
    MISLEADING,
    MISLEADING_TOO,
    SAME_BIASES_AND_WAY_OUT,
    SEVERAL_ROUNDS,
    STEEP,
    STEEP_TOO,
    almost_alike,
    deep,
    faint,
    moved,
    moved_and_changed,
    random_net,
    strangers,
    times,
)


@check(
    "align",
    points=1.0,
    cases=[
        moved("a single unit in each layer", net([2, 1, 1, 2], seed=41), [0], [0]),
        moved("two hidden layers, a climb from the identity stops", STEEP, [1, 2, 0], [2, 1, 0]),
        moved("two hidden layers, a climb from the identity stops", STEEP_TOO, [2, 0, 1], [1, 2, 0]),
        moved("large biases", LOUD_BIASES, [2, 0, 1], [2, 0, 1]),
        moved("equal biases and outgoing weights", SAME_BIASES_AND_WAY_OUT, [2, 0, 1], [1, 2, 0]),
        moved("only the biases tell some units apart", BY_BIASES, [2, 0, 1], [3, 0, 1, 2]),
        moved("equal units", EQUAL_UNITS, [3, 0, 1, 2], [2, 0, 1]),
        moved("only the first layer", net([2, 4, 3, 2], seed=43), [1, 3, 0, 2], [0, 1, 2]),
        moved("three hidden layers", net([2, 4, 5, 3, 2], seed=44), [1, 3, 0, 2], [3, 2, 4, 0, 1], [2, 0, 1]),
        moved("square", net([3, 3, 3, 3, 3], seed=45), [1, 2, 0], [1, 2, 0], [2, 0, 1]),
        moved("units that are almost alike", almost_alike(), [3, 5, 1, 0, 2, 4], [4, 2, 0, 1, 3]),
        moved("faint on the way in and out", faint(), seed=6),
        moved("tiny numbers", times(net([2, 4, 4, 1], seed=46), 1e-4), seed=1),
    ],
)
def a_reordering_is_undone_in_any_depth(student, case):
    """If net_b is a reordering of net_a, reordering it by the answer gives net_a."""
    reordering_is_undone(student, case)


@check(
    "align",
    points=1.0,
    cases=[
        MISLEADING,
        MISLEADING_TOO,
        BIASES_DECIDE,
        SEVERAL_ROUNDS,
        strangers("strangers, one hidden layer", [2, 4, 2], 51),
        A_LITTLE_TO_GAIN,
        strangers("strangers, square", [3, 3, 3, 3], 53),
        strangers("strangers, three hidden layers", [2, 4, 5, 3, 2], 54),
        strangers("strangers, tiny numbers", [2, 4, 4, 2], 55, factor=1e-5),
        strangers("strangers, large numbers", [2, 4, 4, 2], 55, factor=1e4),
        strangers("four rounds are needed", [2, 6, 6, 6, 6, 2], 114),
        moved_and_changed("all numbers a bit different", net([2, 5, 4, 2], seed=56), 0.5, seed=2),
        moved_and_changed("all numbers very different", net([3, 6, 6, 2], seed=57), 2.0, seed=3),
        Case(
            "no biases", net_a=net([2, 3, 3, 1], seed=58), net_b=deep(*((W, 0 * b) for W, b in net([2, 3, 3, 1], 59)))
        ),
    ],
)
def no_layer_is_left_to_improve(student, case):
    """The score is not below that without reordering, and no other order of a single layer raises it."""
    alignment_is_good(student, case)


@check(
    "align",
    points=0.25,
    cases=[
        moved("a reordering", net([2, 3, 4, 2], seed=42), [1, 2, 0], [1, 3, 0, 2]),
        strangers("strangers", [2, 4, 5, 3, 2], 54),
    ],
    needs=a_reordering_is_undone_in_any_depth,
)
def align_leaves_its_arguments_alone(student, case):
    """Both nets are as they were."""
    alignment_is_good(student, case)
    expect.unchanged(student)


@check(
    "align",
    points=0.25,
    cases=[*DIFFERENT_SHAPES[1:5:2], *DIFFERENT_SHAPES[5:], *DEEP_DIFFERENT_SHAPES[:2]],
    needs=a_reordering_is_undone_in_any_depth,
)
def align_refuses_nets_of_different_shapes(student, case):
    """Two nets of different shapes are refused with a ValueError."""
    one, two = nets.widths(case.net_a), nets.widths(case.net_b)
    with expect.raises(ValueError, f"The nets have the widths {one} and {two}"):
        student.align(case.net_a, case.net_b)


def wide():
    """Forty and thirty units, some of them equal in everything."""
    start = random_net([5, 40, 30, 4], 61)
    (W, b), (V, _), _ = start
    W[7:10], b[7:10], V[:, 7:10] = W[7], b[7], V[:, [7]]
    return start


@check(
    "align",
    points=0.5,
    cases=[
        moved("forty and thirty units", wide(), seed=7),
        moved("five layers", random_net([1, *[10] * 5, 1], 62), seed=8),
    ],
    needs=a_reordering_is_undone_in_any_depth,
)
def a_wide_or_deep_reordering_is_undone(student, case):
    """Wide and deep reorderings are undone in time."""
    reordering_is_undone(student, case)


WIDE = moved_and_changed("forty and thirty units, each a bit different", random_net([5, 40, 30, 4], 63), 1.0, seed=9)


@check("align", points=0.25, cases=[WIDE], needs=no_layer_is_left_to_improve)
def a_wide_net_is_aligned(student, case):
    """In a wide net no layer is left to improve either."""
    alignment_is_good(student, case)

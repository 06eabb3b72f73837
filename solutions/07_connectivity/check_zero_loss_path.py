"""The hidden checks of zero_loss_path: the ends by ==, and every segment proved to have loss 0 from end to end.

All weights are small whole numbers or halves, so the nets fit their data exactly and can be followed in floats.
"""

import numpy as np

from autograder import certify, nets
from autograder.checks import check, expect, values
from autograder.checks.cases import Case
from autograder.checks.errors import Mismatch

from .special_nets import from_units

MOST_SEGMENTS = 12


def path_is_right(student, case):
    """The student's path: its length, its ends, and the loss on every segment."""
    answer = values.sequence(student.zero_loss_path(case.net, case.X, case.Y, case.i, case.j), None, "the path")
    if not 2 <= len(answer) <= MOST_SEGMENTS + 1:
        raise Mismatch(f"The path should have 2 to {MOST_SEGMENTS + 1} nets, but has {len(answer)}.")
    path = [expect.net(one, case.net, f"net {k} of the path") for k, one in enumerate(answer)]
    expect.same_parameters(path[0], case.net, "(in net 0 of the path, which should be the given net)")
    swapped = nets.swap(case.net, 1, case.i, case.j)
    where = f"(in net {len(path) - 1}, the last of the path: the given net with units {case.i} and {case.j} swapped)"
    expect.same_parameters(path[-1], swapped, where)
    expect.proved(certify.zero_loss_path(path, case.X, case.Y))


def fitted(label, net, i, j, X=None, samples=4, seed=0):
    """A net with the targets that it fits; all numbers are dyadic and small, so its outputs are exact."""
    if X is None:
        features = net[0][0].shape[1]
        X = np.random.default_rng([seed, samples, features]).integers(-6, 7, size=(samples, features)) / 2
    return Case(label, net=net, X=X, Y=nets.forward(net, X, "relu"), i=i, j=j)


def halves(widths, idle, seed):
    """A random net of halves with some idle units."""
    rng = np.random.default_rng([seed, *widths])
    inputs, units, outputs = widths

    def some(*shape):
        # no zeros: only the units that are meant to be idle are
        return rng.integers(1, 7, size=shape) * rng.choice([-1, 1], size=shape) / 2

    V = some(outputs, units)
    V[:, idle] = 0
    return [(some(units, inputs), some(units)), (V, some(outputs))]


@check(
    "zero_loss_path",
    points=1.25,
    cases=[
        fitted("the idle unit stands first", halves([2, 3, 1], [0], 111), 1, 2),
        fitted("i is above j", halves([2, 3, 1], [1], 113), 2, 0),
        fitted("two outputs", halves([2, 4, 2], [2], 114), 3, 1),
        fitted("three outputs, one input", halves([1, 5, 3], [0], 115), 4, 1, samples=5),
        fitted("one sample", halves([2, 4, 2], [3], 117), 2, 0, samples=1),
    ],
)
def the_loss_is_zero_all_the_way(student, case):
    """From the net to its swap there are at most 12 straight segments, and on each the loss is exactly 0."""
    path_is_right(student, case)


ALMOST = 2.0**-40
SUM_ZERO = from_units(
    ((1, 1), 0, (1, 2)), ((2, -1), 1, (1, -1)), ((-1, 2), 1, (0, 0)), ((1, 3), -1, (-2, 1))
)  # unit 1: outgoing weights that add up to 0
SECOND_ONLY = from_units(((1, 1), 0, (1, 2)), ((2, -1), 1, (0, 3)), ((-1, 2), 1, (0, 0)), ((1, 3), -1, (-2, 1)))
FIRST_ONLY = from_units(((1, 1), 0, (1, 2)), ((2, -1), 1, (3, 0)), ((-1, 2), 1, (0, 0)), ((1, 3), -1, (-2, 1)))
ALMOST_IDLE = from_units(((1, 1), 0, (1, 2)), ((2, -1), 1, (0, ALMOST)), ((-1, 2), 1, (0, 0)), ((1, 3), -1, (-2, 1)))
DEAD = from_units(((1, 1), 0, (1, 2)), ((0, 0), -1, (3, 1)), ((-1, 2), 1, (0, 0)), ((1, 3), -1, (-2, 1)))
IDLE_UNIT_I = from_units(((1, 1), 2, (0, 0)), ((2, -1), 1, (1, 3)), ((-1, 2), 1, (0, 0)), ((1, 3), -1, (-2, 1)))
NEGATIVE_ZERO = from_units(((1, 1), 0, (1, 2)), ((2, -1), 1, (1, 3)), ((-1, 2), 1, (-0.0, 0)), ((1, 3), -1, (-2, 1)))
SAMPLES = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [-1.0, 2.0], [2.0, -1.5], [0.5, 0.5]])


@check(
    "zero_loss_path",
    points=0.75,
    cases=[
        fitted("another unit's outgoing weights add up to 0", SUM_ZERO, 0, 3, SAMPLES),
        fitted("another unit has no weight to output 0", SECOND_ONLY, 0, 3, SAMPLES),
        fitted("another unit has no weight to output 1", FIRST_ONLY, 3, 0, SAMPLES),
        fitted("another unit's outgoing weight is tiny", ALMOST_IDLE, 0, 3, SAMPLES),
        fitted("another unit is never active", DEAD, 0, 3, SAMPLES),
        fitted("i is idle itself", IDLE_UNIT_I, 0, 3, SAMPLES),
        fitted("j is idle itself", IDLE_UNIT_I, 1, 0, SAMPLES),
        fitted("both are idle", halves([2, 4, 1], [0, 1, 2], 118), 0, 1),
        fitted("a zero with a sign", NEGATIVE_ZERO, 0, 3, SAMPLES),
    ],
    needs=the_loss_is_zero_all_the_way,
)
def the_idle_unit_is_found(student, case):
    """The unit that helps out is one whose outgoing weights are all 0, and it is neither i nor j."""
    path_is_right(student, case)


SAME_WAY_IN = from_units(((1, 1), -1, (1,)), ((1, 1), -1, (-2,)), ((3, 1), 0, (0,)))
SAME_WAY_OUT = from_units(((1, 1), -1, (2,)), ((1, 1), 0, (2,)), ((3, 1), 0, (0,)))
IDLE_LIKE_I = from_units(((1, 1), -1, (1,)), ((2, -1), 0, (-2,)), ((1, 1), -1, (0,)))
IDLE_LIKE_J = from_units(((1, 1), -1, (1,)), ((2, -1), 0, (-2,)), ((2, -1), 0, (0,)))
NOTHING_COMES_IN = from_units(((1, 1), -1, (1,)), ((2, -1), 0, (-2,)), ((0, 0), 0, (0,)))


@check(
    "zero_loss_path",
    points=0.5,
    cases=[
        fitted("i and j have the same way in", SAME_WAY_IN, 0, 1, SAMPLES),
        fitted("i and j have the same way out, and only another bias", SAME_WAY_OUT, 0, 1, SAMPLES),
        fitted("the idle unit has the way in of i", IDLE_LIKE_I, 0, 1, SAMPLES),
        fitted("the idle unit has the way in of j", IDLE_LIKE_J, 0, 1, SAMPLES),
        fitted("all weights into the idle unit are 0", NOTHING_COMES_IN, 1, 0, SAMPLES),
    ],
    needs=the_loss_is_zero_all_the_way,
)
def units_may_agree_in_part(student, case):
    """The units i, j and the idle one may agree in part."""
    path_is_right(student, case)


@check(
    "zero_loss_path",
    points=0.25,
    cases=[fitted("two outputs", halves([2, 4, 2], [2], 114), 3, 1)],
    needs=the_loss_is_zero_all_the_way,
)
def path_leaves_its_arguments_alone(student, case):
    """The net and the data are as they were."""
    path_is_right(student, case)
    expect.unchanged(student)


@check(
    "zero_loss_path",
    points=0.5,
    cases=[fitted("nine units, twelve samples", halves([4, 9, 3], [2, 7], 121), 8, 0, samples=12)],
    needs=the_loss_is_zero_all_the_way,
)
def larger_nets_have_paths_too(student, case):
    """Larger nets with many kinks on the way have their paths too."""
    path_is_right(student, case)


@check(
    "zero_loss_path",
    points=0.25,
    cases=[
        fitted("i is -1", halves([2, 4, 2], [2], 114), -1, 1),
        fitted("j is -1", halves([2, 4, 2], [2], 114), 0, -1),
        fitted("i is one too large", halves([2, 4, 2], [2], 114), 4, 1),
        fitted("j is far too large", halves([2, 4, 2], [2], 114), 0, 7),
    ],
    needs=the_loss_is_zero_all_the_way,
)
def units_that_do_not_exist_are_refused(student, case):
    """A unit that the net does not have is refused with a ValueError."""
    with expect.raises(ValueError, f"The net has the hidden units 0 to 3, and i = {case.i}, j = {case.j}"):
        student.zero_loss_path(case.net, case.X, case.Y, case.i, case.j)

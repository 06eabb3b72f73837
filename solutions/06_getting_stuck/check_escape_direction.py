"""The hidden checks of escape_direction: critical points of known kind, see `critical_points`."""

from autograder.checks import check, expect
from autograder.checks.cases import Case

from . import critical_points as at
from .judging import escapes


def point(label, net, X, Y, activation, saddle):
    return Case(label, net=net, X=X, Y=Y, activation=activation, saddle=saddle)


@check(
    "escape_direction",
    points=1.0,
    cases=[
        point("all zero", at.zeros(2, 2, 1, output_bias=[0]), at.PLANE, at.TILTED, "identity", saddle=True),
        point("one of two tasks done", at.RANK_ONE, at.CROSS, at.CROSS, "identity", saddle=True),
        point("the second output only", at.LIT, at.PLANE, at.SECOND_ONLY, "relu", saddle=True),
        point("either side", at.HALVES, at.SIDES, at.UNEVEN, "relu", saddle=True),
        point("sigmoid", at.zeros(2, 2, 2, output_bias=[0.25, -0.5]), at.PLANE, at.TWO_TARGETS, "sigmoid", saddle=True),
        point("first and third layer", at.APART, at.PLANE, at.TILTED, "identity", saddle=True),
        point("first and second of four layers", at.EARLY, at.PLANE, at.TILTED, "tanh", saddle=True),
        point("second and third layer", at.LATE, at.PLANE, at.TILTED, "tanh", saddle=True),
        point("39 parameters", at.WIDE, at.PLANE, at.WIDE_TARGETS, "tanh", saddle=True),
    ],
)
def layers_work_together(student, case):
    """A way down that takes two layers at once is found: neighbours or not, for every activation."""
    escapes(student, case)


@check(
    "escape_direction",
    points=1.0,
    cases=[
        point("through the biases", at.split(0.5), at.FIVE, at.FIVE_TARGETS, "tanh", saddle=True),
        point("biases, uneven", at.split(0.25), at.FIVE, at.FIVE_TARGETS, "tanh", saddle=True),
        point("three equal units", at.TRIPLET, at.FIVE, at.FIVE_TARGETS, "tanh", saddle=True),
        point("through the weights", at.split(1.5), at.FIVE, at.FIVE_TARGETS, "tanh", saddle=True),
        point("hardly curved", at.split(-0.5), at.SEVEN, at.SEVEN_TARGETS, "tanh", saddle=True),
        point("hardly curved, and steep", at.split(3.0), at.SEVEN, at.SEVEN_TARGETS, "tanh", saddle=True),
        point("no symmetry", at.CURVED, at.CURVED_INPUTS, at.curved(4.0), "tanh", saddle=True),
        point("near a minimum", at.TRIO, at.TRIO_INPUTS, at.TRIO_TARGETS, "tanh", saddle=True),
        point("near a minimum, sigmoid", at.LOGISTIC, at.LOGISTIC_INPUTS, at.LOGISTIC_TARGETS, "sigmoid", saddle=True),
        point("three layers", at.DEEP, at.DEEP_INPUTS, at.DEEP_TARGETS, "tanh", saddle=True),
    ],
)
def one_layer_may_be_enough(student, case):
    """A way down within a layer, through biases alone, or along a faint curvature among strong ones is found."""
    escapes(student, case)


@check(
    "escape_direction",
    points=0.75,
    cases=[
        point(
            "three layers of zeros",
            at.zeros(2, 2, 2, 1, output_bias=[0]),
            at.PLANE,
            at.TILTED,
            "identity",
            saddle=False,
        ),
        point("three of tanh", at.zeros(1, 2, 2, 1, output_bias=[0]), at.LINE, at.LINE, "tanh", saddle=False),
        point("nothing to gain", at.zeros(1, 2, 1, output_bias=[0]), at.LINE, at.BENT, "tanh", saddle=False),
        point("a line through four points", at.LINE_FIT, at.STEPS, at.SCATTERED, "identity", saddle=False),
        point("all units off", at.DEAD, at.PLANE, at.TILTED, "relu", saddle=False),
        point("either side", at.HALVES, at.SIDES, at.EVEN, "relu", saddle=False),
        point("ReLU, imperfect", at.KINKED, at.KINKED_INPUTS, at.KINKED_TARGETS, "relu", saddle=False),
        point("a line of local minima", at.split(0.5), at.SEVEN, at.SEVEN_TARGETS, "tanh", saddle=False),
        point("its other end", at.split(0.25), at.SEVEN, at.SEVEN_TARGETS, "tanh", saddle=False),
        point("a strict minimum", at.CURVED, at.CURVED_INPUTS, at.curved(0.4), "tanh", saddle=False),
        point("another one", at.MILD, at.MILD_INPUTS, at.MILD_TARGETS, "sigmoid", saddle=False),
        point("no error at all", at.DEEP, at.DEEP_INPUTS, at.DEEP_OUTPUTS, "tanh", saddle=False),
    ],
)
def none_where_nothing_curves_downwards(student, case):
    """The answer is None where no second derivative is negative, whether or not the point is a minimum."""
    escapes(student, case)


@check(
    "escape_direction",
    points=0.25,
    cases=[
        point("all zero", at.zeros(2, 2, 1, output_bias=[0]), at.PLANE, at.TILTED, "identity", saddle=True),
        # numbers that adding and taking away again does not bring back
        point("no symmetry", at.CURVED, at.CURVED_INPUTS, at.curved(4.0), "tanh", saddle=True),
    ],
    needs=layers_work_together,
)
def escape_leaves_its_arguments_alone(student, case):
    """The net and the data are as they were."""
    escapes(student, case)
    expect.unchanged(student)

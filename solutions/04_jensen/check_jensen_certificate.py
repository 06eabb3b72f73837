"""The hidden checks of jensen_certificate. Any valid certificate will do: each is proved, none is compared.

The targets of the stubborn nets were chosen (by linear programming: the loss differences are linear in them) so that
on every straight line between the net and one of its reorderings the loss stays below its ends, so that the point
half-way to the group mean proves nothing, and in the deep ones so that no layer alone proves anything.
"""

import numpy as np

from autograder.checks import check, expect
from autograder.checks.cases import inputs, net

from .special_nets import CLOSE, FIVE, FOUR, LONG, MANY_OUTPUTS, MIDDLE, ODD, SMALL, SQUARE, fitted, given, loss_of


def certificate_is_valid(student, case):
    """The student's certificate, proved."""
    expect.certificate(student.jensen_certificate(case.net, case.X, case.Y, case.activation), loss_of(case))


def stubborn(widths, seed, activation, targets):
    """A case whose targets were chosen."""
    Y = np.array(targets, dtype=float)
    X = inputs(len(Y), widths[0], seed)
    return given(f"{'-'.join(map(str, widths))}, {activation}", net(widths, seed), activation, X, Y)


HAND = [(np.array([[1.0], [2.0], [5.0]]), np.zeros(3)), (np.array([[-1.0, -1.0, 1.0]]), np.zeros(1))]
STUBBORN = [
    given("three units, one sample", HAND, "identity", [[1.0]], [[0.0]]),
    stubborn([2, 3, 1], 5, "tanh", [[-5.5], [-9], [-9], [-3.5], [-9], [9], [9], [-5.2], [-4.6]]),
    stubborn(
        [2, 3, 2],
        9,
        "sigmoid",
        [
            [9, -9], [-9, 1.1], [9, 9], [3.3, 4.7], [9, -9], [9, 9],
            [-9, 9], [9, 9], [6.6, 9], [9, 9], [-9, -9], [-9, -9],
        ],
    ),
    stubborn(
        [2, 4, 2],
        6,
        "tanh",
        [
            [4.7, -9], [6.7, -7.7], [3.9, 9], [-9, 9], [4.8, 9], [-9, 9], [-9, 9],
            [5.4, 9], [9, -9], [-6, 9], [-9, 9], [-3.2, -9], [9, -0.1], [9, 5.6],
        ],
    ),
]  # fmt: skip
CLOSE_CALLS = [
    # the output is below -2 for lam close to 1/2 only
    given("a narrow hill", [(np.array([[3.0], [-1.0]]), np.zeros(2)), (np.array([[-0.0125, -2.0375]]), np.zeros(1))],
          "identity", [[1.0]], [[0.0]]),
    # the output is below the target, so that more of the same helps
    given("a target far away", HAND, "relu", [[1.0]], [[60.0]]),
]  # fmt: skip
STUBBORN_AND_DEEP = [
    stubborn(
        [2, 2, 3, 2],
        21,
        "relu",
        [
            [9, -9], [-9, 9], [5, 9], [9, -4.6], [-9, 8.9], [-1.8, -1.9],
            [9, -9], [-9, -9], [-4.2, 9], [3.8, -9], [9, -6.5], [-9, -9],
        ],
    ),
    stubborn(
        [2, 3, 2, 1],
        36,
        "tanh",
        [[6.1], [-9], [2.5], [-9], [-9], [-7], [3.4], [-9], [-9], [9], [9], [3.8], [-9], [9], [-9], [-1.3]],
    ),
]  # fmt: skip
TWINS = [  # in layer 1 units share their incoming weights and biases: there the loss is flat
    (np.array([[0.7, -1.1], [0.7, -1.1]]) / 3, np.array([0.1, 0.1])),
    (np.array([[1.3, 0.9], [-0.7, 2.1], [0.3, -1.9]]) / 7, np.array([0.2, -0.3, 0.6])),
    (np.array([[2.3, -1.7, 0.9]]), np.array([0.4])),
]


@check(
    "jensen_certificate",
    points=0.75,
    cases=[
        fitted("two units, identity", SMALL, "identity", samples=3),
        fitted("four units, two outputs, relu", FOUR, "relu", samples=4),
        fitted("five units, tanh", FIVE, "tanh", samples=4),
        fitted("five outputs, sigmoid", MANY_OUTPUTS, "sigmoid", samples=4),
        fitted("not quite fitting", FOUR, "sigmoid", samples=4, noise=0.5),
        fitted("one sample", FIVE, "relu", samples=1),
        fitted("units that hardly differ", CLOSE, "tanh", samples=4),
        *CLOSE_CALLS,
    ],
)
def nets_that_fit_convict_the_loss(student, case):
    """For a net with one hidden layer, the two nets and lam prove that the loss is not convex."""
    certificate_is_valid(student, case)


@check(
    "jensen_certificate",
    points=0.75,
    cases=[
        fitted("two layers of three, identity", SQUARE, "identity", samples=3),
        fitted("two layers, relu", MIDDLE, "relu", samples=4),
        fitted("three layers, tanh", LONG, "tanh", samples=4),
        fitted("all bits in use, sigmoid", ODD, "sigmoid", samples=4),
        fitted("a layer in which the loss is flat", TWINS, "tanh", samples=4),
        fitted("a layer in which the loss is flat, relu", TWINS, "relu", samples=4),
        # little above 0: here a search that is a bit off ends with nothing
        stubborn([2, 2, 3, 1], 2617, "tanh", [[2.2], [0], [1.2], [5], [6.3], [6.8]]),
        stubborn([2, 4, 3, 1], 1611, "identity", [[-7], [-29.7], [56.1], [-31], [18.1], [-17.4]]),
        stubborn([2, 3, 2, 3, 1], 1377, "tanh", [[-2.2], [-2.9], [-1.3], [-4.6], [-4], [0.6]]),
    ],
)
def deep_nets_convict_the_loss_too(student, case):
    """The same holds for deep nets, for every activation."""
    certificate_is_valid(student, case)


@check("jensen_certificate", points=0.75, cases=STUBBORN)
def no_midpoint_with_a_reordering_is_needed(student, case):
    """A positive Jensen gap is enough, also where the loss is low all the way between the net and its reorderings."""
    certificate_is_valid(student, case)


@check("jensen_certificate", points=0.5, cases=STUBBORN_AND_DEEP)
def no_layer_needs_to_prove_it_alone(student, case):
    """Also where only the averages over several layers together show that the loss is not convex."""
    certificate_is_valid(student, case)


@check(
    "jensen_certificate",
    points=0.5,
    cases=[
        fitted("forty units", net([2, 40, 1], seed=119), "relu", samples=4),
        fitted("twelve and nine units", net([2, 12, 9, 1], seed=120), "tanh", samples=3),
    ],
    needs=nets_that_fit_convict_the_loss,
)
def many_units_have_many_orders(student, case):
    """Layers with many units have too many reorderings to try them all, and the certificate is found all the same."""
    certificate_is_valid(student, case)


@check(
    "jensen_certificate",
    points=0.25,
    cases=[fitted("one hidden layer", FOUR, "relu", samples=4), fitted("deep", SQUARE, "tanh", samples=3)],
    needs=nets_that_fit_convict_the_loss,
)
def the_search_leaves_its_arguments_alone(student, case):
    """The net and the data are as they were."""
    certificate_is_valid(student, case)
    expect.unchanged(student)

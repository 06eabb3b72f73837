"""The hidden checks of deep_linear_certificate: whatever comes back is proved in exact rationals, or is wrong."""

from functools import cache

import numpy as np

from autograder import certify
from autograder.checks import check, expect
from autograder.checks.cases import Case, inputs


@cache
def loss_of(case):
    """The loss whose convexity is in question."""
    return certify.NetLoss(case.X, case.Y, "identity", case.widths)


def linear_is_proved(student, case):
    """The student's certificate, proved."""
    expect.certificate(student.deep_linear_certificate(case.X, case.Y, case.widths), loss_of(case))


def data(label, X, Y, widths):
    return Case(label, X=np.array(X, dtype=float), Y=np.array(Y, dtype=float), widths=widths)


X3 = inputs(3, 2, seed=61)
# With one target for all of them, sum(x y) / sum(x x) is almost 3 times the quotient of the largest numbers: that does
# not tell how large a product must be.
ONE_IS_LARGER = [[5], *[[1]] * 24]


@check(
    "deep_linear_certificate",
    points=0.5,
    cases=[
        data("all targets 0", [[1, 2], [3, -1]], [[0], [0]], [2, 2, 1]),
        data("two outputs, all targets 0", X3, np.zeros((3, 2)), [2, 3, 2]),
        data("the first output has targets 0", [[1], [2]], [[0, 3], [0, -4]], [1, 2, 2]),
        data("the targets have nothing to do with x", [[1], [-1]], [[1], [1]], [1, 1, 1]),
        data("-1000 times x", [[1], [2]], [[-1000], [-2000]], [1, 2, 1]),
        data("a hundredth of x", [[1], [2]], [[0.01], [0.02]], [1, 2, 1]),
        data("the first and the last sample are exceptions", [[1], [2], [2], [3]], [[-1], [20], [30], [-2]], [1, 1, 1]),
        data("and once more", [[1], [2], [2], [3]], [[1], [-20], [-30], [2]], [1, 1, 1]),
        data("the outputs disagree", [[1], [2]], [[1, -50], [2, -60]], [1, 2, 2]),
        data("tiny features", [[3e-60], [1e-60]], [[5], [7]], [1, 1, 1]),
        data("tiny features, negative targets", [[3e-60], [1e-60]], [[-5], [-7]], [1, 1, 1]),
        data("features of both signs", [[-9, 5, 6, 7]], [[50]], [4, 2, 1]),
        data("vast targets, one sample larger than the others", ONE_IS_LARGER, [[1e40]] * 25, [1, 2, 1]),
        data("minus that", ONE_IS_LARGER, [[-1e40]] * 25, [1, 2, 1]),
        data("large features", [[1e9, -2e9]], [[-0.5]], [2, 2, 1]),
    ],
)
def any_targets_will_do(student, case):
    """There is a proof for any targets: positive, negative, 0, and of any size."""
    linear_is_proved(student, case)


@check(
    "deep_linear_certificate",
    points=0.5,
    cases=[
        data("the first feature is 0", [[0, 1], [0, -2]], [[1], [1]], [2, 2, 1]),
        data("only the last feature is not 0", [[0, 0, 0], [0, 0, -1]], [[1], [1]], [3, 2, 1]),
        data("a sample of zeros comes first", [[0, 0], [0, 3], [0, 0]], [[5], [-1], [5]], [2, 3, 1]),
        data("only the first feature is not 0", [[-2, 0], [1, 0]], [[1], [-4]], [2, 2, 1]),
        data("features cancel", [[1, -1], [-2, 2], [3, -3]], [[1], [2], [-1]], [2, 1, 1]),
        data("samples cancel", [[1, 2], [-1, -2]], [[1], [1]], [2, 3, 1]),
        data("samples cancel, the first feature is 0", [[0, -1, 2], [0, 1, -2]], [[1], [2]], [3, 2, 1]),
        data("all features negative, one is 0", [[-1, 0], [-2, 0]], [[3], [1]], [2, 2, 1]),
        data("one sample", [[0, 0, 4]], [[-1, 2, 0]], [3, 1, 3]),
    ],
)
def zero_features_and_samples_do_no_harm(student, case):
    """There is a proof also with features or samples that are all 0, or that cancel one another."""
    linear_is_proved(student, case)


@check(
    "deep_linear_certificate",
    points=0.25,
    cases=[
        data("three layers of weights", X3, [[1], [-2], [3]], [2, 3, 2, 1]),
        data("four layers of weights, targets 0", X3, np.zeros((3, 1)), [2, 1, 3, 2, 1]),
        data("four layers of weights", X3, [[1, 2], [-2, 1], [3, 0]], [2, 2, 2, 2, 2]),
        data("six layers of one unit", [[1], [2]], [[-3], [-5]], [1, 1, 1, 1, 1, 1, 1]),
        data("more units than features", X3, [[1], [2], [3]], [2, 5, 4, 1]),
    ],
)
def any_number_of_layers_will_do(student, case):
    """There is a proof for any number of layers, of any widths."""
    linear_is_proved(student, case)


@check(
    "deep_linear_certificate",
    points=0.25,
    cases=[
        data("one hidden layer", X3, [[1], [-2], [3]], [2, 3, 1]),
        data("the first feature is 0", [[0, 1], [0, -2]], [[1], [1]], [2, 2, 2, 1]),
    ],
    needs=any_targets_will_do,
)
def the_data_stay_as_they_were(student, case):
    """X, Y and widths are as they were, and the two nets and lam are a proof."""
    linear_is_proved(student, case)
    expect.unchanged(student)


@check(
    "deep_linear_certificate",
    points=0.25,
    cases=[
        data("no hidden layer", X3, [[1], [-2], [3]], [2, 1]),
        data("no hidden layer, one feature", [[1], [2]], [[1], [2]], [1, 1]),
        data("too many inputs", X3, [[1], [-2], [3]], [3, 2, 1]),
        data("as many inputs as samples", X3, [[1], [-2], [3]], [3, 3, 1]),
        data("too few inputs", X3, [[1], [-2], [3]], [1, 2, 1]),
        data("too many outputs", X3, [[1], [-2], [3]], [2, 2, 2]),
        data("too few outputs", X3, [[1, 2], [-2, 1], [3, 0]], [2, 3, 1]),
        data("inputs and outputs exchanged", X3, [[1], [-2], [3]], [1, 3, 2]),
        data("the hidden widths alone", X3, [[1], [-2], [3]], [3, 3]),
    ],
    needs=any_targets_will_do,
)
def widths_that_do_not_fit_are_refused(student, case):
    """Widths without a hidden layer, or that do not fit X and Y, are refused with a ValueError."""
    (_, d), m = case.X.shape, case.Y.shape[1]
    lacking = f"widths = {case.widths} has no hidden layer"
    wrong_ends = f"X has {d} columns and Y has {m}, and widths = {case.widths} was asked for"
    with expect.raises(ValueError, lacking if len(case.widths) < 3 else wrong_ends):
        student.deep_linear_certificate(case.X, case.Y, case.widths)

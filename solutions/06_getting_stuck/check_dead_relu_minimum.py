"""The hidden checks of dead_relu_minimum: every pre-activation is computed exactly."""

import numpy as np

from autograder.checks import check, expect
from autograder.checks.cases import Case, inputs

from .judging import dead_minimum


def data(label, X, Y, n_hidden):
    return Case(label, X=np.array(X, dtype=float), Y=np.array(Y, dtype=float), n_hidden=n_hidden)


@check(
    "dead_relu_minimum",
    points=0.75,
    cases=[
        data("positive inputs", [[1], [2], [4]], [[1], [0], [8]], 2),
        data("negative inputs", [[-1, -2], [-3, -0.5], [-2, -2]], [[-1], [0.5], [2]], 3),
        data("many alike", [[5, 5, 5, 5], [1, 2, 1, 3], [4, 5, 3, 5]], [[1], [-2], [6]], 2),
        data("the last one is the largest", [[1, 2], [-1, 1], [40, 30]], [[1], [-2], [6]], 3),
        data("both signs, three outputs", inputs(5, 3, seed=1), 3 * inputs(5, 3, seed=2), 2),
        data("four features, one unit", inputs(6, 4, seed=3), inputs(6, 1, seed=4), 1),
        data("one feature, ten units", inputs(7, 1, seed=5), 100 * inputs(7, 2, seed=6), 10),
        data("more outputs than inputs", inputs(4, 1, seed=7), inputs(4, 4, seed=8) - 5, 3),
        data("thirty samples", inputs(30, 2, seed=9), inputs(30, 1, seed=10), 20),
    ],
)
def inputs_of_both_signs(student, case):
    """The net is a dead minimum for inputs of any sign, several outputs and any number of units."""
    dead_minimum(student, case)


@check(
    "dead_relu_minimum",
    points=0.5,
    cases=[
        data("a sample of zeros", [[0, 0], [1, 2], [-3, 1]], [[5], [1], [0]], 2),
        data("a feature of zeros", [[0, 1], [0, -2], [0, 3]], [[5], [1], [0]], 2),
        data("a thousandth", [[0.001], [-0.002], [0.003]], [[1], [2], [4]], 2),
        data("thousands", [[5000, -7000], [-9000, 8000], [3000, 6000]], [[1], [2], [4]], 3),
        data("1e12", [[1e12, -3e12], [-2e12, 1e11], [5e11, 7e12]], [[1], [-2], [3]], 2),
        # the largest entries stand in one sample: a bound on the sum that is attained there needs a margin of its size
        data("1e150", [[1e150, 1e150], [-3e150, 1e149], [1, 1]], [[1], [-2], [3]], 2),
        data("one large, one small", [[1e9, 1e-9], [-1e9, 2e-9], [1e9, -1e-9]], [[0.25], [0.5], [1]], 4),
    ],
)
def inputs_of_any_size(student, case):
    """The net is a dead minimum for zeros among the inputs, and for tiny and huge ones."""
    dead_minimum(student, case)


@check(
    "dead_relu_minimum",
    points=0.5,
    cases=[
        data("skewed targets", [[1, 2], [3, -1], [0, 1], [2, 2]], [[0], [0], [0], [10]], 2),
        data("targets far apart", [[1], [2], [3]], [[0.001, -900], [0.002, 100], [0.006, 700]], 2),
        data("as many samples as outputs", inputs(3, 2, seed=11), [[1, 2, 3], [4, 5, 9], [7, -8, 12]], 2),
        data("nearly equal targets", [[1], [2], [3]], [[1], [1 + 3e-8], [1]], 2),
    ],
    needs=inputs_of_both_signs,
)
def every_output_has_a_mean_of_its_own(student, case):
    """Every output's bias is the mean of its own targets, to 1e-9; X and Y stay as they are."""
    dead_minimum(student, case)
    expect.unchanged(student)


@check(
    "dead_relu_minimum",
    points=0.25,
    cases=[
        data("one target too few", inputs(4, 2), inputs(3, 1), 2),
        data("one target too many", inputs(3, 2), inputs(4, 1), 2),
        data("one target for all", inputs(4, 2), inputs(1, 1), 2),
    ],
    needs=inputs_of_both_signs,
)
def other_numbers_of_samples_are_refused(student, case):
    """X and Y with different numbers of samples are refused with a ValueError."""
    with expect.raises(ValueError, f"X has {len(case.X)} samples and Y has {len(case.Y)}"):
        student.dead_relu_minimum(case.X, case.Y, case.n_hidden)

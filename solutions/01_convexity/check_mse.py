"""The hidden checks of mse. Most cases are in whole numbers, where the loss has no rounding at all."""

from functools import cache
from itertools import pairwise

import numpy as np

from autograder import nets
from autograder.checks import check, expect
from autograder.checks.cases import Case, inputs, net


@cache
def loss(case):
    return np.array(nets.mse(case.net, case.X, case.Y, case.activation))


def loss_is_right(student, case):
    """The student's loss, to a relative 1e-9: its terms are positive, so their order hardly matters."""
    expect.close(student.mse(case.net, case.X, case.Y, case.activation), loss(case))


def off_by_halves(label, widths, activation, samples, seed=0):
    """A net, and targets that are off its outputs by up to three halves, not the same for all outputs."""
    start, X = net(widths, seed), inputs(samples, widths[0], seed)
    noise = np.random.default_rng([seed, samples]).integers(-3, 4, size=(samples, widths[-1])) / 2 + 0.25
    return Case(label, net=start, X=X, Y=nets.forward(start, X, activation) + noise, activation=activation)


@check(
    "mse",
    points=0.25,
    cases=[
        *(off_by_halves(f"two outputs, {a}", [2, 3, 2], a, 3) for a in nets.ACTIVATIONS),
        off_by_halves("more outputs than samples", [2, 2, 5], "relu", 2),
        off_by_halves("one sample", [3, 2, 3], "tanh", 1),
        off_by_halves("one output", [3, 2, 1], "tanh", 7),
        off_by_halves("no hidden layer", [2, 3], "sigmoid", 4),
        off_by_halves("two hidden layers", [3, 4, 2, 2], "sigmoid", 5),
        off_by_halves("more than 256 samples", [2, 3, 4], "tanh", 300),
    ],
)
def loss_is_the_mean_over_samples_and_outputs(student, case):
    """The loss is right for several outputs, one sample, and any depth."""
    loss_is_right(student, case)


def whole(widths, samples, activation="relu", shift=0.0):
    """A net of whole numbers with targets that are its own outputs, but for a shift of one of them."""
    rng = np.random.default_rng([*widths, samples])
    start = [
        (rng.integers(-3, 4, size=(m, n)).astype(float), rng.integers(-3, 4, size=m).astype(float))
        for n, m in pairwise(widths)
    ]
    X = rng.integers(-4, 5, size=(samples, widths[0])).astype(float)
    Y = nets.forward(start, X, activation)
    Y[-1, -1] += shift
    return Case(f"whole numbers, shift {shift}", net=start, X=X, Y=Y, activation=activation)


@check(
    "mse",
    points=0.25,
    cases=[whole([2, 3, 2], 3), whole([3, 4, 4, 1], 5, "identity"), whole([2, 2], 4)],
    needs=loss_is_the_mean_over_samples_and_outputs,
)
def a_perfect_fit_costs_exactly_nothing(student, case):
    """If the outputs of a whole-number net equal the targets, the loss is exactly 0."""
    answer = expect.number(student.mse(case.net, case.X, case.Y, case.activation))
    expect.that(answer == 0.0, f"Every output equals its target, but the loss is {answer!r}, not 0.")


@check(
    "mse",
    points=0.25,
    cases=[whole([2, 3, 2], 2, shift=2.0**-30), whole([3, 2, 1], 4, shift=-(2.0**20))],
    needs=loss_is_the_mean_over_samples_and_outputs,
)
def small_and_large_errors_count(student, case):
    """An error of a billionth in one output counts, and so does one of a million."""
    loss_is_right(student, case)


def unequal(label, n_X, n_Y, m=1):
    return Case(label, net=net([2, 3, m]), X=inputs(n_X, 2), Y=inputs(n_Y, m), activation="tanh")


@check(
    "mse",
    points=0.25,
    cases=[
        unequal("one target for all", 3, 1),
        unequal("one sample for all targets", 1, 3),
        unequal("one too many", 3, 4, m=2),
        unequal("one too few", 4, 3, m=3),
        unequal("twice as many", 2, 4, m=2),
    ],
    needs=loss_is_the_mean_over_samples_and_outputs,
)
def unequal_numbers_of_samples_are_refused(student, case):
    """X and Y with different numbers of samples are refused with a ValueError, also if one of them has one sample."""
    with expect.raises(ValueError, f"X has {len(case.X)} samples, and Y has {len(case.Y)}"):
        student.mse(case.net, case.X, case.Y, case.activation)


@check(
    "mse",
    points=0.25,
    cases=[off_by_halves("one hidden layer", [2, 3, 2], "relu", 3, seed=4), off_by_halves("none", [2, 2], "tanh", 3)],
    needs=loss_is_the_mean_over_samples_and_outputs,
)
def mse_leaves_its_arguments_alone(student, case):
    """The net, X and Y are as they were, and the loss is right."""
    loss_is_right(student, case)
    expect.unchanged(student)

"""The hidden checks of forward. Outputs are sums of floats, so they are compared to 1e-9 of the largest of them."""

from functools import cache

import numpy as np

from autograder import nets
from autograder.checks import check, expect
from autograder.checks.cases import Case, inputs, net

ROUNDING = 1e-9
"""Sums in another order differ by about 1e-16 of their largest term, and a sigmoid written otherwise by no more."""


@cache
def outputs(case):
    return nets.forward(case.net, case.X, case.activation)


def outputs_are_right(student, case):
    """The student's outputs, each to a 1e-9 of the largest one."""
    right = outputs(case)
    answer = student.forward(case.net, case.X, case.activation)
    expect.close(answer, right, rtol=0.0, atol=ROUNDING * max(1.0, float(np.abs(right).max())))


def some(label, widths, activation, samples, seed=0):
    return Case(label, net=net(widths, seed), X=inputs(samples, widths[0], seed), activation=activation)


@check(
    "forward",
    points=0.25,
    cases=[
        *(some(f"wider than the input, {a}", [2, 3, 2], a, 4) for a in nets.ACTIVATIONS),
        *(some(f"square, {a}", [3, 3, 3, 3], a, 3, seed=1) for a in nets.ACTIVATIONS),
        some("four hidden layers", [2, 3, 2, 4, 3, 1], "sigmoid", 3, seed=2),
        some("more samples than anything else", [4, 2, 3], "relu", 30),
    ],
)
def outputs_of_any_net_are_right(student, case):
    """The outputs are right for nets of any depth and any widths, for every activation."""
    outputs_are_right(student, case)


@check(
    "forward",
    points=0.25,
    cases=[
        *(some(f"no hidden layer, {a}", [3, 2], a, 4) for a in ("relu", "tanh")),
        some("no hidden layer, one sample", [2, 3], "sigmoid", 1),
        some("one sample", [3, 4, 2], "tanh", 1),
        some("one sample, as many features as units", [3, 3, 3], "relu", 1),
        some("one of everything", [1, 1, 1], "sigmoid", 1),
        some("one output", [2, 3, 1], "relu", 5),
    ],
)
def one_sample_or_no_hidden_layer(student, case):
    """One sample, one output or no hidden layer at all: the shape is (N, m), and the last layer is linear."""
    outputs_are_right(student, case)


def steep(activation, *rows):
    """Units whose pre-activations are the entries of X, each with an output of its own besides their sum."""
    X = np.array(rows, dtype=float)
    n = X.shape[1]
    first = (np.eye(n), np.zeros(n))
    last = (np.vstack([np.eye(n), np.arange(1.0, n + 1)]), np.append(np.zeros(n), 0.5))
    return Case(activation, net=[first, last], X=X, activation=activation)


LARGE = [[1000, -1000], [-1000, 1000], [750, -745], [-30, 40], [0, 0], [-2, 0.5]]


@check(
    "forward",
    points=0.25,
    cases=[
        steep("sigmoid", *LARGE),
        steep("tanh", *LARGE),
        steep("relu", *LARGE),
        steep("identity", *LARGE),
        Case(
            "far out in the second layer",
            net=[(np.array([[1.0], [-1.0]]), np.zeros(2)), (1000 * np.eye(2), np.zeros(2)), (np.eye(2), np.ones(2))],
            X=np.array([[1.0], [-1.0]]),
            activation="sigmoid",
        ),
    ],
)
def large_pre_activations_do_no_harm(student, case):
    """Pre-activations of -1000 and 1000 give finite outputs, and the right ones."""
    outputs_are_right(student, case)


@check(
    "forward",
    points=0.25,
    cases=[some("one hidden layer", [2, 3, 2], "relu", 3, seed=4), some("none", [3, 2], "tanh", 2)],
    needs=outputs_of_any_net_are_right,
)
def forward_leaves_its_arguments_alone(student, case):
    """The net and X are as they were, and a second call gives the same outputs."""
    outputs_are_right(student, case)
    expect.unchanged(student)


TINY = 2.0**-40  # powers of two: exact in every step
DIGITS = Case(
    "a difference in the twelfth digit",
    net=[(np.array([[1.0]]), np.array([TINY])), (np.array([[1.0]]), np.array([-1.0]))],
    X=np.array([[1.0], [1.0 + 2 * TINY]]),
    activation="identity",
)


@check("forward", points=0.25, cases=[DIGITS], needs=outputs_of_any_net_are_right)
def outputs_keep_all_their_digits(student, case):
    """Outputs have the precision of float64: nothing is rounded on the way."""
    expect.close(student.forward(case.net, case.X, case.activation), np.array([[TINY], [3 * TINY]]))

"""The hidden checks of gradient_descent. Each step costs a question to the grader, so the paths are short."""

import numpy as np

from autograder.checks import check, expect
from autograder.checks.cases import Case

from .judging import descent
from .slopes import (
    CONSTANT,
    FAINT,
    ITSELF,
    ITSELF_3,
    PRODUCT,
    QUADRATIC,
    SADDLE,
    SQUARE,
    SQUARES,
    STEEP,
    TRIPLE,
    WAVES,
)


def walk(label, grad, x0, step, n_steps):
    return Case(label, grad=grad, x0=np.array(x0, dtype=float), step=step, n_steps=n_steps)


def path_is_right(student, case):
    # x - step*g can be rounded in one or two ways, so a relative 1e-9 is generous; nothing cancels in these cases
    return expect.close(student.gradient_descent(case.grad, case.x0, case.step, case.n_steps), descent(case))


@check(
    "gradient_descent",
    points=0.75,
    cases=[
        walk("one step", SQUARES, [3, -1], 0.125, 1),
        walk("a product of three", TRIPLE, [1.5, -0.5, 0.75], 0.05, 5),
        walk("a tilted bowl", QUADRATIC, [1.5, 2, -1], 0.2, 5),
        walk("a saddle", SADDLE, [1, 0.001], 0.25, 6),
        walk("five numbers", CONSTANT, [0, 1, 2, 3, 4], 0.3, 3),
        walk("into the next valley", WAVES, [2.9], 0.001, 8),
    ],
)
def all_coordinates_step_together(student, case):
    """All coordinates take their step at once, from the gradient at the row before."""
    path_is_right(student, case)


@check(
    "gradient_descent",
    points=0.5,
    cases=[
        walk("in one step to the bottom, and on", SQUARES, [3, -5], 0.5, 3),
        walk("a start where the gradient is 0", PRODUCT, [0, 0], 0.1, 4),
        walk("a step that is too long", SQUARES, [1, -1], 1.1, 8),
        walk("much too long", SQUARE, [1000], 50.0, 8),
        walk("up again", PRODUCT, [10, 10], 0.02, 2),
        walk("a tiny start that grows", SQUARE, [1e-13], 1.5, 6),
        walk("a faint slope", FAINT, [1, -2], 1e11, 4),
        walk("a steep slope", STEEP, [3, -2], 1e-10, 4),
        walk("thirty halvings", ITSELF, [1, -3], 0.5, 30),
    ],
)
def nothing_is_stopped_or_clipped(student, case):
    """Every step is taken as it is: without slope, on faint and on steep slopes, and when the path runs off."""
    path_is_right(student, case)


@check(
    "gradient_descent",
    points=0.25,
    cases=[
        walk("two numbers", ITSELF, [4, -8], 0.25, 3),
        walk("three numbers", ITSELF_3, [1, 2, -3], 0.125, 4),
        walk("a step that is too long", ITSELF, [4, -8], 2.5, 3),
    ],
)
def grad_may_return_its_own_argument(student, case):
    """The path is right if grad returns the very array that it was given."""
    path_is_right(student, case)


@check(
    "gradient_descent",
    points=0.5,
    cases=[
        walk("three steps", PRODUCT, [2, 1], 0.1, 3),
        walk("an own argument", ITSELF, [4, -8], 0.25, 2),
        walk("no step", ITSELF_3, [1, 2, 3], 0.25, 0),
    ],
    needs=all_coordinates_step_together,
)
def descent_leaves_its_start_alone(student, case):
    """x0 is as it was, and the path is right once more."""
    path_is_right(student, case)
    expect.unchanged(student)

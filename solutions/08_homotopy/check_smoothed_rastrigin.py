"""The hidden checks of smoothed_rastrigin: a closed form is right, and so is careful quadrature.

The relative error is 1e-6. Where the value is close to 0, it is a difference of terms of the size 10, and quadrature
stops at about 1e-10 of those: so an absolute error of 1e-9 of them is allowed besides.
"""

import math
from functools import cache

import numpy as np

from autograder.checks import check, expect
from autograder.checks.cases import Case


@cache
def value_and_floor(case):
    damping = math.exp(-2 * math.pi**2 * case.sigma**2)
    parts = [
        part
        for t in case.x.tolist()
        for part in (10.0, t * t, case.sigma**2, -10 * damping * math.cos(2 * math.pi * t))
    ]
    return math.fsum(parts), 1e-9 * 10 * len(case.x)


def smoothed_value_is_right(student, case):
    value, floor = value_and_floor(case)
    answer = student.smoothed_rastrigin(case.x, case.sigma)
    expect.close(answer, np.array(value), "the value", rtol=1e-6, atol=floor)


@check(
    "smoothed_rastrigin",
    points=1.0,
    cases=[
        Case(f"sigma {sigma}", x=np.array([x]), sigma=sigma)
        for sigma, x in ((0.1, 0.3), (0.25, 0.3), (0.3, -1.2), (0.45, 0.5), (0.6, 2.3), (0.79, -0.05), (1.7, 0.1))
    ],
)
def any_sigma_on_a_line(student, case):
    """In one dimension the value is right for any sigma."""
    smoothed_value_is_right(student, case)


@check(
    "smoothed_rastrigin",
    points=1.0,
    cases=[
        Case("two coordinates", x=np.array([0.3, -1.6]), sigma=0.2),
        Case("the origin in two dimensions", x=np.zeros(2), sigma=0.35),
        Case("three coordinates", x=np.array([0.3, -2.7, 4.4]), sigma=0.15),
        Case("five coordinates", x=np.array([0.1, -0.2, 0.3, -0.2, 5.12]), sigma=0.4),
        Case("twelve coordinates", x=np.linspace(-7.0, 8.4, 12), sigma=1.3),
    ],
)
def every_coordinate_is_smoothed(student, case):
    """In higher dimensions every coordinate is smoothed."""
    smoothed_value_is_right(student, case)


@check(
    "smoothed_rastrigin",
    points=0.5,
    cases=[
        Case("sigma 0", x=np.array([0.3]), sigma=0.0),
        Case("sigma 0, two coordinates", x=np.array([-1.7, 4.6]), sigma=0.0),
        Case("sigma 0 at the minimum", x=np.zeros(3), sigma=0.0),
        Case("tiny", x=np.array([0.6]), sigma=1e-3),
        Case("small, close to the minimum", x=np.array([0.0]), sigma=0.02),
        Case("as large as it gets", x=np.array([0.3, 2.5]), sigma=2.0),
    ],
)
def smallest_and_largest_sigmas(student, case):
    """With sigma = 0 the function itself is left; small and large sigmas are right as well."""
    smoothed_value_is_right(student, case)


@check(
    "smoothed_rastrigin",
    points=0.25,
    cases=[Case("two coordinates", x=np.array([0.3, -1.6]), sigma=0.2)],
    needs=every_coordinate_is_smoothed,
)
def smoothing_leaves_its_argument_alone(student, case):
    """The array x is as it was."""
    smoothed_value_is_right(student, case)
    expect.unchanged(student)

"""The hidden checks of rastrigin."""

import math
from functools import cache

import numpy as np

from autograder.checks import check, expect
from autograder.checks.cases import Case


@cache
def value_and_floor(case):
    """The value, and an absolute error that rounding explains: the terms are much larger than a value near 0."""
    x = case.x.tolist()
    terms = [(t * t, 10 * math.cos(2 * math.pi * t)) for t in x]
    value = math.fsum(part for square, wave in terms for part in (10.0, square, -wave))
    return value, 1e-12 * (20 * len(x) + math.fsum(square for square, _ in terms))


def value_is_right(student, case):
    value, floor = value_and_floor(case)
    expect.close(student.rastrigin(case.x), np.array(value), "the value", atol=floor)


@check(
    "rastrigin",
    points=0.5,
    cases=[
        Case("one coordinate", x=np.array([0.3])),
        Case("a local minimum", x=np.array([-1.9899122337085495])),
        Case("a maximum", x=np.array([4.522993659584519])),
        Case("two coordinates", x=np.array([0.3, -2.7])),
        Case("close to 0", x=np.array([1e-3, -2e-3])),
        Case("three coordinates", x=np.array([-1.1, 4.85, -1.1])),
        Case("outside of the box", x=np.array([7.6, -11.3])),
        Case("five coordinates", x=np.array([0.1, -0.2, 0.3, -0.4, 5.12])),
        Case("two hundred coordinates", x=np.linspace(-5.12, 5.12, 200)),
    ],
)
def value_is_right_in_any_dimension(student, case):
    """The value is right for any number of coordinates, inside and outside of the box."""
    value_is_right(student, case)


@check(
    "rastrigin",
    points=0.5,
    cases=[Case(f"{d} zeros", x=np.zeros(d)) for d in (2, 3, 10, 1000)],
    needs=value_is_right_in_any_dimension,
)
def minimum_is_zero(student, case):
    """At the origin the value is 0, in any dimension."""
    value_is_right(student, case)


@check(
    "rastrigin",
    points=0.25,
    cases=[Case("two coordinates", x=np.array([0.3, -2.7]))],
    needs=value_is_right_in_any_dimension,
)
def rastrigin_leaves_its_argument_alone(student, case):
    """The array x is as it was."""
    value_is_right(student, case)
    expect.unchanged(student)

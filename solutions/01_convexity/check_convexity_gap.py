"""The hidden checks of convexity_gap. The functions are handed over; what the student's code asks, the grader answers.

The gap is a difference of values of the function, so it is compared to 1e-9 of the largest of them.
"""

from functools import cache

import numpy as np

from autograder.checks import Function, check, expect
from autograder.checks.cases import Case


def number_of(text, call):
    return Function(text, call, takes=[()])


def vector_of(text, call, *shape):
    return Function(text, call, takes=[shape])


@cache
def gap_and_size(case):
    """The gap, and the size of the largest value that it is made from."""
    f, x, y, lam = case.f, case.x, case.y, case.lam
    middle, left, right = float(f(lam * x + (1 - lam) * y)), float(f(x)), float(f(y))
    return middle - (lam * left + (1 - lam) * right), max(abs(middle), abs(left), abs(right))


def gap_is_right(student, case):
    gap, size = gap_and_size(case)
    answer = student.convexity_gap(case.f, case.x, case.y, case.lam)
    expect.close(answer, np.array(gap), rtol=0.0, atol=1e-9 * size)
    return float(answer)


QUARTIC = number_of("x -> x**4 - x**3 + 2", lambda x: x**4 - x**3 + 2)
EXPONENTIAL = number_of("x -> exp(x)", np.exp)
ROOT = number_of("x -> sqrt(abs(x))", lambda x: np.sqrt(abs(x)))
SINE = number_of("x -> 10 + 3*sin(x)", lambda x: 10 + 3 * np.sin(x))
FLAT = number_of("x -> max(abs(x) - 1, 0)", lambda x: max(abs(x) - 1.0, 0.0))
TINY = number_of("x -> 1e-9 * (x - x**2)", lambda x: 1e-9 * (x - x * x))
SADDLE = vector_of("w -> w[0]**2 - 3*w[1]**2 + w[0]", lambda w: w[0] ** 2 - 3 * w[1] ** 2 + w[0], 2)
TRIPLE = vector_of("w -> w[0]*w[1]*w[2]", lambda w: w[0] * w[1] * w[2], 3)
FROBENIUS = vector_of("W -> sum(W**3)", lambda W: (W**3).sum(), 2, 3)
FIRST = vector_of("w -> w[0]**3", lambda w: w[0] ** 3, 1)


@check(
    "convexity_gap",
    points=0.75,
    cases=[
        Case("ends of unequal value", f=QUARTIC, x=-1.0, y=2.0, lam=0.25),
        Case("the other way round", f=QUARTIC, x=2.0, y=-1.0, lam=0.25),
        Case("very near one end", f=EXPONENTIAL, x=-3.0, y=2.5, lam=0.999),
        Case("very near the other end", f=SINE, x=0.5, y=9.0, lam=0.001),
        Case("above the chord, below an end", f=ROOT, x=0.0, y=9.0, lam=0.6),
        Case("negative values, and tiny", f=TINY, x=-5.0, y=3.0, lam=0.3),
        Case("two numbers", f=SADDLE, x=np.array([1.0, -2.0]), y=np.array([-3.0, 4.0]), lam=0.2),
        Case("three numbers", f=TRIPLE, x=np.array([1.0, 2.0, -1.0]), y=np.array([3.0, -2.0, 5.0]), lam=0.7),
        Case("a matrix", f=FROBENIUS, x=np.arange(6.0).reshape(2, 3), y=np.full((2, 3), -2.0), lam=0.4),
        Case("an array of one number", f=FIRST, x=np.array([2.0]), y=np.array([-1.0]), lam=0.125),
        Case("x equals y", f=SINE, x=1.5, y=1.5, lam=0.3),
    ],
)
def gap_is_right_for_any_lam(student, case):
    """The gap is right for any lam between 0 and 1, for ends of unequal value, for numbers and for arrays."""
    gap_is_right(student, case)


def affine(label, *coefficients, x, y, lam, shift=0.0):
    """An affine function of one number or of as many as there are coefficients."""
    slope = np.array(coefficients)
    if np.ndim(x) == 0:
        return Case(
            label, f=number_of(f"x -> {slope[0]}*x + {shift}", lambda x: slope[0] * x + shift), x=x, y=y, lam=lam
        )
    f = vector_of(f"w -> {slope.tolist()} @ w + {shift}", lambda w: slope @ w + shift, len(slope))
    return Case(label, f=f, x=np.array(x), y=np.array(y), lam=lam)


@check(
    "convexity_gap",
    points=0.25,
    cases=[
        affine("a constant", 0.0, x=-1.0, y=2.0, lam=0.25, shift=5.0),
        affine("rising", 3.0, x=-1.0, y=2.0, lam=0.25, shift=-8.0),
        affine("falling", -0.7, x=0.1, y=0.3, lam=0.9),
        affine("of two numbers", 2.0, -5.0, x=[1.0, 1.0], y=[3.0, -2.0], lam=1 / 3, shift=1.0),
    ],
    needs=gap_is_right_for_any_lam,
)
def affine_functions_have_no_gap(student, case):
    """The gap of an affine function is 0."""
    gap_is_right(student, case)


CONVEX = [
    number_of("x -> abs(x - 1)", lambda x: abs(x - 1)),
    FLAT,
    EXPONENTIAL,
    number_of("x -> log(1 + exp(x))", lambda x: np.logaddexp(0.0, x)),
]


@check(
    "convexity_gap",
    points=0.25,
    cases=[Case(f.text, f=f, x=-2.5, y=1.5, lam=lam) for f, lam in zip(CONVEX, (0.125, 0.25, 0.6, 0.8), strict=True)],
    needs=gap_is_right_for_any_lam,
)
def convex_functions_have_no_positive_gap(student, case):
    """The gap of a convex function is negative or 0, and it is returned as it is."""
    gap = gap_is_right(student, case)
    expect.that(gap <= 1e-12, f"The function {case.f.text} is convex, but the gap is {gap!r}.")


PLUS = number_of("x -> x**4 - x**3 + 2 + (50*x - 30)", lambda x: QUARTIC(x) + 50 * x - 30)
SADDLE_PLUS = vector_of(
    "w -> w[0]**2 - 3*w[1]**2 + w[0] + (7*w[0] - 9*w[1] + 4)", lambda w: SADDLE(w) + 7 * w[0] - 9 * w[1] + 4, 2
)


@check(
    "convexity_gap",
    points=0.5,
    cases=[
        Case("one number", f=QUARTIC, g=PLUS, x=-1.0, y=2.0, lam=0.75),
        Case("two numbers", f=SADDLE, g=SADDLE_PLUS, x=np.array([0.5, 2.0]), y=np.array([-1.0, 1.0]), lam=0.2),
    ],
    needs=gap_is_right_for_any_lam,
)
def an_affine_function_may_be_added(student, case):
    """The gap does not change when an affine function is added."""
    before = gap_is_right(student, case)
    after = student.convexity_gap(case.g, case.x, case.y, case.lam)
    size = gap_and_size(Case("sum", f=case.g, x=case.x, y=case.y, lam=case.lam))[1]
    expect.close(after, np.array(before), "the gap after adding an affine function", rtol=0.0, atol=1e-9 * size)


@check(
    "convexity_gap",
    points=0.25,
    cases=[
        Case("two numbers", f=SADDLE, x=np.array([1.0, -2.0]), y=np.array([-3.0, 4.0]), lam=0.2),
        Case("a matrix", f=FROBENIUS, x=np.arange(6.0).reshape(2, 3), y=np.full((2, 3), -2.0), lam=0.4),
    ],
    needs=gap_is_right_for_any_lam,
)
def gap_leaves_its_arguments_alone(student, case):
    """The arrays x and y are as they were, and the gap is right."""
    gap_is_right(student, case)
    expect.unchanged(student)

"""The visible checks of the lab: small inputs, so that a failure can be followed with pencil and paper."""

import math

import numpy as np

from autograder import certify
from autograder.checks import Function, check, expect, pictures, values
from autograder.checks.cases import Case
from autograder.checks.errors import Mismatch

# --- rastrigin -----------------------------------------------------------------------------------------------------


@check(
    "rastrigin",
    points=0.75,
    cases=[
        Case("by hand", x=np.array([0.5]), value=20.25),
        Case("the origin", x=np.array([0.0]), value=0.0),
        Case("another whole number", x=np.array([-3.0]), value=9.0),
        Case("two coordinates", x=np.array([0.5, 1.0]), value=21.25),
        Case("a quarter and a half", x=np.array([0.25, -0.5]), value=30.3125),
    ],
)
def value_is_the_one_by_hand(student, case):
    """At whole numbers, halves and quarters the value is the one that you find by hand."""
    # cos(2 pi x) is a rounded number: it is off by about 1e-15, ten times as much in the result
    expect.close(student.rastrigin(case.x), np.array(case.value), "the value", atol=1e-12)


# --- count_minima --------------------------------------------------------------------------------------------------


@check("count_minima", points=0.75, cases=[Case("a line", d=1, count=11), Case("a square", d=2, count=121)])
def minima_of_a_line_and_a_square(student, case):
    """There are 11 local minima on the line, and 121 in the square."""
    expect.same_integer(student.count_minima(case.d), case.count, "the count")


# --- smoothed_rastrigin --------------------------------------------------------------------------------------------


@check(
    "smoothed_rastrigin",
    points=0.75,
    cases=[
        Case("not smoothed", x=np.array([0.5]), sigma=0.0, value=20.25),
        Case("so much that the ripples are gone", x=np.array([3.0]), sigma=2.0, value=23.0),
        Case("the same in two coordinates", x=np.array([3.0, -0.5]), sigma=2.0, value=37.25),
    ],
)
def smoothing_not_at_all_or_completely(student, case):
    """With sigma = 0 nothing changes; with sigma = 2 the ripples are gone, and the bowl is higher by sigma**2."""
    # what is left of the ripples at sigma = 2 is of the size 1e-33
    answer = student.smoothed_rastrigin(case.x, case.sigma)
    expect.close(answer, np.array(case.value), "the value", rtol=1e-6, atol=1e-8)


@check(
    "smoothed_rastrigin",
    points=0.5,
    cases=[
        # sigma is such that exp(-2 pi**2 sigma**2) is 1/2, and then 1/4: sigma**2 is log(2) / (2 pi**2), and twice that
        Case("half of the ripples", x=np.array([0.5]), sigma=math.sqrt(math.log(2) / 2) / math.pi, ripples=0.5),
        Case("a quarter of the ripples", x=np.array([1.0]), sigma=math.sqrt(math.log(2)) / math.pi, ripples=0.25),
    ],
)
def ripples_are_damped(student, case):
    """With sigma**2 = log(2)/(2 pi**2) half of the ripples is left, and with twice that variance a quarter."""
    x = float(case.x[0])
    value = 10 + x**2 + case.sigma**2 - 10 * case.ripples * math.cos(2 * math.pi * x)
    answer = student.smoothed_rastrigin(case.x, case.sigma)
    expect.close(answer, np.array(value), "the value", rtol=1e-6, atol=1e-8)


# --- convexity_threshold -------------------------------------------------------------------------------------------

TOLERANCE = 1e-6


def threshold_is_right(student, case):
    sigma = expect.number(student.convexity_threshold(case.amplitude), "the answer")
    expect.proved(certify.convexity_threshold(case.amplitude, sigma, TOLERANCE))


@check("convexity_threshold", points=1.0, cases=[Case(amplitude=1.0), Case("Rastrigin's", amplitude=10.0)])
def just_below_not_convex_and_just_above_convex(student, case):
    """With a sigma that is smaller by 1e-6 the function is not convex, with one that is larger by 1e-6 it is."""
    threshold_is_right(student, case)


@check("convexity_threshold", points=0.5, cases=[Case("no ripples", amplitude=0.0), Case(amplitude=0.04)])
def zero_if_it_is_convex_already(student, case):
    """For a function that is convex as it is, the answer is 0."""
    threshold_is_right(student, case)


# --- follow_minimiser ----------------------------------------------------------------------------------------------


def path_is_right(student, case):
    """Each point of the path is the first minimum on the way downhill from the one before."""
    sigmas = case.sigmas.tolist()
    path = expect.array(student.follow_minimiser(case.slope, case.x0, case.sigmas), (len(sigmas),), "the path")
    expect.proved(
        certify.downhill_path(case.slope, case.x0, sigmas, path.tolist(), tolerance=1e-4, separation=0.1, farthest=12.0)
    )


def followed(case, answer):
    """The functions whose slopes are given, and the student's path."""
    return pictures.track(case.slope, case.sigmas, answer, case.x0)


def slope(text, call):
    return Function(text, call, takes=[(), ()])


STILL = slope("(x, sigma) -> 2*(x - 2)", lambda x, sigma: float(2 * (x - 2)))
MOVING = slope("(x, sigma) -> 2*(x - sigma)", lambda x, sigma: float(2 * (x - sigma)))
TWO_WELLS = slope("(x, sigma) -> 4*x**3 + (12*sigma**2 - 4)*x", lambda x, s: float(4 * x**3 + (12 * s * s - 4) * x))
RIPPLES = slope(
    "(x, sigma) -> 2*x + 20*pi*exp(-2*pi**2*sigma**2)*sin(2*pi*x)",
    lambda x, s: float(2 * x + 20 * math.pi * math.exp(-2 * (math.pi * s) ** 2) * math.sin(2 * math.pi * x)),
)


@check(
    "follow_minimiser",
    points=1.0,
    picture=followed,
    cases=[
        Case("a parabola", slope=STILL, x0=3.0, sigmas=np.array([0.0])),
        Case("two wells, to the right", slope=TWO_WELLS, x0=0.3, sigmas=np.array([0.0])),
        Case("two wells, to the left", slope=TWO_WELLS, x0=-0.3, sigmas=np.array([0.0])),
        Case("ripples", slope=RIPPLES, x0=3.3, sigmas=np.array([0.0])),
    ],
)
def first_minimum_downhill(student, case):
    """With one sigma, the path is the first minimum on the way downhill from x0."""
    path_is_right(student, case)


@check(
    "follow_minimiser",
    points=0.75,
    picture=followed,
    cases=[
        Case("a parabola that moves", slope=MOVING, x0=3.0, sigmas=np.array([2.0, 1.0, 0.0])),
        Case("two wells", slope=TWO_WELLS, x0=0.3, sigmas=np.array([0.5, 0.25, 0.0])),
        Case("ripples", slope=RIPPLES, x0=1.6, sigmas=np.array([0.6, 0.2, 0.0])),
    ],
)
def every_walk_starts_where_the_last_one_ended(student, case):
    """With several sigmas, each walk starts from the minimum of the one before."""
    path_is_right(student, case)


# --- fooled_by_homotopy --------------------------------------------------------------------------------------------


@check("fooled_by_homotopy", points=1.25)
def some_minimum_is_not_the_deepest(student):
    """There are 2 to 5 wells within the limits, and their sum has a minimum at least 0.001 above the deepest."""
    answer = values.sequence(student.fooled_by_homotopy(), 3, "the answer (a, m, w)")
    try:
        wells = certify.Wells(*answer)
    except certify.Unfit as unfit:
        raise Mismatch(str(unfit)) from None
    expect.proved(wells.shallow_minimum())

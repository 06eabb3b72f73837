"""The hidden checks of follow_minimiser: the sign of the slope around every point of the path, and on the way there.

All critical points are at least 0.1 apart. No walk is longer than 6, so steps of 0.01 ask for the slope some hundred
times a call; so does a grid over [-12, 12] with steps of 0.02, five thousand times.

Two walks, STEEP and GENTLE, lead to a valley with a top only 0.11 behind it. Their lengths, 2.885 and 2.79, are such
that steps of 0.12, 0.125, 0.15, 0.2, 0.25, ... and most steps that grow beyond 0.2 lead across one or the other.
"""

import math

import numpy as np

from autograder import certify
from autograder.checks import check, expect
from autograder.checks.cases import Case

from .slopes import rippled, slope, wells


def path_leads_downhill(student, case):
    """Each point of the path is the first minimum on the way downhill from the one before."""
    sigmas = case.sigmas.tolist()
    path = expect.array(student.follow_minimiser(case.slope, case.x0, case.sigmas), (len(sigmas),), "the path")
    expect.proved(
        certify.downhill_path(case.slope, case.x0, sigmas, path.tolist(), tolerance=1e-4, separation=0.1, farthest=12.0)
    )


def walk(label, slope, x0, *sigmas):
    return Case(label, slope=slope, x0=x0, sigmas=np.array(sigmas))


RASTRIGIN = rippled(10.0)
THREE = wells([1.0, 1.0, 0.8], [-5.0, 0.0, 5.0], [1.5, 0.3, 1.0])
GOLDEN = wells([1.0, 1.2], [-1.0, 3.0], [1.0, 0.1])
APART = wells([1.0, 1.0], [-4.0, 4.0], [1.0, 0.3])
STEEP = slope("(x, sigma) -> 1e6*(x - 2)*(x - 2.11)*(x - 6)", lambda x, s: float(1e6 * (x - 2) * (x - 2.11) * (x - 6)))
GENTLE = slope(
    "(x, sigma) -> 1e-9*(x + 6)*(x + 1.11)*(x + 1)", lambda x, s: float(1e-9 * (x + 6) * (x + 1.11) * (x + 1))
)
NARROW = slope("(x, sigma) -> sin(2*pi*(x - sigma)/0.26)", lambda x, s: float(math.sin(2 * math.pi * (x - s) / 0.26)))
FOLD = slope("(x, sigma) -> x**3 - 3*x + 3 - 2*sigma", lambda x, s: float(x**3 - 3 * x + 3 - 2 * s))
PITCHFORK = slope("(x, sigma) -> x**3 + (sigma - 1)*x", lambda x, s: float(x**3 + (s - 1) * x))
WANDERING = slope("(x, sigma) -> 2*(x - 3*sin(2*sigma))", lambda x, s: float(2 * (x - 3 * math.sin(2 * s))))


@check(
    "follow_minimiser",
    points=0.75,
    cases=[
        walk("the nearest minimum is uphill", THREE, -1.05, 0.0),
        walk("shortly before a top", RASTRIGIN, 3.5, 0.0),
        walk("shortly behind it, on the other side", RASTRIGIN, -3.53, 0.0),
        walk("ripples that are nearly gone", RASTRIGIN, 2.9, 0.4),
        walk("a long way", RASTRIGIN, -6.0, 0.55),
    ],
)
def nearest_or_deepest_does_not_matter(student, case):
    """The walk goes downhill, neither to the nearest minimum nor to the deepest, and however far it is."""
    path_leads_downhill(student, case)


@check(
    "follow_minimiser",
    points=0.75,
    cases=[
        walk("narrow valleys", NARROW, 0.505, 0.0),
        walk("narrow valleys far out, to the left", NARROW, -11.635, 0.05),
        walk("a steep valley", STEEP, -0.885, 0.0),
        walk("a gentle valley", GENTLE, 1.79, 0.0),
        walk("a plateau", APART, 2.2, 0.0),
    ],
)
def only_the_sign_of_the_slope_matters(student, case):
    """Steep or nearly flat, valleys are found, also where the next top is only 0.11 away."""
    path_leads_downhill(student, case)


@check(
    "follow_minimiser",
    points=1.0,
    cases=[
        walk("ripples come back", RASTRIGIN, 2.4, 0.6, 0.3, 0.0),
        walk("ripples stay", RASTRIGIN, 2.4, 0.3, 0.15, 0.0),
        walk("a wide and a narrow well", GOLDEN, 2.8, 1.0, 0.3, 0.0),
        walk("blurred too little", GOLDEN, 2.8, 0.1, 0.05),
        # the valleys move by more than half of their distance: whoever puts more sigmas between follows another one
        walk("narrow valleys that move", NARROW, 0.75, 0.3, 0.1, 0.02, 0.0),
        walk("to and fro", WANDERING, 1.0, 1.6, 1.3, 0.3),
        walk("a minimum that vanishes", FOLD, 1.0, 1.0, 0.8, 0.2),
    ],
)
def path_is_followed_down_in_sigma(student, case):
    """Each walk starts from the last minimum, with the slope of its own sigma, also where that minimum has vanished."""
    path_leads_downhill(student, case)


@check(
    "follow_minimiser",
    points=0.5,
    cases=[
        walk("on the top", PITCHFORK, 0.0, 0.0),
        walk("in the valley already", NARROW, 0.0, 0.0),
        walk("a valley that forks", PITCHFORK, 0.0, 2.0, 0.5),
        walk("a valley that forks, from the left", PITCHFORK, -0.4, 1.5, 0.5),
    ],
)
def at_a_fork_either_side_is_right(student, case):
    """Where the slope is 0, the walk stays in a valley and leaves a top, to either side."""
    path_leads_downhill(student, case)


@check(
    "follow_minimiser",
    points=0.25,
    cases=[walk("ripples come back", RASTRIGIN, 1.4, 0.6, 0.0)],
    needs=path_is_followed_down_in_sigma,
)
def following_leaves_sigmas_alone(student, case):
    """The array sigmas is as it was."""
    path_leads_downhill(student, case)
    expect.unchanged(student)

"""The hidden checks of convexity_threshold: what the student says is proved, just below and just above."""

from autograder import certify
from autograder.checks import check, expect
from autograder.checks.cases import Case

TOLERANCE = 1e-6


def sigma_is_proved(student, case):
    sigma = expect.number(student.convexity_threshold(case.amplitude), "the answer")
    expect.proved(certify.convexity_threshold(case.amplitude, sigma, TOLERANCE))


@check("convexity_threshold", points=1.25, cases=[Case(amplitude=a) for a in (0.2, 0.5, 2.0, 7.5, 25.0, 100.0)])
def any_amplitude(student, case):
    """The threshold is right for any amplitude."""
    sigma_is_proved(student, case)


@check(
    "convexity_threshold",
    points=0.75,
    cases=[
        Case("barely not convex", amplitude=0.0507),
        Case(amplitude=0.06),
        Case(amplitude=1e6),
        Case(amplitude=1e12),
    ],
)
def smallest_and_largest_amplitudes(student, case):
    """The threshold is right for amplitudes that are barely too large for convexity, and for huge ones."""
    sigma_is_proved(student, case)


@check(
    "convexity_threshold",
    points=0.5,
    # the border is at 1 / (2 pi**2) = 0.0506606
    cases=[Case(amplitude=a) for a in (0.0, 1e-9, 0.01, 0.05, 0.0506)],
)
def weak_ripples_need_no_smoothing(student, case):
    """Up to 1/(2 pi**2) = 0.0506606 the function is convex as it is, and the answer is 0."""
    sigma_is_proved(student, case)

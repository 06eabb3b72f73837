"""Wrong thresholds, one idea each."""

import math

from autograder.checks import misconception


def from_ratio(ratio, exponent=2 * math.pi**2):
    """The sigma at which ratio * exp(-exponent * sigma**2) is 1."""
    return math.sqrt(math.log(ratio) / exponent) if ratio > 1 else 0.0


@misconception(
    "convexity_threshold",
    "The ripples are damped by exp(-pi**2 sigma**2) here. The mean of cos(k z) over standard normal z is exp(-k**2/2), "
    "with k = 2*pi*sigma.",
)
def damps_with_half_of_the_exponent(amplitude):
    return from_ratio(2 * math.pi**2 * amplitude, math.pi**2)


@misconception(
    "convexity_threshold",
    "Differentiating cos(2 pi x) twice brings the factor 4 pi**2, which is missing: short ripples are bent sharply.",
)
def forgets_the_inner_derivative(amplitude):
    return from_ratio(amplitude / 2)


@misconception(
    "convexity_threshold",
    "The second derivative of x**2 is 2, not 1. By how much may the cosine bend downwards before it wins?",
)
def takes_one_for_the_bend_of_the_bowl(amplitude):
    return from_ratio(4 * math.pi**2 * amplitude)


@misconception(
    "convexity_threshold",
    "Differentiating the cosine twice brings 2 pi twice; here it came once. The condition is on the second derivative.",
)
def differentiates_once(amplitude):
    return from_ratio(math.pi * amplitude)


@misconception(
    "convexity_threshold",
    "This is sigma**2, the variance. A square root is still to be taken.",
)
def gives_the_variance(amplitude):
    return from_ratio(2 * math.pi**2 * amplitude) ** 2


@misconception(
    "convexity_threshold",
    "From this sigma on there is a single minimum. That is less than convexity: the function may still bend "
    "downwards, as long as it does not turn. Look at the second derivative.",
)
def asks_for_a_single_minimum(amplitude):
    # the slope 2x + 2 pi B sin(2 pi x) touches 0 where tan(u) = u with u = 2 pi x
    u = 4.493409457909064
    return from_ratio(2 * math.pi**2 * amplitude * -math.sin(u) / u)


@misconception(
    "convexity_threshold",
    "For small amplitudes this is not a number (or an error): the logarithm of something below 1 is negative. Which "
    "sigma does a function need that is convex as it is?",
)
def has_no_answer_for_convex_functions(amplitude):
    ratio = 2 * math.pi**2 * amplitude
    return from_ratio(ratio) if ratio > 1 else math.nan


@misconception(
    "convexity_threshold",
    "For small amplitudes the logarithm is negative, and its absolute value gives a sigma that is not needed: the "
    "function is convex as it is.",
)
def takes_the_absolute_value(amplitude):
    ratio = 2 * math.pi**2 * amplitude
    return math.sqrt(abs(math.log(ratio)) / 2) / math.pi if ratio > 0 else 0.0


@misconception(
    "convexity_threshold", "The answer does not depend on the amplitude: it is that of the Rastrigin function, 10."
)
def takes_ten_for_granted(amplitude):
    return from_ratio(20 * math.pi**2)


@misconception(
    "convexity_threshold",
    "The first sigma of a grid was taken, 0.001 apart. The answer should be within 1e-6: halve an interval again and "
    "again, or solve for sigma.",
)
def searches_a_grid(amplitude):
    return math.ceil(1000 * from_ratio(2 * math.pi**2 * amplitude)) / 1000


@misconception(
    "convexity_threshold",
    "The search ends at sigma = 0.75. Larger amplitudes need more: for x**2 - 1000000*cos(2 pi x) sigma is about 0.92.",
)
def searches_too_little(amplitude):
    low, high = 0.0, 0.75
    if 2 * math.pi**2 * amplitude <= 1:
        return 0.0
    for _ in range(60):
        middle = (low + high) / 2
        if 2 * math.pi**2 * amplitude * math.exp(-2 * (math.pi * middle) ** 2) > 1:
            low = middle
        else:
            high = middle
    return high


@misconception(
    "convexity_threshold",
    "The common logarithm was taken (log10). The inverse of exp is the natural logarithm.",
)
def takes_the_common_logarithm(amplitude):
    ratio = 2 * math.pi**2 * amplitude
    return math.sqrt(math.log10(ratio) / 2) / math.pi if ratio > 1 else 0.0


@misconception(
    "convexity_threshold",
    "The second derivative was looked at in x = 0, or where it is largest. It has to be at least 0 everywhere: where "
    "is it smallest?",
)
def looks_at_the_origin(amplitude):
    return 0.0

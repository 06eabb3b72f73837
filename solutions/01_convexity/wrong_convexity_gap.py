"""Wrong ideas about convexity_gap."""

import numpy as np

from autograder.checks import misconception


@misconception(
    "convexity_gap",
    "The sign is the other way round: the gap is the value of f minus that of the chord, so that a positive gap "
    "refutes convexity.",
)
def chord_minus_function(f, x, y, lam):
    return lam * f(x) + (1 - lam) * f(y) - f(lam * x + (1 - lam) * y)


@misconception(
    "convexity_gap",
    "The chord is right, but the point at which f is taken belongs to another lam: there lam goes with y. With "
    "lam = 1/2 you cannot see it.",
)
def lam_goes_with_y_at_the_point(f, x, y, lam):
    return f((1 - lam) * x + lam * y) - (lam * f(x) + (1 - lam) * f(y))


@misconception(
    "convexity_gap",
    "The point is right, but in the chord lam goes with f(y). The chord must be taken at the same point: try an "
    "affine function, whose gap is 0.",
)
def lam_goes_with_y_in_the_chord(f, x, y, lam):
    return f(lam * x + (1 - lam) * y) - ((1 - lam) * f(x) + lam * f(y))


@misconception(
    "convexity_gap",
    "Everything is consistent, but lam belongs to x, both at the point and in the chord: lam = 1 would be x. "
    "With yours it would be y.",
)
def lam_goes_with_y_throughout(f, x, y, lam):
    return f((1 - lam) * x + lam * y) - ((1 - lam) * f(x) + lam * f(y))


@misconception("convexity_gap", "This is the gap at the midpoint, whatever lam is.")
def always_at_the_midpoint(f, x, y, lam):
    return f((x + y) / 2) - (f(x) + f(y)) / 2


@misconception(
    "convexity_gap",
    "The chord is replaced by the mean of the two end values. At lam = 1/4 the chord is nearer to f(y): its height "
    "needs lam as well.",
)
def mean_of_the_ends_as_chord(f, x, y, lam):
    return f(lam * x + (1 - lam) * y) - (f(x) + f(y)) / 2


@misconception(
    "convexity_gap",
    "The value is compared with the higher end. That is another notion: a function can lie above its chord and still "
    "below the higher end.",
)
def over_the_higher_end(f, x, y, lam):
    return f(lam * x + (1 - lam) * y) - max(f(x), f(y))


@misconception(
    "convexity_gap", "The value is compared with the lower end. Even a straight line lies above its lower end."
)
def over_the_lower_end(f, x, y, lam):
    return f(lam * x + (1 - lam) * y) - min(f(x), f(y))


@misconception(
    "convexity_gap",
    "A negative gap is replaced by 0. Return the gap as it is: how far f is below its chord counts too.",
)
def never_negative(f, x, y, lam):
    return max(f(lam * x + (1 - lam) * y) - (lam * f(x) + (1 - lam) * f(y)), 0.0)


@misconception("convexity_gap", "The sign is thrown away. Above or below the chord is the whole question.")
def only_the_size_of_the_gap(f, x, y, lam):
    return abs(f(lam * x + (1 - lam) * y) - (lam * f(x) + (1 - lam) * f(y)))


@misconception(
    "convexity_gap",
    "The gap is divided by the height of the chord. Then adding a constant to f changes it; leave it as a difference.",
)
def relative_to_the_chord(f, x, y, lam):
    chord = lam * f(x) + (1 - lam) * f(y)
    return f(lam * x + (1 - lam) * y) - chord if chord == 0 else (f(lam * x + (1 - lam) * y) - chord) / abs(chord)


@misconception("convexity_gap", "The second value is f at the other point of the mixture, not the chord's height.")
def compares_with_the_mirrored_point(f, x, y, lam):
    return f(lam * x + (1 - lam) * y) - f((1 - lam) * x + lam * y)


@misconception(
    "convexity_gap",
    "The factors stand inside f: f(lam*x) instead of lam*f(x). The chord mixes the values of f at x and at y.",
)
def factors_inside_the_function(f, x, y, lam):
    return f(lam * x + (1 - lam) * y) - (f(lam * x) + f((1 - lam) * y))


@misconception("convexity_gap", "This answers whether the gap is positive. The gap itself is asked for.")
def says_whether_it_is_positive(f, x, y, lam):
    return bool(f(lam * x + (1 - lam) * y) > lam * f(x) + (1 - lam) * f(y))


@misconception(
    "convexity_gap", "Small gaps are rounded away. A loss may be small all over: then so are its gaps, and they count."
)
def rounds_small_gaps_away(f, x, y, lam):
    return round(float(f(lam * x + (1 - lam) * y) - (lam * f(x) + (1 - lam) * f(y))), 6)


@misconception(
    "convexity_gap",
    "The two ends are put in order first. But lam belongs to x, also when x is the larger of the two.",
)
def puts_the_ends_in_order(f, x, y, lam):
    if np.ndim(x) == 0 and x > y:
        x, y = y, x
    return f(lam * x + (1 - lam) * y) - (lam * f(x) + (1 - lam) * f(y))


@misconception(
    "convexity_gap",
    "`x *= lam` writes into the caller's array. With floats that does no harm, with arrays it does.",
)
def mixes_in_the_callers_array(f, x, y, lam):
    chord = lam * f(x) + (1 - lam) * f(y)
    x *= lam
    x += (1 - lam) * y
    return f(x) - chord

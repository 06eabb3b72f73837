"""Critical points for the hidden checks: minima, saddles and points that are neither, of known kind.

In each the gradient is 0 up to rounding, the lowest eigenvalue of the Hessian is below -5e-4 or above -1e-9, and no
ReLU pre-activation is near 0. The tests prove all three, in rationals or balls.

Three ways lead there. Where both sides of some layers are zero, most derivatives vanish, and balanced targets take
care of the rest. Targets may be chosen for a given net: what is left over (output minus target) must be orthogonal to
all derivatives of the outputs. And a unit may be split: the new net is critical if the old one was.
"""

import itertools

import numpy as np

from autograder.checks.cases import inputs, net

from .solution import outputs_with_derivatives, split_unit


def deep(*layers):
    """A net from lists: weights and biases of each layer."""
    return [(np.array(W, dtype=float), np.array(b, dtype=float)) for W, b in layers]


def column(*values):
    """One feature or one output, a sample a row."""
    return np.array(values, dtype=float).reshape(-1, 1)


def scaled(start, factor):
    """The net with all parameters times a factor: a small one keeps units from saturating."""
    return [(W * factor, b * factor) for W, b in start]


def fitted(start, X, activation, size=0.0, seed=0):
    """Targets for which the net is critical, with left-overs of this size (root mean square).

    With size 0 the net fits its data. There must be more targets than parameters otherwise.
    """
    f, first, _ = outputs_with_derivatives(start, X, activation)
    if size == 0:
        return f
    rest = np.random.default_rng([seed, *f.shape]).normal(size=f.size)
    Q, _ = np.linalg.qr(first.reshape(f.size, -1))
    for _ in range(2):  # once more for the rounding of the first time
        rest -= Q @ (Q.T @ rest)
    return f - size * (rest / np.sqrt(np.mean(rest**2))).reshape(f.shape)


# --- all-zero layers -----------------------------------------------------------------------------------------------

PLANE = np.array([[1.0, 0.5], [-1.0, 2.0], [0.5, -1.5], [-0.5, -1.0]])
TILTED = column(1.0, 0.5, -2.0, 0.5)  # mean 0
TWO_TARGETS = np.array([[1.25, 0.5], [0.75, -1.5], [-1.0, -0.75], [0.0, -0.25]])  # means 0.25 and -0.5
SECOND_ONLY = np.array([[0.25, 0.5], [0.25, -1.5], [0.25, -0.75], [0.25, -0.25]])
CROSS = np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]])
LINE = column(-1, 0, 1)
BENT = column(0.5, -1, 0.5)  # mean 0, and uncorrelated with LINE


def zeros(*widths, output_bias):
    """A net with all parameters 0 but the output bias."""
    layers = [(np.zeros((n_out, n_in)), np.zeros(n_out)) for n_in, n_out in itertools.pairwise(widths)]
    layers[-1] = (layers[-1][0], np.array(output_bias, dtype=float))
    return layers


# Only the first and the third matrix have anything to say to each other: the second one is given, and not zero.
APART = deep(([[0, 0], [0, 0]], [0, 0]), ([[1, -0.5], [0.25, 0.75]], [0, 0]), ([[0, 0]], [0]))
# Here it is the second and the third; the first one only decides what the second one is fed with.
LATE = deep(([[0.5, -1], [1.5, 0.25]], [0.1, -0.2]), ([[0, 0], [0, 0]], [0.3, -0.4]), ([[0, 0]], [0]))
# And here the first and the second: the other two are given.
EARLY = deep(([[0, 0], [0, 0]], [0, 0]), ([[0, 0], [0, 0]], [0, 0]), ([[0.5, -1], [1, 0.25]], [0, 0]), ([[1, -2]], [0]))
# All units are on, with a constant value, for all samples.
LIT = deep(([[0, 0], [0, 0]], [1, 0.5]), ([[0, 0], [0, 0]], [0.25, -0.5]))
# 39 parameters, and hidden values that do not depend on the sample, because the incoming weights are 0.
WIDE = net([2, 6, 3], seed=6)
WIDE = [(0 * WIDE[0][0], WIDE[0][1] / 2), (0 * WIDE[1][0], np.array([0.25, -0.5, 0.0]))]
WIDE_TARGETS = np.hstack([TWO_TARGETS, TILTED])
DEAD = deep(([[1, 0.5], [-1, 1], [0, 0.5]], [-4, -5, -3]), ([[1, -2, 3]], [0]))
# Unit 0 is on for positive inputs, unit 1 for negative ones, and both feed nothing. The sums of targets times values
# are 0 for either unit, so the point is critical; it is a saddle if the sums of targets alone are not 0.
HALVES = deep(([[1], [-1]], [-0.5, -0.5]), ([[0, 0]], [0]))
SIDES = column(1, 2, 3, -1, -2, -3)
UNEVEN = column(2, 1, -1, -2, -1, 1)
EVEN = column(1, -2, 1, -1, 2, -1)
# The best rank-one net for targets that are the inputs: half of the task is done, the other half not begun.
RANK_ONE = deep(([[0.5, 0], [0.5, 0]], [0, 0]), ([[1, 1], [0, 0]], [0, 0]))
# The regression line y = x/2 of four points, as a product of two weights.
STEPS = column(-3, -1, 1, 3)
SCATTERED = column(-1, -2, 2, 1)
LINE_FIT = deep(([[2], [0]], [0, 1]), ([[0.25, 0.25]], [-0.25]))


# --- split units ---------------------------------------------------------------------------------------------------

LN2 = np.log(2.0)
ONE_UNIT = deep(([[LN2]], [LN2 / 2]), ([[2]], [0]))
# A strict minimum of the one-unit net, with loss 0.00647. Split with mu between 0 and 1, the only way down leads
# through the biases; with other mu, through the weights.
FIVE = column(-2, -1, 0, 1, 2)
FIVE_TARGETS = column(-709 / 450, -11 / 18, 43 / 75, 121 / 72, 35869 / 19800)
# The same unit with other data, where the incoming side curves alike in all directions. Split with mu between 0 and 1
# it is a local minimum, with loss 0.128, where a net of these widths can reach 0.0595; with other mu it is a saddle.
SEVEN = column(-3, -2, -1, 0, 1, 2, 3)
SEVEN_TARGETS = column(
    -1436807839 / 739200000,
    -57168989 / 40320000,
    -2287687 / 2800000,
    987743 / 1120000,
    56350261 / 50400000,
    378592567 / 147840000,
    4585327277 / 2889600000,
)


def split(mu):
    """The one-unit net with its unit split."""
    return split_unit(ONE_UNIT, 1, 0, mu)


TRIPLET = split_unit(split(0.5), 1, 1, 0.5)


# --- fitted targets ------------------------------------------------------------------------------------------------

CURVED, CURVED_INPUTS = net([2, 2, 2], seed=15), inputs(10, 2, seed=15)
# Near the border between minimum and saddle, where a wrong second derivative of the activation goes wrong.
LOGISTIC, LOGISTIC_INPUTS = net([2, 2, 1], seed=2), inputs(12, 2, seed=2)
LOGISTIC_TARGETS = fitted(LOGISTIC, LOGISTIC_INPUTS, "sigmoid", 0.4)
MILD, MILD_INPUTS = net([2, 2, 2], seed=38), inputs(10, 2, seed=38)
MILD_TARGETS = fitted(MILD, MILD_INPUTS, "sigmoid", 0.4)
# Just beyond the border, where the one way down needs all parameters: it is closed if any weight matrix, any layer's
# biases, a unit, an input or an output is left as it is. The tests prove that.
TRIO, TRIO_INPUTS = net([2, 3, 2], seed=107), inputs(14, 2, seed=107)
TRIO_TARGETS = fitted(TRIO, TRIO_INPUTS, "tanh", 1.1407, seed=18)
DEEP, DEEP_INPUTS = scaled(net([2, 2, 2, 2], seed=119), 0.8), inputs(14, 2, seed=119)
KINKED, KINKED_INPUTS = scaled(net([1, 2, 2], seed=3), 0.5), inputs(9, 1, seed=3) / 2
KINKED_TARGETS = fitted(KINKED, KINKED_INPUTS, "relu", 0.5)
DEEP_OUTPUTS = fitted(DEEP, DEEP_INPUTS, "tanh")
DEEP_TARGETS = fitted(DEEP, DEEP_INPUTS, "tanh", 0.1985, seed=17)


def curved(size):
    """Targets with left-overs of this size: with 0.4 the point is a strict minimum, with 4 a saddle."""
    return fitted(CURVED, CURVED_INPUTS, "tanh", size)

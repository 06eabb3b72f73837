"""The visible checks of the lab: small inputs, so that a failure can be followed with pencil and paper."""

import itertools
import math

import numpy as np

from autograder import certify, nets
from autograder.checks import Function, check, expect, pictures, values
from autograder.checks.cases import Case
from autograder.checks.errors import Mismatch

# --- gradient_descent ----------------------------------------------------------------------------------------------

SQUARE = Function("x -> 2*x", lambda x: 2 * x, takes=[(1,)])
"""The gradient of x**2."""
PRODUCT = Function(
    "w -> 2*(w[0]*w[1] - 1) * [w[1], w[0]]", lambda w: 2 * (w[0] * w[1] - 1) * w[::-1].copy(), takes=[(2,)]
)
"""The gradient of (w[0]*w[1] - 1)**2."""


LOSSES = {SQUARE: lambda x: float(x[0] ** 2), PRODUCT: lambda w: float((w[0] * w[1] - 1) ** 2)}


def over_the_levels(case, answer):
    """The student's path and the right one."""
    return pictures.descent(LOSSES[case.grad], answer, case.path)


def by_hand(label, grad, step, *points):
    """A path whose points can be computed by hand."""
    path = np.array(points, dtype=float).reshape(len(points), -1)
    return Case(label, grad=grad, x0=path[0], step=step, n_steps=len(points) - 1, path=path)


BY_HAND = [
    by_hand("down to half", SQUARE, 0.25, 1, 0.5, 0.25, 0.125),
    by_hand("over and over the bottom", SQUARE, 0.75, 1, -0.5, 0.25, -0.125),
    by_hand("for ever from 1 to -1", SQUARE, 1.0, 1, -1, 1, -1),
    by_hand("a step that is too long", SQUARE, 1.1, 1, -1.2, 1.44, -1.728),
    by_hand("two numbers", PRODUCT, 0.1, (2, 1), (1.8, 0.6), (1.7904, 0.5712)),
    by_hand("towards the saddle", PRODUCT, 0.1, (1, -1), (0.6, -0.6), (0.4368, -0.4368)),
]


@check("gradient_descent", points=0.75, cases=BY_HAND, picture=over_the_levels)
def every_row_is_one_step_on(student, case):
    """Row 0 is x0, and every row is one step on from the row before, whether that goes down or up."""
    expect.close(student.gradient_descent(case.grad, case.x0, case.step, case.n_steps), case.path)


@check(
    "gradient_descent",
    points=0.25,
    cases=[
        Case("one number", grad=SQUARE, x0=np.array([3.0])),
        Case("two numbers", grad=PRODUCT, x0=np.array([2.0, -1.0])),
    ],
    needs=every_row_is_one_step_on,
)
def no_steps_leave_the_start_alone(student, case):
    """With 0 steps the path is its start, in a single row."""
    expect.close(student.gradient_descent(case.grad, case.x0, 0.1, 0), case.x0[None, :])


# --- largest_safe_step ---------------------------------------------------------------------------------------------


def step_is(value, expected):
    """Demand this step, to a relative 1e-6, or infinity."""
    if math.isinf(expected):
        given = value.item() if isinstance(value, np.ndarray) and value.shape == () else value
        if isinstance(given, float) and given == expected:
            return
        raise Mismatch(f"No eigenvalue is positive, so the result should be inf, but it is {values.kind(value)}.")
    if isinstance(value, float) and math.isinf(value):
        raise Mismatch(f"the result should be {expected:.9g}, but is {value}.")
    expect.close(value, np.array(expected), rtol=1e-6)


@check(
    "largest_safe_step",
    points=0.5,
    cases=[
        Case("one number", hessian=np.array([[2.0]]), expected=1.0),
        Case("two curvatures", hessian=np.array([[1.0, 0.0], [0.0, 8.0]]), expected=0.25),
        Case("not diagonal", hessian=np.array([[2.0, 1.0], [1.0, 2.0]]), expected=2 / 3),
        Case("a saddle", hessian=np.array([[0.0, -2.0], [-2.0, 0.0]]), expected=1.0),
        Case("steeper down than up", hessian=np.array([[1.0, 0.0], [0.0, -5.0]]), expected=2.0),
    ],
)
def it_is_two_over_the_largest_eigenvalue(student, case):
    """The largest safe step is 2 divided by the largest eigenvalue."""
    step_is(student.largest_safe_step(case.hessian), case.expected)


@check(
    "largest_safe_step",
    points=0.25,
    cases=[
        Case("a hilltop", hessian=np.array([[-1.0, 0.0], [0.0, -3.0]])),
        Case("flat", hessian=np.array([[0.0]])),
    ],
    needs=it_is_two_over_the_largest_eigenvalue,
)
def without_positive_curvature_every_step_is_safe(student, case):
    """If no eigenvalue is positive, the answer is inf."""
    step_is(student.largest_safe_step(case.hessian), math.inf)


# --- noisy_descent -------------------------------------------------------------------------------------------------


def kicks(path, case):
    """What was added to the steps, shape (n_steps, d), and how much of that may be rounding."""
    slopes = np.array([case.grad(x) for x in path[:-1]]).reshape(len(path) - 1, len(case.x0))
    size = np.max(np.abs(path)) + case.step * np.max(np.abs(slopes), initial=0.0)
    return path[1:] - (path[:-1] - case.step * slopes), 1e-12 * float(size)


def noisy_path(student, case, seed=None):
    """The student's path, in which every step is one of gradient descent but for a kick of at most `noise`."""
    seed = case.seed if seed is None else seed
    given = student.noisy_descent(case.grad, case.x0, case.step, case.n_steps, case.noise, seed)
    path = expect.array(given, (case.n_steps + 1, len(case.x0)))
    expect.close(path[0], case.x0, "row 0 of the path")
    added, rounding = kicks(path, case)
    wrong = np.argwhere(np.abs(added) > case.noise * (1 + 1e-9) + rounding)
    if len(wrong):
        t, k = (int(index) for index in wrong[0])
        raise Mismatch(
            f"Row {t + 1} differs from x - step*grad(x) at row {t} by {float(added[t, k]):.6g} in coordinate {k}, "
            f"more than noise = {case.noise:g}."
        )
    return path


@check("noisy_descent", points=0.25, cases=[BY_HAND[0], BY_HAND[4]], picture=over_the_levels)
def without_noise_it_is_gradient_descent(student, case):
    """With noise 0 the path is that of gradient descent."""
    expect.close(student.noisy_descent(case.grad, case.x0, case.step, case.n_steps, 0.0, 5), case.path)


@check(
    "noisy_descent",
    points=0.5,
    cases=[
        Case("one number", grad=SQUARE, x0=np.array([1.0]), step=0.25, n_steps=3, noise=0.5, seed=0),
        Case("two numbers", grad=PRODUCT, x0=np.array([1.0, -1.0]), step=0.1, n_steps=4, noise=0.01, seed=5),
    ],
)
def every_step_gets_a_kick(student, case):
    """Every step is one of gradient descent plus a kick of at most noise in each coordinate."""
    added, _ = kicks(noisy_path(student, case), case)
    # A right function gives less than this in a step of one coordinate with a probability of 1e-12.
    still = np.argwhere(np.max(np.abs(added), axis=1) < 1e-12 * case.noise)
    if len(still):
        t = int(still[0, 0])
        raise Mismatch(f"From row {t} to row {t + 1} there is no kick: it is the step of gradient descent.")


@check(
    "noisy_descent",
    points=0.25,
    cases=[Case("two numbers", grad=PRODUCT, x0=np.array([1.0, -1.0]), step=0.1, n_steps=4, noise=0.5, seed=3)],
    needs=every_step_gets_a_kick,
)
def the_same_seed_gives_the_same_path(student, case):
    """The same arguments give the same path, another seed gives another one."""
    first = noisy_path(student, case)
    other = noisy_path(student, case, seed=4)
    expect.that(not np.array_equal(first, other), "The seeds 3 and 4 gave the same path.")
    expect.close(noisy_path(student, case), first, "the path of a second call with the same arguments")


# --- split_unit ----------------------------------------------------------------------------------------------------

TINY = [(np.array([[2.0], [3.0]]), np.array([1.0, -1.0])), (np.array([[4.0, 8.0]]), np.array([5.0]))]
TWO_OUTPUTS = [
    (np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.array([0.5, -0.5, 1.5])),
    (np.array([[8.0, 4.0, -2.0], [6.0, -10.0, 12.0]]), np.array([-0.25, 0.75])),
]
TWO_LAYERS = [
    (np.array([[1.0], [-2.0]]), np.array([3.0, 4.0])),
    (np.array([[5.0, 6.0], [7.0, 8.0]]), np.array([-1.0, -3.0])),
    (np.array([[-4.0, 12.0]]), np.array([2.0])),
]


def cut(label, start, layer, unit, mu, W, b, V):
    """A case with the weights and biases that the layer should have after the split, and its outgoing weights."""
    expected = list(start)
    expected[layer - 1] = (np.array(W, dtype=float), np.array(b, dtype=float))
    expected[layer] = (np.array(V, dtype=float), start[layer][1])
    return Case(label, net=start, layer=layer, unit=unit, mu=mu, expected=expected)


@check(
    "split_unit",
    points=0.75,
    picture=lambda case, answer: pictures.compared(answer, case.expected),
    cases=[
        cut("a quarter stays", TINY, 1, 0, 0.25, [[2], [3], [2]], [1, -1, 1], [[1, 8, 3]]),
        cut("three halves stay", TINY, 1, 1, 1.5, [[2], [3], [3]], [1, -1, -1], [[4, 12, -4]]),
        cut(
            "two outputs", TWO_OUTPUTS, 1, 1, -0.5,
            [[1, 2], [3, 4], [5, 6], [3, 4]], [0.5, -0.5, 1.5, -0.5], [[8, -2, -2, 6], [6, 5, 12, -15]],
        ),
        cut("second hidden layer", TWO_LAYERS, 2, 0, 0.25, [[5, 6], [7, 8], [5, 6]], [-1, -3, -1], [[-1, 12, -3]]),
    ],
)  # fmt: skip
def the_copy_comes_last_and_takes_the_rest(student, case):
    """The copy comes last, with the same incoming side; mu*v stays, and (1 - mu)*v goes to the copy."""
    given = expect.net(student.split_unit(case.net, case.layer, case.unit, case.mu), case.expected)
    for layer, ((W, b), (right_W, right_b)) in enumerate(zip(given, case.expected, strict=True), start=1):
        # halves and quarters of these numbers are exact in floats, however they are computed
        expect.close(W, right_W, f"W{layer}")
        expect.close(b, right_b, f"b{layer}")


@check(
    "split_unit",
    points=0.25,
    needs=the_copy_comes_last_and_takes_the_rest,
)
def a_unit_that_is_not_there_cannot_be_split(student):
    """A unit that the layer does not have is refused with a ValueError."""
    with expect.raises(ValueError, "The layer has the units 0 and 1 only, and unit 2 was asked for"):
        student.split_unit(TINY, 1, 2, 0.5)


# --- escape_direction ----------------------------------------------------------------------------------------------


def chain(*weights):
    """One unit a layer, all biases 0."""
    return [(np.array([[float(w)]]), np.zeros(1)) for w in weights]


ENDS = np.array([[-1.0], [1.0]])


def escapes(student, case):
    """Demand a direction of negative curvature where there is one, and None where there is none."""
    answer = student.escape_direction(case.net, case.X, case.Y, case.activation)
    if answer is None:
        expect.that(not case.saddle, "The answer is None, but there is a direction of negative curvature here.")
        return
    direction = expect.net(answer, case.net, "the direction")
    verdict = certify.negative_curvature(case.net, direction, case.X, case.Y, case.activation)
    if not case.saddle:
        raise Mismatch(f"There is no direction of negative curvature, so the answer should be None. {verdict.reason}")
    expect.proved(verdict)


def along_the_direction(case, answer):
    """The loss from the net to both sides, along the student's direction made 1 long."""
    direction = expect.net(answer, case.net)
    length = math.sqrt(sum(float(np.sum(part**2)) for pair in direction for part in pair))
    if length == 0:
        return None

    def loss(t):
        moved = [
            (W + t * dW / length, b + t * db / length) for (W, b), (dW, db) in zip(case.net, direction, strict=True)
        ]
        return nets.mse(moved, case.X, case.Y, case.activation)

    return pictures.line(
        lambda ts: np.array([loss(float(t)) for t in ts]),
        names=("step along your direction", "the loss", ""),
        alt=f"The loss along your direction: {loss(-1):.6g} one step back, {loss(0):.6g} at the net, {loss(1):.6g} one "
        f"step on.",
    )


@check(
    "escape_direction",
    points=1.0,
    picture=along_the_direction,
    cases=[
        Case("the saddle", net=chain(0, 0), X=ENDS, Y=ENDS, activation="identity", saddle=True),
        Case("a minimum", net=chain(1, 1), X=ENDS, Y=ENDS, activation="identity", saddle=False),
        Case("tanh", net=chain(0, 0), X=ENDS, Y=-ENDS, activation="tanh", saddle=True),
        Case("three layers", net=chain(0, 0, 0), X=ENDS, Y=ENDS, activation="identity", saddle=False),
        Case("the middle is not 0", net=chain(0, 2, 0), X=ENDS, Y=ENDS, activation="identity", saddle=True),
    ],
)
def it_curves_downwards_or_there_is_none(student, case):
    """The second derivative of the loss along the direction is negative; None is right where there is none."""
    escapes(student, case)


# --- dead_relu_minimum ---------------------------------------------------------------------------------------------

XOR = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR_TARGETS = np.array([[0.0], [1.0], [1.0], [0.0]])


def dead_minimum(student, case):
    """Demand a net whose units are off on all data, with the best constant output."""
    X, Y, n = case.X, case.Y, case.n_hidden
    shapes = [X.shape[1], n, Y.shape[1]]
    like = [(np.zeros((n_out, n_in)), np.zeros(n_out)) for n_in, n_out in itertools.pairwise(shapes)]
    given = expect.net(student.dead_relu_minimum(X, Y, n), like)
    expect.proved(certify.dead_relu_minimum(given, X, Y))


@check(
    "dead_relu_minimum",
    points=1.0,
    cases=[
        Case("XOR", X=XOR, Y=XOR_TARGETS, n_hidden=2),
        Case("one unit, negative inputs", X=np.array([[-3.0], [5.0]]), Y=np.array([[1.0], [4.0]]), n_hidden=1),
        Case("two outputs", X=XOR[1:], Y=np.array([[0.0, 6.0], [1.0, 0.0], [2.0, 0.0]]), n_hidden=3),
    ],
)
def the_units_are_off_and_the_output_is_the_mean(student, case):
    """Every unit is off on every sample, and the output bias is the mean of the targets."""
    dead_minimum(student, case)


# --- saddle_counts -------------------------------------------------------------------------------------------------


def counts_are(student, d, expected):
    given = values.sequence(student.saddle_counts(d), d + 1)
    for k, (count, right) in enumerate(zip(given, expected, strict=True)):
        expect.same_integer(count, right, f"the number of critical points of index {k}")


@check(
    "saddle_counts",
    points=0.75,
    cases=[
        Case("a curve", d=1, counts=[11, 10]),
        Case("a surface", d=2, counts=[121, 220, 100]),
        Case("three variables", d=3, counts=[1331, 3630, 3300, 1000]),
    ],
)
def critical_points_are_counted_by_index(student, case):
    """Entry k is the number of critical points of index k."""
    counts_are(student, case.d, case.counts)

"""The visible checks of the lab: small numbers, so that a failure can be followed with pencil and paper."""

import math

import numpy as np

from autograder import certify
from autograder.checks import Function, check, expect, pictures, values
from autograder.checks.cases import Case


def layer(W, b):
    return np.array(W, dtype=float), np.array(b, dtype=float)


LINE = [layer([[2, -1]], [3])]  # no hidden layer: 2 x0 - x1 + 3
SMALL = [layer([[1, 2], [3, -4]], [1, 0]), layer([[1, 2]], [-3])]
TWO_OUTPUTS = [layer([[1], [-1], [2]], [0, 1, -3]), layer([[1, 2, 3], [-1, 0, 1]], [10, 20])]
DEEP = [layer([[1, -1]], [1]), layer([[2], [-1]], [0, 1]), layer([[1, -1]], [5])]


# --- forward -------------------------------------------------------------------------------------------------------


@check(
    "forward",
    points=0.5,
    cases=[
        Case("no hidden layer", net=LINE, X=[[1, 1]], activation="tanh", Y=[[4]]),
        Case("identity", net=SMALL, X=[[1, 1], [2, 0]], activation="identity", Y=[[-1], [12]]),
        Case("relu", net=SMALL, X=[[1, 1], [2, 0]], activation="relu", Y=[[1], [12]]),
        Case("two outputs", net=TWO_OUTPUTS, X=[[2], [-1]], activation="relu", Y=[[15, 19], [14, 20]]),
        Case("two hidden layers", net=DEEP, X=[[1, 0], [0, 3]], activation="relu", Y=[[9], [4]]),
    ],
)
def outputs_are_those_worked_out_by_hand(student, case):
    """The outputs are those that one works out by hand, one row a sample."""
    answer = student.forward(case.net, np.array(case.X, dtype=float), case.activation)
    expect.close(answer, np.array(case.Y, dtype=float))


ONE_UNIT = [layer([[1]], [0]), layer([[2]], [1])]


@check(
    "forward",
    points=0.25,
    cases=[
        Case("sigmoid(0) = 1/2", net=ONE_UNIT, x=0.0, activation="sigmoid", y=2.0),
        Case("sigmoid(ln 3) = 3/4", net=ONE_UNIT, x=math.log(3), activation="sigmoid", y=2.5),
        Case("tanh(ln 3) = 4/5", net=ONE_UNIT, x=math.log(3), activation="tanh", y=2.6),
        Case("sigmoid(1000) = 1", net=ONE_UNIT, x=1000.0, activation="sigmoid", y=3.0),
        Case("sigmoid(-1000) = 0", net=ONE_UNIT, x=-1000.0, activation="sigmoid", y=1.0),
    ],
)
def sigmoid_and_tanh_are_right(student, case):
    """The sigmoid and tanh of one unit are right, also where exp(1000) would be too large for a float."""
    expect.close(student.forward(case.net, np.array([[case.x]]), case.activation), np.array([[case.y]]))


# --- mse -----------------------------------------------------------------------------------------------------------


@check(
    "mse",
    points=0.5,
    cases=[
        Case("one sample, one output", net=LINE, X=[[1, 1]], Y=[[1]], activation="identity", loss=9.0),
        Case("two samples", net=SMALL, X=[[1, 1], [2, 0]], Y=[[1], [10]], activation="relu", loss=2.0),
        Case("two outputs", net=TWO_OUTPUTS, X=[[2], [-1]], Y=[[15, 16], [13, 20]], activation="relu", loss=2.5),
        Case("a perfect fit", net=SMALL, X=[[1, 1], [2, 0]], Y=[[1], [12]], activation="relu", loss=0.0),
    ],
)
def loss_is_the_one_worked_out_by_hand(student, case):
    """The loss is the mean over samples and outputs of the squared error."""
    X, Y = (np.array(table, dtype=float) for table in (case.X, case.Y))
    expect.close(student.mse(case.net, X, Y, case.activation), np.array(case.loss))


@check("mse", points=0.25, needs=loss_is_the_one_worked_out_by_hand)
def other_numbers_of_samples_are_refused(student):
    """X and Y with different numbers of samples are refused with a ValueError."""
    X = np.array([[1.0, 1.0], [2.0, 0.0], [0.0, 0.0]])
    with expect.raises(ValueError, "X has 3 samples, and Y has 1"):
        student.mse(LINE, X, np.array([[4.0]]), "identity")


# --- convexity_gap -------------------------------------------------------------------------------------------------

SQUARE = Function("x -> x**2", lambda x: x * x, takes=[()])
WAVE = Function("x -> x**3 - 3*x", lambda x: x**3 - 3 * x, takes=[()])
STRAIGHT = Function("x -> 4*x - 7", lambda x: 4 * x - 7, takes=[()])
PRODUCT = Function("w -> (w[0]*w[1] - 1)**2", lambda w: (w[0] * w[1] - 1) ** 2, takes=[(2,)])
BOWL = Function("w -> w[0]**2 + 3*w[1]**2", lambda w: w[0] ** 2 + 3 * w[1] ** 2, takes=[(2,)])


def gap_on_the_chord(case, answer):
    """The function from x to y with the right gap, under the student's."""
    given = expect.number(answer)
    return pictures.chord(
        lambda t: float(case.f((1 - t) * case.x + t * case.y)),
        case.lam,
        title=f"your gap is {given:.6g}",
        names=("x", "y"),
    )


@check(
    "convexity_gap",
    points=1.0,
    picture=gap_on_the_chord,
    cases=[
        Case("below the chord", f=SQUARE, x=0.0, y=4.0, lam=0.5, gap=-4.0),
        Case("nearer to y", f=SQUARE, x=0.0, y=4.0, lam=0.25, gap=-3.0),
        Case("above the chord", f=WAVE, x=-2.0, y=2.0, lam=0.75, gap=3.0),
        Case("on the chord", f=STRAIGHT, x=-1.0, y=3.0, lam=0.25, gap=0.0),
        Case("two numbers", f=PRODUCT, x=np.array([1.0, 1.0]), y=np.array([-1.0, -1.0]), lam=0.5, gap=1.0),
        Case("two numbers, below", f=BOWL, x=np.array([1.0, 0.0]), y=np.array([1.0, 4.0]), lam=0.75, gap=-9.0),
    ],
)
def gap_is_the_one_worked_out_by_hand(student, case):
    """The gap is the height of f over the chord at lam*x + (1-lam)*y, negative where f is below."""
    answer = student.convexity_gap(case.f, case.x, case.y, case.lam)
    expect.close(answer, np.array(case.gap), rtol=0.0, atol=1e-12)  # quarters of whole numbers: hardly any rounding


# --- logistic_loss -------------------------------------------------------------------------------------------------

LN3 = math.log(3)


@check(
    "logistic_loss",
    points=1.0,
    cases=[
        Case("w = 0: every sample costs ln 2", w=[0, 0], X=[[1, 2], [3, -4]], y=[1, 0], loss=math.log(2)),
        Case("label 1, p = 3/4", w=[LN3], X=[[1]], y=[1], loss=math.log(4 / 3)),
        Case("label 0, p = 3/4", w=[LN3], X=[[1]], y=[0], loss=math.log(4)),
        Case("both", w=[LN3, 0], X=[[1, 5], [-1, 7]], y=[0, 0], loss=math.log(16 / 3) / 2),
        Case("certain, and wrong", w=[1000], X=[[1], [0]], y=[0, 1], loss=(1000 + math.log(2)) / 2),
    ],
)
def cross_entropy_is_the_one_worked_out_by_hand(student, case):
    """The mean cross-entropy is the one that one works out by hand, for both labels."""
    w, X, y = (np.array(value, dtype=float) for value in (case.w, case.X, case.y))
    expect.close(student.logistic_loss(w, X, y), np.array(case.loss))


# --- logistic_hessian ----------------------------------------------------------------------------------------------


@check(
    "logistic_hessian",
    points=1.0,
    cases=[
        Case("w = 0: p (1 - p) = 1/4", w=[0], X=[[2]], H=[[1]]),
        Case("two features", w=[0, 0], X=[[2, 4]], H=[[1, 2], [2, 4]]),
        Case("two samples", w=[0, 0], X=[[2, 0], [2, 4]], H=[[1, 1], [1, 2]]),
        Case("p = 3/4 and 1/4", w=[LN3, 0], X=[[1, 4], [-1, 4]], H=[[3 / 16, 0], [0, 3]]),
    ],
)
def hessian_is_the_one_worked_out_by_hand(student, case):
    """The Hessian is the one that one works out by hand."""
    w, X, H = (np.array(value, dtype=float) for value in (case.w, case.X, case.H))
    expect.close(student.logistic_hessian(w, X), H, atol=1e-12)  # the zeros are differences of equal numbers


# --- squared_sigmoid_certificate -----------------------------------------------------------------------------------


@check(
    "squared_sigmoid_certificate",
    points=1.0,
    cases=[
        Case("one sample, label 1", X=[[1]], y=[1]),
        Case("one sample, label 0", X=[[1]], y=[0]),
        Case("a negative feature", X=[[-2]], y=[1]),
        Case("two samples", X=[[1], [2]], y=[0, 1]),
        Case("two features", X=[[1, -1], [0, 3]], y=[1, 1]),
    ],
)
def three_points_prove_it(student, case):
    """At lam*w_a + (1-lam)*w_b the loss is above the chord: this is proved, not measured."""
    X, y = (np.array(value, dtype=float) for value in (case.X, case.y))
    expect.certificate(student.squared_sigmoid_certificate(X, y), certify.SquaredSigmoidLoss(X, y))


# --- find_violation ------------------------------------------------------------------------------------------------


def indices(answer):
    """The student's triple as ints."""
    expect.that(answer is not None, "Some value lies above a chord here, but the answer is None.")
    is_list = isinstance(answer, list | tuple | np.ndarray)
    expect.that(is_list, f"The answer should be (i, j, k) or None, but is {values.kind(answer)}.")
    return [values.integer(index, "an index") for index in values.sequence(answer, 3)]


def rows_of_the_table(case, answer):
    """The table, with the rows of the answer."""
    return pictures.table(np.array(case.points, dtype=float), np.array(case.heights, dtype=float), answer)


@check(
    "find_violation",
    points=0.5,
    picture=rows_of_the_table,
    cases=[
        Case("a hill", points=[0, 1, 2], heights=[0, 1, 0]),
        Case("uneven", points=[0, 1, 4], heights=[0, 2, 4]),
        Case("in the middle of many", points=[0, 1, 2, 3, 4], heights=[4, 1, 1, 0, 4]),
        Case("not sorted", points=[3, 1, 0, 2], heights=[9, 2, 0, 1]),
    ],
)
def the_three_rows_are_a_proof(student, case):
    """points[i] < points[j] < points[k], and the value at j is above the chord."""
    p, v = (np.array(column, dtype=float) for column in (case.points, case.heights))
    verdict = certify.above_chord(p, v, *indices(student.find_violation(p, v)))
    expect.that(verdict.proved, verdict.reason)


@check(
    "find_violation",
    points=0.5,
    picture=rows_of_the_table,
    cases=[
        Case("a valley", points=[0, 1, 2], heights=[1, 0, 1]),
        Case("not sorted", points=[2, 0, -1, 1], heights=[4, 0, 1, 1]),
        Case("a line", points=[0, 1, 2, 4], heights=[1, 3, 5, 9]),
        Case("two rows", points=[0, 1], heights=[5, 0]),
    ],
    needs=the_three_rows_are_a_proof,
)
def none_if_no_row_is_above_a_chord(student, case):
    """The answer is None if no value lies above a chord."""
    p, v = (np.array(column, dtype=float) for column in (case.points, case.heights))
    answer = student.find_violation(p, v)
    if answer is not None:
        verdict = certify.above_chord(p, v, *indices(answer))
        expect.that(False, f"The answer should be None. {verdict.reason}")

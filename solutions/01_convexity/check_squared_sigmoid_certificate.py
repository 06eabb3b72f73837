"""The hidden checks of squared_sigmoid_certificate: whatever comes back is proved by interval arithmetic, or is wrong.

No certificate is compared with another one. The cases are made against directions that look good and lead downhill:
votes of one sample, sums of features that cancel, steps that fit one size of features.
"""

import numpy as np

from autograder import certify
from autograder.checks import check, expect
from autograder.checks.cases import Case


def certificate_is_proved(student, case):
    loss = certify.SquaredSigmoidLoss(case.X, case.y)
    return expect.certificate(student.squared_sigmoid_certificate(case.X, case.y), loss)


def table(label, X, y):
    return Case(label, X=np.array(X, dtype=float), y=np.array(y, dtype=float))


def random(label, samples, features, seed=0, y=None):
    rng = np.random.default_rng([seed, samples, features])
    X = rng.integers(-9, 10, size=(samples, features)) + 0.5
    return table(label, X, rng.integers(0, 2, size=samples) if y is None else y)


@check(
    "squared_sigmoid_certificate",
    points=0.75,
    cases=[
        table("the slope at 0 misleads", [[9], [-1], [-2], [-1.5], [-1]], [1, 1, 1, 1, 1]),
        table("the first sample is outvoted", [[1], [1], [2], [3]], [1, 0, 0, 0]),
        table("the last sample is outvoted", [[1], [2], [3], [1]], [0, 0, 0, 1]),
        table("the largest sample is outvoted", [[5], [4], [4], [3]], [0, 1, 1, 1]),
        table("all labels 1", [[1, 2], [-3, 1], [2, -2]], [1, 1, 1]),
        table("all labels 0", [[1, 2], [-3, 1], [2, -2]], [0, 0, 0]),
        random("three features", 5, 3),
        random("five features, one sample", 1, 5, y=[1]),
    ],
)
def any_labels_will_do(student, case):
    """There is a proof for any labels: all 1, all 0, or mixed."""
    certificate_is_proved(student, case)


@check(
    "squared_sigmoid_certificate",
    points=0.75,
    cases=[
        table("the first feature is 0", [[0, 1], [0, -2]], [1, 0]),
        table("only the last feature is not", [[0, 0, 0], [0, 0, -1]], [1, 1]),
        table("a sample of zeros comes first", [[0, 0], [0, 3], [0, 0]], [1, 0, 0]),
        table("features cancel", [[1, -1], [-2, 2], [3, -3]], [1, 1, 0]),
        table("samples cancel", [[1, 2], [-1, -2]], [1, 1]),
        table("samples contradict one another", [[2, 1], [2, 1]], [1, 0]),
        table("and are many", [[2, 1]] * 3 + [[2, 1]] * 3 + [[0, 0]], [1, 0, 1, 0, 1, 0, 1]),
        table("zeros have no vote", [[1], [2], [0], [0], [0]], [0, 0, 0, 0, 0]),
        table("mostly zeros, with the other label", [[0, 0, 0]] * 9 + [[0, 1, 0]], [1] * 9 + [0]),
    ],
)
def zeros_and_repetitions_do_no_harm(student, case):
    """There is a proof also with features or samples that are all 0, and with samples that repeat or contradict."""
    certificate_is_proved(student, case)


@check(
    "squared_sigmoid_certificate",
    points=1.0,
    cases=[
        table("1e-9", [[1e-9, 0]], [1]),
        table("thousandths, label 0", [[-0.001], [-0.002], [-0.003], [-0.001], [0.001]], [0, 0, 0, 0, 0]),
        table("thousandths, label 1", [[-0.001], [-0.002], [-0.003], [-0.001], [0.001]], [1, 1, 1, 1, 1]),
        table("1e-100", [[1e-100, 3e-100]], [0]),
        table("a large one is outvoted", [[1e6], [1], [2]], [1, 0, 0]),
        table("a tiny one among large ones", [[1e8, 1e-8]], [1]),
        table("of all sizes", [[1e200, -1e-200], [1e-200, 1e200], [1, 1e-50]], [1, 0, 1]),
        table("the tiny ones decide", [[1]] + [[1e-9]] * 9, [0] + [1] * 9),
        table(
            "the tiny ones decide, by one",
            [[1], [2], [3], [1], [1.5], [1e-9], [1e-9], [1e-9], [1e-9]],
            [0, 1, 1, 1, 1, 0, 0, 0, 0],
        ),
        table("the largest", [[1e300], [-5e299], [2e299]], [1, 0, 0]),
        table("the smallest", [[1e-300], [-1e-300], [0]], [1, 1, 0]),
    ],
)
def features_of_any_size_will_do(student, case):
    """There is a proof for features of any size from 1e-300 to 1e300, also of very different sizes together."""
    certificate_is_proved(student, case)


@check(
    "squared_sigmoid_certificate",
    points=0.25,
    cases=[
        random("50 samples", 50, 5),
        # at a distance that suits the largest feature, the pairs still look as if they did not mind the direction
        table("pairs that contradict, and one that decides", [[40]] + [[1]] * 48, [1] + [1, 0] * 24),
    ],
    needs=any_labels_will_do,
)
def fifty_samples_will_do(student, case):
    """There is a proof for 50 samples, also if one of them decides."""
    certificate_is_proved(student, case)


@check(
    "squared_sigmoid_certificate",
    points=0.25,
    cases=[random("two features", 3, 2, seed=1), table("zeros", [[0, 1], [0, 0]], [1, 0])],
    needs=any_labels_will_do,
)
def certificate_leaves_its_arguments_alone(student, case):
    """The arrays X and y are as they were, and the three points are a proof."""
    certificate_is_proved(student, case)
    expect.unchanged(student)

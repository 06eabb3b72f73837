"""What is read as a certificate, that it is proved exactly as it was given, and what a student reads otherwise."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from autograder.certify import LogisticLoss, NetLoss, SquaredSigmoidLoss, Verdict
from autograder.checks import expect
from autograder.checks.errors import Mismatch
from autograder.plain import Opaque

LOSS = NetLoss([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]], "relu", [2, 2, 1])
A = [([[1, 1], [1, 1]], [0, -1]), ([[1, -2]], [0])]
B = [(np.ones((2, 2)), np.array([-1.0, 0.0])), (np.array([[-2, 1]]), np.array([0]))]
UNIT = SquaredSigmoidLoss([[1.0]], [1.0])


@pytest.mark.parametrize("given", [(A, B, 0.5), [tuple(A), B, Fraction(1, 2)], (A, tuple(B), np.array(0.5))])
def test_a_right_certificate_is_returned_as_nets(given):
    a, b, lam = expect.certificate(given, LOSS)
    assert [(W.tolist(), v.tolist()) for W, v in a] == [(W, v) for W, v in A]
    assert all(W.dtype == v.dtype == np.float64 for W, v in [*a, *b])
    assert lam == 0.5


def test_vectors_may_be_lists_or_arrays():
    a, b, lam = expect.certificate(([-3], np.array([-5]), 0.25), UNIT)
    assert (a.tolist(), b.tolist(), lam) == ([-3.0], [-5.0], 0.25)


def test_lam_is_not_rounded():
    """Rounded to a float, these would be 1, 0 and 0."""
    for lam in (1 - Fraction(1, 10**20), Fraction(1, 10**400), Fraction(3**900, 5**900)):
        assert expect.certificate((A, B, lam), LOSS)[2] == lam


def test_ints_and_fractions_in_points_are_not_rounded():
    """Rounded to floats, the ends of the first would be equal, and 3 * (1/3) not 1 in the second."""
    a, b = 2**53 + 1, 2**53
    for ends in ([[-a], [-b]], np.array([[-a], [-b]]), [[Fraction(-1)], [-1 - Fraction(1, 10**30)]]):
        assert expect.certificate((*ends, 0.5), UNIT)[2] == 0.5
    third, one = [([[Fraction(1, 3)]], [0])], [([[0]], [1])]
    with pytest.raises(Mismatch, match="the loss of the mixture is 0, not above the chord's 0: the gap is exactly 0"):
        expect.certificate((third, one, 0.5), NetLoss([[3]], [[1]], "relu", [1, 1]))


JUNK = {
    "nothing": (None, "The certificate should be a triple (a, b, lam), but is None (is a return statement missing?)."),
    "a pair": ((A, B), "The certificate should be a triple (a, b, lam), but is a tuple of length 2."),
    "four": ([A, B, 0.5, 1], "The certificate should be a triple (a, b, lam), but is a list of length 4."),
    "an array": (np.zeros((3, 2)), "The certificate should be a triple (a, b, lam), but is an array of shape (3, 2)."),
    "a text": ("abc", "The certificate should be a triple (a, b, lam), but is a string."),
    "a dict": ({1: A, 2: B, 3: 0.5}, "The certificate should be a triple (a, b, lam), but is a dict of length 3."),
    "opaque": (Opaque("a generator"), "The certificate should be a triple (a, b, lam), but is a generator."),
    "no net": ((A, 3, 0.5), "The point b should be a list of 2 pairs (W, b), but is an int."),
    "one layer": ((A[:1], B, 0.5), "The point a should be a list of 2 pairs (W, b), but has 1 entry."),
    "other shapes": (
        (A, [B[1], B[0]], 0.5),
        "W of layer 1 of the point b should have shape (2, 2), but has shape (1, 2).",
    ),
    "ragged": (([([[1, 1], [1]], [0, 0]), A[1]], B, 0.5), "W of layer 1 of the point a should have shape (2, 2), but"),
    "NaN": (([([[1, 1], [1, math.nan]], [0, 0]), A[1]], B, 0.5), "An entry of W of layer 1 of the point a is nan"),
    "huge": (([([[1, 1], [1, 10**5000]], [0, 0]), A[1]], B, 0.5), "is too large for a float."),
    "texts": (([([["1", 1], [1, 1]], [0, 0]), A[1]], B, 0.5), "should be a number, but is a string."),
    "truth values": (([(np.ones((2, 2), bool), [0, 0]), A[1]], B, 0.5), "holds truth values."),
    "deep": (([[[[[[[[1]]]]]]]], B, 0.5), "The point a should be a list of 2 pairs (W, b), but has 1 entry."),
    "lam a text": ((A, B, "1/2"), "lam should be a number, but is a string."),
    "lam a list": ((A, B, [0.5]), "lam should be a number, but is a list of length 1."),
    "lam an array": ((A, B, np.array([0.5])), "lam should be a number, but is an array of shape (1,)."),
    "lam True": ((A, B, True), "lam should be a number, but is the truth value True."),
    "lam NaN": ((A, B, math.nan), "lam is nan, not a finite number."),
    "lam an array of NaN": ((A, B, np.array(math.nan)), "lam is nan, not a finite number."),
    "lam huge": ((A, B, 10**5000), "lam is too large for a float."),
    "lam a long fraction": (
        (A, B, Fraction(1, 3**2000)),
        "lam has a numerator or denominator of more than 2,200 bits. Every float will do, and shorter whole numbers "
        "and fractions.",
    ),
    "lam None": ((A, B, None), "lam should be a number, but is None."),
    "a point None": ((A, None, 0.5), "The point b should be a net, but is None."),
    "a layer None": (([None, A[1]], B, 0.5), "Layer 1 of the point a should be a pair (W, b), but is None."),
    "an entry None": (
        ([A[0], ([[None, 1]], [0])], B, 0.5),
        "An entry of W of layer 2 of the point a should be a number, ",
    ),
    "flat numbers": ((np.zeros(4), A, 0.5), "The point a should be a list of 2 pairs (W, b), but has 4 entries."),
    "flat arrays": (([*A[0], *A[1]], B, 0.5), "The point a should be a list of 2 pairs (W, b), but has 4 entries."),
    "complex numbers": (([(np.ones((2, 2), complex), [0, 0]), A[1]], B, 0.5), "holds complex numbers."),
    "an array of texts": (([(np.array([["1", "2"]] * 2), [0, 0]), A[1]], B, 0.5), "holds strings."),
    "a long name": ((A, B, type("X" * 5000, (), {})()), f"lam should be a number, but is a {'X' * 60}...."),
    "lam above 1": ((A, B, 1 + 1e-10), "lam should lie strictly between 0 and 1, but is 1.0000000001."),
    "lam 0": ((A, B, 0), "lam should lie strictly between 0 and 1, but is 0."),
    "lam 1": ((A, B, 1.0), "lam should lie strictly between 0 and 1, but is 1."),
    "equal ends": ((A, A, 0.5), "The points a and b are equal: there is nothing between them."),
}


@pytest.mark.parametrize(("given", "says"), JUNK.values(), ids=JUNK)
def test_a_student_reads_what_is_wrong_with_its_form(given, says):
    with pytest.raises(Mismatch) as refused:
        expect.certificate(given, LOSS)
    assert says in str(refused.value)
    assert str(refused.value).endswith(".")
    with pytest.raises(Mismatch):
        expect.certificate(given, UNIT)


def test_a_wrong_certificate_is_a_mismatch_with_its_gap():
    with pytest.raises(Mismatch, match=r"not above the chord's 0\.\d+: the gap is -0\.\d+\.$"):
        expect.certificate(([0], [3], 0.5), UNIT)
    with pytest.raises(Mismatch, match=r"the gap is -"):
        expect.certificate(([0, 1], [3, 0], 0.5), LogisticLoss([[1.0, 2.0]], [1.0]))


def test_only_what_is_proved_passes():
    expect.proved(Verdict("proved", "It holds."))
    for answer in ("refuted", "undecided"):
        with pytest.raises(Mismatch, match=r"^Because\.$"):
            expect.proved(Verdict(answer, "Because."))

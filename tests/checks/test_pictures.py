"""Descriptions of pictures: what is wrong is in them, in words as well; junk gives none, and never a fault."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import pytest

from autograder import certify, nets
from autograder.checks import expect, pictures
from autograder.checks.errors import Mismatch
from autograder.checks.pictured import ChordPicture, NetsPicture, Picture, TablePicture

NET = [(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([5.0, 6.0])), (np.array([[7.0, 8.0]]), np.array([9.0]))]
TWIN = nets.swap(NET, 1, 0, 1)
FORGOT = [(TWIN[0][0], NET[0][1]), TWIN[1]]
TS = np.array([0.0, 0.5, 1.0])
HILL = np.array([0.0, 1.0, 0.0])

MAKERS = {
    "moved": lambda answer: pictures.moved(NET, answer, TWIN, 1, [1, 0]),
    "changed": lambda answer: pictures.changed(NET, answer, TWIN, 1, [0]),
    "mean": lambda answer: pictures.mean(NET, answer, TWIN),
    "compared": lambda answer: pictures.compared(answer, TWIN),
    "profile": lambda answer: pictures.profile(lambda t: t**2, TS, answer),
    "barrier": lambda answer: pictures.barrier(HILL, answer, 1.0),
    "table": lambda answer: pictures.table(TS, HILL, answer),
    "descent": lambda answer: pictures.descent(lambda x: float(x @ x), answer, np.array([[1.0, 2.0], [0.5, 1.0]])),
    "curve": lambda answer: pictures.descent(lambda x: float(x @ x), answer, np.array([[1.0], [0.5]])),
    "similarity": lambda answer: pictures.similarity(np.array([[1.0, 2.0], [3.0, 4.0]]), answer, [1, 0]),
    "track": lambda answer: pictures.track(lambda x, sigma: 2 * (x - sigma), np.array([1.0, 0.0]), answer, 2.0),
}
WRONG = {
    "moved": FORGOT, "changed": FORGOT, "mean": FORGOT, "compared": FORGOT, "profile": [0.0, 3.0, 1.0], "barrier": 2.5,
    "table": [0, 2, 1], "descent": [[1.0, 2.0], [0.0, 9.0]], "curve": [[1.0], [-3.0]], "similarity": [0, 1],
    "track": [4.0, 3.0],
}  # fmt: skip
JUNK = [
    None, math.nan, math.inf, -1e308, 10**400, "text", [], [[]], [None] * 3, [math.nan] * 3, [1e300] * 3, {"a": 1},
    np.array(["a", "b"]), np.zeros((2, 0)), np.full((2, 2), np.nan), np.full((2, 1), 1e200), np.full(2, np.inf),
    [(np.full((2, 2), 1e300), np.zeros(2)), (np.zeros((1, 2)), np.zeros(1))], [0, 0, 0], [9, 9, 9],
    [[1e200, 0], [0, 1]],
]  # fmt: skip


@pytest.mark.parametrize("name", MAKERS)
def test_a_wrong_answer_has_a_picture_that_survives_json(name):
    made = MAKERS[name](WRONG[name])
    assert made is not None
    data = msgspec.json.encode(made)
    assert msgspec.json.decode(data, type=Picture) == made
    assert len(data) < 20_000
    assert made.alt.endswith(".")
    assert hash(made) == hash(MAKERS[name](WRONG[name]))  # the same mistake is drawn once


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("junk", JUNK, ids=range(len(JUNK)))
def test_junk_is_no_picture_and_no_fault(name, junk):
    try:
        made = MAKERS[name](junk)
    except Mismatch:
        return
    if made is not None:  # some of it is an answer in form
        msgspec.json.encode(made)


def test_what_was_forgotten_is_marked():
    made = MAKERS["moved"](FORGOT)
    assert isinstance(made, NetsPicture)
    before, after = made.panels
    assert (before.wrong, after.wrong) == ((), ((1, 0, -1), (1, 1, -1)))
    assert made.wrong == "has not moved"
    assert (before.colours, after.colours) == (((1, 0, 0), (1, 1, 1)), ((1, 0, 1), (1, 1, 0)))
    assert "b1[0] is 5 and should be 6" in made.alt


def test_a_number_that_was_never_there_is_not_called_left_behind():
    off = [(TWIN[0][0] + np.array([[0.0, 1.0], [0.0, 0.0]]), TWIN[0][1]), TWIN[1]]
    made = MAKERS["moved"](off)
    assert made is not None
    assert made.wrong == "is not right"
    assert made.panels[1].wrong == ((1, 0, 1),)


def test_a_net_that_is_right_or_too_large_is_not_drawn():
    assert MAKERS["compared"](TWIN) is None
    large = [(np.zeros((7, 1)), np.zeros(7)), (np.zeros((1, 7)), np.zeros(1))]
    other = [(np.ones((7, 1)), np.zeros(7)), (np.zeros((1, 7)), np.zeros(1))]
    assert pictures.compared(other, large) is None


def test_a_missed_violation_is_shown():
    made = pictures.table(TS, HILL, None)
    assert isinstance(made, TablePicture)
    assert made.triple == (0, 1, 2)
    assert pictures.table(TS, TS, None) is None  # a straight line has none


def test_a_certificate_that_proves_nothing_brings_its_chord():
    loss = certify.SquaredSigmoidLoss([[1.0]], [1.0])
    with pytest.raises(Mismatch) as caught:
        expect.certificate((np.array([0.0]), np.array([4.0]), 0.5), loss)
    assert caught.value.picture is not None
    made = caught.value.picture()
    assert isinstance(made, ChordPicture)
    assert (made.lam, made.title) == (0.5, "not proved")
    at = dict(zip(made.t, made.loss, strict=True))
    assert at[0.0] == pytest.approx(0.25)
    assert at[1.0] == pytest.approx((1 - 1 / (1 + math.exp(-4))) ** 2, rel=1e-5)


@pytest.mark.parametrize(("end", "lam"), [(1e300, 0.5), (4.0, 2.0)])
def test_a_certificate_with_nothing_to_see_brings_no_picture(end, lam):
    with pytest.raises(Mismatch) as caught:
        expect.certificate((np.array([0.0]), np.array([end]), lam), certify.LogisticLoss([[1.0]], [0.0]))
    assert caught.value.picture is not None
    assert caught.value.picture() is None


def test_a_loss_in_floats_is_the_loss():
    X, Y = np.array([[1.0, 2.0]]), np.array([[3.0]])
    loss = certify.NetLoss(X, Y, "relu", [2, 2, 1])
    assert loss.rounded(NET) == pytest.approx(nets.mse(NET, X, Y, "relu"))
    last = certify.LastLayerLoss(X, Y, "relu", NET[:1])
    assert last.rounded(NET[1:]) == pytest.approx(nets.mse(NET, X, Y, "relu"))
    assert certify.LogisticLoss([[2.0]], [1.0]).rounded(np.array([0.5])) == pytest.approx(math.log1p(math.exp(-1)))


def test_ways_tell_where_the_loss_rises():
    up = [(NET[0][0] * 2, NET[0][1]), NET[1]]
    made = pictures.ways([NET, up, NET], lambda one: float(one[0][0][0, 0]))
    assert made is not None
    assert "rises to 2, on the segment from net 0 to net 1" in made.alt
    assert pictures.ways([NET], lambda one: 0.0) is None


def test_rounding_beside_a_curve_is_told_as_the_zero_it_stands_for():
    picture = pictures.profile(lambda t: 4 * t * (1 - t) + 1e-30, TS, [0.0, 1.0, 5.0])
    assert picture is not None
    assert picture.alt.endswith("Farthest from the curve is the one at t = 1: 5 instead of 0.")

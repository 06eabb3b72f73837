"""Three rows of a table above a chord: exact on whole numbers of any size, with reasons that a student can read."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest

from autograder.certify.tables import above_chord


def test_a_value_above_the_chord_is_proved() -> None:
    verdict = above_chord([0.0, 1.0, 3.0], [0.0, 2.0, 3.0], 0, 1, 2)
    assert verdict.proved
    assert verdict.reason == "At 1 the value lies above the chord by 1."


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([0.0, 1.0, 3.0], "At 1 the value is 1, exactly on the chord from 0 to 3."),
        ([0.0, 0.5, 3.0], "At 1 the value is 0.5, below the chord from 0 to 3: it is lower by 0.5."),
    ],
)
def test_a_value_on_or_below_the_chord_is_refuted(values: list[float], reason: str) -> None:
    verdict = above_chord([0.0, 1.0, 3.0], values, 0, 1, 2)
    assert verdict.answer == "refuted"
    assert verdict.reason == reason


@pytest.mark.parametrize("triple", [(1, 0, 2), (0, 2, 1), (2, 1, 0), (0, 0, 2), (0, 2, 2), (1, 1, 1)])
def test_points_that_do_not_increase_are_refuted(triple: tuple[int, int, int]) -> None:
    assert "increasing order" in above_chord([0.0, 1.0, 3.0], [0.0, 9.0, 0.0], *triple).reason


@pytest.mark.parametrize("index", [-1, 3, 10**5000, -(10**5000)], ids=["-1", "3", "huge", "-huge"])
def test_rows_that_do_not_exist_are_refuted(index: int) -> None:
    for triple in ((index, 1, 2), (0, index, 2), (0, 1, index)):
        verdict = above_chord([0.0, 1.0, 3.0], [0.0, 9.0, 0.0], *triple)
        assert verdict.answer == "refuted"
        assert "rows 0 to 2" in verdict.reason
        assert ("one so far off" if abs(index) > 3 else f"row {index} is asked for") in verdict.reason
        assert len(verdict.reason) < 100


def test_tables_with_hardly_any_rows() -> None:
    assert above_chord([], [], 0, 1, 2).reason == "The table has no rows, but row 0 is asked for."
    assert above_chord([1.0], [1.0], 0, 1, 2).reason == "The table has row 0, but row 1 is asked for."


def test_points_that_ten_digits_do_not_tell_apart_are_shown_in_full() -> None:
    assert above_chord([1.0000000000000002, 1.0, 2.0], [0.0, 0.0, 0.0], 0, 1, 2).reason == (
        "Points 0, 1 and 2 are 1.0000000000000002, 1 and 2: they should stand in increasing order."
    )
    assert above_chord([1.0, 1.0, 2.5], [0.0, 0.0, 0.0], 0, 1, 2).reason == (
        "Points 0, 1 and 2 are 1, 1 and 2.5: they should stand in increasing order."
    )


def test_whole_numbers_of_any_size_are_exact() -> None:
    """On a line, and one unit in the last place above or below it, where products of floats are long since rounded."""
    p = np.array([0.0, 2.0**40 + 1, 3 * 2.0**40])
    for slope, answer in ((2.0**12, "refuted"), (2.0**12 - 1, "refuted")):
        line = slope * p
        assert above_chord(p, line, 0, 1, 2).answer == answer
        assert above_chord(p, [line[0], np.nextafter(line[1], np.inf), line[2]], 0, 1, 2).proved
        assert not above_chord(p, [line[0], np.nextafter(line[1], -np.inf), line[2]], 0, 1, 2).proved


def test_it_agrees_with_plain_fractions() -> None:
    rng = random.Random(1)
    answers = set[str]()
    for _ in range(500):
        p = sorted(rng.sample(range(-9, 10), 3))
        v = [rng.randrange(-3, 4) for _ in range(3)]
        lam = Fraction(p[2] - p[1], p[2] - p[0])
        verdict = above_chord(np.array(p, dtype=float), np.array(v, dtype=float), 0, 1, 2)
        assert verdict.proved == (v[1] > lam * v[0] + (1 - lam) * v[2])
        answers.add(verdict.answer)
    assert answers == {"proved", "refuted"}


def test_the_largest_floats_have_a_reason_too() -> None:
    verdict = above_chord([-1.7e308, 0.0, 1.7e308], [-1.7e308, 1.7e308, -1.7e308], 0, 1, 2)
    assert verdict.proved
    assert len(verdict.reason) < 100
    assert above_chord([-1.7e308, 0.0, 1.7e308], [1.7e308, -1.7e308, 1.7e308], 0, 1, 2).answer == "refuted"

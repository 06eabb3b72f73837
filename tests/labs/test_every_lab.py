"""What holds for every lab: its reference, the size of its bank, what its checks hand over, and what is no answer.

Functions are graded one by one, in this process, and a lab that is added to the course is tested like the others. In
the sandbox, with the feedback that students read, whole banks are graded by `test_banks.py`; right answers in odd
forms, junk with its hints, and mutants by `autograder verify`.
"""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from conftest import ROOT
from labs.grading_in_process import (
    Function,
    assert_full_marks,
    calls,
    graded,
    is_net,
    lab_named,
    outcomes,
    without_hints,
)

from autograder.labs import Lab, lab_names

LABS = [pytest.param(lab_named(name), id=name) for name in lab_names(ROOT)]
EXERCISES = [
    pytest.param(one.values[0], each, id=f"{one.id}-{each.name}") for one in LABS for each in one.values[0].exercises
]
pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")  # wrong functions overflow

# --- where labs differ ---------------------------------------------------------------------------------------------

MORE_IN_THE_BANK = {
    "01_convexity": (15, 3),
    "03_counting_minima": (15, 3),
    "06_getting_stuck": (15, 3),
    "07_connectivity": (20, 3),
}
"""Misconceptions and variants that each exercise has at least, where that is more than six and two."""
MOST_CALLS = {
    "01_convexity": 299,
    "02_weight_swaps": 349,
    "03_counting_minima": 210,
    "04_jensen": 159,
    "05_symmetries": 259,
    "06_getting_stuck": 200,
    "07_connectivity": 210,
    "08_homotopy": 129,
}
"""Calls that all checks of a lab make together at most; 349 where nothing is said."""
WITHOUT_HIDDEN_LAYERS = {"forward", "mse", "average_nets", "group_mean", "width_one"}
"""Exercises that may get nets without a hidden layer."""
WHOLE_NUMBERS = {"average_nets"}
"""Exercises that may get nets of integers."""
SCORES_SOMETHING = {
    "largest_safe_step": {"infinity"},
    "escape_direction": {"None"},
    "barrier": {"0", "0.0"},
    "convexity_threshold": {"0", "0.0"},
}
"""Junk that is the right answer somewhere, and so has some points, fewer than half of them."""

# --- the bank ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("lab", "exercise"), EXERCISES)
def test_the_reference_passes_every_check_without_the_other_exercises(lab: Lab, exercise: Any) -> None:
    assert_full_marks(lab, exercise.name, lab.reference[exercise.name])


@pytest.mark.parametrize("lab", LABS)
def test_the_bank_is_large_enough_and_its_names_are_different(lab: Lab) -> None:
    ideas, variants = Counter(m.exercise for m in lab.misconceptions), Counter(v.exercise for v in lab.variants)
    fewest_ideas, fewest_variants = MORE_IN_THE_BANK.get(lab.name, (6, 2))
    for exercise in lab.exercises:
        assert ideas[exercise.name] >= fewest_ideas, exercise.name
        assert variants[exercise.name] >= fewest_variants, exercise.name
    names = [m.name for m in lab.misconceptions] + [v.name for v in lab.variants] + [e.name for e in lab.exercises]
    assert [name for name, count in Counter(names).items() if count > 1] == []


@pytest.mark.parametrize(("lab", "exercise"), EXERCISES)
def test_visible_checks_are_worth_less_than_half(lab: Lab, exercise: Any) -> None:
    visible = sum(check.points for check, seen in lab.checks(exercise.name) if seen)
    assert 0 < visible < exercise.points / 2


# --- what the checks hand over -------------------------------------------------------------------------------------


@pytest.mark.parametrize("lab", LABS)
def test_calls_are_not_too_many(lab: Lab) -> None:
    made = Counter(call.function for call in calls(lab.name))
    assert set(made) == set(lab.parameters)
    assert made.total() <= MOST_CALLS.get(lab.name, 349), made


@pytest.mark.parametrize("lab", LABS)
def test_nets_are_well_formed(lab: Lab) -> None:
    for call in calls(lab.name):
        kinds = (np.float64, np.int64) if call.function in WHOLE_NUMBERS else (np.float64,)
        nets = [call.named[name] for name in ("net", "net_a", "net_b") if name in call.named]
        for net in (*nets, *call.named.get("nets", [])):
            assert is_net(net, kinds), (call.function, net)
            assert len(net) >= 2 or call.function in WITHOUT_HIDDEN_LAYERS, (call.function, net)


@pytest.mark.parametrize("lab", LABS)
def test_the_reference_changes_no_argument(lab: Lab) -> None:
    assert [call.function for call in calls(lab.name) if call.changed] == []


# --- what is no answer ---------------------------------------------------------------------------------------------


def stub(*_: Any) -> Any:
    raise NotImplementedError


def fails(*_: Any) -> Any:
    raise ValueError("always")


def nested(depth: int) -> Any:
    value: Any = []
    for _ in range(depth):
        value = [value]
    return value


NAN_NET = [(np.full((2, 2), np.nan), np.zeros(2)), (np.zeros((1, 2)), np.zeros(1))]
NONE_NET = [(np.full((2, 2), None), np.zeros(2)), (np.zeros((1, 2)), np.zeros(1))]
NOTHING: dict[str, Function] = {
    "raises": fails,
    "None": lambda *args: None,
    # something of the arguments
    "the first argument": lambda *args: args[0],
    "the last argument": lambda *args: args[-1],
    "all arguments": lambda *args: args,
    "the first of the first": lambda *args: args[0][0],
    "all arguments in a dict": lambda *args: {"net": args[0]},
    "the first argument twice": lambda *args: [args[0], args[0]],
    "the first layer": lambda *args: [args[0][:1]],
    "no way": lambda *args: (args[0], args[0], 0.5),
    "first and last": lambda *args: (args[0], args[-1], 0.5),
    "a step of 10**5000": lambda *args: (args[0], args[0], 10**5000),
    "a step of 0": lambda *args: (args[0], [(0 * W, 0 * b) for W, b in args[0]], 0.0),
    "its net of NaN": lambda *args: [(np.full(W.shape, np.nan), b) for W, b in args[0]],
    "its net of None": lambda *args: [(np.full(W.shape, None), b) for W, b in args[0]],
    "from its net of infinity": lambda *args: ([(np.full(W.shape, np.inf), b) for W, b in args[0]], args[0], 0.5),
    # numbers and texts
    "0": lambda *args: 0,
    "0.0": lambda *args: 0.0,
    "1": lambda *args: 1,
    "1.0": lambda *args: 1.0,
    "0.123": lambda *args: 0.123,
    "-1.5": lambda *args: -1.5,
    "True": lambda *args: True,
    "a complex number": lambda *args: 1 + 2j,
    "1e308": lambda *args: 1e308,
    "NaN": lambda *args: float("nan"),
    "infinity": lambda *args: float("inf"),
    "10**400": lambda *args: 10**400,
    "-(10**400)": lambda *args: -(10**400),
    "10**5000": lambda *args: 10**5000,
    "-(10**5000)": lambda *args: -(10**5000),
    "2**300_000": lambda *args: 2**300_000,
    "1/3": lambda *args: Fraction(1, 3),
    "-1/3": lambda *args: Fraction(-1, 3),
    "a huge fraction": lambda *args: Fraction(10**4000, 3),
    "a number as a text": lambda *args: "720",
    "a list as a text": lambda *args: "[0, 1]",
    "a text": lambda *args: "net",
    "an object": lambda *args: object(),
    "a dict": lambda *args: {"path": [0.0]},
    # lists
    "[]": lambda *args: [],
    "[[]]": lambda *args: [[]],
    "[0.5, 1]": lambda *args: [0.5, 1],
    "[True, False]": lambda *args: [True, False],
    "a mixture": lambda *args: [None, "1", True],
    "five times None": lambda *args: [None] * 5,
    "three objects": lambda *args: [object()] * 3,
    "three times None": lambda *args: (None, None, None),
    "(0, 0, 0)": lambda *args: (0, 0, 0),
    "10**5000 and 1": lambda *args: [10**5000, 1],
    "two rows with 10**5000": lambda *args: [[10**5000, 1], [0, 1]],
    "10**5000 and small ones": lambda *args: (10**5000, -1, 2),
    "three times 10**5000": lambda *args: [10**5000] * 3,
    "10**5000 and 10**-5000": lambda *args: (10**5000, 10**5000, Fraction(1, 10**5000)),
    "a layer of 10**5000": lambda *args: ([(10**5000, 0)], None, Fraction(1, 10**5000)),
    "the edges of float": lambda *args: [1e308, -1e308, math.nan, math.inf, 10**400],
    "a ragged list": lambda *args: [[1.0], [2.0, 3.0]],
    "a ragged list and others": lambda *args: [[[1, 2], [3]], 1, 2, 3, 4],
    "a generator": lambda *args: (x for x in (1.0, 2.0)),
    "nested 30 deep": lambda *args: nested(30),
    "nested 60 deep": lambda *args: nested(60),
    "deep lists": lambda *args: [[[[[[1.0]]]]]] * 3,
    # arrays
    "an empty array": lambda *args: np.zeros(0),
    "five zeros": lambda *args: np.zeros(5),
    "2 x 3 zeros": lambda *args: np.zeros((2, 3)),
    "3 x 2 zeros": lambda *args: np.zeros((3, 2)),
    "2 x 2 NaN": lambda *args: np.full((2, 2), np.nan),
    "3 x 3 NaN": lambda *args: np.full((3, 3), np.nan),
    "an array of None": lambda *args: np.full(3, None),
    "an array of None and a text": lambda *args: np.array([None, "x"], dtype=object),
    "an array of an object": lambda *args: np.array([object()]),
    # certificates, wells and nets
    "texts as ends": lambda *args: (["a"], ["b"], 0.5),
    "zeros as ends": lambda *args: (np.zeros(1), np.zeros(1), 0.5),
    "a step of NaN": lambda *args: (np.zeros(1), np.ones(1), float("nan")),
    "one well": lambda *args: ([1.0], [2.0], [3.0]),
    "a well of NaN": lambda *args: ([1.0, math.nan], [0.0, 1.0], [1.0, 1.0]),
    "a well of 10**5000": lambda *args: ([1.0, 10**5000], [0.0, 1.0], [1.0, 1.0]),
    "a well of texts": lambda *args: ([1.0, 1.0], [0.0, 1.0], ["1", None]),
    "weights nested too deep": lambda *args: ([([[[[[1]]]]], [1]), (1, 1)], [[1]], [[1]], 0, 1),
    "a net of 10**5000": lambda *args: [([[10**5000, 0.0]], [0.0]), ([[1.0]], [0.0])],
    "a net of NaN": lambda *args: NAN_NET,
    "a list of nets of NaN": lambda *args: [NAN_NET],
    "nets of NaN": lambda *args: [NAN_NET] * 3,
    "nets of None": lambda *args: [NONE_NET] * 3,
    "ragged nets": lambda *args: [[([[10**400, 1], [1]], [1, 1]), ([[1, 1]], [1])]] * 2,
}


@pytest.mark.parametrize(("lab", "exercise"), EXERCISES)
def test_what_is_no_answer_scores_nothing_and_breaks_no_check_and_no_picture(lab: Lab, exercise: Any) -> None:
    scored = set()
    for name, function in NOTHING.items():
        result = graded(without_hints(lab), exercise.name, function)
        assert "error" not in {check.outcome for check in result.checks}, (name, result.checks)
        assert not any(check.fault for check in result.checks), (name, result.checks)
        assert all(len(check.message) < 700 for check in result.checks), (name, result.checks)
        if "passed" in {check.outcome for check in result.checks}:
            scored.add(name)
            assert result.score < result.max_score / 2, name
    assert scored == SCORES_SOMETHING.get(exercise.name, set())


@pytest.mark.parametrize(("lab", "exercise"), EXERCISES)
def test_a_stub_is_not_looked_at(lab: Lab, exercise: Any) -> None:
    assert set(outcomes(lab, exercise.name, stub).values()) == {"skipped"}

"""Calls as data: what has a form to be typeset keeps it, everything is bounded, and all of it survives JSON."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from autograder.checks import shown
from autograder.checks.calls import Call, Ended, Missing, Raised, Returned
from autograder.checks.shown import ShownCall, ShownLayer, ShownList, ShownMatrix, ShownNet, ShownText, ShownVector
from autograder.plain import Opaque

NET = [(np.array([[1.0, -2.5]]), np.array([0.5]))]
SHOWN_NET = ShownNet((ShownLayer(ShownMatrix(("1.0 -2.5",)), ShownVector("0.5")),))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.array([1.0, -2.0]), ShownVector("1.0 -2.0")),
        (np.array([[1, 2], [3, 4]]), ShownMatrix(("1 2", "3 4"))),
        ([[1, 2.5], [3, 4]], ShownMatrix(("1 2.5", "3 4"))),
        ([1, 0], ShownText("[1, 0]")),
        ([[1, 2], [3]], ShownText("[[1, 2], [3]]")),
        ([[True, False]], ShownText("[[True, False]]")),
        (NET, SHOWN_NET),
        ([([[1.0, -2.5]], [0.5])], SHOWN_NET),
        ((NET, NET, 0.5), ShownList((SHOWN_NET, SHOWN_NET, ShownText("0.5")))),
        ((NET, "x", 1, 2, 3), ShownList((SHOWN_NET, ShownText("'x'"), *(ShownText(f"{n}") for n in (1, 2, 3))))),
        ((NET, 1, 2, 3, 4, 5, 6), ShownList((SHOWN_NET, *(ShownText(f"{n}") for n in range(1, 6))), 1)),
        ([([[1.0]], "b")], ShownText("[([[1.0]], 'b')]")),
        ([NET, NET], ShownList((SHOWN_NET, SHOWN_NET))),
        ([np.array([1.0]), np.array([2.0])], ShownList((ShownVector("1.0"), ShownVector("2.0")))),
        (np.zeros((3, 0)), ShownText("[[], [], []]")),
        (None, ShownText("None")),
        ("<b>", ShownText("'<b>'")),
        ([[10**40, 1]], ShownText("[[an int with 41 digits, 1]]")),
        (np.array([float("nan"), float("inf")]), ShownVector("nan inf")),
        (Opaque("an object"), ShownText("<an object>")),
    ],
    ids=str,
)
def test_each_kind_of_value_has_its_form(value, expected):
    assert shown.value(value) == expected


def test_large_values_are_cut():
    assert shown.value(np.zeros((7, 7))) == ShownText("<array of shape (7, 7)>")
    several = shown.value([NET] * 100)
    assert isinstance(several, ShownList)
    assert (len(several.items), several.more) == (4, 96)
    deep = shown.value(NET * 100)
    assert isinstance(deep, ShownNet)
    assert len(deep.layers) + deep.more == 100
    assert len(msgspec.json.encode(shown.value([[1] * 5000] * 5000))) < 10_000
    assert len(msgspec.json.encode(shown.value("x" * 10**6))) < 3000


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (Returned(2.0), {"outcome": "returned", "value": ShownText("2.0")}),
        (Raised(("KeyError", "LookupError"), "'k'"), {"outcome": "raised", "text": "KeyError: 'k'"}),
        (Ended("f did not finish."), {"outcome": "ended", "text": "f did not finish."}),
        (Missing(), {"outcome": "missing"}),
    ],
)
def test_a_call_says_what_came_of_it(outcome, expected):
    made = shown.call(Call("f", (NET, 1), outcome), ("net",))
    named = {argument.name: argument.value for argument in made.arguments}
    assert named == {"net": SHOWN_NET, "argument 2": ShownText("1")}
    assert made == ShownCall(function="f", arguments=made.arguments, **expected)
    assert msgspec.json.decode(msgspec.json.encode(made), type=ShownCall) == made

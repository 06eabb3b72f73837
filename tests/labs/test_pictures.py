"""The pictures of the labs' checks: junk is never a fault."""

from __future__ import annotations

import math
from itertools import islice

import numpy as np
import pytest
from conftest import ROOT

from autograder.checks.errors import Mismatch
from autograder.labs import lab_names, load_visible

JUNK = [
    None, True, math.nan, math.inf, -1e308, 10**400, 3, 2.5, "text", [], [[]], {}, [None] * 3, [math.nan] * 3,
    [1e300] * 3,
    [0, 1], [1, 0], [0, 1, 2], [[0, 1]], [[0, 1], [1, 0, 2]], [9, 9, 9], [-1, 0, 1], np.zeros(3), np.zeros((4, 1)),
    np.full((3, 1), 1e200), np.zeros((3, 2)), np.array(["a", "b"]), np.zeros((2, 0)), [[1, 2], [3]],
    [(np.zeros((2, 2)), np.zeros(2)), (np.zeros((1, 2)), np.zeros(1))],
    [(np.full((2, 2), 1e300), np.full(2, np.nan)), (np.zeros((1, 2)), np.zeros(1))],
    [[(np.zeros((3, 2)), np.zeros(3)), (np.zeros((1, 3)), np.zeros(1))]] * 3,
]  # fmt: skip
CASES = 3
WITHOUT = {"03_counting_minima"}
"""Labs whose answers are numbers and lists that say more as text."""


@pytest.mark.parametrize("name", lab_names(ROOT))
def test_junk_is_described_without_a_fault(name):
    lab = load_visible(ROOT / "assignments" / name)
    assert any(check.picture for check in lab.visible) == (name not in WITHOUT)
    for check in lab.visible:
        for case in islice(check.cases or (), CASES if check.picture else 0):
            for junk in JUNK:
                try:
                    with np.errstate(all="ignore"):
                        check.picture(case, junk)
                except Mismatch:
                    continue

"""Lab 07: right alignments of many kinds, all of which keep full marks in align, and in merge."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from labs.alignments import forwards, identity, score, table_of
from labs.grading_in_process import Function, assert_full_marks, lab_named
from scipy.optimize import linear_sum_assignment

from autograder import nets

LAB = lab_named("07_connectivity")


def climbed(
    A: nets.Net, B: nets.Net, start: list[Any], layers: Callable[[int], list[int]], threshold: float = 1e-12
) -> Any:
    perms = [list(perm) for perm in start]
    while True:
        gained = False
        for k in layers(len(perms)):
            table = table_of(A, B, perms, k)
            new = linear_sum_assignment(table, maximize=True)[1]
            places = np.arange(len(new))
            if table[places, new].sum() > table[places, perms[k]].sum() + threshold:
                perms[k], gained = new.tolist(), True
        if not gained:
            return perms


def best_of(A: nets.Net, B: nets.Net, answers: list[Any]) -> Any:
    return max(answers, key=lambda perms: score(A, nets.reorder(B, perms)))


def checked(align: Function) -> Function:
    def function(A: nets.Net, B: nets.Net) -> Any:
        if nets.widths(A) != nets.widths(B):
            raise ValueError("shapes")
        return align(A, B)

    return function


def in_order(n: int) -> list[int]:
    return list(range(n))


def backwards(n: int) -> list[int]:
    return list(range(n))[::-1]


def at_random(seed: int) -> Callable[[int], list[int]]:
    dice = random.Random(seed)
    return lambda n: dice.sample(range(n), n)


def two_climbs(layers: Callable[[int], list[int]], biases: bool = True, threshold: float = 1e-12) -> Function:
    def align(A: nets.Net, B: nets.Net) -> Any:
        return best_of(A, B, [climbed(A, B, s, layers, threshold) for s in (identity(A), forwards(A, B, biases))])

    return checked(align)


@checked
def climbs_from_the_better_start(A: nets.Net, B: nets.Net) -> Any:
    return climbed(A, B, best_of(A, B, [identity(A), forwards(A, B)]), in_order)


@checked
def climbs_again_from_the_better_one(A: nets.Net, B: nets.Net) -> Any:
    return climbed(A, B, best_of(A, B, [identity(A), climbed(A, B, forwards(A, B), backwards)]), in_order)


@checked
def climbs_until_no_perm_changes(A: nets.Net, B: nets.Net) -> Any:
    """No look at the scores: a round that changes nothing is the end (or the 200th, for ties)."""

    def rounds(perms: list[Any]) -> list[Any]:
        for _ in range(200):
            old = [list(perm) for perm in perms]
            for k in range(len(perms)):
                perms[k] = linear_sum_assignment(table_of(A, B, perms, k), maximize=True)[1].tolist()
            if perms == old:
                break
        return perms

    return best_of(A, B, [rounds(identity(A)), rounds(forwards(A, B))])


@checked
def starts_everywhere(A: nets.Net, B: nets.Net) -> Any:
    dice = random.Random(3)
    starts = [identity(A), forwards(A, B)] + [[dice.sample(p, len(p)) for p in identity(A)] for _ in range(6)]
    return best_of(A, B, [climbed(A, B, start, in_order) for start in starts])


@checked
def recognises_reorderings(A: nets.Net, B: nets.Net) -> Any:
    perms = forwards(A, B)
    return perms if nets.equal(nets.reorder(B, perms), A) else climbed(A, B, identity(A), in_order)


RIGHT_ALIGNMENTS = {
    "first layer first": two_climbs(in_order),
    "last layer first": two_climbs(backwards),
    **{f"random order {seed}": two_climbs(at_random(seed)) for seed in range(6)},
    "forward pass without biases": two_climbs(in_order, biases=False),
    "any gain counts": two_climbs(in_order, threshold=0.0),
    "from the better start": climbs_from_the_better_start,
    "once more from the better one": climbs_again_from_the_better_one,
    "until no perm changes": climbs_until_no_perm_changes,
    "many starts": starts_everywhere,
    "reorderings recognised": recognises_reorderings,
}


@pytest.mark.parametrize("align", RIGHT_ALIGNMENTS.values(), ids=RIGHT_ALIGNMENTS.keys())
def test_right_alignments_of_any_kind_keep_full_marks(align: Function) -> None:
    assert_full_marks(LAB, "align", align)

    def merge(A: nets.Net, B: nets.Net) -> Any:
        return nets.interpolate(A, nets.reorder(B, align(A, B)), 0.5)

    assert_full_marks(LAB, "merge", merge)

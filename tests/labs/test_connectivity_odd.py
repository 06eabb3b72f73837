"""Lab 07: odd functions that are right, all of which keep full marks; see also test_connectivity_align.py."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from labs.alignments import identity, table_of
from labs.grading_in_process import Function, Functions, assert_full_marks, lab_named
from scipy.optimize import linear_sum_assignment

from autograder import nets

LAB = lab_named("07_connectivity")
R = LAB.reference
odd = Functions(LAB)


def tuples(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return tuples(value.tolist())
    return tuple(tuples(item) for item in value) if isinstance(value, (list, tuple)) else value


def arrays_to_lists(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.tolist()
    return [arrays_to_lists(item) for item in value] if isinstance(value, (list, tuple)) else value


def numpys_integers(value: Any) -> Any:
    return [numpys_integers(item) if isinstance(item, list) else np.int64(item) for item in value]


@odd("zero_loss_path")
def path_with_detours(net: Any, X: Any, Y: Any, i: int, j: int) -> Any:
    """Twelve segments: some nets stand there twice, and one way is gone twice."""
    path = R["zero_loss_path"](net, X, Y, i, j)
    return [path[0], path[0], path[1], path[0], path[1], *path[2:], path[7], path[7]]


@odd("zero_loss_path")
def path_by_the_other_way(net: Any, X: Any, Y: Any, i: int, j: int) -> Any:
    """The path of the swapped net, backwards."""
    if not {i, j} <= set(range(len(net[0][1]))):
        raise ValueError
    return R["zero_loss_path"](nets.swap(net, 1, i, j), X, Y, j, i)[::-1]


@odd("zero_loss_path")
def path_in_integers(net: Any, X: Any, Y: Any, i: int, j: int) -> Any:
    """Arrays of whole numbers where all numbers are whole."""

    def whole(part: Any) -> Any:
        return part.astype(int) if (part == np.round(part)).all() else part

    return [[tuple(whole(part) for part in layer) for layer in one] for one in R["zero_loss_path"](net, X, Y, i, j)]


@odd("zero_loss_path")
def path_with_the_net_itself(net: Any, X: Any, Y: Any, i: int, j: int) -> Any:
    return [net, *R["zero_loss_path"](net, X, Y, i, j)[1:]]


@odd("zero_loss_path")
def path_through_other_incoming_weights(net: Any, X: Any, Y: Any, i: int, j: int) -> Any:
    """The idle unit goes a long way round, to vast weights and back."""
    path = R["zero_loss_path"](net, X, Y, i, j)
    idle = next(k for k in range(len(net[0][1])) if k not in (i, j) and not net[1][0][:, k].any())
    far = nets.copy(path[0])
    far[0][0][idle], far[0][1][idle] = 1e300, -1e-300
    return [path[0], far, *path[1:]]


@odd("zero_loss_path")
def path_sharing_arrays(net: Any, X: Any, Y: Any, i: int, j: int) -> Any:
    path = R["zero_loss_path"](net, X, Y, i, j)
    for before, now in itertools.pairwise(path):
        for k in range(2):
            if all(np.array_equal(p, q) for p, q in zip(before[k], now[k], strict=True)):
                now[k] = before[k]
    return path


@odd("match_units")
def matched_by_float_noise(net_a: nets.Net, net_b: nets.Net) -> Any:
    """Similarities off by rounding: ties fall another way."""
    if nets.widths(net_a) != nets.widths(net_b) or len(net_a) != 2:
        raise ValueError("shapes")
    table = table_of(net_a, net_b, identity(net_a), 0)
    noise = np.random.default_rng(0).uniform(-1, 1, table.shape) * 1e-15 * np.abs(table).max()
    return linear_sum_assignment(table + noise, maximize=True)[1]


@odd("match_units")
def centred(net_a: nets.Net, net_b: nets.Net) -> Any:
    """Taking the mean unit off first changes all sums by the same amount."""
    if nets.widths(net_a) != nets.widths(net_b) or len(net_a) != 2:
        raise ValueError("shapes")
    one, other = (np.array(nets.units(net, 1)) for net in (net_a, net_b))
    return linear_sum_assignment((one - one.mean(axis=0)) @ (other - other.mean(axis=0)).T, maximize=True)[1]


@odd("loss_profile")
def line_between_moved_ends(net_a: Any, net_b: Any, X: Any, Y: Any, activation: str, ts: Any) -> Any:
    if nets.widths(net_a) != nets.widths(net_b):
        raise ValueError("shapes")
    return tuple(
        nets.mse(
            [(A + t * (B - A), a + t * (b - a)) for (A, a), (B, b) in zip(net_a, net_b, strict=True)], X, Y, activation
        )
        for t in ts
    )


@odd("barrier")
def by_slope_and_intercept(losses: Any) -> float:
    """The ends are met within rounding only, so the result may be a hair below 0."""
    t = np.arange(len(losses)) / (len(losses) - 1)
    slope, intercept = np.polyfit(t[[0, -1]], losses[[0, -1]], 1)
    return float(np.max(losses - (slope * t + intercept)))


odd.through_all(
    "match_units",
    tuples=lambda perm, *_: tuples(perm),
    an_array=lambda perm, *_: np.array(perm),
    numpys_integers=lambda perm, *_: numpys_integers(perm),
    floats=lambda perm, *_: [float(k) for k in perm],
)
odd.through_all(
    "align",
    tuples=lambda perms, *_: tuples(perms),
    numpys_integers=lambda perms, *_: numpys_integers(perms),
    arrays=lambda perms, *_: [np.array(perm) for perm in perms],
)
odd.through_all(
    "loss_profile",
    a_list=lambda losses, *_: list(losses),
    a_tuple=lambda losses, *_: tuple(losses),
    rounding=lambda losses, *_: losses * (1 + 1e-13),
)
odd.through_all(
    "barrier",
    a_numpy_number=lambda height, *_: np.float64(height),
    an_array_without_axes=lambda height, *_: np.array(height),
    a_fraction=lambda height, *_: Fraction(height),
    rounding=lambda height, *_: height * (1 + 1e-12),
)
odd.through_all(
    "merge",
    tuples=lambda net, *_: tuples(net),
    lists=lambda net, *_: arrays_to_lists(net),
    columns_in_memory=lambda net, *_: [(np.asfortranarray(W), b) for W, b in net],
    rounding=lambda net, *_: [(W * (1 + 2e-16), b) for W, b in net],
)
odd.through_all(
    "zero_loss_path",
    tuples=lambda path, *_: tuples(path),
    lists=lambda path, *_: arrays_to_lists(path),
)


@pytest.mark.parametrize(("exercise", "function"), odd.params())
def test_what_is_odd_but_right_keeps_full_marks(exercise: str, function: Function) -> None:
    assert_full_marks(LAB, exercise, function)

"""Lab 07: the lab's mathematics against known numbers and brute force; odd right answers keep full marks."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from autograder import certify, nets
from autograder.grading import grade_functions
from autograder.labs import load_lab
from autograder.sandbox.local import LocalTransport

LAB = load_lab(Path(__file__).parents[2], "07_connectivity")
R = LAB.reference
Function = Callable[..., Any]


def outcomes(exercise: str, function: Function) -> dict[str, str]:
    """The outcome of every check of one exercise for this function."""
    (result,) = grade_functions(LAB, LocalTransport({exercise: function}), [exercise])
    return {check.name: check.outcome for check in result.checks}


# --- the reference, the variants, the misconceptions ---------------------------------------------------------------


@pytest.mark.parametrize("exercise", [e.name for e in LAB.exercises])
def test_reference_passes_every_check(exercise: str) -> None:
    assert set(outcomes(exercise, R[exercise]).values()) == {"passed"}


@pytest.mark.parametrize("variant", LAB.variants, ids=lambda v: f"{v.exercise}-{v.name}")
def test_variant_passes_every_check(variant: Any) -> None:
    found = outcomes(variant.exercise, variant.function)
    assert set(found.values()) == {"passed"}, found


@pytest.mark.parametrize("idea", LAB.misconceptions, ids=lambda m: f"{m.exercise}-{m.name}")
def test_misconception_fails_and_is_recognised(idea: Any) -> None:
    (result,) = grade_functions(LAB, LocalTransport({idea.exercise: idea.function}), [idea.exercise])
    found = {check.outcome for check in result.checks}
    assert "error" not in found
    assert "failed" in found
    assert {check.hint for check in result.checks if check.hint} == {idea.hint}


def test_there_are_enough_misconceptions_and_variants() -> None:
    ideas, variants = Counter(m.exercise for m in LAB.misconceptions), Counter(v.exercise for v in LAB.variants)
    assert all(ideas[e.name] >= 20 and variants[e.name] >= 3 for e in LAB.exercises)
    names = [m.name for m in LAB.misconceptions] + [v.name for v in LAB.variants]
    assert len(names) == len(set(names))


def test_visible_checks_are_worth_less_than_half() -> None:
    assert LAB.points == 20
    for exercise in LAB.exercises:
        visible = sum(check.points for check, seen in LAB.checks(exercise.name) if seen)
        assert 0 < visible < exercise.points / 2


class Recorder(LocalTransport):
    """Keeps all arguments that the checks hand over."""

    def __init__(self, functions: Any) -> None:
        super().__init__(functions)
        self.seen: list[tuple[str, tuple[Any, ...]]] = []

    def call(self, function: str, args: tuple[Any, ...]) -> Any:
        self.seen.append((function, args))
        return super().call(function, args)


def is_net(net: Any) -> bool:
    return (
        isinstance(net, list)
        and len(net) >= 2
        and all(
            W.dtype == b.dtype == np.float64
            and W.ndim == 2
            and b.shape == W.shape[:1]
            and np.isfinite(W).all()
            and np.isfinite(b).all()
            and (number == 0 or W.shape[1] == len(net[number - 1][1]))
            for number, (W, b) in enumerate(net)
        )
    )


def test_arguments_are_what_the_text_promises() -> None:
    recorder = Recorder(R)
    grade_functions(LAB, recorder)
    assert len(recorder.seen) <= 210
    for function, args in recorder.seen:
        if function == "barrier":
            assert args[0].dtype == np.float64
            assert len(args[0]) >= 2
            continue
        assert is_net(args[0])
        if function != "zero_loss_path":
            assert is_net(args[1])
        if function == "match_units" and nets.widths(args[0]) == nets.widths(args[1]) and len(args[0]) == 2:
            assert len(args[0][0][1]) <= 50
        if function == "loss_profile":
            ts = args[5]
            assert len(ts)
            assert ((ts >= 0) & (ts <= 1)).all()
        if function == "zero_loss_path":
            net, X, Y, i, j = args
            n = len(net[0][1])
            assert len(net) == 2
            if not (0 <= i < n and 0 <= j < n):  # to be refused
                assert sorted((i, j))[0] == -1 or sorted((i, j))[1] >= n
                continue
            assert i != j
            assert any(k not in (i, j) and not net[1][0][:, k].any() for k in range(n))
            assert certify.exact.loss(net, X, Y, "relu") == 0


def test_on_a_straight_line_most_paths_would_fail() -> None:
    for check, _ in LAB.checks("zero_loss_path"):
        if "refused" in check.name:
            continue
        proved = [
            certify.zero_loss_path([c.net, nets.swap(c.net, 1, c.i, c.j)], c.X, c.Y).proved for c in check.cases or ()
        ]
        assert not all(proved)


def stub(*_: Any) -> Any:
    raise NotImplementedError


def fails(*_: Any) -> Any:
    raise ValueError("always")


def nested(*_: Any) -> Any:
    value: Any = []
    for _ in range(60):
        value = [value]
    return value


NOTHING: list[Function] = [
    stub,
    fails,
    nested,
    lambda *args: None,
    lambda *args: args[0],
    lambda *args: [args[0], args[0]],
    lambda *args: args,
    lambda *args: -1.5,
    lambda *args: float("nan"),
    lambda *args: float("inf"),
    lambda *args: "[0, 1]",
    lambda *args: [],
    lambda *args: [[]],
    lambda *args: [0.5, 1],
    lambda *args: [True, False],
    lambda *args: np.zeros(0),
    lambda *args: np.zeros((2, 3)),
    lambda *args: np.full((3, 3), np.nan),
    lambda *args: 10**5000,
    lambda *args: [10**5000, 1],
    lambda *args: [[10**5000, 1], [0, 1]],
    lambda *args: 2**300_000,
    lambda *args: Fraction(-1, 3),
    lambda *args: True,
    lambda *args: object(),
    lambda *args: [object()] * 3,
    lambda *args: [[(np.full((2, 2), np.nan), np.zeros(2)), (np.zeros((1, 2)), np.zeros(1))]] * 3,
    lambda *args: [[(np.full((2, 2), None), np.zeros(2)), (np.zeros((1, 2)), np.zeros(1))]] * 3,
    lambda *args: [[([[10**400, 1], [1]], [1, 1]), ([[1, 1]], [1])]] * 2,
    lambda *args: {"net": args[0]},
]


@pytest.mark.parametrize("exercise", [e.name for e in LAB.exercises])
def test_what_is_no_answer_scores_nothing(exercise: str) -> None:
    for number, function in enumerate(NOTHING):
        found = outcomes(exercise, function)
        assert not {"passed", "error"} & set(found.values()), (number, found)


# --- matching and aligning -----------------------------------------------------------------------------------------


def net_of(*layers: Any) -> nets.Net:
    return [(np.array(W, dtype=float), np.array(b, dtype=float)) for W, b in layers]


def without_biases(*matrices: Any) -> nets.Net:
    return net_of(*((W, [0] * len(W)) for W in matrices))


def score(one: nets.Net, other: nets.Net) -> float:
    return sum(float(np.sum(A * B) + a @ b) for (A, a), (B, b) in zip(one, other, strict=True))


# the known example with four units: similarities by hand, and the optimum by trying all orders
FOUR_A = net_of(([[5, 1], [2, 4], [1, 3], [4, -3]], [-5, -2, -2, 4]), ([[5, -5, 0, 4]], [0]))
FOUR_B = net_of(([[0.7, 3.2], [4.7, 1], [4.2, -3.1], [1.9, 3.8]], [-1.8, -5.2, 4.3, -2]), ([[0, 5, 4.1, -5]], [0]))
# the known example in which a climb from the identity stops at 23, and the optimum is 36
DEEP_A = without_biases([[-3], [0], [3]], [[-3, -1, -1], [3, -2, 0], [-2, -3, 2]], [[-3, -2, 0]])
DEEP_B = without_biases([[0], [-3], [3]], [[2, 3, -3], [2, -1, 0], [3, -2, 2]], [[-2, -1, 3]])


def test_reference_on_the_known_matching() -> None:
    perm = R["match_units"](FOUR_A, FOUR_B)
    assert perm == [1, 3, 0, 2]
    matched = nets.reorder(FOUR_B, [perm])
    assert score(FOUR_A, matched) == pytest.approx(197.1)
    squares = [sum(np.sum((A - B) ** 2) + np.sum((a - b) ** 2) for (A, a), (B, b) in zip(FOUR_A, net, strict=True))
               for net in (FOUR_B, matched)]  # fmt: skip
    assert squares == pytest.approx([456.7, 0.5])


def test_reference_on_the_known_local_optimum() -> None:
    assert score(DEEP_A, DEEP_B) == 23
    assert score(DEEP_A, nets.reorder(DEEP_B, [[1, 2, 0], [1, 0, 2]])) == 36
    assert R["align"](DEEP_A, DEEP_B) == [[1, 2, 0], [1, 0, 2]]
    every = itertools.product(itertools.permutations(range(3)), repeat=2)
    assert max(score(DEEP_A, nets.reorder(DEEP_B, perms)) for perms in every) == 36
    assert score(DEEP_A, DEEP_A) == 72


@st.composite
def small_nets(draw: st.DrawFn, hidden: int | None = None) -> tuple[nets.Net, nets.Net]:
    """Two nets of the same shapes with few different numbers, so with many ties."""
    depth = hidden or draw(st.integers(1, 3))
    largest = {1: 5, 2: 4, 3: 3}[depth]
    widths = [draw(st.integers(1, 2)), *(draw(st.integers(1, largest)) for _ in range(depth)), draw(st.integers(1, 2))]
    numbers = st.sampled_from(draw(st.sampled_from([[0.0, 1.0], [-1.0, 1.0, 2.0], [-0.5, 0.1, 0.3, 0.7]])))

    def one() -> nets.Net:
        return [
            (
                np.array([[draw(numbers) for _ in range(n)] for _ in range(m)]),
                np.array([draw(numbers) for _ in range(m)]),
            )
            for n, m in itertools.pairwise(widths)
        ]

    return one(), one()


@settings(max_examples=150, deadline=None)
@given(small_nets(hidden=1))
def test_matching_agrees_with_brute_force(pair: tuple[nets.Net, nets.Net]) -> None:
    one, other = pair
    best = max(score(one, nets.reorder(other, [p])) for p in itertools.permutations(range(len(one[0][1]))))
    assert score(one, nets.reorder(other, [R["match_units"](one, other)])) == pytest.approx(best)


def orders(net: nets.Net) -> Any:
    return itertools.product(*(itertools.permutations(range(n)) for n in nets.widths(net)[1:-1]))


@settings(max_examples=150, deadline=None)
@given(small_nets(), st.randoms(use_true_random=False))
def test_alignment_has_its_three_properties(pair: tuple[nets.Net, nets.Net], dice: random.Random) -> None:
    one, other = pair
    aligned = nets.reorder(other, R["align"](one, other))
    reached = score(one, aligned)
    assert reached >= score(one, other) - 1e-9
    sizes = nets.widths(one)[1:-1]
    for layer, n in enumerate(sizes):
        for perm in itertools.permutations(range(n)):
            trial: list[Any] = [list(range(m)) for m in sizes]
            trial[layer] = perm
            assert score(one, nets.reorder(aligned, trial)) <= reached + 1e-9
    told_apart = all(
        len({tuple(row) for row in np.column_stack(layer).tolist()}) == len(layer[1]) for layer in one[:-1]
    )
    twin = nets.reorder(one, [dice.sample(range(n), n) for n in sizes])
    if told_apart:
        assert nets.equal(nets.reorder(twin, R["align"](one, twin)), one)
        for (A, a), (M, m) in zip(one, R["merge"](one, twin), strict=True):
            assert (A == M).all()
            assert (a == m).all()


# --- right alignments of other kinds: none may lose a mark ---------------------------------------------------------


def table_of(A: nets.Net, B: nets.Net, perms: list[Any], k: int) -> Any:
    rows, out = B[k][0], B[k + 1][0]
    rows = rows[:, perms[k - 1]] if k else rows
    out = out[perms[k + 1]] if k + 1 < len(perms) else out
    return A[k][0] @ rows.T + np.outer(A[k][1], B[k][1]) + A[k + 1][0].T @ out


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


def identity(A: nets.Net) -> list[Any]:
    return [list(range(len(b))) for _, b in A[:-1]]


def forwards(A: nets.Net, B: nets.Net, biases: bool = True) -> list[Any]:
    perms: list[Any] = []
    for (W, a), (V, b) in zip(A[:-1], B[:-1], strict=True):
        V = V[:, perms[-1]] if perms else V
        perms.append(linear_sum_assignment(-(W @ V.T + biases * np.outer(a, b)))[1].tolist())
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
    found = outcomes("align", align)
    assert set(found.values()) == {"passed"}, found

    def merge(A: nets.Net, B: nets.Net) -> Any:
        return nets.interpolate(A, nets.reorder(B, align(A, B)), 0.5)

    found = outcomes("merge", merge)
    assert set(found.values()) == {"passed"}, found


# --- odd but right -------------------------------------------------------------------------------------------------


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


def after(exercise: str, change: Function) -> Function:
    return lambda *args: change(R[exercise](*args))


def path_with_detours(net: Any, X: Any, Y: Any, i: int, j: int) -> Any:
    """Twelve segments: some nets stand there twice, and one way is gone twice."""
    path = R["zero_loss_path"](net, X, Y, i, j)
    return [path[0], path[0], path[1], path[0], path[1], *path[2:], path[7], path[7]]


def path_by_the_other_way(net: Any, X: Any, Y: Any, i: int, j: int) -> Any:
    """The path of the swapped net, backwards."""
    if not {i, j} <= set(range(len(net[0][1]))):
        raise ValueError
    return R["zero_loss_path"](nets.swap(net, 1, i, j), X, Y, j, i)[::-1]


def path_in_integers(net: Any, X: Any, Y: Any, i: int, j: int) -> Any:
    """Arrays of whole numbers where all numbers are whole."""

    def whole(part: Any) -> Any:
        return part.astype(int) if (part == np.round(part)).all() else part

    return [[tuple(whole(part) for part in layer) for layer in one] for one in R["zero_loss_path"](net, X, Y, i, j)]


def path_with_the_net_itself(net: Any, X: Any, Y: Any, i: int, j: int) -> Any:
    return [net, *R["zero_loss_path"](net, X, Y, i, j)[1:]]


def path_through_other_incoming_weights(net: Any, X: Any, Y: Any, i: int, j: int) -> Any:
    """The idle unit goes a long way round, to vast weights and back."""
    path = R["zero_loss_path"](net, X, Y, i, j)
    idle = next(k for k in range(len(net[0][1])) if k not in (i, j) and not net[1][0][:, k].any())
    far = nets.copy(path[0])
    far[0][0][idle], far[0][1][idle] = 1e300, -1e-300
    return [path[0], far, *path[1:]]


def path_sharing_arrays(net: Any, X: Any, Y: Any, i: int, j: int) -> Any:
    path = R["zero_loss_path"](net, X, Y, i, j)
    for before, now in itertools.pairwise(path):
        for k in range(2):
            if all(np.array_equal(p, q) for p, q in zip(before[k], now[k], strict=True)):
                now[k] = before[k]
    return path


def matched_by_float_noise(net_a: nets.Net, net_b: nets.Net) -> Any:
    """Similarities off by rounding: ties fall another way."""
    if nets.widths(net_a) != nets.widths(net_b) or len(net_a) != 2:
        raise ValueError("shapes")
    table = table_of(net_a, net_b, identity(net_a), 0)
    noise = np.random.default_rng(0).uniform(-1, 1, table.shape) * 1e-15 * np.abs(table).max()
    return linear_sum_assignment(table + noise, maximize=True)[1]


def centred(net_a: nets.Net, net_b: nets.Net) -> Any:
    """Taking the mean unit off first changes all sums by the same amount."""
    if nets.widths(net_a) != nets.widths(net_b) or len(net_a) != 2:
        raise ValueError("shapes")
    one, other = (np.array(nets.units(net, 1)) for net in (net_a, net_b))
    return linear_sum_assignment((one - one.mean(axis=0)) @ (other - other.mean(axis=0)).T, maximize=True)[1]


def line_between_moved_ends(net_a: Any, net_b: Any, X: Any, Y: Any, activation: str, ts: Any) -> Any:
    if nets.widths(net_a) != nets.widths(net_b):
        raise ValueError("shapes")
    return tuple(
        nets.mse(
            [(A + t * (B - A), a + t * (b - a)) for (A, a), (B, b) in zip(net_a, net_b, strict=True)], X, Y, activation
        )
        for t in ts
    )


def by_slope_and_intercept(losses: Any) -> float:
    """The ends are met within rounding only, so the result may be a hair below 0."""
    t = np.arange(len(losses)) / (len(losses) - 1)
    slope, intercept = np.polyfit(t[[0, -1]], losses[[0, -1]], 1)
    return float(np.max(losses - (slope * t + intercept)))


def merged_as(shape: Function) -> Function:
    return lambda a, b: shape(R["merge"](a, b))


ODD = {
    "match_units": [after("match_units", tuples), after("match_units", np.array), after("match_units", numpys_integers),
                    after("match_units", lambda p: [float(k) for k in p]), matched_by_float_noise, centred],
    "align": [after("align", tuples), after("align", numpys_integers),
              after("align", lambda p: [np.array(q) for q in p])],
    "loss_profile": [after("loss_profile", list), after("loss_profile", tuples), line_between_moved_ends,
                     after("loss_profile", lambda x: x * (1 + 1e-13))],
    "barrier": [after("barrier", np.float64), after("barrier", np.array), after("barrier", Fraction),
                by_slope_and_intercept, after("barrier", lambda x: x * (1 + 1e-12))],
    "merge": [merged_as(tuples), merged_as(arrays_to_lists),
              merged_as(lambda net: [(np.asfortranarray(W), b) for W, b in net]),
              merged_as(lambda net: [(W * (1 + 2e-16), b) for W, b in net])],
    "zero_loss_path": [after("zero_loss_path", tuples), after("zero_loss_path", arrays_to_lists), path_with_detours,
                       path_by_the_other_way, path_in_integers, path_with_the_net_itself,
                       path_through_other_incoming_weights, path_sharing_arrays],
}  # fmt: skip


@pytest.mark.parametrize(
    ("exercise", "function"), [(exercise, function) for exercise, functions in ODD.items() for function in functions]
)
def test_odd_but_right_functions_keep_full_marks(exercise: str, function: Function) -> None:
    found = outcomes(exercise, function)
    assert set(found.values()) == {"passed"}, found


# --- the numbers of the text ---------------------------------------------------------------------------------------

XOR = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
EXCLUSIVE_OR = np.array([[0.0], [1.0], [1.0], [0.0]])
FITS = net_of(([[1, 1], [1, 1], [-2, 3]], [0, -1, 5]), ([[1, -2, 0]], [0]))


def test_the_known_path_has_seven_segments_and_its_line_a_barrier() -> None:
    path = R["zero_loss_path"](FITS, XOR, EXCLUSIVE_OR, 0, 1)
    assert len(path) == 8
    known = [
        ((-2, 3), (0, -1, 5), (1, -2, 0)), ((1, 1), (0, -1, 0), (1, -2, 0)), ((1, 1), (0, -1, 0), (0, -2, 1)),
        ((1, 1), (-1, -1, 0), (0, -2, 1)), ((1, 1), (-1, -1, 0), (-2, 0, 1)), ((1, 1), (-1, 0, 0), (-2, 0, 1)),
        ((1, 1), (-1, 0, 0), (-2, 1, 0)), ((-2, 3), (-1, 0, 5), (-2, 1, 0)),
    ]  # fmt: skip
    for one, (incoming, biases, outgoing) in zip(path, known, strict=True):
        assert nets.equal(one, net_of(([[1, 1], [1, 1], incoming], biases), ([outgoing], [0])))
    middle = nets.interpolate(path[0], path[-1], 0.5)
    assert certify.exact.loss(middle, XOR, EXCLUSIVE_OR, "relu") == Fraction(27, 16)
    losses = R["loss_profile"](path[0], path[-1], XOR, EXCLUSIVE_OR, "relu", np.linspace(0, 1, 5))
    assert R["barrier"](losses) == 27 / 16


def test_barriers_by_other_definitions_differ() -> None:
    """A convex path with ends 1 and 9: no barrier, though the highest loss is 4 above the mean of the ends."""
    losses = np.array([16 * (k / 10 - 0.25) ** 2 for k in range(11)])
    assert R["barrier"](losses) == 0
    assert losses.max() - (losses[0] + losses[-1]) / 2 == 4


def test_alignment_may_raise_the_barrier() -> None:
    plain = net_of(([[1], [2]], [1, 1]), ([[1, 2]], [0]))
    scaled = net_of(([[4], [2]], [4, 1]), ([[0.25, 2]], [0]))
    X = np.array([[0.0], [1.0], [2.0]])
    Y = nets.forward(plain, X, "relu")
    assert np.array_equal(Y, 5 * X + 3)
    assert np.array_equal(nets.forward(scaled, X, "relu"), Y)
    assert table_of(plain, scaled, identity(plain), 0).tolist() == [[8.25, 5], [12.5, 9]]
    assert R["align"](plain, scaled) == [[1, 0]]
    middles = [
        nets.mse(nets.interpolate(plain, net, 0.5), X, Y, "relu") for net in (scaled, nets.swap(scaled, 1, 0, 1))
    ]
    assert middles == pytest.approx([1.4765625, 4.014322916666667])


def test_the_small_counterexample_of_the_rubric() -> None:
    nets_of_the_path = [((1, 0), (0, 1)), ((1, 0), (0, 0)), ((0, 0), (0, 0)), ((0, 0), (1, 0)), ((0, 1), (1, 0))]
    for (w, v), (w_next, v_next) in itertools.pairwise(nets_of_the_path):
        for t in (0, 0.25, 0.5, 1):
            w_t, v_t = ((1 - t) * np.array(p) + t * np.array(q) for p, q in ((w, w_next), (v, v_next)))
            assert w_t @ v_t == 0
    assert (np.full(2, 0.5) @ np.full(2, 0.5)) ** 2 == 0.25

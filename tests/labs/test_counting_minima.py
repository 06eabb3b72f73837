"""Lab 03: the lab's mathematics against known numbers and brute force; odd right answers keep full marks."""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder import certify, nets
from autograder.grading import grade_functions
from autograder.labs import load_lab
from autograder.sandbox.local import LocalTransport

LAB = load_lab(Path(__file__).parents[2], "03_counting_minima")
# without them nobody looks for the idea behind a wrong answer, which takes longer than finding it wrong
UNHINTED = dataclasses.replace(LAB, misconceptions=())
R = LAB.reference
Function = Callable[..., Any]


def outcomes(exercise: str, function: Function) -> dict[str, str]:
    """The outcome of every check of one exercise for this function."""
    (result,) = grade_functions(UNHINTED, LocalTransport({exercise: function}), [exercise])
    return {check.name: check.outcome for check in result.checks}


# --- the reference and the variants (for the misconceptions see test_banks.py) -------------------------------------


@pytest.mark.parametrize("exercise", [e.name for e in LAB.exercises])
def test_reference_passes_every_check(exercise: str) -> None:
    assert set(outcomes(exercise, R[exercise]).values()) == {"passed"}


@pytest.mark.parametrize("variant", LAB.variants, ids=lambda v: f"{v.exercise}-{v.name}")
def test_variant_passes_every_check(variant: Any) -> None:
    found = outcomes(variant.exercise, variant.function)
    assert set(found.values()) == {"passed"}, found


def test_there_are_enough_misconceptions_and_variants() -> None:
    ideas, variants = Counter(m.exercise for m in LAB.misconceptions), Counter(v.exercise for v in LAB.variants)
    assert all(ideas[e.name] >= 15 and variants[e.name] >= 3 for e in LAB.exercises)
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


def test_arguments_are_what_the_text_promises() -> None:
    recorder = Recorder(R)
    grade_functions(LAB, recorder)
    assert len(recorder.seen) <= 210
    for function, args in recorder.seen:
        if function == "count_orderings":
            (widths,) = args
            assert type(widths) is list
            assert len(widths) >= 2
            assert all(type(n) is int and 1 <= n <= 2000 for n in widths)
            # a wrong answer with inputs and outputs, or with all layers in one, still crosses the wire
            assert R[function]([0, *widths, 0]).bit_length() < 200_000
            continue
        net = args[0]
        assert isinstance(net, list)
        assert len(net) >= 2
        for number, (W, b) in enumerate(net):
            assert W.dtype == b.dtype == np.float64
            assert W.ndim == 2
            assert b.shape == W.shape[:1]
            assert np.isfinite(W).all()
            assert np.isfinite(b).all()
            assert number == 0 or W.shape[1] == len(net[number - 1][1])
        hidden = nets.widths(net)[1:-1]
        if function in ("equivalent_nets", "orbit_size_deep"):
            assert math.prod(map(math.factorial, hidden)) <= 3000
            assert function == "equivalent_nets" or len(hidden) > 1
        else:
            assert max(hidden) <= {"orbit_size": 200, "signed_orbit_size": 60}.get(function, 10)
        if function == "more_minimisers":
            k = args[1]
            assert type(k) is int
            assert 0 <= k <= 100
            assert len(hidden) == 1
            assert all((part == np.round(part)).all() for layer in net for part in layer)
            assert len({unit[: nets.widths(net)[0] + 1] for unit in nets.units(net, 1)}) < hidden[0]


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
    lambda *args: [args[0][:1]],
    lambda *args: args,
    lambda *args: 0,
    lambda *args: -1.5,
    lambda *args: float("nan"),
    lambda *args: float("inf"),
    lambda *args: "720",
    lambda *args: [],
    lambda *args: [[]],
    lambda *args: np.zeros(0),
    lambda *args: np.zeros((2, 3)),
    lambda *args: 10**5000,
    lambda *args: -(10**5000),
    lambda *args: 2**300_000,
    lambda *args: Fraction(1, 3),
    lambda *args: True,
    lambda *args: object(),
    lambda *args: [object()] * 3,
    lambda *args: [[(np.full((2, 2), np.nan), np.zeros(2)), (np.zeros((1, 2)), np.zeros(1))]],
    lambda *args: [[(np.full((2, 2), None), np.zeros(2)), (np.zeros((1, 2)), np.zeros(1))]],
    lambda *args: [[([[10**400, 1], [1]], [1, 1]), ([[1, 1]], [1])]],
    lambda *args: {"net": args[0]},
]


@pytest.mark.parametrize("exercise", [e.name for e in LAB.exercises])
def test_what_is_no_answer_scores_nothing(exercise: str) -> None:
    for number, function in enumerate(NOTHING):
        found = outcomes(exercise, function)
        assert not {"passed", "error"} & set(found.values()), (number, found)


# --- counts --------------------------------------------------------------------------------------------------------

COUNTS = {  # widths and the product of the factorials of the hidden ones
    (3, 1): 1,
    (2, 1, 1): 1,
    (2, 2, 1): 2,
    (2, 3, 1): 6,
    (3, 4, 2): 24,
    (2, 3, 3, 1): 36,
    (4, 5, 3, 2): 720,
    (2, 2, 2, 2, 1): 8,
    (10, 10, 10): 3628800,
    (1, 21, 1): 51090942171709440000,
    (5, 13, 11, 7, 2): 1252756229101977600000,
}


@pytest.mark.parametrize("widths", COUNTS)
def test_reference_counts_orders(widths: tuple[int, ...]) -> None:
    assert R["count_orderings"](list(widths)) == COUNTS[widths]


@pytest.mark.parametrize(
    ("widths", "log10"), [((784, 300, 100, 10), 772.4558066984893), ((784, 512, 512, 512, 10), 3499.6237226573076)]
)
def test_large_counts_have_the_known_size(widths: tuple[int, ...], log10: float) -> None:
    assert math.isclose(math.log10(R["count_orderings"](list(widths))), log10, rel_tol=1e-15)


# --- orbits --------------------------------------------------------------------------------------------------------


def net_of(*layers: Any) -> nets.Net:
    return [(np.array(W, dtype=float), np.array(b, dtype=float)) for W, b in layers]


ORBITS = [  # nets, and the size of their orbit by brute force
    (net_of(([[1, 0], [0, 1], [2, 2]], [0, 0, 1]), ([[1, 2, 3]], [0])), 6),
    (net_of(([[1, 2], [1, 2]], [3, 3]), ([[1, -1]], [0])), 2),
    (net_of(([[1, 2], [1, 2]], [0, 1]), ([[5, 5]], [0])), 2),
    (net_of(([[1, 2], [2, 1]], [3, 3]), ([[5, 5]], [0])), 2),
    (net_of(([[1, 2], [1, 2]], [3, 3]), ([[5, 5]], [0])), 1),
    (net_of(([[1, 2], [1, 2], [0, 1], [7, 7]], [3, 3, 0, 0]), ([[5, 5, 1, 2]], [0])), 12),
    (net_of(([[1, 2], [1, 2], [0, 1], [0, 1]], [3, 3, 0, 0]), ([[5, 5, 1, 1]], [0])), 6),
    (net_of(([[1], [1], [1], [2], [2]], [0] * 5), ([[4, 4, 4, 9, 9]], [1])), 10),
    (net_of(([[1], [1], [1], [2], [2], [0]], [0] * 6), ([[4, 4, 4, 9, 9, 1]], [1])), 60),
    (net_of(([[1, 2], [1, 2]], [3, 3]), ([[5, 5], [1, 2]], [0, 0])), 2),
    (net_of(([[1]] * 4, [2] * 4), ([[3] * 4], [0])), 1),
    (net_of(([[1, 0], [0, 1]], [0, 0]), ([[1, 2], [3, 4], [5, 6]], [0] * 3), ([[1, 2, 3]], [0])), 12),
    (net_of(([[1], [1]], [0, 0]), ([[1, 2], [2, 1]], [0, 0]), ([[1, 1]], [0])), 2),
    (net_of(([[1], [2]], [0, 0]), ([[1, 2], [1, 2]], [0, 0]), ([[1, 1]], [0])), 2),
    (
        net_of(
            ([[1], [1]], [0, 0]), ([[1, 2], [2, 1]], [0, 0]), ([[3, 4], [4, 3]], [0, 0]), ([[1, 1]], [0])
        ),
        4,
    ),
]  # fmt: skip


def key(net: nets.Net) -> tuple[float, ...]:
    return tuple(x for W, b in net for part in (W, b) for x in part.ravel().tolist())


def brute_force(net: nets.Net) -> dict[tuple[float, ...], nets.Net]:
    sizes = nets.widths(net)[1:-1]
    every = itertools.product(*(itertools.permutations(range(n)) for n in sizes))
    return {key(new): new for new in (nets.reorder(net, perms) for perms in every)}


def agrees_with_brute_force(net: nets.Net) -> int:
    orbit = brute_force(net)
    listed = R["equivalent_nets"](net)
    assert len(listed) == len(orbit)
    assert {key(new) for new in listed} == set(orbit)
    assert R["orbit_size_deep"](net) == len(orbit)
    if len(net) == 2:
        assert R["orbit_size"](net) == len(orbit)
    return len(orbit)


@pytest.mark.parametrize(("net", "size"), ORBITS)
def test_known_orbits(net: nets.Net, size: int) -> None:
    assert agrees_with_brute_force(net) == size


@st.composite
def tied_nets(draw: st.DrawFn, hidden: int | None = None) -> nets.Net:
    """Small nets with two or three different numbers in them: full of ties and joint stabilisers."""
    depth = hidden or draw(st.integers(1, 3))
    largest = {1: 5, 2: 4, 3: 3}[depth]
    widths = [draw(st.integers(1, 2)), *(draw(st.integers(1, largest)) for _ in range(depth)), draw(st.integers(1, 2))]
    numbers = st.sampled_from(
        draw(st.sampled_from([[0.0, 1.0], [1.0, 1.0, 2.0], [-0.0, 0.0, 1.0], [1.0, 1.0 + 1e-12], [-1.0, -2.0]]))
    )
    return [
        (
            np.array([[draw(numbers) for _ in range(n)] for _ in range(m)]),
            np.array([draw(numbers) for _ in range(m)]),
        )
        for n, m in itertools.pairwise(widths)
    ]


@settings(max_examples=150, deadline=None)
@given(tied_nets())
def test_orbits_agree_with_brute_force(net: nets.Net) -> None:
    agrees_with_brute_force(net)


def test_sizes_in_the_checks_are_those_of_brute_force() -> None:
    """The numbers written into the cases of orbit_size_deep and orbit_size."""
    counted = 0
    for exercise in ("orbit_size", "orbit_size_deep"):
        for check, _ in LAB.checks(exercise):
            for case in check.cases or ():
                sizes = nets.widths(case.net)[1:-1]
                if "size" in case and math.prod(map(math.factorial, sizes)) <= 5040:
                    assert len(brute_force(case.net)) == case.size, case
                    counted += 1
    assert counted > 40


def test_listed_orbits_are_well_formed_nets() -> None:
    net = net_of(([[1, 2], [3, 4]], [5, 6]), ([[1, 2]] * 3, [0, 1, 1]), ([[1, 2, 3]], [0]))
    for new in R["equivalent_nets"](net):
        assert [(W.shape, b.shape) for W, b in new] == [((2, 2), (2,)), ((3, 2), (3,)), ((1, 3), (1,))]


# --- signed orbits -------------------------------------------------------------------------------------------------

SIGNED = [  # units (w, b, v) and the size of the orbit under reorderings and flips, by brute force
    ([(1, 2, 3)], 2),
    ([(0, 0, 0)], 1),
    ([(1, 0, 3), (2, 5, 4)], 8),
    ([(1, 2, 3), (1, 2, 3)], 4),
    ([(1, 2, 3), (-1, -2, -3)], 4),
    ([(1, 2, 3), (1, 2, -3)], 8),
    ([(1, 0, 3), (2, 5, 4), (3, 7, 1)], 48),
    ([(1, 0, 3), (2, 5, 4), (0, 0, 0)], 24),
    ([(1, 2, 3), (-1, -2, -3), (4, 4, 4)], 24),
    ([(1, 0, 3), (2, 5, 4), (3, 7, 1), (4, 9, 1)], 384),
    ([(1, 2, 3), (1, 2, 3), (0, 0, 0), (4, 4, 4)], 96),
    ([(1, 0, 3), (2, 5, 4), (3, 7, 1), (4, 9, 1), (5, 1, 2)], 3840),
]


def with_units(units: Any) -> nets.Net:
    w, b, v = (np.array(part, dtype=float) for part in zip(*units, strict=True))
    return [(w[:, None], b), (v[None, :], np.zeros(1))]


def signed_brute_force(net: nets.Net) -> int:
    units = nets.units(net, 1)
    return len(
        {
            tuple(tuple(sign * x for x in unit) for sign, unit in zip(signs, order, strict=True))
            for order in itertools.permutations(units)
            for signs in itertools.product((1.0, -1.0), repeat=len(units))
        }
    )


@pytest.mark.parametrize(("units", "size"), SIGNED)
def test_known_signed_orbits(units: Any, size: int) -> None:
    net = with_units(units)
    assert R["signed_orbit_size"](net) == signed_brute_force(net) == size


@pytest.mark.parametrize("unit", [(0, 0, 5), (0, 5, 0), (5, 0, 0), (0, 5, 5), (5, 0, 5), (-0.0, 0.0, 5)])
def test_a_unit_that_is_partly_zero_has_a_sign(unit: tuple[float, ...]) -> None:
    """A unit without input has the value tanh(0) = 0, but its flip is another point of parameter space."""
    for others in ([], [(1, 2, 3)], [unit], [tuple(-x for x in unit)], [(0, 0, 0), (0, -0.0, 0)]):
        net = with_units([unit, *others])
        assert R["signed_orbit_size"](net) == signed_brute_force(net)
    assert R["signed_orbit_size"](with_units([unit])) == 2


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(*[st.sampled_from([0.0, -0.0, 1.0, -1.0])] * 4), min_size=1, max_size=4))
def test_signed_orbits_agree_with_brute_force(units: list[tuple[float, ...]]) -> None:
    table = np.array(units)
    net = [(table[:, :1], table[:, 1]), (table[:, 2:].T.copy(), np.zeros(2))]
    assert R["signed_orbit_size"](net) == signed_brute_force(net)


def test_signed_sizes_in_the_checks_are_those_of_brute_force() -> None:
    counted = 0
    for check, _ in LAB.checks("signed_orbit_size"):
        for case in check.cases or ():
            if "size" in case and len(case.net[0][1]) <= 6:
                assert signed_brute_force(case.net) == case.size, case
                counted += 1
    assert counted > 30


# --- more minimisers -----------------------------------------------------------------------------------------------


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_more_minimisers_are_equivalent_and_new(data: st.DataObject) -> None:
    whole = st.integers(-4, 4)
    n, d, m = (data.draw(st.integers(a, b)) for a, b in ((2, 5), (1, 2), (1, 2)))
    W = np.array([[data.draw(whole) for _ in range(d)] for _ in range(n)], dtype=float)
    b = np.array([data.draw(whole) for _ in range(n)], dtype=float)
    V = np.array([[data.draw(whole) for _ in range(n)] for _ in range(m)], dtype=float)
    i, j = data.draw(st.permutations(range(n)))[:2]
    W[i], b[i] = W[j], b[j]
    net = [(W, b), (V, np.ones(m))]
    k = data.draw(st.integers(0, 20))
    found = R["more_minimisers"](net, k)
    assert len(found) == k
    kinds = {tuple(sorted(nets.units(other, 1))) for other in [net, *found]}
    assert len(kinds) == k + 1
    X = np.random.default_rng(0).normal(size=(4, d))
    for other in found:
        assert certify.same_function(net, other).proved
        for activation in nets.ACTIVATIONS:
            np.testing.assert_allclose(
                nets.forward(other, X, activation), nets.forward(net, X, activation), rtol=1e-9, atol=1e-9
            )


def test_a_unique_minimiser_may_belong_to_a_loss_that_is_not_convex() -> None:
    """The text's example with a penalty: (w1 w2 - 1)^2 + 2 (w1^2 + w2^2), in whole numbers and on a grid."""

    def f(w1: Any, w2: Any) -> Any:
        return (w1 * w2 - 1) ** 2 + 2 * (w1**2 + w2**2)

    assert f(4, 2) == f(2, 4) == 89
    assert f(3, 3) == 100
    w1, w2 = np.meshgrid(*[np.linspace(-3, 3, 61)] * 2)
    assert f(0, 0) == 1
    assert (f(w1, w2) > 1 - 1e-12).all()
    assert (f(w1, w2) < 1 + 1e-3).sum() == 1


# --- odd answers that are right ------------------------------------------------------------------------------------


def boxed(exercise: str, change: Function) -> Any:
    return pytest.param(exercise, lambda *args: change(R[exercise](*args)), id=f"{exercise}-{len(ODD)}")


ODD: list[Any] = []
for _exercise in ("count_orderings", "orbit_size", "orbit_size_deep", "signed_orbit_size"):
    ODD.append(boxed(_exercise, lambda n: np.int64(n) if n < 2**63 else n))
    ODD.append(boxed(_exercise, lambda n: np.uint64(n) if n < 2**64 else n))
    ODD.append(boxed(_exercise, lambda n: float(n) if n < 2**53 else n))
    ODD.append(boxed(_exercise, lambda n: np.float64(n) if n < 2**53 else n))
    ODD.append(boxed(_exercise, lambda n: np.array(n)))
    ODD.append(boxed(_exercise, lambda n: np.array(n, dtype=object)))
    ODD.append(boxed(_exercise, lambda n: Fraction(n) if n < 10**100 else n))
for _exercise in ("equivalent_nets", "more_minimisers"):
    ODD.append(boxed(_exercise, tuple))
    ODD.append(boxed(_exercise, lambda found: found[::-1]))
    ODD.append(boxed(_exercise, lambda found: [tuple(map(tuple, net)) for net in found]))
    ODD.append(boxed(_exercise, lambda found: [[[W.tolist(), b.tolist()] for W, b in net] for net in found]))
    ODD.append(boxed(_exercise, lambda found: [[(list(W), tuple(b)) for W, b in net] for net in found]))
    ODD.append(
        boxed(_exercise, lambda found: [[(np.asfortranarray(W), b[::-1][::-1]) for W, b in net] for net in found])
    )
    ODD.append(
        boxed(_exercise, lambda found: [[(W.astype(object), b.astype(object)) for W, b in net] for net in found])
    )
    ODD.append(boxed(_exercise, lambda found: [[(W.astype(np.longdouble), b) for W, b in net] for net in found]))
    ODD.append(boxed(_exercise, lambda found: [[(np.where(W == 0, -W, W), b) for W, b in net] for net in found]))
ODD.append(
    boxed(
        "more_minimisers",
        lambda found: (
            [[(W.astype(int), b.astype(np.int32)) for W, b in net] for net in found[:]]
            if all((b == b.astype(int)).all() for net in found for _, b in net)
            else found
        ),
    )
)


@pytest.mark.parametrize(("exercise", "function"), ODD)
def test_odd_right_answers_keep_full_marks(exercise: str, function: Function) -> None:
    found = outcomes(exercise, function)
    assert set(found.values()) == {"passed"}, found


def lazy_minimisers(net: Any, k: int) -> Any:
    """Arrays of the argument handed back, and halves, quarters and huge whole numbers as shifts."""
    (W, b), (V, c) = net
    rows = [(*w, x) for w, x in zip(W.tolist(), b.tolist(), strict=True)]
    j, i = next((rows.index(row), u) for u, row in enumerate(rows) if rows.index(row) < u)
    found = []
    for t in range(k):
        new = np.array(V)
        shift = (1 << 20) + t / 4 if t % 2 else -(1 << 30) - t / 2
        new[:, i] += shift
        new[:, j] -= shift
        found.append([net[0], (new, c)])
    return found


def idle_twins(net: Any, k: int) -> Any:
    """Each net idles the twin, with other incoming weights and biases that are no whole numbers."""
    (W, b), (V, c) = net
    rows = [(*w, x) for w, x in zip(W.tolist(), b.tolist(), strict=True)]
    j, i = next((rows.index(row), u) for u, row in enumerate(rows) if rows.index(row) < u)
    found = []
    for t in range(k):
        rng = np.random.default_rng(t)
        W_new, b_new, V_new = W.copy(), b.copy(), V.copy()
        V_new[:, j] += V[:, i]
        V_new[:, i] = 0
        W_new[i], b_new[i] = rng.normal(size=W.shape[1]), rng.normal()
        found.append(((W_new, b_new), (V_new, c)))
    return found


def reordered_minimisers(net: Any, k: int) -> Any:
    """The units of each net in another order: the same function all the same."""
    found = R["more_minimisers"](net, k)
    n = len(net[0][1])
    return [nets.reorder(other, [[(u + s) % n for u in range(n)]]) for s, other in enumerate(found)]


def beyond_the_twins(net: Any, k: int) -> Any:
    """The larger of the two weights grows, the smaller falls: what other units have does not matter."""
    (W, b), (V, c) = net
    rows = [(*w, x) for w, x in zip(W.tolist(), b.tolist(), strict=True)]
    i, j = next((i, j) for i, j in itertools.combinations(range(len(rows)), 2) if rows[i] == rows[j])
    up, down = (i, j) if V[0, i] >= V[0, j] else (j, i)
    found = []
    for t in range(1, k + 1):
        new = V.copy()
        new[0, [up, down]] += t, -t
        found.append([(W, b), (new, c)])
    return found


@pytest.mark.parametrize("function", [lazy_minimisers, idle_twins, reordered_minimisers, beyond_the_twins])
def test_any_other_minimisers_will_do(function: Function) -> None:
    found = outcomes("more_minimisers", function)
    assert set(found.values()) == {"passed"}, found


def pairwise(net: Any) -> Any:
    """All orders, each net compared with all that are there, array by array."""
    found: list[Any] = []
    for perms in itertools.product(*(itertools.permutations(range(len(b))) for _, b in net[:-1])):
        new = nets.reorder(net, perms)
        if not any(nets.equal(new, old) for old in found):
            found.append(new)
    return found


def test_slow_and_honest_answers_keep_full_marks() -> None:
    assert set(outcomes("equivalent_nets", pairwise).values()) == {"passed"}
    assert set(outcomes("orbit_size_deep", lambda net: len(pairwise(net))).values()) == {"passed"}


def test_exercises_may_use_one_another() -> None:
    assert set(outcomes("orbit_size_deep", lambda net: len(R["equivalent_nets"](net))).values()) == {"passed"}


def test_other_exceptions_that_are_value_errors_are_accepted() -> None:
    class TooDeep(ValueError):
        pass

    def strict(net: Any) -> int:
        if len(net) > 2:
            raise TooDeep
        return R["orbit_size"](net)

    assert set(outcomes("orbit_size", strict).values()) == {"passed"}

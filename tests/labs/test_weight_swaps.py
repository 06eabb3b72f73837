"""Lab 02: the reference, its variants and odd right answers pass every check; whatever is wrong fails one."""

from __future__ import annotations

import contextlib
import functools
import itertools
import json
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder import nets
from autograder.grading import grade_functions
from autograder.labs import load_lab
from autograder.sandbox.local import LocalTransport

LAB = load_lab(Path(__file__).parents[2], "02_weight_swaps")
R = LAB.reference
Function = Callable[..., Any]


def outcomes(exercise: str, function: Function) -> dict[str, str]:
    """The outcome of every check of one exercise for this function."""
    (result,) = grade_functions(LAB, LocalTransport({exercise: function}), [exercise])
    return {check.name: check.outcome for check in result.checks}


def hints(exercise: str, function: Function) -> set[str]:
    (result,) = grade_functions(LAB, LocalTransport({exercise: function}), [exercise])
    return {check.hint for check in result.checks if check.hint}


def accepted(exercise: str, function: Function) -> bool:
    found = outcomes(exercise, function)
    assert "error" not in found.values(), "a check itself failed"
    return set(found.values()) == {"passed"}


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
    assert not accepted(idea.exercise, idea.function)
    assert idea.hint in hints(idea.exercise, idea.function)


def test_there_are_enough_misconceptions_and_variants() -> None:
    ideas, variants = Counter(m.exercise for m in LAB.misconceptions), Counter(v.exercise for v in LAB.variants)
    assert all(ideas[e.name] >= 6 and variants[e.name] >= 2 for e in LAB.exercises)
    names = [m.name for m in LAB.misconceptions] + [v.name for v in LAB.variants]
    assert len(names) == len(set(names))


def test_visible_checks_are_worth_less_than_half() -> None:
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
    """Nets are well-formed lists of float64 pairs, perms are lists of ints, and the rest is as announced."""
    recorder = Recorder(R)
    grade_functions(LAB, recorder)
    assert len(recorder.seen) < 350
    for function, args in recorder.seen:
        named = dict(zip(LAB.parameters[function], args, strict=True))
        for net in (named[name] for name in ("net", "net_a", "net_b") if name in named):
            assert isinstance(net, list)
            assert len(net) >= 2
            for number, (W, b) in enumerate(net):
                assert W.dtype == b.dtype == np.float64
                assert W.ndim == 2
                assert b.shape == W.shape[:1]
                assert np.isfinite(W).all()
                assert np.isfinite(b).all()
                assert number == 0 or W.shape[1] == len(net[number - 1][1])
        for name in ("layer", "i", "j"):
            assert type(named.get(name, 0)) is int
        if "perm" in named:
            assert type(named["perm"]) is list
            assert all(type(k) is int for k in named["perm"])
        if function == "swap_profile":
            X, Y, ts = named["X"], named["Y"], named["ts"]
            assert X.dtype == Y.dtype == ts.dtype == np.float64
            assert X.shape == (len(Y), named["net"][0][0].shape[1])
            assert Y.shape[1] == len(named["net"][-1][1])
            assert ts.ndim == 1
            assert ((ts >= 0) & (ts <= 1)).all()
            assert named["activation"] in nets.ACTIVATIONS


def stub(*_: Any) -> Any:
    raise NotImplementedError


def fails(*_: Any) -> Any:
    raise ValueError("always")


NOTHING: list[Function] = [
    stub,
    fails,
    lambda *args: None,
    lambda *args: args[0],
    lambda *args: args[-1],
    lambda *args: args,
    lambda *args: 0.0,
    lambda *args: float("nan"),
    lambda *args: "net",
    lambda *args: [],
    lambda *args: [[]],
    lambda *args: np.zeros(0),
    lambda *args: 10**400,
    lambda *args: object(),
    lambda *args: [(np.full(W.shape, np.nan), b) for W, b in args[0]],
    lambda *args: [(np.full(W.shape, None), b) for W, b in args[0]],
]


@pytest.mark.parametrize("exercise", [e.name for e in LAB.exercises])
def test_what_is_no_answer_scores_nothing(exercise: str) -> None:
    for function in NOTHING:
        found = outcomes(exercise, function)
        assert not {"passed", "error"} & set(found.values()), (function, found)


# --- the worked example, exactly -----------------------------------------------------------------------------------

POINTS = [(1, 0), (0, 1), (1, 1), (-1, 1), (2, -1), (Fraction(1, 2), Fraction(-3, 2))]
EXACT = {  # losses at t = 0, 1/10, ..., 1/2 when the targets are the net's own outputs
    "identity": ["0", "8991/6250", "14208/3125", "48951/6250", "31968/3125", "111/10"],
    "relu": ["0", "489333/1000000", "450741/250000", "21499949/6000000", "609671/125000", "313121/60000"],
    "tanh": ["0", "0.06300662463137778", "0.22932301468657468", "0.439295819347388", "0.7062939008055107"],
}
EXACT["tanh"].append("0.926970750891734")
OUTPUTS = {
    "identity": ["-209/100", "123/25", "283/100", "701/100", "-91/10", "-337/40"],
    "relu": ["34/25", "123/25", "283/100", "161/20", "12/5", "1/5"],
}


def worked() -> nets.Net:
    return [
        (np.array([[-1.5, 2.0], [1.7, 0.4]]), np.zeros(2)),
        (np.array([[2.3, 0.8]]), np.zeros(1)),
    ]


@pytest.mark.parametrize("activation", EXACT)
def test_reference_has_the_exact_losses_of_the_worked_example(activation: str) -> None:
    X = np.array(POINTS, dtype=float)
    Y = nets.forward(worked(), X, activation)
    exact = [float(Fraction(x)) for x in EXACT[activation]]
    found = R["swap_profile"](worked(), X, Y, activation, 1, 0, 1, np.linspace(0, 1, 11))
    np.testing.assert_allclose(found, exact + exact[-2::-1], rtol=1e-12, atol=1e-25)


@pytest.mark.parametrize("activation", OUTPUTS)
def test_worked_example_and_its_swap_have_the_exact_outputs(activation: str) -> None:
    swapped = R["swap_units"](worked(), 1, 0, 1)
    assert swapped[0][0].tolist() == [[1.7, 0.4], [-1.5, 2.0]]
    assert swapped[1][0].tolist() == [[0.8, 2.3]]
    exact = [[float(Fraction(y))] for y in OUTPUTS[activation]]
    for net in (worked(), swapped):
        np.testing.assert_allclose(nets.forward(net, np.array(POINTS, dtype=float), activation), exact, rtol=1e-13)


# --- the reference against brute force -----------------------------------------------------------------------------


def all_orders(net: nets.Net) -> list[list[list[int]]]:
    sizes = nets.widths(net)[1:-1]
    return [list(map(list, perms)) for perms in itertools.product(*(itertools.permutations(range(n)) for n in sizes))]


@st.composite
def tied_nets(draw: st.DrawFn, hidden: int | None = None) -> nets.Net:
    """Small nets with two or three different numbers in them: full of ties and joint stabilisers."""
    depth = hidden or draw(st.integers(1, 3))
    largest = {1: 5, 2: 4, 3: 3}[depth]
    widths = [draw(st.integers(1, 2)), *(draw(st.integers(1, largest)) for _ in range(depth)), draw(st.integers(1, 2))]
    numbers = st.sampled_from(
        draw(st.sampled_from([[0.0, 1.0], [1.0, 1.0, 2.0], [-0.0, 0.0, 1.0], [1.0, 1.0 + 1e-12]]))
    )
    return [
        (
            np.array([[draw(numbers) for _ in range(n)] for _ in range(m)]),
            np.array([draw(numbers) for _ in range(m)]),
        )
        for n, m in itertools.pairwise(widths)
    ]


def brute_force(net_a: nets.Net, net_b: nets.Net) -> bool:
    return any(nets.equal(nets.reorder(net_a, perms), net_b) for perms in all_orders(net_a))


def agrees_with_brute_force(net_a: nets.Net, net_b: nets.Net) -> bool:
    """Whether there is an answer; fails if the reference is wrong about it."""
    answer = R["recover_permutation"](net_a, net_b)
    exists = brute_force(net_a, net_b)
    assert (answer is not None) == exists
    if answer is not None:
        assert nets.equal(nets.reorder(net_a, answer), net_b)
    return exists


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_recover_finds_every_reordering(data: st.DataObject) -> None:
    net = data.draw(tied_nets())
    perms = [data.draw(st.permutations(range(n))) for n in nets.widths(net)[1:-1]]
    assert agrees_with_brute_force(net, nets.reorder(net, perms))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_recover_is_right_about_nets_that_are_almost_reorderings(data: st.DataObject) -> None:
    net = data.draw(tied_nets())
    other = nets.reorder(net, [data.draw(st.permutations(range(n))) for n in nets.widths(net)[1:-1]])
    layer = data.draw(st.integers(0, len(net) - 1))
    W, b = other[layer]
    match data.draw(st.integers(0, 3)):
        case 0:  # the same numbers of one matrix at other places
            other[layer] = (np.array(data.draw(st.permutations(W.ravel().tolist()))).reshape(W.shape), b)
        case 1:
            other[layer] = (W[data.draw(st.permutations(range(len(b))))], b)
        case 2:
            other[layer] = (W[:, data.draw(st.permutations(range(W.shape[1])))], b)
        case _:
            other[layer] = (W, b[data.draw(st.permutations(range(len(b))))])
    agrees_with_brute_force(net, other)


def test_recover_is_right_about_latin_squares() -> None:
    """Rows and columns of Latin squares look alike, so only trying tells them apart."""
    rng = np.random.default_rng(1)
    squares = [np.array(rows) for rows in itertools.permutations(list(itertools.permutations([1.0, 2.0, 3.0])), 3)]
    latin = [s for s in squares if all(len(set(column)) == 3 for column in s.T.tolist())]
    four = [np.array([[1, 2, 3, 4], [2, 3, 4, 1], [3, 4, 1, 2], [4, 1, 2, 3.0]])]
    four.append(np.array([[1, 2, 3, 4], [2, 1, 4, 3], [3, 4, 1, 2], [4, 3, 2, 1.0]]))
    four.append(np.array([[1, 2, 3, 4], [2, 1, 4, 3], [3, 4, 2, 1], [4, 3, 1, 2.0]]))
    four += [square[rng.permutation(4)][:, rng.permutation(4)] for square in four]
    found = Counter[bool]()
    for pairs in (itertools.product(latin, latin), itertools.product(four, four)):
        for one, two in pairs:
            n = len(one)
            a, b = (
                [(np.ones((n, 1)), np.ones(n)), (square, np.ones(n)), (np.ones((1, n)), np.ones(1))]
                for square in (one, two)
            )
            found[agrees_with_brute_force(a, b)] += 1
    assert min(found[True], found[False]) > 10


def test_recover_has_joint_stabilisers() -> None:
    """Two layers that can only move together: one of four orders of `joint` is no reordering of the fixed net."""
    joint = [
        (np.array([[1.0], [1.0]]), np.zeros(2)),
        (np.array([[1.0, 2.0], [2.0, 1.0]]), np.zeros(2)),
        (np.array([[1.0, 1.0]]), np.zeros(1)),
    ]
    orbit = {json.dumps([[W.tolist(), b.tolist()] for W, b in nets.reorder(joint, p)]) for p in all_orders(joint)}
    assert len(orbit) == 2
    for perms in all_orders(joint):
        assert agrees_with_brute_force(joint, nets.reorder(joint, perms))


def test_recover_is_fast_on_large_nets() -> None:
    rng = np.random.default_rng(2)
    net = [(rng.normal(size=(m, n)), rng.normal(size=m)) for n, m in itertools.pairwise([3, 60, 60, 60, 60, 2])]
    for layer in range(4):  # ties of eight in every layer, some in everything and some on the way in only
        (W, b), (V, _) = net[layer], net[layer + 1]
        W[8:16], b[8:16], V[:, 8:16] = W[8], b[8], V[:, [8]]
        W[16:24], b[16:24] = W[16], b[16]
    other = nets.reorder(net, [rng.permutation(60).tolist() for _ in range(4)])
    answer = R["recover_permutation"](net, other)
    assert answer is not None
    assert nets.equal(nets.reorder(net, answer), other)
    other[2][1][5] += 1e-12
    assert R["recover_permutation"](net, other) is None


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_canonical_form_is_the_same_exactly_on_reorderings(data: st.DataObject) -> None:
    net, other = data.draw(tied_nets(hidden=1)), data.draw(tied_nets(hidden=1))
    form = R["canonical_form"](net)
    assert brute_force(net, form)
    perm = data.draw(st.permutations(range(len(net[0][1]))))
    assert nets.equal(R["canonical_form"](nets.reorder(net, [perm])), form)
    if nets.widths(net) == nets.widths(other):
        assert nets.equal(R["canonical_form"](other), form) == brute_force(net, other)


# --- more wrong functions ------------------------------------------------------------------------------------------

WRONG: list[tuple[str, Function]] = []


def wrong(exercise: str) -> Callable[[Function], Function]:
    def declare(function: Function) -> Function:
        WRONG.append((exercise, function))
        return function

    return declare


def through(exercise: str, change: Function, name: str) -> None:
    """A wrong function that gives the reference's answer, changed."""

    def function(*args: Any) -> Any:
        return change(R[exercise](*args), *args)

    function.__name__ = name
    WRONG.append((exercise, function))


def each(change: Function) -> Function:
    """Change every array of the net."""
    return lambda net, *_: [(change(W), change(b)) for W, b in net]


for _exercise in ("swap_units", "permute_units", "canonical_form"):
    through(_exercise, each(lambda a: a.astype(np.float32)), "float32")
    through(_exercise, each(lambda a: np.round(a, 12)), "rounded_to_12_digits")
    through(_exercise, each(lambda a: np.array([float(f"{x:.15g}") for x in a.ravel()]).reshape(a.shape)), "15_digits")
    through(_exercise, each(lambda a: a.astype(int)), "whole_numbers")
    through(_exercise, each(lambda a: np.where(abs(a) < 1e-200, 0.0, a)), "tiny_numbers_dropped")
    through(_exercise, each(lambda a: np.clip(a, -1e100, 1e100)), "clipped")
    through(_exercise, each(np.squeeze), "squeezed")
    through(_exercise, each(np.abs), "absolute_values")
    through(_exercise, each(lambda a: a[:, None] if a.ndim == 1 else a), "biases_as_columns")
    through(_exercise, lambda net, *_: (layer for layer in net), "a_generator")
    through(_exercise, lambda net, *_: net[:-1], "the_last_layer_is_missing")
    through(_exercise, lambda net, *_: [list(layer)[::-1] for layer in net], "bias_first")
    through(_exercise, lambda net, *_: [(W.T, b) for W, b in net], "transposed")
    through(_exercise, lambda net, *_: [*net[:-1], (net[-1][0], 0 * net[-1][1])], "no_output_bias")
    through(_exercise, lambda net, *_: np.concatenate([p.ravel() for layer in net for p in layer]), "one_vector")


def demand(layer: int, net: nets.Net, *units: int) -> int:
    if not 1 <= layer < len(net):
        raise ValueError
    n = len(net[layer - 1][1])
    if any(not 0 <= u < n for u in units):
        raise ValueError
    return n


def swapping(name: str) -> Callable[[Function], None]:
    """Declare a wrong swap by the order of units that it makes of ``(net, layer, i, j, n)``."""

    def declare(order: Function) -> None:
        def function(net: Any, layer: int, i: int, j: int) -> Any:
            n = demand(layer, net, i, j)
            perms = [list(range(len(b))) for _, b in net[:-1]]
            perms[layer - 1] = order(net, layer, i, j, n)
            return nets.reorder(net, perms)

        function.__name__ = name
        WRONG.append(("swap_units", function))

    return declare


def transposed(n: int, i: int, j: int) -> list[int]:
    order = list(range(n))
    order[i], order[j] = j, i
    return order


swapping("only_when_i_is_below_j")(lambda net, layer, i, j, n: transposed(n, i, j) if i < j else list(range(n)))
swapping("only_neighbours")(lambda net, layer, i, j, n: transposed(n, i, i + (j > i) - (j < i)))
swapping("reverses_the_stretch")(
    lambda net, layer, i, j, n: [*range(min(i, j)), *range(max(i, j), min(i, j) - 1, -1), *range(max(i, j) + 1, n)]
)
swapping("moves_one_unit_only")(lambda net, layer, i, j, n: np.insert(np.delete(np.arange(n), i), j, i).tolist())
swapping("only_square_weights")(
    lambda net, layer, i, j, n: transposed(n, i, j) if n == net[layer - 1][0].shape[1] else list(range(n))
)
swapping("only_the_last_hidden_layer")(
    lambda net, layer, i, j, n: transposed(n, i, j) if layer == len(net) - 1 else list(range(n))
)
swapping("skips_units_with_equal_rows")(
    lambda net, layer, i, j, n: (
        list(range(n)) if np.array_equal(net[layer - 1][0][i], net[layer - 1][0][j]) else transposed(n, i, j)
    )
)
swapping("skips_units_with_equal_outgoing_weights")(
    lambda net, layer, i, j, n: (
        list(range(n)) if np.array_equal(net[layer][0][:, i], net[layer][0][:, j]) else transposed(n, i, j)
    )
)
swapping("skips_units_that_are_close")(
    lambda net, layer, i, j, n: (
        list(range(n))
        if np.allclose(np.subtract(nets.units(net, layer)[i], nets.units(net, layer)[j]), 0, atol=1e-11, rtol=0)
        else transposed(n, i, j)
    )
)


@wrong("swap_units")
def swaps_by_adding_and_subtracting(net: Any, layer: int, i: int, j: int) -> Any:
    demand(layer, net, i, j)
    new = nets.copy(net)
    for part in (new[layer - 1][0], new[layer - 1][1], new[layer][0].T):
        with np.errstate(all="ignore"):
            part[i] = part[i] + part[j]
            part[j] = part[i] - part[j]
            part[i] = part[i] - part[j]
    return new


@wrong("swap_units")
def swaps_in_the_callers_list(net: Any, layer: int, i: int, j: int) -> Any:
    new = R["swap_units"](net, layer, i, j)
    net[layer - 1], net[layer] = new[layer - 1], new[layer]
    return net


@wrong("swap_units")
def swaps_the_callers_biases(net: Any, layer: int, i: int, j: int) -> Any:
    new = R["swap_units"](net, layer, i, j)
    net[layer - 1][1][:] = new[layer - 1][1]
    return new


@wrong("swap_units")
def swaps_rows_as_views(net: Any, layer: int, i: int, j: int) -> Any:
    new = R["swap_units"](net, layer, i, j)
    W = new[layer - 1][0]
    W[:] = net[layer - 1][0]
    W[i], W[j] = W[j], W[i]
    return new


@wrong("swap_units")
def swaps_columns_as_views(net: Any, layer: int, i: int, j: int) -> Any:
    new = R["swap_units"](net, layer, i, j)
    V = new[layer][0]
    V[:] = net[layer][0]
    V[:, i], V[:, j] = V[:, j], V[:, i]
    return new


@wrong("swap_units")
def does_not_look_at_its_arguments(net: Any, layer: int, i: int, j: int) -> Any:
    new = nets.copy(net)
    (W, b), (V, _) = new[layer - 1], new[layer]
    W[[i, j]], b[[i, j]], V[:, [i, j]] = W[[j, i]], b[[j, i]], V[:, [j, i]]
    return new


@wrong("swap_units")
def swaps_all_rows_that_are_equal(net: Any, layer: int, i: int, j: int) -> Any:
    """Replaces by value: every unit that has unit i's row gets unit j's, and the reverse."""
    new = R["swap_units"](net, layer, i, j)
    W = net[layer - 1][0]
    for k in range(len(W)):
        if k not in (i, j) and np.array_equal(W[k], W[i]):
            new[layer - 1][0][k] = W[j]
    return new


def refusing(exercise: str, name: str, legal: Function) -> None:
    """A wrong function that refuses what ``legal(net, *rest)`` calls illegal, and takes indices as numpy does."""

    def function(net: Any, *rest: Any) -> Any:
        if not legal(net, *rest):
            raise ValueError
        layer, *units = rest
        if exercise == "swap_units":
            i, j = units
            new = nets.copy(net)
            for part in (new[layer - 1][0], new[layer - 1][1], new[layer][0].T):
                part[[i, j]] = part[[j, i]]
            return new
        perm = units[0]
        new = nets.copy(net)
        new[layer - 1] = (net[layer - 1][0][perm], net[layer - 1][1][perm])
        new[layer] = (net[layer][0][:, perm], net[layer][1])
        return new

    function.__name__ = name
    WRONG.append((exercise, function))


def width(net: nets.Net, layer: int) -> int:
    return len(net[layer - 1][1])


refusing("swap_units", "only_i_is_looked_at", lambda net, k, i, j: 1 <= k < len(net) and 0 <= i < width(net, k))
refusing("swap_units", "only_j_is_looked_at", lambda net, k, i, j: 1 <= k < len(net) and 0 <= j < width(net, k))
refusing(
    "swap_units",
    "one_past_the_end_is_legal",
    lambda net, k, i, j: 1 <= k < len(net) and min(i, j) >= 0 and max(i, j) <= width(net, k),
)
refusing(
    "swap_units",
    "minus_one_is_legal",
    lambda net, k, i, j: 1 <= k < len(net) and min(i, j) >= -1 and max(i, j) < width(net, k),
)
refusing(
    "swap_units",
    "minus_n_is_legal",
    lambda net, k, i, j: (
        1 <= k < len(net) and (min(i, j) >= 0 or min(i, j) == -width(net, k)) and max(i, j) < width(net, k)
    ),
)
refusing(
    "swap_units",
    "no_look_at_equal_units",
    lambda net, k, i, j: 1 <= k < len(net) and (i == j or (min(i, j) >= 0 and max(i, j) < width(net, k))),
)
refusing(
    "swap_units",
    "layer_0_is_legal",
    lambda net, k, i, j: 0 <= k < len(net) and min(i, j) >= 0 and max(i, j) < width(net, k),
)
refusing(
    "swap_units",
    "negative_layers_are_legal",
    lambda net, k, i, j: k != 0 and k < len(net) and min(i, j) >= 0 and max(i, j) < width(net, k),
)
refusing(
    "swap_units",
    "the_output_layer_is_legal",
    lambda net, k, i, j: 1 <= k <= len(net) and min(i, j) >= 0 and max(i, j) < width(net, k),
)
for _name, _legal in {
    "only_the_larger_unit_is_looked_at": lambda n, i, j: max(i, j) < n,
    "only_the_smaller_unit_is_looked_at": lambda n, i, j: min(i, j) >= 0,
    "one_of_the_units_is_enough": lambda n, i, j: 0 <= i < n or 0 <= j < n,
    "the_sum_of_the_units_is_looked_at": lambda n, i, j: 0 <= i + j <= 2 * n - 2,
    "the_distance_of_the_units_is_looked_at": lambda n, i, j: abs(i - j) < n,
    "sizes_of_the_units_are_looked_at": lambda n, i, j: max(abs(i), abs(j)) < n,
    "what_numpy_takes_is_legal": lambda n, i, j: -n <= min(i, j) and max(i, j) < n,
}.items():
    refusing("swap_units", _name, lambda net, k, i, j, legal=_legal: 1 <= k < len(net) and legal(width(net, k), i, j))
for _name, _layers in {
    "only_too_large_layers_are_refused": lambda H, k: k <= H,
    "only_too_small_layers_are_refused": lambda H, k: k >= 1,
    "layers_minus_h_to_h": lambda H, k: k != 0 and abs(k) <= H,
}.items():
    refusing(
        "swap_units",
        _name,
        lambda net, k, i, j, legal=_layers: legal(len(net) - 1, k) and 0 <= min(i, j) <= max(i, j) < width(net, k),
    )
    refusing(
        "permute_units",
        f"{_name}_",
        lambda net, k, p, legal=_layers: legal(len(net) - 1, k) and sorted(p) == list(range(width(net, k))),
    )


@wrong("swap_units")
def units_of_any_layer_are_legal(net: Any, layer: int, i: int, j: int) -> Any:
    if not 1 <= layer < len(net) or min(i, j) < 0 or max(i, j) >= max(len(b) for _, b in net[:-1]):
        raise ValueError
    n = width(net, layer)
    return net if max(i, j) >= n else R["swap_units"](net, layer, i, j)


@wrong("swap_units")
def as_many_units_as_inputs(net: Any, layer: int, i: int, j: int) -> Any:
    if not 1 <= layer < len(net) or min(i, j) < 0 or max(i, j) >= max(net[layer - 1][0].shape):
        raise ValueError
    return net if max(i, j) >= width(net, layer) else R["swap_units"](net, layer, i, j)


@wrong("swap_units")
def nothing_to_do_for_equal_units(net: Any, layer: int, i: int, j: int) -> Any:
    if i == j:
        return net
    return R["swap_units"](net, layer, i, j)


@wrong("swap_units")
def answers_none_for_what_is_illegal(net: Any, layer: int, i: int, j: int) -> Any:
    with contextlib.suppress(ValueError):
        return R["swap_units"](net, layer, i, j)


@wrong("swap_units")
def asserts(net: Any, layer: int, i: int, j: int) -> Any:
    try:
        return R["swap_units"](net, layer, i, j)
    except ValueError:
        raise AssertionError from None


@wrong("swap_units")
def zeroes_a_unit_swapped_with_itself(net: Any, layer: int, i: int, j: int) -> Any:
    new = R["swap_units"](net, layer, i, j)
    if i == j:
        new[layer - 1][1][i] = 0.0
    return new


def remembering(exercise: str, name: str, key: Function) -> None:
    """A wrong function that remembers answers under a key that does not tell all arguments apart."""
    known: dict[Any, Any] = {}

    def function(*args: Any) -> Any:
        found = key(*args)
        if found not in known:
            known[found] = R[exercise](*args)
        return known[found]

    function.__name__ = name
    WRONG.append((exercise, function))


def shapes(net: nets.Net) -> tuple[Any, ...]:
    return tuple(W.shape for W, _ in net)


remembering("swap_units", "remembers_by_shape", lambda net, *rest: (shapes(net), rest))
remembering("swap_units", "remembers_by_first_weights", lambda net, *rest: (net[0][0].tobytes(), rest))
remembering("permute_units", "remembers_by_net_and_layer", lambda net, layer, perm: (net[0][0].tobytes(), layer))
remembering("permute_units", "remembers_by_shape_and_perm", lambda net, layer, perm: (shapes(net), layer, tuple(perm)))
remembering("canonical_form", "remembers_by_shape_", shapes)
remembering("recover_permutation", "remembers_by_net_a", lambda a, b: (a[0][0].tobytes(), shapes(a), shapes(b)))
remembering("swap_profile", "remembers_by_ts", lambda *a: a[-1].tobytes())
remembering("swap_profile", "remembers_all_but_activation", lambda *a: (str(a[0]), a[4:7], a[-1].tobytes()))


def permuting(name: str) -> Callable[[Function], None]:
    def declare(order: Function) -> None:
        def function(net: Any, layer: int, perm: list[int]) -> Any:
            if not 1 <= layer < len(net) or sorted(perm) != list(range(width(net, layer))):
                raise ValueError
            perms = [list(range(len(b))) for _, b in net[:-1]]
            perms[layer - 1] = [int(k) for k in order(net, layer, perm)]
            return nets.reorder(net, perms)

        function.__name__ = name
        WRONG.append(("permute_units", function))

    return declare


def inverse(perm: list[int]) -> Any:
    return np.argsort(perm)


permuting("sorted_perm")(lambda net, layer, perm: sorted(perm))
permuting("reversed_perm")(lambda net, layer, perm: perm[::-1])
permuting("twice")(lambda net, layer, perm: [perm[k] for k in perm])
permuting("inverse_in_deeper_layers")(lambda net, layer, perm: perm if layer == 1 else inverse(perm))
permuting("inverse_in_square_layers")(
    lambda net, layer, perm: inverse(perm) if net[layer - 1][0].shape[0] == net[layer - 1][0].shape[1] else perm
)
permuting("inverse_from_four_units_on")(lambda net, layer, perm: perm if len(perm) < 4 else inverse(perm))
permuting("inverse_in_the_last_layer")(lambda net, layer, perm: inverse(perm) if layer == len(net) - 1 > 1 else perm)
permuting("order_of_texts")(lambda net, layer, perm: [sorted(range(len(perm)), key=str)[k] for k in perm])


for _name, _legal in {
    "right_length": lambda net, k, p: len(p) == width(net, k),
    "right_length_and_sum": lambda net, k, p: len(p) == width(net, k) and sum(p) == sum(range(len(p))),
    "no_number_twice": lambda net, k, p: len(set(p)) == len(p) == width(net, k) and max(p) < len(p),
    "right_set": lambda net, k, p: set(p) == set(range(width(net, k))),
    "right_range": lambda net, k, p: len(p) == width(net, k) and min(p) == 0 and max(p) == len(p) - 1,
    "permutation_of_anything": lambda net, k, p: sorted(p) == list(range(len(p))) and len(p) <= width(net, k),
    "of_any_layer": lambda net, k, p: sorted(p) == list(range(len(p))) and len(p) in [len(b) for _, b in net[:-1]],
    "out_of_range_is_an_index_error": lambda net, k, p: len(set(p)) == len(p) == width(net, k) and min(p) >= 0,
    "length_and_maximum_of_different_numbers": lambda net, k, p: (
        len(p) == len(set(p)) == width(net, k) and max(p) == len(p) - 1
    ),
    "length_and_minimum_of_different_numbers": lambda net, k, p: len(p) == len(set(p)) == width(net, k) and min(p) == 0,
    "length_and_sum_of_different_numbers": lambda net, k, p: (
        len(p) == len(set(p)) == width(net, k) and sum(p) == sum(range(len(p)))
    ),
    "length_sum_and_ends": lambda net, k, p: (
        len(p) == width(net, k) and (min(p), max(p), sum(p)) == (0, len(p) - 1, sum(range(len(p))))
    ),
    "right_minimum": lambda net, k, p: len(p) == width(net, k) and min(p) == 0,
    "right_maximum": lambda net, k, p: len(p) == width(net, k) and max(p) == len(p) - 1,
    "no_number_too_large": lambda net, k, p: len(p) == width(net, k) and max(p) < len(p),
    "right_sum": lambda net, k, p: sum(p) == sum(range(width(net, k))),
    "right_size_of_the_set": lambda net, k, p: len(set(p)) == width(net, k),
    "all_units_are_named": lambda net, k, p: all(u in p for u in range(width(net, k))),
    "only_units_are_named": lambda net, k, p: all(0 <= u < width(net, k) for u in p),
    "different_units_are_named": lambda net, k, p: len(set(p)) == len(p) and all(0 <= u < width(net, k) for u in p),
    "remainders_are_looked_at": lambda net, k, p: sorted(u % width(net, k) for u in p) == list(range(width(net, k))),
    "distances_are_looked_at": lambda net, k, p: sorted(map(abs, p)) == list(range(width(net, k))),
    "empty_is_legal": lambda net, k, p: not p or sorted(p) == list(range(width(net, k))),
}.items():
    refusing("permute_units", _name, lambda net, k, p, legal=_legal: 1 <= k < len(net) and legal(net, k, p))
for _name, _low in {"layer_zero_is_legal_": 0, "layer_minus_one_is_legal_": -1}.items():
    refusing(
        "permute_units",
        _name,
        lambda net, k, p, low=_low: (k == low or 1 <= k < len(net)) and sorted(p) == list(range(width(net, k))),
    )


@wrong("permute_units")
def nothing_to_do_for_the_identity(net: Any, layer: int, perm: list[int]) -> Any:
    return net if perm == sorted(perm) and perm and perm[0] == 0 else R["permute_units"](net, layer, perm)


@wrong("permute_units")
def pops_from_perm(net: Any, layer: int, perm: list[int]) -> Any:
    new = R["permute_units"](net, layer, perm)
    while perm:
        perm.pop(0)
    return new


@wrong("permute_units")
def puts_perm_in_order_by_swaps(net: Any, layer: int, perm: list[int]) -> Any:
    new = R["permute_units"](net, layer, perm)
    for k in range(len(perm)):
        while perm[k] != k:
            other = perm[k]
            perm[k], perm[other] = perm[other], other
    return new


@wrong("permute_units")
def reverses_the_callers_perm(net: Any, layer: int, perm: list[int]) -> Any:
    new = R["permute_units"](net, layer, perm)
    perm.reverse()
    return new


@wrong("permute_units")
def permutes_output_biases(net: Any, layer: int, perm: list[int]) -> Any:
    new = R["permute_units"](net, layer, perm)
    if len(new[layer][1]) == len(perm):
        new[layer] = (new[layer][0], new[layer][1][perm])
    return new


@wrong("permute_units")
def permutes_all_layers_of_this_width(net: Any, layer: int, perm: list[int]) -> Any:
    R["permute_units"](net, layer, perm)
    return nets.reorder(net, [perm if len(b) == len(perm) else list(range(len(b))) for _, b in net[:-1]])


# recover_permutation: wrong ways of looking

search = R["recover_permutation"]


def recovering(name: str, look: Function) -> None:
    """The reference's answer for nets that were changed first."""

    def function(net_a: Any, net_b: Any) -> Any:
        return search(look(net_a), look(net_b))

    function.__name__ = name
    WRONG.append(("recover_permutation", function))


def arrays(change: Function) -> Function:
    return lambda net: [(change(W), change(b)) for W, b in net]


recovering("float32_", arrays(lambda a: a.astype(np.float32)))
recovering("rounded_to_12_digits_", arrays(lambda a: np.round(a, 11)))
recovering("absolute_values_", arrays(np.abs))
recovering("whole_numbers_", arrays(lambda a: np.clip(a, -1e9, 1e9).astype(int)))
recovering("tiny_numbers_dropped_", arrays(lambda a: np.where(abs(a) < 1e-200, 0.0, a)))
recovering("texts_of_8_digits", arrays(lambda a: np.array([float(f"{x:.8g}") for x in a.ravel()]).reshape(a.shape)))
recovering("no_hidden_biases", lambda net: [*((W, 0 * b) for W, b in net[:-1]), net[-1]])
recovering("no_outgoing_weights", lambda net: [*net[:-1], (0 * net[-1][0], net[-1][1])])
recovering("first_output_only", lambda net: [*net[:-1], (net[-1][0][:1], net[-1][1][:1])])
recovering("inputs_sorted", lambda net: [(np.sort(net[0][0], axis=1), net[0][1]), *net[1:]])
recovering("outputs_sorted", lambda net: [*net[:-1], (np.sort(net[-1][0], axis=0), np.sort(net[-1][1]))])

through("recover_permutation", lambda perms, *_: perms and [tuple(np.argsort(p)) for p in perms], "inverse_perms")
through("recover_permutation", lambda perms, *_: perms and perms[::-1], "layers_in_reverse")
through("recover_permutation", lambda perms, *_: perms and (p for p in perms), "a_generator_of_perms")
through("recover_permutation", lambda perms, *_: perms and [[k + 1 for k in p] for p in perms], "counted_from_1")
through("recover_permutation", lambda perms, *_: perms or [], "empty_list_for_none")
through("recover_permutation", lambda perms, *_: perms if perms else False, "false_for_none")
through("recover_permutation", lambda perms, a, b: perms and [*perms, list(range(len(a[-1][1])))], "outputs_too")
through("recover_permutation", lambda perms, *_: perms and [dict(enumerate(p)) for p in perms], "dicts")
through("recover_permutation", lambda perms, a, b: perms if len(a) == 2 else None, "one_hidden_layer_only")
through("recover_permutation", lambda perms, a, b: perms if len(a[0][1]) < 50 else None, "small_nets_only")
through("recover_permutation", lambda perms, a, b: None if nets.equal(a, b) else perms, "none_for_equal_nets")


@wrong("recover_permutation")
def zip_stops_at_the_shorter_net(net_a: Any, net_b: Any) -> Any:
    if any(A.shape != B.shape for (A, _), (B, _) in zip(net_a, net_b, strict=False)):
        raise ValueError
    n = min(len(net_a), len(net_b))
    return search(net_a[:n], net_b[:n])


@wrong("recover_permutation")
def compares_hidden_widths_only(net_a: Any, net_b: Any) -> Any:
    if [len(b) for _, b in net_a] != [len(b) for _, b in net_b]:
        raise ValueError
    return None if net_a[0][0].shape != net_b[0][0].shape else search(net_a, net_b)


@wrong("recover_permutation")
def compares_sorted_widths(net_a: Any, net_b: Any) -> Any:
    if sorted(nets.widths(net_a)) != sorted(nets.widths(net_b)):
        raise ValueError
    return None if nets.widths(net_a) != nets.widths(net_b) else search(net_a, net_b)


def comparing(name: str, same: Function) -> None:
    """A wrong function that refuses two nets only if ``same`` tells their shapes apart, and otherwise answers None."""

    def function(net_a: Any, net_b: Any) -> Any:
        if same(shapes(net_a)) != same(shapes(net_b)):
            raise ValueError
        return search(net_a, net_b) if shapes(net_a) == shapes(net_b) else None

    function.__name__ = name
    WRONG.append(("recover_permutation", function))


comparing("compares_nothing", lambda shapes: 0)
comparing("compares_depths_only", len)
comparing("compares_first_shapes_only", lambda shapes: shapes[0])
comparing("compares_last_shapes_only", lambda shapes: shapes[-1])
comparing("compares_first_and_last_shapes", lambda shapes: (len(shapes), shapes[0], shapes[-1]))
comparing("compares_inputs_and_outputs", lambda shapes: (len(shapes), shapes[0][1], shapes[-1][0]))
comparing("compares_numbers_of_inputs", lambda shapes: [n for _, n in shapes])
comparing("compares_numbers_of_units", lambda shapes: [m for m, _ in shapes])
comparing("compares_numbers_of_weights", lambda shapes: [m * n for m, n in shapes])
comparing("compares_sets_of_shapes", set)
comparing("compares_widest_layers", lambda shapes: (len(shapes), max(shapes)))


@wrong("recover_permutation")
def compares_numbers_of_parameters(net_a: Any, net_b: Any) -> Any:
    if sum(W.size + b.size for W, b in net_a) != sum(W.size + b.size for W, b in net_b):
        raise ValueError
    return None if nets.widths(net_a) != nets.widths(net_b) else search(net_a, net_b)


def looks(net: nets.Net, layer: int, rounds: int, colours: list[list[int]]) -> list[Any]:
    W, b = net[layer - 1]
    V = net[layer][0]
    return [
        (
            colours[layer][k],
            b[k],
            sorted(zip(W[k].tolist(), colours[layer - 1], strict=True)),
            sorted(zip(V[:, k].tolist(), colours[layer + 1], strict=True)),
        )
        for k in range(len(b))
    ]


def refined(a: nets.Net, b: nets.Net, colours_a: Any, colours_b: Any) -> bool:
    """Colour refinement in place; False if the two nets cannot agree."""
    for _ in range(12):
        for layer in range(1, len(a)):
            look_a, look_b = looks(a, layer, 0, colours_a), looks(b, layer, 0, colours_b)
            if sorted(look_a) != sorted(look_b):
                return False
            known: list[Any] = []
            for look in look_a:
                if look not in known:
                    known.append(look)
            colours_a[layer] = [known.index(look) for look in look_a]
            colours_b[layer] = [known.index(look) for look in look_b]
    return True


def first_colours(net: nets.Net) -> list[list[int]]:
    ends = list(range(net[0][0].shape[1])), list(range(len(net[-1][1])))
    return [ends[0], *([0] * len(b) for _, b in net[:-1]), ends[1]]


def same_shapes(net_a: nets.Net, net_b: nets.Net) -> None:
    if nets.widths(net_a) != nets.widths(net_b):
        raise ValueError


def read_off(colours_a: Any, colours_b: Any) -> list[list[int]]:
    perms: list[list[int]] = []
    for a, b in zip(colours_a[1:-1], colours_b[1:-1], strict=True):
        free = {c: [k for k, x in enumerate(a) if x == c] for c in a}
        perms.append([free[c].pop(0) for c in b])
    return perms


@wrong("recover_permutation")
def refinement_and_nothing_else(net_a: Any, net_b: Any) -> Any:
    same_shapes(net_a, net_b)
    a, b = first_colours(net_a), first_colours(net_b)
    if not np.array_equal(net_a[-1][1], net_b[-1][1]) or not refined(net_a, net_b, a, b):
        return None
    perms = read_off(a, b)
    return perms if nets.equal(nets.reorder(net_a, perms), net_b) else None


@wrong("recover_permutation")
def refinement_believed(net_a: Any, net_b: Any) -> Any:
    same_shapes(net_a, net_b)
    answer = search(net_a, net_b)
    a, b = first_colours(net_a), first_colours(net_b)
    if answer is None and np.array_equal(net_a[-1][1], net_b[-1][1]) and refined(net_a, net_b, a, b):
        return read_off(a, b)
    return answer


@wrong("recover_permutation")
def first_guess_only(net_a: Any, net_b: Any) -> Any:
    same_shapes(net_a, net_b)
    a, b = first_colours(net_a), first_colours(net_b)
    if not np.array_equal(net_a[-1][1], net_b[-1][1]):
        return None
    while True:
        if not refined(net_a, net_b, a, b):
            return None
        tied = [(layer, c) for layer in range(1, len(net_a)) for c in a[layer] if a[layer].count(c) > 1]
        if not tied:
            perms = read_off(a, b)
            return perms if nets.equal(nets.reorder(net_a, perms), net_b) else None
        layer, c = tied[0]
        a[layer][a[layer].index(c)] = b[layer][b[layer].index(c)] = 10_000


@wrong("recover_permutation")
def multisets_of_rows_agree(net_a: Any, net_b: Any) -> Any:
    same_shapes(net_a, net_b)
    answer = search(net_a, net_b)
    if answer is None and all(
        Counter(A.ravel().tolist()) == Counter(B.ravel().tolist()) and sorted(a) == sorted(b)
        for (A, a), (B, b) in zip(net_a, net_b, strict=True)
    ):
        return [list(range(len(b))) for _, b in net_a[:-1]]
    return answer


@wrong("recover_permutation")
def comes_back_in_the_first_layer_only(net_a: Any, net_b: Any) -> Any:
    """All orders of the first layer's ties; from the second layer on the first unit that fits is taken."""
    same_shapes(net_a, net_b)

    def follow(net: nets.Net, layer: int) -> Any:
        if layer == len(net):
            return [] if nets.equal(net, net_b) else None
        rows, want = ([tuple(r) for r in np.column_stack(n[layer - 1]).tolist()] for n in (net, net_b))
        if sorted(rows) != sorted(want):
            return None
        groups = {row: [k for k, r in enumerate(rows) if r == row] for row in rows}
        choices = itertools.product(*(itertools.permutations(groups[row]) for row in groups))
        for choice in choices if layer == 1 else itertools.islice(choices, 1):
            order = {row: list(units) for row, units in zip(groups, choice, strict=True)}
            perm = [order[row].pop(0) for row in want]
            perms = [perm if k == layer else list(range(len(b))) for k, (_, b) in enumerate(net[:-1], start=1)]
            rest = follow(nets.reorder(net, perms), layer + 1)
            if rest is not None:
                return [perm, *rest]
        return None

    return follow(net_a, 1)


@wrong("recover_permutation")
def same_outputs_are_enough(net_a: Any, net_b: Any) -> Any:
    same_shapes(net_a, net_b)
    answer = search(net_a, net_b)
    X = np.random.default_rng(3).normal(size=(20, net_a[0][0].shape[1]))
    with np.errstate(all="ignore"):
        alike = np.allclose(nets.forward(net_a, X, "tanh"), nets.forward(net_b, X, "tanh"))
    return [list(range(len(b))) for _, b in net_a[:-1]] if answer is None and alike else answer


@wrong("recover_permutation")
def hashes_of_units(net_a: Any, net_b: Any) -> Any:
    """-1.0 and -2.0 have one hash in Python."""
    same_shapes(net_a, net_b)
    if len(net_a) > 2:
        return search(net_a, net_b)
    a, b = ([hash(unit) for unit in nets.units(net, 1)] for net in (net_a, net_b))
    if sorted(a) != sorted(b):
        return None
    free = {h: [k for k, x in enumerate(a) if x == h] for h in a}
    perms = [[free[h].pop(0) for h in b]]
    return perms if nets.equal(nets.reorder(net_a, perms), net_b) else None


def matching(name: str, look: Function) -> None:
    """A wrong function that sorts the units of every layer for itself by ``look(incoming weights, bias)``."""

    def function(net_a: Any, net_b: Any) -> Any:
        same_shapes(net_a, net_b)
        perms = []
        for pairs in zip(net_a[:-1], net_b[:-1], strict=True):
            a, b = ([look(w, x) for w, x in zip(W.tolist(), bias.tolist(), strict=True)] for W, bias in pairs)
            perm = np.empty(len(a), dtype=int)
            perm[sorted(range(len(b)), key=b.__getitem__)] = sorted(range(len(a)), key=a.__getitem__)
            perms.append(perm.tolist())
        return perms if nets.equal(nets.reorder(net_a, perms), net_b) else None

    function.__name__ = name
    WRONG.append(("recover_permutation", function))


matching("matches_sorted_biases", lambda w, b: b)
matching("matches_sums", lambda w, b: sum(w) + b)

through("recover_permutation", lambda perms, a, b: perms if max(nets.widths(a)[1:-1]) <= 6 else None, "up_to_six_units")


@wrong("recover_permutation")
def sorts_its_arguments(net_a: Any, net_b: Any) -> Any:
    answer = search(net_a, net_b)
    net_b[0][1].sort()
    return answer


# canonical_form: wrong orders


def ordering(name: str, key: Function, **options: Any) -> None:
    def function(net: Any) -> Any:
        if len(net) != 2:
            raise ValueError
        (W, b), (V, _) = net
        with np.errstate(all="ignore"):
            order = sorted(range(len(b)), key=lambda k: key(W[k], b[k], V[:, k]), **options)
        return nets.reorder(net, [order])

    function.__name__ = name
    WRONG.append(("canonical_form", function))


def flat(w: Any, b: Any, v: Any) -> list[float]:
    return [*w.tolist(), float(b), *v.tolist()]


ordering("all_but_the_last_output", lambda w, b, v: flat(w, b, v)[:-1])
ordering("all_but_the_bias", lambda w, b, v: [*w, *v])
ordering("all_but_the_first_output", lambda w, b, v: [*w, b, *v[1:]])
ordering("all_but_the_last_input", lambda w, b, v: [*w[:-1], b, *v])
ordering("all_but_the_first_input", lambda w, b, v: [*w[1:], b, *v])
ordering("sum_of_outgoing", lambda w, b, v: [*w, b, v.sum()])
ordering("float32_key", lambda w, b, v: [float(np.float32(x)) for x in flat(w, b, v)])
ordering("twelve_digits", lambda w, b, v: [round(x, 11) for x in flat(w, b, v)])
ordering("fifteen_digits", lambda w, b, v: [float(f"{x:.15g}") for x in flat(w, b, v)])
ordering("texts_of_arrays", lambda w, b, v: str(np.array(flat(w, b, v))))
ordering("texts_of_numbers", lambda w, b, v: repr(flat(w, b, v)))
ordering("hash_", lambda w, b, v: hash(tuple(flat(w, b, v))))
ordering("sorted_numbers", lambda w, b, v: sorted(flat(w, b, v)))
ordering("absolute_numbers", lambda w, b, v: [abs(x) for x in flat(w, b, v)])
ordering("signs_", lambda w, b, v: [np.sign(x) for x in flat(w, b, v)])
ordering("a_projection", lambda w, b, v: float(np.dot(flat(w, b, v), np.sqrt(np.arange(2, 3 + len(w) + len(v))))))
ordering("bias_and_outgoing", lambda w, b, v: [b, *v])
ordering("outgoing_and_incoming", lambda w, b, v: [*v, *w])
ordering("outgoing_only", lambda w, b, v: v.tolist())
ordering("first_weight_bias_and_outgoing", lambda w, b, v: [w[0], b, *v])
ordering("sum_of_incoming_bias_and_outgoing", lambda w, b, v: [w.sum(), b, *v])
ordering("descending_bias", lambda w, b, v: -b)
ordering("largest_size", lambda w, b, v: np.abs(flat(w, b, v)).max())
ordering("norm_of_incoming", lambda w, b, v: np.linalg.norm(w))
ordering("eight_digits", lambda w, b, v: np.round(flat(w, b, v), 8).tolist())
ordering("nothing", lambda w, b, v: 0)
ordering("sign_of_zero", lambda w, b, v: [np.array(x).tobytes() for x in flat(w, b, v)])


@wrong("canonical_form")
def rows_sorted_columns_sorted(net: Any) -> Any:
    if len(net) != 2:
        raise ValueError
    (W, b), (V, c) = net
    first = sorted(range(len(b)), key=lambda k: (*W[k], b[k]))
    second = sorted(range(len(b)), key=lambda k: tuple(V[:, k]))
    return [(W[first], b[first]), (V[:, second], c)]


@wrong("canonical_form")
def two_outputs_in_order(net: Any) -> Any:
    (W, b), (V, c) = R["canonical_form"](net)
    order = np.argsort(c)
    return [(W, b), (V[order], c[order])]


@wrong("canonical_form")
def two_hidden_layers_are_legal(net: Any) -> Any:
    if len(net) > 3:
        raise ValueError
    return net if len(net) == 3 else R["canonical_form"](net)


@wrong("canonical_form")
def three_hidden_layers_are_legal(net: Any) -> Any:
    return net if len(net) == 4 else R["canonical_form"](net)


@wrong("canonical_form")
def what_has_one_hidden_width_is_legal(net: Any) -> Any:
    return net if len(net) > 2 and len({len(b) for _, b in net[:-1]}) == 1 else R["canonical_form"](net)


@wrong("canonical_form")
def answers_none_for_deep_nets(net: Any) -> Any:
    return None if len(net) > 2 else R["canonical_form"](net)


@wrong("canonical_form")
def largest_unit_first_only(net: Any) -> Any:
    if len(net) != 2:
        raise ValueError
    order = list(range(len(net[0][1])))
    best = max(order, key=lambda k: nets.units(net, 1)[k])
    order.remove(best)
    return nets.reorder(net, [[best, *order]])


# swap_profile: wrong losses


def losing(name: str, loss: Function) -> None:
    """A wrong loss of ``(forward outputs, Y)`` of the mixed nets."""

    def function(net: Any, X: Any, Y: Any, activation: str, layer: int, i: int, j: int, ts: Any) -> Any:
        demand(layer, net, i, j)
        twin = nets.swap(net, layer, i, j)
        return np.array([loss(nets.forward(nets.interpolate(net, twin, t), X, activation), Y) for t in ts], dtype=float)

    function.__name__ = name
    WRONG.append(("swap_profile", function))


losing("mean_over_outputs_only", lambda F, Y: np.sum(np.mean((F - Y) ** 2, axis=1)))
losing("first_output", lambda F, Y: np.mean((F - Y)[:, 0] ** 2))
losing("absolute_error", lambda F, Y: np.mean(abs(F - Y)))
losing("median_", lambda F, Y: np.median((F - Y) ** 2))
losing("square_of_the_mean", lambda F, Y: np.mean(F - Y) ** 2)
losing("variance_", lambda F, Y: np.var(F - Y))
losing("unbiased", lambda F, Y: np.sum((F - Y) ** 2) / max(1, F.size - 1))
losing("broadcast", lambda F, Y: np.mean((F[:, None] - Y[None]) ** 2))
losing("float32__", lambda F, Y: np.mean((F.astype(np.float32) - Y.astype(np.float32)) ** 2))
losing("per_sample_sum_over_n_plus_1", lambda F, Y: np.sum((F - Y) ** 2) / (F.size + 1e-7))

through("swap_profile", lambda L, *_: np.round(L, 8), "rounded_losses")
through("swap_profile", lambda L, *_: L[:, None], "a_column")
through("swap_profile", lambda L, *_: (x for x in L), "a_generator_of_losses")
through("swap_profile", lambda L, *_: np.sort(L), "sorted_losses")
through("swap_profile", lambda L, *_: L if len(L) else np.zeros(1), "one_loss_for_no_t")
through("swap_profile", lambda L, *_: L if len(L) else None, "none_for_no_t")
through("swap_profile", lambda L, *a: L if a[5] != a[6] else 0 * L, "zero_for_a_unit_with_itself")
through("swap_profile", lambda L, *a: L - L.min() if len(L) else L, "excess_over_the_lowest")
through("swap_profile", lambda L, *a: dict(zip(a[-1].tolist(), L, strict=True)), "a_dict")


def walking(name: str, point: Function) -> None:
    """A wrong point of the line: ``point(net, twin, t, layer)``."""

    def function(net: Any, X: Any, Y: Any, activation: str, layer: int, i: int, j: int, ts: Any) -> Any:
        demand(layer, net, i, j)
        twin = nets.swap(net, layer, i, j)
        return np.array([nets.mse(point(net, twin, t, layer), X, Y, activation) for t in ts], dtype=float)

    function.__name__ = name
    WRONG.append(("swap_profile", function))


walking("smooth_step", lambda a, b, t, layer: nets.interpolate(a, b, t * t * (3 - 2 * t)))
walking("jumps", lambda a, b, t, layer: a if t < 0.5 else b)
walking("half_the_way", lambda a, b, t, layer: nets.interpolate(a, b, t / 2))
walking(
    "adds_without_weights", lambda a, b, t, layer: [(A + t * B, x + t * y) for (A, x), (B, y) in zip(a, b, strict=True)]
)
walking("incoming_side_only", lambda a, b, t, layer: [*nets.interpolate(a, b, t)[:layer], *a[layer:]])
walking("outgoing_side_only", lambda a, b, t, layer: [*a[:layer], *nets.interpolate(a, b, t)[layer:]])
walking("ts_to_three_digits", lambda a, b, t, layer: nets.interpolate(a, b, round(t, 5)))
walking("first_layer_of_the_line_only", lambda a, b, t, layer: [nets.interpolate(a, b, t)[0], *a[1:]])
walking(
    "output_bias_forgotten",
    lambda a, b, t, layer: [*nets.interpolate(a, b, t)[:-1], (nets.interpolate(a, b, t)[-1][0], 0 * a[-1][1])],
)


def activating(name: str, other: Function) -> None:
    """Another activation than the one that is asked for."""

    def function(net: Any, X: Any, Y: Any, activation: str, layer: int, i: int, j: int, ts: Any) -> Any:
        demand(layer, net, i, j)
        twin = nets.swap(net, layer, i, j)
        return [other(nets.interpolate(net, twin, t), X, Y, activation) for t in ts]

    function.__name__ = name
    WRONG.append(("swap_profile", function))


def first_hidden_layer_only(net: nets.Net, X: Any, Y: Any, activation: str) -> float:
    act = nets.ACTIVATIONS[activation]
    h = act(X @ net[0][0].T + net[0][1])
    for W, b in net[1:]:
        h = h @ W.T + b
    return float(np.mean((h - Y) ** 2))


activating("relu_for_identity", lambda n, X, Y, a: nets.mse(n, X, Y, "relu" if a == "identity" else a))
activating("tanh_for_sigmoid", lambda n, X, Y, a: nets.mse(n, X, Y, "tanh" if a == "sigmoid" else a))
activating("identity_for_relu", lambda n, X, Y, a: nets.mse(n, X, Y, "identity" if a == "relu" else a))
activating("first_layer_only", first_hidden_layer_only)


@wrong("swap_profile")
def wrong_layers_are_an_index_error(*args: Any) -> Any:
    try:
        return R["swap_profile"](*args)
    except ValueError:
        raise IndexError from None


@wrong("swap_profile")
def negative_units_are_legal(net: Any, X: Any, Y: Any, activation: str, layer: int, i: int, j: int, ts: Any) -> Any:
    n = demand(layer, net)
    if max(i, j) >= n:
        raise ValueError
    return R["swap_profile"](net, X, Y, activation, layer, i % n, j % n, ts)


TRUE_HINTS = {
    "swaps_in_the_callers_list": "swaps_in_the_callers_arrays",
    "swaps_rows_as_views": "loses_a_row_to_a_view",
    "swaps_columns_as_views": "loses_a_column_to_a_view",
    "does_not_look_at_its_arguments": "swaps_whatever_it_is_asked_to",
    "only_the_larger_unit_is_looked_at": "takes_negative_units_from_the_end",
    "what_numpy_takes_is_legal": "takes_negative_units_from_the_end",
    "asserts": "asserts_that_the_units_exist",
    "sorted_perm": "returns_the_net_unpermuted",
    "twice": "permutes_twice",
    "no_number_twice": "accepts_different_numbers_that_are_not_too_large",
    "permutation_of_anything": "accepts_a_perm_that_is_too_short",
    "length_and_maximum_of_different_numbers": "accepts_different_numbers_with_the_right_maximum",
    "different_units_are_named": "accepts_a_perm_that_is_too_short",
    "pops_from_perm": "empties_the_callers_perm",
    "puts_perm_in_order_by_swaps": "sorts_the_callers_perm",
    "float32_": "compares_within_a_tolerance",
    "rounded_to_12_digits_": "compares_within_a_tolerance",
    "inverse_perms": "recovers_the_inverse",
    "empty_list_for_none": "answers_an_empty_list_for_none",
    "one_hidden_layer_only": "gives_up_on_deep_nets",
    "compares_nothing": "answers_none_to_other_shapes",
    "matches_sorted_biases": "matches_biases_only",
    "all_but_the_bias": "forgets_the_bias_as_a_key",
    "outgoing_only": "sorts_by_outgoing_weights_alone",
    "nothing": "returns_the_net_unsorted",
    "absolute_error": "takes_absolute_errors",
    "incoming_side_only": "walks_to_half_a_swap",
}
"""Wrong functions for which there is a hint, and the misconception that it belongs to: each has been read, and is true.

A hint for a function that is not listed here may mislead. Read both: then list the function, reword the hint so that it
is true of every function that it can be shown for, or tell the two apart by another case.
"""


@pytest.mark.parametrize(("exercise", "function"), WRONG, ids=lambda x: x if isinstance(x, str) else x.__name__)
def test_wrong_function_is_rejected_and_no_hint_misleads(exercise: str, function: Function) -> None:
    with np.errstate(all="ignore"):
        (result,) = grade_functions(LAB, LocalTransport({exercise: function}), [exercise])
    found = {check.outcome for check in result.checks}
    assert "failed" in found
    assert "error" not in found
    name = TRUE_HINTS.get(function.__name__)
    wanted = {idea.hint for idea in LAB.misconceptions if (idea.exercise, idea.name) == (exercise, name)}
    assert {check.hint for check in result.checks if check.hint} == wanted


def test_the_table_of_hints_is_about_wrong_functions() -> None:
    count = Counter(function.__name__ for _, function in WRONG)
    assert all(count[name] == 1 for name in TRUE_HINTS)
    assert set(TRUE_HINTS.values()) <= {idea.name for idea in LAB.misconceptions}


def test_there_are_enough_wrong_functions() -> None:
    count = Counter(exercise for exercise, _ in WRONG)
    assert all(count[e.name] >= 20 for e in LAB.exercises), count


# --- odd functions that are right ----------------------------------------------------------------------------------

ODD: list[tuple[str, Function]] = []


def odd(exercise: str, change: Function, name: str) -> None:
    def function(*args: Any) -> Any:
        return change(R[exercise](*args), *args)

    function.__name__ = name
    ODD.append((exercise, function))


for _exercise in ("swap_units", "permute_units", "canonical_form"):
    odd(_exercise, lambda net, *_: tuple([W.tolist(), tuple(b.tolist())] for W, b in net), "lists_and_tuples")
    odd(_exercise, lambda net, *_: [(W.astype(object), b.astype(object)) for W, b in net], "object_arrays")
    odd(_exercise, lambda net, *_: [(W.astype(np.longdouble), b) for W, b in net], "long_doubles")
    odd(_exercise, lambda net, *_: [(np.asfortranarray(W), b[::-1].copy()[::-1]) for W, b in net], "strided")
    odd(_exercise, lambda net, *_: [(W + 0.0, b + 0.0) for W, b in net], "no_negative_zeros")
    odd(_exercise, lambda net, *_: [(W * 1.0, np.where(b == 0, -b, b)) for W, b in net], "other_zeros")
    odd(_exercise, lambda net, *_: [(np.vectorize(Fraction)(W), list(map(Fraction, b))) for W, b in net], "fractions")
    odd(_exercise, lambda net, *_: [np.array([*layer, None], dtype=object)[:2] for layer in net], "pairs_as_arrays")
    odd(_exercise, lambda net, *_: [(W.view(np.ma.MaskedArray), b) for W, b in net], "masked_arrays")
    odd(_exercise, lambda net, *_: [(list(W), list(b)) for W, b in net], "lists_of_rows")

odd("recover_permutation", lambda perms, *_: perms and tuple(map(tuple, perms)), "tuples")
odd("recover_permutation", lambda perms, *_: perms and [np.array(p) for p in perms], "arrays_of_ints")
odd("recover_permutation", lambda perms, *_: perms and [np.array(p, dtype=np.int32) for p in perms], "int32")
odd("recover_permutation", lambda perms, *_: perms and [[np.int64(k) for k in p] for p in perms], "numpy_ints")
odd("recover_permutation", lambda perms, *_: perms and [list(map(np.uint8, p)) for p in perms], "small_ints")
odd(
    "recover_permutation",
    lambda perms, *_: np.array(perms) if perms and len({len(p) for p in perms}) == 1 else perms,
    "one_array_if_it_fits",
)
odd("swap_profile", lambda L, *_: L.tolist(), "a_list")
odd("swap_profile", lambda L, *_: tuple(np.float64(x) for x in L), "numpy_floats")
odd("swap_profile", lambda L, *_: [np.array(x) for x in L], "arrays_without_axes")
odd("swap_profile", lambda L, *_: L * (1 + 1e-13), "rounding")
odd("swap_profile", lambda L, *_: L.astype(np.longdouble), "long_doubles")
odd("swap_profile", lambda L, *a: R["swap_profile"](*a[:-1], 1 - np.asarray(a[-1])), "from_the_other_end")


class Profile:
    """A callable object, with the keyword arguments of nobody."""

    def __call__(self, net: Any, X: Any, Y: Any, activation: str, layer: int, i: int, j: int, ts: Any) -> Any:
        return [self.loss(net, t, X=X, Y=Y, a=activation, k=(layer, i, j)) for t in ts] or self.check(net, layer, i, j)

    def check(self, net: Any, layer: int, i: int, j: int) -> list[Any]:
        demand(layer, net, i, j)
        return []

    def loss(self, net: Any, t: float, *, X: Any, Y: Any, a: str, k: Any) -> float:
        self.check(net, *k)
        P = np.eye(width(net, k[0]))[transposed(width(net, k[0]), *k[1:])]
        mixed = [(W.copy(), b.copy()) for W, b in net]
        Q = (1 - t) * np.eye(len(P)) + t * P
        mixed[k[0] - 1] = (Q @ net[k[0] - 1][0], Q @ net[k[0] - 1][1])
        mixed[k[0]] = (net[k[0]][0] @ Q.T, net[k[0]][1])
        return sum(float(e) ** 2 for e in (nets.forward(mixed, X, a) - Y).ravel()) / Y.size


ODD.append(("swap_profile", Profile()))


def all_orders_of_a_small_net(net: Any) -> Any:
    """The least of all reorderings: n! of them, and right."""
    if len(net) != 2:
        raise ValueError
    units = nets.units(net, 1)
    best = min(itertools.permutations(range(len(units))), key=lambda p: [units[k] for k in p])
    return nets.reorder(net, [best])


def form_by_exact_fractions(net: Any) -> Any:
    """Scores in rationals, largest first; ties broken by the numbers themselves."""
    if len(net) != 2:
        raise ValueError
    units = nets.units(net, 1)
    keys = [(sum(Fraction(x) * (k + 1) ** 2 for k, x in enumerate(unit)), unit) for unit in units]
    return nets.reorder(net, [sorted(range(len(units)), key=keys.__getitem__, reverse=True)])


def form_by_unique(net: Any) -> Any:
    if len(net) != 2:
        raise ValueError
    (W, b), (V, c) = net
    units, counts = np.unique(np.hstack([V.T, W, b[:, None]]) + 0.0, axis=0, return_counts=True)
    table, m = np.repeat(units, counts, axis=0), len(c)
    return [(table[:, m:-1], table[:, -1]), (table[:, :m].T, c)]


def form_by_counting(net: Any) -> Any:
    """The place of a unit is the number of units that come before it."""
    if len(net) > 2:
        raise ValueError
    units = nets.units(net, 1)
    order = [0] * len(units)
    for k, unit in enumerate(units):
        order[sum(u < unit for u in units) + sum(u == unit for u in units[:k])] = k
    return nets.reorder(net, [order])


def recover_by_canonical_forms(net_a: Any, net_b: Any) -> Any:
    """One hidden layer by sorting units, deeper nets by the slow variant."""
    if nets.widths(net_a) != nets.widths(net_b):
        raise ValueError
    if len(net_a) > 2:
        slow = next(v.function for v in LAB.variants if v.name == "recover_by_all_orders_of_ties")
        return slow(net_a, net_b)
    a, b = (sorted(range(width(net, 1)), key=lambda k: nets.units(net, 1)[k]) for net in (net_a, net_b))
    perm = np.empty(len(a), dtype=int)
    perm[b] = a
    return [perm] if nets.equal(nets.reorder(net_a, [perm.tolist()]), net_b) else None


@functools.partial
def swap_through_permute(net: Any, layer: int, i: int, j: int) -> Any:
    n = demand(layer, net, i, j)
    return R["permute_units"](net, layer, transposed(n, i, j))


def swap_in_place_and_back(net: Any, layer: int, i: int, j: int) -> Any:
    """Changes the argument and mends it before it returns."""
    demand(layer, net, i, j)
    parts = (net[layer - 1][0], net[layer - 1][1], net[layer][0].T)
    for part in parts:
        part[[i, j]] = part[[j, i]]
    new = nets.copy(net)
    for part in parts:
        part[[i, j]] = part[[j, i]]
    return new


def its_own_error(net: Any, layer: int, perm: list[int]) -> Any:
    class NotAPermutation(ValueError):
        pass

    try:
        return R["permute_units"](net, layer, perm)
    except ValueError as error:
        raise NotAPermutation("é" * 5000) from error


ODD += [
    ("canonical_form", all_orders_of_a_small_net),
    ("canonical_form", form_by_exact_fractions),
    ("canonical_form", form_by_unique),
    ("canonical_form", form_by_counting),
    ("recover_permutation", recover_by_canonical_forms),
    ("swap_units", swap_through_permute),
    ("swap_units", swap_in_place_and_back),
    ("permute_units", its_own_error),
]


@pytest.mark.parametrize(
    ("exercise", "function"), ODD, ids=lambda x: x if isinstance(x, str) else getattr(x, "__name__", "object")
)
def test_odd_function_keeps_full_marks(exercise: str, function: Function) -> None:
    found = outcomes(exercise, function)
    assert set(found.values()) == {"passed"}, found

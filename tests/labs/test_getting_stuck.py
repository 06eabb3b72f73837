"""Lab 06: the lab's mathematics against known numbers, the truth of its cases, and odd right answers."""

from __future__ import annotations

import itertools
import math
import random
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder import certify, nets
from autograder.certify import exact
from autograder.functions import Function as Argument
from autograder.grading import grade_functions
from autograder.labs import load_lab
from autograder.sandbox.local import LocalTransport

LAB = load_lab(Path(__file__).parents[2], "06_getting_stuck")
R = LAB.reference
Function = Callable[..., Any]


def outcomes(exercise: str, function: Function) -> dict[str, str]:
    """The outcome of every check of one exercise for this function."""
    (result,) = grade_functions(LAB, LocalTransport({exercise: function}), [exercise])
    return {check.name: check.outcome for check in result.checks}


def all_cases(exercise: str) -> list[Any]:
    return [case for check, _ in LAB.checks(exercise) for case in check.cases or ()]


# --- the reference, the variants, the misconceptions ---------------------------------------------------------------


@pytest.mark.parametrize("exercise", [e.name for e in LAB.exercises])
def test_reference_passes_every_check(exercise: str) -> None:
    assert set(outcomes(exercise, R[exercise]).values()) == {"passed"}


@pytest.mark.parametrize("variant", LAB.variants, ids=lambda v: f"{v.exercise}-{v.name}")
def test_variant_passes_every_check(variant: Any) -> None:
    found = outcomes(variant.exercise, variant.function)
    assert set(found.values()) == {"passed"}, found


@pytest.mark.parametrize("idea", LAB.misconceptions, ids=lambda m: f"{m.exercise}-{m.name}")
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_misconception_fails_and_is_recognised(idea: Any) -> None:
    (result,) = grade_functions(LAB, LocalTransport({idea.exercise: idea.function}), [idea.exercise])
    found = {check.outcome for check in result.checks}
    assert "error" not in found
    assert "failed" in found
    assert idea.hint in {check.hint for check in result.checks}


def test_there_are_enough_misconceptions_and_variants() -> None:
    ideas, variants = Counter(m.exercise for m in LAB.misconceptions), Counter(v.exercise for v in LAB.variants)
    assert all(ideas[e.name] >= 15 and variants[e.name] >= 3 for e in LAB.exercises)
    names = [m.name for m in LAB.misconceptions] + [v.name for v in LAB.variants]
    assert len(names) == len(set(names))
    assert len({m.hint for m in LAB.misconceptions}) >= len(LAB.misconceptions) - 1  # x0 is changed in two exercises


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
    recorder = Recorder(R)
    grade_functions(LAB, recorder)
    assert len(recorder.seen) <= 200
    steps = 0
    for function, args in recorder.seen:
        named = dict(zip(LAB.parameters[function], args, strict=True))
        for name in ("x0", "hessian", "X", "Y"):
            if name in named:
                assert named[name].dtype == np.float64
                assert np.isfinite(named[name]).all()
        for name in ("n_steps", "seed", "layer", "unit", "n_hidden", "d"):
            assert type(named.get(name, 0)) is int
        for name in ("step", "noise", "mu"):
            assert type(named.get(name, 0.0)) is float
        if "grad" in named:
            assert isinstance(named["grad"], Argument)
            assert named["grad"](named["x0"]).shape == named["x0"].shape
            assert 0 <= named.get("seed", 0) < 2**32
            assert named.get("noise", 0.0) >= 0
            steps += named["n_steps"]
        if "hessian" in named:
            H = named["hessian"]
            assert H.ndim == 2
            assert H.shape[0] != H.shape[1] or (H == H.T).all()
        if "net" in named:
            for number, (W, b) in enumerate(named["net"]):
                assert W.dtype == b.dtype == np.float64
                assert b.shape == W.shape[:1]
                assert number == 0 or W.shape[1] == len(named["net"][number - 1][1])
        if function == "escape_direction":
            assert named["activation"] in nets.ACTIVATIONS
            assert len(named["X"]) == len(named["Y"])
            assert sum(W.size + b.size for W, b in named["net"]) <= 40
    assert steps < 450  # each costs a question to the grader


# --- the truth of the cases ----------------------------------------------------------------------------------------

CRITICAL = {(case.label, case.activation, len(case.X)): case for case in all_cases("escape_direction")}


def test_all_kinds_of_critical_points_occur() -> None:
    kinds = Counter((case.activation, case.saddle) for case in CRITICAL.values())
    assert all(kinds[activation, saddle] >= 1 for activation in nets.ACTIVATIONS for saddle in (True, False))
    depths = Counter((len(case.net), case.saddle) for case in CRITICAL.values())
    assert all(depths[depth, saddle] >= 2 for depth in (2, 3) for saddle in (True, False))
    assert any(len(case.Y[0]) > 1 and case.saddle for case in CRITICAL.values())


@pytest.mark.parametrize("case", CRITICAL.values(), ids=lambda case: f"{case.label}, {case.activation}")
def test_critical_points_are_what_they_are_said_to_be(case: Any) -> None:
    """The gradient is 0 up to rounding, and the lowest eigenvalue below -5e-4 or above -1e-9: proved."""
    data = (case.X, case.Y, case.activation)
    assert certify.gradient_below(case.net, *data, 1e-14).proved
    if case.saddle:
        direction = R["escape_direction"](case.net, *data)
        assert certify.negative_curvature(case.net, direction, *data, at_most=-5e-4).proved
    else:
        assert certify.curvature_above(case.net, *data, -1e-9, bits=128).proved


@pytest.mark.parametrize("case", CRITICAL.values(), ids=lambda case: f"{case.label}, {case.activation}")
def test_no_relu_is_near_its_kink(case: Any) -> None:
    if case.activation == "relu":
        near = [abs(z) for layer in exact.preactivations(case.net, case.X, "relu") for row in layer for z in row]
        assert min(near) > 0.4
        assert np.abs(case.X).max() <= 3


def test_faint_and_strong_curvatures_occur() -> None:
    lowest = []
    for case in CRITICAL.values():
        if case.saddle:
            direction = R["escape_direction"](case.net, case.X, case.Y, case.activation)
            data = (case.net, direction, case.X, case.Y, case.activation)
            lowest.append(
                next(b for b in (1e-3, 1e-2, 1e-1, 1, 10) if not certify.negative_curvature(*data, -b).proved)
            )
    assert set(lowest) == {1e-3, 1e-2, 1e-1, 1, 10}


def test_data_of_dead_nets_allow_better_ones() -> None:
    """Two samples with different inputs and different targets can be told apart."""
    for case in all_cases("dead_relu_minimum"):
        if len(case.X) == len(case.Y):
            rows = {tuple(x) for x in case.X.tolist()}
            assert len(rows) == len(case.X) >= 2
            assert len({tuple(y) for y in case.Y.tolist()}) >= 2


def test_no_path_depends_on_its_rounding() -> None:
    """Where numbers nearly cancel, to 1e-4 of their size, all of them are exact, so that any order gives the same."""
    cases = [case for name in ("gradient_descent", "noisy_descent") for case in all_cases(name)]
    paths = [case for case in cases if case.get("n_steps") and case.get("noise", 0.0) == 0]
    assert len(paths) > 20
    for case in paths:
        path = R["gradient_descent"](case.grad, case.x0, case.step, case.n_steps)
        for before, after in itertools.pairwise(path):
            for x, slope, new in zip(before, case.grad(before), after, strict=True):
                exactly = Fraction(x) - Fraction(case.step) * Fraction(slope)
                assert abs(new) > 1e-4 * (abs(x) + abs(case.step * slope)) or exactly == new, case.label


def test_zero_as_largest_eigenvalue_occurs_in_diagonal_matrices_only() -> None:
    for case in all_cases("largest_safe_step"):
        H = case.hessian
        if H.shape[0] == H.shape[1]:
            values = np.linalg.eigvalsh(H)
            size = np.abs(values).max()
            if abs(values[-1]) <= 1e-9 * size:
                assert (np.diag(np.diag(H)) == H).all()
            else:
                assert abs(values[-1]) > 1e-3 * size  # so that rounding cannot hide it


# --- known numbers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "path"),
    [
        ("1/4", "1 1/2 1/4 1/8 1/16 1/32"),
        ("1/2", "1 0 0 0 0 0"),
        ("3/4", "1 -1/2 1/4 -1/8 1/16 -1/32"),
        ("9/10", "1 -4/5 16/25 -64/125 256/625 -1024/3125"),
        ("1", "1 -1 1 -1 1 -1"),
        ("11/10", "1 -6/5 36/25 -216/125 1296/625 -7776/3125"),
        ("3/2", "1 -2 4 -8 16 -32"),
    ],
)
def test_iterates_on_a_square(step: str, path: str) -> None:
    """The exact iterates of x -> x - 2*step*x from 1."""
    found = R["gradient_descent"](lambda x: 2 * x, np.array([1.0]), float(Fraction(step)), 5)
    assert found[:, 0] == pytest.approx([float(Fraction(x)) for x in path.split()], rel=1e-13)


@pytest.mark.parametrize(
    ("w", "step", "reached", "losses"),
    [
        ((10, 10), "1/1000", "401/50 401/50", (9801, "25059206601/6250000")),
        ((10, 10), "1/100", "-49/5 -49/5", (9801, "5645376/625")),
        ((10, 10), "1/50", "-148/5 -148/5", (9801, "478690641/625")),
        ((0, 0), "1/10", "0 0", (1, "1")),
        ((1, -1), "1/10", "3/5 -3/5", (4, "1156/625")),
    ],
)
def test_one_step_on_a_product(w: Any, step: str, reached: str, losses: Any) -> None:
    """One step on (w0*w1 - 1)**2, and the loss before and after it."""
    slope = lambda x: 2 * (x[0] * x[1] - 1) * x[::-1]  # noqa: E731
    path = R["gradient_descent"](slope, np.array(w, dtype=float), float(Fraction(step)), 1)
    assert path[1] == pytest.approx([float(Fraction(x)) for x in reached.split()], rel=1e-13)
    assert (path.prod(axis=1) - 1) ** 2 == pytest.approx([float(Fraction(loss)) for loss in losses], rel=1e-12)


hessian = R["escape_direction"].__globals__["loss_hessian"]


def special(name: str) -> Any:
    """A critical point of the hidden half, by the label of its case."""
    return next(case for case in CRITICAL.values() if case.label == name)


def eigenvalues(case: Any) -> Any:
    return np.linalg.eigvalsh(hessian(case.net, case.X, case.Y, case.activation))


@pytest.mark.parametrize(
    ("label", "loss", "known"),
    [  # eigenvalues from exact Hessians, computed elsewhere
        ("through the biases", 52393 / 8100000, [-0.020204524247885748, 0, 0.02808979672575066, 0.07143756641602057,
                                                 0.19718532217144677, 2.760874368703151, 3.6556069014076855]),
        ("biases, uneven", 52393 / 8100000, [-0.01223046680824051, 0, 0.016420884271777837, 0.07981190519952809,
                                             0.23237794826978914, 2.943800968201348, 4.139200965836646]),
        ("through the weights", 52393 / 8100000, [-0.018360396512508252, 0, 0.011618981398755049, 0.11300602129883851,
                                                  0.46697641359077324, 5.338220106911586, 12.083812685203561]),
        ("a line of local minima", 28860496479443 / 225792000000000,
         [0, 0.0014285714285713256, 0.0014285714285714947, 0.16244628063260672,
          0.3035568615940332, 2.947663349160544, 3.0725265057541593]),
        ("hardly curved", 28860496479443 / 225792000000000,
         [-0.0008602108694320594, -0.0008583057494493722, 0, 0.39031399113631754,
          0.6741002293537858, 4.5439544186804515, 9.292878679373782]),
    ],
)  # fmt: skip
def test_spectra_of_split_tanh_units(label: str, loss: float, known: list[float]) -> None:
    case = special(label)
    assert nets.mse(case.net, case.X, case.Y, "tanh") == pytest.approx(loss, rel=1e-12)
    assert eigenvalues(case) == pytest.approx(known, abs=1e-12)


def test_the_local_minimum_is_not_global() -> None:
    """A point found by training with loss 0.0594; coordinates are (W1, b1, v1, W2, b2, v2, c)."""
    case = special("a line of local minima")
    w1, b1, v1, w2, b2, v2, c = (
        0.260100692954203, -0.13535394316102065, 4.085738057624637, 13.219564933839777,
        -41.55001161949169, -38.11687197126143, -37.15512975672617,
    )  # fmt: skip
    better = [(np.array([[w1], [w2]]), np.array([b1, b2])), (np.array([[v1, v2]]), np.array([c]))]
    assert nets.mse(better, case.X, case.Y, "tanh") == pytest.approx(0.05942872089646371, rel=1e-9)


def test_the_rank_one_saddle() -> None:
    case = special("one of two tasks done")
    down = [
        (np.array([[-1.0, -1.0], [0.0, 1.0]]), np.zeros(2)),
        (np.array([[1.0, 1.0], [-1.0, 1.0]]), np.zeros(2)),
    ]
    assert certify.second_derivative(case.net, down, case.X, case.Y, "identity") == -2
    assert eigenvalues(case)[0] == pytest.approx(-0.5)


@pytest.mark.parametrize(
    ("kept", "loss", "negative"),
    [((), 14, 6), ((3,), 5, 2), ((2,), 10, 3), ((1,), 13, 4), ((3, 2), 1, 0), ((3, 1), 4, 1), ((2, 1), 9, 2)],
)
def test_the_landscape_of_a_deep_linear_net(kept: Any, loss: int, negative: int) -> None:
    """The squared distance of W2 W1 to diag(3, 2, 1), width 2: only what keeps 3 and 2 has no way down."""
    W1, W2 = np.zeros((2, 3)), np.zeros((3, 2))
    for unit, value in enumerate(kept):
        W1[unit, 3 - value] = 1.0
        W2[3 - value, unit] = value
    net = [(W1, np.zeros(2)), (W2, np.zeros(3))]
    X = np.vstack([np.eye(3), -np.eye(3)])  # balanced, so that the biases stay 0
    Y = X @ np.diag([3.0, 2.0, 1.0])
    assert nets.mse(net, X, Y, "identity") * 9 == loss
    assert certify.gradient_below(net, X, Y, "identity", 1e-300).proved
    direction = R["escape_direction"](net, X, Y, "identity")
    assert (direction is None) == (negative == 0)
    if direction is not None:
        assert certify.negative_curvature(net, direction, X, Y, "identity").proved
    assert np.sum(np.linalg.eigvalsh(hessian(net, X, Y, "identity")) < -1e-9) == negative


def test_a_flat_saddle_has_no_negative_curvature() -> None:
    """(w1*w2*w3 - 1)**2 at 0: the Hessian is 0, and (1/2, 1/2, 1/2) is better by 15/64."""
    case = next(case for case in CRITICAL.values() if case.label == "three layers" and case.activation == "identity")
    half = [(W + 0.5, b) for W, b in case.net]
    assert exact.loss(case.net, case.X, case.Y, "identity") == 1
    assert exact.loss(half, case.X, case.Y, "identity") == Fraction(49, 64)


def test_critical_points_of_rastrigin_by_brute_force() -> None:
    """The slope changes its sign 21 times in the box, upwards (a minimum) 11 times; in two variables they multiply."""
    x = np.linspace(-5.12, 5.12, 100_001)
    rising = 2 * x + 20 * np.pi * np.sin(2 * np.pi * x) > 0
    changes = rising[1:].astype(int) - rising[:-1].astype(int)
    line = [int(np.sum(changes == 1)), int(np.sum(changes == -1))]
    assert line == [11, 10] == R["saddle_counts"](1)
    assert not rising[0]
    assert rising[-1]
    kinds = [0] * line[0] + [1] * line[1]
    for d in (2, 3):
        index = Counter(sum(choice) for choice in itertools.product(kinds, repeat=d))
        assert R["saddle_counts"](d) == [index[k] for k in range(d + 1)]


def test_known_dead_nets_are_dead() -> None:
    """The known spurious minimum on XOR: pre-activations -5 to -2, loss 1/4; and that of the reference."""
    X, Y = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), np.array([[0.0], [1.0], [1.0], [0.0]])
    known = [(np.array([[1.0, 1.0], [2.0, -1.0]]), np.array([-5.0, -4.0])), (np.array([[3.0, -2.0]]), np.array([0.5]))]
    assert exact.preactivations(known, X, "relu")[0] == [[-5, -4], [-4, -5], [-4, -2], [-3, -3]]
    for net in (known, R["dead_relu_minimum"](X, Y, 2)):
        assert certify.dead_relu_minimum(net, X, Y).proved
        assert exact.loss(net, X, Y, "relu") == Fraction(1, 4)


@pytest.mark.parametrize("mu", [0.5, 0.25, 1.5, -0.5, 3.0])
def test_splitting_keeps_function_and_criticality(mu: float) -> None:
    for case in CRITICAL.values():
        if case.activation != "tanh" or len(case.X) > 10:
            continue
        for layer in range(1, len(case.net)):
            net = R["split_unit"](case.net, layer, 0, mu)
            assert nets.forward(net, case.X, "tanh") == pytest.approx(nets.forward(case.net, case.X, "tanh"), abs=1e-12)
            assert certify.gradient_below(net, case.X, case.Y, "tanh", 1e-13).proved


# --- the statistics of the noise -----------------------------------------------------------------------------------

GENERATORS = {
    "PCG64": lambda seed: np.random.Generator(np.random.PCG64(seed)).uniform,
    "Philox": lambda seed: np.random.Generator(np.random.Philox(seed)).uniform,
    "SFC64": lambda seed: np.random.Generator(np.random.SFC64(seed)).uniform,
    "MT19937": lambda seed: np.random.RandomState(seed).uniform,
    "random": lambda seed: by_hand(random.Random(seed).random),
}


def by_hand(draw: Callable[[], float]) -> Callable[..., Any]:
    return lambda a, b, size: np.array([a + (b - a) * draw() for _ in range(size)])


@pytest.mark.parametrize("name", GENERATORS)
@pytest.mark.parametrize("shift", range(20))
def test_right_noise_passes_whatever_the_generator(name: str, shift: int) -> None:
    """Twenty seeds for each generator: with the bounds of the checks none may fail."""

    def noisy(grad: Any, x0: Any, step: float, n_steps: int, noise: float, seed: int) -> Any:
        draw = GENERATORS[name]((seed + 1000 * shift) % 2**32)
        path = [x0]
        for _ in range(n_steps):
            path.append(path[-1] - step * grad(path[-1]) + draw(-noise, noise, size=len(x0)))
        return np.array(path)

    assert set(outcomes("noisy_descent", noisy).values()) == {"passed"}


def test_the_bounds_of_the_noise_checks_are_as_stated() -> None:
    """The probabilities in the checks' description, summed."""
    n, steps, coordinates = 4000, 20, 200
    parts = [
        2 * (1 - 0.015 / 2) ** n,
        steps * 0.85**coordinates,
        coordinates * 0.2**steps,
        2 * math.exp(-2 * n * 0.06**2),
        *(2 * math.exp(-pairs * 0.18**2 / 2) for pairs in (10 * 200, 9 * 200, 100 * 20, 99 * 20)),
    ]
    assert sum(parts) < 1e-11


# --- odd, and right ------------------------------------------------------------------------------------------------


def scaled_direction(factor: float, as_lists: bool = False) -> Function:
    def escape(net: Any, X: Any, Y: Any, activation: str) -> Any:
        found = R["escape_direction"](net, X, Y, activation)
        if found is None:
            return None
        new = [(factor * W, factor * b) for W, b in found]
        return tuple((W.tolist(), tuple(b.tolist())) for W, b in new) if as_lists else new

    return escape


def rounded_direction(net: Any, X: Any, Y: Any, activation: str) -> Any:
    """Whole numbers, ints: a direction need not be exact."""
    found = R["escape_direction"](net, X, Y, activation)
    if found is None:
        return None
    return [(np.round(1000 * W).astype(int), np.round(1000 * b).astype(int)) for W, b in found]


def any_negative_direction(net: Any, X: Any, Y: Any, activation: str) -> Any:
    """A mixture of a downward direction with others, still downwards."""
    found = R["escape_direction"](net, X, Y, activation)
    if found is None:
        return None
    rng = np.random.default_rng(0)
    for size in (1.0, 0.1, 0.01, 0.001):
        mixed = [(W + size * rng.normal(size=W.shape), b + size * rng.normal(size=b.shape)) for W, b in found]
        if certify.negative_curvature(net, mixed, X, Y, activation).proved:
            return mixed
    return found


def descent_in_extended_precision(grad: Any, x0: Any, step: float, n_steps: int) -> Any:
    path = [np.array(x0)]
    for _ in range(n_steps):
        x = path[-1]
        path.append((x.astype(np.longdouble) - np.longdouble(step) * grad(x)).astype(float))
    return path


def descent_by_sums(grad: Any, x0: Any, step: float, n_steps: int) -> Any:
    """The start minus the step times the sum of all gradients so far."""
    path, total = [np.array(x0)], np.zeros(len(x0))
    for _ in range(n_steps):
        total = total + grad(path[-1])
        path.append(x0 - step * total)
    return path


ODD: list[tuple[str, str, Function]] = [
    ("gradient_descent", "extended precision", descent_in_extended_precision),
    ("gradient_descent", "sums of gradients", descent_by_sums),
    ("gradient_descent", "tuples of numpy floats", lambda *a: tuple(map(tuple, R["gradient_descent"](*a)))),
    ("gradient_descent", "a list of arrays", lambda *a: list(R["gradient_descent"](*a))),
    ("gradient_descent", "columns in memory", lambda *a: np.asfortranarray(R["gradient_descent"](*a))),
    ("largest_safe_step", "an array without axes", lambda H: np.array(R["largest_safe_step"](H))),
    ("largest_safe_step", "single precision", lambda H: np.float64(np.float32(R["largest_safe_step"](H)))),
    ("largest_safe_step", "an int where it is whole", lambda H: whole(R["largest_safe_step"](H))),
    ("largest_safe_step", "a fraction", lambda H: fraction(R["largest_safe_step"](H))),
    ("largest_safe_step", "8e-7 too large", lambda H: R["largest_safe_step"](H) * (1 + 8e-7)),
    ("noisy_descent", "lists", lambda *a: R["noisy_descent"](*a).tolist()),
    ("noisy_descent", "other seeds", lambda *a: R["noisy_descent"](*a[:-1], (7 * a[-1] + 3) % 2**32)),
    ("split_unit", "tuples", lambda *a: tuple((W.tolist(), tuple(b)) for W, b in R["split_unit"](*a))),
    ("escape_direction", "tiny", scaled_direction(1e-200)),
    ("escape_direction", "huge and negative", scaled_direction(-1e200)),
    ("escape_direction", "lists", scaled_direction(3.0, as_lists=True)),
    ("escape_direction", "whole numbers", rounded_direction),
    ("escape_direction", "mixed", any_negative_direction),
    ("dead_relu_minimum", "no outgoing weights", lambda X, Y, n: without_way_out(R["dead_relu_minimum"](X, Y, n))),
    ("dead_relu_minimum", "a tiny error", lambda X, Y, n: shifted(R["dead_relu_minimum"](X, Y, n), 5e-10)),
    ("saddle_counts", "a tuple", lambda d: tuple(R["saddle_counts"](d))),
    ("saddle_counts", "an array while it fits", lambda d: fitting(R["saddle_counts"](d))),
    ("saddle_counts", "fractions", lambda d: [Fraction(c) for c in R["saddle_counts"](d)]),
]


def whole(x: float) -> Any:
    return int(x) if math.isfinite(x) and x == int(x) else float(x)


def fraction(x: float) -> Any:
    return Fraction(float(x)) if math.isfinite(x) else x


def without_way_out(net: Any) -> Any:
    (W, b), (V, c) = net
    return [(W, b), (0 * V, c)]


def shifted(net: Any, by: float) -> Any:
    (W, b), (V, c) = net
    return [(W, b), (V, c + by)]


def fitting(counts: list[int]) -> Any:
    return np.array(counts) if max(counts) < 2**62 else counts


@pytest.mark.parametrize(("exercise", "what", "function"), ODD, ids=[f"{e}-{w}" for e, w, _ in ODD])
def test_odd_right_answers_keep_full_marks(exercise: str, what: str, function: Function) -> None:
    found = outcomes(exercise, function)
    assert set(found.values()) == {"passed"}, found


def test_differences_with_other_steps_and_thresholds_find_the_same() -> None:
    """Coarse second differences are good enough, as the text says."""
    (variant,) = [v for v in LAB.variants if v.name == "escape_by_second_differences"]
    source = variant.function.__globals__
    for h, threshold in ((1e-3, -3e-4), (3e-4, -1e-4), (5e-5, -4e-4)):

        def escape(net: Any, X: Any, Y: Any, activation: str, h: float = h, threshold: float = threshold) -> Any:
            x = source["vector_of"](net)
            unit = h * np.eye(len(x))
            f = lambda v: source["loss_of"](v, net, X, Y, activation)  # noqa: E731
            H = np.array([[f(x + a + b) - f(x + a - b) - f(x - a + b) + f(x - a - b) for a in unit] for b in unit])
            values, vectors = np.linalg.eigh(H / (4 * h * h))
            return source["net_of"](vectors[:, 0], net) if values[0] < threshold else None

        assert set(outcomes("escape_direction", escape).values()) == {"passed"}, h

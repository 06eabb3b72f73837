"""Lab 06: its mathematics, against known numbers, what its checks hand over, and the truth of their cases."""

from __future__ import annotations

import itertools
from collections import Counter
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from labs.grading_in_process import calls, cases_of, lab_named

from autograder import certify, nets
from autograder.certify import exact
from autograder.functions import Function as Argument

LAB = lab_named("06_getting_stuck")
R = LAB.reference


def test_arguments_are_what_the_text_promises() -> None:
    steps = 0
    for call in calls(LAB.name):
        named = call.named
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
        if call.function == "escape_direction":
            assert named["activation"] in nets.ACTIVATIONS
            assert len(named["X"]) == len(named["Y"])
            assert sum(W.size + b.size for W, b in named["net"]) <= 40
    assert steps < 450  # each costs a question to the grader


def test_hints_are_different() -> None:
    hints = Counter(idea.hint for idea in LAB.misconceptions)
    assert sum(hints.values()) <= len(hints) + 1  # x0 is changed in two exercises


# --- the truth of the cases ----------------------------------------------------------------------------------------

CRITICAL = {(case.label, case.activation, len(case.X)): case for case in cases_of(LAB, "escape_direction")}


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
    for case in cases_of(LAB, "dead_relu_minimum"):
        if len(case.X) == len(case.Y):
            rows = {tuple(x) for x in case.X.tolist()}
            assert len(rows) == len(case.X) >= 2
            assert len({tuple(y) for y in case.Y.tolist()}) >= 2


def test_no_path_depends_on_its_rounding() -> None:
    """Where numbers nearly cancel, to 1e-4 of their size, all of them are exact, so that any order gives the same."""
    cases = [case for name in ("gradient_descent", "noisy_descent") for case in cases_of(LAB, name)]
    paths = [case for case in cases if case.get("n_steps") and case.get("noise", 0.0) == 0]
    assert len(paths) > 20
    for case in paths:
        path = R["gradient_descent"](case.grad, case.x0, case.step, case.n_steps)
        for before, after in itertools.pairwise(path):
            for x, slope, new in zip(before, case.grad(before), after, strict=True):
                exactly = Fraction(x) - Fraction(case.step) * Fraction(slope)
                assert abs(new) > 1e-4 * (abs(x) + abs(case.step * slope)) or exactly == new, case.label


def test_zero_as_largest_eigenvalue_occurs_in_diagonal_matrices_only() -> None:
    for case in cases_of(LAB, "largest_safe_step"):
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

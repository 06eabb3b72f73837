"""The notebook of lab 5: the numbers that it shows."""

from __future__ import annotations

import re
from fractions import Fraction

from labs.notebooks import Execute, Notebook, printed_by_demos, run

from autograder import nets

NOTEBOOK = Notebook("05_symmetries")
BY_HAND = """
two = [(np.array([[2.0], [-1.0]]), np.array([1.0, 3.0])), (np.array([[4.0, 5.0]]), np.array([6.0]))]
x = np.array([[1.0]])
flipped = flip_signs(two, 1, [1, -1])
assert [W.tolist() for layer in flipped for W in layer] == [[[2], [1]], [1, -3], [[4, -5]], [6]]
assert abs(forward(two, x, "tanh")[0, 0] - 14.80) < 0.005
assert abs(forward(flipped, x, "tanh")[0, 0] - 14.80) < 0.005
left_behind = [(flipped[0][0], two[0][1]), flipped[1]]
assert abs(forward(left_behind, x, "tanh")[0, 0] - 4.98) < 0.005

unit = [(np.array([[2.0]]), np.array([1.0])), (np.array([[4.0]]), np.array([6.0]))]
flipped = flip_sigmoid(unit, 1, [-1])
assert [W.tolist() for layer in flipped for W in layer] == [[[-2]], [-1], [[-4]], [10]]
x = np.array([[-0.5], [1e6], [-1e6]])
for net in (unit, flipped):
    assert forward(net, x, "sigmoid").tolist() == [[8], [10], [6]]
assert forward(flip_signs(unit, 1, [-1]), x, "sigmoid").tolist() == [[4], [6], [2]]

rescaled = rescale_units(two, 1, [3, 1])
assert [W[0].tolist() for W in rescaled[0]] == [[6], 3]
assert rescaled[1][0][0, 0] == 4 / 3

one_unit = [(np.array([[1.0]]), np.zeros(1)), (np.array([[1.0]]), np.zeros(1))]
one = np.array([[1.0]])
assert abs(np.tanh(1) ** 2 - 0.58) < 0.001


def half_way(s, target):
    twin = rescale_units(one_unit, 1, [s])
    middle = [((W + A) / 2, (b + a) / 2) for (W, b), (A, a) in zip(one_unit, twin)]
    return mse(middle, one, target * one, "relu")


assert half_way(4, 1) == 81 / 256
assert abs(half_way(4, 10) - 71.2) < 0.05
assert abs(half_way(80, 10) - 110) < 0.5
assert abs((1 + 80) ** 2 / (4 * 80) - 20.5) < 0.05
assert mse(one_unit, one, 10 * one, "relu") == 81


def L(p, q):
    return (p * q - 1) ** 2


third = Fraction(1, 3)
assert L(1, 1) == L(-1, -1) == 0
assert L(0, 0) == 1
assert L(-third, -third) == Fraction(64, 81)
assert L(Fraction(5, 4), Fraction(5, 4)) == Fraction(81, 256)
assert np.linalg.eigvalsh([[0, -2], [-2, 0]]).tolist() == [-2, 2]
"""
"""The examples of the text, in the lab's own terms."""


def test_demo_cells_print_the_numbers_of_the_text(executed: Execute) -> None:
    printed = printed_by_demos(executed(NOTEBOOK))
    assert re.search(r"identity +largest difference of the outputs: 0\n", printed)
    assert re.search(r"relu +largest difference of the outputs: [1-9]", printed)
    assert re.search(r"sigmoid +largest difference of the outputs: 5\n", printed)
    assert "losses 0.000000000 and 0.000000000, between them 1.141975309\n" in printed
    assert "185/162 = 1.141975309\n" in printed


def test_the_examples_by_hand_are_right() -> None:
    """The numbers of the text, once more from the solution's functions."""
    run([NOTEBOOK.solution, BY_HAND], names={"Fraction": Fraction, "forward": nets.forward, "mse": nets.mse})

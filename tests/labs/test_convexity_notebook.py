"""The notebook of lab 1: the numbers that it shows."""

from __future__ import annotations

import re

from labs.notebooks import Execute, Notebook, printed_by_demos, run

NOTEBOOK = Notebook("01_convexity")
BY_HAND = """
net = [(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([5.0, -20.0])), (np.array([[7.0, 8.0]]), np.array([9.0]))]
x = np.array([[1.0, -1.0]])
assert forward(net, x, "relu")[0, 0] == 37
assert forward(net, x, "identity")[0, 0] == -131
two = [(np.eye(2), np.zeros(2))]
assert mse(two, np.array([[15.0, 19.0], [14.0, 20.0]]), np.array([[15.0, 16.0], [13.0, 20.0]]), "relu") == 2.5
assert convexity_gap(lambda x: x**3 - 3 * x, -2.0, 2.0, 0.75) == 3
assert convexity_gap(lambda x: abs(x) ** 0.5, 0.0, 4.0, 0.75) == 0.5
assert convexity_gap(lambda x: max(abs(x) - 1, 0.0), -1.0, 1.0, 0.3) == 0

one = np.array([[1.0]])
log3 = np.array([np.log(3.0)])
for label, cost in ((1.0, np.log(4 / 3)), (0.0, np.log(4.0))):
    assert abs(logistic_loss(log3, one, np.array([label])) - cost) < 1e-14
assert logistic_loss(np.array([1000.0]), one, np.array([0.0])) == 1000
assert abs(-np.log(1e-15) - 34.5) < 0.05
assert logistic_hessian(np.zeros(2), np.array([[2.0, 0.0], [2.0, 4.0]])).tolist() == [[1, 1], [1, 2]]
H = logistic_hessian(np.zeros(2), np.array([[2.0, 4.0]]))
assert H.tolist() == [[1, 2], [2, 4]]
assert (H @ np.array([2.0, -1.0])).tolist() == [0, 0]

L = {k: 1 / (1 + Fraction(2) ** k) ** 2 for k in (0, -2, -4)}
assert L == {0: Fraction(1, 4), -2: Fraction(16, 25), -4: Fraction(256, 289)}
assert L[-2] - (L[0] + L[-4]) / 2 == Fraction(4167, 57800)

w = np.array([0.5, 0.5])
assert (2 * (w[0] * w[1] - 1) * w).tolist() == [-0.75, -0.75]
lam = 4 / 5
assert lam * 0.0 + (1 - lam) * 5.0 == 0.9999999999999998
assert find_violation(np.array([0.0, 1.0, 5.0]), np.array([0.0, 1.0, 5.0])) is None
assert find_violation(np.array([0.0, 1.0, 3.0]), np.array([0.0, 2.0, 3.0])) == (0, 1, 2)
"""
"""The examples of the text, in the lab's own terms."""


def test_demo_cells_print_the_numbers_of_the_text(executed: Execute) -> None:
    printed = printed_by_demos(executed(NOTEBOOK))
    assert "gap: 3.0\n" in printed
    assert "gap: 1.0\n" in printed  # (w0 w1 - 1)**2 between (1, 1) and (-1, -1)
    assert "gap between two minimisers: 0.0\n" in printed
    assert "gap: 0.5\n" in printed
    assert "eigenvalues: [0. 5.]\n" in printed
    assert "exactly: 0.07209342560553633" in printed
    assert re.search(r"gap: 0\.0720934256055\d* exactly", printed)
    assert "a violation: (1, 2, 3)\n" in printed


def test_the_examples_by_hand_are_right() -> None:
    """The numbers of the text, once more from the solution's functions."""
    run([NOTEBOOK.solution, BY_HAND])

"""The notebook of lab 7: the numbers that it shows."""

from __future__ import annotations

import re

from labs.notebooks import Execute, Notebook, own_code, printed_by_demos, run

NOTEBOOK = Notebook("07_connectivity")
BY_HAND = """
zero = np.zeros(2)
one = [(np.array([[2.0], [1.0]]), zero), (np.array([[1.0, 2.0]]), np.zeros(1))]
other = [(np.array([[1.0], [3.0]]), zero), (np.array([[4.0, 1.0]]), np.zeros(1))]
assert similarity(one, other, [[]], 1).tolist() == [[6, 7], [9, 5]]
assert match_units(one, other) == [1, 0]
merged = merge(one, other)
assert merged[0][0].tolist() == [[2.5], [1]] and merged[1][0].tolist() == [[1, 3]]
between = mixed(one, other, 0.5)
assert between[0][0].tolist() == [[1.5], [2]] and between[1][0].tolist() == [[2.5, 1.5]]

def deep(*matrices):
    return [(np.array(W, dtype=float), np.zeros(len(W))) for W in matrices]

first = deep([[-3], [0], [3]], [[-3, -1, -1], [3, -2, 0], [-2, -3, 2]], [[-3, -2, 0]])
second = deep([[0], [-3], [3]], [[2, 3, -3], [2, -1, 0], [3, -2, 2]], [[-2, -1, 3]])
identity = [[0, 1, 2], [0, 1, 2]]
assert [float(np.sum(A * B)) for (A, _), (B, _) in zip(first, second)] == [9, 6, 8]
assert climb(first, second, identity) == identity
twin = reordered(first, [[0, 1, 2], [1, 0, 2]])
assert score(first, twin, climb(first, twin, identity)) == 43
assert score(first, first, identity) == 72

line = [deep([[1]], [[1]]), deep([[3]], [[0]])]
x = np.array([[1.0]])
assert loss_profile(*line, x, x, "identity", np.array([0.0, 0.25, 0.5, 1.0])).tolist() == [0, 0.015625, 0, 1]
assert barrier(np.array([1.0, 4.0, 4.0, 3.0, 5.0])) == 2
"""
"""The examples of the text, in the lab's own terms."""


def test_demo_cells_print_the_numbers_of_the_text(executed: Execute) -> None:
    printed = printed_by_demos(executed(NOTEBOOK))
    assert "the two nets: score 23 before, 36 after [[1, 2, 0], [1, 0, 2]]" in printed
    assert "after [[0, 1, 2], [1, 0, 2]]" in printed
    assert "a reordering: score 33 before, 72 after" in printed
    assert "as they stand: the loss in the middle is 1.4765625" in printed
    assert "aligned: the loss in the middle is 4.0143229" in printed
    # training ends in slightly different places on different machines
    (before, after) = re.findall(r"barrier ([\d.]+), aligned ([\d.]+)", printed)[0]
    assert float(before) > 5 * float(after)
    losses = dict(re.findall(r"^(first|plain average|merged) +loss ([\d.]+)", printed, flags=re.MULTILINE))
    assert float(losses["first"]) < float(losses["merged"]) < float(losses["plain average"]) / 5


def test_the_examples_by_hand_are_right() -> None:
    """The numbers of the text, once more from the solution's functions."""
    run([*own_code(NOTEBOOK.answered()), BY_HAND])

"""The notebook of lab 6: the numbers that it shows."""

from __future__ import annotations

import re

from labs.notebooks import Execute, Notebook, printed_by_demos, run

NOTEBOOK = Notebook("06_getting_stuck")
BY_HAND = """
def close(one, other):
    return np.allclose(one, other, rtol=1e-12, atol=0)

one = np.array([1.0])
for step, path in (
    (0.25, [1, 0.5, 0.25, 0.125]),
    (0.75, [1, -0.5, 0.25, -0.125]),
    (1.0, [1, -1, 1, -1]),
    (1.1, [1, -1.2, 1.44, -1.728]),
):
    assert close(gradient_descent(lambda x: 2 * x, one, step, 3)[:, 0], path)
slope = lambda w: 2 * (w[0] * w[1] - 1) * np.array([w[1], w[0]])
assert close(gradient_descent(slope, np.array([2.0, 1.0]), 0.1, 2), [[2, 1], [1.8, 0.6], [1.7904, 0.5712]])
up = gradient_descent(slope, np.array([10.0, 10.0]), 0.02, 1)
assert close((up.prod(axis=1) - 1) ** 2, [9801, 765905.0256])

for H, safe in (
    ([[2]], 1), ([[2, 1], [1, 2]], 2 / 3), ([[0, -2], [-2, 0]], 1), ([[1, 0], [0, -5]], 2), ([[-1, 0], [0, -3]], np.inf)
):
    assert close(largest_safe_step(np.array(H, dtype=float)), safe)
assert round(9 * math.log(10) / math.log(1.2)) == 114

tiny = [(np.array([[2.0], [3.0]]), np.array([1.0, -1.0])), (np.array([[4.0, 8.0]]), np.array([5.0]))]
(W, b), (V, c) = split_unit(tiny, 1, 0, 0.25)
assert (W.tolist(), b.tolist(), V.tolist(), c.tolist()) == ([[2], [3], [2]], [1, -1, 1], [[1, 8, 3]], [5])
x = np.ones((1, 1))
for net in (tiny, [(W, b), (V, c)]):
    assert outputs_with_derivatives(net, x, "identity")[0] == 33

ends, zeros = np.array([[-1.0], [1.0]]), [(np.zeros((1, 1)), np.zeros(1))] * 2
D = np.array([1.0, 0.0, 1.0, 0.0])
assert D @ loss_hessian(zeros, ends, ends, "identity") @ D == -4
xor = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
dead = dead_relu_minimum(xor, np.array([[0.0], [1.0], [1.0], [0.0]]), 2)
assert dead[1][1].tolist() == [0.5]
assert (xor @ np.ones(2) - 3).tolist() == [-3, -2, -2, -1]
assert saddle_counts(2) == [121, 220, 100]
assert 26.28 - 8.96 > 17
"""
"""The examples of the text, in the lab's own terms."""


def test_demo_cells_print_what_the_text_says(executed: Execute) -> None:
    printed = printed_by_demos(executed(NOTEBOOK))
    assert printed.count("ends at 2.98486, loss 8.9546") == 3
    assert "noise 0.05: of 20 runs 0 met a lower valley, 0 were in a lower one at the end" in printed
    assert "loss after 400 steps: 1.000000 without noise, 0.000000 with 1e-9" in printed
    assert len(re.findall(r"loss 0\.006468, largest entry of the gradient \de-1\d", printed)) == 2
    assert len(re.findall(r"loss 0\.127819, largest entry of the gradient \de-1\d", printed)) == 2
    assert "start 0.0 along the direction: loss 0.006468, after 1000 steps 0.006468" in printed
    assert "escape direction with mu = 1/2: None" in printed
    assert "loss here 0.1278, of another net 0.0594" in printed
    assert "a way out with mu = 3/2: True" in printed
    assert "loss 0.25, lowest of 10000 neighbours 0.25000" in printed
    assert "loss of the good net 0.0" in printed
    start, after = re.findall(r"start 0\.1 along the direction: loss ([\d.]+), after 1000 steps ([\d.]+)", printed)[0]
    assert float(after) < 0.001 < float(start) < 0.006468


def test_the_examples_by_hand_are_right() -> None:
    """The numbers of the text, once more from the solution's functions."""
    run([NOTEBOOK.solution, BY_HAND])

"""The notebook of lab 8: the numbers that it shows."""

from __future__ import annotations

import re

from labs.notebooks import Execute, Notebook, printed_by_demos, run

NOTEBOOK = Notebook("08_homotopy")
BY_HAND = """
def near(a, b, tolerance=6e-7):
    return abs(a - b) < tolerance

assert near(rastrigin(np.array([0.5, 1.0])), 21.25)
assert near(2 * 5.12 + 20 * math.pi * math.sin(2 * math.pi * 5.12), 53.25, 5e-3)
assert near(20 * math.pi, 62.83, 5e-3) and near(math.sin(2 * math.pi * 5.12), 0.6845, 5e-5)
assert len(str(count_minima(1000))) == 1042
assert near(math.exp(-2 * math.pi**2 * 0.09), 0.169225) and near(math.cos(0.6 * math.pi), -0.309017)
assert near(smoothed_rastrigin(np.array([0.3]), 0.3), 10.702933)
assert near(rastrigin(np.array([0.3])), 13.180170)
assert near(2 * math.pi**2, 19.739, 5e-4) and near(math.log(2 * math.pi**2), 2.98261, 6e-6)
assert near(convexity_threshold(1.0) ** 2, 0.151101) and near(convexity_threshold(1.0), 0.388717)
damping = math.exp(-2 * math.pi**2 * 0.45**2)
assert near(damping, 0.018367) and near(40 * math.pi**2, 394.78, 5e-3)
assert near(2 - 40 * math.pi**2 * damping, -5.25, 5e-3)

def product(w1, w2, s):
    return (w1 * w2 - 1) ** 2 + s**2 * (w1**2 + w2**2) + s**4

assert (product(2, 2, 1), product(3, 1, 1), product(1, 3, 1)) == (18, 15, 15)
assert (product(3, 3, 2), product(4, 2, 2)) == (152, 145)  # in the rubric
for s, t, r in ((0, 2, 1), (1.5, 3, 0.5), (4, 1, 2)):
    assert near(product(t + r, t - r, s) - product(t, t, s), r**2 * (r**2 - 2 * (t**2 - 1 - s**2)))
z, weights = np.polynomial.hermite_e.hermegauss(20)
weights = weights / weights.sum()
mean = sum(p * q * ((0.7 + 1.3 * y) * (-0.4 + 1.3 * x) - 1) ** 2
           for y, p in zip(z, weights) for x, q in zip(z, weights))
assert near(mean, product(0.7, -0.4, 1.3))

slope = lambda x, sigma: 4 * x**3 + (12 * sigma**2 - 4) * x
assert near(slope(0.3, 0.5), 0.108 - 0.3)
path = follow_minimiser(slope, 0.3, np.array([0.5, 0.25, 0.0]))
assert all(near(x, y, 1e-5) for x, y in zip(path, (0.5, math.sqrt(13) / 4, 1.0)))
assert near(math.sqrt(13) / 4, 0.9014, 5e-5)
assert near(1 / math.sqrt(10), 0.316, 5e-4) and near(2 / math.sqrt(13), 0.555, 5e-4)
"""
"""The examples of the text, in the lab's own terms."""


def test_demo_cells_print_the_numbers_of_the_text(executed: Execute) -> None:
    printed = printed_by_demos(executed(NOTEBOOK))
    for count in ("d =   1: 11\n", "d =   2: 121\n", "d = 100: a number with 105 digits\n"):
        assert count in printed
    assert "smallest sigma for the Rastrigin function: 0.5174466\n" in printed
    assert "sigma 0.4500: minima in the box: 1, lowest second derivative  -5.2511\n" in printed
    assert "sigma  1: at (2, 2) the loss is higher by 3 than at (3, 1) and (1, 3)\n" in printed
    assert "to -1.0000, where the sum is -1.000000\n" in printed
    for found, drawn, error in re.findall(r"sigma 0\.\d: ([\d.]+); 20,000 samples: ([\d.]+) \+- ([\d.]+)", printed):
        assert abs(float(found) - float(drawn)) < 4 * float(error)


def test_the_examples_by_hand_are_right() -> None:
    """The numbers of the text, once more from the solution's functions."""
    run([NOTEBOOK.solution, BY_HAND])

"""The notebook of lab 4: the numbers that it shows."""

from __future__ import annotations

from labs.notebooks import Execute, Notebook, own_code, printed_by_demos, run

NOTEBOOK = Notebook("04_jensen")
BY_HAND = """
x = np.array([[1.0, 1.0]])
assert [part.tolist() for part in group_mean(three)[0]] == [[[1.0, 4.0]] * 3, [-2.0] * 3]
assert [part.tolist() for part in group_mean(three)[1]] == [[[2.0] * 3], [1.0]]
assert [part.tolist() for layer in width_one(three) for part in layer] == [[[1, 4]], [-2], [[6]], [1]]
assert [part.tolist() for layer in width_one(deep) for part in layer] == [[[2, 3.5]], [0.5], [[6]], [0.5], [[-2]], [7]]
assert group_mean(deep)[1][0].tolist() == [[3, 3], [3, 3]]
common = average_nets([deep, shift_units(shift_units(deep, 1, 1), 2, 1)])
assert common[1][0].tolist() == [[5, 1], [1, 5]]
for one in (group_mean(deep), width_one(deep), common):
    for activation in ("identity", "relu"):
        assert forward(one, x, activation)[0, 0] == -66
assert forward(deep, x, "relu")[0, 0] == -468

assert forward(xor_net, corners, "relu").ravel().tolist() == [0, 1, 1, 0]
assert forward(group_mean(xor_net), corners, "relu").ravel().tolist() == [0, -0.5, -0.5, -1.5]
assert jensen_gap(xor_net, corners, exclusive_or, "relu") == 27 / 16
others = np.array([[0.0], [-1], [0], [-2]])
assert mse(xor_net, corners, others, "relu") == 9 / 4
assert mse(group_mean(xor_net), corners, others, "relu") == 3 / 16
assert jensen_gap(xor_net, corners, others, "relu") == -33 / 16

stubborn = make_net(([[1], [2], [5]], [0, 0, 0]), ([[-1, -1, 1]], [0]))
one, zero = np.array([[1.0]]), np.array([[0.0]])
table = {(0, 2, 1): -1, (1, 0, 2): 2, (1, 2, 0): -1.5, (2, 0, 1): -1.5, (2, 1, 0): -2}
for perm, output in table.items():
    other = [(stubborn[0][0][list(perm)], stubborn[0][1]), (stubborn[1][0][:, list(perm)], stubborn[1][1])]
    assert forward(average_nets([stubborn, other]), one, "relu")[0, 0] == output
    for t in np.linspace(0, 1, 101):
        assert mse(mix(stubborn, other, t), one, zero, "relu") <= 4 + 1e-12
assert abs(mse(group_mean(stubborn), one, zero, "relu") - 64 / 9) < 1e-14
assert abs(jensen_gap(stubborn, one, zero, "relu") - 28 / 9) < 1e-14
net_a, net_b, lam = jensen_certificate(stubborn, one, zero, "relu")
assert sorted(net_a[0][0].ravel().tolist()) == [1, 2, 5] and mse(net_b, one, zero, "relu") == 9 / 4 and lam == 1 / 3
"""
"""The examples of the text, in the lab's own terms."""


def test_demo_cells_print_the_numbers_of_the_text(executed: Execute) -> None:
    printed = printed_by_demos(executed(NOTEBOOK))
    assert (
        "the outputs at x = (1, 1):      [0.9866143  1.9866143  1.94645719]" in printed
    )  # as the text has it, rounded
    assert "gap of xor_net: 1.6875 = 27/16" in printed
    positive = int(printed.split("gap positive: ")[1].split()[0])
    assert 0 < positive < 60  # "only few" of 300
    assert "lam = 0.333" in printed


def test_the_numbers_by_hand_are_right() -> None:
    """The tables of the text, once more, from the reference's functions."""
    run([*own_code(NOTEBOOK.answered()), BY_HAND])

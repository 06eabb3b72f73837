"""The notebook of lab 3: the numbers that it shows."""

from __future__ import annotations

import math

from labs.notebooks import Execute, Notebook, own_code, printed_by_demos, run

NOTEBOOK = Notebook("03_counting_minima")
BY_HAND = """
assert count_orderings([2, 3, 3, 1]) == 36 and count_orderings([3, 2]) == 1
assert math.floor(math.log10(count_orderings([784, 512, 512, 512, 10]))) + 1 == 3500

tied = simple((1, 0, 2), (1, 0, 5), (1, 0, 2))
assert sorted(net[1][0].tolist() for net in equivalent_nets(tied)) == [[[2, 2, 5]], [[2, 5, 2]], [[5, 2, 2]]]
assert orbit_size(tied) == 3
assert orbit_size(simple(*[(1, 0, 2)] * 3, (1, 0, 5))) == 4
assert orbit_size(simple(*[(1, 0, 2)] * 2, *[(1, 0, 5)] * 3)) == 10

assert signed_orbit_size(simple((1, 0, 3), (2, 5, 4))) == 8
assert signed_orbit_size(simple((1, 2, 3), (-1, -2, -3))) == 4
assert signed_orbit_size(simple((0, 0, 5))) == 2
"""
"""The examples of the text, in the lab's own terms."""


def test_demo_cells_print_the_numbers_of_the_text(executed: Execute) -> None:
    printed = printed_by_demos(executed(NOTEBOOK))
    assert "the net of the text: 4 orders, 2 nets" in printed
    assert "a circle of three: 36 orders, 12 nets" in printed
    assert "reorderings: 2  with sign flips: 8" in printed
    assert printed.count("largest difference of the outputs: ") == 4


def test_the_examples_by_hand_are_right() -> None:
    """The numbers of the text, once more from the solution's functions."""
    run([*own_code(NOTEBOOK.answered()), BY_HAND], names={"math": math})

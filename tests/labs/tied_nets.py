"""Nets with few different numbers in them, drawn by Hypothesis: full of ties, and small enough for brute force."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st

from autograder import nets

NUMBERS = ((0.0, 1.0), (1.0, 1.0, 2.0), (-0.0, 0.0, 1.0), (1.0, 1.0 + 1e-12), (-1.0, -2.0))
"""What the numbers of one net are drawn from: also zeros of both signs, and numbers with one hash."""


@st.composite
def widths_of_tied_nets(draw: st.DrawFn, hidden: int | None = None) -> list[int]:
    """Widths with so many hidden layers, or one to three of them, which have few thousands of orders at most."""
    depth = hidden or draw(st.integers(1, 3))
    largest = {1: 5, 2: 4, 3: 3}[depth]
    return [draw(st.integers(1, 2)), *(draw(st.integers(1, largest)) for _ in range(depth)), draw(st.integers(1, 2))]


@st.composite
def nets_of_numbers(draw: st.DrawFn, widths: Sequence[int], numbers: Sequence[float]) -> nets.Net:
    """A net of these widths, all of whose weights and biases are among these numbers."""
    each = st.sampled_from(numbers)
    return [
        (np.array([[draw(each) for _ in range(n)] for _ in range(m)]), np.array([draw(each) for _ in range(m)]))
        for n, m in itertools.pairwise(widths)
    ]


@st.composite
def tied_nets(draw: st.DrawFn, hidden: int | None = None) -> nets.Net:
    """A net with ties and joint stabilisers."""
    return draw(nets_of_numbers(draw(widths_of_tied_nets(hidden)), draw(st.sampled_from(NUMBERS))))

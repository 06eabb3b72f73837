"""The pictures of counting: what is drawn, and that one can read it."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from autograder import nets
from autograder.figures import draw_growth, draw_orbit, draw_shares


def simple(*units: tuple[float, float, float]) -> nets.Net:
    w, b, v = (np.array(part, dtype=float) for part in zip(*units, strict=True))
    return [(w[:, None], b), (v[None, :], np.zeros(1))]


def orbit(net: nets.Net) -> list[nets.Net]:
    every = [nets.reorder(net, [perm]) for perm in itertools.permutations(range(len(net[0][1])))]
    return [new for k, new in enumerate(every) if not any(nets.equal(new, old) for old in every[:k])]


def line(ax: Axes, gid: str) -> Line2D:
    (found,) = [each for each in ax.lines if each.get_gid() == gid]
    return found


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for ax in figure.axes for text in ax.texts if text.get_text()]


def overlaps(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of texts of one axes, the title included, whose boxes share more than a sliver, or leave the picture."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    found: list[tuple[str, str]] = []
    for ax in figure.axes:
        shown = [text for text in [*ax.texts, ax.title, ax.xaxis.label, ax.yaxis.label] if text.get_text()]
        boxes = [(text.get_text(), text.get_tightbbox(renderer).padded(-1)) for text in shown]
        found += [(a, b) for (a, first), (b, second) in itertools.combinations(boxes, 2) if first.overlaps(second)]
        found += [(a, "edge") for a, box in boxes if not figure.bbox.padded(1).fully_containsx(box.x0)]
        found += [(a, "edge") for a, box in boxes if not figure.bbox.padded(1).fully_containsy(box.y1)]
    return found


def test_growth_is_drawn_on_a_logarithmic_axis_for_ints_of_any_size() -> None:
    ns = [1, 10, 100, 2000]
    figure = draw_growth(ns, [math.factorial(n) for n in ns], title="a title")
    (ax,) = figure.axes
    heights = np.asarray(line(ax, "counts").get_ydata(), dtype=float)
    np.testing.assert_allclose(heights, [0, 6.559763, 157.970004, 5735.520615], atol=1e-5)
    assert {"the largest 64-bit integer", "the largest float"} <= set(texts(figure))
    figure.canvas.draw()
    assert any("10^{" in label.get_text() for label in ax.get_yticklabels())


@pytest.mark.parametrize("last", [1, 3, 20, 30, 170, 200, 1000])
def test_growth_is_legible(last: int) -> None:
    ns = range(1, last + 1)
    assert overlaps(draw_growth(ns, [math.factorial(n) for n in ns], title="orders of n units")) == []


def test_ends_of_64_bits_are_shown_where_they_are_reached() -> None:
    assert texts(draw_growth([1, 2, 3], [1, 2, 6])) == []
    assert texts(draw_growth([1, 25], [1, math.factorial(25)])) == ["the largest 64-bit integer"]


@pytest.mark.parametrize(("ns", "counts"), [([1], []), ([], []), ([1, 2], [1]), ([1], [0]), ([1, 2], [1, -1])])
def test_counts_that_cannot_be_drawn_are_refused(ns: list[int], counts: list[int]) -> None:
    with pytest.raises(ValueError, match="counts"):
        draw_growth(ns, counts)


def test_an_orbit_of_three_units_is_a_hexagon_with_three_diagonals() -> None:
    net = simple((1, 0, 1), (1, 0, 2), (1, 0, 4))
    figure = draw_orbit(orbit(net))
    (ax,) = figure.axes
    assert set(texts(figure)) == {"".join(order) for order in itertools.permutations("ABC")}
    exchanges = [each for each in ax.lines if each.get_gid() == "exchange"]
    assert len(exchanges) == 9  # each order has three exchanges
    points = np.asarray(line(ax, "nets").get_xydata(), dtype=float)
    # the plane of the points is seen from its widest side: their distances are the true ones
    true = np.array([[1, 2, 4], [1, 4, 2], [2, 1, 4], [2, 4, 1], [4, 1, 2], [4, 2, 1]], dtype=float)
    distances = [sorted(np.linalg.norm(p - q) for p, q in itertools.combinations(x, 2)) for x in (points, true)]
    np.testing.assert_allclose(*distances, atol=1e-12)


def test_equal_units_share_a_letter() -> None:
    figure = draw_orbit(orbit(simple((1, 0, 1), (1, 0, 1), (1, 0, 4))))
    assert sorted(texts(figure)) == ["AAB", "ABA", "BAA"]
    assert sum(each.get_gid() == "exchange" for each in figure.axes[0].lines) == 3


def test_nets_may_come_as_students_return_them() -> None:
    lists = [[(W.tolist(), b.tolist()) for W, b in net] for net in orbit(simple((1, 0, 1), (2, 0, 1)))]
    assert sorted(texts(draw_orbit(lists))) == ["AB", "BA"]


@pytest.mark.parametrize(
    "net",
    [
        simple((1, 0, 1)),
        simple((1, 0, 1), (1, 0, 2)),
        simple((1, 0, 1), (1, 0, 2), (1, 0, 4)),
        simple((1, 0, 1), (1, 0, 1), (1, 0, 4)),
        simple((1, 5, 1), (3, 1, 2), (2, 0, 4)),
    ],
)
def test_an_orbit_is_legible(net: nets.Net) -> None:
    assert overlaps(draw_orbit(orbit(net), title="an orbit")) == []


def test_what_is_no_orbit_is_refused() -> None:
    for wrong in ([], [[*simple((1, 0, 1)), (np.ones((1, 1)), np.ones(1))]]):
        with pytest.raises(ValueError, match="one hidden layer"):
            draw_orbit(wrong)


def test_shares_stand_on_a_line() -> None:
    net = simple((1, 0, 2), (5, 5, 9), (1, 0, 3))
    others = [simple((1, 0, 2 + t), (5, 5, 9), (1, 0, 3 - t)) for t in (3, 4, 7)]
    figure = draw_shares(net, others, 0, 2, title="a title")
    (ax,) = figure.axes
    by_name = {each.get_label(): np.asarray(each.get_xydata(), dtype=float).tolist() for each in ax.lines}
    assert by_name["the net"] == [[2, 3]]
    assert by_name["its swapped twin"] == [[3, 2]]
    assert by_name["other minimisers"] == [[5, 0], [6, -1], [9, -4]]
    assert all(math.isclose(x + y, 5) for x, y in by_name["the same sum"])
    assert ax.get_xlabel() == "outgoing weight of unit 0"
    assert ax.get_ylabel() == "outgoing weight of unit 2"
    assert overlaps(figure) == []


def test_shares_need_no_other_nets() -> None:
    draw_shares(simple((1, 0, 2), (1, 0, 3)), [], 0, 1)

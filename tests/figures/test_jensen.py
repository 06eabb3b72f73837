"""The pictures of lab 4: equal units in one colour, and the Jensen gap over the mean of the losses."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from autograder import nets
from autograder.checks import cases
from autograder.figures import draw_average, draw_partial_averages
from autograder.figures.jensen import SHARED
from autograder.figures.style import FAINT, PALETTE


def group_mean(net: nets.Net) -> nets.Net:
    """All units of each hidden layer replaced by the mean unit."""
    orders = [
        nets.reorder(net, perms)
        for perms in itertools.product(*(itertools.permutations(range(n)) for n in nets.widths(net)[1:-1]))
    ]
    return [
        (np.mean([one[k][0] for one in orders], axis=0), np.mean([one[k][1] for one in orders], axis=0))
        for k in range(len(net))
    ]


def edge_colours(figure: Figure, panel: int) -> set[str]:
    lines = figure.axes[panel].lines
    colours = {to_hex(line.get_color()).upper() for line in lines if str(line.get_gid()).startswith("edge")}
    return colours - {FAINT}


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for ax in figure.axes for text in ax.texts if text.get_text()]


def overlaps(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of texts whose boxes share more than a sliver, in the whole figure."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    shown = [text for ax in figure.axes for text in ax.texts if text.get_text()]
    boxes = [(text.get_text(), text.get_tightbbox(renderer).padded(-1)) for text in shown]
    return [(a, b) for (a, first), (b, second) in itertools.combinations(boxes, 2) if first.overlaps(second)]


def outside(figure: Figure) -> list[str]:
    """Texts that leave the page."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    page = figure.bbox.padded(1)
    found = []
    for ax in figure.axes:
        for text in ax.texts:
            box = text.get_tightbbox(renderer)
            if text.get_text() and not (page.x0 <= box.x0 and box.x1 <= page.x1 and page.y0 <= box.y0):
                found.append(text.get_text())
    return found


@pytest.mark.parametrize(("widths", "layer"), [((2, 3, 1), 1), ((2, 2, 3, 2), 2), ((3, 4, 2), 1)])
def test_units_have_a_colour_each_and_share_one_in_the_mean(widths: tuple[int, ...], layer: int) -> None:
    net = cases.net(widths)
    figure = draw_average(net, group_mean(net), layer=layer)
    assert edge_colours(figure, 0) == set(PALETTE[: widths[layer]])
    assert edge_colours(figure, 1) == {SHARED}
    assert {"the net", "its group mean"} <= set(texts(figure))
    assert overlaps(figure) == []
    assert outside(figure) == []


def test_the_narrow_net_stands_beside_and_lists_will_do() -> None:
    net: nets.Net = [
        (np.array([[1.0, -2], [4, 6], [-2, 8]]), np.array([2.0, 0, -8])),
        (np.array([[2.0, -1, 5]]), np.ones(1)),
    ]
    mean = [(W.tolist(), b.tolist()) for W, b in group_mean(net)]
    narrow = [([[1, 4]], [-2]), ([[6]], [1])]
    figure = draw_average(net, mean, narrow)  # type: ignore[arg-type]
    assert len(figure.axes) == 3
    assert edge_colours(figure, 2) == {SHARED}
    assert {"6", "one unit a layer"} <= set(texts(figure))
    assert overlaps(figure) == []
    assert outside(figure) == []


@pytest.mark.parametrize(
    "losses",
    [[4, 2.25, 64 / 9], [4, 2.25, 3, 3.5], [1, 1], [0, 0.0, 0], [0, 27 / 16], [1, 1 + 1e-3], [3, 9, 2.9], range(40)],
)
def test_no_text_of_the_partial_averages_covers_another_or_leaves_the_page(losses: list[float]) -> None:
    figure = draw_partial_averages(list(losses), title="a title")
    assert overlaps(figure) == []
    assert outside(figure) == []


def test_the_gap_is_that_between_the_last_average_and_the_first() -> None:
    figure = draw_partial_averages([4, 2.25, 7])
    assert "Jensen gap 3:\nnot convex" in texts(figure)
    assert "loss of the net\nand its reorderings: 4" in texts(figure)
    lines = {line.get_gid(): line for line in figure.axes[0].lines}
    assert list(lines["averages"].get_ydata()) == [4, 2.25, 7]
    assert list(lines["mean of the losses"].get_ydata()) == [4, 4]
    assert "Jensen gap −1:\nproves nothing" in texts(draw_partial_averages([4, 3]))
    assert "Jensen gap 0:\nproves nothing" in texts(draw_partial_averages([0.3, 0.3 + 1e-16]))


@pytest.mark.parametrize("losses", [[], [1.0], [0.0, float("nan")], [[1.0, 2.0]]])
def test_too_few_losses_are_refused(losses: list[float]) -> None:
    with pytest.raises(ValueError, match="losses"):
        draw_partial_averages(losses)


def test_axes_that_are_given_are_drawn_into() -> None:
    figure = Figure()
    ax = figure.subplots()
    assert draw_partial_averages([0, 1], ax=ax) is figure

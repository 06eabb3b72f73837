"""Pictures of twins and of the lines between them: what they say, that one can read it, and what they refuse."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from autograder.checks import cases
from autograder.figures import draw_contributions, draw_segments, draw_twins, draw_two_factors
from autograder.figures.style import FAINT, PALETTE

TWO = [(np.array([[2.0], [-1.0]]), np.array([1.0, 3.0])), (np.array([[4.0, 5.0]]), np.array([6.0]))]
FLIPPED = [(np.array([[-2.0], [-1.0]]), np.array([-1.0, 3.0])), (np.array([[-4.0, 5.0]]), np.array([6.0]))]
TS = np.linspace(0, 1, 11)


def lines(ax: Axes) -> dict[str, Line2D]:
    return {str(line.get_gid()): line for line in ax.lines}


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for ax in figure.axes for text in ax.texts if text.get_text()]


def legend(ax: Axes) -> list[str]:
    found = ax.get_legend()
    assert found is not None
    return [text.get_text() for text in found.get_texts()]


def overlaps(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of texts of one axes, the legend's included, whose boxes share more than a sliver."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    found: list[tuple[str, str]] = []
    for ax in figure.axes:
        shown = [text for text in ax.texts if text.get_text()]
        box = ax.get_legend()
        shown += box.get_texts() if box is not None else []
        boxes = [(text.get_text(), text.get_tightbbox(renderer).padded(-1)) for text in shown]
        found += [(a, b) for (a, first), (b, second) in itertools.combinations(boxes, 2) if first.overlaps(second)]
    return found


def above_the_curves(figure: Figure, ax: Axes) -> bool:
    """Whether the legend stands higher than all that is drawn."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    box = ax.get_legend()
    assert box is not None
    bottom = ax.transData.inverted().transform((0, box.get_window_extent(renderer).y0))[1]
    return all(float(np.max(np.asarray(line.get_ydata()))) < bottom for line in ax.lines)


def test_twins_stand_side_by_side_with_the_changed_unit_in_colour() -> None:
    figure = draw_twins(TWO, FLIPPED, 1, [0])
    assert len(figure.axes) == 2
    for ax in figure.axes:
        coloured = [line for line in ax.lines if to_hex(line.get_color()).upper() != FAINT]
        assert {to_hex(line.get_color()).upper() for line in coloured} == {PALETTE[0]}
        assert len(coloured) == 2  # one way in, one way out
    before, after = ([text.get_text() for text in ax.texts] for ax in figure.axes)
    assert {"before", "2", "4", "1"} <= set(before)
    assert {"after", "\N{MINUS SIGN}2", "\N{MINUS SIGN}4", "\N{MINUS SIGN}1"} <= set(after)
    assert overlaps(figure) == []


@pytest.mark.parametrize("widths", [(1, 1, 1), (2, 3, 2), (3, 4, 5, 2), (2, 20, 1)])
def test_twins_of_any_size_can_be_read(widths: tuple[int, ...]) -> None:
    net = cases.net(widths)
    assert overlaps(draw_twins(net, net, 1, [0])) == []


def test_twins_may_hold_lists() -> None:
    draw_twins(TWO, [([[-2.0], [-1.0]], [-1.0, 3.0]), ([[-4.0, 5.0]], [6.0])], 1, [0])  # type: ignore[list-item]


def test_contributions_that_agree_lie_on_each_other() -> None:
    figure = draw_contributions(TWO, FLIPPED, "tanh", title="tanh")
    (ax,) = figure.axes
    before, after = (np.asarray(lines(ax)[name].get_ydata()) for name in ("before", "after"))
    np.testing.assert_allclose(before, after, rtol=1e-12, atol=1e-12)
    assert before.min() < -3.9
    assert before.max() > 3.9
    assert texts(figure) == []
    assert legend(ax) == ["before", "after"]
    assert (ax.get_title(), ax.get_xlabel(), ax.get_ylabel()) == ("tanh", "input x", "sent by unit 0")
    assert overlaps(figure) == []
    assert above_the_curves(figure, ax)


def test_a_constant_difference_is_measured() -> None:
    figure = draw_contributions(TWO, FLIPPED, "sigmoid")
    assert texts(figure) == ["4 everywhere"]
    assert overlaps(figure) == []
    (ax,) = figure.axes
    assert above_the_curves(figure, ax)


def test_a_difference_that_varies_is_not() -> None:
    assert texts(draw_contributions(TWO, FLIPPED, "relu")) == []
    assert texts(draw_contributions(TWO, TWO, "sigmoid")) == []


def test_contributions_of_a_constant_unit_and_of_another_unit() -> None:
    constant = [(np.array([[0.0], [1.0]]), np.array([2.0, 0.0])), TWO[1]]
    figure = draw_contributions(constant, constant, "relu")
    (ax,) = figure.axes
    assert set(np.asarray(lines(ax)["before"].get_ydata())) == {8.0}
    (ax,) = draw_contributions(TWO, TWO, "relu", unit=1).axes
    assert ax.get_ylabel() == "sent by unit 1"


def test_contributions_need_one_input() -> None:
    with pytest.raises(ValueError, match="one input"):
        draw_contributions(cases.net([2, 2, 1]), cases.net([2, 2, 1]), "tanh")


def test_segments_are_drawn_from_one_end_to_the_other() -> None:
    losses = {"s = 4": 80 - 40 * TS * (1 - TS), "s = 80": 80 + 400 * TS * (1 - TS)}
    figure = draw_segments(TS, losses, title="two lines")
    (ax,) = figure.axes
    assert list(lines(ax)) == ["s = 4", "s = 80", "chord"]
    assert list(lines(ax)["chord"].get_ydata()) == [80.0, 80.0]
    assert legend(ax) == ["s = 4", "s = 80"]
    assert ax.get_ylim()[1] > 180
    assert overlaps(figure) == []
    assert above_the_curves(figure, ax)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("t, from the net to its twin", "loss")


def test_a_very_high_hill_is_cut() -> None:
    figure = draw_segments(TS, {"low": 1 - TS * (1 - TS), "high": 1 + 1e6 * TS * (1 - TS)})
    (ax,) = figure.axes
    assert 4 < ax.get_ylim()[1] < 8


@pytest.mark.parametrize("losses", [{}, {"a": [1.0]}])
def test_segments_refuse_what_does_not_fit(losses: dict[str, list[float]]) -> None:
    with pytest.raises(ValueError, match="one loss for every t"):
        draw_segments(TS, losses)


@pytest.mark.parametrize("target", [1.0, 0.0, -2.0])
def test_two_factors_have_levels_and_losses(target: float) -> None:
    walks = [("flip", (1.0, 1.0), (-1.0, -1.0)), ("scaling", (2.0, 0.5), (0.5, 2.0))]
    figure = draw_two_factors(walks, target, title="t")
    plane, profile = figure.axes
    assert {"segment flip", "segment scaling"} <= set(lines(plane))
    for name, a, b in walks:
        loss = np.asarray(lines(profile)[f"loss {name}"].get_ydata())
        assert loss[0] == (a[0] * a[1] - target) ** 2
        assert loss[-1] == (b[0] * b[1] - target) ** 2
        middle = (a[0] + b[0]) * (a[1] + b[1]) / 4
        np.testing.assert_allclose(loss[len(loss) // 2], (middle - target) ** 2)
    assert legend(profile) == ["flip", "scaling"]
    assert overlaps(figure) == []
    assert above_the_curves(figure, profile)
    low, high = plane.get_xlim()
    assert low <= -2
    assert high >= 2


def test_two_factors_need_a_segment() -> None:
    with pytest.raises(ValueError, match="at least one"):
        draw_two_factors([])

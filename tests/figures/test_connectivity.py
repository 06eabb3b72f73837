"""Pictures of matchings, barriers and paths: what they say, that they say it legibly, and what they refuse."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from autograder.figures import draw_barriers, draw_similarity, draw_steps, draw_ways
from autograder.figures.style import INK, PALETTE

TABLE = [[15.7, 75.5, -1.7], [17.8, -1.2, 48.0], [59.7, 18.1, 17.3]]
TS = np.linspace(0, 1, 21)
HILL, SLOPE = 1 + TS * (1 - TS), 1 + TS
PATH: Any = [  # the second with lists for arrays
    [(np.array([[1.0, 1.0], [-2.0, 3.0]]), np.array([0.0, 5.0])), (np.array([[1.0, 0.0]]), np.array([0.0]))],
    [([[1, 1], [1, 1]], [0, 0]), ([[1, 0]], [0])],
    [(np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([0.0, 0.0])), (np.array([[0.0, 1.0]]), np.array([0.0]))],
]


def lines(ax: Axes) -> dict[str, Line2D]:
    return {str(line.get_gid()): line for line in ax.lines}


def overlaps(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of texts of one axes whose boxes share more than a sliver."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    found: list[tuple[str, str]] = []
    for ax in figure.axes:
        boxes = [(text.get_text(), text.get_tightbbox(renderer).padded(-1)) for text in ax.texts if text.get_text()]
        found += [(a, b) for (a, first), (b, second) in itertools.combinations(boxes, 2) if first.overlaps(second)]
    return found


def test_a_matching_is_marked_and_its_sum_is_told() -> None:
    figure = draw_similarity(TABLE, [1, 2, 0], title="best")
    (ax,) = figure.axes
    assert ax.get_title() == "best: sum 183.2"
    colours = {text.get_text(): to_hex(text.get_color()).upper() for text in ax.texts}
    chosen = {text for text, colour in colours.items() if colour == PALETTE[1].upper()}
    assert chosen == {"75.5", "48", "59.7"}
    assert colours["−1.7"] == INK.upper()
    assert len([patch for patch in ax.patches if patch.get_gid() == "chosen"]) == 3
    assert draw_similarity(TABLE, np.array([0, 1, 2])).axes[0].get_title() == "sum 31.8"
    assert draw_similarity([[-2.5]], (0,)).axes[0].get_title() == "sum −2.5"


@pytest.mark.parametrize(
    ("table", "perm"),
    [([[1, 2]], [0]), ([[1, 2], [3, 4]], [0, 0]), ([[1, 2], [3, 4]], [0]), ([[1, np.nan], [3, 4]], [0, 1]), ([], [])],
)
def test_what_is_no_matching_is_refused(table: Any, perm: list[int]) -> None:
    with pytest.raises(ValueError, match="square table"):
        draw_similarity(table, perm)


def test_barriers_are_told_in_the_key() -> None:
    figure = draw_barriers(TS, HILL, SLOPE, title="a title")
    (ax,) = figure.axes
    legend = ax.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == [
        "as they stand: barrier 0.25",
        "after alignment: barrier 0",
    ]
    assert np.array_equal(lines(ax)["as they stand"].get_ydata(), HILL)
    assert np.array_equal(lines(ax)["after alignment"].get_ydata(), SLOPE)
    assert (ax.get_title(), ax.get_ylabel()) == ("a title", "loss")


def test_barriers_are_measured_over_the_line_between_the_ends_wherever_these_are() -> None:
    figure = draw_barriers([0.0, 0.5, 2.0], [1.0, 3.0, 5.0], [4, 1, 0])
    legend = figure.axes[0].get_legend()
    assert legend is not None
    assert [text.get_text().split()[-1] for text in legend.get_texts()] == ["1", "0"]


@pytest.mark.parametrize(
    ("ts", "before", "after"),
    [([0], [1], [1]), ([0, 0], [1, 1], [1, 1]), ([1, 0], [1, 1], [1, 1]),
     ([0, 1], [1], [1, 1]), ([0, 1], [1, 1], [1, np.inf])],
)  # fmt: skip
def test_profiles_that_do_not_fit_are_refused(ts: Any, before: Any, after: Any) -> None:
    with pytest.raises(ValueError, match=r"ascending|for every t"):
        draw_barriers(ts, before, after)


def test_both_ways_carry_their_highest_loss() -> None:
    figure = draw_ways(HILL - 1, [[0, 0, 0], [0, 0]], title="a title")
    (ax,) = figure.axes
    legend = ax.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == [
        "straight line: up to 0.25",
        "path of 2 segments: up to 0",
    ]
    shown = lines(ax)
    assert list(shown["nets"].get_xdata()) == [0, 0.5, 1]
    assert list(shown["path"].get_xdata()) == [0, 0.25, 0.5, 0.5, 1]
    assert len(np.asarray(shown["straight"].get_xdata())) == len(HILL)
    one = draw_ways([0, 1], [[0, 1e-33]]).axes[0].get_legend()
    assert one is not None
    assert one.get_texts()[1].get_text() == "path of 1 segment: up to 0"


@pytest.mark.parametrize(
    ("straight", "segments"), [([0], [[0, 0]]), ([0, 0], []), ([0, 0], [[0]]), ([0, np.nan], [[0, 0]])]
)
def test_ways_without_losses_are_refused(straight: Any, segments: Any) -> None:
    with pytest.raises(ValueError, match="at least"):
        draw_ways(straight, segments)


def test_what_has_changed_is_marked() -> None:
    figure = draw_steps(PATH, title="a title")
    (ax,) = figure.axes
    coloured = [text.get_text() for text in ax.texts if to_hex(text.get_color()).upper() == PALETTE[1].upper()]
    assert coloured == ["1, 1 | 0", "0", "1"]  # net 1: incoming side of unit 1; net 2: outgoing weights of both
    assert len([patch for patch in ax.patches if patch.get_gid() == "changed"]) == 3
    assert len(ax.texts) == 12
    assert [label.get_text() for label in ax.get_yticklabels()][:2] == ["unit 0 in | bias", "unit 0 out"]


@pytest.mark.parametrize("path", [[], [PATH[0], PATH[0][:1]], [PATH[0], [([[1]], [0]), ([[1]], [0])]]])
def test_what_is_no_path_of_one_shape_is_refused(path: Any) -> None:
    with pytest.raises(ValueError, match="same shapes"):
        draw_steps(path)


def test_no_text_covers_another() -> None:
    assert overlaps(draw_similarity(np.array(TABLE) * 1234, [1, 2, 0], title="best")) == []
    assert overlaps(draw_steps(PATH, title="a title")) == []
    long = [[(W * np.pi, b * np.pi), (np.vstack([V, V, V]) / 7, np.zeros(3))] for (W, b), (V, _) in (PATH[0], PATH[2])]
    assert overlaps(draw_steps(long)) == []


def test_axes_that_are_given_are_drawn_into() -> None:
    figure = Figure(figsize=(10, 8))
    ((one, two), (three, four)) = figure.subplots(2, 2)
    assert draw_similarity(TABLE, [1, 2, 0], ax=one) is figure
    assert draw_barriers(TS, HILL, SLOPE, ax=two) is figure
    assert draw_ways(HILL, [HILL], ax=three) is figure
    assert draw_steps(PATH, ax=four) is figure


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_figures_can_be_saved(kind: str, tmp_path: Any) -> None:
    figures = [
        draw_similarity(TABLE, [1, 2, 0]),
        draw_barriers(TS, HILL, SLOPE),
        draw_ways(HILL, [HILL]),
        draw_steps(PATH),
    ]
    for number, figure in enumerate(figures):
        path = tmp_path / f"{number}.{kind}"
        figure.savefig(path)
        assert path.stat().st_size > 2000

"""Pictures of mistakes: what is wrong is seen, far answers stay in the picture, and nothing is cut off."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from autograder.figures import draw_answers, draw_choices, draw_heights, draw_marked, draw_net, draw_two_paths
from autograder.figures.style import MISTAKE

NET = [(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([5.0, 6.0])), (np.array([[7.0, 8.0]]), np.array([9.0]))]


def by_gid(ax, gid):
    return next(artist for artist in ax.get_children() if artist.get_gid() == gid)


def test_wrong_edges_and_biases_are_marked_and_the_others_are_not():
    ax = draw_net(NET, wrong=[(2, 0, 1), (1, 0, -1)]).axes[0]
    assert by_gid(ax, "edge 2 1-0").get_color() == MISTAKE
    assert by_gid(ax, "edge 2 0-0").get_color() != MISTAKE
    assert MISTAKE in {text.get_color() for text in ax.texts if text.get_text() == "5"}
    assert MISTAKE not in {text.get_color() for text in ax.texts if text.get_text() == "6"}


def test_the_key_names_colours_and_mistakes():
    figure = draw_marked(NET, "your result", (1, {0: 1, 1: 0}), ["old unit 0", "old unit 1"], [(1, 0, -1)], "is wrong")
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["old unit 0", "old unit 1", "is wrong"]
    plain = draw_marked(NET, "before", None, [], [], "")
    assert plain.legends == []


@pytest.mark.parametrize("count", [2, 6])
def test_the_key_stays_inside_the_picture(count):
    wide = [(np.ones((6, 1)), np.arange(6.0)), (np.ones((1, 6)), np.zeros(1))]
    figure = draw_marked(
        wide, "x", (1, {k: k for k in range(count)}), [f"unit {k}" for k in range(count)], [(1, 0, -1)], "no"
    )
    FigureCanvasAgg(figure).draw()
    box = figure.legends[0].get_window_extent()
    assert figure.bbox.padded(1).fully_contains(box.x0, box.y0)
    assert figure.bbox.padded(1).fully_contains(box.x1, box.y1)


def test_answers_on_the_curve_are_told_from_those_off_it():
    t = np.linspace(0, 1, 11)
    ax = draw_answers(t, t**2, [0.0, 0.5, 1.0], [0.0, 0.25, 0.5], ("t", "the loss", "your answer")).axes[0]
    assert by_gid(ax, "right answers").get_xdata().tolist() == [0.0, 0.5]
    assert by_gid(ax, "answers").get_xydata().tolist() == [[1.0, 0.5]]


def test_a_far_answer_is_drawn_at_the_edge_with_its_number():
    t = np.linspace(0, 1, 11)
    ax = draw_answers(t, t**2, [1.0], [1e6], ("t", "the loss", "your answer")).axes[0]
    assert ax.get_ylim()[1] < 10
    assert "1e+06" in [text.get_text() for text in ax.texts]


def test_both_barriers_stand_on_the_line():
    ax = draw_heights([1.0, 4.0, 3.0], 7.0, 2.0).axes[0]
    assert by_gid(ax, "barrier").get_ydata().tolist() == [2.0, 4.0]
    assert by_gid(ax, "yours").get_ydata().tolist() == [2.0, 2.0 + 6.0]  # cut at twice the span
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels == ["barrier: 2", "yours: 7"]


@pytest.mark.parametrize("dimensions", [1, 2])
def test_both_paths_are_drawn(dimensions):
    across, up = np.linspace(-2, 2, 9), np.linspace(-2, 2, 9) if dimensions == 2 else []
    heights = np.add.outer(np.square(up), across**2) if dimensions == 2 else [across**2]
    found, right = np.ones((3, dimensions)), np.zeros((3, dimensions))
    ax = draw_two_paths(across, up, heights, found, right).axes[0]
    assert by_gid(ax, "your path").get_xdata().tolist() == [1.0] * 3
    assert by_gid(ax, "right path").get_xdata().tolist() == [0.0] * 3


def test_choices_are_told_with_their_sums():
    ax = draw_choices([[10.0, 9.0], [9.0, -1.0]], [0, 1], [1, 0]).axes[0]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["best: 18", "yours: 9"]
    assert len(ax.patches) == 4

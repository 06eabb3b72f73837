"""Pictures of smoothing: what they say, that they say it legibly, and what they refuse."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from autograder.figures import draw_landscapes, draw_smoothed, draw_track


def rippled(x: float, sigma: float) -> float:
    return x * x + sigma**2 + 10 - 10 * math.exp(-2 * (math.pi * sigma) ** 2) * math.cos(2 * math.pi * x)


def square(x: np.ndarray, sigma: float) -> float:
    return rippled(float(x[0]), sigma) + rippled(float(x[1]), sigma)


def lines(ax: Axes) -> dict[str, Line2D]:
    return {str(line.get_gid()): line for line in ax.lines}


def legend(ax: Axes) -> list[str]:
    found = ax.get_legend()
    assert found is not None
    return [text.get_text() for text in found.get_texts()]


def overlaps(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of texts (title, labels, legend) whose boxes share more than a sliver."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    boxes = []
    for ax in figure.axes:
        texts = [ax.title, ax.xaxis.label, ax.yaxis.label]
        texts += ax.get_legend().get_texts() if ax.get_legend() else []
        boxes += [(t.get_text(), t.get_window_extent(renderer).padded(-1)) for t in texts if t.get_text()]
    return [(a, b) for (a, one), (b, other) in itertools.combinations(boxes, 2) if one.overlaps(other)]


def test_curves_carry_their_sigma_and_the_count_of_their_minima() -> None:
    figure = draw_smoothed(rippled, [0.0, 0.35, 0.6], -5.12, 5.12, title="a title")
    (ax,) = figure.axes
    assert legend(ax) == ["$\\sigma$ = 0: 11 minima", "$\\sigma$ = 0.35: 7 minima", "$\\sigma$ = 0.6: 1 minimum"]
    minima = lines(ax)["minima 0"].get_xdata()
    assert len(minima) == 11
    assert min(abs(minima)) < 1e-6
    assert (ax.get_title(), ax.get_xlabel(), ax.get_ylabel()) == ("a title", "x", "value")


def test_maps_mark_their_minima() -> None:
    figure = draw_landscapes(square, [0.0, 0.6], title="a title")
    assert [ax.get_title() for ax in figure.axes[:2]] == ["$\\sigma$ = 0: 121 minima", "$\\sigma$ = 0.6: 1 minimum"]
    assert len(lines(figure.axes[0])["minima"].get_xdata()) == 121
    assert figure.axes[2].get_ylabel() == "value"


def test_a_constant_has_a_map_too() -> None:
    figure = draw_landscapes(lambda x, sigma: 7.0, [1.0])
    assert figure.axes[0].get_title() == "$\\sigma$ = 1: 0 minima"


def test_a_track_joins_the_points_of_its_path_and_rings_the_deepest() -> None:
    figure = draw_track(rippled, [0.6, 0.3, 0.0], [0.0, 1.0, 2.0], -5, 5, title="a title")
    (ax,) = figure.axes
    shown = lines(ax)
    assert list(shown["path"].get_xdata()) == [0, 1, 2]
    heights = list(shown["path"].get_ydata())
    assert heights == sorted(heights, reverse=True)
    assert abs(shown["deepest"].get_xdata()[0]) < 1e-6
    assert [label.get_text() for label in ax.get_yticklabels()] == ["0", "0.3", "0.6"]
    assert legend(ax) == ["deepest point", "followed minimiser"]


@pytest.mark.parametrize("steps", [1, 2, 5, 9])
def test_no_text_covers_another(steps: int) -> None:
    sigmas = np.linspace(0.8, 0.0, steps)
    assert overlaps(draw_track(rippled, sigmas, np.zeros(steps), -5, 5, title="a title")) == []
    few = sigmas[: min(4, steps)].tolist()
    assert overlaps(draw_smoothed(rippled, few, -5, 5, title="a title")) == []


def test_maps_have_no_text_that_covers_another() -> None:
    assert overlaps(draw_landscapes(square, [0.0, 0.4, 0.6], title="a title")) == []


@pytest.mark.parametrize(("sigmas", "low", "high"), [([], 0, 1), ([0] * 5, 0, 1), ([0.0], 1, 1)])
def test_curves_that_cannot_be_drawn_are_refused(sigmas: list[float], low: float, high: float) -> None:
    with pytest.raises(ValueError, match="a picture has"):
        draw_smoothed(rippled, sigmas, low, high)


@pytest.mark.parametrize(("sigmas", "side"), [([], 1.0), ([0.0] * 5, 1.0), ([0.0], 0.0)])
def test_maps_that_cannot_be_drawn_are_refused(sigmas: list[float], side: float) -> None:
    with pytest.raises(ValueError, match="a picture has"):
        draw_landscapes(square, sigmas, side)


@pytest.mark.parametrize(("sigmas", "path"), [([], []), ([0.0], [0.0, 1.0]), ([[0.0]], [[0.0]])])
def test_tracks_of_two_lengths_are_refused(sigmas: list[float], path: list[float]) -> None:
    with pytest.raises(ValueError, match="one point for each sigma"):
        draw_track(rippled, sigmas, path, -1, 1)


def test_values_that_are_not_finite_are_refused() -> None:
    with pytest.raises(ValueError, match="not finite"):
        draw_smoothed(lambda x, sigma: math.nan, [0.0], 0, 1)


def test_axes_that_are_given_are_drawn_into() -> None:
    figure = Figure(figsize=(10, 4))
    one, two = figure.subplots(1, 2)
    assert draw_smoothed(rippled, [0.0], -1, 1, ax=one) is figure
    assert draw_track(rippled, [0.0], [0.0], -1, 1, ax=two) is figure
    assert "curve 0" in lines(one)


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_figures_can_be_saved(kind: str, tmp_path) -> None:
    figures = [
        draw_smoothed(rippled, [0.0, 0.5], -2, 2),
        draw_landscapes(square, [0.5], 1.0),
        draw_track(rippled, [0.5, 0.0], [0.0, 0.0], -2, 2),
    ]
    for number, figure in enumerate(figures):
        path = tmp_path / f"{number}.{kind}"
        figure.savefig(path)
        assert path.stat().st_size > 2000

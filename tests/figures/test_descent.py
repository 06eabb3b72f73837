"""Pictures of descents, paths and spectra: what they say, that they say it legibly, and what they refuse."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from autograder.figures import draw_descents, draw_paths, draw_spectrum


def lines(ax: Axes) -> dict[str, Line2D]:
    return {str(line.get_gid()): line for line in ax.lines}


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for ax in figure.axes for text in ax.texts]


def overlaps(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of texts of one axes whose boxes share more than a sliver."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    found: list[tuple[str, str]] = []
    for ax in figure.axes:
        boxes = [(text.get_text(), text.get_tightbbox(renderer).padded(-1)) for text in ax.texts if text.get_text()]
        found += [(a, b) for (a, first), (b, second) in itertools.combinations(boxes, 2) if first.overlaps(second)]
    return found


def wells(x: float) -> float:
    return (x * x - 1) ** 2 + 0.5 * x


def saddle(w: np.ndarray) -> float:
    return float((w[0] * w[1] - 1) ** 2)


PATH = np.array([[2.0, 1.0], [1.8, 0.6], [1.79, 0.57]])


def test_ends_have_levels_numbered_from_below() -> None:
    figure = draw_descents(wells, [[[1.4], [1.1], [0.93]], [-1.6, -1.2, -1.06], [-0.2, -1.06]], (-2, 2), title="wells")
    (ax,) = figure.axes
    assert texts(figure) == ["$E_{1}$ = −0.515", "$E_{2}$ = 0.483"]
    assert ax.get_title() == "wells"
    found = lines(ax)
    assert [float(v) for v in found["path 0"].get_xdata()] == [1.4, 1.1, 0.93]
    assert float(found["start 1"].get_xdata()[0]) == -1.6
    assert float(found["end 2"].get_xdata()[0]) == -1.06
    assert float(found["level 1"].get_ydata()[0]) == pytest.approx(wells(-1.06))


def test_what_leaves_the_interval_is_left_out() -> None:
    figure = draw_descents(wells, [[[0.5], [9.0], [0.9]], [[5.0], [6.0]]], (-2, 2))
    (ax,) = figure.axes
    assert [float(v) for v in lines(ax)["path 0"].get_xdata()] == [0.5, 0.9]
    assert "path 1" not in lines(ax)
    assert len(texts(figure)) == 1


def test_paths_begin_with_a_ring_and_end_with_a_dot() -> None:
    figure = draw_paths(saddle, [PATH, PATH[:1].tolist()], (-3, 3, -2, 2), labels=["one"], names=("a", "b"))
    (ax,) = figure.axes
    found = lines(ax)
    assert found["path 0"].get_xydata().tolist() == PATH.tolist()
    assert found["start 0"].get_fillstyle() == "none"
    assert found["end 0"].get_xydata().tolist() == [PATH[-1].tolist()]
    assert found["end 1"].get_xydata().tolist() == [PATH[0].tolist()]
    assert (ax.get_xlim(), ax.get_ylim()) == ((-3, 3), (-2, 2))
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("a", "b")
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["one"]


def test_paths_without_labels_have_no_legend_and_a_constant_no_levels() -> None:
    (ax,) = draw_paths(lambda w: 3.0, [PATH], (0, 3, 0, 2)).axes
    assert ax.get_legend() is None
    assert len(ax.collections) == 0


def test_eigenvalues_are_counted_by_sign() -> None:
    figure = draw_spectrum(saddle, [0.0, 0.0], title="saddle")
    (ax,) = figure.axes
    assert texts(figure) == ["−2", "1 negative, 0 zero, 1 positive"]
    assert lines(ax)["negative"].get_ydata()[0] == pytest.approx(-2, rel=1e-6)
    assert lines(ax)["positive"].get_ydata()[0] == pytest.approx(2, rel=1e-6)
    assert ax.get_title() == "saddle"


def test_rounding_counts_as_zero() -> None:
    H = np.diag([-3.0, 0.0, 0.0, 1.0, 500.0])
    assert "1 negative, 2 zero, 2 positive" in texts(draw_spectrum(lambda x: 0.5 * x @ H @ x + 0.1, np.zeros(5)))
    assert texts(draw_spectrum(lambda x: 1.0, np.zeros(3))) == ["0 negative, 3 zero, 0 positive"]
    assert texts(draw_spectrum(lambda x: float(x @ x), np.ones(40))) == ["0 negative, 0 zero, 40 positive"]


def test_wrong_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="interval"):
        draw_descents(wells, [], (2, -2))
    with pytest.raises(ValueError, match="box"):
        draw_paths(saddle, [], (1, -1, 0, 1))
    with pytest.raises(ValueError, match="point is a list of numbers"):
        draw_spectrum(saddle, [[0.0, 0.0]])
    with pytest.raises(ValueError, match="reshape"):
        draw_paths(saddle, [[1.0, 2.0, 3.0]], (0, 1, 0, 1))


def test_no_text_covers_another() -> None:
    descents = [[[x], [x]] for x in np.linspace(-1.8, 1.8, 25)]
    assert overlaps(draw_descents(wells, descents, (-2, 2), title="many ends")) == []
    for lowest in (-5.0, -0.5, -1e-4):
        H = np.diag([lowest, 0.0, 0.1, 5.0])
        assert overlaps(draw_spectrum(lambda x, H=H: 0.5 * x @ H @ x, np.zeros(4))) == []


def test_axes_that_are_given_are_drawn_into() -> None:
    figure = Figure(figsize=(10, 8))
    ((one, two), (three, _)) = figure.subplots(2, 2)
    assert draw_descents(wells, [[0.5, 0.9]], (-2, 2), ax=one) is figure
    assert draw_paths(saddle, [PATH], (0, 3, 0, 2), ax=two) is figure
    assert draw_spectrum(saddle, [0, 0], ax=three) is figure
    assert "function" in lines(one)


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_figures_can_be_saved(kind: str, tmp_path) -> None:
    figures = [
        draw_descents(wells, [[0.5, 0.9]], (-2, 2)),
        draw_paths(saddle, [PATH], (0, 3, 0, 2), labels=["a path"]),
        draw_spectrum(saddle, [1.0, 1.0]),
    ]
    for number, figure in enumerate(figures):
        path = tmp_path / f"{number}.{kind}"
        figure.savefig(path)
        assert path.stat().st_size > 2000

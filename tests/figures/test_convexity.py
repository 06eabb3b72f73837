"""Pictures of chords, tables and levels: what they say, that they say it legibly, and what they refuse."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from autograder.figures import draw_chord, draw_levels, draw_table
from autograder.figures.style import INK, PALETTE


def lines(ax: Axes) -> dict[str, Line2D]:
    return {str(line.get_gid()): line for line in ax.lines}


def texts(figure: Figure) -> dict[str, str]:
    return {text.get_text(): to_hex(text.get_color()).upper() for ax in figure.axes for text in ax.texts}


def overlaps(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of texts of one axes whose boxes share more than a sliver."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    found: list[tuple[str, str]] = []
    for ax in figure.axes:
        boxes = [(text.get_text(), text.get_tightbbox(renderer).padded(-1)) for text in ax.texts if text.get_text()]
        found += [(a, b) for (a, first), (b, second) in itertools.combinations(boxes, 2) if first.overlaps(second)]
    return found


def cubic(x: float) -> float:
    return x**3 - 3 * x


def saddle(w: np.ndarray) -> float:
    return float((w[0] * w[1] - 1) ** 2)


def test_a_positive_gap_convicts_in_colour() -> None:
    figure = draw_chord(cubic, -2.0, 2.0, 0.75, title="a title", names=("w", "loss"))
    (ax,) = figure.axes
    assert texts(figure)["gap 3: not convex"] == PALETTE[1].upper()
    assert list(lines(ax)["chord"].get_xdata()) == [-2.0, 2.0]
    assert list(lines(ax)["chord"].get_ydata()) == [-2.0, 2.0]
    assert (list(lines(ax)["middle"].get_xdata()), list(lines(ax)["middle"].get_ydata())) == ([-1.0], [2.0])
    assert (ax.get_title(), ax.get_xlabel(), ax.get_ylabel()) == ("a title", "w", "loss")


@pytest.mark.parametrize(
    ("f", "text"),
    [
        (lambda x: x * x, "gap −4: proves nothing"),
        (lambda x: max(abs(x) - 2, 0.0), "gap 0: proves nothing"),
        (lambda x: 0.1 * x + 0.3, "gap 0: proves nothing"),
        (lambda x: np.array(1e6 + 0.1 * x), "gap 0: proves nothing"),
    ],
)
def test_negative_gaps_and_rounding_noise_prove_nothing(f, text: str) -> None:
    assert texts(draw_chord(f, -2.0, 2.0, 0.5))[text] == INK.upper()


@pytest.mark.parametrize(("x", "y", "lam"), [(1.0, 1.0, 0.5), (0.0, np.inf, 0.5), (0, 1, 0.0), (0, 1, 1.0), (0, 1, 2)])
def test_chords_without_two_ends_are_refused(x: float, y: float, lam: float) -> None:
    with pytest.raises(ValueError, match="two different ends"):
        draw_chord(cubic, x, y, lam)


def test_a_convicted_row_is_measured_against_its_chord() -> None:
    figure = draw_table([3.0, 0.0, 1.0, 6.0], [2.0, 4.0, 1.0, 1.0], (2, 0, 3))
    shown = lines(figure.axes[0])
    assert list(shown["table"].get_xdata()) == [0, 1, 3, 6]  # in order, whatever the order of the rows
    assert list(shown["table"].get_ydata()) == [4, 1, 2, 1]
    assert list(shown["chord"].get_xdata()) == [1, 6]
    assert texts(figure) == {"1 above the chord": PALETTE[1].upper(), "": "#000000"}


def test_a_table_without_a_verdict_says_so() -> None:
    assert list(texts(draw_table([0, 1, 2], [1, 0, 1]))) == ["no value above a chord"]
    assert "not above the chord" in texts(draw_table([0, 1, 2], [1, 0, 1], (0, 1, 2)))


def test_a_row_that_is_not_between_the_others_is_measured_against_no_chord():
    figure = draw_table([0, 1, 2], [0, 1, 0], (0, 2, 1))
    assert list(texts(figure)) == ["not between the others"]
    assert figure.axes[0].get_ylim()[1] < 2


@pytest.mark.parametrize("triple", [(0, 0, 2), (0, 2, 2), (0, 1, 2), (0, 2, 1), (1, 0, 2)])
def test_what_is_said_of_a_row_stays_within_the_picture(triple):
    figure = draw_table([0, 1, 2], [0, 1, 0], triple)
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    said = [text for text in figure.axes[0].texts if text.get_text()]
    assert said
    for text in said:
        box = text.get_window_extent(renderer)
        assert 0 <= box.x0 < box.x1 <= figure.bbox.width


@pytest.mark.parametrize(("points", "values"), [([], []), ([0, 1], [0]), ([[0, 1]], [[0, 1]])])
def test_tables_of_two_lengths_are_refused(points: list[float], values: list[float]) -> None:
    with pytest.raises(ValueError, match="one length"):
        draw_table(points, values)


def test_levels_carry_the_values_on_the_segment() -> None:
    figure = draw_levels(saddle, [1.0, 1.0], [-1.0, -1.0], title="a title")
    assert list(texts(figure)) == ["x: 0", "y: 0", "1"]
    shown = lines(figure.axes[0])
    assert shown["segment"].get_xydata().tolist() == [[1, 1], [-1, -1]]
    assert shown["point between"].get_xydata().tolist() == [[0, 0]]
    assert draw_levels(saddle, [1.0, 1.0], [-1.0, -1.0], 0.75).axes[0].lines[-1].get_xydata().tolist() == [[0.5, 0.5]]


def test_a_constant_has_levels_too() -> None:
    assert list(texts(draw_levels(lambda w: 7.0, [0, 0], [1, 0]))) == ["x: 7", "y: 7", "7"]


def test_the_ends_can_have_names_of_their_own() -> None:
    assert {"$w_a$", "$w_b$"} < set(texts(draw_chord(cubic, -2.0, 2.0, 0.5, ends=("$w_a$", "$w_b$"))))
    assert list(texts(draw_levels(saddle, [1, 1], [-1, -1], ends=("start", "end")))) == ["start: 0", "end: 0", "1"]


def plateau(t: float) -> float:
    """High on the left, a steep fall to a narrow dip, and a lower plateau: from there the chord comes from above."""
    return 1 / (1 + np.exp(80 * (t - 0.97))) - 0.3 * np.exp(-((t - 1.01) ** 2) / 2e-4) + 0.3


@pytest.mark.parametrize(
    ("f", "x", "y"),
    [(plateau, 1.0, 0.0), (plateau, 0.0, 1.0), (cubic, -2.0, 2.0), (cubic, 1.0, -1.0), (np.abs, 0.0, 2.0)],
)
def test_names_of_the_ends_do_not_cover_the_curve(f, x: float, y: float) -> None:
    figure = draw_chord(f, x, y, 0.5, ends=("$w_a$", "$w_b$"))
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    (ax,) = figure.axes
    curve = ax.transData.transform_path(lines(ax)["function"].get_path())
    names = [text for text in ax.texts if text.get_text().startswith("$w")]
    assert len(names) == 2
    for name in names:
        assert not curve.intersects_bbox(name.get_window_extent(renderer).padded(-2), filled=False)


@pytest.mark.parametrize("b", [[1.0, 1.0], [1.0, np.nan], [1.0], [1.0, 2.0, 3.0]])
def test_levels_without_a_segment_are_refused(b: list[float]) -> None:
    with pytest.raises(ValueError, match=r"two different points|inhomogeneous"):
        draw_levels(saddle, [1.0, 1.0], b)


@pytest.mark.parametrize("lam", [0.15, 0.5, 0.8])
def test_no_text_covers_another(lam: float) -> None:
    assert overlaps(draw_chord(cubic, -2.0, 2.0, lam, title="a title")) == []
    assert overlaps(draw_chord(cubic, 2.0, -2.0, lam)) == []
    for a in ([1.0, 1.0], [1.0, -1.0], [1.0, 0.0], [0.0, 1.0]):
        assert overlaps(draw_levels(saddle, a, [-x for x in a], lam)) == []


def test_axes_that_are_given_are_drawn_into() -> None:
    figure = Figure(figsize=(10, 8))
    ((one, two), (three, _)) = figure.subplots(2, 2)
    assert draw_chord(cubic, 0.0, 1.0, 0.5, ax=one) is figure
    assert draw_table([0, 1], [0, 0], ax=two) is figure
    assert draw_levels(saddle, [1, 1], [-1, -1], ax=three) is figure
    assert "function" in lines(one)


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_figures_can_be_saved(kind: str, tmp_path) -> None:
    figures = [
        draw_chord(cubic, 0, 1, 0.5),
        draw_table([0, 1, 2], [0, 1, 0], (0, 1, 2)),
        draw_levels(saddle, [0, 0], [1, 1]),
    ]
    for number, figure in enumerate(figures):
        path = tmp_path / f"{number}.{kind}"
        figure.savefig(path)
        assert path.stat().st_size > 2000

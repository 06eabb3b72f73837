"""The pictures: what is drawn, in which colours, and that one can read it."""

from __future__ import annotations

import itertools
import subprocess
import sys

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from autograder import nets
from autograder.checks import cases
from autograder.figures import draw_net, draw_profile, draw_swap
from autograder.figures.nets import MOST_SHOWN
from autograder.figures.style import FAINT, PALETTE

EXAMPLE: nets.Net = [
    (np.array([[-1.5, 2.0], [1.7, 0.4]]), np.array([0.3, -0.6])),
    (np.array([[2.3, 0.8]]), np.array([0.1])),
]


def edges(ax: Axes) -> dict[str, Line2D]:
    return {line.get_gid(): line for line in ax.lines if str(line.get_gid()).startswith("edge")}


def coloured(ax: Axes) -> dict[str, str]:
    return {gid: to_hex(e.get_color()).upper() for gid, e in edges(ax).items() if e.get_color() != FAINT}


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for ax in figure.axes for text in ax.texts if text.get_text()]


def overlaps(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of texts of one axes whose boxes share more than a sliver."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    found: list[tuple[str, str]] = []
    for ax in figure.axes:
        shown = [text for text in ax.texts if text.get_text()]
        # Text only, without the white box behind a number: the boxes may touch.
        boxes = [(text.get_text(), text.get_tightbbox(renderer).padded(-1)) for text in shown]
        found += [(a, b) for (a, first), (b, second) in itertools.combinations(boxes, 2) if first.overlaps(second)]
    return found


@pytest.mark.parametrize(("widths", "layer"), [((2, 2, 1), 1), ((3, 4, 5, 2), 1), ((3, 4, 5, 2), 2)])
def test_a_moved_unit_takes_all_of_its_edges_into_its_colour(widths: tuple[int, ...], layer: int) -> None:
    figure = draw_net(cases.net(widths), moved=(layer, {0: 0, 1: "#009E73"}))
    (ax,) = figure.axes
    assert len(edges(ax)) == sum(a * b for a, b in itertools.pairwise(widths))
    colours = list(coloured(ax).values())
    assert colours.count(PALETTE[0]) == colours.count("#009E73") == widths[layer - 1] + widths[layer + 1]
    assert len(set(colours)) == 2


def test_the_first_colour_is_solid_and_the_others_are_broken() -> None:
    figure = draw_net(cases.net((2, 3, 1)), moved=(1, {0: 0, 1: 1, 2: PALETTE[2]}))
    solid = {colour for gid, colour in coloured(figure.axes[0]).items() if not edges(figure.axes[0])[gid].is_dashed()}
    assert solid == {PALETTE[0]}


def test_a_swap_follows_both_units_to_their_new_places() -> None:
    net = cases.net((2, 4, 3))
    before, after = draw_swap(net, nets.swap(net, 1, 1, 3), 1, 1, 3).axes
    places = {1: 3, 3: 1}
    for old, new in places.items():
        for source in range(2):
            assert coloured(before)[f"edge 1 {source}-{old}"] == coloured(after)[f"edge 1 {source}-{new}"]
        for target in range(3):
            was, now = f"edge 2 {old}-{target}", f"edge 2 {new}-{target}"
            assert coloured(before)[was] == coloured(after)[now]
            assert edges(before)[was].get_linewidth() == edges(after)[now].get_linewidth()
    assert len(coloured(before)) == len(coloured(after)) == 10


def test_a_swap_of_a_unit_with_itself_colours_one_unit() -> None:
    figure = draw_swap(EXAMPLE, EXAMPLE, 1, 1, 1)
    before, after = map(coloured, figure.axes)
    assert before == after
    assert list(before.values()) == [PALETTE[0]] * 3


def test_numbers_stand_beside_edges_and_in_units() -> None:
    shown = texts(draw_net([(W.tolist(), b.tolist()) for W, b in EXAMPLE], title="a title"))  # as students return nets
    for expected in ["−1.5", "2", "1.7", "0.4", "2.3", "0.8", "0.3", "−0.6", "0.1", "a title", "layer 1", "unit 1"]:
        assert expected in shown


@pytest.mark.parametrize("widths", [(2, 2, 1), (2, 3, 2), (3, 3, 4, 3), (3, 4, 5, 2), (1, 6, 6, 1), (20, 30, 2)])
def test_no_text_of_a_net_covers_another(widths: tuple[int, ...]) -> None:
    assert overlaps(draw_net(cases.net(widths), title="a title", moved=(1, {0: 0, 1: 1}))) == []


@pytest.mark.parametrize("losses", [[0, 1, 0], [5, 1, 5], [1, 1, 1], [0, 0, 0], [1, 4, 3], [3, 4, 1], [0, 1, 9]])
def test_no_text_of_a_profile_covers_another(losses: list[float]) -> None:
    assert overlaps(draw_profile([0.0, 0.4, 1.0], losses)) == []


def test_wide_layers_show_a_few_units_and_those_that_moved() -> None:
    figure = draw_net(cases.net((3, 300, 2)), moved=(1, {298: 0, 5: 1}))
    names = [patch.get_gid() for patch in figure.axes[0].patches if str(patch.get_gid()).startswith("unit 1 ")]
    assert len(names) == MOST_SHOWN
    assert {"unit 1 298", "unit 1 5"} <= set(names)
    assert any("288 more" in text for text in texts(figure))


@pytest.mark.parametrize("moved", [(0, {0: 0}), (2, {0: 0}), (1, {2: 0}), (1, {-1: 0})])
def test_units_that_do_not_exist_are_refused(moved: tuple[int, dict[int, int]]) -> None:
    with pytest.raises(ValueError, match="not"):
        draw_net(EXAMPLE, moved=moved)


def test_a_profile_marks_its_barrier_over_the_line_between_the_ends() -> None:
    figure = draw_profile([1.0, 0.0, 0.25], [4.0, 2.0, 4.5])  # not sorted
    assert "barrier 2 at t = 0.25" in texts(figure)
    lines = {line.get_gid(): line for line in figure.axes[0].lines}
    assert list(lines["loss"].get_xdata()) == [0.0, 0.25, 1.0]
    assert list(lines["loss"].get_ydata()) == [2.0, 4.5, 4.0]
    assert list(lines["chord"].get_ydata()) == list(lines["ends"].get_ydata()) == [2.0, 4.0]


@pytest.mark.parametrize("losses", [[5.0, 1.0, 5.0], [0.0, 1e-31, 0.0], [0.3, 0.3 + 1e-15, 0.3], [1.0, 1.5, 2.0]])
def test_valleys_lines_and_rounding_noise_are_no_barriers(losses: list[float]) -> None:
    assert "no barrier: never above the dashed line" in texts(draw_profile([0.0, 0.5, 1.0], losses))


@pytest.mark.parametrize(
    ("ts", "losses"), [([], []), ([0.5], [1.0]), ([1.0, 1.0], [0.0, 0.0]), ([0, 1], [0, np.nan]), ([0, 1], [1, 2, 3])]
)
def test_profiles_without_two_ends_are_refused(ts: list[float], losses: list[float]) -> None:
    with pytest.raises(ValueError, match="t"):
        draw_profile(ts, losses)


def test_axes_that_are_given_are_drawn_into() -> None:
    figure = Figure()
    left, right = figure.subplots(1, 2)
    assert draw_net(EXAMPLE, ax=left) is figure
    assert draw_profile([0, 1], [0, 0], ax=right) is figure
    assert len(edges(left)) == 6
    inner = Figure().subfigures(1, 2)
    assert draw_net(EXAMPLE, ax=inner[0].subplots()) is inner[0].get_figure(root=True)


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_figures_can_be_saved_and_drawing_leaves_the_nets_alone(kind: str, tmp_path) -> None:
    net = cases.frozen(EXAMPLE)
    figures = [draw_net(net), draw_swap(net, nets.swap(net, 1, 0, 1), 1, 0, 1), draw_profile([0, 0.5, 1], [0, 1, 0])]
    for number, figure in enumerate(figures):
        path = tmp_path / f"{number}.{kind}"
        figure.savefig(path)
        assert path.stat().st_size > 2000


def test_a_figure_shows_itself_in_a_notebook() -> None:
    figure = draw_net(EXAMPLE)
    data, place = figure._repr_png_()
    assert data.startswith(b"\x89PNG")
    assert place["width"] > place["height"] > 100


def test_the_package_does_not_load_matplotlib_and_figures_do_not_load_pyplot() -> None:
    code = (
        "import sys, autograder; assert 'matplotlib' not in sys.modules; "
        "import autograder.figures; assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)

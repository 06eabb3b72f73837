"""Drawings: text as text, the same bytes each time, nothing that leads out of the page, colours of the page."""

from __future__ import annotations

import re
import subprocess
import sys
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from autograder import nets
from autograder.checks import pictures
from autograder.checks.pictured import NetsPicture
from autograder.feedback import drawings
from autograder.feedback.drawings import PREFIX, draw, numbered

NET = [(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([5.0, 6.0])), (np.array([[7.0, 8.0]]), np.array([9.0]))]
TWIN = nets.swap(NET, 1, 0, 1)
TS = np.array([0.0, 0.5, 1.0])
PICTURES = {
    "nets": pictures.moved(NET, [(TWIN[0][0], NET[0][1]), TWIN[1]], TWIN, 1, [1, 0]),
    "profile": pictures.profile(lambda t: t**2, TS, [0.0, 90.0, 1.0]),
    "line": pictures.line(lambda t: t**2, ("step", "the loss", ""), "A parabola."),
    "barrier": pictures.barrier(np.array([0.0, 1.0, 0.0]), 2.5, 1.0),
    "chord": pictures.chord(lambda t: t * t, 0.5),
    "table": pictures.table(TS, np.array([0.0, 1.0, 0.0]), [0, 2, 1]),
    "descent": pictures.descent(lambda x: float(x @ x), [[1.0, 2.0], [0.0, 9.0]], np.array([[1.0, 2.0], [0.5, 1.0]])),
    "curve": pictures.descent(lambda x: float(x @ x), [[1.0], [-3.0]], np.array([[1.0], [0.5]])),
    "ways": pictures.ways([NET, TWIN, NET], lambda one: float(one[0][0][0, 0])),
    "similarity": pictures.similarity(np.array([[1.0, 2.0], [3.0, 4.0]]), [0, 1], [1, 0]),
    "track": pictures.track(lambda x, sigma: 2 * (x - sigma), np.array([1.0, 0.0]), [4.0, 3.0], 2.0),
}


def drawn(name: str) -> tuple[str, ...]:
    picture = PICTURES[name]
    assert picture is not None
    return draw(picture)


@pytest.mark.parametrize("name", PICTURES)
def test_every_kind_is_drawn_as_elements_that_stand_in_a_page(name):
    for svg in drawn(name):
        root = ET.fromstring(svg)
        assert root.tag == "svg"
        assert root.get("viewBox")
        assert {"script", "style", "metadata", "image", "a", "foreignObject"}.isdisjoint(e.tag for e in root.iter())
        assert not re.search(r"https?:|@import|<!|data:", svg)
        links = [value for e in root.iter() for key, value in e.attrib.items() if key.endswith("href")]
        links += re.findall(r"url\(([^)]*)\)", svg)
        ids = [e.attrib["id"] for e in root.iter() if "id" in e.attrib]
        assert all(link.startswith(f"#{PREFIX}") for link in links)
        assert {link[1:] for link in links} == set(ids)
        assert len(ids) == len(set(ids))
        assert len(svg) < 60_000


@pytest.mark.parametrize("name", PICTURES)
def test_texts_stay_texts_and_colours_follow_the_page(name):
    svg = "".join(drawn(name))
    assert "<text" in svg
    assert not re.search(r": #(000000|333333|ffffff|b00020|0072b2)\b", svg)
    assert "var(--fig-" in svg


def test_shades_follow_the_page_so_that_paths_over_them_are_seen_in_the_dark():
    shades = re.findall(r"fill-opacity: ([^;\"]+)", drawn("descent")[0])
    assert "var(--fig-shade, 0.55)" in shades
    assert set(shades) <= {"var(--fig-shade, 0.55)", "0"}


def test_the_two_nets_say_which_edges_were_forgotten():
    before, after = drawn("nets")
    assert "before" in before
    assert "has not moved" not in before
    assert "has not moved" in after
    assert "--fig-mistake" in after


@pytest.mark.parametrize("name", PICTURES)
def test_no_text_is_cut_off_at_the_edge(name):
    for svg in drawn(name):
        root = ET.fromstring(svg)
        width, height = (float(side) for side in root.attrib["viewBox"].split()[2:])
        for text in root.iter("text"):
            size = float(re.findall(r"font-size: ([0-9.]+)px", text.attrib["style"])[0])
            x, y = (float(text.attrib[axis]) for axis in "xy")
            upright = "rotate(-90" in text.attrib.get("transform", "")
            assert 0 <= x <= width, text.text
            # the base line, with room for what hangs below it and for what stands on it
            assert y >= (0 if upright else 0.7 * size), text.text
            assert y <= height - (0 if upright else 0.2 * size), text.text


def test_answers_far_away_are_told_at_the_edge():
    assert ">90<" in drawn("profile")[0]


@pytest.mark.parametrize("name", ["nets", "descent"])
def test_the_same_picture_has_the_same_bytes(name):
    picture = PICTURES[name]
    assert picture is not None
    first = drawn(name)
    drawings.clear()
    assert drawn(name) == first


def test_numbered_drawings_share_no_identifiers():
    svg = drawn("profile")[0]
    first, second = (set(re.findall(r'id="([^"]+)"', numbered(svg, number))) for number in (1, 2))
    assert first
    assert first.isdisjoint(second)


def test_every_word_of_checks_gives_something_that_is_drawn():
    kinds = {type(picture) for picture in PICTURES.values()}
    assert kinds == set(pictures.Picture.__args__)
    assert NetsPicture in kinds


def test_matplotlib_is_loaded_for_the_first_drawing_only():
    code = "import sys, autograder.feedback.html, autograder.practice; print('matplotlib' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.strip() == "False"


def test_settings_of_matplotlib_are_left_as_they_were():
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    drawings.clear()
    drawn("profile")
    assert dict(mpl.rcParams) == before

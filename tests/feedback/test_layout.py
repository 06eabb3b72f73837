"""The student's page as a page: its structure for those who listen to it, and its width on a phone."""

from __future__ import annotations

import itertools
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from feedback import outcomes
from feedback.browser import dom
from msgspec import structs

from autograder.checks.pictured import ProfilePicture
from autograder.checks.shown import ShownArgument, ShownCall, ShownList, ShownMatrix, ShownText, ShownVector

NARROW = 320  # pixels: the least width of WCAG's reflow criterion
NAMES = sorted(outcomes.reports())


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return {name: outcomes.page(lab, report) for name, (lab, report) in outcomes.reports().items()}


class Elements(HTMLParser):
    """All start tags of a page, in order, each with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("name", NAMES)
def test_the_page_is_well_structured(name, pages):
    elements = Elements(pages[name]).found
    tags = [tag for tag, _ in elements]
    assert elements[0] == ("html", {"lang": "en"})
    assert [tags.count(landmark) for landmark in ("main", "header", "footer", "h1", "title")] == [1] * 5
    levels = [int(tag[1]) for tag in tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(deeper <= level + 1 for level, deeper in itertools.pairwise(levels)), levels
    ids = [attributes["id"] for _, attributes in elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = [attributes["href"] or "" for _, attributes in elements if "href" in attributes]
    assert {link.removeprefix("#") for link in links} <= set(ids)
    clips = re.findall(r"url\(([^)]*)\)", pages[name])
    assert {clip.removeprefix("#") for clip in clips} <= set(ids)


@pytest.mark.parametrize("name", NAMES)
def test_tables_have_headings_or_a_name(name, pages):
    elements = Elements(pages[name]).found
    assert all("aria-label" in attributes for tag, attributes in elements if attributes.get("class") == "matrix")
    overview = pages[name].partition('<table class="overview">')[2].partition("</table>")[0]
    assert all("scope" in attributes for tag, attributes in Elements(overview).found if tag == "th")


def test_what_scrolls_sideways_is_reached_by_the_keyboard(pages):
    for page in pages.values():
        for tag, attributes in Elements(page).found:
            if (tag == "pre" and "problems" not in page) or attributes.get("class") in ("call", "scroll"):
                assert attributes.get("tabindex") == "0"


def test_a_picture_has_its_text_beside_it(pages):
    page = pages["mistakes"]
    assert page.count("<figure") == page.count("<figcaption>") == 1
    assert "Before, and your result, in which b1[0] is 5 and should be 6" in page.partition("<figcaption>")[2]
    assert all(attributes["aria-hidden"] == "true" for tag, attributes in Elements(page).found if tag == "svg")


def wide_page() -> str:
    """A page with a matrix, a list and a picture that are wider than a phone."""
    matrix = ShownMatrix((" ".join(["-0.1234567891"] * 36),))
    listed = ShownList((matrix, ShownVector(" ".join(["-0.1234567891"] * 36)), ShownText("x" * 300)))
    arguments = (ShownArgument("net", matrix), ShownArgument("values", listed))
    call = ShownCall(function="swap_units", arguments=arguments, outcome="returned", value=listed)
    picture = ProfilePicture(alt="A curve.", t=(0.0, 1.0), loss=(0.0, 1.0), at=(0.5,), found=(2.0,))
    lab, report = outcomes.reports()["mistakes"]
    first, *others = report.exercises
    check = structs.replace(first.checks[0], calls=(call,), picture=picture)
    first = structs.replace(first, checks=(check, *first.checks[1:]))
    return outcomes.page(lab, structs.replace(report, exercises=(first, *others)))


def test_no_page_is_wider_than_a_phone(pages, tmp_path: Path):
    long = {name: page.replace("swap_units", "swap_units_" * 12) for name, page in pages.items() if name == "mistakes"}
    shown = {**pages, **{f"long_{name}": page for name, page in long.items()}, "wide": wide_page()}
    frames: list[str] = []
    for name, page in shown.items():
        opened = page.replace("<details>", "<details open>")
        (tmp_path / f"{name}.html").write_text(opened, encoding="utf-8")
        frames.append(f'<iframe id="{name}" src="{name}.html" width="{NARROW}" height="700" style="border:0"></iframe>')
    script = """onload = () => { const widths = {};
      for (const f of document.querySelectorAll("iframe")) widths[f.id] = f.contentDocument.documentElement.scrollWidth;
      document.body.dataset.found = encodeURIComponent(JSON.stringify(widths)); }"""
    page = f"<!DOCTYPE html><script>{script}</script><body>{''.join(frames)}</body>"
    told = re.search(r'data-found="([^"]*)"', dom(page, tmp_path, "--allow-file-access-from-files"))
    assert told is not None, "the script failed"
    widths = json.loads(unquote(told[1]))
    assert set(widths) == set(shown)
    assert {name: width for name, width in widths.items() if width > NARROW} == {}

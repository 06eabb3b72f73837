"""Every text can be read: the contrast of the style's colours, by the formula of WCAG 2.2, in both schemes."""

from __future__ import annotations

import itertools
import re
from importlib.resources import files

import pytest

STYLE = files("autograder.feedback").joinpath("templates/feedback.css").read_text()
TEXT, GRAPHIC = 4.5, 3.0
"""The least contrast at level AA: of text, and of what is not text but has to be seen."""

ON_PAPER = ["ink", "soft", "good", "bad", "wait", "hint"]
TEXTS = [
    *((colour, ground) for colour, ground in itertools.product(ON_PAPER, ["paper"])),
    *((colour, "card") for colour in ("ink", "soft")),
    *((f"{kind}", f"{kind}-bg") for kind in ("good", "bad", "wait", "hint")),
    *(("ink", f"{kind}-bg") for kind in ("good", "bad", "wait", "hint")),
    ("soft", "wait-bg"),
    *((f"fig-{name}", "fig-paper") for name in ("ink", "mistake", 0, 1, 2, 3, 4, 5)),
]
GRAPHICS = [("fig-faint", "fig-paper"), ("ink", "card"), ("good", "card")]


def schemes() -> dict[str, dict[str, str]]:
    """The colours of the light and of the dark scheme, by name."""
    light, dark = re.split(r"@media screen and \(prefers-color-scheme: dark\)", STYLE, maxsplit=1)
    dark = dark[: dark.index("} }")]
    colour = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
    return {"light": dict(colour.findall(light)), "dark": dict(colour.findall(dark))}


def luminance(colour: str) -> float:
    channels = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted([luminance(one), luminance(other)], reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_formula_gives_the_known_extremes():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)  # the well-known grey that just fails


def test_both_schemes_have_the_same_colours():
    found = schemes()
    assert set(found["light"]) == set(found["dark"])
    assert {name for pair in TEXTS + GRAPHICS for name in pair} <= set(found["light"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXTS, TEXT), (GRAPHICS, GRAPHIC)], ids=["text", "graphics"])
def test_contrast_reaches_level_aa(scheme, pairs, least):
    colours = schemes()[scheme]
    weak = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < least} == {}

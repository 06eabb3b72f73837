"""What all pages have in common: escaped texts, no value left out in silence, code in sentences."""

from __future__ import annotations

import pytest
from jinja2 import UndefinedError

from autograder.feedback import pages


def rendered(template: str, **values: object) -> str:
    return pages.environment(filters={"twice": lambda text: text * 2}).from_string(template).render(**values)


def test_every_text_is_escaped():
    assert rendered("{{ text }}", text="<b>\"'&") == "&lt;b&gt;&#34;&#39;&amp;"


def test_a_value_that_nobody_gave_is_an_error():
    with pytest.raises(UndefinedError, match="missing"):
        rendered("{{ missing }}")


def test_points_are_as_short_as_can_be_and_a_page_may_have_filters_of_its_own():
    assert rendered("{{ 2.0|points }} {{ 0.25|points }} {{ 'a'|twice }}") == "2 0.25 aa"


def test_what_stands_between_backticks_is_code_and_stays_a_text():
    assert rendered("{{ text|code }}", text="`a<b` < c ` d") == "<code>a&lt;b</code> &lt; c ` d"


def test_a_style_sheet_is_what_its_file_holds():
    assert pages.source("feedback.css").startswith(".ag {")

"""Sections of pages that are rendered once for all who have the same results: never another's, and never more."""

from __future__ import annotations

import re
from dataclasses import replace

import builders
import pytest
from feedback import outcomes
from msgspec import structs

from autograder.checks.pictured import BarrierPicture
from autograder.feedback import sections
from autograder.feedback.html import fragment, student_page
from autograder.feedback.kept import Kept
from autograder.report import CheckResult

FAILED = structs.replace(
    builders.result("a", visible=True, outcome="failed"), misconception="squares", where="cell 1, line 1: x"
)
OTHERS = {
    "title": "another title", "visible": False, "points": 2.0, "outcome": "error", "message": "another",
    "counterexample": "f(1)", "hint": "another", "misconception": "another", "where": "another line",
}  # fmt: skip
"""Another value for each field of a check that a page shows."""


@pytest.fixture(autouse=True)
def nothing_kept():
    sections.clear()


@pytest.fixture
def rendered(monkeypatch) -> list[str]:
    """The names of the exercises whose sections are rendered from now on."""
    names: list[str] = []
    render = sections._rendered

    def noted(number, exercise, *others):
        names.append(exercise.name)
        return render(number, exercise, *others)

    monkeypatch.setattr(sections, "_rendered", noted)
    return names


def page_of(*checks: CheckResult) -> str:
    return student_page(outcomes.LAB, builders.report(*checks))


def test_the_same_results_of_another_student_are_not_rendered_again(rendered):
    lab, report = outcomes.reports()["mistakes"]
    first = outcomes.page(lab, report)
    assert rendered == ["swap_units", "double"]
    again = outcomes.page(lab, structs.replace(report, student="zoe", problems=("a note",)))
    assert rendered == ["swap_units", "double"]
    assert re.findall("<section class=.exercise.*?</section>", again, re.DOTALL) == re.findall(
        "<section class=.exercise.*?</section>", first, re.DOTALL
    )
    assert ("zoe" in again, "a note" in again) == (True, True)


@pytest.mark.parametrize("name", sorted(outcomes.reports()))
def test_a_page_of_kept_parts_is_the_page_that_is_rendered_anew(name, rendered):
    lab, report = outcomes.reports()[name]
    anew = outcomes.page(lab, report)
    count = len(rendered)
    assert outcomes.page(lab, report) == anew
    assert len(rendered) == count


@pytest.mark.parametrize("field", OTHERS)
def test_results_that_differ_in_anything_that_is_shown_have_sections_of_their_own(field):
    other = structs.replace(FAILED, **{field: OTHERS[field]})
    every = ("passed", "failed", "error", "skipped")
    alike = [structs.replace(check, name="b", outcome=outcome) for check in (FAILED, other) for outcome in every]
    pairs = [(first, second) for first in (FAILED, other) for second in alike]
    pages = [page_of(*pair) for pair in pairs]
    assert page_of(FAILED) != page_of(other)
    for pair, page in zip(pairs, pages, strict=True):
        sections.clear()
        assert page_of(*pair) == page


def test_what_one_student_wrote_is_in_no_other_page():
    mine, others = (structs.replace(FAILED, message=text) for text in ("<b>mine</b> only", "<b>yours</b> only"))
    pages = [page_of(mine), page_of(others), page_of(mine)]
    assert ["yours" in page for page in pages] == [False, True, False]
    assert ["&lt;b&gt;mine&lt;/b&gt;" in page for page in pages] == [True, False, True]


def test_the_same_results_stand_in_another_place_under_another_number():
    first, second = (builders.report(FAILED).exercises for _ in range(2))
    page = fragment((*first, *second))
    assert 'id="exercise-1"' in page
    assert 'id="exercise-2"' in page


def test_a_lab_whose_text_has_changed_is_quoted_as_it_is_now(tmp_path):
    report = outcomes.reports()["mistakes"][1]
    texts: list[str] = []
    for number, word in enumerate(("before", "after")):
        folder = tmp_path / word
        folder.mkdir()
        (folder / "notebook.py").write_text(
            f"# %% [markdown]\n# ## Title {word}\n#\n# Words.\n\n# %%\ndef double(x):\n    ...\n"
        )
        texts.append(student_page(replace(outcomes.LAB, folder=folder, sha256=str(number)), report))
    assert ["Title before" in text for text in texts] == [True, False]
    assert "Title after" in texts[1]


def test_a_picture_that_could_not_be_drawn_is_tried_again(monkeypatch, caplog):
    picture = BarrierPicture(alt="The losses.", losses=(0.0, 1.0, 0.0), found=2.0, right=1.0)
    check = structs.replace(FAILED, picture=picture)

    def broken(picture):
        raise ZeroDivisionError("a fault")

    with monkeypatch.context() as patched:
        patched.setattr("autograder.feedback.drawings.draw", broken)
        assert "<figure" not in page_of(check)
        assert "<figure" not in page_of(check)
    assert caplog.text.count("could not be drawn") == 2
    assert "<figure" in page_of(check)


def test_a_text_that_no_bytes_can_hold_is_shown_all_the_same():
    check = structs.replace(FAILED, message="half a character: \ud83c <b>")
    assert "half a character: \ud83c &lt;b&gt;" in page_of(check)


def test_parts_are_kept_up_to_a_size_and_go_in_the_order_in_which_they_were_asked_for():
    kept, made = Kept(30), []

    def part(key: str, size: int = 1, text: str = "123456789"):
        return kept.part(key, size, lambda: made.append(key) or text)

    for key in "abc":
        part(key)
    assert part("a") == "123456789"
    part("d")  # b has not been asked for longest
    for key in "acd":
        part(key)
    assert made == ["a", "b", "c", "d"]
    part("b")
    assert made == ["a", "b", "c", "d", "b"]


def test_a_part_larger_than_all_that_may_be_kept_drives_nothing_out():
    kept, made = Kept(30), []
    kept.part("a", 1, lambda: "small")
    for _ in range(2):
        assert kept.part("b", 1, lambda: made.append("b") or "x" * 30) == "x" * 30
    kept.part("a", 1, lambda: made.append("a") or "small")
    assert made == ["b", "b"]

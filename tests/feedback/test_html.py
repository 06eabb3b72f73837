"""The feedback page: whole in itself, and nothing in a report can become a part of it but text."""

from __future__ import annotations

import re
from dataclasses import replace

import builders
import pytest
from feedback import outcomes
from feedback.markup import Markup
from msgspec import structs

from autograder.checks.pictured import BarrierPicture
from autograder.checks.shown import ShownCall, ShownList, ShownText, ShownVector
from autograder.feedback.html import fragment, student_page
from autograder.report import Late, SubmissionFile, WrittenMark
from autograder.settings import Written

HOSTILE = (
    """</title></style></pre><script>alert(1)</script><img src=x onerror="alert(1)">'"&{{ 7*7 }}{% x %}<!--\x1b]]>"""
)
LAB = builders.lab({"swap_units": None})
CHECKS = [
    builders.result(f"{outcome}{visible}", visible=visible, outcome=outcome)
    for visible in (True, False)
    for outcome in ("passed", "failed", "error", "skipped")
]


def page_of(*checks, lab=LAB, **changes) -> str:
    return student_page(lab, builders.report(*checks, **changes))


def test_the_page_holds_all_that_the_report_tells():
    page = page_of(*CHECKS)
    text = " ".join(Markup(page).texts)
    for check in CHECKS:
        told = (check.title, check.message) if check.outcome == "skipped" else (check.title,)
        if check.outcome in ("failed", "error"):
            told = (check.title, check.message, check.hint, check.counterexample)
        for part in told:
            assert part in text
    for part in ("ann", "A miniature", "1.5 of 3 points", "problem", "ann.ipynb", "abababababab"):
        assert part in text


def test_hostile_texts_stay_texts_in_every_field():
    hostile = [
        builders.result("c", visible=visible, outcome=outcome, text=HOSTILE)
        for visible in (True, False)
        for outcome in ("passed", "failed", "error", "skipped")
    ]
    lab = replace(LAB, title=f"t{HOSTILE}", name=f"n{HOSTILE}", written=Written(title=f"w{HOSTILE}", points=2.0))
    plain_lab = replace(LAB, written=Written(title="w", points=2.0))
    plain = [builders.result("c", visible=check.visible, outcome=check.outcome) for check in hostile]
    page, harmless = Markup(page_of(*hostile, lab=lab, text=HOSTILE)), Markup(page_of(*plain, lab=plain_lab))
    assert page.tags == harmless.tags
    assert [name for name, _ in page.attributes] == [name for name, _ in harmless.attributes]
    text = "".join(page.texts)
    assert text.count("{{ 7*7 }}") == text.count("<script>alert(1)</script>") > 20


def test_hostile_texts_stay_texts_in_a_fragment():
    report = builders.report(builders.result("c", visible=True, outcome="failed", text=HOSTILE), text=HOSTILE)
    page = Markup(fragment(report.exercises, report.problems))
    assert "script" not in page.tags
    assert "img" not in page.tags
    assert "{{ 7*7 }}" in "".join(page.texts)


@pytest.mark.parametrize(
    "make",
    [
        lambda: page_of(*CHECKS),
        lambda: fragment(builders.report(*CHECKS).exercises, ("p",)),
        lambda: outcomes.page(*outcomes.reports()["mistakes"]),
    ],
)
def test_there_is_no_script_and_no_external_reference(make):
    page = make()
    parsed = Markup(page)
    assert not {"script", "link", "iframe", "object", "img", "base", "form"} & set(parsed.tags)
    assert not {"src", "action", "srcset"} & {name for name, _ in parsed.attributes}
    assert all(value.startswith("#") for name, value in parsed.attributes if name == "href" and value)
    assert not any(name.startswith("on") for name, _ in parsed.attributes)
    assert not re.search(r"https?:|url\((?!#)|@import|//[a-z]", page)


def test_the_page_forbids_scripts_and_requests_to_the_browser():
    policy = next(value for name, value in Markup(page_of()).attributes if name == "content" and "default-src" in value)
    assert "default-src 'none'" in policy
    assert "script" not in policy


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("unreadable", "No mark: the file could not be read"),
        ("needs_review", "No mark yet: a person has to look at this"),
    ],
)
def test_a_report_without_a_mark_says_why_instead_of_zero(status, words):
    page = page_of(status=status, score=None, exercises=(), submission=SubmissionFile(file="ann.ipynb", sha256=None))
    text = " ".join(Markup(page).texts)
    assert words in text
    assert "0 of" not in text
    assert "None" not in text
    assert "SHA" not in text


def test_a_hidden_check_without_a_message_says_that_its_inputs_are_not_shown():
    check = replace_message(builders.result("c", visible=False, outcome="failed"))
    assert "This check uses inputs that are not shown." in page_of(check)


def replace_message(check):
    return type(check)(
        **{name: getattr(check, name) for name in check.__struct_fields__} | {"message": "", "counterexample": ""}
    )


def test_the_same_report_gives_the_same_page():
    assert page_of(*CHECKS) == page_of(*CHECKS)


def test_the_page_says_what_was_deducted_and_what_a_person_gave():
    late = Late(submitted="s", due="d", days=2, points=0.5, why=f"Two days late {HOSTILE}: 0.5 points are deducted.")
    written = WrittenMark(score=3.0, max_score=4.0, comment=f"Nicely put {HOSTILE}")
    lab = replace(LAB, written=Written(title="Why?", points=4.0))
    page = Markup(page_of(lab=lab, late=late, written=written, mark=4.0, max_mark=7.0))
    text = " ".join(page.texts)
    for part in ("4 of 7 points", "Two days late", "The written question: 3 of 4", "Nicely put", "On “Why?”:"):
        assert part in text
    assert "is marked by a person" not in text
    assert not {"script", "img"} & set(page.tags)


def test_a_page_whose_written_question_waits_shows_no_final_mark():
    lab = replace(LAB, written=Written(title="Why?", points=4.0))
    text = " ".join(Markup(page_of(lab=lab, status="awaiting_written")).texts)
    assert "1.5 of 3 points" in text
    assert "4 points on top) is marked by a person" in text


def test_the_first_failed_check_is_told_in_full_and_the_others_are_folded():
    checks = [builders.result(name, visible=True, outcome="failed") for name in ("one", "two", "three")]
    page = page_of(*checks)
    before, _, folded = page.partition("<details>")
    assert "message of one" in before
    assert "message of two" not in before
    assert "2 more checks did not pass" in folded
    assert "message of two" in folded
    assert "counterexample of three" in folded


def test_a_recognised_idea_is_named_beside_its_hint():
    check = structs.replace(builders.result("a", visible=True, outcome="failed"), misconception="leaves_the_biases")
    assert "<b>Recognised: leaves the biases.</b> hint of a" in page_of(check)


def test_the_items_of_a_list_are_numbered_as_messages_number_them():
    value = ShownList((ShownVector("1.0 2.0"), ShownText("7")), more=2)
    call = ShownCall(function="f", arguments=(), outcome="returned", value=value)
    check = structs.replace(builders.result("a", visible=True, outcome="failed"), calls=(call,))
    told = " ".join(" ".join(Markup(page_of(check)).texts).split())
    assert "returned 0: (1.0, 2.0) 1: 7 and 2 more" in told


def test_the_line_that_raised_is_shown_as_code():
    check = structs.replace(builders.result("a", visible=False, outcome="failed"), where="cell 1, line 2: x[3] < 4")
    assert '<pre class="where" tabindex="0">cell 1, line 2: x[3] &lt; 4</pre>' in page_of(check)


def test_a_fault_in_drawing_costs_neither_the_page_nor_its_other_parts(monkeypatch, caplog):
    def broken(picture):
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr("autograder.feedback.drawings.draw", broken)
    page = outcomes.page(*outcomes.reports()["mistakes"])
    assert "<figure" not in page
    assert "b1[0] should be 6.0, but is 5.0." in page
    assert "could not be drawn" in caplog.text


def test_a_picture_of_a_later_check_says_so():
    picture = BarrierPicture(alt="The losses.", losses=(0.0, 1.0, 0.0), found=2.0, right=1.0)
    first = builders.result("one", visible=True, outcome="failed")
    later = structs.replace(builders.result("two", visible=True, outcome="failed"), picture=picture)
    assert "<figcaption>Of “title of two” The losses.</figcaption>" in page_of(first, later)
    assert "<figcaption>The losses.</figcaption>" in page_of(later, first)


def test_code_in_a_hint_is_shown_as_code_and_stays_escaped():
    check = structs.replace(builders.result("a", visible=True, outcome="failed"), hint="Use `W[:, i]`, not `<b>`.")
    assert "Use <code>W[:, i]</code>, not <code>&lt;b&gt;</code>." in page_of(check)

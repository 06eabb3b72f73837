"""report.html: whole in itself, with every kind of outcome, and nothing of a student in it but escaped text."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from feedback.classes import HINTS, check, exercise, large, result, summary
from feedback.markup import Markup

from autograder.feedback.class_page import class_page, page_parts
from autograder.feedback.class_summary import Known, Likeness, Similar
from autograder.report import Late, WrittenMark

HOSTILE = """</title></style></script><script>alert(1)</script><img src=x onerror="alert(1)">'"&{{ 7*7 }}<!--"""
MOST_BYTES = 5_000_000
OTHER_FILES = {"written.html", "report.json", "grades.csv"}


def every_kind(text: str = ""):
    """A class in which everything happened that can happen, with `text` wherever somebody else has a say."""
    wrong = exercise("swap_units", check("c1", "failed", idea="leaves_biases", hint=HINTS[1]), check("c2"))
    riddle = exercise("swap_units", check("c1", "failed"), check("c2", "skipped"))
    right = exercise("swap_units", check("c1"), check("c2"))
    late = Late(submitted="s", due="d", days=2, points=0.5, why="late")
    written = WrittenMark(score=3.0, max_score=4.0, comment=text)
    return summary(
        result(f"ann{text}", right, written=written, mark=5.0, max_mark=6.0),
        result(f"bob{text}", wrong, late=late, written=written, mark=3.5, max_mark=6.0),
        result(f"cem{text}", riddle, status="awaiting_written", limits=("timeout", "memory"), max_mark=6.0),
        result(
            f"dan{text}",
            exercise("swap_units", check("c1", "error"), check("c2")),
            status="needs_review",
            problems=(text,),
        ),
        result(f"eva{text}", status="unreadable", problems=(f"eva.ipynb is empty{text}.",), max_score=2.0),
        known=Known(
            title="A miniature",
            exercises=("swap_units",),
            roster=7,
            missing=(f"fay{text}", f"gus{text}"),
            unmatched={f"eva{text}": f"not in the roster{text}"},
            left_out=(f"notes.txt{text} was passed over",),
            similar=Likeness(
                alike=(Similar(students=(f"ann{text}", f"bob{text}"), percent=91),),
                more=4,
                not_compared={f"cem{text}": "its code is too long"},
            ),
        ),
    )


def test_the_page_tells_every_kind_of_thing_there_is_to_look_at():
    text = Markup(class_page(every_kind())).text
    for part in (
        "5 submissions; 5 of the 7 students in the roster handed in.",
        "1 submission that the grader failed on", "dan: message of c1",
        "1 could not be read", "eva: eva.ipynb is empty.",
        "1 submission is not surely anybody's in the roster", "eva: not in the roster",
        "1 file was left out", "notes.txt was passed over",
        "2 in the roster handed in nothing", "fay", "gus",
        "1 written answer waits for a mark", "written.html",
        "1 met a limit while they were graded", "time limit of a call or a cell (1): cem", "limit of memory (1): cem",
        "1 handed in late", "bob: 0.5 points deducted",
        "5 groups of nearly the same submissions: worth a look", "ann, bob: 91 % of the code is the same",
        "... and 4 more, less alike.", "cem: its code is too long",
        "1 of 4 swap_units", HINTS[1], "See bob’s page",
        "Failed, and no known idea explains it: swap_units 1.",
        "mean 1 of 2", "1 all points, 1 some, 1 none, 0 not written",
        "Scores of the exercises of 3 students, 2 points at most", "Marks, with the written question and lateness",
    ):  # fmt: skip
        assert part in text, part


def test_the_table_has_a_row_a_student_with_points_status_and_notes():
    page = class_page(every_kind())
    rows = re.findall(r"<tr data-flags.*?</tr>", page, flags=re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows]
    assert [[re.sub("<[^>]+>", "", cell) for cell in row] for row in cells] == [
        ["ann", "2", "2", "5", "", "graded", ""],
        ["bob", "1", "1", "3.5", "−0.5", "graded", ""],
        ["cem", "0", "0", "–", "", "awaiting written", "time limit of a call or a cell, limit of memory"],
        ["dan", "1", "–", "–", "", "needs review", ""],
        ["eva", "–", "–", "–", "", "unreadable", "not in the roster"],
    ]


def test_each_name_leads_to_the_students_page():
    page = Markup(class_page(every_kind()))
    assert page.links.count("feedback/ann.html") == 2  # in the table, and among those who are alike
    assert page.links.count("feedback/dan.html") == 2
    inside = {"#attention", "#scores", "#misconceptions", "#exercises", "#students"}
    assert {link for link in page.links if not link.startswith("feedback/")} == inside | OTHER_FILES


@pytest.mark.parametrize("name", ["a b#c?d%e&f", "Zoë O'Brien", "😀", 'x" onclick="y', "javascript:alert(1)", ".."])
def test_a_link_is_a_file_beside_the_page_whatever_the_name(name):
    made = summary(result(name, exercise("swap_units", check("c1"))))
    (link,) = {link for link in Markup(class_page(made)).links if link[0] != "#" and link not in OTHER_FILES}
    assert re.fullmatch(r"feedback/[A-Za-z0-9._~%'-]+\.html", link)
    assert "onclick" not in {attribute for attribute, _ in Markup(class_page(made)).attributes}


def test_nothing_of_a_student_or_a_file_becomes_a_part_of_the_page():
    page = Markup(class_page(every_kind(HOSTILE)))
    assert page.tags.count("script") == 1
    assert not {"img", "link", "iframe", "object", "base", "form"} & set(page.tags)
    assert not any(attribute.startswith("on") for attribute, _ in page.attributes)
    for who in ("ann", "fay", "notes.txt", "eva.ipynb is empty"):
        assert who + " ".join(HOSTILE.split()) in page.text
    assert page.script == Markup(class_page(every_kind())).script


def test_the_policy_allows_our_script_by_its_hash_and_nothing_else():
    source = class_page(every_kind(HOSTILE))
    page = Markup(source)
    policy = next(value for attribute, value in page.attributes if attribute == "content" and "default-src" in value)
    digest = base64.b64encode(hashlib.sha256(page.script.encode()).digest()).decode()
    assert policy.startswith(f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}';")
    assert not re.search(r"https?:|url\(|@import", source)


def test_a_class_in_which_all_is_well_has_nothing_to_look_at():
    page = Markup(class_page(summary(result("ann", exercise("swap_units", check("c1"))))))
    assert "Nothing: all submissions could be graded." in page.text
    assert "No wrong idea was recognised" in page.text
    for part in ("roster", "late", "mark of", "Misconception "):
        assert part not in page.text


def test_an_empty_class_has_a_page():
    page = Markup(class_page(summary()))
    assert "0 submissions." in page.text
    assert "Nobody has a score." in page.text
    assert "There are no submissions." in page.text
    assert "nobody has a score" in page.text


def test_a_class_without_a_single_readable_submission_has_a_page():
    page = Markup(class_page(summary(result("ann", status="unreadable", problems=("ann.ipynb is empty.",)))))
    assert "1 could not be read" in page.text
    assert "Nobody has a score." in page.text


def test_the_rarer_ideas_are_there_to_be_opened():
    exercises = [exercise(f"e{k}", check("c1", "failed", idea="i", hint=f"Hint {k}.")) for k in range(12)]
    text = Markup(class_page(summary(result("ann", *exercises)))).text
    assert "3 more, rarer" in text
    assert all(f"Hint {k}." in text for k in range(12))


def test_a_flood_of_files_does_not_flood_the_page():
    page = class_page(summary(known=Known(left_out=tuple(f"file {k}" for k in range(20_000)))))
    assert "20000</b> files were left out" in page
    assert "... and 19500 more; see report.json." in page
    assert len(page) < 200_000


def test_a_flood_of_students_does_not_flood_the_list_of_what_to_look_at():
    right = exercise("swap_units", check("c1"))
    made = summary(*(result(f"s{k:04}", right, limits=("timeout", "memory")[: 1 + k % 2]) for k in range(1200)))
    page = class_page(made)
    text = Markup(page).text
    assert "time limit of a call or a cell (1200): s0000, s0001" in text
    assert "... and 700 more; see report.json." in text
    assert "... and 100 more; see report.json." in text  # of those who met the limit of memory
    assert page.count("s0499.html") == 2 + 1  # both limits, and the table
    assert page.count("s1199.html") == 1  # the table


def test_the_page_comes_in_parts_of_which_none_is_large():
    parts = [len(part) for part in page_parts(large(300))]
    assert len(parts) > 20
    assert max(parts) < 60_000


def test_the_same_results_give_the_same_page():
    assert class_page(large(40)) == class_page(large(40))


def test_a_thousand_students_fit_into_five_megabytes():
    page = class_page(large(1000))
    assert page.count("<tr data-flags") == 1000
    assert len(page.encode()) < MOST_BYTES

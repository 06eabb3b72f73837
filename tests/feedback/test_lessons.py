"""The part of the lab's text to read again: found by the stub, rendered without scripts, links or requests."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace

import pytest
from conftest import ROOT
from feedback import outcomes

from autograder.feedback import markdown
from autograder.feedback.lessons import Lesson, as_html, lessons
from autograder.labs import lab_names, load_visible

LAB = outcomes.LAB


def needs_mathml() -> None:
    try:
        import latex2mathml.converter  # noqa: F401
    except ModuleNotFoundError:
        if os.environ.get("CI"):
            pytest.fail("latex2mathml is missing: formulas are shown as TeX")
        pytest.skip("latex2mathml is not installed")


def test_each_exercise_has_the_section_that_its_stub_stands_in():
    found = lessons(LAB)
    assert list(found) == ["swap_units", "double"]
    assert found["swap_units"].title == "Exercise 1: exchange two units"
    assert found["double"] == Lesson("Exercise 2: doubling", "Twice each entry.")
    assert "Text before" not in found["swap_units"].text


@pytest.mark.parametrize("name", ["notebook", LAB.name])
def test_a_notebook_of_jupyter_is_read_as_well(name, tmp_path):
    cells = [
        {"cell_type": "markdown", "source": ["## One (2 points)\n", "Words."]},
        {"cell_type": "code", "source": "def double(x):\n    raise NotImplementedError"},
    ]
    (tmp_path / f"{name}.ipynb").write_text(json.dumps({"cells": cells}))
    assert lessons(replace(LAB, folder=tmp_path, sha256="1")) == {"double": Lesson("One", "Words.")}


@pytest.mark.parametrize("content", [None, "{", "[]", '{"cells": 3}', "[" * 100_000, "\ud800"])
def test_without_a_readable_notebook_there_are_no_lessons(content, tmp_path):
    if content is not None:
        (tmp_path / "notebook.ipynb").write_text(content, errors="surrogatepass")
    assert lessons(replace(LAB, folder=tmp_path, sha256=str(content))) == {}


def test_a_changed_lab_is_read_anew(tmp_path):
    shutil.copytree(LAB.folder, tmp_path / "lab")
    lab = replace(LAB, folder=tmp_path / "lab", sha256="1")
    assert "doubling" in lessons(lab)["double"].title
    text = (lab.folder / "notebook.py").read_text().replace("doubling", "twofold")
    (lab.folder / "notebook.py").write_text(text)
    assert "twofold" in lessons(replace(lab, sha256="2"))["double"].title


def test_formulas_tables_and_code_are_rendered():
    needs_mathml()
    page = as_html(lessons(LAB)["swap_units"])
    assert '<math display="block">' in page
    assert "<msub><mi>b</mi><mi>k</mi></msub>" in page
    assert "$" not in page
    assert '<div class="scroll" tabindex="0"><table>' in page
    assert "<code>[5, 6]</code>" in page
    assert "<h4>Mind numpy</h4>" in page


def test_a_formula_that_cannot_be_converted_is_shown_as_it_is(monkeypatch):
    page = markdown.as_html("$\\begin{nothing} <b>$")
    assert "<b>" not in page
    assert "nothing" in page


@pytest.mark.parametrize("name", lab_names(ROOT))
def test_every_exercise_of_the_course_has_a_lesson_whose_formulas_can_be_read(name):
    needs_mathml()
    lab = load_visible(ROOT / "assignments" / name)
    found = lessons(lab)
    assert list(found) == [exercise.name for exercise in lab.exercises]
    for lesson in found.values():
        page = as_html(lesson)
        assert lesson.title.startswith("Exercise ")
        assert page.count('class="math') == page.count("<math")
        assert "http" not in page

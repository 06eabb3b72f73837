"""The notebooks of all labs as cells: what each is for, the same ids every time, and right answers in their places."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from builders import course
from conftest import ROOT

from autograder.batch import Grader
from autograder.labs import Lab, lab_names, load_lab
from autograder.release.errors import ReleaseError
from autograder.release.notebooks import cells, reference_answers, solved, to_notebook
from autograder.submissions import Found


@pytest.fixture(scope="module", params=lab_names(ROOT))
def lab(request: pytest.FixtureRequest) -> Lab:
    return load_lab(ROOT, request.param)


def test_every_exercise_has_one_stub_and_one_check(lab: Lab) -> None:
    names = [exercise.name for exercise in lab.exercises]
    found = cells(lab)
    assert [cell.stub for cell in found if cell.stub] == names
    assert [name for cell in found for name in cell.checks] == names
    (written,) = [cell for cell in found if cell.written]
    assert written.kind == "markdown"
    assert any(cell.demo for cell in found)


def test_ids_are_valid_unique_and_speak(lab: Lab) -> None:
    found = cells(lab)
    assert len({cell.id for cell in found}) == len(found)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,64}", cell.id) for cell in found)
    name = lab.exercises[0].name
    assert {name, f"check-{name}", "written"} <= {cell.id for cell in found}
    assert [cell.id for cell in cells(lab)] == [cell.id for cell in found]


def test_notebooks_are_valid_and_name_their_kernel(lab: Lab) -> None:
    for parts in (cells(lab), solved(lab)):
        notebook = to_notebook(parts)
        nbformat.validate(notebook)
        assert notebook.metadata.kernelspec.name == "python3"
        assert notebook.nbformat_minor >= 5
    assert nbformat.writes(to_notebook(cells(lab))) == nbformat.writes(to_notebook(cells(lab)))


def test_tags_stay(lab: Lab) -> None:
    nodes = to_notebook(cells(lab)).cells
    assert sum("demo" in node.metadata.get("tags", []) for node in nodes) == sum(cell.demo for cell in cells(lab))


def test_right_answers_stand_where_the_stubs_were(lab: Lab, tmp_path: Path) -> None:
    first, *others = solved(lab)
    assert first.id == "solution-helpers"
    for cell, stub in zip(others, cells(lab), strict=True):
        assert cell.id == stub.id
        assert (cell.source != stub.source) == (stub.stub is not None)
    path = tmp_path / f"{lab.name}.ipynb"
    nbformat.write(to_notebook([first, *others]), path)
    with Grader(lab) as grader:
        report = grader.grade(Found("reference", (path,)))
    assert (report.status, report.score) == ("graded", lab.points), report.problems


def test_cells_elsewhere_do_not_change_ids(tmp_path: Path) -> None:
    made = course(tmp_path)
    before = [cell.id for cell in cells(load_lab(made, "01_mini"))]
    path = made / "assignments" / "01_mini" / "notebook.py"
    path.write_text("# %% [markdown]\n# New.\n\n# %%\n1 + 1\n\n# %%\n1 + 1\n\n" + path.read_text())
    ids = [cell.id for cell in cells(load_lab(made, "01_mini"))]
    assert ids[3:] == before
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("def double(x)", "def twice(x)"), "0 stubs of double"),
        (("# %%\n", "# %%\ndef double(x):\n    pass\n\n\n# %%\n"), "2 stubs of double"),
        (("# %%\n", '# %% [markdown] tags=["written"]\n# Yours\n\n# %%\n'), "1 cells tagged `written`.*has no"),
    ],
)
def test_a_notebook_that_does_not_fit_its_lab_is_refused(tmp_path: Path, change: tuple[str, str], why: str) -> None:
    lab = load_lab(course(tmp_path, notebook=change), "01_mini")
    with pytest.raises(ReleaseError, match=why):
        cells(lab)


def test_a_cell_with_a_magic_is_only_code(tmp_path: Path) -> None:
    lab = load_lab(course(tmp_path, notebook=("# %%\n", "# %%\n# %matplotlib inline\n\n# %%\n")), "01_mini")
    first = cells(lab)[0]
    assert (first.source, first.stub) == ("%matplotlib inline", None)


def test_decorated_answers_and_what_they_need_come_along(tmp_path: Path) -> None:
    solution = (
        "def double(x):",
        '"""About."""\nfrom functools import cache\nfrom autograder import nets\n\nTWO = 2  # twice\n\n'
        "@cache\ndef double(x):",
    )
    answers = reference_answers(load_lab(course(tmp_path, solution=solution), "01_mini"))
    assert answers.functions == {"double": "@cache\ndef double(x):\n    return 2 * x"}
    assert answers.helpers == "from functools import cache\n\nTWO = 2  # twice"

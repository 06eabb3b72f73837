"""The steps of nbgrader one by one: cells put right, files read, notebooks made for every lab, labs kept warm."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from builders import course, report, result
from conftest import ROOT
from release.nbgrader_class import LAB
from release.tools import demand
from traitlets.config import LoggingConfigurable

from autograder.labs import lab_names, load_lab
from autograder.release.errors import ReleaseError
from autograder.release.nbgrader import folder as course_folder
from autograder.release.nbgrader.comments import comment
from autograder.release.nbgrader.comments import result as output
from autograder.release.nbgrader.source import source_notebook
from autograder.release.notebooks import cells
from autograder.report import ExerciseResult

demand("nbgrader")
from nbgrader.utils import determine_grade  # noqa: E402

from autograder.release.nbgrader import course_labs, late, reading  # noqa: E402
from autograder.release.nbgrader.cells import Known, restore  # noqa: E402
from autograder.release.nbgrader.generate import DemandCells, MisfitError, StudentStubs  # noqa: E402

STUB = Known("double", "code", "def double(x): ...", "0", locked=False, solution=True, points=None)
TESTS = Known("double_tests", "code", "# 3 points", "0", locked=True, solution=False, points=3.0)
WRITTEN = Known("written_answer", "markdown", "**Your answer:**", "0", locked=False, solution=True, points=2.0)
IMPORTS = Known("imports_1", "code", "import numpy", "0", locked=True, solution=False, points=None)
KNOWN = [IMPORTS, STUB, TESTS, WRITTEN]


def released(name: str) -> Any:
    """The notebook of a lab as students get it."""
    notebook, _ = StudentStubs().preprocess(source_notebook(load_lab(ROOT, name)), {})
    return notebook


def notebook(*given: tuple[str, str, dict[str, Any]]) -> Any:
    """A submission's cells: type, source, metadata."""
    raw = [{"cell_type": kind, "source": source, "metadata": metadata} for kind, source, metadata in given]
    return reading.notebook(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": raw}).encode())


def ids(nb: Any) -> list[str]:
    return [cell.metadata.get("nbgrader", {}).get("grade_id", "") for cell in nb.cells]


def claim(name: str, **others: Any) -> dict[str, Any]:
    return {"nbgrader": {"grade_id": name, **others}}


COMPLETE = (
    ("code", "import numpy", claim("imports_1")),
    ("code", "def double(x): return 2 * x", claim("double")),
    ("code", "# 3 points", claim("double_tests", points=1000, schema_version=99)),
    ("markdown", "**Your answer:** yes", claim("written_answer")),
)


@pytest.mark.parametrize("name", lab_names(ROOT))
def test_students_get_the_labs_own_cells_and_those_with_points(name: str) -> None:
    given = [cell.source for cell in released(name).cells if not ids_of(cell).endswith("_tests")]
    assert given == [cell.source for cell in cells(load_lab(ROOT, name))]


@pytest.mark.parametrize("name", lab_names(ROOT))
def test_every_exercise_has_a_locked_cell_with_its_points_and_no_code(name: str) -> None:
    lab = load_lab(ROOT, name)
    marked = {ids_of(cell): cell for cell in released(name).cells if cell.metadata.get("nbgrader", {}).get("grade")}
    for exercise in lab.exercises:
        cell = marked.pop(f"{exercise.name}_tests")
        assert cell.metadata.nbgrader.points == exercise.points
        assert cell.metadata.nbgrader.locked
        assert all(line.startswith("#") for line in cell.source.splitlines())
    assert list(marked) == ["written_answer"]


def ids_of(cell: Any) -> str:
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def test_a_solution_region_begins_behind_the_students_docstring() -> None:
    cell = next(cell for cell in source_notebook(load_lab(ROOT, LAB)).cells if ids_of(cell) == "permute_units")
    head, _, rest = cell.source.partition("    ### BEGIN SOLUTION\n")
    assert head.rstrip().endswith('"""')
    assert "Reorder the units" in head
    assert rest.endswith("    ### END SOLUTION")
    assert "NotImplementedError" not in cell.source


def test_stock_clearing_of_solutions_gives_nothing_away_either() -> None:
    from nbgrader.preprocessors import ClearSolutions

    nb, _ = ClearSolutions().preprocess(source_notebook(load_lab(ROOT, LAB)), {})
    text = "\n".join(cell.source for cell in nb.cells)
    assert "def demand_permutation" not in text
    assert "V[:, perm]" not in text


def test_a_reference_laid_out_in_another_way_is_a_region_of_its_own(tmp_path: Path) -> None:
    two_lines = "def double(x):\n    return 2 * x\n"
    course(tmp_path, solution=(two_lines, "def double(x): return 2 * x\n"))
    lab = load_lab(tmp_path, "01_mini")
    cell = next(cell for cell in source_notebook(lab).cells if ids_of(cell) == "double")
    assert cell.source == "### BEGIN SOLUTION\ndef double(x): return 2 * x\n### END SOLUTION"
    nb, _ = StudentStubs().preprocess(source_notebook(lab), {})
    assert [cell.source for cell in nb.cells][:1] == [cells(lab)[0].source]


def test_the_folder_is_refused_if_its_own_solution_would_lose_points(tmp_path: Path, monkeypatch: Any) -> None:
    def broken(lab: Any) -> Any:
        made = source_notebook(lab)
        for cell in made.cells:
            cell.source = cell.source.replace("2 * x", "3 * x")
        return made

    monkeypatch.setattr(course_folder, "source_notebook", broken)
    mini = course(tmp_path / "course")
    with pytest.raises(ReleaseError, match=r"01_mini\.ipynb gets 0\.0 of 3 points instead of 3"):
        course_folder.build(load_lab(mini, "01_mini"), mini, tmp_path / "made")


def test_complete_notebooks_stay_as_they_are_with_the_gradebooks_metadata() -> None:
    nb = notebook(*COMPLETE)
    restore(nb.cells, KNOWN)
    assert ids(nb) == ["imports_1", "double", "double_tests", "written_answer"]
    assert nb.cells[2].metadata.nbgrader == TESTS.metadata()


def test_lost_metadata_is_found_again_by_what_a_cell_says() -> None:
    bare = [(kind, source, {}) for kind, source, _ in COMPLETE if not source.startswith("#")]
    nb = notebook(*bare, ("code", "double = lambda x: x + x", {}))
    restore(nb.cells, KNOWN)
    assert ids(nb) == ["", "", "written_answer", "double", "double_tests"]


def test_deleted_cells_with_points_come_back_below_their_answer_or_at_the_end() -> None:
    nb = notebook(*COMPLETE[:2])
    restore(nb.cells, KNOWN)
    assert ids(nb) == ["imports_1", "double", "double_tests", "written_answer"]
    nb = notebook(("markdown", "all gone", {}))
    restore(nb.cells, KNOWN)
    assert ids(nb) == ["", "double_tests", "written_answer"]


def test_of_copies_the_last_counts_and_of_written_answers_the_last_that_is_one() -> None:
    empty = ("markdown", "**Your answer:**", claim("written_answer"))
    nb = notebook(*COMPLETE, COMPLETE[1], COMPLETE[2], empty)
    restore(nb.cells, KNOWN)
    assert ids(nb) == ["imports_1", "", "", "written_answer", "double", "double_tests", ""]


def test_a_locked_cell_that_was_changed_is_shown_as_it_was_graded() -> None:
    nb = notebook(("code", "import numpy, itertools", claim("imports_1")), *COMPLETE[1:])
    restore(nb.cells, KNOWN)
    assert ids(nb) == ["", "double", "double_tests", "written_answer"]
    assert nb.cells[0].source == "import numpy, itertools"


PICTURE = {"p.png": {"image/png": "iVBO"}}


def test_reading_drops_what_nobody_asks_for_and_bears_what_is_no_notebook() -> None:
    raw = {
        "nbformat": 4,
        "cells": [
            {"cell_type": "code", "source": ["a = ", "1\ud800"], "outputs": "?", "metadata": None, "id": "a" * 99},
            {"cell_type": "markdown", "attachments": PICTURE, "metadata": {"tags": ["a", "a", "b,c", 1]}},
            {"cell_type": "markdown", "attachments": [1], "metadata": {"nbgrader": [1], "collapsed": "?"}},
            {"cell_type": "poem", "source": "x", "metadata": {"nbgrader": {"grade_id": {"a": 1}, "points": 2}}},
        ],
    }
    nb = reading.notebook(json.dumps(raw).encode())
    assert (nb.cells[0].cell_type, nb.cells[0].source) == ("code", "a = 1?")
    assert nb.cells[0].outputs == []
    assert nb.cells[1].attachments == PICTURE
    assert [dict(cell.metadata) for cell in nb.cells] == [{}, {"tags": ["a"]}, {}, {"nbgrader": {"points": 2}}]
    assert "attachments" not in nb.cells[2]


def exercise(text: str, score: float = 1.5) -> ExerciseResult:
    made = report(result("f", visible=True, outcome="failed", text=text)).exercises[0]
    return ExerciseResult(name=made.name, score=score, max_score=made.max_score, checks=made.checks)


@pytest.mark.parametrize(
    "text", ["```\n<script>", "\n\n# x\n</pre><b>", "$$ \\(x\\) $$", "\x1b[31m\u202e", "\t|a|\n|-|"]
)
def test_whatever_a_message_says_a_comment_shows_it_as_text(text: str) -> None:
    from nbconvert.filters import markdown2html

    said = comment(exercise(text))
    assert all(line.startswith("    ") for line in said.split("\n")[2:])
    page = markdown2html(said)
    assert page.count("<") == page.count("<p>") * 2 + 4  # <pre><code> and their ends
    assert "\x1b" not in said


@pytest.mark.parametrize(("score", "points"), [(1.5, 1.5), (0.0, 0.0), (3.0, 3.0), (3.5, 3.0), (-1.0, 0.0)])
def test_nbgrader_reads_the_score_from_the_output(score: float, points: float) -> None:
    nb = notebook(*COMPLETE)
    restore(nb.cells, KNOWN)
    nb.cells[2].outputs = [output(exercise("", score), ("a problem",))]
    assert determine_grade(nb.cells[2]) == (points, 3.0)


def test_a_dollar_in_a_message_starts_no_formula() -> None:
    page = output(exercise("$x$"), ()).data["text/html"]
    assert page.startswith('<div class="tex2jax_ignore mathjax_ignore">')


class Step(LoggingConfigurable):
    """What a step or plug-in finds above it in nbgrader."""

    def __init__(self, folder: Path, name: str = "01_mini") -> None:
        super().__init__()
        self.coursedir = SimpleNamespace(root=str(folder))
        self.assignment_id = self.notebook_id = name
        # the due date as the gradebook has it: UTC, without saying so
        handed_in = SimpleNamespace(duedate=dt.datetime(2026, 11, 22, 23, 59), max_score=20.0)
        self.gradebook = SimpleNamespace(find_submission=lambda *_: handed_in)


@pytest.fixture
def step(tmp_path: Path) -> Iterator[Step]:
    course(tmp_path / "grading")
    yield Step(tmp_path)
    course_labs.close_all()


def test_a_labs_grader_stays_warm_until_one_of_its_files_changes(step: Step) -> None:
    labs = course_labs.CourseLabs(parent=step)
    first = labs.grader("01_mini")
    assert labs.grader("01_mini") is first
    checks = labs.root / "solutions" / "01_mini" / "checks.py"
    checks.write_text(checks.read_text() + "\n# mended\n")
    second = labs.grader("01_mini")
    assert second is not first
    assert second.lab.sha256 != first.lab.sha256


def test_only_the_notebook_with_the_labs_own_name_is_a_lab(step: Step) -> None:
    labs = course_labs.CourseLabs(parent=step)
    assert labs.settings("01_mini", "01_mini") is not None
    assert labs.settings("01_mini", "extra") is None
    assert labs.settings("essay", "essay") is None


@pytest.mark.parametrize(
    ("rule", "hours", "points"),
    [
        ("percent_per_day = 10", 1, 2.0),
        ("percent_per_day = 10", 25, 4.0),
        ("percent_per_day = 10\ncap_percent = 15", 49, 3.0),
        ("percent_per_day = 10\ngrace_minutes = 120", 1, None),
        ("grace_minutes = 0", 30, 0.0),
    ],
)
def test_lateness_costs_what_the_lab_says(step: Step, rule: str, hours: float, points: float | None) -> None:
    with open(course_labs.CourseLabs(parent=step).root / "assignments" / "01_mini" / "lab.toml", "a") as settings:
        settings.write(f"\n[lateness]\n{rule}\n")
    assert late.PerDay(parent=step).late_submission_penalty("ann", 12.0, hours * 3600) == points


def test_lateness_of_other_assignments_is_nbgraders_business(tmp_path: Path) -> None:
    plugin = late.PerDay(parent=Step(tmp_path, "essay"), penalty_method="zero")
    assert plugin.late_submission_penalty("ann", 12.0, 3600) == 12.0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda cell: cell.metadata.nbgrader.update(points=7), "needs 3 points, as lab.toml says, and it has 7"),
        (lambda cell: cell.metadata.pop("nbgrader"), "it is missing"),
    ],
)
def test_an_instructors_notebook_that_does_not_fit_the_lab_is_refused(step: Step, change: Any, said: str) -> None:
    demand = DemandCells(parent=step)
    about = {"nbgrader": {"assignment": "01_mini", "notebook": "01_mini"}}
    nb: Any = source_notebook(load_lab(course_labs.CourseLabs(parent=step).root, "01_mini"))
    demand.preprocess(nb, about)
    change(next(cell for cell in nb.cells if ids_of(cell) == "double_tests"))
    with pytest.raises(MisfitError, match=said):
        demand.preprocess(nb, about)

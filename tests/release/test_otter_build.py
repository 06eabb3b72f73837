"""What `autograder release --to otter` makes, what otter makes of that, and what a student's notebook then does."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from conftest import ROOT, TOY
from release.tools import demand
from submitting import RIGHT

from autograder.labs import lab_names, load_lab
from autograder.release import notebooks
from autograder.release.errors import ReleaseError

demand("otter")

import otter  # noqa: E402
from kernels import execute  # noqa: E402
from otter.assign import main as assign  # noqa: E402

from autograder.release.otter import build as otter_build  # noqa: E402
from autograder.release.otter.build import build  # noqa: E402
from autograder.release.otter.master import notebook  # noqa: E402

NOTEBOOK = '''# %% [markdown]
# # A lab for tests

# %%
from autograder import check

# %% [markdown]
# ## Exercise 1

# %%
def double(x):
    """Twice x."""
    raise NotImplementedError("double is yours to write")

# %%
check(double)

# %%
def reverse(items):
    raise NotImplementedError("reverse is yours to write")

# %%
check(reverse)

# %%
def anything(x):
    raise NotImplementedError("anything is yours to write")
'''


TITLE = "Three items come back in reverse order."


def toy_course(folder: Path, text: str = NOTEBOOK) -> Path:
    """The toy with a notebook, in a place of its own."""
    shutil.copytree(TOY, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "assignments" / "toy" / "notebook.py").write_text(text)
    return folder


def released(course: Path, folder: Path) -> Path:
    """The toy as a release; the folder for students that otter makes of it."""
    folder.mkdir()
    build(load_lab(course, "toy"), course, folder)
    assign(str(folder / "toy.ipynb"), str(folder / "dist"), no_run_tests=True)
    return folder / "dist" / "student"


@pytest.fixture(scope="module")
def student(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("otter")
    course = toy_course(folder / "course")
    checks = course / "assignments" / "toy" / "checks.py"
    text = checks.read_text()
    assert TITLE in text
    checks.write_text(text.replace(TITLE, 'Say "twice": \\\\\\\\n is {{ no }} line: #.'))
    return released(course, folder / "release")


@pytest.mark.parametrize("name", lab_names(ROOT))
def test_students_get_the_labs_own_cells_and_a_check_behind_each_exercise(name: str, tmp_path: Path) -> None:
    lab = load_lab(ROOT, name)
    shutil.copytree(ROOT / "assignments" / name, tmp_path / "assignments" / name)
    (tmp_path / "solutions").mkdir()
    for file in ("install.txt", "a.whl"):
        (tmp_path / file).write_text("")
    nbformat.write(notebook(lab, "a.whl"), tmp_path / f"{name}.ipynb")
    assign(str(tmp_path / f"{name}.ipynb"), str(tmp_path / "dist"), no_run_tests=True)
    made = nbformat.read(tmp_path / "dist" / "student" / f"{name}.ipynb", as_version=4).cells
    expected: list[str] = []
    for cell in notebooks.cells(lab):
        if not cell.checks:
            expected.append(cell.source)
        if cell.stub:
            number = [exercise.name for exercise in lab.exercises].index(cell.stub) + 1
            expected.append(f'grader.check("q{number}")')
    sources = [cell.source for cell in made]
    assert sources[1:-2] == expected
    assert f'otter.Notebook("{name}.ipynb")' in sources[0]
    assert all(("demo" in cell.metadata.tags) for cell in made if cell.source.startswith("grader."))
    written = [cell.id for cell in made if "written" in cell.metadata.get("tags", [])]
    assert written == (["written"] if lab.written else [])


def test_the_master_notebook_is_the_same_each_time(student: Path) -> None:
    lab = load_lab(student.parents[2] / "course", "toy")
    assert nbformat.writes(notebook(lab, "a.whl")) == nbformat.writes(notebook(lab, "a.whl"))


def test_students_get_the_visible_half_and_what_to_install(student: Path) -> None:
    files = {path.relative_to(student).as_posix() for path in student.rglob("*") if path.is_file()}
    (wheel,) = student.glob("*.whl")
    lab = {f"assignments/toy/{name}" for name in ("lab.toml", "checks.py", "notebook.py")}
    assert files == {"toy.ipynb", "install.txt", wheel.name, "tests/q1.py", "tests/q2.py", *lab}
    assert (student / "install.txt").read_text().splitlines() == [
        f"./{wheel.name}[notebook]",
        f"otter-grader=={otter.__version__}",
    ]


def test_grader_check_passes_a_right_function_and_says_what_is_wrong_with_another(
    student: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(student)
    grader = otter.Notebook("toy.ipynb")
    names: dict[str, Any] = {}
    exec(RIGHT, names)  # noqa: S102 - it is the test's own
    right = grader.check("q1", names)
    assert (right.passed_all, right.score, right.possible) == (True, 3, 3)
    assert "Every entry is doubled." in right.summary()
    wrong = grader.check("q1", {**names, "double": lambda x: 3 * x})
    assert (wrong.passed_all, wrong.score) == (False, 0)
    said = wrong.summary()
    assert "Every entry is doubled." in said
    assert "The result[0] should be 2.0, but is 3.0." in said
    assert "returned [3.0]" in said
    assert "This is looked at as soon as “Every entry is doubled.” has passed." in said
    assert grader.check("q2", names).passed_all


def test_grader_check_says_that_nothing_is_written_yet(student: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(student)
    (stub,) = (c.source for c in nbformat.read("toy.ipynb", as_version=4).cells if c.source.startswith("def reverse"))
    names: dict[str, Any] = {}
    exec(stub, names)  # noqa: S102 - it is the test's own
    for env in (names, {}, {"reverse": 3}):
        result = otter.Notebook("toy.ipynb").check("q2", env)
        assert not result.passed_all
        assert "AssertionError: " in result.summary()


def test_a_lab_that_lies_elsewhere_is_asked_for(student: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(student / "tests", tmp_path / "tests")
    shutil.copy(student / "toy.ipynb", tmp_path)
    monkeypatch.chdir(tmp_path)
    said = otter.Notebook("toy.ipynb").check("q1", {"double": lambda x: 2 * x}).summary()
    assert "Keep the folder assignments/ that came with the notebook beside it" in said


def test_a_students_whole_notebook_runs_in_jupyters_kernel(student: Path, tmp_path: Path) -> None:
    shutil.copytree(student, tmp_path, dirs_exist_ok=True)
    made = nbformat.read(tmp_path / "toy.ipynb", as_version=4)
    for cell in made.cells:
        if cell.source.startswith("def double"):
            cell.source = "def double(x):\n    return 2 * x"
    execute(made, tmp_path, allow_errors=True)
    shown = {
        cell.source: "".join(output.get("data", {}).get("text/plain", "") for output in cell.outputs)
        for cell in made.cells
        if cell.cell_type == "code"
    }
    assert "q1 results: All test cases passed!" in shown['grader.check("q1")']
    assert "reverse is not written yet" in shown['grader.check("q2")']
    (packed,) = tmp_path.glob("toy_*.zip")
    assert packed.stat().st_size > 0


def test_students_and_graders_need_no_library_that_only_releases_are_made_with() -> None:
    block = "import sys; sys.modules.update(cosmic_ray=None, wheel=None)"
    parts = ", ".join(f"autograder.release.otter.{name}" for name in ("visible", "plugin", "run_all"))
    subprocess.run([sys.executable, "-c", f"{block}; import {parts}"], check=True)


def test_titles_with_quotes_and_backslashes_reach_the_student(student: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(student)
    passed = otter.Notebook("toy.ipynb").check("q2", {"reverse": lambda items: items[::-1]})
    assert passed.passed_all
    assert 'Say "twice": \\\\n is {{ no }} line: #.' in passed.summary()


@pytest.fixture
def no_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    """For what is refused anyway."""
    monkeypatch.setattr(otter_build, "write_wheel", lambda folder: Path(shutil.copy(__file__, folder / "a.whl")))


def refused(course: Path, folder: Path) -> str:
    folder.mkdir()
    with pytest.raises(ReleaseError) as why:
        build(load_lab(course, "toy"), course, folder)
    return str(why.value)


@pytest.mark.usefixtures("no_wheel")
def test_a_notebook_in_which_the_solution_loses_points_is_refused(tmp_path: Path) -> None:
    course = toy_course(tmp_path / "course", NOTEBOOK + "\n# %%\nreverse = list\n")
    said = refused(course, tmp_path / "release")
    assert "the solution does not score full marks" in said
    assert "reverse 0 of 4" in said


@pytest.mark.usefixtures("no_wheel")
def test_a_notebook_whose_stubs_score_is_refused(tmp_path: Path) -> None:
    stub = 'raise NotImplementedError("anything is yours to write")'
    course = toy_course(tmp_path / "course", NOTEBOOK.replace(stub, "return x"))
    said = refused(course, tmp_path / "release")
    assert "the stubs do not score 0" in said
    assert "anything 1 of 1" in said


@pytest.mark.usefixtures("no_wheel")
def test_a_stub_that_otter_cannot_carry_is_refused(tmp_path: Path) -> None:
    course = toy_course(tmp_path / "course", NOTEBOOK.replace('"""Twice x."""', "'''Twice x.'''"))
    assert re.search("The stub of double holds '''", refused(course, tmp_path / "release"))


def test_the_zip_names_the_plug_in_and_no_log_or_pdf(student: Path) -> None:
    config = json.loads((student.parent / "autograder" / "otter_config.json").read_text())
    assert config["plugins"] == [{"autograder.release.otter.plugin.Sandbox": {"lab": "toy"}}]
    assert not {"grade_from_log", "pdf", "token"} & config.keys()

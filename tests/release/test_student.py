"""What students get: nothing of the solutions, and a notebook that can be checked as it comes out of the folder."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import nbformat
import pytest
from builders import course
from conftest import ROOT
from kernels import execute
from release.leaks import engine, leaked, members, secrets

from autograder.labs import Lab, lab_names, load_lab
from autograder.release import student
from autograder.release.errors import ReleaseError
from autograder.release.notebooks import solved, to_notebook

LAB = "02_weight_swaps"
WHEEL = "nonconvex_lab-0.1.0-py3-none-any.whl"


def made(lab: Lab, folder: Path, form: student.Form = "ipynb") -> Path:
    folder.mkdir()
    student.build(lab, ROOT, folder, form)
    return folder


@pytest.fixture(scope="module", params=lab_names(ROOT))
def released(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of each lab, with its Python file beside the notebook."""
    lab = load_lab(ROOT, request.param)
    folder = made(lab, tmp_path_factory.mktemp("released") / lab.name)
    (folder / f"{lab.name}.py").write_text(student.notebook_text(lab, "py"))
    return folder


def test_nothing_of_the_solutions_is_in_any_byte(released: Path) -> None:
    secret = secrets(ROOT, released.name)
    own = engine()
    assert len(secret) > 500
    for name, data in members(released):
        inside = name.removeprefix(f"{WHEEL}/")
        if inside in own:
            assert data == own[inside], name  # the engine knows no lab, and is as it was here
        else:
            assert leaked(data, secret) == set(), name


def test_a_leak_would_be_seen(tmp_path: Path) -> None:
    """What the test above looks for is found in a release that has it, however it is wrapped up."""
    lab = load_lab(ROOT, LAB)
    secret = secrets(ROOT, LAB)
    folder = made(lab, tmp_path / "out")
    nbformat.write(to_notebook(solved(lab)), folder / f"{LAB}.ipynb")
    with zipfile.ZipFile(folder / WHEEL, "a") as wheel:
        wheel.writestr("extra.md", (ROOT / "solutions" / LAB / "rubric.md").read_bytes())
    contents = dict(members(folder))
    assert len(leaked(contents[f"{LAB}.ipynb"], secret)) > 20
    assert len(leaked(contents[f"{WHEEL}/extra.md"], secret)) > 20
    assert {check.name for check in lab.hidden} <= secret


def test_the_folder_holds_what_is_visible_and_how_to_begin(tmp_path: Path) -> None:
    folder = made(load_lab(ROOT, LAB), tmp_path / "out")
    assert {path.name for path in folder.iterdir()} == {
        *(f"{LAB}.ipynb", "README.md", "requirements.txt", WHEEL),
        *("checks.py", "lab.toml"),
    }
    readme = (folder / "README.md").read_text()
    for said in ("Python 3.11", "pip install -r requirements.txt", "jupyter lab", "VS Code", f"autograder check {LAB}"):
        assert said in readme
    assert "| `swap_units` | 4 |" in readme
    for name in ("checks.py", "lab.toml"):
        assert (folder / name).read_bytes() == (ROOT / "assignments" / LAB / name).read_bytes()


def test_requirements_name_the_wheel_and_an_extra_that_it_has(tmp_path: Path) -> None:
    folder = made(load_lab(ROOT, LAB), tmp_path / "out")
    assert (folder / "requirements.txt").read_text() == f"./{WHEEL}[notebook]\n"
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    assert any(line.startswith("jupyterlab") for line in extras["notebook"])


def test_checks_run_in_the_folder_with_the_package_from_its_wheel(tmp_path: Path) -> None:
    """As after `pip install -r requirements.txt`: nothing of this repository is on the path."""
    folder = made(load_lab(ROOT, LAB), tmp_path / "any name")
    site = tmp_path / "site"
    with zipfile.ZipFile(folder / WHEEL) as wheel:
        wheel.extractall(site)
    notebook = nbformat.read(folder / f"{LAB}.ipynb", nbformat.NO_CONVERT)
    where = nbformat.v4.new_code_cell("import autograder\nprint(autograder.__file__)")
    path = nbformat.v4.new_code_cell(f"import sys\nsys.path.insert(0, {str(site)!r})")
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and "tags" not in cell.metadata]
    notebook.cells = [path, *code, where]
    execute(notebook, folder, timeout=120)
    assert notebook.cells[-1].outputs[0].text.strip() == str(site / "autograder" / "__init__.py")
    checked = [cell.outputs[0].data for cell in code if cell.source.startswith("check(")]
    assert len(checked) == 5
    for data in checked:
        assert "is yours to write" in data["text/plain"] or "not written" in data["text/plain"], data["text/plain"]
        assert "No lab was found" not in data["text/plain"]
        assert "text/html" in data


@pytest.mark.parametrize("form", ["ipynb", "py"])
def test_a_file_is_checked_in_the_terminal(tmp_path: Path, form: student.Form) -> None:
    folder = made(load_lab(ROOT, LAB), tmp_path / "out", form)
    done = subprocess.run(
        [sys.executable, "-m", "autograder", "check", f"{LAB}.{form}"], cwd=folder, capture_output=True, text=True
    )
    assert re.search(r"^0 of the [\d.]+ points of the visible checks", done.stdout, re.MULTILINE), done.stderr
    assert done.returncode == 1


def test_checks_need_nothing_that_only_some_systems_have() -> None:
    """Modules that Windows lacks; students work there too."""
    missing = "fcntl grp pwd resource termios pyseccomp"
    code = f"import sys; sys.modules.update(dict.fromkeys({missing.split()!r})); from autograder import check"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_python_file_in_percent_format_has_the_same_cells(tmp_path: Path) -> None:
    folder = made(load_lab(ROOT, LAB), tmp_path / "out", "py")
    text = (folder / f"{LAB}.py").read_text()
    assert text.count("\n# %%") == (ROOT / "assignments" / LAB / "notebook.py").read_text().count("\n# %%")
    assert f"hand in `{LAB}.py`" in (folder / "README.md").read_text()
    assert (folder / "requirements.txt").read_text() == f"./{WHEEL}\n"


def test_links_are_not_followed_and_names_of_ours_not_overwritten(tmp_path: Path) -> None:
    lab = load_lab(course(tmp_path / "course"), "01_mini")
    (lab.folder / "more").mkdir()
    (lab.folder / "more" / "data.csv").write_text("1,2\n")
    (lab.folder / ".hidden").touch()
    folder = tmp_path / "out"
    folder.mkdir()
    student.build(lab, tmp_path / "course", folder)
    assert {path.name for path in folder.iterdir()} > {"01_mini.ipynb", "README.md"}
    assert (folder / "more" / "data.csv").read_text() == "1,2\n"
    assert not (folder / ".hidden").exists()
    (lab.folder / "more" / "key").symlink_to(tmp_path / "course" / "solutions" / "01_mini" / "solution.py")
    with pytest.raises(ReleaseError, match="is a link"):
        student.build(lab, tmp_path / "course", folder)
    (lab.folder / "more" / "key").unlink()
    (lab.folder / "README.md").write_text("mine")
    shutil.rmtree(folder)
    folder.mkdir()
    with pytest.raises(ReleaseError, match=r"README\.md.*Rename yours"):
        student.build(lab, tmp_path / "course", folder)

"""The notebook of lab 2 and the sample submissions made from it."""

from __future__ import annotations

import ast
import importlib.util
import shutil
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient

COURSE = Path(__file__).resolve().parents[2]
LAB = "02_weight_swaps"
FOLDER = COURSE / "assignments" / LAB
SETTINGS = tomllib.loads((FOLDER / "lab.toml").read_text(encoding="utf-8"))
EXERCISES = {exercise["name"]: exercise for exercise in SETTINGS["exercises"]}


def load(path: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


build = load(COURSE / "examples" / "build.py", "examples_build")


def lab_cells() -> list[nbformat.NotebookNode]:
    return jupytext.read(FOLDER / "notebook.py").cells


def is_demo(cell: nbformat.NotebookNode) -> bool:
    return "demo" in cell.metadata.get("tags", [])


def test_every_exercise_has_its_stub_and_then_its_check() -> None:
    code = [cell for cell in lab_cells() if cell.cell_type == "code"]
    for name, exercise in EXERCISES.items():
        (place,) = [k for k, cell in enumerate(code) if cell.source.startswith(f"def {name}(")]
        (function,) = ast.parse(code[place].source).body
        assert isinstance(function, ast.FunctionDef)
        assert [argument.arg for argument in function.args.args] == exercise["parameters"]
        docstring = ast.get_docstring(function)
        assert docstring is not None
        assert "Returns" in docstring
        assert "Raises ValueError" in docstring
        assert code[place + 1].source == f"check({name})"
        assert not is_demo(code[place])
        assert not is_demo(code[place + 1])


def test_stubs_raise() -> None:
    namespace: dict[str, object] = {}
    for cell in lab_cells():
        if cell.cell_type == "code" and not is_demo(cell) and not cell.source.startswith("check("):
            exec(cell.source, namespace)  # noqa: S102 - the lab's own text
    for name, exercise in EXERCISES.items():
        stub = namespace[name]
        assert callable(stub)
        with pytest.raises(NotImplementedError, match=f"{name} is yours to write"):
            stub(*exercise["parameters"])


def test_points_in_the_text_are_those_of_the_lab() -> None:
    text = "\n".join(cell.source for cell in lab_cells() if cell.cell_type == "markdown")
    for number, (name, exercise) in enumerate(EXERCISES.items(), start=1):
        assert f"| {number}. `{name}` | {exercise['points']} |" in text
        assert f"({exercise['points']} points)" in text
    assert f"## In your own words ({SETTINGS['written']['points']} points)" in text


def test_there_is_one_place_for_the_written_answer() -> None:
    (cell,) = [cell for cell in lab_cells() if "written" in cell.metadata.get("tags", [])]
    assert cell.cell_type == "markdown"
    assert cell.source.strip() == "**Your answer:**"


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> nbformat.NotebookNode:
    """The notebook with ada's answers, run from top to bottom in a copy of the lab's folder, as a student has it."""
    folder = tmp_path_factory.mktemp("course") / LAB
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    answers = build.read_answers(COURSE / "examples" / "answers" / LAB / "ada.py")
    notebook = nbformat.v4.new_notebook(cells=build.fill_in(LAB, list(EXERCISES), answers))
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": folder}}).execute()
    return notebook


def test_a_right_notebook_runs_from_top_to_bottom(executed: nbformat.NotebookNode) -> None:
    code = [cell for cell in executed.cells if cell.cell_type == "code"]
    outputs = [output for cell in code for output in cell.outputs]
    assert [output for output in outputs if output.output_type == "error"] == []
    assert [output for output in outputs if output.get("name") == "stderr"] == []
    for cell in code:
        if cell.source.startswith("check("):
            assert any("✓" in output.data["text/plain"] for output in cell.outputs)
            assert not any("✗" in output.data["text/plain"] for output in cell.outputs)


def test_demo_cells_draw(executed: nbformat.NotebookNode) -> None:
    drawing = [cell for cell in executed.cells if is_demo(cell) and "\ndraw_" in "\n" + cell.source]
    assert len(drawing) == 5
    for cell in drawing:
        assert [output for output in cell.outputs if "image/png" in output.get("data", {})], cell.source


def test_demo_cells_print_the_numbers_of_the_text(executed: nbformat.NotebookNode) -> None:
    printed = "".join(
        output.text for cell in executed.cells if is_demo(cell) for output in cell.outputs if "text" in output
    )
    for middle in (111 / 10, 313121 / 60000, 0.926970750891734, 0.0656089334014565):
        assert f"ends 0.000000000 and 0.000000000, middle {middle:.9f}" in printed
    assert "swapping both gives    W2 = [[1.0, 2.0], [2.0, 1.0]]" in printed
    assert "recovered: [[0, 1], [1, 0]]" in printed or "recovered: [[1, 0], [0, 1]]" in printed


def test_the_tables_by_hand_are_right(executed: nbformat.NotebookNode) -> None:
    """The numbers of the tables and of the line, once more from ada's functions."""
    namespace: dict[str, object] = {}
    for cell in executed.cells:
        if cell.cell_type == "code" and not is_demo(cell) and not cell.source.startswith("check("):
            exec(cell.source, namespace)  # noqa: S102 - the lab's own text
    exec(  # noqa: S102
        """
x = np.array([[1.0, -1.0]])
assert forward(small, x, "relu")[0, 0] == forward(swap_units(small, 1, 0, 1), x, "relu")[0, 0] == 77
left_behind = [(small[0][0][[1, 0]], small[0][1]), (small[1][0][:, [1, 0]], small[1][1])]
assert forward(left_behind, x, "relu")[0, 0] == 76

W, b, V = np.array([[1.0, 0], [0, 1], [2, 2]]), np.array([0.0, 1, 2]), np.array([[1.0, 2, 3]])
x = np.array([[1.0, 2.0]])
three = [(W, b), (V, np.zeros(1))]
permuted = permute_units(three, 1, [1, 2, 0])
assert permuted[1][0].tolist() == [[2, 3, 1]]
assert forward(three, x, "relu")[0, 0] == forward(permuted, x, "relu")[0, 0] == 31
inverse = [permuted[0], (V[:, [2, 0, 1]], np.zeros(1))]
assert inverse[1][0].tolist() == [[3, 1, 2]]
assert forward(inverse, x, "relu")[0, 0] == 19
composed = permute_units(permuted, 1, [1, 0, 2])
assert recover_permutation(three, composed) == [[2, 1, 0]]

line = [(np.array([[1.0], [3.0]]), np.zeros(2)), (np.array([[3.0, -1.0]]), np.zeros(1))]
one, zero = np.array([[1.0]]), np.array([[0.0]])
assert list(swap_profile(line, one, zero, "identity", 1, 0, 1, [0, 0.25, 0.5, 1])) == [0, 9, 16, 0]
""",
        namespace,
    )


def test_the_sample_submissions_are_those_that_build_makes() -> None:
    files = build.build(LAB)
    folder = COURSE / "examples" / LAB
    assert sorted(files) == sorted(path.name for path in folder.iterdir() if path.suffix in (".ipynb", ".py"))
    for name, text in files.items():
        assert (folder / name).read_bytes() == text.encode(), f"{name}: run python examples/build.py"
        assert len(text.encode()) < 60_000
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in readme for name in files)


def test_the_sample_notebooks_are_valid_notebooks() -> None:
    for path in sorted((COURSE / "examples" / LAB).glob("*.ipynb")):
        nbformat.validate(nbformat.read(path, as_version=nbformat.NO_CONVERT))

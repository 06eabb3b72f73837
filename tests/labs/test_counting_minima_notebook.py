"""The notebook of lab 3: its stubs, its points, and a run from top to bottom with the reference's functions."""

from __future__ import annotations

import ast
import math
import shutil
import tomllib
from pathlib import Path

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient

COURSE = Path(__file__).resolve().parents[2]
LAB = "03_counting_minima"
FOLDER = COURSE / "assignments" / LAB
SOLUTION = COURSE / "solutions" / LAB / "solution.py"
SETTINGS = tomllib.loads((FOLDER / "lab.toml").read_text(encoding="utf-8"))
EXERCISES = {exercise["name"]: exercise for exercise in SETTINGS["exercises"]}
REFUSING = {"orbit_size", "signed_orbit_size"}


def lab_cells() -> list[nbformat.NotebookNode]:
    return jupytext.read(FOLDER / "notebook.py").cells


def is_demo(cell: nbformat.NotebookNode) -> bool:
    return "demo" in cell.metadata.get("tags", [])


def is_stub(cell: nbformat.NotebookNode) -> bool:
    return any(cell.source.startswith(f"def {name}(") for name in EXERCISES)


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
        assert ("Raises ValueError" in docstring) == (name in REFUSING)
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
    for name in ("equivalent_nets", "orbit_size_deep"):
        assert f"one of `{name}` {EXERCISES[name]['call_seconds']} seconds" in text


def test_there_is_one_place_for_the_written_answer() -> None:
    (cell,) = [cell for cell in lab_cells() if "written" in cell.metadata.get("tags", [])]
    assert cell.cell_type == "markdown"
    assert cell.source.strip() == "**Your answer:**"


def test_nothing_of_the_solution_is_in_the_assignment() -> None:
    """No line of code longer than a word or two stands in both, and none of the reference's helpers."""
    tree = ast.parse(SOLUTION.read_text(encoding="utf-8"))
    shown = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py"))
    helpers = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)} - set(EXERCISES)
    assert len(helpers) > 5
    assert not [name for name in helpers if f"def {name}(" in shown]
    statements = {
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Return, ast.Assign, ast.AugAssign)) and len(ast.unparse(node)) > 25
    }
    assert len(statements) > 10
    assert not [line for line in statements if line in shown]


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> nbformat.NotebookNode:
    """The notebook with the reference in place of the stubs, run in a copy of the lab's folder."""
    folder = tmp_path_factory.mktemp("course") / LAB
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    answers = [nbformat.v4.new_code_cell(SOLUTION.read_text(encoding="utf-8"))]
    cells: list[nbformat.NotebookNode] = []
    for cell in lab_cells():
        if is_stub(cell):
            cells, answers = cells + answers, []  # all functions in place of the first stub
        else:
            cells.append(cell)
    notebook = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": folder}}).execute()
    return notebook


def test_a_right_notebook_runs_from_top_to_bottom(executed: nbformat.NotebookNode) -> None:
    code = [cell for cell in executed.cells if cell.cell_type == "code"]
    outputs = [output for cell in code for output in cell.outputs]
    assert [output for output in outputs if output.output_type == "error"] == []
    assert [output for output in outputs if output.get("name") == "stderr"] == []
    checks = [cell for cell in code if cell.source.startswith("check(")]
    assert len(checks) == len(EXERCISES)
    for cell in checks:
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
    assert "the net of the text: 4 orders, 2 nets" in printed
    assert "a circle of three: 36 orders, 12 nets" in printed
    assert "reorderings: 2  with sign flips: 8" in printed
    assert printed.count("largest difference of the outputs: ") == 4


def test_the_examples_by_hand_are_right(executed: nbformat.NotebookNode) -> None:
    namespace: dict[str, object] = {"math": math}
    for cell in executed.cells:
        if cell.cell_type == "code" and not is_demo(cell) and not cell.source.startswith("check("):
            exec(cell.source, namespace)  # noqa: S102 - the lab's own text
    exec(  # noqa: S102
        """
assert count_orderings([2, 3, 3, 1]) == 36 and count_orderings([3, 2]) == 1
assert math.floor(math.log10(count_orderings([784, 512, 512, 512, 10]))) + 1 == 3500

tied = simple((1, 0, 2), (1, 0, 5), (1, 0, 2))
assert sorted(net[1][0].tolist() for net in equivalent_nets(tied)) == [[[2, 2, 5]], [[2, 5, 2]], [[5, 2, 2]]]
assert orbit_size(tied) == 3
assert orbit_size(simple(*[(1, 0, 2)] * 3, (1, 0, 5))) == 4
assert orbit_size(simple(*[(1, 0, 2)] * 2, *[(1, 0, 5)] * 3)) == 10

assert signed_orbit_size(simple((1, 0, 3), (2, 5, 4))) == 8
assert signed_orbit_size(simple((1, 2, 3), (-1, -2, -3))) == 4
assert signed_orbit_size(simple((0, 0, 5))) == 2
""",
        namespace,
    )

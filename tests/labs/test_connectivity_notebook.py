"""The notebook of lab 7: its stubs, its numbers, and that it runs from top to bottom with right answers."""

from __future__ import annotations

import ast
import re
import shutil
import tomllib
from pathlib import Path

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient

COURSE = Path(__file__).resolve().parents[2]
LAB = "07_connectivity"
FOLDER = COURSE / "assignments" / LAB
SOLUTION = (COURSE / "solutions" / LAB / "solution.py").read_text(encoding="utf-8")
SETTINGS = tomllib.loads((FOLDER / "lab.toml").read_text(encoding="utf-8"))
EXERCISES = {exercise["name"]: exercise for exercise in SETTINGS["exercises"]}
REFUSING = {"match_units", "align", "loss_profile", "merge", "zero_loss_path"}
"""The exercises in which something is illegal."""


def lab_cells() -> list[nbformat.NotebookNode]:
    return jupytext.read(FOLDER / "notebook.py").cells


def is_demo(cell: nbformat.NotebookNode) -> bool:
    return "demo" in cell.metadata.get("tags", [])


def stub_of(cell: nbformat.NotebookNode) -> str | None:
    return next((name for name in EXERCISES if cell.source.startswith(f"def {name}(")), None)


def text() -> str:
    return "\n".join(cell.source for cell in lab_cells() if cell.cell_type == "markdown")


def test_every_exercise_has_its_stub_and_then_its_check() -> None:
    code = [cell for cell in lab_cells() if cell.cell_type == "code"]
    assert [name for name in map(stub_of, code) if name] == list(EXERCISES)
    for name, exercise in EXERCISES.items():
        (place,) = [k for k, cell in enumerate(code) if stub_of(cell) == name]
        (function,) = ast.parse(code[place].source).body
        assert isinstance(function, ast.FunctionDef)
        assert [argument.arg for argument in function.args.args] == exercise["parameters"]
        docstring = ast.get_docstring(function)
        assert docstring is not None
        assert "Returns" in docstring
        assert "must not change" in docstring
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
    for number, (name, exercise) in enumerate(EXERCISES.items(), start=1):
        assert f"| {number}. `{name}` | {exercise['points']} |" in text()
        assert re.search(rf"## Exercise {number}: .* \({exercise['points']} points\)", text())
    assert sum(exercise["points"] for exercise in EXERCISES.values()) == 20
    assert f"## In your own words ({SETTINGS['written']['points']} points)" in text()


def test_there_is_one_place_for_the_written_answer() -> None:
    (cell,) = [cell for cell in lab_cells() if "written" in cell.metadata.get("tags", [])]
    assert cell.cell_type == "markdown"
    assert cell.source.strip() == "**Your answer:**"


def test_no_line_of_the_solution_is_in_the_assignment() -> None:
    """Lines of a function's body that say something, compared without spaces."""

    def telling(source: str) -> set[str]:
        lines = {re.sub(r"\s+|#.*", "", line) for line in source.splitlines()}
        return {line for line in lines if len(line) > 25 and not line.startswith(('"', "def", "from", "import"))}

    functions = [node for node in ast.parse(SOLUTION).body if isinstance(node, ast.FunctionDef)]
    secret = set().union(*(telling(ast.unparse(node.body[1:])) for node in functions))
    assert len(secret) > 10
    for file in FOLDER.glob("*.py"):
        source = file.read_text(encoding="utf-8")
        code = [line for line in source.splitlines() if not line.startswith("#")]
        assert not secret & telling("\n".join(code)), file
        assert "linear_sum_assignment" not in source


def with_answers() -> nbformat.NotebookNode:
    """The notebook with the solution's functions instead of the stubs; its helpers stand in the first cell."""
    tree = ast.parse(SOLUTION)
    bodies = {node.name: ast.unparse(node) for node in tree.body if isinstance(node, ast.FunctionDef)}
    rest = [node for node in tree.body[1:] if not (isinstance(node, ast.FunctionDef) and node.name in EXERCISES)]
    cells = lab_cells()
    for cell in cells:
        name = stub_of(cell)
        if cell.cell_type == "code" and name:
            cell.source = bodies[name]
    cells.insert(0, nbformat.v4.new_code_cell(ast.unparse(ast.Module(rest, []))))
    return nbformat.v4.new_notebook(cells=cells)


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> nbformat.NotebookNode:
    """The notebook with right answers, run from top to bottom in a copy of the lab's folder, as a student has it."""
    folder = tmp_path_factory.mktemp("course") / LAB
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    notebook = with_answers()
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": folder}}).execute()
    return notebook


def test_a_right_notebook_runs_from_top_to_bottom(executed: nbformat.NotebookNode) -> None:
    code = [cell for cell in executed.cells if cell.cell_type == "code"]
    outputs = [output for cell in code for output in cell.outputs]
    assert [output for output in outputs if output.output_type == "error"] == []
    assert [output for output in outputs if output.get("name") == "stderr"] == []
    checked = [cell for cell in code if cell.source.startswith("check(")]
    assert len(checked) == len(EXERCISES)
    for cell in checked:
        assert any("✓" in output.data["text/plain"] for output in cell.outputs)
        assert not any("✗" in output.data["text/plain"] for output in cell.outputs)


def test_demo_cells_draw(executed: nbformat.NotebookNode) -> None:
    drawing = [cell for cell in executed.cells if is_demo(cell) and "\ndraw_" in "\n" + cell.source]
    assert len(drawing) == 4
    for cell in drawing:
        assert [output for output in cell.outputs if "image/png" in output.get("data", {})], cell.source


def test_demo_cells_print_the_numbers_of_the_text(executed: nbformat.NotebookNode) -> None:
    printed = "".join(
        output.text for cell in executed.cells if is_demo(cell) for output in cell.outputs if "text" in output
    )
    assert "the two nets: score 23 before, 36 after [[1, 2, 0], [1, 0, 2]]" in printed
    assert "after [[0, 1, 2], [1, 0, 2]]" in printed
    assert "a reordering: score 33 before, 72 after" in printed
    assert "as they stand: the loss in the middle is 1.4765625" in printed
    assert "aligned: the loss in the middle is 4.0143229" in printed
    # training ends in slightly different places on different machines
    (before, after) = re.findall(r"barrier ([\d.]+), aligned ([\d.]+)", printed)[0]
    assert float(before) > 5 * float(after)
    losses = dict(re.findall(r"^(first|plain average|merged) +loss ([\d.]+)", printed, flags=re.MULTILINE))
    assert float(losses["first"]) < float(losses["merged"]) < float(losses["plain average"]) / 5


def test_the_examples_by_hand_are_right(executed: nbformat.NotebookNode) -> None:
    """The numbers of the text, once more from the solution's functions."""
    namespace: dict[str, object] = {}
    for cell in executed.cells:
        if cell.cell_type == "code" and not is_demo(cell) and not cell.source.startswith("check("):
            exec(cell.source, namespace)  # noqa: S102 - the lab's own text
    exec(  # noqa: S102
        """
zero = np.zeros(2)
one = [(np.array([[2.0], [1.0]]), zero), (np.array([[1.0, 2.0]]), np.zeros(1))]
other = [(np.array([[1.0], [3.0]]), zero), (np.array([[4.0, 1.0]]), np.zeros(1))]
assert similarity(one, other, [[]], 1).tolist() == [[6, 7], [9, 5]]
assert match_units(one, other) == [1, 0]
merged = merge(one, other)
assert merged[0][0].tolist() == [[2.5], [1]] and merged[1][0].tolist() == [[1, 3]]
between = mixed(one, other, 0.5)
assert between[0][0].tolist() == [[1.5], [2]] and between[1][0].tolist() == [[2.5, 1.5]]

def deep(*matrices):
    return [(np.array(W, dtype=float), np.zeros(len(W))) for W in matrices]

first = deep([[-3], [0], [3]], [[-3, -1, -1], [3, -2, 0], [-2, -3, 2]], [[-3, -2, 0]])
second = deep([[0], [-3], [3]], [[2, 3, -3], [2, -1, 0], [3, -2, 2]], [[-2, -1, 3]])
identity = [[0, 1, 2], [0, 1, 2]]
assert [float(np.sum(A * B)) for (A, _), (B, _) in zip(first, second)] == [9, 6, 8]
assert climb(first, second, identity) == identity
twin = reordered(first, [[0, 1, 2], [1, 0, 2]])
assert score(first, twin, climb(first, twin, identity)) == 43
assert score(first, first, identity) == 72

line = [deep([[1]], [[1]]), deep([[3]], [[0]])]
x = np.array([[1.0]])
assert loss_profile(*line, x, x, "identity", np.array([0.0, 0.25, 0.5, 1.0])).tolist() == [0, 0.015625, 0, 1]
assert barrier(np.array([1.0, 4.0, 4.0, 3.0, 5.0])) == 2
""",
        namespace,
    )

"""The notebook of lab 1: its stubs, its numbers, and that it runs from top to bottom with right answers."""

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
LAB = "01_convexity"
FOLDER = COURSE / "assignments" / LAB
SOLUTION = (COURSE / "solutions" / LAB / "solution.py").read_text(encoding="utf-8")
SETTINGS = tomllib.loads((FOLDER / "lab.toml").read_text(encoding="utf-8"))
EXERCISES = {exercise["name"]: exercise for exercise in SETTINGS["exercises"]}


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
        assert ("Raises ValueError" in docstring) == (name == "mse")  # nothing else is illegal in this lab
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
        code = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        assert not secret & telling("\n".join(code)), file


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
    drawing = [cell for cell in executed.cells if is_demo(cell) and "draw_" in cell.source]
    assert len(drawing) == 9
    for cell in drawing:
        assert [output for output in cell.outputs if "image/png" in output.get("data", {})], cell.source


def test_demo_cells_print_the_numbers_of_the_text(executed: nbformat.NotebookNode) -> None:
    printed = "".join(
        output.text for cell in executed.cells if is_demo(cell) for output in cell.outputs if "text" in output
    )
    assert "gap: 3.0\n" in printed
    assert "gap: 1.0\n" in printed  # (w0 w1 - 1)**2 between (1, 1) and (-1, -1)
    assert "gap between two minimisers: 0.0\n" in printed
    assert "gap: 0.5\n" in printed
    assert "eigenvalues: [0. 5.]\n" in printed
    assert "exactly: 0.07209342560553633" in printed
    assert re.search(r"gap: 0\.0720934256055\d* exactly", printed)
    assert "a violation: (1, 2, 3)\n" in printed


def test_the_examples_by_hand_are_right() -> None:
    """The numbers of the text, once more from the solution's functions."""
    namespace: dict[str, object] = {}
    exec(SOLUTION, namespace)  # noqa: S102 - the lab's own text
    exec(  # noqa: S102
        """
net = [(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([5.0, -20.0])), (np.array([[7.0, 8.0]]), np.array([9.0]))]
x = np.array([[1.0, -1.0]])
assert forward(net, x, "relu")[0, 0] == 37
assert forward(net, x, "identity")[0, 0] == -131
two = [(np.eye(2), np.zeros(2))]
assert mse(two, np.array([[15.0, 19.0], [14.0, 20.0]]), np.array([[15.0, 16.0], [13.0, 20.0]]), "relu") == 2.5
assert convexity_gap(lambda x: x**3 - 3 * x, -2.0, 2.0, 0.75) == 3
assert convexity_gap(lambda x: abs(x) ** 0.5, 0.0, 4.0, 0.75) == 0.5
assert convexity_gap(lambda x: max(abs(x) - 1, 0.0), -1.0, 1.0, 0.3) == 0

one = np.array([[1.0]])
log3 = np.array([np.log(3.0)])
for label, cost in ((1.0, np.log(4 / 3)), (0.0, np.log(4.0))):
    assert abs(logistic_loss(log3, one, np.array([label])) - cost) < 1e-14
assert logistic_loss(np.array([1000.0]), one, np.array([0.0])) == 1000
assert abs(-np.log(1e-15) - 34.5) < 0.05
assert logistic_hessian(np.zeros(2), np.array([[2.0, 0.0], [2.0, 4.0]])).tolist() == [[1, 1], [1, 2]]
H = logistic_hessian(np.zeros(2), np.array([[2.0, 4.0]]))
assert H.tolist() == [[1, 2], [2, 4]]
assert (H @ np.array([2.0, -1.0])).tolist() == [0, 0]

L = {k: 1 / (1 + Fraction(2) ** k) ** 2 for k in (0, -2, -4)}
assert L == {0: Fraction(1, 4), -2: Fraction(16, 25), -4: Fraction(256, 289)}
assert L[-2] - (L[0] + L[-4]) / 2 == Fraction(4167, 57800)

w = np.array([0.5, 0.5])
assert (2 * (w[0] * w[1] - 1) * w).tolist() == [-0.75, -0.75]
lam = 4 / 5
assert lam * 0.0 + (1 - lam) * 5.0 == 0.9999999999999998
assert find_violation(np.array([0.0, 1.0, 5.0]), np.array([0.0, 1.0, 5.0])) is None
assert find_violation(np.array([0.0, 1.0, 3.0]), np.array([0.0, 2.0, 3.0])) == (0, 1, 2)
""",
        namespace,
    )

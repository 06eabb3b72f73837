"""The notebook of lab 5: its stubs, its numbers, and that it runs from top to bottom with right answers."""

from __future__ import annotations

import ast
import re
import shutil
import tomllib
from fractions import Fraction
from pathlib import Path

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient

from autograder import nets

COURSE = Path(__file__).resolve().parents[2]
LAB = "05_symmetries"
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
        illegal = name not in ("flip_certificate", "scaling_certificate")
        assert ("Raises ValueError" in docstring) == illegal
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

    given = {"contribution"}  # the text gives the outputs of a net
    functions = [n for n in ast.parse(SOLUTION).body if isinstance(n, ast.FunctionDef) and n.name not in given]
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
    assert re.search(r"identity +largest difference of the outputs: 0\n", printed)
    assert re.search(r"relu +largest difference of the outputs: [1-9]", printed)
    assert re.search(r"sigmoid +largest difference of the outputs: 5\n", printed)
    assert "losses 0.000000000 and 0.000000000, between them 1.141975309\n" in printed
    assert "185/162 = 1.141975309\n" in printed


def test_the_examples_by_hand_are_right() -> None:
    """The numbers of the text, once more from the solution's functions."""
    namespace: dict[str, object] = {"Fraction": Fraction, "forward": nets.forward, "mse": nets.mse}
    exec(SOLUTION, namespace)  # noqa: S102 - the lab's own text
    exec(  # noqa: S102
        """
two = [(np.array([[2.0], [-1.0]]), np.array([1.0, 3.0])), (np.array([[4.0, 5.0]]), np.array([6.0]))]
x = np.array([[1.0]])
flipped = flip_signs(two, 1, [1, -1])
assert [W.tolist() for layer in flipped for W in layer] == [[[2], [1]], [1, -3], [[4, -5]], [6]]
assert abs(forward(two, x, "tanh")[0, 0] - 14.80) < 0.005
assert abs(forward(flipped, x, "tanh")[0, 0] - 14.80) < 0.005
left_behind = [(flipped[0][0], two[0][1]), flipped[1]]
assert abs(forward(left_behind, x, "tanh")[0, 0] - 4.98) < 0.005

unit = [(np.array([[2.0]]), np.array([1.0])), (np.array([[4.0]]), np.array([6.0]))]
flipped = flip_sigmoid(unit, 1, [-1])
assert [W.tolist() for layer in flipped for W in layer] == [[[-2]], [-1], [[-4]], [10]]
x = np.array([[-0.5], [1e6], [-1e6]])
for net in (unit, flipped):
    assert forward(net, x, "sigmoid").tolist() == [[8], [10], [6]]
assert forward(flip_signs(unit, 1, [-1]), x, "sigmoid").tolist() == [[4], [6], [2]]

rescaled = rescale_units(two, 1, [3, 1])
assert [W[0].tolist() for W in rescaled[0]] == [[6], 3]
assert rescaled[1][0][0, 0] == 4 / 3

one_unit = [(np.array([[1.0]]), np.zeros(1)), (np.array([[1.0]]), np.zeros(1))]
one = np.array([[1.0]])
assert abs(np.tanh(1) ** 2 - 0.58) < 0.001


def half_way(s, target):
    twin = rescale_units(one_unit, 1, [s])
    middle = [((W + A) / 2, (b + a) / 2) for (W, b), (A, a) in zip(one_unit, twin)]
    return mse(middle, one, target * one, "relu")


assert half_way(4, 1) == 81 / 256
assert abs(half_way(4, 10) - 71.2) < 0.05
assert abs(half_way(80, 10) - 110) < 0.5
assert abs((1 + 80) ** 2 / (4 * 80) - 20.5) < 0.05
assert mse(one_unit, one, 10 * one, "relu") == 81


def L(p, q):
    return (p * q - 1) ** 2


third = Fraction(1, 3)
assert L(1, 1) == L(-1, -1) == 0
assert L(0, 0) == 1
assert L(-third, -third) == Fraction(64, 81)
assert L(Fraction(5, 4), Fraction(5, 4)) == Fraction(81, 256)
assert np.linalg.eigvalsh([[0, -2], [-2, 0]]).tolist() == [-2, 2]
""",
        namespace,
    )

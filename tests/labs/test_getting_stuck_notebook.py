"""The notebook of lab 6: its stubs, its numbers, and that it runs from top to bottom with right answers."""

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
LAB = "06_getting_stuck"
FOLDER = COURSE / "assignments" / LAB
SOLUTION = (COURSE / "solutions" / LAB / "solution.py").read_text(encoding="utf-8")
SETTINGS = tomllib.loads((FOLDER / "lab.toml").read_text(encoding="utf-8"))
EXERCISES = {exercise["name"]: exercise for exercise in SETTINGS["exercises"]}
MAY_REFUSE = {"largest_safe_step", "split_unit", "dead_relu_minimum"}


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
        assert ("Raises ValueError" in docstring) == (name in MAY_REFUSE)
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
    drawing = [cell for cell in executed.cells if is_demo(cell) and "\ndraw_" in cell.source]
    assert len(drawing) == 5
    for cell in drawing:
        assert [output for output in cell.outputs if "image/png" in output.get("data", {})], cell.source


def test_demo_cells_print_what_the_text_says(executed: nbformat.NotebookNode) -> None:
    printed = "".join(
        output.text for cell in executed.cells if is_demo(cell) for output in cell.outputs if "text" in output
    )
    assert printed.count("ends at 2.98486, loss 8.9546") == 3
    assert "noise 0.05: of 20 runs 0 met a lower valley, 0 were in a lower one at the end" in printed
    assert "loss after 400 steps: 1.000000 without noise, 0.000000 with 1e-9" in printed
    assert len(re.findall(r"loss 0\.006468, largest entry of the gradient \de-1\d", printed)) == 2
    assert len(re.findall(r"loss 0\.127819, largest entry of the gradient \de-1\d", printed)) == 2
    assert "start 0.0 along the direction: loss 0.006468, after 1000 steps 0.006468" in printed
    assert "escape direction with mu = 1/2: None" in printed
    assert "loss here 0.1278, of another net 0.0594" in printed
    assert "a way out with mu = 3/2: True" in printed
    assert "loss 0.25, lowest of 10000 neighbours 0.25000" in printed
    assert "loss of the good net 0.0" in printed
    start, after = re.findall(r"start 0\.1 along the direction: loss ([\d.]+), after 1000 steps ([\d.]+)", printed)[0]
    assert float(after) < 0.001 < float(start) < 0.006468


def test_the_examples_by_hand_are_right() -> None:
    """The numbers of the text, once more from the solution's functions."""
    namespace: dict[str, object] = {}
    exec(SOLUTION, namespace)  # noqa: S102 - the lab's own text
    exec(  # noqa: S102
        """
def close(one, other):
    return np.allclose(one, other, rtol=1e-12, atol=0)

one = np.array([1.0])
for step, path in (
    (0.25, [1, 0.5, 0.25, 0.125]),
    (0.75, [1, -0.5, 0.25, -0.125]),
    (1.0, [1, -1, 1, -1]),
    (1.1, [1, -1.2, 1.44, -1.728]),
):
    assert close(gradient_descent(lambda x: 2 * x, one, step, 3)[:, 0], path)
slope = lambda w: 2 * (w[0] * w[1] - 1) * np.array([w[1], w[0]])
assert close(gradient_descent(slope, np.array([2.0, 1.0]), 0.1, 2), [[2, 1], [1.8, 0.6], [1.7904, 0.5712]])
up = gradient_descent(slope, np.array([10.0, 10.0]), 0.02, 1)
assert close((up.prod(axis=1) - 1) ** 2, [9801, 765905.0256])

for H, safe in (
    ([[2]], 1), ([[2, 1], [1, 2]], 2 / 3), ([[0, -2], [-2, 0]], 1), ([[1, 0], [0, -5]], 2), ([[-1, 0], [0, -3]], np.inf)
):
    assert close(largest_safe_step(np.array(H, dtype=float)), safe)
assert round(9 * math.log(10) / math.log(1.2)) == 114

tiny = [(np.array([[2.0], [3.0]]), np.array([1.0, -1.0])), (np.array([[4.0, 8.0]]), np.array([5.0]))]
(W, b), (V, c) = split_unit(tiny, 1, 0, 0.25)
assert (W.tolist(), b.tolist(), V.tolist(), c.tolist()) == ([[2], [3], [2]], [1, -1, 1], [[1, 8, 3]], [5])
x = np.ones((1, 1))
for net in (tiny, [(W, b), (V, c)]):
    assert outputs_with_derivatives(net, x, "identity")[0] == 33

ends, zeros = np.array([[-1.0], [1.0]]), [(np.zeros((1, 1)), np.zeros(1))] * 2
D = np.array([1.0, 0.0, 1.0, 0.0])
assert D @ loss_hessian(zeros, ends, ends, "identity") @ D == -4
xor = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
dead = dead_relu_minimum(xor, np.array([[0.0], [1.0], [1.0], [0.0]]), 2)
assert dead[1][1].tolist() == [0.5]
assert (xor @ np.ones(2) - 3).tolist() == [-3, -2, -2, -1]
assert saddle_counts(2) == [121, 220, 100]
assert 26.28 - 8.96 > 17
""",
        namespace,
    )

"""The notebook of lab 8: its stubs, its numbers, and that it runs from top to bottom with right answers."""

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
LAB = "08_homotopy"
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
        assert "Raises" not in docstring  # nothing is illegal in this lab
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


def test_points_and_limits_in_the_text_are_those_of_the_lab() -> None:
    for number, (name, exercise) in enumerate(EXERCISES.items(), start=1):
        assert f"| {number}. `{name}` | {exercise['points']} |" in text()
        assert re.search(rf"## Exercise {number}: .* \({exercise['points']} points\)", text())
    assert sum(exercise["points"] for exercise in EXERCISES.values()) == 20
    assert f"## In your own words ({SETTINGS['written']['points']} points)" in text()
    slow = [f"`{name}`" for name, exercise in EXERCISES.items() if "call_seconds" in exercise]
    assert f"{', '.join(slow[:-1])} or {slow[-1]} 10" in text().replace("\n  ", " ")


def test_there_is_one_place_for_the_written_answer() -> None:
    (cell,) = [cell for cell in lab_cells() if "written" in cell.metadata.get("tags", [])]
    assert cell.cell_type == "markdown"
    assert cell.source.strip() == "**Your answer:**"


def test_no_line_of_the_solution_is_in_the_assignment() -> None:
    """Lines of a function's body that say something, compared without spaces."""

    def telling(source: str) -> set[str]:
        lines = {re.sub(r"\s+|#.*", "", line) for line in source.splitlines()}
        return {line for line in lines if len(line) > 20 and not line.startswith(('"', "def", "from", "import"))}

    functions = [node for node in ast.parse(SOLUTION).body if isinstance(node, ast.FunctionDef)]
    secret = set().union(*(telling(ast.unparse(node.body[1:])) for node in functions))
    assert len(secret) > 8
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
    drawing = [cell for cell in executed.cells if is_demo(cell) and "\ndraw_" in "\n" + cell.source]
    assert len(drawing) == 6
    for cell in drawing:
        assert [output for output in cell.outputs if "image/png" in output.get("data", {})], cell.source


def test_demo_cells_print_the_numbers_of_the_text(executed: nbformat.NotebookNode) -> None:
    printed = "".join(
        output.text for cell in executed.cells if is_demo(cell) for output in cell.outputs if "text" in output
    )
    for count in ("d =   1: 11\n", "d =   2: 121\n", "d = 100: a number with 105 digits\n"):
        assert count in printed
    assert "smallest sigma for the Rastrigin function: 0.5174466\n" in printed
    assert "sigma 0.4500: minima in the box: 1, lowest second derivative  -5.2511\n" in printed
    assert "sigma  1: at (2, 2) the loss is higher by 3 than at (3, 1) and (1, 3)\n" in printed
    assert "to -1.0000, where the sum is -1.000000\n" in printed
    for found, drawn, error in re.findall(r"sigma 0\.\d: ([\d.]+); 20,000 samples: ([\d.]+) \+- ([\d.]+)", printed):
        assert abs(float(found) - float(drawn)) < 4 * float(error)


def test_the_examples_by_hand_are_right() -> None:
    """The numbers of the text, once more from the solution's functions."""
    namespace: dict[str, object] = {}
    exec(SOLUTION, namespace)  # noqa: S102 - the lab's own text
    exec(  # noqa: S102
        """
def near(a, b, tolerance=6e-7):
    return abs(a - b) < tolerance

assert near(rastrigin(np.array([0.5, 1.0])), 21.25)
assert near(2 * 5.12 + 20 * math.pi * math.sin(2 * math.pi * 5.12), 53.25, 5e-3)
assert near(20 * math.pi, 62.83, 5e-3) and near(math.sin(2 * math.pi * 5.12), 0.6845, 5e-5)
assert len(str(count_minima(1000))) == 1042
assert near(math.exp(-2 * math.pi**2 * 0.09), 0.169225) and near(math.cos(0.6 * math.pi), -0.309017)
assert near(smoothed_rastrigin(np.array([0.3]), 0.3), 10.702933)
assert near(rastrigin(np.array([0.3])), 13.180170)
assert near(2 * math.pi**2, 19.739, 5e-4) and near(math.log(2 * math.pi**2), 2.98261, 6e-6)
assert near(convexity_threshold(1.0) ** 2, 0.151101) and near(convexity_threshold(1.0), 0.388717)
damping = math.exp(-2 * math.pi**2 * 0.45**2)
assert near(damping, 0.018367) and near(40 * math.pi**2, 394.78, 5e-3)
assert near(2 - 40 * math.pi**2 * damping, -5.25, 5e-3)

def product(w1, w2, s):
    return (w1 * w2 - 1) ** 2 + s**2 * (w1**2 + w2**2) + s**4

assert (product(2, 2, 1), product(3, 1, 1), product(1, 3, 1)) == (18, 15, 15)
assert (product(3, 3, 2), product(4, 2, 2)) == (152, 145)  # in the rubric
for s, t, r in ((0, 2, 1), (1.5, 3, 0.5), (4, 1, 2)):
    assert near(product(t + r, t - r, s) - product(t, t, s), r**2 * (r**2 - 2 * (t**2 - 1 - s**2)))
z, weights = np.polynomial.hermite_e.hermegauss(20)
weights = weights / weights.sum()
mean = sum(p * q * ((0.7 + 1.3 * y) * (-0.4 + 1.3 * x) - 1) ** 2
           for y, p in zip(z, weights) for x, q in zip(z, weights))
assert near(mean, product(0.7, -0.4, 1.3))

slope = lambda x, sigma: 4 * x**3 + (12 * sigma**2 - 4) * x
assert near(slope(0.3, 0.5), 0.108 - 0.3)
path = follow_minimiser(slope, 0.3, np.array([0.5, 0.25, 0.0]))
assert all(near(x, y, 1e-5) for x, y in zip(path, (0.5, math.sqrt(13) / 4, 1.0)))
assert near(math.sqrt(13) / 4, 0.9014, 5e-5)
assert near(1 / math.sqrt(10), 0.316, 5e-4) and near(2 / math.sqrt(13), 0.555, 5e-4)
""",
        namespace,
    )

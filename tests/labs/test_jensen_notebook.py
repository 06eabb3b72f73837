"""The notebook of lab 4: its stubs, its numbers, and that it runs from top to bottom with the reference's functions."""

from __future__ import annotations

import ast
import base64
import shutil
import tomllib
from pathlib import Path

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient

COURSE = Path(__file__).resolve().parents[2]
LAB = "04_jensen"
FOLDER = COURSE / "assignments" / LAB
SETTINGS = tomllib.loads((FOLDER / "lab.toml").read_text(encoding="utf-8"))
EXERCISES = {exercise["name"]: exercise for exercise in SETTINGS["exercises"]}
GIVEN = {"forward", "mse", "ACTIVATIONS"}


def lab_cells() -> list[nbformat.NotebookNode]:
    return jupytext.read(FOLDER / "notebook.py").cells


def is_demo(cell: nbformat.NotebookNode) -> bool:
    return "demo" in cell.metadata.get("tags", [])


def own_code(cells: list[nbformat.NotebookNode]) -> list[str]:
    """The code that is graded: without pictures and without calls of check."""
    code = [cell.source for cell in cells if cell.cell_type == "code" and not is_demo(cell)]
    return [source for source in code if not source.startswith("check(")]


def run(cells: list[nbformat.NotebookNode]) -> dict[str, object]:
    namespace: dict[str, object] = {}
    for source in own_code(cells):
        exec(source, namespace)  # noqa: S102 - the lab's own text
    return namespace


def answered() -> list[nbformat.NotebookNode]:
    """The notebook's cells with the reference's functions for the stubs, and its helpers in a cell before them."""
    text = (COURSE / "solutions" / LAB / "solution.py").read_text(encoding="utf-8")
    functions = {node.name: ast.unparse(node) for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)}
    cells = lab_cells()
    stubs = {name: k for k, cell in enumerate(cells) for name in EXERCISES if cell.source.startswith(f"def {name}(")}
    assert list(stubs) == list(EXERCISES)
    for name, k in stubs.items():
        cells[k].source = functions[name]
    helpers = [source for name, source in functions.items() if name not in GIVEN and name not in EXERCISES]
    cells.insert(min(stubs.values()), nbformat.v4.new_code_cell("\n\n\n".join(helpers)))
    return cells


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
        assert "Raises ValueError" in docstring or "Nothing is illegal" in docstring or not exercise["parameters"]
        assert code[place + 1].source == f"check({name})"
        assert not is_demo(code[place])
        assert not is_demo(code[place + 1])


def test_stubs_raise() -> None:
    namespace = run(lab_cells())
    for name, exercise in EXERCISES.items():
        stub = namespace[name]
        assert callable(stub)
        with pytest.raises(NotImplementedError, match=f"{name} is yours to write"):
            stub(*exercise["parameters"])


def test_points_in_the_text_are_those_of_the_lab() -> None:
    text = "\n".join(cell.source for cell in lab_cells() if cell.cell_type == "markdown")
    for number, (name, exercise) in enumerate(EXERCISES.items(), start=1):
        assert f"| {number}. `{name}` | {exercise['points']} |" in text
        assert f"## Exercise {number}: " in text
        assert f"({exercise['points']} points)" in text
    assert f"## In your own words ({SETTINGS['written']['points']} points)" in text
    assert sum(exercise["points"] for exercise in EXERCISES.values()) == 20


def test_time_limits_in_the_text_are_those_of_the_lab() -> None:
    text = "\n".join(cell.source for cell in lab_cells() if cell.cell_type == "markdown")
    slow = [name for name, exercise in EXERCISES.items() if exercise.get("call_seconds") == 10]
    assert slow == ["group_mean", "width_one", "jensen_certificate"]
    assert SETTINGS["limits"]["call_seconds"] == 3
    assert (
        "A single call may take 3 seconds, one of `group_mean`, `width_one` or `jensen_certificate` 10 seconds." in text
    )


def test_there_is_one_place_for_the_written_answer() -> None:
    (cell,) = [cell for cell in lab_cells() if "written" in cell.metadata.get("tags", [])]
    assert cell.cell_type == "markdown"
    assert cell.source.strip() == "**Your answer:**"


def test_nothing_of_the_solution_is_in_the_assignment() -> None:
    solution = (COURSE / "solutions" / LAB / "solution.py").read_text(encoding="utf-8")
    # what the notebook gives away (forward, mse) is no secret; imports, blank and short lines say nothing
    given = {line.strip() for source in own_code(lab_cells()) for line in source.splitlines()}
    secret = {line.strip() for line in solution.splitlines() if len(line.strip()) > 25} - given
    for path in FOLDER.iterdir():
        if path.suffix in (".py", ".toml") and path.name != "checks.py":
            lines = {line.strip() for line in path.read_text(encoding="utf-8").splitlines()}
            assert not [line for line in lines & secret if not line.startswith(("import ", "from ", "#", '"""'))]


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> nbformat.NotebookNode:
    """The notebook with right answers, run from top to bottom in a copy of the lab's folder, as a student has it."""
    folder = tmp_path_factory.mktemp("course") / LAB
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    notebook = nbformat.v4.new_notebook(cells=answered())
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


def test_demo_cells_draw(executed: nbformat.NotebookNode, tmp_path: Path) -> None:
    drawing = [cell for cell in executed.cells if is_demo(cell) and "\ndraw_" in "\n" + cell.source]
    assert len(drawing) == 5
    for number, cell in enumerate(drawing):
        pictures = [output.data["image/png"] for output in cell.outputs if "image/png" in output.get("data", {})]
        assert pictures, cell.source
        (tmp_path / f"{number}.png").write_bytes(base64.b64decode(pictures[0]))


def test_demo_cells_print_the_numbers_of_the_text(executed: nbformat.NotebookNode) -> None:
    printed = "".join(
        output.text for cell in executed.cells if is_demo(cell) for output in cell.outputs if "text" in output
    )
    assert (
        "the outputs at x = (1, 1):      [0.9866143  1.9866143  1.94645719]" in printed
    )  # as the text has it, rounded
    assert "gap of xor_net: 1.6875 = 27/16" in printed
    positive = int(printed.split("gap positive: ")[1].split()[0])
    assert 0 < positive < 60  # "only few" of 300
    assert "lam = 0.333" in printed


def test_the_numbers_by_hand_are_right() -> None:
    """The tables of the text, once more, from the reference's functions."""
    namespace = run(answered())
    exec(  # noqa: S102
        """
x = np.array([[1.0, 1.0]])
assert [part.tolist() for part in group_mean(three)[0]] == [[[1.0, 4.0]] * 3, [-2.0] * 3]
assert [part.tolist() for part in group_mean(three)[1]] == [[[2.0] * 3], [1.0]]
assert [part.tolist() for layer in width_one(three) for part in layer] == [[[1, 4]], [-2], [[6]], [1]]
assert [part.tolist() for layer in width_one(deep) for part in layer] == [[[2, 3.5]], [0.5], [[6]], [0.5], [[-2]], [7]]
assert group_mean(deep)[1][0].tolist() == [[3, 3], [3, 3]]
common = average_nets([deep, shift_units(shift_units(deep, 1, 1), 2, 1)])
assert common[1][0].tolist() == [[5, 1], [1, 5]]
for one in (group_mean(deep), width_one(deep), common):
    for activation in ("identity", "relu"):
        assert forward(one, x, activation)[0, 0] == -66
assert forward(deep, x, "relu")[0, 0] == -468

assert forward(xor_net, corners, "relu").ravel().tolist() == [0, 1, 1, 0]
assert forward(group_mean(xor_net), corners, "relu").ravel().tolist() == [0, -0.5, -0.5, -1.5]
assert jensen_gap(xor_net, corners, exclusive_or, "relu") == 27 / 16
others = np.array([[0.0], [-1], [0], [-2]])
assert mse(xor_net, corners, others, "relu") == 9 / 4
assert mse(group_mean(xor_net), corners, others, "relu") == 3 / 16
assert jensen_gap(xor_net, corners, others, "relu") == -33 / 16

stubborn = make_net(([[1], [2], [5]], [0, 0, 0]), ([[-1, -1, 1]], [0]))
one, zero = np.array([[1.0]]), np.array([[0.0]])
table = {(0, 2, 1): -1, (1, 0, 2): 2, (1, 2, 0): -1.5, (2, 0, 1): -1.5, (2, 1, 0): -2}
for perm, output in table.items():
    other = [(stubborn[0][0][list(perm)], stubborn[0][1]), (stubborn[1][0][:, list(perm)], stubborn[1][1])]
    assert forward(average_nets([stubborn, other]), one, "relu")[0, 0] == output
    for t in np.linspace(0, 1, 101):
        assert mse(mix(stubborn, other, t), one, zero, "relu") <= 4 + 1e-12
assert abs(mse(group_mean(stubborn), one, zero, "relu") - 64 / 9) < 1e-14
assert abs(jensen_gap(stubborn, one, zero, "relu") - 28 / 9) < 1e-14
net_a, net_b, lam = jensen_certificate(stubborn, one, zero, "relu")
assert sorted(net_a[0][0].ravel().tolist()) == [1, 2, 5] and mse(net_b, one, zero, "relu") == 9 / 4 and lam == 1 / 3
""",
        namespace,
    )

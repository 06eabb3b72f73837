"""What holds for the notebook of every lab: its stubs, its text, no answers in it, and that right answers pass.

What is particular to one lab is in ``test_<lab>_notebook.py``; the tables below say where the labs differ.
"""

from __future__ import annotations

import ast
import base64
import re

import pytest
from labs.notebooks import COURSE, Execute, Notebook, is_check, is_demo, own_code, run

from autograder.labs import lab_names

REFUSING = {
    "01_convexity": {"mse"},
    "02_weight_swaps": {"swap_units", "permute_units", "recover_permutation", "canonical_form", "swap_profile"},
    "03_counting_minima": {"orbit_size", "signed_orbit_size"},
    "04_jensen": {"average_nets"},
    "05_symmetries": {"flip_signs", "flip_sigmoid", "rescale_units", "deep_linear_certificate"},
    "06_getting_stuck": {"largest_safe_step", "split_unit", "dead_relu_minimum"},
    "07_connectivity": {"match_units", "align", "loss_profile", "merge", "zero_loss_path"},
}
"""The exercises in which something is illegal: their docstrings say ``Raises ValueError``, the others' do not."""

PICTURES = {
    "01_convexity": 9,
    "02_weight_swaps": 5,
    "03_counting_minima": 5,
    "04_jensen": 5,
    "05_symmetries": 9,
    "06_getting_stuck": 5,
    "07_connectivity": 4,
    "08_homotopy": 6,
}
"""How many cells draw; of a lab that is not listed, at least one."""

GIVEN = {
    "02_weight_swaps": {"forward", "mse"},
    "04_jensen": {"forward", "mse"},
    "05_symmetries": {"contribution"},  # the text gives the outputs of a net
}
"""The solution's helpers that the assignment gives away on purpose."""

NAMESAKES = {"07_connectivity": {"mse", "reordered", "score"}}
"""The solution's helpers whose name the assignment has for a function of its own, with other code."""

IN_SHORT = {
    "05_symmetries": (
        "`flip_certificate`, `scaling_certificate` or `deep_linear_certificate`",
        "the certificates of exercises 4 to 6",
    )
}
"""How the text calls the exercises with more time, where it does not name them."""


@pytest.fixture(params=lab_names(COURSE))
def lab(request: pytest.FixtureRequest) -> Notebook:
    return Notebook(request.param)


def functions_of(lab: Notebook) -> list[ast.FunctionDef]:
    """The solution's functions, but for those that are given away."""
    functions = [node for node in ast.parse(lab.solution).body if isinstance(node, ast.FunctionDef)]
    return [node for node in functions if node.name not in GIVEN.get(lab.lab, ())]


def test_every_exercise_has_its_stub_and_then_its_check(lab: Notebook) -> None:
    code = [cell for cell in lab.cells() if cell.cell_type == "code"]
    assert [name for name in map(lab.stub_of, code) if name] == list(lab.exercises)
    for name, exercise in lab.exercises.items():
        (place,) = [k for k, cell in enumerate(code) if lab.stub_of(cell) == name]
        (function,) = ast.parse(code[place].source).body
        assert isinstance(function, ast.FunctionDef)
        assert [argument.arg for argument in function.args.args] == exercise["parameters"]
        docstring = ast.get_docstring(function)
        assert docstring is not None
        assert "Returns" in docstring
        refuses = name in REFUSING.get(lab.lab, ())
        assert ("Raises ValueError" in docstring) == refuses, name
        assert ("Raises" in docstring) == refuses, name
        assert code[place + 1].source == f"check({name})"
        assert not is_demo(code[place])
        assert not is_demo(code[place + 1])


def test_stubs_raise(lab: Notebook) -> None:
    namespace = run(own_code(lab.cells()))
    for name, exercise in lab.exercises.items():
        stub = namespace[name]
        assert callable(stub)
        with pytest.raises(NotImplementedError, match=f"{name} is yours to write"):
            stub(*exercise["parameters"])


def test_points_in_the_text_are_those_of_the_lab(lab: Notebook) -> None:
    for number, (name, exercise) in enumerate(lab.exercises.items(), start=1):
        assert f"| {number}. `{name}` | {exercise['points']} |" in lab.text
        assert re.search(rf"## Exercise {number}: .* \({exercise['points']} points\)", lab.text)
    assert sum(exercise["points"] for exercise in lab.exercises.values()) == 20
    assert f"## In your own words ({lab.settings['written']['points']} points)" in lab.text


def test_time_limits_in_the_text_are_those_of_the_lab(lab: Notebook) -> None:
    slow: dict[int, list[str]] = {}
    for name, exercise in lab.exercises.items():
        if "call_seconds" in exercise:
            slow.setdefault(exercise["call_seconds"], []).append(f"`{name}`")
    sentence = f"A single call may take {lab.settings['limits']['call_seconds']} seconds"
    for seconds, names in slow.items():
        listed = " or ".join([", ".join(names[:-1]), names[-1]] if names[:-1] else names)
        sentence += f", one of {listed} {seconds} seconds"
    assert sentence.replace(*IN_SHORT.get(lab.lab, ("", ""))) + "." in " ".join(lab.text.split())


def test_there_is_one_place_for_the_written_answer(lab: Notebook) -> None:
    (cell,) = [cell for cell in lab.cells() if "written" in cell.metadata.get("tags", [])]
    assert cell.cell_type == "markdown"
    assert cell.source.strip() == "**Your answer:**"


def test_no_line_of_the_solution_is_in_the_assignment(lab: Notebook) -> None:
    """Lines of a function's body that say something, compared without spaces."""

    def telling(source: str) -> set[str]:
        lines = {re.sub(r"\s+|#.*", "", line) for line in source.splitlines()}
        return {line for line in lines if len(line) > 20 and not line.startswith(('"', "def", "from", "import"))}

    secret: set[str] = set()
    for function in functions_of(lab):
        secret |= telling(ast.unparse(function.body[1 if ast.get_docstring(function) else 0 :]))
    assert len(secret) > 10
    for file in lab.folder.glob("*.py"):
        code = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        assert not secret & telling("\n".join(code)), file


def test_no_line_of_the_solution_is_in_the_assignment_as_it_stands(lab: Notebook) -> None:
    """Neither of its functions nor between them, nor in the settings; imports, blank and short lines say nothing."""
    given = {line.strip() for source in own_code(lab.cells()) for line in source.splitlines()}
    secret = {line.strip() for line in lab.solution.splitlines() if len(line.strip()) > 25} - given
    assert len(secret) > 10
    for file in [*lab.folder.glob("*.py"), *lab.folder.glob("*.toml")]:
        lines = {line.strip() for line in file.read_text(encoding="utf-8").splitlines()}
        found = [line for line in lines & secret if not line.startswith(("import ", "from ", "#", '"""'))]
        assert not found, file


def test_no_statement_of_the_solution_is_in_the_assignment(lab: Notebook) -> None:
    """Not as a part of a line or of the text either, and none of the solution's helpers by name."""
    shown = "\n".join(path.read_text(encoding="utf-8") for path in lab.folder.glob("*.py"))
    helpers = {function.name for function in functions_of(lab)} - set(lab.exercises)
    assert not [name for name in helpers - NAMESAKES.get(lab.lab, set()) if f"def {name}(" in shown]
    tree = ast.parse(lab.solution)
    tree.body = [node for node in tree.body if getattr(node, "name", None) not in GIVEN.get(lab.lab, ())]
    statements = {
        ast.unparse(node) for node in ast.walk(tree) if isinstance(node, (ast.Return, ast.Assign, ast.AugAssign))
    }
    secret = {statement for statement in statements if len(statement) > 20}
    assert len(secret) > 10
    assert not [statement for statement in secret if statement in shown]


def test_a_right_notebook_runs_from_top_to_bottom(lab: Notebook, executed: Execute) -> None:
    code = [cell for cell in executed(lab).cells if cell.cell_type == "code"]
    outputs = [output for cell in code for output in cell.outputs]
    assert [output for output in outputs if output.output_type == "error"] == []
    assert [output for output in outputs if output.get("name") == "stderr"] == []
    checked = [cell for cell in code if is_check(cell)]
    assert len(checked) == len(lab.exercises)
    for cell in checked:
        assert any("✓" in output.data["text/plain"] for output in cell.outputs)
        assert not any("✗" in output.data["text/plain"] for output in cell.outputs)


def test_demo_cells_draw(lab: Notebook, executed: Execute) -> None:
    drawing = [cell for cell in executed(lab).cells if is_demo(cell) and re.search(r"\bdraw_\w+\(", cell.source)]
    assert len(drawing) == PICTURES.get(lab.lab, max(len(drawing), 1))
    for cell in drawing:
        pictures = [output.data["image/png"] for output in cell.outputs if "image/png" in output.get("data", {})]
        assert pictures, cell.source
        assert all(base64.b64decode(picture).startswith(b"\x89PNG") for picture in pictures), cell.source

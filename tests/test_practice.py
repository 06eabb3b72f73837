"""check() in a notebook."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest
from conftest import TOY
from kernels import execute

from autograder import check


@pytest.fixture(autouse=True)
def in_the_labs_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(TOY / "assignments" / "toy")


def double(x):
    return x**2


def reverse(items):
    return items[::-1]


def test_a_mistake_is_shown_with_its_counterexample() -> None:
    answer = check(double)
    assert "Every entry is doubled." in repr(answer)
    assert "should be 2.0, but is 1.0" in answer._repr_html_()
    assert answer._repr_html_().startswith("<style>")
    assert answer.exercises[0].score == 0


def test_several_functions_at_once() -> None:
    answer = check(double, reverse)
    assert [exercise.name for exercise in answer.exercises] == ["double", "reverse"]
    assert answer.exercises[1].score == 2


def test_hidden_checks_and_hints_stay_hidden() -> None:
    text = repr(check(double)) + check(double)._repr_html_()
    assert "Large arrays" not in text
    assert "Squared" not in text


def test_a_lambda_is_recognised_by_the_name_it_has_in_the_notebook() -> None:
    names = {"check": check}
    exec("double = lambda x: 2 * x\nanswer = check(double)", names)  # noqa: S102 - a cell of a notebook
    assert names["answer"].exercises[0].score == 3


def test_the_caller_keeps_its_arrays() -> None:
    def double(x):
        x *= 2
        return x

    assert check(double).exercises[0].score == 2
    assert np.array_equal(check(double).exercises[0].score, 2)


def test_an_unknown_function_is_told_what_the_exercises_are() -> None:
    def other():
        return None

    assert "double, reverse, anything" in repr(check(other))


def test_no_lab_far_and_wide_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "lab.toml" in repr(check(double))


def test_no_function_at_all_is_said() -> None:
    assert "check(swap_units)" in repr(check())


def test_an_exception_is_part_of_the_answer() -> None:
    def double(x):
        raise KeyError("x")

    assert "double raised KeyError: 'x'" in repr(check(double))


def test_a_keyboard_interrupt_is_not_swallowed() -> None:
    def double(x):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check(double)


def test_in_a_notebook_the_answer_is_shown_once() -> None:
    cells = [nbformat.v4.new_code_cell("from autograder import check\ndef double(x): return x**2\ncheck(double)")]
    notebook = nbformat.v4.new_notebook(cells=cells)
    execute(notebook, Path.cwd())
    [output] = notebook.cells[0].outputs
    assert output.output_type == "execute_result"
    assert output.data["text/html"].startswith("<style>")
    assert "\x1b" not in output.data["text/plain"]


def test_importing_the_package_stays_light() -> None:
    code = (
        "import sys, autograder; "
        "print([m for m in ('matplotlib', 'numpy', 'scipy', 'jinja2', 'rich', 'typer', 'IPython') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_function_that_raises_is_shown_with_its_own_line(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text("def double(x):\n    y = list(x)\n    return y[len(y)]\n")
    names: dict = {}
    exec(compile(path.read_text(), str(path), "exec"), names)  # noqa: S102 - a file of a student's
    answer = check(names["double"])
    assert "The line in your file: mine.py, line 3 in double: return y[len(y)]" in repr(answer)
    assert "mine.py, line 3 in double: return y[len(y)]" in answer._repr_html_()

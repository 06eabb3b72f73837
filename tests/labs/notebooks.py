"""The notebooks of the labs, for the tests: their cells, the code in them, and the same with right answers, executed.

`test_notebooks.py` holds what is true of every lab; ``test_<lab>_notebook.py`` what is particular to one.
"""

from __future__ import annotations

import ast
import fcntl
import importlib.util
import shutil
import sys
import tomllib
from collections.abc import Callable, Iterable
from functools import cache, cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

import jupytext
import nbformat
from kernels import execute
from nbformat import NotebookNode

COURSE = Path(__file__).resolve().parents[2]
EXAMPLES = COURSE / "examples"


class Notebook:
    """The notebook of a lab, and what the lab's settings and its solution say about it."""

    def __init__(self, lab: str) -> None:
        self.lab = lab
        self.folder = COURSE / "assignments" / lab

    @cached_property
    def settings(self) -> dict[str, Any]:
        """What `lab.toml` says."""
        return tomllib.loads((self.folder / "lab.toml").read_text(encoding="utf-8"))

    @cached_property
    def exercises(self) -> dict[str, dict[str, Any]]:
        """The settings of each exercise by its name, in order."""
        return {exercise["name"]: exercise for exercise in self.settings["exercises"]}

    @cached_property
    def solution(self) -> str:
        """The source of the solution's functions."""
        return (COURSE / "solutions" / self.lab / "solution.py").read_text(encoding="utf-8")

    @cached_property
    def text(self) -> str:
        """All that the notebook says outside its code."""
        return "\n".join(cell.source for cell in self.cells() if cell.cell_type == "markdown")

    def cells(self) -> list[NotebookNode]:
        """The cells as students get them; a new list of new cells every time."""
        return jupytext.read(self.folder / "notebook.py").cells

    def stub_of(self, cell: NotebookNode) -> str | None:
        """The exercise whose function stands in this cell."""
        return next((name for name in self.exercises if cell.source.startswith(f"def {name}(")), None)

    def docstrings(self) -> dict[str, str]:
        """What the stubs say, by exercise."""
        stubs = [cell for cell in self.cells() if self.stub_of(cell)]
        functions = [node for cell in stubs for node in ast.parse(cell.source).body]
        return {node.name: ast.get_docstring(node) or "" for node in functions if isinstance(node, ast.FunctionDef)}

    def answered(self) -> list[NotebookNode]:
        """The cells with right answers: ada's, where the lab has sample submissions, or else the solution's.

        The solution's functions take the places of the stubs; all else that it holds stands in a cell before the first.
        """
        ada = EXAMPLES / "answers" / self.lab / "ada.py"
        if ada.is_file():
            return builder().fill_in(self.lab, list(self.exercises), builder().read_answers(ada))
        tree = ast.parse(self.solution)
        answers = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
        helpers = [node for node in tree.body if getattr(node, "name", None) not in self.exercises]
        cells = self.cells()
        for cell in cells:
            if name := self.stub_of(cell):
                cell.source = ast.unparse(answers[name])
        return [nbformat.v4.new_code_cell(ast.unparse(ast.Module(helpers, []))), *cells]

    def execute(self, folder: Path) -> NotebookNode:
        """The notebook with right answers, run from top to bottom, once for all tests that name the same folder.

        It runs in a copy of the lab's folder, as a student has it. Who comes second, be it in another process, waits
        for the first and reads what came of it.
        """
        there, result = folder / self.lab, folder / f"{self.lab}.ipynb"
        with open(folder / f"{self.lab}.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not there.exists():
                shutil.copytree(self.folder, there, ignore=shutil.ignore_patterns("__pycache__"))
                notebook = nbformat.v4.new_notebook(cells=self.answered())
                execute(notebook, there, timeout=120)
                nbformat.write(notebook, result)
        if not result.exists():
            raise RuntimeError(f"the notebook of {self.lab} did not run to its end: see the test that ran it first")
        return nbformat.read(result, as_version=nbformat.NO_CONVERT)


Execute = Callable[[Notebook], NotebookNode]
"""The fixture `executed`."""


@cache
def builder() -> ModuleType:
    """`examples/build.py`, which makes the sample submissions."""
    spec = importlib.util.spec_from_file_location("examples_build", EXAMPLES / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def is_demo(cell: NotebookNode) -> bool:
    """Whether a cell only shows something; the grader leaves it out."""
    return "demo" in cell.metadata.get("tags", [])


def is_check(cell: NotebookNode) -> bool:
    """Whether a cell calls the checks of an exercise."""
    return cell.cell_type == "code" and cell.source.startswith("check(")


def printed_by_demos(executed: NotebookNode) -> str:
    """All that the demo cells of an executed notebook have printed."""
    return "".join(out.text for cell in executed.cells if is_demo(cell) for out in cell.outputs if "text" in out)


def own_code(cells: list[NotebookNode]) -> list[str]:
    """The code that is graded: without demos and without checks."""
    return [cell.source for cell in cells if cell.cell_type == "code" and not is_demo(cell) and not is_check(cell)]


def run(sources: Iterable[str], names: dict[str, Any] | None = None) -> dict[str, Any]:
    """What pieces of code define, run one after the other in a namespace that starts with these names."""
    namespace = dict(names or {})
    for source in sources:
        exec(source, namespace)  # noqa: S102 - the lab's own text
    return namespace


def printed(notebook: NotebookNode) -> str:
    """All that the demos of an executed notebook printed."""
    return "".join(
        output.text for cell in notebook.cells if is_demo(cell) for output in cell.outputs if "text" in output
    )

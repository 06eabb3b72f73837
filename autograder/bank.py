"""The functions of a lab's bank (reference, variants, misconceptions) as submissions, to be graded like a student's.

They run where student code runs, as text. The text is the lab's own `solution.py`, so that the other exercises are
right, followed by the file that the function stands in, without its decorators, and the function under the name of
its exercise. All of it shares one name space, as in a notebook: where the solution of another exercise calls this one,
it calls the bank's function, so only the result of the function's own exercise says something about it.
"""

from __future__ import annotations

import ast
import hashlib
from pathlib import Path

from autograder.checks import Misconception, Variant
from autograder.submissions import Cell, Submission


def reference(solutions: Path) -> Submission:
    """The reference solution of a lab, from the folder of its hidden half."""
    return submission("reference", [_cell(solutions / "solution.py")])


def member(solutions: Path, function: Misconception | Variant) -> Submission:
    """The reference solution with one exercise's function from the bank instead."""
    own = Path(function.function.__code__.co_filename)
    cells = [_cell(solutions / "solution.py"), *(_cell(path) for path in _siblings(own)), _cell(own)]
    return submission(function.name, [*cells, Cell("bank", f"{function.exercise} = {function.name}\n")])


def _siblings(path: Path) -> list[Path]:
    """The files beside a file of the bank that it imports helpers from; what they need themselves comes before them."""
    found: list[Path] = []
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.level == 1 and node.module not in (None, "solution"):
            other = path.with_name(f"{node.module}.py")
            found += [each for each in (*_siblings(other), other) if each not in found]
    return found


def submission(name: str, cells: list[Cell]) -> Submission:
    """A submission of these cells, as if it were one file."""
    text = "\n".join(cell.source for cell in cells)
    return Submission(name, f"{name}.py", hashlib.sha256(text.encode()).hexdigest(), tuple(cells))


def _cell(path: Path) -> Cell:
    """A file's text without what only the engine needs: decorators, and imports of the engine and of siblings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kept = [node for node in tree.body if not (isinstance(node, ast.ImportFrom) and is_engine(node))]
    for node in kept:
        if isinstance(node, ast.FunctionDef):
            node.decorator_list = [each for each in node.decorator_list if not _declares(each)]
    return Cell(path.name, ast.unparse(ast.Module(kept, [])) + "\n")


def is_engine(node: ast.ImportFrom) -> bool:
    return node.level > 0 or (node.module or "").partition(".")[0] == "autograder"


def _declares(decorator: ast.expr) -> bool:
    return (
        isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Name)
        and decorator.func.id in ("misconception", "variant")
    )

"""A lab's `notebook.py` -> the cells of its notebook, each with what it is for; with right answers too."""

from __future__ import annotations

import ast
import hashlib
import inspect
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, cast

import jupytext  # pyright: ignore[reportMissingTypeStubs]
from nbformat import NotebookNode, v4

from autograder.bank import is_engine
from autograder.labs import Lab
from autograder.release.errors import ReleaseError

Kind = Literal["markdown", "code"]

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
LANGUAGE = {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"}


@dataclass(frozen=True)
class Cell:
    """A cell of a lab's notebook; `id` is the same in every release of the same text.

    `stub` names the exercise whose function is to be written here, `checks` those that the cell calls `check(...)` on.
    """

    id: str
    kind: Kind
    source: str
    tags: tuple[str, ...] = ()
    stub: str | None = None
    checks: tuple[str, ...] = ()

    @property
    def written(self) -> bool:
        """Whether this is the place for the answer to the written question."""
        return "written" in self.tags

    @property
    def demo(self) -> bool:
        """Whether this cell only shows something; the grader leaves it out."""
        return "demo" in self.tags


@dataclass(frozen=True)
class Answers:
    """The text of a lab's solution: what its functions need, and the functions by exercise."""

    helpers: str
    functions: dict[str, str]


def cells(lab: Lab) -> list[Cell]:
    """The cells of the notebook that students get; `ReleaseError` if an exercise has no stub, or more than one."""
    path = lab.folder / "notebook.py"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise ReleaseError(f"{path} cannot be read: {problem}. It holds the text and the stubs of the lab.") from None
    names = [exercise.name for exercise in lab.exercises]
    nodes: list[NotebookNode] = cast(Any, jupytext).reads(text, fmt="py:percent").cells
    found = _with_ids(_cell(node, names) for node in nodes)
    stubs = Counter(cell.stub for cell in found if cell.stub)
    for name in names:
        if stubs[name] != 1:
            raise ReleaseError(
                f"{path} has {stubs[name]} stubs of {name}: one code cell has to define this function at its top level."
            )
    places = sum(cell.written for cell in found)
    if places != (1 if lab.written else 0):
        raise ReleaseError(
            f"{path} has {places} cells tagged `written`, and {lab.folder / 'lab.toml'} "
            f"{'has' if lab.written else 'has no'} written question."
        )
    return found


def solved(lab: Lab) -> list[Cell]:
    """The same cells with the reference functions in the stubs' places, behind one more cell with what they need."""
    answers = reference_answers(lab)
    helpers = Cell("solution-helpers", "code", answers.helpers)
    return [
        helpers,
        *(replace(cell, source=answers.functions[cell.stub]) if cell.stub else cell for cell in cells(lab)),
    ]


def reference_answers(lab: Lab) -> Answers:
    """The text of the lab's solution, comments included. What comes from it is secret."""
    sources = {inspect.getsourcefile(inspect.unwrap(function)) for function in lab.reference.values()}
    path = Path(next(iter(sources)) or "")
    if not lab.complete or len(sources) != 1:
        raise ReleaseError(f"{lab.name}: all functions of the solution have to stand in one file, solution.py.")
    lines = path.read_text(encoding="utf-8").splitlines()
    names = {exercise.name for exercise in lab.exercises}
    functions: dict[str, str] = {}
    helpers: list[str] = []
    tree = ast.parse("\n".join(lines))
    for node in tree.body[1 if ast.get_docstring(tree) else 0 :]:
        text = "\n".join(lines[_first_line(node) - 1 : node.end_lineno])
        if isinstance(node, ast.FunctionDef) and node.name in names:
            functions[node.name] = text
        elif not (isinstance(node, ast.ImportFrom) and is_engine(node)):
            helpers.append(text)
    if missing := names - functions.keys():
        raise ReleaseError(f"{path} does not define {', '.join(sorted(missing))} with `def` at its top level.")
    return Answers("\n\n".join(helpers), functions)


def to_notebook(parts: Sequence[Cell]) -> NotebookNode:
    """The cells as a notebook (format 4.5) for the kernel `python3`; the same cells give the same notebook."""
    new = cast(Any, v4)  # it has no types
    make = {"code": new.new_code_cell, "markdown": new.new_markdown_cell}
    nodes = [
        make[cell.kind](cell.source, id=cell.id, metadata={"tags": list(cell.tags)} if cell.tags else {})
        for cell in parts
    ]
    return new.new_notebook(cells=nodes, metadata={"kernelspec": dict(KERNEL), "language_info": dict(LANGUAGE)})


def _first_line(node: ast.stmt) -> int:
    """Where a statement starts, decorators included."""
    decorators = node.decorator_list if isinstance(node, ast.FunctionDef | ast.ClassDef) else []
    return min([node.lineno, *(each.lineno for each in decorators)])


def _cell(given: NotebookNode, names: Sequence[str]) -> Cell:
    """A cell as jupytext gives it; its id comes later."""
    node = cast(Any, given)
    tags = tuple(str(tag) for tag in node.metadata.get("tags", []))
    if node.cell_type != "code":
        return Cell("", "markdown", node.source, tags)
    try:
        body = ast.parse(str(node.source)).body
    except SyntaxError:  # a magic
        body = list[ast.stmt]()
    stubs = [each.name for each in body if isinstance(each, ast.FunctionDef) and each.name in names]
    if len(stubs) > 1:
        raise ReleaseError(f"One cell of the notebook defines {' and '.join(stubs)}: give each stub a cell of its own.")
    called = [name for each in body for name in _checked(each) if name in names]
    return Cell("", "code", node.source, tags, stubs[0] if stubs else None, tuple(called))


def _checked(node: ast.stmt) -> list[str]:
    """The functions that a statement such as ``check(swap_units)`` names."""
    call = node.value if isinstance(node, ast.Expr) else None
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "check":
        return [argument.id for argument in call.args if isinstance(argument, ast.Name)]
    return []


def _with_ids(parts: Iterable[Cell]) -> list[Cell]:
    """Ids that stay when cells are added elsewhere: by what a cell is for, else by a hash of its text."""
    taken: Counter[str] = Counter()
    done: list[Cell] = []
    for cell in parts:
        name = cell.stub or (f"check-{cell.checks[0]}" if cell.checks else "written" if cell.written else "")
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,50}", name):
            name = hashlib.sha256(f"{cell.kind}\0{cell.source}".encode()).hexdigest()[:12]
        taken[name] += 1
        done.append(replace(cell, id=name if taken[name] == 1 else f"{name}-{taken[name]}"))
    return done

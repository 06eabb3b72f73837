"""A lab -> the instructor's notebook: text, stubs with the reference inside solution regions, cells with points."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from typing import Any, cast

from nbformat import NotebookNode

from autograder.labs import Lab
from autograder.release.nbgrader import names
from autograder.release.notebooks import Cell, cells, reference_answers, to_notebook

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
TESTS = """\
# {name}: {points:g} points. Leave this cell as it is: the points are kept here.
# After you have handed in, more checks are run than check({name}) shows."""

Placed = tuple[Cell, dict[str, Any]]
"""A cell, and what nbgrader is told of it."""


@dataclass(frozen=True)
class _Function:
    """A cell that defines one function, cut behind the docstring: what is in front, the body, what follows."""

    parameters: str
    head: str
    body: str
    rest: str
    indent: str


def source_notebook(lab: Lab) -> NotebookNode:
    """The notebook for `source/`, with what nbgrader has to know of each cell."""
    placed = [*_helpers(lab), *_placed(lab)]
    notebook = cast(Any, to_notebook([cell for cell, _ in placed]))
    for node, (_, about) in zip(notebook.cells, placed, strict=True):
        node.metadata.update(about)
    return notebook


def _helpers(lab: Lab) -> list[Placed]:
    """A cell with what the reference functions need, as a solution: the students' notebook has none of it."""
    text = reference_answers(lab).helpers
    about = {"nbgrader": names.metadata(names.HELPERS, solution=True), names.STUB: ""}
    return [(Cell(names.HELPERS, "code", f"{BEGIN}\n{text}\n{END}"), about)] if text else []


def _placed(lab: Lab) -> list[Placed]:
    """The lab's own cells, and behind each exercise and its `check(...)` the cell that has the points."""
    functions = reference_answers(lab).functions
    points = {exercise.name: exercise.points for exercise in lab.exercises}
    parts = cells(lab)
    placed: list[Placed] = []
    imports = 0
    waiting: str | None = None
    for cell, following in zip(parts, [*parts[1:], None], strict=True):
        about: dict[str, Any] = {}
        if cell.stub:
            waiting = cell.stub
            solved, stub = _solution(cell.source, functions[cell.stub], cell.stub)
            about = {"nbgrader": names.metadata(cell.stub, solution=True), names.STUB: stub}
            cell = replace(cell, source=solved)
        elif cell.written and lab.written:
            given = names.metadata(names.WRITTEN, grade=True, solution=True, points=lab.written.points)
            about = {"nbgrader": given, names.STUB: cell.source}
        elif cell.kind == "code" and not cell.demo and _only_imports(cell.source):
            imports += 1
            about = {"nbgrader": names.metadata(f"{names.IMPORTS}_{imports}", locked=True)}
        placed.append((cell, about))
        if waiting and not (following and waiting in following.checks):
            text = TESTS.format(name=waiting, points=points[waiting])
            given = names.metadata(names.tests(waiting), grade=True, locked=True, points=points[waiting])
            placed.append((Cell(names.tests(waiting), "code", text), {"nbgrader": given}))
            waiting = None
    return placed


def _only_imports(source: str) -> bool:
    """Whether a cell of the lab does nothing but import; one with a magic does more."""
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return False
    return bool(body) and all(isinstance(each, ast.Import | ast.ImportFrom) for each in body)


def _solution(stub: str, reference: str, name: str) -> tuple[str, str]:
    """The cell with the reference inside of a solution region, and what a student gets in the region's place.

    The stub's own head and docstring stay in front of the region, so that whoever changes them sees them there. Where
    the two functions are too different for that, the region is the whole cell.
    """
    given, right = _function(stub, name), _function(reference, name)
    if given and right and given.parameters == right.parameters and given.indent == right.indent:
        region = f"{given.indent}{BEGIN}\n{right.body}\n{given.indent}{END}"
        left = "\n".join(line.removeprefix(given.indent) for line in given.body.split("\n"))
        return given.head + region + given.rest, left
    return f"{BEGIN}\n{reference}\n{END}", stub


def _function(source: str, name: str) -> _Function | None:
    """A cell cut into its parts; None if it is not laid out so that it can be cut by lines."""
    tree = ast.parse(source)
    node = next(each for each in tree.body if isinstance(each, ast.FunctionDef) and each.name == name)
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    if node.decorator_list or not body or node.body[0].lineno == node.lineno:
        return None
    lines = source.split("\n")
    start, end = body[0].lineno - 1, node.end_lineno or len(lines)
    indent = lines[start][: body[0].col_offset]
    while lines[start - 1].lstrip().startswith("#"):  # comments above the first statement are its own
        start -= 1
    return _Function(
        parameters=ast.dump(node.args),
        head="\n".join([*lines[:start], ""]),
        body="\n".join(lines[start:end]),
        rest="\n".join(["", *lines[end:]]) if lines[end:] else "",
        indent=indent,
    )

"""Mutants of a lab's `solution.py`: Cosmic Ray's operators on one top-level function (or constant) at a time."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from autograder.settings import LabError

NEEDS_ARGUMENTS = ("core/VariableReplacer", "core/VariableInserter")
"""Operators that do nothing until they are told names."""


@dataclass(frozen=True)
class Mutant:
    """One small change of one function; `before` and `after` are the changed lines, `which` counts equal changes."""

    function: str
    line: int
    operator: str
    before: str
    after: str
    which: int
    source: str

    @property
    def key(self) -> tuple[str, str, str, int]:
        """What the mutant is called in `equivalent_mutants.toml`."""
        return self.function, self.before, self.after, self.which

    @property
    def name(self) -> str:
        """The change as a line of text."""
        again = f" ({self.which + 1})" if self.which else ""
        return f"{self.function}, line {self.line}: {self.before or 'nothing'} -> {self.after or 'nothing'}{again}"


def mutants_of(solution: Path) -> list[Mutant]:
    """All mutants that are other programs than the solution and than each other, in the order of the file."""
    source = solution.read_text(encoding="utf-8")
    lines = source.splitlines(keepends=True)
    found: list[Mutant] = []
    for function, node in units(ast.parse(source)):
        first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", []))])
        segment = "".join(lines[first - 1 : node.end_lineno])
        counts: dict[tuple[str, str], int] = {}
        for operator, mutated in _mutations(segment):
            line, before, after = _difference(segment, mutated)
            which = counts[before, after] = counts.get((before, after), -1) + 1
            whole = "".join([*lines[: first - 1], mutated, *lines[node.end_lineno :]])
            found.append(Mutant(function, first + line, operator, before, after, which, whole))
    return found


def units(module: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    """The top-level functions, classes and constants of a module, with their names."""
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name, node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name):
                yield target.id, node


def affected(solution: Path, exercises: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """For every top-level name of the solution, the exercises that use it, be it through others."""
    found = list(units(ast.parse(solution.read_text(encoding="utf-8"))))
    uses = {name: {each.id for each in ast.walk(node) if isinstance(each, ast.Name)} for name, node in found}
    reached = {exercise: _reach(exercise, uses) for exercise in exercises}
    return {name: tuple(exercise for exercise in exercises if name in reached[exercise]) for name, _ in found}


def _reach(name: str, uses: dict[str, set[str]]) -> set[str]:
    reached, waiting = set[str](), [name]
    while waiting:
        current = waiting.pop()
        if current in uses and current not in reached:
            reached.add(current)
            waiting += uses[current]
    return reached


def _mutations(segment: str) -> Iterator[tuple[str, str]]:
    """Operator and text of each mutation of a piece of source that is another program, each program once."""
    known = {_program(segment)}
    for name, operator, get_ast, ast_nodes, mutate in _operators():
        count = sum(len(list(operator.mutation_positions(node))) for node in ast_nodes(get_ast(segment)))
        for occurrence in range(count):
            mutated: str = mutate(segment, operator, occurrence)
            try:
                program = _program(mutated)
            except SyntaxError:  # such as a deleted operator between two names
                continue
            if program not in known:
                known.add(program)
                yield name.removeprefix("core/"), mutated


def _program(source: str) -> str:
    """What a piece of source does: two with the same result differ in layout or in the text of an exception only."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            node.exc.args = []
    return ast.dump(tree)


@cache
def _operators() -> list[tuple[str, Any, Any, Any, Any]]:
    try:
        plugins, tree = import_module("cosmic_ray.plugins"), import_module("cosmic_ray.ast")
        mutate = import_module("cosmic_ray.mutating").mutate_code
    except ImportError as problem:
        raise LabError(f"mutants need Cosmic Ray ({problem}): pip install 'nonconvex-lab[release]'.") from None
    names = sorted(name for name in plugins.operator_names() if name not in NEEDS_ARGUMENTS)
    return [(name, plugins.get_operator(name)(), tree.get_ast, tree.ast_nodes, mutate) for name in names]


def _difference(segment: str, mutated: str) -> tuple[int, str, str]:
    """Line (from 0) of the first change, and the changed lines before and after, without their indentation."""
    old, new = segment.splitlines(), mutated.splitlines()
    changes = [op for op in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if op[0] != "equal"]
    first = changes[0][1]
    before = " ".join(line.strip() for _, i, j, _, _ in changes for line in old[i:j])
    after = " ".join(line.strip() for _, _, _, i, j in changes for line in new[i:j])
    return first, before, after

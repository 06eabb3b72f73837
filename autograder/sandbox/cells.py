"""Running a submission's cells one after the other in one name space, as a notebook would, without a kernel.

A cell that is plain Python is compiled as it stands. Only one that is not goes through IPython's input transformer,
and its magics meet a stand-in for `get_ipython` that runs what times or captures code and leaves out all else.
"""

from __future__ import annotations
import __future__

import ast
import asyncio
import inspect
import linecache
import re
import sys
from functools import partial
from types import CodeType, ModuleType
from typing import Any

from autograder.sandbox.serve import OWN_PREFIX

FUTURE_FLAGS = sum(getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)

RUNS_ITS_CODE = {"time", "timeit", "capture", "prun"}
OPTIONS = re.compile(r"^[ \t]*(?:-\w+(?:[ \t]+\d+)?[ \t]+)*")
"""Options of a magic before its code, such as ``-n1 -r 3``."""
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


class Notebook:
    """The name space of a submission, and the notes on what was left out of its cells."""

    def __init__(self) -> None:
        # classes look up the module that they were made in: dataclasses fail without it
        self._module = ModuleType("__main__")
        sys.modules["__main__"] = self._module
        self.names: dict[str, Any] = vars(self._module)
        self.notes: list[str] = []
        self._flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        self._place, self._first_line = "", 1
        self.names.update(get_ipython=partial(_Magics, self), display=_display, In=[], Out={}, _=None)

    def run(self, place: str, source: str, first_line: int, definitions_only: bool) -> None:
        """Run a cell; what it raises is for the caller."""
        self._place, self._first_line = place, first_line
        self.notes = []
        self.execute(source, definitions_only=definitions_only)

    def execute(self, source: str, *, definitions_only: bool = False) -> None:
        """Run code under the current cell's name, its last expression's value kept as ``_``."""
        name = OWN_PREFIX + self._place
        padded = "\n" * (self._first_line - 1) + source
        linecache.cache[name] = (len(padded), None, padded.splitlines(keepends=True), name)
        if not definitions_only and _ends_in_a_definition(source) and (code := self._plain(padded, name)):
            self._evaluate(code)
            return
        tree = self._parse(padded, name)
        if definitions_only:
            tree.body = [statement for statement in tree.body if isinstance(statement, DEFINITIONS)]
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        self._evaluate(self._compile(tree, name, "exec"))
        if isinstance(last, ast.Expr):
            self.names["_"] = self._evaluate(self._compile(ast.Expression(last.value), name, "eval"))

    def _plain(self, source: str, name: str) -> CodeType | None:
        """The code of a cell that is plain Python, without the detour by a syntax tree."""
        try:
            return self._compile(source, name, "exec")
        except SyntaxError:
            return None

    def _parse(self, source: str, name: str) -> ast.Module:
        flags = self._flags | ast.PyCF_ONLY_AST
        try:
            return compile(source, name, "exec", flags, dont_inherit=True)
        except SyntaxError:
            from IPython.core.inputtransformer2 import TransformerManager  # preloaded in the worker

        # the transformer drops empty lines at the top, which would shift all line numbers
        empty = len(source) - len(source.lstrip("\n"))
        transformed = "\n" * empty + TransformerManager().transform_cell(source)
        return compile(transformed, name, "exec", flags, dont_inherit=True)

    def _compile(self, source: str | ast.Module | ast.Expression, name: str, mode: str) -> CodeType:
        code = compile(source, name, mode, self._flags, dont_inherit=True)
        self._flags |= code.co_flags & FUTURE_FLAGS  # `from __future__ import ...` holds for later cells too
        return code

    def _evaluate(self, code: CodeType) -> Any:
        result = eval(code, self.names)  # noqa: S307 - the student's process, and what it is for
        return asyncio.run(result) if code.co_flags & inspect.CO_COROUTINE else result


def _ends_in_a_definition(source: str) -> bool:
    """Whether the last line is indented: such a cell hardly ever ends in an expression whose value is wanted later."""
    lines = source.rstrip().rsplit("\n", 1)
    return lines[-1].startswith((" ", "\t"))


def _display(*_: Any, **__: Any) -> None:
    """Nobody is watching."""


class _Magics:
    """What `get_ipython()` gives in a cell."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook

    def run_line_magic(self, name: str, line: str, *_: Any, **__: Any) -> Any:
        self._run(f"%{name}", name, line)

    def run_cell_magic(self, name: str, line: str, cell: str) -> Any:
        self._run(f"the cell with %%{name}", name, "\n" + cell)  # the magic's own line counts

    def _run(self, what: str, name: str, code: str) -> None:
        if name not in RUNS_ITS_CODE:
            self._notebook.notes.append(f"{what} was left out")
            return
        try:
            self._notebook.execute(OPTIONS.sub("", code, count=1))
        except SyntaxError:
            self._notebook.notes.append(f"{what} was left out, it is no Python")

    def system(self, command: str) -> None:
        self._notebook.notes.append(f"!{command[:40]} was left out")

    def getoutput(self, command: str) -> list[str]:
        self.system(command)
        return []

    def set_next_input(self, *_: Any, **__: Any) -> None:
        """`name?` asks for help that nobody is there to read."""

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"get_ipython() has no {name} here: the notebook is run without a kernel")

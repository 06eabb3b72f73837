"""A lab's notebook as `otter assign` wants it: one question an exercise, with stub, solution and visible checks."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.metadata import version
from typing import Any, cast

import nbformat
import yaml
from nbformat import NotebookNode

from autograder.checks import Check
from autograder.labs import Lab
from autograder.release import notebooks
from autograder.release.errors import ReleaseError
from autograder.release.notebooks import Cell

PLUGIN = "autograder.release.otter.plugin.Sandbox"
QUOTES = "'''"
"""Around the stub, which otter keeps as a string beside the solution; docstrings have the other quotes."""
INSTALL = "install.txt"
"""What students install with ``pip install -r``; "requirements.txt" is a name that otter uses itself."""
NO_ID = "no-id-yet"
START = """\
# this notebook's checks: run this cell first
import otter

grader = otter.Notebook("{lab}.ipynb")"""
HAND_IN = """\
## Handing in

Save the notebook. Hand in the notebook itself, or the zip that the cell below makes of it, as your course asks for."""
# no PDF, which needs LaTeX or a browser; no tests again; no log, which is a pickle that graders would load
PACK = "grader.export(pdf=False, run_tests=False, ignore_log=True)"


def otter_version() -> str:
    """The version of otter that this release is for: the one that is here."""
    return version("otter-grader")


def question(number: int) -> str:
    """The name of an exercise for otter, counted from 1: ``grader.check("q1")``."""
    return f"q{number}"


def notebook(lab: Lab, wheel: str) -> NotebookNode:
    """The master notebook. It holds the solution; otter takes that out of what students get.

    `wheel` is the name of this package's wheel, which lies beside it.
    """
    answers = notebooks.reference_answers(lab)
    numbers = {exercise.name: number for number, exercise in enumerate(lab.exercises, start=1)}
    parts: list[Any] = [_raw("# ASSIGNMENT CONFIG", _config(lab, wheel)), _otters(START.format(lab=lab.name))]
    needed = answers.helpers  # cells run from the top: what the functions need can stand in front of the first of them
    for cell in notebooks.cells(lab):
        if cell.stub is not None:
            solution = "\n\n\n".join(filter(None, [needed, answers.functions[cell.stub]]))
            parts += _question(lab, numbers[cell.stub], cell, solution)
            needed = ""
        elif not cell.checks:  # otter's own check stands behind each question
            parts += notebooks.to_notebook([cell]).cells
    parts += [cast(Any, nbformat).v4.new_markdown_cell(HAND_IN, id=NO_ID), _otters(PACK)]
    made = notebooks.to_notebook([])
    made.cells = _numbered(parts)
    return made


def _config(lab: Lab, wheel: str) -> dict[str, Any]:
    """What otter is told of the lab as a whole."""
    return {
        # an image that is built for Docker or Gradescope has to have the plug-in, or must not be built
        "requirements": [f"nonconvex-lab=={version('nonconvex-lab')}"],
        # otter copies these beside submissions, and refuses a .py file that has another beside it: so in folders
        "files": ["assignments", INSTALL, wheel],
        "autograder_files": ["solutions"],
        "plugins": [{PLUGIN: {"lab": lab.name}}],
        "tests": {"files": True, "ok_format": False},
        # otter's own cells would be run when the notebook is graded; see _otters
        "init_cell": False,
        "export_cell": False,
        # what a student may know of hidden checks has been settled before otter sees the results
        "generate": {"show_hidden": True, "show_all_public": True, "force_public_test_summary": False},
    }


def _question(lab: Lab, number: int, cell: Cell, solution: str) -> list[NotebookNode]:
    """The cells of an exercise: between otter's marks the stub with its solution, then the visible checks."""
    assert cell.stub is not None
    visible = [check for check, seen in lab.checks(cell.stub) if seen]
    tests = [_raw("# BEGIN TESTS"), *map(_test, visible), _raw("# END TESTS")] if visible else []
    return [
        _raw("# BEGIN QUESTION", {"name": question(number), "check_cell": False}),
        _raw("# BEGIN SOLUTION"),
        *notebooks.to_notebook([replace(cell, source=_both(cell, solution))]).cells,
        _raw("# END SOLUTION"),
        *tests,
        _raw("# END QUESTION"),
        *([_otters(f'grader.check("{question(number)}")')] if visible else []),
    ]


def _both(cell: Cell, solution: str) -> str:
    """A cell that is the stub for students, and the solution for the grader."""
    if QUOTES in cell.source:
        raise ReleaseError(
            f'The stub of {cell.stub} holds {QUOTES}, which otter cannot carry. Write its docstring with """.'
        )
    return "\n".join(
        [
            f"r{QUOTES}  # BEGIN PROMPT",
            cell.source,
            f"{QUOTES}  # END PROMPT",
            "# BEGIN SOLUTION NO PROMPT",
            solution,
            "# END SOLUTION",
        ]
    )


def _test(check: Check) -> NotebookNode:
    """A visible check as otter's test case: it runs where the student's functions are, in the student's own kernel."""
    # otter pastes the messages between double quotes
    title = json.dumps(check.title)[1:-1]
    config = {"points": check.points, "success_message": title, "failure_message": title}
    source = "\n".join(
        [
            '""" # BEGIN TEST CONFIG',
            _yaml(config).rstrip(),
            '""" # END TEST CONFIG',
            f"def test_{check.name}(env):",
            "    from autograder.release.otter.visible import demand",
            f"    demand({check.exercise!r}, {check.name!r}, env)",
        ]
    )
    return cast(Any, nbformat).v4.new_code_cell(source, id=NO_ID)


def _raw(heading: str, config: dict[str, Any] | None = None) -> NotebookNode:
    """One of otter's marks; it gets its id later."""
    text = heading if config is None else f"{heading}\n{_yaml(config)}".rstrip()
    return cast(Any, nbformat).v4.new_raw_cell(text, id=NO_ID)


def _yaml(config: dict[str, Any]) -> str:
    return yaml.safe_dump(config, sort_keys=False, width=10_000)


def _otters(source: str) -> NotebookNode:
    """A locked cell in which a student calls otter. As a demo it is not graded: the sandbox has no such file as otter
    looks for there, and to import otter takes longer than to grade."""
    about = {"deletable": False, "editable": False, "tags": ["demo"]}
    return cast(Any, nbformat).v4.new_code_cell(source, id=NO_ID, metadata=about)


def _numbered(parts: list[Any]) -> list[Any]:
    """Cells that are otter's get ids which are the same for the same notebook."""
    for number, cell in enumerate(parts):
        if cell["id"] == NO_ID:
            cell["id"] = f"otter-{number}"
    return parts

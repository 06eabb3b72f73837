"""A class for nbgrader: what its students hand in, honest, hostile, and mangled by their editors."""

from __future__ import annotations

import copy
import json
import shutil
from pathlib import Path
from typing import Any

from attacks.arena import HERE as ATTACKS
from attacks.arena import load
from conftest import ROOT

from autograder.labs import load_lab
from autograder.release.notebooks import reference_answers

LAB = "02_weight_swaps"
EXERCISES = ("swap_units", "permute_units", "recover_permutation", "canonical_form", "swap_profile")
HONEST = ("ada", "bela", "carl", "emil", "gus", "ivan", "pia", "quin")
"""Of the sample class, with notebooks that know nothing of nbgrader."""
HOSTILE = {
    "exits": "forging/success_code_at_import",
    "imports": "forging/engine_imported_again",
    "writes": "forging/results_file",
    "reads": "reading/solution_file",
}
"""Students who add an attack to the stubs, and which."""
ANSWERED = ("copied", "deleted", "elsewhere", "late", "linked", "mangled", "reordered", "script", "shadow", "warns")
"""Students who hand in the reference itself."""
NO_MARK = ("broken", "riddle", "linked_notebook")

RIDDLE = (
    "    return expect.same_parameters(student.swap_units(case.net, case.layer, case.i, case.j), swapped(case))",
    "    returned = student.swap_units(case.net, case.layer, case.i, case.j)\n"
    "    if isinstance(returned, str):\n"
    '        raise RuntimeError("the grader has no answer to this")\n'
    "    return expect.same_parameters(returned, swapped(case))",
)
LATENESS = '\n[lateness]\ndue = 2026-11-22T23:59:00\ntimezone = "UTC"\npercent_per_day = 10\n'
HELPERS_ATTACK = """
import sqlite3, sys

try:
    with sqlite3.connect("@GRADEBOOK@") as book:
        book.execute("UPDATE grade SET auto_score = 1000, manual_score = 1000")
except sqlite3.Error:
    pass
sys.modules["autograder"] = sys.modules["nbgrader"] = None
print(4.0, file=sys.stderr)
4.0
"""
SCRIPT = "</pre></code><script>alert('gotcha')</script>"


def course(folder: Path) -> Path:
    """The lab with a due date, and with a check that fails by itself where `swap_units` returns a text."""
    for half in ("assignments", "solutions"):
        shutil.copytree(ROOT / half / LAB, folder / half / LAB, ignore=shutil.ignore_patterns("__pycache__"))
    with open(folder / "assignments" / LAB / "lab.toml", "a") as settings:
        settings.write(LATENESS)
    checks = folder / "solutions" / LAB / "check_swap_units.py"
    assert RIDDLE[0] in checks.read_text()
    checks.write_text(checks.read_text().replace(*RIDDLE))
    return folder


def hand_in(nbgrader: Path, where: Path) -> list[str]:
    """Fill nbgrader's `submitted/` from what `release/` gives to students; the names of all who have handed in."""
    released = json.loads((nbgrader / "release" / LAB / f"{LAB}.ipynb").read_text())
    answered = _answered(released, where)
    notebooks = {name: json.loads((ROOT / "examples" / LAB / f"{name}.ipynb").read_text()) for name in HONEST}
    notebooks |= {name: _with(released, _attack(path, nbgrader)) for name, path in HOSTILE.items()}
    notebooks |= {
        "blank": released,
        "copied": _copied(answered),
        "deleted": _without(answered, "permute_units", "permute_units_tests", "swap_units_tests", "written_answer"),
        "elsewhere": _elsewhere(answered),
        "forger": _with(released, HELPERS_ATTACK.replace("@GRADEBOOK@", str(nbgrader / "gradebook.db"))),
        "half": answered,
        "late": answered,
        "linked": answered,
        "mangled": _mangled(answered),
        "reordered": {**answered, "cells": answered["cells"][::-1]},
        "riddle": _with(answered, 'def swap_units(*_):\n    return "a riddle"'),
        "script": _with(answered, f"def swap_units(*_):\n    raise ValueError({SCRIPT!r})"),
        "shadow": answered,
        "warns": _with(answered, "import sys, warnings\nwarnings.warn('odd')\nprint('oops', file=sys.stderr)"),
    }
    for name, notebook in notebooks.items():
        _file(nbgrader, name).write_text(json.dumps(notebook))
    _file(nbgrader, "broken").write_text(json.dumps(answered)[:-20])
    secret = nbgrader / "grading" / "solutions" / LAB / "solution.py"
    _file(nbgrader, "linked_notebook").symlink_to(secret)
    (_file(nbgrader, "linked").parent / "notes.txt").symlink_to(secret)
    for module in ("autograder", "numpy", "nbgrader"):
        (_file(nbgrader, "shadow").parent / f"{module}.py").write_text("raise SystemExit('ESCAPED')")
    (_file(nbgrader, "late").parent / "timestamp.txt").write_text("2026-11-24 01:00:00 UTC")
    return sorted([*notebooks, "broken", "linked_notebook"])


def handed_in(nbgrader: Path, student: str) -> Path:
    """The file of a student."""
    return nbgrader / "submitted" / student / LAB / f"{LAB}.ipynb"


def _file(nbgrader: Path, student: str) -> Path:
    path = handed_in(nbgrader, student)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _id(cell: dict[str, Any]) -> str:
    return cell["metadata"].get("nbgrader", {}).get("grade_id", "")


def _answered(released: dict[str, Any], course_folder: Path) -> dict[str, Any]:
    """The released notebook with the reference in the stubs, and an answer to the written question."""
    answers = reference_answers(load_lab(course_folder, LAB))
    notebook = copy.deepcopy(released)
    for cell in notebook["cells"]:
        if _id(cell) == "swap_units":
            cell["source"] = f"{answers.helpers}\n\n\n{answers.functions['swap_units']}"
        elif _id(cell) in answers.functions:
            cell["source"] = answers.functions[_id(cell)]
        elif _id(cell) == "written_answer":
            cell["source"] = "**Your answer:** the edges move too."
    return notebook


def _code(source: str) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None, "id": "own"}


def _with(notebook: dict[str, Any], source: str) -> dict[str, Any]:
    """The notebook with one more cell at its end."""
    return {**notebook, "cells": [*notebook["cells"], _code(source)]}


def _without(notebook: dict[str, Any], *ids: str) -> dict[str, Any]:
    return {**notebook, "cells": [cell for cell in notebook["cells"] if _id(cell) not in ids]}


def _attack(path: str, nbgrader: Path) -> str:
    """An attack of the suite on an exercise of this lab, told where things are."""
    source = load(ATTACKS / f"{path}.py").attack.replace("double(x)", "swap_units(*x)").replace('"toy"', f'"{LAB}"')
    grading = str(nbgrader / "grading")
    places = {"@COURSE@": grading, "@SOLUTIONS@": f"{grading}/solutions/{LAB}", "@OUTSIDE@": str(nbgrader)}
    for word, place in places.items():
        source = source.replace(word, place)
    assert "@" not in source
    return source


def _copied(notebook: dict[str, Any]) -> dict[str, Any]:
    """Every cell of nbgrader's twice, as an editor copies them; the second written answer is left empty."""
    copies = [copy.deepcopy(cell) for cell in notebook["cells"] if _id(cell)]
    for cell in copies:
        if _id(cell) == "written_answer":
            cell["source"] = "**Your answer:**"
    return {**notebook, "cells": [*notebook["cells"], *copies]}


def _elsewhere(notebook: dict[str, Any]) -> dict[str, Any]:
    """The written answer in a cell of its own, below the one that was meant for it."""
    cells: list[dict[str, Any]] = []
    for cell in copy.deepcopy(notebook["cells"]):
        cells.append(cell)
        if _id(cell) == "written_answer":
            cell["source"] = "**Your answer:**"
            cells.append({"cell_type": "markdown", "metadata": {}, "source": "The edges move too.", "id": "mine"})
    return {**notebook, "cells": cells}


def _mangled(notebook: dict[str, Any]) -> dict[str, Any]:
    """Metadata and types as no editor should leave them, and outputs that claim full marks."""
    mangled = copy.deepcopy(notebook)
    for cell in mangled["cells"]:
        about = cell["metadata"].get("nbgrader")
        if about is None:
            cell["metadata"] = []
            continue
        about.update(schema_version=99, points=1000, grade=not about["grade"], solution=not about["solution"])
        if _id(cell).endswith("_tests"):
            cell["cell_type"] = "markdown"
            cell["outputs"] = [{"output_type": "execute_result", "data": {"text/plain": "1000.0"}}]
    mangled["cells"][0]["metadata"] = {"nbgrader": ["?"], "tags": "?"}
    mangled["metadata"]["kernelspec"] = {"name": "no such kernel", "display_name": "?", "language": "python"}
    return mangled

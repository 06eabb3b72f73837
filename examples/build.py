"""Build the sample submissions of the labs from the notebooks and the answers of an invented class.

    python examples/build.py

An answer file, ``answers/<lab>/<student>.py``, holds cells that begin with a line ``# %% <where>``:

    # %% swap_units                 instead of the stub of this exercise
    # %% new after swap_units       a further cell, behind the exercise's own
    # %% new at the start           behind the cell of imports
    # %% helpers                    behind the functions that are given
    # %% new at the end
    # %% written                    instead of the empty answer to the written question

Helpers and answers that a student does not give are taken from ada's. The same answers and notebooks give the same
bytes: cell ids are numbered, outputs are kept here, and no time of day is stored.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jupytext
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

HERE = Path(__file__).resolve().parent
COURSE = HERE.parent
BASE = "ada"

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LANGUAGE = {"name": "python", "version": "3.12.8", "mimetype": "text/x-python", "file_extension": ".py"}
# A picture of one white pixel stands for those of a real run, which differ from one matplotlib to the next.
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTP4PQAAAABJRU5ErkJggg=="


@dataclass(frozen=True)
class Form:
    """How a student's file was saved."""

    suffix: str = ".ipynb"
    markers: bool = True  # of cells, in a .py file
    outputs: bool = False
    minor: int = 5  # of the notebook format; ids came with 5
    lines: bool = True  # sources as lists of lines, or as one string


FORMS: dict[str, dict[str, Form]] = {
    "02_weight_swaps": {
        "ada": Form(outputs=True),
        "gus": Form(lines=False),
        "ivan": Form(outputs=True),
        "milo": Form(suffix=".py"),
        "nora": Form(suffix=".py", markers=False),
        "pia": Form(minor=2),
        "quin": Form(outputs=True),
    },
}
"""Those who did not save an ordinary notebook without outputs."""

PRINTED: dict[str, dict[str, str]] = {
    "02_weight_swaps": {
        "points = ": (
            "identity   largest difference of the outputs: 1.8e-15\n"
            "relu       largest difference of the outputs: 0.0e+00\n"
            "tanh       largest difference of the outputs: 2.2e-16\n"
            "sigmoid    largest difference of the outputs: 4.4e-16\n"
        ),
        "zeros = ": (
            "swapping layer 1 gives W2 = [[2.0, 1.0], [1.0, 2.0]]\n"
            "swapping layer 2 gives W2 = [[2.0, 1.0], [1.0, 2.0]]\n"
            "swapping both gives    W2 = [[1.0, 2.0], [2.0, 1.0]]\n"
            "recovered: [[0, 1], [1, 0]]\n"
        ),
        "for name in ACTIVATIONS": (
            "identity   ends 0.000000000 and 0.000000000, middle 11.100000000\n"
            "relu       ends 0.000000000 and 0.000000000, middle 5.218683333\n"
            "tanh       ends 0.000000000 and 0.000000000, middle 0.926970751\n"
            "sigmoid    ends 0.000000000 and 0.000000000, middle 0.065608933\n"
        ),
        "flat_net = ": "flat line: 5.010460723, 5.010460723, 5.010460723, 5.010460723, 5.010460723\n",
    },
}
"""What the demo cells print, by the beginning of the cell."""


def main() -> None:
    """Write every sample submission of every lab."""
    for lab in FORMS:
        for name, text in build(lab).items():
            (HERE / lab / name).write_bytes(text.encode())


def build(lab: str) -> dict[str, str]:
    """The sample submissions of a lab: file name -> contents."""
    answers = {path.stem: read_answers(path) for path in sorted((HERE / "answers" / lab).glob("*.py"))}
    settings = tomllib.loads((COURSE / "assignments" / lab / "lab.toml").read_text(encoding="utf-8"))
    exercises = [exercise["name"] for exercise in settings["exercises"]]
    files: dict[str, str] = {}
    for student, own in answers.items():
        form = FORMS[lab].get(student, Form())
        shared = {where: text for where, text in answers[BASE].items() if where in [*exercises, "helpers"]}
        cells = fill_in(lab, exercises, shared | own)
        if form.suffix == ".py":
            files[student + ".py"] = as_script(cells, form.markers)
        else:
            missing = {name for name in exercises if "NotImplementedError" in own.get(name, "")}
            if form.outputs:
                add_outputs(cells, PRINTED[lab], missing)
            files[student + ".ipynb"] = as_notebook(cells, form)
    return files


def read_answers(path: Path) -> dict[str, str]:
    """The cells of an answer file by what stands behind their ``# %%``."""
    _, *parts = re.split(r"^# %% (.+)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {where: text.strip("\n") for where, text in zip(parts[::2], parts[1::2], strict=True)}


def fill_in(lab: str, exercises: list[str], answers: dict[str, str]) -> list[NotebookNode]:
    """The cells of the lab's notebook with the answers in their places."""
    notebook = jupytext.read(COURSE / "assignments" / lab / "notebook.py")
    left = dict(answers)
    cells: list[NotebookNode] = []
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        cell.metadata = NotebookNode({"tags": tags} if tags else {})
        stub = next((name for name in exercises if cell.source.startswith(f"def {name}(")), None)
        if stub:
            cell.source = left.pop(stub)
        elif "written" in tags and "written" in left:
            cell.source = re.sub(r"^# ?", "", left.pop("written"), flags=re.MULTILINE)
        cells.append(cell)
        if "from autograder import check" in cell.source and "new at the start" in left:
            cells.append(new_code_cell(left.pop("new at the start")))
        if "def forward(" in cell.source:
            cells.append(new_code_cell(left.pop("helpers")))
        if stub and f"new after {stub}" in left:
            cells.append(new_code_cell(left.pop(f"new after {stub}")))
    if "new at the end" in left:
        cells.append(new_code_cell(left.pop("new at the end")))
    if left:
        raise ValueError(f"there is no place for {', '.join(left)}")
    return cells


def add_outputs(cells: list[NotebookNode], printed: dict[str, str], missing: set[str]) -> None:
    """Store what a run from top to bottom would have left, the cells of `missing` exercises failing."""
    for count, cell in enumerate((cell for cell in cells if cell.cell_type == "code"), start=1):
        cell.execution_count = count
        needs = next((name for name in sorted(missing) if f"{name}(" in cell.source), None)
        is_demo = "demo" in cell.metadata.get("tags", [])
        text = next((text for start, text in printed.items() if cell.source.startswith(start)), None)
        last = cell.source.splitlines()[-1]
        if is_demo and needs:
            message = f"{needs} is yours to write"
            cell.outputs = [
                new_output(
                    "error", ename="NotImplementedError", evalue=message, traceback=[f"NotImplementedError: {message}"]
                )
            ]
        elif text is not None:
            cell.outputs = [new_output("stream", name="stdout", text=text)]
        if is_demo and not needs and last.startswith("draw_"):
            picture = {"text/plain": "<Picture size 960x300 with 1 Axes>", "image/png": PIXEL}
            cell.outputs += [new_output("execute_result", data=picture, execution_count=count)]


def as_notebook(cells: list[NotebookNode], form: Form) -> str:
    """The text of an .ipynb file, as Jupyter lays it out."""
    notebook: dict[str, Any] = new_notebook(cells=cells, metadata={"kernelspec": KERNEL, "language_info": LANGUAGE})
    notebook["nbformat_minor"] = form.minor
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number:03d}"
        if form.minor < 5:
            del cell["id"]
        if form.lines:
            cell["source"] = cell["source"].splitlines(keepends=True)
    return json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def as_script(cells: list[NotebookNode], markers: bool) -> str:
    """The text of a .py file: all cells in the percent format, or the bare code without checks and demos."""
    if not markers:
        kept = [c.source for c in cells if c.cell_type == "code" and "demo" not in c.metadata.get("tags", [])]
        return "\n\n\n".join(source for source in kept if not source.startswith("check(")) + "\n"
    blocks: list[str] = []
    for cell in cells:
        text = cell.source
        kind = ""
        if cell.cell_type == "markdown":
            text, kind = "\n".join(f"# {line}".rstrip() for line in text.splitlines()), " [markdown]"
        tags = cell.metadata.get("tags", [])
        blocks.append(f"# %%{kind}{f' tags={json.dumps(tags)}' if tags else ''}\n{text}\n")
    return "\n".join(blocks)


if __name__ == "__main__":
    main()

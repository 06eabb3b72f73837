"""Draws the pictures of the README: one a lab, found by running the lab's notebook with the solution's functions.

    python docs/draw.py [LAB...]

Run it in the root of the repository, with the extra `dev` installed. It writes docs/figures/<lab>.png.
"""

from __future__ import annotations

import ast
import runpy
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jupytext
from matplotlib.figure import Figure

from autograder.labs import lab_names

COURSE = Path(__file__).parents[1]
CHOSEN = {
    "01_convexity": 2,
    "02_weight_swaps": 0,
    "03_counting_minima": 0,
    "04_jensen": 0,
    "05_symmetries": 6,
    "06_getting_stuck": 0,
    "07_connectivity": 3,
    "08_homotopy": 4,
}
"""Which of the notebook's figures stands for the lab, counted from 0."""
DPI = 80


def figures(lab: str) -> Iterator[Figure]:
    """The figures of a lab's notebook in order, drawn with the solution's functions."""
    solution = runpy.run_path(str(COURSE / "solutions" / lab / "solution.py"))
    names: dict[str, Any] = {"display": lambda *_: None}
    for cell in jupytext.read(COURSE / "assignments" / lab / "notebook.py").cells:
        if cell.cell_type != "code" or cell.source.startswith("check("):
            continue
        tree = ast.parse(cell.source)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, lab, "exec"), names)  # noqa: S102 - the lab's own text
        names.update({name: value for name, value in solution.items() if name in names and callable(value)})
        value = eval(compile(ast.Expression(last.value), lab, "eval"), names) if last else None  # noqa: S307
        if isinstance(value, Figure):
            yield value


def main() -> None:
    for lab in sys.argv[1:] or lab_names(COURSE):
        for number, figure in enumerate(figures(lab)):
            if number == CHOSEN[lab]:
                figure.savefig(COURSE / "docs" / "figures" / f"{lab}.png", dpi=DPI)


if __name__ == "__main__":
    main()

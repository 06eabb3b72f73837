"""What students get of a lab: the notebook, the visible checks, this package, and how to begin."""

from __future__ import annotations

from importlib.metadata import distribution
from pathlib import Path
from typing import Any, Literal, cast

import jupytext  # pyright: ignore[reportMissingTypeStubs]
import nbformat

from autograder.labs import Lab
from autograder.release.copies import copy_half
from autograder.release.distribution import NAME, write_wheel
from autograder.release.errors import ReleaseError
from autograder.release.notebooks import cells, to_notebook
from autograder.release.templates import render

Form = Literal["ipynb", "py"]


def build(lab: Lab, course: Path, folder: Path, form: Form = "ipynb") -> None:
    """Fill a folder for students. Nothing is read but the lab's visible half, so nothing else can be in it."""
    work = f"{lab.name}.{form}"
    copy_half(lab.folder, folder, leave_out=["notebook.py"])
    wheel = write_wheel(folder)
    needs = distribution(NAME).metadata["Requires-Python"] or ""
    readme = render("student.md", lab=lab, work=work, python=needs.removeprefix(">="))
    texts = {
        work: notebook_text(lab, form),
        "README.md": readme,
        # the path is relative to where pip is started
        "requirements.txt": f"./{wheel.name}{'[notebook]' if form == 'ipynb' else ''}\n",
    }
    for name, text in texts.items():
        if (folder / name).exists():
            raise ReleaseError(f"{lab.folder / name}: a release writes a file of this name itself. Rename yours.")
        (folder / name).write_text(text, encoding="utf-8")


def notebook_text(lab: Lab, form: Form = "ipynb") -> str:
    """The lab's notebook as students get it, in Jupyter's format or as a Python file in the percent format."""
    notebook = to_notebook(cells(lab))
    text = (
        cast(Any, nbformat).writes(notebook)
        if form == "ipynb"
        else cast(Any, jupytext).writes(notebook, fmt="py:percent")
    )
    return text.rstrip("\n") + "\n"

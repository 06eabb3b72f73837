"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.sandbox.isolation import Level

CourseOption = Annotated[
    Path, typer.Option("--course", help="The folder with assignments/ and solutions/.", show_default="this folder")
]
WorkersOption = Annotated[
    int | None, typer.Option(min=1, help="Processes that grade at the same time.", show_default="one a core")
]
ClusterOption = Annotated[
    str | None, typer.Option(help="Address of a Dask scheduler, whose workers grade: tcp://host:8786.")
]
LevelOption = Annotated[
    Level, typer.Option("--require-isolation", help="Refuse to run student code below it; see autograder doctor.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the results as JSON, for programs.")]

"""The first step with a submission: nbgrader's metadata as the gradebook knows it, whatever a student's editor left.

Marks do not depend on it: they come from the file as it was handed in. It decides where marks and comments are shown.
"""

# pyright: reportMissingTypeStubs=false

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from nbformat import NotebookNode, v4
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.lms.answers import PROMPT
from autograder.release.nbgrader import names
from autograder.release.nbgrader.course_labs import CourseLabs


@dataclass(frozen=True)
class Known:
    """What the gradebook knows of one cell of the released notebook; `points` is None where there are none."""

    name: str
    cell_type: str
    source: str
    checksum: str | None
    locked: bool
    solution: bool
    points: float | None

    @property
    def tests(self) -> bool:
        """Whether this cell is there for its points alone; nobody writes in it."""
        return self.points is not None and not self.solution

    @property
    def by_hand(self) -> bool:
        """Whether a person marks what is written in it."""
        return self.points is not None and self.solution

    def metadata(self) -> dict[str, Any]:
        """What the cell has to say of itself."""
        grade = self.points is not None
        given = names.metadata(self.name, grade=grade, solution=self.solution, locked=self.locked, points=self.points)
        return {**given, "cell_type": self.cell_type, "checksum": self.checksum}


class RestoreCells(NbGraderPreprocessor):
    """Give each cell of a lab back what it is for: changed, copied, lost and deleted metadata and cells alike."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Restore a submission's cells; notebooks that are no labs are left as they are."""
        about = resources["nbgrader"]
        if CourseLabs(parent=self).settings(about["assignment"], about["notebook"]) is not None:
            restore(cast(Any, nb).cells, known_cells(about))
        return nb, resources


def known_cells(about: dict[str, str]) -> list[Known]:
    """The cells of the released notebook that nbgrader cares for, in order."""
    with Gradebook(about["db_url"]) as gradebook:
        found: Any = gradebook.find_notebook(about["notebook"], about["assignment"])
        points: dict[str, float] = {cell.name: float(cell.max_score) for cell in found.grade_cells}
        solutions: set[str] = {cell.name for cell in found.solution_cells}
        return [
            Known(
                name=cell.name,
                cell_type=cell.cell_type,
                source=cell.source,
                checksum=cell.checksum,
                locked=bool(cell.locked),
                solution=cell.name in solutions,
                points=points.get(cell.name),
            )
            for cell in found.source_cells
        ]


def is_released_lab(known: list[Known]) -> bool:
    """Whether a notebook was made for the sandbox: its cells with points have comments in them, and no test."""
    kept = [each for each in known if each.tests and names.is_tests(each.name)]
    return any(all(line.startswith("#") for line in each.source.split("\n")) for each in kept)


def restore(cells: list[Any], known: list[Known]) -> None:
    """Find the cells that are known among a submission's, mark them as what they are, and add those with points."""
    claims: dict[str, list[Any]] = {}
    for cell in cells:
        claimed = cell.metadata.pop("nbgrader", None)
        name = cast("dict[str, Any]", claimed).get("grade_id") if isinstance(claimed, dict) else None
        if isinstance(name, str):
            claims.setdefault(name, []).append(cell)
    placed: dict[str, Any] = {}
    for each in known:
        free = [cell for cell in cells if "nbgrader" not in cell.metadata]
        cell = _claimed(each, claims.get(each.name, [])) or _recognised(each, free)
        if cell is None and each.points is not None:
            cell = _new(each)
            before = placed.get(names.exercise(each.name))
            cells.insert(len(cells) if before is None else _position(cells, before) + 1, cell)
        if cell is not None:
            cell.metadata["nbgrader"] = each.metadata()
            placed[each.name] = cell


def _claimed(known: Known, cells: list[Any]) -> Any:
    """The cell that says it is this one: of several the last, as in a run, or the last with an answer."""
    if known.tests:
        return cells[-1] if cells else None
    if not known.by_hand:
        # what a student did to a locked cell was graded, and so it has to be seen: it is an ordinary cell now
        cells = [cell for cell in cells if cell.cell_type == known.cell_type]
        cells = [cell for cell in cells if not known.locked or cell.source == known.source]
        return cells[-1] if cells else None
    answered = [cell for cell in cells if cell.source.strip() != known.source.strip()]
    return (answered or cells or [None])[-1]


def _recognised(known: Known, cells: list[Any]) -> Any:
    """The cell that must be this one, by what is in it: some editors and converters drop all of nbgrader's metadata."""
    if known.by_hand:
        return next((cell for cell in cells if _is_answer(cell)), None)
    if not known.solution:
        return None
    defines: Callable[[str], Any] = re.compile(
        rf"^(?:(?:async[ \t]+)?def[ \t]+{re.escape(known.name)}\b|{re.escape(known.name)}[ \t]*=)", re.MULTILINE
    ).search
    return next((cell for cell in reversed(cells) if cell.cell_type == "code" and defines(cell.source)), None)


def _is_answer(cell: Any) -> bool:
    tags = cell.metadata.get("tags")
    tagged = isinstance(tags, list) and "written" in cast("list[Any]", tags)
    return cell.cell_type == "markdown" and (tagged or PROMPT.match(cell.source) is not None)


def _new(known: Known) -> Any:
    new = cast(Any, v4)
    make = new.new_code_cell if known.cell_type == "code" else new.new_markdown_cell
    return make(known.source, id=f"restored-{known.name}")


def _position(cells: list[Any], wanted: Any) -> int:
    """The place of this very cell; others may be equal to it."""
    return next(place for place, cell in enumerate(cells) if cell is wanted)

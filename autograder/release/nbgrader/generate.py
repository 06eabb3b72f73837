"""The steps of `nbgrader generate_assignment` that a lab needs."""

# pyright: reportMissingTypeStubs=false

from __future__ import annotations

from typing import Any, cast

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import ClearSolutions, NbGraderPreprocessor

from autograder.lms.times import localised, zone
from autograder.release.nbgrader import names
from autograder.release.nbgrader.course_labs import CourseLabs


class StudentStubs(ClearSolutions):
    """Take the solutions out, and leave to students what the lab wants to stand there.

    Cells that say nothing about it are treated as by nbgrader's own step.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Clear a notebook; what only the instructor's notebook needs is left out."""
        nb, resources = super().preprocess(nb, resources)
        cells = cast(Any, nb).cells
        cells[:] = [cell for cell in cells if not _is_left_out(cell)]
        return nb, resources

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[NotebookNode, Any]:
        """Clear a cell."""
        stub = cell.metadata.pop(names.STUB, None)
        if not isinstance(stub, str):
            return super().preprocess_cell(cell, resources, cell_index)
        if self.begin_solution_delimeter not in cell.source:
            cell.source = stub
            return cell, resources
        stock, self.code_stub = self.code_stub, {resources["language"]: stub}
        try:
            return super().preprocess_cell(cell, resources, cell_index)
        finally:
            self.code_stub = stock


class MisfitError(Exception):
    """The instructor's notebook and the lab do not go together; the text says what to mend."""


class DemandCells(NbGraderPreprocessor):
    """Refuse a notebook that has not exactly the cells with points that the lab's exercises need."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Hold a notebook against its lab; `MisfitError` if an exercise would be marked wrongly, or not at all."""
        about = resources["nbgrader"]
        assignment = about["assignment"]
        settings = CourseLabs(parent=self).settings(assignment, about["notebook"])
        if settings is None:
            return nb, resources
        found = [cell.metadata.get("nbgrader", {}) for cell in cast(Any, nb).cells]
        points = {each.get("grade_id"): each.get("points") for each in found if each.get("grade")}
        for exercise in settings.exercises:
            name = names.tests(exercise.name)
            if points.get(name) != exercise.points:
                raise MisfitError(
                    f"{assignment}: the cell {name} needs {exercise.points:g} points, as lab.toml says, and it has "
                    f"{points.get(name, 'none: it is missing')}. Mend it in source/, or change both parts of the lab."
                )
            if not any(each.get("grade_id") == exercise.name and each.get("solution") for each in found):
                raise MisfitError(f"{assignment}: no cell for solutions is called {exercise.name}. Mend it in source/.")
        return nb, resources


class DueDate(NbGraderPreprocessor):
    """Give the gradebook a lab's due date, if it has none for the assignment yet."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Look at the lab's `[lateness]`; the notebook stays as it is."""
        about = resources["nbgrader"]
        settings = CourseLabs(parent=self).settings(about["assignment"], about["notebook"])
        due = settings.lateness.due if settings else None
        if settings and due:
            with Gradebook(about["db_url"]) as book:
                gradebook: Any = book
                if gradebook.find_assignment(about["assignment"]).duedate is None:
                    moment = localised(due, zone(settings.lateness.timezone))
                    gradebook.update_or_create_assignment(about["assignment"], duedate=moment)
        return nb, resources


def _is_left_out(cell: Any) -> bool:
    return cell.metadata.get("nbgrader", {}).get("grade_id") == names.HELPERS

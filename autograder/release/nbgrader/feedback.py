"""The step of `nbgrader generate_feedback` that keeps what is not marked yet from looking like 0."""

# pyright: reportMissingTypeStubs=false

from __future__ import annotations

from typing import Any, cast

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from traitlets import Bool

from autograder.release.nbgrader.course_labs import CourseLabs
from autograder.release.nbgrader.reading import NotGraded

WAITING = "This answer has not been marked yet."


class DemandMarks(Preprocessor):
    """Refuse feedback on a lab that was not graded to its end, and say what a person has still to mark."""

    enabled = Bool(True).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Look at the marks of a submission; `NotGraded` if there is one missing that the autograder has to give."""
        about = resources["nbgrader"]
        if CourseLabs(parent=self).settings(about["assignment"], about["notebook"]) is None:
            return nb, resources
        with Gradebook(about["db_url"]) as gradebook:
            found: Any = gradebook.find_submission_notebook(about["notebook"], about["assignment"], about["student"])
            if any(is_ungraded(grade) for grade in found.grades):
                raise NotGraded(
                    f"{about['student']} has no mark: grading did not come to its end. Give the command "
                    f"`nbgrader autograde {about['assignment']} --student {about['student']} --force`."
                )
            waiting = {grade.name for grade in found.grades if is_waiting(grade)}
        for cell in cast(Any, nb).cells:
            marked = cell.metadata.get("nbgrader", {})
            if marked.get("grade_id") in waiting and not marked.get("comment"):
                marked["comment"] = WAITING
        return nb, resources


def is_ungraded(grade: Any) -> bool:
    """Whether a mark is missing that the autograder has to give: the cell is there for its points alone."""
    cell = grade.cell
    by_hand = any(each.name == cell.name for each in cell.notebook.solution_cells)
    return cell.cell_type == "code" and not by_hand and grade.auto_score is None and grade.manual_score is None


def is_waiting(grade: Any) -> bool:
    """Whether a mark is missing that a person has to give."""
    return bool(grade.needs_manual_grade) and not is_ungraded(grade)

"""The steps of `nbgrader autograde` that mark a lab: the sandbox runs the student's code, nbgrader keeps the marks."""

# pyright: reportMissingTypeStubs=false

from __future__ import annotations

from typing import Any, cast

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import Execute, NbGraderPreprocessor

from autograder.feedback.policy import for_student
from autograder.lms.answers import written_answer
from autograder.release.nbgrader import names
from autograder.release.nbgrader.cells import is_released_lab, known_cells
from autograder.release.nbgrader.comments import comment, result
from autograder.release.nbgrader.course_labs import CourseLabs
from autograder.release.nbgrader.reading import NotGraded, forget_marks, submitted
from autograder.report import Report
from autograder.submissions import Found

REPORT = "autograder_report"
"""The key of nbconvert's resources under which one step leaves its report to the next."""
ELSEWHERE = "The answer is not in this cell. Look at the whole notebook."


class GradeInSandbox(Execute):
    """Grade a lab instead of running it in a kernel. Assignments that are no labs are run as ever.

    The file is graded as it was handed in, not as nbgrader has put it right. `NotGraded` if the grader, not the
    student, is at fault.
    """

    def __call__(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Run this step; for a lab also if the cells are not to be run, which nbgrader would take for full marks.

        It would take cells without a test for the same, so a lab that is not found is not run in a kernel instead.
        """
        about = resources["nbgrader"]
        labs = CourseLabs(parent=self)
        if labs.settings(about["assignment"], about["notebook"]) is None:
            if is_released_lab(known_cells(about)):
                forget_marks(about)
                raise NotGraded(
                    f"{about['student']} has no mark: {about['notebook']}.ipynb is graded by the sandbox, and "
                    f"{labs.root} has no lab of this name (or the assignment has another). Put the lab there."
                )
            return cast(Any, super()).__call__(nb, resources)
        return self.preprocess(nb, resources)

    def preprocess(self, nb: NotebookNode, resources: Any = None, km: Any = None) -> tuple[NotebookNode, Any]:
        """Put the marks, and what a student is told, below the cells with points."""
        about = resources["nbgrader"]
        labs = CourseLabs(parent=self)
        if labs.settings(about["assignment"], about["notebook"]) is None:
            return super().preprocess(nb, resources, km)
        warm = labs.grader(about["assignment"])
        report = warm.grader.grade(Found(about["student"], (submitted(self, about),)))
        if report.score is None:
            raise NotGraded(f"{about['student']} has no mark ({report.status}): {' '.join(_reasons(report))}")
        shown = for_student(report, warm.lab.feedback)
        cells = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in cast(Any, nb).cells}
        problems = shown.problems
        for exercise in shown.exercises:
            cell = cells.get(names.tests(exercise.name))
            if cell is None or cell.metadata.nbgrader.points != exercise.max_score:
                raise NotGraded(
                    f"{about['student']} has no mark: the gradebook knows of no cell {names.tests(exercise.name)} with "
                    f"{exercise.max_score:g} points. The lab has changed since `nbgrader generate_assignment`."
                )
            cell.outputs = [result(exercise, problems)]
            problems = ()  # they belong to the whole file, and are told once
        resources[REPORT] = shown
        return nb, resources


class Comment(NbGraderPreprocessor):
    """Write the comments on a lab's exercises into the gradebook; it comes after SaveAutoGrades, which empties them."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Comment on a submission that was graded in the sandbox; others are left alone."""
        about = resources["nbgrader"]
        report: Report | None = resources.get(REPORT)
        if report is None:
            return nb, resources
        with Gradebook(about["db_url"]) as gradebook:
            found: Any = gradebook.find_submission_notebook(about["notebook"], about["assignment"], about["student"])
            comments = {each.name: each for each in found.comments}
            grades = {each.name: each for each in found.grades}
            for exercise in report.exercises:
                comments[exercise.name].auto_comment = comment(exercise)
            written = grades.get(names.WRITTEN)
            handed_in = Found(about["student"], (submitted(self, about),))
            # nbgrader gives 0 where the cell is as it was released; but the answer may stand somewhere else
            if written is not None and written.auto_score is not None and written_answer(handed_in) != "":
                written.auto_score, written.needs_manual_grade = None, True
                comments[names.WRITTEN].auto_comment = ELSEWHERE
            gradebook.db.commit()
        return nb, resources


def _reasons(report: Report) -> list[str]:
    checks = [check for exercise in report.exercises for check in exercise.checks]
    return [*report.problems, *(check.message for check in checks if check.outcome == "error")]

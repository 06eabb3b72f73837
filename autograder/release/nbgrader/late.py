"""What a late submission costs in nbgrader: the lab's own rule, from the due date that the gradebook has."""

# pyright: reportMissingTypeStubs=false

from __future__ import annotations

import datetime as dt
from typing import Any

from msgspec.structs import replace
from nbgrader.plugins import LateSubmissionPlugin

from autograder.lms.lateness import late
from autograder.release.nbgrader.course_labs import CourseLabs


class PerDay(LateSubmissionPlugin):
    """Percent of the points that can be had, for each day begun, as `[lateness]` in a lab's `lab.toml` says.

    Assignments that are no labs are treated by nbgrader's own rule.
    """

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float | None:
        """The points to deduct; None for none. The due date is the gradebook's, a student's extension included."""
        step: Any = self.parent
        settings = CourseLabs(parent=self).settings(step.assignment_id, step.notebook_id)
        if settings is None:
            return super().late_submission_penalty(student_id, score, total_seconds_late)
        submission: Any = step.gradebook.find_submission(step.assignment_id, student_id)
        due = submission.duedate.replace(tzinfo=dt.UTC)
        behind = late(
            replace(settings.lateness, due=due),
            due + dt.timedelta(seconds=total_seconds_late),
            None,
            float(submission.max_score),
        )
        if behind is None:
            return None
        self.log.info("%s: %s", student_id, behind.why)
        return behind.points

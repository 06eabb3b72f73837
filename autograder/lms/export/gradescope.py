"""Gradescope: a results.json for each submission, as its own grading would have written; and marks as plain CSV."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import msgspec

from autograder.feedback.gradescope import document
from autograder.feedback.policy import for_student
from autograder.grades import defused
from autograder.lms.export.numbers import number
from autograder.lms.export.plan import Line, Plan, sendable
from autograder.outputs import file_stems
from autograder.report import Report
from autograder.settings import FeedbackPolicy

COLUMNS = (
    *("student", "name", "id", "login", "number", "email", "status"),
    *("score", "max_score", "written", "late", "mark", "max_mark"),
)


def results_json(results: list[Report], policy: FeedbackPolicy) -> Plan:
    """One file a submission; the mark is what counts, the tests say where it comes from."""
    plan = Plan()
    stems = file_stems(report.student for report in results)
    for report in results:
        new, why = sendable(report, None, scale=False)
        if why:
            plan.lines.append(Line(report.student, "held back", note=why))
            continue
        own = report.origin.folder if report.origin and report.origin.lms == "gradescope" else ""
        folder = own if re.fullmatch(r"submission_\d+", own) else stems[report.student]
        data = msgspec.json.format(msgspec.json.encode(_results(for_student(report, policy), float(new))), indent=2)
        plan.files[f"{folder}/results.json"] = data + b"\n"
        plan.lines.append(Line(report.student, "changed", new=new))
    plan.notes.append("Gradescope takes a results.json only from its own grading; it imports no marks.")
    return plan


def _results(report: Report, mark: float) -> dict[str, Any]:
    said = [report.late.why] if report.late else []
    if report.written is not None:
        said.append(f"Written question: {number(report.written.score)} of {number(report.written.max_score)} points.")
        said += [report.written.comment] if report.written.comment else []
    return document(report, mark, said)


def plain_csv(results: list[Report]) -> Plan:
    """All marks in one table, for whatever takes a CSV; an empty mark is one that there is not."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    plan = Plan()
    for report in results:
        new, why = sendable(report, None, scale=False)
        keys = report.origin.keys if report.origin else {}
        name = keys.get("name") or (report.origin.name if report.origin else "")
        own = report.origin.id if report.origin else ""
        rows.writerow(
            [
                defused(report.student),
                *(
                    defused(text)
                    for text in (name, own, *(keys.get(kind, "") for kind in ("login", "number", "email")))
                ),
                report.status,
                "" if report.score is None else number(report.score),
                number(report.max_score),
                "" if report.written is None else number(report.written.score),
                "" if report.late is None else number(-report.late.points),
                new,
                "" if report.max_mark is None else number(report.max_mark),
            ]
        )
        plan.lines.append(Line(report.student, "held back" if why else "changed", new=new, note=why))
    plan.files["marks.csv"] = text.getvalue().encode("utf-8", "replace")
    return plan

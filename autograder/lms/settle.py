"""What counts in the end: the exercises and the written question together, less what lateness costs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from msgspec.structs import replace

from autograder.labs import Lab
from autograder.lms.lateness import late
from autograder.report import Origin, Report, WrittenMark, total
from autograder.settings import Lateness


@dataclass(frozen=True)
class Facts:
    """What is known of a submission besides its file."""

    origin: Origin | None = None
    submitted: dt.datetime | None = None
    extended: dt.datetime | None = None
    written: WrittenMark | None = None


def settled(report: Report, lab: Lab, rule: Lateness, facts: Facts) -> Report:
    """The report with the mark that counts, and whatever it is made of; the exercises' scores stay as they are."""
    max_mark = total([report.max_score, lab.written.points if lab.written else 0.0])
    behind = None if facts.submitted is None else late(rule, facts.submitted, facts.extended, max_mark)
    written = facts.written if lab.written else None
    graded = report.status in ("graded", "awaiting_written") and report.score is not None
    awaiting = graded and lab.written is not None and written is None
    mark = None
    if graded and not awaiting:
        parts = [report.score or 0.0, written.score if written else 0.0, -behind.points if behind else 0.0]
        mark = max(0.0, total(parts))
    return replace(
        report,
        status=("awaiting_written" if awaiting else "graded") if graded else report.status,
        origin=facts.origin,
        late=behind,
        written=written,
        mark=mark,
        max_mark=max_mark,
    )

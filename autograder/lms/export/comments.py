"""What a student reads in the LMS beside the mark: where the points come from, in a few lines of HTML.

A comment begins with words of ours. By them a later export knows a comment that it may replace, and no spreadsheet
takes it for a formula.
"""

from __future__ import annotations

import html
import re

from autograder.lms.export.numbers import number
from autograder.report import Report

BEGINNING = "Graded automatically:"


def comment(report: Report) -> str:
    """The comment on a result that has a mark, without line ends: lines are parted by ``<br>``."""
    lines = [f"{BEGINNING} {number(report.mark or 0.0)} of {number(report.max_mark or 0.0)} points."]
    lines += [f"{each.name}: {number(each.score)} of {number(each.max_score)}" for each in report.exercises]
    if report.written is not None:
        lines.append(f"Written question: {number(report.written.score)} of {number(report.written.max_score)}")
        lines.append(report.written.comment)
    if report.late is not None:
        lines.append(report.late.why)
    text = "\n".join(lines)
    return "<br>".join(html.escape(" ".join(line.split()), quote=False) for line in text.splitlines() if line.strip())


def is_ours(cell: str) -> bool:
    """Whether a comment is none, or one that an export has written, in whatever tags an LMS has put it since."""
    words = html.unescape(re.sub(r"<[^>]*>", " ", cell)).split()
    return not words or " ".join(words).startswith(BEGINNING)

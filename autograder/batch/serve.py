"""Entry point of a grading process: loads a lab once, then grades the files that come in, one after the other.

Started by exec with one descriptor, on which everything is said; the process ends when its starter lets go of that.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Generator
from multiprocessing.connection import Connection

from autograder.batch.errors import IsolationError
from autograder.batch.grader import Grader
from autograder.batch.messages import Answer, Graded, Order, Ready, Start, Unfit, Unsafe, file_in, order_in, packed
from autograder.checks.pictured import Picture
from autograder.feedback import drawings
from autograder.feedback.drawings import Drawing
from autograder.feedback.html import pictures
from autograder.feedback.policy import for_student
from autograder.labs import load_lab
from autograder.report import Report
from autograder.sandbox.syscalls import die_with_parent
from autograder.settings import LabError
from autograder.submissions import SubmittedFile


def main() -> None:
    """Serve whoever is at the other end of the descriptor given as first argument."""
    if sys.platform == "linux":
        die_with_parent()
    with Connection(int(sys.argv[1])) as line:
        order = _next(line)
        if order is None:
            return
        try:
            grader = _grader(order_in(order))
        except LabError as why:
            _say(line, Unfit(str(why)))
            return
        with grader:
            _say(line, Ready())
            sent: set[Picture] = set()
            while (given := _next(line)) is not None:
                _say(line, _answer(grader, file_in(given), sent))


def _next(line: Connection) -> bytes | None:
    """The next message; None if the starter has let go, or is gone."""
    try:
        return line.recv_bytes()
    except (EOFError, ConnectionError):
        return None


def _say(line: Connection, message: Answer | Start) -> None:
    with contextlib.suppress(ConnectionError):  # the starter is gone, which the next message will tell
        line.send_bytes(packed(message))


def _grader(order: Order) -> Grader:
    lab = load_lab(order.folder, order.lab)
    if lab.sha256 != order.lab_sha256:
        raise LabError(f"the files of {lab.name} have changed since the command began: start it again.")
    return Grader(lab, order.required)


def _answer(grader: Grader, given: SubmittedFile, sent: set[Picture]) -> Answer:
    try:
        report = grader.grade_file(given)
    except IsolationError as why:
        return Unsafe(str(why))
    return Graded(report, tuple(_drawn(for_student(report, grader.lab.feedback), sent)))


def _drawn(report: Report, sent: set[Picture]) -> Generator[tuple[Picture, Drawing]]:
    """The report's pictures, drawn here, where others draw at the same time, and not where all pages are written."""
    for picture in pictures(report):
        if picture in sent:
            continue
        if len(sent) >= drawings.KEPT:
            sent.clear()
        sent.add(picture)
        # what cannot be drawn is told of by whoever writes the page
        with contextlib.suppress(Exception):
            yield picture, drawings.draw(picture)


if __name__ == "__main__":
    main()

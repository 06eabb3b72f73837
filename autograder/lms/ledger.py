"""What the tables and pages of a class need of each result, taken once: when the result becomes final."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from autograder.feedback.class_summary import ClassSummary, Known
from autograder.feedback.class_tally import Tally
from autograder.labs import Lab
from autograder.lms.answers import answer_hash, written_answer
from autograder.lms.gather import Class
from autograder.lms.told import Told
from autograder.lms.written import Answer
from autograder.outputs import OutputFolder
from autograder.report import Counted, Report, counted
from autograder.spool import Sorter, Spool
from autograder.submissions import Found, speakable


class Ledger:
    """Each student's result is entered once, in any order, while others are being graded; what is read comes by name.

    Memory holds a few numbers a student: the rest waits in files in `out`. `NoRoomError` if they cannot grow there.
    """

    def __init__(self, lab: Lab, known: Class, folder: OutputFolder, out: Path) -> None:
        self._lab = lab
        self._known = known
        self._folder = folder
        self._tally = Tally([exercise.name for exercise in lab.exercises], out)
        self._counted = Sorter(Counted, out)
        self._answers = Sorter(Answer, out)
        self.told = Told(out)
        """What is said of the results in the end."""

    def take(self, place: int, result: Report, found: Found) -> None:
        """Enter the result of the student at a place of the roll, and the answer in the file that the result is of."""
        unmatched = speakable(self._known.unmatched.get(result.student, ""))
        self._tally.take(result, place, page_link(self._folder.stem(result.student)), unmatched)
        self._counted.put(place, counted(result))
        self.told.take(result, place)
        if self._lab.written is not None and result.score is not None:
            self._answers.put(place, _answer(result, found))

    def summary(self, known: Known) -> ClassSummary:
        """The class at a glance."""
        return self._tally.summary(self._lab.name, known, self._known.handed.students)

    def counted(self) -> Spool[Counted]:
        """What counts of all results."""
        return self._counted.in_order()

    def answers(self) -> Spool[Answer]:
        """The answers to the written question of all who have a score."""
        return self._answers.in_order()


def page_link(stem: str) -> str:
    """The link from the report to the feedback with that stem."""
    return f"feedback/{quote(f'{stem}.html')}"


def _answer(result: Report, found: Found) -> Answer:
    text = written_answer(found)
    # half a character has no bytes: the page and the sheet show it as a question mark
    shown = None if text is None else text.encode("utf-8", "replace").decode()
    return Answer(result.student, shown, answer_hash(text), result.written)

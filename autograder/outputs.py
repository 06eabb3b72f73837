"""The results on disk: `grades.csv`, `results/<student>.json`, `feedback/<student>.html`, each written atomically."""

from __future__ import annotations

import csv
import errno
import fcntl
import hashlib
import io
import os
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType

import msgspec

from autograder.labs import Lab
from autograder.report import Report, from_json, to_json

PARTS = ("results", "feedback")
MARKS = ("written", "late", "mark", "max_mark")
"""Columns of `grades.csv` where more counts than the exercises."""

LONGEST_NAME = 120
"""Bytes of a file's stem; file systems allow 255, and some of them count differently."""
FORBIDDEN = set('/\\:*?"<>|')
"""Characters that some file system takes as a separator or refuses."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A spreadsheet runs a cell that starts with one of these."""


class OutputError(Exception):
    """A result cannot be written; the text names the file, the cause and the mend."""


class OutputFolder:
    """Where the results of one lab's submissions go; nothing is ever written outside of it.

    It is one command's alone until it is closed, or the command ends in whatever way. Use as a context manager.
    """

    def __init__(self, folder: Path, students: Iterable[str]) -> None:
        self._folder = folder
        self._stems = file_stems(students)
        try:
            for part in PARTS:
                (folder / part).mkdir(parents=True, exist_ok=True)
            self._lock = os.open(folder, os.O_RDONLY)
        except OSError as problem:
            raise OutputError(f"{folder} cannot be used for the results: {problem.strerror}.") from None
        if not _locked(self._lock):
            os.close(self._lock)
            raise OutputError(f"another autograder is writing into {folder}. Wait until it is done, or name another.")
        for place in (folder, *(folder / part for part in PARTS)):
            for half_written in place.glob(".*.part"):  # of a command that was killed
                half_written.unlink(missing_ok=True)

    def close(self) -> None:
        """Leave the folder to others."""
        os.close(self._lock)

    def __enter__(self) -> OutputFolder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def result(self, student: str) -> Path:
        """The file of a student's result."""
        return self._folder / "results" / f"{self._stems[student]}.json"

    def feedback(self, student: str) -> Path:
        """The file of a student's feedback."""
        return self._folder / "feedback" / f"{self._stems[student]}.html"

    def write_student(self, report: Report, feedback: str) -> None:
        """Write one student's feedback and result; the result comes last, so where it is, all is."""
        write_atomically(self.feedback(report.student), feedback.encode("utf-8", "replace"))
        write_atomically(self.result(report.student), to_json(report))

    def read_student(self, student: str) -> Report | None:
        """A student's result as it lies in the folder; None if there is none, or none that can be read."""
        try:
            return from_json(self.result(student).read_bytes())
        except (FileNotFoundError, msgspec.DecodeError):
            return None
        except OSError as problem:
            raise OutputError(f"{self.result(student)} cannot be read: {problem.strerror}.") from None

    def finished(self, lab: Lab, student: str, sha256: str | None) -> Report | None:
        """The student's result of an earlier run, if it is a mark for this very file and lab."""
        report = self.read_student(student)
        if report is None or sha256 is None or not self.feedback(student).is_file():
            return None
        same = (report.student, report.submission.sha256, report.lab_sha256) == (student, sha256, lab.sha256)
        return report if same and report.score is not None else None

    def reports(self) -> Iterator[Report]:
        """All students' results, one after the other and by name, read when their turn comes."""
        for student in sorted(self._stems):
            report = self.read_student(student)
            if report is not None:
                yield report

    def has_marks(self, lab: Lab) -> bool:
        """Whether what counts is more, or less, than the sum of the exercises."""
        return lab.written is not None or any(report.late is not None for report in self.reports())

    def write_grades(self, lab: Lab) -> Path:
        """Write `grades.csv`, one line a student, from the results in the folder."""
        path = self._folder / "grades.csv"
        write_atomically(path, grades_csv(lab, self.reports(), marks=self.has_marks(lab)).encode())
        return path


def _locked(folder: int) -> bool:
    """Whether this process now has an open folder for itself; it is let go of when it is closed, be it by SIGKILL."""
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def grades_csv(lab: Lab, reports: Iterable[Report], *, marks: bool = False) -> str:
    """The marks as CSV (RFC 4180); a mark is empty where there is none, and a text is never a formula.

    With `marks`, also the written question, what lateness costs, and the mark that counts in the end.
    """
    text = io.StringIO()
    rows = csv.writer(text)
    names = [exercise.name for exercise in lab.exercises]
    rows.writerow(["student", "status", "score", "max_score", *names, "file", "problems", *(MARKS if marks else ())])
    for report in reports:
        scores = {exercise.name: f"{exercise.score:g}" for exercise in report.exercises}
        rows.writerow(
            [
                defused(report.student),
                report.status,
                "" if report.score is None else f"{report.score:g}",
                f"{report.max_score:g}",
                *(scores.get(name, "") for name in names),
                defused(report.submission.file),
                defused("; ".join(" ".join(problem.split()) for problem in report.problems)),
                *(_marks(report) if marks else ()),
            ]
        )
    return text.getvalue()


def _marks(report: Report) -> list[str]:
    written = "" if report.written is None else f"{report.written.score:g}"
    late = "" if report.late is None else f"{0 - report.late.points:g}"
    return [
        written,
        late,
        "" if report.mark is None else f"{report.mark:g}",
        "" if report.max_mark is None else f"{report.max_mark:g}",
    ]


def defused(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def file_stems(students: Iterable[str]) -> dict[str, str]:
    """A file stem for each student: the name itself where it can be one, else a safe form with a few hash digits.

    Stems differ even where case and Unicode form do not count.
    """
    stems: dict[str, str] = {}
    taken: set[str] = set()
    for student in sorted(students):
        stem = safe = _safe(student)
        digest = student.encode("utf-8", "surrogatepass")
        fits = stem == student
        while not fits or _folded(stem) in taken:  # more than once if somebody's own name looks like that
            digest = hashlib.sha256(digest).digest()
            stem, fits = f"{_cut(safe, LONGEST_NAME - 9)}-{digest.hex()[:8]}", True
        taken.add(_folded(stem))
        stems[student] = stem
    return stems


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with open(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(name, 0o666 & ~_umask())
            os.replace(name, path)
        except BaseException:  # Ctrl-C too: nothing half written stays
            os.unlink(name)
            raise
    except OSError as problem:
        raise OutputError(f"{path} cannot be written: {problem.strerror}. The file is as it was before.") from None


def demand_writable(path: Path) -> None:
    """`OutputError` if `path` could not be written, before much work is done for what it is to hold."""
    try:
        with tempfile.TemporaryFile(dir=path.parent):
            pass
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    except OSError as problem:
        raise OutputError(f"{path} cannot be written: {problem.strerror}. Name another file.") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _safe(student: str) -> str:
    kept = "".join(
        c if c.isprintable() and c not in FORBIDDEN and not "\ud800" <= c <= "\udfff" else "_" for c in student
    )
    return _cut(kept.strip(". ") or "_", LONGEST_NAME)


def _cut(text: str, longest: int) -> str:
    return text.encode()[:longest].decode("utf-8", "ignore")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).casefold())

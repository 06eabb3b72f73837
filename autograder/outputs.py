"""The results on disk: `results/<student>.json` and `feedback/<student>.html`, each written atomically.

A file counts as written when it is on the disk, and disks take their time: students' files are written by a few
threads, while whoever hands them over goes on.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import os
import secrets
import tempfile
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from functools import partial
from pathlib import Path
from types import TracebackType

import msgspec

from autograder.labs import Lab
from autograder.report import Report, from_json, to_json
from autograder.writers import Writers

PARTS = ("results", "feedback")

WRITERS = 4
"""Threads that write; a disk that is waited for by several at once serves them together."""
MOST_UNDER_WAY = 16
"""Students whose files are being written, at most: so many results a crash can cost."""

WRITTEN_AT_ONCE = 64 << 10
"""Bytes of a file in parts that are written together."""

LONGEST_NAME = 120
"""Bytes of a file's stem; file systems allow 255, and some of them count differently."""
FORBIDDEN = set('/\\:*?"<>|')
"""Characters that some file system takes as a separator or refuses."""


class OutputError(Exception):
    """A result cannot be written; the text names the file, the cause and the mend."""


class OutputFolder:
    """Where the results of one lab's submissions go; nothing is ever written outside of it.

    It is one command's alone until it is closed, or the command ends in whatever way. Use as a context manager, from
    one thread. Whatever is read from it is as it was written last.
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
        self._writers = Writers(WRITERS)
        for place in (folder, *(folder / part for part in PARTS)):
            for half_written in place.glob(".*.part"):  # of a command that was killed
                half_written.unlink(missing_ok=True)

    def close(self) -> None:
        """Wait for what is being written, and leave the folder to others; `OutputError` as of `flush`."""
        try:
            self.flush()
        finally:
            self._leave()

    def __enter__(self) -> OutputFolder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.close()
        else:  # which is the one to be told; what cannot be written now is graded again
            self._leave()

    def _leave(self) -> None:
        self._writers.close()
        os.close(self._lock)

    def result(self, student: str) -> Path:
        """The file of a student's result."""
        self._wait_for(student)
        return self._file("results", student, "json")

    def feedback(self, student: str) -> Path:
        """The file of a student's feedback."""
        self._wait_for(student)
        return self._file("feedback", student, "html")

    def stem(self, student: str) -> str:
        """What a student's files are called, without what follows the last dot."""
        return self._stems[student]

    def _file(self, part: str, student: str, suffix: str) -> Path:
        return self._folder / part / f"{self._stems[student]}.{suffix}"

    def write_student(self, report: Report, feedback: str) -> None:
        """Have one student's feedback and result written; the result comes last, so where it is, all is.

        They are there after `flush`. `OutputError` for these, or for others that were handed over before.
        """
        student = report.student
        self._wait_for(student)
        while self._writers.take(wait=len(self._writers) >= MOST_UNDER_WAY):
            pass  # of those that are done
        page = self._file("feedback", student, "html"), feedback.encode("utf-8", "replace")
        result = self._file("results", student, "json"), to_json(report)
        self._writers.submit(student, partial(_write_both, page, result))

    def flush(self) -> None:
        """Wait until all that was handed over is on the disk; `OutputError` if something of it cannot be written."""
        while self._writers:
            self._writers.take(wait=True)

    def _wait_for(self, student: str) -> None:
        while student in self._writers:
            self._writers.take(wait=True)

    def read_student(self, student: str) -> Report | None:
        """A student's result as it lies in the folder; None if there is none, or none that can be read."""
        path = self.result(student)
        try:
            return from_json(path.read_bytes())
        except (FileNotFoundError, msgspec.DecodeError):
            return None
        except OSError as problem:
            raise OutputError(f"{path} cannot be read: {problem.strerror}.") from None

    def finished(self, lab: Lab, student: str, report: Report, digests: Collection[str | None]) -> bool:
        """Whether a result that was read is the student's own, whole, and a mark for this lab and one of these files.

        A file is known by its SHA-256, and one that cannot be read (None) has no mark.
        """
        sha256 = report.submission.sha256
        same = (report.student, report.lab_sha256) == (student, lab.sha256) and sha256 is not None and sha256 in digests
        return same and report.score is not None and self.feedback(student).is_file()

    def reports(self) -> Iterator[Report]:
        """All students' results, one after the other and by name, read when their turn comes."""
        return (read for student in sorted(self._stems) if (read := self.read_student(student)))


def _locked(folder: int) -> bool:
    """Whether this process now has an open folder for itself; it is let go of when it is closed, be it by SIGKILL."""
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


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
        stems[student] = student if stem == student else stem  # one text, not two alike
    return stems


def _write_both(first: tuple[Path, bytes], then: tuple[Path, bytes]) -> None:
    write_atomically(*first)
    write_atomically(*then)


def write_atomically(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write a file, in one piece or in parts, so that it is there whole or not at all.

    It has the rights that new files have here.
    """
    try:
        half_written = os.path.join(os.path.dirname(path), f".{secrets.token_hex(8)}.part")
        descriptor = os.open(half_written, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        try:
            try:
                for part in [data] if isinstance(data, bytes) else _together(data):
                    left = memoryview(part)
                    while left:
                        left = left[os.write(descriptor, left) :]
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            os.replace(half_written, path)
        except BaseException:  # Ctrl-C too: nothing half written stays
            with contextlib.suppress(FileNotFoundError):  # it is in its place already
                os.unlink(half_written)
            raise
    except OSError as problem:
        raise OutputError(f"{path} cannot be written: {problem.strerror}. The file is as it was before.") from None


def _together(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Small parts in one: a page may be made of a few bytes at a time."""
    some = bytearray()
    for part in parts:
        some += part
        if len(some) >= WRITTEN_AT_ONCE:
            yield bytes(some)
            some.clear()
    yield bytes(some)


def demand_writable(path: Path) -> None:
    """`OutputError` if `path` could not be written, before much work is done for what it is to hold."""
    try:
        with tempfile.TemporaryFile(dir=path.parent):
            pass
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    except OSError as problem:
        raise OutputError(f"{path} cannot be written: {problem.strerror}. Name another file.") from None


def _safe(student: str) -> str:
    kept = "".join(
        c if c.isprintable() and c not in FORBIDDEN and not "\ud800" <= c <= "\udfff" else "_" for c in student
    )
    return _cut(kept.strip(". ") or "_", LONGEST_NAME)


def _cut(text: str, longest: int) -> str:
    return text.encode()[:longest].decode("utf-8", "ignore")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).casefold())

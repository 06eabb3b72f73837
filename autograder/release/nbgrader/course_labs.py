"""The labs beside a course of nbgrader, and a grader for each that stays warm until nbgrader's process ends."""

from __future__ import annotations

import atexit
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from traitlets import Unicode
from traitlets.config import LoggingConfigurable

from autograder.batch import Grader
from autograder.labs import Lab, lab_names, load_lab
from autograder.settings import Settings, read_settings

Files = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class WarmGrader:
    """A lab with a grader, and the state of the files that the lab was loaded from."""

    lab: Lab
    grader: Grader
    files: Files


_warm: dict[Path, WarmGrader] = {}


class CourseLabs(LoggingConfigurable):
    """Which assignments of a course are labs of this package."""

    folder = Unicode("grading", help="Folder with assignments/ and solutions/, below the course's own.").tag(
        config=True
    )

    @property
    def root(self) -> Path:
        """The folder with both halves of the labs."""
        return Path(course_directory(self).root) / self.folder

    def settings(self, assignment: str, notebook: str) -> Settings | None:
        """What the lab's `lab.toml` says; None if it is no lab's notebook: that has the name of its assignment."""
        if notebook != assignment or assignment not in lab_names(self.root):
            return None
        return read_settings(self.root / "assignments" / assignment / "lab.toml")

    def grader(self, assignment: str) -> WarmGrader:
        """The lab, ready to grade with, loaded anew when one of its files has changed; `LabError` if it cannot be."""
        where = self.root / "assignments" / assignment
        files = _state(self.root, assignment)
        known = _warm.get(where)
        if known is not None and known.files == files:
            return known
        if known is not None:
            del _warm[where]
            known.grader.close()
        lab = load_lab(self.root, assignment)
        _warm[where] = WarmGrader(lab, Grader(lab), files)
        return _warm[where]


def course_directory(part: Any) -> Any:
    """The course directory that a part of nbgrader (a step, an exporter, a plug-in) works on."""
    while getattr(part, "coursedir", None) is None:
        part = part.parent
    return part.coursedir


def _state(root: Path, assignment: str) -> Files:
    """Names, times and sizes of all files of a lab."""
    paths = sorted(path for half in ("assignments", "solutions") for path in (root / half / assignment).rglob("*"))
    status = [(str(path), path.stat()) for path in paths if path.is_file() and "__pycache__" not in path.parts]
    return tuple((name, each.st_mtime_ns, each.st_size) for name, each in status)


@atexit.register
def close_all() -> None:
    """End all workers."""
    while _warm:
        _warm.popitem()[1].grader.close()

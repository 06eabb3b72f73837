"""Archives, worksheets and reports for tests, with people who do not exist."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import builders
from submitting import RIGHT

from autograder.report import Origin, Report

CODE = RIGHT.encode()
WRONG = RIGHT.replace("2 * x", "x**2").encode()
WRITTEN = b'\n# %%%% [markdown] tags=["written"]\n# **Your answer:**\n# Because of %s.\n'
MOODLE = {
    "Ann Lee_5_assignsubmission_file/hw.py": CODE + WRITTEN % b"<b>symmetry</b>",
    "Bob Ray_7_assignsubmission_file/hw.py": WRONG + WRITTEN % b"nothing",
}
ANN, BOB = "Ann Lee (5)", "Bob Ray (7)"


def archive(path: Path, members: dict[str, bytes | str]) -> Path:
    """A zip with these members."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return path


def zipped(members: dict[str, bytes | str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        for name, content in members.items():
            made.writestr(name, content)
    return data.getvalue()


def folder(path: Path, members: dict[str, bytes | str]) -> Path:
    """The same, unpacked."""
    for name, data in members.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def report(student: str, mark: float | None, lms: str = "moodle", number: str = "1", **changes: object) -> Report:
    """A student's result with where it comes from."""
    keys = changes.pop("keys", {})
    place = changes.pop("folder", "")
    name = changes.pop("name", student)
    origin = Origin(lms=lms, id=number, name=str(name), folder=str(place), keys=keys)  # pyright: ignore
    fields = {"mark": mark, "score": mark, "max_mark": 20.0, "max_score": 20.0, "problems": (), "origin": origin}
    return builders.report(student=student, **{**fields, **changes})


def rows(path: Path):
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def marks(out: Path, column="score"):
    return {row["student"]: row[column] for row in rows(out / "grades.csv")}


def result(out: Path, student: str):
    return json.loads((out / "results" / f"{student}.json").read_text())


def class_list(tmp_path, *lines, name="roster.csv"):
    (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path / name

"""`otter run` for a class: ``python -m autograder.release.otter.run_all SUBMITTED -a ZIP -o MARKS``.

otter grades one submission at a time, or a class with Docker. This gives each submission a command of its own and a
fresh folder, several at the same time, and collects the marks in a table. The commands run in processes that are forked
from one that has loaded otter, which takes longer than grading. No results are loaded but JSON.
"""

from __future__ import annotations

import csv
import multiprocessing
import os
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Annotated, Any, cast

import msgspec
import typer

from autograder.grades import defused
from autograder.outputs import OutputError, file_stems
from autograder.report import total
from autograder.submissions import speakable

SUFFIXES = (".ipynb", ".py", ".zip")
"""What `otter run` takes."""
LOG = "otter.log"
LONGEST_REASON = 500
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["otter.cli", "autograder.release.otter.plugin"])


class Question(msgspec.Struct, frozen=True):
    """What otter writes of a question."""

    name: str
    score: float
    max_score: float


class Results(msgspec.Struct, frozen=True):
    """The file `results.json` of otter, as far as it is read here."""

    tests: list[Question]


@dataclass(frozen=True)
class Marks:
    """What came of one submission: its questions, or why it has no mark."""

    student: str
    questions: tuple[Question, ...] = ()
    why: str = ""


def run_all(submitted: Path, archive: Path, out: Path, workers: int) -> list[Marks]:
    """Grade each file of a folder with a command of its own; a student is known by the stem of the file's name.

    Writes ``out/<student>/results.json``, what otter said as ``out/<student>/otter.log``, and ``out/marks.csv``.
    `OutputError` if `out` is not empty: otter leaves an older result where it fails, and that would look like a mark.
    """
    files = _by_student(submitted)
    if not files:
        raise OutputError(f"{submitted} holds no submissions: {', '.join(SUFFIXES)} files are.")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise OutputError(f"{out} is not an empty folder. Name another one, or remove it.")
    stems = file_stems(files)
    students = sorted(files)
    folders = [out / stems[student] for student in students]
    with ThreadPoolExecutor(workers) as pool:
        marks = list(pool.map(_run, students, map(files.__getitem__, students), repeat(archive), folders))
    with open(out / "marks.csv", "w", encoding="utf-8", newline="") as table:
        csv.writer(table).writerows(_table(marks))
    return marks


def _by_student(folder: Path) -> dict[str, list[Path]]:
    files: dict[str, list[Path]] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in SUFFIXES and not path.name.startswith(".") and not path.is_dir():
            files.setdefault(speakable(path.stem), []).append(path)
    return files


def _run(student: str, files: Sequence[Path], archive: Path, folder: Path) -> Marks:
    folder.mkdir(parents=True)
    if len(files) > 1:
        return Marks(
            student, why=f"{len(files)} files have this name: {', '.join(speakable(path.name) for path in files)}."
        )
    if files[0].is_symlink():
        return Marks(student, why=f"{speakable(files[0].name)} is a link to another file.")
    arguments = ["run", str(files[0].absolute()), "-a", str(archive.absolute()), "-o", str(folder.absolute())]
    process = _PROCESSES.Process(target=_otter, args=([*arguments, "--no-logo"], folder / LOG))
    (folder / LOG).touch()  # in case the process does not get as far as that
    process.start()
    process.join()
    if process.exitcode != 0:
        return Marks(student, why=f"otter ended with status {process.exitcode}: {_last_line(folder / LOG)}")
    try:
        results = msgspec.json.decode((folder / "results.json").read_bytes(), type=Results)
    except (OSError, msgspec.DecodeError) as problem:
        return Marks(student, why=f"otter left no results that can be read ({problem}): see {folder / LOG}.")
    return Marks(student, tuple(results.tests))


def _last_line(log: Path) -> str:
    """Where a traceback says what happened; all of it is in the file."""
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    said = speakable(lines[-1])[:LONGEST_REASON] if lines else "it said nothing"
    return f"{said} (see {log})"


def _otter(arguments: list[str], log: Path) -> None:
    """Otter's command line, in a process of its own that says everything into a file."""
    from otter.cli import cli  # pyright: ignore[reportMissingTypeStubs]

    with open(log, "wb") as file:
        for stream in (1, 2):
            os.dup2(file.fileno(), stream)
    cast(Any, cli)(arguments)


def _table(marks: Sequence[Marks]) -> Iterable[list[str]]:
    """Lines of the table; a mark is empty where there is none."""
    names = list(dict.fromkeys(question.name for each in marks for question in each.questions))
    yield ["student", "score", "max_score", *names, "problem"]
    for each in marks:
        scores = {question.name: f"{question.score:g}" for question in each.questions}
        sums = [total(q.score for q in each.questions), total(q.max_score for q in each.questions)]
        shown = [f"{number:g}" for number in sums] if each.questions else ["", ""]
        yield [defused(each.student), *shown, *(scores.get(name, "") for name in names), defused(each.why)]


def main(
    submitted: Annotated[Path, typer.Argument(help="Folder with a file a student.", exists=True, file_okay=False)],
    archive: Annotated[Path, typer.Option("-a", help="The zip that otter assign has made.", exists=True)],
    out: Annotated[Path, typer.Option("-o", help="Folder for marks.csv and a folder a student.")],
    workers: Annotated[int, typer.Option(min=1, help="Submissions at the same time.")] = os.cpu_count() or 1,
) -> None:
    """Grade a class with `otter run`, and collect the marks."""
    try:
        marks = run_all(submitted, archive, out, workers)
    except OutputError as problem:
        print(problem, file=sys.stderr)
        raise typer.Exit(2) from None
    without = [each for each in marks if each.why]
    for each in without:
        print(f"{each.student} has no mark: {each.why}", file=sys.stderr)
    print(f"{len(marks) - len(without)} of {len(marks)} submissions are graded: {out / 'marks.csv'}")
    raise typer.Exit(1 if without else 0)


if __name__ == "__main__":
    typer.run(main)

"""What lies beside the results of a class: how it was graded, the roster, the sheet and page of written answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec.structs import replace

from autograder.feedback.html import ShownAnswer, written_page
from autograder.labs import Lab
from autograder.lms.errors import LmsError
from autograder.lms.gather import Class, Options, write_roster
from autograder.lms.marking import Marking
from autograder.lms.written import labels, write_sheet
from autograder.outputs import file_stems, write_atomically
from autograder.report import Report, from_json

RUN = ".autograder-run"


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for when a class was graded, and who was in it."""

    options: Options
    students: tuple[str, ...]


def write_run(out: Path, options: Options, known: Class) -> None:
    """Remember a run, so that `autograder regrade` can do it again and `autograder export` knows the class."""
    run = Run(options=options, students=tuple(each.student for each in known.handed))
    # a path may hold bytes that are no text: then the run can be exported, but not repeated
    paths = tuple(path.encode("utf-8", "replace").decode() for path in options.submissions)
    run = replace(run, options=replace(options, submissions=paths))
    write_atomically(out / RUN, msgspec.json.format(msgspec.json.encode(run)) + b"\n")


def read_run(out: Path) -> Run:
    """The run that a folder's results are of; `LmsError` if that is not known."""
    try:
        return msgspec.json.decode((out / RUN).read_bytes(), type=Run)
    except OSError:
        raise LmsError(f"{out} holds no results of autograder grade ({RUN} is missing). Grade into it first.") from None
    except msgspec.DecodeError as problem:
        raise LmsError(f"{out / RUN} cannot be understood: {problem}. Give autograder grade again.") from None


def results(out: Path, run: Run) -> Iterator[Report]:
    """The results of a run by student; `LmsError` names one that is missing or broken."""
    for student, stem in sorted(file_stems(run.students).items()):
        path = out / "results" / f"{stem}.json"
        try:
            yield from_json(path.read_bytes())
        except (OSError, msgspec.DecodeError):
            raise LmsError(f"{path}, of {student}, cannot be read. Give autograder grade again.") from None


def feedback_pages(out: Path, run: Run) -> dict[str, Path]:
    """The file of each student's feedback."""
    return {student: out / "feedback" / f"{stem}.html" for student, stem in file_stems(run.students).items()}


def write_answers(out: Path, course: Path, lab: Lab, marking: Marking, *, anonymous: bool) -> list[str]:
    """Write `written.csv` and `written.html`, if the lab has a written question; what a person should know of them."""
    if lab.written is None:
        return []
    answers = marking.answers()
    path, notes = write_sheet(out, answers, lab.written.points, anonymous=anonymous)
    try:
        rubric = (course / "solutions" / lab.name / "rubric.md").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        rubric = "*The lab has no rubric.md beside its solution.*"
    shown = labels(out, [each.student for each in answers], anonymous=anonymous)
    texts = sorted((ShownAnswer(shown[each.student], each.text, each.given) for each in answers), key=lambda a: a.label)
    write_atomically(out / "written.html", written_page(lab, rubric, texts).encode("utf-8", "replace"))
    unmarked = sum(each.given is None for each in answers)
    if unmarked:
        notes.append(
            f"{unmarked} written {'answer waits' if unmarked == 1 else 'answers wait'} for a mark: read "
            f"{path.with_suffix('.html')}, fill in {path}, and give it to the same command with --written."
        )
    return notes


def finish(out: Path, course: Path, lab: Lab, marking: Marking, options: Options, known: Class) -> list[str]:
    """Write what lies beside the results; what the instructor should know."""
    write_run(out, options, known)
    write_roster(out, known)
    return write_answers(out, course, lab, marking, anonymous=options.anonymous)

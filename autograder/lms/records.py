"""What lies beside the results of a class: how it was graded, the roster, the sheet and page of written answers."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from msgspec.structs import replace

from autograder.feedback.class_page import page_parts
from autograder.feedback.class_summary import ClassSummary, Known, Likeness, json_parts
from autograder.feedback.class_tally import Tally
from autograder.feedback.html import written_page
from autograder.grades import grades_csv
from autograder.labs import Lab
from autograder.lms.errors import LmsError
from autograder.lms.gather import Class, Options, write_roster
from autograder.lms.ledger import Ledger, page_link
from autograder.lms.told import Told
from autograder.lms.written import Answer, ShownAnswers, in_order, write_sheet
from autograder.outputs import file_stems, write_atomically
from autograder.report import Counted, Report, from_json
from autograder.submissions import speakable

RUN = ".autograder-run"


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for when a class was graded, and who was in it."""

    options: Options
    students: tuple[str, ...]
    known: Known = Known()


def write_run(out: Path, options: Options, lab: Lab, known: Class, similar: Likeness | None) -> Run:
    """Remember a run, so that `autograder regrade` can do it again and `export` and `report` know the class."""
    about = Known(
        title=lab.title,
        exercises=tuple(exercise.name for exercise in lab.exercises),
        roster=known.roster_size,
        missing=tuple(speakable(person) for person in known.missing),
        unmatched={student: speakable(why) for student, why in known.unmatched.items()},
        left_out=tuple(speakable(text) for text in known.left_out),
        similar=similar,
    )
    run = Run(options=options, students=tuple(known.handed.students), known=about)
    # a path may hold bytes that are no text: then the run can be exported, but not repeated
    paths = tuple(path.encode("utf-8", "replace").decode() for path in options.submissions)
    run = replace(run, options=replace(options, submissions=paths))
    write_atomically(out / RUN, msgspec.json.format(msgspec.json.encode(run)) + b"\n")
    return run


def read_run(out: Path) -> Run:
    """The run that a folder's results are of; `LmsError` if that is not known."""
    try:
        return msgspec.json.decode((out / RUN).read_bytes(), type=Run)
    except OSError:
        raise LmsError(f"{out} holds no results of autograder grade ({RUN} is missing). Grade into it first.") from None
    except msgspec.DecodeError as problem:
        raise LmsError(f"{out / RUN} cannot be understood: {problem}. Give autograder grade again.") from None


def demand_submissions(run: Run) -> None:
    """Refuse to repeat a run whose submissions have moved: everybody would seem to have handed in nothing."""
    for path in run.options.submissions:
        if not os.path.lexists(path):
            raise LmsError(
                f"{path}, which was graded, is not there any more. Put it back, or give autograder grade with the "
                f"new place and the same -o: what was graded before is kept."
            )


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


def write_report(out: Path, run: Run) -> None:
    """Write `report.html` and `report.json`, the class at a glance, from the results of a run."""
    pages = file_stems(run.students)
    tally = Tally(run.known.exercises, out)
    for place, report in enumerate(results(out, run)):
        tally.take(report, place, page_link(pages[report.student]), run.known.unmatched.get(report.student, ""))
    _write_summary(out, tally.summary(run.options.lab, run.known, sorted(pages)))


def _write_summary(out: Path, summary: ClassSummary) -> None:
    write_atomically(out / "report.json", json_parts(summary))
    write_atomically(out / "report.html", (part.encode("utf-8", "replace") for part in page_parts(summary)))


def write_answers(out: Path, course: Path, lab: Lab, answers: Sequence[Answer], *, anonymous: bool) -> list[str]:
    """Write `written.csv` and `written.html`, if the lab has a written question; what a person should know of them."""
    if lab.written is None:
        return []
    path, notes = write_sheet(out, answers, lab.written.points, anonymous=anonymous)
    try:
        rubric = (course / "solutions" / lab.name / "rubric.md").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        rubric = "*The lab has no rubric.md beside its solution.*"
    shown = ShownAnswers(answers, in_order(out, answers, anonymous=anonymous))
    page = written_page(lab, rubric, shown)
    write_atomically(out / "written.html", (part.encode("utf-8", "replace") for part in page))
    unmarked = sum(each.given is None for each in answers)
    if unmarked:
        notes.append(
            f"{unmarked} written {'answer waits' if unmarked == 1 else 'answers wait'} for a mark: read "
            f"{path.with_suffix('.html')}, fill in {path}, and give it to the same command with --written."
        )
    return notes


@dataclass
class Done:
    """What came of grading a class, and what the instructor should know."""

    grades: Path
    results: Sequence[Counted]
    summary: ClassSummary
    told: Told
    notes: list[str]


def finish(
    out: Path, course: Path, lab: Lab, ledger: Ledger, options: Options, known: Class, similar: Likeness | None
) -> Done:
    """Write what lies beside the results, when all of them are in the ledger."""
    run = write_run(out, options, lab, known, similar)
    write_roster(out, known)
    summary = ledger.summary(run.known)
    notes = write_answers(out, course, lab, ledger.answers(), anonymous=options.anonymous)
    _write_summary(out, summary)
    grades, results, told = out / "grades.csv", ledger.counted(), ledger.told
    write_atomically(grades, grades_csv(lab, results, marks=lab.written is not None or told.marks))
    if similar is not None and similar.alike:
        groups = len(similar.alike) + similar.more
        what = "group of nearly the same submissions is" if groups == 1 else "groups of nearly the same submissions are"
        notes.append(f"{groups} {what} worth a look; see {out / 'report.html'}.")
    return Done(grades, results, summary, told, notes)

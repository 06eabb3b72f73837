"""How long does a student's page take, and all that the command does with a report? Prints milliseconds of CPU.

    python benchmarks/feedback.py [LAB ...]

Run it in the root of the repository, with the package installed. The pages are those of the sample class, where the
lab has one, and of one wrong answer for every exercise of a lab. They are made anew, without and with pictures, and
again, as for a student whose results another one had before. The last line is of a class of such students: marks
settled, pages rendered, both files of each written to the disk.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from msgspec import structs

from autograder.bank import member
from autograder.batch import Grader
from autograder.feedback import drawings, sections
from autograder.feedback.html import student_page
from autograder.feedback.policy import for_student
from autograder.find import find
from autograder.grading import grade
from autograder.labs import Lab, lab_names, load_lab
from autograder.lms.gather import Class
from autograder.lms.intake import Attempt, Handed
from autograder.lms.marking import Marking
from autograder.outputs import OutputFolder
from autograder.report import ExerciseResult, Report
from autograder.sandbox.host import Worker
from autograder.submissions import Found

COURSE = Path()
PAGES_A_MISTAKE = 3
STUDENTS = 300


def sample_class(lab: Lab) -> list[Report]:
    """The sample class of a lab, graded."""
    folder = Path("examples") / lab.name
    if not folder.is_dir():
        return []
    with Grader(lab) as grader:
        return [grader.grade(found) for found in find([folder])[0]]


def all_wrong(lab: Lab) -> list[Report]:
    """Reports in which every exercise has a mistake: the most that a page may have to show."""
    with Worker() as worker:
        reports: list[Report] = []
        for turn in range(PAGES_A_MISTAKE):
            exercises: list[ExerciseResult] = []
            for exercise in lab.exercises:
                ideas = [idea for idea in lab.misconceptions if idea.exercise == exercise.name]
                submission = member(COURSE / "solutions" / lab.name, ideas[turn * 5 % len(ideas)])
                report = grade(replace(lab, misconceptions=()), submission, worker)
                exercises += [each for each in report.exercises if each.name == exercise.name]
            reports.append(structs.replace(report, exercises=tuple(exercises)))
    return reports


def without_pictures(report: Report) -> Report:
    exercises = [
        structs.replace(each, checks=tuple(structs.replace(check, picture=None) for check in each.checks))
        for each in report.exercises
    ]
    return structs.replace(report, exercises=tuple(exercises))


def milliseconds(make: Callable[[], object]) -> float:
    started = time.process_time()
    make()
    return 1000 * (time.process_time() - started)


def show(lab: Lab, what: str, reports: list[Report]) -> None:
    """Print what the pages of these reports take."""
    shown = [for_student(report, lab.feedback) for report in reports]
    plain = [without_pictures(report) for report in shown]
    for report in shown:  # the lab's text is rendered once, and matplotlib loaded
        student_page(lab, report)
    rows: dict[str, list[float]] = {"without pictures": [], "with pictures": [], "again": []}
    pictures: list[int] = []
    for drawn, bare in zip(shown, plain, strict=True):
        sections.clear()
        rows["without pictures"].append(milliseconds(lambda bare=bare: student_page(lab, bare)))
        found = sum(check.picture is not None for each in drawn.exercises for check in each.checks)
        if found:
            sections.clear()
            drawings.clear()
            rows["with pictures"].append(milliseconds(lambda drawn=drawn: student_page(lab, drawn)))
            pictures.append(found)
        student_page(lab, drawn)
        rows["again"].append(milliseconds(lambda drawn=drawn: student_page(lab, drawn)))
    for name, times in rows.items():
        if times:
            print(f"{lab.name}, {what}, {name}: median {statistics.median(times):.2f} ms, most {max(times):.2f} ms")
    if pictures:
        print(f"  {len(pictures)} pages with {min(pictures)} to {max(pictures)} pictures each")
    for report in shown:  # whoever grades draws the pictures
        student_page(lab, report)
    each = taken(lab, reports) / STUDENTS
    print(f"{lab.name}, {what}, a report in a class of {STUDENTS}, with its files on the disk: {each:.2f} ms")


def taken(lab: Lab, reports: list[Report]) -> float:
    """The milliseconds that the command needs for these reports, as often as there are students."""
    with tempfile.TemporaryDirectory() as scratch:
        found = [Found(f"student{number:04}", (Path(scratch) / f"{number}.py",)) for number in range(STUDENTS)]
        handed = [Handed(each.student, (Attempt(each),)) for each in found]
        with OutputFolder(Path(scratch) / "out", [each.student for each in handed]) as folder:
            marking = Marking(lab, Class(handed, lab.lateness), folder, None, Path(scratch))
            students = [each.student for each in marking.left("limits", again=True)]

            def take() -> None:
                for student, report in zip(students, itertools.cycle(reports), strict=False):
                    marking.take(structs.replace(report, student=student))

            return milliseconds(take)


def main() -> None:
    """Measure the labs that are named, by default lab 02."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labs", nargs="*", default=["02_weight_swaps"])
    for name in [each for each in lab_names(COURSE) if each in parser.parse_args().labs]:
        lab = load_lab(COURSE, name)
        if reports := sample_class(lab):
            show(lab, "sample class", reports)
        show(lab, "all exercises wrong", all_wrong(lab))


if __name__ == "__main__":
    main()

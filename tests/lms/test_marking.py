"""Reports on files become results of students: whole, settled, and in the folder when the last one is taken."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import builders
import pytest

from autograder.lms.gather import Class
from autograder.lms.handed import Attempt, Handed, Roll
from autograder.lms.marking import Marking
from autograder.outputs import OutputFolder
from autograder.report import Report, SubmissionFile, WrittenMark
from autograder.settings import Written
from autograder.submissions import Found, digest

LAB = replace(builders.lab({"swap_units": None}), written=Written(title="Why?", points=4.0))
GIVEN = WrittenMark(score=3.0, max_score=4.0, comment="Good.")


@pytest.fixture
def handed(tmp_path):
    """Ann with one file, and others with names of all kinds; bob has three."""

    def attempt(student: str, number: int = 0) -> Attempt:
        path = tmp_path / f"{abs(hash(student))}{number}.py"
        path.write_text(f"x = {number}\n# {student!r}\n")
        return Attempt(Found(student, (path,)))

    names = ["ann", "ann\0", "b\0001", "b\0o"]
    several = Handed("bob", tuple(attempt("bob", number) for number in range(3)))
    return Roll(tmp_path, [*(Handed(name, (attempt(name),)) for name in names), several])


def report_on(found: Found, score: float | None = 1.5) -> Report:
    """A grader's report on a file."""
    return builders.report(
        student=found.student,
        submission=SubmissionFile(file=found.file, sha256=digest(found)),
        lab_sha256=LAB.sha256,
        score=score,
        status="needs_review" if score is None else "graded",
        protections=("limits",),
    )


def test_every_file_is_taken_back_under_its_students_name_whatever_is_in_it(handed, tmp_path):
    students = [each.student for each in handed]
    with OutputFolder(tmp_path / "out", students) as folder:
        marking = Marking(LAB, Class(handed, LAB.lateness), folder, None, tmp_path)
        left = marking.left("limits", again=False)
        assert len({found.student for found in left}) == 7
        assert [found.paths for found in left] == [a.found.paths for each in handed for a in each.attempts]
        scores = {found.student: float(number) for number, found in enumerate(left)}
        taken = [marking.take(report_on(found, scores[found.student])) for found in reversed(left)]
        results = {report.student: report for report in folder.reports()}
    assert [report.student for report in taken if report] == ["bob", *reversed(students[:-1])]
    assert {name: report.score for name, report in results.items()} == {
        "ann": 0.0, "ann\0": 1.0, "b\0001": 2.0, "b\0o": 3.0, "bob": 6.0,
    }  # fmt: skip
    assert [attempt.mark for attempt in results["bob"].attempts] == [4.0, 5.0, 6.0]
    for entered in (marking.ledger.counted(), marking.ledger.answers()):  # though the last was taken first
        assert [each.student for each in entered] == students


def test_after_the_last_report_all_results_lie_in_the_folder(handed, tmp_path):
    with OutputFolder(tmp_path / "out", [each.student for each in handed]) as folder:
        marking = Marking(LAB, Class(handed, LAB.lateness), folder, None, tmp_path)
        for found in marking.left("limits", again=False):
            marking.take(report_on(found))
        assert len(list((tmp_path / "out" / "results").glob("*.json"))) == len(handed)


def marked_before(tmp_path: Path, handed: Roll) -> Marking:
    """A class that was graded, and whose written answers have a mark, in the folder `out`."""
    with OutputFolder(tmp_path / "out", [each.student for each in handed]) as folder:
        marking = Marking(LAB, Class(handed, LAB.lateness), folder, None, tmp_path)
        marking._filled_in = {each.student: GIVEN for each in handed}
        for found in marking.left("limits", again=False):
            marking.take(report_on(found))
    folder = OutputFolder(tmp_path / "out", [each.student for each in handed])
    return Marking(LAB, Class(handed, LAB.lateness), folder, None, tmp_path)


@pytest.mark.parametrize("changed", ["again", "file"])
def test_a_mark_of_the_written_question_stays_when_a_file_is_graded_again(changed, handed, tmp_path):
    marking = marked_before(tmp_path, handed)
    if changed == "file":
        for each in handed:
            each.attempts[0].found.paths[0].write_text("y = 2\n")
    left = marking.left("limits", again=changed == "again")
    results = [result for found in left if (result := marking.take(report_on(found, 2.0)))]
    assert {result.student for result in results} == {each.student for each in handed}
    assert all((result.written, result.mark, result.status) == (GIVEN, 5.0, "graded") for result in results)


def test_who_is_kept_is_settled_anew_and_written_only_if_that_changes_the_result(handed, tmp_path):
    marking = marked_before(tmp_path, handed)
    results = tmp_path / "out" / "results"
    before = {path.name: path.stat().st_ino for path in results.iterdir()}
    marking._filled_in = {"ann": WrittenMark(score=1.0, max_score=4.0)}
    assert not marking.left("limits", again=False)
    after = {path.name: path.stat().st_ino for path in results.iterdir()}
    assert {name for name in before if before[name] != after[name]} == {"ann.json"}


@pytest.mark.parametrize("demanded", ["limits", "contained"])
def test_who_was_isolated_less_than_is_demanded_now_is_graded_again(demanded, handed, tmp_path):
    left = marked_before(tmp_path, handed).left(demanded, again=False)
    assert len(left) == (0 if demanded == "limits" else 7)

"""What grading hands to the feedback: pictures, calls as data, the student's own line and no other text for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from submitting import RIGHT, checks, graded

from autograder.checks import check, expect
from autograder.checks.pictured import BarrierPicture
from autograder.checks.shown import ShownVector
from autograder.labs import Lab
from autograder.own_lines import own_line
from autograder.sandbox.host import Worker
from autograder.submissions import Cell, Submission

SQUARED = RIGHT.replace("2 * x", "x**2")


def painted(case, answer):
    return BarrierPicture(alt=f"{case.x.tolist()} gave {answer.tolist()}.", losses=(0.0, 1.0), found=1.0, right=0.5)


def with_painter(lab: Lab, painter) -> Lab:
    return replace(lab, visible=tuple(replace(each, picture=painter) for each in lab.visible))


def test_a_failure_is_described_by_its_check_for_the_case_that_failed(toy: Lab, worker: Worker) -> None:
    report = graded(with_painter(toy, painted), worker, SQUARED)
    result = checks(report)["every_entry_is_doubled"]
    assert result.picture is not None
    assert result.picture.alt == "[1.0] gave [1.0]."
    assert (result.calls[0].function, result.calls[0].value) == ("double", ShownVector("1.0"))
    double = next(exercise for exercise in report.exercises if exercise.name == "double")
    assert sum(each.picture is not None for each in double.checks) == 1


def test_a_right_submission_asks_for_no_picture(toy: Lab, worker: Worker) -> None:
    def painter(case, answer):
        raise AssertionError("nothing has failed")

    report = graded(with_painter(toy, painter), worker, RIGHT)
    assert report.score == 9
    assert not any(each.fault for each in checks(report).values())


def test_a_fault_in_describing_costs_no_mark_and_is_told(toy: Lab, worker: Worker) -> None:
    def painter(case, answer):
        raise ZeroDivisionError("the painter's own")

    plain, faulty = (graded(lab, worker, SQUARED) for lab in (toy, with_painter(toy, painter)))
    assert (faulty.status, faulty.score) == (plain.status, plain.score)
    result = checks(faulty)["every_entry_is_doubled"]
    assert result.picture is None
    assert result.fault == "No picture for the check every_entry_is_doubled (ZeroDivisionError: the painter's own)."
    assert result.message == checks(plain)["every_entry_is_doubled"].message


def test_a_painter_that_refuses_the_answer_is_at_no_fault(toy: Lab, worker: Worker) -> None:
    report = graded(with_painter(toy, lambda case, answer: expect.number(answer)), worker, SQUARED)
    assert checks(report)["every_entry_is_doubled"].fault == ""


def test_an_exception_has_no_picture(toy: Lab, worker: Worker) -> None:
    report = graded(with_painter(toy, painted), worker, RIGHT, "def double(x):\n    raise KeyError(x)")
    assert checks(report)["every_entry_is_doubled"].picture is None


def test_the_kind_of_an_exception_is_one_of_pythons(toy: Lab, worker: Worker) -> None:
    cell = "class Secret_1_2_3(IndexError): pass\ndef double(x):\n    raise Secret_1_2_3(x)"
    result = checks(graded(toy, worker, RIGHT, cell))["every_entry_is_doubled"]
    assert result.exception == "IndexError"
    assert "Secret_1_2_3" not in result.where.partition(":")[0]


def test_the_wrong_exception_is_shown_with_its_line(toy: Lab, worker: Worker) -> None:
    @check("double", points=1)
    def refuses(student):
        """Text is refused with a TypeError."""
        with expect.raises(TypeError, "A text has no double"):
            student.double("text")

    lab = replace(toy, visible=(*toy.visible, refuses))
    cell = "def double(x):\n    if isinstance(x, str):\n        raise KeyError(x)\n    return 2 * x"
    result = checks(graded(lab, worker, RIGHT, cell))["refuses"]
    assert result.where == "code cell 2, line 3 in double: raise KeyError(x)"


def test_a_line_that_the_students_process_made_up_is_not_shown(toy: Lab, worker: Worker) -> None:
    # the process is the student's: it may say anything of where it was
    cell = (
        "import linecache\n"
        "def double(x):\n"
        "    name = double.__code__.co_filename\n"
        "    linecache.cache[name] = (1, None, [f'the input was {x}\\n'] * 20, name)\n"
        "    raise ValueError\n"
    )
    result = checks(graded(toy, worker, RIGHT, cell))["every_entry_is_doubled"]
    assert result.where == "code cell 2, line 5 in double: raise ValueError"


SUBMISSION = Submission(
    "ann", "ann.py", "0", (Cell("ann.py", "a = 1\n", 1), Cell("ann.py", "def f():\n    return b\n", 10))
)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("ann.py, line 11 in f: anything", "ann.py, line 11 in f: return b"),
        ("ann.py, line 1: anything", "ann.py, line 1: a = 1"),
        ("ann.py, line 11 in g: anything", "ann.py, line 11: return b"),
        ("ann.py, line 11 in <b>: anything", ""),
        ("ann.py, line 5: between the cells", ""),
        ("ann.py, line 99999999999: far away", ""),
        ("ann.py, line -1: x", ""),
        ("other.py, line 1: x", ""),
        ("ann.py", ""),
        ("", ""),
    ],
)
def test_a_line_is_taken_from_the_submission_alone(said, shown):
    assert own_line(SUBMISSION, said) == shown

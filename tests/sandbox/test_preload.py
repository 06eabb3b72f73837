"""Large modules are loaded where they are wanted, and work wherever they are."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import psutil
import pytest
from submitting import RIGHT, graded, submission

from autograder.batch import Grader
from autograder.batch import grader as grader_module
from autograder.checks.calls import Returned
from autograder.sandbox.host import Worker
from autograder.sandbox.preload import LARGE, wants_large
from autograder.sandbox.session import Session
from autograder.submissions import SubmittedFile

SEEN = "import sys\ndef anything(x): return [name in sys.modules for name in ('scipy.linalg', 'scipy.optimize')]\n"
USES = """
from scipy.optimize import linear_sum_assignment

def double(x):
    rows, columns = linear_sum_assignment([[1.0, 0.0], [0.0, 1.0]])
    return x * int(sum(columns) + 1)
"""


@pytest.fixture
def toy(toy):
    """The lab with time enough to import large modules in a cell, and to start workers, on a busy machine too."""
    return replace(toy, limits=msgspec.structs.replace(toy.limits, cell_seconds=60, total_seconds=300))


@pytest.mark.parametrize(
    "source",
    [
        "from scipy.optimize import linear_sum_assignment",
        "import numpy as np\n    import scipy.linalg as sl\n",
        "from scipy import special, optimize",
        "x = scipy . optimize . minimize(f, 0)",
    ],
)
def test_who_speaks_of_a_large_module_wants_it(source):
    assert wants_large(["pass", source])


@pytest.mark.parametrize(
    "source",
    [
        "",
        "from scipy.special import expit",
        "np.linalg.norm(x)",
        "from scipy.special import expit\nnp.linalg.norm(x)",
        "def optimize(x): ...",
    ],
)
def test_nobody_else_does(source):
    assert not wants_large([source])


@pytest.mark.parametrize("lean", [False, True])
def test_a_lean_worker_has_not_loaded_them_and_they_work_in_both(toy, lean):
    with Worker(lean=lean) as worker:
        with Session(worker, submission(SEEN), toy.limits, {}) as session:
            assert session.call("anything", (1,)) == Returned([not lean] * len(LARGE))
        assert graded(toy, worker, RIGHT + USES).score == graded(toy, worker, RIGHT).score


def test_the_first_who_wants_them_has_them_loaded_for_all_that_follow(toy, monkeypatch):
    made = workers_made(monkeypatch)
    with Grader(toy) as grader:
        alone = [grader.grade_file(file(source)).score for source in (RIGHT, RIGHT + USES, RIGHT, RIGHT + USES)]
    assert alone == [9, 9, 9, 9]
    assert made == [True, False]


def test_where_the_notebook_of_the_lab_wants_them_they_are_there_from_the_start(toy, monkeypatch, tmp_path):
    (tmp_path / "notebook.py").write_text("# %%\nfrom scipy.optimize import brentq\n")
    made = workers_made(monkeypatch)
    with Grader(replace(toy, folder=tmp_path)) as grader:
        assert grader.grade_file(file(RIGHT + USES)).score == 9
    assert made == [False]


def test_a_lost_worker_is_replaced_by_one_of_its_kind(toy, monkeypatch):
    made = workers_made(monkeypatch)
    others = psutil.Process().children()
    with Grader(toy) as grader:
        for source in (RIGHT, RIGHT + USES):
            assert grader.grade_file(file(source)).score == 9
            (lost,) = (child for child in psutil.Process().children() if child not in others)
            lost.kill()
            lost.wait()
            assert grader.grade_file(file(source)).score == 9
    assert made == [True, True, False, False]


def workers_made(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each worker that graders start from now on is a lean one."""
    made: list[bool] = []

    def recorded(*, lean: bool) -> Worker:
        made.append(lean)
        return Worker(lean=lean)

    monkeypatch.setattr(grader_module, "Worker", recorded)
    return made


def file(source: str) -> SubmittedFile:
    return SubmittedFile("ann", "ann.py", source.encode())

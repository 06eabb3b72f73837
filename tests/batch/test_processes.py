"""Grading processes: one at a time for everybody who asks, and replaced when they are lost."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import TOY
from processes import below, survivors
from submitting import RIGHT, looping

from autograder.batch import messages
from autograder.batch import processes as module
from autograder.batch.messages import Graded, Unfit, answer_in, packed
from autograder.batch.processes import Processes, ProcessesClosed
from autograder.labs import Lab, load_lab
from autograder.sandbox.errors import WorkerFailed
from autograder.submissions import SubmittedFile


def paper(source: str = RIGHT) -> bytes:
    return packed(SubmittedFile("ann", "ann.py", source.encode()))


@pytest.fixture
def processes(course: Path) -> Iterator[Processes]:
    made = Processes(messages.order(course, load_lab(course, "toy"), "limits"))
    yield made
    made.close()


def test_a_process_is_kept_warm_for_the_next_file(processes: Processes) -> None:
    first = answer_in(processes.grade(paper()))
    serving = below(os.getpid())
    second = answer_in(processes.grade(paper()))
    assert isinstance(first, Graded)
    assert isinstance(second, Graded)
    assert (first.report.score, second.report.score) == (10.0, 10.0)
    assert below(os.getpid()) <= serving


def test_what_a_lab_prints_is_no_result(course: Path, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    chatty = shutil.copytree(course, tmp_path / "course")
    with open(chatty / "solutions" / "toy" / "checks.py", "a") as checks:
        checks.write("\nprint('a word from the lab')\n")
    processes = Processes(messages.order(chatty, load_lab(chatty, "toy"), "limits"))
    capfd.readouterr()
    assert isinstance(answer_in(processes.grade(paper())), Graded)
    processes.close()
    assert capfd.readouterr() == ("", "a word from the lab\n")


def test_a_process_that_is_killed_meanwhile_is_replaced(processes: Processes, tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    waiting = RIGHT + looping(fifo)
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(processes.grade, paper(waiting))
        os.kill(int(fifo.read_text().split()[0]), signal.SIGKILL)
        os.kill(int(fifo.read_text().split()[0]), signal.SIGKILL)
        (tmp_path / "fifo.enough").touch()
        assert int(fifo.read_text().split()[0]) > 0  # the third may end its work
        assert isinstance(answer_in(answer.result()), Graded)


def test_processes_that_were_lost_while_they_waited_are_no_submissions_fault(processes: Processes) -> None:
    with ThreadPoolExecutor(3) as threads:  # three at the same time, so that there are three
        assert all(isinstance(answer_in(each), Graded) for each in threads.map(processes.grade, [paper()] * 3))
    idle = list(processes._idle)
    for each in idle:
        each.kill()
        each.wait()
    assert isinstance(answer_in(processes.grade(paper())), Graded)
    assert not set(idle) & set(processes._idle)


def test_a_bunch_that_takes_longer_than_was_thought_is_not_gone_on_with(
    processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    bunch = messages.bundle([paper()] * 3)
    monkeypatch.setattr(module, "ENOUGH_SECONDS", 1e9)
    assert len(messages.unbundle(processes.grade_bunch(bunch))) == 3
    monkeypatch.setattr(module, "ENOUGH_SECONDS", 0.0)
    assert len(messages.unbundle(processes.grade_bunch(bunch))) == 1


def test_ending_them_frees_whoever_waits_and_leaves_no_process(processes: Processes, tmp_path: Path) -> None:
    before = below(os.getpid())
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    waiting = RIGHT + looping(fifo)
    ended: list[BaseException] = []

    def grade() -> None:
        try:
            processes.grade(paper(waiting))
        except ProcessesClosed as why:
            ended.append(why)

    thread = threading.Thread(target=grade)
    thread.start()
    fifo.read_text()
    family = below(os.getpid()) - before
    assert family
    processes.close()
    thread.join()
    assert len(ended) == 1
    assert survivors(family) == set()
    with pytest.raises(ProcessesClosed):
        processes.grade(paper())


def test_a_lab_that_has_changed_since_is_not_graded_with(toy: Lab) -> None:
    changed = messages.Order(course=bytes(TOY), lab="toy", lab_sha256="0" * 64, required="limits")
    processes = Processes(changed)
    answer = answer_in(processes.grade(paper()))
    processes.close()
    assert isinstance(answer, Unfit)
    assert "have changed since the command began" in answer.why


def test_processes_that_do_not_even_start_are_no_submissions_fault(toy: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    processes = Processes(messages.order(TOY, toy, "limits"))
    with pytest.raises(WorkerFailed, match="ended while it started"):
        processes.grade(paper())
    processes.close()

"""The worker: what it puts around a student's process, and what it leaves behind."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from processes import below, survivors
from submitting import RIGHT, submission

from autograder.checks.calls import Ended, Raised, Returned
from autograder.labs import Lab
from autograder.sandbox.errors import WorkerFailed
from autograder.sandbox.host import Worker
from autograder.sandbox.session import Session
from autograder.submissions import Cell


def answer(worker: Worker, lab: Lab, code: str) -> Any:
    """What a function ``anything`` made of this code returns when it is called with 1."""
    with Session(worker, submission(RIGHT, code), lab.limits, {}) as session:
        outcome = session.call("anything", (1,))
    assert isinstance(outcome, Returned), outcome
    return outcome.value


def test_a_students_process_has_no_capabilities(toy: Lab) -> None:
    code = (
        "import ctypes\n"
        "def anything(x):\n"
        "    header, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()\n"
        "    assert ctypes.CDLL(None).capget(header, data) == 0\n"
        "    return list(data)"
    )
    with Worker(without=("seccomp",)) as worker:
        assert answer(worker, toy, code) == [0] * 6


def test_a_students_process_leads_a_session_of_its_own(toy: Lab, worker: Worker) -> None:
    with Worker(without=("seccomp",)) as own:
        assert answer(own, toy, "import os\ndef anything(x): return os.getsid(0) == os.getpid()") is True


def test_signals_are_as_in_any_process(toy: Lab, worker: Worker) -> None:
    code = (
        "import signal\n"
        "def anything(x):\n"
        "    first = signal.getsignal(signal.SIGCHLD), signal.getsignal(signal.SIGXFSZ), signal.set_wakeup_fd(-1)\n"
        "    before = signal.signal(signal.SIGCHLD, lambda *_: None)\n"
        "    return [first == (signal.SIG_DFL, signal.SIG_IGN, -1), before == signal.SIG_DFL]"
    )
    assert answer(worker, toy, code) == [True, True]


def test_two_processes_draw_different_numbers_but_those_of_their_seed(toy: Lab, worker: Worker) -> None:
    code = (
        "import os, random, numpy as np\n"
        "def anything(x): return [os.urandom(8).hex(), random.Random().random(), random.random(), np.random.rand()]"
    )
    (*one, mine, numpys), (*other, yours, theirs) = (answer(worker, toy, code) for _ in range(2))
    assert not set(one) & set(other)
    assert (mine, numpys) == (yours, theirs)


def test_a_syntax_error_of_a_later_cell_names_the_lines_of_the_file(toy: Lab, worker: Worker) -> None:
    cells = (Cell("lines 5-7", "if True:\nx = (1\n", first_line=5), Cell("line 9", "y = (1,\n\n2]\n", first_line=9))
    handed_in = replace(submission(), cells=cells)
    with Session(worker, handed_in, toy.limits, {}) as session:
        session.call("anything", (1,))
        assert "after 'if' statement on line 5" in session.problems[0]
        assert "does not match opening parenthesis '(' on line 9" in session.problems[1]


def test_no_scratch_stays_mounted(toy: Lab, worker: Worker) -> None:
    if "namespaces" not in worker.ready.protections:
        pytest.skip("there are no namespaces on this machine")
    for _ in range(3):
        answer(worker, toy, "def anything(x): return x")
    for pid in below(worker.pid):
        assert "/scratch" not in [line.split()[4] for line in Path(f"/proc/{pid}/mountinfo").read_text().splitlines()]


def test_shared_memory_of_one_submission_is_not_there_for_the_next(toy: Lab) -> None:
    shared = "import ctypes\ndef anything(x): return ctypes.CDLL(None).shmget(0x5EED, 4096, {flags}) >= 0"
    with Worker(without=("seccomp",)) as worker:
        if "namespaces" not in worker.ready.protections:
            pytest.skip("there are no namespaces on this machine")
        assert answer(worker, toy, shared.format(flags="0o1600")) is True  # IPC_CREAT, for oneself
        assert answer(worker, toy, shared.format(flags="0")) is False


DAEMON = """
import os, sys, time
def anything(x):
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.write(writer, b"here")
            while True:
                time.sleep(60)
        os._exit(0)
    return os.read(reader, 4).decode()
"""


@pytest.mark.parametrize("without", [("seccomp",), ("seccomp", "namespaces")])
def test_what_a_student_leaves_running_is_ended(toy: Lab, without: tuple[str, ...]) -> None:
    with Worker(without) as worker:
        _ = worker.ready
        family = below(worker.pid)
        assert answer(worker, toy, DAEMON) == "here"
        answer(worker, toy, "def anything(x): return x")  # the worker has tidied up before it starts another
        assert below(worker.pid) == family


@pytest.mark.parametrize("without", [(), ("namespaces",)])
def test_nothing_outlives_a_worker_that_is_killed(toy: Lab, without: tuple[str, ...]) -> None:
    with Worker(without) as worker:
        session = Session(worker, submission(RIGHT), toy.limits, {})
        assert isinstance(session.call("double", (2,)), Returned)
        family = below(worker.pid)
        assert family
        os.kill(worker.pid, 9)
        assert survivors(family) == set()
        with pytest.raises(WorkerFailed):
            session.call("double", (2,))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("def anything(x): return bytearray(1 << 30)", "the grader's limit is 256 MB"),
        ("def anything(x): open('f', 'wb').write(bytes(17 << 20))", "the grader's limit is 16 MB"),
        ("def anything(x): open('/etc/passwd', 'w')", "its own empty folder"),
    ],
)
def test_an_exception_that_a_limit_raises_names_the_limit(toy: Lab, worker: Worker, code: str, said: str) -> None:
    with Session(worker, submission(RIGHT, code), toy.limits, {}) as session:
        outcome = session.call("anything", (1,))
    assert isinstance(outcome, Raised)
    if said == "its own empty folder" and "Permission" not in outcome.kinds[0]:
        said = outcome.text  # in a small tree of files the folder is not there at all
    assert said in outcome.text


def test_a_scratch_folder_that_is_only_watched_is_bounded_too(toy: Lab) -> None:
    code = "def anything(x):\n    for k in range(10**6):\n        open(str(k), 'w').close()"
    with (
        Worker(without=("namespaces",)) as worker,
        Session(worker, submission(RIGHT, code), toy.limits, {"anything": 5.0}) as session,
    ):
        outcome = session.call("anything", (1,))
    assert isinstance(outcome, Ended)
    assert "16 MB in 1000 files" in outcome.reason


def test_more_cells_than_are_sent_at_once_run_in_order(toy: Lab, worker: Worker) -> None:
    filler = "#" * 3000
    cells = ["order = []", *(f"order.append({k})  {filler}" for k in range(20)), "def anything(x): return order"]
    with Session(worker, submission(*cells), toy.limits, {}) as session:
        assert session.call("anything", (1,)) == Returned(list(range(20)))


def test_the_cell_that_ends_the_process_is_the_one_that_is_named(toy: Lab, worker: Worker) -> None:
    cells = ["a = 1", "b = a", "import os\nos._exit(b)", "def anything(x): return x"]
    with Session(worker, submission(*cells), toy.limits, {}) as session:
        assert session.call("anything", (1,)) == Returned(1)
    assert len(session.problems) == 1
    assert session.problems[0].startswith("code cell 3 ended the process")


@pytest.mark.parametrize(
    "cell",
    [
        "import io, sys\nsys.stdout = io.TextIOWrapper(sys.stdout.detach(), encoding='utf-8')",
        "import io, sys\nsys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding='utf-8')\nprint('a')",
        "import sys\nsys.stderr.close()",
        "import os\nprint('a')\nos.close(1)",
        "import sys\nassert sys.stdout.write('four') == 4\nsys.stdout.writelines(['a', 'b'])\nsys.stdout.flush()",
        "import sys\nprint('\\ud800', file=sys.stderr, flush=True)\nsys.stdout.buffer.write(b'x')",
        "import sys\nassert (sys.stdout.encoding, sys.stdout.isatty(), sys.stdout.fileno()) == ('utf-8', False, 1)",
        "import sys\nassert sys.stdout.mode == sys.stderr.mode == 'w'",
        "import sys\ntry:\n    sys.stdout.write(5)\nexcept TypeError:\n    pass\nelse:\n    raise ValueError",
    ],
)
def test_a_cell_may_do_with_its_own_streams_what_it_likes(toy: Lab, worker: Worker, cell: str) -> None:
    with Session(worker, submission(cell, "def anything(x): return x"), toy.limits, {}) as session:
        assert session.call("anything", (1,)) == Returned(1)
        assert session.problems == []

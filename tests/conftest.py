"""Fixtures that many tests share: the course of this repository, a miniature one, and a warm worker."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from attacks import summary

from autograder.labs import Lab, load_lab
from autograder.sandbox.host import Worker
from autograder.settings import Limits

ROOT = Path(__file__).parent.parent
TOY = Path(__file__).parent / "toy"


@pytest.fixture(scope="session")
def toy() -> Lab:
    """A lab with three small exercises and tight limits, see tests/toy."""
    return load_lab(TOY, "toy")


@pytest.fixture(scope="session")
def worker() -> Iterator[Worker]:
    """One warm worker for all tests that do not try to break it."""
    with Worker() as warm:
        _ = warm.ready  # a session's clock runs while it waits for a cold one
        yield warm


@pytest.fixture
def ample(monkeypatch: pytest.MonkeyPatch) -> Limits:
    """Limits with which a busy machine changes nothing: no call is too slow for them, or to be made ahead of time."""
    for name in ("ahead.PATIENCE", "ahead.SETTLE", "session.PATIENCE", "session.QUICK_START", "process.GRACE"):
        monkeypatch.setattr(f"autograder.sandbox.{name}_SECONDS", 30.0)
    return Limits(call_seconds=30, cell_seconds=30, total_seconds=300)


DEADLY_CHECK = '''

@check("anything", points=1)
def deadly(student):
    """A check of a course for tests: it kills what the student names, or tells a pipe of the student's who it is."""
    import os, signal, sys
    sys.path.insert(0, {tests!r})
    from processes import below
    wish = student.anything(None)
    if wish == "the grader":
        os.kill(os.getpid(), signal.SIGKILL)
    if wish == "the cluster's worker":
        os.kill(os.getppid(), signal.SIGKILL)
    # run in a process of the pool: below pytest itself there are others; parents first, or they tell of a child's end
    for worker in sorted(below(os.getpid())) if wish == "the worker" else ():
        os.kill(worker, signal.SIGKILL)
    if wish == "the worker":  # notice it within this check: what has passed is not run again
        student.anything("is anybody there?")
    if isinstance(wish, str) and wish.startswith("/"):
        with open(wish, "w") as pipe:
            pipe.write(f"{{os.getpid()}} {{os.getppid()}}")
        if not os.path.exists(wish + ".enough"):
            student.anything("now loop")
'''


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course for tests with a check that plays accidents: student code itself cannot cause them.

    No limit of time is met in it, however slow a machine is.
    """
    copied = tmp_path_factory.mktemp("course")
    shutil.copytree(TOY, copied, dirs_exist_ok=True)
    settings = copied / "assignments" / "toy" / "lab.toml"
    patient = {"points = 1": "points = 2", "_seconds = 1": "_seconds = 60", "total_seconds = 8": "total_seconds = 300"}
    text = settings.read_text()
    for given, here in patient.items():
        text = text.replace(given, here)
    settings.write_text(text)
    with open(copied / "solutions" / "toy" / "checks.py", "a") as checks:
        checks.write(DEADLY_CHECK.format(tests=str(Path(__file__).parent)))
    return copied


_outcomes: dict[str, str] = {}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember what came of each test, for the table of attacks."""
    if report.when == "call" or report.outcome != "passed":
        _outcomes[report.nodeid] = report.outcome


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table of attacks, if any were tried."""
    table = summary.lines(_outcomes)
    if table:
        terminalreporter.section("attacks")
        for line in table:
            terminalreporter.write_line(line)

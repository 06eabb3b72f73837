"""Levels of isolation, and refusing to grade below one."""

from __future__ import annotations

import errno
import itertools
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import TOY
from submitting import RIGHT

from autograder import cli
from autograder.batch import Grader, IsolationError, grade_all
from autograder.find import find
from autograder.labs import Lab
from autograder.sandbox import isolation, seccomp
from autograder.sandbox.confine import LAYERS, Confinement
from autograder.sandbox.control import Ready
from autograder.sandbox.host import Worker
from autograder.submissions import Found


@pytest.mark.parametrize(
    ("layers", "level"),
    [
        ((), "limits"),
        (("limits",), "limits"),
        (("limits", "landlock"), "limits"),
        (("limits", "seccomp"), "limits"),
        (("limits", "uid", "seccomp"), "limits"),
        (("landlock", "seccomp", "limits"), "contained"),
        (("namespaces", "seccomp", "limits"), "contained"),
        (("landlock", "seccomp", "uid", "limits"), "full"),
        (LAYERS, "full"),
    ],
)
def test_the_level_of_some_layers(layers: tuple[str, ...], level: str) -> None:
    assert isolation.level(layers) == level


def test_another_layer_never_lowers_the_level() -> None:
    for count in range(len(LAYERS)):
        for some in itertools.combinations(LAYERS, count):
            for more in set(LAYERS) - set(some):
                before, after = isolation.level(some), isolation.level((*some, more))
                assert isolation.LEVELS.index(after) >= isolation.LEVELS.index(before)


def test_every_layer_and_level_is_explained() -> None:
    assert set(isolation.STOPS) == set(LAYERS)
    assert set(isolation.MEANINGS) == set(isolation.LEVELS)


def test_what_is_missing_is_said_with_the_reason() -> None:
    said = isolation.shortfall(("limits",), {"seccomp": "no library"})
    assert "'limits'" in said
    assert "seccomp (no library)" in said


def test_a_confinement_names_the_layers_that_are_not_missing() -> None:
    assert Confinement(missing={"uid": "not root"}).protections == ("landlock", "seccomp", "namespaces", "limits")


def students(folder: Path) -> list[Found]:
    (folder / "ann.py").write_text(RIGHT)
    return find([folder])[0]


class WeakWorker(Worker):
    """A worker on a machine that lacks what is strong."""

    def __init__(self, *, lean: bool) -> None:
        super().__init__(without=("landlock", "namespaces"), lean=lean)


def test_below_the_demanded_level_nothing_is_run(toy: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.batch.grader.Worker", WeakWorker)
    with Grader(toy, "contained") as grader, pytest.raises(IsolationError, match=r"landlock .*left out on purpose"):
        grader.grade(students(tmp_path)[0])
    with Grader(toy, "limits") as grader:
        assert grader.grade(students(tmp_path)[0]).score == 9


@pytest.mark.parametrize("workers", [1, 2])
def test_the_level_that_this_machine_reaches_may_be_demanded(toy: Lab, tmp_path: Path, workers: int) -> None:
    found = students(tmp_path)
    with Worker() as worker:
        reached = isolation.level(worker.ready.protections)
    reports = list(grade_all(TOY, toy, found, workers, reached))
    assert [report.score for report in reports] == [9.0]


def test_a_missing_layer_is_missing_from_the_results_too(toy: Lab, tmp_path: Path) -> None:
    with Worker(without=("seccomp",)) as worker:
        ready = worker.ready
    assert isinstance(ready, Ready)
    assert "seccomp" not in ready.protections
    assert ready.missing["seccomp"] == "it was left out on purpose"


def test_doctor_says_which_layers_hold() -> None:
    command = [sys.executable, "-m", "autograder", "doctor", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = json.loads(done.stdout)
    assert set(said["protections"]) | set(said["missing"]) == set(LAYERS)
    assert said["level"] == isolation.level(said["protections"])
    assert done.returncode == (1 if said["level"] == "limits" else 0)
    table = subprocess.run(command[:-1], capture_output=True, text=True, check=False).stdout
    assert all(layer in table for layer in LAYERS)


WEAK = f"""#!{sys.executable}
import sys
from autograder.batch import grader, serve
from autograder.sandbox.host import Worker

class WeakWorker(Worker):
    def __init__(self, *, lean):
        super().__init__(without=("landlock", "namespaces"), lean=lean)

grader.Worker = WeakWorker
sys.argv[1:] = sys.argv[-1:]
serve.main()
"""
"""A grading process on such a machine, instead of the interpreter that would be one."""


@pytest.fixture
def run(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """The command line in this process, on a machine that lacks what is strong; its exit status."""
    program = tmp_path_factory.mktemp("weak") / "python"
    program.write_text(WEAK)
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))

    def run(*arguments: object) -> int:
        monkeypatch.setattr(sys, "argv", ["autograder", *map(str, arguments)])
        return cli.run()

    return run


def test_weak_isolation_is_warned_of_once_and_graded_all_the_same(
    run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "submissions"
    folder.mkdir()
    for name in ("ann", "bob"):
        (folder / f"{name}.py").write_text(RIGHT)
    assert run("grade", "toy", folder, "-o", tmp_path / "out", "--course", TOY) == 0
    assert capsys.readouterr().err.count("not isolated as it should be") == 1
    report = json.loads((tmp_path / "out" / "results" / "ann.json").read_text())
    assert (report["score"], "landlock" in report["protections"]) == (9.0, False)


def test_a_demand_on_the_command_line_or_by_the_lab_refuses_weak_isolation(
    run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "ann.py").write_text(RIGHT)
    where = ("grade", "toy", tmp_path / "ann.py", "-o", tmp_path / "out", "--course")
    assert run(*where, TOY, "--require-isolation", "contained") == 2
    assert "left out on purpose" in capsys.readouterr().err
    strict = tmp_path / "strict"
    shutil.copytree(TOY, strict)
    with open(strict / "assignments" / "toy" / "lab.toml", "a") as settings:
        settings.write('\n[isolation]\nrequire = "full"\n')
    assert run(*where, strict) == 2
    assert "'full' is demanded" in capsys.readouterr().err
    assert not (tmp_path / "out" / "grades.csv").exists()


def test_a_filter_is_made_by_an_old_library_too(monkeypatch: pytest.MonkeyPatch) -> None:
    pyseccomp = pytest.importorskip("pyseccomp", exc_type=(ImportError, RuntimeError))
    tree = seccomp.build()

    class Old(pyseccomp.SyscallFilter):
        def set_attr(self, attribute: int, value: int) -> None:
            raise OSError(errno.EEXIST, f"no attribute {attribute}")

    monkeypatch.setattr(pyseccomp, "SyscallFilter", Old)
    assert len(seccomp.build()) < len(tree)

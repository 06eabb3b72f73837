"""The plug-in: what it takes away from otter, what it gives back, and when it gives no mark at all."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from builders import report, result
from conftest import TOY
from msgspec.structs import replace
from release.tools import demand
from submitting import RIGHT

demand("otter")

import nbformat  # noqa: E402
from otter.execute.logging import start_server  # noqa: E402
from otter.run import AutograderConfig  # noqa: E402
from otter.run.run_autograder.utils import OtterRuntimeError  # noqa: E402
from otter.test_files import GradingResults  # noqa: E402

from autograder.labs import Lab  # noqa: E402
from autograder.release.otter import plugin  # noqa: E402
from autograder.release.otter.plugin import NotGraded, Sandbox  # noqa: E402
from autograder.report import Report  # noqa: E402
from autograder.submissions import Found  # noqa: E402

HIDDEN_FAULT = '''

@check("anything", points=1)
def broken(student):
    """A check with a mistake in it."""
    return 1 / 0
'''


class Run:
    """A folder such as otter makes for one submission, with the course unpacked in it."""

    def __init__(self, root: Path, course: Path = TOY) -> None:
        shutil.copytree(course, root / "source" / "files", ignore=shutil.ignore_patterns("__pycache__"))
        self.course = root / "source" / "files"
        self.folder = root / "submission"
        self.folder.mkdir()

    def sandbox(self, source: str, name: str = "ann.py") -> Sandbox:
        (self.folder / name).write_text(source)
        return Sandbox(str(self.folder / name), {}, {"lab": "toy"})

    def results(self, source: str) -> GradingResults:
        results = GradingResults([])
        self.sandbox(source).after_grading(results)
        return results


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    made = Run(tmp_path)
    monkeypatch.chdir(made.folder)
    return made


def config(**settings: Any) -> AutograderConfig:
    return AutograderConfig(
        {"show_hidden": True, "show_all_public": True, "force_public_test_summary": False, **settings}
    )


def test_everything_but_the_submission_leaves_otters_folder(run: Run) -> None:
    sandbox = run.sandbox(RIGHT)
    (run.folder / "otter").mkdir()
    for name in ("otter/__init__.py", ".OTTER_LOG", "json.py", "__init__.py"):
        (run.folder / name).write_text("raise SystemExit")
    secret = run.course / "solutions"
    (run.folder / "tests").symlink_to(secret)
    given = config(grade_from_log=True)
    sandbox.before_grading(given)
    assert [path.name for path in run.folder.iterdir()] == ["ann.py"]
    assert list(secret.rglob("solution.py"))
    assert given.grade_from_log is False


def test_nothing_is_deleted_in_a_folder_that_is_not_the_submissions(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox = run.sandbox(RIGHT)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "precious.txt").touch()
    monkeypatch.chdir(tmp_path / "elsewhere")
    with pytest.raises(NotGraded, match=r"ann\.py is not in otter's folder"):
        sandbox.before_grading(config())
    assert (tmp_path / "elsewhere" / "precious.txt").exists()


def test_otters_kernel_gets_no_cell_and_no_metadata_of_the_submission(run: Run) -> None:
    theirs = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("print(1)")], metadata={"kernelspec": {"name": "bash", "display_name": "B"}}
    )
    ours = run.sandbox(RIGHT).before_execution(theirs)
    assert ours.cells == []
    assert ours.metadata.kernelspec.name == "python3"
    nbformat.validate(ours)


def test_marks_and_texts_take_the_place_of_otters(run: Run) -> None:
    results = run.results(RIGHT.replace("return items[::-1]", "return items"))
    written = results.to_gradescope_dict(config())
    assert [(test["name"], test["score"], test["max_score"]) for test in written["tests"]] == [
        ("q1: double", 4, 4),
        ("q2: reverse", 2, 4),
        ("q3: anything", 1, 1),
    ]
    assert {test["visibility"] for test in written["tests"]} == {"visible"}
    reverse = written["tests"][1]["output"]
    assert "✗ Three items come back in reverse order." in reverse
    assert "✓ An empty list raises ValueError." in reverse
    assert "reverse(items=[1, 2, 3])" in reverse
    assert (results.total, results.possible, results.get_score("q2")) == (7, 9, 2)
    assert all(type(test["score"]) is float for test in written["tests"])


def test_an_endless_loop_ends_and_costs_its_exercise_only(run: Run) -> None:
    results = run.results(RIGHT.replace("return 2 * x", "while True: pass"))
    assert {name: results.get_score(name) for name in results.results} == {"q1": 0, "q2": 4, "q3": 1}


def test_what_a_cell_complains_of_is_told(run: Run) -> None:
    results = run.results(RIGHT + "\nraise RuntimeError('not mine')\n")
    assert "not mine" in results.to_gradescope_dict(config())["output"]


@pytest.mark.parametrize(("policy", "shown"), [("full", True), ("titles", True), ("none", False)])
def test_hidden_checks_are_told_as_the_lab_allows_and_always_count(run: Run, policy: str, shown: bool) -> None:
    settings = run.course / "assignments" / "toy" / "lab.toml"
    settings.write_text(settings.read_text() + f'\n[feedback]\nhidden = "{policy}"\n')
    results = run.results(RIGHT.replace("raise ValueError", "return []"))
    output = results.to_gradescope_dict(config())["tests"][1]["output"]
    assert ("An empty list raises ValueError." in output) == shown
    assert ("reverse(items=[])" in output) == (policy == "full")
    assert (results.get_score("q2"), results.possible) == (2, 9)


def test_a_fault_of_the_grader_is_no_mark_and_no_error_that_otter_takes_for_a_0(run: Run) -> None:
    settings = run.course / "assignments" / "toy" / "lab.toml"
    settings.write_text(settings.read_text().replace("points = 1", "points = 2"))
    with open(run.course / "solutions" / "toy" / "checks.py", "a") as checks:
        checks.write(HIDDEN_FAULT)
    with pytest.raises(NotGraded, match=r"(?s)ann\.py has no mark: the grader failed\..*broken \(ZeroDivisionError"):
        run.results(RIGHT)
    assert not issubclass(NotGraded, OtterRuntimeError)


def test_a_file_that_is_no_submission_has_no_mark(run: Run) -> None:
    with pytest.raises(NotGraded, match=r"(?s)ann\.py is no submission.*no code that is graded"):
        run.results("# nothing\n")


def test_a_machine_that_cannot_isolate_as_demanded_gives_no_mark(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.batch.grader.reaches", lambda protections, required: False)
    with pytest.raises(NotGraded, match="toy cannot be graded here: Student code is isolated to the level"):
        run.results(RIGHT)


def test_a_zip_without_the_lab_gives_no_mark(run: Run) -> None:
    shutil.rmtree(run.course / "solutions")
    with pytest.raises(NotGraded, match="solutions/toy is missing"):
        run.results(RIGHT)


def test_a_kernel_that_failed_gives_no_mark(run: Run) -> None:
    with pytest.raises(NotGraded, match="otter's kernel did not come back: no kernel"):
        run.sandbox(RIGHT).after_grading(GradingResults.without_results(RuntimeError("no kernel")))


class Graded:
    """In the place of a grader with a sandbox: it gives the report that it is made with."""

    def __init__(self, report: Callable[[], Report]) -> None:
        self._report = report

    def __call__(self, lab: Lab) -> Graded:
        return self

    def __enter__(self) -> Graded:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def grade(self, found: Found) -> Report:
        return self._report()


@pytest.mark.parametrize("score", [float("nan"), float("inf"), -1.0, 5.0])
def test_an_impossible_score_is_no_mark(run: Run, monkeypatch: pytest.MonkeyPatch, score: float) -> None:
    impossible = replace(report(result("a", visible=True, outcome="passed")), score=score)
    first, *others = impossible.exercises
    impossible = replace(impossible, exercises=(replace(first, score=score), *others))
    monkeypatch.setattr(plugin, "Grader", Graded(lambda: impossible))
    with pytest.raises(NotGraded, match="has the impossible score"):
        run.results(RIGHT)


def test_student_code_waits_for_the_end_of_otters_log_server(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    # it unpickles what any process of this machine sends to it
    _, stop = start_server()
    (server,) = (thread for thread in threading.enumerate() if plugin.LOG_SERVER in thread.name)
    alive: list[bool] = []

    def grade() -> Report:
        alive.append(server.is_alive())
        return report(result("a", visible=True, outcome="passed"))

    monkeypatch.setattr(plugin, "Grader", Graded(grade))
    stop()
    run.results(RIGHT)
    assert alive == [False]


def test_a_log_server_that_does_not_end_gives_no_mark(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugin, "Grader", Graded(lambda: pytest.fail("it was graded")))
    monkeypatch.setattr(plugin, "LOG_SERVER_SECONDS", 0.1)
    _, stop = start_server()
    try:
        with pytest.raises(NotGraded, match="log server has not ended"):
            run.results(RIGHT)
    finally:
        stop()


def test_the_report_tells_the_mark_and_the_isolation(run: Run) -> None:
    sandbox = run.sandbox(RIGHT)
    sandbox.after_grading(GradingResults([]))
    assert sandbox.generate_report().startswith("toy: 9 of 9 points; isolation: ")

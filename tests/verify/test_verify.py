"""`autograder verify` on a miniature course: what is wrong with it is found, and what is right is not touched."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest
from builders import course
from conftest import ROOT
from typer.testing import CliRunner

from autograder import bank
from autograder.cli import app
from autograder.labs import load_lab
from autograder.outputs import OutputError
from autograder.sandbox.errors import WorkerFailed
from autograder.settings import LabError
from autograder.submissions import Cell, Submission
from autograder.verify import command, run
from autograder.verify.run import Cache, Result, Runner, run_all
from autograder.verify.trials import Trial, trials_of


@pytest.fixture(autouse=True)
def own_cache(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def verify(folder, *options):
    """Exit status and the summary of the one lab."""
    done = CliRunner().invoke(app, ["verify", "--course", str(folder), "--json", "--workers", "2", *options])
    assert done.exit_code in (0, 1), done.output
    return done.exit_code, json.loads(done.stdout)[0]


def told(summary):
    return {(fault["what"], fault["kind"], fault["name"]) for fault in summary["faults"]}


STRICT = (
    'expect.that(student.double(3) == double(3), "Twice 3 is 6.")',
    'for x in (3.5, -7.0, 0.25, 1e9):\n        expect.close(student.double(x), np.array(double(x)), "the result")',
)
IMPORTS = ("from autograder.checks", "import numpy as np\nfrom autograder.checks")


def strict(folder, **changes):
    """The miniature course with checks that nothing gets past."""
    made = course(folder, hidden_checks=STRICT, visible_checks=(
        'expect.that(student.double(2) == 4, "Twice 2 is 4.")', 'expect.close(student.double(2.0), np.array(4.0))',
    ), **changes)  # fmt: skip
    for half in ("assignments", "solutions"):
        path = made / half / "01_mini" / "checks.py"
        path.write_text(path.read_text().replace(*IMPORTS))
    return made


def test_a_sound_course_has_no_faults(tmp_path):
    status, summary = verify(strict(tmp_path / "course"))
    assert summary["faults"] == []
    assert status == 0
    tally = summary["tally"]
    assert tally["right_tried"] == tally["right_accepted"] > 10
    assert tally["wrong_tried"] == tally["wrong_rejected"] > 30
    assert tally["mutants"] == tally["mutants_killed"] > 5
    assert (tally["hints_due"], tally["hints_shown"]) == (1, 1)


def test_a_mutant_that_gets_past_the_checks_is_a_false_accept(tmp_path):
    status, summary = verify(
        course(tmp_path, visible_checks=("student.double(2) == 4", "student.double(2) is not None"),
               hidden_checks=("student.double(3) == double(3)", "student.double(2) == double(2)"))
    )  # fmt: skip
    assert status == 1
    assert ("false accept", "mutant", "double, line 2: return 2 * x -> return 2 + x") in told(summary)


def test_a_right_solution_that_the_checks_refuse_is_a_false_reject(tmp_path):
    refusing = 'expect.that(type(student.double([1.0])) is list and student.double(3) == double(3), "Twice 3 is 6.")'
    status, summary = verify(course(tmp_path, hidden_checks=(STRICT[0], refusing)))
    assert status == 1
    assert ("false reject", "disguise", "solution, tuples for lists") in told(summary)


def test_a_misconception_that_passes_is_a_false_accept(tmp_path):
    twice = ("return x + 2", "return x * 2")
    _, summary = verify(course(tmp_path, misconceptions=twice))
    assert ("false accept", "misconception", "adds_two") in told(summary)


def test_a_check_that_fails_on_junk_is_an_error_of_the_grader(tmp_path):
    fragile = (STRICT[0], 'expect.that(student.double(3) + 0 == 6, "Twice 3 is 6.")')
    _, summary = verify(course(tmp_path, hidden_checks=fragile))
    assert ("grader error", "junk", "None") in told(summary)


def test_a_stub_with_marks_is_a_false_accept(tmp_path):
    _, summary = verify(course(tmp_path, notebook=("raise NotImplementedError", "return 4 if x == 2 else None")))
    assert ("false accept", "stub", "notebook.py") in told(summary)


def test_a_mutant_that_loops_is_timed_out(tmp_path):
    loop = ("    return 2 * x", "    k = 0\n    while k < 2:\n        k += 1\n    return x * k")
    _, summary = verify(strict(tmp_path / "course", solution=loop))
    assert summary["tally"]["mutants_timed_out"] >= 1


def test_the_second_run_remembers(tmp_path, worker):
    folder = strict(tmp_path / "course")
    _, first = verify(folder)
    lab, cache = load_lab(folder, "01_mini"), Cache(tmp_path / "cache" / "nonconvex-lab" / "verify")
    assert all(cache.get(lab, trial) is not None for trial in command.plan(folder, lab, fast=False).trials)
    assert verify(folder)[1] == first


def test_a_result_is_remembered_for_this_trial_and_lab_only(tmp_path):
    folder = course(tmp_path / "course")
    lab, cache = load_lab(folder, "01_mini"), Cache(tmp_path / "kept")
    trial = trials_of(lab, folder / "solutions" / "01_mini")[1]
    cache.put(lab, trial, Result(status="accepted", score=3.0))
    assert cache.get(lab, trial) == Result(status="accepted", score=3.0)
    other = Trial(trial.kind, "", "x", Submission("x", "x.py", "1" * 64, ()), trial.only)
    assert cache.get(lab, other) is None
    (folder / "solutions" / "01_mini" / "checks.py").write_text(
        (folder / "solutions" / "01_mini" / "checks.py").read_text().replace("Twice 3 is 6.", "Twice three is six.")
    )
    assert cache.get(load_lab(folder, "01_mini"), trial) is None


def test_parts_that_have_no_part_in_a_verdict_are_there_and_all_others_count(monkeypatch, tmp_path):
    package = tmp_path / "autograder"
    shutil.copytree(ROOT / "autograder", package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(run, "__file__", str(package / "verify" / "run.py"))
    before = run.engine_hash.__wrapped__()
    for part in run.NO_PART_IN_A_VERDICT:
        assert (package / part).exists(), part
        changed = package / part if part.endswith(".py") else package / part / "__init__.py"
        changed.write_text("# other\n")
        assert run.engine_hash.__wrapped__() == before
    (package / "grading.py").write_text("# other\n")
    assert run.engine_hash.__wrapped__() != before


def test_a_fast_run_tries_the_same_few_mutants(tmp_path, monkeypatch):
    monkeypatch.setattr(command, "FAST_MUTANTS", 3)
    folder = strict(tmp_path / "course")
    assert verify(folder, "--fast")[1]["tally"]["mutants"] == 3
    plans = [command.plan(folder, load_lab(folder, "01_mini"), fast=True) for _ in range(2)]
    names = [[trial.name for trial in plan.trials if trial.kind == "mutant"] for plan in plans]
    assert names[0] == names[1]


def test_the_matrix_is_written_where_it_is_asked_for(tmp_path):
    verify(strict(tmp_path / "course"), "--html", str(tmp_path / "matrix.html"))
    page = (tmp_path / "matrix.html").read_text()
    assert "The grader, graded" in page
    assert "misconception adds_two" in page


def test_a_verdict_that_changes_is_noticed(tmp_path, worker):
    fickle = "import itertools\nTURNS = itertools.count()\n"
    folder = course(tmp_path, hidden_checks=(STRICT[0], 'expect.that(next(TURNS) % 2 == 0, "Only every other time.")'))
    checks = folder / "solutions" / "01_mini" / "checks.py"
    checks.write_text(fickle + checks.read_text())
    lab = load_lab(folder, "01_mini")
    trial = replace(trials_of(lab, folder / "solutions" / "01_mini")[1], twice=True)
    runner = Runner(folder, "01_mini")
    try:
        assert not runner.run(trial).steady
    finally:
        runner.close()


def test_an_unknown_lab_is_named(tmp_path):
    done = CliRunner().invoke(app, ["verify", "02_mini", "--course", str(course(tmp_path))])
    assert "there is no lab '02_mini'" in str(done.exception)


@pytest.mark.parametrize("text", [None, ""])
def test_a_missing_or_empty_notebook_is_a_mistake_in_the_lab(tmp_path, text):
    folder = course(tmp_path)
    notebook = folder / "assignments" / "01_mini" / "notebook.py"
    notebook.unlink() if text is None else notebook.write_text(text)
    with pytest.raises(LabError, match=r"01_mini: notebook\.py"):
        trials_of(load_lab(folder, "01_mini"), folder / "solutions" / "01_mini")


def test_a_check_that_fails_on_the_reference_is_told_of_in_the_table(tmp_path):
    status, summary = verify(course(tmp_path, hidden_checks=('"""Twice 3 is 6."""', '"""Twice 3 is 6."""\n    1 / 0')))
    assert status == 1
    assert ("grader error", "solution", "solution.py") in told(summary)


def test_a_cache_that_cannot_be_used_does_no_harm(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert verify(strict(tmp_path / "course"))[0] == 0


@pytest.mark.parametrize(
    "result",
    [
        Result(status="timed out", score=0.0),
        Result(status="error", score=0.0),
        Result(status="accepted", score=3.0, steady=False),
    ],
)
def test_what_a_busy_machine_may_have_made_is_not_remembered(tmp_path, result):
    folder = course(tmp_path / "course")
    lab, cache = load_lab(folder, "01_mini"), Cache(tmp_path / "kept")
    trial = trials_of(lab, folder / "solutions" / "01_mini")[1]
    cache.put(lab, trial, result)
    assert cache.get(lab, trial) is None


def test_a_lab_that_changes_under_way_is_noticed(tmp_path):
    folder = course(tmp_path / "course")
    lab, cache = load_lab(folder, "01_mini"), Cache(tmp_path / "kept")
    trial = trials_of(lab, folder / "solutions" / "01_mini")[1]
    (folder / "solutions" / "01_mini" / "rubric.md").write_text("New.\n")
    with pytest.raises(LabError, match="have changed"):
        list(run_all(folder, lab, [trial], 1, cache))
    assert cache.get(lab, trial) is None


def test_a_lost_worker_is_replaced_once(tmp_path, monkeypatch, worker):
    folder = course(tmp_path)
    trial = trials_of(load_lab(folder, "01_mini"), folder / "solutions" / "01_mini")[1]
    runner = Runner(folder, "01_mini")
    graded, losses = runner._graded, [1]

    def fails(trial):
        if losses:
            losses.pop()
            raise WorkerFailed("gone")
        return graded(trial)

    monkeypatch.setattr(runner, "_graded", fails)
    try:
        assert runner.run(trial).status == "accepted"
        losses += [1, 1]
        assert runner.run(trial) == Result(status="error", score=0.0, said="The grader failed twice: gone.")
    finally:
        runner.close()


def test_time_that_is_used_up_in_all_is_a_limit_too(tmp_path, worker):
    waits = "import time\n    student.double(2)\n    time.sleep(0.6)\n    expect.that(student.double(2) == 4,"
    folder = course(
        tmp_path,
        lab_toml=("points = 3\n", "points = 3\n[limits]\ntotal_seconds = 0.5\n"),
        visible_checks=("expect.that(student.double(2) == 4,", waits),
    )
    trial = trials_of(load_lab(folder, "01_mini"), folder / "solutions" / "01_mini")[1]
    runner = Runner(folder, "01_mini")
    try:
        assert runner.run(trial).status == "timed out"
    finally:
        runner.close()


def test_a_helper_that_is_named_like_a_parameter_is_not_renamed(tmp_path, worker):
    helpers = "factor = 5\n\ndef times(x, factor):\n    return factor * x\n\n"
    double = "def double(x):\n    return times(x, factor - 3)"
    folder = strict(tmp_path, solution=("def double(x):\n    return 2 * x", helpers + double))
    trials = trials_of(load_lab(folder, "01_mini"), folder / "solutions" / "01_mini")
    (renamed,) = [trial for trial in trials if trial.name == "solution, helpers renamed"]
    assert "my_times" in renamed.submission.cells[0].source
    runner = Runner(folder, "01_mini")
    try:
        assert runner.run(renamed).status == "accepted"
    finally:
        runner.close()


@pytest.mark.parametrize(("patient", "status"), [(True, "accepted"), (False, "timed out")])
def test_a_mutant_that_is_only_slow_is_found_out_by_a_full_run(tmp_path, patient, status):
    folder = course(tmp_path)
    slow = "import time\n\n\ndef double(x):\n    time.sleep(1.3)\n    return 2 * x\n"
    trial = Trial("mutant", "double", "slow", bank.submission("m", [Cell("m", slow)]), ("double",), patient=patient)
    runner = Runner(folder, "01_mini")
    try:
        assert runner.run(trial).status == status
    finally:
        runner.close()


def test_a_verdict_that_must_stay_does_not_hang_on_how_busy_the_machine_is(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "IMPATIENT_SECONDS", 0.0001)  # as if each call were held up
    folder = strict(tmp_path / "course")
    wrong = [
        trial
        for trial in trials_of(load_lab(folder, "01_mini"), folder / "solutions" / "01_mini")
        if not trial.is_right
    ]
    runner = Runner(folder, "01_mini")
    try:
        results = [runner.run(replace(trial, twice=True)) for trial in wrong]
    finally:
        runner.close()
    assert {(result.status, result.steady) for result in results} == {("rejected", True)}


def test_an_html_file_that_cannot_be_written_is_named_before_anything_runs(tmp_path, monkeypatch):
    monkeypatch.setattr(command, "run", lambda *given: pytest.fail("the trials ran first"))
    missing = tmp_path / "missing" / "matrix.html"
    done = CliRunner().invoke(app, ["verify", "--course", str(course(tmp_path / "c")), "--html", str(missing)])
    assert isinstance(done.exception, OutputError)
    assert str(missing) in str(done.exception)


def test_a_lab_named_twice_is_verified_once(tmp_path):
    done = CliRunner().invoke(
        app, ["verify", "--course", str(strict(tmp_path / "course")), "--json", "--fast", "01_mini", "01_mini"]
    )
    assert len(json.loads(done.stdout)) == 1


def test_a_verdict_that_depends_on_addresses_is_not_steady(tmp_path):
    folder = strict(tmp_path / "course")
    source = "def double(x):\n    return 2 * x if isinstance(x, int) else float(id(len))\n"
    by_chance = bank.submission("by chance", [Cell("cell 1", source)])
    trial = trials_of(load_lab(folder, "01_mini"), folder / "solutions" / "01_mini")[1]
    runner = Runner(folder, "01_mini")
    try:
        assert runner.run(replace(trial, twice=True)).steady
        assert not runner.run(replace(trial, submission=by_chance, twice=True)).steady
    finally:
        runner.close()


def test_a_mutant_that_meets_the_limit_of_memory_is_not_counted_as_killed(tmp_path):
    folder = strict(tmp_path / "course")
    source = "def double(x):\n    return len(bytearray(1 << 40)) and 2 * x\n"
    trial = Trial("mutant", "double", "large", bank.submission("large", [Cell("cell 1", source)]), ("double",))
    runner = Runner(folder, "01_mini")
    try:
        assert runner.run(trial).status == "timed out"
    finally:
        runner.close()

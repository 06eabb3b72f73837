"""`autograder verify` on a miniature course: what is wrong with it is found, and what is right is not touched."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from builders import course
from typer.testing import CliRunner

from autograder.cli import app
from autograder.labs import load_lab
from autograder.submissions import Submission
from autograder.verify import command
from autograder.verify.run import Cache, Result, Runner
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

"""What the results of trials come to."""

from __future__ import annotations

import msgspec
import pytest
from builders import course

from autograder.labs import load_lab
from autograder.submissions import Submission
from autograder.verify import show
from autograder.verify.equivalents import Equivalent
from autograder.verify.run import Result
from autograder.verify.summary import Tally, summarise
from autograder.verify.trials import Trial

NOTHING = Submission("x", "x.py", "0" * 64, ())
KEY = ("double", "return 2 * x", "return 2 + x", 0)


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    return load_lab(course(tmp_path_factory.mktemp("mini")), "01_mini")


def trial(kind, hint="", key=None):
    return Trial(kind, "double", f"some {kind}", NOTHING, ("double",), hint=hint, key=key)


def result(status="rejected", score=0.0, **more):
    return Result(status=status, score=score, **more)


def whats(lab, tried, came, equivalents=(), old=()):
    listed = {entry.key: entry for entry in equivalents}
    return [fault.what for fault in summarise(lab, [(tried, came)], listed, old).faults]


@pytest.mark.parametrize("kind", ["solution", "variant", "disguise"])
def test_a_right_solution_without_full_marks_is_a_false_reject(lab, kind):
    assert whats(lab, trial(kind), result()) == ["false reject"]
    assert whats(lab, trial(kind), result("timed out")) == ["false reject"]
    assert whats(lab, trial(kind), result("accepted", 3.0)) == []


@pytest.mark.parametrize("kind", ["misconception", "junk", "mutant", "stub"])
def test_a_wrong_solution_with_full_marks_is_a_false_accept(lab, kind):
    assert whats(lab, trial(kind), result("accepted", 3.0)) == ["false accept"]
    assert whats(lab, trial(kind), result()) == []
    assert whats(lab, trial(kind), result("timed out")) == []


def test_a_stub_with_some_marks_is_a_false_accept(lab):
    assert whats(lab, trial("stub"), result("rejected", 1.0)) == ["false accept"]


@pytest.mark.parametrize("kind", ["solution", "junk", "mutant"])
def test_an_error_of_the_grader_is_neither(lab, kind):
    assert whats(lab, trial(kind), result("error")) == ["grader error"]


def test_a_hint_that_is_not_shown_is_a_fault(lab):
    assert whats(lab, trial("misconception", hint="Look."), result()) == ["hint not shown"]
    assert whats(lab, trial("misconception", hint="Look."), result(hints=("Look.",))) == []


def test_a_verdict_that_does_not_stay_is_a_fault(lab):
    assert whats(lab, trial("solution"), result("accepted", 3.0, steady=False)) == ["another verdict the second time"]


def test_a_listed_mutant_may_survive_and_must(lab):
    entry = Equivalent(function=KEY[0], before=KEY[1], after=KEY[2], reason="why")
    assert whats(lab, trial("mutant", key=KEY), result("accepted", 3.0), [entry]) == []
    assert whats(lab, trial("mutant", key=KEY), result(), [entry]) == ["listed as equivalent, but rejected"]
    assert whats(lab, trial("mutant", key=KEY), result("error"), [entry]) == ["grader error"]


def test_a_stale_entry_is_a_fault(lab):
    entry = Equivalent(function="double", before="a", after="b", reason="why")
    assert whats(lab, trial("junk"), result(), old=[entry]) == ["stale equivalent"]


def test_every_mutant_is_in_one_column(lab):
    entry = Equivalent(function=KEY[0], before=KEY[1], after=KEY[2], reason="why")
    came = [
        (trial("mutant"), result()),
        (trial("mutant"), result("timed out")),
        (trial("mutant"), result("accepted", 3.0)),
        (trial("mutant", key=KEY), result("accepted", 3.0)),
        (trial("mutant"), result("error")),
    ]
    tally = summarise(lab, came, {KEY: entry}, []).tally
    columns = {"mutants_killed": 1, "mutants_timed_out": 1, "mutants_survived": 1, "mutants_equivalent": 1}
    assert tally == Tally(exercises=1, mutants=5, errors=1, **columns)


def test_the_matrix_tells_spare_checks_and_fragile_misconceptions(lab):
    came = [
        (Trial("misconception", "double", "a", NOTHING, ("double",)), result(rejected_by=("double.hidden_one",))),
        (
            Trial("mutant", "double", "b", NOTHING, ("double",)),
            result(rejected_by=("double.visible_one", "double.hidden_one")),
        ),
    ]
    matrix = summarise(lab, came, {}, []).matrix
    assert matrix.superfluous == ("double.visible_one",)
    assert matrix.fragile == {"double.a": "hidden_one"}
    assert matrix.killed_by["double"] == {
        "misconception a": ("hidden_one",),
        "mutant b": ("visible_one", "hidden_one"),
    }


def test_the_page_escapes_what_it_shows(lab):
    came = [(Trial("mutant", "double", "<script>x</script>", NOTHING, ("double",)), result("accepted", 3.0))]
    page = show.page([summarise(lab, came, {}, [])])
    assert "<script>" not in page
    assert "&lt;script&gt;x" in page


def test_skipped_checks_leave_open_who_else_would_have_rejected(lab):
    one = result(rejected_by=("double.visible_one",), skipped=("double.hidden_one",))
    came = [
        (Trial("misconception", "double", "a", NOTHING, ("double",)), one),
        (trial("mutant"), msgspec.structs.replace(one, status="timed out")),
    ]
    matrix = summarise(lab, came, {}, []).matrix
    assert matrix.superfluous == ("double.visible_one", "double.hidden_one")
    assert matrix.fragile == {}


def test_a_check_that_another_needs_is_not_superfluous(tmp_path):
    one = '@check("double", points=1)\n'
    half = one.replace("1", "0.5")
    gate = half + 'def gate(student):\n    """There is a gate."""\n\n\n' + half.replace(")", ", needs=gate)")
    lab = load_lab(course(tmp_path, visible_checks=(one, gate)), "01_mini")
    assert summarise(lab, [], {}, []).matrix.superfluous == ("double.visible_one", "double.hidden_one")


def test_the_page_has_the_figures_of_all_labs_together(lab):
    one = summarise(lab, [(trial("junk"), result())], {}, [])
    assert "in all" not in show.page([one])
    assert "<strong>2 / 2</strong>" in show.page([one, one])

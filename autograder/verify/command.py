"""`autograder verify`: all trials of some labs, and what came of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.labs import Lab
from autograder.verify.equivalents import Equivalent, read_equivalents, stale
from autograder.verify.mutants import mutants_of
from autograder.verify.run import Cache, Result, run_all
from autograder.verify.summary import Key, Summary, summarise
from autograder.verify.trials import Kind, Trial, mutant_trials, sample, trials_of

FAST_MUTANTS = 25
"""Mutants a lab that a fast run tries."""
TWICE: tuple[Kind, ...] = ("stub", "solution", "variant", "misconception")
"""Kinds that are graded twice, to see whether the verdict stays; in a fast run only the first two are."""
SEED = 2
"""Of the choice of those mutants."""


@dataclass(frozen=True)
class Plan:
    """The trials of one lab with its list of equivalent mutants, and the entries of it that are stale."""

    lab: Lab
    trials: list[Trial]
    equivalents: dict[Key, Equivalent]
    stale: list[Equivalent]


def plan(course: Path, lab: Lab, fast: bool) -> Plan:
    """Make the trials of a lab; a fast run leaves out most of its mutants, and most second gradings."""
    solutions = course / "solutions" / lab.name
    mutants = mutants_of(solutions / "solution.py")
    equivalents = read_equivalents(solutions)
    chosen = sample(mutants, FAST_MUTANTS, SEED) if fast else mutants
    found = [*trials_of(lab, solutions), *mutant_trials(lab, solutions, chosen)]
    again = TWICE[:2] if fast else TWICE
    trials = [replace(trial, twice=trial.kind in again, patient=not fast) for trial in found]
    return Plan(lab, trials, equivalents, stale(equivalents, mutants))


def run(
    course: Path, plans: Sequence[Plan], workers: int, cache: Cache | None, advance: Callable[[], None]
) -> list[Summary]:
    """Run all trials and summarise them by lab; `advance` is called once a trial."""
    summaries: list[Summary] = []
    for each in plans:
        found: dict[int, tuple[Trial, Result]] = {}
        places = {id(trial): k for k, trial in enumerate(each.trials)}
        for trial, result in run_all(course, each.lab, each.trials, workers, cache):
            found[places[id(trial)]] = trial, result
            advance()
        ordered = [found[k] for k in sorted(found)]
        summaries.append(summarise(each.lab, ordered, each.equivalents, each.stale))
    return summaries

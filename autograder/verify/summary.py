"""What the trials of a lab say of its grader: how often it was wrong, which check kills what, which are not needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from autograder.labs import Lab
from autograder.verify.equivalents import Equivalent
from autograder.verify.run import Result
from autograder.verify.trials import Kind, Trial

Key = tuple[str, str, str, int]


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One time that the grader was wrong: `what` is a false accept, a false reject, ..., `said` what it told."""

    what: str
    lab: str
    exercise: str
    kind: str
    name: str
    said: str = ""


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """Figures of one lab, or of all: right solutions accepted, wrong ones rejected, mutants by what came of them."""

    exercises: int = 0
    right_tried: int = 0
    right_accepted: int = 0
    wrong_tried: int = 0
    wrong_rejected: int = 0
    wrong_timed_out: int = 0
    hints_due: int = 0
    hints_shown: int = 0
    mutants: int = 0
    mutants_killed: int = 0
    mutants_timed_out: int = 0
    mutants_equivalent: int = 0
    mutants_survived: int = 0
    errors: int = 0

    def plus(self, other: Tally) -> Tally:
        """The figures of both together."""
        return Tally(**{name: getattr(self, name) + getattr(other, name) for name in self.__struct_fields__})


class Matrix(msgspec.Struct, frozen=True, kw_only=True):
    """Which check rejects which wrong solution: `killed_by` has, by exercise and then wrong solution, the checks.

    `superfluous` are checks that reject nothing that no other check of their exercise rejects, and that no other check
    needs; `fragile` are misconceptions that one check alone rejects, with that check. A solution on which checks were
    skipped says nothing of either: they might have rejected it too.
    """

    checks: dict[str, tuple[str, ...]]
    killed_by: dict[str, dict[str, tuple[str, ...]]]
    superfluous: tuple[str, ...]
    fragile: dict[str, str]


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """All that was found out about one lab's grader."""

    lab: str
    tally: Tally
    faults: tuple[Fault, ...]
    matrix: Matrix


def summarise(
    lab: Lab,
    results: Sequence[tuple[Trial, Result]],
    equivalents: Mapping[Key, Equivalent],
    stale: Sequence[Equivalent],
) -> Summary:
    """The summary of a lab from the results of its trials, its listed mutants, and those of them that are no more."""
    counts: Counter[str] = Counter(exercises=len(lab.exercises))
    faults: list[Fault] = []
    for trial, result in results:
        equivalent = trial.key is not None and trial.key in equivalents
        _count(counts, trial, result, equivalent)
        faults += [
            Fault(what=what, lab=lab.name, exercise=trial.exercise, kind=trial.kind, name=trial.name, said=result.said)
            for what in _faults(trial, result, equivalent)
        ]
    for entry in stale:
        name = f"{entry.before} -> {entry.after}"
        faults.append(Fault(what="stale equivalent", lab=lab.name, exercise=entry.function, kind="mutant", name=name))
    return Summary(lab=lab.name, tally=Tally(**counts), faults=tuple(faults), matrix=_matrix(lab, results))


def _count(counts: Counter[str], trial: Trial, result: Result, equivalent: bool) -> None:
    counts["errors"] += result.status == "error"
    if trial.kind == "mutant":
        counts["mutants"] += 1
        counts[_mutant_column(result, equivalent)] += result.status != "error"
    elif trial.is_right:
        counts["right_tried"] += 1
        counts["right_accepted"] += result.status == "accepted"
    else:
        counts["wrong_tried"] += 1
        counts["wrong_rejected"] += result.status == "rejected"
        counts["wrong_timed_out"] += result.status == "timed out"
        counts["hints_due"] += bool(trial.hint)
        counts["hints_shown"] += bool(trial.hint) and trial.hint in result.hints


def _mutant_column(result: Result, equivalent: bool) -> str:
    if result.status == "accepted":
        return "mutants_equivalent" if equivalent else "mutants_survived"
    return "mutants_timed_out" if result.status == "timed out" else "mutants_killed"


def _faults(trial: Trial, result: Result, equivalent: bool) -> list[str]:
    """In which ways the grader was wrong on a trial."""
    found: list[str] = []
    if result.status == "error":
        found.append("grader error")
    elif trial.is_right:
        if result.status != "accepted":
            found.append("false reject")
    elif trial.kind == "mutant":
        if result.status == "accepted" and not equivalent:
            found.append("false accept")
        if result.status != "accepted" and equivalent:
            found.append("listed as equivalent, but rejected")
    elif result.status == "accepted" or (trial.kind == "stub" and result.score > 0):
        found.append("false accept")
    elif trial.hint and trial.hint not in result.hints:
        found.append("hint not shown")
    if not result.steady:
        found.append("another verdict the second time")
    return found


def _matrix(lab: Lab, results: Sequence[tuple[Trial, Result]]) -> Matrix:
    kinds: tuple[Kind, ...] = ("misconception", "mutant")
    killed_by: dict[str, dict[str, tuple[str, ...]]] = {exercise.name: {} for exercise in lab.exercises}
    fragile: dict[str, str] = {}
    needed = {(e.name, check.needs) for e in lab.exercises for check, _ in lab.checks(e.name)}
    for trial, result in results:
        if trial.kind not in kinds or result.status not in ("rejected", "timed out"):
            continue
        for exercise in trial.only:
            checks = tuple(name.partition(".")[2] for name in result.rejected_by if name.startswith(f"{exercise}."))
            if checks:
                killed_by[exercise][f"{trial.kind} {trial.name}"] = checks
            if len(checks) == 1 and not any(name.startswith(f"{exercise}.") for name in result.skipped):
                needed.add((exercise, checks[0]))
                if trial.kind == "misconception":
                    fragile[f"{exercise}.{trial.name}"] = checks[0]
    checks = {e.name: tuple(check.name for check, _ in lab.checks(e.name)) for e in lab.exercises}
    superfluous = tuple(f"{e}.{name}" for e, names in checks.items() for name in names if (e, name) not in needed)
    return Matrix(checks=checks, killed_by=killed_by, superfluous=superfluous, fragile=fragile)

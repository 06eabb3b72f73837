"""What the grader is tried on: every right and every wrong solution of a lab that can be made, as submissions."""

from __future__ import annotations

import ast
import contextlib
import inspect
import random
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from autograder import bank
from autograder.checks import Variant
from autograder.checks.calls import Call, same_outcome
from autograder.labs import Lab
from autograder.sandbox.local import LocalTransport
from autograder.sandbox.student import Student
from autograder.settings import LabError
from autograder.submissions import Cell, Found, Submission, SubmissionError, read
from autograder.verify import transforms
from autograder.verify.mutants import Mutant, affected

Kind = Literal["stub", "solution", "variant", "disguise", "misconception", "junk", "mutant"]
RIGHT: tuple[Kind, ...] = ("solution", "variant", "disguise")
"""Kinds that must keep full marks; all others must not, and the stub must have none."""


@dataclass(frozen=True)
class Trial:
    """A submission with what is expected of it. `only` are the exercises that are looked at, `hint` must be shown."""

    kind: Kind
    exercise: str
    name: str
    submission: Submission
    only: tuple[str, ...]
    hint: str = ""
    key: tuple[str, str, str, int] | None = None  # of a mutant
    twice: bool = False  # whether the verdict must be the same a second time
    patient: bool = False  # whether a call that is slow, but not endless, is waited for as a student's would be

    @property
    def is_right(self) -> bool:
        """Whether full marks are due."""
        return self.kind in RIGHT


def trials_of(lab: Lab, solutions: Path) -> list[Trial]:
    """All trials of a lab but for mutants."""
    every = tuple(exercise.name for exercise in lab.exercises)
    found = [
        Trial("stub", "", "notebook.py", _stub(lab), every),
        Trial("solution", "", "solution.py", bank.reference(solutions), every),
    ]
    for one in lab.variants:
        found.append(Trial("variant", one.exercise, one.name, bank.member(solutions, one), (one.exercise,)))
    for one in lab.misconceptions:
        submission = bank.member(solutions, one)
        found.append(Trial("misconception", one.exercise, one.name, submission, (one.exercise,), hint=one.hint))
    calls = _recorded(lab)
    for exercise in lab.exercises:
        found += _disguises(lab, solutions, exercise.name, exercise.exact)
        found += _junk(lab, solutions, exercise.name, calls[exercise.name])
    return found


def _stub(lab: Lab) -> Submission:
    try:
        return read(Found("stub", (lab.folder / "notebook.py",)))
    except SubmissionError as why:
        raise LabError(f"{lab.folder}: {why}") from None


def mutant_trials(lab: Lab, solutions: Path, mutants: Sequence[Mutant]) -> Iterator[Trial]:
    """Trials of mutants, each on the exercises that use the function that was changed."""
    concerned = affected(solutions / "solution.py", tuple(exercise.name for exercise in lab.exercises))
    for mutant in mutants:
        submission = bank.submission("mutant", [Cell("solution.py", mutant.source)])
        only = concerned[mutant.function]
        yield Trial("mutant", mutant.function, mutant.name, submission, only, key=mutant.key)


def sample(mutants: Sequence[Mutant], most: int, seed: int) -> list[Mutant]:
    """At most so many mutants, the same ones each time."""
    chosen = random.Random(seed).sample(range(len(mutants)), min(most, len(mutants)))
    return [mutants[k] for k in sorted(chosen)]


# --- right solutions of other kinds -------------------------------------------------------------------------------


def _disguises(lab: Lab, solutions: Path, exercise: str, exact: bool) -> Iterator[Trial]:
    """The reference and the variants of an exercise, with harmless changes."""
    bases: list[tuple[str, Submission]] = [("solution", bank.reference(solutions))]
    bases += [(one.name, bank.member(solutions, one)) for one in lab.variants if _belongs(one, exercise)]
    for base, submission in bases:
        for change in transforms.DISGUISES:
            if exact and change is transforms.one_unit_in_the_last_place:
                continue
            yield _trial("disguise", exercise, f"{base}, {_words(change)}", _wrapped(submission, exercise, change))
        noisy = "def _noisy(function):\n    def wrapper(*args):\n        print('called with', args)\n" + (
            f"        return function(*args)\n    return wrapper\n\n{exercise} = _noisy({exercise})\n"
        )
        yield _trial("disguise", exercise, f"{base}, with prints", _with(submission, noisy))
    keep = {each.name for each in lab.exercises}
    yield _trial("disguise", exercise, "solution, helpers renamed", _renamed(bank.reference(solutions), keep))


def _belongs(one: Variant, exercise: str) -> bool:
    return one.exercise == exercise


def _renamed(submission: Submission, keep: set[str]) -> Submission:
    """The submission with its own helpers and constants under other names, but for those that are parameters too."""
    (cell,) = submission.cells
    tree = ast.parse(cell.source)
    own = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    own |= {t.id for node in tree.body if isinstance(node, ast.Assign) for t in node.targets if isinstance(t, ast.Name)}
    parameters = {
        node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)
    }  # they hide what they are named like
    new = {name: f"my_{name}" for name in own - keep - parameters}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            node.name = new.get(node.name, node.name)
        elif isinstance(node, ast.Name):
            node.id = new.get(node.id, node.id)
    return bank.submission("renamed", [Cell(cell.place, ast.unparse(tree) + "\n")])


# --- junk ---------------------------------------------------------------------------------------------------------

CONSTANTS = {
    "None": "None",
    "NaN": "float('nan')",
    "infinity": "float('inf')",
    "0": "0",
    "-1": "-1",
    "1.5": "1.5",
    "True": "True",
    "a text": "'0'",
    "bytes": "b'0'",
    "a complex number": "1 + 2j",
    "10**5000": "10**5000",
    "an empty list": "[]",
    "an empty tuple": "()",
    "an empty dict": "{}",
    "an empty array": "np.zeros(0)",
    "an array without axes": "np.array(1.0)",
    "an array of three axes": "np.zeros((2, 2, 2))",
    "an array of objects": "np.array([None, print, [1]], dtype=object)",
    "an array of texts": "np.array(['a', 'b'])",
    "an array of NaN": "np.full((3, 3), np.nan)",
    "a masked array": "np.ma.masked_all(3)",
    "lists nested 100 deep": "_nested(100)",
    "a ragged list": "[[1.0], [1.0, 2.0]]",
    "a list that holds itself": "_endless()",
    "a long list": "[0.0] * 150_000",
    "a generator": "(k for k in range(3))",
    "a function": "print",
    "a class": "int",
    "an object": "object()",
    "a set": "{1, 2}",
    "the function itself": "{exercise}",
    "Ellipsis": "...",
    "NotImplemented": "NotImplemented",
    "the first argument": "args[0]",
    "the last argument": "args[-1]",
    "all arguments": "args",
    "the first argument, emptied": "args[0].clear()",
}
"""Junk that depends on no right answer."""
STATEMENTS = {
    "raises ValueError": "raise ValueError('no')",
    "raises an exception of its own": "raise type('Odd', (Exception,), {})('no')",
    "ends the program": "raise SystemExit(0)",
    "interrupts": "raise KeyboardInterrupt",
    "recurses without end": "return {exercise}(*args)",
}
HELPERS = """
import numpy as np

def _nested(depth):
    return [_nested(depth - 1)] if depth else 1.0

def _endless():
    endless = []
    endless.append(endless)
    return endless
"""


def _junk(lab: Lab, solutions: Path, exercise: str, calls: Sequence[Call]) -> Iterator[Trial]:
    submission = bank.reference(solutions)
    for name, expression in CONSTANTS.items():
        body = f"return {expression.replace('{exercise}', exercise)}"
        yield _trial("junk", exercise, name, _instead(submission, exercise, body))
    for name, statement in STATEMENTS.items():
        yield _trial("junk", exercise, name, _instead(submission, exercise, statement.replace("{exercise}", exercise)))
    for change in transforms.JUNK:
        if _changes(lab.reference[exercise], change, calls):
            yield _trial(
                "junk", exercise, f"the right answer, {_words(change)}", _wrapped(submission, exercise, change)
            )


def _instead(submission: Submission, exercise: str, body: str) -> Submission:
    return _with(submission, f"{HELPERS}\ndef {exercise}(*args):\n    {body}\n")


def _changes(reference: Callable[..., Any], change: Callable[[Any], Any], calls: Sequence[Call]) -> bool:
    """Whether a transform makes something else of at least one right answer."""
    changed = LocalTransport({"changed": lambda *args: change(reference(*args))})
    return any(not same_outcome(changed.call("changed", call.args), call.outcome) for call in calls)


def _recorded(lab: Lab) -> dict[str, list[Call]]:
    """The calls that the checks of each exercise make of the reference."""
    found: dict[str, list[Call]] = {}
    for exercise in lab.exercises:
        student = Student(LocalTransport(lab.reference), lab.parameters)
        for check, _ in lab.checks(exercise.name):
            with np.errstate(all="ignore"), contextlib.suppress(Exception):  # the trial of the solution tells of that
                for case in check.cases or (None,):
                    check.run(student, case)
        found[exercise.name] = [call for call in student.calls if call.function == exercise.name]
    return found


# --- putting submissions together ---------------------------------------------------------------------------------


def _trial(kind: Kind, exercise: str, name: str, submission: Submission) -> Trial:
    return Trial(kind, exercise, name, submission, (exercise,))


def _wrapped(submission: Submission, exercise: str, change: Callable[[Any], Any]) -> Submission:
    source = textwrap.dedent(f"""
        {exercise} = (lambda function: lambda *args: {change.__name__}(function(*args)))({exercise})
    """)
    return _with(submission, inspect.getsource(transforms) + source)


def _with(submission: Submission, source: str) -> Submission:
    return bank.submission(submission.student, [*submission.cells, Cell("changes", source)])


def _words(change: Callable[[Any], Any]) -> str:
    return change.__name__.replace("_", " ")

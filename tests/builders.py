"""Builders that several test files share: miniature courses on disk, labs and reports in memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from autograder.checks import Misconception
from autograder.labs import Lab
from autograder.report import CheckResult, ExerciseResult, Report, SubmissionFile
from autograder.settings import Exercise, FeedbackPolicy, Isolation, Limits

COURSE = {
    "assignments/01_mini/lab.toml": """\
title = "A miniature"

[[exercises]]
name = "double"
parameters = ["x"]
points = 3
""",
    "assignments/01_mini/notebook.py": "# %%\ndef double(x):\n    raise NotImplementedError\n",
    "assignments/01_mini/checks.py": '''\
from autograder.checks import check, expect

@check("double", points=1)
def visible_one(student):
    """Twice 2 is 4."""
    expect.that(student.double(2) == 4, "Twice 2 is 4.")
''',
    "solutions/01_mini/solution.py": "def double(x):\n    return 2 * x\n",
    "solutions/01_mini/checks.py": '''\
from autograder.checks import check, expect
from .solution import double

@check("double", points=2)
def hidden_one(student):
    """Twice 3 is 6."""
    expect.that(student.double(3) == double(3), "Twice 3 is 6.")
''',
    "solutions/01_mini/misconceptions.py": """\
from autograder.checks import misconception

@misconception("double", "Adding 2 is not doubling.")
def adds_two(x):
    return x + 2
""",
    "solutions/01_mini/variants.py": """\
from autograder.checks import variant

@variant("double")
def by_sum(x):
    return x + x
""",
}


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write files below a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def course(folder: Path, **changes: tuple[str, str]) -> Path:
    """The miniature course with replacements, each named by the file (``lab_toml``, ``hidden_checks``...)."""
    files = dict(COURSE)
    names = {
        "lab_toml": "assignments/01_mini/lab.toml",
        "visible_checks": "assignments/01_mini/checks.py",
        "hidden_checks": "solutions/01_mini/checks.py",
        "solution": "solutions/01_mini/solution.py",
        "misconceptions": "solutions/01_mini/misconceptions.py",
        "variants": "solutions/01_mini/variants.py",
        "notebook": "assignments/01_mini/notebook.py",
    }
    for name, (old, new) in changes.items():
        assert old in files[names[name]]
        files[names[name]] = files[names[name]].replace(old, new)
    return write(folder, files)


def lab(reference: dict[str, Any], *misconceptions: Misconception) -> Lab:
    """A lab in memory, without checks."""
    return Lab(
        name="mini",
        title="A miniature",
        folder=Path("mini"),
        exercises=tuple(Exercise(name=name, parameters=("x",), points=1.0) for name in reference),
        limits=Limits(),
        feedback=FeedbackPolicy(),
        isolation=Isolation(),
        written=None,
        visible=(),
        hidden=(),
        reference=reference,
        misconceptions=misconceptions,
        variants=(),
        complete=True,
        sha256="0" * 64,
    )


def result(name: str, *, visible: bool, outcome: Any, text: str = "") -> CheckResult:
    """A check's result with `text` in all that a student may be told."""
    return CheckResult(
        name=name,
        title=f"title of {name}{text}",
        visible=visible,
        points=1.5,
        outcome=outcome,
        message=f"message of {name}{text}",
        counterexample=f"counterexample of {name}{text}",
        hint=f"hint of {name}{text}",
    )


def report(*checks: CheckResult, text: str = "", **changes: Any) -> Report:
    """A report with these checks in one exercise, and `text` wherever a student or a file system has a say."""
    fields: dict[str, Any] = {
        "lab": "mini",
        "student": f"ann{text}",
        "status": "graded",
        "submission": SubmissionFile(file=f"ann{text}.ipynb", sha256="ab" * 32),
        "lab_sha256": "cd" * 32,
        "score": 1.5,
        "max_score": 3.0,
        "problems": (f"problem{text}",),
        "exercises": (ExerciseResult(name=f"swap_units{text}", score=1.5, max_score=3.0, checks=checks),),
    }
    return Report(**{**fields, **changes})

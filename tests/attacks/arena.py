"""Where attacks are tried: a course with secrets, a grader with a warm worker, and what must never be found out.

An attack is a file ``<group>/<name>.py`` in this folder. Its docstring says what it tries; a line ``stopped by: ...``
in it names the layers each of which alone is enough (``design`` for what needs none). Below the docstring it has two
cells, marked ``# %% attack`` and ``# %% twin``: the attack, and honest code that looks like it and must keep full
marks. Both are run in the sandbox like a student's notebook, after honest functions (see `HONEST` and `RIGHT`).

Words in capitals between @ signs are replaced by what an attacker who knows everything would know: see `Arena.facts`.
An attack that gets hold of something says so by raising or returning it, or by raising an exception with the word
ESCAPED in its text.
"""

from __future__ import annotations

import ast
import os
import shutil
import socket
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from autograder.feedback.html import student_page
from autograder.grading import grade
from autograder.labs import load_lab
from autograder.plans import Plans
from autograder.report import Report, to_json
from autograder.sandbox.host import Worker
from autograder.submissions import Cell, Submission

HERE = Path(__file__).parent
TOY = HERE.parent / "toy"
CANARY = "canary-8c1f5a0e"
GROUPS = ("forging", "reading", "ways_out", "resources", "reader", "escape")

RIGHT = """
def double(x):
    return 2 * x

def reverse(items):
    if not items:
        raise ValueError
    return items[::-1]

def anything(x):
    return x
"""
HONEST = RIGHT.replace("return 2 * x", "return 3 * x")
"""An honest submission with a mistake: what an attack adds to it must not raise its mark."""


@dataclass(frozen=True)
class Attack:
    """One attack with its twin."""

    group: str
    name: str
    tries: str
    stopped_by: tuple[str, ...]
    attack: str
    twin: str


def load(path: Path) -> Attack:
    """Read an attack's file; ValueError if it is not as described above."""
    text = path.read_text()
    doc = ast.get_docstring(ast.parse(text)) or ""
    tries, _, stopped = doc.partition("stopped by:")
    rest, _, twin = text.partition("# %% twin\n")
    _, _, attack = rest.partition("# %% attack\n")
    layers = tuple(word.strip(" .") for word in stopped.split(","))
    known = {"landlock", "seccomp", "uid", "namespaces", "limits", "design"}
    if not (tries.strip() and attack.strip() and twin.strip() and layers and set(layers) <= known):
        raise ValueError(f"{path} lacks a docstring with 'stopped by:', an attack or a twin")
    return Attack(path.parent.name, path.stem, " ".join(tries.split()), layers, attack, twin)


def attacks() -> list[Attack]:
    """All attacks, in order of their groups."""
    return [load(path) for group in GROUPS for path in sorted((HERE / group).glob("*.py"))]


class Arena:
    """A course with secrets and a worker without the layers named; use as a context manager."""

    def __init__(self, folder: Path, without: Collection[str] = ()) -> None:
        self.course = folder / "course"
        shutil.copytree(TOY, self.course)
        for secret in ("solution.py", "checks.py"):
            with open(self.course / "solutions" / "toy" / secret, "a") as file:
                file.write(f"\n# {CANARY}\n")
        self.secret = folder / "secret.txt"
        self.secret.write_text(CANARY)
        self.other = folder / "submissions" / "other.ipynb"
        self.other.parent.mkdir()
        self.other.write_text(CANARY)
        self.outside = folder / "outside"  # everybody may write here
        self.outside.mkdir()
        self.outside.chmod(0o777)
        for path in (folder, self.secret, self.other.parent, self.other):
            path.chmod(0o755)
        os.environ["AUTOGRADER_TEST_SECRET"] = CANARY
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.lab = load_lab(self.course, "toy")
        self.plans = Plans(self.lab)
        self.worker = Worker(without)
        self.without = tuple(without)

    def facts(self) -> dict[str, str]:
        """What an attacker who knows everything knows."""
        return {
            "@SOLUTIONS@": str(self.course / "solutions" / "toy"),
            "@COURSE@": str(self.course),
            "@SECRET@": str(self.secret),
            "@OTHER@": str(self.other),
            "@OUTSIDE@": str(self.outside),
            "@GRADER@": str(os.getpid()),
            "@WORKER@": str(self.worker.pid),
            "@PORT@": str(self.listener.getsockname()[1]),
            "@CANARY@": CANARY,
        }

    def grade(self, *sources: str, student: str = "mallory") -> Report:
        """The report on a notebook with these cells."""
        facts = self.facts()
        for word, fact in facts.items():
            sources = tuple(source.replace(word, fact) for source in sources)
        cells = tuple(Cell(f"code cell {number}", source) for number, source in enumerate(sources, start=1))
        handed_in = Submission(student, f"{student}.ipynb", "0123456789abcdef" * 4, cells)
        return grade(self.lab, handed_in, self.worker, self.plans)

    def texts(self, report: Report) -> str:
        """Everything that anybody gets to read of a report."""
        return to_json(report).decode() + student_page(self.lab, report)

    def traces(self) -> list[str]:
        """What lies outside now: names and sizes of all files that an attack might have written."""
        places = [self.outside, self.course, self.other.parent, self.secret]
        found = [path for place in places for path in (place, *place.rglob("*"))]
        return sorted(f"{path} {path.stat().st_size if path.is_file() else ''}" for path in found)

    def connections(self) -> int:
        """How many connections reached the grader's port."""
        self.listener.setblocking(False)
        count = 0
        while True:
            try:
                self.listener.accept()[0].close()
            except BlockingIOError:
                return count
            count += 1

    def close(self) -> None:
        self.worker.close()
        self.listener.close()
        del os.environ["AUTOGRADER_TEST_SECRET"]

    def __enter__(self) -> Arena:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

"""How long does a submission take in nbgrader? Its own way, with the sandbox doing the running, and without nbgrader.

    python benchmarks/release_nbgrader.py [--submissions 12]

Run it in the root of the repository, with nbgrader installed. All three grade the very same notebooks, right answers
to lab 02 with everything that students get in them, in the same run:

- stock nbgrader runs each notebook in a kernel; its test cells run the lab's checks there, beside the student's code;
- nbgrader with the steps of `autograder release --to nbgrader`;
- `autograder grade` on the same folder, with one process and with one a core.

Printed is what a command costs with one submission, which is mostly its start, and what each further one adds: the
difference between a command with many and a command with one. `autograder grade` gets ten times as many, so that there
is something to measure. Wall times depend on what else the machine does; CPU seconds and their ratios do less. With
several processes CPU is not told: the system does not count it for workers that outlive the process that started them.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.labs import load_lab
from autograder.release.nbgrader import names
from autograder.release.nbgrader.folder import build
from autograder.release.notebooks import solved, to_notebook

LAB = "02_weight_swaps"
TESTS = """\
from pathlib import Path

from autograder.grading import grade_functions
from autograder.labs import load_lab
from autograder.sandbox.local import LocalTransport

if "checked_lab" not in globals():
    checked_lab = load_lab(Path({grading!r}), {lab!r})
grade_functions(checked_lab, LocalTransport({{{name!r}: {name}}}), only=[{name!r}])[0].score"""


@dataclass(frozen=True)
class Cost:
    """Seconds of a command."""

    wall: float
    cpu: float

    def further(self, first: Cost, count: int) -> Cost:
        """What each but the first of `count` submissions has added."""
        return Cost((self.wall - first.wall) / (count - 1), (self.cpu - first.cpu) / (count - 1))


def courses(folder: Path) -> tuple[Path, Path]:
    """A course of stock nbgrader and one with our steps, for the same lab."""
    lab = load_lab(Path(), LAB)
    ours, stock = folder / "ours", folder / "stock"
    ours.mkdir()
    build(lab, Path(), ours)
    shutil.copytree(ours / "source", stock / "source")
    path = stock / "source" / LAB / f"{LAB}.ipynb"
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
        if name != names.exercise(name):
            cell["source"] = TESTS.format(grading=str(ours / "grading"), lab=LAB, name=names.exercise(name))
    path.write_text(json.dumps(notebook))
    (stock / "nbgrader_config.py").write_text("c = get_config()\nc.Execute.timeout = 120\n")
    for course in (ours, stock):
        run(["nbgrader", "generate_assignment", LAB], course)
    return stock, ours


def hand_in(course: Path, students: list[str], released: Path) -> None:
    """The released notebook with right answers, for each student."""
    answers = {cell.stub: cell.source for cell in solved(load_lab(Path(), LAB)) if cell.stub}
    helpers = next(cell for cell in to_notebook(solved(load_lab(Path(), LAB))).cells if cell.id == "solution-helpers")
    notebook: dict[str, Any] = json.loads((released / "release" / LAB / f"{LAB}.ipynb").read_text())
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
        cell["source"] = answers.get(name, cell["source"])
    notebook["cells"].insert(0, helpers)
    for student in students:
        place = course / "submitted" / student / LAB
        place.mkdir(parents=True)
        (place / f"{LAB}.ipynb").write_text(json.dumps(notebook))


def run(command: list[str], folder: Path) -> Cost:
    """Run a command in a folder; what it cost, its processes included."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def demand_full_marks(course: Path, students: list[str]) -> None:
    """Stop unless every student has all points: what is fast and wrong is not worth a figure."""
    from nbgrader.api import Gradebook  # pyright: ignore[reportMissingTypeStubs]

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        scores = {student: book.find_submission(LAB, student).score for student in students}
    if set(scores.values()) != {load_lab(Path(), LAB).points}:
        sys.exit(f"{course.name}: not everybody has full marks: {scores}")


def in_nbgrader(course: Path, released: Path, count: int) -> tuple[Cost, Cost]:
    """The cost of a command with one submission, and of each further one in a command with `count`."""
    costs: list[Cost] = []
    everybody: list[str] = []
    for students in (["first"], [f"student{number}" for number in range(count)]):
        hand_in(course, students, released)
        everybody += students
        costs.append(run(["nbgrader", "autograde", LAB], course))  # it passes over those who are graded already
    demand_full_marks(course, everybody)
    return costs[0], costs[1].further(costs[0], count)


def by_ourselves(course: Path, out: Path, count: int, workers: int) -> tuple[Cost, Cost]:
    """The same without nbgrader."""
    costs: list[Cost] = []
    for number in (1, count):
        files, results = out / f"files-{workers}-{number}", out / f"results-{workers}-{number}"
        files.mkdir()
        for student in range(number):
            shutil.copy(course / "submitted" / "first" / LAB / f"{LAB}.ipynb", files / f"student{student}.ipynb")
        command = [sys.executable, "-m", "autograder", "grade", LAB, str(files), "-o", str(results)]
        costs.append(run([*command, "--workers", str(workers), "--course", str(course / "grading")], out))
        scores = {json.loads(path.read_text())["score"] for path in (results / "results").glob("*.json")}
        if scores != {load_lab(Path(), LAB).points}:
            sys.exit(f"autograder grade: not everybody has full marks: {scores}")
    return costs[0], costs[1].further(costs[0], count)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--submissions", type=int, default=12)
    count = parser.parse_args().submissions
    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as folder:
        stock, ours = courses(Path(folder))
        rows = {
            "stock nbgrader": in_nbgrader(stock, ours, count),
            "nbgrader with the sandbox": in_nbgrader(ours, ours, count),
            "autograder grade, 1 process": by_ourselves(ours, Path(folder), 10 * count, 1),
            f"autograder grade, {cores} processes": by_ourselves(ours, Path(folder), 10 * count, cores),
        }
    print(f"{LAB}, {count} submissions of right answers, {cores} cores, seconds")
    print(f"{'':30} {'one alone':>17} {'each further one':>19} {'throughput of stock':>22}")
    print(f"{'':30} {'wall':>8} {'CPU':>8} {'wall':>10} {'CPU':>8} {'by wall':>11} {'by CPU':>10}")
    base = rows["stock nbgrader"][1]
    for name, (first, more) in rows.items():
        one = "processes" not in name
        cpus = (f"{first.cpu:8.2f}", f"{more.cpu:8.3f}", f"{base.cpu / more.cpu:8.1f} x") if one else ("-", "-", "-")
        print(
            f"{name:30} {first.wall:8.2f} {cpus[0]:>8} {more.wall:10.3f} {cpus[1]:>8} "
            f"{base.wall / more.wall:9.1f} x {cpus[2]:>10}"
        )


if __name__ == "__main__":
    main()

"""How fast is grading lab 02? Prints CPU and wall time a submission, throughput, time to the first result, memory.

    python benchmarks/lab02.py [--submissions 100]

Run it in the root of the repository, with the package installed. The submissions are the reference solution and the
examples that are fully right (each check runs to its end), read once and graded again and again. Wall times depend on
what else the machine does; CPU seconds and ratios do less.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from autograder import bank
from autograder.batch import Grader, grade_all
from autograder.find import find
from autograder.grading import grade, grade_functions
from autograder.labs import Lab, load_lab
from autograder.plans import Plans
from autograder.sandbox.control import Spawn
from autograder.sandbox.host import Worker
from autograder.sandbox.session import Session
from autograder.submissions import Found, Submission, read

LAB = "02_weight_swaps"
EXAMPLES = Path("examples") / LAB


def right_examples(lab: Lab) -> list[Found]:
    """The examples with full marks."""
    with Grader(lab) as grader:
        return [found for found in find([EXAMPLES])[0] if grader.grade(found).score == lab.points]


def one_submission(lab: Lab, submission: Submission, times: int) -> None:
    """CPU and wall time of grading one notebook on a warm worker, beside what a fork and an exit alone cost."""
    plans = Plans(lab)
    with Worker() as worker:
        grade(lab, submission, worker, plans)
        floor, walls, ours, theirs = [], [], [], []
        for _ in range(times):
            started = time.perf_counter()
            worker.spawn(Spawn(lab.limits.memory_mb, 60, 0)).end()
            floor.append(time.perf_counter() - started)
        for _ in range(times):
            started, cpu = time.perf_counter(), time.process_time()
            score, used = score_and_cpu(lab, submission, worker, plans)
            walls.append(time.perf_counter() - started)
            ours.append(time.process_time() - cpu)
            theirs.append(used)
            assert score == lab.points
    print(f"one notebook ({submission.student}), median of {times}, in ms:")
    print(f"  wall {ms(walls)}   CPU of the grader {ms(ours)}   CPU of the student's process {ms(theirs)}")
    both = [a + b for a, b in zip(ours, theirs, strict=True)]
    print(f"  CPU in all {ms(both)} (target: 40)   start and end of an empty process {ms(floor)}")


def score_and_cpu(lab: Lab, submission: Submission, worker: Worker, plans: Plans) -> tuple[float, float]:
    """The score, and the CPU seconds of the student's processes."""
    seconds = {exercise.name: exercise.call_seconds or lab.limits.call_seconds for exercise in lab.exercises}
    with Session(worker, submission, lab.limits, seconds) as session:
        exercises = grade_functions(lab, session, plans=plans)
    return sum(exercise.score for exercise in exercises), session.cpu_seconds


def throughput(lab: Lab, found: list[Found], count: int, workers: int) -> tuple[float, float]:
    """Submissions a second, with the start of the workers and after the first result."""
    many = [Found(f"{k}", found[k % len(found)].paths) for k in range(count)]
    started = time.perf_counter()
    reports = grade_all(Path(), lab, many, workers)
    assert next(reports).score == lab.points
    first = time.perf_counter()
    assert all(report.score == lab.points for report in reports)
    ended = time.perf_counter()
    return count / (ended - started), (count - 1) / (ended - first)


def first_result(times: int = 5) -> list[float]:
    """Seconds from the command to the end of grading one notebook, interpreter start included."""
    seconds = []
    for _ in range(times):
        with tempfile.TemporaryDirectory() as out:
            command = [sys.executable, "-m", "autograder", "grade", LAB, str(EXAMPLES / "ada.ipynb"), "-o", out]
            started = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            seconds.append(time.perf_counter() - started)
    return seconds


def ms(seconds: list[float]) -> str:
    return f"{1000 * statistics.median(seconds):.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--submissions", type=int, default=100)
    count = parser.parse_args().submissions
    lab = load_lab(Path(), LAB)
    found = right_examples(lab)
    print(f"{LAB} on {os.cpu_count()} cores, Python {sys.version.split()[0]}, examples: {len(found)} right ones")
    for submission in [bank.reference(Path("solutions") / LAB), *map(read, found)]:
        one_submission(lab, submission, 30)
    quiet = [each for each in found if each.student != "liv"]  # whose code prints thousands of lines
    for workers in (1, 2):
        in_all, running = throughput(lab, quiet, count, workers)
        print(f"{count} submissions on {workers} workers: {in_all:.1f} a second, {running:.1f} after the first result")
    print(f"from command to first result: {statistics.median(first_result()):.2f} s (target: 1.5)")
    own, children = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"peak memory: {own:.0f} MB of the command, {children:.0f} MB of its largest process")


if __name__ == "__main__":
    main()

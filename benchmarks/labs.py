"""What does grading a full lab cost? Prints, for each lab, the CPU that the reference solution takes on a warm worker.

    python benchmarks/labs.py [LAB...] [--times 15]

Run it in the root of the repository, with the package installed. CPU is told apart into the grader's and that of the
student's process, start and end of it included; the figures are medians in milliseconds.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

from autograder import bank
from autograder.grading import grade_functions
from autograder.labs import lab_names, load_lab
from autograder.plans import Plans
from autograder.sandbox.host import Worker
from autograder.sandbox.session import Session

TARGET = 60


def cost(name: str, worker: Worker, times: int) -> tuple[float, float, float, int]:
    """Milliseconds of loading the lab, of the grader and of the student's process; and the number of calls."""
    started = time.process_time()
    lab = load_lab(Path(), name)
    loading = time.process_time() - started
    submission, plans = bank.reference(Path("solutions") / name), Plans(lab)
    seconds = {exercise.name: exercise.call_seconds or lab.limits.call_seconds for exercise in lab.exercises}
    ours, theirs, calls = [], [], 0
    for _ in range(times + 1):
        started = time.process_time()
        with Session(worker, submission, lab.limits, seconds) as session:
            counted = _Counted(session)
            exercises = grade_functions(lab, counted, plans=plans)
        ours.append(time.process_time() - started)
        theirs.append(session.cpu_seconds)
        calls = counted.calls
        assert sum(exercise.score for exercise in exercises) == lab.points
    return 1000 * loading, 1000 * statistics.median(ours[1:]), 1000 * statistics.median(theirs[1:]), calls


class _Counted:
    """A session that counts its calls."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.ahead = session.ahead
        self.calls = 0

    def call(self, function, args):
        self.calls += 1
        return self._session.call(function, args)

    def repeats(self, steps):
        outcomes = self._session.repeats(steps)
        self.calls += 0 if outcomes is None else len(steps)  # else the check makes them itself
        return outcomes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("labs", nargs="*")
    parser.add_argument("--times", type=int, default=15)
    asked = parser.parse_args()
    print(f"{'lab':20} {'loading':>8} {'calls':>6} {'grader':>8} {'student':>8} {'in all':>8}   (ms; target {TARGET})")
    with Worker() as worker:
        for name in asked.labs or lab_names(Path()):
            loading, ours, theirs, calls = cost(name, worker, asked.times)
            print(f"{name:20} {loading:8.0f} {calls:6} {ours:8.1f} {theirs:8.1f} {ours + theirs:8.1f}")


if __name__ == "__main__":
    main()

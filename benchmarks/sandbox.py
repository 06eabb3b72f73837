"""What does the sandbox cost? Prints medians, beside the floor: a fork and an exit of the same process.

    python benchmarks/sandbox.py [--times 100]

"Overhead" is everything about a submission that is not the student's own work: start and confine the process, run a
cell with one small function, call it 20 times on tiny arrays, end and reap the process. Times are wall clock; a busy
machine makes them longer, so compare the figures of one run with one another.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np

from autograder.checks.calls import Returned
from autograder.sandbox.confine import LAYERS
from autograder.sandbox.control import Spawn
from autograder.sandbox.host import Worker
from autograder.sandbox.session import Session
from autograder.settings import Limits
from autograder.submissions import Cell, Submission

SUBMISSION = Submission("bench", "bench.py", "0" * 64, (Cell("cell 1", "def same(x):\n    return x\n"),))
CALLS = 20
PROFILES = {
    "all layers that hold here": (),
    "without namespaces": ("namespaces",),
    "landlock, seccomp, limits": ("namespaces", "uid"),
    "limits alone": ("namespaces", "uid", "landlock", "seccomp"),
}


def median_ms(act: Callable[[], object], times: int) -> float:
    """Median milliseconds of an act, after two that are not counted."""
    seconds: list[float] = []
    for _ in range(times + 2):
        started = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - started)
    return 1000 * statistics.median(seconds[2:])


def submission(worker: Worker, calls: int, array: np.ndarray) -> None:
    """One submission with so many calls on an array."""
    with Session(worker, SUBMISSION, Limits(), {}) as session:
        for _ in range(calls):
            assert isinstance(session.call("same", (array,)), Returned)


def fork_and_wait() -> None:
    """The floor, in a process with numpy and this package."""
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def one_call(worker: Worker, array: np.ndarray, times: int) -> float:
    """Median milliseconds of a round trip of an array in a live process."""
    with Session(worker, SUBMISSION, Limits(total_seconds=600), {}) as session:
        return median_ms(lambda: session.call("same", (array,)), times)


def worker_start_ms(times: int) -> float:
    """Median milliseconds from nothing to a warm worker that has found out which layers hold; not its end."""
    seconds: list[float] = []
    for _ in range(times):
        started = time.perf_counter()
        with Worker() as worker:
            _ = worker.ready
            seconds.append(time.perf_counter() - started)
    return 1000 * statistics.median(seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=100)
    times = parser.parse_args().times
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, user {os.geteuid()}; medians of {times}, in ms")
    print(f"floor: fork and wait, numpy imported      {median_ms(fork_and_wait, times):8.2f}")
    true = median_ms(lambda: subprocess.run(["true"], check=True), times)
    print(f"floor: start the program `true`           {true:8.2f}")
    print(f"worker start (target 500)                 {worker_start_ms(7):8.1f}")
    for name, without in PROFILES.items():
        with Worker(without) as worker:
            active = [layer for layer in LAYERS if layer in worker.ready.protections]
            empty = median_ms(lambda worker=worker: worker.spawn(Spawn(256, 10, 0)).end(), times)
            whole = median_ms(lambda worker=worker: submission(worker, CALLS, np.ones(3)), times)
            print(f"{name} ({', '.join(active)})")
            print(f"  start and end an empty process          {empty:8.2f}")
            print(f"  a submission with {CALLS} calls (target 10)    {whole:8.2f}")
            if not without:
                tiny, large = np.ones(3), np.ones(1 << 20)
                print(f"  one call, 3 numbers (target 0.1)        {one_call(worker, tiny, 10 * times):8.3f}")
                print(f"  one call, 8 MB there and back           {one_call(worker, large, 20):8.2f}")
                heavy = median_ms(lambda worker=worker, large=large: submission(worker, CALLS, large), 5)
                print(f"  a submission with {CALLS} calls of 8 MB         {heavy:8.1f}")


if __name__ == "__main__":
    main()

"""Grading a very large class, here and on a Dask cluster: rate, memory, and going on after a kill.

    python benchmarks/load.py [--submissions 10000] [--workers 2] [--local | --cluster | --both]

Run it in the root of the repository, with the package and its extra `cluster` installed. The submissions are the
examples of lab 02, right and wrong, but for the loop without end, with helpers of other names in each. The command is
killed when half of them are graded, and given once more; rates are those of the second half, start and end of the
command included; then it is given a third time, when there is nothing left to grade. The cluster is a scheduler and as
many worker processes with one thread each, on this machine, with Dask's settings of docs/cluster.md. Wall times depend
on what else the machine does; CPU seconds do less.

Memory is a process's largest resident set, shared pages included, as the kernel keeps it: the command tells it at its
very end, of the others it is read while they run. It stands beside what it is with 100 submissions.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from autograder.batch import Grader
from autograder.find import find
from autograder.labs import load_lab

LAB = "02_weight_swaps"
EXAMPLES = Path("examples") / LAB
FEW = 100
"""Submissions of the class that memory is compared with."""
PAUSES = 0.1, 1.0
"""Seconds between two looks at results and memory, till there is a result and then; the kernel keeps the peaks."""
MB = 1 << 20
COMMAND = """
import atexit, pathlib, sys
told = pathlib.Path(sys.argv.pop(1))
atexit.register(lambda: told.write_bytes(pathlib.Path("/proc/self/status").read_bytes()))
from autograder.__main__ import main
main()
"""
"""The command, which in the end writes down what the kernel knows of it, where its first argument says."""


def generate(folder: Path, count: int) -> None:
    """Write a class of so many submissions, no two of them alike."""
    lab = load_lab(Path(), LAB)
    given = {exercise.name for exercise in lab.exercises} | {"forward", "mse"}
    with Grader(lab) as grader:
        # a loop without end costs what its limit allows, and would drown all else
        examples = [found.paths[0] for found in find([EXAMPLES])[0] if not grader.grade(found).limits]
    texts = [(path.suffix, path.read_text()) for path in examples]
    folder.mkdir()
    for number in range(count):
        suffix, text = texts[number % len(texts)]
        helpers = "|".join(sorted(set(re.findall(r"\bdef (\w+)\(", text)) - given)) or r"(?!)"
        text = re.sub(rf"(?<![.\w])({helpers})(?!\w)", rf"\1_{number}", text)
        if suffix == ".py":
            text += f"\n# handed in as number {number}\n"
        else:
            notebook = json.loads(text)
            notebook["metadata"]["handed_in"] = number
            text = json.dumps(notebook)
        (folder / f"student{number:05}{suffix}").write_text(text)


THE_COMMAND = "the command"


@dataclass
class Peaks:
    """The largest resident memory of one process, by what the process is, in bytes."""

    of: dict[str, int] = field(default_factory=dict)

    def look(self, command: int, others: tuple[int, ...]) -> None:
        for pid in (command, *others):
            try:
                family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
            except psutil.NoSuchProcess:
                continue
            for process in family:
                self._note(THE_COMMAND if process.pid == command else None, process.pid)

    def _note(self, role: str | None, pid: int) -> None:
        try:
            line = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ")
            status = Path(f"/proc/{pid}/status").read_text()
        except (FileNotFoundError, ProcessLookupError):
            return  # ended while we looked
        self.add(role or what_is(line), status)

    def add(self, role: str, status: str) -> None:
        """Take the peak that the kernel's status of a process tells."""
        peak = re.search(r"VmHWM:\s+(\d+) kB", status)
        if peak is not None:  # a process that has ended, but was not waited for, has none
            self.of[role] = max(self.of.get(role, 0), int(peak[1]) * 1024)


def what_is(line: bytes) -> str:
    if b"autograder.batch.serve" in line:
        return "a grading process"
    if b"autograder.sandbox.worker" in line:
        return "a process of the sandbox"
    if b"scheduler" in line:
        return "the scheduler"
    if b"multiprocessing.spawn" in line:
        return "a worker of Dask"
    return "the nanny of Dask's workers" if b"dask" in line else "another process, for a moment"


@dataclass
class Run:
    """What came of giving the command."""

    seconds: float = 0.0
    first: float = 0.0
    """Seconds until the first new result."""
    peaks: Peaks = field(default_factory=Peaks)


def give(handed_in: Path, out: Path, how: list[str], others: tuple[int, ...], kill_at: int | None = None) -> Run:
    """Give the command, and kill it when so many results are there."""
    told = out.with_name(f"{out.name} status")
    line = [sys.executable, "-c", COMMAND, str(told), "grade", LAB, str(handed_in), "-o", str(out), *how]
    run = Run()
    before, started = results(out), time.monotonic()
    with subprocess.Popen(line, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            run.peaks.look(process.pid, others)
            there = results(out)
            if not run.first and there > before:
                run.first = time.monotonic() - started
            if kill_at is not None and there >= kill_at:
                process.send_signal(signal.SIGKILL)
                break
            time.sleep(PAUSES[bool(run.first)])
    run.seconds = time.monotonic() - started
    if told.exists():
        run.peaks.add(THE_COMMAND, told.read_text())
        told.unlink()
    if kill_at is None and process.returncode:
        raise SystemExit(f"{' '.join(line)} ended with {process.returncode}")
    return run


def results(out: Path) -> int:
    folder = out / "results"
    return sum(entry.name.endswith(".json") for entry in os.scandir(folder)) if folder.is_dir() else 0


@contextmanager
def cluster(workers: int, space: Path) -> Iterator[tuple[str, tuple[int, ...]]]:
    """A scheduler and its workers: the address, and the processes."""
    from distributed import Client

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    dask = [sys.executable, "-m", "dask"]
    commands = [
        [*dask, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--dashboard-address", "127.0.0.1:0"],
        [*dask, "worker", address, "--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0"],
    ]
    commands[1] += ["--nworkers", str(workers), "--nthreads", "1", "--local-directory", str(space)]
    settings = space / "settings"
    settings.mkdir()
    (settings / "autograder.yaml").write_text(documented_settings())
    environment = os.environ | {"DASK_CONFIG": str(settings)}
    with open(space / "log", "wb") as log:
        processes = [subprocess.Popen(command, stdout=log, stderr=log, env=environment) for command in commands]
        try:
            with Client(address, timeout=60, set_as_default=False) as client:
                client.wait_for_workers(workers, timeout=60)
            yield address, tuple(process.pid for process in processes)
        finally:
            for process in reversed(processes):
                process.send_signal(signal.SIGINT)
                process.wait()


def documented_settings() -> str:
    """What docs/cluster.md has Dask set to."""
    found = re.search(r"<!-- yaml: dask -->\n```yaml\n(.*?)```", Path("docs/cluster.md").read_text(), re.DOTALL)
    assert found is not None, "docs/cluster.md has lost Dask's settings"
    return found[1]


def cpu_seconds(pids: tuple[int, ...]) -> float:
    """CPU of these processes and of all below them, those that have ended included."""
    total = sum(os.times()[:4])  # also of commands that have ended
    for pid in pids:
        for process in [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):  # ended just now
                total += sum(process.cpu_times()[:4])
    return total


def measure(title: str, how: list[str], folder: Path, count: int, others: tuple[int, ...] = ()) -> tuple[float, float]:
    """Grade a few, then all, with a kill at half way; print what came of it. Wall and CPU seconds of each."""
    print(f"\n{title}")
    few = give(folder / "few", folder / f"{title} few", how, others)
    out = folder / title
    first = give(folder / "all", out, how, others, kill_at=count // 2)
    kept = {path.name: path.read_bytes() for path in (out / "results").iterdir() if path.suffix == ".json"}
    before = cpu_seconds(others)
    second = give(folder / "all", out, how, others)
    cpu, wall, graded = cpu_seconds(others) - before, second.seconds, count - len(kept)
    third = give(folder / "all", out, how, others)
    same = all((out / "results" / name).read_bytes() == data for name, data in kept.items())
    print(f"  {graded / wall:.1f} submissions a second ({graded} in {wall:.0f} s),", end=" ")
    print(f"{1000 * cpu / graded:.0f} ms of CPU each")
    print(f"  killed at {len(kept)}, and given again: the next result after {second.first:.1f} s;", end=" ")
    print(f"{results(out)} of {count} results in the end, those kept {'' if same else 'NOT '}unchanged")
    print(f"  with nothing left to grade: {third.seconds:.1f} s")
    print(f"  peak memory in MB with {FEW} submissions, and with {count}: till the kill, after it, with nothing left")
    runs = (few, first, second, third)
    for role in dict.fromkeys(role for run in runs for role in run.peaks.of):
        least = few.peaks.of.get(role, 0)
        peaks = [run.peaks.of[role] for run in runs[1:] if role in run.peaks.of]
        shown = "".join(f"{peak / MB:8.1f}" for peak in peaks)
        growth = f"  at most {max(peaks, default=0) / least - 1:+.1%}" if least else ""
        print(f"    {role:<35} {least / MB:8.1f} {shown}{growth}")
    if results(out) != count or not same:
        raise SystemExit("results are missing, or others than they were")
    return wall / graded, cpu / graded


def agree(one: Path, other: Path) -> bool:
    """Whether two runs came to the same results, the seconds aside."""
    seconds = re.compile(rb'"seconds": [^\n]*')
    names = {path.name for path in (one / "results").iterdir()}
    return names == {path.name for path in (other / "results").iterdir()} and all(
        seconds.sub(b"", (one / "results" / name).read_bytes())
        == seconds.sub(b"", (other / "results" / name).read_bytes())
        for name in names
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--submissions", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=2)
    where = parser.add_mutually_exclusive_group()
    for name in ("local", "cluster", "both"):
        where.add_argument(f"--{name}", dest="where", action="store_const", const=name, default="both")
    given = parser.parse_args()
    count, folder = given.submissions, Path(tempfile.mkdtemp(prefix="load-"))
    try:
        generate(folder / "few", FEW)
        generate(folder / "all", count)
        print(f"{LAB}, {count} submissions, {given.workers} workers, {os.cpu_count()} cores,", end=" ")
        print(f"Python {sys.version.split()[0]}, load of the machine before: {os.getloadavg()[0]:.1f}")
        taken = {}
        if given.where != "cluster":
            taken["here"] = measure("here", ["--workers", str(given.workers)], folder, count)
        if given.where != "local":
            (folder / "space").mkdir()
            with cluster(given.workers, folder / "space") as (address, processes):
                taken["cluster"] = measure("on a cluster", ["--cluster", address], folder, count, processes)
        if len(taken) == 2:
            (wall, cpu), (cluster_wall, cluster_cpu) = taken["here"], taken["cluster"]
            print(
                f"\nthe cluster costs {cluster_wall / wall - 1:+.0%} of time, {cluster_cpu / cpu - 1:+.0%} of CPU;",
                end=" ",
            )
            if not agree(folder / "here", folder / "on a cluster"):
                raise SystemExit("the results are others")
            print("the same results")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()

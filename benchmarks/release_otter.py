"""What does a submission cost in otter? Seconds for stock otter, for otter with our plug-in, and without otter.

    python benchmarks/release_otter.py [--notebooks 8]

Run it in the root of the repository, with the package and otter-grader installed. The same notebooks go through all
ways in one run. Stock otter runs each notebook in its kernel, and there the same checks on the student's functions.
CPU seconds are those of all processes that a way has started; wall times depend on what else the machine does.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from autograder.labs import Lab, load_lab
from autograder.release.otter.build import build

LAB = "02_weight_swaps"
NOTEBOOKS = ("ada", "bela", "carl", "emil", "gus", "hana", "pia", "quin")
"""Of the examples; none has an endless loop, which stock otter would wait for without end."""
CLASS = 100
STOCK_TEST = """
from otter.test_files import test_case

OK_FORMAT = False
name = "q{number}"
points = {points}


@test_case()
def all_checks(env):
    from pathlib import Path

    from autograder.grading import grade_functions
    from autograder.labs import load_lab
    from autograder.sandbox.local import LocalTransport

    lab = load_lab(Path.cwd(), {lab!r})
    (result,) = grade_functions(lab, LocalTransport({{{name!r}: env.get({name!r})}}), only=[{name!r}])
    assert result.score == result.max_score, repr(result)
"""


def stock(lab: Lab, archive: Path, target: Path) -> None:
    """A zip for otter without the plug-in: its kernel runs all checks, the hidden ones too."""
    with zipfile.ZipFile(archive) as packed, zipfile.ZipFile(target, "w") as made:
        for name in packed.namelist():
            if not name.startswith("tests/"):
                made.writestr(name, b'{"lang": "python"}' if name == "otter_config.json" else packed.read(name))
        for number, exercise in enumerate(lab.exercises, start=1):
            text = STOCK_TEST.format(number=number, points=exercise.points, lab=lab.name, name=exercise.name)
            made.writestr(f"tests/q{number}.py", text)


def otter(notebook: Path, archive: Path, out: Path) -> None:
    """One `otter run`."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    command = [
        sys.executable,
        "-P",
        "-m",
        "otter",
        "run",
        str(notebook),
        "-a",
        str(archive),
        "-o",
        str(out),
        "--no-logo",
    ]
    run(command)
    assert (out / "results.json").is_file()


def grade(submitted: Path, out: Path) -> None:
    """One `autograder grade` of a class, in one process, its start included."""
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "autograder", "grade", LAB, str(submitted), "-o", str(out), "--workers", "1"]
    run(command)


def run(command: list[str], cwd: Path | None = None) -> None:
    """Run a command without its output, or end with what it said if it fails."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


def measured(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and CPU seconds of some work, its processes included."""
    started, before = time.perf_counter(), cpu()
    work()
    return time.perf_counter() - started, cpu() - before


def cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def show(way: str, seconds: list[tuple[float, float]], base: float | None = None) -> float:
    """Print a way's medians; its seconds of CPU."""
    wall, used = (statistics.median(each) for each in zip(*seconds, strict=True))
    times = "" if base is None else f"{base / used:8.1f} times the throughput of stock otter, by CPU"
    print(f"{way:44} {wall:8.3f} s wall {used:8.3f} s CPU{times}")
    return used


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--notebooks", type=int, default=len(NOTEBOOKS), help=f"at most {len(NOTEBOOKS)}")
    names = NOTEBOOKS[: parser.parse_args().notebooks]
    lab = load_lab(Path(), LAB)
    notebooks = [Path("examples", LAB, f"{name}.ipynb").absolute() for name in names]
    print(
        f"{LAB} on {os.cpu_count()} cores, Python {sys.version.split()[0]}, {len(notebooks)} notebooks, medians of one:"
    )
    with tempfile.TemporaryDirectory(prefix="autograder-benchmark-") as folder:
        root = Path(folder)
        build(lab, Path(), root)
        run([sys.executable, "-P", "-m", "otter", "assign", f"{LAB}.ipynb", "dist", "--no-run-tests"], cwd=root)
        (ours,) = (root / "dist" / "autograder").glob("*.zip")
        stock(lab, ours, root / "stock.zip")
        base = show(
            "stock otter run", [measured(lambda n=n: otter(n, root / "stock.zip", root / "o")) for n in notebooks]
        )
        show("otter run with the plug-in", [measured(lambda n=n: otter(n, ours, root / "o")) for n in notebooks], base)
        for size in (len(names), CLASS):
            submitted = root / f"class-{size}"
            submitted.mkdir()
            for number in range(size):
                notebook = notebooks[number % len(names)]
                shutil.copy(notebook, submitted / f"{notebook.stem}-{number}.ipynb")
            wall, used = measured(lambda s=submitted: grade(s, root / "graded"))
            show(f"autograder grade, of a class of {size}", [(wall / size, used / size)], base)


if __name__ == "__main__":
    main()

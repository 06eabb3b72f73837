"""What does a submission cost in Gradescope's container? Seconds and megabytes, beside those of `autograder grade`.

    python benchmarks/release_gradescope.py [--times 2]

Run it as root in the root of the repository, with the package installed for a Python that every user can read. The same
files go through `run_autograder`, which starts the grader anew each time as Gradescope does, and through one
`autograder grade`. CPU seconds are those of all processes; on half a processor they are twice as many on the clock.
"""

from __future__ import annotations

import argparse
import json
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

from autograder.labs import load_lab
from autograder.release.gradescope.build import build

LAB = "02_weight_swaps"
FILES = ("ada.ipynb", "bela.ipynb", "carl.ipynb", "emil.ipynb", "gus.ipynb", "hana.ipynb", "pia.ipynb", "quin.ipynb")


def container(folder: Path) -> Path:
    """A folder laid out like Gradescope's, with this Python."""
    root = folder / "autograder"
    made = folder / "made"
    made.mkdir()
    build(load_lab(Path.cwd(), LAB), Path.cwd(), made)
    for name in ("source", "submission", "results"):
        (root / name).mkdir(parents=True)
    with zipfile.ZipFile(made / "autograder.zip") as archive:
        archive.extractall(root / "source")
    subprocess.run(["bash", root / "source" / "setup.sh"], env=environment(root), check=True)
    return root


def environment(root: Path) -> dict[str, str]:
    """What the scripts take the places from."""
    return {"PATH": os.defpath, "AUTOGRADER_ROOT": str(root), "AUTOGRADER_PYTHON": sys.executable}


def run(root: Path, file: Path) -> float:
    """One submission, as Gradescope runs it; its score."""
    shutil.rmtree(root / "submission")
    (root / "submission").mkdir()
    shutil.copy(file, root / "submission")
    script = ["bash", root / "source" / "run_autograder"]
    done = subprocess.run(script, env=environment(root), stdout=subprocess.PIPE, text=True, check=False)
    results = json.loads((root / "results" / "results.json").read_bytes())
    if "score" not in results:
        sys.exit(f"{file.name} was not graded: {done.stdout}")
    return results["score"]


def grade(files: list[Path], out: Path) -> None:
    """All submissions in one command."""
    command = [sys.executable, "-m", "autograder", "grade", LAB, *files, "-o", out, "--workers", "1"]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)


def measured(act: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the clock, and of the processors."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    act()
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=2, help="how often each file is graded")
    times = parser.parse_args().times
    files = [Path("examples", LAB, name) for name in FILES]
    with tempfile.TemporaryDirectory(prefix="gradescope-") as scratch:
        os.chmod(scratch, 0o755)
        root = container(Path(scratch))
        runs = [measured(lambda file=file: run(root, file)) for _ in range(times) for file in files]
        whole = [measured(lambda k=k: grade(files, Path(scratch, f"out{k}"))) for k in range(times)]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{'seconds a submission':<36}{'wall':>8}{'CPU':>8}")
    for name, found, share in (
        ("run_autograder, each on its own", runs, 1),
        ("autograder grade, all in one", whole, len(files)),
    ):
        wall, cpu = (statistics.median(column) / share for column in zip(*found, strict=True))
        print(f"{name:<36}{wall:>8.3f}{cpu:>8.3f}")
    print(f"largest process: {peak:.0f} MB")


if __name__ == "__main__":
    main()

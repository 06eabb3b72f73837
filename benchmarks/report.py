"""How large is a class's report.html, and how long does a browser take to open it?

    python benchmarks/report.py [--students 1000] [--times 5]

Run it in the root of the repository, with the package installed and chromium in the PATH. The sample class of lab 02 is
graded once and repeated under other names. "making" is from the results in memory to the page, "open" what the browser
itself measures from the start of loading to the page's load event and the layout, "sort" a click on the heading of the
scores up to the new layout, "filter" a letter typed into the field for names. Medians.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from msgspec.structs import replace

from autograder.batch import Grader
from autograder.feedback.class_page import class_page
from autograder.feedback.class_summary import Known
from autograder.feedback.class_tally import summarise
from autograder.find import find
from autograder.labs import load_lab

LAB = "02_weight_swaps"
TARGET_MB, TARGET_SECONDS = 5, 2
PROBE = """
addEventListener("load", () => {
  document.body.getBoundingClientRect();
  const loaded = performance.now();
  const took = (act) => {
    const before = performance.now();
    act();
    document.body.getBoundingClientRect();
    return performance.now() - before;
  };
  const heads = [...document.querySelectorAll("#class thead button")];
  const sort = took(() => heads.find((head) => head.textContent.startsWith("score")).click());
  const find = document.getElementById("find");
  const filter = took(() => { find.value = "a"; find.dispatchEvent(new Event("input")); });
  document.body.dataset.probe = JSON.stringify([loaded, sort, filter]);
});
"""


def page(students: int) -> tuple[str, float]:
    """The page of a class so large, and the seconds that making it took."""
    lab = load_lab(Path(), LAB)
    with Grader(lab) as grader:
        sample = [grader.grade(found) for found in find([Path("examples") / LAB])[0]]
    repeated = (
        replace(sample[number % len(sample)], student=f"{sample[number % len(sample)].student} {number:04}")
        for number in range(students)
    )
    reports = sorted(repeated, key=lambda report: report.student)
    known = Known(title=lab.title, exercises=tuple(exercise.name for exercise in lab.exercises))
    pages = {report.student: f"feedback/{report.student.replace(' ', '%20')}.html" for report in reports}
    started = time.perf_counter()
    made = class_page(summarise(lab.name, known, reports, pages))
    return made, time.perf_counter() - started


def opened(path: Path, browser: str) -> tuple[float, float, float]:
    """Milliseconds to load the page, to sort the table and to filter it, in a browser that starts afresh."""
    with tempfile.TemporaryDirectory() as profile:
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}"]
        done = subprocess.run([*command, "--dump-dom", path.as_uri()], capture_output=True, text=True, check=True)
    told = re.search(r'data-probe="([^"]+)"', done.stdout)
    assert told is not None, "the page was not loaded in time"
    loaded, sort, filtered = json.loads(told[1])
    return loaded, sort, filtered


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=1000)
    parser.add_argument("--times", type=int, default=5)
    asked = parser.parse_args()
    made, seconds = page(asked.students)
    size = len(made.encode()) / 1e6
    print(f"{asked.students} students: {size:.2f} MB (target {TARGET_MB}), making {seconds:.2f} s")
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        raise SystemExit("chromium is missing: the time to open the page was not measured.")
    digest = base64.b64encode(hashlib.sha256(PROBE.encode()).digest()).decode()
    probed = made.replace("script-src ", f"script-src 'sha256-{digest}' ")
    probed = probed.replace("</body>", f"<script>{PROBE}</script></body>")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.html"
        path.write_text(probed, encoding="utf-8")
        figures = zip(*(opened(path, browser) for _ in range(asked.times)), strict=True)
    loaded, sort, filtered = map(statistics.median, figures)
    print(f"open {loaded / 1000:.2f} s (target {TARGET_SECONDS}), sort {sort:.0f} ms, filter {filtered:.0f} ms")


if __name__ == "__main__":
    main()

"""A class with cheaters goes through Gradescope's contract, in a folder laid out like its container, as root."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from attacks.arena import HERE as ATTACKS
from attacks.arena import load
from conftest import ROOT
from markupsafe import escape
from processes import below
from release.gradescope_container import Container, demand_root_and_its_layers
from release.leaks import leaked, secrets

from autograder.labs import load_lab
from autograder.release.gradescope.build import build

LAB = "02_weight_swaps"
HONEST = ("bela.ipynb", "carl.ipynb", "emil.ipynb", "gus.ipynb", "juno.ipynb", "milo.py", "nora.py", "pia.ipynb")
FROM_THE_SUITE = (
    "forging/success_code_at_import",
    "forging/results_file",
    "reading/solution_file",
    "forging/trace_functions",
)
RAIDER = """
import glob, json, os

def attempt(act):
    try:
        return repr(act())[:200]
    except BaseException as problem:
        return type(problem).__name__

FORGED = json.dumps({"score": 999})
LOOT = [attempt(act) for act in (
    lambda: open("@ROOT@/results/results.json").read(),
    lambda: open("@ROOT@/results/results.json", "w").write(FORGED),
    lambda: os.replace("@ROOT@/submission", "@ROOT@/results"),
    lambda: os.chmod("@ROOT@/results", 0o777),
    lambda: open("@ROOT@/source/course/solutions/02_weight_swaps/solution.py").read(),
    lambda: os.listdir("@ROOT@/source"),
    lambda: open("@ROOT@/submission_metadata.json").read(),
    lambda: os.fork(),
    lambda: open("/etc/shadow").read(),
    lambda: os.kill(@GRADER@, 9),
    lambda: os.getuid() or "ESCAPED: root",
)]

def swap_units(net, layer, i, j):
    raise RuntimeError("loot: " + " ".join(LOOT))
"""


@pytest.fixture(scope="module")
def container() -> Iterator[Container]:
    demand_root_and_its_layers()
    # not pytest's own temporary folder: that is closed to other users, and would protect the secrets by itself
    with tempfile.TemporaryDirectory(prefix="gradescope-") as folder:
        os.chmod(folder, 0o755)
        made, root = Path(folder) / "made", Path(folder) / "autograder"
        for each in (made, root):
            each.mkdir()
        build(load_lab(ROOT, LAB), ROOT, made)
        yield Container(root, made / "autograder.zip")


@pytest.fixture(scope="module")
def class_files(container: Container) -> dict[str, bytes]:
    """The files of honest students, and of others who have added an attack to one that has something to gain."""
    files = {name: (ROOT / "examples" / LAB / name).read_bytes() for name in HONEST}
    base = files["nora.py"].decode()
    facts = {"@SOLUTIONS@": f"{container.root}/source/course/solutions/{LAB}", "@OUTSIDE@": str(container.root)}
    for path in FROM_THE_SUITE:
        attack = load(ATTACKS / f"{path}.py").attack.replace("def double(x)", "def double(*x)")
        for word, fact in facts.items():
            attack = attack.replace(word, fact)
        added = f"{base}\n\n# %%\n{attack}\n\nif 'double' in globals():\n    canonical_form = double\n"
        files[f"{path.partition('/')[2]}.py"] = added.encode()
    return files


@pytest.fixture(scope="module")
def marks(class_files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    """What `autograder grade` gives the same class."""
    folder = tmp_path_factory.mktemp("class")
    for name, data in class_files.items():
        (folder / name).write_bytes(data)
    command = [sys.executable, "-m", "autograder", "grade", LAB, str(folder), "-o", str(folder / "out"), "--json"]
    done = subprocess.run([*command, "--workers", "1"], cwd=ROOT, capture_output=True, text=True, check=True)
    return {report["student"]: report["score"] for report in json.loads(done.stdout)}


def test_marks_are_those_of_autograder_grade(
    container: Container, class_files: dict[str, bytes], marks: dict[str, float]
) -> None:
    assert len(marks) == len(class_files) == 12
    assert len({marks[name.partition(".")[0]] for name in HONEST}) >= 5
    lab = load_lab(ROOT, LAB)
    secret = secrets(ROOT, LAB)
    public = {*(check.title for check in lab.hidden), *(each.hint for each in lab.misconceptions)}
    for name, data in class_files.items():
        graded = container.grade({f"my {name}": data})
        student = name.partition(".")[0]
        assert graded.status == 0, graded.stdout
        assert graded.results["score"] == marks[student], name
        assert sum(test["score"] for test in graded.results["tests"]) == pytest.approx(marks[student])
        assert sum(test["max_score"] for test in graded.results["tests"]) == 20
        assert graded.results["execution_time"] < 60
        told = json.dumps(graded.results, ensure_ascii=False)
        assert "ESCAPED" not in told
        for text in public:  # titles and hints are for students; of everything else that is hidden, nothing
            told = told.replace(str(escape(text)), " ").replace(text, " ")
        assert leaked(told.encode(), secret) == set(), name
    assert all(marks[attack.partition("/")[2]] <= marks["nora"] for attack in FROM_THE_SUITE)


def test_hidden_checks_have_a_title_and_no_more_and_the_staff_sees_the_rest(container: Container) -> None:
    carl = (ROOT / "examples" / LAB / "carl.ipynb").read_bytes()
    graded = container.grade({f"{LAB}.ipynb": carl})
    assert graded.results["stdout_visibility"] == "hidden"
    tests = {test["name"]: test for test in graded.results["tests"]}
    lab = load_lab(ROOT, LAB)
    failed = [tests[f"{check.exercise}: {check.title}"] for check in lab.hidden if check.exercise == "swap_units"]
    assert {test["visibility"] for test in tests.values()} == {"visible"}
    assert any(test["status"] == "failed" for test in failed)
    assert not [test for test in failed if "<pre>" in test["output"] or "should be" in test["output"]]
    shown = [tests[f"{check.exercise}: {check.title}"]["output"] for check in lab.visible]
    assert any("<pre>swap_units(net, layer=1" in output for output in shown)
    assert "layer=1, i=0, j=2" in graded.stdout  # the input of a hidden check


def test_the_container_keeps_its_secrets_from_student_code(container: Container, marks: dict[str, float]) -> None:
    base = (ROOT / "examples" / LAB / "nora.py").read_text()
    raid = RAIDER.replace("@ROOT@", str(container.root)).replace("@GRADER@", str(os.getpid()))
    before = below(os.getpid())
    graded = container.grade({"mine.py": f"# %%\n{base}\n\n# %%\n{raid}".encode()})
    assert 0 < graded.results["score"] < marks["nora"]
    loot = next(line for line in graded.stdout.splitlines() if "loot:" in line)
    assert "ESCAPED" not in json.dumps(graded.results) + graded.stdout
    words = loot.partition("loot: ")[2].split()
    assert len(words) >= 11, loot
    refused = {"PermissionError", "FileNotFoundError", "ProcessLookupError"}
    assert set(words[:10]) <= refused, loot
    assert words[10].isdecimal(), loot
    assert [path.name for path in (container.root / "results").iterdir()] == ["results.json"]
    assert below(os.getpid()) == before


def test_a_class_can_hand_in_again_and_nothing_is_open_to_others(container: Container) -> None:
    first = container.grade({f"{LAB}.py": b"def swap_units(net, layer, i, j):\n    return net\n"})
    again = container.grade({f"{LAB}.py": (ROOT / "examples" / LAB / "milo.py").read_bytes()})
    assert first.results["score"] < again.results["score"] == 20
    assert "canary" not in json.dumps(again.results)
    for name in ("source", "results"):
        assert (container.root / name).stat().st_mode & 0o777 == 0o700
    assert (container.root / "submission_metadata.json").stat().st_mode & 0o777 == 0o600


def test_files_with_names_of_ours_or_with_names_that_are_no_text_change_nothing(
    container: Container, marks: dict[str, float]
) -> None:
    graded = container.grade(
        {
            "\udcff<b>.ipynb": (ROOT / "examples" / LAB / "carl.ipynb").read_bytes(),  # a byte that is not UTF-8
            "results.json": b'{"score": 999}',
            "run_autograder": b"#!/bin/sh\n",
            "autograder/__init__.py": b"raise SystemExit(0)\n",
            "sitecustomize.py": b"raise SystemExit(0)\n",
            "numpy.py": b"raise SystemExit(0)\n",
        }
    )
    assert graded.results["score"] == marks["carl"]
    assert "&lt;b&gt;.ipynb" in graded.results["output"]


def test_grading_that_dies_leaves_no_mark(container: Container) -> None:
    container.hand_in({f"{LAB}.py": (ROOT / "examples" / LAB / "milo.py").read_bytes()})
    dies = (
        "import os, sys; from pathlib import Path; from autograder.release.gradescope import run; "
        "run._graded = lambda *_: os.kill(os.getpid(), 9); run.main(Path(sys.argv[1]))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", dies, str(container.root)], check=False)
    assert done.returncode == -9
    left = json.loads((container.root / "results" / "results.json").read_bytes())
    assert "score" not in left
    assert "tests" not in left
    assert "did not come to its end" in left["output"]


def test_grading_that_takes_too_long_ends_by_itself_without_a_mark(container: Container) -> None:
    """Gradescope would give a 0."""
    container.hand_in({f"{LAB}.py": b"import time\n\ndef swap_units(*_):\n    time.sleep(1000)\n"})
    hurries = (
        "import sys; from pathlib import Path; from autograder.release.gradescope import run; "
        "run.ALARM_SECONDS = 1; sys.exit(run.main(Path(sys.argv[1])))"
    )
    before = below(os.getpid())
    done = subprocess.run([sys.executable, "-I", "-c", hurries, str(container.root)], capture_output=True, text=True)
    assert done.returncode == 1
    assert "grading took more than 1 seconds" in done.stdout
    left = json.loads((container.root / "results" / "results.json").read_bytes())
    assert "score" not in left
    assert "not your fault" in left["output"]
    assert below(os.getpid()) == before


def test_a_fault_of_the_grader_is_no_mark_and_told_to_the_staff_alone(container: Container) -> None:
    milo = (ROOT / "examples" / LAB / "milo.py").read_bytes()
    checks = container.root / "source" / "course" / "solutions" / LAB / "check_swap_units.py"
    sound = checks.read_text()
    title = sound.index('"""', sound.index("@check("))
    end = sound.index('"""', title + 3) + 3
    wrong = f'{sound[:end]}\n    raise KeyError("the secret of the check"){sound[end:]}'
    try:
        checks.write_text(wrong)
        graded = container.grade({f"{LAB}.py": milo})
    finally:
        checks.write_text(sound)
    assert graded.status == 1
    assert "score" not in graded.results
    assert "tests" not in graded.results
    assert "not your fault" in graded.results["output"]
    assert "the secret of the check" not in json.dumps(graded.results)
    assert "the secret of the check" in graded.stdout


def test_a_container_in_which_code_would_not_be_another_users_runs_none(container: Container, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    tmp_path.chmod(0o777)
    container.hand_in({f"{LAB}.py": f"open({str(mark)!r}, 'w')\n".encode()})
    code = (
        "import sys; from pathlib import Path; from autograder.release.gradescope import run; "
        "run.NEEDED = (*run.NEEDED, 'moat'); sys.exit(run.main(Path(sys.argv[1])))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code, str(container.root)], capture_output=True, text=True)
    assert done.returncode == 1
    assert "moat: missing" in done.stdout
    assert "score" not in json.loads((container.root / "results" / "results.json").read_bytes())


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "Nothing has arrived"),
        ({"<script src=x>.ipynb": b"not json"}, "&lt;script src=x&gt;.ipynb"),
        ({f"{LAB}.ipynb": b'{"nbformat": 3, "cells": []}'}, "format 3"),
    ],
)
def test_what_cannot_be_graded_is_told_to_the_student(container: Container, files: dict[str, bytes], said: str) -> None:
    graded = container.grade(files)
    assert graded.status == 0
    assert graded.results["score"] == 0
    assert said in graded.results["output"]
    assert "hand in again" in graded.results["output"]
    assert "<script" not in graded.results["output"]


def test_lateness_is_deducted_where_the_lab_says_so(container: Container) -> None:
    toml = container.root / "source" / "course" / "assignments" / LAB / "lab.toml"
    settings = toml.read_text()
    rule = '\n[lateness]\ndue = 2026-11-19T18:00:00\ntimezone = "UTC"\npercent_per_day = 10\n'
    milo = (ROOT / "examples" / LAB / "milo.py").read_bytes()
    try:
        toml.write_text(settings + rule)
        late = container.grade({f"{LAB}.py": milo})  # a day, to the minute, after the due date
        unknown = container.grade({f"{LAB}.py": milo}, metadata={"created_at": 7})
    finally:
        toml.write_text(settings)
    assert late.results["score"] == 20 - 2.4  # of 24 points with the written question
    assert "deducted" in late.results["output"]
    assert unknown.results["score"] == 20


def test_the_limits_of_gradescopes_smallest_container_are_kept(container: Container) -> None:
    """A student who takes all the memory there is neither has the container ended, nor the grader."""
    group = Path(f"/sys/fs/cgroup/memory/autograder-test-{os.getpid()}")
    try:
        group.mkdir()
        (group / "memory.limit_in_bytes").write_text(str(768 << 20))
    except OSError as problem:
        if group.is_dir():
            group.rmdir()
        pytest.skip(f"needs a memory controller of control groups v1 that may be written: {problem}")
    hog = b"""
kept = []


def swap_units(net, layer, i, j):
    while True:
        kept.append(b"x" * (1 << 20))
"""
    milo = (ROOT / "examples" / LAB / "milo.py").read_bytes()
    try:
        graded = container.grade({"mine.py": milo + b"\n\n# %%" + hog}, cgroups=[group])
        most = int((group / "memory.max_usage_in_bytes").read_text())
        failures = int((group / "memory.failcnt").read_text())
    finally:
        group.rmdir()
    assert 0 < graded.results["score"] < 20
    assert 300 << 20 < most < 700 << 20
    assert failures == 0

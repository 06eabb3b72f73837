"""A command that was killed, started again: it goes on where it was, and comes to what it would have come to."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time

import pytest
from submitting import RIGHT

STUDENTS = [f"student{number:02}" for number in range(24)]
KILLS = 50


def command(course, handed_in, out, *options):
    line = [sys.executable, "-m", "autograder", "grade", "toy", str(handed_in), "-o", str(out), "--course", str(course)]
    return [*line, "--workers", "2", *options]


def results(out):
    """All results by student, without the seconds."""
    found = {}
    for path in sorted((out / "results").glob("*.json")):
        found[path.stem] = json.loads(path.read_bytes()) | {"seconds": 0}
    return found


@pytest.fixture(autouse=True)
def scratch(tmp_path, monkeypatch):
    """A killed command cannot remove its temporary folder."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    for number, student in enumerate(STUDENTS):
        wrong = "" if number % 3 else "\ndef double(x):\n    return 2 * x[:1]\n"
        (folder / f"{student}.py").write_text(RIGHT + wrong + f"\n# {student}\n")
    (folder / "slow.py").write_text(RIGHT + "\nimport time\ntime.sleep(0.5)\n")
    (folder / "broken.ipynb").write_text("{")
    return folder


def test_killed_at_fifty_moments_it_comes_to_the_same_end(course, handed_in, tmp_path):
    chance = random.Random(7)
    straight = tmp_path / "straight"
    subprocess.run(command(course, handed_in, straight), capture_output=True, check=False)
    started = time.monotonic()
    subprocess.run(command(course, handed_in, straight, "--again"), capture_output=True, check=False)
    whole = time.monotonic() - started

    out, marks = tmp_path / "out", {}
    for kill in range(KILLS):
        running = subprocess.Popen(command(course, handed_in, out), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            # from before the first result to after the last one
            running.communicate(timeout=chance.uniform(0.2, 1.1) * whole)
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGKILL)
            running.communicate()
        for path in (out / "results").glob("*.json") if out.is_dir() else ():
            data = path.read_bytes()
            report = json.loads(data)  # never half a result
            if report["status"] == "graded":
                assert marks.setdefault(path.name, data) == data, "graded twice"
                assert (out / "feedback" / f"{path.stem}.html").stat().st_size > 1000
        if kill % 10 == 9:  # begin anew, or there would soon be nothing left to interrupt
            for path in list((out / "results").glob("*.json"))[::2] if out.is_dir() else ():
                path.unlink()
                marks.pop(path.name, None)

    done = subprocess.run(command(course, handed_in, out), capture_output=True, text=True, check=False)
    assert done.returncode == 1  # broken.ipynb has no mark
    assert results(out) == results(straight)
    assert (out / "grades.csv").read_text() == (straight / "grades.csv").read_text()
    assert not list(out.rglob("*.part"))


def test_when_the_disk_was_full_it_goes_on_with_more_room(course, handed_in, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()

    def mount(options):
        return subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", disk], capture_output=True, check=False)

    mounted = mount("size=200k")
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.decode().strip()}")
    try:
        full = subprocess.run(command(course, handed_in, disk / "out"), capture_output=True, text=True, check=False)
        assert (full.returncode, "No space left" in full.stderr) == (2, True)
        kept = {path.name: path.read_bytes() for path in (disk / "out" / "results").glob("*.json")}
        assert 0 < len(kept) < len(STUDENTS)
        assert all(json.loads(data)["student"] for data in kept.values())
        assert mount("remount,size=20m").returncode == 0
        done = subprocess.run(command(course, handed_in, disk / "out"), capture_output=True, text=True, check=False)
        assert done.returncode == 1  # broken.ipynb has no mark
        graded = {path.name: path.read_bytes() for path in (disk / "out" / "results").glob("*.json")}
        assert set(graded) == {f"{student}.json" for student in [*STUDENTS, "slow", "broken"]}
        assert {name for name, data in kept.items() if graded[name] != data} <= {"broken.json"}
    finally:
        subprocess.run(["umount", disk], check=True)


def test_a_second_run_keeps_what_is_unchanged(course, handed_in, tmp_path):
    out = tmp_path / "out"
    subprocess.run(command(course, handed_in, out), capture_output=True, check=False)
    before = {path.name: path.stat().st_mtime_ns for path in (out / "results").iterdir()}
    again = subprocess.run(command(course, handed_in, out), capture_output=True, text=True, check=False)
    after = {path.name: path.stat().st_mtime_ns for path in (out / "results").iterdir()}
    assert {name for name in before if before[name] != after[name]} == {"broken.json"}
    assert f"{len(STUDENTS) + 1} of {len(STUDENTS) + 2} were graded before and are kept" in again.stderr


def test_a_changed_file_is_graded_again(course, handed_in, tmp_path):
    out, own = tmp_path / "out", tmp_path / "class"
    own.mkdir()
    (own / "ann.py").write_text(RIGHT)
    (own / "bob.py").write_text(RIGHT)
    subprocess.run(command(course, own, out), capture_output=True, check=True)
    (own / "bob.py").write_text(RIGHT.replace("2 * x", "3 * x"))
    os.utime(own / "ann.py")
    done = subprocess.run(command(course, own, out), capture_output=True, text=True, check=True)
    assert "1 of 2 were graded before" in done.stderr
    assert {name: report["score"] for name, report in results(out).items()} == {"ann": 10, "bob": 6}


def test_two_commands_do_not_write_into_one_folder(course, tmp_path):
    out, own, fifo = tmp_path / "out", tmp_path / "class", tmp_path / "fifo"
    own.mkdir()
    (own / "ann.py").write_text(RIGHT)
    (own / "waiting.py").write_text(RIGHT + f"\ndef anything(x):\n    return {str(fifo)!r}\n")
    os.mkfifo(fifo)
    with subprocess.Popen(command(course, own, out), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as first:
        while not (out / "results" / "ann.json").exists():
            assert first.poll() is None
        try:
            second = subprocess.run(command(course, own, out), capture_output=True, text=True, check=False, timeout=60)
        finally:
            with open(os.open(fifo, os.O_RDONLY | os.O_NONBLOCK), "rb"):  # until here the first command could not end
                first.kill()
                first.communicate()
    assert second.returncode == 2
    assert "another autograder is writing into" in second.stderr

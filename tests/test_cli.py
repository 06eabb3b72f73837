"""The commands as users run them: in a process of their own."""

from __future__ import annotations

import csv
import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT, TOY
from processes import below, heed_signals, survivors
from submitting import RIGHT, looping

SQUARES = RIGHT.replace("2 * x", "x**2")


def autograder(*arguments: object, cwd: Path = TOY) -> subprocess.CompletedProcess[str]:
    """Run the command and wait for it."""
    return subprocess.run(command(*arguments), cwd=cwd, capture_output=True, text=True, timeout=120, check=False)


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-c", "from autograder.__main__ import main; main()", *map(str, arguments)]


def notebook(path: Path, *cells: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbformat.write(made, path)
    return path


@pytest.fixture
def submissions(tmp_path: Path) -> Path:
    folder = tmp_path / "submissions"
    notebook(folder / "ann.ipynb", RIGHT)
    notebook(folder / "bob.ipynb", SQUARES)
    (folder / "cem.py").write_text(RIGHT)
    return folder


def rows(out: Path) -> dict[str, dict[str, str]]:
    with open(out / "grades.csv", newline="", encoding="utf-8") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def test_grade_writes_marks_results_and_feedback(submissions: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = autograder("grade", "toy", submissions, "-o", out)
    assert done.returncode == 0, done.stderr
    assert {name: row["score"] for name, row in rows(out).items()} == {"ann": "9", "bob": "5", "cem": "9"}
    assert json.loads((out / "results" / "bob.json").read_text())["score"] == 5.0
    assert "Squared is not doubled" in (out / "feedback" / "bob.html").read_text()
    assert [line.split()[1] for line in done.stdout.splitlines() if line.startswith("│")] == ["ann", "bob", "cem"]


def test_grade_prints_json_for_programs(submissions: Path, tmp_path: Path) -> None:
    done = autograder("grade", "toy", submissions, "-o", tmp_path / "out", "--json")
    assert [report["student"] for report in json.loads(done.stdout)] == ["ann", "bob", "cem"]


@pytest.mark.parametrize("workers", [1, 3])
def test_grading_twice_gives_the_same_files(submissions: Path, tmp_path: Path, workers: int) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    assert autograder("grade", "toy", submissions, "-o", first).returncode == 0
    assert autograder("grade", "toy", submissions, "-o", second, "--workers", workers).returncode == 0
    for path in [path for path in first.rglob("*") if path.is_file()]:
        other = second / path.relative_to(first)
        if path.suffix == ".json":
            one, two = json.loads(path.read_text()), json.loads(other.read_text())
            one.pop("seconds"), two.pop("seconds")
            assert one == two
        else:
            assert path.read_bytes() == other.read_bytes()


def test_bad_files_are_named_and_the_others_graded(submissions: Path, tmp_path: Path) -> None:
    (submissions / "empty.ipynb").write_text("")
    (submissions / "broken.ipynb").write_text("{")
    notebook(submissions / "nothing.ipynb")
    notebook(submissions / "twin" / "one.ipynb", RIGHT)
    notebook(submissions / "twin" / "two.ipynb", RIGHT)
    (submissions / "essay.pdf").write_text("no code")
    out = tmp_path / "out"
    done = autograder("grade", "toy", submissions, tmp_path / "gone.ipynb", "-o", out)
    assert done.returncode == 1
    table = rows(out)
    assert {name for name, row in table.items() if row["score"]} == {"ann", "bob", "cem"}
    for name in ("empty", "broken", "nothing", "twin", "gone"):
        assert table[name]["status"] == "unreadable"
        assert (out / "feedback" / f"{name}.html").exists()
        assert f"Not graded: {name}: " in done.stderr
    assert "essay.pdf was passed over" in done.stderr


ODD_NAMES = ["a,b", 'quo"te', "émile", "🦉", "..x", "=1+1", "n" * 200, " space ", "a\nb", "CON"]


def test_odd_names_stay_inside_the_results_folder(tmp_path: Path) -> None:
    folder = tmp_path / "submissions"
    folder.mkdir()
    for name in ODD_NAMES:
        (folder / f"{name}.py").write_text(RIGHT)
    before = set(tmp_path.rglob("*"))
    out = tmp_path / "deep" / "out"
    done = autograder("grade", "toy", folder, "-o", out)
    assert done.returncode == 0, done.stderr
    assert {path for path in set(tmp_path.rglob("*")) - before if out not in [path, *path.parents]} == {out.parent}
    assert len(list((out / "results").iterdir())) == len(ODD_NAMES)
    assert {row["score"] for row in rows(out).values()} == {"9"}
    assert "'=1+1" in rows(out)


def test_an_unknown_lab_is_refused_with_those_that_exist(submissions: Path, tmp_path: Path) -> None:
    done = autograder("grade", "tyo", submissions, "-o", tmp_path / "out")
    assert done.returncode == 2
    assert "there is no lab 'tyo'" in done.stderr
    assert "toy" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_no_course_is_refused(submissions: Path, tmp_path: Path) -> None:
    done = autograder("grade", "toy", submissions, "-o", tmp_path / "out", "--course", tmp_path)
    assert done.returncode == 2
    assert "--course" in done.stderr


def test_a_folder_without_submissions_is_refused(tmp_path: Path) -> None:
    (tmp_path / "void").mkdir()
    done = autograder("grade", "toy", tmp_path / "void", "-o", tmp_path / "out")
    assert done.returncode == 2
    assert "no .ipynb or .py file" in done.stderr


def test_an_out_that_is_a_file_is_refused(submissions: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    done = autograder("grade", "toy", submissions, "-o", tmp_path / "out")
    assert done.returncode == 2
    assert "cannot be used for the results" in done.stderr
    assert (tmp_path / "out").read_text() == "mine"


def test_check_shows_a_student_the_visible_checks_only(submissions: Path) -> None:
    done = autograder("check", submissions / "bob.ipynb", "--course", TOY)
    assert done.returncode == 1
    assert "Every entry is doubled." in done.stdout
    assert "should be 2.0, but is 1.0" in done.stdout
    assert "Large arrays" not in done.stdout
    assert "Squared" not in done.stdout


def test_check_is_content_with_a_right_answer_and_speaks_json(submissions: Path) -> None:
    done = autograder("check", submissions / "ann.ipynb", "--course", TOY, "--json")
    assert done.returncode == 0
    report = json.loads(done.stdout)
    assert report["score"] == report["max_score"] == 5.0


def test_check_works_in_a_students_folder(tmp_path: Path) -> None:
    for name in ("lab.toml", "checks.py"):
        (tmp_path / name).write_bytes((TOY / "assignments" / "toy" / name).read_bytes())
    notebook(tmp_path / "mine.ipynb", RIGHT)
    assert autograder("check", "mine.ipynb", cwd=tmp_path).returncode == 0


def test_check_of_a_missing_file_says_so(tmp_path: Path) -> None:
    done = autograder("check", tmp_path / "gone.ipynb", "--course", TOY)
    assert done.returncode == 1
    assert "gone.ipynb cannot be read" in done.stdout


def test_check_without_a_lab_says_where_to_look(tmp_path: Path) -> None:
    notebook(tmp_path / "mine.ipynb", RIGHT)
    done = autograder("check", tmp_path / "mine.ipynb", cwd=tmp_path)
    assert done.returncode == 2
    assert "--course" in done.stderr


def test_no_progress_bar_without_a_terminal(submissions: Path, tmp_path: Path) -> None:
    assert autograder("grade", "toy", submissions, "-o", tmp_path / "out").stderr == ""


def test_a_progress_bar_at_a_terminal(submissions: Path, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command("grade", "toy", submissions, "-o", tmp_path / "out"),
        cwd=TOY,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm"},
    ) as process:
        os.close(theirs)
        shown = b""
        while data := read_terminal(ours):
            shown += data
        assert process.wait(60) == 0
    os.close(ours)
    assert b"grading" in shown
    assert b"3/3" in shown


def read_terminal(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 4096)
    except OSError:  # the other end is closed: Linux says so with EIO
        return b""


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_a_signal_leaves_no_process_and_no_half_written_file(
    course: Path, submissions: Path, tmp_path: Path, number: signal.Signals, workers: int
) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    notebook(submissions / "aaa.ipynb", RIGHT, looping(fifo))
    out = tmp_path / "out"
    arguments = ("grade", "toy", submissions, "-o", out, "--workers", workers)
    with (
        subprocess.Popen(
            command(*arguments), cwd=course, stderr=subprocess.PIPE, text=True, preexec_fn=heed_signals
        ) as process,
        open(fifo, "rb"),  # opens when the check does: grading is under way
    ):
        family = below(process.pid)
        process.send_signal(number)
        _, said = process.communicate(timeout=60)
    assert len(family) >= workers * 2
    assert survivors(family) == set()
    assert not (out / "grades.csv").exists()
    for path in out.rglob("*.json"):
        json.loads(path.read_text())
    if number != signal.SIGKILL:  # what it finds half written, the next command clears away
        assert not list(out.rglob("*.part"))
        assert process.returncode == 130
        assert "interrupted" in said
        assert "Traceback" not in said


def test_a_full_disk_is_said_and_leaves_no_half_written_file(submissions: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "none", disk], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.decode().strip()}")
    try:
        done = autograder("grade", "toy", submissions, "-o", disk / "out")
        assert done.returncode == 2
        assert "No space left" in done.stderr
        assert not list(disk.rglob("*.part"))
    finally:
        subprocess.run(["umount", disk], check=True)


def test_the_module_docstring_is_true_of_a_broken_lab(tmp_path: Path) -> None:
    folder = tmp_path / "assignments" / "bad"
    folder.mkdir(parents=True)
    (tmp_path / "solutions" / "bad").mkdir(parents=True)
    (folder / "lab.toml").write_text('title = "x"\nexercises = []\ncolour = "red"\n')
    done = autograder("grade", "bad", ROOT / "README.md", "-o", tmp_path / "out", "--course", tmp_path)
    assert done.returncode == 2
    assert "lab.toml, line 3" in done.stderr


def test_help_comes_without_the_libraries_of_extras_or_pictures() -> None:
    code = (
        "import sys; from autograder import cli; sys.argv = ['autograder', '--help']; status = cli.run(); "
        "print('loaded:', {name.partition('.')[0] for name in sys.modules}); sys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "release" in done.stdout
    heavy = {"matplotlib", "scipy", "IPython", "jupytext", "nbformat", "cosmic_ray", "copydetect"}
    heavy |= {"distributed", "nbgrader", "otter", "wheel"}
    loaded = done.stdout.partition("loaded:")[2]
    assert "'numpy'" in loaded
    assert not [name for name in heavy if f"'{name}'" in loaded]

"""`autograder release`: what it refuses, and that a lab is verified before it goes out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from builders import course
from typer.testing import CliRunner, Result
from verify.test_verify import strict

from autograder import cli
from autograder.release import command
from autograder.release.errors import ReleaseError


@pytest.fixture(autouse=True)
def own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def unverified(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every lab pass: for tests of what comes before and after."""
    monkeypatch.setattr(command, "demand_verified", lambda course, lab: None)


def release(course_folder: Path, out: Path, *options: str, to: str = "student") -> Result:
    """The command as somebody types it."""
    return CliRunner().invoke(
        cli.app, ["release", "01_mini", "--to", to, "--course", str(course_folder), "-o", str(out), *options]
    )


def test_a_sound_lab_is_released_and_what_verify_knows_already_is_not_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from autograder.verify import run

    made = strict(tmp_path / "course")
    done = release(made, tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "out" / "01_mini.ipynb").is_file()
    assert f"Made {tmp_path / 'out'} for student." in done.output.replace("\n", "")
    monkeypatch.setattr(run, "ProcessPoolExecutor", None)  # nothing can be tried any more
    done = release(made, tmp_path / "second")
    assert done.exit_code == 0, done.output


def test_a_lab_that_does_not_pass_verify_is_refused_and_nothing_is_made(tmp_path: Path) -> None:
    made = course(tmp_path / "course")  # its checks do not stand junk
    done = release(made, tmp_path / "out")
    assert isinstance(done.exception, ReleaseError)
    said = str(done.exception)
    assert "01_mini does not pass `autograder verify --fast`" in said
    assert "grader error: double" in said
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob(".out*"))


def test_a_refusal_is_a_sentence_and_not_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").touch()
    words = ["autograder", "release", "01_mini", "--to", "student", "--course", str(course(tmp_path / "course"))]
    monkeypatch.setattr("sys.argv", [*words, "-o", str(tmp_path / "out")])
    assert cli.run() == 2
    assert capsys.readouterr().err.startswith("autograder: ")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


@pytest.mark.usefixtures("unverified")
def test_a_folder_in_use_is_kept_and_with_force_moved_aside(tmp_path: Path) -> None:
    made, out = course(tmp_path / "course"), tmp_path / "out"
    assert release(made, out).exit_code == 0
    (out / "notes.txt").write_text("mine")
    refused = release(made, out)
    assert "--force" in str(refused.exception)
    done = release(made, out, "--force")
    assert done.exit_code == 0
    assert str(tmp_path / "out.old") in done.output.replace("\n", "")
    assert (tmp_path / "out.old" / "notes.txt").read_text() == "mine"
    assert not (out / "notes.txt").exists()


def test_an_unknown_target_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    done = release(course(tmp_path / "course"), tmp_path / "out", to="blackboard")
    assert done.exit_code == 2
    assert "'gradescope'" in done.output
    with pytest.raises(ReleaseError, match="there is student, nbgrader, otter, gradescope"):
        command.release(tmp_path / "course", "01_mini", "blackboard", tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("unverified")
def test_a_format_is_for_students_only(tmp_path: Path) -> None:
    made = course(tmp_path / "course")
    assert "for --to student only" in str(release(made, tmp_path / "g", "--format", "py", to="gradescope").exception)
    assert release(made, tmp_path / "s", "--format", "py").exit_code == 0
    assert (tmp_path / "s" / "01_mini.py").is_file()
    assert not (tmp_path / "s" / "01_mini.ipynb").exists()


def test_a_missing_library_is_named_with_the_extra_that_brings_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extras = {"student": "release", "nbgrader": "release,nbgrader", "otter": "release,otter", "gradescope": "release"}
    for target, needed in extras.items():
        monkeypatch.setitem(command.TARGETS, target, "library_that_is_not_there.build")
        with pytest.raises(ReleaseError) as refusal:
            command.release(tmp_path, "01_mini", target, tmp_path / "out")
        assert "the library library_that_is_not_there, which is not installed" in str(refusal.value)
        assert f"pip install 'nonconvex-lab[{needed}]'" in str(refusal.value)


def test_verify_without_its_library_says_what_to_install(tmp_path: Path) -> None:
    code = "import sys; sys.modules['cosmic_ray'] = None; from autograder.__main__ import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "verify", "--course", course(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "Cosmic Ray" in done.stderr
    assert "pip install 'nonconvex-lab[release]'" in done.stderr


@pytest.mark.parametrize("target", [name for name in command.TARGETS if name not in ("nbgrader", "otter")])
def test_targets_can_be_loaded(target: str) -> None:
    assert callable(command.builder(target))

"""The parts of Gradescope's release that need no container: the archive, which file is graded, what is allowed."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from builders import course
from conftest import ROOT

from autograder.labs import load_lab
from autograder.release.errors import ReleaseError
from autograder.release.gradescope.allowance import GRADER_MB, cpus, fitted, memory_mb
from autograder.release.gradescope.build import SCRIPTS, build
from autograder.release.gradescope.choose import MAX_DEPTH, MAX_FILES, choose
from autograder.submissions import SubmissionError

LAB = "02_weight_swaps"

# --- the archive -----------------------------------------------------------------------------------------------------


def test_the_archive_has_at_its_root_what_gradescope_looks_for(tmp_path: Path) -> None:
    build(load_lab(ROOT, LAB), ROOT, tmp_path)
    with zipfile.ZipFile(tmp_path / "autograder.zip") as archive:
        modes = {member.filename: member.external_attr >> 16 & 0o777 for member in archive.infolist()}
        first_lines = {name: archive.read(name).partition(b"\n")[0] for name in ("setup.sh", "run_autograder")}
    assert modes["setup.sh"] == modes["run_autograder"] == 0o755
    assert set(first_lines.values()) == {b"#!/usr/bin/env bash"}
    assert modes[f"course/solutions/{LAB}/solution.py"] == 0o600
    assert modes[f"course/assignments/{LAB}/lab.toml"] == 0o600
    (wheel,) = [name for name in modes if name.endswith(".whl")]
    assert wheel.startswith("nonconvex_lab-")
    assert not [name for name in modes if "__pycache__" in name or name.startswith(("/", ".."))]
    assert {path.name for path in tmp_path.iterdir()} == {"autograder.zip", "README.md"}
    readme = (tmp_path / "README.md").read_text()
    assert "20 autograder points" in readme
    assert "4 points for the written question" in readme


def test_the_same_lab_gives_the_same_contents(tmp_path: Path) -> None:
    lab = load_lab(course(tmp_path / "course"), "01_mini")
    contents: list[dict[str, bytes]] = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        build(lab, tmp_path / "course", tmp_path / name)
        with zipfile.ZipFile(tmp_path / name / "autograder.zip") as archive:
            contents.append({each: archive.read(each) for each in archive.namelist() if not each.endswith(".whl")})
    assert contents[0] == contents[1]


def test_a_lab_that_takes_longer_than_gradescope_waits_is_refused(tmp_path: Path) -> None:
    slow = ('title = "A miniature"\n', 'title = "A miniature"\n[limits]\ntotal_seconds = 900\n')
    lab = load_lab(course(tmp_path, lab_toml=slow), "01_mini")
    with pytest.raises(ReleaseError, match="total_seconds is 900"):
        build(lab, tmp_path, tmp_path)


@pytest.mark.parametrize("script", sorted(path.name for path in SCRIPTS.iterdir()))
def test_scripts_are_sound_bash(script: str) -> None:
    subprocess.run(["bash", "-n", SCRIPTS / script], check=True)


# --- which file ------------------------------------------------------------------------------------------------------


def handed_in(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return folder


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (["swaps.ipynb"], "swaps.ipynb"),
        (["02_weight_swaps (3).ipynb"], "02_weight_swaps (3).ipynb"),
        (["helpers.py", "mine.ipynb"], "mine.ipynb"),
        (["other.ipynb", "02_weight_swaps.ipynb", "02_weight_swaps.py"], "02_weight_swaps.ipynb"),
        (["02_Weight_Swaps.IPYNB", "scratch.ipynb"], "02_Weight_Swaps.IPYNB"),
        (["a.py", "02_weight_swaps.py"], "02_weight_swaps.py"),
        (["deep/down/mine.ipynb", "__MACOSX/deep/down/._mine.ipynb"], "deep/down/mine.ipynb"),
        ([".ipynb_checkpoints/mine-checkpoint.ipynb", "mine.ipynb", "picture.png"], "mine.ipynb"),
        (["answer.PY"], "answer.PY"),
    ],
)
def test_the_file_that_is_meant_is_graded_and_named(tmp_path: Path, names: list[str], chosen: str) -> None:
    found, said = choose(handed_in(tmp_path, *names), LAB)
    assert found.paths == (tmp_path / chosen,)
    assert said == f"Graded: {chosen}."


@pytest.mark.parametrize(
    ("names", "why"),
    [
        ([], "Nothing has arrived"),
        (["essay.docx"], "only essay.docx"),
        (["a.ipynb", "b.ipynb"], "2 files that could be meant: a.ipynb, b.ipynb"),
        (["one/02_weight_swaps.ipynb", "two/02_weight_swaps.ipynb"], "2 files that could be meant"),
        (["a.py", "b.py"], "2 files"),
        ([".hidden.ipynb"], "Nothing has arrived"),
        ([f"{k}.ipynb" for k in range(40)], "and 32 more"),
    ],
)
def test_several_files_or_none_are_refused_with_their_names(tmp_path: Path, names: list[str], why: str) -> None:
    with pytest.raises(SubmissionError, match=why):
        choose(handed_in(tmp_path, *names), LAB)


def test_links_and_floods_of_files_are_no_submission(tmp_path: Path) -> None:
    (tmp_path / "02_weight_swaps.ipynb").symlink_to("/etc/passwd")
    (tmp_path / "folder").symlink_to("/")
    with pytest.raises(SubmissionError, match="Nothing has arrived"):
        choose(tmp_path, LAB)
    handed_in(tmp_path, *(f"{k}.txt" for k in range(MAX_FILES + 1)))
    with pytest.raises(SubmissionError, match="More than"):
        choose(tmp_path, LAB)


def test_folders_in_folders_end_somewhere_and_floods_of_them_are_no_submission(tmp_path: Path) -> None:
    """Walking them would end at the limit of recursion, and that is no fault of the grader's."""
    handed_in(tmp_path, f"deep/{LAB}.ipynb", f"deep/{'a/' * (MAX_DEPTH + 1)}mine.ipynb")
    with pytest.raises(SubmissionError, match="folders in folders"):
        choose(tmp_path / "deep", LAB)
    (tmp_path / "wide").mkdir()
    for k in range(MAX_FILES + 1):
        (tmp_path / "wide" / str(k)).mkdir()
    with pytest.raises(SubmissionError, match="More than"):
        choose(tmp_path / "wide", LAB)


def test_a_file_some_folders_down_is_found(tmp_path: Path) -> None:
    name = f"{'a/' * MAX_DEPTH}mine.ipynb"
    assert choose(handed_in(tmp_path, name), LAB)[0].paths == (tmp_path / name,)


def test_a_build_that_is_killed_leaves_secrets_nowhere_but_in_its_folder(tmp_path: Path) -> None:
    """That folder is beside the release, and swept by the next one."""
    made, elsewhere = tmp_path / "made", tmp_path / "elsewhere"
    for each in (made, elsewhere):
        each.mkdir()
    dies = (
        "import os, sys; from pathlib import Path; from autograder.labs import load_lab; "
        "from autograder.release.gradescope import build; build.write_wheel = lambda folder: os.kill(os.getpid(), 9); "
        "course = Path(sys.argv[1]); build.build(load_lab(course, '01_mini'), course, Path(sys.argv[2]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", dies, course(tmp_path / "course"), made],
        env={**os.environ, "TMPDIR": str(elsewhere)},
        check=False,
    )
    assert done.returncode == -9
    assert list(elsewhere.iterdir()) == []
    assert [path.name for path in made.rglob("solution.py")] == ["solution.py"]


# --- what the container allows ---------------------------------------------------------------------------------------


def groups(folder: Path, **files: str) -> Path:
    """Control groups with these files; two underscores stand for a folder."""
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("DOT", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


@pytest.mark.parametrize(
    ("files", "megabytes"),
    [
        ({"memoryDOTmax": str(512 << 20)}, 512),
        ({"memoryDOTmax": "max\n"}, 768),
        ({"memory__memoryDOTlimit_in_bytes": str(600 << 20)}, 600),
        ({"memory__memoryDOTlimit_in_bytes": "9223372036854771712"}, 768),
        ({}, 768),
    ],
)
def test_memory_is_what_the_container_has_or_gradescopes_least(
    tmp_path: Path, files: dict[str, str], megabytes: int
) -> None:
    assert memory_mb(groups(tmp_path, **files)) == megabytes


@pytest.mark.parametrize(
    ("files", "processors"),
    [
        ({"cpuDOTmax": "150000 100000\n"}, 1.5),
        ({"cpuDOTmax": "max 100000\n"}, 0.5),
        ({"cpu__cpuDOTcfs_quota_us": "25000\n", "cpu__cpuDOTcfs_period_us": "100000\n"}, 0.25),
        ({"cpu__cpuDOTcfs_quota_us": "-1\n", "cpu__cpuDOTcfs_period_us": "100000\n"}, 0.5),
        ({"cpuDOTmax": "nonsense"}, 0.5),
        ({}, 0.5),
    ],
)
def test_processors_are_what_the_container_has_or_half_of_one(
    tmp_path: Path, files: dict[str, str], processors: float
) -> None:
    assert cpus(groups(tmp_path, **files)) == processors


def test_limits_fit_into_the_container() -> None:
    lab = load_lab(ROOT, LAB)
    small = fitted(lab, 768, 0.5)
    assert small.limits.memory_mb == 768 - GRADER_MB
    assert small.limits.call_seconds == 2 * lab.limits.call_seconds
    assert small.limits.total_seconds == 120
    slow = {each.name: each.call_seconds for each in small.exercises}
    assert slow["recover_permutation"] == 20
    assert slow["swap_units"] is None
    large = fitted(lab, 8192, 4.0)
    assert large.limits == lab.limits
    assert large.exercises == lab.exercises
    assert fitted(lab, 768, 0.01).limits.total_seconds < 570

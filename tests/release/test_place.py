"""A folder is put into its place whole or not at all, whatever happens while it is filled."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.release.errors import ReleaseError
from autograder.release.place import placed, refuse_place

KILLED = """
import os, signal, sys
from pathlib import Path
from autograder.release import place

number = 0

def dying(act):
    def call(*args):
        global number
        number += 1
        if number == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
        return act(*args)
    return call

os.rename = dying(os.rename)
place.exchange = dying(place.exchange) if sys.argv[3] == "in one go" else lambda one, other: False
with place.placed(Path(sys.argv[1])) as made:
    (made.folder / "number").write_text("2")
"""
"""Another release into a folder, which is killed just before one of its moves."""
HALFWAY = """
import os, resource, signal, sys
from pathlib import Path
from autograder.release.place import placed

with placed(Path(sys.argv[1])) as place:
    (place.folder / "one").write_text("first half")
    {then}
"""


def halfway(target: Path, then: str) -> subprocess.CompletedProcess[str]:
    """Another process that fills `target`, up to a half."""
    code = HALFWAY.format(then=then)
    return subprocess.run([sys.executable, "-c", code, str(target)], capture_output=True, text=True, check=False)


def fill(target: Path, problem: Exception) -> None:
    """Fill `target` in this process, up to a half and a problem."""
    with placed(target) as place:
        (place.folder / "notebook").write_text("first half")
        raise problem


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "course" / "release"


def test_what_was_written_stands_in_its_place_for_everybody_to_read(target: Path) -> None:
    with placed(target) as place:
        assert not target.exists()
        (place.folder / "notebook").write_text("all")
    assert (target / "notebook").read_text() == "all"
    assert target.stat().st_mode & 0o777 == 0o755
    assert [path.name for path in target.parent.iterdir()] == ["release"]


def test_an_empty_folder_is_replaced(target: Path) -> None:
    target.mkdir(parents=True)
    with placed(target) as place:
        (place.folder / "notebook").write_text("all")
    assert place.kept == []
    assert (target / "notebook").exists()


def test_older_folders_are_kept_each_under_a_name_of_its_own(target: Path) -> None:
    for number in range(3):
        with placed(target) as place:
            (place.folder / "number").write_text(str(number))
    there = {path.name: (path / "number").read_text() for path in target.parent.iterdir()}
    assert there == {"release": "2", "release.old": "0", "release.old-2": "1"}
    assert place.kept == [target.with_name("release.old-2")]


def test_what_goes_wrong_leaves_everything_as_it_was(target: Path) -> None:
    with placed(target) as place:
        (place.folder / "notebook").write_text("good")
    with pytest.raises(ValueError, match="a mistake"):
        fill(target, ValueError("a mistake"))
    assert (target / "notebook").read_text() == "good"
    assert [path.name for path in target.parent.iterdir()] == ["release"]


def test_a_full_disk_is_told_and_leaves_nothing(target: Path) -> None:
    with pytest.raises(ReleaseError, match=r"No space left.*as it was before"):
        fill(target, OSError(errno.ENOSPC, "No space left on device"))
    assert not target.parent.exists()


def test_a_file_that_the_system_cuts_short_is_told_and_leaves_nothing(target: Path) -> None:
    done = halfway(
        target,
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)); "
        "(place.folder / 'two').write_bytes(bytes(5000))",
    )
    assert "ReleaseError" in done.stderr
    assert "File too large" in done.stderr
    assert not target.parent.exists()


def test_a_kill_leaves_no_folder_and_the_next_release_tidies_up(target: Path) -> None:
    done = halfway(target, "os.kill(os.getpid(), signal.SIGKILL)")
    assert done.returncode == -9
    assert not target.exists()
    assert len(list(target.parent.iterdir())) == 1  # the half, hidden
    with placed(target) as place:
        (place.folder / "notebook").write_text("all")
    assert [path.name for path in target.parent.iterdir()] == ["release"]


@pytest.mark.parametrize("way", ["in one go", "one by one"])
@pytest.mark.parametrize("move", [1, 2, 3, 4])
def test_a_kill_between_the_moves_loses_nothing_and_the_next_release_tells(target: Path, move: int, way: str) -> None:
    with placed(target) as place:
        (place.folder / "number").write_text("1")
    done = subprocess.run([sys.executable, "-c", KILLED, str(target), str(move), way], check=False)
    assert done.returncode == (-9 if move <= 3 or way == "one by one" else 0)
    if way == "in one go":
        assert (target / "number").read_text() in ("1", "2")
    with placed(target) as place:
        (place.folder / "number").write_text("3")
    there = {path.name: (path / "number").read_text() for path in target.parent.iterdir()}
    assert there.pop("release") == "3"
    assert "1" in there.values()
    assert {target.with_name(name) for name in there} - {target.with_name("release.old")} <= set(place.kept)
    assert all(name.startswith("release.old") for name in there)


def test_without_a_way_to_move_in_one_go_it_is_done_one_by_one(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.release.place.exchange", lambda one, other: False)
    for number in range(2):
        with placed(target) as place:
            (place.folder / "number").write_text(str(number))
    assert {path.name: (path / "number").read_text() for path in target.parent.iterdir()} == {
        "release": "1",
        "release.old": "0",
    }


@pytest.mark.parametrize("failing", [1, 2, 3, 4])
def test_a_move_that_fails_leaves_everything_as_it_was(
    target: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    with placed(target) as place:
        (place.folder / "number").write_text("1")
    rename, count = os.rename, 0

    def failing_once(one: Path, other: Path) -> None:
        nonlocal count
        count += 1
        if count == failing:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        rename(one, other)

    monkeypatch.setattr("autograder.release.place.exchange", lambda one, other: False)
    monkeypatch.setattr(os, "rename", failing_once)
    with pytest.raises(ReleaseError, match="as it was before"), placed(target) as place:
        (place.folder / "number").write_text("2")
    assert (target / "number").read_text() == "1"
    assert [path.name for path in target.parent.iterdir()] == ["release"]


def test_what_a_killed_release_of_another_folder_has_left_is_left_to_it(target: Path) -> None:
    done = halfway(target.with_name("release-two"), "os.kill(os.getpid(), signal.SIGKILL)")
    assert done.returncode == -9
    with placed(target) as place:
        (place.folder / "notebook").write_text("all")
    assert len([path for path in target.parent.iterdir() if path.name.startswith(".release-two-")]) == 1


def test_a_failure_leaves_no_folders_that_were_made_for_it(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="a mistake"):
        fill(tmp_path / "a" / "b" / "c", ValueError("a mistake"))
    assert list(tmp_path.iterdir()) == []


def test_links_in_a_circle_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to("two")
    (tmp_path / "two").symlink_to("one")
    with pytest.raises(ReleaseError, match="one"), placed(tmp_path / "one"):
        pass
    assert {path.name for path in tmp_path.iterdir()} == {"one", "two"}


def test_a_link_stays_and_what_it_leads_to_is_filled(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("far")
    with placed(tmp_path / "link") as place:
        (place.folder / "notebook").write_text("all")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "far" / "notebook").read_text() == "all"


def test_the_folder_that_somebody_is_in_is_not_pulled_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here" / "below").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "here" / "below")
    for folder in (".", ".."):
        with pytest.raises(ReleaseError, match="the folder that you are in"):
            refuse_place(Path(folder), tmp_path / "course", force=True)


def test_a_name_that_no_file_system_has_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="too long"):
        refuse_place(tmp_path / ("x" * 300), tmp_path / "course", force=False)


def test_a_release_that_is_being_made_is_not_tidied_away(target: Path) -> None:
    with placed(target) as first:
        (first.folder / "number").write_text("1")
        with placed(target) as second:
            (second.folder / "number").write_text("2")
            assert (first.folder / "number").exists()
    assert (target / "number").read_text() == "1"
    assert (target.with_name("release.old") / "number").read_text() == "2"


def test_a_name_with_signs_of_patterns_is_only_a_name(tmp_path: Path) -> None:
    bystander = tmp_path / ".a-1.part"
    bystander.mkdir()
    with placed(tmp_path / "[ab]") as place:
        (place.folder / "notebook").write_text("all")
    assert bystander.exists()


@pytest.mark.parametrize(
    ("folder", "why"),
    [
        (".", "holds the course itself"),
        ("..", "holds the course itself"),
        ("assignments/01_mini/release", "the course's own assignments/"),
        ("solutions", "the course's own solutions/"),
        ("README.md", "is a file"),
        ("full", "is not empty"),
    ],
)
def test_a_place_that_is_taken_is_refused(tmp_path: Path, folder: str, why: str) -> None:
    course = tmp_path / "course"
    for name in ("assignments", "solutions", "full"):
        (course / name).mkdir(parents=True)
    (course / "full" / "something").touch()
    (course / "README.md").touch()
    with pytest.raises(ReleaseError, match=why):
        refuse_place(course / folder, course, force=False)
    if folder == "full":
        refuse_place(course / folder, course, force=True)
    else:
        with pytest.raises(ReleaseError, match=why):
            refuse_place(course / folder, course, force=True)


def test_a_new_folder_in_the_course_is_fine(tmp_path: Path) -> None:
    refuse_place(tmp_path / "releases" / "swaps", tmp_path, force=False)

"""Whose file is it: students' files in folders, by name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.find import find
from autograder.submissions import Found, SubmissionError, read


def names(*paths: Path) -> dict[str, list[str]]:
    return {found.student: [path.name for path in found.paths] for found in find(paths)[0]}


def test_a_file_is_its_students_by_stem_or_by_subfolder(tmp_path):
    for name in ("bob.ipynb", "zoe/lab.ipynb", "zoe/deep/other.txt", "eve/deep/lab.PY", "Ann O'Brien.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    assert names(tmp_path) == {
        "Ann O'Brien": ["Ann O'Brien.py"],
        "bob": ["bob.ipynb"],
        "eve": ["lab.PY"],
        "zoe": ["lab.ipynb"],
    }
    assert names(tmp_path / "zoe" / "lab.ipynb") == {"lab": ["lab.ipynb"]}
    assert find([tmp_path])[1] == [tmp_path / "zoe" / "deep" / "other.txt"]


def test_files_come_in_the_order_of_their_paths_and_links_to_folders_are_not_followed(tmp_path):
    names = [
        "b/x.txt",
        "a.b/x.txt",
        "a/c/x.txt",
        "a/b.txt",
        "aa.txt",
        "c/.git/x.txt",
        "c/__pycache__/x.txt",
        "c/..x.txt",
    ]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    passed_over = [path.relative_to(tmp_path).as_posix() for path in find([tmp_path])[1]]
    assert passed_over == ["a/b.txt", "a/c/x.txt", "a.b/x.txt", "aa.txt", "b/x.txt", "c/..x.txt"]


def test_checkpoints_caches_hidden_files_and_readmes_are_passed_over_in_silence(tmp_path):
    for name in (
        ".ipynb_checkpoints/a.ipynb",
        "zoe/.ipynb_checkpoints/a.ipynb",
        "__pycache__/a.py",
        ".x.py",
        "README.md",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    assert find([tmp_path]) == ([], [])


def test_a_folder_below_a_hidden_one_is_searched_all_the_same(tmp_path):
    folder = tmp_path / ".hidden"
    folder.mkdir()
    (folder / "ann.py").write_text("")
    assert names(folder) == {"ann": ["ann.py"]}


def test_two_files_of_one_name_are_told_and_neither_is_graded(tmp_path):
    for name in ("a/ann.ipynb", "b/ann.py"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("a = 1")
    (found,), _ = find([tmp_path / "a" / "ann.ipynb", tmp_path / "b" / "ann.py"])
    with pytest.raises(SubmissionError, match=r"2 files are ann's: .*Keep one, or rename them") as problem:
        read(found)
    assert "b/ann.py" in str(problem.value)


def test_the_same_file_named_twice_is_one_submission(tmp_path, monkeypatch):
    (tmp_path / "ann.py").write_text("a = 1")
    (tmp_path / "link").symlink_to(tmp_path)
    monkeypatch.chdir(tmp_path)
    paths = [Path("ann.py"), tmp_path / "ann.py", tmp_path / "link" / "ann.py", tmp_path]
    assert names(*paths) == {"ann": ["ann.py"]}


def test_students_come_in_order(tmp_path):
    for name in ("b.py", "C.py", "a.py"):
        (tmp_path / name).write_text("a = 1")
    assert list(names(tmp_path)) == ["C", "a", "b"]


@pytest.mark.parametrize("name", ["-rf", " ", "=1+1", "<script>", "é", "e\u0301", "😀" * 50, "..", "a" * 250, "$(x)"])
def test_odd_names_are_kept_as_they_are(tmp_path, name):
    (tmp_path / f"{name}.py").write_text("a = 1")
    (found,), _ = find([tmp_path])
    submission = read(found)
    assert submission.student == name
    assert submission.file == f"{name}.py"


def test_names_that_are_no_text_become_one_that_reports_can_hold(tmp_path):
    path = os.fsencode(tmp_path) + b"/zo\xeb.py"
    with open(path, "w") as file:
        file.write("a = 1")
    (found,), _ = find([tmp_path])
    submission = read(found)
    for text in (found.student, found.file, submission.student, submission.file, submission.cells[0].place):
        assert text.startswith("zo�")
        text.encode()
    with pytest.raises(SubmissionError) as problem:
        read(Found("zo�", (Path(os.fsdecode(path + b"x")),)))
    str(problem.value).encode()


@pytest.mark.parametrize("name", ["a\nb", "a\x1bb", "a\u202eb", "a\x9bb"])
def test_terminal_codes_and_changes_of_writing_direction_are_taken_out_of_names(tmp_path, name):
    (tmp_path / f"{name}.py").write_text("a = 1")
    (found,), _ = find([tmp_path])
    submission = read(found)
    assert (submission.student, submission.file, submission.cells[0].place) == ("a�b", "a�b.py", "a�b.py")

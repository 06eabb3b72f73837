"""The wheel that goes into releases: the package alone, as pip wants it, and nothing of this machine."""

from __future__ import annotations

import subprocess
import sys
from email import message_from_string
from pathlib import Path

import pytest
from conftest import ROOT
from release.leaks import engine
from wheel.wheelfile import WheelFile

from autograder.release import distribution as made
from autograder.release.distribution import write_wheel
from autograder.release.errors import ReleaseError


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_wheel(tmp_path_factory.mktemp("wheel"))


def test_it_holds_the_package_and_what_describes_it(wheel: Path) -> None:
    with WheelFile(wheel) as archive:
        names = archive.namelist()
        contents = {name: archive.read(name) for name in names}  # this compares every hash
    about = {name for name in names if ".dist-info/" in name}
    assert {name: contents[name] for name in names if name not in about} == engine()
    assert {name.partition("/")[2] for name in about} == {
        *("METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE")
    }
    assert "autograder/release/gradescope/scripts/run_autograder" in names
    assert len(names) == len(set(names))


def test_it_says_nothing_of_this_machine(wheel: Path) -> None:
    with WheelFile(wheel) as archive:
        about = b"".join(archive.read(name) for name in archive.namelist() if ".dist-info/" in name)
    for place in (ROOT, Path.home(), Path(sys.prefix)):
        assert str(place).encode() not in about


def test_its_dependencies_are_the_projects(wheel: Path) -> None:
    with WheelFile(wheel) as archive:
        metadata = message_from_string(archive.read("nonconvex_lab-0.1.0.dist-info/METADATA").decode())
    assert metadata["Name"] == "nonconvex-lab"
    assert any(line.startswith("numpy") for line in metadata.get_all("Requires-Dist", []))
    assert "notebook" in metadata.get_all("Provides-Extra", [])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("python-flint", "python-flinty"), "python-flinty"),
        (("jupyterlab", "jupyterlub"), 'jupyterlub>=4; extra == "notebook"'),
        (('version = "0.1.0"', 'version = "0.2.0"'), "the version"),
    ],
)
def test_what_was_installed_from_an_older_source_tree_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: tuple[str, str], said: str
) -> None:
    """Students would get a package that lacks a library."""
    project = (ROOT / "pyproject.toml").read_text()
    assert change[0] in project
    monkeypatch.setattr(made, "PACKAGE", tmp_path / "autograder")
    (tmp_path / "pyproject.toml").write_text(project.replace(*change))
    with pytest.raises(ReleaseError) as refusal:
        write_wheel(tmp_path)
    assert said in str(refusal.value)
    assert "pip install -e" in str(refusal.value)
    (tmp_path / "pyproject.toml").write_text(project.replace("ruff==", "ruff>="))  # nothing that is given out
    assert write_wheel(tmp_path).is_file()


def test_pip_installs_it(wheel: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--no-compile"]
    subprocess.run([*command, "--target", str(tmp_path), str(wheel)], check=True, capture_output=True)
    assert (tmp_path / "autograder" / "__init__.py").is_file()
    assert (tmp_path / "bin" / "autograder").is_file()

"""`autograder release --to gradescope`: the archive to upload, with the grader and both halves of the lab in it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from autograder.labs import Lab, load_lab
from autograder.release.copies import copy_lab
from autograder.release.distribution import LONG_AGO, write_wheel
from autograder.release.errors import ReleaseError
from autograder.release.gradescope.allowance import MAX_TOTAL_SECONDS
from autograder.release.templates import render

SCRIPTS = Path(__file__).parent / "scripts"
ARCHIVE = "autograder.zip"


def build(lab: Lab, course: Path, folder: Path) -> None:
    """Write `autograder.zip` into a folder, and what to do with it."""
    if lab.limits.total_seconds > MAX_TOTAL_SECONDS:
        raise ReleaseError(
            f"{lab.folder / 'lab.toml'}: total_seconds is {lab.limits.total_seconds:g}. On Gradescope a submission may "
            f"take {MAX_TOTAL_SECONDS:g} at most: after ten minutes Gradescope ends the run."
        )
    # in the folder itself: whoever kills this leaves solutions nowhere else, and the next release removes them there
    with tempfile.TemporaryDirectory(dir=folder, prefix=".staged-") as scratch:
        staged = Path(scratch)
        copy_lab(lab, course, staged / "course")
        load_lab(staged / "course", lab.name)  # the copy is whole, or this raises
        write_wheel(staged)
        for script in SCRIPTS.iterdir():
            (staged / script.name).write_bytes(script.read_bytes())
        with ZipFile(folder / ARCHIVE, "w", ZIP_DEFLATED) as archive:
            for path in sorted(staged.rglob("*")):
                if path.is_file() and "__pycache__" not in path.parts:
                    _add(archive, path, path.relative_to(staged).as_posix())
    readme = render("gradescope.md", lab=lab)
    (folder / "README.md").write_text(readme, encoding="utf-8")


def _add(archive: ZipFile, path: Path, name: str) -> None:
    about = ZipInfo(name, LONG_AGO)
    about.compress_type = ZIP_DEFLATED
    about.external_attr = (0o100755 if (SCRIPTS / name).is_file() else 0o100600) << 16
    archive.writestr(about, path.read_bytes())

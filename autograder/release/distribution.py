"""This package as a wheel, made from what is installed: no network, no build."""

from __future__ import annotations

import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipInfo

from packaging.requirements import Requirement
from wheel.wheelfile import WheelFile  # pyright: ignore[reportMissingTypeStubs]

from autograder.release.errors import ReleaseError

NAME = "nonconvex-lab"
DESCRIBING = ("METADATA", "WHEEL", "entry_points.txt", "licenses/LICENSE")
"""What a wheel says of itself. What an installer has added, such as the place that it came from, stays here."""
GIVEN_OUT = ("notebook",)
"""Extras that releases ask for."""
LONG_AGO = (1980, 1, 1, 0, 0, 0)
PACKAGE = Path(__file__).parents[1]


def write_wheel(folder: Path) -> Path:
    """Write this package's wheel into a folder; also from an installation that points to a source tree.

    Raises `ReleaseError` if the package is not installed, or its source tree by now asks for other libraries.
    """
    try:
        installed = distribution(NAME)
    except PackageNotFoundError:
        raise ReleaseError(f"{NAME} is not installed, so no wheel of it can be made: pip install {NAME}.") from None
    _demand_current(installed)
    stem = f"{NAME.replace('-', '_')}-{installed.version}"
    members = {f"autograder/{path.relative_to(PACKAGE).as_posix()}": path.read_bytes() for path in _package_files()}
    for name in DESCRIBING:
        text = installed.read_text(name)
        if text is None:
            raise ReleaseError(f"the installation of {NAME} lacks {name}: install it again.")
        members[f"{stem}.dist-info/{name}"] = text.encode()
    target = folder / f"{stem}-py3-none-any.whl"
    with WheelFile(target, "w") as wheel:
        for name, data in sorted(members.items(), key=lambda member: (".dist-info/" in member[0], member[0])):
            about = ZipInfo(name, LONG_AGO)
            about.compress_type = ZIP_DEFLATED
            about.external_attr = 0o100644 << 16
            wheel.writestr(about, data)
    return target


def _demand_current(installed: Distribution) -> None:
    """In a source tree, raise `ReleaseError` if what was installed from it is not what it asks for now."""
    source = PACKAGE.parent / "pyproject.toml"
    if (
        not source.is_file()
        or (project := tomllib.loads(source.read_text(encoding="utf-8"))["project"])["name"] != NAME
    ):
        return
    extras: dict[str, list[str]] = project["optional-dependencies"]
    wanted = {_normal(each) for each in project["dependencies"]} | {
        _normal(each, extra) for extra in GIVEN_OUT for each in extras[extra]
    }
    given = {_normal(each) for each in installed.requires or []}
    given = {each for each in given if "extra ==" not in each or any(f'"{extra}"' in each for extra in GIVEN_OUT)}
    if wanted != given or project["version"] != installed.version:
        changed = ", ".join(sorted(wanted ^ given)) or "the version"
        raise ReleaseError(
            f"{source} has changed since {NAME} was installed from it ({changed}): install it again, "
            f"pip install -e {PACKAGE.parent}."
        )


def _normal(requirement: str, extra: str = "") -> str:
    """A requirement in one spelling; of an extra, with the marker that says so."""
    bare, _, marker = requirement.partition(";")
    markers = [part for part in (marker.strip(), f"extra == '{extra}'" if extra else "") if part]
    return str(Requirement(f"{bare}; {' and '.join(markers)}" if markers else bare))


def _package_files() -> list[Path]:
    """All files of the package, without what interpreters and editors leave behind."""
    return [
        path
        for path in sorted(PACKAGE.rglob("*"))
        if path.is_file()
        and not path.is_symlink()
        and not any(part == "__pycache__" or part.startswith(".") for part in path.relative_to(PACKAGE).parts)
    ]

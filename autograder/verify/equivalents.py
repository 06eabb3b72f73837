"""Mutants that compute the same thing as the solution, each with the reason why (`equivalent_mutants.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from autograder.settings import LabError
from autograder.verify.mutants import Mutant

FILE = "equivalent_mutants.toml"


class Equivalent(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A mutant by its function and its changed lines; `which` (from 0) if the same change is possible several times."""

    function: str
    before: str
    after: str
    reason: str
    which: int = 0

    @property
    def key(self) -> tuple[str, str, str, int]:
        """The mutant's key."""
        return self.function, self.before, self.after, self.which


class _File(msgspec.Struct, forbid_unknown_fields=True):
    mutant: tuple[Equivalent, ...] = ()


def read_equivalents(solutions: Path) -> dict[tuple[str, str, str, int], Equivalent]:
    """The list of a lab, empty if there is none; `LabError` if it is malformed, without a reason, or has one twice."""
    path = solutions / FILE
    if not path.is_file():
        return {}
    try:
        entries = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _File).mutant
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as problem:
        raise LabError(f"{path}: {problem}") from None
    found: dict[tuple[str, str, str, int], Equivalent] = {}
    for entry in entries:
        if not entry.reason.strip():
            raise LabError(f"{path}: {entry.before!r} of {entry.function} has no reason: say why it is the same.")
        if entry.key in found:
            raise LabError(f"{path}: {entry.before!r} -> {entry.after!r} of {entry.function} is listed twice.")
        found[entry.key] = entry
    return found


def stale(equivalents: dict[tuple[str, str, str, int], Equivalent], mutants: Sequence[Mutant]) -> list[Equivalent]:
    """Entries that describe no mutant (any more)."""
    present = {mutant.key for mutant in mutants}
    return [entry for key, entry in equivalents.items() if key not in present]

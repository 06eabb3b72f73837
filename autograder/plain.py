"""Plain data: what may cross from a student's process to the grader.

None, bool, int, float, str, Fraction, list, tuple, dict and float64/int64/bool arrays; everything else arrives as
`Opaque`. This module stands apart so that a student's process can use it without importing anything of the checks.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, eq=False)
class Opaque:
    """A value that cannot cross the wire; only its description does, and it is equal to nothing."""

    description: str

"""Plain data: what may cross from a student's process to the grader.

None, bool, int, float, str, Fraction, list, tuple, dict and float64/int64/bool arrays; everything else arrives as
`Opaque`. This module stands apart so that a student's process can use it without importing anything of the checks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

OVERHEAD = 200
"""Bytes of a Python object with its place in a container, roughly."""


@dataclass(frozen=True, eq=False)
class Opaque:
    """A value that cannot cross the wire; only its description does, and it is equal to nothing."""

    description: str


def weight(value: Any) -> int:
    """Bytes that a plain value takes in memory, roughly."""
    if isinstance(value, np.ndarray):
        return OVERHEAD + value.nbytes
    if isinstance(value, str):
        return OVERHEAD + len(value)
    if isinstance(value, int):
        return OVERHEAD + value.bit_length() // 8
    if isinstance(value, (list, tuple)):
        return OVERHEAD + sum(map(weight, cast("Sequence[Any]", value)))
    if isinstance(value, dict):
        return OVERHEAD + weight(list(cast("Mapping[Any, Any]", value).items()))
    return OVERHEAD

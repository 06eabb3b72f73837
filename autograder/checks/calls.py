"""One call of a student's function and what came of it: the record that feedback and diagnosis are made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from autograder.plain import Opaque

RELATIVE = 1e-9
"""Two floats of the same computation, summed in another order, agree to this; see LABS on float results."""


@dataclass(frozen=True)
class Returned:
    """The function returned `value`; `changed` are the (0-based) positions of arguments that it changed in place."""

    value: Any
    changed: tuple[int, ...] = ()


@dataclass(frozen=True)
class Raised:
    """The function raised: names of the exception's classes (most special first), message, student's line."""

    kinds: tuple[str, ...]
    text: str = ""
    where: str = ""
    changed: tuple[int, ...] = ()


@dataclass(frozen=True)
class Ended:
    """The call did not come back: a limit was met, or the process crashed or broke the protocol."""

    reason: str


@dataclass(frozen=True)
class Missing:
    """There is no function of this name."""


Outcome = Returned | Raised | Ended | Missing


@dataclass(frozen=True)
class Call:
    """A call by position, with the arguments as they were handed over.

    `known` stands for this call with this outcome where it is certain that it was seen before, byte by byte.
    """

    function: str
    args: tuple[Any, ...]
    outcome: Outcome
    known: object = None


def same_value(a: Any, b: Any) -> bool:
    """Whether two plain values mean the same: arrays like lists, lists like tuples, floats to a relative 1e-9."""
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        return _same_array(cast("npt.NDArray[Any]", a), cast("npt.NDArray[Any]", b))
    a, b = _without_arrays(a), _without_arrays(b)
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        items, others = cast("Sequence[Any]", a), cast("Sequence[Any]", b)
        return len(items) == len(others) and all(map(same_value, items, others))
    if isinstance(a, Opaque) or isinstance(b, Opaque):
        return False
    if isinstance(a, dict) and isinstance(b, dict):
        first, second = cast("dict[Any, Any]", a), cast("dict[Any, Any]", b)
        return first.keys() == second.keys() and all(same_value(first[key], second[key]) for key in first)
    return _same_scalar(a, b)


def same_outcome(a: Outcome, b: Outcome) -> bool:
    """Whether two outcomes mean the same, whatever was changed in place and whatever an exception says."""
    if isinstance(a, Returned) and isinstance(b, Returned):
        return same_value(a.value, b.value)
    if isinstance(a, Raised) and isinstance(b, Raised):
        return a.kinds[0] == b.kinds[0]
    return isinstance(a, Ended) and isinstance(b, Ended)


def changed(outcome: Outcome) -> tuple[int, ...]:
    """Positions of the arguments that the function changed in place."""
    return outcome.changed if isinstance(outcome, (Returned, Raised)) else ()


def _without_arrays(value: Any) -> Any:
    return cast("npt.NDArray[Any]", value).tolist() if isinstance(value, np.ndarray) else value


def _same_array(a: npt.NDArray[Any], b: npt.NDArray[Any]) -> bool:
    if a.shape != b.shape:
        return False
    if np.array_equal(a, b):  # quicker, and nearly always so
        return True
    if "f" not in (a.dtype.kind, b.dtype.kind):
        return False
    return bool(np.allclose(a, b, rtol=RELATIVE, atol=0, equal_nan=True))


def _same_scalar(a: Any, b: Any) -> bool:
    if not _is_number(a) or not _is_number(b):
        return type(a) is type(b) and a == b
    if a == b or not (isinstance(a, float) or isinstance(b, float)):
        return a == b
    try:
        return bool(np.isclose(float(a), float(b), rtol=RELATIVE, atol=0, equal_nan=True))
    except OverflowError:  # what is too large for a float is compared by == alone
        return False


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float, Fraction)) and not isinstance(value, bool)

"""Functions as arguments: `f`, `grad` or `slope`, handed to a student's function and answered by the grader.

The student's code never gets the function itself, only something to call: each call comes back to the grader's side.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, cast

import numpy as np
import numpy.typing as npt

Shape = tuple[int, ...]


class Function:
    """A function of numbers and arrays that a check hands to a student's function.

    `text` is how a student reads it (``"x -> x**2"``), `takes` the shape of each argument: ``()`` for a number, which
    arrives as numpy's float64 (so that an overflow is an infinity), ``(3,)`` for a float64 array of that shape. It
    returns a float or a float array; if it returns its own argument, so it does for the student. It must be pure: the
    same arguments, the same result.

    Called with anything else, it raises `ValueError` or `TypeError`, which are then the student's exceptions, as is
    any `ArithmeticError`.
    """

    def __init__(self, text: str, call: Callable[..., Any], takes: Sequence[Shape]) -> None:
        if not takes:
            raise ValueError(f"the function {text} takes no argument: give the shape of each")
        self.text = text
        self._call = call
        self._takes = tuple(takes)

    def __call__(self, *args: Any) -> Any:
        if len(args) != len(self._takes):
            raise TypeError(f"the function takes {_arguments(len(self._takes))} but {len(args)} were given")
        given = [self._given(k, value) for k, value in enumerate(args)]
        with np.errstate(all="ignore"):
            result = self._call(*given)
        for k, value in enumerate(given):
            if result is value:
                return args[k]
        return result

    def __repr__(self) -> str:
        return f"Function({self.text!r})"

    def _given(self, k: int, value: Any) -> Any:
        shape = self._takes[k]
        if type(value) is np.ndarray and value.dtype == np.float64 and value.shape == shape and shape:
            return cast("npt.NDArray[np.float64]", value)
        place = f"argument {k + 1} of the function" if len(self._takes) > 1 else "the function's argument"
        wanted = f"an array of shape {shape}" if shape else "a number"
        try:
            if not _is_of_numbers(value):
                raise TypeError
            array = np.asarray(value) if not isinstance(value, Fraction) else np.asarray(float(value))
            if array.dtype.kind not in "iuf":
                raise ValueError
            array = array.astype(np.float64)
        except (ValueError, TypeError, OverflowError):
            raise TypeError(f"{place} should be {wanted}") from None
        if array.shape != shape:
            found = f"has shape {array.shape}" if array.shape else "is a number"
            raise ValueError(f"{place} should be {wanted}, but {found}")
        return array if shape else array[()]


def _is_of_numbers(value: Any) -> bool:
    """Whether numpy may look at a value: one long text in a list would make room for one as long in every place."""
    if isinstance(value, (list, tuple)):
        return all(map(_is_of_numbers, cast("Sequence[Any]", value)))
    return isinstance(value, (int, float, Fraction, np.number, np.bool_, np.ndarray))


def _arguments(count: int) -> str:
    return "1 argument" if count == 1 else f"{count} arguments"

"""Turning what a student handed back into the asked-for shape, without loss, or saying what is wrong with it.

Values arrive as plain data (see `autograder.plain`). Shapes are compared exactly, never broadcast; NaN and infinities
are refused.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from autograder.checks.errors import Mismatch
from autograder.nets import FloatArray, Net
from autograder.plain import Opaque


def kind(value: Any) -> str:
    """What a value is, in a student's words: ``a list of length 3``, ``an array of shape (2, 3)``."""
    if isinstance(value, Opaque):
        return value.description
    if isinstance(value, np.ndarray):
        array = cast("npt.NDArray[Any]", value)
        return f"an array of shape {array.shape}"
    if isinstance(value, (list, tuple, dict)):
        sized = cast("Sequence[Any]", value)
        return f"a {type(sized).__name__} of length {len(sized)}"
    if value is None:
        return "None (is a return statement missing?)"
    if isinstance(value, str):
        return "a string"
    if isinstance(value, bool):
        return f"the truth value {value}"
    if isinstance(value, int):
        return "an int"
    if isinstance(value, float):
        return f"the float {value!r}"
    return f"a {type(value).__name__}"


def number(value: Any, what: str = "the result") -> float:
    """A finite float from an int, float, Fraction or zero-dimensional array."""
    if isinstance(value, np.ndarray):
        array = cast("npt.NDArray[Any]", value)
        if array.shape == ():
            return number(array.item(), what)
    if isinstance(value, bool) or not isinstance(value, (int, float, Fraction)):
        raise Mismatch(f"{what} should be a number, but is {kind(value)}.")
    try:
        result = float(value)
    except OverflowError:
        raise Mismatch(f"{what} is too large for a float.") from None
    if not math.isfinite(result):
        raise Mismatch(f"{what} is {result}, not a finite number.")
    return result


def integer(value: Any, what: str = "the result") -> int:
    """An int from an int, or from a float or array entry that is a whole number; truth values are refused."""
    if isinstance(value, np.ndarray):
        array = cast("npt.NDArray[Any]", value)
        if array.shape == ():
            return integer(array.item(), what)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Fraction) and value.denominator == 1:
        return value.numerator
    raise Mismatch(f"{what} should be a whole number, but is {kind(value)}.")


def sequence(value: Any, length: int | None, what: str = "the result") -> list[Any]:
    """The items of a list, a tuple or an array with at least one axis."""
    items: list[Any]
    if isinstance(value, np.ndarray) and cast("npt.NDArray[Any]", value).ndim > 0:
        array = cast("npt.NDArray[Any]", value)
        items = array.tolist() if array.ndim == 1 else list(array)
    elif isinstance(value, (list, tuple)):
        items = list(cast("Sequence[Any]", value))
    else:
        raise Mismatch(f"{what} should be a list, but is {kind(value)}.")
    if length is not None and len(items) != length:
        raise Mismatch(f"{what} should have {length} entries, but has {len(items)}.")
    return items


def shape_of(value: Any) -> tuple[int, ...]:
    """The shape that ``np.asarray`` gives a nested list; a ragged one is a `Mismatch`."""
    if isinstance(value, np.ndarray):
        return cast("npt.NDArray[Any]", value).shape
    if not isinstance(value, (list, tuple)):
        return ()
    shapes = {shape_of(item) for item in cast("Sequence[Any]", value)}
    if len(shapes) > 1:
        raise Mismatch("its rows have different lengths")
    return (len(cast("Sequence[Any]", value)), *(shapes.pop() if shapes else ()))


def array(value: Any, shape: tuple[int, ...], what: str = "the result") -> FloatArray:
    """A finite float64 array of exactly this shape, from an array or nested lists of numbers."""
    if type(value) is np.ndarray and value.dtype == np.float64 and value.shape == shape and _all_finite(value):
        return value
    try:
        found = shape_of(value)
    except Mismatch as ragged:
        raise Mismatch(f"{what} should have shape {shape}, but {ragged}.") from None
    if found == shape == ():
        return np.array(number(value, what))
    if not isinstance(value, (list, tuple, np.ndarray)):
        expected = f"an array of shape {shape}" if shape else "a number"
        raise Mismatch(f"{what} should be {expected}, but is {kind(value)}.")
    if found != shape:
        raise Mismatch(f"{what} should have shape {shape}, but has shape {found}.")
    if isinstance(value, np.ndarray):
        given = cast("npt.NDArray[Any]", value)
        if given.dtype.kind == "b":
            raise Mismatch(f"{what} should hold numbers, but holds truth values.")
        result = given.astype(np.float64)
    else:
        result = np.array([number(item, f"an entry of {what}") for item in _leaves(value)]).reshape(shape)
    if not _all_finite(result):
        raise Mismatch(f"{what} contains NaN or infinity.")
    return result


def net(value: Any, like: Net, what: str = "the result") -> Net:
    """A `Net` with the shapes of `like`."""
    layers = sequence(value, len(like), what)
    result: Net = []
    for number_of, (layer, (W, b)) in enumerate(zip(layers, like, strict=True), start=1):
        pair = sequence(layer, None, f"layer {number_of} of {what}")
        if len(pair) != 2:
            raise Mismatch(f"layer {number_of} of {what} should be a pair (W, b), but has {len(pair)} entries.")
        result.append(
            (
                array(pair[0], W.shape, f"W of layer {number_of} of {what}"),
                array(pair[1], b.shape, f"b of layer {number_of} of {what}"),
            )
        )
    return result


def permutation(value: Any, n: int, what: str = "the result") -> list[int]:
    """A permutation of ``range(n)`` as a list of ints."""
    perm = [integer(item, f"an entry of {what}") for item in sequence(value, None, what)]
    if len(perm) != n or sorted(perm) != list(range(n)):
        raise Mismatch(f"{what} should be a permutation of 0..{n - 1}, every number once.")
    return perm


def _all_finite(array: FloatArray) -> bool:
    return np.count_nonzero(np.isfinite(array)) == array.size  # quicker than numpy's `all` for small arrays


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, np.ndarray):
        return cast("npt.NDArray[Any]", value).ravel().tolist()
    if isinstance(value, (list, tuple)):
        return [leaf for item in cast("Sequence[Any]", value) for leaf in _leaves(item)]
    return [value]

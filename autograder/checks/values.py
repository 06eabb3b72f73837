"""Turning what a student handed back into the asked-for shape, without loss, or saying what is wrong with it.

Values arrive as plain data (see `autograder.plain`). Shapes are compared exactly, never broadcast; NaN and infinities
are refused.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import chain
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from autograder.checks.errors import Mismatch
from autograder.nets import FloatArray, Net
from autograder.plain import Opaque

LONGEST_NAME = 60
DEEPEST = 32
"""Lists in lists that are looked into; numpy has no more axes either."""


def kind(value: Any, *, part: bool = False) -> str:
    """What a value is, in a student's words: ``a list of length 3``, ``an array of shape (2, 3)``.

    Only None as a whole result, and not as a part of one, is a sign of a missing return statement.
    """
    if isinstance(value, Opaque):
        return value.description
    if isinstance(value, np.ndarray):
        array = cast("npt.NDArray[Any]", value)
        return f"an array of shape {array.shape}"
    if isinstance(value, (list, tuple, dict)):
        sized = cast("Sequence[Any]", value)
        return f"a {type(sized).__name__} of length {len(sized)}"
    if value is None:
        return "None" if part else "None (is a return statement missing?)"
    if isinstance(value, str):
        return "a string"
    if isinstance(value, bool):
        return f"the truth value {value}"
    if isinstance(value, int):
        return "an int"
    if isinstance(value, float):
        return f"the float {value!r}"
    name = type(value).__name__
    return f"a {name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME] + '...'}"


def number(value: Any, what: str = "the result", *, part: bool = False) -> float:
    """A finite float from an int, float, Fraction or zero-dimensional array."""
    value = _without_axes(value)
    if isinstance(value, bool) or not isinstance(value, (int, float, Fraction)):
        raise Mismatch(f"{what} should be a number, but is {kind(value, part=part)}.")
    try:
        result = float(value)
    except OverflowError:
        raise Mismatch(f"{what} is too large for a float.") from None
    if not math.isfinite(result):
        raise Mismatch(f"{what} is {result}, not a finite number.")
    return result


def integer(value: Any, what: str = "the result") -> int:
    """An int from an int, or from a float or array entry that is a whole number; truth values are refused."""
    value = _without_axes(value)
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
    return _shape(value, {}, 0)


def _shape(value: Any, known: dict[int, tuple[int, ...] | None], depth: int) -> tuple[int, ...]:
    """The shape, looking into each list once: `known` holds the shapes by id, None for lists that are looked into."""
    if isinstance(value, np.ndarray):
        return cast("npt.NDArray[Any]", value).shape
    if not isinstance(value, (list, tuple)):
        return ()
    items = cast("Sequence[Any]", value)
    if id(items) in known:
        found = known[id(items)]
        if found is None:
            raise Mismatch("it contains itself")
        return found
    if depth == DEEPEST:
        raise Mismatch(f"its lists stand in each other more than {DEEPEST} deep")
    known[id(items)] = None
    shapes = [_shape(item, known, depth + 1) for item in items]
    if len(set(shapes)) > 1:
        raise Mismatch("its rows have different lengths")
    found = (len(shapes), *(shapes[0] if shapes else ()))
    known[id(items)] = found
    return found


def _of_floats(value: object, shape: tuple[int, ...]) -> FloatArray | None:
    """The array if the value is a list of floats, or of lists of floats, that is finite and of this shape; else None.

    That is what pure Python mostly gives, and this is many times quicker than to look at each entry.
    """
    if type(value) is not list or not 1 <= len(shape) <= 2:
        return None
    rows = cast("list[list[Any]]", value if len(shape) == 2 else [value])
    if {type(row) for row in rows} != {list} or {len(row) for row in rows} != {shape[-1]}:
        return None
    entries: list[Any] = list(chain.from_iterable(rows))
    if {type(entry) for entry in entries} != {float} or len(entries) != math.prod(shape):
        return None
    result = np.array(entries).reshape(shape)
    return result if _all_finite(result) else None


HELD = {"b": "truth values", "U": "strings", "S": "bytes", "c": "complex numbers"}


def array(value: Any, shape: tuple[int, ...], what: str = "the result", *, part: bool = False) -> FloatArray:
    """A finite float64 array of exactly this shape, from an array or nested lists of numbers."""
    if type(value) is np.ndarray and value.dtype == np.float64 and value.shape == shape and _all_finite(value):
        return value
    if (quick := _of_floats(value, shape)) is not None:
        return quick
    try:
        found = shape_of(value)
    except Mismatch as ragged:
        raise Mismatch(f"{what} should have shape {shape}, but {ragged}.") from None
    if found == shape == ():
        return np.array(number(value, what))
    if not isinstance(value, (list, tuple, np.ndarray)):
        expected = f"an array of shape {shape}" if shape else "a number"
        raise Mismatch(f"{what} should be {expected}, but is {kind(value, part=part)}.")
    if found != shape:
        raise Mismatch(f"{what} should have shape {shape}, but has shape {found}.")
    if isinstance(value, np.ndarray):
        given = cast("npt.NDArray[Any]", value)
        if given.dtype.kind not in "fiuO":
            held = HELD.get(given.dtype.kind, f"values of type {given.dtype.name[:LONGEST_NAME]}")
            raise Mismatch(f"{what} should hold numbers, but holds {held}.")
        if given.dtype.kind == "O":
            return array(cast("list[Any]", given.tolist()), shape, what)
        result = given.astype(np.float64)
    else:
        result = np.array([number(item, f"an entry of {what}", part=True) for item in _leaves(value)]).reshape(shape)
    if not _all_finite(result):
        raise Mismatch(f"{what} contains NaN or infinity.")
    return result


def net(value: Any, like: Net, what: str = "the result") -> Net:
    """A `Net` with the shapes of `like`."""
    pairs = f"{len(like)} {'pair' if len(like) == 1 else 'pairs'}"
    layers = _pairs(value, f"{what} should be a list of {pairs} (W, b)", len(like))
    result: Net = []
    for number_of, (layer, (W, b)) in enumerate(zip(layers, like, strict=True), start=1):
        pair = _pairs(layer, f"layer {number_of} of {what} should be a pair (W, b)", 2, part=True)
        result.append(
            (
                array(pair[0], W.shape, f"W of layer {number_of} of {what}", part=True),
                array(pair[1], b.shape, f"b of layer {number_of} of {what}", part=True),
            )
        )
    return result


def _pairs(value: Any, demand: str, length: int, *, part: bool = False) -> list[Any]:
    """The items of a list, tuple or array of this length."""
    if not isinstance(value, (list, tuple)) and getattr(value, "ndim", 0) == 0:
        raise Mismatch(f"{demand}, but is {kind(value, part=part)}.")
    found = len(cast("Sequence[Any]", value))
    if found != length:
        raise Mismatch(f"{demand}, but has {found} {'entry' if found == 1 else 'entries'}.")
    return sequence(value, None)


def permutation(value: Any, n: int, what: str = "the result") -> list[int]:
    """A permutation of ``range(n)`` as a list of ints."""
    perm = [integer(item, f"an entry of {what}") for item in sequence(value, None, what)]
    if len(perm) != n or sorted(perm) != list(range(n)):
        raise Mismatch(f"{what} should be a permutation of 0..{n - 1}, every number once.")
    return perm


def _without_axes(value: Any) -> Any:
    """The one entry of an array without axes; everything else as it is."""
    if not isinstance(value, np.ndarray):
        return value
    array = cast("npt.NDArray[Any]", value)
    return array if array.shape else array.item()


def _all_finite(array: FloatArray) -> bool:
    return np.count_nonzero(np.isfinite(array)) == array.size  # quicker than numpy's `all` for small arrays


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, np.ndarray):
        return cast("npt.NDArray[Any]", value).ravel().tolist()
    if isinstance(value, (list, tuple)):
        return [leaf for item in cast("Sequence[Any]", value) for leaf in _leaves(item)]
    return [value]

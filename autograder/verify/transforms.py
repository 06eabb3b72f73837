"""What junk and disguises do to the right answer of a function. This file is run in the student's process, as text.

A disguise keeps the meaning: lists for arrays, numpy's scalars for numbers, noise in the last place. Junk breaks type
or shape, or puts in what is no number; `None` stays `None` in both, since it may be an answer of its own.
"""

# Whatever a function may return: there is nothing to know about its type.
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

import fractions
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

Change = Callable[[Any], Any]


def _rebuilt(value: Any, items: Iterable[Any]) -> Any:
    """A list or tuple of other items; a named tuple, which wants its items one by one, becomes a plain one."""
    return list(items) if isinstance(value, list) else tuple(items)


def each_array(change: Change, value: Any) -> Any:
    """The value with `change` applied to its arrays, wherever they are in lists and tuples."""
    if isinstance(value, np.ndarray):
        return change(value)
    if isinstance(value, (list, tuple)):
        return _rebuilt(value, (each_array(change, item) for item in value))
    return value


def each_number(change: Change, value: Any) -> Any:
    """The value with `change` applied to its floats and ints, wherever they are in lists and tuples."""
    if isinstance(value, (list, tuple)):
        return _rebuilt(value, (each_number(change, item) for item in value))
    is_number = isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)
    return change(value) if is_number else value


# --- disguises ----------------------------------------------------------------------------------------------------


def lists_for_arrays(value: Any) -> Any:
    return each_array(lambda array: array.tolist(), value)


def tuples_for_lists(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return tuple(tuples_for_lists(item) for item in value)
    return value


def numpy_scalars(value: Any) -> Any:
    def change(number: Any) -> Any:
        if isinstance(number, (float, np.floating)):
            return np.float64(number)
        return np.int64(number) if abs(number) < 2**63 else number

    return each_number(change, value)


def arrays_in_fortran_order(value: Any) -> Any:
    return each_array(lambda array: np.array(array, order="F"), value)


def read_only_views(value: Any) -> Any:
    def change(array: Any) -> Any:
        doubled = np.stack([array, array], axis=-1)[..., 0]
        doubled.flags.writeable = False
        return doubled

    return each_array(change, value)


def one_unit_in_the_last_place(value: Any) -> Any:
    """Noise in numbers that are not whole: what another order of summation makes."""

    def array(given: Any) -> Any:
        if given.dtype.kind != "f":
            return given
        keep = (given == np.round(given)) | ~np.isfinite(given)
        return np.where(keep, given, np.nextafter(given, np.inf))

    def number(given: Any) -> Any:
        if not isinstance(given, float | np.floating) or not np.isfinite(given) or given == np.round(given):
            return given
        return float(np.nextafter(given, -np.inf))

    return each_number(number, each_array(array, value))


# --- junk ---------------------------------------------------------------------------------------------------------


def as_text(value: Any) -> Any:
    return None if value is None else str(value)


def in_a_list(value: Any) -> Any:
    return None if value is None else [value]


def in_a_dict(value: Any) -> Any:
    return None if value is None else {"result": value}


def without_the_last(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value[:-1] if value.ndim else None
    return value[:-1] if isinstance(value, (list, tuple)) else value


def one_more(value: Any) -> Any:
    """The first item again at the end; the last one twice may be right, as where a path stays at its end."""
    if isinstance(value, np.ndarray):
        return np.concatenate([value, value[:1]]) if value.ndim and len(value) else value
    return _rebuilt(value, [*value, value[0]]) if isinstance(value, (list, tuple)) and value else value


def arrays_one_shorter(value: Any) -> Any:
    """Arrays without the last entry along their last axis."""
    return each_array(lambda array: array[..., :-1] if array.ndim else array, value)


def arrays_one_longer(value: Any) -> Any:
    """Arrays with the first entry along their last axis once more at its end."""
    return each_array(lambda a: np.concatenate([a, a[..., :1]], axis=-1) if a.ndim else a, value)


def transposed(value: Any) -> Any:
    """Arrays that are not square the other way round."""
    return each_array(lambda array: array.T if array.shape != array.T.shape else array, value)


def rows_for_vectors(value: Any) -> Any:
    """Vectors as matrices of one row, which broadcast."""
    return each_array(lambda array: array[None] if array.ndim == 1 else array, value)


def to_be_broadcast(value: Any) -> Any:
    """Only the first entry along the last axis, which broadcasts."""
    return each_array(lambda array: array[..., :1] if array.ndim and array.shape[-1] > 1 else array, value)


def scalars_for_arrays(value: Any) -> Any:
    return each_array(lambda array: float(array.ravel()[0]) if array.size else array, value)


def arrays_of_zero_size(value: Any) -> Any:
    return each_array(lambda array: array[:0] if array.ndim else array, value)


def with_nan(value: Any) -> Any:
    return _with(value, np.nan)


def with_infinity(value: Any) -> Any:
    return _with(value, np.inf)


def with_a_huge_number(value: Any) -> Any:
    """A whole number that no float can hold, in place of the first one."""
    return _with(each_array(lambda array: array.tolist(), value), 10**5000)


def complex_numbers(value: Any) -> Any:
    return each_number(complex, each_array(lambda array: array.astype(complex), value))


def truth_values(value: Any) -> Any:
    return each_number(bool, each_array(lambda array: array.astype(bool), value))


def texts_for_numbers(value: Any) -> Any:
    return each_number(str, each_array(lambda array: array.astype(str), value))


def _with(value: Any, number: Any) -> Any:
    """The value with its first number replaced."""
    done = False

    def change(given: Any) -> Any:
        nonlocal done
        if done:
            return given
        done = True
        return number

    def array(given: Any) -> Any:
        nonlocal done
        if done or not given.size or given.dtype.kind not in "fi":
            return given
        done = True
        changed = given.astype(float)
        changed.flat[0] = number
        return changed

    # in the order in which they stand
    def walk(item: Any) -> Any:
        if isinstance(item, np.ndarray):
            return array(item)
        if isinstance(item, (list, tuple)):
            return _rebuilt(item, (walk(each) for each in item))
        if isinstance(item, fractions.Fraction):
            return change(item)
        return each_number(change, item)

    return walk(value)


DISGUISES: list[Change] = [
    lists_for_arrays, tuples_for_lists, numpy_scalars, arrays_in_fortran_order, read_only_views,
    one_unit_in_the_last_place,
]  # fmt: skip
JUNK: list[Change] = [
    as_text, in_a_list, in_a_dict, without_the_last, one_more, arrays_one_shorter, arrays_one_longer, transposed,
    rows_for_vectors, to_be_broadcast, scalars_for_arrays, arrays_of_zero_size, with_nan, with_infinity,
    with_a_huge_number, complex_numbers, truth_values, texts_for_numbers,
]  # fmt: skip

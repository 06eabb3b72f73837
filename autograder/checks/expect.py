"""The relations that checks demand. Each returns the value in its asked-for form, or raises `Mismatch`.

The arithmetic is done here, on plain float64 data that was rebuilt from the wire; nothing of a student's own classes
takes part in a comparison.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import numpy as np

from autograder import nets
from autograder.checks import pictures, values
from autograder.checks.certificates import certificate as certificate
from autograder.checks.certificates import proved as proved
from autograder.checks.errors import Mismatch, NotWritten, Stopped, StudentRaised
from autograder.checks.show import distinct, short, whole
from autograder.nets import FloatArray, Net

FUNCTION_TOLERANCE = 1e-9
"""Relative tolerance for equal functions: sums of floats depend on their order (0.1 + 0.2 + 0.3)."""


def that(condition: bool, message: str) -> None:
    """Demand a condition, with the sentence that a student reads when it does not hold."""
    if not condition:
        raise Mismatch(message)


def number(value: object, what: str = "the result") -> float:
    """Demand a finite number."""
    return values.number(value, what)


def array(value: object, shape: tuple[int, ...], what: str = "the result") -> FloatArray:
    """Demand a finite float array of exactly this shape."""
    return values.array(value, shape, what)


def net(value: object, like: Net, what: str = "the result") -> Net:
    """Demand a net with the shapes of `like`."""
    return values.net(value, like, what)


def permutation(value: object, n: int, what: str = "the result") -> list[int]:
    """Demand a permutation of ``range(n)``."""
    return values.permutation(value, n, what)


def permutations(value: object, sizes: list[int], what: str = "the result") -> list[list[int]]:
    """Demand a list with one permutation for each hidden layer; `sizes` are the layers' widths."""
    perms = values.sequence(value, None, what)
    if len(perms) != len(sizes):
        raise Mismatch(
            f"{what} should be a list with one perm for each hidden layer, so of length {len(sizes)}, "
            f"but has length {len(perms)}."
        )
    return [
        values.permutation(perm, n, f"the perm of hidden layer {layer}")
        for layer, (perm, n) in enumerate(zip(perms, sizes, strict=True), start=1)
    ]


def same_integer(value: object, expected: int, what: str = "the result") -> int:
    """Demand exactly this whole number, however large; a float or a fraction that is a whole number will do."""
    given = values.integer(value, what)
    if given != expected:
        beginnings = (whole(expected), whole(given))
        alike = f": it is off by {whole(abs(given - expected))}" if beginnings[0] == beginnings[1] else ""
        raise Mismatch(f"{what} should be {beginnings[0]}, but is {beginnings[1]}{alike}.")
    return given


def same_nets(value: object, expected: Sequence[Net]) -> list[Net]:
    """Demand a list with exactly these nets, in any order and each once; all have one shape, none is there twice."""
    wanted = {_numbers(one): one for one in expected}
    found: dict[tuple[float, ...], int] = {}
    given = [values.net(one, expected[0], f"net {k} of the list") for k, one in enumerate(values.sequence(value, None))]
    for place, one in enumerate(given):
        numbers = _numbers(one)
        if numbers not in wanted:
            raise Mismatch(f"Net {place} of the list does not belong there: {short(one)}.")
        if numbers in found:
            raise Mismatch(f"Nets {found[numbers]} and {place} of the list are equal: {short(one)}.")
        found[numbers] = place
    missing = [one for numbers, one in wanted.items() if numbers not in found]
    if missing:
        raise Mismatch(
            f"The list has {len(found)} of the {len(wanted)} nets. "
            f"For example this one is missing: {short(missing[0])}."
        )
    return given


def _numbers(one: Net) -> tuple[float, ...]:
    """All parameters; tuples of floats compare and hash by value, so -0.0 counts as 0.0."""
    return tuple(np.concatenate([part.ravel() for layer in one for part in layer]).tolist())


def same_parameters(value: object, expected: Net, because: str = "") -> Net:
    """Demand exactly these parameters, by ``==`` and never within a tolerance: parameters are moved, not computed."""
    given = values.net(value, expected)
    if nets.equal(given, expected):
        return given
    for layer, ((W, b), (We, be)) in enumerate(zip(given, expected, strict=True), start=1):
        for name, left, right in ((f"W{layer}", W, We), (f"b{layer}", b, be)):
            wrong = np.argwhere(left != right)
            if len(wrong):
                at = tuple(int(k) for k in wrong[0])
                place = f"{name}[{', '.join(map(str, at))}]"
                raise Mismatch(
                    _instead(place, right[at], left[at]) + (f" {because}" if because else ""),
                    picture=partial(pictures.compared, given, expected),
                )
    return given


def close_parameters(
    value: object, expected: Net, because: str = "", *, sizes: Net | None = None, rtol: float = 1e-9
) -> Net:
    """Demand these parameters up to rounding: each within ``rtol`` times the entry of `sizes`, by default its own size.

    `sizes` has the shapes of `expected` and tells what a sum was made of: ``5 - 5`` may leave a rounding of 5.
    """
    given = values.net(value, expected)
    for layer, parts in enumerate(zip(given, expected, sizes or expected, strict=True), start=1):
        for name, found, wanted, size in zip((f"W{layer}", f"b{layer}"), *parts, strict=True):
            right = np.abs(found - wanted) <= rtol * np.abs(size)
            if np.count_nonzero(right) < right.size:
                at = tuple(int(k) for k in np.argwhere(~right)[0])
                place = f"{name}[{', '.join(map(str, at))}]"
                raise Mismatch(
                    _instead(place, wanted[at], found[at]) + (f" {because}" if because else ""),
                    picture=partial(pictures.compared, given, expected),
                )
    return given


def same_function(one: Net, value: object, activation: str, at: FloatArray) -> Net:
    """Demand a net of the same shapes with the same outputs at the inputs `at`, shape ``(N, d)``."""
    other = values.net(value, one)
    expected, found = nets.forward(one, at, activation), nets.forward(other, at, activation)
    scale = max(1.0, float(np.max(np.abs(expected))))
    wrong = np.argwhere(~(np.abs(found - expected) <= FUNCTION_TOLERANCE * scale))
    if len(wrong):
        sample, output = (int(k) for k in wrong[0])
        was, has_become = distinct(expected[sample, output], found[sample, output])
        raise Mismatch(
            f"At x = {short(at[sample])} the net's output {output} was {was}; with your parameters it is {has_become}."
        )
    return other


def close(
    value: object,
    expected: FloatArray,
    what: str = "the result",
    *,
    rtol: float = 1e-9,
    atol: float = 0.0,
) -> FloatArray:
    """Demand an array of the shape of `expected` within ``atol + rtol * |expected|`` in every entry."""
    given = values.array(value, expected.shape, what)
    wrong = np.argwhere(~(np.abs(given - expected) <= atol + rtol * np.abs(expected)))
    if len(wrong):
        at = tuple(int(k) for k in wrong[0])
        place = f"{what}[{', '.join(map(str, at))}]" if at else what
        raise Mismatch(_instead(place, expected[at], given[at]))
    return given


def _instead(place: str, expected: float, found: float) -> str:
    should, does = distinct(expected, found)
    return f"{place} should be {should}, but is {does}."


def unchanged(student: Any) -> None:
    """Demand that the student's last call left its arguments as they were."""
    names = student.changed_arguments()
    if names:
        raise Mismatch(
            f"After the call {' and '.join(names)} had other values than before: work on copies "
            f"(for example W.copy()), since the caller still needs what it handed over."
        )


@contextmanager
def raises(exception: type[Exception], because: str) -> Generator[None]:
    """Demand that the call inside raises `exception` (or a subclass); `because` says what is illegal about it."""
    name = exception.__name__
    try:
        yield
    except (NotWritten, Stopped):
        raise
    except StudentRaised as raised:
        if name not in raised.kinds:
            told = f"{because}: this should raise {name}, but it raised {raised.kinds[0]}."
            raise Mismatch(told, raised=raised) from None
    else:
        raise Mismatch(f"{because}: this should raise {name}, but it returned a value.")

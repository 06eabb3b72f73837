"""Values as short texts that a person can follow: small matrices in full, large ones by their shape."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from autograder.checks.calls import Call, Ended, Missing, Raised, Returned
from autograder.checks.values import kind
from autograder.functions import Function
from autograder.plain import Opaque

LARGEST_ARRAY = 36
"""Arrays with more entries are shown by their shape only."""
LONGEST = 1500
"""Characters; a longer text is cut."""
MOST_LAYERS = 12
"""Layers of a net that are shown; no lab's net has more."""
MOST_NETS, MOST_ITEMS = 4, 6
"""Of a list that are shown: of nets alone, and of nets, matrices and numbers."""


def short(value: Any) -> str:
    """A value on one line: floats to 10 digits, arrays as nested lists, at most `LONGEST` characters."""
    return cut(_short(value))


def distinct(first: float, second: float) -> tuple[str, str]:
    """Two different numbers as short as in `short`, unless it takes all of their digits to tell them apart."""
    texts = _float(float(first)), _float(float(second))
    told_apart = float(texts[0]) != float(texts[1])
    return texts if told_apart else (repr(float(first)), repr(float(second)))


def cut(text: str, longest: int = LONGEST) -> str:
    """The text, or its beginning and a note of how much was left out."""
    return text if len(text) <= longest else f"{text[:longest]}... ({len(text) - longest} more characters)"


def whole(value: int) -> str:
    """All digits of an int if they are few; else the first of them and how many there are (`str` refuses 4301)."""
    if abs(value) < 10**30:
        return str(value)
    digits = int(math.log10(abs(value))) + 1
    digits += (abs(value) >= 10**digits) - (abs(value) < 10 ** (digits - 1))  # log10 may be off by a rounding
    return f"{'-' if value < 0 else ''}{abs(value) // 10 ** (digits - 20)}... ({digits} digits)"


def call(made: Call, parameters: Sequence[str] = ()) -> str:
    """A call with its arguments and its outcome, over several lines.

    ::

        swap_units(net, layer=1, i=0, j=1)
        net = W1 = [[-1.5, 2.0], [1.7, 0.4]]   b1 = [0.0, 0.0]
              W2 = [[2.3, 0.8]]                b2 = [0.0]
        returned ...
    """
    names = [*parameters, *(f"argument {k + 1}" for k in range(len(parameters), len(made.args)))]
    inline, below = list[str](), list[str]()
    for name, value in zip(names, made.args, strict=False):
        if is_net(value) or isinstance(value, np.ndarray) or _has_nets(value):
            inline.append(name)
            below.append(f"{name} = {block(value, indent=len(name) + 3)}")
        else:
            inline.append(f"{name}={short(value)}" if name.isidentifier() else short(value))
    return "\n".join([f"{made.function}({', '.join(inline)})", *below, _outcome(made)])


def block(value: Any, indent: int = 0) -> str:
    """A value over several lines; a net gets one line a layer, each net of a list begins a line."""
    if _has_nets(value):
        return _list_block(value, indent)
    if not is_net(value):
        return short(value)
    pairs = [(short(W), short(b)) for W, b in cast("list[tuple[Any, Any]]", value)[:MOST_LAYERS]]
    wide = min(60, max(len(W) for W, _ in pairs))
    lines = [f"W{layer} = {W:{wide}}   b{layer} = {b}" for layer, (W, b) in enumerate(pairs, start=1)]
    if len(value) > MOST_LAYERS:
        lines.append(f"... {len(value) - MOST_LAYERS} more layers")
    return ("\n" + " " * indent).join(lines)


def _list_block(items: Sequence[Any], indent: int) -> str:
    most = MOST_NETS if all(map(is_net, items)) else MOST_ITEMS
    lines = [f"{place}: {block(item, indent + len(f'{place}: '))}" for place, item in enumerate(items[:most])]
    if len(items) > most:
        lines.append(f"... {len(items) - most} more")
    return cut(("\n" + " " * indent).join(lines), MOST_ITEMS * LONGEST)


def _has_nets(value: Any) -> bool:
    """Whether a value is a list or tuple with nets in it, and no net itself."""
    if not isinstance(value, (list, tuple)) or is_net(value):
        return False
    return any(map(is_net, cast("Sequence[Any]", value)))


def is_net(value: Any) -> bool:
    """Whether a value looks like a net: a list or tuple of pairs of arrays."""
    if not isinstance(value, (list, tuple)) or not value:
        return False
    return all(
        isinstance(layer, (list, tuple))
        and len(cast("Sequence[Any]", layer)) == 2
        and all(isinstance(part, np.ndarray) for part in cast("Sequence[Any]", layer))
        for layer in cast("Sequence[Any]", value)
    )


def _outcome(made: Call) -> str:
    match made.outcome:
        case Returned(value=value):
            return f"returned {block(value, indent=len('returned '))}"
        case Raised(kinds=kinds, text=text):
            return cut(f"raised {kinds[0]}: {text}" if text else f"raised {kinds[0]}")
        case Ended():
            return "did not return"
        case Missing():
            return "does not exist"


def _short(value: Any) -> str:
    if isinstance(value, np.ndarray):
        array = cast("npt.NDArray[Any]", value)
        small = array.size <= LARGEST_ARRAY and all(n <= LARGEST_ARRAY for n in array.shape)
        return _short(array.tolist()) if small else f"<array of shape {array.shape}>"
    if isinstance(value, (list, tuple)):
        items = cast("Sequence[Any]", value)
        shown = _some(items)
        left, right = ("[", "]") if isinstance(value, list) else ("(", ",)" if len(items) == 1 else ")")
        return left + ", ".join(shown) + right
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int):  # str of an int with more than 4300 digits raises
        return (
            str(value) if abs(value) < 10**30 else f"an int with {int(value.bit_length() * math.log10(2)) + 1} digits"
        )
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, Fraction):
        return f"{_short(value.numerator)}/{_short(value.denominator)}"
    if isinstance(value, str):
        return repr(cut(value, 200))
    if isinstance(value, dict):
        return "{" + ", ".join(_some(list(cast("dict[Any, Any]", value).items()), _pair)) + "}"
    if isinstance(value, Function):
        return value.text
    return f"<{value.description}>" if isinstance(value, Opaque) else f"<{kind(value)}>"


def _pair(item: tuple[Any, Any]) -> str:
    return f"{_short(item[0])}: {_short(item[1])}"


def _some(items: Sequence[Any], show: Callable[[Any], str] = _short) -> list[str]:
    """The first items, as far as they are shown, and how many are left out."""
    shown: list[str] = []
    room = LONGEST  # lists in lists would grow without bound
    for item in items[:LARGEST_ARRAY]:
        if room < 0:
            break
        shown.append(show(item))
        room -= len(shown[-1])
    left = len(items) - len(shown)
    return [*shown, f"... {left} more"] if left else shown


def _float(value: float) -> str:
    """Every digit if they are few; otherwise ten of them, which is as far as anybody follows by hand."""
    exact = repr(value)
    return exact if len(exact) <= 16 else f"{value:.10g}"
